"""Events over a chart: a tick for each, numbers for as many as keep apart, and a key to the numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from conflictlib import periods
from conflictlib.charts import _style
from conflictlib.charts._dates import places
from conflictlib.charts._frame import size
from conflictlib.time_series.nearby import JUST_BEFORE

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    import pandas as pd
    from matplotlib.axes import Axes

    from conflictlib.charts._dates import Calendar

BAND = 0.42  # inches above the plot for the numbers
_APART = 15.0  # points from number to number
_DISC = {"boxstyle": "round,pad=0.3,rounding_size=0.75", "facecolor": _style.SOFT, "edgecolor": "none"}
_STALK = {"arrowstyle": "-", "color": _style.FAINT, "linewidth": 0.7, "shrinkA": 0, "shrinkB": 3}


@dataclass(frozen=True)
class Overlay:
    """The events of a chart, and which of them are numbered."""

    days: npt.NDArray[np.datetime64]
    numbered: list[int]  # places in `days`, in order of time
    key: tuple[str, ...]
    note: str


def overlay(
    happened: pd.DataFrame | None,
    calendar: Calendar,
    totals: npt.NDArray[np.float64],
    *,
    panels: bool,
    changes: npt.NDArray[np.datetime64] | None = None,
) -> Overlay | None:
    """Choose which events get a number: from the busiest period on, as long as each stays near its tick.

    Those that stand beside `changes`, first days of periods with something to see, come before all others.
    """
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
    most, wide = (6, 120.0) if panels else (10, 430.0)  # points: what the narrowest plot has
    across = (days - calendar.edges[0]) / (calendar.edges[-1] - calendar.edges[0]) * wide
    beside = _beside(days, calendar, changes)
    order = _order(np.searchsorted(calendar.edges, days, side="right").tolist(), busy.tolist(), beside)
    numbered = _choose([float(place) for place in across], order, most, wide)
    words = [" ".join(str(event).split()) for event in table["event"]]
    key = tuple(f"{periods.day_name(days[i].item())}: {words[i]}" for i in numbered)
    seen = f"{len(days)} {'event' if len(days) == 1 else 'events'}"
    if len(numbered) == len(days):
        return Overlay(days, numbered, key, "")
    few = f"Marked: {len(numbered)} of {seen}" if panels else f"Ticks: {seen}; {len(numbered)} have a number"
    what = "those beside a burst or break, then busiest" if any(beside) else "busiest"
    return Overlay(days, numbered, key, f"{few}, {what} {calendar.every}s first.")


def _beside(
    days: npt.NDArray[np.datetime64], calendar: Calendar, changes: npt.NDArray[np.datetime64] | None
) -> list[bool]:
    """Tell which days are in a period with a change, or up to 7 days before it."""
    import numpy as np

    if changes is None:
        return [False] * len(days)
    ends = calendar.edges[np.minimum(np.searchsorted(calendar.edges, changes, side="right"), len(calendar.edges) - 1)]
    beside = (days[:, None] >= changes - JUST_BEFORE) & (days[:, None] < ends)
    return [bool(any(row)) for row in beside]


def _order(period: list[int], busy: list[float], beside: list[bool]) -> list[int]:
    """Take the first event of every period before the second of any, the busiest period first."""
    before = [period[:i].count(p) for i, p in enumerate(period)]
    return sorted(range(len(period)), key=lambda i: (not beside[i], before[i], -busy[i], i))


def _choose(wanted: list[float], order: list[int], most: int, wide: float) -> list[int]:
    """Take events in an order as long as their numbers can stand near their ticks."""
    taken: list[int] = []
    for i in order:
        trial = sorted([*taken, i])
        moved = _style.spread([wanted[k] for k in trial], _APART, 0, wide)
        near = all(abs(to - wanted[k]) <= 1.2 * _APART for to, k in zip(moved, trial, strict=True))
        if near and len({wanted[k] for k in trial}) == len(trial):
            taken = trial
        if len(taken) == most:
            break
    return taken


def draw(ax: Axes, chosen: Overlay, *, numbers: bool = True, ticks: bool = True) -> None:
    """Draw ticks along the top, a faint line down from each numbered event, and the numbers above."""
    import numpy as np

    at = places(chosen.days)
    numbered = at[chosen.numbered]
    over = ax.get_xaxis_transform()
    if ticks:
        ax.plot(at, np.ones(len(at)), linestyle="none", marker="|", markersize=7, markeredgewidth=0.9,
                color=_style.SOFT, transform=over, clip_on=False, label="events")  # fmt: skip
    gap = np.full(len(numbered), np.nan)
    ax.plot(np.column_stack([numbered, numbered, gap]).ravel(), np.tile([0, 1, np.nan], len(numbered)),
            color=_style.REST, linewidth=0.8, linestyle=(0, (1, 2)), transform=over, zorder=0.6,
            label="numbered events")  # fmt: skip
    if numbers:
        _numbers(ax, [float(place) for place in numbered])


def _numbers(ax: Axes, numbered: list[float]) -> None:
    over, width = ax.get_xaxis_transform(), size(ax)[0]
    low, high = ax.get_xlim()
    wanted = [(place - low) / (high - low) * width for place in numbered]
    moved = _style.spread(wanted, _APART, 5, width - 5)
    for number, (place, at) in enumerate(zip(numbered, moved, strict=True), 1):
        ax.annotate(
            str(number), (place, 1), xycoords=over, xytext=(at / width, BAND * 72 - 12),
            textcoords=("axes fraction", "offset points"), ha="center", va="center", annotation_clip=False,
            fontsize=7, fontweight="bold", color="white", gid="event", bbox=_DISC, arrowprops=_STALK,
        )  # fmt: skip
