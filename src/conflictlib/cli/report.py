"""``conflictlib report``: notebooks to a report."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from conflictlib.cli._problems import refuse


@click.command()
@click.argument("sources", nargs=-1, type=click.Path(path_type=Path))
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
@click.option("--single-file", is_flag=True, help="Write all pages as one file too, report.html.")
@click.option("--pdf", is_flag=True, help="Write them as report.pdf too; needs the extra pdf (WeasyPrint).")
def report(
    sources: tuple[Path, ...],
    notebooks: tuple[str, ...],
    parameters: tuple[tuple[str, str], ...],
    out: Path,
    jobs: int | None,
    force: bool,
    single_file: bool,
    pdf: bool,
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
            single_file=single_file,
            pdf=pdf,
            progress=True,
        )
    except (ReportError, FileNotFoundError, ValueError) as error:
        click.echo(f"Error: {error}", err=True)
        sys.exit(1)
    click.echo(made.index if made.fresh else f"nothing has changed: {made.index}")
    refuse(made.problems)
