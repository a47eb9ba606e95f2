"""Tables of events by others: their columns under our names, laid out many thousand rows at a time."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from conflictlib import schema
from conflictlib.loading._dates import read_day
from conflictlib.loading._delimited import Block, Layout, mapped
from conflictlib.loading._event_ids import Ids
from conflictlib.loading._files import File
from conflictlib.loading._pieces import Piece, Problem, Rows, Unreadable
from conflictlib.loading._start import Start

#: So many rows are handed out at once.
ROWS = 20_000
#: A heading above the header has at most so many lines.
_HEADING = 6
_DAY = dt.date(1970, 1, 1)
_CODES = Path(__file__).parent / "codes"


@dataclass(frozen=True)
class Dataset:
    """A dataset of events: the names of its columns, and which of ours they are.

    `computed` gives the columns that are not taken over as they stand, `event` among them. A column that is taken
    over stands under our name only; `names` stand in every table, `others` where a file has them.
    """

    name: str
    date: str
    ours: Mapping[str, str]  # ours: theirs
    computed: Callable[[Any], dict[str, Any]]
    names: Sequence[str] = ()
    others: Sequence[str] = ()
    also: Mapping[str, str] = field(default_factory=dict)  # other spellings, in lower case: the one in use
    numbers: Mapping[str, str] = field(default_factory=dict)
    missing: Sequence[str] = ()
    unique: str | None = None  # "id", or "id and day", of which no two records may be the same
    day: Callable[[object], dt.date | None] = read_day
    day_form: str = "YYYY-MM-DD"

    @property
    def known(self) -> dict[str, str]:
        """The names of its columns by how they are spelled in lower case."""
        return {name.casefold(): name for name in (*self.names, *self.others)} | dict(self.also)


def codes(name: str) -> dict[str, str]:
    """Return a table of ``loading/codes``: its first column to its second."""
    return dict(_codes(name))


@cache
def _codes(name: str) -> tuple[tuple[str, str], ...]:
    with (_CODES / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return tuple((row[0], row[1]) for row in list(csv.reader(file))[1:])


def headed(text: str, dataset: Dataset) -> Layout | None:
    """Return the layout of a table whose first line names columns of the dataset, None where it does not.

    Above it a few lines may stand that are no table, such as a heading. The cells of commas and semicolons may be
    quoted; those of tabs are where the header or the first row is.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    above = _above(lines, dataset)
    lines = lines[above : above + 20]
    if len(lines[0]) > 50_000:
        return None
    best = max("\t,;", key=lambda mark: len(dataset.known.keys() & set(_cells(lines[0], mark))))
    names = _named(_cells(lines[0], best), dataset)
    if dataset.date not in names:
        return None
    quoted = best != "\t" or _quoted(lines)
    return Layout(names, best, quoted, above + 1, dataset.numbers, dataset.missing)


def header_of(text: str, dataset: Dataset) -> frozenset[str]:
    r"""Return the cells of the header in lower case, also where a heading stands above it.

    >>> from conflictlib.loading.formats.acled import _DATASET as acled
    >>> sorted(header_of("A sample\n\nevent_date,country,notes\n", acled))
    ['country', 'event_date', 'notes']
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    line = lines[_above(lines, dataset)]
    cells = [_cells(line, mark) for mark in "\t,;"] if len(line) <= 50_000 else []
    return frozenset(max(cells, key=len) if cells else ())


def _above(lines: Sequence[str], dataset: Dataset) -> int:
    """Return how many lines stand above the header: one that names the day and another column of the dataset."""
    first = next((at for at, line in enumerate(lines) if line.strip()), 0)
    for at, line in enumerate(lines[: first + _HEADING], 0):
        for mark in "\t,;" if len(line) <= 50_000 else "":
            names = {dataset.known.get(cell) for cell in _cells(line, mark)} - {None}
            if dataset.date in names and len(names) > 1:
                return at
    return first


def _cells(line: str, mark: str) -> list[str]:
    return [cell.strip().casefold() for cell in next(csv.reader([line], delimiter=mark), [])]


def _quoted(lines: Sequence[str]) -> bool:
    """Say whether the cells between tabs are quoted: the header's, or at least one in a line, with both marks."""
    begun = [cell for line in lines[1:] for cell in line.split("\t") if cell.startswith('"')]
    whole = [cell for cell in begun if len(cell) > 1 and cell.endswith('"')]
    return lines[0].startswith('"') or (len(whole) >= len(lines) - 2 > 0 and len(whole) > 0.9 * len(begun))


def _named(cells: Sequence[str], dataset: Dataset) -> list[str]:
    names = [dataset.known.get(cell, cell) or f"column_{number}" for number, cell in enumerate(cells, 1)]
    twice = {name for name in names if names.count(name) > 1}
    return [f"{name}_{number}" if name in twice and names.index(name) != number - 1 else name
            for number, name in enumerate(names, 1)]  # fmt: skip


def layout_of(file: File, dataset: Dataset) -> Layout:
    """Return the layout of a file with a header, or say that it has none."""
    layout = headed(Start(file).text, dataset)
    if layout is None:
        raise Unreadable(f"no table of {dataset.name}: its first line does not name the column {dataset.date}", 1)
    return layout


