"""Nouns that look like reporting verbs: “the calls for”, “renewed support”, “China's demand”, “11 states”."""

from __future__ import annotations

from conflictlib.coding.grammar import POSSESSIVE, Grammar
from conflictlib.coding.text import Text
from conflictlib.coding.verb_groups import Verb

BEFORE_A_GERUND = POSSESSIVE | {"of", "for", "to", "on", "with", "at", "from", "about", "than"}


class NounReadings:
    """Tells nouns from verbs by the words beside them."""

    def __init__(self, grammar: Grammar) -> None:
        """Take the word lists from `grammar`."""
        self.grammar = grammar
        self._opens_noun = POSSESSIVE | (grammar.determiner - grammar.stands_alone)

    def is_noun(self, text: Text, verb: Verb, lowest: int) -> bool:
        """Tell whether the word of a cue is a noun or an adjective here."""
        grammar, word = self.grammar, verb.first
        form, previous = text.lower[word], text.lower[word - 1] if word > lowest else ""
        if text.words[word][0].isupper() and word > lowest and not is_headline(text, lowest):
            return True
        if verb.group < word and text.lower[verb.group] in grammar.lists["stop"]:
            return False
        ambiguous = form == verb.cue.base or form.endswith("s") or verb.participle
        if previous in POSSESSIVE and ambiguous and not form.endswith("ing"):
            return True
        if word == lowest or verb.group < word:
            return False
        if previous in self._opens_noun:
            return True
        if not ambiguous and form.endswith("ed") and self.grammar.is_number(previous or "-"):
            return text.lower[verb.last : verb.last + 1] != [] and text.lower[verb.last].endswith("s")
        if not ambiguous:
            return form.endswith("ed") and previous in grammar.preposition and previous not in grammar.subordinator
        if verb.participle:
            return previous in BEFORE_A_GERUND or previous in grammar.determiner
        return previous in grammar.preposition or self._in_a_compound(text, verb, previous, lowest)

    def _in_a_compound(self, text: Text, verb: Verb, previous: str, lowest: int) -> bool:
        """“an 800-page report”, “strong support”, “11 states”: a modifier stands before the word."""
        word, modifier = verb.first, text.words[verb.first - 1]
        if verb.cue.takes("inverted") and text.words[verb.last : verb.last + 1] == ["."]:
            return False  # “…,” the two write.
        if "-" in previous and (modifier[0].islower() or previous[0].isdigit()):
            return True
        if verb.cue.takes("clause") and self._opens_content(text, verb.last):
            return False
        if modifier[0].isdigit():
            return not verb.cue.takes("clause") or text.lower[word].endswith("s")
        if previous in self.grammar.adjective - self.grammar.stands_alone:
            return True
        surveyed = previous.endswith("ed") and word - 2 >= lowest and text.lower[word - 2].endswith("s")
        if verb.cue.takes("told", "inverted") or surveyed:
            return False  # “the voters surveyed support”
        small = modifier[0].islower() or word - 1 == lowest
        return small and previous.endswith(("ed", "al", "ic", "ous", "ive")) and previous not in self.grammar.unnamed

    def _opens_content(self, text: Text, i: int) -> bool:
        """“those surveyed say they …”, “the executive says, “…”: what follows is a content."""
        if i >= len(text.words):
            return False
        if text.words[i] in {",", ":"} and i + 1 < len(text.words):
            return text.quote[i + 1] >= 0
        if text.words[i][0].isupper() and text.lower[i - 1].endswith("s"):
            return True
        return text.lower[i] in self.grammar.determiner | self.grammar.pronoun | {"that"} or text.quote[i] >= 0


def is_headline(text: Text, word: int) -> bool:
    """Tell whether the sentence of a word is a headline with capital letters throughout."""
    start, end = text.sentences[text.sentence_of(word)]
    letters = [w for w in text.words[start:end] if w[0].isalpha()]
    return len(letters) <= 20 and sum(w[0].isupper() for w in letters) > 0.6 * len(letters)
