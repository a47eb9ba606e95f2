"""The bootstrap: units are drawn again, and everything is added up anew.

Sums are drawn with Poisson weights, so that the number of units is left to chance; ratios from so many units as there
are, with replacement, as their number hardly matters to a ratio.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Values = npt.NDArray[np.float64]

SEED = 1979  # of Efron's bootstrap, as in the evaluation; any other would do, but it must stay
_AT_ONCE = 2_000_000  # weights held in memory


def settled(matrix: Any) -> Any:
    """Put the columns of a matrix in an order that depends on what is in them, and on nothing else.

    So the rows of a table may come in any order and the same units are drawn. Units that are alike in every cell
    may stand for each other.
    """
    import numpy as np

    random = np.random.Generator(np.random.PCG64(SEED))
    signs = random.integers(0, 2**63, matrix.shape[0], dtype="uint64")
    told = matrix.T.astype("uint64") @ signs  # whole numbers that wrap: the same sum in any order
    return matrix[:, np.argsort(told, kind="stable")]


def poisson_sums(matrix: Any, draws: int) -> Values:
    """Return the sums of the rows in each draw, every unit having a weight that is Poisson with the mean 1.

    Units that add the same to a row are drawn together: their number is Poisson with their number as its mean. So the
    draws of a row depend on what is in it, and on no other row or unit.
    """
    import numpy as np

    result = np.empty((matrix.shape[0], draws))
    for row, (first, last) in enumerate(zip(matrix.indptr[:-1], matrix.indptr[1:], strict=True)):
        sizes, units = np.unique(matrix.data[first:last], return_counts=True)
        random = np.random.Generator(np.random.PCG64(SEED))
        result[row] = sizes @ random.poisson(units[:, None], (len(units), draws))
    return result


def resampled(matrix: Any, draws: int) -> Values:
    """Return the sums of the rows in each draw: a row for each of the matrix, a column for each draw."""
    import numpy as np

    n = matrix.shape[1]
    random = np.random.Generator(np.random.PCG64(SEED))
    result = np.empty((matrix.shape[0], draws))
    step = max(1, _AT_ONCE // max(n, 1))
    for first in range(0, draws, step):
        some = min(step, draws - first)
        picks = random.integers(0, n, (some, n)) + n * np.arange(some)[:, None]
        times = np.bincount(picks.ravel(), minlength=some * n).reshape(some, n)
        result[:, first : first + some] = matrix @ np.ascontiguousarray(times.T, dtype="float64")
    return result


def quantile(drawn: Values, at: float) -> Values:
    """Return a quantile of each row (linear between two), of what is not missing in it.

    >>> import numpy as np
    >>> quantile(np.array([[3.0, 1.0, 2.0], [5.0, np.nan, 7.0]]), 0.5).tolist()
    [2.0, 6.0]
    """
    import numpy as np

    ordered = np.sort(drawn, axis=1)  # missing ones last
    last = np.maximum((~np.isnan(drawn)).sum(axis=1) - 1, 0)
    place = at * last
    below = np.floor(place).astype(int)
    row = np.arange(len(drawn))
    low, high = ordered[row, below], ordered[row, np.minimum(below + 1, last)]
    return low + (high - low) * (place - below)  # type: ignore[no-any-return]
