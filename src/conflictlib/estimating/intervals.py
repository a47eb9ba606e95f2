"""The interval of every cell: by bootstrap where documents are enough, else one for few, else none."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from conflictlib.estimating import resampling, small
from conflictlib.estimating.correcting import drawn_factor, factor

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from conflictlib.estimating.correcting import Accuracy
    from conflictlib.estimating.measures import Tally

    Values = npt.NDArray[np.float64]
    Yes = npt.NDArray[np.bool_]

#: Documents (of a share also those without the code) below which nothing is drawn from them.
FEW = 10


@dataclass(frozen=True)
class Cells:
    """What is known of each cell: value and denominator, and how its interval is made."""

    tally: Tally
    value: Values
    denominator: Values  # 1 where nothing is divided by
    period_units: Values  # documents or sources of the period
    few: Yes
    none: Yes  # no interval at all

    @property
    def statements(self) -> tuple[Values, Values]:
        """Statements of each cell, and of its period."""
        import numpy as np

        own, whole = (np.asarray(matrix.sum(axis=1), dtype=float) for matrix in (self.tally.cells, self.tally.periods))
        return own, whole[self.tally.period_of]

    @classmethod
    def of(cls, tally: Tally) -> Cells:
        """Divide what is counted in each cell, and see where documents are few."""
        import numpy as np

        n = np.asarray(tally.cells.sum(axis=1), dtype=float)
        units = np.diff(tally.periods.indptr).astype(float)[tally.period_of]
        few = tally.n_with() < FEW
        none = units == 0
        divided = np.ones(len(n))
        if tally.measure != "n":
            divided = np.asarray(tally.divisors.sum(axis=1), dtype=float)[tally.period_of]
        if tally.measure == "share":
            few |= tally.n_without() < FEW
        elif tally.measure != "n":
            none |= units < FEW
        value = np.divide(n, divided, out=np.full(len(n), np.nan), where=divided > 0)
        return cls(tally, value, divided, units, few & ~none, none)


def raw(cells: Cells, *, level: float, draws: int) -> tuple[Values, Values]:
    """Return the ends of the interval of each cell as it was coded; each holds the value."""
    tail = (1 - level) / 2
    low, high = _missing(cells), _missing(cells)
    many = ~(cells.few | cells.none)
    if many.any():
        drawn = _drawn(cells, many, draws)[0]
        low[many], high[many] = resampling.quantile(drawn, tail), resampling.quantile(drawn, 1 - tail)
    if cells.few.any():
        low[cells.few], high[cells.few] = _few(cells).at(tail)
        _divide(cells, low, high)
    return _holding(cells.value, low, high)


def corrected(
    cells: Cells, accuracy: Accuracy, ends: tuple[Values, Values], *, level: float, draws: int
) -> tuple[Values, Values, Values]:
    """Return the corrected value of each cell and the ends of its interval, widened by what precision and recall are.

    It is never narrower than that of the coded value, `ends`, corrected likewise. A share is divided by the corrected
    number of all statements, and is at most 1.
    """
    import numpy as np

    random = np.random.Generator(np.random.PCG64(resampling.SEED + 1))
    share, group = cells.tally.measure == "share", np.arange(len(cells.value)) % max(cells.tally.width, 1)
    by_group = drawn_factor(accuracy.counts, draws, random)
    times = factor(accuracy.counts)
    if share:
        times = times / factor(accuracy.overall)
        by_group = by_group / drawn_factor(accuracy.overall, draws, random)
    most = 1.0 if share else np.inf
    value = np.minimum(cells.value * times[group], most)
    tail = (1 - level) / 2
    low, high = _missing(cells), _missing(cells)
    for these, both in _both(cells, draws, random):
        low_drawn, high_drawn = (np.minimum(end * by_group[group[these]], most) for end in both)
        low[these], high[these] = resampling.quantile(low_drawn, tail), resampling.quantile(high_drawn, 1 - tail)
    least, greatest = (np.minimum(end * times[group], most) for end in ends)
    return value, *_holding(value, np.minimum(low, least), np.maximum(high, greatest))


def _both(cells: Cells, draws: int, random: np.random.Generator) -> list[tuple[Yes, tuple[Values, Values]]]:
    """Return the draws for the low and the high end, first where documents are enough, then where they are few."""
    many = ~(cells.few | cells.none)
    found = [(many, _drawn(cells, many, draws))] if many.any() else []
    if cells.few.any():
        low, high = _few(cells).drawn(draws, random)
        divided = cells.denominator[cells.few, None] if cells.tally.measure != "share" else 1.0
        found.append((cells.few, (low / divided, high / divided)))
    return found


def _drawn(cells: Cells, these: Yes, draws: int) -> tuple[Values, Values]:
    """Draw the units again; the same draws serve for both ends."""
    import numpy as np
    from scipy.sparse import vstack

    part, n_cells = cells.tally.cells[np.flatnonzero(these)], int(these.sum())
    if cells.tally.measure == "n":
        sums = resampling.poisson_sums(part, draws)
        return sums, sums
    both = resampling.settled(vstack([part, cells.tally.divisors]).tocsr())
    sums = resampling.resampled(both, draws)
    divided = sums[n_cells:][cells.tally.period_of[these]]
    found = np.divide(sums[:n_cells], divided, out=np.full_like(divided, np.nan), where=divided > 0)
    return found, found


def _few(cells: Cells) -> small.Ends:
    import numpy as np

    tally, these = cells.tally, np.flatnonzero(cells.few)
    if tally.measure == "share":
        squares = np.asarray((tally.periods**2).sum(axis=1), dtype=float)[tally.period_of[these]]
        return small.of_shares(cells.value[these], cells.denominator[these] ** 2 / squares)
    part = tally.cells[these].astype(float)
    n, squares = (np.asarray(matrix.sum(axis=1), dtype=float) for matrix in (part, part**2))
    mean, mean_square = _of_a_document(tally)
    return small.of_counts(n, squares, mean[these % tally.width], mean_square[these % tally.width])


def _of_a_document(tally: Tally) -> tuple[Values, Values]:
    """Return how many statements a document of each group has in a period, on average, and their mean square."""
    import numpy as np

    whole = tally.cells.tocoo()
    group = whole.row % tally.width
    documents = np.maximum(np.bincount(group, minlength=tally.width), 1)
    first, second = (np.bincount(group, weights=whole.data.astype(float) ** k, minlength=tally.width) for k in (1, 2))
    return np.maximum(first / documents, 1.0), np.maximum(second / documents, 1.0)


def _divide(cells: Cells, low: Values, high: Values) -> None:
    if cells.tally.measure in ("per_document", "per_source"):
        low[cells.few] /= cells.denominator[cells.few]
        high[cells.few] /= cells.denominator[cells.few]


def _missing(cells: Cells) -> Values:
    import numpy as np

    return np.full(len(cells.value), np.nan)


def _holding(value: Values, low: Values, high: Values) -> tuple[Values, Values]:
    import numpy as np

    return np.minimum(low, value), np.maximum(high, value)  # what is missing stays missing
