"""Bursts: periods in which a group made more statements than it usually does."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from conflictlib.parameters import ParameterError
from conflictlib.time_series.nearby import nearby
from conflictlib.time_series.series import Series, series
from conflictlib.time_series.usual import against_the_others

if TYPE_CHECKING:
    import datetime

    import numpy as np
    import numpy.typing as npt
    import pandas as pd

    Values = npt.NDArray[np.float64]
    Yes = npt.NDArray[np.bool_]

OWN = ("expected", "ratio", "p", "q", "burst", "note", "events")
LEAST_DOCUMENTS = 2  # what one page tells is no burst
FEW_DOCUMENTS = 5
MOST_TAKEN_OUT = 0.25  # of the periods; what is more frequent is usual
_ROUNDS = 20


def bursts(
    statements: pd.DataFrame,
    *,
    every: str = "week",
    by: str | None = None,
    start: str | datetime.date | None = None,
    end: str | datetime.date | None = None,
    level: float = 0.05,
    events: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Find the periods with more statements of a group than chance and its usual level explain.

    Parameters
    ----------
    statements
        A statements table. Every row needs a ``date``.
    every, by, start, end
        As in `conflictlib.summaries.frequency`.
    level
        Share of false bursts among all that are found, that is accepted on average; between 0 and 1.
    events
        Events table; a burst then has those of its period and of the 7 days before it.

    Returns
    -------
    DataFrame
        One row per period and group, in the order of `frequency`: ``period`` (its first day), the column `by`, ``n``
        and ``n_documents`` (as of `frequency`), ``expected`` (statements of a usual period), ``ratio`` (``n`` divided
        by it), ``p`` (probability of at least so many), ``q`` (p corrected for all tests of the table), ``burst``,
        ``complete``, ``note`` (``""``, or why it was not tested or is no burst) and, with `events`, ``events``
        (``""`` where there is no burst or no event).
        ``expected``, ``ratio``, ``p`` and ``q`` are missing where nothing was tested: periods that are not complete,
        groups with fewer than 10 statements, tables with fewer than 10 complete periods. A ratio to 0 is missing.
        ``.attrs`` as of `frequency`, and ``level`` and ``n_tests``.

    Raises
    ------
    ParameterError
        A value is not allowed.
    TableError
        A column is not there, or a statement has no date.

    Notes
    -----
    The usual level is the mean of all other complete periods of the group, without those found to be bursts. So that
    several bursts do not hide each other, the first round tests all periods against the lower three quarters of them.
    Those that are unusual are taken out (at most a quarter of the periods), the others put back, and all tested again
    until it stays so; the others are then taken as that part of the counts which lies below the bursts, as without the
    highest there is less to see of level and scatter. Counts are taken as negative binomial: Poisson where the other
    periods scatter like it, wider where they scatter more. As few
    periods tell little of either, ``p`` is averaged over the dispersions (variance divided by mean;
    beforehand each doubling up to 100 is as likely, and those beyond ever less), each weighted by its likelihood in the
    other periods, and over the posterior of the mean (gamma, Jeffreys' prior). Tests look for more only: that few
    statements were found may say that nobody looked. All tests of a table are corrected together by Benjamini and
    Hochberg (1995): a burst has ``q`` at most `level`. What rests on one document is no burst, and one that rests on
    fewer than 5 has a note.

    In made-up series without a burst (200 each of 12 to 300 periods with 0.1 to 20 statements a period) one was found
    in at most 2 of 100 Poisson series. Where counts scatter more, a few periods can't tell a burst from scatter: in
    about 4 of 100 series with dispersion 2 (at most 9), and in about 7 with dispersion 4 (at most 12). Of bursts of 9
    statements more in 200 Poisson series of 80 periods with 2 on average, 76 of 100 were found where a series has one,
    87 where it has two, 91 three, 92 four and 96 six.

    A burst is unusual against the whole span. A lasting change of level may show as many bursts or none: see
    `breaks`. Statements of one document are no independent events; the scatter takes that up in part only.
    Events that stand beside a burst are not thereby its cause.

    References
    ----------
    Benjamini, Y. & Hochberg, Y. (1995), Journal of the Royal Statistical Society B 57:289–300. As in the surveillance
    of infections, outbreaks do not count for the usual level and scatter is allowed for: Farrington, C. P. et al.
    (1996), Journal of the Royal Statistical Society A 159:547–563; Noufaily, A. et al. (2013), Statistics in Medicine
    32:1206–1222.

    Examples
    --------
    >>> import pandas as pd
    >>> weekly = pd.date_range("2024-01-01", periods=20, freq="7D")
    >>> days = weekly.append(pd.DatetimeIndex(["2024-03-05"] * 9))
    >>> found = bursts(pd.DataFrame({"date": days.as_unit("s")}), end="2024-05-19")
    >>> found.loc[found["burst"], ["period", "n", "expected", "ratio"]]
          period   n  expected  ratio
    9 2024-03-04  10       1.0   10.0
    """
    import numpy as np
    import pandas as pd

    if isinstance(level, bool) or not isinstance(level, (int, float)) or not 0 < level < 1:
        raise ParameterError(f"level is {level!r}; allowed is a number between 0 and 1, such as 0.05")
    found = series(statements, every=every, by=by, start=start, end=end, own=OWN)
    tested = _tested(found)
    result = _test(found, tested, level)
    table = _laid_out(found, tested, result, level)
    if events is not None:
        told = np.full(len(table), "", dtype=object)
        told[table["burst"]] = nearby(events, table.loc[table["burst"], "period"], every)
        table["events"] = pd.array(told, dtype="str")
    table.attrs = found.table.attrs | {"level": level, "n_tests": int(tested.sum())}
    return table


