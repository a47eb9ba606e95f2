"""A reported statement as the grammar finds it: ranges of words for its source, its cue and its contents."""

from __future__ import annotations

from dataclasses import dataclass

from conflictlib.coding.grammar import Range, without_marks
from conflictlib.coding.text import Text
from conflictlib.coding.verb_groups import Cue


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


def settle(text: Text, new: Attribution, found: list[Attribution]) -> None:
    """Cut the contents before at the new report where it is no part of them: coordinated, or the frame of it all."""
    inherits = new.rule in {"shared subject", "participle", "infinitive"}
    separators = {",", "and", "but", "while", "also", "then", "–", "—"}
    where = new.words[0] if inherits else new.unit[0]
    for old in found:
        frames = new.contents[0][0] <= old.words[0] < new.contents[0][1]
        for number, (first, end) in enumerate(old.contents):
            if not first < where < end or (inherits and first <= new.source[0] < end):
                continue  # “said that Egypt rejected the plan and called for …”: all of it was said
            stop = where
            while stop > first and text.lower[stop - 1] in separators:
                stop -= 1
            if new.rule == "participle" and text.quote[where - 1] >= 0 and text.words[where - 2] == ",":
                old.contents[number] = without_marks(text, first, where) or (first, where)
                continue  # “…, “so,” adding that …”
            parallel = old.rule == "participle" and text.lower[where - 1] == "and"
            if new.rule == "participle" and "," not in text.words[stop:where] and not parallel:
                continue
            own_subject = not inherits and old.rule == "speaker before the content"
            if own_subject and new.cue.kind == "attitude" and not frames:
                continue  # “said that A came and B hoped …”: B's hope is part of what was said
            coordinated = where - stop > 1 or (stop < where and (inherits or text.words[stop] != ","))
            if old.cue.takes("clause") and stop - first < 2 and not frames:
                continue  # “said she and her peers call it a truce”
            if stop > first and (coordinated or frames):
                old.contents[number] = without_marks(text, first, stop) or (first, stop)
