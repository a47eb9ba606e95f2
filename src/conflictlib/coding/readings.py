"""The readings of a reporting verb: where its source stands, and its content before, behind or around it."""

from __future__ import annotations

from conflictlib.coding.agents import Agents
from conflictlib.coding.attribution import Attribution
from conflictlib.coding.clauses import Clauses
from conflictlib.coding.contents import Contents
from conflictlib.coding.grammar import CLOSERS, COMMA, Grammar, Range
from conflictlib.coding.phrases import Phrases
from conflictlib.coding.places import Place, Places
from conflictlib.coding.sources import Sources
from conflictlib.coding.text import Text
from conflictlib.coding.verb_groups import Verb


class Readings:
    """Reads the verbs of a sentence as reports."""

    def __init__(
        self, grammar: Grammar, phrases: Phrases, sources: Sources, contents: Contents, clauses: Clauses
    ) -> None:
        """Take the parts of the grammar."""
        self.grammar, self.phrases, self.sources = grammar, phrases, sources
        self.contents, self.clauses = contents, clauses
        self.places, self.agents = Places(grammar, contents, clauses), Agents(grammar)

    def read(self, text: Text, verb: Verb, number: int, found: list[Attribution], follows: bool) -> Attribution | None:
        """Try the readings of a verb in turn: preposition, passive, participle or infinitive, subject, inversion."""
        first, end = text.sentences[number]
        if self._reports_nothing(text, verb, first):
            return None
        if verb.cue.takes("preposition"):
            return self._according_to(text, verb, number)
        if verb.passive or self._as_reported(text, verb, first):
            return self._passive(text, verb, number)
        after = self.contents.after(text, verb, end)
        if verb.infinitive or verb.participle:
            source = self.sources.inherited(text, verb, first, outer(text, found))
            return self._made(text, source, verb, [after], "participle" if verb.participle else "infinitive", number)
        subject = self.sources.subject(text, verb, first)
        if subject is not None:
            place = Place(text, subject, verb, after, number, first, end)
            contents, rule = self.places.find(place, follows=follows)
            return self._made(text, subject, verb, contents, rule, number)
        return self._inverted(text, verb, number) or self._shared(text, verb, after, number, found)

    def _reports_nothing(self, text: Text, verb: Verb, first: int) -> bool:
        """Tell whether a verb only names what might be said, or what somebody had in mind."""
        if verb.infinitive and verb.cue.act not in {"consults", "calls_for", "demands"}:
            return True
        if (verb.participle and verb.cue.kind == "attitude") or self._hypothetical(text, verb, first):
            return True
        return any(word in self.grammar.lists["possible"] for word in text.lower[verb.group : verb.first])

    def _shared(
        self, text: Text, verb: Verb, after: Range | None, number: int, found: list[Attribution]
    ) -> Attribution | None:
        """“…, and called for”: the source of the report before, unless the verb belongs to what was said."""
        source = self.sources.shared(text, verb, text.sentences[number][0], outer(text, found))
        thinks = verb.cue.kind == "attitude" and text.lower[verb.group - 1] == "and"
        if found and thinks and found[-1].cue.takes("clause"):
            return None  # “said he was tired and wanted a change”
        finite = [a for a in found if a.rule not in {"participle", "infinitive"}]
        if finite and verb.base and not finite[-1].base:
            return None  # “said he would sit down and tell them”
        return self._made(text, source, verb, [after], "shared subject", number)

    def _hypothetical(self, text: Text, verb: Verb, first: int) -> bool:
        """“if Egypt calls for”, “whether he said”: nobody says that it was said."""
        if (
            text.lower[first] in self.grammar.auxiliary
            and text.words[text.sentences[text.sentence_of(first)][1] - 1] == "?"
        ):
            return True  # “Do you support …?”
        for i in range(verb.group - 1, max(first, verb.group - 7) - 1, -1):
            if text.lower[i] in self.grammar.condition:
                return True
            if not text.words[i][0].isalnum() or text.lower[i] in self.grammar.finite:
                return False
        return False

    def _made(
        self, text: Text, source: Range | None, verb: Verb, contents: list[Range | None], rule: str, number: int
    ) -> Attribution | None:
        if source is None:
            return None
        within = self.clauses.within
        given = [within(text, c, source, number) if c[0] >= verb.last else c for c in contents if c is not None]
        return (
            Attribution(source, verb.words, given, verb.cue, rule, number, verb.negated, verb.base) if given else None
        )

    def _inverted(self, text: Text, verb: Verb, number: int) -> Attribution | None:
        """“…,” said the minister."""
        first, end = text.sentences[number]
        if (
            not verb.cue.takes("clause", "quoted")
            or verb.group != verb.first
            or text.lower[verb.last : verb.last + 1] == ["that"]
        ):
            return None
        ahead = self.contents.before(text, verb.group, first)
        if ahead is None or (text.quote[ahead[1] - 1] < 0 and not verb.cue.takes("inverted")):
            return None
        source = self.agents.after(text, verb.last, end)
        if source is None or not self.grammar.names_somebody(text, *source):
            return None
        return self._made(
            text, source, verb, [ahead, self.contents.rest(text, source[1], end, quoted=True)], "inverted", number
        )

    def _passive(self, text: Text, verb: Verb, number: int) -> Attribution | None:
        """“The strike was condemned by Egypt”: the agent has the statement; without an agent nobody has."""
        first, end = text.sentences[number]
        for i in range(verb.last, min(verb.last + 10, end)):
            if text.lower[i] == "by" and text.quote[i] < 0:
                source = self.agents.after(text, i + 1, end)
                subject = self.phrases.before(text, verb.group, first)
                if source and self._as_reported(text, verb, first):
                    return self._framed_by(text, source, verb, number)
                if source and subject and verb.cue.act and self._somebody(text, source):
                    return self._made(text, source, verb, [subject], "passive with an agent", number)
            if text.words[i] in COMMA | CLOSERS:
                break
        return None

    def _somebody(self, text: Text, source: Range) -> bool:
        """“asked by many”: an agent that is anybody is nobody."""
        alone = source[1] - source[0] == 1 and text.lower[source[0]] in self.grammar.lists["indefinite"]
        return not alone and self.grammar.names_somebody(text, *source)

    def _as_reported(self, text: Text, verb: Verb, first: int) -> bool:
        i = verb.group - 1
        while i > first and self.grammar.is_adverb(text, i):
            i -= 1
        return i >= first and text.lower[i] == "as"

    def _framed_by(self, text: Text, source: Range, verb: Verb, number: int) -> Attribution | None:
        """“As first reported by X, …”, “…, as reported by X”: the content behind or before."""
        first, end = text.sentences[number]
        start = verb.group - 1
        while start > first and text.lower[start] != "as":
            start -= 1
        if start - first > 3:
            return self._made(
                text, source, verb, [self.contents.reported_before(text, start, first)], "as reported by", number
            )
        return self._made(
            text, source, verb, [self.places.behind_comma(text, source[1], end)], "as reported by", number
        )

    def _according_to(self, text: Text, verb: Verb, number: int) -> Attribution | None:
        first, end = text.sentences[number]
        source = self.agents.after(text, verb.last, end)
        if source is None:
            return None
        ahead = self.contents.reported_before(text, verb.first, first)
        if verb.first > first and text.lower[verb.first - 1] in {"that", "and", "but", "while"}:
            ahead = None  # “said that, according to X, …”
        rest = None
        if ahead is None:
            rest = self.places.behind_comma(text, source[1], end)
        elif text.words[source[1] : source[1] + 1] == [","]:
            rest = self.contents.rest(text, source[1], end)
        if ahead is None and rest is None:
            return None
        return self._made(text, source, verb, [ahead, rest], "according to", number)


def outer(text: Text, found: list[Attribution]) -> list[tuple[Range, Range]]:
    """Return sources and words of the reports that do not open another's content: whom the next one may go on with."""
    heads = {c[0] + (text.lower[c[0]] == "that") for a in found for c in a.contents}
    return [(a.source, a.words) for a in found if a.source[0] not in heads]
