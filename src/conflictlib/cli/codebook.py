"""``conflictlib codebook``: work with a codebook."""

from __future__ import annotations

import sys
from pathlib import Path

import click


@click.group()
def codebook() -> None:
    """Work with a codebook."""


@codebook.command()
@click.argument("path", required=False, type=click.Path(path_type=Path))
def check(path: Path | None) -> None:
    """Check a codebook (the shipped one without PATH) and name file and line of every fault."""
    from conflictlib.codebook import Codebook, CodebookError
    from conflictlib.codebook_check import faults

    try:
        book = Codebook.read(path)
    except CodebookError as error:
        raise click.UsageError(str(error)) from None
    found = faults(book)
    for fault in found:
        click.echo(f"{fault.file}, line {fault.line}: {fault.reason}", err=True)
    click.echo(f"{book!r}: {len(found)} faults")
    if found:
        sys.exit(1)
