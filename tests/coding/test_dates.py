"""When something was said: forms of dates, days of pages, days that are told and hold."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import conflictlib as cl
from conflictlib.coding.dates import Anchors, figures_day_first, find_dates

SAID = "Egypt called for a truce."


def days(text: str, published: str | None = None, *, url: str | None = None, doc: str = "page.txt") -> list[str]:
    """Return day and basis of every statement of a page, the day as month and day or in full."""
    page = pd.DataFrame(
        [{"doc_id": "d1", "doc": doc, "text": text, "url": url, "published": pd.to_datetime(published)}]
    )
    rows = cl.code(page).statements
    return [f"{str(day)[:10]} {basis}" for day, basis in zip(rows["date"], rows["date_basis"], strict=True)]


def reasons(text: str, published: str | None = None) -> list[str]:
    page = pd.DataFrame([{"doc_id": "d1", "doc": "page.txt", "text": text, "published": pd.to_datetime(published)}])
    evidence = cl.code(page).evidence
    return evidence.loc[evidence["kind"] == "date", "rule"].tolist()


# -- invariants -------------------------------------------------------------------------------------------------

WORDS = st.sampled_from(
    "on the 7 12 31 99 October Oct. may May 2023 2024-02-30 10/11/2023 11.10.2023 1850 9999 Monday yesterday a day later"
    " earlier two days ago same previous Friday last of since , . – ( ) 12:45".split()
)


@given(st.one_of(st.text(), st.lists(WORDS).map(" ".join)), st.one_of(st.none(), st.dates()))
@settings(max_examples=200, deadline=None)
def test_no_text_breaks_the_dates_and_none_lies_out_of_reach(text: str, page: dt.date | None) -> None:
    found = find_dates(text, Anchors(page, page, day_first=None))
    assert all(dt.date(1900, 1, 1) <= d.day <= dt.date(2100, 12, 31) for d in found)
    assert all(0 <= d.start < d.end <= len(text) for d in found)
    assert all(a.end <= b.start for a, b in pairwise(found))


@given(st.lists(WORDS).map(" ".join))
@settings(max_examples=40, deadline=None)
def test_any_page_is_coded_and_without_a_year_nothing_is_dated(text: str) -> None:
    assert all(
        day.startswith("NaT") for day in days(f"{text.replace('20', '').replace('18', '').replace('99', '')}\n{SAID}")
    )


# -- forms ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "form",
    ["11 October 2023", "the 11th of October 2023", "October 11th, 2023", "Oct. 11, 2023", "11 Oct 2023", "2023-10-11",
     "11.10.2023", "31 of October of 2023", "Wednesday, 11 October 2023", "WEDNESDAY 11 OCTOBER 2023", "11-Oct-2023",
     "2023/10/11", "12/31/2023", "31/12/2023"],
)  # fmt: skip
def test_a_full_date_is_read_in_every_form(form: str) -> None:
    found = find_dates(f"It was on {form} that it rained.", Anchors())
    assert len(found) == 1
    assert found[0].day in {dt.date(2023, 10, 11), dt.date(2023, 10, 31), dt.date(2023, 12, 31)}
    assert f"It was on {form}"[found[0].start :] == form[-(found[0].end - found[0].start) :]


@pytest.mark.parametrize(
    "form", ["10/11/2023", "30/02/2023", "may 5", "1850-01-01", "S/2024/173", "14:05 May", "7 Octobers"]
)
def test_what_is_no_date_or_could_be_two_is_not_read(form: str) -> None:
    assert find_dates(f"It was {form} again.", Anchors()) == []


@pytest.mark.parametrize(
    ("form", "day"),
    [
        ("yesterday", "10-12"), ("last night", "10-12"), ("this morning", "10-13"), ("two days ago", "10-11"),
        ("on Wednesday", "10-11"), ("on Friday", "10-13"), ("last Friday", "10-06"), ("on 11 October", "10-11"),
        ("on the same day", "10-09"), ("the next day", "10-10"), ("a day earlier", "10-08"), ("two days later", "10-11"),
        ("the previous Friday", "10-06"), ("the following Friday", "10-13"), ("the day before yesterday", "10-11"),
        ("that evening", "10-09"), ("on the 4th, it", "10-04"), ("in late September. On the 27th, it", "09-27"), ("on 28 December", "12-28"),
    ],
)  # fmt: skip
def test_days_are_counted_from_the_page_or_from_the_day_told_before(form: str, day: str) -> None:
    found = find_dates(f"It rained {form}.", Anchors(dt.date(2023, 10, 13), dt.date(2023, 10, 9)))
    year = 2022 if day.startswith("12") else 2023
    assert [d.day for d in found] == [dt.date.fromisoformat(f"{year}-{day}")]


@pytest.mark.parametrize(
    ("text", "url", "published", "order"),
    [
        ("3/4/2024 and 25/4/2024", None, None, True),
        ("3/4/2024 and 4/25/2024", None, None, False),
        ("3/4/2024 and 25/4/2024 and 4/25/2024", None, None, None),
        ("3/4/2024", None, dt.date(2024, 4, 4), True),
        ("3/4/2024", None, dt.date(2024, 3, 5), False),
        ("3/4/2024, or April 3, 2024", None, None, False),
        ("3/4/2024, or 3 April 2024", None, None, True),
        ("3/4/2024", "https://www.gazette.org.uk/a", None, True),
        ("3/4/2024", "https://www.state.gov/a", None, False),
        ("3/4/2024", "https://gazette.example/a", None, None),
    ],
)
def test_the_order_of_figures_is_that_of_the_pages_other_dates(
    text: str, url: str | None, published: dt.date | None, order: bool | None
) -> None:
    assert figures_day_first(text, url, published) is order


# -- the day of the page ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "head",
    ["CAIRO, 12 November 2023 (Harbour Post) – ", "CAIRO (12 November 2023) -- ", "(Beirut, November 12, 2023) – ",
     "(Beirut) – November 12, 2023 – ", "November 12, 2023 – ", "DOHA: 12 November 2023 - ", "MOSCOW. Nov 12, 2023 (HP) - ",
     "Doha, Nov 12, 2023 (HP): ", "Sunday, 12 November 2023\n", "Gaza City, 12 Nov. 2023 /HP/ - ", "12.11.2023, Bonn – "],
)  # fmt: skip
def test_the_dateline_gives_the_day(head: str) -> None:
    assert days(head + SAID) == ["2023-11-12 dateline"]
    assert days(head + SAID, "2023-11-13") == ["2023-11-12 dateline"]


@pytest.mark.parametrize(
    "line",
    ["Published: 13 October 2023", "Posted on Oct. 13, 2023 by the desk\nUpdated Oct. 15, 2023",
     "By A. Writer | 13 Oct 2023 14:05 GMT", "Last modified on Fri 13 Oct 2023 14.05 BST", "13/10/2023 - 09:12 | Politics"],
)  # fmt: skip
def test_a_line_above_or_below_the_text_gives_the_day(line: str) -> None:
    assert days(f"Truce wanted\n{line}\n{SAID}") == ["2023-10-13 page"]


def test_address_and_name_of_the_file_come_last() -> None:
    assert days(SAID, url="https://a.example/2023/10/12/truce", doc="2023-10-14.txt") == ["2023-10-12 url"]
    assert days(SAID, url="https://a.example/truce-20231012.html") == ["2023-10-12 url"]
    assert days(SAID, doc="2023-10-14-truce.txt") == ["2023-10-14 file"]
    assert days(SAID, url="https://a.example/123456789012") == ["NaT none"]


def test_a_dateline_without_a_year_needs_a_weekday_and_somebody_in_office() -> None:
    wire = "CAIRO, Oct. 21 (HP) - {} called for a truce on {}. It had hosted talks in {}."
    assert days(wire.format("Egypt's President Abdel Fattah el-Sisi", "Saturday", 2021))[0] == "2023-10-21 text"
    for gap in (("Egypt", "Saturday", 2021), ("Egypt's President Abdel Fattah el-Sisi", "Sunday", 2021)):
        assert days(wire.format(*gap))[0] == "NaT none"


# -- the day that counts ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "Egypt has called for a truce since 7 October.",
        "Since the 7 October attacks Egypt has called for a truce.",
        "Before Thursday's summit Egypt called for a truce.",
        "Egypt said that talks would resume on 15 October.",
        "Egypt said the truce ended on 3 October.",
        "Egypt, which will host talks on Sunday, called for a truce.",
        "Egypt, which left the pact on 3 October, called for a truce.",
        "After the strike on Tuesday, Egypt called for a truce.",
        "Egypt called for a truce by Monday.",
        "Egypt said the truce began on Monday.",
        "The truce is to begin on Sunday. Egypt called for calm.",
        "The war began on 7 October 2022. Egypt called for a truce.",
    ],
)
def test_dates_of_other_things_are_not_when_it_was_said(text: str) -> None:
    assert days(text, "2023-10-13") == ["2023-10-13 page"]


@pytest.mark.parametrize(
    "text",
    [
        "After a meeting on Monday, Egypt called for a truce.",
        "In a statement of 9 October, Egypt called for a truce.",
        "At Monday's meeting Egypt called for a truce.",
        "Egypt called on 9 October for a truce.",
        "Egypt asked the Council on Monday to end the war.",
        "Egypt called for a truce on Monday.",
        "The draft failed on Monday. Egypt called for a truce.",
        "The draft failed on Monday.\nEgypt called for a truce.",
    ],
)
def test_dates_of_the_saying_are(text: str) -> None:
    assert days(text, "2023-10-13") == ["2023-10-09 text"]


@pytest.mark.parametrize(
    "text",
    ["Last week Egypt called for a truce.", "Egypt said in February that a truce was near.", "In 2021, Egypt called for a truce.",
     "Three months ago Egypt called for a truce. It thanked Jordan."],
)  # fmt: skip
def test_a_time_that_is_no_day_gives_none(text: str) -> None:
    assert set(days(text, "2023-10-13")) == {"NaT none"}


@pytest.mark.parametrize(
    "text",
    [
        "Egypt condemned last week's strike.",
        "Egypt said that talks began in February.",
        "Egypt said a truce held in 2021.",
    ],
)
def test_a_vague_time_of_something_else_does_not(text: str) -> None:
    assert days(text, "2023-10-13") == ["2023-10-13 page"]


def test_a_day_holds_until_another_is_told_and_a_flashback_to_the_end_of_its_paragraph() -> None:
    page = "On Wednesday Egypt called for a truce. A day earlier, Jordan had called for aid.\nOman called for talks."
    assert [d[8:10] for d in days(page, "2023-10-13")] == ["11", "10", "11"]


def test_sections_with_a_date_as_heading() -> None:
    page = "Who said what\n\n3 May 2024\nEgypt called for a truce.\nJordan called for aid.\n\n4 May\nOman called for talks.\n"
    assert [d[8:10] for d in days(page, "2024-05-10")] == ["03", "03", "04"]
    assert [d[8:10] for d in days(page.replace("4 May", "4 May 2024"))] == ["03", "03", "04"]
    assert [
        d[8:10] for d in days("May 3 – Egypt called for a truce.\nMay 4 – Oman called for talks.", "2024-05-10")
    ] == ["03", "04"]


def test_a_far_day_holds_on_only_in_a_chronology() -> None:
    once = "Egypt urged calm.\nOn 3 May Egypt called for a truce.\nOman called for talks.\nJordan called for aid."
    assert [d[5:10] for d in days(once, "2024-06-28")] == ["06-28", "05-03", "06-28", "06-28"]
    chronology = (
        "On 3 May Egypt called for a truce.\nOman called for talks.\nOn 5 May Jordan called for aid.\nIt thanked Egypt."
    )
    assert [d[5:10] for d in days(chronology, "2024-06-28")][:3] == ["05-03", "05-03", "05-05"]


def test_entries_of_a_live_blog_are_of_its_day() -> None:
    rising = "Live\n21:45 Egypt called for a truce.\n23:20 Jordan called for aid.\n00:10 Oman called for talks."
    assert days(rising, "2024-05-10") == ["2024-05-10 page", "2024-05-10 page", "2024-05-11 page"]
    falling = "Live\n12:45 GMT\nEgypt called for a truce.\n12:20 GMT\nJordan said yesterday that aid was late.\n11:00 GMT\nOman called for talks."
    assert [d[8:10] for d in days(falling, "2024-05-10")] == ["10", "09", "10"]
    night = falling.replace("12:45", "00:45").replace("12:20", "23:20").replace("11:00", "23:00")
    assert [d[8:10] for d in days(night, "2024-05-10")] == ["11", "09", "10"]


# -- what was used, and what it disagrees with --------------------------------------------------------------------


def test_each_reason_says_how_the_day_was_read_and_what_it_disagrees_with() -> None:
    assert reasons("On Monday Egypt called for a truce.", "2023-10-13") == ["text: monday, counted from the page's day"]
    assert reasons("Monday, 10 October 2023 – " + SAID) == ["dateline: dateline; 2023-10-10 is no Monday"]
    assert reasons("CAIRO, 3 May 2024 – " + SAID, "2024-05-30") == [
        "dateline: dateline; the dateline gives 2024-05-03, the page 2024-05-30"
    ]
    assert reasons("On 20 October 2023 Egypt called for a truce.", "2023-10-13") == [
        "page: page date; 2023-10-20 in the sentence lies after the page's day"
    ]
