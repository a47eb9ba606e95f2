"""``conflictlib report``: notebooks to a report."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from conflictlib.cli._logging import complain, log_option
from conflictlib.cli._problems import refuse
from conflictlib.cli.corpus import BUSY


@click.command()
@click.argument("sources", nargs=-1, type=click.Path(path_type=Path))
@click.option("--notebook", "notebooks", multiple=True,
              help="A notebook by name, or path; may be given again. All that are shipped without it.")  # fmt: skip
@click.option("-p", "parameters", type=(str, str), multiple=True, metavar="NAME VALUE",
              help="A parameter of the notebooks; start and end may be last-week or last-month, start also "
              "since-last-report.")  # fmt: skip
@click.option(
    "--parameters", "file", type=click.Path(path_type=Path), help="A YAML file of parameters; -p goes before it."
)
@click.option("--out", default="reports", type=click.Path(path_type=Path), show_default=True,
              help="The folder of the reports; a run is in NAME/RUNID, the newest in NAME/latest.")  # fmt: skip
@click.option("--name", help="What the report is called; after the source without it.")
@click.option("--jobs", type=int, help="Notebooks to run at once; one more than there are cores without it.")
@click.option("--force", is_flag=True, help="Run again although nothing has changed.")
@click.option("--single-file", is_flag=True, help="Write all pages as one file too, report.html.")
@click.option("--pdf", is_flag=True, help="Write them as report.pdf too; needs the extra pdf (WeasyPrint).")
@click.option("--validation", type=click.Path(path_type=Path),
              help="How right the coder of these statements is: the .json of `conflictlib agree`. Without it, the "
              "validation.json in the folder of a corpus.")  # fmt: skip
@click.option("--again", "manifest", type=click.Path(path_type=Path), metavar="MANIFEST",
              help="Make the report of this manifest.json again and say what differs.")  # fmt: skip
@log_option
def report(
    sources: tuple[Path, ...],
    parameters: tuple[tuple[str, str], ...],
    file: Path | None,
    manifest: Path | None,
    **options: Any,
) -> None:
    """Run the notebooks into a report and print where its index.html is.

    SOURCES are a corpus; or pages, folders of them, a table of statements; without any, the shipped sample. Where
    nothing has changed since the report was made, nothing is run. Exit status: 0 done, or nothing to do; 1 something
    was refused, a notebook failed, or what was made again differs; 2 wrong usage; 75 another run of this report is
    under way.
    """
    from conflictlib.corpus import CorpusError
    from conflictlib.parameters import ParameterError
    from conflictlib.reports import ReportBusy, ReportError

    try:
        if manifest is not None:
            _again(manifest, sources, options["jobs"])
            return
        _make(sources, {**_read(file), **dict(parameters)}, options)
    except ReportBusy as error:
        complain(str(error))
        sys.exit(BUSY)
    except ParameterError as error:
        complain(str(error))
        sys.exit(2)
    except (ReportError, CorpusError, OSError, ValueError) as error:
        complain(str(error))
        sys.exit(1)


def _make(sources: tuple[Path, ...], parameters: dict[str, object], options: dict[str, Any]) -> None:
    from conflictlib.reports import report as make

    notebooks = options.pop("notebooks") or None
    made = make(sources, notebooks=notebooks, parameters=parameters, progress=True, **options)
    click.echo(made.index if made.fresh else f"nothing has changed: {made.index}")
    if made.fresh and not made.on_corpus:  # a corpus told them when they came in
        refuse(made.problems)


def _again(manifest: Path, sources: tuple[Path, ...], jobs: int | None) -> None:
    from conflictlib.reports.again import again

    done = again(manifest, sources=sources, jobs=jobs)
    click.echo(done.report.index)
    if not done.differences:
        click.echo(f"nothing differs: {done.n_files:,} files, byte for byte")
        return
    for line in done.differences:
        click.echo(line)
    sys.exit(1)


def _read(file: Path | None) -> dict[str, object]:
    """Read parameters from a YAML file: names and plain values."""
    if file is None:
        return {}
    import yaml

    try:
        given = yaml.safe_load(file.read_text(encoding="utf-8"))
    except (OSError, ValueError, yaml.YAMLError) as error:
        raise click.UsageError(f"--parameters {file}: can't be read ({' '.join(str(error).split())})") from None
    if not isinstance(given, dict) or not all(isinstance(name, str) for name in given):
        raise click.UsageError(f"--parameters {file}: allowed are lines such as `start: 2024-01-01`")
    return {name: "" if value is None else value for name, value in given.items()}
