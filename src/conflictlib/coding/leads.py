"""Words behind a lead: “The Minister said:” or “MS EXAMPLE:” and the paragraphs below, with or without quotation marks.

On a page that a body issued they belong to the one who is named, down to the next lead or the end of the text.
Questions put to a speaker are nobody's statements here, nor are greetings and thanks.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from conflictlib.codebook import Codebook
from conflictlib.coding.attribution import Attribution
from conflictlib.coding.cues import Cues
from conflictlib.coding.grammar import Range, without_marks
from conflictlib.coding.text import Text

MARKS = frozenset({'"', '""', "''", "``", "“", "”", "„", "«", "»", "‘", "’", "'", "‹", "›"})
STOPS = frozenset({".", "!", "?"})


@dataclass(frozen=True)
class Voice:
    """Whose words a stretch is: the words that name the source (None: the issuing body) and that lead in."""

    source: Range | None
    words: Range | None
    rule: str


@dataclass(frozen=True)
class Line:
    """A sentence, or what is left of it behind a lead, in a voice."""

    voice: Voice
    words: Range
    sentence: int


@dataclass
class Lines:
    """The sentences of a page that have a voice, and those in which nobody says anything: leads and questions."""

    said: list[Line] = field(default_factory=list)
    silent: set[int] = field(default_factory=set)


class Leads:
    """Finds the words behind leads by the word lists of a codebook."""

    def __init__(self, book: Codebook, cues: Cues) -> None:
        """Take the word lists from `book`, and the reader of `cues`."""
        w, self._cues = book.word_list, cues
        self._first_person = w("self")
        self._heading, self._preposition = w("heading"), w("preposition")
        self._asker, self._answerer, self._courtesy = w("asker"), w("answerer"), w("politeness")
        self._furniture, self._closing = w("furniture"), w("closing")

    def read(self, text: Text, found: list[Attribution]) -> Lines:
        """Return the sentences behind the leads of a text."""
        lines, voice = Lines(), None
        leads = self._leads(text, found)
        labels = self._labels(text, found)
        for first_sentence, last_sentence in text.paragraphs:
            if first_sentence in labels or self.closes(text, first_sentence):
                voice = labels.get(first_sentence)
            if voice and voice.rule == QUOTED and not self._only_quoted(text, first_sentence, last_sentence):
                voice = None
            for number, (start, end) in enumerate(text.sentences[first_sentence:last_sentence], first_sentence):
                if number in leads:
                    source, words, colon = leads[number]
                    start, voice = colon + 1, Voice(source, words, QUOTED if text.quote[colon + 1] >= 0 else LED)
                    lines.silent.add(number)
                elif first_sentence in labels:
                    start = max(start, self._behind_label(text, first_sentence))
                if labels and voice is None:
                    lines.silent.add(number)
                elif voice:
                    parts = self.parts(text, start, end) if start < end else ()
                    said = [part for part in parts if self.says(text, *part)]
                    lines.said += [Line(voice, part, number) for part in said]
                    lines.silent |= set() if said else {number}
        return lines

    def _leads(self, text: Text, found: list[Attribution]) -> dict[int, tuple[Range, Range, int]]:
        """Return source, verb and colon of each lead, by its sentence."""
        leads = {a.sentence: (a.source, a.words, colon) for a in found if (colon := self._colon(text, a))}
        for _, last_sentence in text.paragraphs[:-1]:
            bare = self._bare_lead(text, last_sentence - 1)
            if bare:
                leads.setdefault(last_sentence - 1, bare)
        return leads

    def _bare_lead(self, text: Text, number: int) -> tuple[Range, Range, int] | None:
        """“A, minister, issued the following statement:” at the end of a paragraph: all that leads in, and the verb."""
        first, end = text.sentences[number]
        if text.words[end - 1] != ":" or text.quote[end - 1] >= 0 or end - first > 40:
            return None
        verbs = [v for v in self._cues.find(text, first, end) if v.cue.kind == "speech" and v.cue.takes("clause")]
        last = next((v.words for v in reversed(verbs) if not v.participle), None)
        following = [i for i in range(first, end - 1) if text.lower[i] == "following" and i > first]
        if last is None and following and not self._heading.isdisjoint(text.lower[following[-1] : end]):
            last = (following[-1] - 2, following[-1])
        if last is None or last[0] <= first:
            return None
        start = first
        if text.lower[first].endswith("ing") or text.lower[first] in self._preposition:
            start = next((i + 1 for i in range(first, last[0]) if text.words[i] == ","), first)
        source = without_marks(text, start, last[0])
        return (source, last, end - 1) if source else None

    def _labels(self, text: Text, found: list[Attribution]) -> dict[int, Voice | None]:
        """Return the voices of a transcript by the sentence of their label; None for those who only ask."""
        named = {a.sentence: a for a in found if a.rule == "name and colon"}
        labels: dict[int, Voice | None] = {}
        for first_sentence, last_sentence in text.paragraphs:
            first, end = text.sentences[first_sentence]
            word = text.lower[first] if end - first > 1 and text.words[first + 1] == ":" else ""
            if word in self._asker:
                labels[first_sentence] = None
            elif word in self._answerer:
                labels[first_sentence] = Voice(None, None, ANSWER)
            elif first_sentence in named:
                label, asks = named[first_sentence], text.words[text.sentences[last_sentence - 1][1] - 1] == "?"
                labels[first_sentence] = None if asks else Voice(label.source, label.words, ANSWER)
        names = Counter(text.read(*voice.source) for voice in labels.values() if voice and voice.source)
        talk = None in labels.values() or max(names.values(), default=0) > 1
        return labels if talk and len(labels) > 1 else {}

    def _behind_label(self, text: Text, sentence: int) -> int:
        first = text.sentences[sentence][0]
        return next((i + 1 for i in range(first, len(text.words)) if text.words[i] == ":"), first)

    def _colon(self, text: Text, found: Attribution) -> int:
        """Return the colon behind a verb of saying with the words themselves behind it; 0 where there is none."""
        if found.cue.kind != "speech" or not found.cue.takes("clause", "quoted") or found.rule == "name and colon":
            return 0
        if text.lower[found.source[0]] in self._first_person:
            return 0  # “I say this:”: still the one who speaks
        end = text.sentences[found.sentence][1]
        for i in range(found.words[1], min(found.words[1] + 10, end)):
            if text.words[i] == ":":
                within = i + 1 < end and text.quote[i + 1] >= 0  # “said: ‘…’”: an ordinary quotation
                return 0 if within or i + 1 == len(text.words) else i
            if not text.words[i][0].isalnum():
                return 0
        return 0

    def _only_quoted(self, text: Text, first_sentence: int, last_sentence: int) -> bool:
        first, end = text.sentences[first_sentence][0], text.sentences[last_sentence - 1][1]
        return all(text.quote[i] >= 0 for i in range(first, end) if text.words[i][0].isalnum())

    def parts(self, text: Text, first: int, end: int) -> Iterator[Range]:
        """Cut a quotation at the stops within it; words without quotation marks stay as they are."""
        start = first
        for i in range(first, end):
            stops = text.words[i] in STOPS and text.quote[i] >= 0 and i + 1 < end
            if stops and text.words[i + 1][0].isupper() and text.starts[i + 1] > text.ends[i]:
                yield self._bare(text, start, i + 1)
                start = i + 1
        yield self._bare(text, start, end)

    def _bare(self, text: Text, first: int, end: int) -> Range:
        while first < end and text.words[first] in MARKS:
            first += 1
        while end > first and text.words[end - 1] in MARKS:
            end -= 1
        return first, end

    def says(self, text: Text, first: int, end: int) -> bool:
        """Tell whether words are a full sentence of the text: no heading, question, courtesy, furniture."""
        if end - first < 4 or text.words[end - 1] == "?" or self._furniture & set(text.lower[first:end]):
            return False
        if text.lower[first] in self._courtesy and end - first < 8:
            return False
        return any(word[-1] in ".!;" for word in text.words[end - 3 : end])

    def closes(self, text: Text, number: int) -> bool:
        """“ENDS”, “Notes to editors”, “Contact: …”: the text of a release is over."""
        first, end = text.sentences[number]
        word = next((text.lower[i] for i in range(first, min(first + 3, end)) if text.words[i][0].isalpha()), "")
        heading = (end - first < 8 and text.words[end - 1] not in STOPS) or ":" in text.words[first : first + 5]
        return heading and word in self._closing


LED, QUOTED, ANSWER = (f"own voice: {kind}" for kind in ("words behind a lead", "quotation behind a lead", "answer"))
