"""Estimates: what must always hold, known intervals, and how often an interval holds the truth."""

import re

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import conflictlib as cl
from conflictlib.estimating import resampling, small
from conflictlib.parameters import ParameterError
from conflictlib.schema import TableError

SAMPLE = cl.open_statements()
ACCURACY = ["code", "n_gold", "n_predicted", "n_right"]
MEASURES = ("n", "share", "per_document", "per_source")


def rows(*given):
    """Statements from (day, document, actor)."""
    table = pd.DataFrame(given, columns=["date", "doc_id", "actor"])
    return table.assign(date=pd.to_datetime(table["date"]).astype("datetime64[s]"))


def stream(seed, documents=40, months=60, share=0.3, per_document=2.0):
    """Documents at random with statements at random: the truth is known."""
    random = np.random.Generator(np.random.PCG64(seed))
    month = np.repeat(np.arange(months), random.poisson(documents, months))
    n = 1 + random.poisson(per_document - 1, len(month))
    own = random.beta(share * 2, (1 - share) * 2, len(month))  # of each document: its statements are alike
    doc = np.repeat(np.arange(len(month)), n)
    table = pd.DataFrame({"doc_id": [f"D{i}" for i in doc]})
    table["date"] = (np.datetime64("2000-01") + month[doc]).astype("datetime64[s]")
    table["actor"] = np.where(random.random(len(doc)) < own[doc], "Freedonia", "Sylvania")
    return table


STREAM = stream(7)


# Invariants


@pytest.mark.parametrize("measure", MEASURES)
@pytest.mark.parametrize("by", ["actor", "theme", None])
def test_value_is_what_the_frequency_counts_and_lies_in_its_interval(measure, by):
    if measure == "share" and by is None:
        return
    found = cl.estimates(SAMPLE, by=by, measure=measure, draws=100)
    counts = cl.frequency(SAMPLE, every="month", by=by, share=measure == "share")
    keys = ["period", *([by] if by else []), "n", "n_documents", "complete"]
    pd.testing.assert_frame_equal(found[keys], counts[keys])
    wanted = {"n": counts["n"], "share": counts.get("share")}.get(measure, found["n"] / found["denominator"])
    assert np.allclose(found["value"], pd.to_numeric(wanted).astype(float), equal_nan=True)
    some = found.dropna(subset="low")
    assert (some["low"] <= some["value"]).all() and (some["value"] <= some["high"]).all()
    assert (some["low"] >= 0).all()
    if measure == "share":
        assert (some["high"] <= 1).all()


def test_denominators_are_statements_documents_and_publishers_of_the_period():
    whole = cl.frequency(SAMPLE, every="month")
    publishers = SAMPLE.groupby(SAMPLE["date"].dt.to_period("M"))["source_publisher"].nunique()
    for measure, wanted in (("share", whole["n"]), ("per_document", whole["n_documents"])):
        found = cl.estimates(SAMPLE, by="act", measure=measure, draws=100).groupby("period")["denominator"].first()
        assert found.tolist() == wanted.tolist()
    found = cl.estimates(SAMPLE, measure="per_source", draws=100)
    assert found.loc[found["n"] > 0, "denominator"].tolist() == publishers.tolist()
    assert cl.estimates(SAMPLE, draws=100)["denominator"].isna().all()


def test_the_order_of_the_rows_changes_nothing():
    turned = STREAM.sample(frac=1, random_state=3)
    for measure in ("n", "share", "per_document"):
        one, other = (cl.estimates(table, by="actor", measure=measure, draws=100) for table in (STREAM, turned))
        pd.testing.assert_frame_equal(one, other)


def test_nothing_that_was_passed_in_is_changed():
    before, attrs = SAMPLE.copy(), dict(SAMPLE.attrs)
    cl.estimates(SAMPLE, by="theme", measure="share", draws=100)
    pd.testing.assert_frame_equal(SAMPLE, before)
    assert SAMPLE.attrs == attrs


def test_a_lower_level_gives_an_interval_inside():
    wide, narrow = (cl.estimates(STREAM, by="actor", level=level, draws=200) for level in (0.95, 0.5))
    assert (wide["low"] <= narrow["low"]).all() and (narrow["high"] <= wide["high"]).all()


def test_statements_of_one_document_count_together():
    together = cl.estimates(STREAM, draws=200)
    apart = cl.estimates(STREAM.drop(columns="doc_id"), draws=200)
    ratio = (together["high"] - together["low"]) / (apart["high"] - apart["low"])
    # with 1 + Poisson(1) statements a document, Σx² is 2.5 times Σx
    assert 1.4 < ratio.mean() < 1.75


