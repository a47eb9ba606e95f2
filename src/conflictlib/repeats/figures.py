"""Daily reports from one template: the same sentences with other figures are news, not a copy.

A figure is a word with a digit or a numeral of any script, a month, a weekday or a number word of the codebook;
figures in a row ("5 May 2024", "1,200") are one. Two texts are told apart by the sentences which they share but for
their figures.
"""

from __future__ import annotations

import re
from collections import defaultdict
from functools import lru_cache

from conflictlib.codebook import shipped_codebook
from conflictlib.repeats.wording import folded, words

#: On different days, reports are told apart where so much of the shared sentences with figures has other figures.
ON_ANOTHER_DAY = 0.25
#: On one day, or where a day is not known, where more than so much has.
ON_ONE_DAY = 0.5
#: Changed sentences that are a smaller part of the text are a page's furniture: a time of update, a count of comments.
FURNITURE = 0.05

_SENTENCE_END = re.compile(r"[.!?؟।]+(?=\s|$)|[。！？\n]+")
_KINDS = ("month", "weekday", "numeral", "number")


def told_apart(one: str, other: str, *, same_day: bool) -> bool:
    """Tell whether the shared sentences of two texts have other figures in one than in the other.

    >>> told_apart("Monday saw 12 attacks.", "Tuesday saw 15 attacks.", same_day=True)
    True
    >>> told_apart("Monday saw 12 attacks.", "There were talks. Monday saw 12 attacks.", same_day=False)
    False
    """
    (n_here, here), (n_there, there) = _figures(one), _figures(other)
    shared = here.keys() & there.keys()
    changed = [sentence for sentence in shared if here[sentence] != there[sentence]]
    if sum(map(len, changed)) < FURNITURE * min(n_here, n_there):
        return False
    return len(changed) > ON_ONE_DAY * len(shared) if same_day else len(changed) >= ON_ANOTHER_DAY * len(shared) > 0


@lru_cache(maxsize=4096)  # a report is compared with several others
def _figures(text: str) -> tuple[int, dict[tuple[str, ...], list[str]]]:
    """Return the number of words, and every sentence with figures, these masked, with its figures in their order."""
    found: dict[tuple[str, ...], list[str]] = defaultdict(list)
    n_words = 0
    for sentence in _SENTENCE_END.split(text):
        masked: list[str] = []
        figures: list[str] = []
        for word in words(sentence):
            form, is_figure = _read(word)
            if not is_figure:
                masked.append(form)
                continue
            figures.append(form)
            if not masked or masked[-1] != "#":
                masked.append("#")
        n_words += len(masked)
        if figures:
            found[tuple(masked)] += figures
    return n_words, dict(found)


@lru_cache(maxsize=65536)
def _read(word: str) -> tuple[str, bool]:
    """Return the form of a word, and whether it is a figure."""
    form = folded(word)
    return form, form in _figure_words() or is_number(form)


def is_number(word: str) -> bool:
    """Tell whether a word has a digit or a numeral of any script.

    >>> is_number("12th"), is_number("三"), is_number("twelve")
    (True, True, False)
    """
    return any(letter.isnumeric() for letter in word)


@lru_cache(maxsize=1)
def _figure_words() -> frozenset[str]:
    book = shipped_codebook()
    return frozenset[str]().union(*(book.word_list(kind) for kind in _KINDS))
