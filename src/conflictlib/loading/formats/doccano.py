"""doccano: JSON Lines of texts with labels."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from conflictlib import schema
from conflictlib.loading._annotations import statement_of
from conflictlib.loading._files import File
from conflictlib.loading._formats import reads
from conflictlib.loading._pieces import Document, Piece, Problem, Unreadable
from conflictlib.loading._records import records
from conflictlib.loading._rows import STATEMENT_MARKS, document_of, missing, rows_of
from conflictlib.loading._start import Start

#: Fields that hold the labels, by version and kind of project.
_LABELS = ("label", "labels", "entities", "annotations")
_NO_COLUMN = frozenset({*_LABELS, "relations", "Comments", "comments", "meta", "data", "id", "doc_id"})
_SHOWN = re.compile(r'"(?:labels?|entities|annotations)"\s*:\s*\[\s*(?:\]|"|\[\s*\d+\s*,\s*\d+|\{[^{}\[\]]{0,400}"'
                    r'(?:start_offset|label)"\s*:)')  # fmt: skip
#: So many statements are laid out as a table at once.
_BATCH = 5_000


def _is_doccano(start: Start) -> bool:
    keys = start.keys
    texts, labels = {"text", "data"} & keys, keys.intersection(_LABELS)
    return bool(texts and labels and not STATEMENT_MARKS & keys and _SHOWN.search(start.text))


@reads("doccano", title="doccano (JSONL)", gives="documents, statements", endings=".jsonl .json", seen=_is_doccano)
def read_doccano(file: File) -> Iterator[Piece]:
    """Read texts with labels: sequence labelling, relations, classification and sequence to sequence.

    A document: ``text`` (of older versions also ``data``), fields with our names and others as own columns, those of
    ``meta`` too; it is called by its ``doc``, else FILE#id. Labels of the whole text, or a text made from it, stand in
    the own column `labels` with ``; `` between them, comments in `comments`.

    A statement: a labelled span, ``[start, end, label]`` or an object with ``start_offset``, ``end_offset`` and
    ``label``, 0-based, the end exclusive, in code points (a project that counts grapheme clusters can't be told from
    others). `label` is an own column, the name where number and name are given (``label``, ``label_name``); `coder` is
    ``doccano`` and the user's name or number, where it is given; the day is the
    document's, `date_basis` page. Relations are counted as ``incomplete``.
    Source: doccano documentation, Export; doccano pull requests 46 and 1703 (the layouts of the versions).
    """
    waiting: list[tuple[int, dict[str, object]]] = []
    n_relations = 0
    for found in records(file):
        if isinstance(found, Problem):
            yield found
            continue
        number, record = found
        for piece in _of_record(record, number, file):
            if isinstance(piece, dict):
                waiting.append((number or 1, piece))
            else:
                yield piece
        n_relations += len(_listed(record.get("relations")))
        if len(waiting) >= _BATCH:
            yield from _laid_out(waiting)
            waiting = []
    yield from _laid_out(waiting)
    if n_relations:
        yield Problem(f"{n_relations:,} relations are not loaded", None, "incomplete")


def _laid_out(waiting: list[tuple[int, dict[str, object]]]) -> Iterator[Piece]:
    return rows_of([row for _, row in waiting], [number for number, _ in waiting], schema.STATEMENTS)


def _of_record(record: Mapping[str, Any], number: int | None, file: File) -> Iterator[Piece | dict[str, object]]:
    """Give the document of one record, and its statements."""
    try:
        document = _document(record, number, file)
    except Unreadable as problem:
        yield Problem(problem.reason, number or 1)
        return
    coded = list(_statements(document, record, number or 1))  # before the document, which takes classes from them
    yield document
    yield from coded


def _document(record: Mapping[str, Any], number: int | None, file: File) -> Document:
    meta = record.get("meta")
    fields = {**(meta if isinstance(meta, dict) else {}), **record}
    fields.setdefault("text", record.get("data"))
    document = document_of({name: value for name, value in fields.items() if name not in _NO_COLUMN}, number)
    own = next((str(record[name]) for name in ("id", "doc_id") if not missing(record.get(name))), number)
    if missing(document.doc):
        document.doc = file.own_name if own is None else f"{file.own_name}#{own}"
    document.doc = str(document.doc).strip()
    labels = [str(label) for _, given in _given(record) for label in [given] if isinstance(given, str)]
    comments = [_words(each) for name in ("Comments", "comments") for each in _listed(record.get(name))]
    more = {"labels": "; ".join(labels), "comments": "; ".join(comments)}
    document.others = {**document.others, **{name: text for name, text in more.items() if text}}
    return document


def _listed(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _words(comment: object) -> str:
    return str(comment.get("text", comment)) if isinstance(comment, dict) else str(comment)


def _given(record: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for name in _LABELS:
        yield from ((name, label) for label in _listed(record.get(name)))


def _statements(document: Document, record: Mapping[str, Any], number: int) -> Iterator[dict[str, object] | Problem]:
    for place, (name, given) in enumerate(_given(record)):
        if isinstance(given, str):
            continue
        if isinstance(given, dict) and "label" in given and "start_offset" not in given:
            document.others = {
                **document.others,
                "labels": _joined(document.others.get("labels"), _named(given, "label")),
            }
            continue
        span = _span(given)
        if span is None:
            yield Problem(f"{str(given)[:60]} in {name} is no label (allowed are [start, end, label], an object with "
                          "start_offset and end_offset, or a text)", number)  # fmt: skip
            continue
        start, end, features = span
        try:
            yield statement_of(document, [(start, end)], (place, features["label"]), features, number)
        except Unreadable as problem:
            yield Problem(problem.reason, number)


def _joined(before: object, label: object) -> str:
    return f"{before}; {label}" if before else str(label)


def _named(given: Mapping[str, Any], name: str) -> object:
    """Return what a label or user is called, where an export gives its number (``label``) and name (``label_name``)."""
    called = given.get(f"{name}_name")
    return called if isinstance(called, str) and called.strip() else given.get(name)


def _span(given: object) -> tuple[int, int, dict[str, object]] | None:
    if isinstance(given, list) and len(given) == 3:
        start, end, label = given
        user = None
    elif isinstance(given, dict):
        start, end = given.get("start_offset"), given.get("end_offset")
        label, user = (_named(given, name) for name in ("label", "user"))
    else:
        return None
    if type(start) is not int or type(end) is not int or not isinstance(label, str | int):
        return None
    return start, end, {"label": str(label), "coder": "doccano" if user is None else f"doccano, user {user}"}
