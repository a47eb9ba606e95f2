"""What stands around every chart: title, subtitle, key of events, and the lines with n, rule and source."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from conflictlib.charts import _style
from conflictlib.charts._style import INK, LEADING, MARGIN, NOTE, SOFT, SUBTITLE, TITLE, WIDTH

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure


_FITTED = 0.975  # small letters are drawn up to that much wider than they measure
_INDENT = 0.24  # inches, for the numbers of the key


@dataclass(frozen=True)
class Caption:
    """The words around a chart."""

    title: str
    subtitle: str
    notes: tuple[str, ...]
    key: tuple[str, ...] = ()  # beside the numbers from 1


@dataclass(frozen=True)
class Room:
    """Inches that a chart needs: for its plot, and around it for its labels."""

    plot: float
    left: float = 0.5
    right: float = 0.2
    above: float = 0.1
    below: float = 0.52
    rows: int = 1
    columns: int = 1
    gap: float = 0.2  # between columns of panels
    drop: float = 0.36  # between rows of panels


def frame(caption: Caption, room: Room, ax: Axes | None = None) -> list[Axes]:
    """Return the axes to draw in, with the caption around them: `ax` itself, or those of a new figure."""
    if ax is not None:
        _around(ax, caption, room)
        return [ax]
    import matplotlib.pyplot as plt

    lines = _lines(caption, WIDTH - 2 * MARGIN)
    heights = {name: _height(found, size) for name, (found, size) in lines.items()}
    top = MARGIN + heights["title"] + heights["subtitle"] + 0.06
    bottom = heights["key"] + heights["note"] + MARGIN
    height = top + room.above + room.plot + room.below + bottom
    fig = plt.figure(figsize=(WIDTH, height))
    tops = {"title": MARGIN, "subtitle": MARGIN + heights["title"], "key": height - bottom}
    tops["note"] = tops["key"] + heights["key"]
    for name, (found, points) in lines.items():
        if found:
            put = fig.suptitle if name == "title" else fig.text
            indent = _INDENT if name == "key" else 0
            put(x=(MARGIN + indent) / WIDTH, y=1 - tops[name] / height, **_words(found, points, name))
    if caption.key:
        numbers = _words([str(k) for k in range(1, len(caption.key) + 1)], NOTE, "numbers")
        fig.text(x=(MARGIN + _INDENT - 0.07) / WIDTH, y=1 - tops["key"] / height, **{**numbers, "ha": "right"})
    return _grid(fig, room, top + room.above, height)


def _lines(caption: Caption, width: float) -> dict[str, tuple[list[str], float]]:
    points = width * 72 * _FITTED
    return {
        "title": (_style.wrap(caption.title, points, TITLE, bold=True), TITLE),
        "subtitle": (_style.wrap(caption.subtitle, points, SUBTITLE), SUBTITLE),
        "key": ([_style.shorten(line, points - _INDENT * 72, NOTE) for line in caption.key], NOTE),
        "note": ([line for note in caption.notes for line in _style.wrap(note, points, NOTE)], NOTE),
    }


def _height(lines: list[str], size: float) -> float:
    return (len(lines) * size * LEADING + (6 if lines else 0)) / 72


def _words(lines: list[str], size: float, name: str) -> dict[str, Any]:
    return {
        "s" if name != "title" else "t": "\n".join(lines), "ha": "left", "va": "top", "fontsize": size,
        "linespacing": LEADING, "fontweight": "bold" if name in ("title", "numbers") else "normal",
        "color": INK if name in ("title", "key", "numbers") else SOFT, "gid": name, "parse_math": False,
    }  # fmt: skip


def _grid(fig: Figure, room: Room, top: float, height: float) -> list[Axes]:
    wide = (WIDTH - room.left - room.right - (room.columns - 1) * room.gap) / room.columns
    high = (room.plot - (room.rows - 1) * room.drop) / room.rows
    places = [
        (room.left + column * (wide + room.gap), height - top - row * (high + room.drop) - high)
        for row in range(room.rows)
        for column in range(room.columns)
    ]
    return [fig.add_axes((x / WIDTH, y / height, wide / WIDTH, high / height)) for x, y in places]


def _around(ax: Axes, caption: Caption, room: Room) -> None:
    """Set the caption above and below axes that somebody else has placed, as wide as they are."""
    lines = _lines(caption, size(ax)[0] / 72)
    up, down = room.above * 72 + 4, room.below * 72
    if caption.key:
        lines["key"] = ([f"{k}  {line}" for k, line in enumerate(lines["key"][0], 1)], NOTE)
    for name in ("subtitle", "key", "note"):
        found, points = lines[name]
        if not found:
            continue
        words = _words(found, points, name)
        if name == "subtitle":
            at, shift, words["va"] = (0, 1), up, "bottom"
            up += _height(found, points) * 72
        else:
            at, shift = (0, 0), -down
            down += _height(found, points) * 72
        ax.annotate(words.pop("s"), at, xytext=(0, shift), xycoords="axes fraction", annotation_clip=False,
                    textcoords="offset points", **words)  # fmt: skip
    title = _words(lines["title"][0], TITLE, "title")
    ax.set_title(title.pop("t"), loc="left", pad=up, **{**title, "va": "baseline"})


def root(ax: Axes) -> Figure:
    """Return the whole figure that axes belong to; they may stand in a part of it."""
    figure: Any = ax.figure
    while figure.figure is not figure:
        figure = figure.figure
    return figure  # type: ignore[no-any-return]


def size(ax: Axes) -> tuple[float, float]:
    """Return width and height of axes in points."""
    where, (wide, high) = ax.get_position(), root(ax).get_size_inches()
    return where.width * wide * 72, where.height * high * 72


def plain(ax: Axes, *, grid: str = "") -> None:
    """Leave of an axes' furniture only what is read: the base line, and a faint grid across `grid`."""
    for side, spine in ax.spines.items():
        spine.set_visible(side == "bottom" and grid == "y")
        spine.set_color(INK)
    ax.tick_params(which="both", length=0, labelsize=_style.LABEL, labelcolor=SOFT, pad=4)
    ax.set_axisbelow(True)
    if grid:
        ax.grid(axis=grid, color=_style.GRID, linewidth=0.8)  # type: ignore[arg-type]


def nothing(caption: Caption, ax: Axes | None, why: str = "No statements in this selection") -> Axes:
    """Say on the axes that there is nothing to draw, and why."""
    (ax,) = frame(caption, Room(plot=1.6, left=MARGIN, right=MARGIN, below=0.15), ax)
    plain(ax)
    ax.set(xticks=[], yticks=[], xlim=(0, 1), ylim=(0, 1), facecolor="#F4F4F4")
    hint = "A longer span of days, or more actors or themes, may have some."
    ax.text(0.5, 0.58, why, ha="center", va="center", fontsize=12, color=INK)
    ax.text(0.5, 0.38, hint, ha="center", va="center", fontsize=_style.LABEL, color=SOFT)
    return ax
