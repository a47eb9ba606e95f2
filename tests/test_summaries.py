"""Counts: invariants first, then cases by hand, then whatever hypothesis thinks of."""

import datetime
import re

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conflictlib import periods, schema
from conflictlib.counting import MOST_ROWS
from conflictlib.parameters import ParameterError
from conflictlib.schema import TableError
from conflictlib.summaries import actors, crosstab, events, frequency, themes


@pytest.fixture(scope="module")
def sample():
    from conflictlib.opening import open_statements

    return open_statements()


def rows(*given):
    """Statements from (day, actor, themes)."""
    table = [
        {"statement_id": f"S{i}", "text": "…", "date": day, "actor": actor, "themes": list_of.split()}
        for i, (day, actor, list_of) in enumerate(given)
    ]
    result = schema.conform(table, schema.STATEMENTS) if table else schema.empty(schema.STATEMENTS)
    result.attrs["source"] = "made by hand"
    return result


FIVE = rows(
    ("2023-10-07", "ISR", "hostages"),  # a Saturday
    ("2023-10-08", "CHN", "ceasefire hostages"),  # the Sunday of the same week
    ("2023-10-09", "ISR", ""),  # the Monday after
    ("2023-10-24", None, "ceasefire"),
    ("2023-12-31", "CHN", "ceasefire ceasefire"),
)


# Invariants


@pytest.mark.parametrize("every", periods.EVERY)
@pytest.mark.parametrize("by", [None, "actor", "act", "speaker", "confidence"])
def test_n_adds_up_to_the_statements(sample, every, by):
    assert frequency(sample, every=every, by=by)["n"].sum() == len(sample)


@pytest.mark.parametrize("every", periods.EVERY)
def test_a_group_of_lists_adds_up_to_its_codes(sample, every):
    counts = frequency(sample, every=every, by="theme")
    assert counts["n"].sum() == sum(max(len(set(codes)), 1) for codes in sample["themes"])


@pytest.mark.parametrize("every", periods.EVERY)
def test_a_filter_and_its_complement_make_the_whole(sample, every):
    first, last = sample["date"].min(), sample["date"].max()
    israel = sample["actor"] == "ISR"
    parts = [frequency(part, every=every, start=first, end=last)["n"] for part in (sample[israel], sample[~israel])]
    assert (parts[0] + parts[1]).equals(frequency(sample, every=every)["n"])


@pytest.mark.parametrize("every", periods.EVERY)
def test_groups_add_up_to_the_whole_in_every_period(sample, every):
    by_actor = frequency(sample, every=every, by="actor").groupby("period")["n"].sum()
    assert by_actor.tolist() == frequency(sample, every=every)["n"].tolist()


@pytest.mark.parametrize("every", periods.EVERY)
def test_every_period_is_there_once_with_every_group(sample, every):
    counts = frequency(sample, every=every, by="actor")
    assert len(counts) == counts["period"].nunique() * counts["actor"].nunique()
    assert not counts.duplicated(["period", "actor"]).any()
    steps = set(np.diff(np.unique(periods.number(counts["period"].to_numpy(), every))).tolist())
    assert steps == {1}


@pytest.mark.parametrize("every", periods.EVERY)
def test_shares_add_up_to_one_where_there_are_statements(sample, every):
    counts = frequency(sample, every=every, by="actor", share=True)
    sums = counts.groupby("period")[["n", "share"]].sum(min_count=1)
    assert np.allclose(sums.loc[sums["n"] > 0, "share"], 1)
    assert sums.loc[sums["n"] == 0, "share"].isna().all()


def test_readouts_and_documents_are_never_more_than_statements(sample):
    for by in (None, "actor", "theme"):
        counts = frequency(sample, every="month", by=by)
        assert (counts["n_readouts"] <= counts["n"]).all()
        assert (counts["n_documents"] <= counts["n"]).all()
        assert ((counts["n_documents"] > 0) == (counts["n"] > 0)).all()


@pytest.mark.parametrize(("rank", "column"), [(actors, "actor"), (themes, "theme")])
def test_a_ranking_agrees_with_the_frequency(sample, rank, column):
    ranked = rank(sample)
    over_time = frequency(sample, every="month", by=column).groupby(column)["n"].sum()
    assert ranked.set_index(column)["n"].to_dict() == over_time.to_dict()
    assert ranked["n"].is_monotonic_decreasing
    assert np.allclose(ranked["share"], ranked["n"] / len(sample))


