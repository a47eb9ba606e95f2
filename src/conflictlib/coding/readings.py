"""The readings of a reporting verb: where its source stands, and its content before, behind or around it."""

from __future__ import annotations

from conflictlib.coding.agents import Agents
from conflictlib.coding.attribution import Attribution
from conflictlib.coding.clauses import Clauses
from conflictlib.coding.contents import Contents
from conflictlib.coding.grammar import CLOSERS, Grammar, Range, anybody
from conflictlib.coding.passives import Passives
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
        self.passives = Passives(grammar, phrases, self.agents, contents, self.places)

    def read(self, text: Text, verb: Verb, number: int, found: list[Attribution], follows: bool) -> Attribution | None:
        """Try the readings of a verb in turn: preposition, passive, participle or infinitive, subject, inversion."""
        first, end = text.sentences[number]
        if self._reports_nothing(text, verb, first):
            return None
        if verb.cue.takes("preposition"):
            return self._according_to(text, verb, number)
        if verb.passive or self.passives.frames(text, verb, first):
            passive = self.passives.read(text, verb, first, end)
            return self._made(text, passive.source, verb, passive.contents, passive.rule, number) if passive else None
        after = self.contents.after(text, verb, end)
        if verb.infinitive or verb.participle:
            source = self.sources.inherited(text, verb, first, outer(text, found))
            return self._made(text, source, verb, [after], "participle" if verb.participle else "infinitive", number)
        subject = self.sources.subject(text, verb, first)
        if subject is not None:
            subject = self._apart(text, subject, found)
            if subject is None:
                return self._shared(text, verb, after, number, found)
            if self._describes(text, subject, verb):
                return None
            place = Place(text, subject, verb, after, number, first, end)
            contents, rule = self.places.find(place, follows=follows)
            return self._made(text, subject, verb, contents, rule, number)
        return self._inverted(text, verb, number) or self._shared(text, verb, after, number, found)

    def _apart(self, text: Text, subject: Range, found: list[Attribution]) -> Range | None:
        """“Norland called for a truce and SUDLAND rejected it”: a report before is no part of the subject."""
        before = max((a.words[1] for a in found if subject[0] < a.words[0] < subject[1]), default=None)
        if before is None or not {"who", "which"}.isdisjoint(text.lower[subject[0] : before]):
            return subject
        behind = [i + 1 for i in range(before, subject[1] - 1) if text.lower[i] in {"and", "but"}]
        return (behind[-1], subject[1]) if behind else None

    def _describes(self, text: Text, subject: Range, verb: Verb) -> bool:
        """“the states which recognise the island”: which ones, not what they said."""
        relative = subject[1] - 1
        restricts = text.lower[relative] == "which" and text.words[relative - 1] != ","
        return restricts and verb.base and verb.group == verb.first

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
        if source is None or (verb.modal and anybody(text, source, self.grammar)):
            return None  # “one can only wish”
        within = self.clauses.within
        given = [within(text, c, source, number) if c[0] >= verb.last else c for c in contents if c is not None]
        given = [content for content in given if not self._only_when(text, content)]
        return (
            Attribution(source, verb.words, given, verb.cue, rule, number, verb.negated, verb.base) if given else None
        )

    def _only_when(self, text: Text, content: Range) -> bool:
        """“called for YESTERDAY”, “A DAY EARLIER, the minister had asked”: when it was said, not what."""
        when = self.grammar.lists["span_of_time"] | self.grammar.time | {"day", "a", "the"}
        return text.quote[content[0]] < 0 and when.issuperset(text.lower[slice(*content)])

    def _inverted(self, text: Text, verb: Verb, number: int) -> Attribution | None:
        """“…,” said the minister."""
        first, end = text.sentences[number]
        if (
            not verb.cue.takes("clause", "quoted")
            or verb.group != verb.first
            or text.lower[verb.last : verb.last + 1] == ["that"]
        ):
            return None
        ahead = self.contents.ahead.spoken(text, verb.group, first)
        if ahead is None:
            return None
        source = self.agents.after(text, verb.last, end)
        if source is None or not self.grammar.names_somebody(text, *source):
            return None
        if (
            source[1] < end
            and text.lower[source[0]] in self.grammar.speaker_pronoun
            and (self.grammar.is_finite(text, source[1]))
        ):
            return None  # “X, who calls Y “a liar,” said HE LEFT”
        if text.quote[ahead[1] - 1] < 0 and not verb.cue.takes("inverted") and not self._closes(text, ahead, source):
            return None
        return self._made(
            text, source, verb, [ahead, self.contents.rest(text, source[1], end, quoted=True)], "inverted", number
        )

    def _closes(self, text: Text, ahead: Range, source: Range) -> bool:
        """“Help will come, promised the official.”: a whole clause before, and nothing behind the speaker."""
        closed = source[1] >= len(text.words) or text.words[source[1]] in CLOSERS | {","}
        return closed and self.clauses.finite.any(text, ahead[0], ahead[1])

    def _according_to(self, text: Text, verb: Verb, number: int) -> Attribution | None:
        first, end = text.sentences[number]
        source = self.agents.after(text, verb.last, end)
        if source is None:
            return None
        ahead = self.contents.ahead.reported(text, verb.first, first)
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
