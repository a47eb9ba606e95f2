"""What is done by saying something: the act of a statement, from its cue and its content.

A cue with an act of its own (“condemned”) gives the act. Plain speech (“said”) is read from the content:
the main predicate of the first sentence comes before what is only mentioned in a clause of its own.
A pattern that runs over the cue and the content together says more than the cue (“claimed responsibility”).
"""

from __future__ import annotations

from collections.abc import Collection

from conflictlib.codebook import Codebook
from conflictlib.coding.attribution import Attribution
from conflictlib.coding.grammar import CLOSERS, COMMA
from conflictlib.coding.patterns import Match, Patterns, patterns_of
from conflictlib.coding.text import Text

DEFAULT = "states"
#: How far before a word its negation may stand: “did not at all support”.
NEGATION_REACH = 3


class Acts:
    """Finds the act of a statement by the patterns of a codebook."""

    def __init__(self, book: Codebook) -> None:
        """Compile the patterns of `book`."""
        rows = book.acts.to_dict("records")
        self._patterns = Patterns((p, row["code"]) for row in rows for p in patterns_of(row["patterns"]))
        self._gives_way = {row["code"]: frozenset(row["gives_way_to"].split()) for row in rows}
        self._negation, self._subordinating = book.word_list("negation"), book.word_list("subordinating")
        self._pronoun, self._declared = book.word_list("pronoun"), book.word_list("declared")
        self._first_person, self._auxiliary = book.word_list("first_person"), book.word_list("auxiliary")

    def of(self, text: Text, found: Attribution, actors: Collection[int] = ()) -> tuple[str, Match | None]:
        """Return the act and the words that show it; None where the cue alone does.

        `actors` are the places at which an actor's name ends.
        """
        shown = self._shown(text, found, actors)
        if not found.cue.act:
            return (shown[0].code, shown[0]) if shown else (DEFAULT, None)
        others = self._gives_way[found.cue.act]
        for number, match in enumerate(shown):
            with_the_cue = match.first < found.words[1] and match.last - match.first > 1
            if with_the_cue or (number == 0 and match.code in others):
                return match.code, match if match.code != found.cue.act else None
        return found.cue.act, None

    def _shown(self, text: Text, found: Attribution, actors: Collection[int]) -> list[Match]:
        """Return what the content shows, the strongest evidence first."""
        ranked: list[tuple[tuple[int, ...], Match]] = []
        for start, first, last in with_cue(found):
            matches = prevailing(self._patterns.find(text.lower, start, last, actors=actors))
            for match in matches:
                in_content = match.last > first or (not found.negated and self._chained(text, match))
                if in_content and not self.negated(text, match, start) and not self._of_another(text, match, first):
                    ranked.append((self._rank(text, match, first), match))
        return [match for _, match in sorted(ranked)]

    def _of_another(self, text: Text, match: Match, first: int) -> bool:
        """“that Norland HAD REJECTED the plan”: what somebody else had said, no act of the speaker."""
        near = range(max(first + 1, match.first - 2), match.last)
        had = next((i for i in near if text.lower[i] == "had"), None)
        if had is None or text.lower[had - 1] in self._pronoun:
            return False
        return any(word in self._declared for word in text.lower[had + 1 : match.last])

    def _rank(self, text: Text, match: Match, first: int) -> tuple[int, ...]:
        """First-person predicates, then main clauses, then subordinate ones; each by sentence and place."""
        start = max(first, text.sentences[text.sentence_of(match.first)][0])
        subordinate = self.is_subordinate(text, start, match.first)
        spoken = text.lower[match.first] in self._first_person or any(
            w in self._first_person for w in text.lower[max(start, match.first - 3) : match.first]
        )
        return (subordinate, not spoken, match.first)

    def _chained(self, text: Text, match: Match) -> bool:
        """Tell whether a match within the cue's verb group is a verb before the cue's own: “refused to condemn”."""
        return match.last - match.first > 1 and text.lower[match.first] not in self._auxiliary

    def is_subordinate(self, text: Text, start: int, place: int) -> bool:
        """Tell whether a place stands in a relative or adverbial clause, which lasts until a comma."""
        for i in range(place - 1, start - 1, -1):
            if text.lower[i] in self._subordinating:
                return True
            if text.words[i] in COMMA or text.words[i] in CLOSERS:
                return False
        return False

    def negated(self, text: Text, match: Match, start: int) -> bool:
        """Tell whether a negation stands shortly before a match that holds none itself."""
        if not self._negation.isdisjoint(text.lower[match.first : match.last]):
            return False
        for i in range(match.first - 1, max(start, match.first - NEGATION_REACH) - 1, -1):
            if text.lower[i] in self._negation:
                return True
            if not text.words[i][0].isalnum():
                return False
        return False


def with_cue(found: Attribution) -> list[tuple[int, int, int]]:
    """Return the contents, each with where to read from: the cue, where it stands at once before it."""
    head, tail = found.words
    return [(head if head < a and tail <= a <= tail + 1 else a, a, b) for a, b in found.contents]


def prevailing(matches: list[Match]) -> list[Match]:
    """Leave out each match that shares words with a longer one of another act: “should” in “should have”."""
    return [m for m in matches if not any(_gives_way(m, other) for other in matches)]


def _gives_way(match: Match, other: Match) -> bool:
    if other.code == match.code or other.last - other.first <= match.last - match.first:
        return False
    return other.first < match.last and match.first < other.last
