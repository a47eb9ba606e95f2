"""The day on which something was said: dateline, dates in the text, weekdays, the page's own date.

A day without a year is the latest one not after the anchor (dateline, else page date);
so is a weekday. Two-figure orders such as 11/10/2023 are read only where just one reading is a date.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from conflictlib.coding.text import Text

MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
          "november", "december")  # fmt: skip
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTH = (
    r"(?P<month>Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?\.?|July?\.?|Aug(?:ust|\.)?"
    r"|Sept?(?:ember|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)"
)
_DAY = r"(?P<day>[0-3]?\d)(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_FORMS = [
    re.compile(rf"\b{_YEAR}-(?P<m>[01]\d)-(?P<day>[0-3]\d)\b"),
    re.compile(rf"\b{_DAY}(?: of)? {_MONTH}\b(?:,? {_YEAR})?"),
    re.compile(rf"\b{_MONTH} {_DAY}\b(?:,? {_YEAR})?"),
    re.compile(rf"\b(?P<a>[0-3]?\d)[./](?P<b>[0-3]?\d)[./]{_YEAR}\b"),
]
_WEEKDAY = re.compile(rf"\b(?P<last>last )?(?P<weekday>{'|'.join(d.capitalize() for d in WEEKDAYS)})\b")
_NEAR = re.compile(r"\b(?P<near>[Yy]esterday|[Tt]oday|[Tt]onight)\b")
#: Words before a date that make it the date of something else.
_OTHERS = re.compile(
    r"\b(?:since|before|until|till|from|by|after|of|the|between|to|next|every|for|this coming|than|a|as of)(?: the)? $",
    re.IGNORECASE,
)
_DATELINE = re.compile(r"^\W*(?:[A-Z][\w.'’ -]{1,40}?[,:(] ?(?:[\w.'’ ]{1,30}, )?)?(?:\w{2,9}day,? )?$")


@dataclass(frozen=True)
class Dated:
    """A day, where it stands, and which kind of date it was."""

    day: dt.date
    start: int
    end: int
    rule: str


def _date(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def _read(match: re.Match[str], anchor: dt.date | None) -> dt.date | None:
    parts = match.groupdict()
    if parts.get("a"):
        readings = {
            _date(int(parts["year"]), m, d)
            for d, m in ((int(parts["a"]), int(parts["b"])), (int(parts["b"]), int(parts["a"])))
        } - {None}
        return readings.pop() if len(readings) == 1 else None
    month = (
        int(parts["m"])
        if parts.get("m")
        else 1 + next(i for i, name in enumerate(MONTHS) if name.startswith(parts["month"].lower().rstrip(".")[:3]))
    )
    if parts.get("year"):
        return _date(int(parts["year"]), month, int(parts["day"]))
    if anchor is None:
        return None
    day = _date(anchor.year, month, int(parts["day"]))
    return (
        day if day is None or day <= anchor + dt.timedelta(days=7) else _date(anchor.year - 1, month, int(parts["day"]))
    )


def find_dates(text: str, anchor: dt.date | None, start: int = 0, end: int | None = None) -> list[Dated]:
    """Return the dates in a stretch of text in its order, those of other things (``since 7 October``) left out."""
    end = len(text) if end is None else end
    found: list[Dated] = []
    for form in _FORMS:
        for match in form.finditer(text, start, end):
            day = _read(match, anchor)
            if day and not any(d.start < match.end() and match.start() < d.end for d in found):
                found.append(Dated(day, match.start(), match.end(), "explicit date"))
    if anchor is not None:
        for match in _WEEKDAY.finditer(text, start, end):
            if not any(d.start < match.end() + 2 and match.start() < d.end + 2 for d in found):
                back = (anchor.weekday() - WEEKDAYS.index(match["weekday"].lower())) % 7
                found.append(Dated(anchor - dt.timedelta(days=back), match.start(), match.end(), "weekday"))
        for match in _NEAR.finditer(text, start, end):
            back = 1 if match["near"].lower() == "yesterday" else 0
            found.append(Dated(anchor - dt.timedelta(days=back), match.start(), match.end(), match["near"].lower()))
    return sorted(
        (d for d in found if not _OTHERS.search(text, max(start, d.start - 14), d.start)),
        key=lambda d: d.start,
    )


def find_dateline(text: Text, published: dt.date | None) -> Dated | None:
    """Return the date at the head of the running text: ``CAIRO, 12 November 2023 (outlet) –``."""
    for first_sentence, _ in text.paragraphs[:12]:
        start = text.starts[text.sentences[first_sentence][0]]
        line = text.text[start : start + 90]
        for dated in find_dates(line, published):
            behind = line[dated.end : dated.end + 40]
            opens = _DATELINE.match(line[: dated.start]) and re.match(
                r"\s*(?:\([^)]{0,30}\)\s*)?(?:[–—:]|--? |- |\)|\([A-Z]|$|/)", behind
            )
            if dated.rule == "explicit date" and opens and not line.lower().startswith(("date ", " date")):
                return Dated(dated.day, start + dated.start, start + dated.end, "dateline")
    return None


def date_in_address(url: str) -> dt.date | None:
    """Return the date in an address: ``/2023/10/12/`` or ``/2023-10-12-``."""
    match = re.search(r"\b((?:19|20)\d\d)[/-](0?[1-9]|1[0-2])[/-](0?[1-9]|[12]\d|3[01])\b", url)
    return _date(*map(int, match.groups())) if match else None
