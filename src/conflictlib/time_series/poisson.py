"""The cost of a level of counts, and for ruptures that of any part of a series."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from ruptures.base import BaseCost

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt


def cost(total: float, n_periods: int) -> float:
    """Return the negative log-likelihood of Poisson counts at their mean, without what is the same for all levels."""
    return total - total * math.log(total / n_periods) if total else 0.0


class PoissonCost(BaseCost):  # type: ignore[misc]
    """The cost of the level between any two places of a series."""

    model = "poisson"
    min_size = 1

    def fit(self, signal: npt.NDArray[np.float64]) -> PoissonCost:
        """Take in the counts."""
        import numpy as np

        self.signal = signal
        self._sums: list[float] = np.concatenate([[0.0], np.cumsum(signal)]).tolist()
        return self

    def error(self, start: int, end: int) -> float:
        """Return the cost of a level from `start` up to, not with, `end`."""
        return cost(self._sums[end] - self._sums[start], end - start)
