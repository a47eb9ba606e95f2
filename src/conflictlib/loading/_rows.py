"""Rows of documents, statements and events, from whatever format: what fits is added, what does not is a problem."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from conflictlib import schema
from conflictlib.loading._dates import read_day
from conflictlib.loading._pieces import Document, Piece, Problem, Rows, Unreadable

#: Columns that only a table of statements has.
STATEMENT_MARKS = frozenset({"statement_id", "actor", "act"})
DOCUMENT_FIELDS = ("doc", "title", "url", "publisher", "author", "published", "language", "text")
_OURS = frozenset(schema.DOCUMENTS.names)
_CELLS = (str, int, float, bool)

_NUMBER = re.compile(r"\s*[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d{1,3})?\s*", re.IGNORECASE | re.ASCII)
_ALLOWED = {
    "day": "a date as YYYY-MM-DD",
    "whole": "a whole number",
    "number": "a number",
    "yes_no": "true or false",
    "list": "a list, or codes with ; between them",
    "text": "text",
    "code": "text",
}


def missing(value: object) -> bool:
    """Say whether a cell or field is empty: nothing, blanks, NaN, NaT or NA."""
    if isinstance(value, str):
        return not value.strip()
    return value is None or str(value) in ("nan", "NaN", "NaT", "<NA>")


def document_of(record: Mapping[str, object], number: int | None) -> Document:
    """Return the document in a row or record that has our names; what else it has are columns of its own."""
    text = record.get("text")
    if not isinstance(text, str) or missing(text):
        raise Unreadable("the document has no text", number)
    names = (*DOCUMENT_FIELDS, "published_at", "sha256", "path")
    known: dict[str, Any] = {key: record.get(key) for key in names if key != "text"}
    known["form"] = words(record.get("format"))
    others = {
        key: _own_cell(value) for key, value in record.items() if key and key not in _OURS and not missing(value)
    }  # a column without a name only numbers the rows
    return Document(text, **known, record=number, others=others)


def _own_cell(value: object) -> object:
    """Return a value as a cell of a column of its own: lists with ; between their members, objects as JSON."""
    value = value.tolist() if hasattr(value, "tolist") else value
    if isinstance(value, _CELLS):
        return value
    if isinstance(value, list) and all(isinstance(each, _CELLS) for each in value):
        return "; ".join(map(str, value))
    return json.dumps(value, ensure_ascii=False, default=str) if isinstance(value, list | dict) else str(value)


def not_a_day(name: str, value: object, record: int | None) -> Problem:
    """Say that a day can't be read, so that the document goes without."""
    return Problem(f"{name} is {_shown(value)}; allowed is {_ALLOWED['day']}; the document is kept without it",
                   record, "incomplete")  # fmt: skip


def words(value: object) -> str | None:
    """Return a field as text, several with ; between them; None where it is empty or no text."""
    if isinstance(value, list) and value and all(isinstance(each, str) for each in value):
        return "; ".join(each.strip() for each in value)
    if missing(value) or isinstance(value, bool) or not isinstance(value, str | int):
        return None
    return str(value).strip()


def rows_of(rows: Sequence[Mapping[str, object]], records: Sequence[int], table: schema.Table) -> Iterator[Piece]:
    """Give the rows that the schema allows, and a problem for each of the others.

    A day that is not required and can't be read is left out, with a problem.
    """
    good: list[tuple[int, dict[str, object]]] = []  # several rows may come from one record
    for record, row in zip(records, rows, strict=True):
        checked, problems = _row(row, table, record)
        yield from problems
        if checked is not None:
            good.append((record, checked))
    if good:
        frame = schema.check(schema.conform((row for _, row in good), table), table)
        yield Rows(table, frame, [record for record, _ in good])


def _row(row: Mapping[str, object], table: schema.Table, record: int) -> tuple[dict[str, object] | None, list[Problem]]:
    """Return a row with values of the right kind, None where one can't be."""
    result: dict[str, object] = {key: None if missing(value) else value for key, value in row.items()}
    problems: list[Problem] = []
    for column in table.columns:
        value = result.get(column.name)
        good = None if value is None else _value(value, column)
        if value is not None and good is None:
            allowed = ", ".join(column.codes) if column.codes else _ALLOWED[column.kind]
            reason = f"{column.name} is {_shown(value)}; allowed is {allowed}"
            if column.kind != "day" or column.required:
                return None, [*problems, Problem(reason, record)]
            problems.append(Problem(f"{reason}; the row is kept without it", record, "incomplete"))
        if good is None and column.required:
            return None, [*problems, Problem(f"{column.name} is missing; it is needed", record)]
        if column.name in result:
            result[column.name] = [] if good is None and column.kind == "list" else good
    return result, problems


def _value(value: object, column: schema.Column) -> object:
    """Return a value as the column's kind, None if it can't be that."""
    if column.kind == "day":
        return read_day(value)
    if column.kind == "list":
        return _list(value)
    if column.kind in ("whole", "number"):
        return _number(value, whole=column.kind == "whole")
    text = str(value).strip() if isinstance(value, str | int | float) else None
    if column.kind == "yes_no":
        return text if text and text.lower() in ("true", "false", "1", "0", "yes", "no") else None
    if text is None or (column.codes and text not in column.codes):
        return None
    return value if isinstance(value, str) and not column.codes else text


def _list(value: object) -> list[object] | None:
    if isinstance(value, str) and value.lstrip().startswith("["):
        try:
            value = json.loads(value)
        except (ValueError, RecursionError):
            return None
    if isinstance(value, str):
        return [part.strip() for part in value.split(";") if part.strip()]
    if isinstance(value, list | tuple):
        return list(value)
    members = value.tolist() if hasattr(value, "tolist") else None  # Parquet gives numpy's arrays
    return members if isinstance(members, list) else None


def _number(value: object, *, whole: bool) -> int | float | None:
    if isinstance(value, bool) or not _NUMBER.fullmatch(str(value)):
        return None
    number = float(str(value))
    if not whole:
        return number if math.isfinite(number) else None
    return int(number) if number.is_integer() and abs(number) < 2**53 else None


def _shown(value: object) -> str:
    text = str(value)
    return repr(text if len(text) <= 60 else text[:60] + "...")
