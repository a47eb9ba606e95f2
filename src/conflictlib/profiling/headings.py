"""Titles for the charts of a profile: each names whose it is, and what is seen first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conflictlib.charts._counts import Names, cut
from conflictlib.charts._series import calendar_of
from conflictlib.counting import NOT_CODED

if TYPE_CHECKING:
    from conflictlib.profiling.result import Profile


def of_timeline(profile: Profile) -> str:
    """Say when there are most statements.

    >>> import conflictlib as cl
    >>> of_timeline(cl.profile(cl.open_statements(), actor="CHN"))
    'China: most statements in October 2023, 7 of 16'
    """
    name, n, counts = cut(profile.name), int(profile.timeline["n"].sum()), profile.timeline["n"].to_numpy()
    if not n:
        return f"{name}: no statements"
    calendar, highest = calendar_of(profile.timeline), counts.max()
    (where,) = (counts == highest).nonzero()
    if len(counts) == 1:
        return f"{name}: {_many(n)} {calendar.when(0)}"
    if len(where) == 1:
        return f"{name}: most statements {calendar.when(int(where[0]))}, {highest:,} of {n:,}"
    return f"{name}: at most {highest:,} of {_many(n)} in a {profile.every}"


def of_breakdown(profile: Profile) -> str:
    """Say on which theme, or by which actor, there are most statements.

    >>> import conflictlib as cl
    >>> of_breakdown(cl.profile(cl.open_statements(), actor="UN"))
    'United Nations: most often on ceasefire, 10 of 14 statements'
    >>> of_breakdown(cl.profile(cl.open_statements(), theme="ceasefire"))
    'Ceasefire: most often by United States, 17 of 118 statements'
    """
    name, ranked = cut(profile.name), profile.breakdown
    other, way = ("theme", "on") if profile.kind == "actor" else ("actor", "by")
    ranked = ranked[ranked[other] != NOT_CODED]
    if not len(ranked):
        return f"{name}: no {other} is coded"
    first = ranked[ranked["n"] == ranked["n"].max()]
    told = f"{first['n'].iloc[0]:,} of {_many(profile.n)}"
    if len(first) > 2:
        return f"{name}: no {other} leads, {len(first)} have {told} each"
    leaders = " and ".join(cut(label) for label in map(Names(profile.codebook), first[other]))
    return f"{name}: most often {way} {leaders}, {told}{' each' if len(first) > 1 else ''}"


def _many(n: int) -> str:
    return f"{n:,} {'statement' if n == 1 else 'statements'}"
