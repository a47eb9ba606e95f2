"""Positions and turns for a profile: the one place where it is said by which rules they are read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conflictlib import position_taking
from conflictlib.position_taking.standing import daily, utterances
from conflictlib.position_taking.taking import PAIR, taken

if TYPE_CHECKING:
    import pandas as pd

    from conflictlib.codebook import Codebook

RULES = "narrow"

_PLACE = {"for": 0, "both": 1, "against": 2, "unclear": 3}


def rules() -> str:
    """Return the rules in words."""
    return position_taking.Rules.named(RULES).in_words()


def positions(statements: pd.DataFrame, codebook: Codebook) -> pd.DataFrame:
    """Return where the latest statements of each actor on each theme point, and since when.

    One row per actor and theme: ``actor``, ``theme``, ``stands`` (``for``, ``against``, ``both``; ``unclear`` where it
    took no position, but refused something of which it is unclear what it is), ``since`` (day of its last turn: the
    first of the days, one after the other, that all point as the latest does; of ``unclear`` the first day),
    ``latest`` (day of the latest of these), ``n_for``, ``n_against``, ``n_unclear``, and ``statement_id`` and ``text``
    of a statement of the day since which it stands there. In order of ``stands`` (for, both, against, unclear), then of
    ``since``, ties by code.
    """
    found = position_taking.positions(statements, theme=None, rules=RULES, codebook=codebook)
    found = found[found["position"] != "silent"]
    found = found.merge(_since(statements, codebook), on=PAIR, how="left")
    unclear = found["stands"].isna()
    for name, column in (("since", "since"), ("statement_id", "id"), ("text", "text")):
        found[name] = found[name].where(~unclear, found[f"unclear_{column}"])
    days = found[["for_latest", "against_latest"]].max(axis="columns")
    found = found.assign(latest=days.where(~unclear, found["unclear_latest"]))
    found["stands"] = found["stands"].fillna("unclear").astype("str")
    found["place"] = found["stands"].map(_PLACE)
    order = ["actor", "theme", "stands", "since", "latest", "n_for", "n_against", "n_unclear", "statement_id", "text"]
    return found.sort_values(["place", "since", "actor", "theme"], kind="stable")[order].reset_index(drop=True)


def _since(statements: pd.DataFrame, codebook: Codebook) -> pd.DataFrame:
    """Return of each actor on each theme the day of its last turn, or its first day, with a statement of that day.

    Of a day that points both ways it is one that points the other way than the day before; of a first day, one for it.
    """
    named = position_taking.Rules.named(RULES)
    said = utterances(taken(statements, codebook, rules=named))
    days = daily(said).sort_values([*PAIR, "date"], kind="stable")
    before = days.groupby(PAIR)["position"].shift()
    turned = days.assign(before=before)[before != days["position"]].drop_duplicates(PAIR, keep="last")
    newer = turned["before"].map({"for": "against"}).fillna("for")
    way = turned["position"].where(turned["position"] != "both", newer)
    turned = turned.assign(direction=way.map({"for": 1, "against": -1}).astype("int64"))
    first = said.drop_duplicates([*PAIR, "date", "direction"], keep="first")
    found = turned.merge(first, on=[*PAIR, "date", "direction"], how="left").rename(columns={"date": "since"})
    return found[[*PAIR, "since", "statement_id", "text"]]


def turns(statements: pd.DataFrame, codebook: Codebook) -> pd.DataFrame:
    """Return the days on which an actor's statements on a theme point another way than they did the last time."""
    found = position_taking.turns(statements, theme=None, rules=RULES, codebook=codebook)
    return found.drop(columns=["label", "days"])
