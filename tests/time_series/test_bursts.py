"""Bursts: planted ones are found, noise has none, and what can't be tested is said."""

import re

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import nbinom, poisson
from series_made_up import noise, span, statements

import conflictlib as cl
from conflictlib.parameters import ParameterError
from conflictlib.time_series.usual import against_the_others

SAMPLE = cl.open_statements()
EVENTS = cl.load_events()


def found_in(counts, **others):
    table = cl.bursts(statements(Freedonia=counts), **span(len(counts)), **others)
    return table.index[table["burst"]].tolist()


# What is planted is found, and nothing else


@pytest.mark.parametrize("mean", [0.3, 3.0])
def test_noise_has_a_burst_in_at_most_5_of_100_series(mean):
    series = noise(11, mean=mean)
    assert sum(bool(found_in(counts)) for counts in series if counts.sum()) <= 5


def test_a_table_of_many_groups_without_a_burst_has_none():
    groups = {f"actor {i}": counts for i, counts in enumerate(noise(5, n=60, weeks=100, mean=1.0))}
    assert not cl.bursts(statements(**groups), by="actor", **span(100))["burst"].any()


def test_scatter_beyond_poisson_makes_few_bursts():
    series = noise(3, mean=5.0, weeks=124, dispersion=3.0)
    as_poisson = [(poisson.sf(counts - 1, counts.mean()) < 0.05 / 124).any() for counts in series]
    assert sum(as_poisson) > 50  # a test that knows Poisson only would cry wolf
    assert sum(bool(found_in(counts)) for counts in series) <= 8


@pytest.mark.parametrize(("mean", "planted"), [(0.3, 8), (1.0, 10), (3.0, 16), (20.0, 50)])
def test_a_planted_burst_is_found(mean, planted):
    hits = 0
    for counts in noise(8, n=20, mean=mean):
        counts[30] = planted
        hits += found_in(counts) == [30]
    assert hits >= 18


def test_two_bursts_do_not_hide_each_other():
    counts = noise(2, n=1, weeks=80)[0]
    counts[[20, 21, 60]] = 40, 25, 30
    assert found_in(counts) == [20, 21, 60]


@pytest.mark.parametrize(("n_bursts", "least"), [(1, 0.65), (3, 0.8), (6, 0.85)])
def test_several_small_bursts_are_found_as_often_as_one(n_bursts, least):
    at = np.linspace(5, 75, n_bursts).astype(int)
    hits = []
    for counts in noise(9, n=25, weeks=80, mean=2.0):
        counts[at] += 9
        hits.append(np.isin(at, found_in(counts)).mean())
    assert np.mean(hits) >= least


def test_what_is_not_unusual_is_put_back_into_the_usual_level():
    counts = np.array([0] * 45 + [1] * 15)  # the lower three quarters have none
    table = cl.bursts(statements(Freedonia=counts), **span(60))
    assert not table["burst"].any()
    assert table.loc[0, "expected"] == pytest.approx(15 / 59)


def test_a_quiet_period_is_no_burst():
    counts = np.full(60, 20)
    counts[30] = 0
    assert found_in(counts) == []


# What the figures are


def test_expected_is_the_mean_of_the_other_periods_that_are_no_burst():
    counts = noise(2, n=1, weeks=40)[0]
    counts[10] = 60
    table = cl.bursts(statements(Freedonia=counts), **span(40))
    others = np.delete(counts, 10)
    assert table.loc[10, "expected"] == pytest.approx(others.mean())
    assert table.loc[0, "expected"] == pytest.approx(others[1:].mean())
    assert np.allclose(table["ratio"], counts / table["expected"])


def test_without_scatter_the_probability_is_that_of_poisson_with_a_mean_that_is_estimated():
    counts = np.full(2000, 3.0)  # many periods: mean and dispersion are all but known
    counts[0] = 9
    _, chance = against_the_others(counts, np.arange(2000) > 0)
    assert chance[0] == pytest.approx(poisson.sf(8, 3.0), rel=0.1)
    few = np.array([9.0, *[3.0] * 12])
    _, chance = against_the_others(few, np.arange(13) > 0)
    assert chance[0] > nbinom.sf(8, 36.5, 12 / 13) > poisson.sf(8, 3.0)  # Jeffreys' predictive distribution


def test_without_the_highest_periods_level_and_scatter_are_not_taken_for_less_than_they_are():
    counts = noise(6, n=1, weeks=400, mean=3.0, dispersion=2.0)[0].astype(float)
    high = counts.max()
    below = counts <= np.quantile(counts, 0.9)
    whole, corrected, naive = (
        against_the_others(counts, kept, lower=lower)[1][counts.argmax()]
        for kept, lower in ((counts < high, False), (below, True), (below, False))
    )
    assert naive < whole / 10
    assert whole / 3 < corrected < whole * 3


def test_q_is_that_of_benjamini_and_hochberg():
    counts = noise(4, n=2, weeks=30)
    counts[0, 5] = 20
    table = cl.bursts(statements(Freedonia=counts[0], Sylvania=counts[1]), by="actor", **span(30))
    p = np.sort(table["p"])
    wanted = np.minimum.accumulate((p * len(p) / np.arange(1, len(p) + 1))[::-1])[::-1]
    assert np.allclose(np.sort(table["q"]), np.minimum(wanted, 1))
    assert table.attrs["n_tests"] == 60
    assert (table["burst"] == (table["q"] <= 0.05)).all()


