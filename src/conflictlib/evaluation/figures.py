"""Precision, recall and F1 from counts by document, with bootstrap intervals."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
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
        `n_right_gold` and `n_right_predicted`, what of each is right; `is_share` where all three are one share.

    Notes
    -----
    The intervals are those of the percentile bootstrap (Efron 1979) over documents: all gold `documents` are drawn
    again with replacement, `draws` times, from a fixed seed. Statements of one document stand and fall together, so
    drawing statements would make the intervals too narrow. A pair of statements on two documents counts as often as
    both are drawn. A draw in which a figure has no denominator is left out of its interval. With one document there
    is no interval.
    """
    import numpy as np
    import pandas as pd

    shares = {count.measure: count.is_share for count in counts}
    measure = np.array([list(shares).index(count.measure) for count in counts], dtype=int)
    table = np.array([(c.right_predicted, c.predicted, c.right_gold, c.gold) for c in counts], dtype=float)
    totals = _sums(table, measure)
    drawn = np.stack([_sums(table * times[:, None], measure) for times in _draws(counts, documents, draws)])
    drawn_rates = np.where(_undefined(drawn), np.nan, rates(drawn))
    result = pd.DataFrame({"measure": pd.Series(list(shares), dtype="str")})
    for number, name in enumerate(NAMES):
        result[name] = rounded(rates(totals)[:, number])
        edges = pd.DataFrame(drawn_rates[:, :, number]).quantile([(1 - LEVEL / 100) / 2, (1 + LEVEL / 100) / 2])
        result[f"{name}_low"], result[f"{name}_high"] = (rounded(edge) for edge in edges.to_numpy())
    for number, name in enumerate(("n_right_predicted", "n_predicted", "n_right_gold", "n_gold")):
        result[name] = totals[:, number].astype(int)
    return result.assign(is_share=list(shares.values()))


def _sums(table: np.ndarray, measure: np.ndarray) -> np.ndarray:
    """Add up the rows of each measure."""
    import numpy as np

    n = int(measure.max(initial=-1)) + 1
    return np.stack([np.bincount(measure, weights=column, minlength=n) for column in table.T], axis=1)


def rounded(values: Iterable[float]) -> list[float]:
    """Round to one decimal as Python prints it; numpy would make 0.4 of 0.35, which lies below."""
    return [round(float(value), 1) for value in values]


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


def _undefined(totals: np.ndarray) -> np.ndarray:
    """Say which of precision, recall and F1 have no denominator."""
    import numpy as np

    empty = totals[..., 1::2] == 0
    return np.concatenate([empty, empty.all(axis=-1, keepdims=True)], axis=-1)


def _draws(counts: Sequence[Count], documents: Sequence[str], draws: int) -> Iterator[np.ndarray]:
    """Give how often each count comes in each draw of the documents; of one document there is no draw."""
    import numpy as np

    n = len(documents)
    place = {name: number for number, name in enumerate(documents)} | {"": n}  # an unknown document is always there
    first = np.array([place[c.doc] for c in counts], dtype=int)
    second = np.array([n if c.other is None or c.other == c.doc else place[c.other] for c in counts], dtype=int)
    random = np.random.default_rng(SEED)
    if n < 2:
        yield np.zeros(len(counts))  # nothing counted: no figure is defined
        return
    for _ in range(draws):
        times = np.append(np.bincount(random.integers(0, n, n), minlength=n), 1)
        yield times[first] * times[second]
