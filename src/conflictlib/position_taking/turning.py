"""Who turned round, when, from what to what."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from conflictlib import counting
from conflictlib.position_taking.rules import Rules
from conflictlib.position_taking.standing import about, daily
from conflictlib.position_taking.taking import PAIR, taken

if TYPE_CHECKING:
    import pandas as pd

    from conflictlib.codebook import Codebook

_SHOWN = ["act", "statement_id", "text"]


def turns(
    statements: pd.DataFrame,
    *,
    theme: str | Collection[str] | None = None,
    rules: Rules | str = "narrow",
    codebook: Codebook | None = None,
) -> pd.DataFrame:
    """Find the days on which an actor's statements point another way than they did the last time.

    Parameters
    ----------
    statements, theme, rules, codebook
        As in `positions`; `theme` None: all on which one takes a position. How many statements are needed says nothing
        here: each turn is shown with both statements.

    Returns
    -------
    DataFrame
        One row per actor, theme and turn, by day: ``actor``, ``label``, ``theme``, ``date``, ``from`` and ``to``
        (``for``, ``against``, ``both``: statements of one day that point both ways), ``act``, ``statement_id`` and
        ``text`` of the statement that turns, ``before_date``, ``before_act``, ``before_statement_id`` and
        ``before_text`` of one on the last day before, ``days`` (from that day to this).

    Notes
    -----
    Read both texts before you call it a change of mind. With the rule ``unclear`` to back one draft and to refuse
    another is a turn, and may be one policy; without it such refusals do not count.

    Examples
    --------
    >>> import conflictlib as cl
    >>> found = turns(cl.open_statements(), theme="ceasefire", rules="narrow, votes=yes, unclear=yes")
    >>> found.loc[found["actor"] == "RUS", ["date", "from", "to"]].to_dict("records")
    [{'date': Timestamp('2024-03-22 00:00:00'), 'from': 'for', 'to': 'against'}]
    """
    from conflictlib.codebook import shipped_codebook

    counting.dates_of(statements)
    book, chosen = codebook or shipped_codebook(), Rules.named(rules)
    said = taken(statements, book, rules=chosen, theme=theme)
    days = daily(said).sort_values([*PAIR, "date"], kind="stable")
    earlier = days.groupby(PAIR)[["date", "position"]].shift()
    days = days.assign(before_date=earlier["date"], **{"from": earlier["position"]}).rename(columns={"position": "to"})
    turned = days[days["from"].notna() & (days["from"] != days["to"])]
    shown = [name for name in _SHOWN if name in said.columns]
    then = said.drop_duplicates([*PAIR, "date", "direction"], keep="first")
    found = _with_statement(turned, then, shown, "to", "date", "")
    found = _with_statement(found, then, shown, "from", "before_date", "before_")
    found = found.assign(label=found["actor"].map(book.label), days=(found["date"] - found["before_date"]).dt.days)
    columns = ["actor", "label", "theme", "date", "from", "to", *shown, "before_date"]
    columns += [*(f"before_{name}" for name in shown), "days"]
    result = found.sort_values(["date", *PAIR], kind="stable")[columns].reset_index(drop=True)
    result = result.astype({"label": "str", "from": "str", "to": "str", "days": "int64"})
    result.attrs = about(statements, said, chosen, book)
    return result


def _with_statement(
    turned: pd.DataFrame, said: pd.DataFrame, shown: list[str], side: str, day: str, prefix: str
) -> pd.DataFrame:
    """Add a statement of a day: one that points the way of `side`; of a day that points both ways the newer way."""
    other = {"to": "from", "from": "to"}[side]
    wanted = turned[side].where(turned[side] != "both", turned[other].map({"for": "against", "against": "for"}))
    way = wanted.map({"for": 1, "against": -1}).astype("int64")
    names = {"date": day, **{name: f"{prefix}{name}" for name in shown}}
    table = said[[*PAIR, "date", "direction", *shown]].rename(columns=names)
    return turned.assign(direction=way).merge(table, on=[*PAIR, day, "direction"], how="left").drop(columns="direction")
