"""Which pairs are worth comparing: none that is alike enough is left out."""

import itertools

import numpy as np
import pytest

from conflictlib.repeats.candidates import BEFORE, MOST, pairs


def overlapping(n, size, step):
    """Sorted sets of `size` numbers, each sharing all but `step` of them with the next."""
    numbers = np.random.default_rng(1).integers(0, 2**63, size=size + n * step, dtype=np.uint64)
    return [np.unique(numbers[begin * step : begin * step + size]) for begin in range(n)]


@pytest.mark.parametrize("size", [10, 100, 1000])
def test_all_that_have_half_in_common_are_found(size):
    sets = overlapping(30, size, size // 10)
    found = set(pairs(sets, 0.5))
    for (one, a), (other, b) in itertools.combinations(enumerate(sets), 2):
        both = len(np.intersect1d(a, b))
        if both / (len(a) + len(b) - both) >= 0.5:
            assert (one, other) in found


def test_what_has_nothing_in_common_is_not_compared():
    assert list(pairs(overlapping(200, 50, 50), 0.25)) == []


def test_each_pair_comes_once_the_earlier_first_in_order_of_the_later():
    found = list(pairs(overlapping(30, 100, 5), 0.25))
    assert len(set(found)) == len(found) > 30
    assert all(earlier < later for earlier, later in found)
    assert [later for _, later in found] == sorted(later for _, later in found)


def test_what_hundreds_share_is_compared_with_few():
    found = list(pairs([np.arange(50, dtype=np.uint64)] * 300, 0.25))
    for later in range(1, 300):
        met = {earlier for earlier, one in found if one == later}
        assert len(met) == min(later, MOST)
        assert met <= {0, *range(later - BEFORE, later)}


@pytest.mark.parametrize("n", [0, 1])
def test_one_alone_has_no_pair(n):
    assert list(pairs(overlapping(n, 50, 1), 0.25)) == []
