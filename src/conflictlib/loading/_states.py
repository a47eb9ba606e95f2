"""States by the codes and names of datasets: the shipped codebook has those of today, a table here those of before."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

from conflictlib.codebook import shipped_codebook

#: States of which there are, or were, two.
_SHARED = ("congo", "korea", "germany", "yemen", "viet nam", "china")


def name_of(code: str, year: int) -> str | None:
    """Return the name of the state that spoke under a code of the UN General Debate Corpus in a year, None if unknown.

    Codes stay what they are in the corpus where a state was followed by another: YUG is Yugoslavia, from 2003 Serbia
    and Montenegro, from 2006 Serbia; RUS is the Soviet Union up to 1991. The seat of China is called China
    throughout, as in the records of the UN; the Republic of China held it up to 25 October 1971.

    >>> name_of("CHN", 2017), name_of("YUG", 1989), name_of("YUG", 2017), name_of("RUS", 1985), name_of("QQQ", 2017)
    ('China', 'Yugoslavia', 'Serbia', 'Soviet Union', None)
    """
    for row in _codes():
        if row["code"] == code and int(row["from"] or 0) <= year <= int(row["to"] or 9999):
            return row["name"]
    return _labels().get(code)


def code_in_files(code: str) -> str:
    """Return the code that the files of the corpus have, where its list of speakers has another or a slip.

    >>> code_in_files("ZFA"), code_in_files("CHN")
    ('ZAF', 'CHN')
    """
    return next((row["code_in_files"] for row in _codes() if row["code"] == code), code)


def other_codes(code: str) -> list[str]:
    """Return further codes under which the list of speakers may have what the files call so.

    >>> other_codes("EC"), other_codes("CHN")
    (['EU', 'EUE'], [])
    """
    names = {row["name"] for row in _codes() if row["code"] == code and not row["from"] and not row["to"]}
    return [row["code"] for row in _codes() if row["name"] in names and row["code"] != code]


def code_of(name: str) -> str | None:
    """Return the actor of the codebook that is called so, whatever the case of its letters; None if there is none.

    A form of government may stand in brackets behind, as in the lists of the UN; where the name with it is unknown,
    the name without it decides, but not where there are two states of that name.

    >>> code_of("Russian Federation"), code_of("United Kingdom Of Great Britain And Northern Ireland"), code_of("X")
    ('RUS', 'GBR', None)
    >>> code_of("Iran (Islamic Republic Of)"), code_of("Korea (Republic Of)"), code_of("Congo (Democratic Republic Of)")
    ('IRN', 'KOR', 'COD')
    """
    names = _names()
    short, bracket, form = name.casefold().strip().partition(" (")
    if not bracket:
        return names.get(short)
    turned = names.get(f"{form.rstrip(') ')} {short}")
    return turned or (None if short in _SHARED else names.get(short))


@cache
def _codes() -> tuple[dict[str, str], ...]:
    with (
        Path(__file__).with_name("codes").joinpath("un_general_debate.csv").open(encoding="utf-8", newline="") as stream
    ):
        return tuple(csv.DictReader(stream))


@cache
def _labels() -> dict[str, str]:
    actors = shipped_codebook().actors
    states = actors[actors["kind"] == "state"]
    return dict(zip(states["code"], states["label"], strict=True))


@cache
def _names() -> dict[str, str]:
    book = shipped_codebook()
    as_actor = book.aliases[book.aliases["use"] == "actor"]
    found: dict[str, set[str]] = {}
    for name, code in zip(as_actor["alias"], as_actor["code"], strict=True):
        found.setdefault(name.casefold(), set()).add(code)
    names = {name: codes.pop() for name, codes in found.items() if len(codes) == 1}
    return names | {
        label.casefold(): code for label, code in zip(book.actors["label"], book.actors["code"], strict=True)
    }
