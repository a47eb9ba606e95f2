"""``conflictlib code``: pages to coded statements."""

from __future__ import annotations

from pathlib import Path

import click

from conflictlib.cli._problems import refuse
from conflictlib.cli.corpus import add_pages


@click.command(name="code")
@click.argument("sources", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--to", "target", type=click.Path(path_type=Path),
              help="A .csv, .jsonl or .parquet file of the statements; a folder: a corpus, to which the pages are "
              "added as by `conflictlib corpus add`; or a file of another program: .dna, .graphml, .json (PLOVER). "
              "Without it JSON Lines go to the screen.")  # fmt: skip
@click.option("--as", "kind", help="Write it in this form, whatever the ending: brat (a folder), ...")
@click.option("--codebook", type=click.Path(path_type=Path), help="A folder with a codebook of one's own.")
def code_pages(sources: tuple[Path, ...], target: Path | None, kind: str | None, codebook: Path | None) -> None:
    """Code the statements that pages report.

    SOURCES are files, folders or archives of any format that `conflictlib load --list` names.
    """
    from conflictlib.codebook import Codebook, CodebookError
    from conflictlib.coding import code
    from conflictlib.loading import load
    from conflictlib.writing import jsonl_of
    from conflictlib.writing.loaded import WriteError, form_of, write_coded

    try:
        form = form_of(target, kind) if target is not None else ""
    except WriteError as error:
        raise click.UsageError(str(error)) from None
    if target is not None and form == "folder":
        add_pages(target, sources, codebook)
        return
    try:
        loaded = load(sources, progress=True)
        coded = code(loaded.documents, codebook=Codebook.read(codebook), progress=True)
        if target is None:
            click.echo(jsonl_of(coded.statements), nl=False)
        else:
            write_coded(loaded, coded, target, form)
            n_coded = coded.statements["actor"].notna().sum()
            told = f"{len(coded.statements)} statements ({n_coded} with an actor) in {len(loaded.documents)} documents"
            click.echo(f"{told}: {target}", err=True)
    except (FileNotFoundError, CodebookError, WriteError) as error:
        raise click.UsageError(str(error)) from None
    refuse(loaded.problems)
