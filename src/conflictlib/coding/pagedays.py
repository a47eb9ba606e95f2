"""The day of a page: its dateline, the day it was published, the days of a live blog's entries, its address."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Any

from conflictlib.codebook import Codebook
from conflictlib.coding.dates import (
    WEEKDAYS,
    Anchors,
    Dated,
    date_in_address,
    figures_day_first,
    find_dates,
    moved,
)
from conflictlib.coding.text import Text

#: A line of the page's head or foot is no longer than this.
LINE = 160
#: A step back of more minutes between two entries of a live blog passes midnight.
NIGHT = 6 * 60
#: So many lines are its head, and so many its foot.
HEAD, FOOT = 14, 6
#: A line that ends so is running text.
STOPS = '.!?"”'
_PLACE_AHEAD = re.compile(
    r"^\W*(?:(?:[A-Z][\w.'’/ -]{1,40}?[,:()./–—-][ (–—-]{0,4}|(?:[A-Z]{3,} ?)+\W{0,3})(?:\w{2,9}day,? )?"
    r"|\w{2,9}day,? )?$"
)
_TEXT_BEHIND = re.compile(
    r"(?:, [A-Z][\w ]{2,25})?\s*(?:\([^)\n]{0,40}\)|/[^/\n]{2,40}/)?\s*"
    r"(?:[–—](?! ?\d)|--? (?!\d)|-$|\)|(?:: |/)(?=\S)|$)"
)
_FIRST = re.compile(
    r"\b(?:published|posted|issued|released|compiled|filed|date)\b[\s:]*(?:on |at )?\W*$", re.IGNORECASE
)
_LATER = re.compile(r"\b(?:updated?|modified|revised|edited|changed|last entry)\b[\s:]*(?:on |at )?\W*$", re.IGNORECASE)
_CELLS = re.compile(r"\s*[|·•]\s*|\s+[-–—]\s+")
_CLOCK_ONLY = re.compile(r"[\W\d]*(?:\b(?:at|GMT|UTC|BST|E[SD]?T|CES?T|hs|am|pm)\b[\W\d]*)*", re.IGNORECASE)
_ENTRY = re.compile(
    r"\W*(?P<hour>[01]?\d|2[0-3])[:.h](?P<minute>[0-5]\d)(?P<half> ?[ap]\.?m\.?)?"
    r"(?:,? ?\(?[A-Z]{2,4}\)?)?\s*(?:$|[|–—:-]|(?=[A-Z]))"
)
_DIGIT = re.compile(r"\d")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


@dataclass(frozen=True)
class PageDay:
    """The days that a page gives as its own, and what its other dates are counted from."""

    dateline: Dated | None
    written: Dated | None  # published, posted; in a live blog the day it is about
    basis: str  # of `written`: page | url | file
    anchors: Anchors
    limit: dt.date | None  # the last day that the page can tell of: of its update, if it has one
    entries: dict[int, dt.date] = field(default_factory=dict)  # live blog: paragraph that begins an entry -> its day
    furniture: frozenset[int] = frozenset()  # where the dates of publication and update stand

    @property
    def default(self) -> tuple[Dated | None, str]:
        """The day of what is not dated otherwise, and its basis."""
        return (self.dateline, "dateline") if self.dateline else (self.written, self.basis if self.written else "none")

    def has(self, dated: Dated) -> bool:
        """Tell whether a date is the page's own: its dateline, or in a line of furniture."""
        if self.dateline and dated.start <= self.dateline.start < dated.end:
            return True
        return dated.start in self.furniture


def read_page_day(book: Codebook, text: Text, document: dict[Any, Any]) -> PageDay:
    """Read the day of a page from its metadata, the lines above and below its text, its address and its name."""
    url = document.get("url")
    url = url if isinstance(url, str) else ""
    published = _day(document.get("published"))
    bare = Anchors(published, day_first=figures_day_first(text.text, url, published))
    lines = _furniture(text, bare)
    written, basis = _written(published, lines, url, str(document.get("doc") or ""))
    later = max((d.day for kind, d in lines if kind == "later"), default=None)
    anchors = bare._replace(page=written.day if written else later)
    if written is None and later is not None:
        written, basis = _in_headline(text, anchors) or Dated(later, 0, 0, "update of the page"), "page"
    dateline = _dateline(book, text, anchors, lines)
    day = dateline or written
    known = [d for d in (day and day.day, written and written.day, later) if d]
    anchors = anchors._replace(page=day.day if day else None, until=written.day if dateline and written else None)
    furniture = frozenset(d.start for kind, d in lines if kind != "line")
    entries = _entries(text, anchors.page)
    return PageDay(dateline, written, basis, anchors, max(known, default=None), entries, furniture)


