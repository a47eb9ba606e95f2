"""Reports in nouns: “Egypt's call for a truce”, “his recent warning that …”. Without a possessor nobody reports."""

from __future__ import annotations

from conflictlib.codebook import Codebook
from conflictlib.coding.attribution import Attribution
from conflictlib.coding.clauses import Clauses
from conflictlib.coding.contents import Contents
from conflictlib.coding.grammar import POSSESSIVE, Grammar, Range, without_marks
from conflictlib.coding.phrases import Phrases
from conflictlib.coding.text import Text
from conflictlib.coding.verb_groups import Cue

#: Adjectives between a possessor and the noun: “Egypt's long-standing public call”.
ADJECTIVES = 3


#: The cue of “in somebody's view”.
VIEW = Cue("in ... view", "noun", "", frozenset())


class Nouns:
    """Finds reports in the nouns of a codebook."""

    def __init__(
        self, book: Codebook, grammar: Grammar, phrases: Phrases, contents: Contents, clauses: Clauses
    ) -> None:
        """Take the cues of kind ``noun`` from `book`."""
        self.grammar, self.phrases, self.contents, self.clauses = grammar, phrases, contents, clauses
        self._views = grammar.lists["view"]
        self._closed = grammar.preposition | grammar.finite
        self._cues: dict[str, Cue] = {}
        for row in book.cues[book.cues["kind"] == "noun"].to_dict("records"):
            cue = Cue(row["cue"], "noun", row["act"], frozenset(row["frames"].split()))
            self._cues.update(dict.fromkeys([row["cue"], *row["forms"].split()], cue))

    def find(self, text: Text, number: int, found: list[Attribution]) -> list[Attribution]:
        """Return the reports in nouns of a sentence that stand in no other report."""
        first, end = text.sentences[number]
        made = []
        for i in [i for i, word in enumerate(text.lower[first + 1 : end - 1], first + 1) if word in self._cues]:
            cue = self._cues[text.lower[i]]
            if text.quote[i] >= 0 or text.lower[i + 1] not in cue.frames:
                continue
            if any(a <= i < b for other in found for a, b in [*other.contents, other.words]):
                continue
            source = self._possessor(text, i, first) or self._giver(text, i, first)
            content = self._content(text, i + 1, first, end)
            if source and content:
                made.append(Attribution(source, (i, i + 1), [content], cue, "noun with a possessor", number))
        return made

    def views(self, text: Text, number: int, found: list[Attribution]) -> list[Attribution]:
        """“…, in the minister's view”: the clause beside it."""
        first, end = text.sentences[number]
        if self._views.isdisjoint(text.lower[first:end]):
            return []
        made = []
        for i in range(first, end - 2):
            if text.lower[i] != "in" or text.quote[i] >= 0:
                continue
            noun = next((j for j in range(i + 2, min(i + 9, end)) if text.lower[j] in self._views), None)
            source = self._possessor(text, noun, i + 1) if noun else None
            if noun is None or source is None or any(a <= i < b for o in found for a, b in [*o.contents, o.words]):
                continue
            content = self._beside(text, i, noun + 1, first, end)
            if content:
                made.append(Attribution(source, (i, noun + 1), [content], VIEW, "in somebody's view", number))
        return made

    def _beside(self, text: Text, start: int, behind: int, first: int, end: int) -> Range | None:
        if start > first and text.words[start - 1] == ",":
            return self.contents.ahead.reported(text, start, first)
        if start == first and behind < end and text.words[behind] == ",":
            return without_marks(text, behind + 1, self.contents.ends.clause(text, behind + 1, end))
        return None

    def _possessor(self, text: Text, noun: int, first: int) -> Range | None:
        for i in range(noun - 1, max(first - 1, noun - 2 - ADJECTIVES), -1):
            if text.quote[i] >= 0:
                return None
            if text.lower[i] in self.grammar.lists["possessive"]:
                return i, i + 1
            if text.words[i] in POSSESSIVE:
                owner = self.phrases.before(text, i, first)
                return owner if owner and self.grammar.names_somebody(text, *owner) else None
            if not text.words[i][0].islower() or text.lower[i] in self._closed:
                return None
        return None

    def _giver(self, text: Text, noun: int, first: int) -> Range | None:
        """“the minister issued a WARNING that”: the subject of the verb that has the noun as its object."""
        for i in range(noun - 1, max(first, noun - 3 - ADJECTIVES), -1):
            if text.quote[i] >= 0:
                return None
            if text.lower[i] in self.grammar.lists["gives"]:
                group = i
                while group > first and (
                    text.lower[group - 1] in self.grammar.auxiliary or self.grammar.is_adverb(text, group - 1)
                ):
                    group -= 1
                giver = self.phrases.before(text, group, first)
                return giver if giver and self.grammar.names_somebody(text, *giver) else None
            if not text.words[i][0].islower() or text.lower[i] in self._closed:
                return None
        return None

    def _content(self, text: Text, start: int, first: int, end: int) -> Range | None:
        """Return what the noun announces: a clause with “that”, an infinitive, or what follows its preposition."""
        clause, infinitive = text.lower[start] == "that", text.lower[start] == "to"
        begin = start if clause or infinitive else start + 1
        last = self.contents.ends.clause(text, begin, end) if clause else self.contents.ends.phrase(text, begin, end)
        n_finite = 0
        for i in range(begin + 1, last):
            if text.words[i] in {",", "–", "—"} and text.quote[i] < 0:
                last = i
                break
            if self.clauses.finite.is_finite(text, i, first, end):
                n_finite += 1
                if n_finite > clause and text.lower[i - 1] not in {"and", "who", "which", "that", "or"}:
                    last = i
                    break
        return without_marks(text, begin, last)
