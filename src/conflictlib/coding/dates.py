"""Dates in running text: explicit ones in all usual forms, weekdays, and days counted from another day.

A day without a year is the latest one not after the anchor (dateline, else page date); so is a weekday.
Figures such as 11/10/2023 are read in the order that the page's other dates give; without one, only where
just one reading is a date.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import NamedTuple

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
NUMBERS = {"a": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7}
#: A date in figures is read in the order that puts it so close to the page's own date, if only one does.
NEAR = 7
_MONTH = (
    r"(?P<month>(?i:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?))\b\.?"
)
_DAY = r"(?P<day>[0-3]?\d)(?P<ordinal>st|nd|rd|th)?"
_YEAR = r"(?P<year>(?:19|20)\d\d)(?!\d)"
_WEEKDAY = r"(?P<weekday>(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|(?:MON|TUES|WEDNES|THURS|FRI|SATUR|SUN)DAY)"
_LEAD = r"(?:\b(?P<lead>(?:mon|tue|wed|thu|fri|sat|sun)[a-z]{0,6})\.?,? \(?)?"
_EXPLICIT = [
    re.compile(rf"{_LEAD}(?<![\d/:-])\b{form}", re.IGNORECASE)
    for form in (
        rf"{_YEAR}(?P<mark>[-/.])(?P<m>[01]?\d)(?P=mark)(?P<day>[0-3]?\d)(?![\d-])",
        rf"(?:the )?{_DAY}\.?(?: of |[ -]){_MONTH}(?:,?(?: of)?[ -]{_YEAR})?",
        rf"{_MONTH} (?:the )?{_DAY}\b(?![:.]\d)(?:,? {_YEAR})?",
        rf"(?P<a>[0-3]?\d)(?P<mark>[./-])(?P<b>[0-3]?\d)(?P=mark){_YEAR}",
    )
]
#: Without these no date of a form can be there: looked for first, because the forms are slow.
_MONTH_SIGN = re.compile(r"\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)", re.IGNORECASE)
_FIGURES_SIGN = re.compile(r"\d[-./]\d")
_TOLD_SIGNS = ("same", "that", "next", "following", "previous", "preceding", "before", "after", "later", "earlier")
_NEAR_SIGNS = ("yesterday", "last night", "last evening", "today", "tonight", "this ", " ago")
_NAMED_SIGNS = ("nday", "sday", "iday", "rday")
_IN_FIGURES = re.compile(r"\d[./-]\d\d?[./-](?:19|20)\d\d")
_NAMED = re.compile(
    r"\b(?:(?:the )?(?P<which>last|this|that|next|previous|preceding|following|same) )?"
    rf"\b(?-i:{_WEEKDAY})\b(?P<week> last week| of last week| next week)?",
    re.IGNORECASE,
)
_NEAR = re.compile(
    r"\b(?:(?P<back2>the day before yesterday)|(?P<back1>yesterday|last night|last evening)"
    r"|(?P<back0>today|tonight|this (?:morning|afternoon|evening))"
    r"|(?P<n>a|one|two|three|four|five|six|seven|\d) days? ago)\b",
    re.IGNORECASE,
)
_MONTH_NAME = re.compile(rf"\b(?=[A-Z]){_MONTH}")
_NUMBERED = re.compile(
    r"\bon the (?P<day>[0-3]?\d)(?:st|nd|rd|th)\b(?=[,.;]|\s+[A-Z]|\s+(?:the|he|she|it|they|its|his|her)\b|$)",
    re.IGNORECASE,
)
_PART = r"(?:day|morning|afternoon|evening|night)"
_FROM_TOLD = re.compile(
    rf"\b(?:(?P<same>(?:the|that) same (?:day|morning|afternoon|evening|night)|that {_PART})"
    rf"|(?P<next>(?:the|a) (?:next|following) {_PART}|the {_PART} after(?= that\b|[,.]))"
    rf"|(?P<before>(?:the|a) (?:previous|preceding) {_PART}|the {_PART} before(?= that\b|[,.]|$))"
    r"|(?P<n>a|one|two|three|four|five|six|seven|\d) days?"
    r" (?P<way>later|earlier|after(?= that\b)|before(?= that\b)))\b(?! than\b)",
    re.IGNORECASE,
)
_VAGUE_SIGN = re.compile(rf"days|week|month|year|spring|summer|autumn|fall|winter|{'|'.join(MONTHS)}|19|20")
_VAGUE = re.compile(
    r"\b(?:(?:last|the previous|earlier this|later this|this)"
    r" (?:week|month|year|weekend|spring|summer|autumn|fall|winter)"
    r"|(?:over|at) the weekend|(?:days|weeks|months|years|(?:a|an|one|two|three|four|five|six|seven|several|some|\d+)"
    rf" (?:weeks?|months?|years?)) (?:ago|earlier|later|before)|in (?:early |late |mid-)?(?=[A-Z]){_MONTH}(?: {_YEAR})?"
    r"|in (?:19|20)\d\d)\b(?!['’]s| \d)",
    re.IGNORECASE,
)
#: A sentence without any of these words and without a figure holds no date.
SIGNS = frozenset(
    "yesterday today tonight morning afternoon evening night day days monday tuesday wednesday thursday friday saturday"
    " sunday".split()
)
FIGURE = re.compile(r"\d")


@dataclass(frozen=True)
class Dated:
    """A day, where it stands, how it was read, and what does not fit it."""

    day: dt.date
    start: int
    end: int
    rule: str
    misfit: str = ""


class Anchors(NamedTuple):
    """What dates that are not full are counted from."""

    page: dt.date | None = None  # the day on which the page, or the live blog's entry, was written
    told: dt.date | None = None  # the day told last
    day_first: bool | None = None  # 11/10/2023 is 11 October; None: not known
    year: int | None = None  # of days without one, where no page day is known
    until: dt.date | None = None  # the page's own date where the dateline's is a day or two older


def date_of(year: int, month: int, day: int) -> dt.date | None:
    """Return the date, None where there is none or it lies outside the years from 1900 to 2100."""
    try:
        return dt.date(year, month, day) if 1900 <= year <= 2100 else None
    except ValueError:
        return None


def moved(day: dt.date | None, days: int) -> dt.date | None:
    """Return the day so many days later (earlier, below zero), None outside the years from 1900 to 2100."""
    if day is None or not 1900 < day.year < 2100:
        return None
    there = day + dt.timedelta(days=days)
    return there if 1900 <= there.year <= 2100 else None


def find_dates(text: str, anchors: Anchors, start: int = 0, end: int | None = None) -> list[Dated]:
    """Return the dates in a stretch of text in its order; none overlaps another."""
    end = len(text) if end is None else end
    found: list[Dated] = []
    for dated in [*_explicit(text, anchors, start, end), *_counted(text, anchors, start, end)]:
        if not any(d.start < dated.end + 2 and dated.start < d.end + 2 for d in found):
            found.append(dated)
    return sorted(found, key=lambda d: d.start)


def _explicit(text: str, anchors: Anchors, start: int, end: int) -> Iterator[Dated]:
    if not FIGURE.search(text, start, end):
        return
    months, figures = _MONTH_SIGN.search(text, start, end), _FIGURES_SIGN.search(text, start, end)
    for form, sign in zip(_EXPLICIT, (figures, months, months, figures), strict=True):
        for match in form.finditer(text, start, end) if sign else ():
            if (match.groupdict().get("month") or "X")[0].islower():
                continue  # ‘may 5’ is no month
            day = _day_of(match, anchors)
            if day is not None and 1900 <= day.year <= 2100:
                yield Dated(day, *match.span(), "explicit date", _misfit(match["lead"], day))


def _misfit(weekday: str | None, day: dt.date) -> str:
    if not weekday or WEEKDAYS[day.weekday()] == weekday[:3].lower():
        return ""
    return f"{day.isoformat()} is no {weekday}"


def _day_of(match: re.Match[str], anchors: Anchors) -> dt.date | None:
    parts = match.groupdict()
    if parts.get("a"):
        return _in_figures(match, anchors)
    month = int(parts["m"]) if parts.get("m") else 1 + MONTHS.index(parts["month"][:3].lower())
    day = int(parts["day"])
    if parts.get("year"):
        return date_of(int(parts["year"]), month, day)
    if anchors.page is None:
        return date_of(anchors.year, month, day) if anchors.year else None
    years = (anchors.page.year + 1, anchors.page.year, anchors.page.year - 1, anchors.page.year - 2)
    days = [d for d in (date_of(year, month, day) for year in years) if d and (d - anchors.page).days <= 45]
    fitting = [d for d in days if match["lead"] and not _misfit(match["lead"], d)]
    return next(iter(fitting or days), None)


def _in_figures(match: re.Match[str], anchors: Anchors) -> dt.date | None:
    a, b, year = int(match["a"]), int(match["b"]), int(match["year"])
    readings = {True: date_of(year, b, a), False: date_of(year, a, b)}
    if None in readings.values() or a == b:
        return readings[True] or readings[False]
    if match["lead"]:
        fitting = [d for d in readings.values() if d and not _misfit(match["lead"], d)]
        if len(fitting) == 1:
            return fitting[0]
    order = True if match["mark"] == "." else anchors.day_first
    return None if order is None else readings[order]


def figures_day_first(text: str, url: str | None, published: dt.date | None) -> bool | None:
    """Tell in which order a page writes its dates: by those with one reading, by its months' names, by its address."""
    if not _IN_FIGURES.search(text):
        return None
    orders = set()
    for match in _EXPLICIT[3].finditer(text):
        a, b, year = int(match["a"]), int(match["b"]), int(match["year"])
        first, second = date_of(year, b, a), date_of(year, a, b)
        if (first is None) != (second is None):
            orders.add(first is not None)
        elif published and first and second and first != second:
            near = [day for day in (first, second) if abs((published - day).days) <= NEAR]
            orders |= {near[0] == first} if len(near) == 1 else set()
    if not orders:
        orders = {n == 1 for n in (1, 2) if any(m["year"] and m["month"] for m in _EXPLICIT[n].finditer(text))}
    if not orders and (host := re.match(r"https?://[^/]*\.([a-z]{2,4})(?:[:/]|$)", url or "")):
        orders = {"us": {False}, "gov": {False}, "mil": {False}}.get(host[1], {True} if len(host[1]) == 2 else set())
    return orders.pop() if len(orders) == 1 else None


