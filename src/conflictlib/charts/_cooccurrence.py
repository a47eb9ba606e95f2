"""Which themes stand together: a triangle of cells, blue where more often than by chance, orange where less."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conflictlib.charts import _counts, _style
from conflictlib.charts._frame import Caption, Room, frame, nothing, plain
from conflictlib.charts._style import LABEL, WIDTH, text_width
from conflictlib.counting import SEVERAL
from conflictlib.parameters import at_least
from conflictlib.schema import TableError

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    import numpy.typing as npt
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.colors import Colormap

    from conflictlib.codebook import Codebook

_NEEDED = ("other", "n", "n_row", "expected", "phi", "note")


def cooccurrence(
    pairs: pd.DataFrame,
    *,
    top: int = 12,
    title: str = "",
    codebook: Codebook | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Draw one cell per pair with the number of statements that have both, coloured by phi.

    Parameters
    ----------
    pairs
        One row per ordered pair, as `conflictlib.cooccurrence` returns.
    top
        Number of codes that are drawn, from 2, the most frequent first.
    title
        Title in place of the one made from the pairs.
    codebook
        Codebook for the plain names of codes; None: the shipped one.
    ax
        Axes to draw in, with room around them for the words; None: those of a new figure.

    Returns
    -------
    Axes
        Each pair stands once, below the diagonal, on which the codes' names stand with their statements. A cell is
        blue where the two stand together more often than if they were independent, orange where less often, and
        white with a grey number where there are too few to tell.

    Raises
    ------
    ParameterError
        `top` is not allowed.
    TableError
        `pairs` lacks a column.
    """
    at_least("top", top, 2)
    of = str(pairs.columns[0])
    for column in _NEEDED:
        if column not in pairs.columns:
            there = ", ".join(map(str, pairs.columns))
            raise TableError(
                f"pairs: there is no column {column!r}, which charts.cooccurrence draws; there are {there}"
            )
    names = _counts.Names(codebook)
    with _style.style():
        unit = f"Statements that have both {_plural(of)}{_counts.span_of(pairs)}"
        if pairs.empty:
            return nothing(Caption(title or "No pairs to draw", unit, (_last(pairs),)), ax)
        return _draw(pairs, of, top, names, Caption(title or _title(pairs, of, top, names), unit, ()), ax)


def _plural(of: str) -> str:
    return SEVERAL[of][1] if of in SEVERAL else "codes"


def _last(pairs: pd.DataFrame) -> str:
    n = pairs.attrs.get("n")
    whole = f"n = {n:,} {'statement' if n == 1 else 'statements'}." if n is not None else ""
    without = pairs.attrs.get("n_not_coded")
    without = f"{without:,} of them without a code." if without else ""
    source = f"Source: {str(pairs.attrs.get('source') or 'not stated').rstrip('.')}."
    return " ".join(filter(None, [whole, without, str(pairs.attrs.get("counting") or ""), source]))


def _title(pairs: pd.DataFrame, of: str, top: int, names: _counts.Names) -> str:
    """Name the pair that goes together most, of those that are drawn and not too few."""
    drawn = list(dict.fromkeys(pairs[of]))[:top]
    told = pairs[(pairs["note"] == "") & (pairs["phi"] > 0) & pairs[of].isin(drawn) & pairs["other"].isin(drawn)]
    if told.empty:
        return f"No two {_plural(of)} stand together more often than by chance"
    first = told.assign(phi=told["phi"].round(9)).nlargest(1, "phi").iloc[0]
    one, other = (_counts.cut(names(first[column])) for column in (of, "other"))
    counted = f"{first['n']:,} statements, {first['expected']:,.1f} by chance"
    return f"Most closely together: {one} with {other}, {counted}"


