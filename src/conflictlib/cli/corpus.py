"""``conflictlib corpus``: a corpus on the disk, from the command line."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from conflictlib.cli._logging import complain, log_option
from conflictlib.cli._problems import refuse

#: Exit status where another process is at it, so that one may try again later (EX_TEMPFAIL of sysexits.h).
BUSY = 75

_FOLDER = click.argument("folder", metavar="CORPUS", type=click.Path(path_type=Path))


@contextmanager
def said() -> Iterator[None]:
    """Say in a sentence what was wrong, and end with the status that it has."""
    from conflictlib.codebook import CodebookError
    from conflictlib.corpus import CorpusBusy, CorpusError
    from conflictlib.parameters import ParameterError

    try:
        yield
    except CorpusBusy as error:
        complain(str(error))
        sys.exit(BUSY)
    except CorpusError as error:
        complain(str(error))
        sys.exit(1)
    except (FileNotFoundError, CodebookError, ParameterError, ValueError) as error:
        raise click.UsageError(str(error)) from None


@click.group()
def corpus() -> None:
    """Keep documents and coded statements on the disk: add pages, see and mend the history."""


@corpus.command()
@log_option
@_FOLDER
@click.argument("sources", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--codebook", type=click.Path(path_type=Path), help="A folder with a codebook of one's own.")
def add(folder: Path, sources: tuple[Path, ...], codebook: Path | None) -> None:
    """Add what is new in files and folders; what is there already changes nothing.

    CORPUS is a folder; one that is not there is made. A page that changed becomes a new version of it. Exit status 1
    where something was refused: the rest is in.
    """
    add_pages(folder, sources, codebook)


def add_pages(folder: Path, sources: tuple[Path, ...], codebook: Path | None) -> None:
    """Add files and folders to a corpus, and say what came of it."""
    from conflictlib.codebook import Codebook
    from conflictlib.corpus import Corpus

    with said():
        added = Corpus(folder).add(sources, codebook=Codebook.read(codebook) if codebook else None, progress=True)
    click.echo(repr(added))
    refuse(added.problems)


@corpus.command()
@_FOLDER
def versions(folder: Path) -> None:
    """List the versions: when, what was done, what counts since."""
    from conflictlib.corpus import Corpus, is_corpus

    if not is_corpus(folder):
        raise click.UsageError(f"path is {str(folder)!r}; there is no corpus")
    with said():
        table = Corpus(folder).versions()
    for row in table.to_dict("records"):
        click.echo(f"{row['version']:>4}  {row['made_at']}  {row['action']:<7}{row['n_documents']:>9,} documents"
                   f"{row['n_statements']:>10,} statements  {row['what']}")  # fmt: skip


@corpus.command()
@_FOLDER
@click.option(
    "--codebook", type=click.Path(path_type=Path), help="A folder with a codebook; without it, the shipped one."
)
@click.option("--everything", is_flag=True, help="Code all documents, not only those that the change can touch.")
def recode(folder: Path, codebook: Path | None, everything: bool) -> None:
    """Code anew by another codebook what its change can touch; the old statements are kept in the history."""
    from conflictlib.codebook import Codebook
    from conflictlib.corpus import Corpus

    with said():
        recoded = Corpus(folder).recode(Codebook.read(codebook), everything=everything, progress=True)
    click.echo(repr(recoded))


@corpus.command()
@_FOLDER
@click.argument("documents", nargs=-1, required=True, metavar="DOCUMENT...")
@click.option("--reason", required=True, help="Why; it is kept in the history.")
def remove(folder: Path, documents: tuple[str, ...], reason: str) -> None:
    """Have documents count no longer; they don't come in again, and the history keeps them.

    DOCUMENT is a doc_id, or a file name or address where only one document is called so.
    """
    from conflictlib.corpus import Corpus

    with said():
        removed = Corpus(folder).remove(documents, reason=reason)
    click.echo(repr(removed))


@corpus.command()
@_FOLDER
@click.option("--forget", is_flag=True, help="Delete what only earlier versions need: they can't be opened then.")
def compact(folder: Path, forget: bool) -> None:
    """Join the small files that many additions leave."""
    from conflictlib.corpus import Corpus

    with said():
        Corpus(folder).compact(forget=forget)
