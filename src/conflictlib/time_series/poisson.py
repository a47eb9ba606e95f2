"""The cost of a level of counts, for ruptures."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from ruptures.base import BaseCost

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt


class PoissonCost(BaseCost):  # type: ignore[misc]
    """Negative log-likelihood of Poisson counts at their mean, without what is the same for all levels."""

    model = "poisson"
    min_size = 1

    def fit(self, signal: npt.NDArray[np.float64]) -> PoissonCost:
        """Take in the counts."""
        import numpy as np

        self.signal = signal
        self._sums: list[float] = np.concatenate([[0.0], np.cumsum(signal)]).tolist()
        return self

    def error(self, start: int, end: int) -> Any:
        """Return the cost of a level from `start` up to, not with, `end`."""
        total = self._sums[end] - self._sums[start]
        return total - total * math.log(total / (end - start)) if total else 0.0
