"""A coding beside a gold coding: read the gold, read or code the source, compare, sum up."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from conflictlib.codebook import Codebook, shipped_codebook
from conflictlib.evaluation import attribution, breakdown, plover, statements
from conflictlib.evaluation.coded_table import ENDINGS, CodedTable, of_table, read_coded_file, read_coded_folder
from conflictlib.evaluation.comparison import Comparison, EvaluationError, Row, document_name
from conflictlib.evaluation.figures import figures
from conflictlib.evaluation.plover import PloverRecords, read_plover
from conflictlib.evaluation.result import Evaluation
from conflictlib.evaluation.standoff import Standoff, read_standoff

if TYPE_CHECKING:
    import pandas as pd

PathLike = str | os.PathLike[str]
Gold = Standoff | CodedTable | PloverRecords

FEWEST_DRAWS = 100  # fewer leave two or three draws outside an interval
FORMS = (
    "allowed are a folder with text/ and attributions/, or with .txt and .ann side by side (brat standoff); "
    "a folder with gold.jsonl, or a table .jsonl, .csv, .parquet (coded statements); a .json file of PLOVER records"
)


@dataclass(frozen=True)
class Coding:
    """The side that is evaluated: its statements, the documents that it covers, and what could not be read."""

    statements: list[Row]
    documents: list[str]
    problems: pd.DataFrame


def evaluate(
    gold: PathLike | pd.DataFrame,
    source: PathLike | Iterable[PathLike] | pd.DataFrame | None = None,
    *,
    codebook: Codebook | None = None,
    draws: int = 1000,
    progress: bool = False,
) -> Evaluation:
    """Measure a coding against a gold coding of the same documents.

    Parameters
    ----------
    gold
        Brat standoff of source, cue and content: a folder with ``text/`` and ``attributions/``, or with ``.txt``
        and ``.ann`` side by side. Or coded statements: a folder with ``gold.jsonl``, a table (.jsonl, .csv,
        .parquet) or a DataFrame. Or a ``.json`` file of PLOVER records. See ``conflictlib.evaluation``.
    source
        Pages, which are coded now; or statements coded before, as a table or a DataFrame. Without it, the gold's
        own documents.
    codebook
        The codebook to code by; without one, the shipped codebook.
    draws
        Draws of the bootstrap, at least 100.
    progress
        Show progress bars on a terminal.

    Returns
    -------
    Evaluation
        ``figures`` with intervals, ``by_act``, ``by_theme``, ``by_actor``, ``confusion``, ``missed``, ``wrong``.
        Documents are matched by their names without folders and endings. A gold document that the source lacks
        counts as one in which nothing was found; its name is in ``absent``.

    Raises
    ------
    EvaluationError
        The gold or source can't be read, they have no document in common, or `draws` is too small.
    FileNotFoundError
        There is no such source.

    Examples
    --------
    >>> import conflictlib as cl
    >>> said = cl.code(cl.load(cl.shipped.folder("data") / "pages").documents).statements
    >>> evaluate(said, said, draws=100).figures[["measure", "precision", "recall", "f1"]].head(1).to_dict("list")
    {'measure': ['found'], 'precision': [100.0], 'recall': [100.0], 'f1': [100.0]}
    """
    if draws < FEWEST_DRAWS:
        raise EvaluationError(f"draws is {draws}; allowed are whole numbers from {FEWEST_DRAWS}")
    book = codebook or shipped_codebook()
    name, wanted = _read_gold(gold)
    coding = _coding(_own_pages(wanted, name) if source is None else source, book, progress)
    _need_common(wanted.documents, coding.documents, name)
    comparison = _compare(wanted, coding.statements, book, progress)
    return _summed_up(name, wanted, coding, comparison, book, draws)


def _read_gold(gold: PathLike | pd.DataFrame) -> tuple[str, Gold]:
    """Return the gold's name and what it holds; which form it is, its files tell."""
    if not isinstance(gold, str | os.PathLike):
        return "a table", of_table(gold)
    path = Path(gold)
    if not path.exists():
        raise EvaluationError(f"gold {str(path)!r}: there is no such file or folder; {FORMS}")
    return path.resolve().name, _read_folder(path) if path.is_dir() else _read_file(path)


def _read_file(path: Path) -> Gold:
    if path.suffix in ENDINGS:
        return read_coded_file(path)
    if path.suffix == ".json":
        return read_plover(path)
    raise EvaluationError(f"gold {str(path)!r}: no form of gold that is known; {FORMS}")