def events_of(dataset: Dataset, found: Iterable[Block | Problem]) -> Iterator[Piece]:
    """Give the rows as EVENTS, and a problem for each that has no day or says nothing of what happened."""
    ids = Ids()
    n = 0
    for block in found:
        n += 1
        if isinstance(block, Problem):
            yield block
        else:
            yield from _rows(dataset, block, ids)
    if not n:
        raise Unreadable("there is no record in it")


def _rows(dataset: Dataset, block: Block, ids: Ids) -> Iterator[Piece]:
    import pyarrow as pa

    table, lines = block.table, block.lines
    columns = _ours(dataset, table)
    refused = dict(_without(columns, table, dataset))
    if dataset.unique and columns["event_id"].null_count < len(table):
        days = columns["date"] if dataset.unique == "id and day" else None
        refused = dict(_repeated(columns["event_id"], ids, days, refused)) | refused
    for at in sorted(refused):
        yield Problem(refused[at], lines[at])
    rows = _table(columns, table, dataset)
    if refused:
        kept = [at for at in range(len(table)) if at not in refused]
        rows, lines = rows.take(pa.array(kept, pa.int64())), [lines[at] for at in kept]
    for at in range(0, len(rows), ROWS):
        yield Rows(schema.EVENTS, _frame(rows.slice(at, ROWS)), lines[at : at + ROWS])


def _ours(dataset: Dataset, table: Any) -> dict[str, Any]:
    """Return our columns: those that are taken over, and those that are computed from several."""
    import pyarrow as pa

    columns = {}
    for ours, theirs in dataset.ours.items():
        if theirs in table.column_names:
            columns[ours] = table.column(theirs)
    dates = mapped(column(table, dataset.date), lambda value: _seconds(dataset.day(value)), pa.int64())
    columns["date"] = dates.cast(pa.timestamp("s"))
    columns |= dataset.computed(table)
    columns["dataset"] = pa.array([dataset.name] * len(table), pa.large_string())
    for wanted in schema.EVENTS.columns:
        columns.setdefault(wanted.name, pa.nulls(len(table), _type(wanted.kind)))
    return columns


def _type(kind: str) -> Any:
    import pyarrow as pa

    return {"whole": pa.int64(), "number": pa.float64(), "day": pa.timestamp("s")}.get(kind, pa.large_string())


def _seconds(day: dt.date | None) -> int | None:
    return None if day is None else (day - _DAY).days * 86_400


def column(table: Any, name: str) -> Any:
    """Return a column of text, without any value where the file has none of this name."""
    import pyarrow as pa

    return table.column(name) if name in table.column_names else pa.nulls(len(table), pa.large_string())


def _without(columns: Mapping[str, Any], table: Any, dataset: Dataset) -> Iterator[tuple[int, str]]:
    """Give the rows that lack what an event needs, with the reason."""
    import pyarrow.compute as pc

    for at in pc.indices_nonzero(columns["event"].is_null()).to_pylist():
        yield at, "it does not say what happened"
    for at in pc.indices_nonzero(columns["date"].is_null()).to_pylist():
        given = column(table, dataset.date)[at].as_py()
        shown = f"is {given[:60]!r}; allowed is a date as {dataset.day_form}" if given else "is missing; it is needed"
        yield at, f"{dataset.date} {shown}"


def _repeated(given: Any, ids: Ids, days: Any, refused: Mapping[int, str]) -> Iterator[tuple[int, str]]:
    """Give the rows whose id stands above already, among those that are not refused for another reason."""
    for at in ids.repeated(given, days, leaving_out=refused):
        yield at, f"event_id {given[at].as_py()[:60]} stands already in a line above, which is kept"


def _table(columns: Mapping[str, Any], table: Any, dataset: Dataset) -> Any:
    """Return our columns in the order of the schema, and behind them the others of the file."""
    import pyarrow as pa

    arrays = {name: columns[name] for name in schema.EVENTS.names}
    taken = {dataset.date, *dataset.ours.values()}
    arrays |= {name: array for name, array in columns.items() if name not in arrays}
    theirs = [*dataset.names, *(name for name in table.column_names if name not in dataset.names)]
    for name in theirs:
        if name not in taken:
            there = name in table.column_names
            kind = _type(dataset.numbers.get(name, "text"))
            own = f"{dataset.name}_{name}" if name in arrays else name
            arrays[own] = table.column(name) if there else pa.nulls(len(table), kind)
    return pa.table(arrays)


def _frame(table: Any) -> Any:
    import numpy as np
    import pandas as pd
    import pyarrow as pa

    kinds = {pa.large_string(): pd.StringDtype("pyarrow", na_value=np.nan), pa.int64(): pd.Int64Dtype()}
    return table.to_pandas(types_mapper=kinds.get, split_blocks=True)


def joined(*parts: Any) -> Any:
    """Return columns and texts put together row by row; missing where one of them is."""
    import pyarrow as pa
    import pyarrow.compute as pc

    large = [pa.scalar(part, pa.large_string()) if isinstance(part, str) else part for part in parts]
    return pc.binary_join_element_wise(*large, pa.scalar("", pa.large_string()))


def told(actor: Any, target: Any, what: Any) -> Any:
    """Return ``CHN → USA: consults`` from three columns; who is not named is left out."""
    import pyarrow.compute as pc

    alone = pc.coalesce(joined(actor, ": "), joined("→ ", target, ": "))
    return pc.coalesce(joined(actor, " → ", target, ": ", what), joined(alone, what), what)
