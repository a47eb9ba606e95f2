"""Polarisation over time: a line with gaps where too few actors took positions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conflictlib.charts import _events, _series, _style
from conflictlib.charts._dates import long_span
from conflictlib.charts._frame import Caption, Room, frame, nothing
from conflictlib.charts._frequency import draw_line
from conflictlib.charts._scale import Scale, set_axes
from conflictlib.charts._series import Series
from conflictlib.schema import TableError

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    import pandas as pd
    from matplotlib.axes import Axes

    from conflictlib.charts._events import Overlay

_NAME = "polarisation"
_MOST_NUMBERS, _MOST_CROSSES = 24, 60  # periods; those of more would touch


def polarisation(
    values: pd.DataFrame,
    *,
    events: pd.DataFrame | None = None,
    title: str = "",
    ax: Axes | None = None,
) -> Axes:
    """Draw polarisation over time, as `conflictlib.polarisation` returns it.

    A period in which too few actors took positions is a gap in the line, and of up to 60 periods has a cross at the
    bottom; one that is not complete is dashed and hollow. An upright line reaches from ``low`` to ``high``. Up to 24
    periods have the number of their actors.

    Parameters
    ----------
    values
        One row per period: ``period``, ``value``, ``n_actors``, and where there are ``low``, ``high``, ``complete``.
    events
        Events table; each event of the time drawn gets a tick at the top, and up to ten a number with a key beneath.
    title
        Title in place of the one made from the values.
    ax
        Axes to draw in, with room around them for the words; None: those of a new figure.

    Raises
    ------
    TableError
        `values` lacks a column.
    """
    for column in ("period", "value", "n_actors"):
        if column not in values.columns:
            raise TableError(f"values: there is no column {column!r}, which charts.polarisation draws; "
                             f"there are {', '.join(map(str, values.columns))}")  # fmt: skip
    span = long_span(str(values.attrs.get("span") or ""))
    unit = f"How evenly actors divide: 0 all on one side, 1 half against half{', ' if span else ''}{span}"
    with _style.style():
        if not values["value"].notna().any():
            why = "No period has enough actors with positions"
            return nothing(Caption(title or "Nothing to draw", unit, (_last(values),)), ax, why)
        found = _series_of(values)
        over = _events.overlay(events, found.calendar, found.totals, panels=False)
        last = found.drawn[_NAME][-1]
        notes = (_gaps(values, found), over.note if over else "",
                 _series.incomplete(found, "Dashed and hollow" if last == last else "Cut short"),
                 _last(values))  # fmt: skip
        caption = Caption(title or _title(values, found), unit, tuple(filter(None, notes)), over.key if over else ())
        return _draw(values, found, caption, over, ax)


def _series_of(values: pd.DataFrame) -> Series:
    import numpy as np

    complete = values["complete"] if "complete" in values.columns else np.ones(len(values), dtype=bool)
    drawn = {_NAME: values["value"].to_numpy(dtype="float64")}
    busy = values["n"] if "n" in values.columns else values["n_actors"]
    return Series(
        _series.calendar_of(values), drawn, {_NAME: _style.colour(0)}, {_NAME: len(values)},
        np.asarray(complete, dtype=bool), busy.to_numpy(dtype="float64"), "", "", {_NAME: ""},
    )  # fmt: skip


def _title(values: pd.DataFrame, found: Series) -> str:
    import numpy as np

    line = found.drawn[_NAME]
    there = line[~np.isnan(line)]
    if not there.max():
        return f"No opposite positions in any {found.calendar.every} with enough actors"
    if "low" in values.columns and not values.loc[values["value"] > 0, "low"].ne(0).any():
        return f"No {found.calendar.every} is divided once one actor is left out"
    highest = np.flatnonzero(line == there.max())
    if len(there) > 1 and len(highest) == 1:
        when = found.calendar.when(int(highest[0]))
        return f"Most evenly divided {when}: {there.max():.2f}{_hangs(values, there.max())}"
    return f"Divided by {there.min():.2f} to {there.max():.2f}" if len(there) > 1 else f"Divided by {there.max():.2f}"


def _hangs(values: pd.DataFrame, highest: float) -> str:
    """Say how much of the highest value hangs on a single actor."""
    if "low" not in values.columns:
        return ""
    (low,) = values.loc[values["value"] == highest, "low"]
    if low != low:
        return ""
    return f", at least {low:.2f} whichever actor is left out" if low else ", but 0 once one actor is left out"


def _gaps(values: pd.DataFrame, found: Series) -> str:
    """Say what the numbers, the upright lines and the crosses are."""
    missing = int(values["value"].isna().sum())
    numbers = "Numbers at the top: actors with a position in the period. " if len(values) <= _MOST_NUMBERS else ""
    if {"low", "high"} <= set(values.columns):
        numbers += "Upright lines: from the lowest to the highest value with any one actor left out. "
    least = values.attrs.get("least")
    crosses = "Crosses: no value" if len(values) <= _MOST_CROSSES else "No value"
    few = f"fewer than {least} actors with a position, or no common theme" if least else "too few actors"
    every = found.calendar.every
    return numbers + (f"{crosses} in {missing:,} {every}{'s' * (missing > 1)} ({few})." if missing else "")


def _last(values: pd.DataFrame) -> str:
    attrs = values.attrs
    n = int(attrs.get("n", values["n"].sum() if "n" in values.columns else 0))
    counted = f"n = {n:,} {'statement that takes a position' if n == 1 else 'statements that take a position'}. "
    undated = f"{attrs['undated']:,} without a date are left out. " if attrs.get("undated") else ""
    rule = str(attrs.get("counting") or "").rstrip(".")
    source = str(attrs.get("source") or "not stated").rstrip(".")
    return f"{counted}{undated}{rule + '. ' if rule else ''}Source: {source}."


def _draw(values: pd.DataFrame, found: Series, caption: Caption, over: Overlay | None, ax: Axes | None) -> Axes:
    marks = [0.0, 0.2, 0.4, 0.6, 0.8, 1.0]
    scale = Scale(marks, [f"{mark:.1f}" for mark in marks], 1.14, _style.MARGIN + 0.32)
    (ax,) = frame(caption, Room(plot=2.9, left=scale.room, above=_events.BAND if over else 0.1), ax)
    set_axes(ax, found, scale, most=11)
    if over:
        _events.draw(ax, over)
    line = found.drawn[_NAME]
    _ranges(ax, values, found)
    draw_line(ax, found, _NAME, line, 0)
    _few(ax, found, line)
    if len(values) <= _MOST_NUMBERS:
        for place, n in zip(found.calendar.middles, values["n_actors"], strict=True):
            # on white, as the lines of events come down from above
            ax.text(place, 1.025, f"{int(n):,}", ha="center", fontsize=_style.NOTE, color=_style.SOFT, zorder=3,
                    bbox={"facecolor": "white", "edgecolor": "none", "pad": 1.5})  # fmt: skip
    return ax


def _ranges(ax: Axes, values: pd.DataFrame, found: Series) -> None:
    import numpy as np

    if {"low", "high"} <= set(values.columns):
        at = found.calendar.middles
        ends = np.column_stack([values["low"], values["high"], np.full(len(at), np.nan)]).ravel()
        ax.plot(at.repeat(3), ends, color=_style.colour(4), linewidth=3.5, solid_capstyle="butt", zorder=1.5,
                label="one actor left out")  # fmt: skip


def _few(ax: Axes, found: Series, line: npt.NDArray[np.float64]) -> None:
    import numpy as np

    missing = np.isnan(line)
    if missing.any() and len(line) <= _MOST_CROSSES:
        places = found.calendar.middles[missing]
        ax.plot(places, np.zeros(len(places)), linestyle="none", marker="x", markersize=5, color=_style.FAINT,
                label="no value", clip_on=False, zorder=3)  # fmt: skip
