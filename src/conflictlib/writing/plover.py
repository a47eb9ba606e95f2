"""Statements as events in PLOVER."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from conflictlib.codebook import Codebook, shipped_codebook
from conflictlib.schema import PROBLEMS, conform
from conflictlib.writing._files import put
from conflictlib.writing.json_lines import plain_rows

if TYPE_CHECKING:
    import pandas as pd


def to_plover(
    statements: pd.DataFrame, path: str | os.PathLike[str], *, codebook: Codebook | None = None
) -> pd.DataFrame:
    """Write statements as a JSON list of PLOVER records, one event each.

    A record: ``id`` (`statement_id`), ``doc_id``, ``date`` (YYYY-MM-DD or null), ``event`` (PLOVER's class of the
    act, column `plover` of the codebook's acts), ``act`` (ours), ``text`` (source, cue and content), ``eventText``
    (cue), ``source`` and ``target``: lists of ``actorText`` and ``code``, as PLOVER calls the actor (column `plover` of
    the codebook's actors, else our code). Of a joint statement each member is a source.

    Source: Open Event Data Alliance, PLOVER manual; the field names are those that ``conflictlib evaluate`` reads.

    Parameters
    ----------
    statements
        Statements.
    path
        The file, usually in ``.json``; it is replaced in one step.
    codebook
        Whose classes; the shipped one if not given.

    Returns
    -------
    pandas.DataFrame
        Problems: a row for each statement that is no event, because its act has no class or is negated; `line` is
        its row in `statements`.
    """
    book = codebook or shipped_codebook()
    classes = {act: name for act, name in zip(book.acts["code"], book.acts["plover"], strict=True) if name}
    groups = {code: name for code, name in zip(book.actors["code"], book.actors["plover"], strict=True) if name}
    records, problems = [], []
    for number, row in enumerate(plain_rows(statements), 1):
        event = classes.get(str(row.get("act")))
        if event and not row.get("negated"):
            records.append(_record(row, event, groups))
            continue
        why = f"the act {row.get('act')!r} has no class in PLOVER" if not event else "its act is negated"
        reason = f"{row['statement_id']}: {why}"
        problems.append({"file": Path(path).name, "line": number, "kind": "refused", "reason": reason})
    put(path, (json.dumps(records, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "replace"))
    return conform(problems, PROBLEMS)


def _record(row: dict[str, object], event: str, groups: Mapping[str, str]) -> dict[str, object]:
    members = row.get("members")
    joint = row.get("actor") == "JOINT" and isinstance(members, list) and members
    sources = members if joint and isinstance(members, list) else [row["actor"]] if row.get("actor") else []
    targets = str(row["addressee"]).split(";") if row.get("addressee") else []
    words = [str(row[part]) for part in ("source", "cue", "text") if row.get(part)]
    return {
        "id": row["statement_id"], "doc_id": row.get("doc_id"), "date": row.get("date"), "event": event,
        "act": row["act"], "text": " ".join(words), "eventText": row.get("cue") or row["text"],
        "source": [_actor(code, row.get("source"), groups) for code in sources],
        "target": [_actor(code, None, groups) for code in targets],
    }  # fmt: skip


def _actor(code: object, words: object, groups: Mapping[str, str]) -> dict[str, object]:
    return {"actorText": words or "", "code": groups.get(str(code), str(code))}
