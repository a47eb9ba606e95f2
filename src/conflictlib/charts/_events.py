"""Events over a chart: a tick for each, numbers for as many as keep apart, and a key to the numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from conflictlib import periods
from conflictlib.charts import _style
from conflictlib.charts._frame import size

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    import pandas as pd
    from matplotlib.axes import Axes

    from conflictlib.charts._dates import Calendar

BAND = 0.42  # inches above the plot for the numbers
_APART = 16.0  # points from number to number


@dataclass(frozen=True)
class Overlay:
    """The events of a chart, and which of them are numbered."""

    days: npt.NDArray[np.datetime64]
    numbered: list[int]  # places in `days`, in order of time
    key: tuple[str, ...]
    note: str


def overlay(happened: pd.DataFrame | None, calendar: Calendar, totals: npt.NDArray[np.float64],
            most: int) -> Overlay | None:  # fmt: skip
    """Choose which events get a number: all if they are at most `most`, else some of the busiest periods."""
    import numpy as np

    if happened is None or happened.empty:
        return None
    table = happened.dropna(subset="date").sort_values("date", kind="stable")
    days = table["date"].to_numpy().astype("datetime64[D]")
    inside = (days >= calendar.edges[0]) & (days < calendar.edges[-1])
    table, days = table[inside], days[inside]
    if not len(days):
        return None
    busy = totals[np.searchsorted(calendar.edges, days, side="right") - 1]
    numbered = list(range(len(days))) if len(days) <= most else _choose(days, busy, calendar, most)
    words = [" ".join(str(event).split()) for event in table["event"]]
    key = tuple(f"{place}  {periods.day_name(days[i].item())}: {words[i]}" for place, i in enumerate(numbered, 1))
    few = f"; numbered are {len(numbered)}, of the busiest {calendar.every}s, at a distance from each other"
    note = f"Ticks at the top: {len(days)} {'event' if len(days) == 1 else 'events'}"
    return Overlay(days, numbered, key, note + (few if len(numbered) < len(days) else "") + ".")


def _choose(days: npt.NDArray[np.datetime64], busy: npt.NDArray[np.float64], calendar: Calendar,
            most: int) -> list[int]:  # fmt: skip
    """Take events from the busiest period on, leaving out what is too near to one taken."""
    import numpy as np

    near = (calendar.edges[-1] - calendar.edges[0]) / np.timedelta64(1, "D") / (2.5 * most)
    taken: list[int] = []
    for i in sorted(range(len(days)), key=lambda i: (-busy[i], i)):
        if len(taken) < most and all(abs((days[i] - days[j]) / np.timedelta64(1, "D")) >= near for j in taken):
            taken.append(i)
    return sorted(taken)


def draw(ax: Axes, chosen: Overlay, *, numbers: bool = True) -> None:
    """Draw ticks along the top, a faint line down from each numbered event, and the numbers above."""
    from matplotlib.dates import date2num

    places = date2num(chosen.days)
    over = ax.get_xaxis_transform()
    ax.plot(places, [1.0] * len(places), linestyle="none", marker="|", markersize=7, markeredgewidth=0.9,
            color=_style.SOFT, transform=over, clip_on=False, label="events")  # fmt: skip
    for i in chosen.numbered:
        ax.axvline(places[i], color=_style.REST, linewidth=0.8, linestyle=(0, (1, 2)), zorder=0.6, label="_guide")
    if not numbers:
        return
    width = size(ax)[0]
    low, high = ax.get_xlim()
    wanted = [(places[i] - low) / (high - low) * width for i in chosen.numbered]
    for number, (at, i) in enumerate(zip(_style.spread(wanted, _APART, 5, width - 5), chosen.numbered, strict=True), 1):
        ax.annotate(str(number), (places[i], 1), xycoords=over, xytext=(at / width, BAND * 72 - 12),
                    textcoords=("axes fraction", "offset points"), ha="center", va="center", fontsize=7, fontweight="bold", color="white",
                    bbox={"boxstyle": "circle,pad=0.28", "facecolor": _style.SOFT, "edgecolor": "none"},
                    arrowprops={"arrowstyle": "-", "color": _style.FAINT, "linewidth": 0.7, "shrinkA": 0, "shrinkB": 3},
                    annotation_clip=False, gid="event")  # fmt: skip
