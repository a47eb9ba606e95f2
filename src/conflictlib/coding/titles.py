"""The office that a page gives beside a name: before it, in an apposition or bracket behind it, or with “of”.

“Chadian envoy Abakar Moussa”, “its envoy, Abakar Moussa”; “Abakar Moussa, Chad's envoy”, “ABAKAR MOUSSA (Chad)”,
“King Sabun of Chad”.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from conflictlib.codebook import Codebook
from conflictlib.coding.bodies import POSSESSIVE, Bodies, Range
from conflictlib.coding.mentions import Mention, within
from conflictlib.coding.text import Text

LONGEST_TITLE, LONGEST_APPOSITION = 12, 22


class Title(NamedTuple):
    """Words of an office beside a name (None: a bracket names the actor only), its actors, and what it is worth."""

    words: Range | None
    codes: tuple[str, ...]
    before: bool = False  # it stands before the name
    out: bool = False  # “former”


class Titles:
    """Finds the offices beside names."""

    def __init__(self, book: Codebook, bodies: Bodies) -> None:
        """Take the word lists of `book`."""
        self._bodies = bodies
        parts = book.word_list("office_part")
        self.all = book.word_list("title") | book.word_list("office") | parts
        self.offices = self.all - parts - book.word_list("courtesy")
        self._link, self._out = book.word_list("office_link"), book.word_list("out_of_office")
        self._beside = self.all | self._out
        self._near = self.all | self._link | self._out | POSSESSIVE
        self._verbs = book.word_list("finite") - book.word_list("auxiliary")
        self._determiner = book.word_list("determiner")

    def of(self, text: Text, first: int, last: int, mentions: Sequence[Mention]) -> Title | None:
        """Return the office beside the name from `first` to `last`."""
        before = self._before(text, first, last, mentions)
        if before is not None and before.codes:
            return before
        behind = self._king_of(text, last, mentions) if before or self.within(text, first, last) else None
        behind = behind or self._behind(text, last, mentions)
        if before is None or behind is None:
            return before or behind
        return before._replace(codes=behind.codes, out=before.out or behind.out)

    def within(self, text: Text, first: int, last: int) -> bool:
        """Tell whether a name holds an office: “King Sabun”."""
        return not self.offices.isdisjoint(text.lower[first:last])

    def _before(self, text: Text, first: int, last: int, mentions: Sequence[Mention]) -> Title | None:
        comma = first > 1 and text.words[first - 1] == ","
        if comma and text.words[last : last + 1] not in ([","], ["."], ["("]):
            return None  # “… of the president, Halim said”
        if (
            not comma
            and first > 0
            and text.lower[first - 1] not in self._near
            and not text.words[first - 1][0].isupper()
        ):
            return None
        end = first - comma
        lowest = max(text.sentences[text.sentence_of(first)][0], first - LONGEST_TITLE)
        if self.offices.isdisjoint(text.lower[lowest:end]):
            return None
        inside = within(mentions, lowest, end)
        begin = self._begin(text, end, lowest, {m.last - 1: m.first for m in inside})
        inside = [m for m in inside if m.first >= begin]
        if self.offices.isdisjoint(text.lower[begin:end]) or (comma and not self._determined(text, begin, lowest)):
            return None
        body = self._bodies.speaking(text, (begin, end), inside)
        out = not self._out.isdisjoint(text.lower[max(lowest, begin - 1) : end])
        return Title((begin, end), body.codes if body else (), before=True, out=out)

    def _begin(self, text: Text, end: int, lowest: int, inside: dict[int, int]) -> int:
        """Return where the office before a name begins."""
        i = end
        while i > lowest:
            word = text.lower[i - 1]
            if i - 1 in inside:
                i = inside[i - 1]
            elif word in self._beside or text.words[i - 1] in POSSESSIVE or (word in self._link and i < end):
                i -= 1
            else:
                break
        while i < end and (text.lower[i] in self._link or text.words[i] in POSSESSIVE):
            i += 1
        return i

    def _determined(self, text: Text, i: int, lowest: int) -> bool:
        """“its envoy, Samir Halim”, “Chad's envoy, …”: an office before a comma goes with the name behind it."""
        near = text.lower[max(lowest, i - 1) : i + 3]
        return i == lowest or any(w in self._determiner or w in POSSESSIVE for w in near)

    def _king_of(self, text: Text, last: int, mentions: Sequence[Mention]) -> Title | None:
        if text.lower[last : last + 1] != ["of"]:
            return None
        near = [m for m in within(mentions, last + 1, last + 8) if m.first <= last + 2 and m.use == "actor"]
        return Title(None, (near[0].code,)) if near else None

    def _behind(self, text: Text, last: int, mentions: Sequence[Mention]) -> Title | None:
        if last + 1 >= len(text.words) or text.words[last] not in {",", "(", "–", "—"}:
            return None
        limit, end = min(text.sentences[text.sentence_of(last)][1], last + LONGEST_APPOSITION), last + 1
        while end < limit and text.words[end] not in {",", ")", "(", ";", ":", ".", "–", "—"}:
            end += 1
        words = text.lower[last + 1 : end]
        office = not self.offices.isdisjoint(words)
        if any(word in self._verbs or word.endswith("ed") for word in words if word not in self.all):
            return None  # no apposition but a clause
        if not office and text.words[last] != "(":
            return None
        body = self._bodies.speaking(text, (last + 1, end), mentions)
        if not office and body is None:
            return None
        return Title(
            (last + 1, end) if office else None, body.codes if body else (), out=not self._out.isdisjoint(words)
        )
