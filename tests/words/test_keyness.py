"""Keyness: published values, invariants, cases by hand."""

import math

import numpy as np
import pandas as pd
import pytest
from few_statements import said
from hypothesis import given, settings
from hypothesis import strategies as st

from conflictlib.codebook import shipped_codebook
from conflictlib.opening import open_statements
from conflictlib.parameters import ParameterError
from conflictlib.schema import TableError
from conflictlib.words import keyness
from conflictlib.words.measures import corrected, likelihood_ratio, log_odds
from conflictlib.words.units import stop_words_of, words_of

SAMPLE = open_statements()
ISRAEL = SAMPLE[SAMPLE["actor"] == "ISR"]
SIDES = ["n_target", "n_reference", "rate_target", "rate_reference", "n_documents_target", "n_documents_reference"]


# Published values


@pytest.mark.parametrize(
    ("cells", "published"),
    [((110, 2442, 111, 29114), 270.72), ((29, 13, 123, 31612), 263.90), ((31, 23, 139, 31584), 256.84)],
)
def test_the_likelihood_ratio_is_that_of_dunning(cells, published):
    """Dunning (1993), table 2 of word pairs: "the swiss", "can be", "previous year"."""
    one, other, without_one, without_other = cells
    found = likelihood_ratio((np.array([one]), np.array([without_one])), (one + other, without_one + without_other))
    assert found.round(2).tolist() == [published]


def test_the_likelihood_ratio_is_near_that_of_rayson_and_garside():
    """52 of 50,000 words against 57 of 75,000: 2.65, an example that is taught with their calculator."""
    assert likelihood_ratio((np.array([52]), np.array([57])), (50_000, 75_000)).round(2).tolist() == [2.65]


def test_the_log_odds_are_those_of_monroe_colaresi_and_quinn():
    """The worked example of an implementation of theirs that is in use: two sentences, a flat prior of 0.05 a word."""
    one, two = (words_of(text) for text in ("the quick brown fox jumps over the lazy pig",
                                            "the lazy purple pig jumps over the lazier donkey"))  # fmt: skip
    vocabulary = sorted({*one, *two})
    n = np.array([[words.count(word) for word in vocabulary] for words in (one, two)], dtype=float)
    prior = np.full(len(vocabulary), 0.05)
    _, z = log_odds((n[0], n[1]), (len(one), len(two)), prior, prior.sum(), rare=True)
    published = {"donkey": -0.6894227886807968, "lazier": -0.6894227886807968, "jumps": 0.0, "the": 0.0,
                 "brown": 0.6894227886807968}  # fmt: skip
    found = dict(zip(vocabulary, z, strict=True))
    assert {word: found[word] for word in published} == pytest.approx(published)


def test_q_is_that_of_benjamini_and_hochberg():
    """Benjamini and Hochberg (1995), section 3.2: of 15 tests four are kept at 0.05."""
    p = [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719, 0.6528,
         0.7590, 1.0]  # fmt: skip
    assert int((corrected(np.array(p)) <= 0.05).sum()) == 4


# By hand


def test_a_small_case_by_hand():
    target = said((None, "FRE", "", "truce truce aid"), (None, "FRE", "", "the aid"))
    reference = said((None, "SYL", "", "aid aid arms"), (None, "SYL", "", "no truce, no"), (None, "SYL", "", "arms"))
    reference["statement_id"] += "r"
    found = keyness(target, against=reference, prior=6, least=1, stop_words=["the", "no"]).set_index("word")
    # 5 words and 7; both together: truce 3 of 12, aid 4, arms 2
    alpha, n, of = 6 * 3 / 12, (2, 1), (5, 7)
    odds = [(y + alpha) / (m + 6 - y - alpha) for y, m in zip(n, of, strict=True)]
    delta = math.log(odds[0]) - math.log(odds[1])
    z = delta / math.sqrt(sum(1 / (y + alpha) for y in n))
    assert found.loc["truce", ["log_odds", "z"]].tolist() == pytest.approx([delta, z])
    assert found.loc["truce", SIDES].tolist() == pytest.approx([2, 1, 400, 1000 / 7, 1, 1])
    assert found.index.tolist() == ["truce", "aid", "arms"]
    assert found["direction"].tolist() == ["target", "target", "reference"]


