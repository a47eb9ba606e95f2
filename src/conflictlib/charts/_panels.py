"""A small chart for each group, all to one scale."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conflictlib.charts import _events, _style
from conflictlib.charts._frame import Caption, Room, frame, size
from conflictlib.charts._scale import Scale, set_axes
from conflictlib.charts._style import LABEL

if TYPE_CHECKING:
    from collections.abc import Iterator

    from matplotlib.axes import Axes

    from conflictlib.charts._events import Overlay
    from conflictlib.charts._series import Series, Values


def panels(
    found: Series, caption: Caption, over: Overlay | None, scale: Scale, *, columns: int = 0
) -> Iterator[tuple[Axes, str, Values]]:
    """Yield the axes for each group with its name and values; by itself it finds how many stand in a row."""
    n = len(found.drawn)
    columns = min(columns, n) or (n if n <= 2 else 3 if n in (3, 5, 6, 9) else 4)
    rows = -(-n // columns)
    high, drop = (1.95 if rows == 1 else 1.25), 0.44
    room = Room(rows * high + (rows - 1) * drop, left=scale.room, rows=rows, columns=columns, drop=drop,
                above=_events.BAND + 0.2 if over else 0.3)  # fmt: skip
    all_panels = frame(caption, room)
    for place, (panel, (name, values)) in enumerate(zip(all_panels, found.drawn.items(), strict=False)):
        set_axes(panel, found, scale, most=12 // columns)
        _title(panel, name, found.sums[name], _events.BAND * 72 - 3 if over and place < columns else 7)
        panel.tick_params(labelleft=place % columns == 0, labelbottom=place + columns >= n)
        yield panel, name, values
        if over:
            _events.draw(panel, over, numbers=place < columns, ticks=False)
    for unused in all_panels[n:]:
        unused.remove()


def _title(ax: Axes, name: str, n: int, pad: float) -> None:
    number = f"{n:,}"
    wide = size(ax)[0] - _style.text_width(number, LABEL) - 8
    ax.set_title(_style.shorten(name, wide, LABEL, bold=True), loc="left", fontsize=LABEL,
                 fontweight="bold", pad=pad, parse_math=False)  # fmt: skip
    ax.set_title(number, loc="right", fontsize=LABEL, color=_style.SOFT, pad=pad)
