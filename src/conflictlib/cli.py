"""The command ``conflictlib``. Exit status 0 done, 1 something was refused, 2 wrong usage."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    import pandas as pd

SOURCES = click.argument("sources", nargs=-1, type=click.Path(path_type=Path))


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
def main() -> None:
    """Who said what about a conflict, to whom, when and on which themes."""


@main.command()
def version() -> None:
    """Print the version."""
    from importlib.metadata import version as installed

    click.echo(f"conflictlib {installed('conflictlib')}")


@main.command(name="code")
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
    _refuse(loaded.problems)


def _refuse(problems: pd.DataFrame) -> None:
    """Say what was refused, and end with status 1 where anything was."""
    for row in problems.to_dict("records"):
        line = "" if row["line"] is None or row["line"] != row["line"] else f", line {row['line']}"
        click.echo(f"refused: {row['file']}{line}: {row['reason']}", err=True)
    if len(problems):
        sys.exit(1)


@main.command()
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
    _refuse(found.problems)


@main.command(name="explain")
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

    SOURCES are pages (.txt .md .html .json .jsonl) or folders of them. Prints the file to open, which needs
    no network and runs no script.
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
        _refuse(loaded.problems)
        sys.exit(1)
    try:
        click.echo(explain(loaded.documents, codebook=book).save(target))
    except OSError as error:
        raise click.UsageError(f"--to {target}: can't be written ({error.strerror})") from None
    _refuse(loaded.problems)


@main.group()
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


@main.command()
@SOURCES
@click.option(
    "--notebook",
    "notebooks",
    multiple=True,
    help="A notebook by name or path; may be given again. All without it.",
)
@click.option(
    "-p",
    "parameters",
    type=(str, str),
    multiple=True,
    metavar="NAME VALUE",
    help="A parameter of the notebooks.",
)
@click.option(
    "--out",
    default="reports",
    type=click.Path(path_type=Path),
    show_default=True,
    help="The folder of the reports.",
)
@click.option("--jobs", type=int, help="Notebooks to run at once; one more than there are cores without it.")
@click.option("--force", is_flag=True, help="Run again although nothing has changed.")
def report(
    sources: tuple[Path, ...],
    notebooks: tuple[str, ...],
    parameters: tuple[tuple[str, str], ...],
    out: Path,
    jobs: int | None,
    force: bool,
) -> None:
    """Run the notebooks into a report and print where its index.html is.

    SOURCES are pages, folders of them, or a table of statements; without any, the shipped sample.
    """
    from conflictlib.reports import ReportError
    from conflictlib.reports import report as make

    try:
        made = make(
            sources,
            notebooks=notebooks or None,
            parameters=dict(parameters),
            out=out,
            jobs=jobs,
            force=force,
            progress=True,
        )
    except (ReportError, FileNotFoundError, ValueError) as error:
        click.echo(f"Error: {error}", err=True)
        sys.exit(1)
    click.echo(made.index if made.fresh else f"nothing has changed: {made.index}")
    _refuse(made.problems)