def test_of_themes_each_statement_counts_once_and_the_whole_variance_is_taken():
    target = said((None, "FRE", "aid truce", ""), (None, "FRE", "aid aid", ""), (None, "FRE", "", ""))
    reference = said((None, "SYL", "truce", ""), (None, "SYL", "", ""))
    reference["statement_id"] += "r"
    found = keyness(target, against=reference, unit="theme", least=1, prior=2).set_index("theme")
    assert found.loc["aid", SIDES[:4]].tolist() == pytest.approx([2, 0, 200 / 3, 0])
    have, lack = np.array([2.8, 0.8]), np.array([3 + 2 - 2.8, 2 + 2 - 0.8])  # α = 2 · 2/5
    odds = np.log(have / lack)
    variance = (1 / have + 1 / lack).sum()
    assert found.loc["aid", "log_odds"] == pytest.approx(odds[0] - odds[1])
    assert found.loc["aid", "z"] == pytest.approx((odds[0] - odds[1]) / math.sqrt(variance))
    assert set(found.index) == {"aid", "truce"}  # what is not coded is no theme


def test_what_every_statement_has_sets_nothing_apart():
    one, two = said((None, "FRE", "aid", "")), said((None, "SYL", "aid", ""))
    for method in ("log_odds", "g2"):
        (row,) = keyness(one, against=two.assign(statement_id="x"), unit="theme", least=1, method=method).itertuples()
        assert (row.log_odds, row.p, row.direction) == (0, 1, "neither")


def test_a_word_of_one_page_is_marked():
    page = [("2024-01-01", "FRE", "", "the glorp glorp glorp", "d1"), ("2024-01-02", "FRE", "", "glorp glorp", "d1")]
    pages = [("2024-01-01", "FRE", "", "glorp glorp glorp", "d1"), ("2024-01-02", "FRE", "", "glorp glorp", "d2")]
    rest = said(*[("2024-01-01", "SYL", "", "other words here", f"d{k}") for k in range(3, 40)])
    for rows, n_documents, note in ((page, 1, "in one document only"), (pages, 2, "")):
        target = said(*rows, *[("2024-01-01", "FRE", "", "else", f"e{k}") for k in range(30)])
        found = keyness(target, against=rest.assign(statement_id="r" + rest["statement_id"])).set_index("word")
        assert found.loc["glorp", "n_documents_target"] == n_documents
        assert found.loc["glorp", "note"] == note


def test_few_occurrences_and_small_selections_are_noted():
    found = keyness(SAMPLE, every="year")
    few = found["n_target"] + found["n_reference"] < 5
    assert (found["note"].str.contains("fewer than 5") == few).all()
    assert (found["note"].str.contains("a selection of 5 statements") == (found["period"] == "2026-01-01")).all()


# Invariants


@pytest.mark.parametrize("unit", ["word", "theme", "act"])
@pytest.mark.parametrize("method", ["log_odds", "g2"])
def test_target_and_reference_exchanged_give_the_same_with_the_other_sign(unit, method):
    others = SAMPLE[SAMPLE["actor"] != "ISR"]
    one = keyness(ISRAEL, against=others, unit=unit, method=method).set_index(unit).sort_index()
    other = keyness(others, against=ISRAEL, unit=unit, method=method).set_index(unit).sort_index()
    assert np.allclose(one["log_odds"], -other["log_odds"])
    assert np.allclose(one["p"], other["p"])
    assert one["n_target"].equals(other["n_reference"].rename("n_target"))
    turned = {"target": "reference", "reference": "target", "neither": "neither"}
    assert (one["direction"].map(turned) == other["direction"]).all()


@pytest.mark.parametrize("unit", ["word", "theme", "act"])
def test_the_direction_is_the_sign(unit):
    found = keyness(ISRAEL, against=SAMPLE, unit=unit)
    sign = np.sign(found["z"].round(9)).map({1: "target", -1: "reference", 0: "neither"})
    assert (sign == found["direction"]).all()
    assert found["z"].round(9).is_monotonic_decreasing


def test_counts_add_up_to_the_words_of_the_selections():
    found = keyness(ISRAEL, against=SAMPLE, least=1, stop_words=[])
    rest = SAMPLE[SAMPLE["actor"] != "ISR"]
    for side, table in (("target", ISRAEL), ("reference", rest)):
        words = [word for text in table["text"] for word in words_of(text)]
        assert found[f"n_{side}"].sum() == len(words)
        assert found[f"rate_{side}"].sum() == pytest.approx(1000)
        assert (found[f"n_documents_{side}"] <= found[f"n_{side}"]).all()
        hamas = table["text"].map(words_of).map(lambda words: "hamas" in words)
        documents = table.loc[hamas, "doc_id"].nunique()
        assert found.set_index("word").loc["hamas", f"n_documents_{side}"] == documents


def test_of_an_act_the_counts_add_up_to_the_statements():
    found = keyness(SAMPLE, by="actor", unit="act", least=1)
    sums = found.groupby("actor")[["n_target", "n_reference"]].sum()
    assert (sums.sum(axis=1) == len(SAMPLE)).all()
    assert sums["n_target"].to_dict() == SAMPLE["actor"].value_counts().to_dict()


