"""Noun phrases before a verb: where the phrase begins, with what stands in apposition or is inserted."""

from __future__ import annotations

from conflictlib.coding.finite import FiniteVerbs
from conflictlib.coding.grammar import CLOSERS, COMMA, DASH, POSSESSIVE, Grammar, Range, opening_of
from conflictlib.coding.text import Text

LONGEST = 45
WITHIN = POSSESSIVE | {"&", "-", "’", "'", "/", "%", "$"}
SET_TERM = 5  # words between quotation marks that are a name within a phrase, no quotation


class Phrases:
    """Finds noun phrases by a grammar."""

    def __init__(self, grammar: Grammar, finite: FiniteVerbs) -> None:
        """Take the word lists from `grammar`."""
        self.grammar, self.finite = grammar, finite
        self._leads = grammar.preposition - {"about", "over", "under", "than"}
        self._dating = grammar.time | grammar.lists["dating"]

    def before(self, text: Text, end: int, lowest: int, *, alone: bool = False) -> Range | None:
        """Return the noun phrase that ends before the word `end`, appositions included; None where there is none."""
        end = self._before_day(text, end, lowest)
        if end <= lowest:
            return None
        last = end - 1
        if text.quote[last] < 0 or self._closes_insertion(text, last):
            if text.words[last] in COMMA | DASH or self._closes_insertion(text, last):
                return self._with_insertion(text, end, lowest)
            if text.words[last] in {")", "]"}:
                head = self.before(text, opening_of(text, last, lowest), lowest)
                return (head[0], end) if head else None
            if text.lower[last] in self.grammar.speaker_pronoun:
                return last, end
            if text.lower[last] in {"who", "which"} or (
                text.lower[last] == "that" and self._relates(text, last, lowest)
            ):
                return self._antecedent(text, last, lowest)
        return self._trim(text, self._walk_left(text, end, lowest), end, alone=alone)

    def _before_day(self, text: Text, end: int, lowest: int) -> int:
        """“the minister on Tuesday said”, “X, last year proposed”: the day belongs to the verb."""
        i = end
        while (
            i > lowest + 1
            and text.quote[i - 1] < 0
            and text.lower[i - 1] in self.grammar.time - {"may", "march", "next"}
        ):
            i -= 1
        if i == end:
            return end
        while i > lowest + 1 and text.lower[i - 1] in {"on", "in", "late", "early", "last", "this", "earlier"}:
            i -= 1
        named = text.words[i - 1][0].isalnum() or text.words[i - 1] in {",", ")"}
        return i if named and text.lower[i - 1] not in self.grammar.determiner | POSSESSIVE else end

    def _with_insertion(self, text: Text, end: int, lowest: int) -> Range | None:
        """“NAME, president of X, said”: the name before the insertion, up to the mark that closes it."""
        mark = text.words[end - 1] if text.quote[end - 1] < 0 else ","
        i = end - 2
        while i > lowest and end - i < LONGEST:
            if text.words[i] in CLOSERS and text.quote[i] < 0 and text.words[i + 1] not in COMMA:
                return None
            if text.words[i] in {")", "]"}:
                i = opening_of(text, i, lowest)
            elif text.quote[i] < 0 and (text.words[i] == mark or (mark in DASH and text.words[i] in DASH)):
                head = self.before(text, i, lowest) if self._may_insert(text, i + 1, end - 1) else None
                if head and self.grammar.names_somebody(text, *head) and text.words[head[1] - 1][0] not in ",–—":
                    return head[0], end - 1
            i -= 1
        if text.words[end - 2] in {")", "]"}:
            return self.before(text, end - 1, lowest)  # “Sen. Reed (D), said”
        return None

    def _closes_insertion(self, text: Text, i: int) -> bool:
        """“X, the star of “The Show,” said”: the comma stands within the marks of a title."""
        if text.quote[i] < 0:
            return False
        opened, closed = text.quotations[text.quote[i]]
        titled = all(text.words[j][0].isupper() or len(text.words[j]) < 4 for j in range(opened, closed))
        return closed - opened <= SET_TERM and text.words[closed - 1] == "," and titled

    def _may_insert(self, text: Text, first: int, end: int) -> bool:
        """An insertion is no clause of its own, as “, he said,” or “, but officials” are; “, however,” is one."""
        word = text.lower[first]
        if word in {"while", "after", "before", "when", "and", "or"} and not self.finite.any(text, first, end):
            return True  # “X, while speaking in Cairo, said”, “X – and Y – say”
        if end - first == 1 and self.grammar.is_connective(text, first):
            return True
        return word not in self.grammar.conjunction | self.grammar.speaker_pronoun | {"said", "says"} and end > first

    def _relates(self, text: Text, that: int, lowest: int) -> bool:
        """“polls that show”, “a letter that said”: a noun, and a verb straight behind."""
        if that <= lowest + 1 or text.quote[that - 1] >= 0 or not text.words[that - 1][0].isalnum():
            return False
        return text.lower[that - 1] not in self.grammar.finite | self.grammar.preposition | self.grammar.adverb

    def _antecedent(self, text: Text, relative: int, lowest: int) -> Range | None:
        """“the envoy, who …”: the phrase before the relative word; the word itself belongs to the source."""
        before = relative - 1 if relative > lowest and text.words[relative - 1] in COMMA | {"("} else relative
        if before > lowest and text.lower[before - 1] in {"and", "but"} | COMMA:
            before -= 1
        if before <= lowest:
            return None
        if text.words[before - 1] in COMMA:
            before -= 1
        phrase = self._trim(text, self._walk_left(text, before, lowest), before, alone=True)
        return (phrase[0], relative + 1) if phrase else None

    def _walk_left(self, text: Text, last: int, lowest: int) -> int:
        """Return where the phrase begins that ends before `last`."""
        i = last
        while i > lowest and last - i < LONGEST:
            further = self._step_left(text, i, last, lowest)
            if further == i:
                break
            i = further
        return i

    def _step_left(self, text: Text, i: int, last: int, lowest: int) -> int:
        """Return where a phrase that begins at `i` begins with what stands before it, if that belongs to it."""
        lower, grammar = text.lower, self.grammar
        word, mark = lower[i - 1], text.words[i - 1]
        if text.quote[i - 1] >= 0:
            return self._before_term(text, i, lowest)
        if mark in {")", "]"}:
            opening = opening_of(text, i - 1, lowest)
            return opening if opening < i - 1 else i
        if not (mark[0].isalnum() or mark in WITHIN or (mark == "." and text.ends[i - 1] == text.starts[i])):
            return i - 1 if mark == "," and i < last and self._lists_on(text, i - 1, lowest) else i
        if i < last - 1 and lower[i] in grammar.speaker_pronoun:
            return i
        if word in grammar.speaker_pronoun and i < last:
            return i - 1 if lower[i] == "and" else i
        if (word in grammar.subordinator and word != "than") or word in {"which", "what", "whom"}:
            return i
        if self._ends_phrase(text, i - 1, lowest, last):
            opened = self._relative_left(text, i - 1, lowest)
            return i if opened is None else opened
        return i if word in {"and", "or"} and not self._joins(text, i - 1, lowest) else i - 1

    def _before_term(self, text: Text, i: int, lowest: int) -> int:
        """“the “Free Port” office”: a few words between marks belong to a phrase, a quotation does not."""
        opened, closed = text.quotations[text.quote[i - 1]]
        said = closed - opened > SET_TERM or opened - 1 <= lowest or text.words[closed - 1] in COMMA
        return i if said else opened - 1

    def _ends_phrase(self, text: Text, i: int, lowest: int, last: int) -> bool:
        """Tell whether a finite verb stands at a word, so that a phrase begins behind it."""
        word = text.lower[i]
        if word in POSSESSIVE or word == "led" or self._is_name(text, i, lowest):
            return False
        if i == last - 1 and word not in self.grammar.finite:
            return False  # straight before the reporting verb stands a noun: “some figures said”
        return word in self.grammar.finite or self.finite.is_surely_finite(text, i, lowest, last)

    def _is_name(self, text: Text, i: int, lowest: int) -> bool:
        """“Ada Read said”: a surname that looks like a verb."""
        return i > lowest and text.words[i][0].isupper()

    def _lists_on(self, text: Text, comma: int, lowest: int) -> bool:
        """“Egypt, Jordan and Qatar said”: a comma within a list of names that ends with “and”."""
        if comma <= lowest or not text.words[comma - 1][0].isupper() or not text.words[comma + 1][0].isupper():
            return text.lower[comma + 1] in {"and", "or"} and text.words[comma - 1][0].isupper()
        for j in range(comma + 1, min(comma + 14, len(text.words))):
            if text.lower[j] in {"and", "or"}:
                return True
            if not (text.words[j][0].isupper() or text.words[j] == "," or text.lower[j] in {"the", "of"}):
                return False
        return False

    def _relative_left(self, text: Text, i: int, lowest: int) -> int | None:
        """A finite verb within a phrase is fine in “the man who led the talks”."""
        for j in range(i - 1, max(lowest, i - 14), -1):
            if text.lower[j] in {"who", "which", "that", "whose"}:
                return j
            if not text.words[j][0].isalnum() and text.words[j] not in WITHIN:
                return None
        return None

    def _joins(self, text: Text, conjunction: int, lowest: int) -> bool:
        """“Egypt and Qatar said”, “officials and diplomats said”; but “he left and officials said”."""
        if conjunction <= lowest or conjunction + 1 >= len(text.words):
            return False
        lower, words = text.lower, text.words
        at = conjunction - 2 if words[conjunction - 1] in COMMA and conjunction - 2 >= lowest else conjunction - 1
        right = lower[conjunction + 1]
        if right in {"who", "which"}:
            return True
        if words[conjunction - 1] in COMMA and lower[conjunction] == "and" and not words[at][0].isupper():
            return False
        determined = at > lowest and lower[at - 1] in self.grammar.determiner
        named = determined or words[at][0].isupper() or lower[at] in self.grammar.unnamed or lower[at].endswith("s")
        follows = words[conjunction + 1][0].isupper() or right in self.grammar.determiner | self.grammar.unnamed
        return named and (follows or words[conjunction - 1] not in COMMA) and lower[at] not in self.grammar.time

    def _trim(self, text: Text, first: int, last: int, *, alone: bool = False) -> Range | None:
        """Leave out what stands before the phrase: conjunctions, adverbs, days, “On Tuesday”, “In Beijing”."""
        lower, words, grammar = text.lower, text.words, self.grammar
        while first < last and (
            not (words[first][0].isalnum() or words[first] == "$")
            or lower[first] in grammar.conjunction
            or (lower[first] in grammar.time and last - first > 1 and lower[first] not in {"this", "may", "last"})
            or (words[first].isdigit() and first + 1 < last and lower[first + 1] in grammar.time)
            or (lower[first].endswith("ly") and self._is_sentence_adverb(text, first) and last - first > 1)
        ):
            first += 1
        amount = first + 1 < last and lower[first + 1] in {"least", "most"}
        if first < last and lower[first] in self._leads and not amount:
            first = self._after_preposition(text, first, last, alone)
        while (
            first < last
            and not words[last - 1][0].isalnum()
            and words[last - 1] not in {"'s", "’s", "%", ")", '"', "”", "''"}
        ):
            last -= 1
        while last - 1 > first and grammar.is_adverb(text, last - 1):
            last -= 1
        return (first, last) if first < last and words[last - 1] not in POSSESSIVE else None

    def _is_sentence_adverb(self, text: Text, i: int) -> bool:
        """“Recently officials said”; “Lily Lowe said” begins with a name."""
        opens = text.sentences[text.sentence_of(i)][0] == i
        return text.lower[i] not in self.grammar.lists["no_adverb"] and (opens or text.words[i][0].islower())

    def _after_preposition(self, text: Text, first: int, last: int, alone: bool) -> int:
        """“On Tuesday the minister said”: skip the day; “In Beijing officials said”: skip the place."""
        lower, words = text.lower, text.words
        timed = first + 1
        while timed < last and (lower[timed] in self._dating or words[timed][0].isdigit()):
            timed += 1
        dated = any(lower[i] in self.grammar.time | {"day"} or words[i][0].isdigit() for i in range(first + 1, timed))
        if dated and timed < last:
            return timed
        starts = [
            j for j in range(first + 2, last)
            if lower[j] in self.grammar.determiner and lower[j - 1] not in self.grammar.preposition
        ]  # fmt: skip
        if starts:
            return starts[-1]
        if alone and first + 1 < last:
            return first + 1  # “was from a young child, who”
        after = first + 1
        while after < last and words[after][0].isupper():
            after += 1
        return after if first + 1 < after < last else last
