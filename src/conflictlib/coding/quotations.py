"""Quotations beside a verb that is no cue: “…,” the crowd roared back; the minister laughed: “…”."""

from __future__ import annotations

from conflictlib.coding.attribution import Attribution
from conflictlib.coding.finite import FiniteVerbs
from conflictlib.coding.grammar import COMMA, DASH, Range, without_marks
from conflictlib.coding.phrases import Phrases
from conflictlib.coding.text import Text
from conflictlib.coding.verb_groups import Cue

#: Shorter ones are set terms.
SHORTEST = 3
#: Words between a quotation and the verb beside it.
NEAR = 12


class Quotations:
    """Gives quotations to the subject of the verb beside them."""

    def __init__(self, finite: FiniteVerbs, phrases: Phrases) -> None:
        """Take the parts of the grammar."""
        self.finite, self.phrases, self.grammar = finite, phrases, phrases.grammar

    def find(self, text: Text, number: int, found: list[Attribution]) -> list[Attribution]:
        """Return the quotations of a sentence that no report covers, with their speakers."""
        first, end = text.sentences[number]
        numbers = dict.fromkeys(quote for quote in set(text.quote[first:end]) if quote >= 0)
        made = []
        for opened, closed in (text.quotations[n] for n in numbers):
            covered = any(a < closed and opened < b for other in found for a, b in other.contents)
            if opened - 1 < first or closed - opened < SHORTEST or covered:
                continue
            given = self._behind(text, opened, closed, number) or self._ahead(text, opened, closed, number)
            made += [given] if given else []
        return made

    def _behind(self, text: Text, opened: int, closed: int, number: int) -> Attribution | None:
        """“…,” the crowd roared back."""
        first, end = text.sentences[number]
        start = closed + 1
        if (
            opened - 1 > first
            or start >= end
            or (text.words[closed - 1] not in {",", "!", "?"} and text.words[start] not in COMMA)
        ):
            return None
        start += text.words[start] in COMMA
        for verb in range(start + 1, min(start + NEAR, end)):
            if self.finite.is_finite(text, verb, start, end):
                source = self.phrases.before(text, verb, start)
                if text.lower[verb] in self.grammar.auxiliary:
                    return None
                return (
                    self._made(text, source, verb, (opened, closed), number) if source and source[0] == start else None
                )
        return None

    def _ahead(self, text: Text, opened: int, closed: int, number: int) -> Attribution | None:
        """The minister laughed: “…”; or a name straight before the colon."""
        first, _ = text.sentences[number]
        colon = opened - 2
        if colon <= first or text.words[colon] != ":" or text.quote[colon] >= 0:
            return None
        start = next((i + 1 for i in range(colon - 1, first, -1) if text.words[i] in DASH | {";", "."}), first)
        for verb in range(colon - 1, start, -1):
            if self.finite.is_finite(text, verb, start, colon):
                if text.lower[verb] in self.grammar.auxiliary or colon - verb > NEAR:
                    break
                source = self.phrases.before(text, verb, start)
                return self._made(text, source, verb, (opened, closed), number)
        name = self.phrases.before(text, colon, start)
        named = name is not None and text.words[name[1] - 1][0].isupper() and name[1] - name[0] < 8
        return self._made(text, name, colon, (opened, closed), number) if named else None

    def _made(self, text: Text, source: Range | None, verb: int, quotation: Range, number: int) -> Attribution | None:
        content = without_marks(text, *quotation)
        if source is None or content is None or not self.grammar.names_somebody(text, *source):
            return None
        cue = Cue(text.lower[verb], "speech", "", frozenset({"quoted"}))
        return Attribution(source, (verb, verb + 1), [content], cue, "verb beside a quotation", number)
