"""What the artists of an axes show: for each series its kind, name, look, places and values."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from conflictlib import periods
from conflictlib.charts._dates import Calendar

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from matplotlib.axes import Axes
    from matplotlib.axis import Axis
    from matplotlib.collections import Collection, QuadMesh
    from matplotlib.container import BarContainer
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch, StepPatch

    from conflictlib.charts._links import Link


#: The gid of columns that do not stand on the floor: each reaches from the low to the high end of an interval.
INTERVAL = "interval"


#: The ``gid`` of dots and spans that stand beside the labels of the y axis, and are read from left to right.
ACROSS = "across"


@dataclass(frozen=True)
class Artist:
    """One series as it is drawn."""

    kind: str  # line | points | columns | intervals | bars | dots | spans | heat map | marks | shapes | nodes | links
    name: str
    look: str
    places: tuple[str, ...]  # of each value
    values: tuple[float, ...]


def number(value: float) -> str:
    """Write a number: whole ones in full, others with 6 digits, so that noise of the arithmetic is not seen.

    >>> number(1234567), number(0.1 + 0.2), number(2 / 3), number(-1e-17)
    ('1234567', '0.3', '0.666667', '0')
    """
    if value != value:
        return "missing"
    if abs(value) < 1e15 and abs(value - round(value)) <= 1e-9 * max(1.0, abs(value)):
        return str(round(value))
    return f"{value:.6g}"


def artists(ax: Axes) -> Iterator[Artist]:
    """Yield what is drawn in the axes and visible: lines, bars, other patches, collections and images."""
    from matplotlib.container import BarContainer
    from matplotlib.patches import StepPatch

    from conflictlib.charts._links import Link

    bars = [found for found in ax.containers if isinstance(found, BarContainer)]
    in_bars = {id(patch) for found in bars for patch in found.patches}
    yield from (_line(ax, line) for line in ax.lines if line.get_visible())
    yield from (_bars(ax, found) for found in bars)
    yield from _links([patch for patch in ax.patches if isinstance(patch, Link) and patch.get_visible()])
    for patch in ax.patches:
        if id(patch) not in in_bars and patch.get_visible() and not isinstance(patch, Link):
            yield _columns(ax, patch) if isinstance(patch, StepPatch) else _shape(patch)
    yield from (_collection(ax, found) for found in ax.collections if found.get_visible())
    for image in ax.images:
        if image.get_visible():
            look = str(image.get_cmap().name)
            yield Artist("image", _name(image.get_label()), look, (), _flat(image.get_array()))


def _name(label: object) -> str:
    return "" if str(label).startswith("_") else str(label)


def _hex(colour: object) -> str:
    from matplotlib.colors import to_hex

    red_green_blue_alpha = to_hex(colour, keep_alpha=True)  # type: ignore[arg-type]
    return red_green_blue_alpha.removesuffix("ff") if len(red_green_blue_alpha) == 9 else red_green_blue_alpha


def _flat(values: object) -> tuple[float, ...]:
    import numpy as np

    return tuple(np.ma.filled(np.ma.asarray(values, dtype=float), np.nan).ravel().tolist())


def place(ax: Axes, x: float) -> str:
    """Name a place on the x axis: its period, its category, or its number."""
    return ax.fmt_xdata(x) if isinstance(ax.fmt_xdata, Calendar) else category(ax.xaxis, x)


def category(axis: Axis, at: float) -> str:
    """Return the label of the tick at a place, or the number of the place."""
    for where, label in zip(axis.get_ticklocs(), axis.get_ticklabels(), strict=True):
        if abs(where - at) < 1e-9 and label.get_text():
            return " ".join(label.get_text().split())
    return number(at)


def day(at: float) -> str:
    """Name the day at a place on an axis of days."""
    from matplotlib.dates import num2date

    return periods.day_name(num2date(at).date())  # type: ignore[no-untyped-call]


def _line(ax: Axes, line: Line2D) -> Artist:
    xs, ys = _flat(line.get_xdata(orig=False)), _flat(line.get_ydata(orig=False))
    stroked = str(line.get_linestyle()).lower() not in ("none", "", " ")
    marker = str(line.get_marker())
    marked = marker.lower() not in ("none", "", " ")
    mark = f", marker {marker} {_hex(line.get_markerfacecolor())}" if marked else ""
    dashed = "dashed" if line.is_dashed() else "solid"
    look = _hex(line.get_color()) + (f" {dashed} {number(line.get_linewidth())}" if stroked else "") + mark
    if not line.get_transform().contains_branch(ax.transData):  # a rule or ticks along an edge: only x tells
        there = [x for x in xs if x == x]
        written = map(day if isinstance(ax.fmt_xdata, Calendar) else number, there)
        return Artist("marks", _name(line.get_label()), look, tuple(dict.fromkeys(written)), ())
    kind = "line" if stroked else "points"
    return Artist(kind, _name(line.get_label()), look, tuple(place(ax, x) for x in xs), ys)


def _bars(ax: Axes, bars: BarContainer) -> Artist:
    flat = bars.orientation == "horizontal"
    look = " ".join(dict.fromkeys(_fill(patch) for patch in bars.patches))
    boxes = [patch.get_bbox() for patch in bars.patches]
    middles = [(box.y0 + box.y1 if flat else box.x0 + box.x1) / 2 for box in boxes]
    named = [_name(patch.get_label()) for patch in bars.patches]  # a bar may have its own name beside it
    places = tuple(
        name or (category(ax.yaxis, at) if flat else place(ax, at)) for name, at in zip(named, middles, strict=True)
    )
    values = tuple(float(box.x1 - box.x0 if flat else box.y1 - box.y0) for box in boxes)
    return Artist("bars", _name(bars.get_label()), look, places, values)


def _links(links: list[Link]) -> Iterator[Artist]:
    """Yield the links of a network, those of one look together, the strongest first; where they run says nothing."""
    looks: dict[str, list[Link]] = {}
    for link in sorted(links, key=lambda link: (-link.value, link.place)):
        dashed = "" if str(link.get_linestyle()) in ("solid", "-") else " dashed"
        looks.setdefault(f"{_hex(link.get_edgecolor())}{dashed}", []).append(link)
    for look, these in looks.items():
        widths = [link.get_linewidth() for link in these]
        wide = f"{look} {number(min(widths))} to {number(max(widths))}"
        yield Artist("links", "", wide, tuple(link.place for link in these), tuple(link.value for link in these))


def _fill(patch: Patch) -> str:
    hatch = patch.get_hatch()
    return _hex(patch.get_facecolor()) + (f" hatched {_hex(patch.get_edgecolor())}" if hatch else "")


def _columns(ax: Axes, patch: StepPatch) -> Artist:
    import numpy as np

    tops, edges, floor = patch.get_data()
    if patch.get_gid() == INTERVAL:
        return _intervals(ax, patch)
    heights = np.asarray(tops, dtype=float) - (0 if floor is None else np.asarray(floor, dtype=float))
    there = np.flatnonzero(~np.isnan(heights))
    places = tuple(place(ax, (edges[i] + edges[i + 1]) / 2) for i in there)
    return Artist("columns", _name(patch.get_label()), _fill(patch), places, tuple(heights[there].tolist()))


def _intervals(ax: Axes, patch: StepPatch) -> Artist:
    """Return the low and the high end of each interval, one after the other."""
    import numpy as np

    tops, edges, floor = patch.get_data()
    ends = np.column_stack([np.asarray(floor, dtype=float), np.asarray(tops, dtype=float)])
    there = np.flatnonzero(~np.isnan(ends).any(axis=1))
    places = tuple(place(ax, (edges[i] + edges[i + 1]) / 2) for i in there)
    return Artist("intervals", _name(patch.get_label()), _fill(patch), places, tuple(ends[there].ravel().tolist()))


def _shape(patch: Patch) -> Artist:
    corners = patch.get_patch_transform().transform(patch.get_path().vertices)
    return Artist("shape", _name(patch.get_label()), _fill(patch), (), _flat(corners))


def _collection(ax: Axes, found: Collection) -> Artist:
    from matplotlib.collections import PathCollection, QuadMesh

    from conflictlib.charts._links import Nodes

    name = _name(found.get_label())
    if isinstance(found, QuadMesh) and found.get_array() is not None:
        return _cells(ax, found, name)
    colours = (*found.get_facecolor(), *found.get_edgecolor())
    look = " ".join(dict.fromkeys(map(_hex, colours)))
    if found.get_gid() == ACROSS:
        return _across(ax, found, name, look)
    if isinstance(found, Nodes):
        return Artist("nodes", name, f"{look}, marker {found.marker}", tuple(found.names), tuple(found.values))
    if isinstance(found, PathCollection):
        offsets = _flat(found.get_offsets())
        return Artist("points", name, look, tuple(place(ax, x) for x in offsets[::2]), offsets[1::2])
    corners: Iterable[float] = (value for path in found.get_paths() for value in _flat(path.vertices))
    return Artist("shapes", name, look, (), tuple(corners))


def _across(ax: Axes, found: Collection, name: str, look: str) -> Artist:
    """Tell of dots and spans that stand beside the labels of the y axis."""
    from matplotlib.collections import LineCollection

    if isinstance(found, LineCollection):
        ends = [_flat(segment) for segment in found.get_segments()]
        values = tuple(value for x0, _, x1, _ in ends for value in (x0, x1))
        return Artist("spans", name, look, tuple(category(ax.yaxis, round(y)) for _, y, _, _ in ends), values)
    offsets = _flat(found.get_offsets())
    return Artist("dots", name, look, tuple(category(ax.yaxis, round(y)) for y in offsets[1::2]), offsets[::2])


def _cells(ax: Axes, mesh: QuadMesh, name: str) -> Artist:
    import numpy as np

    corners = np.asarray(mesh.get_coordinates())
    grid = _flat(mesh.get_array())
    ys, xs = (corners[:-1, 0, 1] + corners[1:, 0, 1]) / 2, (corners[0, :-1, 0] + corners[0, 1:, 0]) / 2
    tell_y, tell_x = ax.fmt_ydata or partial(category, ax.yaxis), ax.fmt_xdata or partial(category, ax.xaxis)
    rows, columns = [tell_y(y) for y in ys], [tell_x(x) for x in xs]
    low, high = mesh.get_clim()
    shades = [_hex(colour) for colour in mesh.get_cmap()([0.0, 0.5, 1.0])]
    look = f"{' '.join(shades)} from {number(low or 0)} to {number(high or 0)}"
    places = tuple(f"{row} × {column}" for row in rows for column in columns)
    return Artist("heat map", name, look, places, _flat(grid))