def _draw(pairs: pd.DataFrame, of: str, top: int, names: _counts.Names, caption: Caption, ax: Axes | None) -> Axes:
    sizes = {str(code): int(n) for code, n in zip(pairs[of], pairs["n_row"], strict=True)}
    codes, beyond = list(sizes)[:top], list(sizes)[top:]
    shown = zip(codes, names.apart(codes).values(), strict=True)
    labels = [f"{_style.shorten(name, 150, LABEL)} ({sizes[code]:,})" for code, name in shown]
    tables = {
        # not pivot_table, which would average where a pair is there twice, and say nothing
        name: pairs.pivot(index=of, columns="other", values=name).reindex(index=codes, columns=codes)  # noqa: PD010
        for name in ("n", "phi", "note")
    }
    shades = _shades_of(tables)
    caption = Caption(caption.title, caption.subtitle, (*_notes(shades, beyond, names), _last(pairs)))
    rows = len(codes)
    inner = WIDTH - 2 * _style.MARGIN - 0.05
    cell = min([0.62, *((inner - text_width(labels[k], LABEL) / 72 - 0.1) / k for k in range(1, rows))])
    room = Room(0.27 * rows + 0.05, _style.MARGIN, WIDTH - _style.MARGIN - cell * max(rows, 1), 0.05, 0.12)
    (ax,) = frame(caption, room, ax)
    _cells(ax, tables, shades, labels)
    return ax


def _shades_of(tables: dict[str, pd.DataFrame]) -> npt.NDArray[np.float64]:
    """Return phi of each pair below the diagonal, missing where there are too few."""
    import numpy as np

    shades = tables["phi"].to_numpy(dtype=float, copy=True)
    shades[np.triu_indices(len(shades))] = np.nan
    shades[(tables["note"] == "few").to_numpy()] = np.nan
    return shades


def _notes(shades: npt.NDArray[np.float64], beyond: Sequence[str], names: _counts.Names) -> list[str]:
    import numpy as np

    told = shades[~np.isnan(shades)]
    reach = f" Phi from {told.min():.2f} to {told.max():.2f}." if len(told) else ""
    how = (
        "Blue: together more often than if independent, orange: less often, the darker the more (phi); "
        f"a grey number: too few to tell.{reach}"
    )
    listed = ", ".join(_counts.cut(names(code)) for code in beyond[:12])
    more = f" and {len(beyond) - 12:,} more" if len(beyond) > 12 else ""
    return [how, *([f"Not drawn: {_counts.others_label(len(beyond))}: {listed}{more}."] if beyond else [])]


def _cells(ax: Axes, tables: dict[str, pd.DataFrame], shades: npt.NDArray[np.float64], labels: Sequence[str]) -> None:
    """Draw the cells below the diagonal with their numbers, and on it the names, for row and column at once."""
    import numpy as np

    plain(ax)
    rows = len(labels)
    most = max(np.nanmax(abs(shades), initial=0.1), 0.1)
    edges = np.arange(rows + 1)
    ax.pcolormesh(edges, edges, np.ma.masked_invalid(shades), cmap=_colours(), vmin=-most, vmax=most,
                  edgecolors="white", linewidth=1.5, label="phi")  # fmt: skip
    numbers = tables["n"].to_numpy(dtype=float)
    for y in range(rows):
        for x in range(y):
            shade = shades[y, x]
            ink = _style.FAINT if shade != shade else "white" if abs(shade) > 0.6 * most else _style.INK
            ax.text(x + 0.5, y + 0.5, f"{int(numbers[y, x]):,}", ha="center", va="center", fontsize=LABEL, color=ink)
        ax.annotate(labels[y], (y, y + 0.5), xytext=(4, 0), textcoords="offset points", va="center", fontsize=LABEL,
                    color=_style.INK, parse_math=False, annotation_clip=False)  # fmt: skip
    ax.set(xlim=(0, rows), ylim=(rows, 0), xticks=[], yticks=[])
    ax.fmt_xdata = ax.fmt_ydata = lambda at: labels[min(max(int(at), 0), rows - 1)]  # no ticks: under the mouse


def _colours() -> Colormap:
    """Return shades from orange by white to blue, told apart by the colour-blind."""
    from matplotlib.colors import LinearSegmentedColormap

    return LinearSegmentedColormap.from_list("phi", [_style.colour(1), "#FFFFFF", _style.colour(0)])
