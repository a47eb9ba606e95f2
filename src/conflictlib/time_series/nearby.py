"""The events in and just before a period. That they stand beside it says nothing about a cause."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conflictlib import periods
from conflictlib.schema import TableError

if TYPE_CHECKING:
    import pandas as pd

JUST_BEFORE = 7  # days before the first day of a period


def nearby(events: pd.DataFrame, starts: pd.Series, every: str) -> list[str]:
    """Write for each period the events from 7 days before it to its last day, by date, joined by ``; ``."""
    import numpy as np

    for column in ("date", "event"):
        if column not in events.columns:
            raise TableError(f"events: there is no column {column!r}; there are {', '.join(map(str, events.columns))}")
    table = events.dropna(subset="date").sort_values("date", kind="stable")
    days = table["date"].to_numpy().astype("datetime64[D]")
    words = [" ".join(str(event).split()) for event in table["event"]]
    firsts = starts.to_numpy().astype("datetime64[D]")
    found = []
    for begin, after in zip(firsts, periods.first_day(periods.number(firsts, every) + 1, every), strict=True):
        inside = np.flatnonzero((days >= begin - JUST_BEFORE) & (days < after))
        found.append("; ".join(f"{periods.day_name(days[i].item())}: {words[i]}" for i in inside))
    return found
