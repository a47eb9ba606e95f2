"""How likely a count is in a period that is like the others."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Values = npt.NDArray[np.float64]
    Yes = npt.NDArray[np.bool_]

_LEVELS = 20  # of the mean, at which its posterior is cut
_ALIKE = 100.0  # dispersion up to which each doubling is as likely beforehand, and then half as likely as the last
_ROUNDS = 6  # after which the mean hardly moves
_NEGLIGIBLE = 1e-6  # weight of a dispersion, beside the likeliest


def against_the_others(n: Values, kept: Yes, *, lower: bool = True) -> tuple[Values, Values]:
    """Return for each period the mean of the other `kept` ones, and the probability of at least `n` if it is like them.

    Counts are negative binomial, Poisson where the dispersion (variance divided by mean) is 1. What the others tell
    of both is uncertain: the probability is the mean over the dispersions, each as likely as the others make it
    (beforehand each doubling is, up to 100), and over the posterior of the mean (gamma, Jeffreys' prior). Where the
    highest periods were left out, the others are taken as the `lower` part of what there would be, else as all of it.
    """
    import numpy as np

    values, times = np.unique(n[kept], return_counts=True)
    cut = Cut(max(n[~kept].min() - 1, values.max(initial=0.0)), n.mean()) if lower and (~kept).any() else None
    expected, chance = np.empty(len(n)), np.ones(len(n))
    seen: dict[tuple[float, bool], tuple[float, float]] = {}  # the others are the same for periods of one count
    for i, case in enumerate(zip(n.tolist(), kept.tolist(), strict=True)):
        if case not in seen:
            others = times - (values == case[0]) * case[1]
            seen[case] = _mean(values, others), _tail(case[0], values, others, cut)
        expected[i], chance[i] = seen[case]
    return expected, chance


def _mean(values: Values, times: Values) -> float:
    return float(values @ times / max(times.sum(), 1))


def _tail(n: float, values: Values, times: Values, cut: Cut | None) -> float:
    import numpy as np
    from scipy.special import betainc, gammaincinv

    others, total = float(times.sum()), float(values @ times)
    if n == 0 or others == 0:
        return 1.0
    mean = (total + 0.5) / others
    beyond, _ = _dispersions()
    centres = np.full(len(beyond), mean) if cut is None else cut.whole(mean, beyond)
    weights = _weights(centres, values, times, cut)
    some = weights > _NEGLIGIBLE
    beyond, centres, weights = beyond[some], centres[some], weights[some] / weights[some].sum()
    scatter = 1 + beyond[:, None]
    at = (np.arange(_LEVELS) + 0.5) / _LEVELS
    raised = centres[:, None] / mean
    means = gammaincinv((total + 0.5) / scatter, at) * scatter / others * raised
    over = betainc(n, means / np.maximum(beyond[:, None], 1e-300), 1 - 1 / scatter).mean(axis=1)
    # Poisson counts with a gamma mean are negative binomial
    poisson = betainc(n, total + 0.5, 1 / (others / raised[:, 0] + 1))
    return float(min(weights @ np.where(beyond > 0, over, poisson), 1.0))


def _weights(means: Values, values: Values, times: Values, cut: Cut | None) -> Values:
    """Return the weight of each dispersion, the greatest 1; `means` is what the mean is if it is that."""
    import numpy as np
    from scipy.special import gammaln, xlogy

    beyond, prior = _dispersions()
    size, share = means[1:, None] / beyond[1:, None], 1 / (1 + beyond[1:, None])
    logs = gammaln(values + size) - gammaln(size) + xlogy(size, share) + xlogy(values, 1 - share)
    poisson = xlogy(values, means[0]) - means[0]
    likely = np.concatenate([[poisson @ times], logs @ times]) + np.log(prior)
    if cut is not None:
        likely -= times.sum() * np.log(cut.part(means, beyond))
    return np.exp(likely - likely.max())  # type: ignore[no-any-return]


@dataclass(frozen=True)
class Cut:
    """What it does to mean and scatter that the highest periods are left out."""

    at: float  # no period that was left out has so few
    most: float  # mean of all periods, which the usual one is not above

    def part(self, means: Values, beyond: Values, less: int = 0) -> Values:
        """Return the probability of a count that is not left out, or of `less` than that, weighted by the count."""
        import numpy as np
        from scipy.special import betainc, gammaincc

        upto = self.at - less + 1
        if upto <= 0:
            return np.full(len(beyond), 1e-300)
        size = means[1:] / beyond[1:] + less
        found = np.append(gammaincc(upto, means[0]), betainc(size, upto, 1 / (1 + beyond[1:])))
        return np.maximum(found, 1e-300)  # type: ignore[no-any-return]

    def whole(self, mean: float, beyond: Values) -> Values:
        """Return for each dispersion the mean that all counts have if those that are not left out have `mean`."""
        import numpy as np

        least = np.full(len(beyond), mean)
        found = least
        for _ in range(_ROUNDS):
            found = np.clip(least * self.part(found, beyond) / self.part(found, beyond, 1), least, max(self.most, mean))
        return found


@cache
def _dispersions() -> tuple[Values, Values]:
    """Return dispersions less 1 from 0 to 100,000, and the part of the prior about each."""
    import numpy as np

    beyond = np.concatenate([[0.0], 0.05 * 1.5 ** np.arange(36)])
    edges = np.concatenate([[1.0], 1 + np.sqrt(beyond[1:-1] * beyond[2:]), [1e9]])
    edges = np.insert(edges, 1, 1 + beyond[1] / 2)
    upto = np.log(np.minimum(edges, _ALIKE)) + 1 - np.minimum(_ALIKE / edges, 1.0)
    return beyond, np.diff(upto)
