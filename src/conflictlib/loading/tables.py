"""Tables as CSV or Parquet: statements, documents, events, or an index of the pages beside it.

What a table is, its columns tell: ``statement_id`` and ``text`` a statement, ``text`` without codes a
document, a date and a label an event, ``doc`` without text an index.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence

from conflictlib import schema
from conflictlib.loading._files import Found, Unreadable, printable
from conflictlib.loading._rows import DOCUMENT_FIELDS, STATEMENT_MARKS, add_document, add_events, add_statements

EVENT_DATES = ("date", "day", "event_date")
EVENT_LABELS = ("event", "label", "title", "name", "description")
_NAMES = {*schema.STATEMENTS.names, *schema.EVENTS.names, *DOCUMENT_FIELDS, *EVENT_DATES, *EVENT_LABELS}
_KNOWN = (
    "known are statements (statement_id, text, ...), "
    "documents (text, with doc, title, url, publisher, published), "
    f"events (one of {', '.join(EVENT_DATES)} and one of {', '.join(EVENT_LABELS)}) "
    "and an index of the files in its folder (doc)"
)


def looks_like_table(text: str) -> bool:
    """Say whether a text begins with the header of a table of statements or documents."""
    names = set(_names(text, _separator(text)))
    return "statement_id" in names or (len(names & _NAMES) >= max(3, len(names) / 2) and "text" in names)


def read_csv(text: str, name: str) -> Found:
    """Return what a CSV file holds; the separator is a comma, semicolon or tab. `name` is the file's name."""
    found = Found()
    header: list[str] = []
    rows, lines = [], []
    for line, row in _cells(text, found):
        if not header:
            header = _header(row)
        elif len(row) == len(header):
            rows.append(dict(zip(header, row, strict=True)))
            lines.append(line)
        else:
            found.problems.append((line, f"{len(row)} cells; the header has {len(header)}"))
    _add(rows, header, lines, found, name, "csv")
    return found


def read_parquet(data: bytes, name: str) -> Found:
    """Return what a Parquet file holds."""
    import pandas as pd

    try:
        frame = pd.read_parquet(io.BytesIO(data)).reset_index(drop=True)
    except (OSError, ValueError, NotImplementedError) as error:
        raise Unreadable(f"no Parquet file that can be read ({str(error).splitlines()[0]})") from None
    found = Found()
    rows = [{str(key): value for key, value in row.items()} for row in frame.to_dict("records")]
    _add(rows, [str(column) for column in frame.columns], range(1, len(frame) + 1), found, name, "parquet")
    return found


def _cells(text: str, found: Found) -> Iterator[tuple[int, list[str]]]:
    """Give the rows that are not blank with the lines on which they begin; what is no row is a problem."""
    csv.field_size_limit(2**31 - 1)  # the module's own limit, 131,072 characters, is less than a long page
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text), strict=True)
    while True:
        line = reader.line_num + 1
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            found.problems.append((line, f"no row of a CSV file ({error})"))
        else:
            if any(cell.strip() for cell in row):
                yield line, row


def _separator(text: str) -> str:
    """Return the mark that gives the first line the most known names, then the most names."""
    names = {mark: _names(text, mark) for mark in ",;\t"}
    return max(names, key=lambda mark: (len(_NAMES.intersection(names[mark])), len(names[mark])))


def _names(text: str, mark: str) -> list[str]:
    first = text.lstrip("\r\n ")[:20_000].split("\n", 1)[0]
    return [name.strip(' "\r').casefold() for name in first.split(mark)]


def _header(row: Sequence[str]) -> list[str]:
    """Return the names of the columns, known ones in lower case."""
    return [name.strip().casefold() if name.strip().casefold() in _NAMES else name.strip() for name in row]


def _add(
    rows: Sequence[Mapping[str, object]],
    header: Sequence[str],
    lines: Sequence[int],
    found: Found,
    name: str,
    form: str,
) -> None:
    names = set(header)
    twice = next((name for name in header if name in _NAMES and header.count(name) > 1), None)
    if twice is not None:
        raise Unreadable(f"there are two columns {twice!r}", 1)
    if names & STATEMENT_MARKS:
        _need(("statement_id", "text"), header)
        add_statements(rows, lines, found)
    elif "text" in names:
        _add_documents(rows, lines, found, name, form)
    elif "doc" in names:
        found.index += [{key: row[key] for key in DOCUMENT_FIELDS if key in row} for row in rows]
    elif names.intersection(EVENT_DATES) and names.intersection(EVENT_LABELS):
        date = next(key for key in EVENT_DATES if key in names)
        label = next(key for key in EVENT_LABELS if key in names)
        kept = {**{key: key for key in schema.EVENTS.names if key in names}, "date": date, "event": label}
        add_events([{key: row[column] for key, column in kept.items()} for row in rows], lines, found)
    else:
        raise Unreadable(f"a table of unknown columns: {_listed(header)}; {_KNOWN}")
    if not rows and not found.problems:
        raise Unreadable("there is no row below the header")


def _add_documents(
    rows: Sequence[Mapping[str, object]], lines: Sequence[int], found: Found, name: str, form: str
) -> None:
    for line, row in zip(lines, rows, strict=True):
        try:
            add_document(row, f"{name}#{line}", line, found)
        except Unreadable as problem:
            found.problems.append((line, problem.reason))
        else:
            found.documents[-1]["format"] = form


def _need(wanted: Sequence[str], header: Sequence[str]) -> None:
    lacking = [name for name in wanted if name not in header]
    if lacking:
        raise Unreadable(f"a table of statements needs {' and '.join(lacking)}; there are {_listed(header)}")


def _listed(header: Sequence[str]) -> str:
    names = [printable(name)[:30] or "(no name)" for name in header]
    return ", ".join(names[:8]) + (f" ... ({len(names)} in all)" if len(names) > 8 else "")
