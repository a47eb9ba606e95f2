"""Rows of documents, statements and events, from whatever format: what fits is added, what does not is a problem."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from conflictlib import schema
from conflictlib.loading._dates import read_day
from conflictlib.loading._files import Found, Unreadable

if TYPE_CHECKING:
    import datetime as dt

#: Columns that only a table of statements has.
STATEMENT_MARKS = frozenset({"statement_id", "actor", "act"})
DOCUMENT_FIELDS = ("doc", "title", "url", "publisher", "published", "language", "text")

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


def add_document(record: Mapping[str, object], name: str, line: int | None, found: Found) -> None:
    """Add a document with a `text`; it is called `name` if the record has no `doc`."""
    text = record.get("text")
    if not isinstance(text, str) or missing(text):
        raise Unreadable("the document has no text", line)
    fields: dict[str, object] = {key: words(record.get(key)) for key in DOCUMENT_FIELDS}
    fields["doc"] = fields["doc"] or name
    day = published(record.get("published"), line, found)
    found.documents.append({**fields, "text": text, "published": day})


def published(value: object, line: int | None, found: Found) -> dt.date | None:
    """Return the day of a document; one that can't be read is a problem, and the document goes without."""
    day = read_day(value)
    if day is None and not missing(value):
        wrong = f"published is {_shown(value)}; allowed is {_ALLOWED['day']}"
        found.problems.append((line, f"{wrong}; the document is kept without it"))
    return day


def words(value: object) -> str | None:
    """Return a field as text, None where it is empty or no text."""
    if missing(value) or isinstance(value, bool) or not isinstance(value, str | int):
        return None
    return str(value).strip()


def add_statements(rows: Sequence[Mapping[str, object]], lines: Sequence[int], found: Found) -> None:
    """Add the rows that the schema allows."""
    table = schema.STATEMENTS
    checked = {line: _row(row, table, line, found) for line, row in zip(lines, rows, strict=True)}
    good = {line: row for line, row in checked.items() if row is not None}
    if good:
        found.statements.append((schema.check(schema.conform(good.values(), table), table), list(good)))


def add_events(rows: Sequence[Mapping[str, object]], lines: Sequence[int], found: Found) -> None:
    """Add the rows that the schema allows."""
    table = schema.EVENTS
    checked = [_row(row, table, line, found) for line, row in zip(lines, rows, strict=True)]
    good = [row for row in checked if row is not None]
    if good:
        found.events.append(schema.check(schema.conform(good, table), table))


def _row(row: Mapping[str, object], table: schema.Table, line: int, found: Found) -> dict[str, object] | None:
    """Return a row with values of the right kind; None and a problem where one can't be.

    A day that is not required is left out instead, with a problem.
    """
    result: dict[str, object] = {key: None if missing(value) else value for key, value in row.items()}
    for column in table.columns:
        value = result.get(column.name)
        good = None if value is None else _value(value, column)
        if value is not None and good is None:
            allowed = ", ".join(column.codes) if column.codes else _ALLOWED[column.kind]
            reason = f"{column.name} is {_shown(value)}; allowed is {allowed}"
            if column.kind != "day" or column.required:
                found.problems.append((line, reason))
                return None
            found.problems.append((line, f"{reason}; the row is kept without it"))
        if good is None and column.required:
            found.problems.append((line, f"{column.name} is missing; it is needed"))
            return None
        if column.name in result:
            result[column.name] = [] if good is None and column.kind == "list" else good
    return result


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