@dataclass(frozen=True)
class _Result:
    """A row for each group, a column for each period; missing where nothing was tested."""

    expected: Values
    p: Values
    q: Values
    burst: Yes


def _tested(found: Series) -> Yes:
    import numpy as np

    groups = np.array([not doubt for doubt in found.doubts], dtype=bool)
    return groups[:, None] & found.complete[None, :]


def _test(found: Series, tested: Yes, level: float) -> _Result:
    """Test against the lower periods, take the bursts out of the usual level, and test again until it stays."""
    kept = _lower(found, tested)
    result = _once(found, tested, kept, level, lower=False)
    for times in range(_ROUNDS):
        left = tested & ~result.burst
        enough = left.sum(axis=1) >= (1 - MOST_TAKEN_OUT) * tested.sum(axis=1)
        left[~enough] = kept[~enough]
        if times and (left == kept).all():
            break
        kept = left
        result = _once(found, tested, kept, level)
    return result


def _lower(found: Series, tested: Yes) -> Yes:
    """Leave out the highest quarter of each group's periods, and what is as high: bursts may be among them."""
    import numpy as np

    kept = tested.copy()
    for group in np.flatnonzero(tested.any(axis=1)):
        ordered = np.sort(found.n[group, tested[group]])
        kept[group] &= found.n[group] <= ordered[len(ordered) - int(MOST_TAKEN_OUT * len(ordered)) - 1]
    return kept


def _once(found: Series, tested: Yes, kept: Yes, level: float, *, lower: bool = True) -> _Result:
    import numpy as np
    from scipy.stats import false_discovery_control

    expected, p, q = (np.full(found.n.shape, np.nan) for _ in range(3))
    for group in np.flatnonzero(tested.any(axis=1)):
        these, n = tested[group], found.n[group]
        expected[group, these], p[group, these] = against_the_others(n[these], kept[group, these], lower=lower)
    if tested.any():
        q[tested] = false_discovery_control(p[tested], method="bh")
    unusual = np.nan_to_num(q, nan=1.0) <= level
    return _Result(expected, p, q, unusual & (found.n_documents >= LEAST_DOCUMENTS))


def _laid_out(found: Series, tested: Yes, result: _Result, level: float) -> pd.DataFrame:
    import numpy as np
    import pandas as pd

    ratio = np.divide(found.n, result.expected, out=np.full(found.n.shape, np.nan), where=result.expected > 0)
    alone = (np.nan_to_num(result.q, nan=1.0) <= level) & ~result.burst
    notes = np.full(found.n.shape, "", dtype=object)
    notes[result.burst & (found.n_documents < FEW_DOCUMENTS)] = "few documents"
    notes[alone] = "one document: no burst"
    notes[:, ~found.complete] = "not complete: not tested"
    for group, doubt in enumerate(found.doubts):
        if doubt:
            notes[group] = doubt
    columns = {"expected": result.expected, "ratio": ratio, "p": result.p, "q": result.q, "burst": result.burst}
    table = found.table.drop(columns=["n_readouts", "complete"])
    table = table.assign(**{name: values.T.ravel() for name, values in columns.items()})
    return table.assign(complete=found.table["complete"], note=pd.array(notes.T.ravel(), dtype="str"))
