"""Counts over time: lines, stacked columns, or a panel for each group."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from conflictlib.charts import _counts, _events, _panels, _series, _style
from conflictlib.charts._frame import Caption, Room, frame, nothing, size
from conflictlib.charts._marks import Mark, note
from conflictlib.charts._scale import Scale, set_axes
from conflictlib.charts._style import LABEL
from conflictlib.parameters import ParameterError, at_least, one_of

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

    from conflictlib.charts._events import Overlay
    from conflictlib.charts._series import Series, Values
    from conflictlib.codebook import Codebook

KINDS = ("lines", "stacked", "panels")
_CUT = {"lines": "Dashed and hollow", "stacked": "Hatched", "panels": "Hatched"}


def frequency(
    counts: pd.DataFrame,
    *,
    kind: str = "lines",
    events: pd.DataFrame | None = None,
    top: int = 8,
    value: str = "n",
    title: str = "",
    codebook: Codebook | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Draw counts over time, as `conflictlib.summaries.frequency` returns them.

    Parameters
    ----------
    counts
        One row per period and group: ``period``, at most one grouping column, ``n``, and ``complete``.
    kind
        ``lines``, one a group, named at its end; ``stacked``, columns that add up to all groups;
        ``panels``, a small chart for each group, all to one scale.
    events
        Events table; each event of the time drawn gets a tick at the top, and up to ten (in panels six)
        a number with a key beneath.
    top
        Number of groups that are drawn by themselves. The others are added up in grey where columns are
        stacked, else only named in a note with their n.
    value
        ``n``, or ``share`` if `counts` has it.
    title
        Title in place of the one made from the counts.
    codebook
        Codebook for the plain names of codes; None: the shipped one.
    ax
        Axes to draw in, with room around them for the words; None: those of a new figure. Not with panels.

    Returns
    -------
    Axes
        The axes, of panels the first. Periods that are not complete are hatched, on lines dashed and hollow.
        Without statements a message stands on the axes.

    Raises
    ------
    ParameterError
        `kind`, `top` or `value` is not allowed, or `ax` is given with panels.
    TableError
        `counts` lacks a column, or has more than one that groups.
    """
    one_of("kind", kind, KINDS)
    at_least("top", top, 1)
    if ax is not None and kind == "panels":
        raise ParameterError("ax is given with kind='panels', which draws several axes; allowed is ax=None")
    needs = ("period", "n", one_of("value", value, ("n", "share")))
    groups = _counts.groups(counts, most=1, chart="frequency", needs=needs)
    by, line = (groups or [""])[0], _counts.last_line(counts, groups)
    unit = _series.subtitle(counts, by, value)
    with _style.style():
        if not counts["n"].any():
            return nothing(Caption(title or "Nothing to draw", unit, (line,)), ax)
        names = _counts.Names(codebook)
        found = _series.series(counts, by, value, top, names, stacked=kind == "stacked")
        over = _events.overlay(events, found.calendar, found.totals, panels=kind == "panels")
        notes = (found.note, over.note if over else "", _series.incomplete(found, _CUT[kind]), line)
        heading = title or _series.title(counts, by, found, names)
        caption = Caption(heading, unit, tuple(filter(None, notes)), over.key if over else ())
        scale = Scale.of(found, share=value == "share", stacked=kind == "stacked")
        draw = {"lines": _lines, "stacked": _stacked, "panels": _in_panels}[kind]
        return draw(found, caption, over, scale, ax)


def _lines(found: Series, caption: Caption, over: Overlay | None, scale: Scale, ax: Axes | None) -> Axes:
    ax, labels = one_plot(found, caption, over, scale, ax)
    for rank, (name, values) in reversed(list(enumerate(found.drawn.items()))):
        draw_line(ax, found, name, values, rank)
    if labels:
        name_lines(ax, found, labels)
    return ax


def one_plot(
    found: Series, caption: Caption, over: Overlay | None, scale: Scale, ax: Axes | None
) -> tuple[Axes, list[str]]:
    """Set a plot with room for the names of its groups at the right; a single group needs none."""
    labels = [_style.shorten(name, 145, LABEL) for name in found.drawn] if len(found.drawn) > 1 else []
    right = max(_style.text_width(label, LABEL) for label in labels) / 72 + 0.5 if labels else 0.2
    room = Room(plot=3.3, left=scale.room, right=right, above=_events.BAND if over else 0.1)
    (ax,) = frame(caption, room, ax)
    set_axes(ax, found, scale, most=11)
    if over:
        _events.draw(ax, over)
    return ax, labels


