"""Where a content ends: a clause, an object, an infinitive."""

from __future__ import annotations

from conflictlib.coding.finite import FiniteVerbs
from conflictlib.coding.grammar import COMMA, Grammar
from conflictlib.coding.text import Text


class Ends:
    """Finds the ends of contents."""

    def __init__(self, grammar: Grammar, finite: FiniteVerbs) -> None:
        """Take the word lists from `grammar`."""
        self.grammar, self.finite, self._addressed = grammar, finite, grammar.lists["addressed"]

    def clause(self, text: Text, start: int, end: int) -> int:
        """Return where a clause ends: the sentence's end, a semicolon, or a comma with a contrast behind it."""
        contrast = frozenset() if text.lower[start] == "that" else self.grammar.cut
        for i in range(start + 2, end - 1):
            if text.quote[i] >= 0:
                continue
            if text.words[i] == ";":
                return i
            if text.words[i] in COMMA and (
                self._contrasts(text, i + 1, contrast)
                or self._goes_on(text, i + 1)
                or self._comments(text, i + 1, end)
                or self._next_clause(text, i + 1, end)
            ):
                return i
            if text.quote[i - 1] >= 0 and text.words[i - 2] == "," and text.lower[i] in self.grammar.cut:
                return i  # “so,” but
        return end

    def phrase(self, text: Text, start: int, end: int) -> int:
        """Return where an object or infinitive ends: a comma with no list behind it, or a second predicate."""
        if text.lower[start] in self.grammar.object_pronoun and self._ends_behind_pronoun(text, start + 1):
            return start + 1
        listed = False
        for i in range(start + 1, end - 1):
            if text.quote[i] >= 0:
                continue
            if text.words[i] == ",":
                if self._leaves(text, i + 1, end, listed):
                    return i
                listed = True
            elif self._breaks(text, i) or self._turns(text, i, end) or self._since_then(text, i, end):
                return i
        return end

    def _ends_behind_pronoun(self, text: Text, i: int) -> bool:
        """“supported her by a wide margin”."""
        word = text.lower[i] if i < len(text.words) else "to"
        if word == "to":
            return False
        return word in self.grammar.preposition - {"as", "of", "for"} or self.grammar.is_adverb(text, i)

    def _breaks(self, text: Text, i: int) -> bool:
        """Tell whether a mark ends an object: a semicolon, a dash, a colon before a quotation."""
        mark = text.words[i]
        if mark == ":":
            return text.quote[i + 1] >= 0
        return mark in {";", "—", "–", "--"} or (mark == "-" and text.starts[i] > text.ends[i - 1])

    def _turns(self, text: Text, i: int, end: int) -> bool:
        """Tell whether a word leaves an object: where it was said, a second predicate or participle."""
        word = text.lower[i]
        if word in {"in", "on", "at", "during", "via"}:
            return self._tells_where(text, i + 1, end) and not self._resumes(text, i + 1, end)
        if word in {"and", "while"} and self._participle(text, i + 1, end):
            return True
        if word == "and" and self._next_subject(text, i + 1, end):
            return True
        return word in {"and", "but", "nor"} and self._second_predicate(text, i + 1, end)

    def _next_subject(self, text: Text, i: int, end: int) -> bool:
        """“… and Norland rejected it”: a clause of its own."""
        named = i + 2 < end and text.words[i][0].isupper() and text.quote[i] < 0
        return named and self.finite.is_finite(text, i + 1, i, end)

    def _since_then(self, text: Text, i: int, end: int) -> bool:
        """“… two days later”: when it was said."""
        spans = i + 2 < end and text.lower[i + 1] in self.grammar.lists["span_of_time"]
        return spans and self.grammar.is_number(text.lower[i]) and text.lower[i + 2] in {"later", "earlier", "ago"}

    def _contrasts(self, text: Text, i: int, contrast: frozenset[str]) -> bool:
        """“said he had an offer, but …”: no longer what was said, unless his words follow."""
        if text.lower[i] not in contrast or i + 1 >= len(text.words) or text.quote[i + 1] >= 0:
            return False
        goes_on = text.lower[i + 1] == "that" or self.finite.verb_form(text, i + 1, i, len(text.words))
        return not goes_on

    def _tells_where(self, text: Text, i: int, end: int) -> bool:
        """“… in an interview on Sunday”: where or when it was said, no part of what was said."""
        for j in range(i, min(i + 5, end)):
            if text.lower[j] in self._addressed or text.lower[j] in self.grammar.lists["weekday"]:
                return True
            if not text.words[j][0].isalnum():
                return False
        return False

    def _resumes(self, text: Text, i: int, end: int) -> bool:
        """“accused them on Tuesday OF BREAKING it”, “urged them on Sunday TO STOP”: the content goes on there."""
        if text.lower[i] not in self.grammar.lists["weekday"] or i + 2 >= end:
            return False
        word, behind = text.lower[i + 1], text.lower[i + 2]
        if word == "to":
            return behind not in self._addressed and behind not in self.grammar.determiner and behind[0].isalpha()
        return word == "of" or (word == "for" and "time" not in text.lower[i + 2 : i + 5])

    def _goes_on(self, text: Text, i: int) -> bool:
        """“, saying”, “, according to”: the report goes on there, not the content."""
        return text.lower[i] in {"saying", "adding", "according"}

    def _comments(self, text: Text, i: int, end: int) -> bool:
        """“…, a demand that others share”: the page's own word on what was said."""
        return text.lower[i] in {"a", "an"} and not self._any_finite(text, i + 1, min(i + 8, end), end)

    def _next_clause(self, text: Text, i: int, end: int) -> bool:
        """“…, and the army has left”: a clause of its own, unless “that” or a quotation opens it."""
        if text.lower[i] != "and" or i + 2 >= end or text.quote[i + 1] >= 0 or text.lower[i + 1] == "that":
            return False
        return self._any_finite(text, i + 2, min(i + 9, end), end)

    def _any_finite(self, text: Text, first: int, last: int, end: int) -> bool:
        return any(self.finite.is_finite(text, j, first - 1, end) for j in range(first, last))

    def _leaves(self, text: Text, i: int, end: int, listed: bool) -> bool:
        """Tell whether the words behind a comma leave an object: participle, relative, contrast, new clause."""
        word, grammar = text.lower[i], self.grammar
        if word in grammar.cut | {"though", "although", "even"} | grammar.speaker_pronoun | {
            "which",
            "who",
            "where",
            "even",
            "so",
            "since",
            "a",
            "an",
        }:
            return True
        if (
            word.endswith("ing")
            and text.words[i][0].islower()
            and word != "including"
            and text.lower[i + 1 : i + 2] != ["and"]
        ):
            return True
        if word == "the":
            return not listed and not self._list_ahead(text, i, end)
        if self._new_clause(text, i, end) or self._second_predicate(text, i, end):
            return True
        if word == "and":
            return not listed and any(grammar.looks_finite(text, j) for j in range(i + 1, min(i + 8, end)))
        return False

    def _list_ahead(self, text: Text, i: int, end: int) -> bool:
        """“the army, the police and the courts”: “and” comes before the next verb."""
        for j in range(i, min(i + 10, end)):
            if text.lower[j] == "and":
                return True
            if text.words[j] in {";", "—", "–"} or self.finite.is_finite(text, j, i, end):
                return False
        return False

    def _new_clause(self, text: Text, i: int, end: int) -> bool:
        """Tell whether a subject with its finite verb follows before the next comma."""
        if text.lower[i] in {"and", "or", "including"} or text.lower[i] in self.grammar.preposition:
            return False
        for j in range(i + 1, min(i + 12, end)):
            if (
                not text.words[j][0].isalnum()
                or text.lower[j] in {"and", "or", "that", "who", "which", "to"}
                or text.quote[j] >= 0
            ):
                return False
            if text.lower[j] in self.grammar.finite:
                return True
        return False

    def _participle(self, text: Text, i: int, end: int) -> bool:
        """“… and saying that”: a second participle of the same subject."""
        if i + 1 >= end or not text.lower[i].endswith("ing") or len(text.words[i]) < 5:
            return False
        return self._opens_object(text, i + 1) or text.lower[i + 1] in {"of", "against"}

    def _opens_object(self, text: Text, i: int) -> bool:
        grammar = self.grammar
        opens = grammar.determiner | grammar.pronoun | grammar.object_pronoun | {"that", "to", "for", "on"}
        return text.lower[i] in opens or text.words[i][0].isupper()

    def _second_predicate(self, text: Text, i: int, end: int) -> bool:
        """“… and left for Cairo”, “… and wants his money back”: a finite verb straight behind the conjunction."""
        if i < end and self.grammar.is_adverb(text, i):
            i += 1
        if i + 1 >= end or text.quote[i] >= 0:
            return False
        if text.lower[i] in self.grammar.finite:
            return True
        return self._opens_object(text, i + 1) and self.finite.verb_form(text, i, i, end)
