"""A document's text as words, sentences, paragraphs and quotations, all with offsets.

Words are kept in parallel lists, because the coder asks for one property of many words far more often
than for one word with all its properties. Every position elsewhere in ``coding`` is an index into these lists.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import accumulate

_ABBREVIATIONS = "Mr|Mrs|Ms|Dr|Gen|Sen|Rep|Gov|Lt|Col|Maj|Capt|St|Jr|Sr|Prof|Hon|vs|No|Jan|Feb|Aug|Sept|Sep|Oct|Nov|Dec"
WORD = re.compile(
    r"[A-Za-z]++(?=,? )|[,.](?= )|"  # most words and marks, at once
    rf"(?:[A-Z]\.){{2,}}|(?:then-|ex-)?(?:{_ABBREVIATIONS})\.|[A-Z]\.(?=\s[A-Z])|(?=\w++['’]t)(?:n['’]t|\w)+?(?=n['’]t\b)|n['’]t\b"
    r"|\w+(?:[-.,](?=\d)\w+|[-.’'‘‑](?!(?:s|S|ll|re|ve|d|m)\b|(?<=[a-z]{2}\.)[A-Z][a-z]*[\s,])\w+)*|['’‘](?:s|S|ll|re|ve|d|m)\b|\"\"|''|``|\.\.\.|[^\w\s]"
)
_BETWEEN = re.compile(f"({WORD.pattern})")  # splits a text into blanks and words, in turn
_OPENING = {"“": "”", "„": "“”", "«": "»", "``": "''", "‘": "’", "‹": "›"}
_EITHER = {'"', '""', "''", "'"}
_DOUBLE = {'"', '""', "''", "”"}
_SINGLE = {"'", "‘"}
_OPENS_TOO = _DOUBLE | {"“"}
_OPENS = {*_OPENING, *_EITHER, "”"}
_MARKS = _OPENS.union(*_OPENING.values(), _OPENING.values())  # that open or close
#: Words without a full stop are parted after so many, so that a page of them takes no longer than any other.
LONGEST_SENTENCE = 400
_STOPS = {".", "!", "?", "…", "..."}
_PARAGRAPH = re.compile(r"[^\r\n\u2028\u2029]+")


@dataclass
class Text:
    """Words of a text with their offsets; sentences and paragraphs as ranges of words."""

    text: str
    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    lower: list[str] = field(default_factory=list)
    quote: list[int] = field(default_factory=list)  # number of the quotation that a word stands in, marks included; -1
    quotations: list[tuple[int, int]] = field(default_factory=list)  # ranges of words between the marks
    unclosed: set[int] = field(default_factory=set)  # numbers of the quotations whose closing mark is missing
    sentences: list[tuple[int, int]] = field(default_factory=list)
    paragraphs: list[tuple[int, int]] = field(default_factory=list)  # ranges of sentences

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """Every word of the text, in lower case."""
        return frozenset(self.lower)

    @cached_property
    def names(self) -> frozenset[str]:
        """Words that stand with a capital within a sentence somewhere."""
        heads = {first for first, _ in self.sentences}
        return frozenset(w for i, w in enumerate(self.words) if w[0].isupper() and i not in heads)

    def span(self, first: int, last: int) -> tuple[int, int]:
        """Return the offsets of the words from `first` up to and without `last`."""
        return self.starts[first], self.ends[last - 1]

    def read(self, first: int, last: int) -> str:
        """Return the text of the words from `first` up to and without `last`."""
        return self.text[self.starts[first] : self.ends[last - 1]] if last > first else ""

    def sentence_of(self, word: int) -> int:
        """Return the number of the sentence in which a word stands."""
        return bisect_right(self.sentences, (word, len(self.words) + 1)) - 1

    def paragraph_of(self, sentence: int) -> int:
        """Return the number of the paragraph in which a sentence stands."""
        return bisect_right(self.paragraphs, (sentence, len(self.sentences) + 1)) - 1


def read_text(text: str) -> Text:
    """Split a text into paragraphs (by line), sentences, words and quotations."""
    result = Text(text)
    for paragraph in _PARAGRAPH.finditer(text):
        first_sentence, first = len(result.sentences), len(result.words)
        _add_words(result, paragraph.start(), paragraph.end())
        if len(result.words) == first:
            continue
        _mark_quotations(result, first)
        _split_sentences(result, first)
        result.paragraphs.append((first_sentence, len(result.sentences)))
    return result


def _add_words(result: Text, start: int, end: int) -> None:
    parts = _BETWEEN.split(result.text[start:end])
    offsets = list(accumulate(map(len, parts), initial=start))
    words = parts[1::2]
    result.words += words
    result.starts += offsets[1:-1:2]
    result.ends += offsets[2::2]
    result.lower += map(_lower, words)
    result.quote += [-1] * len(words)


@lru_cache(maxsize=100_000)
def _lower(word: str) -> str:
    return word.lower().replace("’", "'").replace("‘", "'")


def _mark_quotations(result: Text, first: int) -> None:
    """Find the quotations of one paragraph; one that is not closed runs to the paragraph's end."""
    words, opened, last = result.words, -1, len(result.words)
    for i in [i for i, word in enumerate(words[first:], first) if word in _MARKS]:
        if opened < 0:
            if words[i] in _OPENS and _opens(result, i, first):
                opened = i
        elif i > opened + 1 and _closes(result, opened, i):
            end = i + 1
            while end < last and words[end] == "'" and result.starts[end] == result.ends[end - 1]:
                end += 1  # ''He said: 'Stop.''': the marks of both quotations in one
            _add_quotation(result, opened, end, i)
            opened = -1
    if opened >= 0:
        result.unclosed.add(len(result.quotations))
        _add_quotation(result, opened, last, last)


