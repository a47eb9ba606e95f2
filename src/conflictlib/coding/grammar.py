"""Small grammar of English news: what kind of word stands at a place, by closed word lists (``words.csv``).

No tagger and no parser: word lists, endings, capital letters and punctuation.
``phrases`` finds noun phrases with it, ``verbs`` verb groups, ``contents`` where a clause ends.
"""

from __future__ import annotations

from conflictlib.codebook import Codebook
from conflictlib.coding.text import Text

Range = tuple[int, int]
COMMA = frozenset({",", "–", "—", "--"})
DASH = frozenset({"–", "—", "--", "-"})
CLOSERS = frozenset({".", "!", "?", ";", "…", "..."})
POSSESSIVE = frozenset({"'s", "’s"})


class Grammar:
    """The closed word lists of a codebook, by the part that they play in a sentence."""

    def __init__(self, book: Codebook) -> None:
        """Take the word lists from `book`."""
        w = {kind: book.word_list(kind) for kind in book.words["kind"]}
        self.lists = w
        self.auxiliary, self.be, self.negation = w["auxiliary"], w["be"], w["negation"]
        self.modal, self.condition = w["modal"], w["condition"]
        self.adverb, self.chain, self.finite = w["adverb"], w["chain"], w["finite"] | w["auxiliary"]
        self.preposition, self.subordinator, self.cut = w["preposition"], w["subordinator"], w["cut"]
        self.determiner, self.pronoun, self.speaker_pronoun = w["determiner"], w["pronoun"], w["speaker_pronoun"]
        self.stands_alone, self.object_pronoun = w["stands_alone"], w["object_pronoun"]
        self.time, self.unnamed, self.question = w["time"], w["unnamed"] | w["title"], w["question"]
        self.conjunction, self.plural, self.number = w["conjunction"], w["plural"], w["number"]
        self.layout, self.relative = w["layout"], w["relative"] | {"there", "what", "here"}
        self.adjective, self.floating = w["adjective"], w["floating"]

    def is_adverb(self, text: Text, i: int) -> bool:
        """Tell whether a word is an adverb that may stand within a verb group; a name (“Italy”) is none."""
        word = text.lower[i]
        return word in self.adverb or (
            word.endswith("ly") and len(word) > 4 and text.words[i][0].islower() and word not in self.lists["no_adverb"]
        )

    def is_connective(self, text: Text, i: int) -> bool:
        """Tell whether a word only links a sentence to the one before: “But”, “Still”, “However”."""
        return text.lower[i] in self.conjunction or self.is_adverb(text, i)

    def is_number(self, word: str) -> bool:
        """Tell whether a word (lower case) is a number, in figures or letters."""
        return word[0].isdigit() or word in self.number or word.split("-")[0] in self.number

    def is_finite(self, text: Text, i: int) -> bool:
        """Tell whether a word is surely a finite verb."""
        return text.lower[i] in self.finite

    def looks_finite(self, text: Text, i: int) -> bool:
        """Tell whether a word may be a finite verb: a closed list, or the endings -ed and -s behind a noun."""
        word = text.lower[i]
        if word in self.finite:
            return True
        if not text.words[i][0].islower() or i == 0 or len(word) < 4:
            return False
        before = text.lower[i - 1]
        if before in self.determiner or before in self.preposition or before == "to" or before in POSSESSIVE:
            return False
        return word.endswith("ed") or (word.endswith("s") and not word.endswith(("ss", "us")) and (
            before in self.speaker_pronoun or text.words[i - 1][0].isupper() or self.is_adverb(text, i - 1)
        ))  # fmt: skip

    def names_somebody(self, text: Text, first: int, last: int) -> bool:
        """Tell whether a noun phrase can be a source: a name, an office, a pronoun, or a determined noun."""
        if text.lower[first] in self.determiner or self.is_number(text.lower[first]):
            return text.lower[last - 1] not in self.time or last - first > 3
        if any(
            text.words[i][0].isupper() or text.lower[i] in self.pronoun or text.lower[i] in self.unnamed
            for i in range(first, last)
        ):
            return True
        heads = {text.lower[last - 1], text.lower[self.head(text, first, last)]}
        return any(word.endswith("s") and word not in self.time for word in heads)

    def head(self, text: Text, first: int, last: int) -> int:
        """Return the head of a noun phrase: the word before its first preposition, comma, relative or participle."""
        for i in range(first + 1, last):
            word, small = text.lower[i], text.words[i][0].islower()
            if word in self.preposition or word in {"who", "which", "that", "to"} or not text.words[i][0].isalnum():
                return i - 1 if text.words[i] not in POSSESSIVE | {"-", "&", "'", "’"} else last - 1
            if (
                small
                and word.endswith(("ing", "ed"))
                and i + 1 < last + 1
                and text.lower[i - 1].endswith(("s", "those", "people", "percent"))
            ):
                return i - 1
        return last - 1


def anybody(text: Text, phrase: Range, grammar: Grammar) -> bool:
    """Tell whether a phrase is one word that stands for nobody in particular: many, one, observers."""
    return phrase[1] - phrase[0] == 1 and text.lower[phrase[0]] in grammar.lists["indefinite"]


def opening_of(text: Text, closing: int, lowest: int) -> int:
    """Return where the bracket that closes at a word opens; the word itself where it opens nowhere."""
    for i in range(closing - 1, max(lowest, closing - 25) - 1, -1):
        if text.words[i] in {"(", "["}:
            return i
    return closing


def closing_of(text: Text, opening: int, end: int) -> int:
    """Return where the bracket that opens at a word closes; the word itself where it closes nowhere."""
    for i in range(opening + 1, min(end, opening + 25)):
        if text.words[i] in {")", "]"}:
            return i
    return opening


def without_marks(text: Text, first: int, end: int) -> Range | None:
    """Leave out quotation marks and stops at both ends."""
    words = text.words
    while first < end and not words[first][0].isalnum() and words[first] not in {"$", "#", "@", "(", "["}:
        first += 1
    while end > first and not words[end - 1][0].isalnum() and words[end - 1] not in {"%", ")", "]", "'s", "’s"}:
        end -= 1
    return (first, end) if end > first else None
