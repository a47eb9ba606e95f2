"""Noun phrases behind a word: the agent in “condemned by X”, “said X”, “according to X”, with its apposition."""

from __future__ import annotations

from conflictlib.coding.grammar import CLOSERS, COMMA, POSSESSIVE, Grammar, Range, closing_of
from conflictlib.coding.phrases import LONGEST, WITHIN
from conflictlib.coding.text import Text

#: Prepositions that end a phrase unless an office stands before them.
LEAVES = frozenset({"in", "on", "at", "during", "to", "after", "by", "as", "with"})


class Agents:
    """Finds noun phrases by a grammar."""

    def __init__(self, grammar: Grammar) -> None:
        """Take the word lists from `grammar`."""
        self.grammar = grammar

    def after(self, text: Text, first: int, limit: int) -> Range | None:
        """Return the noun phrase that begins at `first`, with an apposition behind it; None where there is none."""
        if first >= limit or not (text.words[first][0].isalnum() or text.words[first] == "$") or text.quote[first] >= 0:
            return None
        if text.lower[first] in self.grammar.lists["weekday"]:
            return None  # “condemned by Monday”
        if text.lower[first] in self.grammar.speaker_pronoun | {"him", "her", "them"}:
            return first, first + 1
        i = self._walk_right(text, first, limit)
        while i < limit and text.words[i] == "," and i + 1 < limit and self._apposition_follows(text, i + 1):
            end = self._apposition_end(text, i + 1, limit)
            if end is None:
                break
            i = end
        return (first, i) if i > first else None

    def _walk_right(self, text: Text, first: int, limit: int) -> int:
        words, i = text.words, first
        while i < limit and i - first < LONGEST:
            if words[i] == "(" and i > first:
                closing = closing_of(text, i, limit)
                if closing == i:
                    break
                i = closing + 1
                continue
            if text.quote[i] >= 0 or not (words[i][0].isalnum() or words[i] in WITHIN):
                break
            if i > first and self._ends(text, i, first):
                break
            i += 1
        return i

    def _ends(self, text: Text, i: int, first: int) -> bool:
        """Tell whether a phrase ends before a word: a clause, a verb, a place or a day."""
        word, grammar = text.lower[i], self.grammar
        if word in grammar.subordinator and word != "who":
            return True
        if word in grammar.finite - POSSESSIVE and not self._in_relative(text, i, first):
            return True
        if word in LEAVES and not self._keeps(text, i):
            return True
        dated = word in grammar.time - {"may", "march"} and text.lower[i - 1] not in grammar.determiner
        if dated and (text.words[i][0].isupper() or word in {"last", "earlier", "later", "this"}):
            return True
        return word.endswith("ly") and grammar.is_adverb(text, i)

    def _in_relative(self, text: Text, i: int, first: int) -> bool:
        return any(text.lower[j] == "who" for j in range(max(first, i - 4), i))

    def _keeps(self, text: Text, i: int) -> bool:
        """“the envoy to the UN”, “a professor at X”: the preposition belongs to the office before it."""
        named = i + 1 < len(text.words) and (
            text.words[i + 1][0].isupper() or text.lower[i + 1] in self.grammar.determiner
        )
        return named and text.lower[i] in {"to", "at", "in", "with"} and text.lower[i - 1] in self.grammar.unnamed

    def _apposition_follows(self, text: Text, i: int) -> bool:
        word = text.lower[i]
        return (
            word in self.grammar.determiner - {"this", "that", "these", "those"}
            or word in self.grammar.unnamed
            or word in {"who", "whose", "which"}
            or word.endswith(("er", "or", "ist", "ent", "man", "ian"))
            or (word.isdigit() and len(word) == 2)
            or (text.words[i][0].isupper() and i + 1 < len(text.words) and text.words[i + 1] in {",", "."})
        )

    def _apposition_end(self, text: Text, first: int, limit: int) -> int | None:
        """Return the mark behind an apposition; None where it is a clause of its own."""
        relative = text.lower[first] in {"who", "whose", "which"}
        for j in range(first, min(limit, first + LONGEST)):
            if text.quote[j] >= 0:
                return None
            if text.words[j] in COMMA | CLOSERS:
                return j if j > first else None
            if text.lower[j] in {"who", "that", "which"}:
                relative = True
            if not relative and text.lower[j] in self.grammar.finite - POSSESSIVE - {"led"}:
                return None
        return limit
