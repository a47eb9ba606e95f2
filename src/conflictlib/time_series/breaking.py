"""Breaks: periods from which on a group's level is another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from conflictlib.parameters import ParameterError
from conflictlib.time_series.nearby import nearby
from conflictlib.time_series.series import Series, series

if TYPE_CHECKING:
    import datetime

    import numpy as np
    import numpy.typing as npt
    import pandas as pd

    Values = npt.NDArray[np.float64]

OWN = ("mean_before", "mean_after", "ratio", "n_before", "n_after", "dispersion", "note", "events")


def breaks(
    statements: pd.DataFrame,
    *,
    every: str = "week",
    by: str | None = None,
    start: str | datetime.date | None = None,
    end: str | datetime.date | None = None,
    penalty: float = 2.0,
    shortest: int = 4,
    events: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Find the periods from which on a group makes more, or fewer, statements than before.

    Parameters
    ----------
    statements
        A statements table. Every row needs a ``date``.
    every, by, start, end
        As in `conflictlib.summaries.frequency`. Periods that are not complete are left out.
    penalty
        What a break costs, in units of dispersion × log(number of periods): the higher, the fewer breaks.
    shortest
        Fewest periods that a level lasts; what is shorter is a burst, see `bursts`.
    events
        Events table; a break then has those of its first period and of the 7 days before it.

    Returns
    -------
    DataFrame
        One row per break, by group and then by time: the column `by`, ``period`` (first day of the new level),
        ``mean_before`` and ``mean_after`` (statements per period of the level that ends there, and of the one that
        begins), ``ratio`` (after divided by before; missing where there were none before), ``n_before`` and
        ``n_after`` (periods of both levels), ``dispersion`` (of the group) and, with `events`, ``events``.
        No row where there is no break. ``.attrs`` as of `frequency`, and ``penalty``, ``shortest``, ``tested`` (number
        of groups), ``not_tested`` (number of groups with fewer than 10 statements; all where there are fewer than 10
        complete periods) and ``left_out`` (number of periods that are not complete).

    Raises
    ------
    ParameterError
        A value is not allowed.
    TableError
        A column is not there, or a statement has no date.

    Notes
    -----
    The levels are those that make the counts likeliest under Poisson (cost of a level: the negative log-likelihood
    at its mean), less a penalty for each break, found exactly by PELT (Killick, Fearnhead and Eckley 2012) in
    ruptures (Truong, Oudre and Vayatis 2020). Where counts scatter more than Poisson the penalty is multiplied by the
    dispersion, at least 1: the mean of (a − b)² / (a + b) over neighbouring periods that have any; a break in the
    level moves it hardly. A break that without the highest period of the higher level is not worth half its penalty
    is then left out, the weakest first: it rests on one period, which may be a burst.

    With the default, in made-up series without a break (200 each of 12 to 124 periods with 0.1 to 20 statements a
    period) a break was found in at most 2 of 100 Poisson series, and in at most 3 of 100 with dispersion 2 or 4. That
    is for one series: of 60 groups one or two may have one by chance.

    Periods are taken to be independent of each other. Where a busy period makes the next one busy, the level wanders
    without a break, and breaks are found in it. In 200 made-up series each, of 104 weeks with 5 statements on average
    and no break, in which the logarithm of the level has an autocorrelation from week to week of 0.3, 0.5 and 0.7, one
    was found in 4, 18 and 51 of 100 (standard deviation of the logarithm 0.5), and in 12, 38 and 74 (0.7). Such a break
    says that the level moved, not that it moved at once.

    The day is uncertain by a period or more where the change is small. A break in a sample of what was found may be
    one in who looked. Events that stand beside it are not thereby its cause.

    References
    ----------
    Killick, R., Fearnhead, P. & Eckley, I. A. (2012), Journal of the American Statistical Association 107:1590–1598.
    Truong, C., Oudre, L. & Vayatis, N. (2020), Signal Processing 167:107299.

    Examples
    --------
    >>> import pandas as pd
    >>> days = pd.date_range("2024-01-01", periods=10, freq="7D").repeat(1)
    >>> days = days.append(pd.date_range("2024-03-11", periods=10, freq="7D").repeat(6)).as_unit("s")
    >>> breaks(pd.DataFrame({"date": days}), end="2024-05-19")[["period", "mean_before", "mean_after", "ratio"]]
          period  mean_before  mean_after  ratio
    0 2024-03-11          1.0         6.0    6.0
    """
    _check(penalty, shortest)
    found = series(statements, every=every, by=by, start=start, end=end, own=OWN)
    doubts = found.doubts
    rows = [
        row for group, doubt in enumerate(doubts) if not doubt for row in _of_group(found, group, penalty, shortest)
    ]
    table = _laid_out(found, rows)
    if events is not None:
        table["events"] = nearby(events, table["period"], every)
        table["events"] = table["events"].astype("str")
    table.attrs = found.table.attrs | {
        "penalty": penalty, "shortest": shortest, "tested": doubts.count(""),
        "not_tested": len(doubts) - doubts.count(""), "left_out": int((~found.complete).sum()),
    }  # fmt: skip
    return table


