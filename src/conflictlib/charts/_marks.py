"""Which rows of its table each bar, cell and point of a chart stands for, and where that is in the picture."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

#: Points, 1.4 pixels as shown; what is drawn narrower can’t be pointed at, as a day among a thousand.
NARROWEST = 1.0

Ends = tuple[float, float]


@dataclass(frozen=True)
class Mark:
    """A part of a chart in the data of its axes.

    `key` has a value for each column that tells rows apart, None where several are added up.
    `least` is the smallest width and height, in points, that it is given for the pointer.
    """

    key: Mapping[str, str | None]
    x: Ends
    y: Ends
    least: tuple[float, float] = (0.0, 0.0)


@dataclass(frozen=True)
class Place:
    """Where a mark is: left, top, width and height as fractions of the picture."""

    key: Mapping[str, str | None]
    box: tuple[float, float, float, float]


_noted: WeakKeyDictionary[Axes, list[Mark]] = WeakKeyDictionary()


def note(ax: Axes, marks: Iterable[Mark]) -> None:
    """Remember what is drawn in the axes; they may still be moved or scaled."""
    _noted.setdefault(ax, []).extend(marks)


def places(fig: Figure) -> list[Place]:
    """Return where the marks of all visible axes are, in the order in which they were drawn."""
    return [place for ax in fig.axes if ax.get_visible() for place in _places(ax, fig)]


def _places(ax: Axes, fig: Figure) -> Iterator[Place]:
    wide, high = (inches * 72 for inches in fig.get_size_inches())
    for mark in _noted.get(ax, []):
        corners = ax.transData.transform(list(zip(mark.x, mark.y, strict=True)))
        (x0, y0), (x1, y1) = fig.transFigure.inverted().transform(corners)
        left, width = _grown(x0, x1, mark.least[0] / wide)
        bottom, height = _grown(y0, y1, mark.least[1] / high)
        inside = left >= 0 and bottom >= 0 and left + width <= 1 and bottom + height <= 1
        if inside and width * wide >= NARROWEST and height * high >= NARROWEST:
            # four digits are a tenth of a pixel, and the same on every machine
            box = (round(left, 4), round(1 - bottom - height, 4), round(width, 4), round(height, 4))
            yield Place(mark.key, box)


def _grown(one: float, other: float, least: float) -> tuple[float, float]:
    """Return where a stretch begins and its length, at least `least` about its middle."""
    length = max(abs(other - one), least)
    return float((one + other - length) / 2), float(length)
