"""Plain text and Markdown: the text is the file's own, unchanged; title and date are read from its head."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from conflictlib.loading._dates import day_in_head, head_of
from conflictlib.loading._files import File
from conflictlib.loading._formats import reads
from conflictlib.loading._pieces import Document, Piece
from conflictlib.loading._start import Start

_LABEL = re.compile(
    r"(?P<label>title|headline|source|publisher|url|link|lang(?:uage)?)\s*:\s*(?P<value>\S.*)", re.IGNORECASE
)
_FIELDS = {"headline": "title", "source": "publisher", "link": "url", "lang": "language"}
_ADDRESS = re.compile(r"https?://\S+")
_HEADING = re.compile(r"#{1,2}\s+(?P<title>.+?)\s*#*")
_TRAIL = re.compile(r"\s(?:»|›|>|&gt;)\s")
#: What stands above a headline and is none: menus, bylines, labelled lines, lines of two words.
_FURNITURE = re.compile(
    r"by\s.*|(?:last\s+)?updated\b.*|(?:from|source|author|filed|date)\s*:.*"
    r"|.*(?:\||·|•|\s{2,}|\s(?:»|›|>|/)\s).*|[\[(*>-].*|\W*(?:\S+\s*){0,2}",
    re.IGNORECASE,
)
_NO_HEADLINE = (".", ",", ";", ":", "-", "–", "—")


def _plain(*endings: str) -> Callable[[Start], bool]:
    return lambda start: start.ending in endings and bool(start.text.strip()) and not start.element


@reads("markdown", title="Markdown", gives="documents", endings=".md .markdown", seen=_plain(".md", ".markdown"),
       general=3)  # fmt: skip
@reads("text", title="Plain text", gives="documents", endings=".txt .text", seen=_plain(".txt", ".text"), general=3)
def read_text_page(file: File) -> Iterator[Piece]:
    """Read one page; `text` stays as it is, so that offsets count in the file.

    `title` is the first heading or headline of the lines above the running text, `published` the first day that
    stands there by itself or behind a label; lines such as ``Source: Harbour Gazette``, ``URL:``, ``Language:``
    give `publisher`, `url` and `language`. Encoding: byte-order mark, UTF-8, a guess, in this order.
    """
    text = file.text()
    lines = text[:20_000].splitlines()
    head = head_of(lines)
    labelled = _labelled(head)
    title = labelled.pop("title", None) or _title(head)
    yield Document(text, title=title, published=day_in_head(lines), **labelled)


def _labelled(head: list[str]) -> dict[str, Any]:
    """Return what lines such as ``Source: Harbour Gazette`` say; a source that is an address is the url."""
    found: dict[str, Any] = {}
    for line in head:
        match = _LABEL.fullmatch(line)
        if match is None or len(line) > 120:
            continue
        name, value = match["label"].lower(), match["value"].strip("\"' ")
        name = _FIELDS.get(name, name)
        if _ADDRESS.fullmatch(value):
            found.setdefault("url", value)
        elif name == "language":
            found.setdefault(name, value[:2].lower())
        elif name != "url":
            found.setdefault(name, value)
    return found


def _title(head: list[str]) -> str | None:
    """Return the first heading or headline of the head; failing that, the end of the breadcrumb trail."""
    for line in head:
        if match := _HEADING.fullmatch(line):
            return match["title"]
    for line in head:
        if not _FURNITURE.fullmatch(line) and not line.endswith(_NO_HEADLINE) and not day_in_head([line]):
            return line
    trails = [line for line in head if _TRAIL.search(line)]
    return _TRAIL.split(trails[0])[-1].strip() if trails else None
