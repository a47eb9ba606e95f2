"""``conflictlib sample`` and ``conflictlib agree``: a sheet to code by hand, and what came of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from conflictlib.cli._problems import refuse
from conflictlib.cli.corpus import said

if TYPE_CHECKING:
    import pandas as pd

    from conflictlib.codebook import Codebook
    from conflictlib.reliability import Validation


@contextmanager
def _refused() -> Iterator[None]:
    """Say in a sentence what was wrong with the sources or the options."""
    from conflictlib.reports import ReportError

    try:
        with said():
            yield
    except ReportError as error:
        raise click.UsageError(str(error)) from None


@dataclass(frozen=True)
class _Material:
    """Statements to draw from or to measure; of pages their documents and what of them could not be read."""

    statements: pd.DataFrame
    documents: pd.DataFrame | None = None
    problems: pd.DataFrame | None = None


def _material(source: Path | None) -> _Material:
    from conflictlib.corpus import Corpus, is_corpus
    from conflictlib.opening import open_statements
    from conflictlib.reports import inputs

    if source is None or str(source) == "sample":
        return _Material(open_statements())
    if is_corpus(source):
        return _Material(Corpus(source).statements())
    read = inputs.load_sources(inputs.find([source]), progress=True)
    read.statements.attrs["source"] = f"{len(read.statements):,} statements of {source.name}"
    return _Material(read.statements, read.documents, read.problems)


@click.command()
@click.argument("source", required=False, type=click.Path(path_type=Path))
@click.option("--n", type=int, default=100, show_default=True, help="How many statements to draw.")
@click.option("--by", metavar="COLUMN", help="Draw from each value of a column: act, actor, channel, ...")
@click.option("--allocation", default="proportional", show_default=True,
              help="With --by: proportional, or equal numbers of each.")  # fmt: skip
@click.option("--seed", type=int, default=1, show_default=True, help="The same seed draws the same statements.")
@click.option("--coder", default="", help="Who is to code; without it whoever codes gives the name.")
@click.option("--codebook", type=click.Path(path_type=Path), help="A folder with a codebook of one's own.")
@click.option("--to", "target", type=click.Path(path_type=Path),
              help="A .csv file for a spreadsheet, or an .html page that works offline; without it CSV goes to the "
              "screen.")  # fmt: skip
def sample(source: Path | None, target: Path | None, codebook: Path | None, **options: Any) -> None:
    """Draw statements to code by hand, without the codes that they have.

    SOURCE is a corpus, pages, or a table of statements; without it, the shipped sample. Of pages and a corpus the
    sheet shows the words around each statement. Coded are acts and themes; who spoke is taken as given, and can
    be marked as wrong. What comes back is read by `conflictlib agree SHEET --statements SOURCE`.
    """
    from conflictlib.codebook import Codebook
    from conflictlib.reliability import sample as draw
    from conflictlib.writing.csv_table import csv_of

    with _refused():
        book, material = Codebook.read(codebook), _material(source)
        documents = material.documents
        if documents is None and source is not None:
            documents = _documents(source, material.statements, draw(material.statements, **options))
        sheet = draw(material.statements, documents=documents, codebook=book, to=target, **options)
    if target is None:
        click.echo(csv_of(sheet), nl=False)
    else:
        click.echo(f"{len(sheet):,} of {sheet.attrs['of']:,} statements: {target}")
    if material.problems is not None:
        refuse(material.problems)


def _documents(source: Path, statements: pd.DataFrame, sheet: pd.DataFrame) -> pd.DataFrame | None:
    """Return the documents of a corpus on which what was drawn stands; all of them might not fit the memory."""
    from conflictlib.corpus import Corpus, is_corpus

    if not is_corpus(source):
        return None
    drawn = statements["statement_id"].isin(sheet["statement_id"])
    return Corpus(source).documents(statements["doc_id"][drawn].dropna().unique())


@click.command()
@click.argument("sheets", nargs=-1, required=True, metavar="SHEET...", type=click.Path(path_type=Path))
@click.option("--gold", metavar="CODER|FILE", default="",
              help="Whose codes are right: a coder of the sheets, such as final, or a sheet of its own.")  # fmt: skip
@click.option("--statements", "source", type=click.Path(path_type=Path),
              help="The corpus, pages or table that the sheet was drawn from: its coder is measured.")  # fmt: skip
@click.option("--codebook", type=click.Path(path_type=Path), help="A folder with a codebook of one's own.")
@click.option("--draws", type=int, default=1000, show_default=True, help="Draws of the bootstrap, at least 100.")
@click.option("--to", "target", type=click.Path(path_type=Path),
              help="Write the agreement (.csv); or the precision and recall of the one coder that is measured (.json), "
              "which `conflictlib report --validation` takes.")  # fmt: skip
def agree(sheets: tuple[Path, ...], gold: str, source: Path | None, codebook: Path | None, draws: int,
          target: Path | None) -> None:  # fmt: skip
    """Say how well coders agree, and how right a coder is.

    SHEET is a sheet of `conflictlib sample` that came back, a folder of them, or `sample` for the shipped codings.
    Without --statements each coder is measured against the gold. With one coder and --statements, that coder's codes
    are the gold. Measured are acts and themes, not whether the speaker is right: a sheet takes the speaker as given;
    those marked as wrong (speaker_wrong: yes) are counted beside.
    Exit status 1 where a row of a sheet was refused.
    """
    from conflictlib.codebook import Codebook
    from conflictlib.reliability import read_codings
    from conflictlib.schema import PROBLEMS, conform, empty

    if target is not None and target.suffix not in (".csv", ".json"):
        raise click.UsageError(f"--to {target}: the ending is not known; allowed are .csv, .json")
    with _refused():
        book = Codebook.read(codebook)
        statements = None if source is None else _material(source).statements
        codings = read_codings(sheets, statements=statements, codebook=book)
        right = _right(codings, gold, book, alone=source is not None)
        read = [codings, *([right] if right is not None and Path(gold).is_file() else [])]
        problems = [row for one in read for row in one.attrs["problems"]]
        agreed, uncoded = _agreement(codings, gold, draws, must=right is None), codings.attrs["uncoded"]
        measured = _measured(codings, statements, right, draws)
        if agreed is None and not measured:
            raise click.UsageError(f"nothing to compare: {_why_nothing(codings, drawn_from=source is not None)}")
        _show(agreed, measured, uncoded)
        if target is not None:
            _write(agreed, measured, target)
    refuse(conform(problems, PROBLEMS) if problems else empty(PROBLEMS))


def _agreement(codings: pd.DataFrame, gold: str, draws: int, *, must: bool) -> pd.DataFrame | None:
    """Return how well the coders agree, without the gold; None where there are not two on any statement.

    That they have no statement in common is an error only if there `must` be an agreement.
    """
    from conflictlib.parameters import ParameterError
    from conflictlib.reliability import agreement
    from conflictlib.reliability.codes import FINAL

    coders = sorted(set(codings["coder"]) - {gold, FINAL})
    if len(coders) < 2:
        return None
    try:
        return agreement(codings, coders=coders, draws=draws)
    except ParameterError:
        if must:
            raise
        return None


def _right(codings: pd.DataFrame, gold: str, book: Codebook, *, alone: bool) -> pd.DataFrame | None:
    """Return the codes that are right; None where nobody said which."""
    from conflictlib.parameters import ParameterError
    from conflictlib.reliability import read_codings

    coders = sorted(set(codings["coder"]))
    if not gold and alone and len(coders) == 1:
        return codings
    if not gold:
        return None
    if gold in coders:
        return codings[codings["coder"] == gold]
    if not Path(gold).exists():
        raise ParameterError(f"--gold {gold}: allowed is a coder ({', '.join(coders)}) or the path of a sheet")
    return read_codings(gold, codebook=book)


def _measured(
    codings: pd.DataFrame, statements: pd.DataFrame | None, right: pd.DataFrame | None, draws: int
) -> list[Validation]:
    """Measure the coder of the statements, or else every coder of the sheets, against what is right."""
    from conflictlib.reliability import validation

    if right is None:
        return []
    gold = str(right["coder"].iloc[0]) if len(right) else ""
    if statements is not None:
        coded = statements[statements["statement_id"].isin(right["statement_id"])]
        return [validation(coded, right, coder=str(coder), gold=gold, draws=draws)
                for coder in sorted(set(coded["coder"].dropna()))]  # fmt: skip
    others = sorted(set(codings["coder"]) - {gold})
    return [validation(codings, right, coder=coder, gold=gold, draws=draws) for coder in others]


def _why_nothing(codings: pd.DataFrame, *, drawn_from: bool) -> str:
    """Say what is lacking where there is neither an agreement nor a coder to measure."""
    coders = sorted(set(codings["coder"]))
    if not coders:
        first = [f"; {row['file']}, line {row['line']}: {row['reason']}" for row in codings.attrs["problems"][:1]]
        return f"no row of the sheets is coded{''.join(first)}"
    if len(coders) > 1:
        return f"coders are {', '.join(coders)}; say with --gold whose codes are right"
    if drawn_from:
        return "the statements that were coded name no coder"
    return ("one coder only: add --statements with what the sheet was drawn from, to measure the coder of these "
            "statements")  # fmt: skip


def _show(agreed: pd.DataFrame | None, measured: list[Validation], uncoded: int) -> None:
    from conflictlib.reliability.layout import agreement_as_text

    parts = [] if agreed is None else [agreement_as_text(agreed)]
    parts += [str(found) for found in measured]
    click.echo("\n\n".join(parts))
    if uncoded:
        click.echo(f"\n{uncoded:,} rows are not coded yet")


def _write(agreed: pd.DataFrame | None, measured: list[Validation], target: Path) -> None:
    from conflictlib.writing import to_csv

    if target.suffix == ".json":
        if len(measured) != 1:
            coders = ", ".join(found.coder for found in measured) or "none"
            raise click.UsageError(f"--to {target}: needs one coder that is measured against a gold; there is {coders}")
        measured[0].write(target)
    elif agreed is None:
        raise click.UsageError(f"--to {target}: there is no agreement of two coders to write")
    else:
        to_csv(agreed, target)
