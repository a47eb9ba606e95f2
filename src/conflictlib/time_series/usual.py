"""How likely a count is if its period is like the others."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Values = npt.NDArray[np.float64]
    Yes = npt.NDArray[np.bool_]

_POISSON = 1e-6  # above 1, below which the variance is the mean


def usual_level(n: Values, kept: Yes) -> tuple[Values, Values, Values]:
    """Return for each period of a group the number of the other `kept` periods, their mean, and their dispersion.

    Dispersion is variance divided by mean, at least 1: there it is a Poisson series.
    """
    import numpy as np

    own = kept.astype(float)
    others = own.sum() - own
    mean = ((n * own).sum() - n * own) / np.maximum(others, 1)
    squares = (n**2 * own).sum() - n**2 * own
    variance = (squares - others * mean**2) / np.maximum(others - 1, 1)
    dispersion = np.divide(variance, mean, out=np.ones(len(n)), where=mean > 0)
    return others, mean, np.maximum(dispersion, 1.0)


def chance(n: Values, others: Values, mean: Values, dispersion: Values) -> Values:
    """Return the probability of at least `n` statements in a period, given all those of it and the others."""
    import numpy as np

    result = np.ones(len(n))
    seen: dict[tuple[float, ...], float] = {}  # most periods of a group are like another
    for i in np.flatnonzero(n > 0):
        case = (n[i], others[i], mean[i], dispersion[i])
        if case not in seen:
            seen[case] = _tail(*case)
        result[i] = seen[case]
    return result


def _tail(n: float, others: float, mean: float, dispersion: float) -> float:
    """Sum the beta-binomial distribution from `n` up; without overdispersion it is the binomial."""
    import numpy as np
    from scipy.special import betaln, gammaln
    from scipy.stats import binom

    total = round(n + mean * others)
    if dispersion - 1 < _POISSON:
        return float(binom.sf(n - 1, total, 1 / (others + 1)))
    size = mean / (dispersion - 1)
    beyond = n + 60 + 40 * dispersion + 40 * np.sqrt(dispersion * max(mean, n))  # further ones add nothing
    k = np.arange(n, min(total, beyond) + 1)
    choose = gammaln(total + 1) - gammaln(k + 1) - gammaln(total - k + 1)
    logs = choose + betaln(k + size, total - k + size * others) - betaln(size, size * others)
    return float(min(np.exp(logs).sum(), 1.0))
