"""Feeds in JSON."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from conflictlib.loading._dates import read_moment
from conflictlib.loading._entries import joined, language_of, seen_in, when
from conflictlib.loading._files import File
from conflictlib.loading._formats import reads
from conflictlib.loading._mending import mended
from conflictlib.loading._notes import Notes
from conflictlib.loading._pieces import Document, Piece, Problem, Unreadable
from conflictlib.loading._records import records
from conflictlib.loading._rows import words
from conflictlib.loading._start import Start
from conflictlib.loading._wrapped import paragraphs_of

_NAME_AT_MOST = 200


def _is_json_feed(start: Start) -> bool:
    declared = "jsonfeed.org" in start.text and "version" in start.keys
    return declared or ("items" in start.keys and bool({"feed_url", "home_page_url"} & start.keys))


@reads("json_feed", title="JSON Feed", gives="documents", endings=".json", seen=_is_json_feed)
def read_json_feed(file: File) -> Iterator[Piece]:
    """Read a JSON Feed, version 1 or 1.1, a document an entry of ``items``; also a list of feeds, or one on each line.

    ``id`` becomes `doc` (the file's name and the entry's number where there is none, it is longer than 200 characters
    or stands before already) and a column `guid`; ``content_html`` (what a reader sees of it), else ``content_text``,
    else ``summary``, else with a note ``title`` becomes `text`; ``date_published`` `published`, with a note
    ``date_modified`` where there is none; ``url``, else ``external_url`` `url`; the feed's ``title`` `publisher`;
    ``authors`` or ``author`` of the entry, else of the feed, `author`; ``language`` of either `language`; ``tags`` the
    column `categories`, ``date_modified`` `updated`. An entry without text and title is a problem; where the feed goes
    on at ``next_url``, a note says so. Encoding: UTF-8. Source: JSON Feed, version 1.1 (jsonfeed.org).
    """
    notes, ids, number = Notes("entries"), set[str](), 0
    for found in records(file):
        if isinstance(found, Problem):
            yield found
            continue
        feed = found[1]
        listed = feed.get("items")
        if not isinstance(listed, list):
            yield Problem("the feed has no list of entries (`items`)", found[0] or 1)
            continue
        for entry in listed:
            number += 1
            try:
                yield _document(entry, number, feed, notes, ids)
            except Unreadable as problem:
                yield Problem(problem.reason, number)
        if not listed:
            yield Problem("the feed has no entries", found[0], "note")
        if address := words(feed.get("next_url")):
            yield Problem(f"the feed goes on at {address[:200]}, which is not in the file", found[0], "note")
    yield from notes.problems()


def _document(entry: object, number: int, feed: Mapping[str, Any], notes: Notes, ids: set[str]) -> Document:
    if not isinstance(entry, dict):
        raise Unreadable("the entry is no object")
    guid = words(entry.get("id"))
    title = " ".join(seen_in(_mended(entry, "title", notes, number))) or None
    modified = when(words(entry.get("date_modified")) or "") or None
    published = when(words(entry.get("date_published")) or "") or None
    if published is None and modified is not None:
        notes.add("no date of publication; that of the last update is taken", number)
    others = {
        "guid": guid,
        "categories": joined(words(tag) or "" for tag in _list(entry.get("tags"))),
        "updated": read_moment(modified) if modified != published else None,
    }
    document = Document(
        _text(entry, title, notes, number),
        guid if guid and guid not in ids and len(guid) <= _NAME_AT_MOST else None, title, published or modified,
        url=words(entry.get("url")) or words(entry.get("external_url")) or _address(guid),
        publisher=words(feed.get("title")), author=_authors(entry) or _authors(feed),
        language=language_of(entry.get("language")) or language_of(feed.get("language")), record=number,
        others={key: value for key, value in others.items() if value},
    )  # fmt: skip
    ids.add(guid or "")
    return document


def _text(entry: Mapping[str, Any], title: str | None, notes: Notes, number: int) -> str:
    for name, paragraphs in (("content_html", seen_in), ("content_text", paragraphs_of), ("summary", seen_in)):
        if found := paragraphs(_mended(entry, name, notes, number)):
            return "\n\n".join(found)
    if title:
        notes.add("there is only a title, which is taken for the text", number)
        return title
    has = ", ".join(f"{key[:30]} {str(entry[key])[:80]!r}" for key in sorted(entry)[:6]) or "nothing"
    raise Unreadable(f"the entry has no text and no title; it has {has}")


def _mended(entry: Mapping[str, Any], name: str, notes: Notes, number: int) -> str:
    value = entry.get(name)
    text, what = mended(value) if isinstance(value, str) else ("", None)
    if what:
        notes.add(f"{what} was mended", number)
    return text


def _authors(of: Mapping[str, Any]) -> str | None:
    """Return the names of the authors; version 1 has one, whose place 1.1 left to a list."""
    persons = [person for person in [*_list(of.get("authors")), of.get("author")] if isinstance(person, dict)]
    return joined(words(person.get("name")) or "" for person in persons)


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _address(guid: str | None) -> str | None:
    return guid if guid and guid.startswith(("http://", "https://")) else None
