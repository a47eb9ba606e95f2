"""Days, weeks, months, quarters and years: their numbers, first days and names.

A period has a whole number, so that periods can be counted and filled in without a calendar.
Names are English whatever the locale of the machine.
"""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Numbers = npt.NDArray[np.int64]
    Days = npt.NDArray[np.datetime64]

#: Lengths of a period. A week runs from Monday to Sunday.
EVERY = ("day", "week", "month", "quarter", "year")

MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September",
          "October", "November", "December")  # fmt: skip

_MONDAY = 3  # 1970-01-01, the day with number 0, was a Thursday
_IN_MONTHS = {"month": 1, "quarter": 3, "year": 12}


def number(days: Days, every: str) -> Numbers:
    """Return the number of the period in which each day falls."""
    if every in _IN_MONTHS:
        return days.astype("datetime64[M]").astype("int64") // _IN_MONTHS[every]
    counted = days.astype("datetime64[D]").astype("int64")
    return counted if every == "day" else (counted + _MONDAY) // 7


def first_day(numbers: Numbers, every: str) -> Days:
    """Return the first day of each period; the last day is the one before the next period's first."""
    if every in _IN_MONTHS:
        return (numbers * _IN_MONTHS[every]).astype("datetime64[M]").astype("datetime64[D]")
    return (numbers if every == "day" else numbers * 7 - _MONDAY).astype("datetime64[D]")


def name(first: datetime.date, every: str) -> str:
    """Name the period that begins on a day.

    >>> [name(datetime.date(2023, 10, 1), every) for every in ("day", "week", "month", "quarter", "year")]
    ['1 Oct 2023', 'week of 1 Oct 2023', 'October 2023', '4th quarter of 2023', '2023']
    """
    if every == "month":
        return f"{MONTHS[first.month - 1]} {first.year}"
    if every == "quarter":
        return f"{('1st', '2nd', '3rd', '4th')[(first.month - 1) // 3]} quarter of {first.year}"
    if every == "year":
        return str(first.year)
    return day_name(first) if every == "day" else f"week of {day_name(first)}"


def day_name(day: datetime.date) -> str:
    """Name a day.

    >>> day_name(datetime.date(2023, 10, 7))
    '7 Oct 2023'
    """
    return f"{day.day} {MONTHS[day.month - 1][:3]} {day.year}"
