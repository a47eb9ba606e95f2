"""Polarisation over time: how evenly actors divide over the themes on which they take positions."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from conflictlib import counting, periods
from conflictlib.codebook import shipped_codebook
from conflictlib.networks.sharing import about, pairs
from conflictlib.parameters import at_least, one_of
from conflictlib.position_taking.rules import Rules
from conflictlib.position_taking.taking import taken

if TYPE_CHECKING:
    import datetime
    from collections.abc import Collection

    import pandas as pd

    from conflictlib.codebook import Codebook


def polarisation(
    statements: pd.DataFrame,
    *,
    every: str = "quarter",
    themes: str | Collection[str] | None = None,
    rules: Rules | str = "narrow",
    least: int = 5,
    start: str | datetime.date | None = None,
    end: str | datetime.date | None = None,
    codebook: Codebook | None = None,
) -> pd.DataFrame:
    """Measure per period how evenly actors divide on the themes on which they take positions.

    What a position is, and the arguments `themes` and `rules`, are those of `coposition_network`; each period
    stands for itself, so a position counts only in the periods in which it was stated.

    For each theme with positions of two or more actors the value is 4 p (1 - p), where p is the share of its actors
    that are for it (who went both ways counts half on each side); the period's value is the mean over its themes, each
    weighted by its actors. 0: on each theme all are on one side; 1: on each theme half are for and half against. For
    two groups this is the index of polarisation of Reynal-Querol (2002; Montalvo and Reynal-Querol 2005).

    Parameters
    ----------
    statements
        A statements table.
    every
        Length of a period: ``day``, ``week``, ``month``, ``quarter`` or ``year``.
    least
        Actors with a position that a period needs; with fewer the value is missing, and ``note`` says so.
    start, end
        First and last day, both inclusive, as YYYY-MM-DD; None or ``""``: the first and last day there is.
    codebook
        Codebook that says what a position is; None: the shipped one.

    Returns
    -------
    DataFrame
        One row per period, quiet ones too: ``period`` (its first day), ``value``, ``low`` and ``high`` (the lowest and
        the highest value with any one of the actors left out: how much hangs on a single actor, no confidence
        interval), ``n_actors`` (with a position),
        ``n_edges`` (pairs of actors with positions on a common theme), ``n_opposed`` (of these, pairs with opposite
        positions on one), ``n`` (statements that take a position), ``complete`` (as in `frequency`), ``note`` (``""``
        where there is nothing to say).

        ``attrs``: ``n``, ``undated`` (statements left out), ``least``, ``every``, ``counting``,
        ``source``, ``span``.

    Raises
    ------
    ParameterError
        An argument has a value that is not allowed.

    Notes
    -----
    The value does not see whether the same actors stand together on several themes, nor how strongly they mean it,
    and every actor counts alike. It depends on who happened to speak in a period: a change may be a change of
    speakers. Leifeld and Brandenberger (2019) and Waugh et al. (2009) take the modularity
    of the best division instead. It is not used here: in a network as small as that of a period it is high by chance
    (Guimerà, Sales-Pardo and Amaral 2004), and it also divides actors who only speak about different things.

    Source: Reynal-Querol, M. (2002), Ethnicity, political systems, and civil wars, *Journal of Conflict Resolution*
    46(1), 29–54; Montalvo, J. G. and Reynal-Querol, M. (2005), Ethnic polarization, potential conflict, and civil
    wars, *American Economic Review* 95(3), 796–816.

    Examples
    --------
    >>> import pandas as pd
    >>> from conflictlib import schema
    >>> rows = [{"statement_id": actor, "text": "…", "date": "2024-01-05", "actor": actor, "act": act,
    ...          "themes": ["ceasefire"]} for actor, act in [*((a, "supports") for a in "ABC"), ("D", "rejects")]]
    >>> table = schema.conform(rows, schema.STATEMENTS)
    >>> polarisation(table, every="year", least=4)[["period", "value", "n_actors", "n_edges", "n_opposed"]]
          period  value  n_actors  n_edges  n_opposed
    0 2024-01-01   0.75         4        6          3
    """
    import pandas as pd

    one_of("every", every, periods.EVERY)
    at_least("least", least, 1)
    book, chosen = codebook or shipped_codebook(), Rules.named(rules)
    dated = statements[counting.take(statements, "date").notna()]
    reach = counting.reach(dated, every, start, end)
    counting.not_too_many(len(reach.firsts), 1, reach.span, every)
    said = taken(reach.statements, book, rules=chosen, theme=themes or None)
    first = periods.number(reach.firsts[:1], every)
    place = periods.number(said["date"].to_numpy().astype("datetime64[D]"), every) - (first[0] if len(first) else 0)
    found: dict[Any, pd.DataFrame] = dict(iter(said.groupby(place)))
    quiet = _period(said.head(0), least)
    rows = [_period(found[number], least) if number in found else quiet for number in range(len(reach.firsts))]
    table = pd.DataFrame(
        rows, columns=["value", "low", "high", "n_actors", "n_edges", "n_opposed", "n", "note"]
    ).astype(
        {"value": "float64", "low": "float64", "high": "float64", "note": "str"}
        | dict.fromkeys(["n_actors", "n_edges", "n_opposed", "n"], "int64")
    )
    table.insert(0, "period", reach.firsts.astype("datetime64[s]"))
    table.insert(8, "complete", reach.complete)
    table.attrs = about(statements, said, chosen) | {
        "span": reach.span, "undated": len(statements) - len(dated), "least": least, "every": every,
    }  # fmt: skip
    return table


def _period(said: pd.DataFrame, least: int) -> dict[str, object]:
    own = said[["actor", "theme", "direction"]].drop_duplicates()
    n_actors = own["actor"].nunique()
    agree = pairs(own).groupby(["actor", "other"])["agree"].all()
    value, low, high, note = math.nan, math.nan, math.nan, ""
    if n_actors < least:
        note = f"{n_actors or 'no'} {'actor' if n_actors == 1 else 'actors'} with a position; {least} are needed"
    elif agree.empty:
        note = "no two actors took positions on the same theme"
    else:
        sides = _sides(own)
        value = _split(sides)
        without = (_split([one for one in sides if one[1] != actor]) for actor in dict.fromkeys(own["actor"]))
        known = [left for left in without if left == left]
        low, high = min(known, default=math.nan), max(known, default=math.nan)
    return {
        "value": value, "low": low, "high": high, "n_actors": n_actors, "n_edges": len(agree),
        "n_opposed": int((~agree).sum()), "n": said["statement_id"].nunique(), "note": note,
    }  # fmt: skip


def _sides(own: pd.DataFrame) -> list[tuple[str, str, float]]:
    """Return theme, actor and side, from 0 against to 1 for; who went both ways is in the middle."""
    means = own.groupby(["theme", "actor"])["direction"].mean()
    return [(theme, actor, (mean + 1) / 2) for (theme, actor), mean in zip(means.index, means, strict=True)]


def _split(sides: Collection[tuple[str, str, float]]) -> float:
    themes: dict[str, list[float]] = {}
    for theme, _, side in sides:
        themes.setdefault(theme, []).append(side)
    shared = [(len(found), sum(found) / len(found)) for found in themes.values() if len(found) > 1]
    if not shared:
        return math.nan
    return sum(n * 4 * p * (1 - p) for n, p in shared) / sum(n for n, _ in shared)
