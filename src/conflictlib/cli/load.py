"""``conflictlib load``: whatever is on the disk to documents, statements and events."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from conflictlib.cli._problems import refuse

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem


def _formats(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    from click.shell_completion import CompletionItem

    from conflictlib.loading import known_formats

    table = known_formats()
    rows = zip(table["format"], table["title"], strict=True)
    return [CompletionItem(name, help=title) for name, title in rows if name.startswith(incomplete)]


def _list(context: click.Context, parameter: click.Parameter, value: bool) -> None:
    if not value:
        return
    from conflictlib.loading import known_formats

    table = known_formats()
    for gives, rows in table.groupby("gives", sort=False):
        click.echo(f"{gives}:")
        for row in rows.to_dict("records"):
            click.echo(f"  {row['format']:<28}{row['title']} ({row['endings']})")
    context.exit()


def _pairs(columns: tuple[str, ...]) -> dict[str, str]:
    given: dict[str, str] = {}
    for pair in columns:
        ours, equals, theirs = pair.partition("=")
        if not (ours and equals and theirs):
            raise click.UsageError(f"--columns {pair}: allowed is OURS=THEIRS, such as text=body")
        if ours in given:
            raise click.UsageError(f"--columns {pair}: {ours} is given already, as {given[ours]}")
        given[ours] = theirs
    return given


@click.command(name="load")
@click.argument("sources", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--list", is_flag=True, is_eager=True, expose_value=False, callback=_list,
              help="Print the formats with what each gives, and end.")  # fmt: skip
@click.option("--format", "form", shell_complete=_formats, help="Read every file as this format; --list names them.")
@click.option("--columns", multiple=True, metavar="OURS=THEIRS",
              help="A column or field that is called otherwise, such as text=body; may be given again.")  # fmt: skip
@click.option("--strict", is_flag=True, help="Stop at the first file or record that can't be read.")
@click.option("--to", "target", type=click.Path(path_type=Path),
              help="Write it: a .csv, .jsonl or .parquet file, a folder for a Parquet file of each table, or a file of "
              "another program: .dna, .graphml, .json (PLOVER).")  # fmt: skip
@click.option("--as", "kind", help="Write it in this form, whatever the ending: brat (a folder), quanteda (CSV), ...")
@click.option("--problems", "told", type=click.Path(path_type=Path), help="Write all problems (.csv).")
def load_files(
    sources: tuple[Path, ...],
    form: str | None,
    columns: tuple[str, ...],
    strict: bool,
    target: Path | None,
    kind: str | None,
    told: Path | None,
) -> None:
    """Load files, folders and archives of any known format, say what is in them and what can't be read.

    Large files are read piece by piece. Problems are named on the screen: refused (not loaded), incomplete
    (without a value), note (nothing is lost). Exit status 1 where anything was refused or is incomplete.
    """
    from conflictlib.loading import LoadError, stream
    from conflictlib.writing import to_csv
    from conflictlib.writing.loaded import form_of, write_loaded

    if kind is not None and target is None:
        raise click.UsageError(f"--as {kind}: needs --to, the file or folder to write")
    if told is not None and told.suffix.lower() != ".csv":
        raise click.UsageError(f"--problems {told}: the ending is not known; allowed is .csv")
    given = _pairs(columns)
    try:
        pieces = stream(sources, format=form, columns=given, strict=strict, progress=True)
        counts, problems = write_loaded(pieces, target, form_of(target, kind) if target else "")
    except LoadError as error:
        click.echo(f"refused: {error}", err=True)
        sys.exit(1)
    except (FileNotFoundError, ValueError) as error:
        raise click.UsageError(str(error)) from None
    click.echo(", ".join(f"{n:,} {name}" for name, n in counts.items()) + (f": {target}" if target else ""))
    if told is not None:
        to_csv(problems, told)
    refuse(problems)