def _counted(text: str, anchors: Anchors, start: int, end: int) -> Iterator[Dated]:
    """Read weekdays and days counted from the page's day or from the day told last."""
    lower = text[start:end].lower()
    for match in _FROM_TOLD.finditer(text, start, end) if _holds(lower, _TOLD_SIGNS) else ():
        if day := moved(anchors.told or (anchors.page if match["same"] else None), _steps(match)):
            yield Dated(day, *match.span(), f"{match.group().lower()}, counted from the day told before")
    for match in _NEAR.finditer(text, start, end) if _holds(lower, _NEAR_SIGNS) else ():
        back = next((i for i in range(3) if match[f"back{i}"]), None)
        if day := moved(anchors.page, -(_number(match["n"]) if back is None else back)):
            yield Dated(day, *match.span(), match.group().lower())
    for match in _NUMBERED.finditer(text, start, end) if "on the " in lower else ():
        if day := _numbered(match, anchors):
            yield Dated(day, *match.span(), f"{match.group().lower()}, of the month told before")
    for match in _NAMED.finditer(text, start, end) if _holds(lower, _NAMED_SIGNS) else ():
        if dated := _named(match, anchors):
            yield dated


def _holds(lower: str, signs: tuple[str, ...]) -> bool:
    return any(sign in lower for sign in signs)


