"""A heat map: how many statements each pair of groups has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conflictlib.charts import _counts, _style
from conflictlib.charts._frame import Caption, Room, frame, nothing, plain
from conflictlib.counting import NOT_CODED

if TYPE_CHECKING:
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
    _counts.at_least_one("top", top)
    _counts.at_least_one("top_columns", top_columns)
    groups = _counts.groups(counts, most=2, chart="heatmap")
    if len(groups) != 2:
        raise _counts.not_for("heatmap", counts, "two grouping columns")
    down, across = groups
    names = _counts.Names(codebook)
    unit = f"Statements by {_counts.plain(down)} and {_counts.plain(across)}{_counts.span_of(counts)}"
    line = _counts.last_line(counts, groups)
    with _style.style():
        if not counts["n"].any():
            return nothing(Caption(title or "Nothing to draw", unit, (line,)), ax)
        table = counts.assign(**{g: counts[g].astype(str) for g in groups}).pivot(
            index=down, columns=across, values="n"
        )
        sizes = (
            counts.assign(n=counts["n_row"]).drop_duplicates(down) if "n_row" in counts.columns else counts
        )
        by_row, by_column = _counts.ranked(sizes, down), _counts.ranked(counts, across)
        table, notes = table.fillna(0).loc[by_row.index, by_column.index], []
        for group, beyond in ((down, by_row[top:]), (across, by_column[top_columns:])):
            if len(beyond):
                named = _counts.others(list(beyond.index), beyond.sum(), names)[1]
                notes.append(f"{_counts.plain(group).capitalize()}: {named}")
        caption = Caption(title or _title(table, down, across, top, top_columns, names), unit, (*notes, line))
        return _draw(
            caption,
            table,
            {str(code): f" ({n:,})" for code, n in by_row.items()},
            top,
            top_columns,
            names,
            ax,
        )


def _title(
    table: pd.DataFrame, down: str, across: str, top: int, top_columns: int, names: _counts.Names
) -> str:
    """Name the fullest cell, unless several are."""
    import numpy as np

    coded = table.loc[table.index != NOT_CODED, table.columns != NOT_CODED]
    most = coded.to_numpy().max(initial=0)
    rows, columns = np.nonzero(coded.to_numpy() == most)
    n = f"{int(most):,} {'statement' if most == 1 else 'statements'}"
    if most == 0:
        return f"Statements by {_counts.plain(down)} and {_counts.plain(across)}"
    if not (coded.iloc[:top, :top_columns].to_numpy() == most).any():
        return f"At most {n} for one pair of {_counts.plain(down)} and {_counts.plain(across)}"
    if len(rows) > 1:
        return f"No pair leads: {len(rows)} have {n} each"
    pair = f"{_counts.cut(names(coded.index[rows[0]]))} and {_counts.cut(names(coded.columns[columns[0]]))}"
    return f"Most frequent pair: {pair}, {n}"


def _draw(caption: Caption, table: pd.DataFrame, sizes: dict[str, str], top: int, top_columns: int,
          names: _counts.Names, ax: Axes | None) -> Axes:  # fmt: skip
    import numpy as np

    main = table.iloc[:top, :top_columns]
    n_rows, n_columns = main.shape
    more_rows, more_columns = len(table) - n_rows, table.shape[1] - n_columns
    plain_rows, plain_columns = names.apart(list(main.index)), names.apart(list(main.columns))
    rows = [_style.shorten(plain_rows[code], 150, _style.LABEL) + sizes.get(code, "") for code in main.index]
    columns = list(plain_columns.values())
    if more_rows:
        rows.append(_counts.others_label(more_rows))
    if more_columns:
        columns.append(_counts.others_label(more_columns))
    wide = n_columns + (1 + _BESIDE if more_columns else 0)
    high = n_rows + (1 + _BESIDE if more_rows else 0)
    left = max(_style.text_width(row, _style.LABEL) for row in rows) / 72 + 0.3
    right = 0.2
    cell = min((_style.WIDTH - left - right) / wide, 1.3)
    right = (
        _style.WIDTH - left - cell * wide
    )  # a table of few columns is not blown up to the width of the page
    lines, turned, above = _column_labels(columns, cell * 72 - 5)
    if turned:  # the last labels reach beyond their columns
        ends = [above + 0.05 - (wide - at) * cell for at in _places(n_columns, more_columns)[-3:]]
        lengths = [_style.text_width(line, _style.NOTE) * 0.71 / 72 + 0.1 for line in lines[-3:]]
        right = max(right, *(e - above + length for e, length in zip(ends, lengths, strict=True)))
        cell = min(cell, (_style.WIDTH - left - right) / wide)
    (ax,) = frame(caption, Room(plot=0.29 * high, left=left, right=right, above=above, below=0.15), ax)
    plain(ax)
    ax.pcolormesh(np.arange(n_columns + 1), np.arange(n_rows + 1), main.to_numpy(dtype=float), cmap=_shades(),
                  vmin=0, vmax=max(main.to_numpy().max(), 1), edgecolors="white", linewidth=1.5, label="statements")  # fmt: skip
    _numbers(ax, table, top, top_columns)
    ax.set_yticks(_places(n_rows, more_rows), rows, parse_math=False, color=_style.INK, va="center")
    ax.set_xticks(_places(n_columns, more_columns), lines, parse_math=False, color=_style.INK, fontsize=_style.NOTE,
                  linespacing=1.1, **turned)  # type: ignore[arg-type]  # fmt: skip
    ax.tick_params(axis="x", top=False, labeltop=True, labelbottom=False, pad=3)
    ax.set(xlim=(0, wide), ylim=(high, 0))
    return ax


def _places(n: int, more: int) -> list[float]:
    return [k + 0.5 for k in range(n)] + ([n + 0.5 + _BESIDE] if more else [])


def _column_labels(labels: list[str], width: float) -> tuple[list[str], dict[str, object], float]:
    """Wrap labels to the width of a column, or turn all of them where a word is wider; and the inches they take."""
    words = [word for label in labels for word in label.split()]
    if max(_style.text_width(word, _style.NOTE) for word in words) <= width:
        wrapped = [_style.wrap(label, width, _style.NOTE) for label in labels]
        if max(map(len, wrapped)) <= 3:
            return (
                ["\n".join(lines) for lines in wrapped],
                {},
                max(map(len, wrapped)) * _style.NOTE * 1.25 / 72 + 0.1,
            )
    short = [_style.shorten(label, 130, _style.NOTE) for label in labels]
    long = max(_style.text_width(label, _style.NOTE) for label in short)
    return short, {"rotation": 45, "ha": "left", "rotation_mode": "anchor"}, (long * 0.71 + 12) / 72


def _numbers(ax: Axes, table: pd.DataFrame, top: int, top_columns: int) -> None:
    """Write n into every cell: what is drawn by itself, and the sums of the others beside it."""
    body = table.iloc[:top, :top_columns]
    highest = body.to_numpy().max()
    for y, row in zip(_places(len(body), len(table) - len(body)), _with_others(table, top), strict=True):
        cells = [*row[:top_columns], *([row[top_columns:].sum()] if len(row) > top_columns else [])]
        for x, n in zip(_places(body.shape[1], len(row) - body.shape[1]), cells, strict=True):
            beside = x > body.shape[1] or y > len(body)
            dark = not beside and n > 0.55 * highest
            colour = "white" if dark else _style.FAINT if n == 0 else _style.SOFT if beside else _style.INK
            ax.text(x, y, f"{int(n):,}", ha="center", va="center", fontsize=_style.LABEL, color=colour)


def _with_others(table: pd.DataFrame, top: int) -> list[npt.NDArray[np.float64]]:
    values = table.to_numpy(dtype=float)
    return [*values[:top], *([values[top:].sum(axis=0)] if len(values) > top else [])]


def _shades() -> Colormap:
    """From nearly white to the first colour of the palette, darkened: one hue, so that more is darker for everyone."""
    from matplotlib.colors import LinearSegmentedColormap

    return LinearSegmentedColormap.from_list("statements", ["#F3F6F9", "#9CC7E3", "#0072B2", "#00446B"])
