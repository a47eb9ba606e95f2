"""Bursts and breaks: columns with the unusual ones marked, and the level from one break to the next."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from conflictlib.charts import _counts, _events, _panels, _series, _style
from conflictlib.charts._frame import Caption, nothing
from conflictlib.charts._frequency import columns, one_plot
from conflictlib.charts._scale import Scale
from conflictlib.parameters import ParameterError, at_least

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    import pandas as pd
    from matplotlib.axes import Axes

    from conflictlib.charts._events import Overlay
    from conflictlib.charts._series import Series, Values
    from conflictlib.codebook import Codebook

_BURST = _style.COLOURS[1]
_USUAL = "#93A5B1"  # pale, so that a burst stands out in grey print too


def changes(
    table: pd.DataFrame,
    *,
    breaks: pd.DataFrame | None = None,
    events: pd.DataFrame | None = None,
    top: int = 6,
    title: str = "",
    codebook: Codebook | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Draw counts over time with their bursts and breaks, a panel for each group.

    Parameters
    ----------
    table
        As `conflictlib.bursts` returns it: ``period``, at most one grouping column, ``n``, ``expected``, ``burst``.
    breaks
        As `conflictlib.breaks` returns it, with the same group and length of a period; None: none are drawn.
    events
        Events table; each event of the time drawn gets a tick at the top (in panels none), and up to ten
        (in panels six) a number with a key beneath: first those in the period of a burst or break, or in the 7 days
        before it, then those of the busiest periods.
    top
        Number of groups that are drawn: those with a burst or break first, then those with most statements.
    title
        Title in place of the one made from the tables.
    codebook
        Codebook for the plain names of codes; None: the shipped one.
    ax
        Axes to draw in, with room around them for the words; None: those of a new figure. Not with several groups.

    Returns
    -------
    Axes
        The axes, of panels the first. A burst is a coloured column with a triangle above it. A line is the level:
        dashed the usual one, solid with a step where there are breaks. Periods that are not complete are hatched.

    Raises
    ------
    ParameterError
        `top` is not allowed, or `ax` is given with several groups.
    TableError
        A table lacks a column, or has more than one that groups.
    """
    at_least("top", top, 1)
    by = _by(table, breaks)
    unit, rule = _series.subtitle(table, by, "n"), _counts.last_line(table, [by] if by else [])
    with _style.style():
        if not table["n"].any():
            return nothing(Caption(title or "Nothing to draw", unit, (rule,)), ax)
        names = _counts.Names(codebook)
        drawn = _Drawn.of(table, breaks, by, top, names)
        n_drawn = len(drawn.found.drawn)
        if ax is not None and n_drawn > 1:
            raise ParameterError("ax is given with several groups, which take several axes; allowed is ax=None")
        over = _events.overlay(
            events, drawn.found.calendar, drawn.found.totals, panels=n_drawn > 1, changes=_first_days(table, breaks)
        )
        more = len(_changed(table, breaks, by)) - n_drawn
        beyond = f"With a burst or break, and not drawn: {more:,} more." if more > 0 else ""
        cut = _series.incomplete(drawn.found, "Hatched")
        notes = (*_words(table, drawn, by), beyond, drawn.found.note, over.note if over else "", cut, rule)
        caption = Caption(title or _title(table, breaks), unit, tuple(filter(None, notes)), over.key if over else ())
        return _draw(drawn, caption, over, ax)


def _by(table: pd.DataFrame, breaks: pd.DataFrame | None) -> str:
    """Return the column that groups, and see that both tables are for this chart."""
    needs: tuple[str, ...] = ("period", "n", "expected", "burst")
    groups = _counts.groups(table, most=1, chart="changes", needs=needs)
    if breaks is not None:
        needs = ("period", "mean_before", "mean_after", *groups)
        _counts.groups(breaks, most=1, chart="changes", needs=needs)
    return (groups or [""])[0]


@dataclass(frozen=True)
class _Drawn:
    """What is drawn of each group."""

    found: Series
    burst: dict[str, npt.NDArray[np.bool_]]
    level: dict[str, Values]  # of each period; missing where nothing was tested
    stepped: set[str]  # groups with a break

    @classmethod
    def of(cls, table: pd.DataFrame, breaks: pd.DataFrame | None, by: str, top: int, names: _counts.Names) -> _Drawn:
        """Lay out both tables by group, those with a burst or break first."""
        import numpy as np

        table = table.assign(burst=table["burst"].astype(float))
        broken = _codes(breaks, by) if breaks is not None else set()
        before = _changed(table, breaks, by)
        found, burst, expected = (
            _series.series(table, by, column, top, names, stacked=False, before=before)
            for column in ("n", "burst", "expected")
        )
        level = {name: np.full(len(values), np.nanmedian(values)) if not np.isnan(values).all() else values
                 for name, values in expected.drawn.items()}  # fmt: skip
        stepped = {name for name, code in found.codes.items() if code in broken}
        if breaks is not None:
            level |= {name: _steps(breaks, by, found, name) for name in stepped}
        found = replace(found, colours=dict.fromkeys(found.drawn, _USUAL))
        return cls(found, {name: values > 0 for name, values in burst.drawn.items()}, level, stepped)


