"""What a report is about: the sample, or pages and statement tables that are loaded and coded once."""

from __future__ import annotations

import csv
import difflib
import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from conflictlib.parameters import ParameterError
from conflictlib.shipped import folder
from conflictlib.writing import to_csv, to_jsonl, to_parquet

if TYPE_CHECKING:
    import pandas as pd

    from conflictlib.corpus import Snapshot

#: Parameters that choose among the statements of a corpus.
SELECTING = ("start", "end", "actors", "themes")


class ReportError(Exception):
    """A report can't be made; the message says in one sentence why."""


@dataclass(frozen=True)
class Material:
    """The tables of a report. `coded` are the coder's statements, `statements` those that are charted."""

    statements: pd.DataFrame
    documents: pd.DataFrame
    coded: pd.DataFrame
    evidence: pd.DataFrame
    problems: pd.DataFrame
    selected: int  # statements that are left by the parameters which choose among them
    n_statements: int | None = None  # that there are in all, where `statements` are chosen already

    @property
    def total(self) -> int:
        """Statements that there are in all."""
        return len(self.statements) if self.n_statements is None else self.n_statements


def find(sources: Iterable[str | Path]) -> list[Path]:
    """Return the sources as paths.

    Raises
    ------
    ParameterError
        One of them is not there.
    """
    paths = [Path(source) for source in sources]
    for path in paths:
        if not path.exists():
            beside = [p.name for p in path.parent.iterdir()] if path.parent.is_dir() else []
            near = difflib.get_close_matches(path.name, beside, 1)
            hint = f" (did you mean {str(path.parent / near[0])!r}?)" if near else ""
            raise ParameterError(f"source {str(path)!r}: there is no such file or folder{hint}")
    return paths


def name_of(sources: Sequence[Path]) -> str:
    """Return a name for the report's folder.

    >>> name_of([]), name_of([Path("../press releases/")]), name_of([Path("a.html"), Path("b.html")])
    ('sample', 'press-releases', 'a-and-1-more')
    """
    if not sources:
        return "sample"
    resolved = sources[0].resolve()
    stem = resolved.name if resolved.is_dir() else resolved.stem
    slug = re.sub(r"[^a-z0-9]+", "-", stem.lower()).strip("-")[:40].strip("-") or "report"
    return slug if len(sources) == 1 else f"{slug}-and-{len(sources) - 1}-more"


def checked_name(name: str) -> str:
    """Return the name of a report, which names a folder.

    Raises
    ------
    ParameterError
        It has other signs than letters, digits, ``-`` and ``_``.
    """
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_-]*", name):
        raise ParameterError(f"name is {name!r}; allowed are letters, digits, - and _")
    return name


def digests(sources: Sequence[Path]) -> dict[str, str]:
    """Return the sha256 of every file that goes in, by its path; without sources, of the sample's files."""
    found: dict[str, str] = {}
    for number, source in enumerate(sources or [folder("data")]):
        files = [source] if source.is_file() else sorted(source.rglob("*"))
        for path in files:
            if path.is_file() and not any(part.startswith(".") for part in path.relative_to(source).parts):
                name = Path(source.resolve().name, path.relative_to(source)).as_posix()
                name = f"{number + 1}/{name}" if len(sources) > 1 else name
                found[name] = digest_of(path)
    return found


