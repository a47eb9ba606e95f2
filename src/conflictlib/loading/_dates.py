"""The day that a page gives as its own: in a metadata field, or in the lines above the running text.

A wrong day is worse than none. Days in figures are read only where one reading is a date (``24/07/2024``;
``05/06/2024`` is none), and a day that is said to be that of an update or of anything else is passed over.
"""

from __future__ import annotations

import csv
import datetime as dt
import re
from collections.abc import Iterable
from email.utils import parsedate_to_datetime
from functools import cache
from importlib.resources import files

_YEAR = r"(?P<year>(?:19|20)\d\d)"
_CLOCK = r"(?:\s*[T,@–-]?\s*(?:at\s+)?\d{1,2}[:.]\d\d\b[\w:.+ ()-]{0,24})?"
_CELLS = re.compile(r"\s*[|·•()（）]\s*|\s+[-–—]\s+")
#: The figures of Arabic and of Persian pages.
_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")
#: A longer line is running text: what stands above it is the page's head.
HEAD_LINE = 160
_HEAD_LINES = 10


@cache
def calendar(kind: str) -> dict[str, int]:
    """Return the names of months or weekdays with their numbers, or the words for being published, in lower case.

    >>> calendar("month")["mai"], calendar("weekday")["lundi"]
    (5, 1)
    """
    text = files("conflictlib.loading").joinpath("calendar.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(text.splitlines())
    # both, as Greek letters with two accents are written otherwise when the case is folded
    return {name: int(row["number"]) for row in rows if row["kind"] == kind
            for name in (row["name"].casefold(), row["name"].lower())}  # fmt: skip


def any_of(kind: str) -> str:
    """Return a pattern of these names, the longest first."""
    return "|".join(re.escape(name) for name in sorted(calendar(kind), key=lambda name: (-len(name), name)))


@cache
def _forms() -> tuple[str, ...]:
    """Return the forms of a day: the year first, in East Asian signs, day and month, month and day, in figures."""
    # Arabic pages name a month twice: آب/أغسطس, آب (أغسطس)
    month = rf"(?P<month>{any_of('month')})(?:\s?[/(]\s?(?:{any_of('month')})\)?)?\.?"
    day = r"(?P<day>\d{1,2})(?:st|nd|rd|th|er|º|\.)?"
    return (
        rf"{_YEAR}(?P<mark>[-/.])(?P<m>\d{{1,2}})(?P=mark)(?P<day>\d{{1,2}})(?!\d)",
        rf"{_YEAR}\s?[年년]\s?(?P<m>\d{{1,2}})\s?[月월]\s?(?P<day>\d{{1,2}})\s?[日일]",
        rf"{day}(?:\s+(?:of|de))?\s+{month}[,،]?(?:\s+(?:of|del?))?\s+{_YEAR}(?!\d)",
        rf"{month}\s+{day},?\s+{_YEAR}(?!\d)",
        rf"(?P<a>\d{{1,2}})(?P<mark>[./])(?P<b>\d{{1,2}})(?P=mark){_YEAR}(?!\d)",
    )


@cache
def _whole() -> list[re.Pattern[str]]:
    weekday = rf"(?:(?P<weekday>{any_of('weekday')})\.?[,،]?\s+)?"
    behind = rf"(?:[,،]?\s+(?:{any_of('weekday')}))?"
    return [re.compile(rf"{weekday}{form}{behind}{_CLOCK}\.?\s*", re.IGNORECASE) for form in _forms()]


@cache
def _beginnings() -> list[re.Pattern[str]]:
    """Return what may begin a cell with its day: a label; a stamp with a time of day; a byline that ends in the day."""
    label = rf"(?:{any_of('published')})\s*[:：]?\s*(?:(?:on|at|am|le|el|il|op|em|dnia)\s+)?"
    weekday = rf"(?:(?:{any_of('weekday')})\.?[,،]?\s+)?"
    found = [rf"{label}{weekday}{form}" for form in _forms()]
    found += [rf"{form}\s+\d{{1,2}}:\d\d(?::\d\d)?(?!\d)" for form in _forms()[:2]]
    found += [rf"by\s[^\d|]{{3,60}}?\s{form}(?:\b|,)" for form in _forms()[2:4]]
    return [re.compile(form, re.IGNORECASE) for form in found]


def _day_of(match: re.Match[str]) -> dt.date | None:
    parts = match.groupdict()
    year = int(parts["year"])
    if parts.get("a"):
        first, second = int(parts["a"]), int(parts["b"])
        orders = [(second, first)] if parts["mark"] == "." else [(second, first), (first, second)]
        readings = {found for month, day in orders if (found := _date(year, month, day))}
        if len(readings) > 1 and (weekday := _weekday(parts.get("weekday"))):  # which tells the one that is meant
            readings = {found for found in readings if found.isoweekday() == weekday}
        return readings.pop() if len(readings) == 1 else None
    month = int(parts["m"]) if parts.get("m") else calendar("month")[parts["month"].casefold()]
    return _date(year, month, int(parts["day"]))


def _weekday(name: str | None) -> int | None:
    return calendar("weekday").get((name or "").casefold())


def _date(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def _first(forms: Iterable[re.Pattern[str]], text: str, *, whole: bool) -> dt.date | None:
    for form in forms:
        match = form.fullmatch(text) if whole else form.match(text)
        if match and (day := _day_of(match)):
            return day
    return None


def read_day(value: object) -> dt.date | None:
    """Return the day that a metadata field or cell gives, None where it gives none.

    A time of day and its zone are left out: the day is that of the page's own clock.

    >>> read_day("2023-10-12T21:14:05+02:00"), read_day("Thu, 12 Oct 2023 19:14:05 GMT")
    (datetime.date(2023, 10, 12), datetime.date(2023, 10, 12))
    >>> read_day("2023-13-01") is None
    True
    """
    if isinstance(value, dt.datetime):  # pandas' timestamps are datetimes too; NaT is not equal to itself
        return value.date() if value == value else None
    if isinstance(value, dt.date):
        return value
    if not isinstance(value, str) or len(value) > 80:
        return None
    text = value.strip().translate(_DIGITS)
    return _first(_whole(), text, whole=True)


def read_moment(value: object) -> str | None:
    """Return the moment that a metadata field gives, in UTC as ISO 8601; None without a time of day and a zone.

    >>> read_moment("2023-10-12T21:14:05+02:00"), read_moment("Thu, 12 Oct 2023 19:14:05 GMT")
    ('2023-10-12T19:14:05Z', '2023-10-12T19:14:05Z')
    >>> read_moment("2023-10-12"), read_moment("2023-10-12T21:14:05")
    (None, None)
    """
    moment = value if isinstance(value, dt.datetime) else _moment(value) if isinstance(value, str) else None
    if moment is None or moment != moment or moment.tzinfo is None:
        return None
    try:
        return f"{moment.astimezone(dt.UTC):%Y-%m-%dT%H:%M:%SZ}"
    except (ValueError, OverflowError):  # a zone that leads out of the calendar
        return None


def _moment(text: str) -> dt.datetime | None:
    text = text.strip()
    if len(text) > 80 or not re.search(r"\d:\d\d", text):
        return None
    try:
        return dt.datetime.fromisoformat(text)
    except ValueError:
        pass
    try:
        return parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError):
        return None


def day_in_head(lines: Iterable[str]) -> dt.date | None:
    """Return the first day that stands by itself or behind a label (``Published:``) in a page's head.

    A line falls into cells at ``|``, ``·`` and dashes with blanks. The head ends at the first long line.

    >>> day_in_head(["Policy desk | Updated 13 May 2024", "Posted on May 12, 2024 by the desk"])
    datetime.date(2024, 5, 12)
    """
    for line in head_of(lines):
        for cell in _CELLS.split(line):
            cell = cell.strip(" \t*_#>[]()").translate(_DIGITS)
            if day := _first(_beginnings(), cell, whole=False) or _first(_whole(), cell, whole=True):
                return day
    return None


def head_of(lines: Iterable[str]) -> list[str]:
    """Return the lines of a page's head: the first few that are not blank, up to the running text."""
    head: list[str] = []
    for line in lines:
        line = line.strip()
        if len(line) > HEAD_LINE or len(head) == _HEAD_LINES:
            break
        if line:
            head.append(line)
    return head
