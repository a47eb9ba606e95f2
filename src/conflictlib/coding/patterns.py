"""Patterns over words, in the glob style of quanteda's dictionaries.

``ceasefire*``        a word that begins so
``halt* to * fighting``  a lone ``*`` is any one word
``express ... concern``  ``...`` is up to three words
Matching ignores case; a gap never crosses a punctuation mark.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from fnmatch import translate
from typing import NamedTuple

from conflictlib.coding.text import WORD

ANY, GAP = "*", "..."
LONGEST_GAP = 3


class Match(NamedTuple):
    """Words `first` up to and without `last` match `pattern`, which stands for `code`."""

    first: int
    last: int
    code: str
    pattern: str


def parse(pattern: str) -> list[str]:
    """Split a pattern into its words as a text is split, the stars kept on them."""
    parts: list[str] = []
    for piece in pattern.lower().replace("’", "'").split():
        if piece in {ANY, GAP} or "*" in piece or "?" in piece:
            parts.append(piece)
        else:
            parts.extend(match.group() for match in WORD.finditer(piece))
    return parts


class Patterns:
    """Many patterns, each standing for a code, found in a list of words in one pass."""

    def __init__(self, patterns: Iterable[tuple[str, str]]) -> None:
        """Take pairs of pattern and code."""
        self._exact: dict[str, list[tuple[list[str], str, str]]] = {}
        self._globs: list[tuple[re.Pattern[str], list[str], str, str]] = []
        self._of_word: dict[str, list[tuple[list[str], str, str]]] = {}
        self._glob_of: dict[str, re.Pattern[str]] = {}
        for pattern, code in patterns:
            first, *rest = parse(pattern)
            if "*" in first or "?" in first:
                self._globs.append((self._glob(first), rest, code, pattern))
            else:
                self._exact.setdefault(first, []).append((rest, code, pattern))

    def _glob(self, part: str) -> re.Pattern[str]:
        if part not in self._glob_of:
            self._glob_of[part] = re.compile(translate(part))
        return self._glob_of[part]

    def _candidates(self, word: str) -> list[tuple[list[str], str, str]]:
        found = self._of_word.get(word)
        if found is None:
            found = self._exact.get(word, []) + [(r, c, p) for g, r, c, p in self._globs if g.match(word)]
            self._of_word[word] = found
        return found

    def find(self, words: Sequence[str], first: int = 0, last: int | None = None) -> list[Match]:
        """Find every pattern in the words (lower case), in the order of their first word, longest first."""
        last = len(words) if last is None else last
        found: list[Match] = []
        for i in range(first, last):
            candidates = self._of_word.get(words[i])
            if candidates is None:
                candidates = self._candidates(words[i])
            if candidates:
                here = [(self._follow(words, i + 1, last, rest), code, pattern) for rest, code, pattern in candidates]
                found += [Match(i, end, code, p) for end, code, p in sorted(here, key=lambda m: -m[0]) if end]
        return found

    def _follow(self, words: Sequence[str], i: int, last: int, rest: list[str]) -> int:
        """Return where the rest of a pattern ends, 0 where it does not match."""
        for number, part in enumerate(rest):
            if part == GAP:
                for gap in range(LONGEST_GAP + 1):
                    end = self._follow(words, i + gap, last, rest[number + 1 :])
                    if end:
                        return end
                    if i + gap >= last or not words[i + gap][0].isalnum():
                        return 0
                return 0
            if i >= last or not self._fits(words[i], part):
                return 0
            i += 1
        return i

    def _fits(self, word: str, part: str) -> bool:
        if part == ANY:
            return word[0].isalnum()
        if "*" in part or "?" in part:
            return self._glob(part).match(word) is not None
        return word == part
