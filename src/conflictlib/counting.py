"""The counting under the summaries: who stands in which group, and how many there are in each cell.

Groups and periods become whole numbers and `numpy.bincount` adds them up:
at a million statements an order of magnitude faster than a group-by over text.
"""

from __future__ import annotations

import difflib
import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING

from conflictlib import periods
from conflictlib.parameters import ParameterError, span
from conflictlib.schema import TableError

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    import pandas as pd

    Whole = npt.NDArray[np.int64]

#: What stands where a statement has no code.
NOT_CODED = "not coded"

#: Columns whose cells may hold several codes: the name of one code, the column, and the word for many.
SEVERAL = {"theme": ("themes", "themes"), "member": ("members", "members"),
           "addressee": ("addressee", "addressees")}  # fmt: skip


MOST_ROWS = 20_000_000  # a mistyped year would otherwise fill the memory with zeros


@dataclass(frozen=True)
class Reach:
    """The statements from start to end, the periods that they fall in, and which of these are whole."""

    statements: pd.DataFrame
    periods: Whole  # of each statement, from 0
    firsts: npt.NDArray[np.datetime64]  # first day of each period
    complete: npt.NDArray[np.bool_]
    span: str  # first and last day, ISO 8601


def reach(statements: pd.DataFrame, every: str, start: object, end: object) -> Reach:
    """Find the periods from `start` to `end`, where these are open from the first to the last statement."""
    import numpy as np

    first, last = span(start, end)
    days = _days(statements)
    inside = np.ones(len(days), dtype=bool)
    inside &= True if first is None else days >= np.datetime64(first)
    inside &= True if last is None else days <= np.datetime64(last)
    if not inside.all():
        statements, days = statements[inside], days[inside]
    if not len(days) and (first is None or last is None):
        return Reach(statements, days.astype("int64"), days, inside[:0], "")
    begin = days.min() if first is None else np.datetime64(first)
    finish = days.max() if last is None else np.datetime64(last)
    low, high = periods.number(np.array([begin, finish]), every)
    edges = periods.first_day(np.arange(low, high + 2), every)
    complete = np.ones(len(edges) - 1, dtype=bool)
    complete[0] &= first is None or begin == edges[0]  # only a cut is a sign, not a late first row
    complete[-1] &= bool(finish + 1 == edges[-1])
    return Reach(statements, periods.number(days, every) - low, edges[:-1], complete, f"{begin}/{finish}")


def _days(statements: pd.DataFrame) -> npt.NDArray[np.datetime64]:
    import numpy as np

    dates = take(statements, "date")
    if not isinstance(dates.dtype, np.dtype) or dates.dtype.kind != "M":
        raise TableError(f"statements: column 'date' is of type {dates.dtype}; wanted is datetime64[s]")
    undated = int(dates.isna().sum())
    if undated:
        raise TableError(f"statements: {undated} of {len(dates)} rows have no date, so no period; "
                         "leave them out with statements.dropna(subset='date')")  # fmt: skip
    return dates.to_numpy().astype("datetime64[D]")


def not_too_many(n_periods: int, n_groups: int, covered: str, every: str) -> int:
    """Return the number of cells, unless it is absurd."""
    if n_periods * n_groups > MOST_ROWS:
        raise ParameterError(f"every is {every!r}, which makes {n_periods:,} periods of {covered} and "
                             f"{n_periods * n_groups:,} rows with {n_groups:,} groups; allowed are "
                             f"{MOST_ROWS:,}: choose a longer period, or set start and end")  # fmt: skip
    return n_periods * n_groups


@dataclass(frozen=True)
class Groups:
    """Which statement stands in which group: a row number and a group's code, one pair each."""

    name: str
    rows: Whole
    codes: Whole
    labels: npt.NDArray[np.object_]  # by code: most frequent first, ties by label, NOT_CODED last


def group(statements: pd.DataFrame, by: str | None) -> Groups:
    """Put statements into groups by a column; without one, all into a single group."""
    import numpy as np
    import pandas as pd

    rows = np.arange(len(statements), dtype="int64")
    if by is None:
        return Groups("", rows, np.zeros(len(rows), dtype="int64"), np.array(["all"], dtype=object))
    name = next((one for one, (column, _) in SEVERAL.items() if by in (one, column)), by)
    values = take(statements, SEVERAL[name][0] if name in SEVERAL else by)
    if name in SEVERAL:
        rows, values = _flat(values)
    try:
        codes, found = pd.factorize(values)
    except TypeError:
        raise ParameterError(f"by is {by!r}; its cells are lists, which can't be grouped") from None
    return _ordered(name, rows, codes.astype("int64"), np.array([str(v) for v in found], dtype=object))


