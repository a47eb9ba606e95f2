"""Plain text and Markdown: the text is the file's own, unchanged; title and date are read from its head."""

from __future__ import annotations

import re

from conflictlib.loading._dates import day_in_head, head_of
from conflictlib.loading._files import Found, Unreadable

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
_EXPORT = re.compile(r"^\s*\d+ of \d+ DOCUMENTS\s*$", re.MULTILINE)


def read_text_page(text: str, *, markdown: bool = False) -> Found:
    """Return the one document of a text file; `text` stays as it is, so that offsets count in the file."""
    if not text.strip():
        raise Unreadable("there is no text in it")
    if match := _EXPORT.search(text):
        mark = match.group().strip()
        raise Unreadable(f"an export of several articles ({mark!r}); save each article as a page of its own")
    lines = text[:20_000].splitlines()
    head = head_of(lines)
    document: dict[str, object] = {**_labelled(head), "text": text, "published": day_in_head(lines)}
    document.setdefault("title", _title(head))
    document["format"] = "markdown" if markdown else "text"
    return Found(documents=[document])


def _labelled(head: list[str]) -> dict[str, object]:
    """Return what lines such as ``Source: Harbour Gazette`` say; a source that is an address is the url."""
    found: dict[str, object] = {}
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
