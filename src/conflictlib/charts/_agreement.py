"""Dots with intervals: how well coders agree on each code, or how right a coder is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from conflictlib.charts import _counts, _style
from conflictlib.charts._artists import ACROSS
from conflictlib.charts._frame import Caption, Room, frame, nothing, plain
from conflictlib.parameters import one_of
from conflictlib.schema import TableError

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

    from conflictlib.codebook import Codebook

_ALPHA, _AC1 = "Krippendorff’s alpha", "Gwet’s AC1"
_MEASURES = {"alpha": _ALPHA, "ac1": _AC1}
#: From where on conclusions are tentative, and from where on data are reliable (Krippendorff 2004).
_LIMITS = ((0.667, "tentative"), (0.8, "reliable"))
_FEW = "few cases"
#: So many codes that were never given are named below a chart.
_NAMED = 8


def agreement(
    table: pd.DataFrame,
    *,
    what: str = "theme",
    measure: str = "alpha",
    title: str = "",
    codebook: Codebook | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Draw a dot with its interval for each code, the lowest at the bottom, and its number of statements at the right.

    Parameters
    ----------
    table
        Agreement of coders, as `conflictlib.agreement` returns; or precision and recall by code, ``by_act`` or
        ``by_theme`` of a `conflictlib.Validation`. A code with few cases is drawn hollow; one whose interval is
        missing has a dot alone; one that the coder never gave is named in the note.
    what
        Codes that are drawn, ``act`` or ``theme``; only of agreement.
    measure
        ``alpha`` or ``ac1``; only of agreement. Faint lines mark 0.667 and 0.8 for alpha.
    title
        Title in place of the one made from the figures.
    codebook
        Codebook for the plain names of codes; None: the shipped one.
    ax
        Axes to draw in, with room around them for the words; None: those of a new figure.

    Raises
    ------
    ParameterError
        `what` or `measure` is not allowed.
    TableError
        `table` is of neither kind.
    """
    one_of("what", what, ("act", "theme"))
    one_of("measure", measure, _MEASURES)
    columns = set(table.columns)
    if {"what", "code", "n_coded", "note", measure} <= columns:
        chart = _of_agreement(table, what, measure, _counts.Names(codebook))
    elif {"code", "precision", "recall", "n_gold", "note"} <= columns:
        chart = _of_validation(table, _counts.Names(codebook))
    else:
        raise TableError("table: charts.agreement takes what agreement returns, or by_act or by_theme of a validation; "
                         f"there are {', '.join(map(str, table.columns))}")  # fmt: skip
    caption = Caption(title or chart.title, chart.subtitle, chart.notes)
    with _style.style():
        if chart.rows.empty:
            return nothing(Caption(title or "Nothing to draw", caption.subtitle, caption.notes), ax)
        return _draw(chart, caption, _counts.Names(codebook), ax)


@dataclass(frozen=True)
class _Series:
    """One figure of every code: its column, name, look, and how far above the line of its code it stands."""

    column: str
    name: str
    marker: str
    colour: str
    up: float = 0.0


@dataclass(frozen=True)
class _Chart:
    """What is to be drawn."""

    rows: pd.DataFrame  # the best first
    series: tuple[_Series, ...]
    n: str  # column of the numbers at the right
    whole: float  # the most that a figure can be
    title: str
    subtitle: str
    notes: tuple[str, ...]
    limits: tuple[tuple[float, str], ...] = ()