def test_a_crosstab_agrees_with_both_rankings(sample):
    pairs = crosstab(sample)
    assert pairs["n"].sum() == sum(len(set(codes)) for codes in sample["themes"])
    assert pairs.groupby("theme")["n"].sum().to_dict() == themes(sample).set_index("theme")["n"].to_dict()
    assert pairs.groupby("actor")["n_row"].first().to_dict() == actors(sample).set_index("actor")["n"].to_dict()
    assert (pairs["n"] <= pairs["n_row"]).all()


def test_a_crosstab_turned_has_the_same_cells(sample):
    one, other = crosstab(sample), crosstab(sample, rows="theme", columns="actor")
    keys = ["actor", "theme"]
    assert one.set_index(keys)["n"].sort_index().equals(other.set_index(keys)["n"].sort_index())


def test_nothing_that_was_passed_in_is_changed(sample):
    before, attrs = sample.copy(), dict(sample.attrs)
    for make in (actors, themes, crosstab, lambda s: frequency(s, by="theme", share=True)):
        make(sample)
    pd.testing.assert_frame_equal(sample, before)
    assert sample.attrs == attrs


# Cases by hand


def test_a_week_runs_from_monday_to_sunday():
    weeks = frequency(FIVE, every="week")
    assert weeks["period"].dt.day_name().eq("Monday").all()
    assert weeks.loc[weeks["n"] > 0, ["period", "n"]].astype(str).to_numpy().tolist() == [
        ["2023-10-02", "2"], ["2023-10-09", "1"], ["2023-10-23", "1"], ["2023-12-25", "1"],
    ]  # fmt: skip
    assert len(weeks) == 13


def test_months_quarters_and_years():
    assert frequency(FIVE, every="month")["n"].tolist() == [4, 0, 1]
    assert frequency(FIVE, every="quarter")["n"].tolist() == [5]
    assert frequency(FIVE, every="year")["period"].astype(str).tolist() == ["2023-01-01"]


def test_days_before_1970_count_too():
    old = rows(("1967-06-05", "ISR", ""), ("1967-06-12", "EGY", ""))
    assert frequency(old, every="week")["period"].astype(str).tolist() == ["1967-06-05", "1967-06-12"]
    assert frequency(old, every="quarter")["period"].astype(str).tolist() == ["1967-04-01"]


def test_groups_stand_by_their_total_and_a_missing_code_last():
    counts = frequency(FIVE, every="year", by="actor")
    assert counts[["actor", "n"]].to_numpy().tolist() == [["CHN", 2], ["ISR", 2], ["not coded", 1]]


def test_a_theme_named_twice_counts_once():
    counts = frequency(FIVE, every="year", by="theme")
    assert counts[["theme", "n"]].to_numpy().tolist() == [["ceasefire", 3], ["hostages", 2], ["not coded", 1]]
    assert counts.attrs["counting"] == "Each statement counts once under each of its themes."


def test_theme_and_themes_are_the_same_group():
    pd.testing.assert_frame_equal(frequency(FIVE, by="theme"), frequency(FIVE, by="themes"))


def test_several_addressees_count_once_each():
    two = rows(("2023-10-07", "QAT", ""), ("2023-10-07", "UN", ""))
    two["addressee"] = ["ISR;HAMAS", "ISR"]
    pairs = crosstab(two, columns="addressee")
    assert pairs.loc[pairs["n"] > 0, ["actor", "addressee", "n", "n_row"]].to_numpy().tolist() == [
        ["QAT", "ISR", 1, 1], ["QAT", "HAMAS", 1, 1], ["UN", "ISR", 1, 1],
    ]  # fmt: skip


def test_pairs_of_two_columns_of_lists():
    one = rows(("2023-10-07", "JOINT", "ceasefire hostages"))
    one["members"] = [["FRA", "DEU"]]
    assert crosstab(one, rows="member", columns="theme")["n"].tolist() == [1, 1, 1, 1]


def test_a_joint_statement_says_how_it_counts():
    joint = rows(("2023-10-07", "JOINT", ""))
    joint["members"] = [["FRA", "DEU"]]
    rule = "Each statement counts once; a joint statement counts under its own code, not under its members."
    assert actors(joint).attrs["counting"] == rule


def test_readouts_and_documents():
    told = rows(*[("2023-10-07", "CHN", "")] * 5)
    told["readout_id"] = ["r1", "r1", "r2", None, None]
    told["doc_id"] = ["d1", "d1", "d1", None, None]
    told["source_url"] = ["u1", "u1", "u1", "u1", None]
    (counts,) = frequency(told, every="day").to_dict("records")
    assert (counts["n"], counts["n_readouts"], counts["n_documents"]) == (5, 4, 3)


