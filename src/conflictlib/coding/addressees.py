"""To whom something was said: who is told, whom the act is aimed at, or the other side of a call or meeting."""

from __future__ import annotations

from typing import NamedTuple

from conflictlib.codebook import Codebook
from conflictlib.coding.actors import Actors
from conflictlib.coding.antecedents import Page
from conflictlib.coding.attribution import Attribution
from conflictlib.coding.mentions import Mention
from conflictlib.coding.text import Text

#: Words that link the two sides of a call or meeting.
MEETS = frozenset({"with", "between", "met", "meets", "phoned", "telephoned", "hosted", "received", "to"})
#: Acts that are aimed at somebody whom the content names first, and within how many words of its beginning.
AIMED = {"calls_for": 5, "demands": 5, "accuses": 5, "thanks": 5, "condemns": 3, "welcomes": 3, "supports": 3,
         "rejects": 3, "threatens": 3}  # fmt: skip


class Addressee(NamedTuple):
    """A code, the words that give it (None: the occasion does), and the rule."""

    code: str
    words: tuple[int, int] | None
    rule: str


class Addressees:
    """Finds the addressees on one page, statement by statement in the order of the text."""

    def __init__(self, book: Codebook, actors: Actors, text: Text, page: Page) -> None:
        """Take what is known of the actors on the page."""
        self._occasion, self._actors, self._text, self._page = book.word_list("occasion"), actors, text, page
        self._pair: tuple[str, str] | None = None
        self._read = 0  # sentences

    def of(self, found: Attribution, act: str, actor: str | None, other: Mention | None) -> Addressee | None:
        """Return to whom a statement is addressed; `other` is the second of two who spoke together, if so."""
        if other is not None:
            return Addressee(other.code, (other.first, other.last), "the other of two who spoke together")
        while self._read <= found.sentence:
            self._pair = self._sides(self._read) or self._pair
            self._read += 1
        first, last = found.contents[0]
        if "told" in found.cue.frames and first > found.words[1]:
            told = self._named(found.words[1], first, actor, 7, "who is told")
            if told:
                return told
        if act in AIMED:
            aimed = self._named(first, last, actor, AIMED[act], "who is named first in the content")
            if aimed:
                return aimed
        if self._pair and actor in self._pair:
            return Addressee(self._pair[1 - self._pair.index(actor)], None, "other side of the call or meeting")
        return None

    def _named(self, first: int, last: int, actor: str | None, within: int, rule: str) -> Addressee | None:
        mention = self._actors.first_in(self._text, first, last, self._page, within)
        return (
            Addressee(mention.code, (mention.first, mention.last), rule) if mention and mention.code != actor else None
        )

    def _sides(self, number: int) -> tuple[str, str] | None:
        """Return the two sides of a call or meeting that a sentence tells of."""
        text, page = self._text, self._page
        first, last = text.sentences[number]
        where = next((i for i in range(first, last) if text.lower[i] in self._occasion and text.quote[i] < 0), None)
        if where is None:
            return None
        link = next((i for i in range(where, min(where + 8, last)) if text.lower[i] in MEETS), None)
        if link is None:
            return None
        named = [(m.first, m.code) for m in page.mentions if first <= m.first < last and m.use != "mention"]
        people = ((n.first, page.people.by_name[n.person].code) for n in page.people.within(first, last))
        named += [(i, code) for i, code in people if code]
        behind = list(dict.fromkeys(code for i, code in sorted(named) if i > link))
        ahead = [code for i, code in sorted(named) if i < where]
        sides = behind[:2] if text.lower[link] == "between" else list(dict.fromkeys(ahead[:1] + behind[:1]))
        if len(sides) == 1 and not ahead and text.lower[link] != "between":
            sides = behind[:2]  # “In a call with X, Y said”
        return (sides[0], sides[1]) if len(sides) == 2 else None
