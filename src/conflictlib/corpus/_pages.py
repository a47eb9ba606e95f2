"""Which page a document is a version of, and what comes of one that comes in."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import urldefrag

Row = dict[str, Any]

#: What a page says of itself: where it changes, the page is coded anew.
OF_ITSELF = ("title", "published", "published_at", "url", "publisher", "author", "language")
#: Two texts of one address of which less is the same are two documents, such as the front page of two days.
SAME = 0.3

_WORDS = re.compile(r"\w+")


@dataclass
class Pages:
    """The documents that a corpus has had, and what is to be done with one that comes in.

    A page is known by its address, where it has none by the file that it came from, and by its format: a feed and the
    page itself are two. A document of the same page with another text is a new version of it.
    """

    by_id: dict[str, Row]  # the newest row of each document
    text_of: Callable[[str], str]
    current: dict[str, Row] = field(default_factory=dict)
    n_versions: dict[str, int] = field(default_factory=dict)
    seen: set[str] = field(default_factory=set)  # doc_ids of all that is read now, as far as it was read

    def __post_init__(self) -> None:
        """Note which document is the present version of each page."""
        for row in sorted(self.by_id.values(), key=lambda row: row["added"]):
            self._count(row)
            if row["ended"] is None:
                self.current[row["page"]] = row

    def _count(self, row: Row) -> None:
        self.n_versions[row["page"]] = max(self.n_versions.get(row["page"], 0), row["version"])

    def arrive(self, row: Row) -> Arrival:
        """Decide what a document is: new, a version of one that is there, or known; `row` gets page and version."""
        row["page"], row["version"] = page_of(row), 1
        known, there = self.by_id.get(row["doc_id"]), self.current.get(row["page"])
        if known is not None and known["ended"] is None:
            return self._known(row, known)
        if known is not None and known["ended_why"].startswith("removed"):
            return Arrival(told=("note", f"{row['doc']}: it was {known['ended_why']}"))
        old = known is not None and known["page"] == row["page"]
        if old and (there is None or self._both_there(there, row)):
            return Arrival()  # an old version, still lying there under a name of its own
        if there is None or (not row["url"] and self._both_there(there, row)):
            return self._new(row)  # without an address, what came before a record has pushed it on
        if not old and not self._alike(there, row):
            return self._new(row)
        return self._version(row, there)

    def _known(self, row: Row, known: Row) -> Arrival:
        if _file(known) == _file(row):  # in which others may have come before it
            return Arrival() if _same(row, known) else self._version(row, known)
        where = known["path"] if known["doc"] in known["path"] else f"{known['doc']} in {known['path']}"
        return Arrival(told=("refused", f"{row['doc']}: same text as {where}, which is kept"))

    def _new(self, row: Row) -> Arrival:
        self.by_id[row["doc_id"]] = self.current[row["page"]] = row
        self._count(row)
        return Arrival(row)

    def _version(self, row: Row, there: Row) -> Arrival:
        """Let a document take the place of another, or come in behind it where the page says that it is the older."""
        number = self.n_versions.get(row["page"], 0) + 1
        row["version"] = self.n_versions[row["page"]] = number
        self.by_id[row["doc_id"]] = row
        if self._both_there(there, row) and _day(row) < _day(there):
            row["ended_why"] = f"superseded: a later version of the page, {there['version']}, was there before it"
            return Arrival(row)
        told = "what the page says of itself changed" if there["doc_id"] == row["doc_id"] else "the page changed"
        there["ended"], there["ended_why"] = row["added"], f"superseded: {told}, version {number} came in"
        self.current.pop(there["page"], None)  # its address may be what changed
        self.current[row["page"]] = row
        return Arrival(row, instead_of=there)

    def _both_there(self, there: Row, row: Row) -> bool:
        """Say whether two documents lie side by side; what is read anew takes the place of what lay there before."""
        return there["place"] != row["place"] or there["doc_id"] in self.seen - {row["doc_id"]}

    def _alike(self, there: Row, row: Row) -> bool:
        return alike(there.get("text") or self.text_of(there["doc_id"]), row["text"])


@dataclass(frozen=True)
class Arrival:
    """What came of a document: the row to be added, the row that it takes the place of, or what is to be told."""

    row: Row | None = None
    instead_of: Row | None = None
    told: tuple[str, str] | None = None  # kind of the problem and its reason


def page_of(row: Mapping[str, Any]) -> str:
    """Return the name of the page that a document is a version of.

    >>> page_of({"url": "https://example.org/talks#top", "place": "in/a.html", "format": "html"})
    'https://example.org/talks (html)'
    >>> page_of({"url": None, "place": "in/a.txt", "format": "text"})
    'in/a.txt (text)'
    """
    return f"{urldefrag(row['url'])[0] if row['url'] else row['place']} ({row['format']})"


def place_of(root: str, path: str, doc: str) -> str:
    """Return where a document lay, relative to the folder of the corpus; of one among several in a file, its name too.

    >>> place_of("inbox", "a.html", "a.html"), place_of("inbox", "day/feed.xml", "feed.xml#3")
    ('inbox/a.html', 'inbox/day/feed.xml#feed.xml#3')
    """
    place = str(PurePosixPath(root, path))
    return place if doc == PurePosixPath(path).name else f"{place}#{doc}"


def alike(one: str, other: str) -> bool:
    """Say whether two texts are versions of one: of the shorter at least `SAME` of its runs of three words."""
    shorter, longer = sorted((_runs(one), _runs(other)), key=lambda runs: runs.total())
    return shorter.total() == 0 or (shorter & longer).total() >= SAME * shorter.total()


def _runs(text: str) -> Counter[tuple[str, str, str]]:
    words = _WORDS.findall(text.lower())
    pairs = list(pairwise(words))
    return Counter((a, b, c) for (a, b), (_, c) in pairwise(pairs)) or Counter({("", *pair): 1 for pair in pairs})


def _file(row: Row) -> str:
    return str(row["place"]).removesuffix(f"#{row['doc']}")


def _same(row: Row, known: Row) -> bool:
    return all(row[name] == known[name] for name in OF_ITSELF)


def _day(row: Row) -> str:
    """Return the day that says which of two versions is the later; one that has none came when it came."""
    return str(row["published"] or "9999")
