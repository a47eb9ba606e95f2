"""Positions of actors, each from the first statement that takes it to the latest."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from conflictlib.charts import _counts, _style
from conflictlib.charts._dates import Calendar, places, ticks
from conflictlib.charts._frame import Caption, Room, frame, nothing, plain, size
from conflictlib.parameters import at_least
from conflictlib.schema import TableError

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    import pandas as pd
    from matplotlib.axes import Axes

    from conflictlib.codebook import Codebook

#: Of each kind of statement: rank of its colour, and what it says.
_SIDES = {"for": (0, "asks for or backs it"), "against": (1, "refuses it"),
          "unclear": (3, "refuses a text about it, or something with it")}  # fmt: skip


def positions(
    table: pd.DataFrame,
    *,
    top: int = 60,
    title: str = "",
    codebook: Codebook | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Draw a line for each actor that takes a position, from its first such statement to the latest.

    Parameters
    ----------
    table
        As `conflictlib.positions` returns it, of one theme.
    top
        Number of actors that are drawn: those that refuse, then those that took the position first; the others are
        named beneath.
    title, codebook, ax
        As in `frequency`.

    Raises
    ------
    ParameterError
        `top` is not allowed.
    TableError
        `table` lacks a column, or has several themes.
    """
    at_least("top", top, 1)
    _counts.needs(table, "positions", ("theme", "position", "for_since", "against_latest", "unclear_since", "n_theme"))
    themes = sorted(set(table["theme"]))
    if len(themes) > 1:
        raise TableError(f"table: charts.positions takes one theme; there are {', '.join(themes)}")
    names = _counts.Names(codebook)
    theme = names(themes[0]) if themes else "the theme"
    taking = table[table["position"] != "silent"]
    chosen = taking["position"].eq("for").sort_values(kind="stable").index[:top]  # who refuses is never left out first
    drawn, rest = taking[taking.index.isin(chosen)], taking[~taking.index.isin(chosen)]
    caption = Caption(
        title or _heading(taking, theme), _unit(table, theme), tuple(filter(None, _notes(table, rest, names)))
    )
    with _style.style():
        if taking.empty:
            return nothing(Caption(title or "Nobody takes a position", caption.subtitle, caption.notes), ax)
        return _draw(caption, drawn, names, ax)


def _heading(taking: pd.DataFrame, theme: str) -> str:
    """Say how many actors are for, against and both."""
    n = taking["position"].value_counts()
    words = (("for", "asked for or backed it"), ("against", "refused it"), ("both", "did both"),
             ("unclear", "refused only a text about it, or something with it"))  # fmt: skip
    parts = [f"{n[side]:,} {said}" for side, said in words if n.get(side)]
    number, _, rest = (parts or [""])[0].partition(" ")
    first = f"{number} {'actor' if number == '1' else 'actors'} {rest}"
    return f"{theme[:1].upper()}{theme[1:]}: {', '.join([first, *parts[1:]])}"


def _unit(table: pd.DataFrame, theme: str) -> str:
    return f"First and latest statement of each actor that takes a position on {theme}{_counts.span_of(table)}"


def _notes(table: pd.DataFrame, rest: pd.DataFrame, names: _counts.Names) -> tuple[str, ...]:
    silent = table[table["position"] == "silent"]
    spoke = int((silent["n_theme"] > 0).sum())
    quiet = (
        f"Not drawn: {len(silent):,} actors without a position by these rules; {spoke:,} of them spoke on the theme."
    )
    left = _counts.others(list(rest["actor"]), float(_n(rest).sum()), names)[1] if len(rest) else ""
    return (
        quiet if len(silent) else "",
        f"Not drawn: {left}" if left else "",
        str(table.attrs.get("rules") or ""),
        _counts.last_line(table.assign(n=_n(table)), ["actor"]),
    )


def _n(table: pd.DataFrame) -> pd.Series:
    return table[[f"n_{side}" for side in _SIDES]].sum(axis="columns")


def _draw(caption: Caption, drawn: pd.DataFrame, names: _counts.Names, ax: Axes | None) -> Axes:
    labels = [_style.shorten(name, 200, _style.LABEL) for name in names.apart(list(drawn["actor"])).values()]
    left = max(_style.text_width(label, _style.LABEL) for label in labels) / 72 + 0.3
    (ax,) = frame(caption, Room(plot=0.19 * len(labels) + 0.12, left=left, right=0.9, above=0.3, below=0.5), ax)
    _axes(ax, _calendar(drawn), labels)
    for side, (rank, _) in _SIDES.items():
        _side(ax, drawn, side, rank)
    _key(ax, drawn, left - 0.3)
    return ax


