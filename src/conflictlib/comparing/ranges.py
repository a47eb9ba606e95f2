"""Themes that rose or fell beyond their usual range."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from conflictlib import counting, periods

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    import pandas as pd

    Whole = npt.NDArray[np.int64]

#: Complete periods before one that is judged make its usual range; fewer than `LEAST` make none.
WINDOW, LEAST = 12, 8

#: A theme is told only if it lies as many statements from the median: between 0 and 1 there is no news.
DISTANCE = 5

#: What was usual in the periods before.
_USUAL = ("usual_low", "median", "usual_high")

RULE = (
    f"The usual range of a theme is that of the {WINDOW} complete periods before (at least {LEAST}), from Tukey’s "
    "lower to his upper fence: the quartiles less, and plus, one and a half times the distance between them (Tukey, "
    f"Exploratory Data Analysis, 1977). Listed is a theme beyond them and at least {DISTANCE} statements from the "
    "median. Quiet periods count as zeros."
)


def ranges(now: pd.DataFrame, since: pd.Timestamp, every: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Judge the complete periods that end after `since`: the themes beyond their range, and the periods themselves.

    Quartiles are interpolated linearly (numpy's default; type 7 of Hyndman and Fan, 1996), which for twelve values
    lies close to Tukey's hinges. A period without any statement at all is passed over: it is a gap in the material.
    Where `since` is missing, as on the first report, nothing is judged.
    """
    import numpy as np
    import pandas as pd

    dated = now[now["date"].notna()].reset_index(drop=True)
    if pd.isna(since) or dated.empty:
        return _tables([], [])
    days = dated["date"].to_numpy().astype("datetime64[D]")
    numbers = periods.number(days, every)
    first, to_judge = int(numbers.min()), _to_judge(days, numbers, np.datetime64(since, "D"), every)
    near = numbers >= min(to_judge, default=numbers.max()) - WINDOW
    groups, numbers = counting.group(dated[near], "theme"), numbers[near]
    named = groups.labels != counting.NOT_CODED
    themes, judged = [], []
    for number in to_judge:
        window = np.arange(max(number - WINDOW, first), number + 1)
        counts = _counts(numbers[groups.rows] - window[0], groups.codes, len(window), len(groups.labels))[:, named]
        totals = _counts(numbers - window[0], np.zeros_like(numbers), len(window), 1)
        period = periods.first_day(window[-1:], every)[0]
        judged.append(_judged(period, totals))
        if len(window) > LEAST:
            themes += _beyond(period, counts, [str(label) for label in groups.labels[named]])
    return _tables(themes, judged)


def _to_judge(days: npt.NDArray[np.datetime64], numbers: Whole, since: np.datetime64, every: str) -> list[int]:
    """Return the periods with statements whose last day is after `since` and not after the last statement's day."""
    import numpy as np

    found = np.unique(numbers)
    last_days = periods.first_day(found + 1, every) - np.timedelta64(1, "D")
    return [int(number) for number in found[(last_days > since) & (last_days <= days.max())]]


def _counts(rows: Whole, codes: Whole, length: int, width: int) -> Whole:
    import numpy as np

    inside = (rows >= 0) & (rows < length)
    cells = rows[inside] * width + codes[inside]
    return np.bincount(cells, minlength=length * width).reshape(length, width).astype("int64")


def _usual(history: Whole) -> tuple[Whole, npt.NDArray[np.float64], Whole]:
    """Return lowest usual number, median and highest usual number of each column, the ends inclusive."""
    import numpy as np

    lower, median, upper = np.percentile(history, [25, 50, 75], axis=0)
    reach = 1.5 * (upper - lower)
    return np.ceil(np.maximum(lower - reach, 0)).astype("int64"), median, np.floor(upper + reach).astype("int64")


def _judged(period: np.datetime64, totals: Whole) -> dict[str, Any]:
    row: dict[str, Any] = {"period": period, "n": int(totals[-1, 0]), "n_periods_before": len(totals) - 1}
    if len(totals) > LEAST:
        row |= dict(zip(_USUAL, (column[0] for column in _usual(totals[:-1])), strict=True))
    return row


def _beyond(period: np.datetime64, counts: Whole, labels: list[str]) -> list[dict[str, Any]]:
    n = counts[-1]
    low, median, high = _usual(counts[:-1])
    beyond = ((n < low) | (n > high)) & (abs(n - median) >= DISTANCE)
    return [
        {"theme": labels[i], "period": period, "n": n[i], "usual_low": low[i], "median": median[i],
         "usual_high": high[i], "direction": "rose" if n[i] > high[i] else "fell"}
        for i in beyond.nonzero()[0]
    ]  # fmt: skip


def _tables(themes: list[dict[str, Any]], judged: list[dict[str, Any]]) -> tuple[pd.DataFrame, pd.DataFrame]:
    import pandas as pd

    whole = {"period": "datetime64[s]", "n": "int64", "median": "float64"}
    beyond = pd.DataFrame(themes, columns=["theme", "period", "n", *_USUAL, "direction"]).astype(
        whole | {"theme": "str", "direction": "str", "usual_low": "int64", "usual_high": "int64"}
    )
    told = pd.DataFrame(judged, columns=["period", "n", "n_periods_before", *_USUAL]).astype(
        whole | {"n_periods_before": "int64", "usual_low": "Int64", "usual_high": "Int64"}
    )
    return beyond.sort_values(["period", "theme"], ascending=[False, True], ignore_index=True), told
