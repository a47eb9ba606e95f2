import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conflictlib.loading._dates import day_in_head, read_day

DAY = dt.date(2024, 5, 12)


@pytest.mark.parametrize(
    "value",
    [
        "2024-05-12",
        "2024-05-12T23:59:00-10:00",
        "2024-05-12 08:00:00.123456",
        "2024/5/12",
        "Sun, 12 May 2024 08:00:00 GMT",
        "12 May 2024",
        "12th of May, 2024",
        "May 12, 2024",
        "Sunday, May 12th, 2024",
        "12.05.2024",
        "2024年5月12日",
        dt.datetime(2024, 5, 12, 23, 59),
        DAY,
    ],
)
def test_a_field_gives_the_day_on_the_pages_own_clock(value):
    assert read_day(value) == DAY


@pytest.mark.parametrize(
    "value",
    [
        "",
        "2024",
        "2024-05",
        "2024-13-01",
        "2024-02-30",
        "31 February 2024",
        "05/06/2024",
        "20240512",
        "1715500000",
        1715500000,
        None,
        float("nan"),
        "2024-05-12T",
        "2024-05-12-0305:49:00",
        "12 Floreal 2024",
        "May 2024",
        "2024-05-12 and more words",
    ],
)
def test_what_is_no_day_or_has_two_readings_gives_none(value):
    assert read_day(value) is None


@pytest.mark.parametrize(
    ("text", "day"), [("24/07/2024", (2024, 7, 24)), ("07/24/2024", (2024, 7, 24)), ("05/05/2024", (2024, 5, 5))]
)
def test_a_day_in_figures_is_read_where_one_reading_is_a_date(text, day):
    assert read_day(text) == dt.date(*day)


@pytest.mark.parametrize(
    "line",
    [
        " date 2024-05-12 Home » World » Talks resume",
        "Published: 12 May 2024",
        "Posted on May 12, 2024 by the desk",
        "2024-05-12 - 09:12 | Politics",
        "Sun, 12 May 2024 07:15 | Updated 11:02",
        "Comment | Hill Gazette | Published 12 May 2024",
        "> Hill Gazette · monthly file · 2024-05-12",
        "*12 May 2024*",
        "12 MAY 2024",
        "posted Sun., May. 12, 2024 | desk",
        "date: 2024-05-12",
    ],
)
def test_a_head_line_gives_the_day_of_the_page(line):
    assert day_in_head(["A headline of five words", line, "Talks resumed."]) == DAY


@pytest.mark.parametrize(
    "line",
    [
        "Updated: 12 May 2024",
        "Last updated 12 May 2024, 11:02",
        "Live blog | last entry 12/05/2024 00:41",
        "The war since 12 May 2024",
        "Talks of 12 May 2024 and what came of them",
        "Joint release, 12 May 2024",
    ],
)
def test_the_day_of_something_else_is_not_the_pages(line):
    assert day_in_head(["A headline of five words", line]) is None


def test_the_head_ends_where_the_running_text_begins():
    running = "The minister spoke for a long time about the talks. " * 4
    assert day_in_head(["A headline of five words", running, "12 May 2024"]) is None
    assert day_in_head(["A headline of five words", "12 May 2024", running]) == DAY


def test_the_first_of_several_days_counts():
    assert day_in_head(["date 2024-05-12 Home » Talks", "May 11, 2024"]) == DAY


@given(st.dates(dt.date(1900, 1, 1), dt.date(2099, 12, 31)))
def test_every_day_written_in_any_of_four_ways_is_read_back(day):
    months = "January February March April May June July August September October November December".split()
    month = months[day.month - 1]
    for text in (
        day.isoformat(),
        f"{day.day} {month} {day.year}",
        f"{month[:3]}. {day.day}, {day.year}",
        f"{day:%d.%m.%Y}",
    ):
        assert read_day(text) == day
        assert day_in_head([f"Published {text}"]) == day


@given(st.text(max_size=200))
def test_any_text_gives_a_day_or_none(text):
    assert read_day(text) is None or isinstance(read_day(text), dt.date)
    assert day_in_head([text]) is None or isinstance(day_in_head([text]), dt.date)


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("2024-05-12 20:29:58 来源： 山报", "2024-05-12"),
        ("山网 ( 2024-05-12 09:20:26 ) 来源： 山报", "2024-05-12"),
        ("22.05.2024 - City and region", "2024-05-22"),
        ("By Ada Hill 8 January 2024, 3:51 pm 11 Edit", "2024-01-08"),
        ("By January 8, 2024 the talks had failed", None),
        ("2024-05-12 was a quiet day", None),
    ],
)
def test_a_stamp_or_the_end_of_a_byline_gives_the_day(line, day):
    assert str(day_in_head([line])) == str(day)


@pytest.mark.parametrize(
    "line",
    [
        "22. Mai 2024",
        "Sonntag, 22. Mai 2024",
        "Veröffentlicht am 22.05.2024",
        "Publié le 22 mai 2024 à 10h",
        "22 de mayo de 2024",
        "22 мая 2024",
        "Опубликовано 22 мая 2024",
        "发布时间：2024年5月22日",
        "2024년 5월 22일",
    ],
)
def test_days_in_other_languages_are_read(line):
    assert str(day_in_head([line])) == "2024-05-22"


@pytest.mark.parametrize(
    "value",
    [
        "الأحد، 12 أيار/مايو 2024", "12 مايو 2024", "١٢ مايو ٢٠٢٤", "12 أيار (مايو) 2024", "12 травня 2024", "12 Mayıs 2024 Pazar",
        "12 במאי 2024", "neděle 12. května 2024", "12 Μαΐου 2024", "12 mai 2024", "12 maj 2024", "12 Mei 2024", "12 می 2024",
        "12 May 2024 Sunday",
    ],
)  # fmt: skip
def test_months_of_many_languages_are_known(value):
    assert read_day(value) == DAY


@pytest.mark.parametrize("value", ["۲۳ اردیبهشت ۱۴۰۳", "12 أيار/غدا 2024", "12 May/ 2024"])
def test_a_day_of_another_calendar_or_with_another_word_is_none(value):
    assert read_day(value) is None


@pytest.mark.parametrize(
    "line", ["تاريخ النشر: 12 مايو 2024", "Yayın tarihi: 12 Mayıs 2024 10:15", "Publikováno 12. května 2024"]
)
def test_labels_of_many_languages_are_known(line):
    assert day_in_head([line]) == DAY


@pytest.mark.parametrize(
    ("value", "day"),
    [
        ("Sun, 05/12/2024 - 08:00", DAY),
        ("Sun, 12/05/2024 - 08:00", DAY),
        ("Sonntag, 12/05/2024", DAY),
        ("Mon, 06/05/2024", dt.date(2024, 5, 6)),
        ("Tue, 05/12/2024", None),
        ("05/12/2024 - 08:00", None),
    ],
)
def test_a_weekday_tells_which_figure_is_the_month(value, day):
    assert read_day(value) == day