def _of_agreement(table: pd.DataFrame, what: str, measure: str, names: _counts.Names) -> _Chart:
    attrs = table.attrs
    coders = [str(coder) for coder in attrs.get("coders", ())]
    rows = table[(table["what"] == what) & (table["code"] != "")]
    rows = rows[rows[measure].notna()]
    rows = rows.sort_values([measure, "n_coded", "code"], ascending=[False, False, True]).reset_index(drop=True)
    between = f" between {' and '.join(coders)}" if len(coders) == 2 else f" of {len(coders)} coders" if coders else ""
    level = f", {100 * attrs['level']:g} % intervals" if "level" in attrs else ""
    n = int(attrs.get("n", rows["n_units"].max() if len(rows) else 0))
    limits = _LIMITS if measure == "alpha" else ()
    told = (
        "From 0.8 on Krippendorff (2004) calls data reliable, from 0.667 on conclusions tentative. " if limits else ""
    )
    without = "; no line: the coders never differed, so there is no interval" if _bare(rows, measure) else ""
    return _Chart(
        rows, (_Series(measure, _MEASURES[measure], "o", _style.colour(0)),), "n_coded", 1.0,
        _lowest(rows, measure, what, names),
        f"{_MEASURES[measure]}{between}, each {what} as present or absent{level}",
        (f"{told}n: statements to which any coder gave the {what}. Hollow: fewer than 10{without}.",
         f"n = {n:,} {'statement' if n == 1 else 'statements'}. Source: {_source(table)}."),
        limits,
    )  # fmt: skip


def _bare(rows: pd.DataFrame, column: str) -> bool:
    return bool(rows[f"{column}_low"].isna().any())


def _source(table: pd.DataFrame) -> str:
    return str(table.attrs.get("source") or "not stated").rstrip(".")


def _lowest(rows: pd.DataFrame, measure: str, what: str, names: _counts.Names) -> str:
    """Say on which code with enough cases coders agree least."""
    known = rows[~rows["note"].str.startswith(_FEW)]
    if known.empty:
        return f"Agreement by {what}: too few cases of each"
    low = known[measure].min()
    if low == 1:
        return f"Full agreement on every {what} with 10 statements or more"
    code = known["code"][known[measure] == low].iloc[0]
    return f"Least agreement on {_counts.cut(names(code))}: {'alpha' if measure == 'alpha' else 'AC1'} {low:.2f}"


def _of_validation(table: pd.DataFrame, names: _counts.Names) -> _Chart:
    attrs = table.attrs
    rows = table[table["precision"].notna()].reset_index(drop=True)
    coder, gold = (str(attrs.get(name) or "") for name in ("coder", "gold"))
    against = f"codes of {coder or 'the coder'} against those of {gold or 'the gold'}"
    level = f", {100 * attrs['level']:g} % intervals" if "level" in attrs else ""
    n = f"n = {attrs['n']:,} {'statement' if attrs['n'] == 1 else 'statements'}. " if "n" in attrs else ""
    return _Chart(
        rows,
        (_Series("precision", "precision", "o", _style.colour(0), 0.17),
         _Series("recall", "recall", "s", _style.colour(1), -0.17)),
        "n_gold", 100.0, _least_kept(rows, coder, names), f"Per cent: {against}{level}",
        ("Precision: share of the codes given that are right. Recall: share of the right codes that were given. "
         f"n: statements that have the code in the gold. Hollow: fewer than 10 on either side.{_never(table, names)}",
         f"{n}Statements that the coder overlooked are not among them. Source: {_source(table)}."),
    )  # fmt: skip


def _least_kept(rows: pd.DataFrame, coder: str, names: _counts.Names) -> str:
    """Say of which code with enough cases the fewest were right."""
    known = rows[~rows["note"].str.startswith(_FEW)]
    if known.empty:
        return "Precision and recall by code: too few cases of each"
    worst = known.sort_values(["precision", "code"]).iloc[0]
    if worst["precision"] == 100:
        return "Every code given to 10 statements or more was kept"
    who = f"Coder {_counts.cut(coder)}" if coder else "The coder"
    return f"{who}: {worst['precision']:.0f} % of its codes “{_counts.cut(names(worst['code']))}” were kept"


def _never(table: pd.DataFrame, names: _counts.Names) -> str:
    """Name the codes that the coder never gave: they have no precision, and a recall of 0."""
    rows = table[table["precision"].isna() & (table["n_gold"] > 0)]
    if rows.empty:
        return ""
    named = [f"{names(row['code'])} ({int(row['n_gold'])})" for row in rows.head(_NAMED).to_dict("records")]
    more = f" and {len(rows) - _NAMED} more" if len(rows) > _NAMED else ""
    return f" Left out, as never given, with their n: {', '.join(named)}{more}."


