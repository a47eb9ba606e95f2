"""``conflictlib code``: pages to coded statements."""

from __future__ import annotations

from pathlib import Path

import click

from conflictlib.cli._problems import refuse


@click.command(name="code")
@click.argument("sources", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--to",
    "target",
    type=click.Path(path_type=Path),
    help="A .csv, .jsonl or .parquet file; without it JSON Lines go to the screen.",
)
@click.option("--codebook", type=click.Path(path_type=Path), help="A folder with a codebook of one's own.")
def code_pages(sources: tuple[Path, ...], target: Path | None, codebook: Path | None) -> None:
    """Code the statements that pages report.

    SOURCES are pages (.txt .md .html .json .jsonl) or folders of them.
    """
    from conflictlib.codebook import Codebook, CodebookError
    from conflictlib.coding import code
    from conflictlib.loading import load
    from conflictlib.writing import WRITERS, jsonl_of

    if target is not None and target.suffix not in WRITERS:
        raise click.UsageError(f"--to {target}: the ending is not known; allowed are {', '.join(WRITERS)}")
    try:
        loaded = load(sources, progress=True)
        coded = code(loaded.documents, codebook=Codebook.read(codebook), progress=True)
    except (FileNotFoundError, CodebookError) as error:
        raise click.UsageError(str(error)) from None
    if target is None:
        click.echo(jsonl_of(coded.statements), nl=False)
    else:
        WRITERS[target.suffix](coded.statements, target)
        n_coded = coded.statements["actor"].notna().sum()
        n_pages = len(loaded.documents)
        click.echo(
            f"{len(coded.statements)} statements ({n_coded} with an actor) in {n_pages} documents: {target}",
            err=True,
        )
    refuse(loaded.problems)
