"""Faults of a codebook, each with its file and line."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from conflictlib.codebook import Codebook
from conflictlib.coding.patterns import ACTOR, ANY, GAP, parse, patterns_of, spelled_out

if TYPE_CHECKING:
    import pandas as pd

FRAMES = (
    "clause",
    "told",
    "object",
    "to",
    "urge",
    "named",
    "noun",
    "held",
    "quoted",
    "that",
    "inverted",
    "preposition",
    "keeps",
)
#: actor: speaks and is spoken to; metonym: a capital, only alone; modifier: a demonym, only beside an office;
#: people: “the Chadians”; media: speak for their state, but are nobody's addressee; mention: never counts.
USES = ("actor", "metonym", "modifier", "people", "media", "mention")
CUE_KINDS = ("speech", "attitude", "adjective", "noun")
PRONOUNS = ("", "he", "she")
ONE_HOLDER = frozenset({"head_of_state", "head_of_government", "foreign_minister"})


class Fault(NamedTuple):
    """One fault: file, line (the heading is line 1) and what is wrong."""

    file: str
    line: int
    reason: str


def faults(book: Codebook) -> list[Fault]:
    """Return the faults of a codebook, by file and line.

    Looked for: codes that no table defines or two rows define, aliases that stand for two actors, patterns and cues
    that can never match or stand twice, unknown frames and uses, days that are none, and terms in which
    two people hold one office of an actor, or one person the same office twice, names of two people, and memberships
    that stand twice or end before they begin.

    Examples
    --------
    >>> faults(Codebook.read())
    []
    """
    found: list[Fault] = []
    for steps in (_codes, _patterns, _aliases, _cues, _offices, _people, _memberships):
        found += steps(book)
    return sorted(found)


def _known(file: str, line: int, name: str, value: str, allowed: Sequence[str]) -> Iterator[Fault]:
    if value not in allowed:
        near = difflib.get_close_matches(value, allowed, 1)
        hint = f" (did you mean {near[0]!r}?)" if near else ""
        few = f"; allowed are {', '.join(allowed)}" if len(allowed) <= 20 else ""
        yield Fault(file, line, f"{name} {value!r} is not known{hint}{few}")


def _rows(table: pd.DataFrame) -> Iterator[tuple[int, dict[str, str]]]:
    for line, row in enumerate(table.to_dict("records"), start=2):
        yield line, {str(name): value for name, value in row.items()}


def _codes(book: Codebook) -> Iterator[Fault]:
    for name in ("acts", "themes", "deeds", "actors"):
        seen: dict[str, int] = {}
        for line, row in _rows(getattr(book, name)):
            if not row["code"]:
                yield Fault(f"{name}.csv", line, "the code is empty")
            elif row["code"] in seen:
                yield Fault(f"{name}.csv", line, f"code {row['code']!r} stands in line {seen[row['code']]} already")
            seen.setdefault(row["code"], line)
            yield from _known(f"{name}.csv", line, "position", row.get("position") or "", ("", "yes"))
            if row.get("weaker_form_of"):
                yield from _known(f"{name}.csv", line, "theme", row["weaker_form_of"], list(book.themes["code"]))


def _patterns(book: Codebook) -> Iterator[Fault]:
    for name in ("acts", "themes", "deeds"):
        seen: dict[str, str] = {}  # code by what a pattern spells out
        for line, row in _rows(getattr(book, name)):
            patterns = patterns_of(row["patterns"])
            for number, pattern in enumerate(patterns):
                bare = pattern.strip("()") if name == "themes" else pattern
                if pattern in patterns[:number]:
                    yield Fault(f"{name}.csv", line, f"pattern {pattern!r} stands twice in {row['code']}")
                elif why := never(bare):
                    yield Fault(f"{name}.csv", line, f"pattern {pattern!r} can never match: {why}")
                for plain in spelled_out(bare):
                    if seen.setdefault(plain, row["code"]) != row["code"]:
                        reason = f"pattern {pattern!r}: {plain!r} stands for {seen[plain]} already"
                        yield Fault(f"{name}.csv", line, reason)
                        break


def never(pattern: str) -> str:
    """Say why a pattern, or one of its spellings, can't match any text; empty where it can."""
    if pattern.count("{") != pattern.count("}"):
        return "a brace is not closed"
    return next((why for plain in spelled_out(pattern) if (why := _never_plain(plain))), "")


def _never_plain(pattern: str) -> str:
    parts = parse(pattern)
    if not parts or parts[0] in {ANY, GAP}:
        return "it begins with no word"
    if parts[-1] == GAP:
        return "it ends in a gap"
    marks = re.compile(r"[*?'.,-]")
    odd = next((p for p in parts if p not in {ANY, GAP, ACTOR} and not marks.sub("", p).isalnum()), None)
    return f"{odd!r} is no word" if odd is not None else ""


