"""To whom something was said: at whom the act is aimed, who is told, or the other side of a call or meeting.

In this order: who is told (“told Chad's envoy”); the aim of the act in the content, which is the party asked, accused,
thanked or threatened (“Chad to withdraw”), or whose deed or text is condemned, welcomed, rejected or backed
(“the Chadian draft”, “Chad's decision”); the other of two who met, spoke on the telephone or discussed something.
A place (“strikes in Chad”) and a victim (“the killing of Chadians”) are no aim.
"""

from __future__ import annotations

from typing import NamedTuple

from conflictlib.codebook import Codebook
from conflictlib.coding.actors import Actors
from conflictlib.coding.antecedents import Page
from conflictlib.coding.attribution import Attribution
from conflictlib.coding.bodies import POSSESSIVE
from conflictlib.coding.mentions import Mention, within
from conflictlib.coding.text import Text

#: Words that link the two sides of a call or meeting.
MEETS = frozenset({"with", "between", "met", "meets", "phoned", "telephoned", "hosted", "received", "to", "had"})
#: Acts that ask, accuse, thank or threaten somebody.
ASKS = frozenset({"calls_for", "demands", "accuses", "thanks", "threatens", "warns", "proposes"})
#: Acts about what somebody did or proposed.
JUDGES = frozenset({"condemns", "welcomes", "supports", "rejects", "thanks", "accuses", "expresses_concern"})
LONGEST_NOUN_PHRASE, LONGEST_CLAUSE, OBLIGED = 10, 25, frozenset({"to", "must", "should", "shall", "not"})


class Addressee(NamedTuple):
    """A code, the words that give it (None: the occasion does), and the rule."""

    code: str
    words: tuple[int, int] | None
    rule: str


