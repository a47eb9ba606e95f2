"""Days, zones and languages as press databases write them."""

from __future__ import annotations

import csv
import datetime as dt
from collections import defaultdict
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conflictlib.loading._press_words import labels, language_code, read_day_line


@pytest.mark.parametrize(
    "line",
    [
        "January 11, 2010 Monday", "January 11, 2010", "Monday, January 11, 2010", "Montag 11. Januar 2010",
        "11. Januar 2010 Montag", "Lundi 11 Janvier 2010", "le 11 janvier 2010", "11 de enero de 2010 lunes",
        "lunes 11 enero 2010", "11 gennaio 2010", "11 de janeiro de 2010 segunda-feira", "maandag 11 januari 2010",
        "poniedziałek, 11 stycznia 2010", "11 января 2010 г.", "2010年1月11日 星期一", "2010 年 1 月 11 日",
        "2010-01-11", "Jan. 11, 2010", "11 janv. 2010",
    ],
)  # fmt: skip
def test_a_day_is_read_in_every_language_of_the_interfaces(line):
    found = read_day_line(line)
    assert found is not None
    assert (found.day, found.rest, found.moment) == (dt.date(2010, 1, 11), "", None)


@pytest.mark.parametrize("line", ["", "January 2010", "11/01/2010", "31 February 2010", "Talks of 11 states in January 2010",
                                  "In a hall with 11 January 2010", "99 January 2010"])  # fmt: skip
def test_what_is_no_day_or_could_be_two_is_none(line):
    assert read_day_line(line) is None


@pytest.mark.parametrize(
    ("clock", "moment"),
    [
        ("9:20 AM GMT", "2010-01-11T09:20:00Z"), ("12:02 AM GMT", "2010-01-11T00:02:00Z"), ("12:02 PM UTC", "2010-01-11T12:02:00Z"),
        ("11:05 PM EST", "2010-01-12T04:05:00Z"), ("09:20 GMT+2", "2010-01-11T07:20:00Z"), ("9:20 +0530", "2010-01-11T03:50:00Z"),
        ("9:20 AM", None), ("9:20 AM CEST", None), ("9:20 AM ET", None), ("13:20 PM GMT", None), ("29:20 GMT", None),
    ],
)  # fmt: skip
def test_a_moment_needs_a_zone_whose_offset_is_known(clock, moment):
    found = read_day_line(f"January 11, 2010 Monday {clock}")
    assert found is not None
    assert found.moment == moment


def test_what_stands_behind_the_day_is_kept():
    found = read_day_line("January 11, 2010, Monday, Late Edition - Final")
    assert found is not None
    assert found.rest == "Late Edition - Final"


def test_no_name_stands_for_two_things():
    places = {"calendar.csv": ("kind", "number"), "press_languages.csv": ("code",)}
    for name, columns in places.items():
        text = files("conflictlib.loading").joinpath(name).read_text(encoding="utf-8")
        meanings = defaultdict(set)
        for row in csv.DictReader(text.splitlines()):
            meanings[row["name"].casefold()].add(tuple(row[column] for column in columns))
        assert [word for word, found in meanings.items() if len(found) > 1] == []


def test_no_label_stands_for_two_fields():
    text = files("conflictlib.loading").joinpath("press_labels.csv").read_text(encoding="utf-8")
    rows = list(csv.DictReader(text.splitlines()))
    assert sum(len(labels(database)) for database in ("nexis", "factiva")) == len(
        {(r["database"], r["label"]) for r in rows}
    )
    assert len({(r["database"], r["label"]) for r in rows}) == len(rows)


@given(st.text(max_size=300))
def test_any_line_is_a_day_or_none(line):
    found = read_day_line(line)
    assert found is None or isinstance(found.day, dt.date)
    assert language_code(line) is None or len(str(language_code(line))) == 2