def _numbered(match: re.Match[str], anchors: Anchors) -> dt.date | None:
    """Read ‘on the 27th’: of the month named shortly before, else of that of the day told before; never to come."""
    named = list(_MONTH_NAME.finditer(match.string, max(0, match.start() - 150), match.start()))
    told = anchors.told or anchors.page
    if told is None:
        return None
    month = 1 + MONTHS.index(named[-1]["month"][:3].lower()) if named else told.month
    day = date_of(told.year, month, int(match["day"]))
    return day if day and (anchors.page is None or day <= anchors.page) else None


def _steps(match: re.Match[str]) -> int:
    if match["n"]:
        return _number(match["n"]) * (1 if match["way"].lower() in {"later", "after"} else -1)
    return 1 if match["next"] else -1 if match["before"] else 0


def _number(word: str) -> int:
    return NUMBERS.get(word.lower()) or int(word)


@lru_cache(maxsize=1 << 16)
def may_be_vague(word: str) -> bool:
    """Tell whether a word (lower case) may belong to a time that is no day."""
    return _VAGUE_SIGN.search(word) is not None


def find_vague(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return where a stretch of text tells a time that is no day: ``last week``, ``in February``."""
    return [m.span() for m in _VAGUE.finditer(text, start, end)]


def _named(match: re.Match[str], anchors: Anchors) -> Dated | None:
    """Read a weekday: the latest not after the anchor; ‘the previous Friday’ counts from the day told before."""
    which, number = (match["which"] or "").lower(), WEEKDAYS.index(match["weekday"][:3].lower())
    told = anchors.told or anchors.page
    if which == "next" or match["week"] == " next week" or told is None:
        return None
    if which in {"previous", "preceding"}:
        day = moved(told, -((told.weekday() - number - 1) % 7 + 1))
    elif which == "following":
        day = moved(told, (number - told.weekday() - 1) % 7 + 1)
    elif which in {"same", "that"} and anchors.told and anchors.told.weekday() == number:
        day = moved(anchors.told, 0)
    elif anchors.page is None:
        return None
    else:
        back = (anchors.page.weekday() - number) % 7
        if match["week"]:
            back = anchors.page.weekday() + 7 - number
        day = moved(anchors.page, -(back or 7 if which == "last" else back))
        newer = moved(day, 7)
        if anchors.until and newer and newer <= anchors.until and (anchors.until - anchors.page).days <= 2:
            day = newer  # an article of Wednesday, on a page of Thursday, that tells what was said on Thursday
    return Dated(day, *match.span(), match.group().lower()) if day else None


def counted_from(dated: Dated, anchor: str) -> Dated:
    """Say from what a weekday or ‘yesterday’ was counted."""
    if dated.rule == "explicit date" or "counted" in dated.rule:
        return dated
    return replace(dated, rule=f"{dated.rule}, counted from the {anchor}")


def date_in_address(url: str) -> dt.date | None:
    """Return the date in an address or file name: ``/2023/10/12/``, ``2023-10-12-``, ``20231012``."""
    match = re.search(r"(?<!\d)((?:19|20)\d\d)([/_-]?)(0?[1-9]|1[0-2])\2(0[1-9]|[12]\d|3[01]|[1-9])(?!\d)", url)
    if match is None or (not match[2] and len(match.group()) != 8):
        return None
    return date_of(int(match[1]), int(match[3]), int(match[4]))
