"""Who said what: source, reporting words and content of every reported statement.

For each sentence: find the reporting verbs outside quotation marks (``cues``); for each the source (``sources``):
its subject, its agent, or the source of the verb before; and the content (``contents``): what follows,
what precedes, or both (``readings``). Quotations without a verb of their own go to the speaker before them.
Each attribution names the rule that found it.
"""

from __future__ import annotations

from conflictlib.codebook import Codebook
from conflictlib.coding.attribution import Attribution, settle
from conflictlib.coding.clauses import Clauses
from conflictlib.coding.contents import Contents
from conflictlib.coding.cues import Cues
from conflictlib.coding.ends import Ends
from conflictlib.coding.finite import FiniteVerbs
from conflictlib.coding.grammar import Grammar, without_marks
from conflictlib.coding.labels import Label, named_lines, signed_quotation
from conflictlib.coding.nesting import standing
from conflictlib.coding.nouns import Nouns
from conflictlib.coding.phrases import Phrases
from conflictlib.coding.places import only_quoted
from conflictlib.coding.quotations import Quotations
from conflictlib.coding.readings import Readings
from conflictlib.coding.sources import Sources
from conflictlib.coding.text import Text
from conflictlib.coding.verb_groups import Cue

#: The cue of speakers named by the layout.
LABEL = Cue(":", "speech", "", frozenset({"quoted"}))


class Attributor:
    """Finds the reported statements of a text by the cues of a codebook."""

    def __init__(self, book: Codebook) -> None:
        """Compile the cues of `book`."""
        self.grammar = Grammar(book)
        self.cues = Cues(book, self.grammar)
        finite = FiniteVerbs(book, self.grammar)
        phrases = Phrases(self.grammar, finite)
        contents = Contents(self.grammar, Ends(self.grammar, finite))
        sources = Sources(self.grammar, finite, phrases, self.cues)
        self.quotations = Quotations(finite, phrases)
        clauses = Clauses(self.grammar, finite)
        self.nouns = Nouns(book, self.grammar, phrases, contents, clauses)
        self.readings = Readings(self.grammar, phrases, sources, contents, clauses)

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
            if self._is_menu(text, first_sentence, last_sentence):
                continue
            for number in range(first_sentence, last_sentence):
                here = self._sentence(text, number, number > first_sentence)
                found += here
                if here:
                    last = next((a for a in reversed(here) if text.quote[a.contents[-1][0]] >= 0), here[-1])
                elif last is not None and only_quoted(text, number):
                    quotation = without_marks(text, *text.sentences[number])
                    if quotation and quotation[0] >= last.contents[-1][1]:
                        last.contents.append(quotation)
                else:
                    last = None
        return found

    def _labelled(self, label: Label, rule: str) -> Attribution:
        return Attribution(label.source, (label.mark, label.mark + 1), [label.content], LABEL, rule, label.sentence)

    def _is_menu(self, text: Text, first_sentence: int, last_sentence: int) -> bool:
        """“A says no | Ten beaches | B says yes”: links to other pages, side by side."""
        if "|" not in text.vocabulary:
            return False
        first, end = text.sentences[first_sentence][0], text.sentences[last_sentence - 1][1]
        return text.words[first:end].count("|") > 1

    def _goes_on(self, text: Text, number: int) -> bool:
        """Tell whether a paragraph goes on with the quotation that the one before it left open."""
        first = text.sentences[number][0]
        quoted = first > 0 and text.quote[first] >= 0
        return quoted and (text.quote[first - 1] in text.unclosed or only_quoted(text, number))

    def _sentence(self, text: Text, number: int, follows: bool) -> list[Attribution]:
        first, end = text.sentences[number]
        signed = signed_quotation(text, number, self.grammar)
        if signed is not None:
            return [self._labelled(signed, "quotation and name")]
        found: list[Attribution] = []
        for verb in self.cues.find(text, first, end):
            attribution = self.readings.read(text, verb, number, found, follows)
            if attribution is not None:
                settle(text, attribution, found)
                found.append(attribution)
        kept = standing(text, self.grammar, found)
        kept += self.quotations.find(text, number, kept)
        kept += self.nouns.find(text, number, kept)
        return kept + self.nouns.views(text, number, kept)