def _draw(chart: _Chart, caption: Caption, names: _counts.Names, ax: Axes | None) -> Axes:
    rows = chart.rows
    labels = [_style.shorten(name, 190, _style.LABEL) for name in names.apart(list(rows["code"])).values()]
    left = max(_style.text_width(label, _style.LABEL) for label in labels) / 72 + 0.3
    height = 0.235 if len(chart.series) == 1 else 0.3
    room = Room(plot=height * len(rows) + 0.1, left=left, right=0.6, above=0.32, below=0.34)
    (ax,) = frame(caption, room, ax)
    plain(ax, grid="x")
    ax.spines["bottom"].set_visible(False)
    for at, label in chart.limits:
        ax.axvline(at, color=_style.FAINT, linewidth=1, linestyle=(0, (4, 3)), zorder=1, label=f"from here {label}")
    for series in chart.series:
        _dots(ax, rows, series)
    _frame_in(ax, chart, labels)
    for place, n in enumerate(rows[chart.n]):
        ax.annotate(f"{int(n):,}", (1, place), xycoords=("axes fraction", "data"), xytext=(34, 0), ha="right",
                    va="center", textcoords="offset points", fontsize=_style.LABEL, color=_style.INK)  # fmt: skip
    return ax


def _frame_in(ax: Axes, chart: _Chart, labels: list[str]) -> None:
    """Set limits, ticks and the words above the plot."""
    columns = [f"{series.column}{end}" for series in chart.series for end in ("", "_low")]
    low = min(0.0, float(chart.rows[columns].min().min()) / chart.whole)
    steps = [k / 5 for k in range(-5 if low < -0.1 else 0, 6)]
    low = max(low, -1.0)
    ax.set(xlim=((low - 0.02) * chart.whole, 1.02 * chart.whole), ylim=(len(labels) - 0.4, -0.6))
    whole = chart.whole
    shown = [step for step in steps if step >= low - 0.02]
    ax.set_xticks([step * whole for step in shown], [f"{step * whole:g}" for step in shown], color=_style.SOFT)
    ax.set_yticks(range(len(labels)), labels, parse_math=False, color=_style.INK, va="center")
    above: dict[str, Any] = {"textcoords": "offset points", "va": "bottom", "fontsize": _style.NOTE,
                             "color": _style.SOFT, "annotation_clip": False}  # fmt: skip
    ax.annotate("n", (1, 1), xycoords="axes fraction", xytext=(34, 5), ha="right", **above)
    for at, label in chart.limits:
        side = "right" if label == chart.limits[0][1] else "left"
        ax.annotate(f"{at:g} {label}", (at, 1), xycoords=("data", "axes fraction"), xytext=(0, 5), ha=side, **above)
    if len(chart.series) > 1:
        ax.legend(loc="lower left", bbox_to_anchor=(0, 1.0), ncols=len(chart.series), frameon=False, borderpad=0,
                  fontsize=_style.LABEL, handletextpad=0.3, borderaxespad=0.2,
                  handles=[_handle(series) for series in chart.series])  # fmt: skip


def _handle(series: _Series) -> Any:
    from matplotlib.lines import Line2D

    return Line2D([], [], linestyle="", marker=series.marker, markersize=5.5, color=series.colour, label=series.name)


def _dots(ax: Axes, rows: pd.DataFrame, series: _Series) -> None:
    """Draw one figure of every code: its interval as a line, and the dot, hollow where there are few cases."""
    few = rows["note"].str.startswith(_FEW).to_numpy()
    values, low, high = (rows[f"{series.column}{end}"].to_numpy(dtype=float) for end in ("", "_low", "_high"))
    there = low == low
    places = rows.index.to_numpy() - series.up
    ax.hlines(places[there], low[there], high[there], color=series.colour, linewidth=1.6, alpha=0.55, zorder=2,
              gid=ACROSS, label="_intervals")  # fmt: skip
    for which, face, name in ((~few, series.colour, series.name), (few, "white", f"{series.name}, few cases")):
        chosen = which & (values == values)
        if chosen.any():
            ax.scatter(values[chosen], places[chosen], s=30, marker=series.marker, facecolor=face, zorder=3,
                       edgecolor=series.colour, linewidth=1.4, gid=ACROSS, label=name, clip_on=False)  # fmt: skip