class Addressees:
    """Finds the addressees on one page, statement by statement in the order of the text."""

    def __init__(self, book: Codebook, actors: Actors, text: Text, page: Page) -> None:
        """Take what is known of the actors on the page."""
        self._text, self._page = text, page
        self._named = actors.all_named(text, page)
        self._occasion, self._severs, self._place = (book.word_list(k) for k in ("occasion", "severs", "place"))
        lists = ("determiner", "qualifier", "office", "office_part", "preposition", "adverb", "courtesy", "armed")
        self._around = frozenset().union(*(book.word_list(kind) for kind in lists)) | {"that", ",", "and"}
        self._office = book.word_list("office") | book.word_list("armed")
        self._ends = (
            book.word_list("finite") | book.word_list("auxiliary") | book.word_list("relative") | {"as", ";", ":"}
        )
        self._pair: tuple[str, ...] = ()
        self._paired = 0  # the sentence that told of the pair
        self._read = 0  # sentences

    def of(self, found: Attribution, act: str, actor: str | None, other: Mention | None) -> Addressee | None:
        """Return to whom a statement is addressed; `other` is the second of two who spoke together, if so."""
        while self._read <= found.sentence:
            self._meet(self._sides(self._read), self._read)
            self._read += 1
        if other is not None and actor is not None:
            self._meet((actor, other.code), found.sentence)
            return Addressee(other.code, (other.first, other.last), "the other of two who spoke together")
        return self._told(found, actor) or self._aim(found, act, actor) or self._other_side(found, actor)

    def _meet(self, sides: tuple[str, ...], sentence: int) -> None:
        if sides:
            self._pair, self._paired = sides, sentence

    def _other_side(self, found: Attribution, actor: str | None) -> Addressee | None:
        others = [code for code in self._pair if code != actor]
        if actor is None or len(others) != 1 or (len(self._pair) == 2 and actor not in self._pair):
            return None
        if len(self._pair) == 1:  # only one side is told: whoever speaks next there is the other
            if self._text.paragraph_of(self._paired) != self._text.paragraph_of(found.sentence):
                return None
            self._meet((actor, others[0]), self._paired)
        return Addressee(others[0], None, "other side of the call or meeting")

    def _told(self, found: Attribution, actor: str | None) -> Addressee | None:
        """“told the Chadian envoy that …”, “…, she told Chad's envoy”: whoever stands behind the verb."""
        if "told" not in found.cue.frames:
            return None
        first, cue = found.contents[0][0], found.words[1]
        end = first if first > cue else min(cue + 8, self._text.sentences[found.sentence][1])
        told = next(iter(self._within(cue, end)), None)
        if told is None or told.code == actor or told.use in {"mention", "media"} or not self._only_around(cue, told):
            return None
        if actor is not None and not found.cue.act:  # telling is talking; “asked Chad to withdraw” need not be
            self._meet((actor, told.code), found.sentence)
        return Addressee(told.code, (told.first, told.last), "who is told")

    # -- the aim in the content ----------------------------------------------------------------------------------

    def _aim(self, found: Attribution, act: str, actor: str | None) -> Addressee | None:
        first, last = found.contents[0]
        aims = [(self._asked(first, last, always=act in ASKS), "who is asked, accused, thanked or threatened")]
        if act in JUDGES and found.cue.act == act:
            aims += [(self._doer(first, last, act), "whose deed, text or cause it is")]
        if act == "threatens":
            aims += [(self._doer(first, last, act), "against whom the threat is")]
        if act == "announces":
            aims += [(self._severed(first, last), "with whom ties are cut")]
        if act == "consults":
            aims += [(self._partner(last), "with whom one talked")]
        for mention, rule in aims:
            if mention is not None and mention.code != actor:
                return Addressee(mention.code, (mention.first, mention.last), rule)
        return None

    def _partner(self, behind: int) -> Mention | None:
        """“discussed the dam WITH CHAD”."""
        partner = next(iter(self._within(behind + 1, behind + LONGEST_NOUN_PHRASE)), None)
        if partner is None or partner.use == "mention" or self._text.lower[behind] != "with":
            return None
        return partner if self._only_around(behind, partner) else None

    def _within(self, first: int, last: int) -> list[Mention]:
        return within(self._named, first, last)

    def _asked(self, first: int, last: int, *, always: bool) -> Mention | None:
        """Return the party that stands first in the content, or of whom the clause says what it must do."""
        text, end = self._text, self._clause(first, last)
        for mention in (m for m in self._within(first, end) if m.use != "mention"):
            behind = text.lower[mention.last : mention.last + 3]
            leads = self._only_around(first, mention) and self._is_party(mention, behind)
            if leads and (always or behind[:1] == ["to"]):
                return mention
            if always and OBLIGED & set(behind[:1]) and text.lower[mention.first - 1] not in self._place:
                return mention
        return None

    def _only_around(self, first: int, mention: Mention) -> bool:
        return mention.first - first <= LONGEST_NOUN_PHRASE and all(
            w in self._around for w in self._text.lower[first : mention.first]
        ) and self._text.lower[mention.first - 1] not in self._place - {"on", "against"}  # fmt: skip

    def _is_party(self, mention: Mention, behind: list[str]) -> bool:
        """“Chadian troops” may be asked, “Chadian wheat” may not."""
        return mention.use != "modifier" or any(word in self._office for word in behind[:2])

    def _doer(self, first: int, last: int, act: str) -> Mention | None:
        """Return whose deed or text the first noun phrase of the content names."""
        text, end = self._text, min(self._clause(first, last), first + LONGEST_NOUN_PHRASE)
        for mention in self._within(first, end):
            before = text.lower[mention.first - 1] if mention.first > first else ""
            if before in {"the", "a", "an"} and mention.first - 1 > first:
                before = text.lower[mention.first - 2]
            if before in self._place or mention.use == "mention" or (before == "of" and act != "supports"):
                return None
            possessive = text.words[mention.last : mention.last + 1]
            if mention.use != "people" or mention.first - first <= 1 or (possessive and possessive[0] in POSSESSIVE):
                return mention
        return None

    def _severed(self, first: int, last: int) -> Mention | None:
        """“breaks its relations with Chad”, “the suspension of trade with Chad”."""
        text = self._text
        for mention in self._within(first, self._clause(first, last, stops=False)):
            if text.lower[mention.first - 1] in {"with", "to", "from", "in", "against"} and (
                self._severs & set(text.lower[max(first, mention.first - 4) : mention.first])
            ):
                return mention if mention.use != "mention" else None
        return None

    def _clause(self, first: int, last: int, *, stops: bool = True) -> int:
        """Return where the first clause of a content ends, at most: at a finite verb, unless an obligation."""
        text = self._text
        for i in range(first + 1, min(last, first + LONGEST_CLAUSE)):
            word = text.lower[i]
            if stops and i > first + 1 and word not in OBLIGED and (word in self._ends or (
                word.endswith("ed") and text.words[i][0].islower() and text.lower[i - 1] not in self._around
            )):  # fmt: skip
                return i
        return min(last, first + LONGEST_CLAUSE)

    # -- two sides ------------------------------------------------------------------------------------------------

    def _sides(self, number: int) -> tuple[str, ...]:
        """Return the sides of a call or meeting that a sentence tells of: two, or one where the other speaks."""
        text = self._text
        first, last = text.sentences[number]
        if self._occasion.isdisjoint(text.lower[first:last]):
            return ()
        where = next((i for i in range(first, last) if text.lower[i] in self._occasion and text.quote[i] < 0), None)
        if where is None:
            return ()
        near = range(max(first, where - 12) if text.lower[where] == "line" else where, min(where + 8, last))
        link = next((i for i in near if text.lower[i] in MEETS), None)
        if link is None:
            return ()
        sides = [m for m in self._within(first, last) if self._is_side(m)]
        behind = [m for m in sides if m.first > link]
        if not behind or not self._only_around(link + 1, behind[0]):
            return ()
        codes, ahead = list(dict.fromkeys(m.code for m in behind)), [m.code for m in sides if m.last <= where]
        if text.lower[link] == "between":
            return tuple(codes[:2])
        return tuple(dict.fromkeys(ahead[:1] + codes[:1] if ahead else codes[:2]))  # “In a call with X, Y said”

    def _is_side(self, mention: Mention) -> bool:
        before = self._text.lower[mention.first - 1] if mention.first else ""
        behind = self._text.lower[mention.last : mention.last + 2]
        if mention.use == "modifier":
            return self._is_party(mention, behind)
        return mention.use == "actor" or (mention.use == "metonym" and before not in self._place)
