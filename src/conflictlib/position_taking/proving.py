"""The statements that prove positions, as text to be read."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from conflictlib.periods import day_name

if TYPE_CHECKING:
    import pandas as pd

_WIDTH = 84  # characters: a line of a notebook, in a report and on paper too


def proof(positions: pd.DataFrame, *, top: int = 10) -> str:
    """Return the statements that prove positions, one paragraph each, for `print`.

    Parameters
    ----------
    positions
        As `positions` returns it; actors that are silent have no statement.
    top
        Number of actors.

    Returns
    -------
    str
        For every actor and direction a line with the actor, the direction, the day and the statement's id, and beneath
        it the statement's words, in lines of at most 84 characters.

    Examples
    --------
    >>> import conflictlib as cl
    >>> print(proof(cl.positions(cl.open_statements(actors="LBN")), top=1))
    Lebanon: for, 1 Feb 2024 (S0098)
        Restated Lebanon's commitment to resolution 1701 and said that a Gaza ceasefire
        is needed for diplomacy to work.
    """
    taking = positions[positions["position"] != "silent"].head(top)
    parts = []
    for row in taking.to_dict("records"):
        for side in ("for", "against"):
            if row[f"{side}_since"] == row[f"{side}_since"]:
                head = f"{row['label']}: {side}, {day_name(row[f'{side}_since'].date())} ({row[f'{side}_id']})"
                said = " ".join(str(row.get(f"{side}_text", "")).split())
                lines = textwrap.wrap(said, _WIDTH, initial_indent="    ", subsequent_indent="    ")
                parts.append("\n".join([" ".join(head.split()), *lines]))
    left = int((positions["position"] != "silent").sum()) - len(taking)
    return "\n".join([*parts, *([f"{left:,} more actors take a position"] if left > 0 else [])])
