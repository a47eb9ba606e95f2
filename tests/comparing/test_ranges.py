"""Themes beyond their usual range: when a period is judged, and what is usual."""

import datetime as dt

import pandas as pd
import pytest
from corpora import corpus, said, together, weeks
from hypothesis import given, settings
from hypothesis import strategies as st

from conflictlib.comparing import changes
from conflictlib.comparing.ranges import DISTANCE, LEAST, WINDOW
from conflictlib.summaries import frequency

CALM = [6, 8, 7, 9, 8, 7, 6, 8, 7, 9, 8, 7]


def monday(week):
    return pd.Timestamp("2024-01-01") + pd.Timedelta(weeks=week)


def judged(*counts, seen, every="week", theme="ceasefire"):
    """Changes of weeks with so many statements, of which the last report had seen the first `seen`."""
    now = weeks(*counts, theme=theme)
    return changes(now[now["date"] < monday(seen)], now, every=every)


def test_a_theme_rises_beyond_its_usual_range():
    (row,) = judged(*CALM, 30, seen=12).themes.to_dict("records")
    assert (row["theme"], row["period"], row["n"], row["direction"]) == ("ceasefire", monday(12), 30, "rose")
    assert (row["usual_low"], row["median"], row["usual_high"]) == (6, 7.5, 9)  # quartiles 7 and 8: fences 5.5 and 9.5


def test_a_theme_falls_below_its_usual_range_and_a_quiet_one_is_zero():
    calm = together(weeks(*CALM, 0), weeks(*[3] * 13, theme="famine"))
    found = changes(calm[calm["date"] < monday(12)], calm).themes
    assert found[["theme", "n", "usual_low", "direction"]].to_numpy().tolist() == [["ceasefire", 0, 6, "fell"]]


def test_within_the_fences_nothing_is_said():
    assert judged(*CALM, 9, seen=12).themes.empty
    assert judged(*CALM, 9, seen=12).counts["periods_judged"] == 1


def test_a_few_statements_more_than_none_are_no_news():
    steady = weeks(*[5] * 13, theme="famine")
    for n, told in ((DISTANCE - 1, 0), (DISTANCE, 1)):
        now = together(steady, weeks(*[0] * 12, n))
        assert len(changes(now[now["date"] < monday(12)], now).themes) == told


def test_with_too_few_periods_before_nothing_is_judged():
    found = judged(*CALM[: LEAST - 1], 30, seen=LEAST - 1)
    assert found.themes.empty
    assert found.periods["n_periods_before"].to_list() == [LEAST - 1]
    assert found.periods["usual_high"].isna().all()
    assert found.counts["periods_judged"] == 0
    assert len(judged(*CALM[:LEAST], 30, seen=LEAST).themes) == 1


def test_only_the_twelve_periods_before_are_usual():
    assert WINDOW == 12
    assert len(judged(*[90] * 12, *CALM, 30, seen=24).themes) == 1


def test_an_incomplete_period_is_not_judged_until_the_data_go_beyond_it():
    whole = weeks(*CALM, 30)
    until_saturday = whole[whole["date"] < monday(12) + pd.Timedelta(days=6)]
    before = whole[whole["date"] < monday(12)]
    assert changes(before, until_saturday).periods.empty
    later = together(until_saturday, corpus(said("later", "2024-04-01")))
    found = changes(until_saturday, later)
    assert found.periods["period"].to_list() == [monday(12)]
    assert len(found.themes) == 1
    assert changes(later, later).periods.empty  # judged once


def test_several_completed_periods_are_judged_each_by_those_before_it():
    found = judged(*CALM, 30, 7, seen=12)
    assert found.periods["period"].to_list() == [monday(12), monday(13)]
    assert found.themes["period"].to_list() == [monday(12)]


def test_a_period_without_any_statement_is_a_gap_in_the_material():
    found = judged(*CALM, 0, 0, 8, seen=12)
    assert found.periods["period"].to_list() == [monday(14)]
    assert found.themes.empty


def test_a_year_that_is_mistyped_brings_no_alarm_and_no_delay():
    now = together(weeks(*CALM, 8), corpus(said("typo", "9202-03-01")))
    found = changes(now[now["date"] < monday(12)], now, every="day")
    assert found.themes.empty
    assert len(found.periods) == 8  # the seven days of a week, and that of the mistyped year


def test_the_sum_of_all_statements_stands_beside():
    (row,) = judged(*CALM, 30, seen=12).periods.to_dict("records")
    assert (row["n"], row["n_periods_before"], row["usual_low"], row["usual_high"]) == (30, 12, 6, 9)


def test_statements_without_a_date_or_a_theme_are_not_counted_as_one():
    odd = together(weeks(*CALM, 8), corpus(*(said(f"u{n}", None) for n in range(40)),
                                           *(said(f"v{n}", "2024-03-27", themes="") for n in range(40))))  # fmt: skip
    assert changes(odd[odd["date"] < monday(12)], odd).themes.empty


def test_before_without_any_date_nothing_is_judged():
    now = together(weeks(*CALM, 30), corpus(said("u", None)))
    assert changes(now[now["date"].isna()], now).periods.empty


@pytest.mark.parametrize("every", ["day", "month", "quarter", "year"])
def test_any_length_of_period_will_do(every):
    now = weeks(*[3] * 60, first="2020-01-06")
    found = changes(now[now["date"] < "2020-12-01"], now, every=every)
    assert found.every == every
    assert found.periods["period"].is_monotonic_increasing
    assert len(found.periods) > 0


@settings(max_examples=20, deadline=None)
@given(st.lists(st.integers(0, 12), min_size=1, max_size=16), st.integers(1, 15), st.integers(0, 6))
def test_judged_are_the_complete_periods_of_frequency_that_end_later(counts, seen, drop):
    now = weeks(*counts)
    now = now[now["date"] < monday(len(counts)) - pd.Timedelta(days=drop)]
    before = now[now["date"] < monday(seen)]
    found = changes(before, now)
    if len(before):
        by_week = frequency(now)
        ends = by_week["period"] + pd.Timedelta(days=6)
        expected = by_week[by_week["complete"] & (ends > before["date"].max()) & (by_week["n"] > 0)]
        assert found.periods["period"].to_list() == expected["period"].to_list()
        assert found.periods["n"].to_list() == expected["n"].to_list()
        for row in found.themes.to_dict("records"):
            at = by_week.index[by_week["period"] == row["period"]][0]
            usual = by_week["n"].iloc[max(at - WINDOW, 0) : at]
            spread = usual.quantile(0.75) - usual.quantile(0.25)
            low, high = usual.quantile(0.25) - 1.5 * spread, usual.quantile(0.75) + 1.5 * spread
            assert not low <= row["n"] <= high
            assert abs(row["n"] - usual.median()) >= DISTANCE
            assert len(usual) >= LEAST


def test_a_week_runs_from_monday_to_sunday():
    found = judged(*CALM, 30, seen=12)
    assert {day.weekday() for day in found.periods["period"]} == {0}
    assert found.last_now == pd.Timestamp(dt.date(2024, 3, 31))
