"""Counts corrected for the coder's measured precision and recall."""

import re

import numpy as np
import pandas as pd
import pytest
from scipy.stats import beta

import conflictlib as cl
from conflictlib.estimating import correcting
from conflictlib.parameters import ParameterError

SAMPLE = cl.open_statements()


def accuracy(*rows):
    return pd.DataFrame(rows, columns=["code", "n_gold", "n_predicted", "n_right"])


ALL = ("all", 300, 250, 200)


def test_a_count_is_multiplied_by_precision_and_divided_by_recall():
    known = accuracy(ALL, ("ISR", 50, 40, 30))
    found = cl.estimates(SAMPLE, by="actor", every="year", accuracy=known, draws=200)
    israel = found[found["actor"] == "ISR"]
    assert np.allclose(israel["precision"], 0.75) and np.allclose(israel["recall"], 0.6)
    assert np.allclose(israel["corrected"], israel["n"] * 0.75 / 0.6)
    raw = cl.estimates(SAMPLE, by="actor", every="year", draws=200)
    pd.testing.assert_frame_equal(found[raw.columns.drop("note")], raw.drop(columns="note"), check_flags=False)


def test_a_code_without_a_row_has_the_accuracy_of_all_and_says_so():
    found = cl.estimates(SAMPLE, by="actor", every="year", accuracy=accuracy(ALL, ("ISR", 50, 40, 30)), draws=200)
    usa = found[found["actor"] == "USA"]
    assert np.allclose(usa["corrected"], usa["n"] * 300 / 250)
    assert usa["note"].str.contains("accuracy of all codes").all()
    assert not found[found["actor"] == "ISR"]["note"].str.contains("all codes").any()


def test_the_interval_is_wider_and_the_wider_the_smaller_the_sample():
    def width(times):
        known = accuracy(("all", 100 * times, 100 * times, 80 * times))
        found = cl.estimates(SAMPLE, every="year", accuracy=known, draws=1000)
        assert np.allclose(found["corrected"], found["value"])
        return (found["corrected_high"] - found["corrected_low"]).to_numpy(), (found["high"] - found["low"]).to_numpy()

    (few, raw), (many, _) = width(1), width(10_000)
    assert (few > raw).all() and (few > many).all()
    assert (many >= raw - 1e-9).all() and np.allclose(many, raw, rtol=0.1)


def test_a_corrected_value_lies_in_its_interval_and_a_share_is_at_most_one():
    known = accuracy(("all", 100, 200, 90), ("calls_for", 90, 20, 20), ("condemns", 5, 4, 3))
    for measure in ("n", "share", "per_document"):
        found = cl.estimates(SAMPLE, by="act", measure=measure, accuracy=known, draws=200).dropna(
            subset="corrected_low"
        )
        assert (found["corrected_low"] <= found["corrected"]).all()
        assert (found["corrected"] <= found["corrected_high"]).all()
        if measure == "share":
            assert found["corrected_high"].max() == 1
            plain = found[found["act"] == "condemns"]
            assert np.allclose(plain["corrected"], np.minimum(plain["value"] * (5 / 4) / (100 / 200), 1))


def test_precision_and_recall_have_the_posterior_of_jeffreys():
    counts = np.array([[40.0, 50.0, 30.0]])
    random = np.random.Generator(np.random.PCG64(1))
    times = correcting.drawn_factor(counts, 20_000, random)[0]
    # where recall is all but certain, the factor is precision, so its draws are of that Beta distribution
    sure = correcting.drawn_factor(np.array([[30.0, 50.0, 30.0]]), 20_000, random)[0]
    assert np.median(times) == pytest.approx(0.8, abs=0.02)
    assert np.quantile(sure, 0.025) == pytest.approx(beta(30.5, 20.5).ppf(0.025), abs=0.02)


def test_what_was_never_right_is_not_corrected():
    found = cl.estimates(SAMPLE, by="act", accuracy=accuracy(ALL, ("condemns", 5, 4, 0)), draws=100)
    none = found[found["act"] == "condemns"]
    assert none[["corrected", "corrected_low", "corrected_high"]].isna().all().all()
    assert none["note"].str.contains("not corrected: no statement of the code was found right").all()
    lonely = cl.estimates(SAMPLE, by="act", accuracy=accuracy(("condemns", 50, 40, 30)), draws=100)
    assert lonely.loc[lonely["act"] == "states", "corrected"].isna().all()


def test_an_accuracy_from_few_statements_is_noted():
    found = cl.estimates(SAMPLE, by="act", accuracy=accuracy(ALL, ("condemns", 5, 4, 3)), draws=100)
    assert (
        found.loc[found["act"] == "condemns", "note"]
        .str.contains("accuracy from few (gold 5, coded 4)", regex=False)
        .all()
    )