def test_statements_in_both_selections_are_taken_out_of_the_reference():
    whole, rest = keyness(ISRAEL, against=SAMPLE), keyness(ISRAEL, against=SAMPLE[SAMPLE["actor"] != "ISR"])
    pd.testing.assert_frame_equal(whole, rest)
    assert whole.attrs["left_out"].startswith("The reference is without the target’s 39 statements. ")
    part = keyness(ISRAEL, against=SAMPLE[SAMPLE["date"] < "2024-01-01"])
    n = (ISRAEL["date"] < "2024-01-01").sum()
    assert part.attrs["left_out"].startswith(f"The reference is without {n} statements that are the target’s. ")


def test_a_group_against_the_rest_is_that_group_against_the_whole():
    by_actor = keyness(SAMPLE, by="actor", unit="theme")
    alone = keyness(ISRAEL, against=SAMPLE, unit="theme")
    first = by_actor[by_actor["actor"] == "ISR"].drop(columns="actor").reset_index(drop=True)
    pd.testing.assert_frame_equal(first.drop(columns="q"), alone.drop(columns="q"))
    assert (first["q"] >= first["p"]).all()  # corrected for the rows of all actors


def test_a_period_against_the_rest_is_that_period_against_the_whole():
    found = keyness(SAMPLE, every="year")
    year = SAMPLE[SAMPLE["date"].dt.year == 2024]
    alone = keyness(year, against=SAMPLE)
    these = found[found["period"] == "2024-01-01"].drop(columns="period").reset_index(drop=True)
    pd.testing.assert_frame_equal(these.drop(columns="q"), alone.drop(columns="q"))
    assert found.attrs["sizes"]["2024-01-01"] == (len(year), len(SAMPLE) - len(year))


def test_two_selections_over_time_are_compared_within_each_period():
    found = keyness(ISRAEL, against=SAMPLE, every="year", unit="act")
    in_2024 = [table[table["date"].dt.year == 2024] for table in (ISRAEL, SAMPLE)]
    alone = keyness(in_2024[0], against=in_2024[1], unit="act")
    these = found[found["period"] == "2024-01-01"].drop(columns="period").reset_index(drop=True)
    pd.testing.assert_frame_equal(these.drop(columns="q"), alone.drop(columns="q"))


def test_the_order_of_the_statements_changes_nothing():
    shuffled = SAMPLE.sample(frac=1, random_state=5)
    for options in ({"every": "year"}, {"by": "actor", "unit": "theme"}):
        pd.testing.assert_frame_equal(keyness(SAMPLE, **options), keyness(shuffled, **options))


def test_columns_of_categories_give_the_same():
    rows = SAMPLE.astype({"actor": "category", "act": "category"})
    one = keyness(rows[rows["actor"] == "ISR"], against=rows, unit="act")
    pd.testing.assert_frame_equal(one, keyness(ISRAEL, against=SAMPLE, unit="act"))
    pd.testing.assert_frame_equal(keyness(rows, by="actor", unit="act"), keyness(SAMPLE, by="actor", unit="act"))


def test_a_larger_prior_draws_towards_no_difference():
    odds = [keyness(ISRAEL, against=SAMPLE, prior=size).set_index("word")["log_odds"].abs() for size in (10, 500, 5000)]
    assert (odds[0] >= odds[1].reindex(odds[0].index) - 1e-12).all()
    assert (odds[1] >= odds[2].reindex(odds[1].index) - 1e-12).all()


def test_nothing_is_changed_in_what_is_given():
    before = SAMPLE.copy(deep=True)
    keyness(ISRAEL, against=SAMPLE, every="year")
    pd.testing.assert_frame_equal(SAMPLE, before)


@pytest.mark.parametrize(
    ("target", "reference", "names"),
    [
        (["ISR"], [], ("Israel", "all others")),
        (["ISR"], ["USA", "CHN"], ("Israel", "China, United States")),
        (["ISR"], ["USA", "CHN", "RUS", "GBR"], ("Israel", "reference")),
        (["USA", "CHN", "RUS", "GBR"], ["ISR"], ("target", "Israel")),
        (["ISR", "HAMAS"], ["ISR"], ("Hamas, Israel", "all others")),
    ],
)
def test_selections_are_named_by_their_actors_where_these_are_few(target, reference, names):
    others = SAMPLE[SAMPLE["actor"].isin(reference)] if reference else SAMPLE
    assert keyness(SAMPLE[SAMPLE["actor"].isin(target)], against=others, unit="act").attrs["names"] == names


