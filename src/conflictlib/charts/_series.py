"""From a table of counts over time to what is drawn: a row of values for each group, the others together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from conflictlib import periods
from conflictlib.charts import _counts, _style
from conflictlib.charts._dates import Calendar, long_span
from conflictlib.counting import NOT_CODED, SEVERAL

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    import pandas as pd

    Values = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Series:
    """The values of each group that is drawn, most frequent first, by plain name."""

    calendar: Calendar
    values: dict[str, Values]
    colours: dict[str, str]
    sums: dict[str, int]
    complete: npt.NDArray[np.bool_]
    totals: Values  # statements in each period, whatever is drawn
    note: str  # on the groups that have no place of their own


def series(counts: pd.DataFrame, by: str, value: str, top: int, names: _counts.Names, stacked: bool) -> Series:
    """Lay out `counts`; groups beyond the first `top` are added up if they are `stacked`, else only noted."""
    import numpy as np

    calendar = _calendar(counts)
    groups = counts[by].astype(str) if by else np.full(len(counts), "statements", dtype=object)
    table = counts.assign(**{"": groups}).pivot(index="period", columns="", values=["n", value][: 1 + (value != "n")])
    n = table["n"].fillna(0)
    sums = _counts.ranked(counts.assign(**{"": groups}), "")
    order = list(sums.index)
    shown, rest = (order, []) if len(order) <= top else (order[:top], order[top:])
    drawn = n if value == "n" else table[value]
    plain = names.apart(shown)
    values = {plain[code]: drawn[code].to_numpy(dtype="float64") for code in shown}
    colours = {plain[code]: _style.FAINT if code == NOT_CODED else _style.colour(i) for i, code in enumerate(shown)}
    numbers = {plain[code]: int(sums[code]) for code in shown}
    note = ""
    if rest:
        short, note = _counts.others(rest, sums[rest].sum(), names)
        if stacked:
            values[short] = drawn[rest].sum(axis=1).to_numpy(dtype="float64")
            colours[short] = _style.REST
        else:
            note = f"Not drawn: {note}"
    return Series(calendar, values, colours, numbers, _complete(counts), n.sum(axis=1).to_numpy(dtype="float64"), note)


def _complete(counts: pd.DataFrame) -> npt.NDArray[np.bool_]:
    import numpy as np

    if "complete" not in counts.columns:
        return np.ones(counts["period"].nunique(), dtype=bool)
    return counts.groupby("period")["complete"].all().to_numpy(dtype=bool)


def _calendar(counts: pd.DataFrame) -> Calendar:
    import numpy as np

    days = np.unique(counts["period"].to_numpy().astype("datetime64[D]"))
    every = counts.attrs.get("every")
    if every not in periods.EVERY:  # it did not travel along: read it from the shortest step
        steps = np.diff(days).astype(int)
        shortest = steps.min() if len(steps) else 1
        every = next((e for e, d in zip(periods.EVERY, (1, 7, 31, 92), strict=False) if shortest <= d), "year")
    after = periods.first_day(periods.number(days[-1:], every) + 1, every)
    return Calendar(np.concatenate([days, after]), every)


def title(counts: pd.DataFrame, by: str, found: Series, names: _counts.Names) -> str:
    """Say what is seen first: the most frequent group, or without groups the highest period."""
    n = _counts.n_of(counts)
    if by:
        return _counts.leading(_counts.ranked(counts, by), by, names, n)
    highest = found.totals.max()
    where = (found.totals == highest).nonzero()[0]
    if len(found.totals) == 1:
        return f"{n:,} {'statement' if n == 1 else 'statements'} {found.calendar.when(0)}"
    if len(where) == 1:
        return f"Most statements {found.calendar.when(int(where[0]))}: {int(highest):,} of {n:,}"
    return f"At most {int(highest):,} of {n:,} statements in a {found.calendar.every}"


def subtitle(counts: pd.DataFrame, by: str, value: str) -> str:
    """Say what is counted: unit, period, groups, and from when to when."""
    every = counts.attrs.get("every") or "period"
    grouped = f", by {_counts.plain(by)}" if by else ""
    span = long_span(str(counts.attrs.get("span") or ""))
    what = f"Share of the statements of each {every}" if value == "share" else f"Statements per {every}"
    several = "; a statement may have several" if value == "share" and by in SEVERAL else ""
    return f"{what}{grouped}{several}{', ' if span else ''}{span}"


def incomplete(found: Series, how: str) -> str:
    """Say which periods are not complete, and `how` they are drawn."""
    cut = [found.calendar.name(int(i)) for i in (~found.complete).nonzero()[0]]
    return f"{how}: {' and '.join(cut)}, not complete." if cut else ""
