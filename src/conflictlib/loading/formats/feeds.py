"""Feeds: RSS of every version, Atom, CDF, and what WordPress exports as an extended RSS."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urljoin, urlsplit

from conflictlib.loading._broken_xml import tree_of
from conflictlib.loading._dates import read_moment
from conflictlib.loading._entries import (
    all_of,
    children_of,
    joined,
    language_of,
    name_of,
    person_of,
    seen,
    value_of,
    when,
)  # fmt: skip
from conflictlib.loading._files import File
from conflictlib.loading._formats import reads
from conflictlib.loading._notes import Notes
from conflictlib.loading._pieces import Document, Piece, Problem, Unreadable
from conflictlib.loading._start import Start

#: A feed may be so large, in bytes.
_LARGEST = 100_000_000
_TITLE = ("title", "dc:title", "media:title")
_TEXT = ("content:encoded", "content", "xhtml:body", "xhtml:div", "body", "description", "summary", "dc:description",
         "excerpt:encoded", "abstract", "media:description", "itunes:summary")  # fmt: skip
_PUBLISHED = ("pubdate", "published", "dc:date", "issued", "dcterms:issued", "created", "dcterms:created")
_UPDATED = ("updated", "modified", "dcterms:modified", "lastmod")
_AUTHOR = ("author", "dc:creator", "itunes:author", "contributor", "dc:contributor")
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_NAME_AT_MOST = 200


def _is_feed(start: Start) -> bool:
    attributes = start.namespace.lower()
    atom = "www.w3.org/2005/atom" in attributes or "purl.org/atom/ns" in attributes
    if start.element in ("feed", "entry"):
        return atom or (start.element == "feed" and "version=" in attributes and "<entry" in start.text.lower())
    if start.element == "rdf":
        return "purl.org/rss/1.0/" in attributes or "my.netscape.com/rdf" in attributes
    cdf = "href=" in attributes or "base=" in attributes or "lastmod=" in attributes
    return start.element == "rss" or (start.element == "channel" and (cdf or "purl.org/net/rss1.1" in attributes))


@reads("feed", title="RSS, Atom, CDF", gives="documents", endings=".rss .atom .rdf .xml", seen=_is_feed)
def read_feed(file: File) -> Iterator[Piece]:
    """Read a feed, a document an entry: RSS 0.90 to 2.0, RDF, Atom 0.3 and 1.0, CDF, WordPress's export (WXR).

    ========================  =========================================================================================
    `doc`                     ``guid``, ``id`` or ``rdf:about``; the file's name and the entry's number where there is
                              none, it is longer than 200 characters or stands before already
    `title`                   ``title``
    `text`                    the fullest there is: ``content:encoded``, ``content``, ``description``, ``summary``, ...;
                              of HTML what a reader sees. The title, with a note, where there is nothing else
    `published`               ``pubDate``, ``published``, ``dc:date``, ``issued``, ``created``, on its own clock; with a
                              note ``updated`` or ``modified``; the last of several
    `url`                     the link (``rel="alternate"`` before ``self``), a ``guid`` that is a permanent link
    `publisher`               the feed's title
    `author`                  ``author``, ``dc:creator``; in Atom the feed's where an entry has none
    `language`                ``xml:lang``, ``dc:language``, ``language``
    own columns               ``guid``, ``categories``, ``source`` (of an entry taken over from elsewhere), ``updated``;
                              of a WordPress export ``post_type`` and ``status``
    ========================  =========================================================================================

    An entry without text and title is a problem. A relative link is resolved against ``xml:base``, else against the
    address that the feed gives as its own, with a note; without either it stays as it is, with a note.

    Encoding: byte-order mark, UTF-8, what the file declares, a guess. UTF-8 that was read as Latin-1 and Windows-1252
    among Unicode are mended, with a note. XML that is not well-formed is read as far as it goes, and told; entities
    that the file declares are not expanded, nothing is fetched; at most 100 MB.

    Sources: RSS 2.0 (RSS Advisory Board), RSS 1.0 and its modules (web.resource.org), Atom (RFC 4287, and 0.3), CDF
    (W3C Note of 1997). feedparser is not used: it mends without telling, and short files can make it hang.
    """
    root, faults = tree_of(file.text(at_most=_LARGEST))
    feed = _feed_of(root)
    entries = [element for element in root.iter() if name_of(element) in ("item", "entry")]
    ids: set[str] = set()
    for number, entry in enumerate(entries, 1):
        try:
            yield _document(entry, number, feed, ids)
        except Unreadable as problem:
            yield Problem(problem.reason, number)
    yield from (Problem(fault, None, "incomplete" if "well-formed" in fault else "note") for fault in faults)
    if not entries:
        yield Problem("the feed has no entries", None, "note")
    yield from feed.notes.problems()


@dataclass
class _Feed:
    """What a feed says of all its entries, and what is to be said of them."""

    title: str | None = None
    language: str | None = None
    address: str | None = None
    author: str | None = None
    notes: Notes = field(default_factory=lambda: Notes("entries"))


def _feed_of(root: Any) -> _Feed:
    feed = _Feed()
    channel = next((e for e in root.iter() if name_of(e) == "channel"), root)
    if name_of(root) == "entry":
        return feed
    children = children_of(channel)
    feed.title = joined(_values(children, ("title", "dc:publisher"), feed, 0)[:1])
    feed.language = joined(_values(children, ("language", "dc:language"), feed, 0)[:1]) or channel.get(_LANG)
    links = [link.get("href") or (link.text or "").strip() for link in children.get("link", ())]
    self_links = [link.get("href") for link in children.get("link", ()) if link.get("rel") == "self"]
    known = [*self_links, *links, channel.get("base") or channel.get("BASE") or channel.get("HREF")]
    feed.address = next((link for link in known if link and _is_address(link)), None)
    if name_of(root) == "feed":
        feed.author = joined(person_of(person, feed.notes, 0) for person in children.get("author", ()))
    return feed


def _document(entry: Any, number: int, feed: _Feed, ids: set[str]) -> Document:
    children = children_of(entry)
    title = joined(_values(children, _TITLE, feed, number)[:1])
    guid = _guid(entry, children)
    url = _url(entry, children, number, feed)
    doc = guid if guid and len(guid) <= _NAME_AT_MOST and guid not in ids else None
    ids.add(guid or "")
    published, updated = _dates(children, entry, number, feed)
    others = {
        "guid": guid,
        "categories": joined(_categories(children, feed, number)),
        "source": joined(_sources(children, feed, number)),
        "updated": read_moment(updated) if updated != published else None,
        "post_type": joined(_values(children, ("wp:post_type",), feed, number)),
        "status": joined(_values(children, ("wp:status",), feed, number)),
    }
    return Document(
        _text(children, title, number, feed), doc, title, published, None, url, feed.title,
        joined(person_of(person, feed.notes, number) for person in _persons(children)) or feed.author,
        _language(entry, children, feed), number, {key: value for key, value in others.items() if value},
    )  # fmt: skip


def _values(children: dict[str, list[Any]], names: tuple[str, ...], feed: _Feed, number: int) -> list[str]:
    values = [value_of(element, feed.notes, number) for element in all_of(children, names)]
    return [value for value in values if value]


def _text(children: dict[str, list[Any]], title: str | None, number: int, feed: _Feed) -> str:
    group = [children_of(element) for element in children.get("media:group", ())]
    for found in [children, *group]:
        for element in all_of(found, _TEXT):
            if paragraphs := seen(element, feed.notes, number):
                return "\n\n".join(paragraphs)
    if title and "wp:post_type" not in children:
        feed.notes.add("there is only a title, which is taken for the text", number)
        return title
    has = [
        f"{name} {value[:80]!r}"
        for name in sorted(children)
        if (value := " ".join(_values(children, (name,), feed, 0)))
    ]
    raise Unreadable(
        f"the entry has no text{'' if title else ' and no title'}; it has {', '.join(has[:6]) or 'nothing'}"
    )


def _dates(children: dict[str, list[Any]], entry: Any, number: int, feed: _Feed) -> tuple[object, object]:
    """Return when an entry was published and updated, as it is written."""
    published = [
        found[-1] for name in _PUBLISHED if (found := _values({name: children.get(name, [])}, (name,), feed, number))
    ]
    updates = [_values({name: children.get(name, [])}, (name,), feed, number) for name in _UPDATED]
    updated = next((found for found in updates if found), [entry.get("LASTMOD") or entry.get("lastmod") or ""])
    if len(set(updated)) > 1:
        feed.notes.add("several dates of update; the last is taken", number)
    last = when(updated[-1]) if updated[-1] else None
    if not published:
        if last:
            feed.notes.add("no date of publication; that of the last update is taken", number)
        return last, last
    first = when(published[0])
    moments = {read_moment(when(value)) for value in published} - {None}
    if len(moments) > 1:
        feed.notes.add("two dates of publication disagree; the first is taken", number)
    return first, last


def _persons(children: dict[str, list[Any]]) -> list[Any]:
    """Return those who wrote an entry; contributors only where there is no author."""
    return next((found for name in _AUTHOR if (found := children.get(name))), [])


def _categories(children: dict[str, list[Any]], feed: _Feed, number: int) -> Iterator[str]:
    for element in all_of(children, ("category", "dc:subject")):
        yield value_of(element, feed.notes, number) or element.get("label") or element.get("term") or ""


def _sources(children: dict[str, list[Any]], feed: _Feed, number: int) -> Iterator[str]:
    for element in all_of(children, ("source", "dc:source")):
        titles = children_of(element).get("title", [element] if not len(element) else [])
        yield from (value_of(title, feed.notes, number) for title in titles)


def _guid(entry: Any, children: dict[str, list[Any]]) -> str | None:
    about = next((value for key, value in entry.attrib.items() if key.rpartition("}")[2].endswith("about")), None)
    ids = [element.text or "" for element in all_of(children, ("guid", "id", "dc:identifier"))]
    return next((" ".join(value.split()) for value in [*ids, about] if value and value.strip()), None)


def _language(entry: Any, children: dict[str, list[Any]], feed: _Feed) -> str | None:
    own = [element.text for element in all_of(children, ("dc:language", "language"))]
    around = [element.get(_LANG) for element in (entry, *entry.iterancestors())]
    content = [element.get(_LANG) for element in all_of(children, _TEXT)]
    return next((code for value in [*own, *content, *around, feed.language] if (code := language_of(value))), None)


def _links(entry: Any, children: dict[str, list[Any]]) -> Iterator[str | None]:
    """Give the addresses of an entry, best first."""
    links = children.get("link", [])
    yield from (link.text for link in links if not link.get("href"))
    yield from (link.get("href") for link in links if link.get("rel", "alternate").lower() == "alternate")
    yield from (guid.text for guid in children.get("guid", ()) if _permanent(guid))
    yield from (link.get("href") for link in links if link.get("rel", "").lower() == "self")
    yield from (part.get("HREF") or part.get("href") for part in (*children.get("a", ()), entry))
    yield from (part.get("src") for part in children.get("content", ()))
    yield from (value for value in (_guid(entry, children),) if value and _is_address(value))


def _permanent(guid: Any) -> bool:
    return str(guid.get("isPermaLink", "true")).lower() != "false" and _is_address((guid.text or "").strip())


def _url(entry: Any, children: dict[str, list[Any]], number: int, feed: _Feed) -> str | None:
    link = next(("".join(link.split()) for link in _links(entry, children) if link and link.strip()), None)
    if link is None or _is_address(link) or ":" in link.split("/")[0]:
        return link
    base = entry.base if entry.base and _is_address(entry.base) else None
    if base is None and feed.address is None:
        feed.notes.add("the link is relative and the feed gives no address of its own; it stays as it is", number)
        return link
    if base is None:
        feed.notes.add(f"the link is relative; it is resolved against {feed.address}", number)
    return urljoin(base or feed.address or "", link)


def _is_address(link: str) -> bool:
    try:
        parts = urlsplit(link.strip())
    except ValueError:
        return False
    return parts.scheme.lower() in ("http", "https") and bool(parts.netloc)
