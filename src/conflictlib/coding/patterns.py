"""Patterns over words, in the glob style of quanteda's dictionaries.

``ceasefire*``                a word that begins so
``halt* to * fighting``       a lone ``*`` is any one word
``express ... concern``       ``...`` is up to three words
``{halt,end} to {,the} war``  one of the words in braces; an empty one makes the word optional
``@actor must``               ``@actor`` is the last word of an actor's name
Matching ignores case; a gap never crosses a punctuation mark.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from fnmatch import translate
from functools import cache
from itertools import product
from typing import NamedTuple

from conflictlib.coding.text import WORD

ANY, GAP, ACTOR = "*", "...", "@actor"
LONGEST_GAP = 3
#: Words before braces, what is glued to the braces, and the braces: ``end to recogni{s,z}e``.
_BRACES = re.compile(r"([^{}]*?)([^\s{}]*)(?:\{([^{}]*)\}|$)([^\s{}]*)")


class Match(NamedTuple):
    """Words `first` up to and without `last` match `pattern`, which stands for `code`."""

    first: int
    last: int
    code: str
    pattern: str


def patterns_of(cell: str) -> list[str]:
    """Split a cell of the codebook into its patterns."""
    return [pattern.strip() for pattern in cell.split(";") if pattern.strip()]


def spelled_out(pattern: str) -> list[str]:
    """Write a pattern out once for each choice of the words in its braces.

    Examples
    --------
    >>> spelled_out("{halt,end} to {,the} war")
    ['halt to war', 'halt to the war', 'end to war', 'end to the war']
    """
    return [" ".join(" ".join(chosen).split()) for chosen in product(*_choices(pattern))]


def _choices(pattern: str) -> list[list[str]]:
    """Split a pattern at its blanks and braces into what stands at each place, by choice."""
    places: list[list[str]] = []
    for before, start, choices, end in _BRACES.findall(pattern):
        places += [[word] for word in before.split()]
        if choices or start or end:
            places.append([start + choice.strip() + end for choice in choices.split(",")])
    return places


def parse(pattern: str) -> list[str]:
    """Split a pattern without braces into its words as a text is split, the stars kept on them."""
    parts: list[str] = []
    for piece in pattern.lower().replace("’", "'").split():
        if piece in {ANY, GAP, ACTOR} or "*" in piece or "?" in piece:
            parts.append(piece)
        else:
            parts.extend(match.group() for match in WORD.finditer(piece))
    return parts


class _Node:
    """A place within a pattern: what may follow, and the patterns that end here."""

    __slots__ = ("after_actor", "after_any", "after_gap", "after_glob", "after_word", "ends")

    def __init__(self) -> None:
        self.after_word: dict[str, list[_Node]] = {}
        self.after_glob: list[tuple[re.Pattern[str], _Node]] = []
        self.after_any: list[_Node] = []
        self.after_actor: list[_Node] = []
        self.after_gap: list[_Node] = []
        self.ends: list[tuple[str, str]] = []  # code and pattern

    def link(self, part: str, node: _Node) -> None:
        """Let a part of a pattern lead on to `node`."""
        if part == GAP:
            self.after_gap.append(node)
        elif part == ANY:
            self.after_any.append(node)
        elif part == ACTOR:
            self.after_actor.append(node)
        elif "*" in part or "?" in part:
            self.after_glob.append((_glob(part), node))
        else:
            self.after_word.setdefault(part, []).append(node)


class Patterns:
    """Many patterns, each standing for a code, found in a list of words in one pass."""

    def __init__(self, patterns: Iterable[tuple[str, str]]) -> None:
        """Take pairs of pattern and code."""
        self._root = _Node()
        for pattern, code in patterns:
            self._add(pattern, code)
        self._starts: dict[str, list[_Node]] = {}

    def _add(self, pattern: str, code: str) -> None:
        here = [self._root]
        for choices in _choices(pattern):
            behind = _Node()
            for parts in (parse(choice) for choice in choices):
                for node in here if parts else ():
                    for part in parts[:-1]:
                        inner = _Node()
                        node.link(part, inner)
                        node = inner
                    node.link(parts[-1], behind)
            here = [*here, behind] if "" in choices else [behind]
        for node in here:
            node.ends.append((code, pattern))

    def _start(self, word: str) -> list[_Node]:
        """Return the nodes behind a first word, kept for the next time it is read."""
        found = self._root.after_word.get(word, []) + [n for glob, n in self._root.after_glob if glob.match(word)]
        self._starts[word] = found
        return found

    def find(
        self, words: Sequence[str], first: int = 0, last: int | None = None, *, actors: Collection[int] = ()
    ) -> list[Match]:
        """Find every pattern in the words (lower case), in the order of their first word, longest first.

        `actors` are the places at which an actor's name ends.
        """
        last = len(words) if last is None else last
        found: list[Match] = []
        for i in range(first, last):
            nodes = self._starts.get(words[i])
            if nodes is None:
                nodes = self._start(words[i])
            if i in actors:
                nodes = nodes + self._root.after_actor
            if nodes:
                ends: dict[tuple[str, str], int] = {}
                for node in nodes:
                    _follow(node, words, i + 1, last, actors, ends)
                found += [Match(i, end, *which) for which, end in sorted(ends.items(), key=lambda e: -e[1])]
        return found


def _follow(
    node: _Node, words: Sequence[str], i: int, last: int, actors: Collection[int], ends: dict[tuple[str, str], int]
) -> None:
    """Note where each pattern that goes on from a node ends, the longest reading of each."""
    for which in node.ends:
        ends[which] = max(i, ends.get(which, 0))
    for after in node.after_gap:
        for place in range(i, min(i + LONGEST_GAP, last) + 1):
            _follow(after, words, place, last, actors, ends)
            if place < last and not (words[place][0].isalnum() or words[place][-1].isalnum()):  # 's is no mark
                break
    if i >= last:
        return
    word = words[i]
    for after in node.after_word.get(word, ()):
        _follow(after, words, i + 1, last, actors, ends)
    if node.after_any and word[0].isalnum():
        for after in node.after_any:
            _follow(after, words, i + 1, last, actors, ends)
    if node.after_actor and i in actors:
        for after in node.after_actor:
            _follow(after, words, i + 1, last, actors, ends)
    for glob, after in node.after_glob:
        if glob.match(word):
            _follow(after, words, i + 1, last, actors, ends)


@cache
def _glob(part: str) -> re.Pattern[str]:
    return re.compile(translate(part))


def longest(matches: Sequence[Match]) -> list[Match]:
    """Leave out each match that begins or ends a longer one of another code.

    What stands in the midst of a longer one, at a gap, is no part of it.
    """
    return [m for m in matches if not any(_within(m, other) for other in matches)]


def _within(match: Match, other: Match) -> bool:
    if other.code == match.code or other.last - other.first <= match.last - match.first:
        return False
    begins, ends = other.first == match.first, other.last == match.last
    return (begins or ends) and other.first <= match.first and match.last <= other.last
