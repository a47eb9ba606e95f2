"""What was refused, on the screen, and the exit status that follows from it."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    import pandas as pd


#: So many problems are named on the screen; the others are counted.
_NAMED = 100


def refuse(problems: pd.DataFrame) -> None:
    """Say what was refused, incomplete or is to be noted; end with status 1 where something is lost."""
    for row in problems.head(_NAMED).to_dict("records"):
        line = "" if row["line"] is None or row["line"] != row["line"] else f", line {row['line']}"
        told = f"{row['kind']}: {row['file']}{line}: {row['reason']}"
        # a name may hold line ends, and codes that a terminal obeys
        click.echo("".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in told), err=True)
    if len(problems) > _NAMED:
        rest = problems["kind"].iloc[_NAMED:].value_counts().sort_index()
        click.echo(f"and {', '.join(f'{n:,} more {kind}' for kind, n in rest.items())}", err=True)
    if (problems["kind"] != "note").any():
        sys.exit(1)
