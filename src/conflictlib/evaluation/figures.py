"""Precision, recall and F1 from counts by document, with bootstrap intervals."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from conflictlib.evaluation.comparison import Count

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

SEED = 1979  # of Efron's bootstrap; any other would do, but it must stay
LEVEL = 95  # per cent
NAMES = ("precision", "recall", "f1")


def figures(counts: Sequence[Count], documents: Sequence[str], *, draws: int) -> pd.DataFrame:
    """Sum counts up by measure.

    Returns
    -------
    pandas.DataFrame
        One row per measure, in the order in which they first come: `precision`, `recall`, `f1` in per cent to one
        decimal, 0 where there is nothing to divide by; for each the ends of its 95 % interval (`..._low`,
        `..._high`), both inclusive; `n_gold` and `n_predicted`, the denominators of recall and precision, and
        `n_right_gold` and `n_right_predicted`, what of each is right.

    Notes
    -----
    The intervals are those of the percentile bootstrap (Efron 1979) over documents: all gold `documents` are drawn
    again with replacement, `draws` times, from a fixed seed. Statements of one document stand and fall together, so
    drawing statements would make the intervals too narrow. A pair of statements on two documents counts as often as
    both are drawn. With one document there is no interval.
    """
    import numpy as np
    import pandas as pd

    measures = list(dict.fromkeys(count.measure for count in counts))
    table = np.array([[c.right_predicted, c.predicted, c.right_gold, c.gold] for c in counts], dtype=float)
    totals = _sums(table.reshape(-1, 4), np.array([measures.index(c.measure) for c in counts], dtype=int))
    result = pd.DataFrame(rates(totals), columns=list(NAMES))
    drawn = _drawn(counts, table.reshape(-1, 4), measures, documents, draws)
    for number, name in enumerate(NAMES):
        for edge, at in (("low", (100 - LEVEL) / 2), ("high", (100 + LEVEL) / 2)):
            result[f"{name}_{edge}"] = np.percentile(drawn[:, :, number], at, axis=0)
    whole = pd.DataFrame(totals.astype(int), columns=["n_right_predicted", "n_predicted", "n_right_gold", "n_gold"])
    order = [f"{name}{edge}" for name in NAMES for edge in ("", "_low", "_high")]
    result = rounded(result[order]).assign(**{name: whole[name] for name in reversed(whole.columns)})
    result.insert(0, "measure", pd.Series(measures, dtype="str"))
    return result


def _sums(table: np.ndarray, measure: np.ndarray) -> np.ndarray:
    """Add up the rows of each measure."""
    import numpy as np

    n = int(measure.max(initial=-1)) + 1
    return np.stack([np.bincount(measure, weights=column, minlength=n) for column in table.T], axis=1)


def rounded(table: pd.DataFrame) -> pd.DataFrame:
    """Round to one decimal as Python prints it; numpy would make 0.4 of 0.35, which lies below."""
    return table.map(lambda value: round(float(value), 1))


def rates(totals: np.ndarray) -> np.ndarray:
    """Return precision, recall and F1 in per cent; what has no denominator is 0.

    The last axis of `totals` is right and all predicted, right and all gold.
    """
    import numpy as np

    right, whole = totals[..., 0::2], totals[..., 1::2]
    precision_recall = np.divide(100 * right, whole, out=np.zeros_like(right), where=whole > 0)
    precision, recall = precision_recall[..., 0], precision_recall[..., 1]
    both = precision + recall
    f1 = np.divide(2 * precision * recall, both, out=np.zeros_like(both), where=both > 0)
    return np.stack([precision, recall, f1], axis=-1)


def _drawn(
    counts: Sequence[Count], table: np.ndarray, measures: list[str], documents: Sequence[str], draws: int
) -> np.ndarray:
    """Return the rates of every draw: draws, measures, and precision, recall, F1."""
    import numpy as np

    n = len(documents)
    if n < 2:
        return np.full((1, len(measures), len(NAMES)), np.nan)
    place = {name: number for number, name in enumerate(documents)} | {"": n}  # an unknown document is always there
    first = np.array([place[c.doc] for c in counts], dtype=int)
    second = np.array([n if c.other is None or c.other == c.doc else place[c.other] for c in counts], dtype=int)
    measure = np.array([measures.index(c.measure) for c in counts], dtype=int)
    random = np.random.default_rng(SEED)
    result = []
    for _ in range(draws):
        times = np.append(np.bincount(random.integers(0, n, n), minlength=n), 1)
        result.append(rates(_sums(table * (times[first] * times[second])[:, None], measure)))
    return np.stack(result)
