"""Mentions of states and organisations: the words of ``aliases.csv`` on a page, where they stand for the actor.

A name beside another capital word is often no actor's: “Michael Jordan”, “Chad Smith”, “New Mexico”, “Iran Deal”.
Such a mention is kept but does not count (`use` is ``mention``).
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from operator import attrgetter

from conflictlib.codebook import Codebook
from conflictlib.coding.text import WORD, Text

#: Share of capital words from which on a line is a headline in title case: there a capital letter says nothing.
TITLE_CASE = 0.7


@dataclass(frozen=True)
class Mention:
    """Words that stand for an actor, and how they may be used (``use`` of aliases.csv)."""

    first: int
    last: int
    code: str
    use: str
    alias: str


_first = attrgetter("first")
Entry = tuple[tuple[str, ...], str, str, str]


class Aliases:
    """Finds the aliases of a codebook."""

    def __init__(self, book: Codebook) -> None:
        """Index the aliases by their first word, longest first."""
        self._index: dict[str, list[Entry]] = {}
        in_capitals: dict[str, list[Entry]] = {}
        for alias, code, use, kind in book.aliases[["alias", "code", "use", "kind"]].itertuples(index=False):
            words = words_of(alias)
            self._index.setdefault(words[0], []).append((words, code, use, alias))
            if kind != "abbreviation" and max(map(len, words)) > 3:
                capitals = tuple(word.upper() for word in words)
                in_capitals.setdefault(capitals[0], []).append((capitals, code, use, alias))
        for first, entries in in_capitals.items():
            self._index[first] = self._index.get(first, []) + entries
        for entries in self._index.values():
            entries.sort(key=lambda entry: -len(entry[0]))
        lists = ("preposition", "subordinator", "conjunction", "determiner", "adverb", "time", "auxiliary", "relative")
        self._function = frozenset().union(*(book.word_list(kind) for kind in (*lists, "pronoun", "layout")))
        self._office = frozenset().union(*(book.word_list(kind) for kind in ("office", "office_part", "title")))
        self._also_name = book.word_list("also_name")
        self._short_names = book.word_list("short_name")
        self._states = frozenset(book.actors.loc[book.actors["kind"] == "state", "code"])

    def find(self, text: Text) -> list[Mention]:
        """Return the mentions in the order of the text; they do not overlap."""
        found = list(self._all(text))
        defined = {text.words[m.last + 1]: m for m in found if self._defines(text, m)}
        if defined:
            found = self._with_defined(text, found, defined)
        found = sorted([*found, *self._short(text, found)], key=lambda m: m.first)
        read = [self._in_context(text, m) for m in found]
        people = {m.alias for m in read if m.use == "mention" and self._is_surname(text, m)}
        return [replace(m, use="mention") if m.alias in people else m for m in read]

    def _is_surname(self, text: Text, mention: Mention) -> bool:
        """“Ada Israel”: then “Israel” alone is hers on this page."""
        i = mention.first - 1
        alone = mention.last - mention.first == 1 and i >= 0
        return alone and text.lower[mention.first] in self._also_name and text.words[i].istitle() and (
            not self._plain(text, i)
        )  # fmt: skip

    def _all(self, text: Text) -> Iterator[Mention]:
        end, index = 0, self._index
        begins = {word for word in set(text.words) if word in index or "’" in word}
        for i in [i for i, word in enumerate(text.words) if word in begins]:
            entries = index.get(_straight(text.words[i])) if i >= end else None
            entry = self._longest(text, i, entries) if entries else None
            if entry:
                end = i + len(entry[0])
                yield Mention(i, end, *entry[1:])

    def _longest(self, text: Text, i: int, entries: list[Entry]) -> Entry | None:
        for entry in entries:
            length = len(entry[0])
            if length == 1 or tuple(map(_straight, text.words[i : i + length])) == entry[0]:
                return entry
        return None

    def _defines(self, text: Text, mention: Mention) -> bool:
        """Tell whether an abbreviation in brackets follows: “Inter-Island Trade Union (ITU)”."""
        words, i = text.words, mention.last
        return i + 2 < len(words) and words[i] == "(" and words[i + 2] == ")" and words[i + 1].isupper() and (
            mention.use == "actor" and mention.last - mention.first > 1 and len(words[i + 1]) > 1
        )  # fmt: skip

    def _with_defined(self, text: Text, found: list[Mention], defined: dict[str, Mention]) -> list[Mention]:
        """Let an abbreviation mean on this page what the page says that it means."""
        known = {m.first for m in found}
        found = [replace(m, code=defined[m.alias].code) if m.alias in defined else m for m in found]
        new = [
            Mention(i, i + 1, defined[word].code, "actor", word)
            for i, word in enumerate(text.words)
            if word in defined and i not in known and not any(m.first <= i < m.last for m in found)
        ]
        return sorted(found + new, key=lambda m: m.first)

    def _short(self, text: Text, found: list[Mention]) -> Iterator[Mention]:
        """“the Council”, where the page names one council before: an alias of several words by its last word."""
        known, names = {i for m in found for i in range(m.first, m.last)}, dict[str, set[str]]()
        full = iter([m for m in found if m.use == "actor" and text.lower[m.last - 1] in self._short_names])
        ahead = next(full, None)
        if ahead is None:
            return
        for i in range(ahead.last, len(text.words)):
            while ahead is not None and ahead.last <= i:
                names.setdefault(text.lower[ahead.last - 1], set()).add(ahead.code)
                ahead = next(full, None)
            codes = names.get(text.lower[i], ()) if text.words[i][0].isupper() and i not in known else ()
            if len(codes) == 1 and text.lower[i - 1] == "the":
                yield Mention(i, i + 1, next(iter(codes)), "actor", text.words[i])

    def _in_context(self, text: Text, mention: Mention) -> Mention:
        if mention.use != "metonym" and (mention.use != "actor" or mention.code not in self._states):
            return mention
        first, end = text.sentences[text.sentence_of(mention.first)]
        if (self._name_before(text, mention, first) or self._name_behind(text, mention, end)) and not is_title_case(
            text, first, end
        ):
            return replace(mention, use="mention")
        return mention

    def _name_before(self, text: Text, mention: Mention, first: int) -> bool:
        i = mention.first - 1
        if i < first or mention.last - mention.first > 1 or not text.words[i][0].isupper():
            return False
        return not self._plain(text, i)

    def _name_behind(self, text: Text, mention: Mention, end: int) -> bool:
        i = mention.last
        if i >= end or not text.words[i][0].isupper() or text.words[mention.first].isupper():
            return False
        return not self._plain(text, i)

    def _plain(self, text: Text, i: int) -> bool:
        """Tell whether a capital word is no part of a name: an office, a function word, another alias."""
        lower = text.lower[i]
        return (
            lower in self._function
            or lower in self._office
            or lower.endswith("ly")
            or _straight(text.words[i]) in self._index
            or "." in lower
        )


def within(mentions: Sequence[Mention], first: int, last: int) -> list[Mention]:
    """Return those of some mentions, in the order of the text, that lie between two words."""
    begin = bisect_left(mentions, first, key=_first)
    return [m for m in mentions[begin : bisect_left(mentions, last, lo=begin, key=_first)] if m.last <= last]


def words_of(name: str) -> tuple[str, ...]:
    """Return a name in words, as ``read_text`` would split it, with straight apostrophes."""
    return tuple(match.group() for match in WORD.finditer(_straight(name)))


def _straight(word: str) -> str:
    return word.replace("’", "'") if "’" in word else word


def is_title_case(text: Text, first: int, end: int) -> bool:
    """Tell whether a sentence is a headline in which nearly all words have capitals."""
    letters = [w for w in text.words[first:end] if w[0].isalpha() and len(w) > 3]
    return (
        text.words[end - 1] != "."
        and len(letters) > 3
        and sum(w[0].isupper() for w in letters) >= TITLE_CASE * len(letters)
    )
