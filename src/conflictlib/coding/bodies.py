"""Which actors some words speak for: states, organisations, their ministries, capitals and unnamed officials.

A name speaks where it is what the words are about (“Egypt”, “the Hamas delegation”, “the government of Chad”);
a demonym only beside an office (“the Egyptian minister”, not “Egyptian doctors”); a capital only alone, as a metonym.
Who is out of office, or only stands in the words (“talks with Iran”), does not speak.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from conflictlib.codebook import Codebook
from conflictlib.coding.mentions import Mention, within
from conflictlib.coding.text import Text

Range = tuple[int, int]
#: Between an office and its actor: “spokesman for”, “government of”, “officials in”.
HOLDS = frozenset({"of", "for", "from"})
POSSESSIVE = frozenset({"'s", "’s", "'", "’"})
LINKS = frozenset({",", "and", "&", "as", "well"})


class Body(NamedTuple):
    """The actors that speak, several if they speak together; the words that say so; and the rule."""

    codes: tuple[str, ...]
    words: Range
    rule: str


class Bodies:
    """Finds the actor for which some words speak."""

    def __init__(self, book: Codebook) -> None:
        """Take the word lists of `book`."""
        self.office, self._armed = book.word_list("office"), book.word_list("armed")
        self.part = book.word_list("office_part")  # “foreign” in “foreign minister”
        self._determiner, self._preposition = book.word_list("determiner"), book.word_list("preposition")
        self._before = self._determiner | book.word_list("number") | book.word_list("qualifier") | {","}
        self._states = frozenset(book.actors.loc[book.actors["kind"] == "state", "code"])
        self._out = book.word_list("out_of_office")
        self._seated = book.word_list("seated")  # “officials in Cairo”
        self._media, self._official = book.word_list("media"), book.word_list("official_media")
        self._linking = book.word_list("office_link")

    def speaking(self, text: Text, head: Range, mentions: Sequence[Mention]) -> Body | None:
        """Return the actors for which the words of `head` speak; None where nobody of the codebook does."""
        inside = within(mentions, *head)
        chosen = next((m for m in inside if self._speaks(text, head, m, inside)), None)
        if chosen is None:
            return None
        together = self._together(text, head, chosen, inside)
        codes = tuple(dict.fromkeys(m.code for m in together))
        rule = f"{chosen.use}: {chosen.alias}" if len(codes) == 1 else "several actors together"
        return Body(codes, (chosen.first, together[-1].last), rule)

    def _speaks(self, text: Text, head: Range, mention: Mention, inside: Sequence[Mention]) -> bool:
        first, last = head
        before = text.lower[mention.first - 1] if mention.first > first else ""
        if mention.use == "mention" or self._out & set(text.lower[max(first, mention.first - 3) : mention.last + 3]):
            return False
        if before in self._preposition | {"the", "a", "an"}:
            at = mention.first - 1 - (before not in self._preposition)
            if at >= first and text.lower[at] in self._preposition:
                return self._held(text, first, at, mention) and not self._runs_on(text, mention, last)
        if mention.use == "modifier":
            within = any(text.lower[i] in self._preposition - HOLDS for i in range(first + 1, mention.first))
            return not within and self._office_behind(text, mention, last, inside)
        if not self._leads(text, first, mention):
            return False
        if mention.use == "people":
            return before == "the" and self._ends(text, mention.last, last)
        if mention.use == "metonym":
            possessive = text.words[mention.last : mention.last + 1]
            if possessive and possessive[0] in POSSESSIVE:  # “Nairobi's special envoy”
                return self._office_behind(text, mention, last, inside)
            return self._ends(text, mention.last, last) or text.lower[mention.last] in self._seated
        return self._ends(text, mention.last, last) or self._office_behind(text, mention, last, inside)

    def _held(self, text: Text, first: int, at: int, mention: Mention) -> bool:
        """Tell whether an office stands before the preposition: “the government of”, “officials in”."""
        near = text.lower[max(first, at - 5) : at]
        if text.lower[at] in HOLDS:
            return mention.use != "people" and bool(near) and bool(self.office.intersection(near)) and (
                near[-1] in self.office | self.part or near[-1] in self._linking
            )  # fmt: skip
        return text.lower[at] == "in" and not self._seated.isdisjoint(near)

    def _runs_on(self, text: Text, mention: Mention, last: int) -> bool:
        """“spokesman for the Egyptian doctors' union”, “head of the Russia in Asia desk”: it is for something else."""
        i = mention.last
        if mention.use == "modifier":
            return i >= last or text.lower[i] not in self.office | self.part
        if i < last and text.words[i] in POSSESSIVE:
            return self.office.isdisjoint(text.lower[i + 1 : min(last, i + 5)])
        return i < last and text.lower[i] in {"in", "at"}

    def _leads(self, text: Text, first: int, mention: Mention) -> bool:
        """Tell whether only determiners, an apposition or a kind of group stand before a name."""
        i = mention.first
        while i > first and (
            text.lower[i - 1] in self._before
            or (text.lower[i - 1] in self.office | self.part | self._armed and text.words[i - 1][0].islower())
        ):
            i -= 1
        return i == first or text.words[i - 1] == "," or self._armed.issuperset({text.lower[mention.first - 1]})

    def _ends(self, text: Text, i: int, last: int) -> bool:
        """Tell whether the name is all: nothing, a comma, a bracket or another name behind “and” follows."""
        return i >= last or not (text.words[i][0].isalpha() or text.words[i] in POSSESSIVE) or text.lower[i] in {
            "and", "or", "itself", "himself", "both", "alone", "along", "together"
        }  # fmt: skip

    def _office_behind(self, text: Text, mention: Mention, last: int, inside: Sequence[Mention]) -> bool:
        """Tell whether an office follows at once: “Egyptian foreign minister”, “Chad's ruling council”."""
        i, found, skip = mention.last, "", {m.first: m.last for m in inside}
        while i < last and not (found and text.lower[i] == ","):
            word = text.lower[i]
            if word in self.office or word in self._armed or self._is_official_medium(text, mention, i):
                found = word
            elif i in skip and not found:
                i = skip[i] - 1
                found = text.lower[i] if text.lower[i] in self.office else ""  # “the Ruritanian Foreign Office”
            elif not self._within_title(text, mention, i) and not (word == "and" and (i + 1 in skip or found)):
                break
            i += 1
        if not found or (found in self._armed and (mention.use == "modifier" or mention.code in self._states)):
            return False
        return i >= last or not text.words[i][0].islower() or text.lower[i] in self._linking | self._preposition | LINKS

    def _within_title(self, text: Text, mention: Mention, i: int) -> bool:
        word = text.lower[i]
        return word in self.part or word in self._before or (text.words[i] in POSSESSIVE and i == mention.last)

    def _is_official_medium(self, text: Text, mention: Mention, i: int) -> bool:
        """“Chadian state television”, but not “Chadian television”."""
        return text.lower[i] in self._media and i > mention.last and text.lower[i - 1] in self._official

    def group_before(self, text: Text, at: int, mentions: Sequence[Mention]) -> Body | None:
        """Return the last actors named together (“Chad, Mali and Kenya”) in this sentence or the two before."""
        first = text.sentences[max(0, text.sentence_of(at) - 2)][0]
        inside, found = [m for m in within(mentions, first, at) if m.use in {"actor", "modifier"}], None
        for number, mention in enumerate(inside):
            group = self._together(text, (mention.first, at), mention, inside[number:])
            if len({m.code for m in group}) > 1 and (found is None or group[-1].last > found[-1].last):
                found = group
        if found is None:
            return None
        words = (found[0].first, found[-1].last)
        return Body(tuple(dict.fromkeys(m.code for m in found)), words, "named together before")

    def _together(self, text: Text, head: Range, chosen: Mention, inside: Sequence[Mention]) -> list[Mention]:
        """“Egypt, Qatar and the United States”: all of them; an apposition adds nobody."""
        found = [chosen]
        for mention in inside:
            if mention.first < found[-1].last:
                continue
            between = [w for w in text.lower[found[-1].last : mention.first] if w not in self._determiner]
            more = "and" in text.lower[mention.last : head[1]]
            if (
                not between
                or not LINKS.issuperset(between)
                or not ("and" in between or more)
                or mention.use == "mention"
            ):
                break
            found.append(mention)
        return found if len(found) == 1 or "and" in text.lower[chosen.last : found[-1].first] else [chosen]
