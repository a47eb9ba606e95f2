"""The stretches of a page in somebody's own words without quotation marks: whose voice each sentence is.

A page that a body issued speaks for itself where it says “we” or has that body as the subject of what it does;
a page that tells what others said is a news article, whoever publishes it.
"""

from __future__ import annotations

from conflictlib.codebook import Codebook
from conflictlib.coding.antecedents import Page
from conflictlib.coding.attribution import Attribution
from conflictlib.coding.attributor import Attributor
from conflictlib.coding.grammar import Range
from conflictlib.coding.issuers import RELEASE
from conflictlib.coding.leads import LED, Leads, Line, Lines, Voice
from conflictlib.coding.text import Text

FIRST_PERSON = frozenset({"we", "i"})
#: One sentence in so many must be the issuing body's for a page to be a release; a “we” in a footnote makes none.
SELDOM = 8
ISSUER = Voice(None, None, RELEASE)


class Stretches:
    """Finds the voices of a page."""

    def __init__(self, book: Codebook, attributor: Attributor) -> None:
        """Take the word lists from `book`."""
        w = book.word_list
        self._grammar = attributor.grammar
        self._we, self._body, self._title = w("self"), w("body"), w("title") | w("office")
        self._performed, self._lasting, self._present = w("performed"), w("lasting"), w("present")
        self.leads = Leads(book, attributor.cues)

    def find(self, text: Text, page: Page, published: bool, found: list[Attribution]) -> Lines:
        """Return the sentences with a voice; most pages have none."""
        if not text.sentences:
            return Lines()
        lines = self._bounded(text, page, self.leads.read(text, found), found, strict=not published)
        if page.own is None:
            return lines
        led = bool(lines.said or lines.silent)  # then what stands around the leads is narration
        if not led and self._speaks_for_itself(text, page, found):
            self._body_of_page(text, page, lines, found, whole=published)
        return lines

    def _bounded(self, text: Text, page: Page, lines: Lines, found: list[Attribution], *, strict: bool) -> Lines:
        """End the unquoted words behind a lead with the first paragraph that is the page's own again.

        On a release that is one that reports somebody and has no “we” or “I”. On any other page (`strict`) it is
        every one without “we” or “I”, and only such words behind a lead count there.
        """
        told = {a.sentence for a in found if self._tells(text, page, a)}
        kept, voice = Lines(silent=set() if strict else lines.silent), None
        for first_sentence, last_sentence in text.paragraphs:
            here = [line for line in lines.said if first_sentence <= line.sentence < last_sentence]
            if here and here[0].voice.rule != LED:
                kept.said += [] if strict else here
                continue
            tells = not told.isdisjoint(range(first_sentence, last_sentence))
            own = any(self._is_self(text, i) for line in here for i in range(*line.words))
            goes_on = here and (own and not tells if strict else own or not tells)
            lead = bool(here) and self._follows_lead(text, here[0])
            voice = here[0].voice if goes_on and (lead or here[0].voice == voice) else None
            kept.said += [line for line in here if line.voice == voice]
            kept.silent |= {first_sentence - 1} if voice and lead and strict else set()
        return kept

    def _follows_lead(self, text: Text, line: Line) -> bool:
        led = text.sentence_of(line.voice.words[0]) if line.voice.words else -1
        return led in {line.sentence, line.sentence - 1}

    def _tells(self, text: Text, page: Page, found: Attribution) -> bool:
        """Tell whether a page tells here what somebody said: a report in the past tense, or a quotation."""
        quoted = any(text.quote[a] >= 0 for a, _ in found.contents)
        return quoted or (self.reports(text, page, found) and not self._is_present(text, found))

    # -- the body of a release -------------------------------------------------------------------------------

    def _speaks_for_itself(self, text: Text, page: Page, found: list[Attribution]) -> bool:
        """Tell whether a page speaks in its own voice at least as often as it tells what others said."""
        told, own = set(), set()
        for report in found:
            if self.is_own(text, page, report):
                own |= {report.sentence} if self._is_present(text, report) else set()
            elif report.cue.kind == "speech" and text.lower[report.words[1] - 1].endswith(("ed", "said", "told")):
                told.add(report.sentence)
        own |= {n for n in range(len(text.sentences)) if self._acts(text, page, n)}
        own |= {n for n in range(len(text.sentences)) if self._is_own_sentence(text, page, n, found)}
        enough = max(1, len(told), len(text.sentences) / SELDOM)
        return len(own) >= enough or (not told and self._decrees(text))

    def _acts(self, text: Text, page: Page, number: int) -> bool:
        """“Norland is imposing …”, “the Union will host …”: what the issuing body does, without a verb of saying."""
        first, end = text.sentences[number]
        for mention in page.mentions:
            if first <= mention.first < min(first + 6, end) and mention.code == page.own and mention.use == "actor":
                rest = [i for i in range(mention.last, min(mention.last + 4, end)) if text.quote[i] < 0]
                rest = [i for i in rest if not self._grammar.is_adverb(text, i)]
                ahead = [text.lower[i] for i in rest[:2]]
                return (
                    ahead[:1] == ["will"]
                    or not self._lasting.isdisjoint(ahead[:1])
                    or (ahead[:1] in (["is"], ["are"]) and ahead[-1].endswith("ing"))
                )
        return False

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
            if self.leads.closes(text, first_sentence):
                return
            for number in range(first_sentence, last_sentence):
                first, end = text.sentences[number]
                quoted = all(text.quote[i] >= 0 for i in range(first, end) if text.words[i][0].isalnum())
                if quoted or number in lines.silent or not self.leads.says(text, first, end):
                    continue
                own = self._is_own_sentence(text, page, number, found) or self._acts(text, page, number)
                if whole or (own and number not in taken):
                    lines.said.append(Line(ISSUER, (first, end), number))

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
        return not word.isupper()

    def self_word(self, text: Text, page: Page, first: int, end: int) -> Range:
        """Return the word that stands for the issuing body: in these words, else the nearest before or behind."""
        places = [(i, i + 1) for i in range(len(text.words)) if self._is_self(text, i)]
        places += [(m.first, m.last) for m in page.mentions if m.code == page.own and m.use == "actor"]
        inside = [p for p in places if first <= p[0] < end]
        if inside:
            return min(inside)
        return min(places, key=lambda p: (p[0] > first, abs(p[0] - first)), default=(first, first + 1))

    def is_own(self, text: Text, page: Page, found: Attribution) -> bool:
        """Tell whether the source of a report is the issuing body itself, as “we” or by its name."""
        first, last = found.source
        if text.lower[first] in FIRST_PERSON and text.quote[first] < 0:
            return True
        if last - first == 2 and text.words[first + 1][0].isupper() and text.lower[first + 1] in self._body:
            return text.lower[first] == "the"
        named = [m for m in page.mentions if first <= m.first < last and m.code == page.own and m.use == "actor"]
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
        start, end = found.contents[0]
        finite = text.quote[start] >= 0 or any(self._grammar.looks_finite(text, i) for i in range(start, end))
        clause = (
            finite and found.cue.takes("clause", "that") and text.lower[start] not in self._grammar.preposition | {"to"}
        )
        opens = first - text.sentences[found.sentence][0] <= 6 and not self._is_present(text, found)
        return clause or opens or text.lower[start] == "that" or found.cue.act == "announces"

    def _is_present(self, text: Text, found: Attribution) -> bool:
        """“welcomes”, “is offering”, “has decided”: done by being written, or just done."""
        words = text.lower[slice(*found.words)]
        form = words[max(0, len(words) - len(found.cue.name.split()))]  # the verb, the cue's first word
        before = text.lower[found.words[0] - 1] if found.words[0] else ""
        return found.base or form.endswith("s") or before in self._lasting or not self._present.isdisjoint(words)