def _aliases(book: Codebook) -> Iterator[Fault]:
    actors, seen = list(book.actors["code"]), dict[str, tuple[int, str]]()
    for line, row in _rows(book.aliases):
        yield from _known("aliases.csv", line, "code", row["code"], actors)
        yield from _known("aliases.csv", line, "use", row["use"], USES)
        alias = row["alias"].replace("’", "'")
        if not alias.strip():
            yield Fault("aliases.csv", line, "the alias is empty")
        elif alias in seen:
            first, code = seen[alias]
            what = "stands" if code == row["code"] else f"means {code}"
            yield Fault("aliases.csv", line, f"alias {row['alias']!r} {what} in line {first} already")
        seen.setdefault(alias, (line, row["code"]))


def _cues(book: Codebook) -> Iterator[Fault]:
    acts, seen = list(book.acts["code"]), dict[tuple[str, bool], int]()
    for line, row in _rows(book.cues):
        key = row["cue"], row["kind"] == "noun"  # a verb may be a noun too: claim, call
        if row["act"]:
            yield from _known("cues.csv", line, "act", row["act"], acts)
        yield from _known("cues.csv", line, "kind", row["kind"], CUE_KINDS)
        for frame in row["frames"].split() or [""]:
            yield from _known("cues.csv", line, "frame", frame, FRAMES)
        if key in seen:
            yield Fault("cues.csv", line, f"cue {row['cue']!r} stands in line {seen[key]} already")
        elif why := never(row["cue"]):
            yield Fault("cues.csv", line, f"cue {row['cue']!r} can never match: {why}")
        seen.setdefault(key, line)


def _offices(book: Codebook) -> Iterator[Fault]:
    actors, held = list(book.actors["code"]), dict[tuple[str, ...], list[tuple[int, dict[str, str]]]]()
    for line, row in _rows(book.offices):
        yield from _known("offices.csv", line, "actor", row["actor"], actors)
        yield from _known("offices.csv", line, "pronoun", row["pronoun"], PRONOUNS)
        why = _no_term(row)
        if why:
            yield Fault("offices.csv", line, f"{row['person']}: {why}")
            continue
        keys: list[tuple[str, ...]] = [("person", row["person"], row["office"], row["actor"])]
        if row["kind"] in ONE_HOLDER:
            keys.append(("office", row["kind"], row["actor"], row["office"]))
        for key in keys:
            for first, other in held.get(key, ()):
                if _overlap(row, other):
                    reason = f"the term overlaps with that of {other['person']} in line {first}"
                    yield Fault("offices.csv", line, f"{row['person']}, {row['office']} of {row['actor']}: {reason}")
            held.setdefault(key, []).append((line, row))


def _no_term(row: dict[str, str]) -> str:
    """Say why two days make no term; empty where they do."""
    from conflictlib.coding.offices import began, ended

    try:
        if began(row["from"]) > ended(row["to"]):
            return f"the term ends ({row['to']}) before it begins ({row['from']})"
    except ValueError:
        return f"from {row['from']!r} to {row['to']!r}; allowed are YYYY-MM-DD, YYYY-MM and YYYY"
    return ""


def _overlap(one: dict[str, str], other: dict[str, str]) -> bool:
    from conflictlib.coding.offices import began, ended

    return began(one["from"]) <= ended(other["to"]) and began(other["from"]) <= ended(one["to"])


def _people(book: Codebook) -> Iterator[Fault]:
    """Names that mean two people, or an actor too, and people called by two pronouns."""
    meant, pronouns = dict[str, tuple[int, str]](), dict[str, tuple[int, str]]()
    actors = {row["alias"]: line for line, row in _rows(book.aliases)}
    for line, row in _rows(book.offices):
        first, pronoun = pronouns.setdefault(row["person"], (line, row["pronoun"]))
        if pronoun != row["pronoun"]:
            reason = f"pronoun {row['pronoun']!r}, but {pronoun!r} in line {first}"
            yield Fault("offices.csv", line, f"{row['person']}: {reason}")
        for name in filter(None, map(str.strip, [row["person"], *row["aliases"].split(";")])):
            first, person = meant.setdefault(name, (line, row["person"]))
            if person != row["person"]:
                yield Fault("offices.csv", line, f"{name!r} is {person} in line {first} already")
            if name in actors:
                yield Fault("offices.csv", line, f"{name!r} is an actor in line {actors[name]} of aliases.csv already")


def _memberships(book: Codebook) -> Iterator[Fault]:
    actors, seen = list(book.actors["code"]), dict[tuple[str, str], list[tuple[int, dict[str, str]]]]()
    for line, row in _rows(book.memberships):
        yield from _known("memberships.csv", line, "organisation", row["organisation"], actors)
        yield from _known("memberships.csv", line, "member", row["member"], actors)
        why = _no_term(row)
        if why:
            yield Fault("memberships.csv", line, f"{row['member']} of {row['organisation']}: {why}")
            continue
        key = row["organisation"], row["member"]
        for first, other in seen.get(key, ()):
            if _overlap(row, other):
                reason = f"{row['member']} is a member of {row['organisation']} at that time in line {first} already"
                yield Fault("memberships.csv", line, reason)
        seen.setdefault(key, []).append((line, row))
