"""Verb groups: the auxiliaries, negations, adverbs and chains before a reporting verb, and what they tell of it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from conflictlib.coding.grammar import Grammar, Range
from conflictlib.coding.text import Text

#: Two words that negate a verb: “no longer supports”, “has not yet called”, “has yet to condemn”.
NEGATE = frozenset({("no", "longer"), ("not", "yet"), ("yet", "to")})


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


@dataclass
class _Group:
    """A verb group while it is read leftwards: its first word so far, and what was met."""

    first: int
    passive: bool = False
    negated: bool = False
    infinitive: bool = False
    modal: bool = False
    direct: bool = True  # nothing but adverbs so far between the verb and the word that is looked at


class VerbGroups:
    """Reads verb groups by the word lists of a grammar."""

    def __init__(self, grammar: Grammar) -> None:
        """Take the word lists from `grammar`."""
        self.grammar = grammar
        self._stop, self._degree = grammar.lists["stop"], grammar.lists["degree"]
        self._fails = grammar.lists["fails"]
        self._no_participle = grammar.be | self._stop
        self._before_is = grammar.pronoun | grammar.relative
        self._before_to = grammar.chain | {"on"}

    def read(self, text: Text, cue: Cue, first: int, last: int, lowest: int) -> Verb:
        """Return the verb at words `first` up to `last` with its group: “has not yet called for”, “went on to say”."""
        group, lower = _Group(first), text.lower
        while group.first > lowest and text.quote[group.first - 1] < 0 and not group.infinitive:
            step = self._step(text, group, cue, first, last, lowest)
            if step == 0:
                break
            group.first -= step
        begin = group.first
        while begin < first and lower[begin] in self.grammar.time and self.grammar.is_adverb(text, begin):
            begin += 1  # a day before the verb belongs to neither
        ing = lower[first].endswith("ing")
        ing = ing or lower[begin] == "having"  # “Having announced”
        participle = ing and not any(w in self._no_participle for w in lower[begin:first])
        passive, base = group.passive and not ing, lower[first] == cue.base
        return Verb(cue, first, last, begin, passive, group.negated, group.infinitive, participle, group.modal, base)

    def _step(self, text: Text, group: _Group, cue: Cue, first: int, last: int, lowest: int) -> int:
        """Take the word before the group into it; return how many words were taken, 0 where the group ends."""
        i = group.first - 1
        word, before, grammar = text.lower[i], text.lower[i - 1] if i > lowest else "", self.grammar
        if word in grammar.negation:
            group.negated = True
        elif word == "'s" and before not in self._before_is:
            return 0  # “the minister's preferred plan”
        elif word in grammar.auxiliary:
            if word in grammar.modal and group.first == first and self._is_name(text, i, lowest, cue):
                return 0
            group.passive = group.passive or (group.direct and self._is_be(text, word, last))
            group.modal, group.direct = group.modal or word in grammar.modal, False
        elif word == "of" and before == "short" and i - 1 > lowest and text.lower[i - 2] in self._stop:
            group.negated, group.direct = True, False  # “stopped short of calling for”
            return 3
        elif (before, word) in NEGATE:
            group.negated, group.direct = True, group.direct and word != "to"
            return 2
        elif word == "to" and before in self._before_to:
            group.direct = False
        elif word == "to" and group.first == first:
            group.infinitive = True
        elif word in grammar.chain and self._chains(text, i):
            group.negated, group.direct = group.negated or word in self._fails, False
        else:
            return int(self._stands_within(text, i, lowest))
        return 1

    def _chains(self, text: Text, i: int) -> bool:
        """“declined TO call”, “went ON to say”."""
        following = text.lower[i + 1]
        return following == "to" or (following == "on" and text.lower[i][:2] in {"go", "we"})

    def _stands_within(self, text: Text, i: int, lowest: int) -> bool:
        """Tell whether a word may stand within a group: an adverb, or a quantifier behind an auxiliary."""
        word, grammar = text.lower[i], self.grammar
        if i == lowest and word in grammar.stands_alone:
            return False  # “Both want peace”
        if word in {"more", "most", "less"} and grammar.is_adverb(text, i + 1):
            return True
        return grammar.is_adverb(text, i) or (word in grammar.floating and text.lower[i - 1] in grammar.auxiliary)

    def adjective(self, text: Text, cue: Cue, first: int, last: int, lowest: int) -> Verb | None:
        """“is deeply concerned about”: an adjective with a form of be or remain; “that” and “to” open the content."""
        begin = first
        while begin > lowest and (text.lower[begin - 1] in self._degree or self.grammar.is_adverb(text, begin - 1)):
            begin -= 1
        if begin == lowest or text.lower[begin - 1] not in self.grammar.lists["linking"]:
            return None
        if text.lower[begin - 1] not in self.grammar.auxiliary:
            begin -= 1  # “remains committed to”
        verb = self.read(text, cue, begin, last, lowest)
        opens = text.lower[last - 1] in {"that", "to"} and cue.takes("clause", "to")
        return replace(
            verb, first=first, last=last - opens, passive=False, base=False, participle=False, infinitive=False
        )

    def _is_be(self, text: Text, word: str, last: int) -> bool:
        """“'s said” may be “has said”; “'s expected to” is not."""
        if word == "'s":
            return text.lower[last : last + 1] == ["to"]
        return word in self.grammar.be

    def _is_name(self, text: Text, i: int, lowest: int, cue: Cue) -> bool:
        """“May said”, “Mr. Will wrote”: a surname, no modal, as a modal takes the base form."""
        return text.words[i][0].isupper() and (i > lowest or text.lower[i + 1] != cue.base)
