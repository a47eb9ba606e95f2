"""Who said what: source, reporting words and content of every reported statement.

For each sentence: find the cues of the codebook outside quotation marks, then for each cue
its verb group, its source (subject, agent, or shared with the cue before), and its content
(what follows, what precedes, or both). Quotations without a cue of their own go to the speaker before them.
Each attribution names the rule that found it.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from conflictlib.codebook import Codebook
from conflictlib.coding.grammar import CLOSERS, COMMA, Grammar
from conflictlib.coding.inflection import inflect
from conflictlib.coding.patterns import Match, Patterns
from conflictlib.coding.text import Text

Range = tuple[int, int]
BEFORE_A_GERUND = frozenset({"'s", "of", "for", "to", "on", "with", "at", "from"})
#: Determiners that stand alone too: “some say”, “both called for”.
PRONOUNS_TOO = frozenset({"all", "both", "many", "most", "some", "several", "few", "this", "that"})
BEFORE_A_PARTICIPLE = frozenset({",", "and", "before", "after", "while", "by", "in", "–", "—", "or"})


@dataclass(frozen=True)
class Cue:
    """A row of ``cues.csv``."""

    name: str
    kind: str
    act: str
    frames: frozenset[str]


@dataclass
class Attribution:
    """One reported statement, as ranges of words."""

    source: Range
    words: Range  # of the cue
    contents: list[Range]
    cue: Cue
    rule: str
    sentence: int
    negated: bool = False
    unit: Range = field(default=(0, 0))  # source and cue together


class Attributor:
    """Finds the reported statements of a text by the cues of a codebook."""

    def __init__(self, book: Codebook) -> None:
        """Compile the cues of `book`."""
        self.grammar = Grammar(book)
        self.cues: dict[str, Cue] = {}
        patterns: list[tuple[str, str]] = []
        for row in book.cues.to_dict("records"):
            self.cues[row["cue"]] = Cue(row["cue"], row["kind"], row["act"], frozenset(row["frames"].split()))
            patterns += [(form, row["cue"]) for form in inflect(row["cue"], row["forms"])]
        patterns += [("according to", "according to")]
        self.cues["according to"] = Cue("according to", "speech", "", frozenset({"preposition"}))
        self._patterns = Patterns(patterns)
        self._addressed = book.word_list("addressed")

    def attribute(self, text: Text) -> list[Attribution]:
        """Return the reported statements of a text in its order."""
        found: list[Attribution] = []
        for first_sentence, last_sentence in text.paragraphs:
            last: Attribution | None = None
            for number in range(first_sentence, last_sentence):
                here = self._sentence(text, number, last if number > first_sentence else None)
                if here:
                    found += here
                    last = here[-1]
                elif last is not None and self._only_quoted(text, number):
                    first, end = text.sentences[number]
                    quotation = _without_marks(text, first, end)
                    last.contents += [quotation] if quotation else []
                else:
                    last = None
        return found

    def _only_quoted(self, text: Text, number: int) -> bool:
        first, end = text.sentences[number]
        return (
            all(text.quote[i] >= 0 or not text.words[i][0].isalnum() for i in range(first, end))
            and text.quote[first] >= 0
        )

    def _sentence(self, text: Text, number: int, before: Attribution | None) -> list[Attribution]:
        first, end = text.sentences[number]
        found: list[Attribution] = []
        for match in self._cues_in(text, first, end):
            attribution = self._cue(text, match, number, found, before)
            if attribution is None:
                continue
            self._settle(text, attribution, found)
            found.append(attribution)
        return [a for a in found if a.contents]

    def _cues_in(self, text: Text, first: int, end: int) -> list[Match]:
        matches, covered = [], first
        for match in self._patterns.find(text.lower, first, end):
            if match.first >= covered and text.quote[match.first] < 0:
                matches.append(match)
                covered = match.last
        return matches

    def _cue(
        self, text: Text, match: Match, number: int, found: list[Attribution], before: Attribution | None
    ) -> Attribution | None:
        cue, (first, end) = self.cues[match.code], text.sentences[number]
        if cue.name == "according to":
            return self._according_to(text, match, cue, number)
        group, passive, negated, infinitive = self.grammar.verb_group(text, match.first, first)
        form = text.lower[match.first]
        participle = form.endswith("ing") and not any(w in self.grammar.be for w in text.lower[group : match.first])
        if self._is_noun(text, match, group, first, participle):
            return None
        if passive and not participle:
            return self._passive(text, match, cue, number, group, negated)
        content_after = self._content_after(text, match.last, end, cue)
        content_before = self._content_before(text, group, first, cue)
        if infinitive or participle:
            if cue.kind == "attitude":
                return None  # “urged to show restraint”: nobody says anything there
            source = self._inherited(text, match, group, first, found, participle)
            rule = "participle" if participle else "infinitive"
            return self._build(text, source, (group, match.last), content_after, cue, rule, number, negated)
        source = self.grammar.phrase_before(text, group, first)
        unit_first = source[0] if source else group
        if source and _shared_subject(text, group, first) and found:
            source = None
        if source and group == match.first and not self.grammar.agrees(text, source, form, cue.name.split()[0]):
            return None
        if source is None:
            inverted = self._inverted(text, match, cue, number, group, negated, content_before)
            if inverted:
                return inverted
            if found and self._coordinated(text, group, first, found):
                return self._build(
                    text,
                    found[-1].source,
                    (group, match.last),
                    content_after,
                    cue,
                    "shared subject",
                    number,
                    negated,
                )
            return None
        content_before = self._content_before(text, unit_first, first, cue)
        return self._around(
            text, source, (group, match.last), content_before, content_after, cue, number, negated, before
        )

    def _around(
        self,
        text: Text,
        source: Range,
        words: Range,
        ahead: Range | None,
        after: Range | None,
        cue: Cue,
        number: int,
        negated: bool,
        before: Attribution | None,
    ) -> Attribution | None:
        """Content behind the cue, before it, or on both sides of it."""
        unit_first, end = min(source[0], words[0]), text.sentences[number][1]
        quoted_ahead = ahead is not None and text.quote[ahead[1] - 1] >= 0
        if ahead and (quoted_ahead or after is None):
            contents = [ahead]
            rest = self._rest_behind(text, words[1], end)
            if rest:
                contents.append(rest)
            return Attribution(
                source,
                words,
                contents,
                cue,
                "content before the speaker",
                number,
                negated,
                (unit_first, words[1]),
            )
        if after is None:
            if "clause" in cue.frames or "quoted" in cue.frames:
                return self._quotation_before(text, source, words, cue, number, negated, unit_first)
            return None
        return self._build(text, source, words, after, cue, "speaker before the content", number, negated)

    def _quotation_before(
        self, text: Text, source: Range, words: Range, cue: Cue, number: int, negated: bool, unit_first: int
    ) -> Attribution | None:
        """“Why?” she asked: the quotation is a sentence of its own."""
        first = text.sentences[number][0]
        if (
            number
            and unit_first == first
            and self._only_quoted(text, number - 1)
            and self._same_paragraph(text, number)
        ):
            start, end = text.sentences[number - 1]
            quotation = _without_marks(text, start, end)
            if quotation:
                return Attribution(
                    source,
                    words,
                    [quotation],
                    cue,
                    "content before the speaker",
                    number,
                    negated,
                    (first, words[1]),
                )
        return None

    def _same_paragraph(self, text: Text, number: int) -> bool:
        return all(first != number for first, _ in text.paragraphs)

    def _build(
        self,
        text: Text,
        source: Range | None,
        words: Range,
        content: Range | None,
        cue: Cue,
        rule: str,
        number: int,
        negated: bool,
    ) -> Attribution | None:
        if source is None or content is None:
            return None
        return Attribution(source, words, [content], cue, rule, number, negated, (min(source[0], words[0]), words[1]))

    # -- the cue ---------------------------------------------------------------------------------------------

    def _is_noun(self, text: Text, match: Match, group: int, first: int, participle: bool) -> bool:
        """“the calls for”, “renewed support for”, “China's demand”: a noun, no reporting verb."""
        form, word = text.lower[match.first], match.first
        if participle:
            return word > first and text.lower[word - 1] in self.grammar.determiner | BEFORE_A_GERUND
        if group == word and word > first:
            previous = text.lower[word - 1]
            if previous in self.grammar.determiner - PRONOUNS_TOO or previous == "'s":
                return True
            if previous in self.grammar.preposition:
                return True
            adjective = previous.endswith(("ed", "al", "ic", "ous", "ive")) or previous in {"new", "more", "no"}
            written_small = text.words[word - 1][0].islower() or word - 1 == first
            if adjective and written_small and not form.endswith("ed"):
                return True
        return text.words[word][0].isupper() and word > first and not self._headline(text, first)

    def _headline(self, text: Text, first: int) -> bool:
        number = text.sentence_of(first)
        start, end = text.sentences[number]
        letters = [w for w in text.words[start:end] if w[0].isalpha()]
        return len(letters) <= 20 and sum(w[0].isupper() for w in letters) > 0.6 * len(letters)

    def _inherited(
        self, text: Text, match: Match, group: int, first: int, found: list[Attribution], participle: bool
    ) -> Range | None:
        """Return the source of “adding that” and “to discuss”: the speaker before, or the subject of the clause."""
        if participle and group > first and text.lower[group - 1] not in BEFORE_A_PARTICIPLE:
            return self.grammar.phrase_before(text, group, max(first, group - 6))
        if found and found[-1].words[1] <= group:
            return found[-1].source
        if participle and group == first:
            return None
        return self.grammar.subject_of(text, first, group)

    def _coordinated(self, text: Text, group: int, first: int, found: list[Attribution]) -> bool:
        i = group - 1
        return i > first and text.lower[i] in {"and", ",", "but", "or", "then"} and group > found[-1].words[1]

    def _inverted(
        self, text: Text, match: Match, cue: Cue, number: int, group: int, negated: bool, ahead: Range | None
    ) -> Attribution | None:
        """“…,” said the minister."""
        end = text.sentences[number][1]
        if ahead is None or not cue.frames & {"clause", "quoted"} or group != match.first:
            return None
        quoted = text.quote[ahead[1] - 1] >= 0
        if not quoted and cue.name not in {"say", "add", "write", "tell"}:
            return None
        source = self.grammar.phrase_after(text, match.last, end)
        if source is None or not self.grammar._names_somebody(text, *source):
            return None
        contents = [ahead]
        rest = self._rest_behind(text, source[1], end)
        if rest:
            contents.append(rest)
        return Attribution(source, (group, match.last), contents, cue, "inverted", number, negated, (group, source[1]))

    def _passive(
        self, text: Text, match: Match, cue: Cue, number: int, group: int, negated: bool
    ) -> Attribution | None:
        """“The strike was condemned by Egypt”: the agent has the statement; without an agent nobody has."""
        first, end = text.sentences[number]
        for i in range(match.last, min(match.last + 8, end)):
            if text.lower[i] == "by" and text.quote[i] < 0:
                source = self.grammar.phrase_after(text, i + 1, end)
                subject = self.grammar.phrase_before(text, group, first)
                if source and subject and self.grammar._names_somebody(text, *source):
                    return Attribution(
                        source,
                        (group, match.last),
                        [subject],
                        cue,
                        "passive with an agent",
                        number,
                        negated,
                        (group, source[1]),
                    )
            if text.words[i] in COMMA | CLOSERS:
                break
        return None

    def _according_to(self, text: Text, match: Match, cue: Cue, number: int) -> Attribution | None:
        first, end = text.sentences[number]
        source = self.grammar.phrase_after(text, match.last, end)
        if source is None:
            return None
        contents = []
        start = match.first - 1 if match.first > first and text.words[match.first - 1] in COMMA else match.first
        if start - first >= 2:
            contents.append((first, start))
        rest = self._rest_behind(text, source[1], end)
        if rest and (not contents or text.words[source[1]] == ","):
            contents.append(rest)
        if not contents:
            return None
        return Attribution(
            source,
            (match.first, match.last),
            contents,
            cue,
            "according to",
            number,
            False,
            (match.first, source[1]),
        )

    # -- the content -----------------------------------------------------------------------------------------

    def _content_after(self, text: Text, first: int, end: int, cue: Cue) -> Range | None:
        start: int | None = first
        if "told" in cue.frames:
            start = self._behind_recipient(text, first, end)
        elif "clause" in cue.frames or "quoted" in cue.frames:
            start = self._behind_adverbials(text, first, end)
        elif (
            "noun" in cue.frames
            and first < end
            and text.lower[first] in {"over", "at", "about", "for", "to", "of", "on", "with", "in", "towards"}
        ):
            start = first + 1
        if start is None or start >= end:
            return None
        while start < end and text.words[start] in {":", ",", "–", "—"}:
            if text.words[start] == "," and (start + 1 >= end or text.quote[start + 1] < 0):
                return None
            start += 1
        if "quoted" in cue.frames and (start >= end or text.quote[start] < 0):
            return None
        return self._clause(text, start, end)

    def _behind_recipient(self, text: Text, first: int, end: int) -> int | None:
        """“told REPORTERS in Paris that”: where the content begins."""
        if first < end and (text.lower[first] == "that" or text.quote[first] >= 0):
            return first
        for i in range(first + 1, min(first + 16, end)):
            if text.lower[i] == "that" or text.quote[i] >= 0 or text.words[i] == ":":
                return i
        i = first
        if i < end and (text.lower[i] in {"him", "her", "them", "me", "us", "it", "you"}):
            return i + 1 if i + 1 < end and text.words[i + 1] not in CLOSERS | COMMA else None
        while i < end and (
            text.lower[i] in self.grammar.determiner
            or text.words[i][0].isupper()
            or text.lower[i] in self._addressed | {"'s", "of"}
        ):
            i += 1
        if i == first:
            i += 1
        return self._behind_adverbials(text, i, end) if i < end and text.words[i] not in CLOSERS | COMMA else None

    def _behind_adverbials(self, text: Text, first: int, end: int) -> int | None:
        """“said on Tuesday in a statement that”: where the content begins; None where only adverbials follow."""
        i = first
        while (
            i < end
            and text.quote[i] < 0
            and (self.grammar.is_adverb(text.lower[i]) or text.lower[i] in self.grammar.time)
            and text.lower[i] not in {"this", "may"}
        ):
            i += 1
        if i >= end or text.words[i] in CLOSERS:
            return None
        if text.lower[i] not in self.grammar.preposition:
            return i
        for j in range(i + 1, min(i + 16, end)):
            if text.quote[j] >= 0 or text.words[j] == ":" or text.lower[j] == "that":
                return j
            if text.words[j] in COMMA:
                return (
                    self._behind_adverbials(text, j + 1, end)
                    if j + 1 < end and (text.quote[j + 1] >= 0 or text.lower[j + 1] == "that")
                    else None
                )
        return None if i == first or text.lower[i] != "in" else i

    def _content_before(self, text: Text, unit: int, first: int, cue: Cue) -> Range | None:
        """Return what stands before “, she said”; the mark before the unit is a comma, or closes a quotation."""
        if unit - first < 2:
            return None
        closing = text.quote[unit - 1] >= 0
        comma = text.words[unit - 1] == ","
        if not closing and not comma:
            return None
        end = unit - 1 if comma else unit
        begin = first
        if closing or text.quote[end - 1] >= 0:
            number = text.quote[unit - 1] if closing else text.quote[end - 1]
            opened = text.quotations[number][0]
            if opened - 1 > first and text.words[opened - 2] in {":", ","}:
                begin = opened
            return _without_marks(text, begin, end)
        return _without_marks(text, begin, end) if end - begin >= 3 else None

    def _rest_behind(self, text: Text, first: int, end: int) -> Range | None:
        """“We act,” she said, “TODAY.”: what goes on behind the speaker."""
        for i in range(first, min(first + 14, end)):
            if text.quote[i] >= 0:
                return self._clause(text, i, end)
            if (
                text.words[i] == ","
                and i + 1 < end
                and text.lower[i + 1] not in self.grammar.preposition | self.grammar.cut | {"and", "who", "adding"}
            ):
                if text.quote[i + 1] >= 0 or i == first:
                    return self._clause(text, i + 1, end)
                return None
        return None

    def _clause(self, text: Text, start: int, end: int) -> Range | None:
        """Return a clause from `start` to its end: the sentence's, or a comma with a contrast behind it."""
        stop = end
        for i in range(start + 2, end - 1):
            if text.words[i] in COMMA and text.quote[i] < 0 and text.lower[i + 1] in self.grammar.cut:
                stop = i
                break
            if text.words[i] == ";" and text.quote[i] < 0:
                stop = i
                break
        return _without_marks(text, start, stop)

    def _settle(self, text: Text, new: Attribution, found: list[Attribution]) -> None:
        """Cut the contents before at the new unit where it is coordinated; what it holds stays."""
        for old in found:
            for number, (first, end) in enumerate(old.contents):
                if not first < new.unit[1] <= end or new.unit[0] >= end:
                    continue
                where = new.words[0] if new.rule in {"shared subject", "participle", "infinitive"} else new.unit[0]
                stop = where
                while stop > first and text.lower[stop - 1] in {
                    ",",
                    "and",
                    "but",
                    "while",
                    "also",
                    "then",
                    "as",
                    "–",
                    "—",
                }:
                    stop -= 1
                separate = stop < where
                if separate and stop > first:
                    old.contents[number] = (first, stop)


def _shared_subject(text: Text, group: int, first: int) -> bool:
    return group - 1 > first and text.lower[group - 1] in {"and", "but"}


def _without_marks(text: Text, first: int, end: int) -> Range | None:
    """Leave out quotation marks and stops at both ends."""
    words = text.words
    while first < end and not words[first][0].isalnum() and words[first] not in {"$", "#", "@", "("}:
        first += 1
    while end > first and not words[end - 1][0].isalnum() and words[end - 1] not in {"%", ")", "'s", "’s"}:
        end -= 1
    return (first, end) if end > first else None