def test_counts_are_those_of_the_frequency():
    table = cl.bursts(SAMPLE, by="theme")
    counts = cl.frequency(SAMPLE, by="theme")
    keys = ["period", "theme", "n", "n_documents", "complete"]
    pd.testing.assert_frame_equal(table[keys], counts[keys])
    assert table.attrs["span"] == counts.attrs["span"]


def test_the_order_of_the_rows_changes_nothing():
    turned = SAMPLE.sample(frac=1, random_state=1)
    pd.testing.assert_frame_equal(
        cl.bursts(SAMPLE, every="month", by="act"), cl.bursts(turned, every="month", by="act")
    )


@settings(max_examples=30, deadline=None)
@given(st.lists(st.integers(0, 40), min_size=10, max_size=40))
def test_whatever_the_counts_the_figures_are_in_their_bounds(counts):
    counts = np.array([*counts, 1])
    table = cl.bursts(statements(Freedonia=counts), **span(len(counts)))
    tested = table.dropna(subset="p")
    assert len(tested) == (len(table) if counts.sum() >= 10 else 0)
    assert tested["p"].between(0, 1).all() and (tested["q"] >= tested["p"] - 1e-12).all()
    assert (tested.loc[tested["burst"], "n"] > tested.loc[tested["burst"], "expected"]).all()


# What is too little to be tested


def test_a_period_that_is_not_complete_is_not_tested():
    counts = noise(2, n=1, weeks=30)[0]
    counts[-1] = 60
    table = cl.bursts(statements(Freedonia=counts), start="2022-01-03", end="2022-07-29")
    assert table["note"].iloc[-1] == "not complete: not tested"
    assert not table["burst"].iloc[-1]
    assert table[["expected", "ratio", "p", "q"]].iloc[-1].isna().all()


def test_few_statements_or_periods_are_not_tested():
    few = cl.bursts(statements(Freedonia=[1] * 9 + [0] * 20, Sylvania=[2] * 29), by="actor", **span(29))
    assert few.groupby("actor")["note"].first().to_dict() == {"Freedonia": "few statements: not tested", "Sylvania": ""}
    short = cl.bursts(statements(Freedonia=[9] * 9), **span(9))
    assert set(short["note"]) == {"few periods: not tested"}
    assert short.attrs["n_tests"] == 0


def test_what_one_document_tells_is_no_burst_and_few_documents_are_noted():
    counts = noise(2, n=1, weeks=40)[0]
    counts[10] = 60
    table = statements(Freedonia=counts)
    burst = table["date"].between("2022-03-14", "2022-03-20")
    for n_documents, note, found in ((1, "one document: no burst", False), (3, "few documents", True), (9, "", True)):
        ids = [f"page {i % n_documents}" if yes else f"own {i}" for i, yes in enumerate(burst)]
        row = cl.bursts(table.assign(doc_id=ids), **span(40)).loc[10]
        assert (row["note"], bool(row["burst"]), row["n_documents"]) == (note, found, n_documents)


def test_an_empty_selection_gives_an_empty_table():
    for by in (None, "actor"):
        found = cl.bursts(SAMPLE.head(0), by=by, events=EVENTS)
        assert found.empty and {"q", "burst", "events"} <= set(found.columns)
    assert not cl.bursts(SAMPLE.head(0), start="2024-01-01", end="2024-12-31")["burst"].any()


# Events, and what is not allowed


def test_events_in_and_just_before_a_burst_stand_beside_it():
    counts = noise(2, n=1, weeks=40)[0]
    counts[10] = 60  # 14 to 20 March
    days = pd.to_datetime(["2022-03-21", "2022-03-20", "2022-03-07", "2022-03-06", None]).astype("datetime64[s]")
    happened = pd.DataFrame({"date": days, "event": ["after", "Truce\nbroken", "Vote", "before", "undated"]})
    table = cl.bursts(statements(Freedonia=counts), **span(40), events=happened)
    assert table.loc[10, "events"] == "7 Mar 2022: Vote; 20 Mar 2022: Truce broken"
    assert set(table["events"].drop(10)) == {""}


@pytest.mark.parametrize(("wrong", "message"), [
    ({"level": 5}, "level is 5; allowed is a number between 0 and 1, such as 0.05"),
    ({"every": "fortnight"}, "every is 'fortnight'; allowed are day, week, month, quarter, year"),
    ({"by": "q"}, "by is 'q', a name that the result needs for itself; rename that column"),
])  # fmt: skip
def test_what_is_not_allowed_is_said_in_full(wrong, message):
    with pytest.raises(ParameterError, match=f"^{re.escape(message)}$"):
        cl.bursts(SAMPLE, **wrong)


def test_the_sample_has_few_bursts():
    assert not cl.bursts(SAMPLE)["burst"].any()
    assert not cl.bursts(SAMPLE, by="actor")["burst"].any()
    monthly = cl.bursts(SAMPLE, every="month", events=EVENTS)
    assert monthly.loc[monthly["burst"], "period"].astype(str).tolist() == ["2023-10-01"]
