"""Clauses within clauses: where a report ends that stands in a relative or subordinate clause."""

from __future__ import annotations

from conflictlib.coding.finite import FiniteVerbs
from conflictlib.coding.grammar import COMMA, DASH, Grammar, Range, without_marks
from conflictlib.coding.text import Text

RELATIVE = frozenset({"who", "which", "that", "whom"})


class Clauses:
    """Finds the ends of held clauses."""

    def __init__(self, grammar: Grammar, finite: FiniteVerbs) -> None:
        """Take the word lists from `grammar`."""
        self.grammar, self.finite = grammar, finite

    def within(self, text: Text, content: Range, source: Range, number: int) -> Range:
        """Return a content up to where the clause ends that its report stands in."""
        first, end = text.sentences[number]
        stop = None
        inserted = source[1] < content[0] <= source[1] + 5 and text.words[source[1]] == ","
        if inserted:
            stop = self._closing_comma(text, content, first, end)
        elif text.lower[source[1] - 1] in RELATIVE:
            stop = self._relative_end(text, content, source, first, end)
        elif content[1] < source[0] or content[0] < source[0] < content[1] or self._subordinate(text, source[0], first):
            stop = self._main_clause(text, content, first, end)
        if stop is None:
            return content
        return without_marks(text, content[0], stop) or content

    def _subordinate(self, text: Text, source: int, first: int) -> bool:
        """“While Egypt welcomed the deal, …”, “Although in May she said …, …”: another clause follows."""
        for before in range(source - 1, max(first, source - 8) - 1, -1):
            word = text.lower[before]
            if (
                text.quote[before] >= 0
                or not text.words[before][0].isalnum()
                or self.finite.is_finite(text, before, first, source)
            ):
                return False
            if word in self.grammar.lists["holds"]:
                return before == source - 1 or before <= first + 1 or word not in self.grammar.preposition
        return False

    def holds_another(self, text: Text, words: Range) -> bool:
        """Tell whether a comma among some words is followed by a clause of its own."""
        sentence = text.sentences[text.sentence_of(words[0])]
        return self._main_clause(text, words, *sentence) is not None

    def _main_clause(self, text: Text, content: Range, first: int, end: int) -> int | None:
        """Return the comma behind which the main clause begins."""
        for i in range(content[0] + 1, content[1]):
            if text.words[i] in COMMA and text.quote[i] < 0 and self._opens_clause(text, i + 1, first, end):
                return i
            if (
                text.quote[i] < 0
                and text.quote[i - 1] >= 0
                and text.words[i - 2] == ","
                and self._opens_clause(text, i, first, end)
            ):
                return i
        return None

    def _opens_clause(self, text: Text, i: int, first: int, end: int) -> bool:
        """Tell whether a clause with a subject of its own begins here."""
        if text.lower[i] in self.grammar.lists["coordinator"] | RELATIVE or self.finite.is_finite(text, i, first, end):
            return False
        for j in range(i + 1, min(i + 16, end)):
            if text.words[j] in {",", ";"}:
                return False
            if self.finite.is_finite(text, j, first, end):
                return True
        return False

    def _closing_comma(self, text: Text, content: Range, first: int, end: int) -> int | None:
        """“NAME, citing the report, said”: the comma that closes the insertion."""
        for i in range(content[0] + 1, content[1]):
            if text.words[i] == "," and text.quote[i] < 0 and self._verb_at(text, i + 1, first, end):
                return i
        return None

    def _relative_end(self, text: Text, content: Range, source: Range, first: int, end: int) -> int | None:
        """“the envoy, who called for a truce, left”: the comma; “those who want peace must act”: the verb."""
        opener = text.words[source[1] - 2] if source[1] - 2 >= first else ""
        n_finite = 0
        for i in range(content[0], content[1]):
            if text.quote[i] >= 0:
                continue
            behind = i > content[0] and text.quote[i - 1] >= 0 and text.words[i - 2] == ","
            if behind and opener in COMMA and self._verb_at(text, i, first, end):
                return i  # “…, who called it “a start,” left”
            if opener in DASH and text.words[i] in DASH:
                return i
            if text.words[i] in COMMA and opener in COMMA and self._verb_at(text, i + 1, first, end):
                return i
            if i > content[0] and self.finite.is_finite(text, i, first, end):
                n_finite += 1
                clause = text.lower[content[0]] in {"that"} or (n_finite == 1 and self._is_clause(text, content, i))
                if not clause and opener not in COMMA and self._stands_alone(text, i):
                    return i
        return None

    def _is_clause(self, text: Text, content: Range, finite: int) -> bool:
        return text.lower[content[0]] != "to" and finite - content[0] < 8

    def _stands_alone(self, text: Text, i: int) -> bool:
        return text.lower[i - 1] not in self.grammar.lists["coordinator"] | RELATIVE | self.grammar.pronoun | {","}

    def _verb_at(self, text: Text, i: int, first: int, end: int) -> bool:
        while i < end and self.grammar.is_adverb(text, i):
            i += 1
        return i < end and text.quote[i] < 0 and self.finite.verb_form(text, i, first, end)