def _calendar(drawn: pd.DataFrame) -> Calendar:
    """Return the days from the month of the first statement to that of the last."""
    import numpy as np

    from conflictlib import periods

    columns = [f"{side}_{end}" for side in _SIDES for end in ("since", "latest")]
    days = drawn[columns].to_numpy().astype("datetime64[D]")
    days = days[~np.isnat(days)]
    low, high = periods.number(np.array([days.min(), days.max()]), "month")
    first, last = periods.first_day(np.array([low, high + 1]), "month")
    return Calendar(np.arange(first, last + 1), "day")


def _axes(ax: Axes, calendar: Calendar, labels: list[str]) -> None:
    plain(ax, grid="x")
    at, written = ticks(calendar, 9)
    ax.set_xticks(at, written)
    ax.tick_params(axis="x", length=4, color=_style.INK)
    ax.spines["bottom"].set_visible(True)
    rows = len(labels)
    ax.set_yticks(range(rows), labels, parse_math=False, color=_style.INK, va="center")
    ax.set(ylim=(rows - 0.4, -0.6), xlim=(calendar.numbers[0] - 4, calendar.numbers[-1] + 4))
    ax.fmt_xdata = calendar


def _side(ax: Axes, drawn: pd.DataFrame, side: str, rank: int) -> None:
    """Draw a line from first to latest, a disc at the first day, a ring at the latest, and n at the right."""
    import numpy as np

    there = drawn[f"{side}_since"].notna().to_numpy()
    if not there.any():
        return
    rows = np.flatnonzero(there) + _shift(drawn, side)[there]
    days = drawn.loc[there, [f"{side}_since", f"{side}_latest"]].to_numpy().astype("datetime64[D]")
    first, latest = places(days[:, 0]), places(days[:, 1])
    colour = _style.colour(rank)
    ax.hlines(rows, first, latest, color=colour, linewidth=1.4, label=f"_{side}")
    ring: dict[str, Any] = {"linestyle": "none", "marker": "D" if side == "unclear" else "o", "color": colour,
                            "markersize": 3.8 if side == "unclear" else 4.8, "clip_on": False}  # fmt: skip
    longer = latest > first
    if longer.any():
        hollow = {**ring, "markerfacecolor": "white", "markeredgewidth": 1.2}
        ax.plot(latest[longer], rows[longer], label=f"_{side}, latest", **hollow)
    ax.plot(first, rows, label=f"_{side}, first", **ring)
    at = 6 + 20 * list(_SIDES).index(side)
    for place, n in zip(np.flatnonzero(there), drawn.loc[there, f"n_{side}"], strict=True):
        ax.annotate(f"{n:,}", (1, place), xycoords=("axes fraction", "data"), xytext=(at, 0), va="center",
                    textcoords="offset points", fontsize=_style.LABEL, color=colour, annotation_clip=False)  # fmt: skip


def _shift(drawn: pd.DataFrame, side: str) -> npt.NDArray[np.float64]:
    """Put the lines of an actor that has several one above the other."""
    import numpy as np

    kinds = np.array([drawn[f"{one}_since"].notna().to_numpy() for one in _SIDES])
    place, several = list(_SIDES).index(side), kinds.sum(axis=0)
    above = kinds[:place].sum(axis=0)
    return np.asarray(np.where(several > 1, (above - (several - 1) / 2) * 0.34, 0.0))


def _key(ax: Axes, drawn: pd.DataFrame, left: float) -> None:
    """Say above the plot what the colours mean, from `left` inches beside it on, where the labels begin."""
    from matplotlib.legend_handler import HandlerTuple
    from matplotlib.lines import Line2D

    dot: dict[str, Any] = {"marker": "o", "markersize": 5, "linestyle": "none"}
    sides = {side: said for side, said in _SIDES.items() if drawn[f"{side}_since"].notna().any()}
    handles: list[Any] = [
        Line2D([], [], color=_style.colour(rank), **dot | {"marker": "D" if side == "unclear" else "o"})
        for side, (rank, _) in sides.items()
    ]
    ends = [Line2D([], [], color=_style.SOFT, markerfacecolor=fill, **dot) for fill in (_style.SOFT, "white")]
    labels = [*(words for _, words in sides.values()), "first and latest day"]
    ax.legend([*handles, tuple(ends)], labels, loc="lower left",
              bbox_to_anchor=(-left * 72 / size(ax)[0], 1 + 4 / size(ax)[1]), ncols=4, frameon=False,
              fontsize=_style.LABEL, handletextpad=0.4, columnspacing=1.2, borderaxespad=0, borderpad=0,
              handler_map={tuple: HandlerTuple(ndivide=None, pad=0.3)})  # fmt: skip