@pytest.mark.parametrize(
    ("start", "end", "complete"),
    [
        ("", "", [True, True, True]),  # the last statement is on the last day of December
        ("2023-10-01", "2023-12-30", [True, True, False]),
        ("2023-10-02", "2024-01-31", [False, True, True, True]),
        ("2023-10-08", "2023-10-20", [False]),
    ],
)
def test_a_period_that_is_cut_short_is_not_complete(start, end, complete):
    assert frequency(FIVE, every="month", start=start, end=end)["complete"].tolist() == complete


def test_without_an_end_the_last_statement_ends_the_last_period():
    assert frequency(FIVE.head(4), every="month")["complete"].tolist() == [False]
    assert frequency(FIVE.head(2), every="week")["complete"].tolist() == [True]
    assert frequency(FIVE, every="day")["complete"].all()


def test_start_and_end_are_inclusive_and_fill_with_zeros():
    counts = frequency(FIVE, every="month", start="2023-08-15", end=datetime.date(2023, 10, 8))
    assert counts["n"].tolist() == [0, 0, 2]
    assert counts.attrs["n"] == 2
    assert counts.attrs["span"] == "2023-08-15/2023-10-08"


def test_what_a_chart_must_print_travels_along():
    assert frequency(FIVE, every="month", by="actor").attrs == {
        "n": 5, "counting": "Each statement counts once.", "source": "made by hand",
        "span": "2023-10-07/2023-12-31", "every": "month",
    }  # fmt: skip
    assert frequency(FIVE, by="actor").query("actor == 'CHN'").head(3).attrs["n"] == 5


def test_an_empty_selection_has_the_columns_of_a_full_one():
    none = FIVE.head(0)
    for make in (actors, themes, crosstab, lambda s: frequency(s, by="actor", share=True)):
        assert make(none).empty
        assert make(none).columns.tolist() == make(FIVE).columns.tolist()
        assert make(none).attrs["n"] == 0
    assert frequency(none, every="month", start="2023-01-01", end="2023-03-31")["n"].tolist() == [0, 0, 0]


def test_a_category_that_no_row_has_is_no_group():
    few = FIVE.assign(actor=pd.Categorical(FIVE["actor"], ["CHN", "FRA", "ISR"]))
    assert set(frequency(few, by="actor")["actor"]) == {"CHN", "ISR", "not coded"}


def test_an_actor_has_the_days_of_its_first_and_last_statement():
    found = actors(FIVE).set_index("actor")
    assert found.loc["CHN", "first"] == pd.Timestamp("2023-10-08")
    assert found.loc["CHN", "last"] == pd.Timestamp("2023-12-31")
    assert found.loc["CHN", "label"] == "China"


def test_statements_without_a_date_are_ranked_all_the_same():
    undated = rows((None, "CHN", ""), ("2023-10-07", "CHN", ""))
    assert actors(undated)[["n", "first"]].to_numpy().tolist() == [[2, pd.Timestamp("2023-10-07")]]
    assert actors(undated.head(1))["first"].isna().all()


def test_events_within_a_span():
    from conflictlib.opening import load_events

    everything = load_events()
    some = events(everything, start="2023-10-16", end="2023-10-25", kinds=["veto", "resolution"])
    assert some["date"].between("2023-10-16", "2023-10-25").all()
    assert set(some["kind"]) == {"veto", "resolution"}
    assert some["date"].is_monotonic_increasing
    assert len(events(everything)) == len(everything)


# Errors


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"every": "fortnight"}, "every is 'fortnight'; allowed are day, week, month, quarter, year"),
        ({"every": "weekly"}, "every is 'weekly' (did you mean 'week'?); allowed are day, week, month, quarter, year"),
        ({"start": "2023-13-01"}, "start is '2023-13-01'; allowed is a day as YYYY-MM-DD or ''"),
        ({"end": "7 October"}, "end is '7 October'; allowed is a day as YYYY-MM-DD or ''"),
        ({"end": 20231007}, "end is 20231007; allowed is a day as YYYY-MM-DD or ''"),
        ({"start": "2024-01-02", "end": "2024-01-01"}, "start is 2024-01-02, after end, which is 2024-01-01"),
        ({"share": True}, "share is True without by; allowed is a column to group by, such as by='actor'"),
        ({"by": "spans"}, "by is 'spans'; its cells are lists, which can't be grouped"),
    ],
)  # fmt: skip
def test_a_value_that_is_not_allowed_is_named(arguments, message):
    table = FIVE.assign(spans=[[[0, 1]]] * 5)
    with pytest.raises(ParameterError, match=f"^{re.escape(message)}$"):
        frequency(table, **arguments)


