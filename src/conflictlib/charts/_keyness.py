"""What marks one selection against another: bars to two sides, or a panel for each group or period."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from conflictlib import periods
from conflictlib.charts import _counts, _style
from conflictlib.charts._dates import long_span
from conflictlib.charts._frame import Caption, Room, frame, nothing, plain, size
from conflictlib.charts._style import LABEL, NOTE
from conflictlib.parameters import one_of
from conflictlib.schema import TableError

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd
    from matplotlib.axes import Axes

    from conflictlib.codebook import Codebook

UNITS = ("word", "theme", "act")
_COLUMNS = 3  # panels side by side
_ROW = 0.225  # inches of a row
_SURE = 0.05  # of q


def keyness(
    table: pd.DataFrame,
    *,
    top: int = 15,
    panels: int = 9,
    title: str = "",
    codebook: Codebook | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Draw the words, themes or acts that mark the target to the right, and those that mark the reference to the left.

    A table of several groups or periods gets a panel for each, with what marks it against the rest.

    Parameters
    ----------
    table
        One row per word, theme or act, as `conflictlib.keyness` returns.
    top
        Number of words on each side, or in each panel.
    panels
        Number of panels: the largest groups, or the latest periods.
    title
        Title in place of the one made from the table.
    codebook
        Codebook for the plain names of codes; None: the shipped one.
    ax
        Axes to draw in, with room around them for the words; None: those of a new figure. With several panels it
        is not taken.

    Returns
    -------
    Axes
        Those of the chart, or of its first panel. The longer a bar, the larger z (or the root of G²). A bar is
        pale where q is 0.05 or more, and hollow where all of its words stand in one document.

    Raises
    ------
    ParameterError
        `top` or `panels` is not allowed, or `ax` is given for several panels.
    TableError
        `table` lacks a column.
    """
    _counts.at_least_one("top", top)
    _counts.at_least_one("panels", panels)
    found = _Table.of(table, codebook)
    with _style.style():
        if table.empty:
            return nothing(Caption(title or "Nothing to compare", found.subtitle, found.notes(table)), ax)
        if found.column:
            return _panels(found, top, panels, title, ax)
        return _two_sided(found, top, title, ax)
