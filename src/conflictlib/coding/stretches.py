"""The stretches of a page in somebody's own words without quotation marks: whose voice each sentence is.

A page that a body issued speaks for itself where it says “we” or has that body as the subject of what it does;
a page that tells what others said is a news article, whoever publishes it.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from conflictlib.codebook import Codebook
from conflictlib.coding.actors import Page
from conflictlib.coding.attribution import Attribution, Attributor
from conflictlib.coding.grammar import Range
from conflictlib.coding.text import Text

#: Forms of an act that is done by being written, or has been done: “welcomes”, “is offering”, “has decided”.
PRESENT = frozenset({"is", "are", "am", "has", "have", "will", "would", "'s", "'ve", "'ll", "'re"})


@dataclass(frozen=True)
class Voice:
    """Whose words a stretch is: the words that name the source (None: the issuing body) and that lead in."""

    source: Range | None
    words: Range | None
    rule: str


ISSUER = Voice(None, None, "own voice: release")


@dataclass(frozen=True)
class Line:
    """A sentence, or what is left of it behind a lead, in a voice."""

    voice: Voice
    words: Range
    sentence: int


@dataclass
class Lines:
    """The sentences of a page that have a voice, and those in which nobody says anything: leads and questions."""

    said: dict[int, Line] = field(default_factory=dict)
    silent: set[int] = field(default_factory=set)


class Stretches:
    """Finds the voices of a page."""

    def __init__(self, book: Codebook, attributor: Attributor) -> None:
        """Take the word lists from `book`."""
        w = book.word_list
        self._grammar = attributor.grammar
        self._we, self._body, self._title = w("self"), w("body"), w("title") | w("office")
        self._asker, self._answerer, self._courtesy = w("asker"), w("answerer"), w("courtesy")
        self._furniture, self._closing, self._performed = w("furniture"), w("closing"), w("performed")

    def find(self, text: Text, page: Page, published: bool, found: list[Attribution]) -> Lines:
        """Return the sentences with a voice; most pages have none."""
        lines = Lines()
        if page.own is None:
            return lines
        if published:
            self._led(text, lines, found)
        led = bool(lines.said or lines.silent)  # then what stands around the leads is narration
        if not led and self._speaks_for_itself(text, page, found):
            self._body_of_page(text, page, lines, found, whole=published)
        return lines

    # -- words behind a lead or a label ----------------------------------------------------------------------

    def _led(self, text: Text, lines: Lines, found: list[Attribution]) -> None:
        """“The Minister said:”, “Answer:”: the unquoted words behind it, to the next one or the end of the text."""
        leads = {lead.sentence: lead for lead in found if self._colon(text, lead)}
        voice: Voice | None = None
        for first_sentence, last_sentence in text.paragraphs:
            label = self._label(text, first_sentence)
            if label or self._closes(text, first_sentence):
                voice = Voice(None, None, "own voice: answer") if label in self._answerer else None
            if label in self._asker or (voice is None and label):
                lines.silent |= set(range(first_sentence, last_sentence)) if voice is None else set()
            for number in range(first_sentence, last_sentence):
                start, end = text.sentences[number]
                if number in leads:
                    lead = leads[number]
                    voice = Voice(lead.source, lead.words, "own voice: words behind a lead")
                    lines.silent.add(number)
                    start = self._colon(text, lead) + 1
                elif label and number == first_sentence:
                    start += 2
                if voice and self._says(text, start, end):
                    lines.said[number] = Line(voice, (start, end), number)

    def _colon(self, text: Text, found: Attribution) -> int:
        """Return the colon behind a verb of saying with unquoted words behind it; 0 where there is none."""
        if found.cue.kind != "speech" or not found.cue.takes("clause", "quoted") or found.rule == "name and colon":
            return 0
        end = text.sentences[found.sentence][1]
        for i in range(found.words[1], min(found.words[1] + 10, end)):
            if text.words[i] == ":":
                return i if i + 1 < len(text.words) and text.quote[i + 1] < 0 else 0
            if not text.words[i][0].isalnum():
                return 0
        return 0

    def _label(self, text: Text, number: int) -> str:
        first, end = text.sentences[number]
        labelled = end - first > 1 and text.words[first + 1] == ":" and text.quote[first] < 0
        return text.lower[first] if labelled and text.lower[first] in self._asker | self._answerer else ""

    # -- the body of a release -------------------------------------------------------------------------------

    def _speaks_for_itself(self, text: Text, page: Page, found: list[Attribution]) -> bool:
        """Tell whether a page speaks in its own voice at least as often as it tells what others said."""
        told, own = set(), set()
        for report in found:
            if self.is_own(text, page, report):
                own |= {report.sentence} if self._is_present(text, report) else set()
            elif report.cue.kind == "speech" and text.lower[report.words[1] - 1].endswith(("ed", "said", "told")):
                told.add(report.sentence)
        own |= {n for n in range(len(text.sentences)) if self._is_own_sentence(text, page, n, found)}
        return len(own) >= max(1, len(told)) or (not told and self._decrees(text))

    def _decrees(self, text: Text) -> bool:
        """“The district has been declared …”: what a body makes known without naming itself."""
        first, end = text.sentences[0]
        performed = (i for i in range(first + 2, end) if text.lower[i] in self._performed and text.quote[i] < 0)
        return any(text.lower[i - 1] in {"been", "is", "are"} for i in performed)

    def _is_own_sentence(self, text: Text, page: Page, number: int, found: list[Attribution]) -> bool:
        """Tell whether a sentence says “we” itself, and nobody else in it does."""
        first, end = text.sentences[number]
        reported = [c for a in found if a.sentence == number and self.reports(text, page, a) for c in a.contents]
        return any(self._is_self(text, i) and not any(a <= i < b for a, b in reported) for i in range(first, end))

    def _body_of_page(self, text: Text, page: Page, lines: Lines, found: list[Attribution], *, whole: bool) -> None:
        """Give the sentences of a release to the body that issued it; only those that say so unless `whole`."""
        taken = {a.sentence for a in found}
        for first_sentence, last_sentence in text.paragraphs:
            if self._closes(text, first_sentence):
                return
            for number in range(first_sentence, last_sentence):
                first, end = text.sentences[number]
                if number in lines.said or number in lines.silent or not self._says(text, first, end):
                    continue
                own = self._is_own_sentence(text, page, number, found)
                if whole or (own and number not in taken):
                    lines.said[number] = Line(ISSUER, (first, end), number)

    def _says(self, text: Text, first: int, end: int) -> bool:
        """Tell whether words are a full sentence of the text: no heading, question, quotation, courtesy, furniture."""
        if end - first < 4 or text.words[end - 1] == "?" or self._furniture & set(text.lower[first:end]):
            return False
        if text.lower[first] in self._courtesy and end - first < 8:
            return False
        plain = any(text.quote[i] < 0 and text.words[i][0].isalnum() for i in range(first, end))
        return plain and any(word[-1] in ".!;:" for word in text.words[end - 3 : end])

    def _closes(self, text: Text, number: int) -> bool:
        """“ENDS”, “Notes to editors”, “Contact: …”: the text of a release is over."""
        first, end = text.sentences[number]
        words = [i for i in range(first, min(first + 3, end)) if text.words[i][0].isalpha()]
        short = end - first < 8 or ":" in text.words[first:end]
        return bool(words) and short and text.lower[words[0]] in self._closing

    def notice(self, text: Text, first: int, end: int) -> Range | None:
        """“Minister A will travel to …”: a notice of what an office-holder is going to do; the word that shows it."""
        for i in range(first + 1, min(end, first + 25)):
            if text.lower[i] == "will" and text.quote[i] < 0:
                office = any(text.lower[j] in self._title and text.words[j][0].isupper() for j in range(first, i))
                return (i, i + 1) if office or text.lower[i - 1] in {"he", "she"} else None
            if text.lower[i] in self._grammar.finite:
                return None
        return None

    # -- who says it -----------------------------------------------------------------------------------------

    def _is_self(self, text: Text, i: int) -> bool:
        """“we”, “our”, “I”; not “US”, not the numeral of “Annex I”."""
        word = text.words[i]
        if text.quote[i] >= 0 or text.lower[i] not in self._we:
            return False
        if word == "I":
            return i + 1 < len(text.words) and text.words[i + 1][0].islower()
        return not (word.isupper() and word != "I")

    def self_word(self, text: Text, page: Page, first: int, end: int) -> Range:
        """Return the word that stands for the issuing body: in these words, else the nearest before or behind."""
        own = page.own.code if page.own else None
        places = [(i, i + 1) for i in range(len(text.words)) if self._is_self(text, i)]
        places += [(m.first, m.last) for m in page.mentions if m.code == own and m.use == "actor"]
        inside = [p for p in places if first <= p[0] < end]
        if inside:
            return min(inside)
        return min(places, key=lambda p: (p[0] > first, abs(p[0] - first)), default=(first, first + 1))

    def is_own(self, text: Text, page: Page, found: Attribution) -> bool:
        """Tell whether the source of a report is the issuing body itself, as “we” or by its name."""
        first, last = found.source
        if text.lower[first] in {"we", "i"} and text.quote[first] < 0:
            return True
        if text.lower[first] == "the" and last - first == 2 and text.words[first + 1][0].isupper():
            return text.lower[first + 1] in self._body
        own = page.own.code if page.own else None
        named = [m for m in page.mentions if first <= m.first < last and m.code == own and m.use == "actor"]
        bare = any(text.lower[i] in self._title for i in range(first, last))
        return bool(named) and named[0].first - first <= 1 and not bare

    def reports(self, text: Text, page: Page, found: Attribution) -> bool:
        """Tell whether a report within a voice is another's for sure: a named source, and a clause that it says."""
        if self.is_own(text, page, found) or found.cue.kind != "speech" or found.rule == "participle":
            return False
        first, last = found.source
        named = any(text.words[i][0].isupper() or text.lower[i] in self._grammar.unnamed for i in range(first, last))
        if not named:
            return False
        if found.rule in {"infinitive", "shared subject"}:  # “will meet … to discuss”: not yet
            return "will" not in text.lower[text.sentences[found.sentence][0] : found.words[0]]
        start = text.lower[found.contents[0][0]]
        clause = found.cue.takes("clause", "that") and start not in self._grammar.preposition | {"to"}
        return clause or start == "that" or found.cue.act == "announces"

    def _is_present(self, text: Text, found: Attribution) -> bool:
        words = text.lower[slice(*found.words)]
        form = words[-1] if found.cue.name.count(" ") == 0 else words[-1 - found.cue.name.count(" ")]
        return found.base or form.endswith("s") or bool(PRESENT & set(words))
