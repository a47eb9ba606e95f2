"""Positions of actors, each from the first statement that takes it to the latest."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from conflictlib.charts import _counts, _style
from conflictlib.charts._dates import Calendar, places, ticks
from conflictlib.charts._frame import Caption, Room, frame, nothing, plain, size
from conflictlib.parameters import at_least
from conflictlib.schema import TableError

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

    from conflictlib.codebook import Codebook

_SIDES = {"for": (0, "asks for or backs it"), "against": (1, "refuses it, or a text about it")}


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
    _counts.needs(table, "positions", ("theme", "position", "for_since", "against_latest", "n_theme"))
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
    words = (("for", "asks for or backs it", "ask for or back it"), ("against", "refuses it", "refuse it"),
             ("both", "has done both", "have done both"))  # fmt: skip
    parts = [f"{n[side]:,} {one if n[side] == 1 else many}" for side, one, many in words if n.get(side)]
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
    left = (
        _counts.others(list(rest["actor"]), float((rest["n_for"] + rest["n_against"]).sum()), names)[1]
        if len(rest)
        else ""
    )
    return (
        quiet if len(silent) else "",
        f"Not drawn: {left}" if left else "",
        str(table.attrs.get("rules") or ""),
        _counts.last_line(table.assign(n=table["n_for"] + table["n_against"]), ["actor"]),
    )


def _draw(caption: Caption, drawn: pd.DataFrame, names: _counts.Names, ax: Axes | None) -> Axes:
    labels = [_style.shorten(name, 200, _style.LABEL) for name in names.apart(list(drawn["actor"])).values()]
    left = max(_style.text_width(label, _style.LABEL) for label in labels) / 72 + 0.3
    (ax,) = frame(caption, Room(plot=0.19 * len(labels) + 0.12, left=left, right=0.75, above=0.3, below=0.5), ax)
    _axes(ax, _calendar(drawn), labels, [_number(row) for row in drawn[["n_for", "n_against"]].itertuples(index=False)])
    for side, (rank, _) in _SIDES.items():
        _side(ax, drawn, side, rank)
    _key(ax, drawn, left - 0.3)
    return ax


def _number(row: Any) -> str:
    return " · ".join(f"{n:,}" for n in (row.n_for, row.n_against) if n)


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


def _axes(ax: Axes, calendar: Calendar, labels: list[str], numbers: list[str]) -> None:
    plain(ax, grid="x")
    at, written = ticks(calendar, 9)
    ax.set_xticks(at, written)
    ax.tick_params(axis="x", length=4, color=_style.INK)
    ax.spines["bottom"].set_visible(True)
    rows = len(labels)
    ax.set_yticks(range(rows), labels, parse_math=False, color=_style.INK, va="center")
    ax.set(ylim=(rows - 0.4, -0.6), xlim=(calendar.numbers[0] - 4, calendar.numbers[-1] + 4))
    ax.fmt_xdata = calendar
    for place, number in enumerate(numbers):
        ax.annotate(number, (1, place), xycoords=("axes fraction", "data"), xytext=(6, 0), textcoords="offset points",
                    va="center", fontsize=_style.LABEL, color=_style.SOFT, annotation_clip=False)  # fmt: skip


def _side(ax: Axes, drawn: pd.DataFrame, side: str, rank: int) -> None:
    """Draw a line from first to latest, a disc at the first day and a ring at the latest."""
    import numpy as np

    there = drawn[f"{side}_since"].notna().to_numpy()
    if not there.any():
        return
    # who did both has two lines, one above the other
    shift = np.where(drawn["position"] == "both", -0.17 if side == "for" else 0.17, 0.0)
    rows = np.flatnonzero(there) + shift[there]
    first, latest = (
        places(drawn.loc[there, f"{side}_{end}"].to_numpy().astype("datetime64[D]")) for end in ("since", "latest")
    )
    colour = _style.colour(rank)
    ax.hlines(rows, first, latest, color=colour, linewidth=1.6, label=f"_{side}")
    ring: dict[str, Any] = {"linestyle": "none", "marker": "o", "markersize": 5, "color": colour, "clip_on": False}
    longer = latest > first
    if longer.any():
        ax.plot(
            latest[longer], rows[longer], markerfacecolor="white", markeredgewidth=1.3, label=f"_{side}, latest", **ring
        )
    ax.plot(first, rows, label=f"_{side}, first", **ring)


def _key(ax: Axes, drawn: pd.DataFrame, left: float) -> None:
    """Say above the plot what the colours mean, from `left` inches beside it on, where the labels begin."""
    from matplotlib.legend_handler import HandlerTuple
    from matplotlib.lines import Line2D

    dot: dict[str, Any] = {"marker": "o", "markersize": 5, "linestyle": "none"}
    sides = [(rank, words) for side, (rank, words) in _SIDES.items() if drawn[f"{side}_since"].notna().any()]
    handles: list[Any] = [Line2D([], [], color=_style.colour(rank), **dot) for rank, _ in sides]
    ends = [Line2D([], [], color=_style.SOFT, markerfacecolor=fill, **dot) for fill in (_style.SOFT, "white")]
    ax.legend([*handles, tuple(ends)], [*(words for _, words in sides), "first and latest day"], loc="lower left",
              bbox_to_anchor=(-left * 72 / size(ax)[0], 1 + 4 / size(ax)[1]), ncols=3, frameon=False,
              fontsize=_style.LABEL, handletextpad=0.4, columnspacing=1.4, borderaxespad=0, borderpad=0,
              handler_map={tuple: HandlerTuple(ndivide=None, pad=0.3)})  # fmt: skip
