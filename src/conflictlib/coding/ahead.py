"""What stands before a reporting verb: “…,” she said; …, according to X."""

from __future__ import annotations

from conflictlib.coding.grammar import COMMA, Grammar, Range, without_marks
from conflictlib.coding.text import Text


class Ahead:
    """Finds the contents that stand before the words that report them."""

    def __init__(self, grammar: Grammar) -> None:
        """Take the word lists from `grammar`."""
        self.grammar = grammar

    def spoken(self, text: Text, unit: int, first: int) -> Range | None:
        """Return what stands before “, she said”: a quotation, or a clause up to the comma."""
        if unit - first < 2:
            return None
        closing, comma = text.quote[unit - 1] >= 0, text.words[unit - 1] in COMMA
        if not closing and not comma:
            return None
        end = unit if closing else unit - 1
        if text.quote[end - 1] >= 0:
            opened = text.quotations[text.quote[end - 1]][0]
            alone = opened - 1 > first and text.words[opened - 2] in {":", ",", "–", "—", ")", "(", "."}
            return without_marks(text, opened if alone else first, end)
        return without_marks(text, self.clause_start(text, first, end), end)

    def reported(self, text: Text, cue: int, first: int) -> Range | None:
        """Return what stands before “, according to X”."""
        end = cue - 1 if cue > first and text.words[cue - 1] in COMMA else cue
        if end - first < 2:
            return None
        return without_marks(text, self.clause_start(text, first, end), end)

    def clause_start(self, text: Text, first: int, end: int) -> int:
        """Return where the clause begins that ends at `end`: behind a colon or semicolon, and its conjunction."""
        start = first
        for i in range(first, end - 1):
            if text.words[i] in {":", ";"} and text.quote[i] < 0:
                start = i + 1
        while start < end - 3 and text.lower[start] in {"but", "and", "yet", "so"}:
            start += 1
        return self._behind_connective(text, start, end)

    def _behind_connective(self, text: Text, start: int, end: int) -> int:
        """“Meanwhile, …”, “In contrast, …”: the link to the sentence before is not what was said."""
        for i in range(start + 1, min(start + 4, end - 3)):
            if text.words[i] == ",":
                words = range(start, i)
                links = self.grammar.is_connective(text, start) if i == start + 1 else self._links(text, words)
                return i + 1 if links else start
        return start

    def _links(self, text: Text, words: range) -> bool:
        opens = text.lower[words[0]] in self.grammar.preposition
        return opens and all(text.words[i][0].islower() for i in words[1:])
