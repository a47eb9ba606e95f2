"""``conflictlib explain``: statements marked in their pages."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from conflictlib.cli._problems import refuse


@click.command(name="explain")
@click.argument("sources", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--to",
    "target",
    default="explained",
    show_default=True,
    type=click.Path(path_type=Path),
    help="A folder, for a file per page and an index, or one .html file for all.",
)
@click.option("--codebook", type=click.Path(path_type=Path), help="A folder with a codebook of one's own.")
def explain_pages(sources: tuple[Path, ...], target: Path, codebook: Path | None) -> None:
    """Show every statement marked in its page, with its codes and the words that they rest on.

    SOURCES are files, folders or archives of any format that `conflictlib load --list` names. Prints the file to
    open, which needs no network and runs no script.
    """
    from conflictlib.codebook import Codebook, CodebookError
    from conflictlib.explaining import explain
    from conflictlib.loading import load

    if target.suffix and target.suffix.lower() != ".html" and not target.is_dir():
        raise click.UsageError(f"--to {target}: the ending is not known; allowed are a folder or a file in .html")
    try:
        loaded = load(sources, progress=True)
        book = Codebook.read(codebook)
    except (FileNotFoundError, CodebookError) as error:
        raise click.UsageError(str(error)) from None
    if not len(loaded.documents):
        click.echo("Error: there is no page to explain", err=True)
        refuse(loaded.problems)
        sys.exit(1)
    try:
        click.echo(explain(loaded.documents, codebook=book).save(target))
    except OSError as error:
        raise click.UsageError(f"--to {target}: can't be written ({error.strerror})") from None
    refuse(loaded.problems)
