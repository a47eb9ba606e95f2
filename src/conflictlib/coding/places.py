"""Where the content of a verb with its source stands: before both, behind them, around them, in the next paragraph."""

from __future__ import annotations

from dataclasses import dataclass

from conflictlib.coding.clauses import RELATIVE, Clauses
from conflictlib.coding.contents import Contents
from conflictlib.coding.grammar import COMMA, Grammar, Range, without_marks
from conflictlib.coding.text import Text
from conflictlib.coding.verb_groups import Verb

#: Contents that a reading found, and its rule; empty where it does not fit.
Found = tuple[list[Range | None], str]
NOTHING: Found = ([], "")


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


class Places:
    """Finds contents by the place of the verb."""

    def __init__(self, grammar: Grammar, contents: Contents, clauses: Clauses) -> None:
        """Take the parts of the grammar."""
        self.grammar, self.contents, self.clauses = grammar, contents, clauses

    def find(self, place: Place, *, follows: bool) -> Found:
        """Return the contents of a verb and the rule that found them; `follows`: a sentence stands before this one."""
        if place.verb.cue.takes("clause", "quoted", "told"):
            for reading in (self._as_said, self._inserted, self._behind_content, self._before_paragraph):
                contents, rule = reading(place)
                if any(contents):
                    return contents, rule
            text, before = place.text, place.number - 1
            if follows and place.after is None and place.unit == place.first and only_quoted(text, before):
                return [without_marks(text, *text.sentences[before])], "content before the speaker"
        return [self._gap(place), place.after], "speaker before the content"

    def _gap(self, place: Place) -> Range | None:
        """“a plan WHICH he said was dead”: the relative word before the source belongs to the content."""
        text, after, before = place.text, place.after, place.unit - 1
        if after is None or before < place.first or text.lower[before] not in {"which", "that", "who"}:
            return None
        verb = place.verb
        gap = verb.cue.takes("clause") and after[0] == verb.last and self.grammar.is_finite(text, after[0])
        return (before, before + 1) if gap else None

    def _as_said(self, place: Place) -> Found:
        """“As the minister said in Cairo, …”: the content behind the comma."""
        text, unit, first = place.text, place.unit, place.first
        if place.after is not None or unit == first or text.lower[unit - 1] != "as" or unit - first > 3:
            return NOTHING
        return [self.behind_comma(text, place.verb.last, place.end)], "as somebody said"

    def _inserted(self, place: Place) -> Found:
        """“The deal, he said, was …”: the content on both sides of an insertion between commas."""
        text, unit, first = place.text, place.unit, place.first
        last = self._closing_comma(place)
        if last is None or unit == first:
            return NOTHING
        loose = place.after is not None or unit - first > 4 or last > place.verb.last
        quoted = text.quote[unit - 2] >= 0 or text.quote[unit - 1] >= 0
        if quoted or (loose and text.words[unit - 1] not in COMMA):
            return NOTHING
        lead = self._lead(text, without_marks(text, self.contents.ahead.clause_start(text, first, unit), unit))
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
        if i + 1 >= place.end or text.words[i] != "," or text.quote[i] >= 0:
            return None
        leaves = self.grammar.cut | {"who", "whose", "which", "according"}
        if text.lower[i + 1] == "and" and i + 2 < place.end and text.lower[i + 2] != "that":
            return None
        return None if text.lower[i + 1].endswith("ing") or text.lower[i + 1] in leaves else i

    def _frames(self, text: Text, lead: Range) -> bool:
        """“As the crowd left”, “Asked about it”: the occasion of a quotation, no part of it."""
        word = text.lower[lead[0]]
        return word in self.grammar.lists["holds"] | self.grammar.preposition or word.endswith(("ed", "ing"))

    def _behind_content(self, place: Place) -> Found:
        """“…,” she said: the content ends before the source, and may go on behind the verb."""
        text, unit, first = place.text, place.unit, place.first
        ahead = self._lead(text, self.contents.ahead.spoken(text, unit, first))
        as_said = unit > first and text.lower[unit - 1] == "as"
        if ahead is None and as_said and (text.words[unit - 2] in COMMA or text.quote[unit - 2] >= 0):
            ahead = self.contents.ahead.spoken(text, unit - 1, first)
        if ahead is None:
            return NOTHING
        quoted = text.quote[ahead[1] - 1] >= 0
        says = self._says_something(text, ahead) if place.after else quoted or not self._adverbial(text, ahead)
        says = says or self._told_before(place, ahead)
        rest = self.contents.rest(text, place.verb.last, place.end)
        return ([ahead, rest], "content before the speaker") if says else NOTHING

    def _told_before(self, place: Place, ahead: Range) -> bool:
        """“The truce holds, the minister told X ahead of the talks”: a clause before tells more than what follows."""
        text, after = place.text, place.after
        if after is None or not place.verb.cue.takes("told") or text.words[place.unit - 1] != ",":
            return False
        opens = text.quote[after[0]] >= 0 or text.lower[after[0]] in self.grammar.question | {"that", "to"}
        clause = ahead[1] - ahead[0] > 3 and not self._adverbial(text, ahead)
        last = next((i for i in range(*after) if text.words[i] in COMMA), after[1])
        return clause and not opens and not self.clauses.finite.any(text, after[0], last)

    def _before_paragraph(self, place: Place) -> Found:
        """“The minister wrote:” at the end of a line."""
        short = place.end - place.verb.last < 12
        if place.after is not None or place.text.words[place.end - 1] != ":" or not short:
            return NOTHING
        return [self._next_paragraph(place.text, place.number)], "colon before a paragraph"

    def _adverbial(self, text: Text, ahead: Range) -> bool:
        """“In the interview, she wrote”: no content."""
        word = text.lower[ahead[0]]
        if word in {"but", "and", "even", "still"} and ahead[1] - ahead[0] > 2:
            word = text.lower[ahead[0] + 1]
        if word in self.grammar.preposition and word not in self.grammar.lists["holds"]:
            clause = self.clauses.finite.any(text, *ahead) and not RELATIVE & set(text.lower[ahead[0] : ahead[1]])
            return "," not in text.words[ahead[0] : ahead[1]] and not clause
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

    def behind_comma(self, text: Text, first: int, end: int) -> Range | None:
        """Return the clause behind the next comma or colon."""
        for i in range(first, min(first + 24, end - 2)):
            if text.words[i] in COMMA or text.words[i] == ":":
                return without_marks(text, i + 1, self.contents.ends.clause(text, i + 1, end))
        return None


def only_quoted(text: Text, number: int) -> bool:
    """Tell whether a sentence stands wholly within quotation marks."""
    first, end = text.sentences[number]
    return text.quote[first] >= 0 and all(
        text.quote[i] >= 0 or not text.words[i][0].isalnum() for i in range(first, end)
    )
