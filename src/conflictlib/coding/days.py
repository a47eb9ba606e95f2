"""On which day something was said: the date that counts for each statement, and which was used.

In this order: a date in the statement's own sentence; one in a sentence before it in the paragraph; the dateline;
the page's date; the address. Dates within the content are dates of something else.
"""

from __future__ import annotations

import datetime as dt
from typing import Any, NamedTuple

from conflictlib.coding.attribution import Attribution
from conflictlib.coding.dates import date_in_address, find_dateline, find_dates
from conflictlib.coding.text import Text


class Said(NamedTuple):
    """A day (None: nobody can tell), its basis as in ``date_basis``, and the offsets of the words that give it."""

    day: dt.date | None
    basis: str
    span: tuple[int, int] | None = None


class Days:
    """The dates of one page."""

    def __init__(self, text: Text, document: dict[Any, Any]) -> None:
        """Read the dateline of `text`, and date and address of `document`."""
        self.text, self.published = text, _day(document.get("published"))
        self.dateline = find_dateline(text, self.published)
        self.anchor = self.dateline.day if self.dateline else self.published
        url = document.get("url")
        self.address = date_in_address(url) if isinstance(url, str) else None

    @property
    def of_page(self) -> dt.date | None:
        """The day for which the page's office-holders are looked up."""
        return self.anchor or self.address

    def said(self, found: Attribution) -> Said:
        """Return the day of a statement."""
        text = self.text
        first_of_paragraph = next(first for first, last in text.paragraphs if first <= found.sentence < last)
        contents = [text.span(*c) for c in found.contents]
        for number in range(found.sentence, first_of_paragraph - 1, -1):
            start, end = text.span(*text.sentences[number])
            dates = find_dates(text.text, self.anchor, start, end)
            if self.dateline:
                dates = [d for d in dates if d.start != self.dateline.start]
            outside = [d for d in dates if not any(a <= d.start < b for a, b in contents)] or [
                d for d in dates if d.rule == "weekday" and any(b - d.end <= 1 for _, b in contents)
            ]
            if outside and (number == found.sentence or outside[0].rule != "today"):
                return Said(outside[0].day, "text", (outside[0].start, outside[0].end))
        if self.dateline:
            return Said(self.dateline.day, "dateline", (self.dateline.start, self.dateline.end))
        if self.published:
            return Said(self.published, "page")
        return Said(self.address, "url") if self.address else Said(None, "none")


def _day(value: Any) -> dt.date | None:
    if value is None or value != value:
        return None
    return value.date() if hasattr(value, "date") else dt.date.fromisoformat(str(value)[:10])
