"""Breaks: known ones are recovered, noise has none."""

import re

import numpy as np
import pandas as pd
import pytest
from series_made_up import MONDAY, noise, span, statements

import conflictlib as cl
from conflictlib.parameters import ParameterError
from conflictlib.time_series.breaking import dispersion
from conflictlib.time_series.poisson import cost

SAMPLE = cl.open_statements()
EVENTS = cl.load_events()

# British coal-mining disasters that killed 10 or more, 1851 to 1962 (Jarrett 1979, Biometrika 66:191-193)
COAL = [4, 5, 4, 1, 0, 4, 3, 4, 0, 6, 3, 3, 4, 0, 2, 6, 3, 3, 5, 4, 5, 3, 1, 4, 4, 1, 5, 5, 3, 4, 2, 5, 2, 2, 3, 4, 2, 1,
        3, 2, 2, 1, 1, 1, 1, 3, 0, 0, 1, 0, 1, 1, 0, 0, 3, 1, 0, 3, 2, 2, 0, 1, 1, 1, 0, 1, 0, 1, 0, 0, 0, 2, 1, 0, 0, 0,
        1, 1, 0, 2, 3, 3, 1, 1, 2, 1, 1, 1, 1, 2, 4, 2, 0, 0, 1, 4, 0, 0, 0, 1, 0, 0, 0, 0, 0, 1, 0, 0, 1, 0, 1, 0]  # fmt: skip