def take(statements: pd.DataFrame, column: str) -> pd.Series:
    """Return a column; TableError says which there are."""
    if column not in statements.columns:
        names = [str(name) for name in statements.columns]
        near = difflib.get_close_matches(column, names, 1)
        hint = f" (did you mean {near[0]!r}?)" if near else ""
        raise TableError(f"statements: there is no column {column!r}{hint}; there are {', '.join(names)}")
    return statements[column]


def _flat(cells: pd.Series) -> tuple[Whole, pd.Series]:
    """Lay out a row number and a code for every different code in a cell; for an empty cell a missing one."""
    import numpy as np
    import pandas as pd

    lists = [_codes(cell) or (None,) for cell in cells]
    rows = np.repeat(np.arange(len(lists), dtype="int64"), [len(codes) for codes in lists])
    return rows, pd.Series(list(itertools.chain.from_iterable(lists)), dtype="str")


def _codes(cell: object) -> tuple[str, ...]:
    if isinstance(cell, str):
        cell = [part.strip() for part in cell.split(";")]
    return tuple(dict.fromkeys(code for code in cell if code)) if isinstance(cell, (list, tuple)) else ()


def _ordered(name: str, rows: Whole, codes: Whole, labels: npt.NDArray[np.object_]) -> Groups:
    import numpy as np

    if (codes < 0).any():
        codes, labels = np.where(codes < 0, len(labels), codes), np.append(labels, NOT_CODED)
    totals = np.bincount(codes, minlength=len(labels))
    kept = [code for code in range(len(labels)) if totals[code]]  # a category may be there that no row has
    order = sorted(kept, key=lambda code: (labels[code] == NOT_CODED, -totals[code], labels[code]))
    place = np.zeros(len(labels), dtype="int64")
    place[order] = np.arange(len(order))
    return Groups(name, rows, place[codes], labels[order])


def pairs(left: Groups, right: Groups, rows: int) -> tuple[Whole, Whole]:
    """Pair every code of `left` with every code of `right` that the same statement has."""
    import numpy as np

    n_right = np.bincount(right.rows, minlength=rows)
    starts = np.cumsum(n_right) - n_right
    times = n_right[left.rows]
    within = np.arange(times.sum()) - np.repeat(np.cumsum(times) - times, times)
    return np.repeat(left.codes, times), right.codes[np.repeat(starts[left.rows], times) + within]


def counts(statements: pd.DataFrame, rows: Whole, cells: Whole, n_cells: int) -> dict[str, Whole]:
    """Count statements, readouts and documents per cell; `rows` and `cells` say which row stands where."""
    import numpy as np

    n = np.bincount(cells, minlength=n_cells)
    result = {"n": n}
    for column, keys in (("n_readouts", ("readout_id",)), ("n_documents", ("doc_id", "source_url"))):
        told_apart = identity(statements, keys)
        if told_apart is None:
            result[column] = n.copy()
            continue
        width = int(told_apart.max()) + 1
        different = _unique(cells * width + told_apart[rows])
        result[column] = np.bincount(different // width, minlength=n_cells)
    return result


def identity(statements: pd.DataFrame, keys: tuple[str, ...]) -> Whole | None:
    """Give each statement the number of what it belongs to, by the first key that it has, else its own.

    None if each belongs to something else.
    """
    import numpy as np
    import pandas as pd

    numbers = np.full(len(statements), -1, dtype="int64")
    found = 0
    for key in keys:
        if key in statements.columns and (open_ := np.flatnonzero(numbers < 0)).size:
            codes, values = pd.factorize(statements[key].take(open_))
            numbers[open_] = np.where(codes >= 0, codes + found, -1)
            found += len(values)
    alone = numbers < 0
    numbers[alone] = found + np.arange(alone.sum())
    return None if found + alone.sum() == len(numbers) else numbers


def _unique(numbers: Whole) -> Whole:
    import pandas as pd

    return pd.unique(numbers)  # by hashing: several times faster than numpy's sorting


def rule(statements: pd.DataFrame, *names: str) -> str:
    """Say in words how statements were counted under these groups."""
    several = [SEVERAL[name][1] for name in names if name in SEVERAL]
    once = "Each statement counts once"
    if several:
        once += " under each of its " + " and ".join(several)
    if without := statements.attrs.get("repeats"):
        once += f"; {without}"
    if "actor" in names and "members" in statements.columns and statements["members"].map(bool).any():
        once += "; a joint statement counts under its own code, not under its members"
    return once + "."
