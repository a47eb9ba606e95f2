"""Periods on an axis: ticks that people write, and the name of the period at a place."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import TYPE_CHECKING

from conflictlib import periods

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

#: Steps between ticks, from the finest.
_STEPS = (("day", 1), ("day", 2), ("week", 1), ("week", 2), ("month", 1), ("month", 2), ("month", 3),
          ("month", 6), *(("year", step) for step in (1, 2, 5, 10, 20, 50, 100, 500, 5000)))  # fmt: skip


@dataclass(frozen=True)
class Calendar:
    """The periods of an axis: where each begins, and where the last one ends."""

    edges: npt.NDArray[np.datetime64]
    every: str

    @property
    def numbers(self) -> npt.NDArray[np.float64]:
        """The edges as places on the axis."""
        return places(self.edges)

    @property
    def middles(self) -> npt.NDArray[np.float64]:
        """The middle of each period, where a point stands for all of it."""
        return (self.numbers[:-1] + self.numbers[1:]) / 2

    def name(self, period: int) -> str:
        """Return the name of a period, by its place from 0."""
        return periods.name(self.edges[period].item(), self.every)

    def when(self, period: int) -> str:
        """Return its name behind the preposition that it takes."""
        return {"day": "on ", "week": "in the ", "quarter": "in the "}.get(self.every, "in ") + self.name(period)

    def __call__(self, place: float) -> str:
        """Return the name of the period at a place on the axis (matplotlib asks under the mouse)."""
        import numpy as np

        found = int(np.searchsorted(self.numbers, place, side="right")) - 1
        return self.name(min(max(found, 0), len(self.edges) - 2))

    def span(self) -> tuple[datetime.date, datetime.date]:
        """Return the first and the last day."""
        return self.edges[0].item(), self.edges[-1].item() - datetime.timedelta(days=1)


def places(days: npt.NDArray[np.datetime64]) -> npt.NDArray[np.float64]:
    """Return the places of days on an axis."""
    from matplotlib.dates import date2num

    return date2num(days)  # type: ignore[no-any-return, no-untyped-call]


def ticks(calendar: Calendar, most: int) -> tuple[list[float], list[str]]:
    """Return places and labels of at most `most` ticks; the year stands under the first and where it changes.

    Few periods are labelled each in its middle; many have ticks at round dates.
    """
    import numpy as np

    first, last = calendar.edges[0], calendar.edges[-1]
    if len(calendar.edges) - 1 <= most:
        return calendar.middles.tolist(), _labels(calendar.edges[:-1].tolist(), calendar.every)
    for unit, step in _STEPS:
        low, high = periods.number(np.array([first, last]), unit)
        shift = 1970 % step if unit == "year" else 0  # years are numbered from 1970, and read from 0
        days = periods.first_day(np.arange(-(-(low + shift) // step) * step - shift, high + 1, step), unit)
        days = days[(days >= first) & (days < last)]
        if 0 < len(days) <= most:
            break
    return places(days).tolist(), _labels(days.tolist(), unit)


def _labels(days: list[datetime.date], unit: str) -> list[str]:
    if unit == "year":
        return [str(day.year) for day in days]
    labels, year = [], None
    for day in days:
        month = periods.MONTHS[day.month - 1][:3]
        label = {"month": month, "quarter": f"Q{day.month // 3 + 1}"}.get(unit, f"{day.day} {month}")
        labels.append(label if day.year == year else f"{label}\n{day.year}")
        year = day.year
    return labels


def long_span(text: str) -> str:
    """Write an ISO 8601 span in words.

    >>> long_span("2023-10-07/2026-02-19")
    '7 Oct 2023 to 19 Feb 2026'
    """
    if not text:
        return ""
    first, last = (datetime.date.fromisoformat(day) for day in text.split("/"))
    return periods.day_name(first) + (f" to {periods.day_name(last)}" if last != first else "")
