"""Positions and turns for a profile: the one place where it is said by which rules they are read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conflictlib import position_taking

if TYPE_CHECKING:
    import pandas as pd

    from conflictlib.codebook import Codebook

RULES = "narrow"

_PLACE = {"for": 0, "both": 1, "against": 2}


def rules() -> str:
    """Return the rules in words."""
    return position_taking.Rules.named(RULES).in_words()


def positions(statements: pd.DataFrame, codebook: Codebook) -> pd.DataFrame:
    """Return where the latest statements of each actor on each theme point, and since when.

    One row per actor and theme: ``actor``, ``theme``, ``stands`` (``for``, ``against`` or ``both``), ``since`` (day of
    the first statement that points as the latest does; of ``both``, of the later of the two), ``latest`` (day of the
    latest that takes a position), ``n_for``, ``n_against``, and ``statement_id`` and ``text`` of the statement since
    which it stands there. In order of ``stands`` (for, both, against), then of ``since``, ties by code.
    """
    found = position_taking.positions(statements, theme=None, rules=RULES, codebook=codebook)
    found = found[found["stands"].notna()]
    later = found["stands"].eq("both") & (found["against_since"] > found["for_since"])
    against = found["stands"].eq("against") | later
    taken = {
        name: found[f"for_{column}"].where(~against, found[f"against_{column}"])
        for name, column in (("since", "since"), ("statement_id", "id"), ("text", "text"))
    }
    latest = found[["for_latest", "against_latest"]].max(axis="columns")
    found = found.assign(**taken, latest=latest, place=found["stands"].map(_PLACE))
    order = ["actor", "theme", "stands", "since", "latest", "n_for", "n_against", "statement_id", "text"]
    return found.sort_values(["place", "since", "actor", "theme"], kind="stable")[order].reset_index(drop=True)


def turns(statements: pd.DataFrame, codebook: Codebook) -> pd.DataFrame:
    """Return the days on which an actor's statements on a theme point another way than they did the last time."""
    found = position_taking.turns(statements, theme=None, rules=RULES, codebook=codebook)
    return found.drop(columns=["label", "days"])