def test_selections_of_the_same_actor_are_target_and_reference():
    halves = ISRAEL[::2], ISRAEL[1::2]
    assert keyness(halves[0], against=halves[1]).attrs["names"] == ("target", "reference")
    assert keyness(halves[0], against=halves[1], names=("a", "b")).attrs["names"] == ("a", "b")
    assert keyness(SAMPLE, every="year").attrs["names"] is None


# What is counted


def test_words_are_in_lower_case_with_their_hyphens_and_without_marks():
    text = "A cease-fire; “two-state” talks (1967) — Málaga’s U.S. envoys won't go…"
    assert words_of(text) == ["a", "cease-fire", "two-state", "talks", "1967", "málaga", "'s", "u.s.", "envoys", "wo",
                              "n't", "go"]  # fmt: skip


def test_words_of_grammar_count_in_the_whole_and_get_no_row():
    one, two = said((None, "FRE", "", "the truce of the")), said((None, "SYL", "", "of truce it"))
    found = keyness(one, against=two.assign(statement_id="x"), least=1)
    assert found["word"].tolist() == ["truce"]
    assert found["rate_target"].tolist() == [250]
    assert {"the", "of", "and", "it", "was", "'s"} <= stop_words_of(shipped_codebook())
    assert stop_words_of(shipped_codebook()).isdisjoint({"not", "ceasefire", "war", "will not"})


def test_words_that_are_too_rare_get_no_row_and_are_counted_in_a_note():
    found = keyness(ISRAEL, against=SAMPLE, least=10)
    assert (found["n_target"] + found["n_reference"]).min() >= 10
    assert "words found fewer than 10 times." in found.attrs["left_out"]


def test_statements_without_a_date_are_left_out_of_periods_and_counted():
    rows = SAMPLE.copy()
    rows.loc[:9, "date"] = pd.NaT
    found = keyness(rows, every="year")
    assert found.attrs["n"] == len(SAMPLE) - 10
    assert "Without a date and left out: 10." in found.attrs["left_out"]


@pytest.mark.parametrize("unit", ["word", "theme", "act"])
def test_an_empty_selection_gives_no_rows_and_all_columns(unit):
    full = keyness(ISRAEL, against=SAMPLE, unit=unit)
    for one, other in ((SAMPLE.head(0), SAMPLE), (SAMPLE, SAMPLE), (SAMPLE.head(0), SAMPLE.head(0))):
        none = keyness(one, against=other, unit=unit)
        assert none.empty
        assert none.dtypes.equals(full.dtypes)
    assert keyness(SAMPLE.head(0), every="year", unit=unit).columns[0] == "period"
    assert keyness(SAMPLE.head(0), by="actor", unit=unit).columns[0] == "actor"


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({}, "there is nothing to compare with; allowed are against (with or without every), every, or by"),
        ({"by": "actor", "every": "year"},
         "there is by='actor' together with against or every; allowed are against (with or without every), every, "
         "or by"),
        ({"every": "weak"}, "every is 'weak' (did you mean 'week'?); allowed are day, week, month, quarter, year"),
        ({"every": "year", "unit": "words"}, "unit is 'words' (did you mean 'word'?); allowed are word, theme, act"),
        ({"every": "year", "method": "chi2"}, "method is 'chi2'; allowed are log_odds, g2"),
        ({"every": "year", "prior": 0}, "prior is 0; allowed is a number above 0, or None"),
        ({"every": "year", "least": 0}, "least is 0; allowed is a whole number from 1"),
        ({"by": "themes", "unit": "theme"},
         "by is 'themes', which the result has for something else; allowed are other columns"),
    ],
)  # fmt: skip
def test_a_wrong_value_is_one_sentence(options, message):
    with pytest.raises(ParameterError) as caught:
        keyness(SAMPLE, **options)
    assert str(caught.value) == message


def test_a_column_that_is_not_there_is_named():
    with pytest.raises(TableError, match="there is no column 'speakers'"):
        keyness(SAMPLE, by="speakers")


@settings(max_examples=20, deadline=None)
@given(st.lists(st.tuples(st.booleans(), st.lists(st.sampled_from("abcd"), max_size=6)), max_size=12))
def test_whatever_is_said_the_figures_are_sound(rows):
    table = said(
        *[("2024-01-01", "FRE" if first else "SYL", " ".join(words), " ".join(words)) for first, words in rows]
    )
    for unit, method in (("word", "log_odds"), ("word", "g2"), ("theme", "log_odds"), ("theme", "g2")):
        found = keyness(table[table["actor"] == "FRE"], against=table, unit=unit, method=method, least=1, stop_words=[])
        assert np.isfinite(found[["log_odds", "p", "q"]].to_numpy()).all()
        assert found["p"].between(0, 1).all()
        assert (found["q"] >= found["p"] - 1e-12).all()
        assert found["direction"].isin(["target", "reference", "neither"]).all()