def test_documents_without_an_id_are_told_apart_by_address():
    addressed = STREAM.rename(columns={"doc_id": "source_url"}).assign(doc_id=pd.NA)
    one, other = (cl.estimates(table, draws=100) for table in (STREAM, addressed))
    pd.testing.assert_frame_equal(one, other)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 80), st.sampled_from(["a", "b", "c", None]), st.sampled_from("XYZ")), min_size=1,
                max_size=25), st.sampled_from(["n", "share", "per_document"]))  # fmt: skip
def test_any_few_statements_give_intervals_that_hold_the_value(given, measure):
    table = rows(*[(pd.Timestamp("2024-01-01") + pd.Timedelta(days=day), doc, actor) for day, doc, actor in given])
    found = cl.estimates(table, by="actor", measure=measure, draws=100)
    assert (found["low"].isna() == found["high"].isna()).all()
    some = found.dropna(subset="low")
    assert some["value"].between(some["low"], some["high"]).all()
    assert (some["low"] < some["high"]).all()
    assert (found["note"] != "").all()


# The intervals


def test_the_bootstrap_has_the_variance_of_a_sum_over_documents():
    own = np.array([[1, 2, 3, 0, 5, 1, 1, 4]])
    drawn = resampling.resampled(resampling.settled(_sparse(own)), 4000)[0]
    assert drawn.mean() == pytest.approx(own.sum(), rel=0.02)
    assert drawn.var() == pytest.approx((own**2).sum() - own.sum() ** 2 / own.size, rel=0.08)


def test_a_sum_with_poisson_weights_has_the_variance_of_a_stream():
    own = np.array([[1, 2, 3, 0, 5, 1, 1, 4], [1, 1, 1, 1, 1, 1, 1, 1]])
    drawn = resampling.poisson_sums(_sparse(own), 4000)
    assert drawn.mean(axis=1).tolist() == pytest.approx(own.sum(axis=1).tolist(), rel=0.02)
    assert drawn.var(axis=1).tolist() == pytest.approx((own**2).sum(axis=1).tolist(), rel=0.08)


def test_a_table_of_one_period_has_an_interval_that_chance_can_fill():
    alone = rows(*[("2024-01-05", f"D{i}", "X") for i in range(100)])
    (row,) = cl.estimates(alone, every="year", draws=2000).itertuples()
    assert (row.low, row.high) == pytest.approx((81, 121), abs=1.5)  # of a Poisson count, 80 to 120 by the quantiles
    assert row.note == ""


@pytest.mark.parametrize("accuracy", [None, pd.DataFrame([["all", 90, 80, 60]], columns=ACCURACY)])
def test_the_window_makes_no_difference_to_the_interval_of_a_count(accuracy):
    whole = cl.estimates(STREAM, by="actor", draws=200)
    for first, last in (("2001-03-01", "2001-03-31"), ("2001-01-01", "2001-12-31")):
        part = cl.estimates(STREAM, by="actor", draws=200, start=first, end=last, accuracy=accuracy)
        both = part.merge(whole[whole["note"] == ""], on=["period", "actor"])
        assert len(both) >= 0.9 * len(part) > 0
        assert both["low_x"].tolist() == both["low_y"].tolist()
        assert both["high_x"].tolist() == both["high_y"].tolist()


