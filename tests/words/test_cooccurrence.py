"""Co-occurrence: symmetry, sums, and figures by hand."""

import itertools

import numpy as np
import pandas as pd
import pytest
from few_statements import said
from hypothesis import given, settings
from hypothesis import strategies as st

from conflictlib.opening import open_statements
from conflictlib.parameters import ParameterError
from conflictlib.summaries import themes
from conflictlib.words import cooccurrence

SAMPLE = open_statements()
FIGURES = ["n", "expected", "lift", "jaccard", "phi", "note"]


def turned(pairs):
    return pairs.rename(columns={"theme": "other", "other": "theme", "n_row": "n_other", "n_other": "n_row"})


def test_each_pair_is_there_both_ways_with_the_same_figures():
    pairs = cooccurrence(SAMPLE)
    keys = ["theme", "other"]
    one, other = (table.set_index(keys).sort_index()[FIGURES] for table in (pairs, turned(pairs)))
    pd.testing.assert_frame_equal(one, other)
    n_themes = pairs["theme"].nunique()
    assert len(pairs) == n_themes * (n_themes - 1)
    assert (pairs["theme"] != pairs["other"]).all()


def test_pairs_add_up_to_the_pairs_in_the_statements():
    pairs = cooccurrence(SAMPLE)
    assert pairs["n"].sum() == sum(len(set(codes)) * (len(set(codes)) - 1) for codes in SAMPLE["themes"])
    totals = themes(SAMPLE).set_index("theme")["n"]
    assert (pairs["n_row"] == pairs["theme"].map(totals)).all()
    assert (pairs["n"] <= pairs[["n_row", "n_other"]].min(axis=1)).all()


def test_figures_are_those_of_the_two_columns_of_zeros_and_ones():
    pairs = cooccurrence(SAMPLE).set_index(["theme", "other"])
    has = {name: SAMPLE["themes"].map(lambda codes, name=name: name in codes).astype(float) for name in
           ("ceasefire", "hostages", "peace_talks")}  # fmt: skip
    for one, other in itertools.permutations(has, 2):
        row = pairs.loc[(one, other)]
        both, either = (has[one] * has[other]).sum(), np.maximum(has[one], has[other]).sum()
        assert row["n"] == both
        assert row["phi"] == pytest.approx(np.corrcoef(has[one], has[other])[0, 1])
        assert row["jaccard"] == pytest.approx(both / either)
        assert row["expected"] == pytest.approx(has[one].mean() * has[other].mean() * len(SAMPLE))
        assert row["lift"] == pytest.approx(both / row["expected"])


def test_a_case_by_hand():
    rows = ["aid truce", "aid truce", "aid", "arms", ""]
    pairs = cooccurrence(said(*[(None, "FRE", codes, "") for codes in rows])).set_index(["theme", "other"])
    one = pairs.loc[("aid", "truce")]
    assert one[["n", "n_row", "n_other"]].tolist() == [2, 3, 2]
    assert one[["expected", "lift", "jaccard"]].tolist() == pytest.approx([3 * 2 / 5, 2 / 1.2, 2 / 3])
    assert one["phi"] == pytest.approx((5 * 2 - 3 * 2) / (3 * 2 * 2 * 3) ** 0.5)
    assert pairs.attrs["n"] == 5
    assert pairs.attrs["n_not_coded"] == 1
    assert (pairs["note"] == "few").all()


def test_a_pair_that_is_neither_rare_nor_expected_to_be_is_not_called_few():
    pairs = cooccurrence(SAMPLE)
    few = (pairs["n"] < 5) & (pairs["expected"] < 5)
    assert (pairs["note"] == few.map({True: "few", False: ""})).all()
    never = pairs.set_index(["theme", "other"]).loc[("ceasefire", "recognition")]
    assert (never["n"], never["note"]) == (0, "")  # 11 were to be expected


def test_a_theme_of_all_statements_has_no_phi():
    pairs = cooccurrence(said((None, "FRE", "aid truce", ""), (None, "FRE", "aid", "")))
    assert pairs["phi"].isna().all()


def test_members_and_addressees_have_pairs_too():
    pairs = cooccurrence(SAMPLE, of="addressee")
    assert pairs.columns[0] == "addressee"
    assert {"ISR", "PSE"} <= set(pairs["other"])
    assert cooccurrence(SAMPLE, of="member").columns[0] == "member"
    with pytest.raises(ParameterError) as caught:
        cooccurrence(SAMPLE, of="themes")
    assert str(caught.value) == "of is 'themes' (did you mean 'theme'?); allowed are theme, member, addressee"


@pytest.mark.parametrize("rows", [[], [""], ["aid"]])
def test_where_there_are_no_pairs_there_is_an_empty_table(rows):
    pairs = cooccurrence(said(*[(None, "FRE", codes, "") for codes in rows]))
    assert pairs.empty
    assert pairs.columns.equals(cooccurrence(SAMPLE).columns)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.sets(st.sampled_from(["a", "b", "c", "d"])), max_size=15))
def test_whatever_the_themes_the_figures_are_within_their_bounds(rows):
    pairs = cooccurrence(said(*[(None, "FRE", " ".join(sorted(codes)), "") for codes in rows]))
    assert pairs["jaccard"].between(0, 1).all()
    assert pairs["phi"].dropna().between(-1 - 1e-9, 1 + 1e-9).all()
    assert (pairs["lift"] >= 0).all()
    assert pairs["n"].sum() == sum(len(codes) * (len(codes) - 1) for codes in rows)
