"""Patterns over words, in the glob style of quanteda's dictionaries.

``ceasefire*``                a word that begins so
``halt* to * fighting``       a lone ``*`` is any one word
``express ... concern``       ``...`` is up to four words
``{halt,end} to {,the} war``  one of the words in braces; an empty one makes the word optional
``@actor must``               ``@actor`` is the last word of an actor's name
Matching ignores case; a gap never crosses a punctuation mark.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Sequence
from fnmatch import translate
from functools import cache, partial
from itertools import product
from typing import Any, NamedTuple

from conflictlib.coding.text import WORD

ANY, GAP, ACTOR = "*", "...", "@actor"
_GAP_WORD = "a word in a gap"  # no word of a text, as it holds blanks
LONGEST_GAP = 4
#: Words before braces, what is glued to the braces, and the braces: ``end to recogni{s,z}e``.
_BRACES = re.compile(r"([^{}]*?)([^\s{}]*)(?:\{([^{}]*)\}|$)([^\s{}]*)")

_INITIALS = re.compile(r"(?:[a-z]\.){2,}")


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
    return [" ".join(" ".join(chosen).split()) for chosen in product(*choices_of(pattern))]


def choices_of(pattern: str) -> list[list[str]]:
    """Split a pattern at its blanks and braces into what stands at each place, by choice.

    >>> choices_of("halt* to {,the} war")
    [['halt*'], ['to'], ['', 'the'], ['war']]
    """
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
        if piece in {ANY, GAP, ACTOR} or "*" in piece or "?" in piece or _INITIALS.fullmatch(piece):
            parts.append(piece)
        else:
            parts.extend(match.group() for match in WORD.finditer(piece))
    return parts


class _Node:
    """A place within a pattern: which words may follow, and the patterns that end here."""

    __slots__ = ("ends", "number", "then")

    def __init__(self, number: int) -> None:
        self.number = number
        self.then: dict[str, list[_Node]] = {}  # by part of a pattern
        self.ends: list[tuple[str, str]] = []  # code and pattern


class _State:
    """Several places within patterns, reached by the same words; what follows is worked out once."""

    __slots__ = ("after", "ends", "is_last", "nodes")

    def __init__(self, nodes: Sequence[_Node], step: Callable[[_State, int], _State | None]) -> None:
        self.nodes = nodes
        self.ends = list(dict.fromkeys(end for node in nodes for end in node.ends))
        self.is_last = not any(node.then for node in nodes)
        self.after = _Kept(partial(step, self))


class Patterns:
    """Many patterns, each standing for a code, found in a list of words in one pass.

    The patterns are one automaton. Words that fit the same parts of patterns are of one kind,
    and each step from a state by a kind of word is kept, so the time taken does not grow with the patterns.
    """

    def __init__(self, patterns: Iterable[tuple[str, str]]) -> None:
        """Take pairs of pattern and code."""
        self._nodes: list[_Node] = []
        self._words: set[str] = set()
        self._globs: dict[str, list[str]] = {}  # by first letter
        self._root = _State([self._node()], self._step)
        for pattern, code in patterns:
            self._add(pattern, code)
        self._kinds: list[tuple[str, ...]] = []  # the parts that words of one kind fit
        self._number_of_kind: dict[tuple[str, ...], int] = {}
        self._kind_of = _Kept(self._kind)
        self._states: dict[tuple[int, ...], _State] = {}
        self._head_of = _Kept(lambda word: self._root.after[self._kind_of[word]])

    def _node(self) -> _Node:
        self._nodes.append(_Node(len(self._nodes)))
        return self._nodes[-1]

    def _add(self, pattern: str, code: str) -> None:
        here = [self._root.nodes[0]]
        for choices in choices_of(pattern):
            ahead = self._node()
            reached = [*here, ahead] if "" in choices else [ahead]
            for parts in map(parse, choices):
                places = here
                for part in parts[:-1]:
                    places = self._link(places, part, self._node())
                if parts:
                    reached += [n for n in self._link(places, parts[-1], ahead) if n is not ahead]
            here = reached
        for node in here:
            node.ends.append((code, pattern))

    def _link(self, places: Sequence[_Node], part: str, ahead: _Node) -> list[_Node]:
        """Let a part lead from places on; return where one may stand behind it."""
        if part == GAP:
            reached = list(places)
            for _ in range(LONGEST_GAP):
                places = self._link(places, _GAP_WORD, self._node())
                reached += places
            return reached
        if "*" in part or "?" in part:
            letters = self._globs.setdefault(part[0] if part[0] not in "*?" else "", [])
            if part != ANY and part not in letters:
                letters.append(part)
        else:
            self._words.add(part)
        for place in places:
            place.then.setdefault(part, []).append(ahead)
        return [ahead]

    def _kind(self, word: str) -> int:
        """Return the number of a word's kind: an even one, as the next is for the same words as an actor's name."""
        parts = [word] if word in self._words else []
        parts += [g for letter in (word[0], "") for g in self._globs.get(letter, ()) if _glob(g).match(word)]
        if word[0].isalnum():
            parts.append(ANY)
        if word[0].isalnum() or word[-1].isalnum():  # 's is no mark
            parts.append(_GAP_WORD)
        kind = tuple(parts)
        number = self._number_of_kind.setdefault(kind, len(self._kinds))
        if number == len(self._kinds):
            self._kinds.append(kind)
        return 2 * number

    def _step(self, state: _State, step: int) -> _State | None:
        """Return the state behind one more word; None where no pattern goes on."""
        parts = self._kinds[step >> 1] + ((ACTOR,) if step & 1 else ())
        reached = {n.number: n for node in state.nodes for part in parts for n in node.then.get(part, ())}
        key = tuple(sorted(reached))
        if key and key not in self._states:
            self._states[key] = _State([reached[number] for number in key], self._step)
        return self._states.get(key)

    def find(
        self, words: Sequence[str], first: int = 0, last: int | None = None, *, actors: Collection[int] = ()
    ) -> list[Match]:
        """Find every pattern in the words (lower case), in the order of their first word, longest first.

        `actors` are the places at which an actor's name ends.
        """
        last = len(words) if last is None else last
        kinds, root, found = self._kind_of, self._root.after, list[Match]()
        heads = map(self._head_of.__getitem__, words[first:last])
        begins = [(i, state) for i, state in enumerate(heads, first) if state]
        named = [(i, root[kinds[words[i]] + 1]) for i in range(first, last) if i in actors] if actors else []
        if named:
            begins = sorted({**dict(begins), **dict(named)}.items())
        for i, state in begins:
            ends: dict[tuple[str, str], int] = {}
            j = i + 1
            while state is not None:
                if state.ends:
                    for which in state.ends:
                        ends[which] = j
                if j == last or state.is_last:
                    break
                state, j = state.after[kinds[words[j]] + (j in actors)], j + 1
            if ends:
                found += [Match(i, end, *which) for which, end in sorted(ends.items(), key=lambda e: -e[1])]
        return found


class _Kept(dict[Any, Any]):
    """What was worked out for a word or a step, kept for the next time it is read."""

    def __init__(self, work_out: Callable[[Any], Any]) -> None:
        self._work_out = work_out

    def __missing__(self, word: Any) -> Any:
        self[word] = worked_out = self._work_out(word)
        return worked_out


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
