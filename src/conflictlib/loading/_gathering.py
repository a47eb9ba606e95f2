"""Gather what the readers give into tables: numbered, without doubles, with every problem told."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from conflictlib import schema
from conflictlib.loading._archives import Archive, files_of, is_archive
from conflictlib.loading._dates import read_day, read_moment
from conflictlib.loading._files import File, files_in, printable
from conflictlib.loading._formats import Format, choose, known
from conflictlib.loading._indexes import DOCUMENT_WORDS, Indexes
from conflictlib.loading._pieces import Document, Index, Problem, Rows, Unreadable
from conflictlib.loading._rows import missing, not_a_day, words
from conflictlib.loading._start import Start

if TYPE_CHECKING:
    import pandas as pd

TABLES = (schema.DOCUMENTS, schema.STATEMENTS, schema.EVIDENCE, schema.EVENTS, schema.PROBLEMS)
#: So many characters of documents make a piece full, whatever their number.
_FULL = 20_000_000


class LoadError(ValueError):
    """A file or record could not be read, and `strict` was asked for."""


@dataclass
class Gathering:
    """What was read so far, file after file, and is not yet handed out."""

    form: str | None
    columns: Mapping[str, str]
    strict: bool
    size: int | None
    documents: list[dict[str, object]] = field(default_factory=list)
    frames: dict[str, list[pd.DataFrame]] = field(default_factory=dict)
    problems: list[dict[str, object]] = field(default_factory=list)
    texts: dict[str, str] = field(default_factory=dict)  # doc_id: where it stands
    ids: dict[str, str] = field(default_factory=dict)  # statement_id: where it stands
    n_characters: int = 0
    skips: frozenset[str] = frozenset()  # names of files that are not read again
    listed: list[File] | None = None  # the files of the one source, where they are known
    indexes: list[str] = field(default_factory=list)  # names of the files that said something of others

    def read(self, given: list[Path], *, progress: bool) -> Iterator[dict[str, pd.DataFrame]]:
        """Give the tables by name, as often as a piece is full, and at the end."""
        from tqdm import tqdm

        found = [(number, file) for number, one in enumerate(given) for file in self.listed or files_in(one)]
        files = list(self._once(found))
        bar = tqdm(total=len(files), desc="loading", unit="file", disable=None if progress else True)
        n_pieces = 0
        with bar:
            for number in range(len(given)):
                indexes = Indexes(elsewhere=self.skips)
                own = [file for which, file in files if which == number and file.name not in self.skips]
                for file, form in self._indexes_first(own):
                    for _ in self._file(file, form, indexes):
                        n_pieces += 1
                        yield self.tables()
                    bar.update()
                for name, problem in indexes.unused():
                    self.problem(name, problem)
                if given[number].is_dir() and not any(which == number for which, _ in files):
                    self.problem(printable(given[number].name), Problem("there is no file in it to be read"))
        if not n_pieces or self._n_rows:
            yield self.tables()

    def _once(self, files: list[tuple[int, File]]) -> Iterator[tuple[int, File]]:
        """Give each file once, in whatever ways it was named."""
        seen = set()
        for number, file in files:
            path = file.path.absolute()
            if path in seen:
                self.problem(file.name, Problem("given more than once; it is read once", None, "note"))
            else:
                yield number, file
            seen.add(path)

    def _indexes_first(self, files: list[File]) -> Iterator[tuple[File, Format | Problem | None]]:
        """Give the files in order, those that say something of others before these."""
        chosen = [(file, self._format(file)) for file in files]
        yield from (pair for pair in chosen if isinstance(pair[1], Format) and pair[1].gives == "index")
        yield from (pair for pair in chosen if not isinstance(pair[1], Format) or pair[1].gives != "index")

    def _format(self, file: File) -> Format | Problem | None:
        """Return the format of a file, None for an archive, or why there is no telling."""
        try:
            start = Start(file)
            if is_archive(start.data, start.members):
                return None
            return known()[self.form] if self.form else choose(start)
        except Unreadable as problem:
            return Problem(problem.reason, problem.record)
        except Exception as error:  # as of a reader: what a format asks may fail too
            return _unexpected(error)

    def _file(self, file: File, form: Format | Problem | None, indexes: Indexes) -> Iterator[None]:
        """Read one file; gives a None whenever a piece is full."""
        file.columns = self.columns
        try:
            if form is None:
                yield from self._archive(file, indexes)
            elif isinstance(form, Format):
                yield from self._pieces(file, form, indexes)
            else:
                self.problem(file.name, form)
        except LoadError:
            raise
        except Unreadable as problem:
            self.problem(file.name, Problem(problem.reason, problem.record))
        except Exception as error:  # a page may be anything, and one page must not stop the rest
            self.problem(file.name, _unexpected(error))
        for note in file.notes:
            self.problem(file.name, Problem(note, None, "note"))

    def _archive(self, file: File, indexes: Indexes) -> Iterator[None]:
        with Archive(file) as archive:
            for member in files_of(archive):
                if isinstance(member, Problem):
                    self.problem(file.name, member)
                else:
                    yield from self._file(member, self._format(member), indexes)

    def _pieces(self, file: File, form: Format, indexes: Indexes) -> Iterator[None]:
        empty = True
        for piece in form.read(file):
            empty = False
            if isinstance(piece, Document):
                self._document(piece, file, form, indexes)
            elif isinstance(piece, Rows):
                self._rows(piece, file)
            elif isinstance(piece, Index):
                indexes.add(file, piece)
                self.indexes.append(file.name)
            else:
                self.problem(file.name, piece)
            if self.size and (self._n_rows >= self.size or self.n_characters >= _FULL):
                yield None
        if empty:
            self.problem(file.name, Problem(f"there is nothing in it, read as {form.name}"))

    @property
    def _n_rows(self) -> int:
        frames = [frame for kept in self.frames.values() for frame in kept]
        return len(self.documents) + len(self.problems) + sum(map(len, frames))

    def problem(self, name: str, problem: Problem) -> None:
        """Note what could not be read; with `strict`, stop at what is lost."""
        reason = printable(problem.reason)
        if self.strict and problem.kind != "note":
            line = "" if problem.record is None else f", line {problem.record}"
            raise LoadError(f"{name}{line}: {reason}")
        self.problems.append({"file": name, "line": problem.record, "kind": problem.kind, "reason": reason})

    def _document(self, document: Document, file: File, form: Format, indexes: Indexes) -> None:
        """Add a document, or say why it is not one."""
        name = words(document.doc) or _name(file, document)
        if not document.text.strip():
            self.problem(file.name, Problem(f"{name}: there is no text in it", document.record))
            return
        doc_id = document.doc_id
        where = file.name if name in file.name else f"{name} in {file.name}"
        if doc_id in self.texts:
            self.problem(file.name, Problem(f"{name}: same text as {self.texts[doc_id]}, which is kept",
                                            document.record))  # fmt: skip
            return
        self.texts[doc_id] = where
        row = self._row(document, file, form) | {"doc_id": doc_id, "doc": name}
        for at, problem in indexes.fill(row, file, alone=document.record is None, names=document.known_as):
            self.problem(at, problem)
        row |= {key: value for key, value in document.otherwise.items() if missing(row.get(key))}
        self.n_characters += len(document.text)
        self.documents.append(row)

    def _row(self, document: Document, file: File, form: Format) -> dict[str, object]:
        row: dict[str, object] = {key: words(getattr(document, key)) for key in DOCUMENT_WORDS}
        row |= {"text": document.text, "format": document.form or form.name}
        row |= {"sha256": words(document.sha256) or file.sha256, "path": words(document.path) or file.name}
        row["published"] = self._day(document.published, file, document.record)
        row["published_at"] = read_moment(document.published_at) or read_moment(document.published)
        ours = schema.DOCUMENTS.names
        return row | {key: value for key, value in document.others.items() if key not in ours}

    def _day(self, value: object, file: File, record: int | None) -> object:
        day = read_day(value)
        if day is None and not missing(value):
            self.problem(file.name, not_a_day("published", value, record))
        return day

    def _rows(self, rows: Rows, file: File) -> None:
        frame = rows.frame
        if rows.table is schema.PROBLEMS:
            told = frame.astype("object").where(frame.notna(), None).to_dict("records")
            self.problems += [{str(key): value for key, value in row.items()} for row in told]
            return
        if rows.table is schema.STATEMENTS:
            frame = frame[self._fresh(rows, file)]
        if len(frame):
            self.frames.setdefault(rows.table.name, []).append(frame)

    def _fresh(self, rows: Rows, file: File) -> list[bool]:
        """Say of each statement whether its id is new."""
        fresh = []
        for statement_id, line in zip(rows.frame["statement_id"], rows.records, strict=True):
            first = self.ids.get(statement_id)
            fresh.append(first is None)
            if first is None:
                self.ids[statement_id] = f"{file.name}, line {line}"
            else:
                reason = f"statement_id {statement_id} stands already in {first}, which is kept"
                self.problem(file.name, Problem(reason, line))
        return fresh

    def tables(self) -> dict[str, pd.DataFrame]:
        """Hand out what was gathered, as tables by name."""
        import pandas as pd

        # one frame is no copy of itself: a piece of a large table is handed on as it was read
        frames = {name: pd.concat(kept, ignore_index=True) if len(kept) > 1 else kept[0].reset_index(drop=True)
                  for name, kept in self.frames.items()}  # fmt: skip
        for table, rows in ((schema.DOCUMENTS, self.documents), (schema.PROBLEMS, self.problems)):
            if rows:
                frames[table.name] = schema.check(schema.conform(rows, table), table)
        self.documents, self.problems, self.frames, self.n_characters = [], [], {}, 0
        return {table.name: frames.get(table.name, schema.empty(table)) for table in TABLES}


def _unexpected(error: Exception) -> Problem:
    return Problem(f"can't be read ({type(error).__name__}: {' '.join(str(error).split())[:300]})")


def _name(file: File, document: Document) -> str:
    """Name a document after its file, with its record where the file holds several."""
    return file.own_name if document.record is None else f"{file.own_name}#{document.record}"
