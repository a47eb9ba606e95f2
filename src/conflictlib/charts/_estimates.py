"""Estimates over time: a line, and behind it the interval of every period."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from conflictlib.charts import _counts, _events, _panels, _series, _style
from conflictlib.charts._artists import INTERVAL
from conflictlib.charts._frame import Caption, nothing
from conflictlib.charts._frequency import draw_line, one_plot
from conflictlib.charts._scale import Scale
from conflictlib.counting import SEVERAL
from conflictlib.estimating.correcting import ELSEWHERE
from conflictlib.estimating.intervals import FEW
from conflictlib.parameters import ParameterError, at_least, one_of

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

    from conflictlib.charts._events import Overlay
    from conflictlib.charts._series import Series, Values
    from conflictlib.codebook import Codebook

VALUES = {"value": ("low", "high"), "corrected": ("corrected_low", "corrected_high")}
_MEASURED = {"n": "Statements", "per_document": "Statements per document", "per_source": "Statements per publisher"}
_FEW = " few"  # no column of a user's table has this name


def estimates(
    table: pd.DataFrame,
    *,
    value: str = "value",
    events: pd.DataFrame | None = None,
    top: int = 6,
    title: str = "",
    codebook: Codebook | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Draw estimates with their intervals, as `conflictlib.estimates` returns them, a panel for each group.

    Parameters
    ----------
    table
        One row per period and group: ``period``, at most one grouping column, ``n``, ``value``, ``low``, ``high``.
    value
        ``value``, or ``corrected`` if the table has it; the value as it was coded is then a dotted line.
    events
        Events table; each event of the time drawn gets a tick at the top (in panels none), and up to ten
        (in panels six) a number with a key beneath.
    top
        Number of groups that are drawn, those with most statements first.
    title
        Title in place of the one made from the table.
    codebook
        Codebook for the plain names of codes; None: the shipped one.
    ax
        Axes to draw in, with room around them for the words; None: those of a new figure. Not with several groups.

    Returns
    -------
    Axes
        The axes, of panels the first. The interval of each period is shaded; paler where documents are few, and
        without shade where there is none. Periods that are not complete are dashed and hollow.

    Raises
    ------
    ParameterError
        `top` or `value` is not allowed, or `ax` is given with several groups.
    TableError
        The table lacks a column, or has more than one that groups.
    """
    at_least("top", top, 1)
    one_of("value", value, VALUES)
    needs = ("period", "n", value, *VALUES[value])
    groups = _counts.groups(table, most=1, chart="estimates", needs=needs)
    by, unit, rule = (groups or [""])[0], _subtitle(table, groups), _counts.last_line(table, groups)
    with _style.style():
        if not table["n"].any():
            return nothing(Caption(title or "Nothing to draw", unit, (rule,)), ax)
        names = _counts.Names(codebook)
        drawn = _Drawn.of(table, by, value, top, names)
        if ax is not None and len(drawn.found.drawn) > 1:
            raise ParameterError("ax is given with several groups, which take several axes; allowed is ax=None")
        over = _events.overlay(events, drawn.found.calendar, drawn.found.totals, panels=len(drawn.found.drawn) > 1)
        notes = (drawn.found.note, over.note if over else "", _series.incomplete(drawn.found, "Dashed and hollow"),
                 *_words(table, value), rule)  # fmt: skip
        heading = title or _title(table, by, value, drawn, names)
        caption = Caption(heading, unit, tuple(filter(None, notes)), over.key if over else ())
        return _draw(drawn, caption, over, _scale(table, drawn), ax)


@dataclass(frozen=True)
class _Drawn:
    """What is drawn of each group: its values, the ends of its intervals, where these rest on few."""

    found: Series
    low: dict[str, Values]
    high: dict[str, Values]
    few: dict[str, Values]  # 1 where documents are few, else 0
    as_coded: dict[str, Values]  # where something else is drawn

    @classmethod
    def of(cls, table: pd.DataFrame, by: str, value: str, top: int, names: _counts.Names) -> _Drawn:
        """Lay out the columns of the table by group."""
        notes = table["note"] if "note" in table.columns else table["n"].astype(str)
        table = table.assign(**{_FEW: notes.str.startswith("few")})
        columns = (value, *VALUES[value], _FEW, "value")
        all_found = [_series.series(table, by, column, top, names, stacked=False) for column in columns]
        if not by:
            all_found = [_called(found, _MEASURED.get(_measure(table), "Value")) for found in all_found]
        found, low, high, few, coded = all_found
        shades = {name: shade if shade == _style.FAINT else _style.colour(0) for name, shade in found.colours.items()}
        return cls(replace(found, colours=shades), low.drawn, high.drawn, few.drawn,
                   coded.drawn if value != "value" else {})  # fmt: skip


def _called(found: Series, name: str) -> Series:
    """Give the only series another name."""
    fields = ("drawn", "colours", "sums", "codes")
    named: dict[str, Any] = {field: dict.fromkeys([name], *getattr(found, field).values()) for field in fields}
    return replace(found, **named)


def _draw(drawn: _Drawn, caption: Caption, over: Overlay | None, scale: Scale, ax: Axes | None) -> Axes:
    found = drawn.found
    if len(found.drawn) > 1:
        plots = list(_panels.panels(found, caption, over, scale))
    else:
        ((name, values),) = found.drawn.items()
        plots = [(one_plot(found, caption, over, scale, ax)[0], name, values)]
    for panel, name, values in plots:
        _intervals(panel, drawn, name)
        if name in drawn.as_coded:
            panel.plot(found.calendar.middles, drawn.as_coded[name], color=_style.INK, linewidth=1.0,
                       linestyle=(0, (1, 1.2)), label=f"{name}, as coded", zorder=2.5)  # fmt: skip
        draw_line(panel, found, name, values, 0)
    return plots[0][0]


