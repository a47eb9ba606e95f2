"""Which days a sentence tells: its dates without those of something else.

Left out are ``since Monday``, ``the 7 October attacks``, ``will meet on Monday``, days after the page's own, and the
dates within what is reported, unless they stand where those of the reporting do (``asked the Council on Monday to …``).
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from itertools import pairwise

from conflictlib.codebook import Codebook
from conflictlib.coding.attribution import Attribution
from conflictlib.coding.dates import FIGURE, SIGNS, Anchors, Dated, counted_from, find_dates, find_vague, may_be_vague
from conflictlib.coding.pagedays import PageDay
from conflictlib.coding.text import Text

#: So far from the beginning of a content its date may still be that of the reporting.
EARLY = 80


class Told:
    """Finds the days that the sentences of one page tell."""

    def __init__(self, book: Codebook, text: Text, page: PageDay, found: Sequence[Attribution]) -> None:
        """Take the page's own day and what is reported on it."""
        self._text, self._page = text, page
        self._else, self._after = book.word_list("date_of_else"), book.word_list("date_of_event")
        self._to_come, self._aside = book.word_list("to_come"), book.word_list("relative") | book.word_list("question")
        self._be = book.word_list("be")
        self._when = book.word_list("occasion") | book.word_list("addressed") | book.word_list("dated")
        self._vague = {word for word in text.vocabulary if may_be_vague(word)}
        self.later: dict[int, Dated] = {}  # sentence -> a day in it that lies after the page's
        self.contents: dict[int, list[tuple[int, int]]] = {}  # sentence -> offsets of what is reported in it
        self._clauses: set[tuple[int, int]] = set()  # those that are clauses of their own behind the reporting words
        self.cues: dict[int, tuple[int, int]] = {}  # sentence -> offsets of its last reporting words
        for attribution in found:
            self.cues[attribution.sentence] = text.span(*attribution.words)
            spans = self.contents.setdefault(attribution.sentence, [])
            here = [text.span(*c) for c in attribution.contents]
            spans += here
            if attribution.cue.frames & {"clause", "that"}:
                self._clauses.update(span for span in here if span[0] >= self.cues[attribution.sentence][1])

    def days(self, sentence: int, anchors: Anchors) -> list[Dated]:
        """Return the days in a sentence on which what it tells happened, in its order."""
        text = self._text
        first, last = text.sentences[sentence]
        start, end = text.span(first, last)
        if SIGNS.isdisjoint(text.lower[first:last]) and not FIGURE.search(text.text, start, end):
            return []
        dates = [
            counted_from(d, "dateline" if self._page.dateline else "page's day")
            for d in find_dates(text.text, anchors, start, end)
            if not self._page.has(d) and not self._of_else(d, start, end)
        ]
        contents = self.contents.get(sentence, [])
        outside = [d for d in dates if not any(a <= d.start < b for a, b in contents)]
        past = self._past(outside, sentence, anchors.page)
        return past or [d for d in self._past(dates, None, anchors.page) if self._frames(d, contents)]

    def vaguely(self, sentence: int) -> bool:
        """Tell whether a sentence says at its head or behind its reporting words when, without giving a day."""
        if sentence not in self.cues or self._vague.isdisjoint(
            self._text.lower[slice(*self._text.sentences[sentence])]
        ):
            return False
        start, end = self._text.span(*self._text.sentences[sentence])
        cue, inside = self.cues[sentence][1], self.contents[sentence]
        return any(
            0 <= a - cue <= 1 or (len(self._text.text[start:a].split()) <= 1 and not any(c <= a < d for c, d in inside))
            for a, _ in find_vague(self._text.text, start, end)
        )

    def _past(self, dates: list[Dated], sentence: int | None, written: dt.date | None) -> list[Dated]:
        """Leave out the days that the page can't tell of, and keep a note of them."""
        limit = max((d for d in (self._page.limit, written) if d), default=None)
        for dated in dates:
            if limit and dated.day > limit and sentence is not None:
                self.later[sentence] = dated
        return [d for d in dates if not limit or d.day <= limit]

    def _frames(self, dated: Dated, contents: list[tuple[int, int]]) -> bool:
        """Tell whether a date within the content is that of saying it."""
        first, last = max((c for c in contents if c[0] <= dated.start < c[1]), default=(0, 0))  # the innermost
        if dated.start - first <= 3:  # ‘called on 3 May for a truce’
            return True
        behind = self._text.text[dated.end : dated.end + 6]
        early = dated.start - first < EARLY and re.match(r"\s+(?:to|that)\b|,", behind)
        closes = last - dated.end <= 1 and (first, last) not in self._clauses  # ‘called for a truce on Monday’
        return not dated.rule.startswith("explicit") and (closes or bool(early))

    def nearest(self, days: list[Dated], cue: tuple[int, int] | None) -> Dated:
        """Return the day that stands nearest to reporting words; without any the first."""
        return min(days, key=lambda d: max(d.start - cue[1], cue[0] - d.end)) if cue else days[0]

    def _of_else(self, dated: Dated, start: int, end: int) -> bool:
        """Tell whether a date is that of something else by the words around it."""
        ahead: list[str] = re.findall(
            r"[\w’'-]+|[^\w\s]", self._text.text[max(start, dated.start - 60) : dated.start].lower()
        )
        behind = self._text.text[dated.end : min(end, dated.end + 40)].lower()
        last, before = [*reversed(ahead), "", ""][:2]
        if re.match(r"['’]s?\b|['’] ", behind):  # ‘Tuesday’s strike’, not ‘at Tuesday’s meeting’
            return last in self._after or self._when.isdisjoint(re.findall(r"\w+", behind)[:3])
        if last == "of":  # ‘the strike of 3 May’, not ‘the statement of 3 May’
            return before not in self._when and before not in SIGNS
        if last == "the":
            return before != "on"
        if last in {"and", "or", "to"}:
            return last == "to" or "between" in ahead or "from" in ahead
        if last.endswith(("'s", "’s", "-")) or behind.startswith("-"):
            return True
        return last in self._else or self._in_passing(ahead)

    def _in_passing(self, ahead: list[str]) -> bool:
        """Tell whether the clause before a date is about something else."""
        *others, clause = [part.split() for part in re.split(r"[,;]", " ".join(ahead))]
        bound = any(a in self._be and b == "to" for a, b in pairwise(clause[-6:]))
        if bound or not self._to_come.isdisjoint(clause[-6:]):  # ‘is to meet on Monday’, ‘will meet on Monday’
            return True
        if others and not self._aside.isdisjoint(clause[:1]):  # ‘, who resigned on Monday,’
            return True
        # ‘after the strike on Monday’, not ‘after a meeting on Monday’
        return not self._after.isdisjoint(clause[-7:-1]) and self._when.isdisjoint(clause[-4:])
