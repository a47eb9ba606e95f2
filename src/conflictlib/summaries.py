"""Statements to tidy counts: one row per period, group or pair of groups, quiet ones as zeros.

What a chart must print about a table travels in its ``.attrs``:

``n``         number of statements counted
``counting``  the counting rule, in words
``source``    where the statements come from, copied from ``statements.attrs["source"]``
``span``      first and last day covered, as 2023-10-07/2026-02-19, or ``""`` where there is none
``every``     length of a period (only `frequency`)
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from conflictlib import counting, periods
from conflictlib.parameters import ParameterError, one_of, span

if TYPE_CHECKING:
    import datetime
    from collections.abc import Collection, Hashable

    import pandas as pd

    from conflictlib.codebook import Codebook
    from conflictlib.scanning import Scan


def frequency(
    statements: pd.DataFrame | Scan,
    *,
    every: str = "week",
    by: str | None = None,
    start: str | datetime.date | None = None,
    end: str | datetime.date | None = None,
    share: bool = False,
) -> pd.DataFrame:
    """Count statements per period, quiet periods as zeros.

    Parameters
    ----------
    statements
        A statements table. Every row needs a ``date``. Or a `Scan` of one that is too large to load: without
        ``n_readouts`` and ``n_documents`` then.
    every
        Length of a period: ``day``, ``week`` (Monday to Sunday), ``month``, ``quarter`` or ``year``.
    by
        Column to group by, such as ``actor``. ``theme``, ``member`` and ``addressee`` may have several
        codes in one statement, which then counts once under each.
    start, end
        First and last day to be counted, both inclusive, as YYYY-MM-DD; None or ``""``: the first and last
        day there is. Statements outside are left out.
    share
        Add each group's share of the period's statements. Only with `by`.

    Returns
    -------
    DataFrame
        One row per period and group, for every period from `start` to `end` and every group:
        ``period`` (its first day), the column `by`, ``n`` (statements), ``n_readouts`` (utterances:
        statements that share a ``readout_id`` count once; one without counts for itself), ``n_documents``
        (told apart by ``doc_id``, else by ``source_url``; a statement without either counts for itself),
        ``share`` (``n`` divided by all statements of the period; missing in a period without any; where a
        statement may stand under several codes the shares of a period may add up to more than 1) and
        ``complete`` (False where `start`, `end` or, without `end`, the last statement's day cuts it short).
        ``n`` adds up to the statements counted unless a statement may stand under several codes.
        Groups stand in order of their total, ties by code; a missing code counts as ``not coded``, last.

    Raises
    ------
    ParameterError
        `every`, `start` or `end` is not allowed, `share` without `by`, or statements without a date.
    TableError
        There is no column `by`.

    Examples
    --------
    >>> import pandas as pd
    >>> days = pd.to_datetime(["2023-10-07", "2023-10-08", "2023-10-24"])
    >>> statements = pd.DataFrame({"date": days, "actor": ["ISR", "CHN", "ISR"]})
    >>> frequency(statements, every="week")[["period", "n", "complete"]]
          period  n  complete
    0 2023-10-02  2      True
    1 2023-10-09  0      True
    2 2023-10-16  0      True
    3 2023-10-23  1     False
    """
    import numpy as np
    import pandas as pd

    one_of("every", every, periods.EVERY)
    if share and by is None:
        raise ParameterError("share is True without by; allowed is a column to group by, such as by='actor'")
    reach = counting.reach(counting.alike(statements, "date", *filter(None, [by])), every, start, end)
    groups = counting.group(reach.statements, by)
    if by is not None and groups.name in ("period", "n", "n_readouts", "n_documents", "share", "complete"):
        raise ParameterError(f"by is {by!r}, a name that the result needs for itself; rename that column")
    width = len(groups.labels)
    n_cells = counting.not_too_many(len(reach.firsts), width, reach.span, every)
    cells = reach.periods[groups.rows] * width + groups.codes
    result: dict[str, Any] = {"period": reach.firsts.astype("datetime64[s]").repeat(width)}
    if by is not None:
        result[groups.name] = pd.array(groups.labels, dtype="str").take(np.arange(n_cells) % max(width, 1))
    result |= counting.counts(reach.statements, groups.rows, cells, n_cells)
    if share:
        everyone = np.arange(len(reach.periods))
        whole = counting.add_up(reach.statements, everyone, reach.periods, len(reach.firsts)).repeat(width)
        result["share"] = np.divide(result["n"], whole, out=np.full(n_cells, np.nan), where=whole > 0)
    frame = pd.DataFrame(result | {"complete": reach.complete.repeat(width)})
    frame.attrs = _attrs(reach.statements, reach.span, groups.name) | {"every": every}
    return frame


def actors(statements: pd.DataFrame | Scan, *, codebook: Codebook | None = None) -> pd.DataFrame:
    """Count statements per actor.

    Returns one row per actor: ``actor`` (code), ``label`` (its name in the codebook), ``n`` (statements),
    ``n_readouts`` and ``n_documents`` (as in `frequency`), ``first`` and ``last`` (days of its first and last
    dated statement), ``share`` (``n`` divided by all statements). Sorted by ``n``, ties by code.
    A joint statement counts once, under its own code; a missing actor counts as ``not coded``, last.

    Examples
    --------
    >>> import pandas as pd
    >>> days = pd.to_datetime(["2023-10-07", "2023-10-08", "2023-10-24"])
    >>> statements = pd.DataFrame({"date": days, "actor": ["ISR", "CHN", "ISR"]})
    >>> actors(statements)[["actor", "n", "first", "share"]].round({"share": 2})
      actor  n      first  share
    0   ISR  2 2023-10-07   0.67
    1   CHN  1 2023-10-08   0.33
    """
    return _ranked(statements, "actor", codebook)


def themes(statements: pd.DataFrame | Scan, *, codebook: Codebook | None = None) -> pd.DataFrame:
    """Count statements per theme, each once under every theme that it has.

    Returns one row per theme with the columns of `actors`, ``theme`` in the place of ``actor``.
    ``share`` is the part of all statements that have the theme, so the shares may add up to more than 1.
    Statements without a theme count as ``not coded``, last.
    """
    return _ranked(statements, "theme", codebook)


def crosstab(statements: pd.DataFrame | Scan, *, rows: str = "actor", columns: str = "theme") -> pd.DataFrame:
    """Count statements per pair of groups, such as actor and theme, empty pairs as zeros.

    Returns one row per pair, for every row group with every column group: the columns `rows` and `columns`
    (codes), ``n`` (statements that have both), ``n_row`` (all statements of the row group) and ``share``
    (``n`` divided by ``n_row``). Both groups stand in order of their totals, ties by code. Where a statement
    may have several codes (themes, addressees) it counts once under each, and the shares of a row may
    add up to more than 1. A missing code counts as ``not coded``, last.

    Raises
    ------
    ParameterError
        `rows` and `columns` are the same.
    TableError
        One of them is not a column.

    Examples
    --------
    >>> import pandas as pd
    >>> themes = [["hostages"], ["ceasefire", "hostages"]]
    >>> statements = pd.DataFrame({"actor": ["ISR", "CHN"], "themes": themes})
    >>> crosstab(statements)
      actor      theme  n  n_row  share
    0   CHN   hostages  1      1    1.0
    1   CHN  ceasefire  1      1    1.0
    2   ISR   hostages  1      1    1.0
    3   ISR  ceasefire  0      1    0.0
    """
    import numpy as np
    import pandas as pd

    alike = counting.alike(statements, rows, columns)
    down, across = counting.group(alike, rows), counting.group(alike, columns)
    if down.name == across.name:
        raise ParameterError(f"rows and columns are both {rows!r}; allowed are two different columns")
    width, n_cells = len(across.labels), len(down.labels) * len(across.labels)
    places, left, right = counting.pairs(down, across, len(alike))
    n = counting.add_up(alike, places, left * width + right, n_cells)
    n_row = counting.add_up(alike, down.rows, down.codes, len(down.labels)).repeat(width)
    frame = pd.DataFrame({
        down.name: pd.array(down.labels, dtype="str").repeat(width),
        across.name: pd.array(across.labels, dtype="str").take(np.arange(n_cells) % max(width, 1)),
        "n": n, "n_row": n_row, "share": n / n_row,
    })  # fmt: skip
    frame.attrs = _attrs(alike, counting.span_of(statements), down.name, across.name)
    return frame


def events(
    events: pd.DataFrame,
    *,
    start: str | datetime.date | None = None,
    end: str | datetime.date | None = None,
    kinds: Collection[str] | None = None,
) -> pd.DataFrame:
    """Return the events from `start` to `end`, both inclusive, in order of date; with `kinds`, only of these.

    One row per event, all columns of `events`. An event without a date is left out.

    Raises
    ------
    ParameterError
        `start` or `end` is not a day, or `kinds` has one that no event is of.

    Examples
    --------
    >>> import pandas as pd
    >>> days = pd.to_datetime(["2023-11-15", "2023-10-07"])
    >>> happened = pd.DataFrame({"date": days, "event": ["Vote", "War"], "kind": ["vote", "attack"]})
    >>> events(happened, start="2023-10-07", kinds=["attack"])["event"].to_list()
    ['War']
    """
    import pandas as pd

    first, last = span(start, end)
    for kind in kinds or ():
        one_of("kinds", kind, sorted(set(events["kind"].dropna())))
    kept = events["date"].notna()
    if first:
        kept &= events["date"] >= pd.Timestamp(first)
    if last:
        kept &= events["date"] <= pd.Timestamp(last)
    if kinds is not None:
        kept &= events["kind"].isin(list(kinds))
    return events[kept].sort_values("date", kind="stable").reset_index(drop=True)


def _ranked(statements: pd.DataFrame | Scan, by: str, codebook: Codebook | None) -> pd.DataFrame:
    import pandas as pd

    from conflictlib.codebook import shipped_codebook

    label = (codebook or shipped_codebook()).label
    alike = counting.alike(statements, by, "date")
    groups = counting.group(alike, by)
    days = counting.take(alike, "date").take(groups.rows).groupby(groups.codes)
    numbers = counting.counts(alike, groups.rows, groups.codes, len(groups.labels))
    frame = pd.DataFrame({
        groups.name: pd.array(groups.labels, dtype="str"),
        "label": pd.array([label(code) for code in groups.labels], dtype="str"),
        **numbers,
        "first": days.min().array, "last": days.max().array,
        "share": numbers["n"] / max(counting.n_of(alike), 1),
    })  # fmt: skip
    frame.attrs = _attrs(alike, counting.span_of(alike), groups.name)
    return frame


def _attrs(statements: pd.DataFrame, span: str, *groups: str) -> dict[Hashable | None, object]:
    return {
        "n": counting.n_of(statements),
        "counting": counting.rule(statements, *groups),
        "source": statements.attrs.get("source", ""),
        "span": span,
    }
