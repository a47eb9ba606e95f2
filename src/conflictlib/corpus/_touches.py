"""What a change of the codebook can touch, told from the words that its rows need to have any effect."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from conflictlib.codebook import FILES, Codebook
from conflictlib.coding.patterns import choices_of, patterns_of

if TYPE_CHECKING:
    import pandas as pd

#: Columns that only describe: no code depends on them.
DESCRIBES = frozenset(
    {"label", "definition", "include", "exclude", "note", "source_note", "group", "wikidata", "cow", "iso3"}
)
#: Files of which no code depends.
APART = frozenset({"deeds", "memberships"})
#: What of a document is searched for the words.
SEARCHED = ("text", "title", "url", "publisher", "author", "doc")


def touches(old: Codebook, new: Codebook) -> frozenset[str] | None:
    """Return the words of which a document must hold one for the change to touch it; None: it may touch any.

    They are letters and digits only, as in `searched`.
    """
    words: set[str] = set()
    for name in FILES:
        if name in APART:
            continue
        for row in _changed(getattr(old, name), getattr(new, name), name):
            needed = _needed(name, row)
            if needed is None:
                return None
            words |= needed
    return frozenset(words)


def searched(documents: pd.DataFrame) -> pd.Series:
    """Return what of each document is searched: letters and digits in small letters, without accents."""
    parts = [documents[name].fillna("").astype("object") for name in SEARCHED]
    return sum(parts[1:], start=parts[0]).map(_bare)


def _bare(text: str) -> str:
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text)
    return "".join(c for c in text.casefold() if c.isalnum())


def _changed(old: pd.DataFrame, new: pd.DataFrame, name: str) -> list[dict[str, Any] | None]:
    """Return the rows of one and of the other that have no like, reduced to what differs; None: it can't be told."""
    columns = [c for c in FILES[name] if c not in DESCRIBES]
    rows = [list(table[columns].itertuples(index=False, name=None)) for table in (old, new)]
    kept = [
        [row for row in these if row in others] for these, others in ((rows[0], set(rows[1])), (rows[1], set(rows[0])))
    ]
    if kept[0] != kept[1]:
        return [None]  # the order has changed, on which ties may depend
    changed = [
        row
        for these, others in ((rows[0], set(rows[1])), (rows[1], set(rows[0])))
        for row in these
        if row not in others
    ]
    if name not in ("themes", "acts"):
        return [dict(zip(columns, row, strict=True)) for row in changed]
    return _by_pattern(columns, *(dict(zip(t["code"], t[columns].to_dict("records"), strict=True)) for t in (old, new)))


def _by_pattern(columns: list[str], old: dict[str, Any], new: dict[str, Any]) -> list[dict[str, Any] | None]:
    """Return the patterns of themes or acts that are in one and not in the other."""
    found: list[dict[str, Any] | None] = []
    for code in dict.fromkeys([*old, *new]):
        before, after = old.get(code), new.get(code)
        if before is not None and after is not None and any(before[c] != after[c] for c in columns if c != "patterns"):
            return [None]
        patterns = [patterns_of(row["patterns"]) if row else [] for row in (before, after)]
        common = [[p for p in these if p in others] for these, others in (patterns, patterns[::-1])]
        if common[0] != common[1]:
            return [None]
        found += [{"patterns": p} for p in dict.fromkeys([*patterns[0], *patterns[1]]) if p not in common[0]]
    return found


def _needed(name: str, row: dict[str, Any] | None) -> set[str] | None:
    if row is None:
        return None
    if name in ("themes", "acts"):
        return _needed_by(row["patterns"])
    if name == "aliases":
        return _words([row["alias"]])
    if name == "cues" and row["kind"] != "noun":
        return _words([*row["cue"].split()[:1], *row["forms"].split()])
    return None


def _needed_by(pattern: str) -> set[str] | None:
    """Return words of which one must stand in a text that the pattern matches: those of its most telling place."""
    places = [_words(_literal(choice) for choice in choices) for choices in choices_of(pattern.strip("[]() "))]
    telling = [words for words in places if words is not None]
    return max(telling, key=lambda words: min(map(len, words)), default=None)


def _literal(choice: str) -> str:
    """Return the longest run of letters that a choice needs; of a gap, a star or an actor there is none."""
    if any(mark in choice for mark in ("...", "@")):
        return ""
    return max(
        (_bare(run) for word in choice.split() for run in word.replace("?", "*").split("*")), key=len, default=""
    )


def _words(words: Iterable[str]) -> set[str] | None:
    """Return the words bare; None where one of them is none, as then any text may do."""
    found = {_bare(word) for word in words}
    return None if "" in found or not found else found