def _changed(table: pd.DataFrame, breaks: pd.DataFrame | None, by: str) -> set[str]:
    """Return the groups that have a burst or a break."""
    found = _codes(table[table["burst"] > 0], by)
    return found if breaks is None else found | _codes(breaks, by)


def _first_days(table: pd.DataFrame, breaks: pd.DataFrame | None) -> npt.NDArray[np.datetime64]:
    """Return the first days of all periods with a burst, and of all new levels."""
    import numpy as np

    firsts = [table.loc[table["burst"] > 0, "period"], *([] if breaks is None else [breaks["period"]])]
    return np.unique(np.concatenate([days.to_numpy().astype("datetime64[D]") for days in firsts]))


def _codes(table: pd.DataFrame, by: str) -> set[str]:
    return set(table[by].astype(str)) if by else {"statements"} if len(table) else set()


def _steps(breaks: pd.DataFrame, by: str, found: Series, name: str) -> Values:
    """Return the level of each complete period: the mean between two breaks."""
    import numpy as np

    own = (breaks[breaks[by].astype(str) == found.codes[name]] if by else breaks).sort_values("period")
    firsts = found.calendar.edges[:-1]
    after = np.searchsorted(own["period"].to_numpy().astype("datetime64[D]"), firsts, side="right")
    means = np.concatenate([own["mean_before"].to_numpy()[:1], own["mean_after"].to_numpy()])
    return np.where(found.complete, means[after], np.nan)


def _draw(drawn: _Drawn, caption: Caption, over: Overlay | None, ax: Axes | None) -> Axes:
    import numpy as np

    found = drawn.found
    high = float(np.nanmax(list(found.drawn.values())))
    scale = Scale.up_to(high * 1.08, share=False)  # room for the triangles
    if len(found.drawn) > 1:
        across = 2 if len(found.complete) > 60 else 0
        plots = list(_panels.panels(found, caption, over, scale, columns=across))
    else:
        ((name, values),) = found.drawn.items()
        plots = [(one_plot(found, caption, over, scale, ax)[0], name, values)]
    for panel, name, values in plots:
        _columns(panel, drawn, name, np.nan_to_num(values), scale.top)
        _level(panel, drawn, name)
    return plots[0][0]


def _columns(ax: Axes, drawn: _Drawn, name: str, values: Values, top: float) -> None:
    """Draw usual columns, then the bursts in their colour with a triangle above each."""
    import numpy as np

    floor, burst = np.zeros(len(values)), drawn.burst[name]
    columns(ax, drawn.found, name, np.where(burst, 0.0, values), floor)
    if burst.any():
        alone = replace(
            drawn.found, colours={f"{name}, burst": _BURST}, codes={f"{name}, burst": drawn.found.codes.get(name, "")}
        )
        columns(ax, alone, f"{name}, burst", np.where(burst, values, 0.0), floor)
        ax.plot(drawn.found.calendar.middles[burst], values[burst] + top * 0.03, linestyle="none", marker="v",
                markersize=5, color=_BURST, clip_on=False, label=f"{name}, marks of bursts")  # fmt: skip


def _level(ax: Axes, drawn: _Drawn, name: str) -> None:
    import numpy as np

    level = drawn.level[name]
    if np.isnan(level).all():
        return
    stepped = name in drawn.stepped
    look = {"linewidth": 1.6, "linestyle": "solid"} if stepped else {"linewidth": 1.0, "linestyle": (0, (3, 2))}
    edges = np.repeat(drawn.found.calendar.numbers, 2)[1:-1]
    ax.plot(edges, np.repeat(level, 2), color=_style.INK, label=f"{name}, {'level' if stepped else 'usual level'}",
            zorder=2.5, **look)  # type: ignore[arg-type]  # fmt: skip


def _title(table: pd.DataFrame, breaks: pd.DataFrame | None) -> str:
    if table["expected"].isna().all():
        return "Too little to say what is usual"
    every = str(table.attrs.get("every") or "period")
    n = int(table["burst"].sum())
    bursts = f"{n:,} unusual {every}{'s' * (n != 1)}" if n else f"No unusual {every}"
    if breaks is None:
        return bursts
    n = len(breaks)
    return f"{bursts}, {f'{n:,}' if n else 'no'} break{'s' * (n > 1)} in level"


def _words(table: pd.DataFrame, drawn: _Drawn, by: str) -> list[str]:
    """Say what is marked and by which test, and how many groups were too small to be tested."""
    every = str(table.attrs.get("every") or "period")
    known = {"n_tests", "level"} <= set(table.attrs)
    tests = f" ({table.attrs['n_tests']:,} tests, corrected, q ≤ {table.attrs['level']:g})" if known else ""
    idle = int(table["expected"].isna().groupby(table[by].astype(str)).all().sum()) if by else 0
    few = f"Not tested: {idle:,} of {table[by].nunique():,} groups, too small." if idle else ""
    if table["expected"].isna().all():
        return ["Nothing was tested: too few statements or complete periods."]
    marked = f"Coloured, with a triangle: {every}s with more statements than the usual level explains{tests}."
    if not table["burst"].any():
        marked = f"No {every} has more statements than its usual level explains{tests}."
    tested = {name for name, level in drawn.level.items() if (level == level).any()}
    solid = "Solid: level from break to break." if drawn.stepped else ""
    dashed = "Dashed: usual level." if tested - drawn.stepped else ""
    return [marked, f"{solid} {dashed}".strip(), few]
