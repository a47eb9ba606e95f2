"""Coefficients of agreement, and their intervals by drawing the units again.

What coders gave is a table of counts: a row per unit (statement), a column per value, in each cell how many coders gave
that value. All coefficients follow from sums over its rows, so a draw of the units is a row of weights.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Numbers = npt.NDArray[np.float64]

SEED = 2004  # of the edition that made alpha known; any other would do, but it must stay

#: Cells that the library's table of units × values × values may have: 160 MB.
_MOST_CELLS = 20_000_000


def masi(one: frozenset[str], other: frozenset[str]) -> float:
    """Return the distance of two sets, from 0 (the same) to 1 (nothing in common).

    1 less the share of their members that both have (Jaccard), times what the sets are to each other: 1 the same,
    2/3 one holds the other, 1/3 they overlap, 0 they have nothing in common. Two empty sets are the same.
    Source: Passonneau (2006), Measuring Agreement on Set-valued Items (MASI), LREC.

    Examples
    --------
    >>> round(masi(frozenset("ab"), frozenset("abc")), 3), round(masi(frozenset("ab"), frozenset("bc")), 3)
    (0.556, 0.889)
    """
    if one == other:
        return 0.0
    both = len(one & other)
    nesting = 2 / 3 if one <= other or other <= one else 1 / 3
    return 1 - nesting * both / len(one | other)


def masi_distances(sets: Sequence[frozenset[str]]) -> Numbers:
    """Return the distances between all pairs of sets, as `masi` has them."""
    import numpy as np

    members = sorted({member for one in sets for member in one})
    held = np.array([[member in one for member in members] for one in sets], dtype=float).reshape(len(sets), -1)
    both, sizes = held @ held.T, held.sum(axis=1)
    either = sizes[:, None] + sizes - both
    nested = both == np.minimum(sizes[:, None], sizes)
    same = both == either
    weights = np.where(same, 1, np.where(nested, 2 / 3, 1 / 3))
    distances: Numbers = 1 - weights * np.divide(both, either, out=np.ones_like(both), where=either > 0)
    return distances


def different(n_values: int) -> Numbers:
    """Return the distances of a nominal scale: 0 for the same value, 1 for any other."""
    import numpy as np

    return 1 - np.eye(n_values)


def alpha(counts: Numbers, distances: Numbers) -> float:
    """Return Krippendorff's alpha, by the library krippendorff; NaN where nobody could have disagreed.

    A unit that fewer than two coders coded does not count. Where a table of units × values × values would not fit the
    memory, as the library makes it, it is worked out from sums by unit, with the same result.
    Source: Krippendorff (2011), Computing Krippendorff's Alpha-Reliability.
    """
    import krippendorff
    import numpy as np

    coded = counts[counts.sum(axis=1) >= 2]
    used = coded.sum(axis=0) > 0
    if used.sum() < 2:
        return float("nan")
    apart = distances[np.ix_(used, used)]
    if len(coded) * int(used.sum()) ** 2 > _MOST_CELLS:
        return float(alphas(coded, distances)(np.ones((1, len(coded))))[0])

    def metric(*_: object, i1: Any, i2: Any, **__: object) -> Any:
        return apart[i1, i2]

    of_pairs: Any = metric
    return float(krippendorff.alpha(value_counts=coded[:, used].astype(int), level_of_measurement=of_pairs))


def alphas(counts: Numbers, distances: Numbers, *, of_each: int = 1) -> Callable[[Numbers], Numbers]:
    """Return what gives alpha for rows of weights, a weight for each unit; NaN where nobody could have disagreed.

    Where `of_each` decisions were taken on every unit the rows of counts are those of the first decision on all units,
    then of the second, and so on: a unit is drawn with all of them.
    """
    import numpy as np

    m = counts.sum(axis=1)
    pairable = counts * (m >= 2)[:, None]
    apart = np.einsum("uv,uv->u", pairable @ distances, pairable) / np.maximum(m - 1, 1)
    apart = apart.reshape(of_each, -1).sum(axis=0)
    pairable = pairable.reshape(of_each, -1, counts.shape[1]).sum(axis=0)

    def of(weights: Numbers) -> Numbers:
        totals = weights @ pairable
        n = totals.sum(axis=1)
        expected = np.einsum("dv,dv->d", totals @ distances, totals)
        observed = (weights @ apart) * (n - 1)
        values: Numbers = 1 - np.divide(observed, expected, out=np.full(len(n), np.nan), where=expected > 1e-12)
        return values

    return of


def ac1s(counts: Numbers) -> Callable[[Numbers], Numbers]:
    """Return what gives Gwet's AC1 for rows of weights; the number of values is that of the columns.

    Agreement by chance is 1 / (q - 1) of the sum of p (1 - p) over the q values, p being the mean share of a unit's
    coders that gave the value. Source: Gwet (2008), Computing inter-rater reliability and its variance in the presence
    of high agreement, British Journal of Mathematical and Statistical Psychology 61, 29-48.
    """
    import numpy as np

    m = counts.sum(axis=1)
    shares = counts / np.maximum(m, 1)[:, None]
    pair = agreements(counts)

    def of(weights: Numbers) -> Numbers:
        coded = weights @ (m >= 1)
        values = np.divide(weights @ shares, coded[:, None], out=np.zeros((len(weights), counts.shape[1])),
                           where=coded[:, None] > 0)  # fmt: skip
        chance = (values * (1 - values)).sum(axis=1) / max(counts.shape[1] - 1, 1)
        twice = weights @ (m >= 2)
        seen = np.divide(weights @ pair, twice, out=np.full(len(twice), np.nan), where=twice > 0)
        coefficients: Numbers = (seen - chance) / (1 - chance)
        return coefficients

    return of


def agreements(counts: Numbers) -> Numbers:
    """Return for each unit the share of its pairs of coders that agree, 0 where there is no pair."""
    import numpy as np

    m = counts.sum(axis=1)
    shares: Numbers = (counts * (counts - 1)).sum(axis=1) / np.maximum(m * (m - 1), 1)
    return shares


def draws_of(n: int, draws: int) -> Numbers:
    """Return how often each of `n` units comes in each draw, with replacement, from the fixed seed."""
    import numpy as np

    if not n:
        return np.zeros((draws, 0))
    random = np.random.Generator(np.random.PCG64(SEED))
    return np.stack([np.bincount(random.integers(0, n, n), minlength=n) for _ in range(draws)]).astype(float)


def interval(values: Numbers, level: float) -> tuple[float, float]:
    """Return the percentile interval of what the draws gave, without those that are not defined."""
    import numpy as np

    there = values[~np.isnan(values)]
    if not len(there):
        return float("nan"), float("nan")
    low, high = np.quantile(there, [(1 - level) / 2, (1 + level) / 2])
    return float(low), float(high)