@pytest.mark.parametrize("periods", [1, 3])
def test_the_rate_of_a_stream_is_held_however_few_periods_there_are(periods):
    held = []
    for seed in range(150 // periods):
        table = stream(seed, documents=30, months=periods)
        found = cl.estimates(table, draws=200)
        held += (found["low"].le(60) & found["high"].ge(60)).tolist()
    assert 0.88 <= np.mean(held) <= 0.98


def _sparse(table):
    from scipy.sparse import csr_array

    return csr_array(table)


@pytest.mark.parametrize("measure", ["n", "share", "per_document"])
def test_an_interval_of_95_percent_holds_the_truth_about_as_often(measure):
    truth = {"n": 40 * 2.0 * 0.3, "share": 0.3, "per_document": 2.0 * 0.3}[measure]
    held = []
    for seed in range(4):
        found = cl.estimates(stream(seed), by="actor", measure=measure, draws=400)
        own = found[(found["actor"] == "Freedonia") & (found["note"] == "")]
        held += (own["low"].le(truth) & own["high"].ge(truth)).tolist()
    assert len(held) > 200
    assert 0.90 <= np.mean(held) <= 0.98


def test_an_interval_of_few_documents_is_rather_too_wide():
    held = []
    for seed in range(3):
        found = cl.estimates(stream(seed, documents=4), by="actor", draws=100, start="2000-01-01", end="2004-12-31")
        own = found[(found["actor"] == "Freedonia") & found["low"].notna()]
        held += (own["low"].le(4 * 2.0 * 0.3) & own["high"].ge(4 * 2.0 * 0.3)).tolist()
    assert np.mean(held) >= 0.95


@pytest.mark.parametrize(("n", "low", "high"), [(0, 0, 3.69), (1, 0.0253, 5.57), (3, 0.619, 8.77), (5, 1.62, 11.67)])
def test_few_documents_of_one_statement_have_the_exact_interval_of_garwood(n, low, high):
    alone = [np.array([float(n)])] * 2
    found = small.of_counts(*alone, np.ones(1), np.ones(1)).at(0.025)
    assert np.concatenate(found).tolist() == pytest.approx([low, high], rel=0.005)


@pytest.mark.parametrize(
    ("hits", "low", "high"), [(0, 0, 0.3085), (1, 0.0025, 0.4450), (5, 0.1871, 0.8129), (10, 0.6915, 1)]
)
def test_few_documents_of_one_statement_have_the_share_of_clopper_and_pearson(hits, low, high):
    found = small.of_shares(np.array([hits / 10]), np.array([10.0])).at(0.025)
    assert np.concatenate(found).tolist() == pytest.approx([low, high], abs=0.0001)


def test_the_share_of_few_documents_takes_their_statements_as_one():
    alone = rows(*[("2024-01-05", f"D{i}", "X" if i < 3 else "Y") for i in range(6)])
    many = pd.concat([alone] * 5, ignore_index=True)
    one, other = (cl.estimates(table, by="actor", measure="share", draws=100) for table in (alone, many))
    assert np.allclose(one[["low", "high"]], other[["low", "high"]])


def test_a_quantile_leaves_out_what_is_missing():
    drawn = np.array([[1.0, 2, 3, 4, np.nan], [5, 5, np.nan, np.nan, np.nan], [np.nan] * 5])
    for at in (0.0, 0.25, 0.9, 1.0):
        found = resampling.quantile(drawn, at)
        assert found[:2].tolist() == pytest.approx(np.nanquantile(drawn[:2], at, axis=1).tolist())
        assert np.isnan(found[2])


# Notes, and what is not allowed


def test_what_is_too_few_is_said():
    table = rows(("2024-01-01", "D1", "X"), ("2024-01-02", "D1", "X"), ("2024-03-01", "D2", "Y"))
    counts = cl.estimates(table, draws=100)
    assert counts["note"].tolist() == ["few documents", "no documents", "few documents"]
    assert counts["n"].tolist() == [2, 0, 1]
    assert counts["low"].isna().tolist() == counts["high"].isna().tolist() == [False, True, False]
    rates = cl.estimates(table, measure="per_document", draws=100)
    assert rates["note"].tolist() == ["few documents: no interval", "no documents", "few documents: no interval"]
    assert rates["value"].tolist()[::2] == [2.0, 1.0]
    assert rates[["value", "low", "high"]].loc[1].isna().all()


def test_statements_without_a_publisher_count_as_of_one():
    table = SAMPLE.assign(source_publisher=SAMPLE["source_publisher"].where(SAMPLE.index > 100))
    found = cl.estimates(table, measure="per_source", draws=100)
    assert found.attrs["unknown_sources"] == 101
    assert found["n"].sum() == len(SAMPLE)
    assert found["denominator"][0] == 1


def test_an_empty_selection_gives_an_empty_table():
    for by in (None, "actor"):
        found = cl.estimates(SAMPLE.head(0), by=by)
        assert found.empty and "low" in found.columns
    quiet = cl.estimates(SAMPLE.head(0), start="2024-01-01", end="2024-02-29")
    assert quiet["note"].tolist() == ["no documents"] * 2


@pytest.mark.parametrize(("wrong", "message"), [
    ({"measure": "shares", "by": "actor"}, "measure is 'shares' (did you mean 'share'?); allowed are n, share, per_document, per_source"),
    ({"measure": "share"}, "measure is 'share' without by; allowed is a column to group by, such as by='actor'"),
    ({"level": 95}, "level is 95; allowed is a number between 0 and 1, such as 0.95"),
    ({"draws": 10}, "draws is 10; allowed is a whole number from 100"),
    ({"every": "moon"}, "every is 'moon' (did you mean 'month'?); allowed are day, week, month, quarter, year"),
    ({"accuracy": [1]}, "accuracy is a list; allowed are what evaluate returns, and a table with the columns code, n_gold, n_predicted, n_right"),
])  # fmt: skip
def test_what_is_not_allowed_is_said_in_full(wrong, message):
    with pytest.raises(ParameterError, match=f"^{re.escape(message)}$"):
        cl.estimates(SAMPLE, **wrong)


def test_without_publishers_there_is_no_rate_of_them():
    with pytest.raises(
        TableError, match="measure is 'per_source', but there is no publisher; wanted is a column 'source_publi"
    ):
        cl.estimates(SAMPLE.assign(source_publisher=pd.NA), measure="per_source")


def test_a_column_with_a_name_of_the_result_is_refused():
    with pytest.raises(ParameterError, match="by is 'low', a name that the result needs for itself"):
        cl.estimates(STREAM.assign(low="x"), by="low")
