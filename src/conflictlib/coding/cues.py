"""The reporting verbs of a sentence: cues of the codebook that are used as verbs, with their verb groups."""

from __future__ import annotations

from dataclasses import dataclass

from conflictlib.codebook import Codebook
from conflictlib.coding.grammar import POSSESSIVE, Grammar, Range
from conflictlib.coding.inflection import inflect
from conflictlib.coding.patterns import Patterns
from conflictlib.coding.text import Text

BEFORE_A_GERUND = POSSESSIVE | {"of", "for", "to", "on", "with", "at", "from", "about", "than"}


@dataclass(frozen=True)
class Cue:
    """A row of ``cues.csv``."""

    name: str
    kind: str
    act: str
    frames: frozenset[str]
    base: str = ""  # the verb's base form, empty where its past is the same: put, read

    def takes(self, *frames: str) -> bool:
        """Tell whether the cue takes any of some frames."""
        return not self.frames.isdisjoint(frames)


@dataclass(frozen=True)
class Verb:
    """A cue at its place: words `first` up to and without `last`; its verb group begins at `group`."""

    cue: Cue
    first: int
    last: int
    group: int
    passive: bool = False
    negated: bool = False
    infinitive: bool = False
    participle: bool = False
    modal: bool = False
    base: bool = False  # the verb stands in its base form

    @property
    def words(self) -> Range:
        """The verb group with the cue."""
        return self.group, self.last