def test_a_column_of_the_result_is_no_group():
    message = "by is 'period', a name that the result needs for itself; rename that column"
    with pytest.raises(ParameterError, match=f"^{re.escape(message)}$"):
        frequency(FIVE.assign(period="p"), by="period")


def test_a_missing_column_is_named():
    small = FIVE[["date", "actor"]]
    message = "statements: there is no column 'actr' (did you mean 'actor'?); there are date, actor"
    with pytest.raises(TableError, match=f"^{re.escape(message)}$"):
        frequency(small, by="actr")


def test_statements_without_a_date_are_refused():
    message = "statements: 1 of 2 rows have no date, so no period; leave them out with statements.dropna(subset='date')"
    with pytest.raises(TableError, match=f"^{re.escape(message)}$"):
        frequency(rows((None, "CHN", ""), ("2023-10-07", "CHN", "")))


def test_dates_as_text_are_refused():
    message = "statements: column 'date' is of type str; wanted is datetime64[s]"
    with pytest.raises(TableError, match=f"^{re.escape(message)}$"):
        frequency(pd.DataFrame({"date": pd.Series(["2023-10-07"], dtype="str")}))


def test_an_absurd_number_of_periods_is_refused():
    message = (
        "every is 'day', which makes 730,850 periods of 0001-01-01/2001-12-31 and 21,925,500 rows with 30 groups; "
        f"allowed are {MOST_ROWS:,}: choose a longer period, or set start and end"
    )
    many = rows(*(("2001-12-31", f"A{i}", "") for i in range(30)))
    with pytest.raises(ParameterError, match=f"^{re.escape(message)}$"):
        frequency(many, every="day", by="actor", start="0001-01-01")


def test_a_crosstab_of_a_column_with_itself_is_refused():
    message = "rows and columns are both 'theme'; allowed are two different columns"
    with pytest.raises(ParameterError, match=f"^{re.escape(message)}$"):
        crosstab(FIVE, rows="theme", columns="themes")


def test_a_kind_that_no_event_is_of_is_named():
    happened = pd.DataFrame({"date": pd.to_datetime(["2023-10-07"]), "event": ["x"], "kind": ["veto"]})
    with pytest.raises(ParameterError, match=r"^kinds is 'vetto' \(did you mean 'veto'\?\); allowed are veto$"):
        events(happened, kinds=["vetto"])


def test_a_notebook_shows_the_sentence_alone():
    error = ParameterError("start is 'x'; allowed is a day as YYYY-MM-DD or ''")
    assert error._render_traceback_() == [f"ParameterError: {error}"]


# Whatever hypothesis thinks of

CODES = st.one_of(
    st.none(), st.text(st.characters(exclude_characters=";", exclude_categories=("Cs", "Cc")), max_size=4)
)
DAYS = st.dates(datetime.date(1945, 1, 1), datetime.date(2060, 12, 31))
TABLES = st.lists(st.tuples(DAYS, CODES, st.lists(st.sampled_from("abcd"), max_size=5).map(" ".join)), max_size=12)


@settings(deadline=None, max_examples=60)
@given(TABLES, st.sampled_from(["week", "month", "quarter", "year"]))
def test_any_table_is_counted_without_loss(table, every):
    statements = rows(*((day.isoformat(), actor, codes) for day, actor, codes in table))
    counts = frequency(statements, every=every, by="actor", share=True)
    assert counts["n"].sum() == len(statements)
    by_hand = statements.assign(actor=statements["actor"].fillna("not coded"))
    by_hand["period"] = by_hand["date"].dt.to_period({"week": "W", "month": "M", "quarter": "Q", "year": "Y"}[every])
    expected = by_hand.groupby(["period", "actor"]).size()
    found = counts[counts["n"] > 0].set_index(["period", "actor"])["n"]
    assert {(p.start_time.normalize(), a): n for (p, a), n in expected.items()} == found.to_dict()
    pairs = crosstab(statements)
    assert pairs["n"].sum() == sum(max(len(set(codes)), 1) for codes in statements["themes"])
    assert len(pairs) == pairs["actor"].nunique() * pairs["theme"].nunique()


@given(st.lists(DAYS, min_size=1, max_size=20), st.sampled_from(periods.EVERY))
def test_a_day_lies_in_its_period(days, every):
    given_days = np.array(days, dtype="datetime64[D]")
    numbers = periods.number(given_days, every)
    assert (periods.first_day(numbers, every) <= given_days).all()
    assert (given_days < periods.first_day(numbers + 1, every)).all()
