"""Acts and themes of a content, each with the words that it rests on."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from conflictlib.codebook import Codebook
from conflictlib.coding.patterns import Match, Patterns
from conflictlib.coding.text import Text
from conflictlib.coding.verb_groups import Cue

#: The act of plain speech ("said that ...") is read from the content; the first of these that is shown there wins.
ORDER = ("thanks", "condemns", "threatens", "demands", "denies", "rejects", "offers", "pledges", "expresses_concern",
         "accuses", "warns", "proposes", "calls_for", "announces", "welcomes", "supports", "consults")  # fmt: skip


def _patterns(rows: Iterable[dict[Any, Any]]) -> Patterns:
    return Patterns((p.strip(), row["code"]) for row in rows for p in row["patterns"].split(";") if p.strip())


class Codes:
    """Finds acts and themes by the patterns of a codebook."""

    def __init__(self, book: Codebook) -> None:
        """Compile the patterns of `book`."""
        self._acts = _patterns(book.acts.to_dict("records"))
        self._themes = _patterns(book.themes.to_dict("records"))

    def themes(self, text: Text, contents: Iterable[tuple[int, int]]) -> list[Match]:
        """Return one match for each theme of the contents, in the order of the text.

        A match that lies within a longer one of another theme does not count:
        the fighting in “a halt to the fighting” is a ceasefire, no military operation.
        """
        matches = [m for first, last in contents for m in self._themes.find(text.lower, first, last)]
        kept = [m for m in matches if not any(_within(m, other) for other in matches)]
        return list({m.code: m for m in reversed(kept)}.values())[::-1]

    def act(self, text: Text, contents: Iterable[tuple[int, int]], cue: Cue) -> tuple[str, Match | None]:
        """Return the act and the words that show it; None where the cue alone does."""
        if cue.act:
            return cue.act, None
        found: dict[str, Match] = {}
        for first, last in contents:
            for match in self._acts.find(text.lower, first, last):
                found.setdefault(match.code, match)
        act = next((code for code in ORDER if code in found), "states")
        return act, found.get(act)


def _within(match: Match, other: Match) -> bool:
    longer = other.last - other.first > match.last - match.first
    return longer and other.code != match.code and other.first <= match.first and match.last <= other.last
