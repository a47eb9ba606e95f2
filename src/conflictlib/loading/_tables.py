"""What a table is, its columns tell: statements, evidence, documents, events, or an index of other files.

``statement_id`` and ``text`` make a statement, ``statement_id`` and ``matched`` a piece of evidence, ``text`` without
codes a document, a date and a label an event, ``doc`` without text an index.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from conflictlib import schema
from conflictlib.loading._files import printable
from conflictlib.loading._pieces import Index, Piece, Problem, Unreadable
from conflictlib.loading._rows import STATEMENT_MARKS, document_of, rows_of

EVENT_DATES = ("date", "day", "event_date")
EVENT_LABELS = ("event", "label", "title", "name", "description")
NAMES = frozenset(
    {*schema.STATEMENTS.names, *schema.EVENTS.names, *schema.EVIDENCE.names, *schema.PROBLEMS.names,
     *schema.DOCUMENTS.names, *EVENT_DATES,
     *EVENT_LABELS}
)  # fmt: skip
_KNOWN = (
    "known are statements (statement_id, text, ...), "
    "documents (text, with doc, title, url, publisher, author, published), "
    f"events (one of {', '.join(EVENT_DATES)} and one of {', '.join(EVENT_LABELS)}) "
    "and an index of the files in its folder (doc)"
)

Row = Mapping[str, object]
#: A table may have so many columns.
MOST_COLUMNS = 20_000


@dataclass(frozen=True)
class Batch:
    """Rows of a table, and where in the file they stand."""

    rows: Sequence[Row]
    records: Sequence[int]


def columns_of(header: Sequence[str], given: Mapping[str, str]) -> list[str]:
    """Return the names of the columns: those that the user gave, known ones in lower case.

    Raises
    ------
    Unreadable
        A column that the user named is not there, or two have one name.
    """
    if len(header) > MOST_COLUMNS:
        raise Unreadable(f"{len(header):,} columns; {MOST_COLUMNS:,} are read at most", 1)
    found = [name.strip() for name in header]
    for theirs in given.values():
        if theirs not in found:
            raise Unreadable(f"columns names {theirs!r}; there are {listed(found)}", 1)
    ours = {theirs: name for name, theirs in given.items()}
    free = NAMES - given.keys()
    names = [ours.get(name, name.casefold() if name.casefold() in free else name) for name in found]
    twice = next((name for name in names if name in NAMES and names.count(name) > 1), None)
    if twice is not None:
        raise Unreadable(f"there are two columns {twice!r}", 1)
    return names


def is_index(names: Iterable[str]) -> bool:
    """Say whether columns of these names speak of other files."""
    names = set(names)
    return "doc" in names and not {"text", "matched", *STATEMENT_MARKS} & names


def pieces_of(names: Sequence[str], batches: Iterable[Batch | Problem]) -> Iterator[Piece]:
    """Give what a table of these columns holds."""
    read = _kind(names)
    n = 0
    for batch in batches:
        n += 1
        if isinstance(batch, Problem):
            yield batch
        else:
            yield from read(batch.rows, batch.records)
    if not n:
        raise Unreadable("there is no row below the header")


def _kind(names: Sequence[str]) -> Callable[[Sequence[Row], Sequence[int]], Iterator[Piece]]:
    """Return what reads the rows of a table with these columns."""
    there = set(names)
    if there & STATEMENT_MARKS and "matched" in there:
        return partial(rows_of, table=schema.EVIDENCE)
    if {"file", "kind", "reason"} <= there:
        return partial(rows_of, table=schema.PROBLEMS)
    if there & STATEMENT_MARKS and not _is_event(there):
        _need(("statement_id", "text"), names)
        return partial(rows_of, table=schema.STATEMENTS)
    if "text" in there:
        return _documents
    if "doc" in there:
        return _index
    if _is_event(there):
        return partial(_events, names=names)
    raise Unreadable(f"a table of unknown columns: {listed(names)}; {_KNOWN}")


def _is_event(there: set[str]) -> bool:
    dated = there.intersection(EVENT_DATES) and there.intersection(EVENT_LABELS)
    return bool(dated) and not {"statement_id", "text"} & there


def _documents(rows: Sequence[Row], records: Sequence[int]) -> Iterator[Piece]:
    for row, record in zip(rows, records, strict=True):
        try:
            yield document_of(row, record)
        except Unreadable as problem:
            yield Problem(problem.reason, record)


def _index(rows: Sequence[Row], records: Sequence[int]) -> Iterator[Piece]:
    yield Index(rows, records)


def _events(rows: Sequence[Row], records: Sequence[int], *, names: Sequence[str]) -> Iterator[Piece]:
    date = next(key for key in EVENT_DATES if key in names)
    label = next(key for key in EVENT_LABELS if key in names)
    ours = {date: "date", label: "event"}
    return rows_of([{ours.get(key, key): value for key, value in row.items()} for row in rows], records, schema.EVENTS)


def _need(wanted: Sequence[str], names: Sequence[str]) -> None:
    lacking = [name for name in wanted if name not in names]
    if lacking:
        raise Unreadable(f"a table of statements needs {' and '.join(lacking)}; there are {listed(names)}")


def listed(names: Sequence[str]) -> str:
    """Return the first names of columns for a message."""
    shown = [printable(name)[:30] or "(no name)" for name in names]
    return ", ".join(shown[:8]) + (f" ... ({len(shown)} in all)" if len(shown) > 8 else "")
