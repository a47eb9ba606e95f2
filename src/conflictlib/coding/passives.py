"""Passives with an agent: “the strike was condemned by Egypt”, “as reported by X”. Without an agent nobody says so."""

from __future__ import annotations

from typing import NamedTuple

from conflictlib.coding.agents import Agents
from conflictlib.coding.contents import Contents
from conflictlib.coding.grammar import CLOSERS, COMMA, Grammar, Range, anybody, without_marks
from conflictlib.coding.phrases import Phrases
from conflictlib.coding.places import Places
from conflictlib.coding.text import Text
from conflictlib.coding.verb_groups import Verb

FAR = 10  # words between a verb and its agent


class Passive(NamedTuple):
    """An agent, the contents of its verb, and the rule."""

    source: Range
    contents: list[Range | None]
    rule: str


class Passives:
    """Reads passives by the parts of the grammar."""

    def __init__(self, grammar: Grammar, phrases: Phrases, agents: Agents, contents: Contents, places: Places) -> None:
        """Take the parts of the grammar."""
        self.grammar, self.phrases, self.agents = grammar, phrases, agents
        self.contents, self.places = contents, places

    def read(self, text: Text, verb: Verb, first: int, end: int) -> Passive | None:
        """Return the reading of a passive verb in a sentence; None where no agent is named."""
        for i in range(verb.last, min(verb.last + FAR, end)):
            if text.lower[i] == "by" and text.quote[i] < 0:
                source = self.agents.after(text, i + 1, end)
                if source and self.frames(text, verb, first):
                    return self._framed_by(text, source, verb, first, end)
                expresses = verb.cue.act or (verb.cue.takes("object") and not verb.cue.takes("to"))
                if source and expresses and self._somebody(text, source):
                    return Passive(source, self._what(text, source, verb, first, end), "passive with an agent")
            if text.words[i] in COMMA or text.words[i] in CLOSERS or text.lower[i] == "that":
                break
        return None

    def frames(self, text: Text, verb: Verb, first: int) -> bool:
        """“as first reported by”: the clause frames what was said."""
        i = verb.group - 1
        while i > first and self.grammar.is_adverb(text, i):
            i -= 1
        return i >= first and text.lower[i] == "as"

    def _what(self, text: Text, source: Range, verb: Verb, first: int, end: int) -> list[Range | None]:
        """Return the subject, or what somebody is called upon to do: “Hamas was called upon by Egypt TO LEAVE”."""
        behind = source[1]
        if text.lower[behind : behind + 1] == ["to"] and verb.cue.act in {"calls_for", "demands"}:
            return [without_marks(text, behind, self.contents.ends.phrase(text, behind, end))]
        subject = self._subject(text, verb, first)
        if text.words[behind : behind + 1] == [","]:
            behind += 1
        if text.lower[behind : behind + 1] == ["as"]:
            return [subject, without_marks(text, behind + 1, self.contents.ends.phrase(text, behind + 1, end))]
        return [subject]

    def _subject(self, text: Text, verb: Verb, first: int) -> Range | None:
        """Return the whole phrase before the verb, from the beginning of its clause."""
        start = next(
            (i + 1 for i in range(verb.group - 1, first - 1, -1) if text.words[i] in COMMA | {":", ";"}), first
        )
        if start == first and not self.phrases.finite.any(text, first, verb.group):
            return without_marks(text, first, verb.group)
        return self.phrases.before(text, verb.group, first)

    def _somebody(self, text: Text, source: Range) -> bool:
        """“asked by many”: an agent that is anybody is nobody."""
        return not anybody(text, source, self.grammar) and self.grammar.names_somebody(text, *source)

    def _framed_by(self, text: Text, source: Range, verb: Verb, first: int, end: int) -> Passive:
        """“As first reported by X, …”, “…, as reported by X”: the content behind or before."""
        start = verb.group - 1
        while start > first and text.lower[start] != "as":
            start -= 1
        before = start - first > 3
        content = (
            self.contents.ahead.reported(text, start, first)
            if before
            else self.places.behind_comma(text, source[1], end)
        )
        return Passive(source, [content], "as reported by")
