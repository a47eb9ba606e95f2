"""Finite verbs: which word of a sentence is the verb of a clause.

The forms come from ``verbs.csv``; what stands on both sides decides, since most English verbs are nouns as well
and most past forms are participles as well: “the REPORTED cases”, “a deal REACHED in Cairo”, “peace TALKS”.
"""

from __future__ import annotations

from conflictlib.codebook import Codebook
from conflictlib.coding.grammar import COMMA, POSSESSIVE, Grammar
from conflictlib.coding.inflection import inflect
from conflictlib.coding.text import Text

BASE, PRESENT, PAST, PARTICIPLE = 1, 2, 4, 8


class FiniteVerbs:
    """Tells finite verbs by the verbs of a codebook and the words beside them."""

    def __init__(self, book: Codebook, grammar: Grammar) -> None:
        """Inflect the verbs of `book`."""
        self.grammar = grammar
        self._forms: dict[str, int] = {}
        rows = [(r["verb"], r["forms"]) for r in book.verbs.to_dict("records")]
        rows += [
            (r["cue"].split()[0], r["forms"])
            for r in book.cues.to_dict("records")
            if r["kind"] not in {"preposition", "noun", "adjective"}
        ]
        for verb, forms in rows:
            base, present, _, past, *others = inflect(verb, forms)
            for form, kind in ((base, BASE), (present, PRESENT), (past, PAST), ((others or [past])[0], PARTICIPLE)):
                self._forms[form] = self._forms.get(form, 0) | kind
        w = grammar.lists
        self._opens_object = (
            w["determiner"] | w["object_pronoun"] | w["speaker_pronoun"] | w["question"] | {"that", "to"}
        )
        self._no_subject = (w["determiner"] - w["stands_alone"]) | w["adjective"] | POSSESSIVE | {"to", "not", "of"}

    def is_finite(self, text: Text, i: int, first: int, end: int) -> bool:
        """Tell whether a word is a finite verb of the sentence from `first` to `end`."""
        word, grammar = text.lower[i], self.grammar
        if text.quote[i] >= 0:
            return False
        if word in grammar.auxiliary:
            return self._auxiliary(text, i, first)
        kinds = self._kinds(word)
        if not kinds:
            return word.endswith("s") and self._pronoun_before(text, i, first)
        if text.words[i][0].isupper() and i > first:
            return False
        before = i - 1
        while before >= first and grammar.is_adverb(text, before) and text.lower[before] != "not":
            before -= 1
        if before < first:
            return False
        return self._follows_a_subject(text, i, before, kinds, first, end)

    def _pronoun_before(self, text: Text, i: int, first: int) -> bool:
        """“she also gushes”: a verb that the codebook does not have."""
        before = i - 1
        while before >= first and self.grammar.is_adverb(text, before):
            before -= 1
        return before >= first and text.lower[before] in {"he", "she", "it", "who"}

    def is_surely_finite(self, text: Text, i: int, first: int, end: int) -> bool:
        """Tell whether a word is a finite verb even where another one follows: “a poll released Friday” has none."""
        if not self.is_finite(text, i, first, end):
            return False
        kinds = self._kinds(text.lower[i])
        if kinds & PAST and kinds & PARTICIPLE:
            if i + 1 >= end:
                return False
            named = text.words[i + 1][0].isupper() and text.lower[i + 1] not in self.grammar.time
            return named or text.lower[i + 1] in self._opens_object - {"to"}
        return True

    def any(self, text: Text, first: int, end: int) -> bool:
        """Tell whether a finite verb stands among some words of one sentence."""
        sentence = text.sentences[text.sentence_of(first)]
        return any(self.is_finite(text, i, *sentence) for i in range(first, end))

    def _kinds(self, word: str) -> int:
        return self._forms.get(word, PAST | PARTICIPLE if word.endswith("ed") and len(word) > 4 else 0)

    def verb_form(self, text: Text, i: int, first: int, end: int) -> bool:
        """Tell whether a word behind a comma goes on as a finite verb: “…, who …, SAID that”."""
        word = text.lower[i]
        if word in self.grammar.auxiliary:
            return self._auxiliary(text, i, first)
        kinds = self._kinds(word)
        following = text.lower[i + 1] if i + 1 < end else ""
        return bool(kinds & (PAST | PRESENT)) and text.words[i][0].islower() and following != "by"

    def _auxiliary(self, text: Text, i: int, first: int) -> bool:
        if text.words[i] in POSSESSIVE:
            return i > first and text.lower[i - 1] in self.grammar.pronoun | {"that", "who", "there", "what"}
        return text.lower[i] not in {"be", "been", "being", "having"} and not (i > first and text.lower[i - 1] == "to")

    def _follows_a_subject(self, text: Text, i: int, before: int, kinds: int, first: int, end: int) -> bool:
        previous, grammar = text.lower[before], self.grammar
        if previous in self._no_subject or previous in grammar.preposition or previous in grammar.auxiliary:
            return False
        strong = i + 1 < end and (
            text.lower[i + 1] in self._opens_object or text.quote[i + 1] >= 0 or text.words[i + 1][0].isupper()
        )
        named = (
            (text.words[before][0].isupper() and (before > first or text.words[before] in text.names))
            or previous in grammar.pronoun
            or previous in {"who", "which"}
        )
        if kinds & PAST:
            return self._past(text, i, before, kinds, strong, named, first, end)
        if strong and text.lower[i + 1] == "to":
            strong = i + 2 < end and bool(
                self._kinds(text.lower[i + 2]) & BASE
            )  # “plans to leave”, no “visits to Cairo”
        if kinds & PRESENT:
            return named or (strong and not self._plural(text, before))
        if kinds & BASE:
            several = previous in grammar.plural or previous.endswith("s") or previous in {"who", "that", "i", "they"}
            return several and (strong or previous in grammar.pronoun or previous == "who")
        return False

    def _plural(self, text: Text, i: int) -> bool:
        word = text.lower[i]
        return text.words[i][0].islower() and word.endswith("s") and not word.endswith("ss")

    def _past(
        self, text: Text, i: int, before: int, kinds: int, strong: bool, named: bool, first: int, end: int
    ) -> bool:
        following = text.lower[i + 1] if i + 1 < end else ""
        if not kinds & PARTICIPLE:
            return True
        if following == "by":
            return False
        if text.words[before] in COMMA:
            return strong
        if strong or named:
            return True
        return not self._verb_follows(text, i + 1, end)

    def _verb_follows(self, text: Text, i: int, end: int) -> bool:
        """“a deal reached in Cairo collapsed”: the clause has its verb behind, so this one is a participle."""
        for j in range(i, min(i + 14, end)):
            if text.quote[j] >= 0 or not text.words[j][0].isalnum() or text.lower[j] in {"that", "who", "which", "and"}:
                return False
            if text.lower[j] in self.grammar.finite and text.words[j] not in POSSESSIVE:
                return True
        return False
