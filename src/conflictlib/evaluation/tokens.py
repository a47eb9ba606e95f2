"""Tokens of a text, on which two codings of it are compared; marks and stops count only in a cue."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Collection, Iterable
from functools import cache

Spans = Iterable[tuple[int, int]]

#: A word with what is tied to it, or one mark. The coder's own words are cut finer; the measure is not to
#: change with them.
_TOKEN = re.compile(r"\w+(?:[-.'’]\w+)*|[^\w\s]")
_WORD = re.compile(r"\w+")


class Tokens:
    """A text's tokens by number, which of them are words, and which stand in a quotation."""

    def __init__(self, text: str) -> None:
        """Split `text`."""
        self.text = text
        spans = [match.span() for match in _TOKEN.finditer(text)]
        self._starts, self._ends = [start for start, _ in spans], [end for _, end in spans]
        self._words = frozenset(i for i, (start, _) in enumerate(spans) if _WORD.match(text, start))
        self._quoted = frozenset(self._in_quotations())

    def _in_quotations(self) -> Iterable[int]:
        """Give the tokens from an opening double mark to its closing one, or to the end of the line."""
        inside, before = False, 0
        for i, (start, end) in enumerate(zip(self._starts, self._ends, strict=True)):
            inside = inside and "\n" not in self.text[before:start]
            before, mark = end, self.text[start:end]
            if mark == '"':
                inside = not inside
            elif mark in {"“", "”"}:
                inside = mark == "“"
            if inside:
                yield i

    def within(self, spans: Spans, *, marks: bool = False) -> frozenset[int]:
        """Return the words that `spans` touch; with `marks`, the marks among them too."""
        found = frozenset(
            i for start, end in spans for i in range(bisect_right(self._ends, start), bisect_left(self._starts, end))
        )
        return found if marks else found & self._words

    def quotation(self, tokens: Collection[int]) -> str:
        """Say whether tokens stand in quotations: ``direct`` all, ``mixed`` some, ``indirect`` none."""
        quoted = sum(i in self._quoted for i in tokens)
        if quoted == 0:
            return "indirect"
        return "direct" if quoted == len(tokens) else "mixed"

    def read(self, spans: Spans) -> str:
        """Return the text of spans, pieces joined by a blank."""
        return " ".join(self.text[start:end] for start, end in spans)


def bag(text: str) -> Counter[str]:
    """Count the words of a text in lower case.

    >>> bag("To talk is to act.").most_common(1)
    [('to', 2)]
    """
    return Counter(word.lower() for word in _WORD.findall(text))


def share_within(part: Counter[str], whole: Counter[str]) -> float:
    """Return which share of the words of `part` stands in `whole`; of nothing, nothing.

    >>> share_within(bag("a truce now"), bag("a lasting truce"))
    0.6666666666666666
    """
    return (part & whole).total() / part.total() if part else 0.0


def is_communication(cue: str) -> bool:
    """Say whether a cue is a verb of communication, “according to” or a colon.

    The list is that of the shipped codebook's ``words.csv``, kind ``communication``, whatever codebook was coded by:
    a measure is the same for all.

    >>> is_communication("has repeatedly said"), is_communication("believes")
    (True, False)
    """
    return _communication().search(cue) is not None


@cache
def _communication() -> re.Pattern[str]:
    from conflictlib.codebook import shipped_codebook

    words = sorted(shipped_codebook().word_list("communication") - {":"})
    globs = (re.escape(word.replace("_", " ")).replace(r"\*", r"\w*").replace(r"\?", r"\w") for word in words)
    return re.compile(rf":|\b(?:{'|'.join(globs)})\b", re.IGNORECASE)
