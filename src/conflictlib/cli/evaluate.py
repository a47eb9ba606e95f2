"""``conflictlib evaluate``: how good a coding is."""

from __future__ import annotations

from pathlib import Path

import click

from conflictlib.cli._problems import refuse


@click.command()
@click.argument("sources", nargs=-1, type=click.Path(path_type=Path))
@click.option("--gold", required=True, type=click.Path(path_type=Path), help="The gold coding: a folder or file.")
@click.option("--to", "target", type=click.Path(path_type=Path), help="Write all figures (.json) or a page (.html).")
@click.option("--errors", type=click.Path(path_type=Path), help="Write the missed and the wrong statements (.csv).")
@click.option("--draws", type=int, default=1000, show_default=True, help="Draws of the bootstrap, at least 100.")
@click.option("--codebook", type=click.Path(path_type=Path), help="A folder with a codebook of one's own.")
def evaluate(
    sources: tuple[Path, ...],
    gold: Path,
    target: Path | None,
    errors: Path | None,
    draws: int,
    codebook: Path | None,
) -> None:
    """Measure a coding against a gold coding: precision, recall and F1 with 95 % intervals.

    SOURCES are pages, which are coded now, or a table of coded statements as `code --to` writes it; without any,
    the gold's own documents are coded. Documents are matched by their names.

    GOLD may be brat standoff of source, cue and content (a folder with text/ and attributions/, or with .txt and
    .ann side by side); coded statements (a folder with gold.jsonl, or a .jsonl, .csv or .parquet file); or PLOVER
    records (a .json file).
    """
    from conflictlib.codebook import Codebook, CodebookError
    from conflictlib.evaluation import EvaluationError
    from conflictlib.evaluation import evaluate as measure
    from conflictlib.writing import to_csv

    for option, path, endings in (("--to", target, (".json", ".html")), ("--errors", errors, (".csv",))):
        if path is not None and path.suffix not in endings:
            raise click.UsageError(f"{option} {path}: the ending is not known; allowed are {', '.join(endings)}")
    try:
        book = Codebook.read(codebook)
        found = measure(gold, sources or None, codebook=book, draws=draws, progress=True)
    except (FileNotFoundError, CodebookError, EvaluationError) as error:
        raise click.UsageError(str(error)) from None
    click.echo(str(found))
    if target is not None:
        found.write(target)
    if errors is not None:
        to_csv(found.errors(), errors)
    refuse(found.problems)
