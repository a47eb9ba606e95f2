"""Statements that report one utterance share a readout: same actor, same day, same act, a theme in common.

Likeness of wording is no help: two outlets' reports of one call share hardly a phrase.
Statements of one document are never joined: a page that says two things says two things.
"""

from __future__ import annotations

from collections.abc import Sequence


def readouts(statements: Sequence[dict[str, object]]) -> list[str]:
    """Return the readout id of each statement: the statement_id of its first telling."""
    ids: list[str] = []
    open_: dict[tuple[object, ...], list[tuple[str, set[object], set[object], object]]] = {}
    for row in statements:
        key = (row["actor"], row["date"], row["act"], row["negated"])
        themes = set(row["themes"]) - {"other"}  # type: ignore[call-overload]
        chosen = None
        if row["actor"] and row["date"] and themes:
            for entry in open_.get(key, ()):
                readout, known, documents, addressee = entry
                if themes & known and row["doc_id"] not in documents and addressee == row["addressee"]:
                    chosen = readout
                    known |= themes
                    documents.add(row["doc_id"])
                    break
        if chosen is None:
            chosen = str(row["statement_id"])
            open_.setdefault(key, []).append((chosen, set(themes), {row["doc_id"]}, row["addressee"]))
        ids.append(chosen)
    return ids
