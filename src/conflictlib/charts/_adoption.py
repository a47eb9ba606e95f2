"""How many actors had taken a position by each day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conflictlib.charts import _counts, _events, _style
from conflictlib.charts._dates import Calendar
from conflictlib.charts._frame import Caption, Room, frame, nothing
from conflictlib.charts._frequency import name_lines
from conflictlib.charts._scale import Scale, set_axes
from conflictlib.charts._series import Series

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

    from conflictlib.charts._events import Overlay
    from conflictlib.codebook import Codebook


def adoption(
    table: pd.DataFrame,
    *,
    events: pd.DataFrame | None = None,
    title: str = "",
    codebook: Codebook | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Draw how many actors had taken a position by each day, a line for each set of counting rules.

    Parameters
    ----------
    table
        As `conflictlib.adoption` returns it.
    events, title, codebook, ax
        As in `frequency`.

    Raises
    ------
    TableError
        `table` lacks a column.
    """
    _counts.needs(table, "adoption", ("rules", "date", "n", "n_new", "n_actors"))
    theme = _counts.Names(codebook)(table.attrs.get("theme") or "the theme")
    verb = "refused" if table.attrs.get("position") == "against" else "asked for or backed"
    unit = f"Actors that had {verb} {theme} by each day, by counting rules{_counts.span_of(table)}"
    rules: dict[str, str] = table.attrs.get("rules") or {}
    words = [f"By {name[:1].lower()}{name[1:]} rules: {said.removeprefix('Counted: ')}" for name, said in rules.items()]
    line = _counts.last_line(table, ["actor"]) if table.attrs.get("n") else ""
    with _style.style():
        if not table["n"].any():
            return nothing(Caption(title or "Nobody takes the position", unit, tuple(words)), ax)
        found = _curves(table)
        over = _events.overlay(events, found.calendar, found.totals, panels=False)
        notes = (over.note if over else "", *words, line)
        heading = title or _heading(found.sums, verb, theme)
        return _draw(found, Caption(heading, unit, tuple(filter(None, notes)), over.key if over else ()), over, ax)


def _first_up(name: str) -> str:
    return name[:1].upper() + name[1:]


def _heading(last: dict[str, int], verb: str, theme: str) -> str:
    parts = [f"{n:,} by {name[:1].lower()}{name[1:]} rules" for name, n in last.items()]
    return f"{_first_up(theme)}: how many {verb} it, {', '.join(parts)}"


def _curves(table: pd.DataFrame) -> Series:
    import numpy as np

    days = np.unique(table["date"].to_numpy().astype("datetime64[D]"))
    calendar = Calendar(np.append(days, days[-1] + 1), "day")
    curves = {str(name): part for name, part in table.groupby("rules", sort=False)}
    drawn = {_first_up(name): part["n"].to_numpy(dtype="float64") for name, part in curves.items()}
    colours = {name: _style.colour(rank) for rank, name in enumerate(drawn)}
    new = table.groupby("date")["n_new"].sum().to_numpy(dtype="float64")
    sums = {name: int(values[-1]) for name, values in drawn.items()}
    return Series(calendar, drawn, colours, sums, np.ones(len(days), dtype=bool), new, "", "rules", {})


def _draw(found: Series, caption: Caption, over: Overlay | None, ax: Axes | None) -> Axes:
    labels = [f"{_style.shorten(name, 120, _style.LABEL)}: {found.sums[name]:,}" for name in found.drawn]
    right = max(_style.text_width(label, _style.LABEL) for label in labels) / 72 + 0.55
    scale = Scale.of(found, share=False, stacked=False)
    (ax,) = frame(caption, Room(plot=3.3, left=scale.room, right=right, above=_events.BAND if over else 0.1), ax)
    set_axes(ax, found, scale, most=11)
    if over:
        _events.draw(ax, over)
    for name, values in found.drawn.items():
        ax.plot(found.calendar.numbers[:-1], values, drawstyle="steps-post", color=found.colours[name], linewidth=1.8,
                label=name, clip_on=False)  # fmt: skip
    name_lines(ax, found, labels)
    return ax
