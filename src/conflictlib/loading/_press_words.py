"""Words of press databases: their labels and the names of languages, in the interface's languages.

The lists stand beside this module: ``press_labels.csv``, ``press_languages.csv``.
"""

from __future__ import annotations

import csv
import datetime as dt
import re
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from functools import cache
from importlib.resources import files

from conflictlib.loading._dates import any_of, calendar, read_day


@dataclass(frozen=True)
class DayLine:
    """What the line with the day of an article says."""

    day: dt.date
    time: str | None  # HH:MM as the page has it
    moment: str | None  # in UTC, where the zone has an offset that is known
    rest: str  # what else stands there: an edition, mostly


def _rows(name: str) -> list[dict[str, str]]:
    text = files("conflictlib.loading").joinpath(name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


@cache
def labels(database: str) -> dict[str, tuple[str, str]]:
    """Return the labels of a database in lower case: the place where they stand, and our name of the field.

    >>> labels("factiva")["hd"], labels("nexis")["länge"]
    (('field', 'title'), ('head', 'length_words'))
    """
    rows = [row for row in _rows("press_labels.csv") if row["database"] == database]
    return {row["label"].casefold(): (row["place"], row["field"]) for row in rows}


@cache
def _languages() -> dict[str, str]:
    return {row["name"].casefold(): row["code"] for row in _rows("press_languages.csv")}


def language_code(name: str) -> str | None:
    """Return the ISO 639-1 code of a language that is named in one of the interface's languages, or by a code.

    >>> language_code("Français"), language_code("German; Deutsch"), language_code("EN"), language_code("Elvish")
    ('fr', 'de', 'en', None)
    """
    known = _languages()
    for part in [name, *re.split(r"[;,/()\-–]", name)]:
        word = " ".join(part.split()).casefold()
        if word in known:
            return known[word]
        if word in known.values():
            return word
    return None


@cache
def _forms() -> list[re.Pattern[str]]:
    month = rf"(?P<month>{any_of('month')})\.?"
    before = r"\s*(?:[^\W\d_]{1,15}(?:-feira)?[.,]{0,2}\s+){0,2}"  # a weekday, an article
    year = r"(?P<year>(?:1[5-9]|20)\d\d)(?!\d)"
    return [re.compile(form, re.IGNORECASE) for form in (
        rf"{before}(?P<day>\d{{1,2}})(?!\d)(?:\.|st|nd|rd|th|er|º|°)?\s*(?:(?:de|of)\s+)?{month},?\s*(?:del?\s+)?{year}",
        rf"{before}{month}\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+{year}",
        rf"\s*{year}\s*[年년]\s*(?P<m>\d{{1,2}})\s*[月월]\s*(?P<day>\d{{1,2}})\s*[日일]",
        rf"{before}(?P<numeric>\d{{1,4}}(?P<mark>[-/.])\d{{1,2}}(?P=mark)\d{{1,4}})(?!\d)",
    )]  # fmt: skip


_CLOCK = re.compile(
    r"(?<!\d)(?P<hour>\d{1,2})(?:[:h]|\.(?=\d\d\b))(?P<minute>\d\d)(?::(?P<second>\d\d)(?:\.\d{1,9})?)?(?!\d)\s?(?:(?P<half>[ap])\.?m\b\.?)?"
    r"(?:\s?\(?(?P<zone>(?-i:Z\b|[A-Z]{2,5}\b)|(?=[+-]))(?P<offset>[+-]\d{1,2}(?::?\d\d)?\b)?\)?)?",
    re.IGNORECASE,
)


def read_day_line(text: str) -> DayLine | None:
    """Return the day with which a line begins, behind a weekday at most; None where it begins with none.

    Days in figures are read only where one reading is a date.

    >>> line = read_day_line("July 1, 2019 Monday 9:20 AM GMT")
    >>> line.day, line.time, line.moment
    (datetime.date(2019, 7, 1), '09:20', '2019-07-01T09:20:00Z')
    >>> read_day_line("Lundi 11 Janvier 2010 Edition 1").rest
    'Edition 1'
    >>> read_day_line("Talks in May 2010 fail") is None
    True
    """
    if len(text) > 200:
        return None
    for form in _forms():
        match = form.match(text)
        day = _day(match) if match else None
        if match and day:
            return _day_line(day, text[match.end() :])
    return None


def _day(match: re.Match[str]) -> dt.date | None:
    parts = match.groupdict()
    if parts.get("numeric"):
        return read_day(parts["numeric"])
    month = int(parts["m"]) if parts.get("m") else calendar("month")[parts["month"].casefold()]
    try:
        return dt.date(int(parts["year"]), month, int(parts["day"]))
    except ValueError:
        return None


def _day_line(day: dt.date, behind: str) -> DayLine:
    clock = _CLOCK.search(behind)
    moment = time = None
    if clock:
        time = clock_of(clock)
        moment = _moment(day, time, clock["second"], clock["zone"], clock["offset"]) if time else None
        behind = f"{behind[: clock.start()]} {behind[clock.end() :]}" if time else behind
    words = behind.replace(",", " , ").split()
    kept = [word for word in words if word.casefold().rstrip(".") not in calendar("weekday") and word != "г."]
    return DayLine(day, time, moment, re.sub(r"\s+,", ",", " ".join(kept)).strip(" ,;"))


def clock_of(clock: re.Match[str]) -> str | None:
    """Return a time of day as HH:MM, None where it is none."""
    hour, half = int(clock["hour"]), (clock["half"] or "").lower()
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + 12 * (half == "p")
    return f"{hour:02d}:{clock['minute']}" if hour < 24 and int(clock["minute"]) < 60 else None


def _moment(day: dt.date, time: str, second: str | None, zone: str | None, offset: str | None) -> str | None:
    """Return the moment in UTC, None without an offset or with a zone of which the mail standard knows none."""
    if offset:
        sign, hours, minutes = offset[0], *[*re.findall(r"\d\d?", offset), "00"][:2]
        if (zone or "GMT").upper() not in ("GMT", "UTC", "UT") or int(hours) > 14 or int(minutes) > 59:
            return None
        zone = f"{sign}{int(hours):02d}{int(minutes):02d}"
    month = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()[day.month - 1]
    try:
        moment = parsedate_to_datetime(f"{day.day} {month} {day.year} {time}:{second or '00'} {zone or ''}".strip())
        if moment.tzinfo is None:
            return None
        return f"{moment.astimezone(dt.UTC):%Y-%m-%dT%H:%M:%SZ}"
    except (ValueError, TypeError, OverflowError):
        return None