def _read_folder(path: Path) -> Gold:
    if (path / "gold.jsonl").is_file():
        return read_coded_folder(path)
    if (path / "attributions").is_dir() or any(path.glob("*.ann")):
        return read_standoff(path)
    records = sorted(path.glob("*.json"))
    if len(records) == 1:
        return read_plover(records[0])
    raise EvaluationError(f"gold {str(path)!r}: no form of gold that is known; {FORMS}")


def _own_pages(gold: Gold, name: str) -> PathLike | pd.DataFrame | list[PathLike]:
    if isinstance(gold, Standoff):
        return [gold.pages / f"{document}.txt" for document in gold.documents]
    if gold.pages is None:
        raise EvaluationError(
            f"gold {name!r} holds no documents (pages/, text/ or documents.jsonl); "
            "give a SOURCE: pages, or a table of coded statements"
        )
    return gold.pages


def _coding(source: PathLike | Iterable[PathLike] | pd.DataFrame, book: Codebook, progress: bool) -> Coding:
    """Code the pages of a source, take its coded statements as they are."""
    import pandas as pd

    from conflictlib import schema
    from conflictlib.loading import load

    if not isinstance(source, pd.DataFrame):
        loaded = load(source, progress=progress)
        documents, coded, problems = loaded.documents, loaded.statements, loaded.problems
    elif "statement_id" in source.columns:
        documents, coded = schema.empty(schema.DOCUMENTS), source
        problems = schema.empty(schema.PROBLEMS)
    else:
        documents, coded = source, schema.empty(schema.STATEMENTS)
        problems = schema.empty(schema.PROBLEMS)
    return _coded(documents, coded, problems, book, progress)


def _coded(
    documents: pd.DataFrame, coded: pd.DataFrame, problems: pd.DataFrame, book: Codebook, progress: bool
) -> Coding:
    from conflictlib.coding import code
    from conflictlib.schema import STATEMENTS, TableError, check
    from conflictlib.writing import plain_rows

    try:
        found = code(documents, codebook=book, progress=progress).statements if len(documents) else coded.iloc[:0]
        check(coded, STATEMENTS, needs=["doc"])
    except TableError as error:
        raise EvaluationError(f"source: {error}") from None
    rows = [row for table in (found, coded) for row in plain_rows(table)]
    names = [document_name(doc) for doc in [*documents["doc"], *coded["doc"]]]
    return Coding(rows, sorted(set(names)), problems)


def _need_common(gold: Sequence[str], source: Sequence[str], name: str) -> None:
    if set(gold).isdisjoint(source):
        raise EvaluationError(
            f"no document in common: gold {name!r} has {_some(gold)}, the source has {_some(source)}; documents are "
            "matched by name, without folder and without .txt, .html, .htm, .json, .ann or .md"
        )


def _some(names: Sequence[str]) -> str:
    shown = ", ".join(names[:3]) + (", ..." if len(names) > 3 else "")
    return f"{len(names):,} ({shown})" if names else "none"


def _compare(gold: Gold, coded: list[Row], book: Codebook, progress: bool) -> Comparison:
    if isinstance(gold, Standoff):
        return attribution.compare(gold, coded, progress=progress)
    if isinstance(gold, PloverRecords):
        return plover.compare(gold, coded, book)
    return statements.compare(gold, coded, progress=progress)


def _summed_up(name: str, gold: Gold, coding: Coding, comparison: Comparison, book: Codebook, draws: int) -> Evaluation:
    import pandas as pd

    every = figures(comparison.counts, gold.documents, draws=draws)
    coded_distractors = every["measure"] == statements.DISTRACTORS
    return Evaluation(
        gold=name,
        coders=sorted({str(row["coder"]) for row in coding.statements if row.get("coder")}),
        draws=draws,
        n_documents=len(gold.documents),
        n_gold=len(comparison.gold),
        n_predicted=len(comparison.predicted),
        absent=sorted(set(gold.documents) - set(coding.documents)),
        figures=every[~coded_distractors].reset_index(drop=True),
        distractors_coded=every[coded_distractors].reset_index(drop=True),
        by_act=breakdown.by_code(comparison, "act"),
        by_theme=breakdown.by_code(comparison, "themes"),
        by_actor=breakdown.by_code(comparison, "actor"),
        confusion=breakdown.confusion(comparison, list(book.acts["code"])),
        missed=breakdown.missed(comparison),
        wrong=breakdown.wrong(comparison),
        distractors=pd.DataFrame(comparison.distractors, columns=["doc", "start", "end", "text", "kind", "coded"]),
        problems=coding.problems,
    )
