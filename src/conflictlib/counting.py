"""The counting under the summaries: who stands in which group, and how many there are in each cell.

Groups and periods become whole numbers and `numpy.bincount` adds them up:
at a million statements an order of magnitude faster than a group-by over text.
"""

from __future__ import annotations

import difflib
import itertools
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from conflictlib import periods
from conflictlib.parameters import ParameterError, span
from conflictlib.schema import TableError

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    import pandas as pd

    from conflictlib.scanning import Scan

    Whole = npt.NDArray[np.int64]

#: What stands where a statement has no code.
NOT_CODED = "not coded"

#: Columns whose cells may hold several codes: the name of one code, the column, and the word for many.
SEVERAL = {"theme": ("themes", "themes"), "member": ("members", "members"),
           "addressee": ("addressee", "addressees")}  # fmt: skip


#: Column that says for how many statements a row stands, where those that are alike are one row.
WEIGHT = "statements that are alike"

MOST_ROWS = 20_000_000  # a mistyped year would otherwise fill the memory with zeros


@dataclass(frozen=True)
class Reach:
    """The statements from start to end, the periods that they fall in, and which of these are whole."""

    statements: pd.DataFrame
    periods: Whole  # of each statement, from 0
    firsts: npt.NDArray[np.datetime64]  # first day of each period
    complete: npt.NDArray[np.bool_]
    span: str  # first and last day, ISO 8601


def alike(statements: pd.DataFrame | Scan, *columns: str) -> pd.DataFrame:
    """Return a table as it is; of one on the disk, the statements that are alike in some columns as one row each."""
    import pandas as pd

    return statements if isinstance(statements, pd.DataFrame) else statements.alike(*columns)


def span_of(statements: pd.DataFrame | Scan) -> str:
    """Return the first and the last day, as ``2023-10-07/2026-02-19``; ``""`` where no statement has a day."""
    import pandas as pd

    if not isinstance(statements, pd.DataFrame):
        return statements.span()
    if "date" not in statements.columns or not dates_of(statements).notna().any():
        return ""
    return f"{statements['date'].min():%Y-%m-%d}/{statements['date'].max():%Y-%m-%d}"


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


def dates_of(statements: pd.DataFrame) -> pd.Series:
    """Return the column ``date``; TableError where it holds no dates, or dates with a time zone."""
    import numpy as np

    dates = take(statements, "date")
    if not isinstance(dates.dtype, np.dtype) or dates.dtype.kind != "M":
        raise TableError(f"statements: column 'date' is of type {dates.dtype}; wanted is datetime64[s]")
    return dates


def _days(statements: pd.DataFrame) -> npt.NDArray[np.datetime64]:
    dates = dates_of(statements)
    undated = n_of(statements[dates.isna()])
    if undated:
        raise TableError(f"statements: {undated} of {n_of(statements)} rows have no date, so no period; "
                         "leave them out with statements.dropna(subset='date')")  # fmt: skip
    return dates.to_numpy().astype("datetime64[D]")


def n_of(statements: pd.DataFrame) -> int:
    """Return the number of statements for which the rows of a table stand."""
    return int(statements[WEIGHT].sum()) if WEIGHT in statements.columns else len(statements)


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
    several: bool  # a statement may stand in several groups; else the rows are all statements, in order


def group(statements: pd.DataFrame, by: str | None) -> Groups:
    """Put statements into groups by a column; without one, all into a single group."""
    import numpy as np
    import pandas as pd

    rows = np.arange(len(statements), dtype="int64")
    if by is None:
        return Groups("", rows, np.zeros(len(rows), dtype="int64"), np.array(["all"], dtype=object), several=False)
    name = next((one for one, (column, _) in SEVERAL.items() if by in (one, column)), by)
    several = name in SEVERAL and (SEVERAL[name][0] in statements.columns or name not in statements.columns)
    values = take(statements, SEVERAL[name][0] if several else name)
    if several:
        rows, values = _flat(values)
    try:
        codes, found = pd.factorize(values)
    except TypeError:
        raise ParameterError(f"by is {by!r}; its cells are lists, which can't be grouped") from None
    n = statements[WEIGHT].to_numpy()[rows] if WEIGHT in statements.columns else None
    labels = np.array([str(v) for v in found], dtype=object)
    return _ordered(Groups(name, rows, codes.astype("int64"), labels, several), n)


