"""What a table is, its columns tell: statements, evidence, documents, events, or an index of other files.

``statement_id`` and ``text`` make a statement, ``statement_id`` and ``matched`` a piece of evidence, ``text`` without
codes, or a column that is called as texts often are (``body``, ``content``, see `_column_names`), a document, a date
and a label an event, ``doc`` without text an index.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain, islice

from conflictlib import schema
from conflictlib.loading._column_names import holds_a_text, renaming
from conflictlib.loading._files import printable
from conflictlib.loading._pieces import Index, Piece, Problem, Unreadable
from conflictlib.loading._rows import STATEMENT_MARKS, document_of, rows_of

EVENT_DATES = ("date", "day", "event_date")
EVENT_LABELS = ("event", "label", "title", "name", "description")
#: Where one of these is there, a date makes an event, whatever else a table has.
_EVENT_MARKS = frozenset({"event", "label", "event_date"})
NAMES = frozenset(
    {*schema.STATEMENTS.names, *schema.EVENTS.names, *schema.EVIDENCE.names, *schema.PROBLEMS.names,
     *schema.DOCUMENTS.names, *EVENT_DATES,
     *EVENT_LABELS}
)  # fmt: skip
_KNOWN = (
    "known are statements (statement_id, text, ...), "
    "documents (text, body, content, ..., with doc, title, url, publisher, author, published), "
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
    return "doc" in names and not {"text", "matched", *STATEMENT_MARKS} & names and not holds_a_text(names)


def pieces_of(names: Sequence[str], batches: Iterable[Batch | Problem], given: Iterable[str] = ()) -> Iterator[Piece]:
    """Give what a table of these columns holds; those that the user `given` are not looked for under other names."""
    batches = iter(batches)
    ahead = list(islice(batches, 1))
    read = _kind(names, given)
    if read is None:
        raise Unreadable(f"a table of unknown columns: {listed(names)}; {_KNOWN}{_suggestion(ahead)}")
    if read.func is _documents and (note := renaming(names, given).note):
        yield Problem(note, None, "note")
    batches = chain(ahead, batches)
    n = 0
    for batch in batches:
        n += 1
        if isinstance(batch, Problem):
            yield batch
        else:
            yield from read(batch.rows, batch.records)
    if not n:
        raise Unreadable("there is no row below the header")


def _kind(names: Sequence[str], given: Iterable[str]) -> partial[Iterator[Piece]] | None:
    """Return what reads the rows of a table with these columns, None if nothing does."""
    there = set(names)
    if there & STATEMENT_MARKS and "matched" in there:
        return partial(rows_of, table=schema.EVIDENCE)
    if {"file", "kind", "reason"} <= there:
        return partial(rows_of, table=schema.PROBLEMS)
    if there & STATEMENT_MARKS and not _is_event(there):
        _need(("statement_id", "text"), names)
        return partial(rows_of, table=schema.STATEMENTS)
    if "text" in there or (holds_a_text(there) and not (_is_event(there) and there & _EVENT_MARKS)):
        return partial(_documents, ours=renaming(names, given).ours)
    if "doc" in there:
        return partial(_index)
    if _is_event(there):
        return partial(_events, names=names)
    return None


def _is_event(there: set[str]) -> bool:
    dated = there.intersection(EVENT_DATES) and there.intersection(EVENT_LABELS)
    return bool(dated) and not {"statement_id", "text"} & there


def _documents(rows: Sequence[Row], records: Sequence[int], *, ours: Mapping[str, str]) -> Iterator[Piece]:
    for row, record in zip(rows, records, strict=True):
        try:
            yield document_of(renamed(row, ours), record)
        except Unreadable as problem:
            yield Problem(problem.reason, record)


def renamed(row: Row, ours: Mapping[str, str]) -> Row:
    """Return a row with our names; the moment of publication may stand for its day and stays what it is."""
    if not ours:
        return row
    kept = {"published_at": row["published_at"]} if "published_at" in ours and "published_at" in row else {}
    own = {key: value for key, value in row.items() if key not in ours}
    return own | kept | {ours[key]: row[key] for key in ours}


def suggestion(rows: Iterable[Row]) -> str:
    """Say with which ``columns`` the longest texts under names of their own would be read, "" if there are none."""
    lengths: dict[str, int] = {}
    for row in rows:
        for name, value in row.items():
            if name and name not in NAMES and isinstance(value, str) and value.strip():
                lengths[name] = lengths.get(name, 0) + len(value)
    if not lengths:
        return ""
    longest = max(lengths, key=lambda name: lengths[name])
    return f"; the longest texts stand in {longest!r}: columns={{'text': {longest!r}}} reads them"


def _suggestion(ahead: Sequence[Batch | Problem]) -> str:
    return suggestion(row for batch in ahead if isinstance(batch, Batch) for row in batch.rows)


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
        coded = {"statement_id", "coder", "act"} <= set(names)
        hint = "; codes of coders are read by read_codings and `conflictlib agree`" if coded else ""
        raise Unreadable(f"a table of statements needs {' and '.join(lacking)}; there are {listed(names)}{hint}")


def listed(names: Sequence[str]) -> str:
    """Return the first names of columns for a message."""
    shown = [printable(name)[:30] or "(no name)" for name in names]
    return ", ".join(shown[:8]) + (f" ... ({len(shown)} in all)" if len(shown) > 8 else "")
