"""The reporting verbs of a sentence: cues of the codebook that are used as verbs, with their verb groups."""

from __future__ import annotations

from conflictlib.codebook import Codebook
from conflictlib.coding.grammar import Grammar, Range
from conflictlib.coding.inflection import inflect
from conflictlib.coding.noun_readings import NounReadings
from conflictlib.coding.patterns import Patterns
from conflictlib.coding.text import Text
from conflictlib.coding.verb_groups import Cue, Verb, VerbGroups


class Cues:
    """Finds the cues of a codebook in a text."""

    def __init__(self, book: Codebook, grammar: Grammar) -> None:
        """Compile the cues of `book`."""
        self.grammar = grammar
        self._groups, self._nouns = VerbGroups(grammar), NounReadings(grammar)
        self.cues: dict[str, Cue] = {}
        patterns: list[tuple[str, str]] = []
        rows = book.cues[book.cues["kind"] != "noun"].to_dict("records")
        for row in sorted(rows, key=lambda r: r["kind"] != "adjective"):  # “is committed to” before “has committed to”
            base = row["cue"].split()[0]
            past_alike = base in row["forms"].split()
            frames = frozenset(row["frames"].split())
            self.cues[row["cue"]] = Cue(row["cue"], row["kind"], row["act"], frames, "" if past_alike else base)
            forms = [row["cue"]] if row["kind"] == "adjective" else inflect(row["cue"], row["forms"])
            patterns += [(form, row["cue"]) for form in forms]
        self._patterns = Patterns(patterns)

    def find(self, text: Text, first: int, end: int) -> list[Verb]:
        """Return the reporting verbs of a sentence outside quotation marks, in order."""
        verbs: list[Verb] = []
        covered = first
        for match in self._patterns.find(text.lower, first, end):
            if match.first < covered or text.quote[match.first] >= 0:
                continue
            cue = self.cues[match.code]
            verb = self._verb(text, cue, match.first, match.last, first)
            if verb is not None or cue.kind != "adjective":
                covered = match.last
            if verb is not None:
                while verbs and verb.group <= verbs[-1].first:
                    verbs.pop()  # “refused to condemn” is one report
                verbs.append(verb)
        return verbs

    def _verb(self, text: Text, cue: Cue, first: int, last: int, lowest: int) -> Verb | None:
        if cue.takes("keeps"):
            last -= 1  # “claimed RESPONSIBILITY”: the last word of the cue opens the content
        if cue.takes("preposition"):
            return Verb(cue, first, last, first)
        if cue.kind == "adjective":
            return self._groups.adjective(text, cue, first, last, lowest)
        verb = self._groups.read(text, cue, first, last, lowest)
        return None if self._nouns.is_noun(text, verb, lowest) else verb

    def agrees(self, text: Text, subject: Range, verb: Verb) -> bool:
        """Tell whether a subject and a present form agree: officials say, the minister says; else it is a noun."""
        form, base = text.lower[verb.first], verb.cue.base
        if verb.group != verb.first or (form != base and not form.endswith("s")):
            return True
        relative = subject[1] - subject[0] > 1 and text.lower[subject[1] - 1] in {"who", "which", "that"}
        head = subject[1] - 2 if relative else self.grammar.head(text, *subject)
        word, small = text.lower[head], text.words[head][0].islower()
        if word == "%":
            return form == base
        if form == base:
            lower = text.lower[subject[0] : subject[1]]
            several = "and" in lower or "," in lower or bool(self.grammar.plural & set(lower[: head - subject[0] + 1]))
            return several or word.endswith("s") or word in self.grammar.plural or self.grammar.is_number(word)
        return not (word in self.grammar.plural or (word.endswith("s") and small and not word.endswith("ss")))
