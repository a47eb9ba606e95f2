"""On which day something was said: the date that counts for each statement, and which was used.

In this order: a date in the statement's own sentence; the day told before, which holds until another is told; the
dateline; the page's date; the address; the file's name. A day told in passing holds to the end of its paragraph,
the day of a section to its end. Where nothing tells the day, or only
``last week``, there is none.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from functools import cached_property
from typing import Any, NamedTuple

from conflictlib.codebook import Codebook
from conflictlib.coding.attribution import Attribution
from conflictlib.coding.dates import Anchors, Dated, find_dates
from conflictlib.coding.pagedays import STOPS, line_of, read_page_day
from conflictlib.coding.text import Text
from conflictlib.coding.told import Told

#: A day told in running text holds after its paragraph only if it lies so few days before the page's.
RECENT = 7
#: A day told in passing so many days before the page's is that of what led to it.
LONG = 60
#: A dateline and the page's date may be so many days apart without being at odds.
APART = 3
#: ‘The same day’ counts from the day told at most so many paragraphs before.
NEAR = 2
#: What is told in the pluperfect happened before the day that the text is at.
_FLASHBACK = re.compile(
    r"\bhad (?:\w+ly |also |already |not )?(?:\w+(?:ed|en|wn|ld|id|nt|ght|ade)|put|met|set|gone|come)\b"
)
#: A month as a heading.
_MONTH = re.compile(
    r"\W*(?:Jan|Febr|Septem|Octo|Novem|Decem)?(?:uary|ber|March|April|May|June|July|August)(?: \d{4})?\W*"
)


class Said(NamedTuple):
    """A day (None: nobody can tell), its basis as in ``date_basis``, the words that give it, and how it was read."""

    day: dt.date | None
    basis: str
    span: tuple[int, int] | None = None
    rule: str = ""


class Held(NamedTuple):
    """A day that holds for a statement, and its basis."""

    dated: Dated
    basis: str


class Days:
    """The dates of one page."""

    def __init__(self, book: Codebook, text: Text, document: dict[Any, Any], found: Sequence[Attribution]) -> None:
        """Read the day of the page and every day that its text tells, in its order."""
        self._text, self.page = text, read_page_day(book, text, document)
        self._told = Told(book, text, self.page, found)
        self._own: dict[int, list[Dated]] = {}  # sentence -> the days told in it
        self._held: dict[int, Held] = {}  # sentence -> the day told before that holds in it
        self._vague: set[int] = set()  # sentences of a time that is no day: ‘last week’
        self._read()

    @property
    def of_page(self) -> dt.date | None:
        """The day for which the page's office-holders are looked up."""
        return self.page.default[0].day if self.page.default[0] else None

    def said(self, found: Attribution) -> Said:
        """Return the day of a statement."""
        held, (day, basis) = self._held.get(found.sentence), self.page.default
        if day and (held is None or (basis == "dateline" and held.dated.day == day.day)):
            held = Held(day, basis)
        if own := self._own.get(found.sentence):
            held = Held(self._told.nearest(own, self._text.span(*found.words)), "text")
        if held is None or (found.sentence in self._vague and not own):
            return Said(None, "none")
        span = (held.dated.start, held.dated.end) if held.dated.end else None
        return Said(held.dated.day, held.basis, span, self._explained(held, found.sentence))

    def _explained(self, held: Held, sentence: int) -> str:
        """Say how a day was read, and what it disagrees with."""
        reasons = [f"{held.basis}: {held.dated.rule}", held.dated.misfit]
        dateline, written, later = self.page.dateline, self.page.written, self._told.later.get(sentence)
        if dateline and written and abs((dateline.day - written.day).days) > APART:
            reasons.append(f"the dateline gives {dateline.day}, the page {written.day}")
        if later:
            reasons.append(f"{later.day} in the sentence lies after the page's day")
        return "; ".join(reason for reason in reasons if reason)

    def _read(self) -> None:
        """Walk the text from paragraph to paragraph with the day that holds and the day told last."""
        base: Held | None = None
        anchors, last_told, told_in = self.page.anchors, None, 0
        section: dt.date | None = None  # of a live blog
        for number, paragraph in enumerate(self._text.paragraphs):
            if number in self.page.entries:
                day = section or self.page.entries[number]
                anchors, last_told, told_in = anchors._replace(page=day), day, number
                base = Held(Dated(day, 0, 0, "day of the live blog"), "page")
            near = last_told if number - told_in <= NEAR else None
            for own in self._paragraph(number, anchors._replace(told=near or (base.dated.day if base else None)), base):
                last_told, told_in = own.day, number
                if self._is_heading(paragraph, own):
                    section = own.day
                    base = None if own.day == self.of_page else Held(own, "text")  # the page's own date line
                elif self._holds_on(own, number):
                    base = Held(own, "text")

    def _paragraph(self, number: int, anchors: Anchors, base: Held | None) -> list[Dated]:
        """Read the days of one paragraph; return those that hold to its end or to the next."""
        current, told, vague = base, [], False
        for sentence in range(*self._text.paragraphs[number]):
            if current:
                self._held[sentence] = current
            own = self._told.days(sentence, anchors)
            vague = not own and (vague or self._told.vaguely(sentence))
            if vague:
                self._vague.add(sentence)
            if own:
                self._own[sentence] = own
                if sentence in self._told.cues or not self._long_past(own[0], sentence):
                    told.append(self._told.nearest(own, self._told.cues.get(sentence)))
                    current, anchors = Held(told[-1], "text"), anchors._replace(told=told[-1].day)
        return told

    def _is_heading(self, paragraph: tuple[int, int], dated: Dated) -> bool:
        """Tell whether a line begins with a date and says little more: the heading of what was said on that day."""
        start, end = line_of(self._text, paragraph)
        line = self._text.text
        if re.search(r"\w", line[start : dated.start]):
            return False
        return len(re.findall(r"\w+", line[dated.end : end])) <= (8 if line[end - 1].isalnum() else 2)

    def _long_past(self, dated: Dated, sentence: int) -> bool:
        """Tell whether a day is told as what led to this: long ago, and not at the head of the sentence."""
        anchor = self.page.anchors.page
        return anchor is not None and (anchor - dated.day).days > LONG and not self._opens(dated, sentence)

    def _holds_on(self, dated: Dated, number: int) -> bool:
        """Tell whether a day told in running text holds for the paragraphs after its own."""
        text, paragraph = self._text, self._text.paragraphs[number]
        if text.text[line_of(text, paragraph)[1] - 1].isalnum():  # a headline
            return False
        sentence = next(n for n in range(*paragraph) if dated.start < text.span(*text.sentences[n])[1])
        anchor = self.page.anchors.page
        recent = anchor is not None and abs((anchor - dated.day).days) <= RECENT
        if sentence == paragraph[0] and self._opens(dated, sentence):
            return recent or self._chronology
        if _FLASHBACK.search(text.text, *text.span(*text.sentences[sentence])):
            return False
        return recent and (sentence in self._told.cues or number <= self._lead)

    def _opens(self, dated: Dated, sentence: int) -> bool:
        """Tell whether a date stands at the head of a sentence."""
        start = self._text.span(*self._text.sentences[sentence])[0]
        return len(re.findall(r"\w+", self._text.text[start : dated.start])) <= 2

    @cached_property
    def _lead(self) -> int:
        """The second paragraph of running text: what is told up to there is what the page is about."""
        text = self._text
        running = [n for n, p in enumerate(text.paragraphs) if text.text[line_of(text, p)[1] - 1] in STOPS]
        return running[min(1, len(running) - 1)] if running else -1

    @cached_property
    def _chronology(self) -> bool:
        """Tell whether the page goes from day to day: three lines begin with a date or are a month, or two of five."""
        opening = 0
        for paragraph in self._text.paragraphs:
            start, end = line_of(self._text, paragraph)
            dates = find_dates(self._text.text, self.page.anchors, start, min(end, start + 50))[:1]
            opening += bool(_MONTH.fullmatch(self._text.text, start, end)) or any(
                self._opens(d, paragraph[0]) and not self.page.has(d) for d in dates
            )
        return opening >= 3 or opening * 2.5 >= max(len(self._text.paragraphs), 5)
