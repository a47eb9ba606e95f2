"""Intervals where documents are few: there a bootstrap has too little to draw from and is too narrow.

Both are made of two distributions, one for each end, so that an end can be widened by another uncertainty
(the combination of one-sample confidence procedures: Fay, Proschan and Brittain 2015).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Values = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Ends:
    """The distributions of the low and the high end, one of each for every cell; `fixed` is where an end is known."""

    low: Any  # frozen distributions of scipy.stats
    high: Any
    fixed_low: Values  # missing where the distribution tells
    fixed_high: Values

    def at(self, tail: float) -> tuple[Values, Values]:
        """Return the ends that leave out `tail` on either side."""
        return _or(self.fixed_low, self.low.ppf(tail)), _or(self.fixed_high, self.high.ppf(1 - tail))

    def drawn(self, draws: int, random: np.random.Generator) -> tuple[Values, Values]:
        """Draw from both distributions: a row for each cell, a column for each draw."""
        size = (draws, len(self.fixed_low))
        low, high = (one.rvs(size=size, random_state=random) for one in (self.low, self.high))
        return _or(self.fixed_low, low).T, _or(self.fixed_high, high).T


def _or(fixed: Values, found: Values) -> Values:
    import numpy as np

    return np.where(np.isnan(fixed), found, fixed)


def of_counts(n: Values, squares: Values, mean: Values, mean_square: Values) -> Ends:
    """Return a gamma interval for a sum of Poisson counts with weights (Fay and Feuer 1997; Tiwari et al. 2006).

    Documents are counts, each weighted by its statements: `n` is the sum of statements, `squares` that of their
    squares. At the high end one more document is there, which has `mean` statements, `mean_square` squared. Where every
    document has one statement it is the exact interval of a Poisson count (Garwood 1936), for none 0 to 3.69 (95 %).
    """
    import numpy as np
    from scipy.stats import gamma

    some = np.where(n > 0, n, 1.0)
    spread = np.where(n > 0, squares, 1.0)
    above, wider = n + mean, squares + mean_square
    zero = np.where(n > 0, np.nan, 0.0)
    return Ends(
        gamma(some**2 / spread, scale=spread / some), gamma(above**2 / wider, scale=wider / above),
        zero, np.full(len(n), np.nan),
    )  # fmt: skip


def of_shares(share: Values, documents: Values) -> Ends:
    """Return the interval of Clopper and Pearson (1934) for a share of so many documents (Korn and Graubard 1998).

    `documents` is the effective number, (Σm)² / Σm² with m statements in a document (Kish 1965): the statements of
    a document are taken to be all alike, which is the worst case, so the interval is rather too wide.
    """
    import numpy as np
    from scipy.stats import beta

    hit = share * documents
    miss = documents - hit
    none, whole = hit <= 1e-9, miss <= 1e-9
    return Ends(
        beta(np.where(none, 1.0, hit), miss + 1), beta(hit + 1, np.where(whole, 1.0, miss)),
        np.where(none, 0.0, np.nan), np.where(whole, 1.0, np.nan),
    )  # fmt: skip
