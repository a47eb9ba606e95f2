"""What a reader gives, piece by piece: documents, rows of the other tables, and what could not be read."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

    from conflictlib.schema import Table


class Unreadable(ValueError):  # noqa: N818 (a page that can't be read is no error of the program)
    """A file, or what is left of it, can't be read; the reason is for the table of problems."""

    def __init__(self, reason: str, record: int | None = None) -> None:
        super().__init__(reason)
        self.reason, self.record = reason, record


@dataclass(frozen=True)
class Problem:
    """What is wrong with one line or record.

    ``refused``: it is not loaded. ``incomplete``: it is, without a value. ``note``: nothing is lost, but a reader
    should know, as when two fields of a page disagree.
    """

    reason: str
    record: int | None = None
    kind: str = "refused"


@dataclass
class Document:
    """One document. What the file does not say stays None; days and moments stand as the file has them.

    `published` is the day on the page's own clock. `published_at` is needed only where the file gives the moment
    apart from it (with a zone, or a Z behind it); else it is read from `published`.
    """

    text: str
    doc: str | None = None  # without one it is called after its file, with # and the record where there are several
    title: object = None
    published: object = None
    published_at: object = None
    url: object = None
    publisher: object = None
    author: object = None
    language: object = None
    record: int | None = None
    others: Mapping[str, object] = field(default_factory=dict)  # columns of its own, behind those of the schema
    form: str | None = None  # where one reader reads several formats
    sha256: object = None  # of the file that it came from, and that file's path, where a table of ours says so
    path: object = None
    known_as: Sequence[str] = ()  # further names under which an index may speak of it
    otherwise: Mapping[str, object] = field(default_factory=dict)  # columns that hold where no index says better

    @property
    def doc_id(self) -> str:
        """The id under which it will stand in the table."""
        return doc_id_of(self.text)


@dataclass(frozen=True)
class Rows:
    """Rows of STATEMENTS, EVIDENCE or EVENTS, laid out by `conform`; `records` are their lines in the file."""

    table: Table
    frame: pd.DataFrame
    records: Sequence[int]


@dataclass(frozen=True)
class Index:
    """Rows that say of files beside this one (``doc``) what these do not say themselves."""

    rows: Sequence[Mapping[str, object]]
    records: Sequence[int]
    of: str | None = None  # the format of which every document should have a row


Piece = Document | Rows | Index | Problem


def doc_id_of(text: str) -> str:
    """Return the id of a document with this text.

    >>> doc_id_of("Talks resumed.")
    'e6351357d301fcfa'
    """
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:16]
