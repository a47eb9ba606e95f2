"""The statements that prove positions, as text to be read."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, Any

from conflictlib.parameters import at_least
from conflictlib.periods import day_name
from conflictlib.schema import TableError

if TYPE_CHECKING:
    import pandas as pd

_WIDTH = 84  # characters: a line of a notebook, in a report and on paper too


def proof(positions: pd.DataFrame, *, top: int = 10) -> str:
    """Return the statements that prove positions, one paragraph each, for `print`.

    Parameters
    ----------
    positions
        As `positions` returns it (actors that are silent have no statement), or `turns`.
    top
        Number of actors.

    Returns
    -------
    str
        For every actor and direction a line with the actor, the direction, the day and the statement's id, and beneath
        it the statement's words, in lines of at most 84 characters.

    Raises
    ------
    TableError
        `positions` is another table.

    Examples
    --------
    >>> import conflictlib as cl
    >>> print(proof(cl.positions(cl.open_statements(actors="LBN")), top=1))
    Lebanon: for, 1 Feb 2024 (S0098)
        Restated Lebanon's commitment to resolution 1701 and said that a Gaza ceasefire
        is needed for diplomacy to work.
    """
    at_least("top", top, 0)
    if "before_text" in positions.columns:
        return "\n".join(part for row in positions.head(top).to_dict("records") for part in _turn(row))
    if missing := [name for name in ("position", "label", "for_since") if name not in positions.columns]:
        raise TableError(f"positions: there is no column {missing[0]!r}; give what cl.positions returns")
    taking = positions[positions["position"] != "silent"].head(top)
    parts = []
    for row in taking.to_dict("records"):
        for side in ("for", "against", "unclear"):
            if row[f"{side}_since"] == row[f"{side}_since"]:
                head = f"{row['label']}: {side}, {day_name(row[f'{side}_since'].date())} ({row[f'{side}_id']})"
                parts.append(_paragraph(head, row.get(f"{side}_text", "")))
    left = int((positions["position"] != "silent").sum()) - len(taking)
    return "\n".join([*parts, *([f"{left:,} more actors take a position"] if left > 0 else [])])


def _paragraph(head: str, said: object) -> str:
    lines = textwrap.wrap(" ".join(str(said).split()), _WIDTH, initial_indent="    ", subsequent_indent="    ")
    return "\n".join([" ".join(head.split()), *lines])


def _turn(row: dict[Any, Any]) -> list[str]:
    days = day_name(row["before_date"].date()), day_name(row["date"].date())
    return [
        _paragraph(f"{row['label']}: {row['from']}, {days[0]} ({row['before_statement_id']})", row["before_text"]),
        _paragraph(f"then {row['to']}, {days[1]} ({row['statement_id']})", row["text"]),
    ]
