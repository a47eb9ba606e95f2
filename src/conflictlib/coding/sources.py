"""Who speaks: the source of a reporting verb as words of the sentence."""

from __future__ import annotations

from collections.abc import Sequence

from conflictlib.coding.cues import Cues
from conflictlib.coding.finite import FiniteVerbs
from conflictlib.coding.grammar import Grammar, Range, anybody
from conflictlib.coding.phrases import Phrases
from conflictlib.coding.text import Text
from conflictlib.coding.verb_groups import Verb

#: What stands before a participle that goes on with the speaker's sentence: “, adding that”.
BEFORE_A_PARTICIPLE = frozenset({",", "and", "before", "after", "while", "by", "in", "–", "—", "or", "-"})


class Sources:
    """Finds the subject of a verb, or the source that it shares with the verb before."""

    def __init__(self, grammar: Grammar, finite: FiniteVerbs, phrases: Phrases, cues: Cues) -> None:
        """Take the word lists from `grammar`."""
        self.grammar, self.finite, self.phrases, self.cues = grammar, finite, phrases, cues

    def subject(self, text: Text, verb: Verb, first: int) -> Range | None:
        """Return the subject of a finite verb; None where it has none of its own."""
        if verb.group - 1 > first and (text.lower[verb.group - 1] in {"and", "but"} or text.lower[verb.group] == "nor"):
            return None
        subject = self.phrases.before(text, verb.group, first)
        if subject is None or not self.grammar.names_somebody(text, *subject):
            return None
        last = subject[1] - 1
        if verb.base and text.words[last][0].islower() and self.finite.is_surely_finite(text, last, first, verb.last):
            return None  # “it goes back”
        if verb.cue.kind == "adjective" and text.lower[subject[0]] in {"it", "there", "this", "that"}:
            return None  # “it is clear that”: nobody says so
        return subject if self.cues.agrees(text, subject, verb) else None

    def inherited(self, text: Text, verb: Verb, first: int, found: Sequence[tuple[Range, Range]]) -> Range | None:
        """Return the source of “adding that” or “to discuss”: a noun before it, or the subject of the clause."""
        if verb.group == first:
            return self._held(text, verb, first)
        comma = text.lower[verb.group - 1] == "," or (
            text.quote[verb.group - 1] >= 0 and text.words[verb.group - 2] == ","
        )  # “so,” adding
        if verb.participle and not comma and text.lower[verb.group - 1] not in BEFORE_A_PARTICIPLE:
            noun = self._noun_before(text, verb, first)
            if noun is not None:
                return noun
        if comma:
            outer = [source for source, words in found if words[1] <= verb.group]
            if outer and text.lower[first] not in self.grammar.lists["opens_subordinate"]:
                return outer[-1]
        if text.lower[verb.group - 1] == "and":
            parallel = [source for source, words in found if text.lower[words[1] - 1].endswith("ing")]
            if parallel:
                return parallel[-1]  # “saying that …, and calling on …”
        return self._nearest_subject(text, verb.group, first, found) or self._held(text, verb, first)

    def _held(self, text: Text, verb: Verb, first: int) -> Range | None:
        """“NAME, after saying …, left”, “While saying …, he left”: the subject before or behind the insertion."""
        word = text.lower[verb.group - 1] if verb.group > first else ""
        opener = verb.group - 1 if word in BEFORE_A_PARTICIPLE - {","} else verb.group
        if opener > first and text.words[opener - 1] == ",":
            subject = self.phrases.before(text, opener - 1, first)
            return subject if subject and self.grammar.names_somebody(text, *subject) else None
        if any(text.words[i] != "," and not self.grammar.is_connective(text, i) for i in range(first, opener)):
            return None
        end = text.sentences[text.sentence_of(first)][1]
        for comma in range(verb.last, end):
            if text.words[comma] == "," and text.quote[comma] < 0:
                finite = next((j for j in range(comma + 1, min(comma + 15, end)) if self._is_finite(text, j)), None)
                subject = self._subject_of(text, finite, comma + 1) if finite else None
                if subject and subject[0] == comma + 1:
                    return subject
        return None

    def _noun_before(self, text: Text, verb: Verb, first: int) -> Range | None:
        """“with officials saying that”: the phrase straight before; “a letter saying that” speaks for its writer."""
        phrase = self.phrases.before(text, verb.group, first, alone=True)
        if phrase is None or text.lower[verb.group - 1] in self.grammar.lists["document"]:
            return None
        named = self.grammar.names_somebody(text, *phrase) and not anybody(text, phrase, self.grammar)
        return phrase if named else None

    def _nearest_subject(
        self, text: Text, before: int, first: int, found: Sequence[tuple[Range, Range]]
    ) -> Range | None:
        for j in range(before - 1, first, -1):
            if self._is_finite(text, j):
                known = [source for source, words in found if words[0] <= j < words[1]]
                subject = known[0] if known else self._subject_of(text, j, first)
                if subject is not None:
                    return subject
        return found[-1][0] if found and found[-1][1][1] <= before else None

    def _is_finite(self, text: Text, i: int) -> bool:
        return self.finite.is_finite(text, i, *text.sentences[text.sentence_of(i)])

    def _subject_of(self, text: Text, finite: int, first: int) -> Range | None:
        group = finite
        while group > first and (
            text.lower[group - 1] in self.grammar.auxiliary or self.grammar.is_adverb(text, group - 1)
        ):
            group -= 1
        if group > first and text.lower[group - 1] in {"and", "but", "or"}:
            return None  # “he left and promised”: the subject stands farther ahead
        subject = self.phrases.before(text, group, first)
        return subject if subject and self.grammar.names_somebody(text, *subject) else None

    def shared(self, text: Text, verb: Verb, first: int, found: Sequence[tuple[Range, Range]]) -> Range | None:
        """Return the source of “…, and called for”: that of the report before, or the subject of the sentence."""
        i = self._before_adverbial(text, verb.group - 1, first)
        nor = text.lower[verb.group] == "nor"
        if i <= first or not (nor or text.lower[i] in {"and", ",", "but", "or", "then"}):
            return None
        if found and found[-1][1][1] < verb.group:
            laughed = i - 1 > first and text.lower[i] == "and" and text.lower[i - 1].endswith("ed")
            nearest = self._subject_of(text, i - 1, first) if laughed and self._is_finite(text, i - 1) else None
            return nearest or found[-1][0]  # “he laughed and said”
        return self._clause_subject(text, first, verb.group) if text.lower[i] in {"and", "but"} else None

    def _before_adverbial(self, text: Text, i: int, first: int) -> int:
        """“…, but in a later interview said”: the conjunction before the preposition."""
        for j in range(i, max(first, i - 8), -1):
            if not text.words[j][0].isalnum() or text.quote[j] >= 0 or self._is_finite(text, j):
                break
            if text.lower[j] in {"and", "but"}:
                return j if text.lower[j + 1] in self.grammar.preposition else i
        return i

    def _clause_subject(self, text: Text, first: int, end: int) -> Range | None:
        """Return the subject of the clause that begins at `first`: the phrase before its first finite verb."""
        i, grammar = first, self.grammar
        if text.lower[i] in grammar.preposition | grammar.subordinator or text.lower[i].endswith("ing"):
            comma = next((j for j in range(i, end) if text.words[j] == "," and text.quote[j] < 0), None)
            if comma is None:
                return None
            i = comma + 1
        for j in range(i + 1, end):
            if text.quote[j] < 0 and self._is_finite(text, j):
                return self._subject_of(text, j, i)
        return None
