"""The axes of a chart over time: days along the bottom, values from zero."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from conflictlib.charts import _style
from conflictlib.charts._dates import ticks
from conflictlib.charts._frame import plain

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from conflictlib.charts._series import Series


def set_axes(ax: Axes, found: Series, scale: Scale, most: int) -> None:
    """Set the axes: days along the bottom, values from zero."""
    plain(ax, grid="y")
    places, labels = ticks(found.calendar, most)
    ax.set_xticks(places, labels)
    ax.set_yticks(scale.marks, scale.labels)
    ax.tick_params(axis="x", length=4, color=_style.INK)
    ax.set(xlim=(found.calendar.numbers[0], found.calendar.numbers[-1]), ylim=(0, scale.top))
    ax.fmt_xdata = found.calendar


@dataclass(frozen=True)
class Scale:
    """The scale of values: its ticks, their labels, where it ends, and the inches that the labels take."""

    marks: list[float]
    labels: list[str]
    top: float
    room: float

    @classmethod
    def of(cls, found: Series, *, share: bool, stacked: bool) -> Scale:
        """Choose the scale of what is drawn of a series."""
        import numpy as np

        table = np.nan_to_num(list(found.drawn.values()))
        high = float((table.sum(axis=0) if stacked else table).max())
        return cls.up_to(high, share=share)

    @classmethod
    def up_to(cls, high: float, *, share: bool, least: float | None = None) -> Scale:
        """Choose at most six steps of 1, 2 or 5 times a power of ten; of a count, whole numbers."""
        least = least or (0.01 if share else 1.0)
        steps = (least * 10**power * m for power in range(20) for m in (1, 2, 5))
        step = next(step for step in steps if high / step <= 6)
        top = max(high * 1.06, step)
        marks = [k * step for k in range(int(top / step + 1e-9) + 1)]
        digits = next(digits for digits in range(9) if step >= 0.999 * 10**-digits)
        labels = [f"{100 * mark:.0f} %" if share else f"{mark:,.{digits}f}" for mark in marks]
        widest = max(_style.text_width(label, _style.LABEL) for label in labels)
        return cls(marks, labels, top, _style.MARGIN + (widest + 6) / 72)
