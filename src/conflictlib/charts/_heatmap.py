"""A heat map: how many statements each pair of groups has."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from conflictlib.charts import _counts, _style
from conflictlib.charts._frame import Caption, Room, frame, nothing, plain
from conflictlib.charts._marks import Mark, note
from conflictlib.charts._style import LABEL, NOTE, WIDTH, text_width
from conflictlib.counting import NOT_CODED
from conflictlib.parameters import at_least

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy as np
    import numpy.typing as npt
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.colors import Colormap

    from conflictlib.codebook import Codebook

_BESIDE = 0.12  # gap, in cells, before the groups that are added up


def heatmap(
    counts: pd.DataFrame,
    *,
    top: int = 12,
    top_columns: int = 8,
    title: str = "",
    codebook: Codebook | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Draw one cell per pair of groups, with its n, the darker the more.

    Parameters
    ----------
    counts
        One row per pair, as `conflictlib.summaries.crosstab` returns: two grouping columns, the first for the
        rows, and ``n``.
    top, top_columns
        Number of rows and columns that are drawn by themselves, the most frequent first. The others are added
        up in a last row and column without colour.
    title
        Title in place of the one made from the counts.
    codebook
        Codebook for the plain names of codes; None: the shipped one.
    ax
        Axes to draw in, with room around them for the words; None: those of a new figure.

    Raises
    ------
    ParameterError
        `top` or `top_columns` is not allowed.
    TableError
        `counts` lacks a column, or has other than two that group.
    """
    at_least("top", top, 1)
    at_least("top_columns", top_columns, 1)
    groups = _counts.groups(counts, most=2, chart="heatmap")
    if len(groups) != 2:
        raise _counts.not_for("heatmap", counts, "two grouping columns")
    by_row, by_column = groups
    names = _counts.Names(codebook)
    unit = f"Statements by {_counts.plain(by_row)} and {_counts.plain(by_column)}{_counts.span_of(counts)}"
    line = _counts.last_line(counts, groups)
    with _style.style():
        if not counts["n"].any():
            return nothing(Caption(title or "Nothing to draw", unit, (line,)), ax)
        rows, columns = _sizes(counts, by_row), _counts.ranked(counts, by_column)
        table = _table(counts, by_row, by_column).loc[rows.index, columns.index]
        notes = [*_note(by_row, rows[top:], names), *_note(by_column, columns[top_columns:], names), line]
        grid = _grid(table, rows, top, top_columns, names)
        caption = Caption(title or _title(table, grid, by_row, by_column, names), unit, tuple(notes))
        ax = _draw(caption, grid, ax)
        note(ax, _marks(table, grid))
        return ax


def _sizes(counts: pd.DataFrame, by: str) -> pd.Series:
    """Return the number of statements of each row; where the table does not tell it, of its cells."""
    if "n_row" not in counts.columns:
        return _counts.ranked(counts, by)
    return _counts.ranked(counts.assign(n=counts["n_row"]).drop_duplicates(by), by)


def _table(counts: pd.DataFrame, by_row: str, by_column: str) -> pd.DataFrame:
    coded = counts.assign(**{by: counts[by].astype(str) for by in (by_row, by_column)})
    # not pivot_table, which would average where a pair is there twice, and say nothing
    return coded.pivot(index=by_row, columns=by_column, values="n").fillna(0)  # noqa: PD010


def _note(by: str, beyond: pd.Series, names: _counts.Names) -> list[str]:
    if not len(beyond):
        return []
    return [f"{_counts.plain(by).capitalize()}: {_counts.others(list(beyond.index), beyond.sum(), names)[1]}"]


@dataclass(frozen=True)
class _Grid:
    """The cells: first those that have a colour, last a row and a column of sums where there are others."""

    values: npt.NDArray[np.float64]
    rows: list[str]
    columns: list[str]
    n_rows: int  # of these, with colour
    n_columns: int

    @property
    def main(self) -> npt.NDArray[np.float64]:
        """The cells that have a colour."""
        return self.values[: self.n_rows, : self.n_columns]

    @property
    def ys(self) -> list[float]:
        """Middles of the rows, from above."""
        return [y + 0.5 + _BESIDE * (y >= self.n_rows) for y in range(len(self.rows))]

    @property
    def xs(self) -> list[float]:
        """Middles of the columns."""
        return [x + 0.5 + _BESIDE * (x >= self.n_columns) for x in range(len(self.columns))]


def _grid(table: pd.DataFrame, sizes: pd.Series, top: int, top_columns: int, names: _counts.Names) -> _Grid:
    values = _with_others(_with_others(table.to_numpy(dtype=float), top).T, top_columns).T
    shown = names.apart(list(table.index[:top]))
    inside = zip(shown.values(), sizes, strict=False)
    rows = [f"{_style.shorten(name, 150, LABEL)} ({n:,})" for name, n in inside]
    columns = list(names.apart(list(table.columns[:top_columns])).values())
    if len(table) > top:
        rows.append(_counts.others_label(len(table) - top))
    if table.shape[1] > top_columns:
        columns.append(_counts.others_label(table.shape[1] - top_columns))
    return _Grid(values, rows, columns, len(shown), min(table.shape[1], top_columns))


