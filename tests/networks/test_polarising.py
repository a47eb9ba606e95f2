"""Polarisation over time."""

import re

import numpy as np
import pandas as pd
import pytest
from made_up_statements import statements

import conflictlib as cl
from conflictlib.parameters import ParameterError

SAMPLE = cl.open_statements()


def split(n_for, n_against, theme="ceasefire", **arguments):
    """One month with so many actors for a theme and so many against it."""
    rows = [(f"F{i}", "supports", theme) for i in range(n_for)] + [
        (f"G{i}", "rejects", theme) for i in range(n_against)
    ]
    return cl.polarisation(statements(*rows), every="month", least=1, **arguments)


@pytest.mark.parametrize(("n_for", "n_against"), [(1, 1), (2, 1), (4, 1), (2, 5), (7, 0), (0, 3)])
def test_it_is_the_index_of_reynal_querol(n_for, n_against):
    # RQ = 1 - Σ ((1/2 - π) / (1/2))² π over the groups' shares π (Montalvo and Reynal-Querol 2005, p. 797)
    shares = np.array([n_for, n_against]) / (n_for + n_against)
    index = 1 - (((0.5 - shares) / 0.5) ** 2 * shares).sum()
    assert split(n_for, n_against)["value"].tolist() == [pytest.approx(index)]


def test_half_and_half_is_one_and_all_on_one_side_is_zero():
    assert split(3, 3)["value"].tolist() == [1.0]
    assert split(4, 0)["value"].tolist() == [0.0]


def test_which_side_is_called_for_changes_nothing():
    assert np.allclose(split(5, 2)["value"], split(2, 5)["value"])


def test_themes_are_weighted_by_their_actors():
    rows = [*((f"A{i}", "supports", "ceasefire") for i in range(4)), ("A0", "supports", "recognition"),
            ("A1", "rejects", "recognition"), ("A2", "supports", "peace_talks")]  # fmt: skip
    (row,) = cl.polarisation(statements(*rows), every="month", least=1).to_dict("records")
    assert row["value"] == pytest.approx((4 * 0 + 2 * 1) / 6)  # a theme of one actor says nothing
    assert (row["n_actors"], row["n_edges"], row["n_opposed"], row["n"]) == (4, 6, 1, 7)


def test_who_went_both_ways_counts_half_on_each_side():
    rows = [("A", "supports", "ceasefire"), ("A", "rejects", "ceasefire"), ("B", "supports", "ceasefire")]
    assert cl.polarisation(statements(*rows), every="month", least=1)["value"].tolist() == [4 * 0.75 * 0.25]


def test_it_says_how_much_hangs_on_one_actor():
    (row,) = split(4, 1).to_dict("records")
    assert (row["low"], row["high"]) == (0, 0.75)
    assert row["low"] <= row["value"] <= row["high"]


def test_too_few_actors_are_a_missing_value_and_a_note():
    rows = statements(*((actor, "supports", "ceasefire") for actor in "ABCD"))
    (row,) = cl.polarisation(rows, every="month").to_dict("records")
    assert np.isnan(row["value"]) and np.isnan(row["low"])
    assert row["note"] == "4 actors with a position; 5 are needed"
    apart = statements(("A", "supports", "ceasefire"), ("B", "supports", "recognition"))
    assert cl.polarisation(apart, every="month", least=2)["note"].tolist() == [
        "no two actors took positions on the same theme"
    ]


def test_quiet_periods_are_rows_and_undated_statements_are_told():
    rows = statements(("A", "supports", "ceasefire"), ("B", "supports", "ceasefire", {"date": "2024-04-30"}),
                      ("C", "supports", "ceasefire", {"date": None}))  # fmt: skip
    months = cl.polarisation(rows, every="month")
    assert months["period"].astype(str).tolist() == ["2024-01-01", "2024-02-01", "2024-03-01", "2024-04-01"]
    assert months["note"].tolist()[1] == "no actors with a position; 5 are needed"
    assert months["complete"].all()
    assert months.attrs["undated"] == 1
    assert months.attrs["span"] == "2024-01-05/2024-04-30"


@pytest.mark.parametrize("every", ["month", "quarter", "year"])
def test_on_the_sample_it_stays_between_its_ends(every):
    found = cl.polarisation(SAMPLE, every=every, rules="narrow, votes=yes, unclear=yes")
    there = found.dropna(subset="value")
    assert there["value"].between(0, 1).all()
    assert (there["low"] <= there["high"]).all()
    assert ((there["value"] > 0) == (there["n_opposed"] > 0)).all()
    assert (found["value"].isna() == (found["note"] != "")).all()
    assert found["period"].tolist() == cl.frequency(SAMPLE, every=every)["period"].tolist()


def test_the_order_of_rows_changes_nothing():
    found = cl.polarisation(SAMPLE, rules="narrow, votes=yes")
    pd.testing.assert_frame_equal(cl.polarisation(SAMPLE.iloc[::-1], rules="narrow, votes=yes"), found)


def test_one_whole_period_agrees_with_the_network():
    whole = cl.polarisation(SAMPLE, every="year", start="2023-01-01", end="2023-12-31")
    edges = cl.coposition_network(SAMPLE, end="2023-12-31")
    assert whole["n_edges"].tolist() == [len(edges)]
    assert whole["n_opposed"].tolist() == [(edges["conflict"] > 0).sum()]
    assert whole["n"].tolist() == [edges.attrs["n"]]


def test_nothing_has_no_polarisation():
    none = cl.polarisation(SAMPLE.head(0))
    assert none.empty
    assert none.columns.tolist() == cl.polarisation(SAMPLE).columns.tolist()
    assert len(cl.polarisation(SAMPLE.head(0), start="2024-01-01", end="2024-12-31")) == 4


def test_a_value_that_is_not_allowed_is_named():
    message = "every is 'quarterly' (did you mean 'quarter'?); allowed are day, week, month, quarter, year"
    with pytest.raises(ParameterError, match=f"^{re.escape(message)}$"):
        cl.polarisation(SAMPLE, every="quarterly")
    with pytest.raises(ParameterError, match=r"^least is 0; allowed is a whole number from 1$"):
        cl.polarisation(SAMPLE, least=0)
