"""How strongly counts differ between two selections: log-odds with a prior, and the likelihood ratio G²."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Numbers = npt.NDArray[np.float64]


def log_odds(
    n: tuple[Numbers, Numbers], of: tuple[float, float], prior: Numbers, size: float, *, rare: bool
) -> tuple[Numbers, Numbers]:
    """Return the log-odds ratio of each word between two selections, and its z.

    Monroe, Colaresi and Quinn (2008, section 3.3): with counts y of n, a prior of α for the word and α₀ for all words
    together, δ = ln((y₁+α)/(n₁+α₀−y₁−α)) − ln((y₂+α)/(n₂+α₀−y₂−α)), and z = δ/√σ². The variance is
    σ² ≈ 1/(y₁+α) + 1/(y₂+α), as they have it for words, which are `rare`; where a code may be frequent, the terms
    that they drop, 1/(n₁+α₀−y₁−α) + 1/(n₂+α₀−y₂−α), are kept.

    Parameters
    ----------
    n
        Counts of each word in the target and in the reference.
    of
        Counts of all words there.
    prior
        Count that each word is given in advance, above 0.
    size
        Sum of the prior over all words.
    rare
        Drop the two terms.

    Examples
    --------
    >>> import numpy as np
    >>> counts = np.array([2.0, 1.0]), np.array([1.0, 2.0])
    >>> delta, z = log_odds(counts, (3, 3), np.array([1.5, 1.5]), 3, rare=True)
    >>> delta.round(3).tolist(), z.round(3).tolist()
    ([0.673, -0.673], [0.813, -0.813])
    """
    import numpy as np

    (have, lack), (have_too, lack_too) = [
        (count + prior, total + size - count - prior) for count, total in zip(n, of, strict=True)
    ]
    with np.errstate(divide="ignore", invalid="ignore"):
        delta = np.log(have / lack) - np.log(have_too / lack_too)
        variance = 1 / have + 1 / have_too + (0 if rare else 1 / lack + 1 / lack_too)
        z = delta / np.sqrt(variance)
    alike = ~np.isfinite(z)  # everything in both selections is this: there are no odds, and no difference
    return np.where(alike, 0.0, delta), np.where(alike, 0.0, z)


def likelihood_ratio(n: tuple[Numbers, Numbers], of: tuple[float, float]) -> Numbers:
    """Return G² of each word between two selections: twice the sum of O ln(O/E) over the four cells.

    Dunning (1993): word and other words, target and reference, E under equal rates. Rayson and Garside (2000) leave
    out the cells of the other words, which is nearly the same as long as a word is rare. Asymptotically χ² with one
    degree of freedom, where the expected counts are 5 or more.

    Examples
    --------
    >>> import numpy as np
    >>> likelihood_ratio((np.array([110.0]), np.array([111.0])), (2552, 29225)).round(2).tolist()  # "the swiss"
    [270.72]
    """
    import numpy as np
    from scipy.special import xlogy

    cells = [np.asarray([count, total - count]) for count, total in zip(n, of, strict=True)]
    rows = cells[0] + cells[1]
    total = of[0] + of[1]
    parts = [xlogy(cell, cell) - xlogy(cell, rows * whole / total) for cell, whole in zip(cells, of, strict=True)]
    return np.maximum(2 * np.sum(parts, axis=(0, 1)), 0.0)  # type: ignore[no-any-return]


def corrected(p: Numbers) -> Numbers:
    """Return q of each p: the share of false ones to be expected among all that are at least as small.

    Benjamini and Hochberg (1995), over all that are given.
    """
    from scipy.stats import false_discovery_control

    return false_discovery_control(p, method="bh") if len(p) else p
