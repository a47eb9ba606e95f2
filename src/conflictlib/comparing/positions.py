"""Positions of actors on themes: taken for the first time, or turned round."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conflictlib.position_taking.rules import Rules
from conflictlib.position_taking.standing import latest
from conflictlib.position_taking.taking import DIRECTIONS, PAIR, taken

if TYPE_CHECKING:
    import pandas as pd

    from conflictlib.codebook import Codebook
    from conflictlib.comparing.standing import Standing

#: Columns of the result.
COLUMNS = ("actor", "theme", "kind", "from", "to", "date", "act", "negated", "statement_id", "text",
           "also_act", "also_negated", "also_statement_id", "also_text",
           "before_date", "before_act", "before_negated", "before_statement_id", "before_text")  # fmt: skip

#: An actor's own statements, with its votes; of a day's report it can be read what the vote was about.
RULES = Rules(votes=True)

RULE = (
    f"{DIRECTIONS} An actor’s position is where its latest dated statement points; two that point both ways on that "
    "day are “both”. Joint statements count for no position of their members."
)

_SHOWN = ["date", "act", "negated", "statement_id", "text"]


def positions(standing: Standing, codebook: Codebook) -> pd.DataFrame:
    """Find positions that new statements, and nothing else, made or turned: one row per actor and theme.

    What stood before must still point where it pointed: where it was recoded or withdrawn, a new statement may only
    seem to turn it, and nothing is said.
    """
    new = taken(standing.new, codebook, rules=RULES)
    actors = set(new["actor"])
    kept = taken(standing.kept[standing.kept["actor"].isin(actors)], codebook, rules=RULES)
    before = taken(standing.before[standing.before["actor"].isin(actors)], codebook, rules=RULES)
    pairs = new[PAIR].drop_duplicates()
    now = _joined(kept.assign(new=False), new.assign(new=True))
    for name, said in (("was", before), ("stays", kept), ("to", now)):
        pairs = pairs.merge(latest(said).rename(columns={"position": name}), on=PAIR, how="left")
    first = pairs["was"].isna() & pairs["stays"].isna()
    turned = pairs["was"].notna() & (pairs["was"] == pairs["stays"]) & (pairs["to"] != pairs["was"])
    pairs["kind"] = first.map({True: "first", False: "turned"})
    pairs = pairs[first | turned].rename(columns={"was": "from"}).drop(columns="stays")
    return _shown(pairs, kept, now)


def _last_day(said: pd.DataFrame) -> pd.DataFrame:
    return said[said["date"] == said.groupby(PAIR)["date"].transform("max")]


def _joined(kept: pd.DataFrame, new: pd.DataFrame) -> pd.DataFrame:
    import pandas as pd

    return pd.concat([table for table in (kept, new) if len(table)] or [new], ignore_index=True)


def _shown(pairs: pd.DataFrame, kept: pd.DataFrame, now: pd.DataFrame) -> pd.DataFrame:
    """Add the new statement that makes the position, one that day which points the other way, and one before."""
    then = {"for": 1, "against": -1}
    said = _last_day(now).merge(pairs[[*PAIR, "from"]], on=PAIR)
    making = _one(said[said["new"] & (said["direction"] != said["from"].map(then).fillna(0))])
    made = pairs.merge(making.drop(columns=["new", "from"]), on=PAIR)
    way = made[[*PAIR, "direction"]].rename(columns={"direction": "way"})
    for name, table in (("also", _last_day(now)), ("before", _last_day(kept))):
        other = table.merge(way, on=PAIR)
        one = _one(other[other["direction"] != other["way"]])
        made = made.merge(one[[*PAIR, *_SHOWN]].rename(columns={c: f"{name}_{c}" for c in _SHOWN}), on=PAIR, how="left")
    made = made.astype({f"{name}_negated": "boolean" for name in ("also", "before")}).astype({"negated": "boolean"})
    order = made["kind"].map({"turned": 0, "first": 1}).rename("order")
    ordered = made.assign(order=order).sort_values(["order", *PAIR], kind="stable")
    return ordered[list(COLUMNS)].reset_index(drop=True)


def _one(said: pd.DataFrame) -> pd.DataFrame:
    return said.sort_values("statement_id", kind="stable").drop_duplicates(PAIR)
