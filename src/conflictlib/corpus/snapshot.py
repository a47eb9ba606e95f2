"""A corpus as it was at one version, to be read."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from conflictlib import schema
from conflictlib.corpus import _history, _store
from conflictlib.corpus._history import Version
from conflictlib.corpus._layout import RUNS, TABLES, arrow_schema, to_pandas
from conflictlib.parameters import ParameterError, codes, day, span

if TYPE_CHECKING:
    import deltalake
    import pandas as pd

    from conflictlib.codebook import Codebook


class Snapshot:
    """A corpus at one version: documents, statements, their evidence, problems and the history up to it.

    ``Corpus.at`` gives one; a `Corpus` itself reads its newest version.
    """

    def __init__(self, path: Path, state: Version) -> None:
        self.path, self._state = path, state

    @property
    def state(self) -> Version:
        """The version that is read."""
        return self._state

    @property
    def version(self) -> int:
        """Its number, from 1; 0 before anything was added."""
        return self.state.version

    @property
    def whole(self) -> bool:
        """Whether its files are there; `Corpus.compact` may have deleted those of earlier versions."""
        return not self.version or all(
            (self.path / name / Path(uri).name).is_file() for name in TABLES for uri in self.table(name).file_uris()
        )

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
            found = found[found["themes"].map(lambda has: not wanted["themes"].isdisjoint(has)).astype(bool)]
            found = found.reset_index(drop=True)
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

    def at(self, version: int | str | datetime.date) -> Snapshot:
        """Return the corpus as it was at a version, or at the end of a day (UTC); it can be read, not written.

        Raises
        ------
        ParameterError
            There was no such version, or none yet on that day.

        Examples
        --------
        >>> from conflictlib.corpus import Corpus
        >>> Corpus("nowhere").at(3)
        Traceback (most recent call last):
        ...
        conflictlib.parameters.ParameterError: version is 3; the corpus nowhere has no versions yet
        """
        there = _history.versions(self.path)
        if isinstance(version, int):
            found = [one for one in there if one.version == version]
        else:
            that_day = day("version", version)
            if that_day is None:
                raise ParameterError(f"version is {version!r}; allowed are a number and a day as YYYY-MM-DD")
            last = f"{that_day}T23:59:59Z"
            found = [one for one in there if one.made_at <= last][-1:]
        if not found:
            has = (
                f"has versions 1 to {there[-1].version}, since {there[0].made_at[:10]}"
                if there
                else "has no versions yet"
            )
            raise ParameterError(f"version is {version!r}; the corpus {self.path.name} {has}")
        return Snapshot(self.path, found[0])

    def versions(self) -> pd.DataFrame:
        """Return the history, the oldest version first.

        One row per version: ``version``, ``made_at`` (UTC), ``action`` (add, recode, remove), ``what`` (sources, or the
        reason), the counts ``n_documents`` and ``n_statements`` (that count since), ``new_…`` and ``ended_…``,
        ``codebook`` (sha256), ``coder``, and ``digest`` (over all that has come in and ended up to it).
        """
        until = self.state.version
        rows: list[dict[str, Any]] = [{**asdict(one), **one.counts} for one in _history.versions(self.path)
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
            return to_pandas(arrow_schema(TABLES[name]).empty_table().select(wanted), TABLES[name])
        where = None if superseded else ds.field("ended").is_null()
        for condition in conditions:
            if condition is not None:
                where = condition if where is None else where & condition
        texts = {column: [v] if isinstance(v, str) else v for column, v in (among or {}).items() if v is not None}
        return to_pandas(_store.read(self.path, name, state, columns=wanted, where=where, among=texts), TABLES[name])

    def __repr__(self) -> str:
        """Say what is in it."""
        state = self.state
        if not state.version:
            return f"<Corpus {self.path.name}: empty>"
        n = state.counts
        return (f"<Corpus {self.path.name}, version {state.version} of {state.made_at}: "
                f"{n['n_documents']:,} documents, "
                f"{n['n_statements']:,} statements>")  # fmt: skip


def _from(column: str, first: datetime.date | None) -> Any:
    import pyarrow.dataset as ds

    return None if first is None else ds.field(column) >= first


def _to(column: str, last: datetime.date | None) -> Any:
    import pyarrow.dataset as ds

    return None if last is None else ds.field(column) <= last
