"""A corpus: documents and coded statements on the disk that grow, with every version kept."""

from __future__ import annotations

import datetime
import os
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from conflictlib import schema
from conflictlib.corpus import _store
from conflictlib.corpus._layout import TABLES, to_pandas
from conflictlib.corpus._store import CorpusError, Version
from conflictlib.parameters import ParameterError, codes, day, span

if TYPE_CHECKING:
    import deltalake
    import pandas as pd

    from conflictlib.codebook import Codebook

Paths = str | os.PathLike[str] | Iterable[str | os.PathLike[str]]


@dataclass(frozen=True)
class Added:
    """What came of `Corpus.add`, `recode` or `remove`: the version of the corpus since, and what is new in it."""

    version: int
    counts: Mapping[str, int]
    problems: pd.DataFrame

    def __repr__(self) -> str:
        """Tell it in a line."""
        names = {"new_documents": "new documents", "ended_documents": "documents superseded or removed",
                 "new_statements": "new statements", "ended_statements": "statements superseded or removed",
                 "new_problems": "problems"}  # fmt: skip
        told = [f"{self.counts[key]:,} {name}" for key, name in names.items() if self.counts.get(key)]
        return f"version {self.version}: {', '.join(told) or 'nothing new'}"


class Corpus:
    """Documents, statements and their evidence in a folder of Delta Lake tables.

    What was added is there whole or not at all, whatever stops the process; while one writes, others read the
    version before, and nobody waits but a second writer. Nothing is lost: what no longer counts (an old version of a
    page, a statement of another codebook, a page that was removed) stays with the reason, and every version can
    be opened as it was.

    Parameters
    ----------
    path
        The folder. One that is not there is made by the first `add`.

    Examples
    --------
    >>> import tempfile
    >>> from conflictlib.shipped import folder
    >>> corpus = Corpus(tempfile.mkdtemp() + "/talks")
    >>> corpus.add(folder("data") / "pages" / "01-first-reactions.txt")
    version 1: 1 new documents, 9 new statements
    """

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self.path = Path(path)
        self._at: Version | None = None
        if self.path.exists() and not self.path.is_dir():
            raise CorpusError(f"corpus {str(path)!r}: that is a file; a corpus is a folder")
        if self.path.is_dir() and not _store.is_corpus(self.path) and any(
            not name.name.startswith(".") and name.name not in TABLES for name in self.path.iterdir()
        ):  # fmt: skip
            raise CorpusError(f"corpus {str(path)!r}: that folder is no corpus and holds other files; "
                              "give a folder that is empty or not there")  # fmt: skip

    # -- reading ----------------------------------------------------------------------------------------------

    @property
    def state(self) -> Version:
        """The version that is read: the newest whole one, or that of `at`."""
        return self._at or _store.newest(self.path)

    @property
    def version(self) -> int:
        """Its number, from 1; 0 before anything was added."""
        return self.state.version

    @property
    def codebook(self) -> Codebook:
        """The codebook that it was coded by."""
        from conflictlib.codebook import shipped_codebook
        from conflictlib.corpus._codebooks import kept

        state = self.state
        return kept(self.path, state.codebook) if state.codebook else shipped_codebook()

    def documents(
        self, ids: Iterable[str] | None = None, *, columns: Iterable[str] | None = None, superseded: bool = False
    ) -> pd.DataFrame:
        """Return documents, by day and name.

        Parameters
        ----------
        ids
            ``doc_id`` of those wanted; None: all.
        columns
            Those wanted; None: all.
        superseded
            Those too that no longer count: old versions of a page, and removed ones.

        Returns
        -------
        pandas.DataFrame
            One row per document, columns as in ``conflictlib.schema.DOCUMENTS``; and ``page`` (what it is a version
            of), ``version`` (of the page, from 1), ``place`` (where its file lay), ``added`` (version of the corpus
            since which it counts), ``ended`` and ``ended_why`` (since which it does not, and why).
        """
        return self._read("documents", columns, superseded, [], {"doc_id": ids})

    def statements(
        self,
        *,
        start: str | datetime.date = "",
        end: str | datetime.date = "",
        actors: str | Iterable[str] = "",
        themes: str | Iterable[str] = "",
        acts: str | Iterable[str] = "",
        columns: Iterable[str] | None = None,
        superseded: bool = False,
    ) -> pd.DataFrame:
        """Return statements, by day; only what is asked for is read from the disk.

        Parameters
        ----------
        start, end
            First and last day (YYYY-MM-DD), both inclusive; empty: no limit. With a limit, rows without a day fall
            out.
        actors, acts
            Codes, a list or separated by commas; empty: all.
        themes
            Codes likewise; a statement stays that has any of them.
        columns
            Those wanted; None: all.
        superseded
            Those too that no longer count.

        Returns
        -------
        pandas.DataFrame
            One row per statement, columns as in ``conflictlib.schema.STATEMENTS``, and ``added``, ``ended``,
            ``ended_why`` as in `documents`. ``attrs["source"]`` says where they come from.

        Raises
        ------
        ParameterError
            A value is not allowed; the message names it and says what is.
        """
        first, last = span(start, end)
        book = self.codebook
        wanted = {name: codes(name, value, getattr(book, name))
                  for name, value in (("actors", actors), ("acts", acts), ("themes", themes))}  # fmt: skip
        among = {"actor": wanted["actors"] or None, "act": wanted["acts"] or None}
        names = self._columns("statements", columns)
        read = names if not wanted["themes"] or "themes" in names else [*names, "themes"]
        found = self._read("statements", read, superseded, [_from("date", first), _to("date", last)], among)
        if wanted["themes"]:
            found = found[found["themes"].map(lambda has: not wanted["themes"].isdisjoint(has))].reset_index(drop=True)
        found = found[[name for name in found.columns if name in names or name not in read]]
        found.attrs["source"] = f"{len(found):,} statements of {self.path.name}, version {self.version}"
        return found

    def evidence(self, ids: Iterable[str] | None = None) -> pd.DataFrame:
        """Return the evidence for the codes of statements: of those with these ``statement_id``, None: of all.

        One row per reason, columns as in ``conflictlib.schema.EVIDENCE``.
        """
        return self._read("evidence", None, False, [], {"statement_id": ids})

    def problems(self) -> pd.DataFrame:
        """Return what of the files that were added could not be read, or is to be noted.

        One row per file, line or record, columns as in ``conflictlib.schema.PROBLEMS``; ``file`` is relative to the
        folder in which the corpus lies. A file that was mended since has none.
        """
        return self._read("problems", None, False)

    def at(self, version: int | str | datetime.date) -> Corpus:
        """Return the corpus as it was at a version, or at the end of a day (UTC); it can be read, not written.

        Raises
        ------
        ParameterError
            There was no such version, or none yet on that day.

        Examples
        --------
        >>> Corpus("nowhere").at(3)
        Traceback (most recent call last):
        ...
        conflictlib.parameters.ParameterError: version is 3; the corpus nowhere has no versions yet
        """
        there = _store.versions(self.path)
        if isinstance(version, int):
            found = [one for one in there if one.version == version]
        else:
            last = f"{day('version', version)}T23:59:59Z"
            found = [one for one in there if one.made_at <= last][-1:]
        if not found:
            has = (
                f"has versions 1 to {there[-1].version}, since {there[0].made_at[:10]}"
                if there
                else "has no versions yet"
            )
            raise ParameterError(f"version is {version!r}; the corpus {self.path.name} {has}")
        then = Corpus(self.path)
        then._at = found[0]
        return then

    def versions(self) -> pd.DataFrame:
        """Return the history, the oldest version first.

        One row per version: ``version``, ``made_at`` (UTC), ``action`` (add, recode, remove), ``what`` (sources, or the
        reason), the counts ``n_documents`` and ``n_statements`` (that count since), ``new_…`` and ``ended_…``,
        ``codebook`` (sha256), ``coder``, and ``digest`` (over all that has come in and ended up to it).
        """
        from conflictlib.corpus._layout import RUNS

        until = self.state.version
        rows: list[dict[str, Any]] = [{**asdict(one), **one.counts} for one in _store.versions(self.path)
                                      if one.version <= until]  # fmt: skip
        return schema.conform([{name: row.get(name) for name in RUNS.names} for row in rows], RUNS)

    def table(self, name: str) -> deltalake.DeltaTable:
        """Return one of the Delta Lake tables at this version, for another program: DuckDB, Spark, polars.

        `name` is ``documents``, ``statements``, ``evidence``, ``problems`` or ``files``. It holds what no longer
        counts too: those rows have a value in ``ended``.
        """
        if name not in TABLES:
            raise ParameterError(f"name is {name!r}; allowed are {', '.join(TABLES)}")
        return _store.open_table(self.path, name, self.state)

    def _columns(self, name: str, columns: Iterable[str] | None) -> list[str]:
        known = TABLES[name].names
        wanted = known if columns is None else [columns] if isinstance(columns, str) else list(columns)
        for column in wanted:
            if column not in known:
                raise ParameterError(f"columns has {column!r}; {name} has {', '.join(known[:-1])}")
        return wanted

    def _read(
        self,
        name: str,
        columns: Iterable[str] | None,
        superseded: bool,
        conditions: Iterable[Any] = (),
        among: Mapping[str, Iterable[str] | None] | None = None,
    ) -> pd.DataFrame:
        import pyarrow.dataset as ds

        state, wanted = self.state, self._columns(name, columns)
        if not state.version:
            return to_pandas(_empty(name).select(wanted), TABLES[name])
        where = None if superseded else ds.field("ended").is_null()
        for condition in conditions:
            if condition is not None:
                where = condition if where is None else where & condition
        texts = {column: [v] if isinstance(v, str) else v for column, v in (among or {}).items() if v is not None}
        return to_pandas(_store.read(self.path, name, state, columns=wanted, where=where, among=texts), TABLES[name])

    # -- writing ----------------------------------------------------------------------------------------------

    def add(
        self,
        source: Paths,
        *,
        codebook: Codebook | None = None,
        format: str | None = None,  # noqa: A002 (as `load` calls it)
        columns: Mapping[str, str] | None = None,
        progress: bool = False,
    ) -> Added:
        """Add files or folders: what is new in them is coded, what is there already changes nothing.

        A page that changed (same address, else same file; a text that resembles the old one) is a new version of it:
        the old one and its statements are kept and marked as superseded. A file is known by its bytes, so
        a folder may be added every day. Statements that others have coded are taken as they are; events are
        not.

        Parameters
        ----------
        source
            A file, a folder, or several, of any format that `load` knows.
        codebook
            The codebook to code by: for a new corpus, the shipped one without it. A corpus keeps its own, see
            `recode`.
        format, columns
            As in `load`.
        progress
            Show progress bars on a terminal.

        Returns
        -------
        Added
            The version since, counts, and the problems that are new.

        Raises
        ------
        CorpusError
            Another process keeps writing, the disk is full, or the codebook is not the corpus's own. Nothing was
            changed then.
        FileNotFoundError
            There is no such file or folder.
        """
        from conflictlib.corpus._writing import add

        return add(self._writable(), source, codebook, format, columns or {}, progress)

    def recode(self, codebook: Codebook | None = None, *, everything: bool = False, progress: bool = False) -> Added:
        """Code the documents anew, by another codebook: those that the change can touch, or all.

        A change of a theme's, act's or actor's words touches the documents that have such words; a change of what only
        describes (labels, definitions, notes) touches none. Where that can't be told, as for the word lists of the
        grammar, or where the coder itself is of another version, all are coded. Statements that come out otherwise
        are kept and marked; the others bear the new coder's name.

        Parameters
        ----------
        codebook
            The codebook to code by from now on; None: the one that is shipped.
        everything
            Code all documents, whatever the change can touch.
        progress
            Show a progress bar on a terminal.
        """
        from conflictlib.corpus._writing import recode

        return recode(self._writable(), codebook, everything, progress)

    def remove(self, doc_ids: str | Iterable[str], *, reason: str) -> Added:
        """Have documents and their statements count no longer; the history keeps them, with the reason.

        A removed text does not come in again when its file is added once more.

        Raises
        ------
        ParameterError
            `reason` is empty, or a ``doc_id`` is none of a document that counts.
        """
        from conflictlib.corpus._writing import remove

        return remove(self._writable(), [doc_ids] if isinstance(doc_ids, str) else list(doc_ids), reason)

    def compact(self, *, forget: bool = False) -> None:
        """Join the many small files that many small additions leave; no version is made, none is lost.

        Parameters
        ----------
        forget
            Also delete the files that only versions before the present need. These can't be opened then, reports
            that were made of them can't be made again, and who reads them at this moment fails.
        """
        from conflictlib.corpus._writing import compact

        compact(self._writable(), forget)

    def _writable(self) -> Path:
        if self._at is not None:
            raise CorpusError(f"corpus {self.path.name}: this is its version {self._at.version}, "
                              "which can only be read; write to Corpus(path)")  # fmt: skip
        return self.path

    def __repr__(self) -> str:
        """Say what is in it."""
        state = self.state
        if not state.version:
            return f"<Corpus {self.path.name}: empty>"
        n = state.counts
        return (f"<Corpus {self.path.name}, version {state.version} of {state.made_at}: "
                f"{n['n_documents']:,} documents, "
                f"{n['n_statements']:,} statements>")  # fmt: skip


def _empty(name: str) -> Any:
    from conflictlib.corpus._layout import arrow_schema

    return arrow_schema(TABLES[name]).empty_table()


def _from(column: str, first: datetime.date | None) -> Any:
    import pyarrow.dataset as ds

    return None if first is None else ds.field(column) >= first


def _to(column: str, last: datetime.date | None) -> Any:
    import pyarrow.dataset as ds

    return None if last is None else ds.field(column) <= last
