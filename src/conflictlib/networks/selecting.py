"""Which statements a network is made of: those of a time, and what is left out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conflictlib import counting
from conflictlib.codebook import shipped_codebook
from conflictlib.parameters import one_of, span

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterable

    import pandas as pd

    from conflictlib.codebook import Codebook

    Day = str | datetime.date | None


def within(statements: pd.DataFrame, start: Day, end: Day) -> pd.DataFrame:
    """Return the statements from `start` to `end`, both inclusive; with a limit, none without a date."""
    first, last = span(start, end)
    kept = statements
    if first:
        kept = kept[counting.dates_of(kept).dt.floor("D") >= str(first)]
    if last:
        kept = kept[counting.dates_of(kept).dt.floor("D") <= str(last)]
    return kept


def covered(days: pd.Series) -> str:
    """Return the first and the last day, ISO 8601, or ``""`` where there is none."""
    known = days.dropna()
    return f"{known.min():%Y-%m-%d}/{known.max():%Y-%m-%d}" if len(known) else ""


def codes(name: str, value: str | Iterable[str] | None, found: Iterable[object]) -> set[str]:
    """Read codes, a list or separated by commas; allowed are those of the shipped codebook and those `found`."""
    given = value.split(",") if isinstance(value, str) else value or ()
    wanted = {code.strip() for code in given if code.strip()}
    if wanted:
        known = {*getattr(shipped_codebook(), name)["code"], *(code for code in found if isinstance(code, str))}
        for code in sorted(wanted):
            one_of(name, code, sorted(known))
    return wanted


def joint_codes(codebook: Codebook) -> set[str]:
    """Return the codes that stand for any group of actors."""
    return set(codebook.actors["code"][codebook.actors["kind"] == "joint"])
