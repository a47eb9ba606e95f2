"""Which pairs of texts are worth comparing: MinHash signatures, put into buckets by locality-sensitive hashing.

Method: Broder (1997), On the resemblance and containment of documents; Leskovec, Rajaraman and Ullman (2020),
Mining of Massive Datasets, chapter 3, for the bands. Signatures come from rensa, which is exact about the estimate
(no bias seen), gives the same numbers in every process, and needs nothing else to be installed.
A candidate is only that: whether it is a copy, the true sets of runs decide.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from conflictlib.repeats.wording import Hashes

    Signatures = npt.NDArray[np.uint32]
    Whole = npt.NDArray[np.int64]

#: A signature has so many numbers, in bands of three. Two texts that have half of their runs in common meet in a bucket
#: with probability 1 - (1 - 0.5**3)**85 = 0.99999; with a third 0.96, with a quarter 0.74.
BANDS, ROWS = 85, 3
#: In a bucket a text is compared with the first and with so many before it: what thousands share is a template.
BEFORE = 20
#: A pair whose signatures have less than this part of what they need in common is not looked at again.
FAR = 0.6
#: Of more pairs of one text than this, only those with the most in common are looked at.
MOST = 20

_SEED, _AT_ONCE, _PAIRS_AT_ONCE = 1, 4096, 65536


def pairs(sets: Sequence[Hashes], least: float) -> Iterator[tuple[int, int]]:
    """Return the pairs (earlier, later) of sets that may have a resemblance of `least`, in the order of the later.

    For each later one the most promising come first.
    """
    import numpy as np

    if len(sets) < 2:
        return
    signatures = _signatures(sets)
    found = np.sort(_found(signatures))
    for begin in range(0, len(found), _PAIRS_AT_ONCE):
        later, earlier = np.divmod(found[begin : begin + _PAIRS_AT_ONCE], len(sets))
        alike = (signatures[later] == signatures[earlier]).mean(axis=1)
        order = np.lexsort((earlier, -alike, later))
        later, earlier, alike = later[order], earlier[order], alike[order]
        rank = np.arange(len(later)) - np.searchsorted(later, later)
        near = (alike >= FAR * least) & (rank < MOST)
        yield from zip(earlier[near].tolist(), later[near].tolist(), strict=True)


def _signatures(sets: Sequence[Hashes]) -> Signatures:
    import numpy as np
    from rensa import RMinHash  # type: ignore[import-untyped,import-not-found,unused-ignore]  # ships no types

    result = np.empty((len(sets), BANDS * ROWS), dtype=np.uint32)
    for begin in range(0, len(sets), _AT_ONCE):  # its rows come as Python numbers: not all at once
        some = sets[begin : begin + _AT_ONCE]
        ends = np.cumsum([0, *map(len, some)]).astype(np.uint64)
        matrix = RMinHash.digest_matrix_from_flat_token_hashes(np.concatenate(some), ends, BANDS * ROWS, _SEED)
        result[begin : begin + len(some)] = matrix.to_rows()
    return result


def _found(signatures: Signatures) -> Whole:
    """Return the pairs that meet in a bucket of any band, each once, as later × number of texts + earlier."""
    import numpy as np
    import pandas as pd

    found = np.empty(0, dtype=np.int64)
    for band in range(BANDS):
        met = _met(signatures[:, band * ROWS : (band + 1) * ROWS])
        if len(met):
            found = pd.unique(np.concatenate([found, met]))
    return found


def _met(band: Signatures) -> Whole:
    import numpy as np

    n = len(band)
    keys = np.zeros(n, dtype=np.uint64)
    for row in range(ROWS):
        keys = (keys ^ band[:, row]) * np.uint64(0x9E3779B97F4A7C15)
        keys ^= keys >> np.uint64(29)
    order = np.argsort(keys, kind="stable")  # within a bucket the earlier text comes first
    keys = keys[order]
    bucket = np.flatnonzero(np.r_[True, keys[1:] != keys[:-1]]) if n else np.empty(0, dtype=np.int64)
    firsts = np.repeat(order[bucket], np.diff(np.r_[bucket, n]))
    met = [order * n + firsts]
    for step in range(1, min(BEFORE, n - 1) + 1):
        same = keys[step:] == keys[:-step]
        if not same.any():
            break
        met.append(order[step:][same] * n + order[:-step][same])
    together: Whole = np.concatenate(met)
    return together[np.not_equal(*np.divmod(together, n))]
