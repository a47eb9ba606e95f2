"""What tables beside the pages say of them: an index fills what a page does not say itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from conflictlib.loading._dates import read_day
from conflictlib.loading._files import File
from conflictlib.loading._pieces import Index, Problem
from conflictlib.loading._rows import DOCUMENT_FIELDS, missing, not_a_day, words

_TEXTS = ("title", "url", "publisher", "author", "language")


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

    def add(self, file: File, index: Index) -> None:
        """Add an index."""
        self.names.append(file.name)
        folder = str(PurePosixPath(file.name).parent)
        for record, fields in zip(index.records, index.rows, strict=True):
            name = PurePosixPath(str(fields["doc"])).name
            self.rows.setdefault(name, []).append(_Row(file.name, record, folder, fields))

    def fill(self, document: dict[str, object], file: File, *, alone: bool) -> Iterator[tuple[str, Problem]]:
        """Fill what the page itself does not say; gives what is wrong with the row.

        A row speaks of the file of its name in the index's own folder, or in a folder or archive below it.
        A document that is not `alone` in its file says itself what it is.
        """
        rows = [row for row in self.rows.get(file.own_name, ()) if _below(row, file)]
        for row in sorted(rows, key=lambda row: -len(row.folder)):
            row.used = True
            if alone:
                yield from _fill(document, row)

    def unused(self) -> Iterator[tuple[str, Problem]]:
        """Give the rows that speak of no file that was loaded."""
        rows = [row for kept in self.rows.values() for row in kept]
        for name in self.names:
            own = [row for row in rows if row.index == name]
            if not any(row.used for row in own):
                yield name, Problem("an index of pages of which none was loaded; load their folder")
                continue
            for row in sorted(own, key=lambda row: row.record):
                if not row.used:
                    reason = f"the index names {str(row.fields['doc'])!r}, of which no document was loaded"
                    yield name, Problem(reason, row.record)


def _below(row: _Row, file: File) -> bool:
    doc = str(row.fields["doc"])
    inside = row.folder == "." or file.name.startswith(f"{row.folder}/")
    return inside and ("/" not in doc or file.name == str(PurePosixPath(row.folder, doc)))


def _fill(document: dict[str, object], row: _Row) -> Iterator[tuple[str, Problem]]:
    day = read_day(row.fields.get("published"))
    if day is None and not missing(row.fields.get("published")):
        yield row.index, not_a_day("published", row.fields["published"], row.record)
    given: dict[str, object] = {key: words(row.fields.get(key)) for key in _TEXTS} | {"published": day}
    given |= {key: value for key, value in row.fields.items() if key not in DOCUMENT_FIELDS}
    for key, value in given.items():
        if missing(document.get(key)):
            document[key] = value