def take(statements: pd.DataFrame, column: str) -> pd.Series:
    """Return a column; TableError says which there are."""
    if not hasattr(statements, "iloc"):  # a Scan, say
        raise TableError(f"statements are a {type(statements).__name__}; wanted is a DataFrame: load them for this")
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

    lists = [codes_in(cell) or (None,) for cell in cells]
    rows = np.repeat(np.arange(len(lists), dtype="int64"), [len(codes) for codes in lists])
    return rows, pd.Series(list(itertools.chain.from_iterable(lists)), dtype="str")


def codes_in(cell: object) -> tuple[str, ...]:
    """Return the different codes in a cell: a list or any such, or text with ``;`` between them; of none nothing."""
    if isinstance(cell, str):
        cell = [part.strip() for part in cell.split(";")]
    return tuple(dict.fromkeys(str(code) for code in cell if code)) if isinstance(cell, Iterable) else ()


def _ordered(groups: Groups, n: Whole | None) -> Groups:
    """Give groups their codes by their totals; `n` says for how many statements each row stands."""
    import numpy as np

    codes, labels = groups.codes, groups.labels
    if (codes < 0).any():
        codes, labels = np.where(codes < 0, len(labels), codes), np.append(labels, NOT_CODED)
    totals = np.bincount(codes, n, len(labels))
    kept = [code for code in range(len(labels)) if totals[code]]  # a category may be there that no row has
    order = sorted(kept, key=lambda code: (labels[code] == NOT_CODED, -totals[code], labels[code]))
    place = np.zeros(len(labels), dtype="int64")
    place[order] = np.arange(len(order))
    return replace(groups, codes=place[codes], labels=labels[order])


def pairs(left: Groups, right: Groups, n_statements: int) -> tuple[Whole, Whole, Whole]:
    """Pair every code of `left` with every code of `right` that the same statement has; return its place, and both."""
    import numpy as np

    if not right.several:
        return left.rows, left.codes, right.codes[left.rows] if left.several else right.codes
    if not left.several:
        return right.rows, left.codes[right.rows], right.codes
    n_right = np.bincount(right.rows, minlength=n_statements)
    starts = np.cumsum(n_right) - n_right
    times = n_right[left.rows]
    within = np.arange(times.sum()) - np.repeat(np.cumsum(times) - times, times)
    ours = right.codes[np.repeat(starts[left.rows], times) + within]
    return np.repeat(left.rows, times), np.repeat(left.codes, times), ours


def add_up(statements: pd.DataFrame, rows: Whole, cells: Whole, n_cells: int) -> Whole:
    """Count statements per cell; `rows` and `cells` say which row stands where."""
    import numpy as np

    if WEIGHT not in statements.columns:
        return np.bincount(cells, minlength=n_cells)
    n = statements[WEIGHT].to_numpy()
    return np.bincount(cells, n[rows], n_cells).astype("int64")


def counts(statements: pd.DataFrame, rows: Whole, cells: Whole, n_cells: int) -> dict[str, Whole]:
    """Count statements, readouts and documents per cell; `rows` and `cells` say which row stands where.

    Where statements that are alike are one row, readouts and documents are not counted.
    """
    import numpy as np

    n = add_up(statements, rows, cells, n_cells)
    result = {"n": n}
    if WEIGHT in statements.columns:
        return result
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
    if "actor" in names and "members" in statements.columns and statements["members"].map(codes_in).any():
        once += "; a joint statement counts under its own code, not under its members"
    return once + "."
