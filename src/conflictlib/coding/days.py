"""On which day something was said: the date that counts for each statement, and which was used.

In this order: a date in the statement's own sentence; the day told before, which holds until another is told; the
dateline; the page's date; the address; the file's name. Dates within the content, and those of other things
(``since 7 October``, ``the 7 October attacks``, days to come), are not when it was said.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from conflictlib.codebook import Codebook
from conflictlib.coding.attribution import Attribution
from conflictlib.coding.dates import SIGNS, Anchors, Dated, counted_from, find_dates
from conflictlib.coding.pagedays import line_of, read_page_day
from conflictlib.coding.text import Text

#: A day told in passing holds for the sentences after its paragraph only if it lies so few days before the page's.
RECENT = 8
#: A day told in passing so many days before the page's is what led to what was said.
LONG = 60
#: A dateline and the page's date may be so many days apart without being at odds.
APART = 3
#: What is told in the pluperfect had been said before the day that the text is at.
_FLASHBACK = re.compile(
    r"\bhad (?:\w+ly |also |already |not )?(?:\w+(?:ed|en|wn|ld|id|nt|ght|ade)|put|met|set|gone|come)\b"
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
        self.text, self.page = text, read_page_day(text, document)
        self._else, self._when = (
            book.word_list("date_of_else"),
            (book.word_list("occasion") | book.word_list("addressed") | book.word_list("dated")),
        )
        self._apart, self._after = book.word_list("relative") | book.word_list("question"), book.word_list("date_of_event")
        self._to_come = book.word_list("to_come")
        self._contents: dict[int, list[tuple[int, int]]] = {}
        for attribution in found:
            spans = self._contents.setdefault(attribution.sentence, [])
            spans += [text.span(*c) for c in attribution.contents]
        self._own: dict[int, list[Dated]] = {}  # sentence -> the days told in it
        self._passed: dict[int, Dated] = {}  # sentence -> a day in it that lies after the page's
        self._held: dict[int, Held] = {}  # sentence -> the day told before that holds in it
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
            first, last = self.text.span(*found.words)
            held = Held(min(own, key=lambda d: max(d.start - last, first - d.end)), "text")
        if held is None:
            return Said(None, "none")
        span = (held.dated.start, held.dated.end) if held.dated.end else None
        return Said(held.dated.day, held.basis, span, self._explained(held, found.sentence))

    def _explained(self, held: Held, sentence: int) -> str:
        """Say how a day was read, and what it disagrees with."""
        reasons = [f"{held.basis}: {held.dated.rule}"]
        if held.dated.misfit:
            reasons.append(held.dated.misfit)
        dateline, written, passed = self.page.dateline, self.page.written, self._passed.get(sentence)
        if dateline and written and abs((dateline.day - written.day).days) > APART:
            reasons.append(f"the dateline gives {dateline.day}, the page {written.day}")
        if passed:
            reasons.append(f"{passed.day} in the sentence lies after the page's day")
        return "; ".join(reasons)

    def _read(self) -> None:
        """Walk the text: a day that is told holds until another is told, or to the end of its paragraph."""
        base: Held | None = None
        told: dt.date | None = None
        anchors, section = self.page.anchors, None
        for number, paragraph in enumerate(self.text.paragraphs):
            if number in self.page.entries:
                day = section or self.page.entries[number]
                anchors, told = replace(anchors, page=day), day
                base = Held(Dated(day, 0, 0, "day of the live blog"), "page")
            current = base
            for sentence in range(*paragraph):
                if current:
                    self._held[sentence] = current
                own = self._told_in(sentence, replace(anchors, told=told))
                if own:
                    self._own[sentence] = own
                    told = own[-1].day
                    if sentence not in self._contents and self._long_past(own[0], sentence):
                        continue
                    current = Held(own[-1 if sentence in self._contents else 0], "text")
                    heading = self._is_heading(paragraph, own[0])
                    section = own[0].day if heading and self.page.entries else section
                    if heading and self.page.default[0] and own[0].day == self.page.default[0].day:
                        base = current = None  # the page's own date line
                    elif heading or self._holds_on(current.dated, sentence, paragraph):
                        base = current

    def _told_in(self, sentence: int, anchors: Anchors) -> list[Dated]:
        """Return the days in a sentence on which what it tells happened."""
        text = self.text
        first, last = text.sentences[sentence]
        if not any(w in SIGNS or w[0].isdigit() or w[-1].isdigit() for w in text.lower[first:last]):
            return []
        start, end = text.span(first, last)
        dates = [d for d in find_dates(text.text, anchors, start, end) if not self._is_pages(d, start, end)]
        dates = [d for d in dates if not self._of_else(d, start, end)]
        limit = max((d for d in (self.page.limit, anchors.page) if d), default=None)
        contents = self._contents.get(sentence, [])
        outside = [d for d in dates if not any(a <= d.start < b for a, b in contents)]
        for dated in outside:
            if limit and dated.day > limit:
                self._passed[sentence] = dated
        dates = [d for d in dates if not limit or d.day <= limit]
        named = "dateline" if self.page.dateline else "page's day"
        return [counted_from(d, named) for d in dates if d in outside] or [
            counted_from(d, named) for d in dates if self._frames(d, contents)
        ]

    def _frames(self, dated: Dated, contents: list[tuple[int, int]]) -> bool:
        """Tell whether a date within the content is that of saying it: ``asked the Council on Monday to act``."""
        behind = self.text.text[dated.end : dated.end + 6]
        first, last = next((c for c in contents if c[0] <= dated.start < c[1]), (0, 0))
        if dated.start - first <= 3:  # ‘called on 3 May for a truce’
            return True
        early = dated.start - first < 50 and re.match(r"\s+(?:to|that)\b|,", behind)
        return not dated.rule.startswith("explicit") and (last - dated.end <= 1 or bool(early))

    def _is_pages(self, dated: Dated, start: int, end: int) -> bool:
        """Tell whether a date is the page's own: its dateline, or in a line of furniture."""
        if self.page.dateline and dated.start <= self.page.dateline.start < dated.end:
            return True
        return dated.start in self.page.furniture

    def _of_else(self, dated: Dated, start: int, end: int) -> bool:
        """Tell whether a date is that of something else: ``since Monday``, ``the 7 October attacks``."""
        ahead = re.findall(r"[\w’'-]+|[^\w\s]", self.text.text[max(start, dated.start - 60) : dated.start].lower())
        behind = self.text.text[dated.end : min(end, dated.end + 40)].lower()
        last, before = [*reversed(ahead), "", ""][:2]
        if re.match(r"['’]s?\b|['’] ", behind):
            return self._when.isdisjoint(re.findall(r"\w+", behind)[:3])
        if last == "of":
            return before not in self._when and before not in SIGNS
        if last == "the":
            return before != "on"
        if last in {"and", "or", "to"}:
            return last == "to" or bool({"between", "from"}.intersection(ahead))
        if last.endswith(("'s", "’s", "-")) or behind.startswith("-"):
            return True
        clause = re.split(r"[,;]", " ".join(ahead))[-1].split()
        if last in self._else or self._to_come.intersection(clause[-6:]) or self._apart.intersection(clause[:1]):
            return True  # ‘by Monday’, ‘will meet on Monday’, ‘, who resigned on Monday,’
        return bool(self._after.intersection(clause[-7:-1])) and self._when.isdisjoint(clause[-4:])

    def _is_heading(self, paragraph: tuple[int, int], dated: Dated) -> bool:
        """Tell whether a line is a date and little more: the heading of what was said on that day."""
        start, end = line_of(self.text, paragraph)
        line = self.text.text
        if re.search(r"\w", line[start : dated.start]):
            return False
        return len(re.findall(r"\w+", line[dated.end : end])) <= (8 if line[end - 1].isalnum() else 2)

    def _long_past(self, dated: Dated, sentence: int) -> bool:
        """Tell whether a day is told as what led to this: long ago, and not at the head of the sentence."""
        anchor = self.page.anchors.page
        ahead = self.text.text[self.text.span(*self.text.sentences[sentence])[0] : dated.start]
        return anchor is not None and (anchor - dated.day).days > LONG and len(ahead.split()) > 2

    def _holds_on(self, dated: Dated, sentence: int, paragraph: tuple[int, int]) -> bool:
        """Tell whether a day told in running text holds for the paragraphs after its own."""
        _, end = line_of(self.text, paragraph)
        if self.text.text[end - 1].isalnum():  # a headline
            return False
        first = self.text.span(*self.text.sentences[sentence])[0]
        ahead = self.text.text[first : dated.start]
        if sentence == paragraph[0] and len(re.findall(r"\w+", ahead)) <= 2:
            return True
        if _FLASHBACK.search(self.text.text, first, max(dated.end, self.text.span(*self.text.sentences[sentence])[1])):
            return False
        anchor = self.page.anchors.page
        return anchor is not None and abs((anchor - dated.day).days) <= RECENT
