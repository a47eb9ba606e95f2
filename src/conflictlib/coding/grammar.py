"""Small grammar of English news: where a noun phrase, a verb group and a clause begin and end.

No tagger and no parser: closed word lists (``words.csv``), capital letters and punctuation.
Each function answers one question about the words of a text, by indices.
"""

from __future__ import annotations

from conflictlib.codebook import Codebook
from conflictlib.coding.text import Text

COMMA = frozenset({",", "–", "—", "--"})
CLOSERS = frozenset({".", "!", "?", ";", "…", "..."})
LONGEST_PHRASE = 30


class Grammar:
    """Answers about noun phrases, verb groups and clauses, by the word lists of a codebook."""

    def __init__(self, book: Codebook) -> None:
        """Take the word lists from `book`."""
        self.lists = {kind: book.word_list(kind) for kind in book.words["kind"]}
        w = self.lists
        self.auxiliary, self.be, self.negation = w["auxiliary"], w["be"], w["negation"]
        self.adverb, self.chain, self.finite = w["adverb"], w["chain"], w["finite"] | w["auxiliary"]
        self.preposition, self.subordinator = w["preposition"], w["subordinator"]
        self.determiner, self.pronoun, self.speaker_pronoun = (
            w["determiner"],
            w["pronoun"],
            w["speaker_pronoun"],
        )
        self.time, self.unnamed, self.relative = w["time"], w["unnamed"] | w["title"], w["relative"]
        self.cut = w["cut"]

    def is_adverb(self, word: str) -> bool:
        """Tell whether a word (lower case) is an adverb that may stand within a verb group."""
        return word in self.adverb or (word.endswith("ly") and len(word) > 4)

    def verb_group(self, text: Text, cue: int, lowest: int) -> tuple[int, bool, bool, bool]:
        """Return where the verb group of a cue begins, and whether it is passive, negated, infinitive."""
        i, passive, negated, infinitive, direct = cue, False, False, False, True
        lower = text.lower
        while i > lowest and text.quote[i - 1] < 0:
            word = lower[i - 1]
            if word in self.negation:
                negated = True
            elif word in self.auxiliary:
                passive = passive or (direct and word in self.be)
                direct = False
            elif word == "to" and i - 1 > lowest and lower[i - 2] in self.chain | {"on"}:
                infinitive, direct = False, False
            elif word == "to" and i == cue:
                return i - 1, False, negated, True
            elif word in self.chain and lower[i] == "to":
                negated = negated or word in {"declined", "declines", "failed", "fails"}
                direct = False
            elif not self.is_adverb(word):
                break
            i -= 1
        while i < cue and (self.is_adverb(lower[i]) and lower[i] not in self.auxiliary) and lower[i] in self.time:
            i += 1  # a day before the verb belongs to neither
        return i, passive, negated, infinitive

    def phrase_before(self, text: Text, end: int, lowest: int) -> tuple[int, int] | None:
        """Return the noun phrase that ends before the word `end`, appositions included; None where there is none."""
        last = end
        if last <= lowest:
            return None
        if text.words[last - 1] in COMMA:
            return self._with_apposition(text, last, lowest)
        if text.lower[last - 1] in self.speaker_pronoun:
            return last - 1, last
        if text.lower[last - 1] in {"who", "which"}:
            return self._antecedent(text, last - 1, lowest)
        first = self._walk_left(text, last, lowest)
        return self._trim(text, first, last)

    def _with_apposition(self, text: Text, end: int, lowest: int) -> tuple[int, int] | None:
        """“NAME, president of X, said”: the name before the apposition, up to its closing comma."""
        mark, i = text.words[end - 1], end - 2
        while i > lowest and end - i < LONGEST_PHRASE:
            if text.words[i] in CLOSERS or text.quote[i] >= 0:
                return None
            if text.words[i] == mark or (mark != "," and text.words[i] in COMMA):
                head = self.phrase_before(text, i, lowest)
                if head and text.words[head[1] - 1][0].isalnum() and self._names_somebody(text, *head):
                    if text.lower[head[0]].endswith("ing") and text.words[head[0]][0].islower():
                        i -= 1
                        continue
                    return head[0], end - 1
                if not head or text.words[i] != ",":
                    return None
            i -= 1
        return None

    def _antecedent(self, text: Text, relative: int, lowest: int) -> tuple[int, int] | None:
        before = relative - 1 if relative > lowest and text.words[relative - 1] in COMMA else relative
        if before <= lowest:
            return None
        first = self._walk_left(text, before, lowest)
        return self._trim(text, first, before)

    def _walk_left(self, text: Text, last: int, lowest: int) -> int:
        i, lower, words = last, text.lower, text.words
        while i > lowest and last - i < LONGEST_PHRASE:
            word = lower[i - 1]
            if text.quote[i - 1] >= 0 or not (
                words[i - 1][0].isalnum() or words[i - 1] in {"'s", "’s", "&", "-", ".", "'"}
            ):
                break
            if words[i - 1] == "." and text.ends[i - 1] != text.starts[i]:
                break
            if word in self.subordinator or (word in self.speaker_pronoun and i < last):
                break
            if word in self.finite and word not in {"led"}:
                opened = self._relative_left(text, i - 1, lowest)
                if opened is None:
                    break
                i = opened
                continue
            if word in {"and", "or"} and not self._joins_names(text, i - 1, lowest):
                break
            i -= 1
        return i

    def _relative_left(self, text: Text, i: int, lowest: int) -> int | None:
        """A finite verb within a phrase is fine in “the man who led the talks”."""
        for j in range(i - 1, max(lowest, i - 8), -1):
            if text.lower[j] in {"who", "which", "that"}:
                return j
            if not text.words[j][0].isalnum():
                return None
        return None

    def _joins_names(self, text: Text, conjunction: int, lowest: int) -> bool:
        if conjunction <= lowest or conjunction + 1 >= len(text.words):
            return False
        left, right = text.words[conjunction - 1], text.words[conjunction + 1]
        if left in COMMA and conjunction - 2 >= lowest:
            left = text.words[conjunction - 2]
        named = left[0].isupper() or text.lower[conjunction - 1] in self.unnamed
        return named and (right[0].isupper() or text.lower[conjunction + 1] in self.determiner | self.unnamed)

    def _trim(self, text: Text, first: int, last: int) -> tuple[int, int] | None:
        lower, words = text.lower, text.words
        while first < last and (
            not words[first][0].isalnum()
            or lower[first] in {"and", "or", "but", "yet", "so", "then", "later", "earlier", "meanwhile", "also"}
            or (lower[first] in self.time and last - first > 1 and lower[first] not in {"this", "may"})
            or (lower[first].endswith("ly") and words[first][0].isupper() and last - first > 1)
        ):
            first += 1
        if first < last and lower[first] in self.preposition:
            first = self._after_preposition(text, first, last)
        while first < last and not words[last - 1][0].isalnum() and words[last - 1] not in {"'s", "’s"}:
            last -= 1
        while last - 1 > first and self.is_adverb(lower[last - 1]) and not words[last - 1][0].isupper():
            last -= 1
        return (first, last) if first < last and words[last - 1] not in {"'s", "’s"} else None

    def _after_preposition(self, text: Text, first: int, last: int) -> int:
        """“On Tuesday the minister said”: skip the day; “In Beijing officials said”: skip the place."""
        i = first + 1
        while i < last and (text.lower[i] in self.time or text.words[i].isdigit()):
            i += 1
        if i > first + 1:
            return i
        while i < last and text.words[i][0].isupper():
            i += 1
        for j in range(i, last):
            if text.lower[j] in self.determiner or text.words[j][0].isupper():
                return j
        return i if first + 1 < i < last else last

    def _names_somebody(self, text: Text, first: int, last: int) -> bool:
        return any(
            text.words[i][0].isupper() or text.lower[i] in self.pronoun or text.lower[i] in self.unnamed
            for i in range(first, last)
        )

    def phrase_after(self, text: Text, first: int, limit: int) -> tuple[int, int] | None:
        """Return the noun phrase that begins at `first`, with an apposition behind it; None where there is none."""
        if first >= limit or not text.words[first][0].isalnum() or text.quote[first] >= 0:
            return None
        if text.lower[first] in self.speaker_pronoun:
            return first, first + 1
        i = first
        while i < limit and i - first < LONGEST_PHRASE:
            word = text.lower[i]
            if text.quote[i] >= 0 or not (
                text.words[i][0].isalnum() or text.words[i] in {"'s", "’s", "&", "-", "’", "'"}
            ):
                break
            if i > first and (word in self.subordinator or (word in self.finite and i > first)):
                break
            if (
                i > first
                and word in {"in", "on", "at", "during", "to", "after", "by", "as"}
                and not self._keeps(text, i)
            ):
                break
            if i > first and word in self.time and text.words[i][0].isupper() and word not in {"may", "march", "early"}:
                break
            if i > first and self.is_adverb(word) and word.endswith("ly"):
                break
            i += 1
        if i < limit and text.words[i] == "," and i + 1 < limit and self._apposition_follows(text, i + 1):
            end = next(
                (
                    j
                    for j in range(i + 1, min(limit, i + LONGEST_PHRASE))
                    if text.words[j] in COMMA | CLOSERS or text.quote[j] >= 0
                ),
                limit,
            )
            if not any(text.lower[j] in self.finite - {"led"} for j in range(i + 1, end)) or text.lower[i + 1] == "who":
                i = end
        return (first, i) if i > first else None

    def _keeps(self, text: Text, i: int) -> bool:
        """“the envoy to the UN”: `to` belongs to the phrase behind such a noun."""
        return text.lower[i] == "to" and text.lower[i - 1] in {
            "ambassador",
            "envoy",
            "representative",
            "adviser",
            "advisor",
            "delegate",
        }

    def _apposition_follows(self, text: Text, i: int) -> bool:
        word = text.lower[i]
        return (
            word in self.determiner
            or word in self.unnamed
            or word == "who"
            or word.endswith(("er", "or", "ist", "ent", "man"))
        )

    def agrees(self, text: Text, subject: tuple[int, int], form: str, base: str) -> bool:
        """Tell whether a subject and a present form agree: officials say, the minister says; else it is a noun."""
        word, written = text.lower[subject[1] - 1], text.words[subject[1] - 1]
        if form == base:
            several = any(text.lower[i] == "and" for i in range(*subject))
            plural = word in {
                "i",
                "we",
                "they",
                "you",
                "who",
                "people",
                "police",
                "some",
                "many",
                "others",
                "most",
                "both",
                "few",
            }
            return (
                plural
                or several
                or word.endswith("s")
                or text.lower[subject[0]].endswith("s")
                or "," in text.words[subject[0] : subject[1]]
            )
        if form.endswith("s"):
            return not (
                word in {"i", "we", "they", "you"}
                or (word.endswith("s") and written[0].islower() and not word.endswith("ss"))
            )
        return True

    def subject_of(self, text: Text, first: int, cue: int) -> tuple[int, int] | None:
        """Return the subject of the clause that begins at `first`: the phrase before its first finite verb."""
        i = first
        if text.lower[i] in self.preposition | self.subordinator or text.lower[i].endswith("ing"):
            comma = next((j for j in range(i, cue) if text.words[j] == "," and text.quote[j] < 0), None)
            if comma is None:
                return None
            i = comma + 1
        for j in range(i + 1, cue):
            word = text.lower[j]
            finite = word in self.finite or (word.endswith("ed") and text.words[j][0].islower())
            if finite and text.quote[j] < 0 and word not in {"united"}:
                return self.phrase_before(text, self.verb_group(text, j, i)[0], i)
        return None