def digest_of(path: Path) -> str:
    """Return the sha256 of a file, in hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def load_sources(sources: Sequence[Path], *, progress: bool) -> Material:
    """Load pages and statement tables, and code the pages.

    Raises
    ------
    ReportError
        Nothing of them could be read.
    """
    import pandas as pd

    from conflictlib.coding import code
    from conflictlib.loading import load
    from conflictlib.schema import STATEMENTS, conform

    loaded = load(sources, progress=progress)
    if loaded.documents.empty and loaded.statements.empty:
        problems = loaded.lost
        why = f"; {problems['file'].iloc[0]}: {problems['reason'].iloc[0]}" if len(problems) else ""
        raise ReportError(f"nothing could be read from {', '.join(map(str, sources))}{why}")
    found = code(loaded.documents, progress=progress)
    both = [table for table in (found.statements, loaded.statements) if len(table)]
    statements = conform(pd.concat(both), STATEMENTS) if both else found.statements
    return Material(statements, loaded.documents, found.statements, found.evidence, loaded.problems, len(statements))


def corpus_of(sources: Sequence[Path], version: int | None) -> Snapshot | None:
    """Return the corpus that the sources are, as it is at a version; None where they are files or pages.

    Raises
    ------
    ReportError
        A corpus is given beside other sources, or is empty.
    """
    from conflictlib.corpus import Corpus, is_corpus

    there = [source for source in sources if is_corpus(source)]
    if not there:
        return None
    if len(sources) > 1:
        raise ReportError(f"source {str(there[0])!r}: a corpus is reported on alone; add the other sources to it")
    corpus = Corpus(there[0])
    if not corpus.version:
        raise ReportError(f"source {str(there[0])!r}: the corpus is empty; add pages first")
    return corpus.at(version or corpus.version)


def load_corpus(corpus: Snapshot, given: Mapping[str, object]) -> Material:
    """Read what of a corpus the parameters choose, with the documents and the evidence."""
    chosen: dict[str, Any] = {name: str(given[name]) for name in SELECTING if name in given}
    statements = corpus.statements(**chosen)
    ids = statements["statement_id"] if chosen else None
    documents = corpus.documents(statements["doc_id"].dropna() if chosen else None)
    coded = statements[statements["rule"].notna()]
    total = corpus.state.counts["n_statements"]
    return Material(statements, documents, coded, corpus.evidence(ids), corpus.problems(), len(statements), total)


def load_sample(selected: int | None) -> Material:
    """Load the hand-coded sample; beside it, code the pages that come with it."""
    from conflictlib.opening import open_statements

    pages = load_sources([folder("data") / "pages"], progress=False)
    statements = open_statements()
    return replace(pages, statements=statements, selected=len(statements) if selected is None else selected)


def count_selected(corpus: str | Path, given: Mapping[str, object]) -> int | None:
    """Count the statements that the parameters leave; None if none of them chooses among statements.

    Raises
    ------
    ParameterError
        One of them has a value that is not allowed: here, before any kernel is started.
    """
    chosen = {name: str(given[name]) for name in SELECTING if name in given}
    if not chosen:
        return None
    from conflictlib.opening import open_statements

    return len(open_statements(str(corpus), **chosen))


def write_for_notebooks(material: Material, path: Path) -> None:
    """Write the statements as the file that the notebooks read."""
    (to_jsonl if path.suffix == ".jsonl" else to_parquet)(material.statements, path)


def write(material: Material, target: Path, *, apart: bool) -> None:
    """Write the tables below `target`; what the coder made of the sample's pages stands `apart`."""
    to_csv(material.statements, target / "tables/statements.csv")
    coding = target / ("coding" if apart else "tables")
    if apart:
        to_csv(material.coded, coding / "statements.csv")
    to_csv(material.evidence, coding / "evidence.csv")
    to_csv(material.documents.drop(columns="text"), coding / "documents.csv")
    to_csv(material.problems, coding / "problems.csv")


@dataclass(frozen=True)
class Agreement:
    """How many hand-coded statements that pages retell the coder found, each at most once."""

    n: int
    same_actor: int
    same_actor_and_act: int


def agreement(material: Material) -> Agreement:
    """Compare the coder's statements with the hand coding of the same pages.

    ``data/pages/index.csv`` says which hand-coded statements each page retells. A statement of the coder
    answers one of them at most: three by one actor on a page, of which the coder found two, count as two.
    """
    by_id = material.statements.set_index("statement_id")
    files = dict(zip(material.documents["doc_id"], material.documents["path"], strict=True))
    pages = dict(iter(material.coded.groupby(material.coded["doc_id"].map(files))))
    n = same_actor = same_both = 0
    for doc, ids in _index().items():
        told = by_id.loc[by_id.index.intersection(ids), ["actor", "act"]].astype(object)
        page = pages.get(doc, told.iloc[:0])[["actor", "act"]].astype(object)
        n += len(told)
        same_actor += (Counter(told["actor"]) & Counter(page["actor"].dropna())).total()
        same_both += (_pairs(told) & _pairs(page)).total()
    return Agreement(n, same_actor, same_both)


def _pairs(statements: pd.DataFrame) -> Counter[object]:
    return Counter(zip(statements["actor"], statements["act"], strict=True))


def _index() -> Mapping[str, list[str]]:
    with (folder("data") / "pages" / "index.csv").open(encoding="utf-8-sig", newline="") as file:
        return {row["doc"]: row["statement_ids"].split(";") for row in csv.DictReader(file)}
