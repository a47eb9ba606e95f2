"""The fields of a feed's entry, whichever of the feed formats and namespaces they are written in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from email.utils import parsedate_to_datetime
from typing import Any

from conflictlib.loading._dates import read_day
from conflictlib.loading._mending import mended
from conflictlib.loading._notes import Notes
from conflictlib.loading._wrapped import paragraphs_of
from conflictlib.loading.formats.html_pages import paragraphs, seen_by_a_reader

#: Namespaces by a part of their names, in lower case, and the prefix under which their elements are known here.
_FAMILIES = (
    ("purl.org/dc/elements", "dc:"), ("purl.org/dc/terms", "dcterms:"),
    ("purl.org/rss/1.0/modules/content", "content:"),
    ("purl.org/rss/1.0/modules", "other:"), ("purl.org/rss/1.0", ""), ("my.netscape.com/rdf", ""),
    ("purl.org/net/rss1.1", ""), ("backend.userland.com", ""), ("www.w3.org/2005/atom", ""), ("purl.org/atom/", ""),
    ("1999/xhtml", "xhtml:"), ("search.yahoo.com/mrss", "media:"), ("itunes.com/dtds", "itunes:"),
    ("wordpress.org/export", "wp:"), ("channels.netscape.com", ""),
)  # fmt: skip
_MARKUP = re.compile(r"<(?:[A-Za-z][A-Za-z0-9]*|!--|/[A-Za-z])")
_REFERENCE = re.compile(r"&(?:#\d|#x[0-9a-f]|[a-z]+;)", re.IGNORECASE)
_PERSON = (
    re.compile(r"[^\s()@]+@[^\s()@]+\s*\((?P<name>[^()]+)\)"),
    re.compile(r"(?P<name>[^<>]+?)\s*<[^<>\s]+@[^<>\s]+>"),
)
_DOTTED = re.compile(r"(\d{4})\.(\d\d)\.(\d\d)(?=T)")
_SHORT_YEAR = re.compile(r"(?:[A-Za-z]{3},?\s)?\d{1,2}\s[A-Za-z]{3}\s\d\d\s\d.*")
_WEEKDAY = re.compile(r"[^\d,]{1,20},\s*")
_BLANK_LINE = re.compile(r"\n[^\S\n]*\n")


def name_of(element: Any) -> str:
    """Return an element's name in lower case, with the usual prefix of its namespace; RSS and Atom have none."""
    tag = element.tag if isinstance(element.tag, str) else ""
    namespace, _, local = tag.rpartition("}")
    known = namespace.lower()
    if "wordpress.org/export" in known and known.rstrip("/").endswith("excerpt"):
        return f"excerpt:{local.lower()}"
    prefix = next((prefix for part, prefix in _FAMILIES if part in known), "other:" if namespace else "")
    bare = local.lower()
    return bare.removeprefix("atom:") if not namespace else f"{prefix}{bare}"


def children_of(element: Any) -> dict[str, list[Any]]:
    """Return an element's children by name, in their order."""
    found: dict[str, list[Any]] = {}
    for child in element:
        found.setdefault(name_of(child), []).append(child)
    return found


def all_of(children: dict[str, list[Any]], names: Iterable[str]) -> Iterator[Any]:
    """Give the children with these names, name after name."""
    for name in names:
        yield from children.get(name, ())


def value_of(element: Any, notes: Notes, record: int) -> str:
    """Return what stands in an element as text, entities resolved and marks of HTML left out, in one line."""
    return " ".join(" ".join(seen(element, notes, record)).split())


def seen(element: Any, notes: Notes, record: int) -> list[str]:
    """Return the paragraphs of an element: text, escaped HTML, or HTML as elements."""
    if len(element):
        for part in element.iter():
            part.tag = re.split("[}:]", part.tag)[-1] or "span" if isinstance(part.tag, str) else part.tag
            part.text, part.tail = (_mended(words, notes, record) for words in (part.text or "", part.tail or ""))
        return paragraphs(element)
    written = _mended(element.text or "", notes, record)
    kind = (element.get("type") or element.get("mode") or "").lower()
    if kind in ("text", "text/plain") and name_of(element) != "description":
        return paragraphs_of(written)
    if kind and not kind.startswith(("text", "html", "xhtml", "application/xhtml", "escaped", "xml")):
        return []  # a picture or another file, in base64
    return seen_in(written)


def seen_in(written: str) -> list[str]:
    """Return the paragraphs of a text that may be HTML; without an element in it blank lines part them."""
    if _MARKUP.search(written):
        return seen_by_a_reader(written)
    if not _REFERENCE.search(written):
        return [" ".join(paragraph.split()) for paragraph in paragraphs_of(written)]
    return [line for block in _BLANK_LINE.split(written) for line in seen_by_a_reader(block)]


def _mended(words: str, notes: Notes, record: int) -> str:
    text, what = mended(words)
    if what:
        notes.add(f"{what} was mended", record)
    return text


def person_of(element: Any, notes: Notes, record: int) -> str:
    """Return a person's name; the address where there is no name. RSS writes ``address (name)``."""
    parts = children_of(element)
    for part in all_of(parts, ("name", "email")):
        if name := value_of(part, notes, record):
            return name
    # not as HTML, since “Ada Lind <ada@hill.example>” is no element
    written = " ".join(_mended(element.text or "", notes, record).split())
    return person_in(written)


def person_in(written: str) -> str:
    """Return the name in ``address (name)`` or ``name <address>``.

    >>> person_in("desk@hill.example (Ada Lind)"), person_in("Ada Lind <ada@hill.example>"), person_in("Ada Lind")
    ('Ada Lind', 'Ada Lind', 'Ada Lind')
    """
    for form in _PERSON if len(written) < 200 else ():
        if match := form.fullmatch(written):
            return match["name"].strip()
    return written


def joined(names: Iterable[str]) -> str | None:
    """Return names with ``; `` between them, each once; None where there is none."""
    return "; ".join(dict.fromkeys(name for name in names if name)) or None


def language_of(code: object) -> str | None:
    """Return the ISO 639-1 code in a code such as ``en-GB`` or ``pt_BR``; None where there is none."""
    match = re.match(r"\s*([A-Za-z]{2})(?:[-_\s]|$)", code) if isinstance(code, str) else None
    return match[1].lower() if match else None


def when(written: str) -> object:
    """Return a feed's date in a form that is read: years of two figures, dots and foreign weekdays are understood.

    >>> when("Sat, 07 Sep 02 00:00:01 GMT").isoformat(), when("1998.11.05T08:21-0500"), when("mar., 3 Feb 2015")
    ('2002-09-07T00:00:01+00:00', '1998-11-05T08:21-0500', '3 Feb 2015')
    """
    text = _DOTTED.sub(r"\1-\2-\3", " ".join(written[:200].split()))
    if read_day(text):
        return text
    if _SHORT_YEAR.fullmatch(text):
        try:
            return parsedate_to_datetime(text)
        except (ValueError, TypeError, IndexError):
            return text
    bare = _WEEKDAY.sub("", text, count=1)
    return bare if read_day(bare) else text