def _day(value: Any) -> dt.date | None:
    if value is None or value != value:
        return None
    return value.date() if hasattr(value, "date") else dt.date.fromisoformat(str(value)[:10])


def line_of(text: Text, paragraph: tuple[int, int]) -> tuple[int, int]:
    """Return the offsets of a paragraph, given as a range of sentences."""
    first, last = paragraph
    return text.starts[text.sentences[first][0]], text.ends[text.sentences[last - 1][1] - 1]


def _furniture(text: Text, anchors: Anchors) -> list[tuple[str, Dated]]:
    """Return the full dates in the head and foot: labelled as the first or a later one, or alone in line or cell."""
    found = []
    paragraphs = text.paragraphs[:HEAD] + text.paragraphs[max(HEAD, len(text.paragraphs) - FOOT) :]
    for number, paragraph in enumerate(paragraphs):
        start, end = line_of(text, paragraph)
        if end - start > LINE or not _YEAR.search(text.text, start, end):
            continue
        cells = _cells(text.text, start, end) if text.text[end - 1] not in STOPS else [(start, end)]
        for first, last in cells:
            for dated in find_dates(text.text, Anchors(day_first=anchors.day_first), first, last):
                kind = _kind(text.text, dated, first, last, whole=len(cells) == 1)
                if kind and (number < HEAD or kind in {"first", "later"}):
                    found.append((kind, dated))
    return found


def _cells(text: str, start: int, end: int) -> list[tuple[int, int]]:
    marks = [m.span() for m in _CELLS.finditer(text, start, end)]
    return list(zip([start, *(b for _, b in marks)], [*(a for a, _ in marks), end], strict=True))


def _kind(text: str, dated: Dated, first: int, last: int, *, whole: bool) -> str:
    ahead = text[max(first, dated.start - 40) : dated.start]
    if _LATER.search(ahead):
        return "later"
    if _FIRST.search(ahead):
        return "first"
    alone = not ahead.strip(" \t*_#>[]()【】") and _CLOCK_ONLY.fullmatch(text, dated.end, last)
    return ("line" if whole else "cell") if alone else ""


def _written(
    published: dt.date | None, lines: list[tuple[str, Dated]], url: str, name: str
) -> tuple[Dated | None, str]:
    """Return the day of the page and its basis: declared, labelled, alone in a line, in the address or file name."""
    if published:
        return Dated(published, 0, 0, "page date"), "page"
    for kinds, rule in ((("first",), "page date in the text"), (("line", "cell"), "date line")):
        found = [dated for kind, dated in lines if kind in kinds]
        if found and (kinds == ("first",) or len({d.day for d in found}) == 1):  # else the headings of a chronology
            return replace(found[0], rule=rule), "page"
    if day := date_in_address(url):
        return Dated(day, 0, 0, "address"), "url"
    if day := date_in_address(name):
        return Dated(day, 0, 0, "name of the file"), "file"
    return None, "none"


def _in_headline(text: Text, anchors: Anchors) -> Dated | None:
    """Return the day that a headline names, where all else that is known is the day of an update."""
    for paragraph in text.paragraphs[:3]:
        for dated in find_dates(text.text, anchors, *line_of(text, paragraph)):
            if anchors.page and dated.rule == "explicit date" and 0 <= (anchors.page - dated.day).days <= 3:
                return replace(dated, rule="date in the headline")
    return None