@pytest.mark.parametrize(("coded", "note"), [
    (2, "more frequent than where the accuracy was measured (40 % of the statements, there 2 %)"),
    (13, "more frequent than where the accuracy was measured (40 % of the statements, there 13 %)"),
    (14, ""), (40, ""), (99, ""),
])  # fmt: skip
def test_a_code_that_was_measured_where_it_is_rarer_has_a_note(coded, note):
    table = said(Freedonia=20, Sylvania=30)
    known = accuracy(("all", 100, 100, 80), ("Freedonia", coded, coded, coded))
    found = cl.estimates(table, by="actor", accuracy=known, draws=100).set_index("actor")["note"]
    few = f"accuracy from few (gold {coded}, coded {coded})" if coded < 10 else ""
    assert found["Freedonia"] == "; ".join(filter(None, (few, note)))
    assert found["Sylvania"] == "accuracy of all codes"


def test_a_code_that_was_measured_where_it_is_more_frequent_has_a_note():
    known = accuracy(("all", 100, 100, 80), ("Freedonia", 90, 90, 80))
    rare = cl.estimates(said(Freedonia=10, Sylvania=40), by="actor", measure="share", accuracy=known, draws=100)
    note = rare.set_index("actor")["note"]["Freedonia"]
    assert note == "less frequent than where the accuracy was measured (20 % of the statements, there 90 %)"
    alone = cl.estimates(said(Freedonia=1, Sylvania=4), by="actor", accuracy=known, draws=100)
    assert not alone["note"].str.contains("frequent").any()  # of five, one or none may be chance


def test_nothing_is_said_of_how_frequent_a_code_was_where_that_can_not_be_told():
    table = said(Freedonia=20, Sylvania=30)
    for known in (accuracy(("Freedonia", 20, 20, 20)), accuracy(("all", 20, 20, 20))):
        for by in (None, "actor"):
            found = cl.estimates(table, by=by, accuracy=known, draws=100)
            assert not found["note"].str.contains("frequent").any()


def said(**numbers):
    """So many statements of each actor, one a document."""
    actors = [actor for actor, n in numbers.items() for _ in range(n)]
    return pd.DataFrame({"date": pd.to_datetime(["2024-01-05"] * len(actors)).astype("datetime64[s]"), "actor": actors})


def test_an_evaluation_gives_its_figures_by_code_and_for_all(tmp_path):
    gold = SAMPLE.head(90).assign(doc=[f"page-{i % 9}" for i in range(90)])
    coded = gold.copy()
    coded.loc[::3, "actor"] = "CHN"
    found = cl.evaluate(written(gold, tmp_path / "gold.csv"), written(coded, tmp_path / "coded.csv"), draws=100)
    by_actor = cl.estimates(SAMPLE, by="actor", every="year", accuracy=found, draws=100)
    row = found.by_actor.set_index("code").loc["CHN"]
    china = by_actor[by_actor["actor"] == "CHN"]
    assert np.allclose(china["corrected"], china["n"] * row["n_gold"] / row["n_predicted"])
    whole = cl.estimates(SAMPLE, every="year", accuracy=found, draws=100)
    assert whole["precision"].tolist() == pytest.approx([1.0] * len(whole))
    assert whole.attrs["accuracy"] == found.title


def written(table, path):
    cl.to_csv(table, path)
    return path


@pytest.mark.parametrize(("table", "message"), [
    (pd.DataFrame({"code": ["a"]}), "accuracy has no column 'n_gold'; wanted are code, n_gold, n_predicted, n_right"),
    (accuracy(ALL, ALL), "accuracy has the code 'all' in several rows; allowed is one"),
    (accuracy(("all", 3, 4, 5)), "accuracy of 'all': n_gold 3, n_predicted 4, n_right 5; allowed are numbers with n_right at most the other two"),
    (accuracy(("all", 9, pd.NA, 3)), "accuracy of 'all': n_gold 9, n_predicted <NA>, n_right 3; allowed are numbers with n_right at most the other two"),
    (accuracy(("all", "many", 4, 3)), "accuracy of 'all': n_gold many, n_predicted 4, n_right 3; allowed are numbers with n_right at most the other two"),
    (accuracy(("ISR", 5, 4, 3)), "accuracy has no row 'all', which a share needs for its denominator"),
])  # fmt: skip
def test_a_table_that_is_no_accuracy_is_refused(table, message):
    with pytest.raises(ParameterError, match=f"^{re.escape(message)}$"):
        cl.estimates(SAMPLE, by="actor", measure="share", accuracy=table)
