"""The readings of a reporting verb: where its source stands, and its content before, behind or around it."""

from __future__ import annotations

from dataclasses import dataclass

from conflictlib.coding.attribution import Attribution
from conflictlib.coding.clauses import Clauses
from conflictlib.coding.contents import Contents
from conflictlib.coding.cues import Verb
from conflictlib.coding.grammar import CLOSERS, COMMA, Grammar, Range, without_marks
from conflictlib.coding.phrases import Phrases
from conflictlib.coding.sources import Sources
from conflictlib.coding.text import Text


@dataclass(frozen=True)
class Place:
    """A verb with its source in the sentence from `first` to `end`; `after` is what may be its content behind it."""

    text: Text
    source: Range
    verb: Verb
    after: Range | None
    number: int
    first: int
    end: int

    @property
    def unit(self) -> int:
        """Where source and verb begin."""
        return min(self.source[0], self.verb.group)


class Readings:
    """Reads the verbs of a sentence as reports."""

    def __init__(
        self, grammar: Grammar, phrases: Phrases, sources: Sources, contents: Contents, clauses: Clauses
    ) -> None:
        """Take the parts of the grammar."""
        self.grammar, self.phrases, self.sources = grammar, phrases, sources
        self.contents, self.clauses, self.finite = contents, clauses, clauses.finite

    def read(self, text: Text, verb: Verb, number: int, found: list[Attribution], follows: bool) -> Attribution | None:
        """Try the readings of a verb in turn: preposition, passive, participle or infinitive, subject, inversion."""
        first, end = text.sentences[number]
        if self._hypothetical(text, verb, first) or (
            verb.infinitive and verb.cue.act not in {"consults", "calls_for", "demands"}
        ):
            return None
        if verb.participle and verb.cue.kind == "attitude":
            return None
        if verb.cue.takes("preposition"):
            return self._according_to(text, verb, number)
        if verb.passive or self._as_reported(text, verb, first):
            return self._passive(text, verb, number)
        after = self.contents.after(text, verb, end)
        if verb.infinitive or verb.participle:
            source = self.sources.inherited(text, verb, first, outer(text, found))
            rule = "participle" if verb.participle else "infinitive"
            return self._made(text, source, verb, [after], rule, number)
        subject = self.sources.subject(text, verb, first, bool(found))
        if subject is not None:
            return self._around(text, subject, verb, after, number, follows)
        inverted = self._inverted(text, verb, number)
        if inverted is not None:
            return inverted
        shared = self.sources.shared(text, verb, first, outer(text, found))
        if (
            found
            and verb.cue.kind == "attitude"
            and text.lower[verb.group - 1] == "and"
            and found[-1].cue.takes("clause")
        ):
            return None  # “said he was tired and wanted a change”: part of what was said
        finite = [a for a in found if a.rule not in {"participle", "infinitive"}]
        if finite and verb.base and not finite[-1].base:
            return None  # “said he would sit down and tell them”: no second report
        return self._made(text, shared, verb, [after], "shared subject", number)

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
        given = [
            self.clauses.within(text, c, source, number) if c[0] >= verb.last else c for c in contents if c is not None
        ]
        if not given:
            return None
        base = verb.base
        return Attribution(source, verb.words, given, verb.cue, rule, number, verb.negated, base)

    def _around(
        self, text: Text, source: Range, verb: Verb, after: Range | None, number: int, follows: bool
    ) -> Attribution | None:
        """Content behind the verb, before its source, or on both sides of them."""
        if verb.cue.takes("clause", "quoted", "told"):
            place = Place(text, source, verb, after, number, *text.sentences[number])
            for reading in (self._as_said, self._inserted, self._behind_content, self._before_paragraph):
                contents, rule = reading(place)
                if any(contents):
                    return self._made(text, source, verb, contents, rule, number)
            if follows and after is None and place.unit == place.first and only_quoted(text, number - 1):
                quotation = without_marks(text, *text.sentences[number - 1])
                return self._made(text, source, verb, [quotation], "content before the speaker", number)
        gap = self._gap(text, source, verb, after, number)
        return self._made(text, source, verb, [gap, after], "speaker before the content", number)

    def _gap(self, text: Text, source: Range, verb: Verb, after: Range | None, number: int) -> Range | None:
        """“a plan WHICH he said was dead”: the relative word before the source belongs to the content."""
        before = min(source[0], verb.group) - 1
        if after is None or before < text.sentences[number][0] or text.lower[before] not in {"which", "that", "who"}:
            return None
        gap = verb.cue.takes("clause") and after[0] == verb.last and self.grammar.is_finite(text, after[0])
        return (before, before + 1) if gap else None

    def _as_said(self, place: Place) -> tuple[list[Range | None], str]:
        """“As the minister said in Cairo, …”: the content behind the comma."""
        text, unit, first = place.text, place.unit, place.first
        if place.after is not None or unit == first or text.lower[unit - 1] != "as" or unit - first > 3:
            return [], ""
        return [self._behind_comma(text, place.verb.last, place.end)], "as somebody said"

    def _inserted(self, place: Place) -> tuple[list[Range | None], str]:
        """“The deal, he said, was …”: the content on both sides of an insertion between commas."""
        text, unit, first = place.text, place.unit, place.first
        last = self._closing_comma(place)
        if last is None or unit == first:
            return [], ""
        if text.words[unit - 1] not in COMMA and (
            place.after is not None or unit - first > 4 or last > place.verb.last
        ):
            return [], ""
        if text.quote[unit - 2] >= 0 or text.quote[unit - 1] >= 0:
            return [], ""
        lead = self._lead(text, without_marks(text, self.contents.clause_start(text, first, unit), unit))
        if last + 1 < place.end and text.quote[last + 1] >= 0:
            rest = self.contents.rest(text, last, place.end)
            if lead is None or self._frames(text, lead):
                return [rest], "speaker before the content"  # “As the crowd left, the executive said, “…””
        else:
            rest = without_marks(text, last + 1, self.contents.ends.clause(text, last + 1, place.end))
        return [lead, rest], "parenthesis"

    def _closing_comma(self, place: Place) -> int | None:
        """“…, he said in an interview, …”: the comma that closes the insertion."""
        text, i = place.text, place.verb.last
        if i < place.end and text.quote[i] < 0 and text.words[i] != ",":
            if text.lower[i] not in self.grammar.preposition | self.grammar.time or place.after is not None:
                return None
            while i < min(place.verb.last + 12, place.end) and text.words[i][0].isalnum():
                if text.quote[i] >= 0 or text.lower[i] in self.grammar.finite:
                    return None
                i += 1
        closes = i < place.end and text.words[i] == "," and text.quote[i] < 0
        goes_on = (
            closes
            and i + 1 < place.end
            and not (
                text.lower[i + 1].endswith("ing")
                or text.lower[i + 1] in self.grammar.cut | {"who", "whose", "which", "according"}
            )
        )
        return i if goes_on else None

    def _frames(self, text: Text, lead: Range) -> bool:
        """“As the crowd left”, “Asked about it”: the occasion of a quotation, no part of it."""
        word = text.lower[lead[0]]
        return word in self.grammar.lists["holds"] | self.grammar.preposition or word.endswith(("ed", "ing"))

    def _behind_content(self, place: Place) -> tuple[list[Range | None], str]:
        """“…,” she said: the content ends before the source, and may go on behind the verb."""
        text, unit, first = place.text, place.unit, place.first
        ahead = self._lead(text, self.contents.before(text, unit, first))
        if (
            ahead is None
            and unit > first
            and text.lower[unit - 1] == "as"
            and (text.words[unit - 2] in COMMA or text.quote[unit - 2] >= 0)
        ):
            ahead = self.contents.before(text, unit - 1, first)
        if ahead is None:
            return [], ""
        quoted = text.quote[ahead[1] - 1] >= 0
        says = self._says_something(text, ahead) if place.after else quoted or not self._adverbial(text, ahead)
        rest = self.contents.rest(text, place.verb.last, place.end)
        return ([ahead, rest], "content before the speaker") if says else ([], "")

    def _before_paragraph(self, place: Place) -> tuple[list[Range | None], str]:
        """“The minister wrote:” at the end of a line."""
        short = place.end - place.verb.last < 12
        if place.after is not None or place.text.words[place.end - 1] != ":" or not short:
            return [], ""
        return [self._next_paragraph(place.text, place.number)], "colon before a paragraph"

    def _adverbial(self, text: Text, ahead: Range) -> bool:
        """“In the interview, she wrote”: no content."""
        word = text.lower[ahead[0]]
        if word in {"but", "and", "even", "still"} and ahead[1] - ahead[0] > 2:
            word = text.lower[ahead[0] + 1]
        if word in self.grammar.preposition and word not in self.grammar.lists["holds"]:
            return "," not in text.words[ahead[0] : ahead[1]]
        if word not in self.grammar.subordinator - {"that"}:
            return False
        return not self.clauses.holds_another(text, ahead)  # “While he left, she stays, they say”: not the whole

    def _says_something(self, text: Text, ahead: Range) -> bool:
        """Tell whether words ahead of a speaker are the content although others follow: a quotation or a clause."""
        if text.quote[ahead[1] - 1] >= 0:
            opened, closed = text.quotations[text.quote[ahead[1] - 1]]
            if ahead[0] < opened and text.lower[ahead[0]].endswith(("ing", "ed")):
                return False  # “Recalling “the war,” the minister urged …”
            return ahead[0] >= opened or closed - opened > 4 or not self._adverbial(text, ahead)
        return False

    def _lead(self, text: Text, ahead: Range | None) -> Range | None:
        """“The deal, he said, was …”: the beginning of the content; a mere “Still,” is none."""
        if ahead is None or (ahead[1] - ahead[0] == 1 and self.grammar.is_connective(text, ahead[0])):
            return None
        return ahead

    def _next_paragraph(self, text: Text, number: int) -> Range | None:
        """“The minister wrote:” at the end of a line: the paragraph behind it, or the rest of its own."""
        if number + 1 >= len(text.sentences):
            return None
        for first_sentence, last_sentence in text.paragraphs:
            if first_sentence <= number + 1 < last_sentence:
                return without_marks(text, text.sentences[number + 1][0], text.sentences[last_sentence - 1][1])
        return None

    def _behind_comma(self, text: Text, first: int, end: int) -> Range | None:
        for i in range(first, min(first + 24, end - 2)):
            if text.words[i] in COMMA or text.words[i] == ":":
                return without_marks(text, i + 1, self.contents.ends.clause(text, i + 1, end))
        return None

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
        source = self.phrases.after(text, verb.last, end)
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
                source = self.phrases.after(text, i + 1, end)
                subject = self.phrases.before(text, verb.group, first)
                if source and self._as_reported(text, verb, first):
                    return self._framed_by(text, source, verb, number)
                if source and subject and self.grammar.names_somebody(text, *source):
                    return self._made(text, source, verb, [subject], "passive with an agent", number)
            if text.words[i] in COMMA | CLOSERS:
                break
        return None

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
        return self._made(text, source, verb, [self._behind_comma(text, source[1], end)], "as reported by", number)

    def _according_to(self, text: Text, verb: Verb, number: int) -> Attribution | None:
        first, end = text.sentences[number]
        source = self.phrases.after(text, verb.last, end)
        if source is None:
            return None
        ahead = self.contents.reported_before(text, verb.first, first)
        if verb.first > first and text.lower[verb.first - 1] in {"that", "and", "but", "while"}:
            ahead = None  # “said that, according to X, …”
        rest = None
        if ahead is None:
            rest = self._behind_comma(text, source[1], end)
        elif text.words[source[1] : source[1] + 1] == [","]:
            rest = self.contents.rest(text, source[1], end)
        if ahead is None and rest is None:
            return None
        return self._made(text, source, verb, [ahead, rest], "according to", number)


def outer(text: Text, found: list[Attribution]) -> list[tuple[Range, Range]]:
    """Return sources and words of the reports that do not open another's content: whom the next one may go on with."""
    heads = {c[0] + (text.lower[c[0]] == "that") for a in found for c in a.contents}
    return [(a.source, a.words) for a in found if a.source[0] not in heads]


def only_quoted(text: Text, number: int) -> bool:
    """Tell whether a sentence stands wholly within quotation marks."""
    first, end = text.sentences[number]
    return text.quote[first] >= 0 and all(
        text.quote[i] >= 0 or not text.words[i][0].isalnum() for i in range(first, end)
    )