def _intervals(ax: Axes, drawn: _Drawn, name: str) -> None:
    """Shade the interval of each period, over all of its width; paler where it rests on few documents."""
    import numpy as np
    from matplotlib.colors import to_rgba

    low, high, few = drawn.low[name], drawn.high[name], drawn.few[name] > 0
    for these, dense, label in ((~few, 0.36, "interval"), (few, 0.16, "interval of few")):
        there = these & ~np.isnan(low)
        if there.any():
            ax.stairs(
                np.where(there, high, np.nan), drawn.found.calendar.numbers, baseline=np.where(there, low, np.nan),
                fill=True, facecolor=to_rgba(drawn.found.colours[name], dense), linewidth=0, gid=INTERVAL,
                label=f"{name}, {label}", zorder=1.5,
            )  # fmt: skip


def _scale(table: pd.DataFrame, drawn: _Drawn) -> Scale:
    import numpy as np

    high = max(float(np.nanmax([*drawn.found.drawn.values(), *drawn.high.values()])), 1e-9)
    measure = _measure(table)
    return Scale.up_to(high, share=measure == "share", least=None if measure in ("n", "share") else 0.01)


def _measure(table: pd.DataFrame) -> str:
    """Return what was measured; where it did not travel along, what the table lets see."""
    plain = "denominator" not in table.columns or table["denominator"].isna().all()
    return str(table.attrs.get("measure") or ("n" if plain else "rate"))


def _subtitle(table: pd.DataFrame, groups: list[str]) -> str:
    """Say what is measured, and divided by what: the fewest and the most of a period."""
    every = str(table.attrs.get("every") or "period")
    measure = _measure(table)
    of = {"share": "statements", "per_document": "documents", "per_source": "publishers"}.get(measure, "")
    what = {"n": f"Statements per {every}", "share": f"Share of each {every}'s statements",
            "per_document": f"Statements per document of the {every}",
            "per_source": f"Statements per publisher of the {every}"}.get(measure, f"Value per {every}")  # fmt: skip
    divided = ""
    if of and len(table):
        few, most = (f"{int(n):,}" for n in (table["denominator"].min(), table["denominator"].max()))
        divided = f" ({few if few == most else f'{few} to {most}'} {of})"
    several = "; a statement may have several" if measure == "share" and set(groups) & set(SEVERAL) else ""
    grouped = f", by {_counts.plain(groups[0])}" if groups else ""
    return f"{what}{divided}{grouped}{several}{_counts.span_of(table)}"


def _title(table: pd.DataFrame, by: str, value: str, drawn: _Drawn, names: _counts.Names) -> str:
    """Say what is seen first: the most frequent group, or without groups the highest period with its interval."""
    import numpy as np

    if by:
        return _counts.leading(_counts.ranked(table, by), by, names, _counts.n_of(table))
    ((name, values),) = drawn.found.drawn.items()
    counted = _measure(table) == "n"
    shown = values if counted else np.where(np.isnan(drawn.low[name]), np.nan, values)
    if np.isnan(shown).all():
        return "Too few documents for an interval in any period"
    at = int(np.nanargmax(shown))
    low, high = drawn.low[name][at], drawn.high[name][at]
    coded, when = ", corrected" if value == "corrected" else "", drawn.found.calendar.when(at)
    if not counted:
        usual = _overall(table, value)
        if low <= usual:
            what = _MEASURED.get(_measure(table), "Value").lower()
            every = str(table.attrs.get("every") or "period")
            return f"{_figure(usual)} {what}{coded}; no {every} stands out"
        return f"Highest with an interval{coded}: {_figure(values[at])} ({_figure(low)} to {_figure(high)}) {when}"
    ends = f" ({_level(table)} {low:,.0f} to {high:,.0f})" if low == low else ""
    return f"Most statements {when}{coded}: {values[at]:,.0f}{ends}"


def _overall(table: pd.DataFrame, value: str) -> float:
    """Return the rate of all periods together; not a number where the denominators did not travel along."""
    if "denominator" not in table.columns:
        return math.nan
    divisors = table["denominator"].astype("float64")
    return float((table[value] * divisors).sum() / divisors.sum()) if divisors.sum() > 0 else math.nan


def _figure(rate: float) -> str:
    """Write a rate with two digits, or as many as a whole number has."""
    return f"{rate:,.{max(0, 1 - math.floor(math.log10(max(rate, 0.01))))}f}"


def _level(table: pd.DataFrame) -> str:
    return f"{100 * table.attrs['level']:g} % interval" if table.attrs.get("level") else "interval"


def _words(table: pd.DataFrame, value: str) -> list[str]:
    """Say how the intervals were made, and what the correction rests on."""
    shaded = f"Shaded: {table.attrs.get('interval') or _level(table)}."
    there = table[VALUES[value][0]].notna()
    if "note" in table.columns and (table["note"].str.startswith("few") & there).any():
        shaded += f" Paler: fewer than {FEW} {'publishers' if _measure(table) == 'per_source' else 'documents'}."
    if not there.all():
        shaded += " No shade: no interval."
    unknown = int(table.attrs.get("unknown_sources") or 0)
    found = [shaded, f"Without a publisher: {unknown:,}, counted as of one." if unknown else ""]
    if value == "corrected":
        about = str(table.attrs.get("accuracy") or "")
        found.append(f"Corrected by the coder's precision and recall{': ' * bool(about)}{about}. Dotted: as coded.")
        far = int(table["note"].str.contains(ELSEWHERE, regex=False).sum()) if "note" in table.columns else 0
        found.append(f"Of {far:,} corrected values the code is far from as frequent as where these were measured."
                     if far else "")  # fmt: skip
    return found
