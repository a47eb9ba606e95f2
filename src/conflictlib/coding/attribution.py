"""Who said what: source, reporting words and content of every reported statement.

For each sentence: find the reporting verbs outside quotation marks (``cues``); for each the source (``sources``):
its subject, its agent, or the source of the verb before; and the content (``contents``): what follows,
what precedes, or both. Quotations without a verb of their own go to the speaker before them.
Each attribution names the rule that found it.
"""

from __future__ import annotations

from dataclasses import dataclass

from conflictlib.codebook import Codebook
from conflictlib.coding.clauses import Clauses
from conflictlib.coding.contents import Contents
from conflictlib.coding.cues import Cue, Cues, Verb
from conflictlib.coding.finite import FiniteVerbs
from conflictlib.coding.grammar import CLOSERS, COMMA, Grammar, Range, without_marks
from conflictlib.coding.labels import Label, named_lines, signed_quotation
from conflictlib.coding.phrases import Phrases
from conflictlib.coding.sources import Sources
from conflictlib.coding.text import Text

#: The cue of speakers named by the layout.
LABEL = Cue(":", "speech", "", frozenset({"quoted"}))


@dataclass
class Attribution:
    """One reported statement, as ranges of words."""

    source: Range
    words: Range  # of the cue with its verb group
    contents: list[Range]
    cue: Cue
    rule: str
    sentence: int
    negated: bool = False
    base: bool = False  # the verb stands in its base form

    @property
    def unit(self) -> Range:
        """Source and cue together, where they stand side by side."""
        first, last = min(self.source[0], self.words[0]), max(self.source[1], self.words[1])
        return (first, last) if last - first < 60 else self.words