def _check(penalty: object, shortest: object) -> None:
    if isinstance(penalty, bool) or not isinstance(penalty, (int, float)) or not 0 < penalty < float("inf"):
        raise ParameterError(f"penalty is {penalty!r}; allowed is a number above 0, such as 2.0")
    if isinstance(shortest, bool) or not isinstance(shortest, int) or shortest < 2:
        raise ParameterError(f"shortest is {shortest!r}; allowed is a whole number from 2")


def dispersion(n: Values) -> float:
    """Return how much more a series scatters from period to period than Poisson counts do; at least 1.

    Of two Poisson counts with one mean, given their sum s, the difference has the variance s.
    """
    before, after = n[:-1], n[1:]
    some = before + after > 0
    if not some.any():
        return 1.0
    return max(1.0, float(((after - before)[some] ** 2 / (before + after)[some]).mean()))


def _of_group(found: Series, group: int, penalty: float, shortest: int) -> list[dict[str, Any]]:
    """Return the breaks of one group, in order of time."""
    import numpy as np

    n = found.n[group, found.complete]
    firsts = found.firsts[found.complete]
    scatter = dispersion(n)
    ends = _levels(n, penalty * np.log(len(n)) * scatter, shortest)
    levels = [n[low:high] for low, high in zip([0, *ends[:-1]], ends, strict=True)]
    return [
        {found.by: found.labels[group], "period": firsts[at], "mean_before": before.mean(), "mean_after": after.mean(),
         "n_before": len(before), "n_after": len(after), "dispersion": scatter}
        for at, before, after in zip(ends[:-1], levels[:-1], levels[1:], strict=True)
    ]  # fmt: skip


def _levels(n: Values, penalty: float, shortest: int) -> list[int]:
    """Return where each level ends, the last one at the end of the series."""
    if len(n) < 2 * shortest:
        return [len(n)]
    import ruptures

    from conflictlib.time_series.poisson import PoissonCost

    search = ruptures.Pelt(custom_cost=PoissonCost(), min_size=shortest, jump=1)
    return _lasting(n, [int(at) for at in search.fit(n).predict(pen=penalty)], penalty)


def _lasting(n: Values, ends: list[int], penalty: float) -> list[int]:
    """Leave out the breaks that rest on a single period, the weakest first: without it they are not worth half."""
    while len(ends) > 1:
        starts = [0, *ends[:-2]]
        worth = [_gain(n[low:at], n[at:high]) for low, at, high in zip(starts, ends[:-1], ends[1:], strict=True)]
        if min(worth) >= penalty / 2:
            break
        ends = [end for place, end in enumerate(ends) if place != worth.index(min(worth))]
    return ends


def _gain(before: Values, after: Values) -> float:
    """Return how much likelier two levels are than one, without the highest period of the higher level."""
    import numpy as np

    from conflictlib.time_series.poisson import cost

    low, high = sorted((before, after), key=np.mean)
    high = np.sort(high)[:-1]
    return cost(low.sum() + high.sum(), len(low) + len(high)) - cost(low.sum(), len(low)) - cost(high.sum(), len(high))


def _laid_out(found: Series, rows: list[dict[str, Any]]) -> pd.DataFrame:
    import numpy as np
    import pandas as pd

    types = {"period": "datetime64[s]", "mean_before": "float64", "mean_after": "float64", "n_before": "int64",
             "n_after": "int64", "dispersion": "float64"}  # fmt: skip
    columns = ([found.by] if found.by else []) + list(types)
    table = pd.DataFrame(rows, columns=columns).astype(types | ({found.by: "str"} if found.by else {}))
    some = table["mean_before"] > 0
    ratio = np.divide(table["mean_after"], table["mean_before"], out=np.full(len(table), np.nan), where=some)
    table.insert(table.columns.get_loc("n_before"), "ratio", ratio)  # type: ignore[arg-type]
    return table