def _opens(result: Text, i: int, first: int) -> bool:
    """A mark opens where a word follows at once and none stands close before it."""
    words = result.words
    follows = i + 1 < len(words) and result.starts[i + 1] == result.ends[i]
    apart = i == first or result.ends[i - 1] < result.starts[i] or not words[i - 1][-1].isalnum()
    if words[i] in _SINGLE:  # or an apostrophe: ‘the '90s’, ‘the ministers' call’
        return follows and apart and not words[i + 1][0].isdigit() and _single_end(result, i) > 0
    if words[i] == "”":
        return i > first and words[i - 1] in {",", ":"}
    return words[i] in _OPENING or (follows and apart)


def _closes(result: Text, opened: int, i: int) -> bool:
    mark, word = result.words[opened], result.words[i]
    if mark in _SINGLE:
        return i == _single_end(result, opened)
    if word == mark and mark in _EITHER:
        return True
    if mark in _DOUBLE or mark == "“":  # typists mix them: “so".
        attached = result.starts[i] == result.ends[i - 1]
        return word == "”" or (attached and word in _OPENS_TOO and not _word_follows(result, i))
    return word in _OPENING.get(mark, "")


def _word_follows(result: Text, i: int) -> bool:
    following = result.words[i + 1] if i + 1 < len(result.words) else ""
    return following[:1].isalnum() and result.starts[i + 1] == result.ends[i]


def _single_end(result: Text, opened: int) -> int:
    """Return where a single mark closes: behind a stop or comma first of all; 0 where it is an apostrophe."""
    words, found = result.words, 0
    for i in range(opened + 2, len(words)):
        if words[i] in {"‘", "“", '"'} and _word_follows(result, i):
            break
        if words[i] in {"'", "’"} and result.starts[i] == result.ends[i - 1] and not _word_follows(result, i):
            if not words[i - 1][0].isalnum():
                return i
            found = found or i
    return found


def _add_quotation(result: Text, opened: int, end: int, closed: int) -> None:
    number = len(result.quotations)
    for i in range(opened, end):
        result.quote[i] = number
    result.quotations.append((opened + 1, closed))


def _split_sentences(result: Text, first: int) -> None:
    words, quote, last = result.words, result.quote, len(result.words)
    begin = first
    for i in range(first, last):
        if words[i] not in _STOPS:
            if i - begin >= LONGEST_SENTENCE and quote[i] < 0:  # no sentence but words without full stops
                result.sentences.append((begin, i))
                begin = i
            continue
        if quote[i] >= 0:
            opened, closed = result.quotations[quote[i]]
            if i + 1 < closed or (begin < opened - 1 and closed >= last):
                continue  # in the midst of a quotation: it stays whole
            after = min(closed + 1, last)
        else:
            after = i + 1
        while after < last and words[after] in {")", "]", "”", "’", "'"} and quote[after] < 0:
            after += 1
        if after >= last or _begins_sentence(result, after):
            if after > begin:
                result.sentences.append((begin, after))
            begin = after
    if begin < last:
        result.sentences.append((begin, last))


def _blank_forgotten(result: Text, i: int) -> bool:
    """“in need.And most of all”: between two plain words, neither of them part of an address or a name."""
    before, word = result.words[i - 2], result.words[i]
    return before.isalpha() and before[1:].islower() and len(before) > 2 and word.istitle() and word.isalpha()


def _begins_sentence(result: Text, i: int) -> bool:
    word = result.words[i]
    if result.ends[i - 1] == result.starts[i]:
        return _blank_forgotten(result, i)
    if word[0].isalnum():
        return not word[0].islower()
    following = result.words[i + 1] if i + 1 < len(result.words) else ""
    if word in "–—" and result.quote[i - 1] >= 0:
        return False  # “We act.” – NAME, minister
    return (
        word in _OPENING
        or word in _EITHER
        or (word in "([‘'—–-•" and following[:1].isalnum() and not following[0].islower())
    )
