"""Load files and folders: choose the reader by content, number what was read, tell what was not."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from conflictlib import schema
from conflictlib.loading._files import File, Found, Unreadable, files_in
from conflictlib.loading._reading import FORMATS, read
from conflictlib.loading._rows import published, words

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, eq=False)
class Loaded:
    """What was loaded, as four tables in the layout of ``conflictlib.schema``.

    Attributes
    ----------
    documents : pandas.DataFrame
        One row per page, article, release or post.
    statements : pandas.DataFrame
        One row per statement that was coded before; columns of its own stand behind those of the schema.
    events : pandas.DataFrame
        One row per dated event.
    problems : pandas.DataFrame
        One row per file, line or record that could not be read, or that was read in part.
    """

    documents: pd.DataFrame
    statements: pd.DataFrame
    events: pd.DataFrame
    problems: pd.DataFrame

    def __repr__(self) -> str:
        """Count the rows of each table."""
        names = ("documents", "statements", "events", "problems")
        counts = [(len(getattr(self, name)), name) for name in names]
        return "Loaded: " + ", ".join(f"{n:,} {name[:-1] if n == 1 else name}" for n, name in counts)

    def _repr_html_(self) -> str:
        shown = self.problems.head(10).to_html(index=False, border=0) if len(self.problems) else ""
        return f"<p>{self!r}</p>{shown}"


def load(
    path: str | os.PathLike[str] | Iterable[str | os.PathLike[str]],
    *,
    format: str | None = None,  # noqa: A002 (the word that a reader looks for)
    progress: bool = False,
) -> Loaded:
    """Load pages and tables from a file, a folder and all folders in it, or several of them.

    Formats: plain text and Markdown (``.txt``, ``.md``), HTML, JSON and JSON Lines (documents, WordPress
    posts, statements), CSV and Parquet (statements, documents, events). Which one it is, the content tells:
    a ``.json`` may hold one page, many or statements. Hidden files and files called README are no input.
    A CSV file with a column ``doc`` and without ``text`` is an index of the files beside it: its ``title``,
    ``url``, ``publisher``, ``published`` and ``language`` serve where a page has none of its own.

    The text of a text file is the file's own, without its byte-order mark: line ends and blanks are kept,
    so that offsets count in the file. The text of an HTML page or post is what a reader sees: entities
    resolved, a paragraph a line, a blank line between. Encodings: byte-order mark, UTF-8, what the page
    declares, a guess. The day `published` is one that the page gives as its own, never one from its address.

    Of two documents with the same text, and of two statements with the same id, the first is kept.

    Parameters
    ----------
    path
        A file, a folder, or several.
    format
        Read every file as ``text``, ``html``, ``json``, ``csv`` or ``parquet``, whatever it looks like.
    progress
        Show a progress bar on a terminal.

    Returns
    -------
    Loaded
        `documents`, `statements`, `events` and `problems`. Every file, and every line or record of a file
        that holds many, is a row of one of the first three or of `problems`. A row of `problems` may also
        say that a value was left out (a date such as 2023-13-01) or that a few bytes could not be decoded.

    Raises
    ------
    FileNotFoundError
        There is no such file or folder.
    ValueError
        `format` is none of the five.

    Examples
    --------
    >>> from conflictlib.shipped import folder
    >>> loaded = load(folder("data") / "events.csv")
    >>> loaded
    Loaded: 0 documents, 0 statements, 60 events, 0 problems
    >>> loaded.events.loc[0, "event"]
    'Hamas-led attack on southern Israel; Israel declares war'
    """
    from tqdm import tqdm

    if format is not None and format not in FORMATS:
        raise ValueError(f"format is {format!r}; allowed are {', '.join(FORMATS)}, or None for any of them")
    given = [path] if isinstance(path, str | os.PathLike) else list(path)
    for one in given:
        if not os.fspath(one) or not os.path.lexists(one):
            raise FileNotFoundError(f"path is {os.fspath(one)!r}; there is no such file or folder")
    files = [(number, file) for number, one in enumerate(given) for file in files_in(Path(one))]
    gathered = _Gathered()
    for number, file in tqdm(files, desc="loading", unit="file", disable=None if progress else True):
        gathered.add(number, file, format)
    return gathered.loaded()


@dataclass
class _Gathered:
    """What was read so far, file after file."""

    documents: list[dict[str, object]] = field(default_factory=list)
    statements: list[pd.DataFrame] = field(default_factory=list)
    events: list[pd.DataFrame] = field(default_factory=list)
    problems: list[dict[str, object]] = field(default_factory=list)
    indexes: list[tuple[int, File, list[dict[str, object]]]] = field(default_factory=list)
    texts: dict[str, str] = field(default_factory=dict)  # doc_id: where it stands
    ids: dict[str, str] = field(default_factory=dict)  # statement_id: where it stands

    def add(self, number: int, file: File, form: str | None) -> None:
        """Read one file."""
        try:
            data = file.read()
            found = read(data, PurePosixPath(file.name).name, form)
        except Unreadable as problem:
            self.problem(file, problem.line, problem.reason)
            return
        except Exception as error:  # a page may be anything, and one page must not stop the rest
            self.problem(file, None, f"can't be read ({type(error).__name__}: {' '.join(str(error).split())})")
            return
        for line, reason in found.problems:
            self.problem(file, line, reason)
        known = {"sha256": hashlib.sha256(data).hexdigest(), "path": file.name, "given": number}
        for document in found.documents:
            self._add_document({"doc": PurePosixPath(file.name).name, **document, **known}, file)
        for frame, lines in found.statements:
            self._add_statements(frame, lines, file)
        self.events += found.events
        if found.index:
            self.indexes.append((number, file, found.index))

    def problem(self, file: File, line: int | None, reason: str) -> None:
        """Note what could not be read."""
        self.problems.append({"file": file.name, "line": line, "reason": reason})

    def _add_document(self, document: dict[str, object], file: File) -> None:
        text = str(document["text"])
        doc_id = hashlib.sha256(text.encode()).hexdigest()[:16]
        where = file.name if str(document["doc"]) in file.name else f"{document['doc']} in {file.name}"
        if doc_id in self.texts:
            self.problem(file, None, f"{document['doc']}: same text as {self.texts[doc_id]}, which is kept")
            return
        self.texts[doc_id] = where
        self.documents.append({**document, "doc_id": doc_id})

    def _add_statements(self, frame: pd.DataFrame, lines: list[int], file: File) -> None:
        fresh = []
        for statement_id, line in zip(frame["statement_id"], lines, strict=True):
            fresh.append(statement_id not in self.ids)
            if not fresh[-1]:
                first = self.ids[statement_id]
                self.problem(file, line, f"statement_id {statement_id} stands already in {first}, which is kept")
            self.ids.setdefault(statement_id, f"{file.name}, line {line}")
        self.statements.append(frame[fresh])

    def loaded(self) -> Loaded:
        """Return everything as tables."""
        import pandas as pd

        for number, file, rows in self.indexes:
            self._use_index(number, file, rows)
        frames = {schema.STATEMENTS: self.statements, schema.EVENTS: self.events}
        statements, events = (pd.concat(frames[t], ignore_index=True) if frames[t] else schema.empty(t) for t in frames)
        documents = [{key: d.get(key) for key in schema.DOCUMENTS.names} for d in self.documents]
        return Loaded(_table(documents, schema.DOCUMENTS), statements, events, _table(self.problems, schema.PROBLEMS))

    def _use_index(self, number: int, file: File, rows: list[dict[str, object]]) -> None:
        """Fill what the pages of a folder do not say themselves from the index beside them."""
        there = {path.name for path in file.path.parent.iterdir()}
        folder = PurePosixPath(file.name).parent
        filled = Found()
        for line, row in enumerate(rows, 2):
            pages = self._documents_of(number, str(folder / str(row["doc"])))
            day = published(row.get("published"), line, filled)
            if str(row["doc"]) not in there:
                filled.problems.append((line, f"the index names {row['doc']!r}, which is not in its folder"))
            elif len(pages) == 1:  # a file of many documents says itself what each is
                given = {key: words(row.get(key)) for key in ("title", "url", "publisher", "language")}
                for key, value in {**given, "published": day}.items():
                    pages[0][key] = pages[0].get(key) or value
        if not any(document["given"] == number for document in self.documents):
            filled.problems.append((None, "an index of pages of which none was loaded; load their folder"))
        for at, reason in filled.problems:
            self.problem(file, at, reason)

    def _documents_of(self, number: int, path: str) -> list[dict[str, object]]:
        return [d for d in self.documents if d["given"] == number and d["path"] == path]


def _table(rows: list[dict[str, object]], table: schema.Table) -> pd.DataFrame:
    return schema.check(schema.conform(rows, table), table) if rows else schema.empty(table)
