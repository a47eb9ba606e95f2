"""What a statement is about: its themes, each with the words that it rests on.

Themes are read from the content. Some words show a theme only where no other is shown (in brackets in
``themes.csv``): “the war” in a call for aid is no subject of its own. A content that names no subject
(“the draft”, “it would take effect on Sunday”) has that of its sentence, else of the sentences before.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from conflictlib.codebook import Codebook
from conflictlib.coding.acts import with_cue
from conflictlib.coding.attribution import Attribution
from conflictlib.coding.grammar import Range
from conflictlib.coding.patterns import Match, Patterns, longest, patterns_of
from conflictlib.coding.text import Text

#: The code of no theme: its patterns only take words away from others (“civil war”).
NO_THEME = "other"
#: How many sentences before the statement may tell what “it” is.
SENTENCES_BACK = 3
#: A content of so few words (“others to join in”) leans on what was said before.
SHORT = 8
NEGATION_REACH = 3


class Theme(NamedTuple):
    """A theme and the words that show it."""

    code: str
    first: int
    last: int
    rule: str
    negated: bool


class Themes:
    """Finds themes by the patterns of a codebook."""

    def __init__(self, book: Codebook) -> None:
        """Compile the patterns of `book`."""
        patterns = [(p, row["code"]) for row in book.themes.to_dict("records") for p in patterns_of(row["patterns"])]
        self._faint = {(p.strip("()"), code) for p, code in patterns if p.startswith("(")}
        self._patterns = Patterns((p.strip("()"), code) for p, code in patterns)
        self._negation = book.word_list("negation")
        self._anaphor = book.word_list("anaphor") | book.word_list("bare_subject")

    def of(self, text: Text, found: Attribution) -> list[Theme]:
        """Return the themes of a statement, each once, in the order of the text."""
        shown = self.shown(text, self._stretches(found))
        if shown or not self._refers(text, found):
            return shown
        for where, stretch in self._around(text, found):
            shown = self.shown(text, [stretch], f"{where}: ")
            if shown:
                return shown
        return []

    def shown(self, text: Text, stretches: Iterable[Range], prefix: str = "") -> list[Theme]:
        """Return the themes of stretches of a text.

        A match within a longer one of another theme does not count:
        the fighting in “a halt to the fighting” is a ceasefire, no military operation.
        """
        found = longest([m for a, b in stretches for m in self._patterns.find(text.lower, a, b)])
        matches = [m for m in found if m.code != NO_THEME]
        strong = [m for m in matches if (m.pattern, m.code) not in self._faint]
        kept = strong or matches[:1]
        codes = {m.code for m in kept}
        first = {m.code: m for m in reversed([m for m in matches if m.code in codes])}
        return [
            Theme(m.code, m.first, m.last, prefix + m.pattern, self._negated(text, m)) for m in reversed(first.values())
        ]

    def _stretches(self, found: Attribution) -> list[Range]:
        """The contents; the cue belongs to one where it stands at once before it: “recalled its ambassador”."""
        return [(start, last) for start, _, last in with_cue(found)]

    def _refers(self, text: Text, found: Attribution) -> bool:
        """Tell whether a content without a theme points back: “the draft”, “it”, or a few words only."""
        if sum(last - first for first, last in found.contents) <= SHORT:
            return True
        return any(text.lower[i] in self._anaphor for first, last in found.contents for i in range(first, last))

    def _around(self, text: Text, found: Attribution) -> Iterable[tuple[str, Range]]:
        """The statement's sentence, then those before it in its paragraph."""
        sentence = text.sentence_of(found.words[0])
        yield "sentence", text.sentences[sentence]
        for back in range(1, SENTENCES_BACK + 1):
            if sentence - back >= 0:
                yield "sentence before", text.sentences[sentence - back]

    def _negated(self, text: Text, match: Match) -> bool:
        start = text.sentences[text.sentence_of(match.first)][0]
        return not self._negation.isdisjoint(text.lower[max(start, match.first - NEGATION_REACH) : match.last])
