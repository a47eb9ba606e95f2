"""Positions and turns for a profile: the one place where it is said by which rules they are read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conflictlib.comparing.positions import RULE, latest, taken

if TYPE_CHECKING:
    import pandas as pd

    from conflictlib.codebook import Codebook

_PAIR = ["actor", "theme"]
_PLACE = {"for": 0, "both": 1, "against": 2}
_TURN = ("actor", "theme", "date", "from", "to", "act", "statement_id", "text", "before_date", "before_act",
         "before_statement_id", "before_text")  # fmt: skip


def rules() -> str:
    """Return the rules in words."""
    return RULE


def positions(statements: pd.DataFrame, codebook: Codebook) -> pd.DataFrame:
    """Return where the latest statements of each actor on each theme point, and since when.

    One row per actor and theme: ``actor``, ``theme``, ``stands`` (``for``, ``against`` or ``both``), ``since`` (day of
    the first statement that points as the latest does; of ``both``, the latest day), ``latest`` (day of the latest
    that takes a position), ``n_for``, ``n_against``, and ``statement_id`` and ``text`` of the statement since which it
    stands there. In order of ``stands`` (for, both, against), then of ``since``, ties by code.
    """
    said = taken(statements, codebook).sort_values(["date", "statement_id"], kind="stable")
    found = latest(said).rename(columns={"position": "stands"})
    said = said.assign(n_for=said["direction"] > 0, n_against=said["direction"] < 0, latest=said["date"])
    numbers = said.groupby(_PAIR, as_index=False).agg({"n_for": "sum", "n_against": "sum", "latest": "max"})
    found = found.merge(numbers, on=_PAIR)
    said = said.drop(columns="latest").merge(found[[*_PAIR, "stands", "latest"]], on=_PAIR)
    same = said["direction"] == said["stands"].map({"for": 1, "against": -1})
    proof = said[same | ((said["stands"] == "both") & (said["date"] == said["latest"]))].drop_duplicates(_PAIR)
    proof = proof[[*_PAIR, "date", "statement_id", "text"]].rename(columns={"date": "since"})
    found = found.merge(proof, on=_PAIR).assign(place=lambda table: table["stands"].map(_PLACE))
    order = [*_PAIR, "stands", "since", "latest", "n_for", "n_against", "statement_id", "text"]
    return found.sort_values(["place", "since", *_PAIR], kind="stable")[order].reset_index(drop=True)


def turns(statements: pd.DataFrame, codebook: Codebook) -> pd.DataFrame:
    """Return the days on which an actor's statements on a theme point another way than they did the last time.

    One row per turn, by day: ``actor``, ``theme``, ``date``, ``from`` and ``to`` (``for``, ``against`` or ``both``),
    ``act``, ``statement_id`` and ``text`` of a statement of that day, and behind ``before_`` of one of the day before.
    """
    said = taken(statements, codebook).sort_values([*_PAIR, "date", "statement_id"], kind="stable")
    days = said.groupby([*_PAIR, "date"], as_index=False).agg(
        low=("direction", "min"), high=("direction", "max"), act=("act", "last"),
        statement_id=("statement_id", "last"), text=("text", "last"),
    )  # fmt: skip
    days["to"] = (days["low"] + days["high"]).map({2: "for", -2: "against", 0: "both"}).astype("str")
    shown = ["date", "to", "act", "statement_id", "text"]
    before = days.groupby(_PAIR)[shown].shift().rename(columns=lambda name: f"before_{name}")
    days = days.join(before).rename(columns={"before_to": "from"})
    turned = days[days["from"].notna() & (days["from"] != days["to"])]
    return turned[list(_TURN)].sort_values(["date", *_PAIR], kind="stable").reset_index(drop=True)