def draw_line(ax: Axes, found: Series, name: str, values: Values, rank: int) -> None:
    """Draw what is complete as a line, and to each period that is not, a dashed piece with a hollow end."""
    import numpy as np

    places, colour = found.calendar.middles, found.colours[name]
    look: dict[str, Any] = {
        "color": colour,
        "linewidth": 1.8,
        "markersize": 3.6,
        "zorder": 3 - rank / 100,
        "clip_on": False,
    }
    solid = np.where(found.complete, values, np.nan)
    ax.plot(places, solid, marker="o", markevery=None if len(places) <= 40 else _alone(solid), label=name, **look)
    for i in (~found.complete).nonzero()[0]:
        beside = [j for j in (i - 1, i, i + 1) if 0 <= j < len(places)]
        ax.plot(places[beside], values[beside], linestyle=(0, (2, 1.5)), label=f"_{name}, towards {i}", **look)
        hollow = {
            **look,
            "marker": "o",
            "markerfacecolor": "white",
            "markeredgewidth": 1.4,
            "linestyle": "none",
        }
        ax.plot(places[i : i + 1], values[i : i + 1], label=f"{name}, not complete", **hollow)
    edges = found.calendar.numbers
    note(ax, (Mark(_series.key(found, name, i), (edges[i], edges[i + 1]), (n, n), (0, 12))
              for i, n in enumerate(values) if n > 0))  # fmt: skip


def _alone(values: Values) -> list[int]:
    """Find the values between two gaps: without a marker a line does not show them."""
    import numpy as np

    there = np.pad(~np.isnan(values), 1)
    return [int(i) for i in np.flatnonzero(there[1:-1] & ~there[:-2] & ~there[2:])]


def name_lines(ax: Axes, found: Series, labels: list[str]) -> None:
    """Write each line's name at its end, apart from each other."""
    high, (_, points) = ax.get_ylim()[1], size(ax)
    ends = [_last(values) for values in found.drawn.values()]
    heights = _style.spread([y / high * points for _, y in ends], LABEL * 1.35, 3, points - 3)
    for (i, y), height, label, name in zip(ends, heights, labels, found.drawn, strict=True):
        ax.annotate(label, (found.calendar.middles[i], y), xytext=(24, height / points),
                    textcoords=("offset points", "axes fraction"), va="center", fontsize=LABEL,
                    annotation_clip=False, parse_math=False, gid="line name",
                    arrowprops={"arrowstyle": "-", "color": found.colours[name], "linewidth": 1.1,
                                "shrinkA": 3, "shrinkB": 3, "relpos": (0, 0.5), "patchA": None})  # fmt: skip


def _last(values: Values) -> tuple[int, float]:
    import numpy as np

    there = np.flatnonzero(~np.isnan(values))
    return (int(there[-1]), float(values[there[-1]])) if len(there) else (len(values) - 1, 0.0)


def _stacked(found: Series, caption: Caption, over: Overlay | None, scale: Scale, ax: Axes | None) -> Axes:
    import numpy as np

    ax, labels = one_plot(found, caption, over, scale, ax)
    base = np.zeros(len(found.complete))
    for name, values in found.drawn.items():
        columns(ax, found, name, np.nan_to_num(values), base)
        base = base + np.nan_to_num(values)
    if labels:
        _key(ax, found, labels)
    return ax


def columns(ax: Axes, found: Series, name: str, values: Values, base: Values) -> None:
    """Draw columns on a base; those of periods that are not complete hatched."""
    import numpy as np

    numbers = found.calendar.numbers
    # a column alone does not fill the plot, and very many leave no gaps
    wide = 0.82 * min(len(values) / 6, 1) if len(values) <= 60 else 1.0
    narrow = np.diff(numbers) * (1 - wide) / 2
    edges = np.column_stack([numbers[:-1] + narrow, numbers[1:] - narrow]).ravel()
    gap = np.full(len(values), np.nan)
    floor = np.column_stack([base, np.zeros(len(base))]).ravel()[:-1]
    solid: dict[str, Any] = {"facecolor": found.colours[name], "linewidth": 0}
    hatched = {**solid, "facecolor": "white", "edgecolor": found.colours[name], "hatch": "/////"}
    cut = (~found.complete, f"{name}, not complete", hatched)
    for these, label, look in ((found.complete, name, solid), cut):
        if these.any():
            tops = np.column_stack([np.where(these, base + values, np.nan), gap]).ravel()[:-1]
            ax.stairs(tops, edges, baseline=floor, fill=True, label=label, **look)
    note(ax, (Mark(_series.key(found, name, i), tuple(edges[2 * i : 2 * i + 2]), (base[i], base[i] + n), (0, 4))
              for i, n in enumerate(values) if n > 0))  # fmt: skip


def _key(ax: Axes, found: Series, labels: list[str]) -> None:
    """Name the colours beside the columns, from the top of the stack down."""
    from matplotlib.patches import Patch

    patches = [Patch(facecolor=found.colours[name]) for name in found.drawn]
    legend = ax.legend(
        patches[::-1], labels[::-1], loc="upper left", bbox_to_anchor=(1.0, 1.02), frameon=False,
        fontsize=LABEL, handlelength=0.9, handleheight=0.9, labelspacing=0.45, handletextpad=0.5,
        borderaxespad=0.4, alignment="left",
    )  # fmt: skip
    for text in legend.get_texts():
        text.set_parse_math(False)


def _in_panels(found: Series, caption: Caption, over: Overlay | None, scale: Scale, ax: Axes | None) -> Axes:
    import numpy as np

    one = {name: shade if shade == _style.FAINT else _style.colour(0) for name, shade in found.colours.items()}
    found = replace(found, colours=one)  # the titles tell them apart
    panels = list(_panels.panels(found, caption, over, scale))
    for panel, name, values in panels:
        columns(panel, found, name, np.nan_to_num(values), np.zeros(len(values)))
    return panels[0][0]