class Cues:
    """Finds the cues of a codebook in a text."""

    def __init__(self, book: Codebook, grammar: Grammar) -> None:
        """Compile the cues of `book`."""
        self.grammar = grammar
        self.cues: dict[str, Cue] = {}
        patterns: list[tuple[str, str]] = []
        for row in book.cues.to_dict("records"):
            base = row["cue"].split()[0]
            past_alike = base in row["forms"].split()
            frames = frozenset(row["frames"].split())
            self.cues[row["cue"]] = Cue(row["cue"], row["kind"], row["act"], frames, "" if past_alike else base)
            patterns += [(form, row["cue"]) for form in inflect(row["cue"], row["forms"])]
        self._patterns = Patterns(patterns)

    def find(self, text: Text, first: int, end: int) -> list[Verb]:
        """Return the reporting verbs of a sentence outside quotation marks, in order."""
        verbs, covered = [], first
        for match in self._patterns.find(text.lower, first, end):
            if match.first < covered or text.quote[match.first] >= 0:
                continue
            covered = match.last
            verb = self._verb(text, self.cues[match.code], match.first, match.last, first)
            if verb is not None:
                verbs.append(verb)
        return verbs

    def _verb(self, text: Text, cue: Cue, first: int, last: int, lowest: int) -> Verb | None:
        if cue.takes("preposition"):
            return Verb(cue, first, last, first)
        verb = self._group(text, cue, first, last, lowest)
        return None if self._is_noun(text, verb, lowest) else verb

    def _group(self, text: Text, cue: Cue, first: int, last: int, lowest: int) -> Verb:
        """Read the verb group leftwards: auxiliaries, negations, adverbs, “went on to”."""
        grammar, lower, i = self.grammar, text.lower, first
        passive = negated = infinitive = modal = False
        direct = True
        while i > lowest and text.quote[i - 1] < 0:
            word = lower[i - 1]
            if word == "of" and lower[i - 2] == "short" and lower[i - 3] in grammar.lists["short_of"]:
                i, negated, direct = i - 2, True, False  # “stopped short of calling for”
            elif word == "to" and lower[i - 2] == "yet":
                i, negated, direct = i - 1, True, False  # “has yet to condemn”
            elif word in grammar.negation:
                negated = True
            elif word in grammar.auxiliary:
                if word in grammar.modal and i == first and self._is_name(text, i - 1, lowest, cue):
                    break
                passive = passive or (direct and word in grammar.be and word[0] != "'")
                modal = modal or word in grammar.modal
                direct = False
            elif word == "to" and i - 1 > lowest and lower[i - 2] in grammar.chain | {"on"}:
                direct = False
            elif word == "to" and i == first:
                i, infinitive = i - 1, True
                break
            elif word in grammar.chain and lower[i] == "to":
                negated = negated or word in {"declined", "declines", "failed", "fails"}
                direct = False
            elif not grammar.is_adverb(text, i - 1) and not (
                word in grammar.floating and lower[i - 2] in grammar.auxiliary
            ):
                break
            i -= 1
        while (
            i < first and grammar.is_adverb(text, i) and lower[i] not in grammar.auxiliary and lower[i] in grammar.time
        ):
            i += 1  # a day before the verb belongs to neither
        ing = lower[first].endswith("ing")
        participle = ing and not any(w in grammar.be or w == "short" for w in lower[i:first])
        base = lower[first] == cue.base
        return Verb(cue, first, last, i, passive and not ing, negated, infinitive, participle, modal, base)

    def _is_name(self, text: Text, i: int, lowest: int, cue: Cue) -> bool:
        """“May said”, “Mr. Will wrote”: a surname, no modal, as a modal takes the base form."""
        return text.words[i][0].isupper() and (i > lowest or text.lower[i + 1] != cue.base)

    def _is_noun(self, text: Text, verb: Verb, lowest: int) -> bool:
        """“the calls for”, “renewed support for”, “China's demand”, “11 states”: a noun, no reporting verb."""
        grammar, word = self.grammar, verb.first
        form = text.lower[word]
        if text.words[word][0].isupper() and word > lowest and not is_headline(text, lowest):
            return True
        ambiguous = form == verb.cue.base or form.endswith("s") or verb.participle
        previous = text.lower[word - 1] if word > lowest else ""
        if previous in POSSESSIVE and ambiguous and not form.endswith("ing"):
            return True
        if word == lowest or verb.group < word:
            return False
        if previous in POSSESSIVE or previous in grammar.determiner - grammar.stands_alone:
            return True
        if not ambiguous:
            return False
        if verb.participle:
            return previous in BEFORE_A_GERUND or previous in grammar.determiner
        if previous in grammar.preposition:
            return True
        if text.words[word - 1][0].isdigit():
            return not verb.cue.takes("clause") or form.endswith("s")
        if previous in grammar.adjective - grammar.stands_alone:
            return True
        if verb.cue.takes("told"):
            return False
        small = text.words[word - 1][0].islower() or word - 1 == lowest
        return small and previous.endswith(("ed", "al", "ic", "ous", "ive")) and previous not in grammar.unnamed

    def agrees(self, text: Text, subject: Range, verb: Verb) -> bool:
        """Tell whether a subject and a present form agree: officials say, the minister says; else it is a noun."""
        form, base = text.lower[verb.first], verb.cue.base
        if verb.group != verb.first or (form != base and not form.endswith("s")):
            return True
        head = self._head(text, subject)
        word, small = text.lower[head], text.words[head][0].islower()
        if form == base:
            lower = text.lower[subject[0] : subject[1]]
            several = "and" in lower or "," in lower or bool(self.grammar.plural & set(lower[: head - subject[0] + 1]))
            return several or word.endswith("s") or word in self.grammar.plural or self.grammar.is_number(word)
        return not (word in {"i", "we", "they", "you"} or (word.endswith("s") and small and not word.endswith("ss")))

    def _head(self, text: Text, phrase: Range) -> int:
        """Return the head of a noun phrase: the word before its first preposition, comma or relative."""
        for i in range(phrase[0] + 1, phrase[1]):
            word = text.lower[i]
            if word in self.grammar.preposition or word in {"who", "which", "that"} or not text.words[i][0].isalnum():
                return i - 1 if text.words[i] not in POSSESSIVE | {"-", "&", "'", "’"} else phrase[1] - 1
        return phrase[1] - 1


def is_headline(text: Text, word: int) -> bool:
    """Tell whether the sentence of a word is a headline with capital letters throughout."""
    start, end = text.sentences[text.sentence_of(word)]
    letters = [w for w in text.words[start:end] if w[0].isalpha()]
    return len(letters) <= 20 and sum(w[0].isupper() for w in letters) > 0.6 * len(letters)
