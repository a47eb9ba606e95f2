"""From a table of counts over time to what is drawn: a row of values for each group, the others together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from conflictlib import periods
from conflictlib.charts import _counts, _style
from conflictlib.charts._dates import Calendar, long_span
from conflictlib.counting import NOT_CODED, SEVERAL

if TYPE_CHECKING:
    from collections.abc import Collection

    import numpy as np
    import numpy.typing as npt
    import pandas as pd

    Values = npt.NDArray[np.float64]


_CODE = ""  # no column of a user's table has this name


@dataclass(frozen=True)
class Series:
    """The values of each group that is drawn, most frequent first, by plain name."""

    calendar: Calendar
    drawn: dict[str, Values]
    colours: dict[str, str]
    sums: dict[str, int]
    complete: npt.NDArray[np.bool_]
    totals: Values  # statements in each period, whatever is drawn
    note: str  # on the groups that have no place of their own
    by: str  # column that groups, or ""
    codes: dict[str, str]  # of each group, by plain name; of those that are added up there is none


def series(
    counts: pd.DataFrame, by: str, value: str, top: int, names: _counts.Names, *, stacked: bool,
    before: Collection[str] = (),
) -> Series:  # fmt: skip
    """Lay out `counts`; groups beyond the first `top` are added up if they are `stacked`, else only noted.

    Codes in `before` come before all others, however many statements these have.
    """
    import numpy as np

    code = counts[by].astype(str) if by else np.full(len(counts), "statements", dtype=object)
    coded = counts.assign(**{_CODE: code})
    n = _table(coded, "n").fillna(0)
    values = n if value == "n" else _table(coded, value)
    sums = _counts.ranked(coded, _CODE)
    sums = sums.loc[sorted(sums.index, key=lambda code: code not in before)]
    codes, rest = list(sums.index[:top]), list(sums.index[top:])
    plain = names.apart(codes)
    drawn = {plain[code]: values[code].to_numpy(dtype="float64") for code in codes}
    colours = {plain[c]: _style.FAINT if c == NOT_CODED else _style.colour(i) for i, c in enumerate(codes)}
    note = ""
    if rest:
        short, note = _counts.others(rest, float(sums[top:].sum()), names)
        if stacked:
            drawn[short] = values[rest].sum(axis="columns").to_numpy(dtype="float64")
            colours[short] = _style.REST
        else:
            note = f"Not drawn: {note}"
    totals = n.sum(axis="columns").to_numpy(dtype="float64")
    numbers = {plain[code]: int(sums[code]) for code in codes}
    named = {plain[code]: str(code) for code in codes}
    return Series(calendar_of(counts), drawn, colours, numbers, _complete(counts), totals, note, by, named)


def _table(coded: pd.DataFrame, value: str) -> pd.DataFrame:
    # not pivot_table, which would average where a period has a group twice, and say nothing
    return coded.pivot(index="period", columns=_CODE, values=value)  # noqa: PD010


def _complete(counts: pd.DataFrame) -> npt.NDArray[np.bool_]:
    import numpy as np

    if "complete" not in counts.columns:
        return np.ones(counts["period"].nunique(), dtype=bool)
    return counts.groupby("period")["complete"].all().to_numpy(dtype=bool)


def calendar_of(counts: pd.DataFrame) -> Calendar:
    """Return the periods of a table of counts."""
    import numpy as np

    days = np.unique(counts["period"].to_numpy().astype("datetime64[D]"))
    every = counts.attrs.get("every")
    if every not in periods.EVERY:  # it did not travel along: read it from the shortest step
        steps = np.diff(days).astype(int)
        shortest = steps.min() if len(steps) else 1
        every = next((e for e, d in zip(periods.EVERY, (1, 7, 31, 92), strict=False) if shortest <= d), "year")
    after = periods.first_day(periods.number(days[-1:], every) + 1, every)
    return Calendar(np.concatenate([days, after]), every)


def key(found: Series, name: str, period: int) -> dict[str, str | None]:
    """Return what tells the row of a group and a period apart in the table."""
    grouped = {found.by: found.codes.get(name)} if found.by else {}
    return {"period": str(found.calendar.edges[period]), **grouped}


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
    what = f"Share of each {every}'s statements" if value == "share" else f"Statements per {every}"
    several = "; a statement may have several" if value == "share" and by in SEVERAL else ""
    return f"{what}{grouped}{several}{', ' if span else ''}{span}"


def incomplete(found: Series, how: str) -> str:
    """Say which periods are not complete, and `how` they are drawn."""
    cut = [found.calendar.name(int(i)) for i in (~found.complete).nonzero()[0]]
    return f"{how}: {' and '.join(cut)}, not complete." if cut else ""
