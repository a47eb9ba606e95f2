"""Speakers named by the layout: ``NAME:`` lines of transcripts and releases, and quotation – dash – name."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from conflictlib.coding.grammar import CLOSERS, DASH, Grammar, Range, without_marks
from conflictlib.coding.text import Text

LONGEST_LABEL = 10


@dataclass(frozen=True)
class Label:
    """A speaker's name beside the words: `mark` is the colon or dash between them."""

    source: Range
    mark: int
    content: Range
    sentence: int


def named_lines(text: Text, grammar: Grammar) -> dict[int, Label]:
    """Return the lines that begin with a speaker's name and a colon, by the number of their paragraph."""
    found: dict[int, Label] = {}
    for number, (first_sentence, last_sentence) in enumerate(text.paragraphs):
        first, end = text.sentences[first_sentence][0], text.sentences[last_sentence - 1][1]
        colon = _colon(text, first, end)
        content = without_marks(text, colon + 1, end) if colon else None
        wordy = content and sum(text.words[i][0].isalpha() for i in range(*content)) > 1
        if content and wordy and _is_name(text, first, colon, grammar):
            found[number] = Label((first, colon), colon, content, first_sentence)
    names = Counter(text.read(*label.source) for label in found.values())
    return {n: label for n, label in found.items() if _speaks(text, label, names, grammar)}


def _colon(text: Text, first: int, end: int) -> int:
    for i in range(first, min(first + LONGEST_LABEL, end)):
        if text.words[i] == ":" and text.quote[i] < 0:
            return i
    return 0


def _is_name(text: Text, first: int, colon: int, grammar: Grammar) -> bool:
    if colon <= first or grammar.layout & set(text.lower[first:colon]):
        return False
    marks, small = {"(", ")", ",", "."}, {"of", "the", "for", "al", "to", "at"}
    return all(w[0].isupper() or w in marks or w in small for w in text.words[first:colon])


def _speaks(text: Text, label: Label, names: Counter[str], grammar: Grammar) -> bool:
    """One word alone is a heading more often than a name: it must come again, or be an office."""
    name = text.read(*label.source)
    letters = [w for w in text.words[slice(*label.source)] if w[0].isalpha()]
    if names[name] > 1 or name in {"Q", "A"} or (len(letters) == 1 and _said_elsewhere(text, letters[0], grammar)):
        return True
    titled = any(text.lower[i] in grammar.lists["title"] for i in range(*label.source))
    return len(letters) in {2, 3} or (titled and len(letters) > 1)


def _said_elsewhere(text: Text, name: str, grammar: Grammar) -> bool:
    """Tell whether the page says of a name that it “said” something: a headline's “Guterres: …”."""
    said = grammar.lists["said"]
    return any(w == name and text.lower[i + 1] in said for i, w in enumerate(text.words[:-1]))


def signed_quotation(text: Text, sentence: int, grammar: Grammar) -> Label | None:
    """Return “We act.” – NAME, minister: a quotation with its speaker behind a dash at the end."""
    first, end = text.sentences[sentence]
    if text.quote[first] < 0:
        return None
    closed = text.quotations[text.quote[first]][1]
    mark = closed + 1
    if mark + 1 >= end or text.words[mark] not in DASH or not text.words[mark + 1][0].isupper():
        return None
    behind = range(mark + 1, end)
    if end - mark > 16 or any(text.quote[i] >= 0 or text.lower[i] in grammar.finite for i in behind):
        return None
    source, content = without_marks(text, mark + 1, end), without_marks(text, first, closed)
    inner_stop = any(text.words[i] in CLOSERS for i in range(mark + 1, end - 1) if text.ends[i - 1] < text.starts[i])
    return Label(source, mark, content, sentence) if source and content and not inner_stop else None