def found_in(counts, **others):
    table = cl.breaks(statements(Freedonia=counts), **span(len(counts)), **others)
    return ((table["period"].to_numpy().astype("datetime64[D]") - MONDAY).astype(int) // 7).tolist()


def test_the_break_in_the_coal_mining_disasters_is_that_of_the_literature():
    """Carlin, Gelfand and Smith (1992) have it at 1891, with 3.1 and 0.9 disasters a year before and after."""
    year = 1851 + np.repeat(np.arange(len(COAL)), COAL)
    assert len(year) == 191
    disasters = pd.DataFrame({"date": pd.to_datetime([f"{y}-07-01" for y in year]).astype("datetime64[s]")})
    (row,) = cl.breaks(disasters, every="year", start="1851-01-01", end="1962-12-31").itertuples()
    assert 1888 <= row.period.year <= 1893
    assert row.mean_before == pytest.approx(3.1, abs=0.1)
    assert row.mean_after == pytest.approx(0.9, abs=0.05)


@pytest.mark.parametrize("mean", [0.3, 3.0])
def test_poisson_noise_has_a_break_in_at_most_5_of_100_series(mean):
    assert sum(bool(found_in(counts)) for counts in noise(21, mean=mean) if counts.sum()) <= 5


def test_scatter_beyond_poisson_has_a_break_in_at_most_5_of_100_series():
    assert sum(bool(found_in(counts)) for counts in noise(22, mean=5.0, dispersion=3.0)) <= 5


@pytest.mark.parametrize(
    ("levels", "at"), [((2, 8), (40,)), ((8, 2), (40,)), ((1, 9, 2), (30, 60)), ((5, 15, 5, 20), (20, 40, 70))]
)
def test_known_breaks_are_recovered_within_a_period(levels, at):
    hits = 0
    ends = [0, *at, 100]
    for seed in range(20):
        random = np.random.Generator(np.random.PCG64(seed))
        parts = [
            random.poisson(level, high - low) for level, low, high in zip(levels, ends[:-1], ends[1:], strict=True)
        ]
        found = found_in(np.concatenate(parts))
        hits += len(found) == len(at) and bool(np.all(np.abs(np.array(found) - at) <= 1))
    assert hits >= 17


def test_means_and_lengths_are_those_of_the_levels():
    counts = [2] * 20 + [9] * 15 + [0] * 15
    table = cl.breaks(statements(Freedonia=counts), **span(50))
    assert table["period"].astype(str).tolist() == ["2022-05-23", "2022-09-05"]
    assert table[["mean_before", "mean_after"]].to_numpy().tolist() == [[2, 9], [9, 0]]
    assert table[["n_before", "n_after"]].to_numpy().tolist() == [[20, 15], [15, 15]]
    assert table["ratio"].tolist() == [4.5, 0]


def test_a_level_that_rests_on_one_period_is_none():
    counts = noise(1, n=1, weeks=60, mean=1.0)[0]
    counts[30] = 40
    assert found_in(counts) == []
    counts[30:38] = 10
    assert found_in(counts) == [30, 38]


def test_a_higher_penalty_finds_no_more():
    counts = np.concatenate([noise(1, n=1, weeks=30, mean=m)[0] for m in (2, 5, 3, 9)])
    numbers = [len(found_in(counts, penalty=penalty)) for penalty in (0.5, 1.0, 2.0, 5.0, 50.0)]
    assert numbers == sorted(numbers, reverse=True)
    assert numbers[0] > numbers[-1] == 0


def test_each_group_has_its_own_breaks():
    both = statements(Freedonia=[1] * 20 + [7] * 20, Sylvania=[4] * 40, Ruritania=[1] * 8 + [0] * 32)
    table = cl.breaks(both, by="actor", **span(40))
    assert table["actor"].tolist() == ["Freedonia"]
    assert (table.attrs["tested"], table.attrs["not_tested"]) == (2, 1)


def test_a_period_that_is_not_complete_is_left_out_and_told():
    counts = [5] * 30 + [0]
    table = cl.breaks(statements(Freedonia=counts), start="2022-01-04", end="2022-08-05")
    assert table.empty
    assert table.attrs["left_out"] == 2


def test_dispersion_is_one_for_poisson_counts_whatever_breaks_are_in_the_level():
    counts = noise(1, n=1, weeks=4000, mean=3.0)[0].astype(float)
    assert dispersion(counts) == pytest.approx(1.0, abs=0.06)
    assert dispersion(np.concatenate([counts, counts * 0, 4 + counts])) == pytest.approx(1.0, abs=0.06)
    scattered = noise(1, n=1, weeks=4000, mean=3.0, dispersion=3.0)[0].astype(float)
    assert dispersion(scattered) > 2
    assert dispersion(np.zeros(9)) == 1


def test_the_cost_of_a_level_is_the_negative_log_likelihood():
    from scipy.stats import poisson

    one, other = np.array([3.0, 4, 1, 2]), np.array([9.0, 8, 12, 7])
    apart = cost(one.sum(), 4) + cost(other.sum(), 4) - cost(one.sum() + other.sum(), 8)
    both = np.concatenate([one, other])
    likelihoods = [-poisson.logpmf(n, n.mean()).sum() for n in (one, other, both)]
    assert apart == pytest.approx(likelihoods[0] + likelihoods[1] - likelihoods[2])
    assert cost(0.0, 5) == 0


def test_events_of_the_first_period_and_just_before_stand_beside_a_break():
    days = pd.to_datetime(["2022-05-16", "2022-05-29", "2022-05-30"]).astype("datetime64[s]")
    happened = pd.DataFrame({"date": days, "event": ["Vote", "Truce", "later"]})
    table = cl.breaks(statements(Freedonia=[2] * 20 + [9] * 15), **span(35), events=happened)
    assert table["events"].tolist() == ["16 May 2022: Vote; 29 May 2022: Truce"]


def test_an_empty_selection_gives_an_empty_table():
    for by in (None, "actor"):
        found = cl.breaks(SAMPLE.head(0), by=by, events=EVENTS)
        assert found.empty and {"period", "mean_before", "ratio", "events"} <= set(found.columns)
    assert cl.breaks(SAMPLE.head(0), start="2024-01-01", end="2024-12-31").empty


def test_the_order_of_the_rows_changes_nothing():
    turned = SAMPLE.sample(frac=1, random_state=1)
    pd.testing.assert_frame_equal(cl.breaks(SAMPLE, by="theme"), cl.breaks(turned, by="theme"))


@pytest.mark.parametrize(("wrong", "message"), [
    ({"penalty": 0}, "penalty is 0; allowed is a number above 0, such as 2.0"),
    ({"shortest": 1}, "shortest is 1; allowed is a whole number from 2"),
    ({"by": "ratio"}, "by is 'ratio', a name that the result needs for itself; rename that column"),
])  # fmt: skip
def test_what_is_not_allowed_is_said_in_full(wrong, message):
    with pytest.raises(ParameterError, match=f"^{re.escape(message)}$"):
        cl.breaks(SAMPLE, **wrong)
