"""The runs that write to a corpus: each is one version of it, or nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from conflictlib.codebook import Codebook, shipped_codebook
from conflictlib.coding.coder import coder_name
from conflictlib.corpus import _codebooks
from conflictlib.corpus._adding import Adding
from conflictlib.corpus._history import CorpusError, Version, is_corpus
from conflictlib.corpus._pages import Row
from conflictlib.corpus._recoding import Recoding
from conflictlib.corpus._store import Writer, writing
from conflictlib.corpus.corpus import Added, Paths
from conflictlib.moments import now, written
from conflictlib.parameters import ParameterError

if TYPE_CHECKING:
    import pandas as pd


def add(
    path: Path, source: Paths, codebook: Codebook | None, form: str | None, columns: Mapping[str, str], progress: bool
) -> Added:
    """Add files or folders; see `Corpus.add`."""
    from conflictlib.loading import check_given

    given = check_given(source, form, columns)
    with writing(path) as writer:
        book = _own(writer, codebook)
        adding = Adding(writer, book, progress)
        for one in given:
            _outside(one, path)
            adding.source(one, form=form, columns=columns)
        what = ", ".join(Path(one).name or str(one) for one in given)
        if adding.finish():
            _codebooks.keep(path, book)
            version = _commit(writer, "add", what, book, adding.n, adding.digest.hexdigest())
        else:
            version = _keep(writer) if adding.n.get("files") else writer.before.version
    return Added(version, adding.n, _problems(adding.problems))


def recode(path: Path, codebook: Codebook | None, everything: bool, progress: bool) -> Added:
    """Code anew what a change of the codebook can touch, or all; see `Corpus.recode`."""
    book = codebook or shipped_codebook()
    with writing(_there(path)) as writer:
        if not writer.before.version:
            raise CorpusError(f"corpus {path.name}: it is empty; add pages first")
        recoding = Recoding(writer, book, progress, everything)
        if recoding.needed:
            recoding.run()
            _codebooks.keep(path, book)
            what = f"codebook {book.digest[:12]}: {recoding.told}"
            version = _commit(writer, "recode", what, book, recoding.n, recoding.digest.hexdigest())
        else:
            version = writer.before.version
    return Added(version, recoding.n, _problems([]))


def remove(path: Path, doc_ids: list[str], reason: str) -> Added:
    """Have documents count no longer; see `Corpus.remove`."""
    if not reason.strip():
        raise ParameterError("reason is ''; allowed is a text that says why")
    with writing(_there(path)) as writer:
        book = _own(writer, None)
        adding = Adding(writer, book, progress=False)
        rows = {row["doc_id"]: row for name in doc_ids for row in [_named(name, adding.pages.by_id.values())]}
        adding.end([{**row, "ended_why": f"removed: {reason.strip()}"} for row in rows.values()])
        if not adding.finish():
            return Added(writer.before.version, adding.n, _problems([]))
        version = _commit(writer, "remove", reason.strip(), book, adding.n, adding.digest.hexdigest())
    return Added(version, adding.n, _problems([]))


def _there(path: Path) -> Path:
    if not is_corpus(path):
        raise FileNotFoundError(f"path is {str(path)!r}; there is no corpus")
    return path


def _named(name: str, rows: Iterable[Row]) -> Row:
    """Return the document that is called so: by its id, else by its file, place or address."""
    counting = [row for row in rows if row["ended"] is None]
    found = [row for row in counting if row["doc_id"] == name]
    found = found or [row for row in counting if name in (row["doc"], row["place"], row["url"])]
    if not found:
        raise ParameterError(f"documents has {name!r}; allowed are the doc_id, file or address of one that counts")
    if len(found) > 1:
        raise ParameterError(f"documents has {name!r}, which {len(found)} are called; their doc_id are "
                             f"{', '.join(row['doc_id'] for row in found)}")  # fmt: skip
    return found[0]


def compact(path: Path, forget: bool) -> None:
    """Join small files; see `Corpus.compact`."""
    import deltalake

    from conflictlib.corpus._layout import RUNS, TABLES

    with writing(_there(path)) as writer:
        for name in TABLES:
            optimize = deltalake.DeltaTable(path / name).optimize
            optimize.z_order(["date"]) if name == "statements" else optimize.compact()
        deltalake.DeltaTable(path / RUNS.name).optimize.compact()
        _keep(writer)
        for name in TABLES if forget else ():
            deltalake.DeltaTable(path / name).vacuum(
                retention_hours=0, dry_run=False, enforce_retention_duration=False, full=True
            )


def _own(writer: Writer, codebook: Codebook | None) -> Codebook:
    """Return the codebook of a corpus, for a new one the given or the shipped one; another is refused."""
    before = writer.before
    if not before.version:
        return codebook or shipped_codebook()
    if codebook is not None and codebook.digest != before.codebook:
        raise CorpusError(f"corpus {writer.path.name}: it was coded by codebook {before.codebook[:12]}, not by "
                          f"{codebook.digest[:12]}; recode it first, then add")  # fmt: skip
    return _codebooks.kept(writer.path, before.codebook)


def _outside(source: Path, path: Path) -> None:
    """Refuse to read a corpus into itself."""
    if path.resolve() == source.resolve() or path.resolve() in source.resolve().parents:
        raise CorpusError(f"source {str(source)!r}: that is the corpus itself, or a folder in it")


def _commit(writer: Writer, action: str, what: str, book: Codebook, n: Mapping[str, int], digest: str) -> int:
    before = writer.before
    counts = {name: before.counts.get(f"n_{name}", 0) + n.get(f"new_{name}", 0) - n.get(f"ended_{name}", 0)
              for name in ("documents", "statements")}  # fmt: skip
    told = {f"n_{name}": number for name, number in counts.items()} | {k: n.get(k, 0) for k in (
        "new_documents", "new_statements", "ended_documents", "ended_statements", "new_problems")}  # fmt: skip
    moment = max(written(now()), before.made_at)  # a clock that was set back does not turn the history round
    whole = Version(before.version + 1, moment, action, what, book.digest, coder_name(book), digest, told, {})
    return writer.commit(whole).version


def _keep(writer: Writer) -> int:
    """Name the tables anew and leave the version as it is: nothing that counts has changed."""
    if writer.before.version:
        writer.commit(writer.before)
    return writer.before.version


def _problems(rows: list[dict[str, Any]]) -> pd.DataFrame:
    from conflictlib import schema

    return schema.conform(rows, schema.PROBLEMS)