def _with_others(values: npt.NDArray[np.float64], top: int) -> npt.NDArray[np.float64]:
    """Add up the rows after the first `top` in one."""
    import numpy as np

    return np.vstack([values[:top], values[top:].sum(axis=0)]) if len(values) > top else values


def _title(table: pd.DataFrame, grid: _Grid, by_row: str, by_column: str, names: _counts.Names) -> str:
    """Name the fullest cell, unless several are the fullest, or it has no place of its own."""
    import numpy as np

    coded = table.loc[table.index != NOT_CODED, table.columns != NOT_CODED]
    most = coded.to_numpy().max(initial=0)
    n = f"{int(most):,} {'statement' if most == 1 else 'statements'}"
    found = np.argwhere(coded.to_numpy() == most)
    if not most or not (grid.main == most).any():
        return f"At most {n} for one pair of {_counts.plain(by_row)} and {_counts.plain(by_column)}"
    if len(found) > 1:
        return f"No pair leads: {len(found)} have {n} each"
    row, column = found[0]
    pair = (_counts.cut(names(code)) for code in (coded.index[row], coded.columns[column]))
    return f"Most frequent pair: {' and '.join(pair)}, {n}"


def _draw(caption: Caption, grid: _Grid, ax: Axes | None) -> Axes:
    import numpy as np

    room, labels, turned = _room(grid)
    (ax,) = frame(caption, room, ax)
    plain(ax)
    ax.pcolormesh(
        np.arange(grid.n_columns + 1), np.arange(grid.n_rows + 1), grid.main, cmap=_shades(), vmin=0,
        vmax=max(grid.main.max(), 1), edgecolors="white", linewidth=1.5, label="statements",
    )  # fmt: skip
    for y, row in zip(grid.ys, grid.values, strict=True):
        for x, n in zip(grid.xs, row, strict=True):
            ax.text(x, y, f"{int(n):,}", ha="center", va="center", fontsize=LABEL, color=_ink(grid, x, y, n))
    ax.set_yticks(grid.ys, grid.rows, parse_math=False, color=_style.INK, va="center")
    ax.set_xticks(grid.xs, labels, parse_math=False, color=_style.INK, fontsize=NOTE, linespacing=1.1, **turned)
    ax.tick_params(axis="x", top=False, labeltop=True, labelbottom=False, pad=3)
    ax.set(xlim=(0, grid.xs[-1] + 0.5), ylim=(grid.ys[-1] + 0.5, 0))
    return ax


def _marks(table: pd.DataFrame, grid: _Grid) -> Iterator[Mark]:
    """Yield every cell that is not empty; where groups are added up, it stands for several."""
    codes = [*map(str, table.index[: grid.n_rows]), None], [*map(str, table.columns[: grid.n_columns]), None]
    by_row, by_column = str(table.index.name), str(table.columns.name)
    for y, row, values in zip(grid.ys, codes[0], grid.values, strict=False):
        for x, column, n in zip(grid.xs, codes[1], values, strict=False):
            if n:
                yield Mark({by_row: row, by_column: column}, (x - 0.5, x + 0.5), (y - 0.5, y + 0.5))


def _ink(grid: _Grid, x: float, y: float, n: float) -> str:
    """Return the colour of a number: legible on its cell, soft beside the cells, faint for zero."""
    if n == 0:
        return _style.FAINT
    if x > grid.n_columns or y > grid.n_rows:
        return _style.SOFT
    return "white" if n > 0.55 * grid.main.max() else _style.INK


def _room(grid: _Grid) -> tuple[Room, list[str], dict[str, Any]]:
    """Find the size of a cell, and with it how the labels of the columns are set: wrapped, or else turned."""
    wide = grid.xs[-1] + 0.5
    left = max(text_width(row, LABEL) for row in grid.rows) / 72 + 0.3
    cell = min((WIDTH - left - 0.2) / wide, 1.3)  # few columns are not blown up to the width of the page
    wrapped = [_style.wrap(label, cell * 72 - 5, NOTE) for label in grid.columns]
    widest = max(text_width(word, NOTE) for label in grid.columns for word in label.split())
    if widest <= cell * 72 - 5 and max(map(len, wrapped)) <= 3:
        above = max(map(len, wrapped)) * NOTE * 1.25 / 72 + 0.1
        labels, turned = ["\n".join(lines) for lines in wrapped], {}
    else:
        labels = [_style.shorten(label, 130, NOTE) for label in grid.columns]
        lengths = [text_width(label, NOTE) * 0.71 / 72 + 0.1 for label in labels]  # up and to the right
        # the last labels reach beyond their columns, which have to make room
        fits = [(WIDTH - left - over) / x for over, x in zip(lengths, grid.xs, strict=True)]
        cell, above = min(cell, *fits), max(lengths) + 0.05
        turned = {"rotation": 45, "ha": "left", "rotation_mode": "anchor"}
    high = 0.29 * (grid.ys[-1] + 0.5)
    return Room(high, left, WIDTH - left - cell * wide, above, 0.15), labels, turned


def _shades() -> Colormap:
    """Return shades from nearly white to dark blue: of one hue, so that more is darker for everyone."""
    from matplotlib.colors import LinearSegmentedColormap

    return LinearSegmentedColormap.from_list("statements", ["#F3F6F9", "#9CC7E3", "#0072B2", "#00446B"])
