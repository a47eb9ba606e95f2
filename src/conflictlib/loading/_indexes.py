"""What tables beside the pages say of them: an index fills what a page does not say itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from conflictlib.loading._dates import read_day
from conflictlib.loading._files import File
from conflictlib.loading._pieces import Index, Problem
from conflictlib.loading._rows import DOCUMENT_FIELDS, missing, not_a_day, words

#: Fields of a document that are words, as they stand in it.
DOCUMENT_WORDS = ("title", "url", "publisher", "author", "language")
#: So many rows without a file are told one by one.
_MOST_TOLD = 20


@dataclass
class _Row:
    """A row of an index: where it stands, and what it says."""

    index: str
    record: int
    folder: str
    fields: Mapping[str, object]
    used: bool = False


@dataclass
class Indexes:
    """The rows of all indexes of one folder, by the name of the file that they speak of."""

    rows: dict[str, list[_Row]] = field(default_factory=dict)
    names: list[str] = field(default_factory=list)
    wanted: list[tuple[str, str]] = field(default_factory=list)  # of an index that should name all: its name, of what
    nameless: dict[str, list[str]] = field(default_factory=dict)  # by index: files that it should name
    elsewhere: frozenset[str] = frozenset()  # names of files that were read before, of which rows may speak

    def add(self, file: File, index: Index) -> None:
        """Add an index, or a further part of one."""
        if file.name not in self.names:
            self.names.append(file.name)
            self.wanted += [(file.name, index.of)] if index.of else []
        folder = _folder(file.name)
        for record, fields in zip(index.records, index.rows, strict=True):
            name = PurePosixPath(str(fields["doc"])).name
            self.rows.setdefault(name, []).append(_Row(file.name, record, folder, fields))

    def fill(
        self, document: dict[str, object], file: File, *, alone: bool, names: Sequence[str] = ()
    ) -> Iterator[tuple[str, Problem]]:
        """Fill what the page itself does not say; gives what is wrong with the row.

        A row speaks of the file of its name in the index's own folder, or in a folder or archive below it; the
        document may have further `names`. One that is not `alone` in its file says itself what it is.
        """
        known = [row for name in (file.own_name, *names) for row in self.rows.get(name, ()) if _named(row, file.name)]
        for row in sorted(known, key=lambda row: -len(row.folder)):
            row.used = True
            if alone:
                yield from _fill(document, row)
        for index, form in self.wanted:
            concerned = form == document["format"] and _inside(file.name, _folder(index))
            if concerned and not any(row.index == index for row in known):
                self.nameless.setdefault(index, []).append(file.name)

    def unused(self) -> Iterator[tuple[str, Problem]]:
        """Give the rows that speak of no file that was loaded, and the files of which an index should speak."""
        for name in self.elsewhere:
            for row in self.rows.get(PurePosixPath(name).name, ()):
                row.used = row.used or _named(row, name)
        rows = [row for kept in self.rows.values() for row in kept]
        for name in self.names:
            own = [row for row in rows if row.index == name]
            if not any(row.used for row in own):
                yield name, Problem("an index of pages of which none was loaded; load their folder")
                continue
            for problem in _left_over(sorted((row for row in own if not row.used), key=lambda row: row.record)):
                yield name, problem
        for name, files in self.nameless.items():
            what = f"{len(files):,} documents have" if len(files) > 1 else "one document has"
            yield name, Problem(f"{what} no row in it: {_first_of(files)}", None, "incomplete")


def _left_over(rows: Sequence[_Row]) -> Iterator[Problem]:
    """Tell of rows without a file: each of a few, many together."""
    docs = [str(row.fields["doc"]) for row in rows]
    if len(rows) > _MOST_TOLD:
        what = f"the index names {len(rows):,} files of which no document was loaded: {_first_of(docs)}"
        yield Problem(what, rows[0].record)
        return
    for row, doc in zip(rows, docs, strict=True):
        yield Problem(f"the index names {doc!r}, of which no document was loaded", row.record)


def _first_of(names: Sequence[str]) -> str:
    return ", ".join(repr(name[:80]) for name in names[:3]) + (" ..." if len(names) > 3 else "")


def _folder(name: str) -> str:
    return str(PurePosixPath(name).parent)


def _inside(name: str, folder: str) -> bool:
    return folder == "." or name.startswith(f"{folder}/")


def _named(row: _Row, name: str) -> bool:
    doc = str(row.fields["doc"])
    return _inside(name, row.folder) and ("/" not in doc or name == str(PurePosixPath(row.folder, doc)))


def _fill(document: dict[str, object], row: _Row) -> Iterator[tuple[str, Problem]]:
    day = read_day(row.fields.get("published"))
    if day is None and not missing(row.fields.get("published")):
        yield row.index, not_a_day("published", row.fields["published"], row.record)
    given: dict[str, object] = {key: words(row.fields.get(key)) for key in DOCUMENT_WORDS} | {"published": day}
    given |= {key: value for key, value in row.fields.items() if key not in DOCUMENT_FIELDS}
    for key, value in given.items():
        if missing(document.get(key)):
            document[key] = value