class Attributor:
    """Finds the reported statements of a text by the cues of a codebook."""

    def __init__(self, book: Codebook) -> None:
        """Compile the cues of `book`."""
        self.grammar = Grammar(book)
        self.cues = Cues(book, self.grammar)
        self.phrases = Phrases(self.grammar)
        self.finite = FiniteVerbs(book, self.grammar)
        self.sources = Sources(self.grammar, self.finite, self.phrases, self.cues)
        self.clauses = Clauses(self.grammar, self.finite)
        self.contents = Contents(self.grammar, book.word_list("addressed"))

    def attribute(self, text: Text) -> list[Attribution]:
        """Return the reported statements of a text in its order."""
        found: list[Attribution] = []
        last: Attribution | None = None
        labels = named_lines(text, self.grammar)
        for paragraph, (first_sentence, last_sentence) in enumerate(text.paragraphs):
            if paragraph in labels:
                last = self._labelled(labels[paragraph], "name and colon")
                found.append(last)
                continue
            if last is not None and not self._goes_on(text, first_sentence):
                last = None
            for number in range(first_sentence, last_sentence):
                here = self._sentence(text, number, number > first_sentence)
                found += here
                if here:
                    last = next((a for a in reversed(here) if text.quote[a.contents[-1][0]] >= 0), here[-1])
                elif last is not None and self._only_quoted(text, number):
                    quotation = without_marks(text, *text.sentences[number])
                    last.contents += [quotation] if quotation else []
                else:
                    last = None
        return found

    def _labelled(self, label: Label, rule: str) -> Attribution:
        return Attribution(label.source, (label.mark, label.mark + 1), [label.content], LABEL, rule, label.sentence)

    def _goes_on(self, text: Text, number: int) -> bool:
        """Tell whether a paragraph goes on with the quotation that the one before it left open."""
        first = text.sentences[number][0]
        quoted = first > 0 and text.quote[first] >= 0
        return quoted and (text.quote[first - 1] in text.unclosed or self._only_quoted(text, number))

    def _only_quoted(self, text: Text, number: int) -> bool:
        first, end = text.sentences[number]
        return text.quote[first] >= 0 and all(
            text.quote[i] >= 0 or not text.words[i][0].isalnum() for i in range(first, end)
        )

    def _sentence(self, text: Text, number: int, follows: bool) -> list[Attribution]:
        first, end = text.sentences[number]
        signed = signed_quotation(text, number, self.grammar)
        if signed is not None:
            return [self._labelled(signed, "quotation and name")]
        found: list[Attribution] = []
        for verb in self.cues.find(text, first, end):
            attribution = self._read(text, verb, number, found, follows)
            if attribution is not None:
                settle(text, attribution, found)
                found.append(attribution)
        return [a for a in found if a.contents and self._stands(text, a, found)]

    def _stands(self, text: Text, inner: Attribution, found: list[Attribution]) -> bool:
        """A report within another's content stands only where it names a source of its own that speaks."""
        if not any(a <= inner.words[0] < b for other in found if other is not inner for a, b in other.contents):
            return True
        named = any(
            text.words[i][0].isupper() and text.lower[i] not in self.grammar.pronoun for i in range(*inner.source)
        )
        return named and inner.cue.kind == "speech" and inner.rule == "speaker before the content"

    def _read(self, text: Text, verb: Verb, number: int, found: list[Attribution], follows: bool) -> Attribution | None:
        """Try the readings of a verb in turn: preposition, passive, participle or infinitive, subject, inversion."""
        first, end = text.sentences[number]
        if self._hypothetical(text, verb, first) or (verb.infinitive and not verb.cue.act):
            return None
        if verb.cue.takes("preposition"):
            return self._according_to(text, verb, number)
        if verb.passive:
            return self._passive(text, verb, number)
        after = self.contents.after(text, verb, end)
        if verb.infinitive or verb.participle:
            source = self.sources.inherited(text, verb, first, [(a.source, a.words) for a in found])
            rule = "participle" if verb.participle else "infinitive"
            return self._made(text, source, verb, [after], rule, number)
        subject = self.sources.subject(text, verb, first, bool(found))
        if subject is not None:
            return self._around(text, subject, verb, after, number, follows)
        inverted = self._inverted(text, verb, number)
        if inverted is not None:
            return inverted
        shared = self.sources.shared(text, verb, first, [(a.source, a.words) for a in found])
        if found and verb.base and not found[-1].base:
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
        first, end = text.sentences[number]
        unit = min(source[0], verb.group)
        if verb.cue.takes("clause", "quoted", "told"):
            if after is None and unit > first and text.lower[unit - 1] == "as" and unit - first <= 2:
                return self._made(
                    text, source, verb, [self._behind_comma(text, verb.last, end)], "as somebody said", number
                )
            ahead = self._lead(text, self.contents.before(text, unit, first))
            if ahead is None and unit > first and text.lower[unit - 1] == "as" and text.words[unit - 2] in COMMA:
                ahead = self.contents.before(text, unit - 1, first)
            quoted = ahead is not None and text.quote[ahead[1] - 1] >= 0
            if ahead and (self._says_something(text, ahead) if after else quoted or not self._adverbial(text, ahead)):
                return self._made(
                    text,
                    source,
                    verb,
                    [ahead, self.contents.rest(text, verb.last, end)],
                    "content before the speaker",
                    number,
                )
            if after is None and unit - first <= 4 and verb.last < end and text.words[verb.last] == ",":
                lead = self._lead(text, without_marks(text, first, unit))
                return self._made(
                    text, source, verb, [lead, self.contents.rest(text, verb.last, end)], "parenthesis", number
                )
            if after is None and text.words[end - 1] == ":" and end - verb.last < 12:
                return self._made(
                    text, source, verb, [self._next_paragraph(text, number)], "colon before a paragraph", number
                )
            if after is None and follows and unit == first and self._only_quoted(text, number - 1):
                quotation = without_marks(text, *text.sentences[number - 1])
                return self._made(text, source, verb, [quotation], "content before the speaker", number)
        return self._made(text, source, verb, [after], "speaker before the content", number)

    def _adverbial(self, text: Text, ahead: Range) -> bool:
        """“In the interview, she wrote”: no content."""
        opens = text.lower[ahead[0]] in self.grammar.preposition | self.grammar.subordinator
        return opens and "," not in text.words[ahead[0] : ahead[1]]

    def _says_something(self, text: Text, ahead: Range) -> bool:
        """Tell whether words ahead of a speaker are the content although others follow: a quotation or a clause."""
        if text.quote[ahead[1] - 1] >= 0:
            opened, closed = text.quotations[text.quote[ahead[1] - 1]]
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
        for i in range(first, min(first + 14, end - 2)):
            if text.words[i] in COMMA or text.words[i] == ":":
                return without_marks(text, i + 1, self.contents.clause_end(text, i + 1, end))
        return None

    def _inverted(self, text: Text, verb: Verb, number: int) -> Attribution | None:
        """“…,” said the minister."""
        first, end = text.sentences[number]
        if not verb.cue.takes("clause", "quoted") or verb.group != verb.first:
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
                if source and subject and self.grammar.names_somebody(text, *source):
                    return self._made(text, source, verb, [subject], "passive with an agent", number)
            if text.words[i] in COMMA | CLOSERS:
                break
        return None

    def _according_to(self, text: Text, verb: Verb, number: int) -> Attribution | None:
        first, end = text.sentences[number]
        source = self.phrases.after(text, verb.last, end)
        if source is None:
            return None
        ahead = self.contents.reported_before(text, verb.first, first)
        rest = (
            self.contents.rest(text, source[1], end)
            if ahead is None or text.words[source[1] : source[1] + 1] == [","]
            else None
        )
        if ahead is None and rest is None:
            return None
        return self._made(text, source, verb, [ahead, rest], "according to", number)


def settle(text: Text, new: Attribution, found: list[Attribution]) -> None:
    """Cut the contents before at the new report where it is no part of them: coordinated, or the frame of it all."""
    inherits = new.rule in {"shared subject", "participle", "infinitive"}
    separators = {",", "and", "but", "while", "also", "then", "–", "—"}
    where = new.words[0] if inherits else new.unit[0]
    for old in found:
        frames = new.contents[0][0] <= old.words[0] < new.contents[0][1]
        for number, (first, end) in enumerate(old.contents):
            if not first < where < end:
                continue
            stop = where
            while stop > first and text.lower[stop - 1] in separators:
                stop -= 1
            if new.rule == "participle" and "," not in text.words[stop:where]:
                continue
            own_subject = not inherits and old.rule == "speaker before the content"
            if own_subject and new.cue.kind == "attitude" and not frames:
                continue  # “said that A came and B hoped …”: B's hope is part of what was said
            coordinated = where - stop > 1 or (stop < where and (inherits or text.words[stop] != ","))
            if stop > first and (coordinated or frames):
                old.contents[number] = without_marks(text, first, stop) or (first, stop)