def _dateline(book: Codebook, text: Text, anchors: Anchors, lines: list[tuple[str, Dated]]) -> Dated | None:
    """Return the date at the head of the running text: ``CAIRO, 12 November 2023 (outlet) –``."""
    other = {d.start for kind, d in lines if kind in {"first", "later"}}
    found: list[tuple[bool, Dated]] = []  # whether a place stands before it
    running = 0  # paragraphs of running text
    for paragraph in text.paragraphs[: HEAD + FOOT]:
        start, end = line_of(text, paragraph)
        running += end - start > LINE
        if not _DIGIT.search(text.text, start, min(end, start + 90)):
            continue
        dates = find_dates(text.text, _with_year(book, text, anchors, start, end), start, min(end, start + 90))
        if dates and dates[0].rule.startswith("explicit") and dates[0].start not in other:
            read = _read_dateline(text.text, dates[0], start, end)
            if read and not (read[0] and running > 2):
                found.append(read)
    if len({d.day for placed, d in found if not placed}) > 1:  # every section has a date of its own: a chronology
        found = [(placed, d) for placed, d in found if placed]
    return next((d for _, d in found), None)


def _read_dateline(text: str, dated: Dated, start: int, end: int) -> tuple[bool, Dated] | None:
    """Tell whether a date is a dateline by what stands before and behind it, and whether a place stands before it."""
    ahead, behind = text[start : dated.start], text[dated.end : min(end, dated.end + 60)]
    match = _TEXT_BEHIND.match(behind)
    if match is None or not _PLACE_AHEAD.match(ahead):
        return None
    placed = bool(re.search(r"\w", ahead)) and not ahead.lower().strip(" .,").endswith("day")
    whole = dated.end + match.end() >= end and not placed
    if not placed and not whole and behind.startswith((":", "/", ")")):
        return None
    return placed, replace(dated, rule="date line" if whole else "dateline")


def _with_year(book: Codebook, text: Text, anchors: Anchors, start: int, end: int) -> Anchors:
    """Find the year of a dateline without one on a page without a date: that in which the weekday told fits it.

    Weekdays recur after five years at the soonest. The year must lie shortly after the last that the page names (an
    article tells of years past by their number, rarely of its own), and somebody whom it names was in office then.
    """
    weekday = re.search(r"\bon (\w{3,6})day\b", text.text[start:end])
    if anchors.page is not None or weekday is None or weekday[1][:3].lower() not in WEEKDAYS:
        return anchors
    years = [int(year) for year in _YEAR.findall(text.text)]
    if not years:
        return anchors
    wanted = WEEKDAYS.index(weekday[1][:3].lower())
    for year in range(max(years) + 1, max(years) + 4):
        for dated in find_dates(text.text, anchors._replace(year=year), start, min(end, start + 90))[:1]:
            if dated.rule == "explicit date" and dated.day.weekday() == wanted and _names_holder(book, text, year):
                return anchors._replace(year=year)
    return anchors


def _names_holder(book: Codebook, text: Text, year: int) -> bool:
    """Tell whether a page names somebody in full who held an office in a year."""
    offices = book.offices
    return any(
        begin[:4].isdigit() and int(begin[:4]) <= year <= int(end[:4] or "2100") and person in text.text
        for person, begin, end in zip(offices["person"], offices["from"], offices["to"], strict=True)
    )


def _entries(text: Text, day: dt.date | None) -> dict[int, dt.date]:
    """Return the day of each entry of a live blog: lines that begin with a time of day, three at least.

    The earliest is of the page's day, and what comes after midnight of the next; the newest may stand first.
    """
    clocks = list(_clocks(text))
    if day is None or len(clocks) < 3:
        return {}
    steps = [b[1] - a[1] for a, b in pairwise(clocks)]
    rising = sum(0 < step <= NIGHT or step < -NIGHT for step in steps) * 2 >= len(steps)
    entries, current, before = {}, day, 0
    for number, time in clocks if rising else reversed(clocks):
        if before - time > NIGHT:
            current = moved(current, 1) or current
        entries[number], before = current, time
    return entries


def _clocks(text: Text) -> Iterator[tuple[int, int]]:
    for number, (first, last) in enumerate(text.paragraphs):
        start, end = line_of(text, (first, last))
        match = (
            _ENTRY.match(text.text, start, min(end, start + 40)) if text.words[text.sentences[first][0]][:1] else None
        )
        if match:
            afternoon = (match["half"] or "").strip().lower().startswith("p") and int(match["hour"]) < 12
            yield number, (int(match["hour"]) + 12 * afternoon) * 60 + int(match["minute"])
