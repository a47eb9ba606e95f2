"""The class of an event that a sentence tells of, in the scheme PLOVER: to compare with event data.

Most classes are deeds (“arrested”, “withdrew”), and a deed makes no statement. So the class of a sentence is that of
whichever comes first: a statement, by its act (column ``plover`` of ``acts.csv``), or a deed, by the patterns of
``deeds.csv``. Statements whose act has no class of its own (announces, states) have that of the deed they tell of.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from conflictlib.codebook import Codebook
from conflictlib.coding.acts import Acts, prevailing
from conflictlib.coding.attributor import Attributor
from conflictlib.coding.patterns import Match, Patterns, patterns_of
from conflictlib.coding.text import Text


class Event(NamedTuple):
    """A class of event and the words that show it: `first` up to and without `last`."""

    code: str
    first: int
    last: int
    rule: str


class Deeds:
    """Classes the sentences of a text by the acts and deeds of a codebook."""

    def __init__(self, book: Codebook) -> None:
        """Compile the patterns of `book`."""
        self._attributor, self._acts = Attributor(book), Acts(book)
        self._of_act = {row["code"]: row["plover"] for row in book.acts.to_dict("records")}
        rows = book.deeds.to_dict("records")
        self._patterns = Patterns((p, row["code"]) for row in rows for p in patterns_of(row["patterns"]))

    def of(self, text: Text, actors: Iterable[int] = ()) -> Event | None:
        """Return the event that a text tells of first, in a main clause if any; None where it tells of none."""
        told = [*self._spoken(text, frozenset(actors)), *self._deeds(text)]
        return min(told, key=lambda found: found[0])[1] if told else None

    def _spoken(self, text: Text, actors: frozenset[int]) -> Iterable[tuple[tuple[int, ...], Event]]:
        for found in self._attributor.attribute(text):
            act, shown = self._acts.of(text, found, actors)
            code = self._of_act[act]
            if code and not found.negated:
                first, last = (shown.first, shown.last) if shown else found.words
                yield (0, found.words[1] - 1, -1), Event(code, first, last, f"act: {act}")

    def _deeds(self, text: Text) -> Iterable[tuple[tuple[int, ...], Event]]:
        matches: list[Match] = prevailing(self._patterns.find(text.lower))
        for match in matches:
            if not self._acts.negated(text, match, 0):
                yield (
                    (self._acts.is_subordinate(text, 0, match.first), match.first, match.first - match.last),
                    Event(match.code, match.first, match.last, match.pattern),
                )
