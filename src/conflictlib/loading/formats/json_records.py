"""JSON and JSON Lines with our own names, told apart record by record."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from conflictlib import schema
from conflictlib.loading._column_names import holds_a_text, renaming
from conflictlib.loading._files import File
from conflictlib.loading._formats import reads
from conflictlib.loading._pieces import Piece, Problem, Unreadable
from conflictlib.loading._records import LINES, records, with_our_names
from conflictlib.loading._rows import STATEMENT_MARKS, document_of, rows_of
from conflictlib.loading._start import Start
from conflictlib.loading._tables import renamed, suggestion

_KNOWN = (
    "known are documents (`text`, with `doc`, `title`, `url`, `publisher`, `author`, `published`), "
    "statements (`statement_id`, `text`, ...), evidence (`statement_id`, `matched`, ...) and events (`date`, `event`)"
)
#: So many rows are laid out as a table at once.
_BATCH = 5_000


def _is_json(start: Start) -> bool:
    named = start.ending in (".json", *LINES)
    return bool(start.keys) or (start.text.lstrip()[:1] in ("{", "[") and named)


@reads("json", title="JSON, JSON Lines", gives="documents, statements, events", endings=".json .jsonl .ndjson",
       seen=_is_json, general=1)  # fmt: skip
def read_json(file: File) -> Iterator[Piece]:
    """Read objects with our own names: one, a list, or one on each line.

    An object with ``statement_id``, ``actor`` or ``act`` is a statement, or with ``matched`` a piece of evidence;
    one with ``text`` is a document, one with ``event`` and ``date`` an event. Fields are those of
    ``conflictlib.schema``; others become columns of their own: lists with ``; `` between their members, objects as
    JSON or a column for each of their fields (``source.name``).
    Where a document has no ``text``, or ``title``, ``published`` and the others, a field with a common name is taken
    for it, as in a CSV table. ``columns={"text": "body.html"}`` names fields that are called otherwise; a dot leads
    into an object.
    If the only object is the answer of a news service, with no text and one list of objects (``articles``,
    ``response.results``), the records are those of the list. Where ours are not there, a field within an object may
    be it too (``source.name``, ``fields.bodyText``).
    A document without ``doc`` is called after its file, with ``#`` and its line or number.

    Encoding: UTF-8 with or without a byte-order mark, UTF-16 with one. Half characters (lone surrogates) are
    replaced. JSON Lines are read line by line, in any size. Source: RFC 8259; JSON Lines, jsonlines.org.
    """
    waiting: dict[str, list[tuple[int, Mapping[str, object]]]] = {}
    told: set[str] = set()
    for found in _opened(records(file), file.columns):
        if isinstance(found, Problem):
            yield found
            continue
        number, record = found
        table = _table(record)
        if table is None:
            yield from _document(record, number, file.columns, told)
            continue
        rows = waiting.setdefault(table.name, [])
        rows.append((number or 1, record))
        if len(rows) == _BATCH:
            yield from _laid_out(waiting.pop(table.name), table)
    for name, rows in waiting.items():
        yield from _laid_out(rows, getattr(schema, name.upper()))


def _opened(
    found: Iterator[tuple[int | None, dict[str, object]] | Problem], given: Mapping[str, str]
) -> Iterator[tuple[int | None, dict[str, object]] | Problem]:
    """Give the records in the answer of a news service in its place."""
    for each in found:
        answer = None if isinstance(each, Problem) or each[0] is not None else each[1]
        inside = _list_in(answer) if answer is not None and _table(answer) is None else []
        if not inside:
            yield each
        for number, record in enumerate(inside, 1):
            yield number, with_our_names(record, given)


def _list_in(answer: Mapping[str, object]) -> list[dict[str, object]]:
    """Return the one list of objects in an object that holds no text, also one below ``response``."""
    if holds_a_text(name for name, value in answer.items() if isinstance(value, str)):
        return []
    response = answer.get("response")
    fields = response if isinstance(response, dict) else answer
    lists = [value for value in fields.values() if isinstance(value, list) and value and isinstance(value[0], dict)]
    return [record for record in lists[0] if isinstance(record, dict)] if len(lists) == 1 else []


def _table(record: Mapping[str, object]) -> schema.Table | None:
    if {"file", "kind", "reason"} <= record.keys():
        return schema.PROBLEMS
    if STATEMENT_MARKS & record.keys():
        return schema.EVIDENCE if "matched" in record and "text" not in record else schema.STATEMENTS
    return schema.EVENTS if {"event", "date"} <= record.keys() and "text" not in record else None


def _document(
    record: Mapping[str, object], number: int | None, given: Mapping[str, str], told: set[str]
) -> Iterator[Piece]:
    """Give the document in a record, and a note on the choice among its fields if it was not `told` before."""
    within = {f"{outer}.{inner}": value for outer, fields in record.items() if isinstance(fields, dict)
              for inner, value in fields.items() if isinstance(value, str)}  # fmt: skip
    plain = {name: fields for name, fields in record.items() if not (
        isinstance(fields, dict) and all(isinstance(value, str) for value in fields.values()))}  # fmt: skip
    record = {**plain, **within}
    found = renaming([name for name, value in record.items() if isinstance(value, str | int)], given)
    named = renamed(record, found.ours)
    try:
        yield document_of(named, number)
    except Unreadable as problem:
        known = f"an object with {_named(record)}; {_KNOWN}{suggestion([record])}"
        yield Problem(problem.reason if "text" in named else known, number or 1)
        return
    if found.note and found.note not in told:
        told.add(found.note)
        yield Problem(found.note, number, "note")


def _laid_out(rows: list[tuple[int, Mapping[str, Any]]], table: schema.Table) -> Iterator[Piece]:
    return rows_of([record for _, record in rows], [number for number, _ in rows], table)


def _named(record: Mapping[str, object]) -> str:
    names = [str(name)[:30] for name in record]
    return f"{', '.join(names[:8])}{' ...' if len(names) > 8 else ''}" if names else "no fields"
