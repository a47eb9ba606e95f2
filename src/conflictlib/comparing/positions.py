"""Positions of actors on themes: taken for the first time, or turned round."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

    from conflictlib.codebook import Codebook
    from conflictlib.comparing.standing import Standing

#: Columns of the result.
COLUMNS = ("actor", "theme", "kind", "from", "to", "date", "act", "negated", "statement_id", "text",
           "also_act", "also_negated", "also_statement_id", "also_text",
           "before_date", "before_act", "before_negated", "before_statement_id", "before_text")  # fmt: skip

RULE = (
    "A statement points for a theme if its act asks for, approves or offers something, against it if the act refuses "
    "something (polarity and position in the codebook’s acts.csv), the other way round where the act is negated; "
    "condemning, blaming and thanking count for neither. Only themes that name what may be wanted or refused count "
    "(position in themes.csv). An actor’s position is where its latest dated statement points; two that point both "
    "ways on that day are “both”. Joint statements count for no position of their members."
)

_PAIR = ["actor", "theme"]
_SHOWN = ["date", "act", "negated", "statement_id", "text"]


def positions(standing: Standing, codebook: Codebook) -> pd.DataFrame:
    """Find positions that new statements, and nothing else, made or turned: one row per actor and theme.

    What stood before must still point where it pointed: where it was recoded or withdrawn, a new statement may only
    seem to turn it, and nothing is said.
    """
    new = taken(standing.new, codebook)
    actors = set(new["actor"])
    kept = taken(standing.kept[standing.kept["actor"].isin(actors)], codebook)
    before = taken(standing.before[standing.before["actor"].isin(actors)], codebook)
    pairs = new[_PAIR].drop_duplicates()
    now = _joined(kept.assign(new=False), new.assign(new=True))
    for name, said in (("was", before), ("stays", kept), ("to", now)):
        pairs = pairs.merge(latest(said).rename(columns={"position": name}), on=_PAIR, how="left")
    first = pairs["was"].isna() & pairs["stays"].isna()
    turned = pairs["was"].notna() & (pairs["was"] == pairs["stays"]) & (pairs["to"] != pairs["was"])
    pairs["kind"] = first.map({True: "first", False: "turned"})
    pairs = pairs[first | turned].rename(columns={"was": "from"}).drop(columns="stays")
    return _shown(pairs, kept, now)


def taken(statements: pd.DataFrame, codebook: Codebook) -> pd.DataFrame:
    """Return a row per statement and theme on which it takes a position; `direction` is 1 or -1."""
    joint = codebook.actors["code"][codebook.actors["kind"] == "joint"]
    acts = {act: sign for act in codebook.with_position("acts") if (sign := codebook.polarity(act))}
    own = statements["actor"].notna() & ~statements["actor"].isin(joint) & ~statements["members"].map(bool)
    said = statements[own & statements["date"].notna() & statements["act"].isin(acts)]
    denied = said["negated"].fillna(False).astype(bool)
    said = said[["actor", "themes", *_SHOWN]].assign(
        negated=denied, direction=said["act"].map(acts).astype("int64") * (1 - 2 * denied.astype("int64"))
    )
    rows = said.explode("themes").rename(columns={"themes": "theme"})
    rows = rows[rows["theme"].isin(codebook.with_position("themes"))].astype({"theme": "str"})
    return rows.drop_duplicates(["statement_id", "theme"]).reset_index(drop=True)


def latest(said: pd.DataFrame) -> pd.DataFrame:
    """Return the position of each actor on each theme: ``for``, ``against`` or ``both``."""
    import pandas as pd

    spread = _last_day(said).groupby(_PAIR, as_index=False)["direction"].agg(["min", "max"])
    names = (spread["min"] + spread["max"]).map({2: "for", -2: "against", 0: "both"})
    return pd.DataFrame({**{name: spread[name].astype("str") for name in _PAIR}, "position": names.astype("str")})


def _last_day(said: pd.DataFrame) -> pd.DataFrame:
    return said[said["date"] == said.groupby(_PAIR)["date"].transform("max")]


def _joined(kept: pd.DataFrame, new: pd.DataFrame) -> pd.DataFrame:
    import pandas as pd

    return pd.concat([table for table in (kept, new) if len(table)] or [new], ignore_index=True)


def _shown(pairs: pd.DataFrame, kept: pd.DataFrame, now: pd.DataFrame) -> pd.DataFrame:
    """Add the new statement that makes the position, one that day which points the other way, and one before."""
    then = {"for": 1, "against": -1}
    said = _last_day(now).merge(pairs[[*_PAIR, "from"]], on=_PAIR)
    making = _one(said[said["new"] & (said["direction"] != said["from"].map(then).fillna(0))])
    made = pairs.merge(making.drop(columns=["new", "from"]), on=_PAIR)
    way = made[[*_PAIR, "direction"]].rename(columns={"direction": "way"})
    for name, table in (("also", _last_day(now)), ("before", _last_day(kept))):
        other = table.merge(way, on=_PAIR)
        one = _one(other[other["direction"] != other["way"]])
        made = made.merge(
            one[[*_PAIR, *_SHOWN]].rename(columns={c: f"{name}_{c}" for c in _SHOWN}), on=_PAIR, how="left"
        )
    made = made.astype({f"{name}_negated": "boolean" for name in ("also", "before")}).astype({"negated": "boolean"})
    order = made["kind"].map({"turned": 0, "first": 1}).rename("order")
    ordered = made.assign(order=order).sort_values(["order", *_PAIR], kind="stable")
    return ordered[list(COLUMNS)].reset_index(drop=True)


def _one(said: pd.DataFrame) -> pd.DataFrame:
    return said.sort_values("statement_id", kind="stable").drop_duplicates(_PAIR)
