"""Lists with one source: “The Ministers: – condemned …; – called for …”, and the numbered paragraphs of a resolution.

Each line begins with the verb; who does it all stands once, before the colon or in a line of its own.
"""

from __future__ import annotations

from conflictlib.coding.attribution import Attribution, settle
from conflictlib.coding.attributor import Attributor
from conflictlib.coding.grammar import Range, without_marks
from conflictlib.coding.text import Text

#: What a line of a list begins with, before its verb.
BULLETS = frozenset("-–—•*·▪◦‣.)(")
#: Words at most in a line that names the source alone: “The Security Council,”.
LONGEST_NAME = 12


class Lists:
    """Finds the statements of lists whose lines begin with a cue of the codebook."""

    def __init__(self, attributor: Attributor) -> None:
        """Take the cues and the grammar of `attributor`."""
        self._cues, self._contents, self._grammar = attributor.cues, attributor.readings.contents, attributor.grammar
        self._phrases = attributor.readings.phrases

    def read(self, text: Text) -> list[Attribution]:
        """Return the statements of all lists of a text; a list has at least two lines that begin with a cue."""
        found: list[Attribution] = []
        lines: list[list[Attribution]] = []
        source: Range | None = None
        for first_sentence, last_sentence in text.paragraphs:
            named = self._source(text, first_sentence, last_sentence, source is not None)
            here = self._line(text, source, first_sentence, last_sentence) if source and not named else []
            if here:
                lines.append(here)
            if named or not (here or self._goes_on(text, first_sentence, last_sentence)):
                found += [a for line in lines for a in line] if len(lines) > 1 else []
                lines, source = [], named
        return found + ([a for line in lines for a in line] if len(lines) > 1 else [])

    def _source(self, text: Text, first_sentence: int, last_sentence: int, begun: bool) -> Range | None:
        """“… the Ministers:” or a line “The Council,”: who does what the lines below say."""
        first, end = text.sentences[last_sentence - 1]
        if text.words[end - 1] not in {":", ","} or text.quote[end - 1] >= 0:
            return None
        alone = last_sentence - first_sentence == 1 and end - first <= LONGEST_NAME
        named = alone and text.words[first][0].isupper() and not text.lower[first].endswith("ing")
        if text.words[end - 1] == "," and (begun or not named):
            return None
        phrase = self._phrases.before(text, end - 1, first)
        if phrase is None or not self._grammar.names_somebody(text, *phrase):
            return None
        if any(self._grammar.is_finite(text, i) for i in range(*phrase)) or text.words[end - 2][0].isdigit():
            return None
        return phrase if text.words[end - 1] == ":" or phrase[0] == first else None

    def _line(self, text: Text, source: Range, first_sentence: int, last_sentence: int) -> list[Attribution]:
        start = self._behind_bullet(text, first_sentence, last_sentence)
        end = text.sentences[last_sentence - 1][1]
        verbs = self._cues.find(text, start, end)
        if not verbs or verbs[0].group > start or verbs[0].participle or verbs[0].infinitive or verbs[0].passive:
            return []
        found: list[Attribution] = []
        for verb in verbs:
            number = text.sentence_of(verb.first)
            if found and (verb.participle or verb.infinitive or text.lower[verb.group - 1] not in {"and", ","}):
                continue
            content = self._contents.after(text, verb, text.sentences[number][1])
            if content is None and not found:
                content = without_marks(text, verb.last, text.sentences[number][1])
            if content is not None:
                rule = "shared subject" if found else "line of a list"
                new = Attribution(source, verb.words, [content], verb.cue, rule, number, verb.negated)
                settle(text, new, found)
                found.append(new)
        return found

    def _behind_bullet(self, text: Text, first_sentence: int, last_sentence: int) -> int:
        """Return the first word of a line behind its bullet, number or letter."""
        start, end = text.sentences[first_sentence][0], text.sentences[last_sentence - 1][1]
        i = start
        while i < min(end - 1, start + 3) and (
            text.words[i] in BULLETS
            or text.words[i].isdigit()
            or (len(text.words[i]) == 1 and text.words[i + 1] in {".", ")"})
        ):
            i += 1
        return i

    def _goes_on(self, text: Text, first_sentence: int, last_sentence: int) -> bool:
        """Tell whether a line without a cue is one of the list all the same: it ends in a comma or semicolon."""
        end = text.sentences[last_sentence - 1][1]
        return text.words[end - 1] in {";", ","} or text.lower[end - 2 : end] == [";", "and"]
