"""Posts of WordPress, as its REST API gives them, in whatever they are wrapped."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html import unescape
from typing import Any

from conflictlib.loading._dates import read_day, read_moment
from conflictlib.loading._entries import joined, language_of
from conflictlib.loading._files import File
from conflictlib.loading._formats import reads
from conflictlib.loading._notes import Notes
from conflictlib.loading._pieces import Document, Piece, Problem, Unreadable
from conflictlib.loading._records import values
from conflictlib.loading._rows import words
from conflictlib.loading._start import Start
from conflictlib.loading.formats.html_pages import seen_by_a_reader

_NO_DATE = "0000-00-00"
_DEEPEST = 5
Post = Mapping[str, Any]


def _is_wordpress(start: Start) -> bool:
    keys, text = start.keys, start.text
    post = bool({"content", "excerpt"} & keys) and bool({"title", "date", "link"} & keys) and '"rendered"' in text
    envelope = "body" in keys and '"rendered"' in text and '"date_gmt"' in text
    listed = {"found", "posts"} <= keys or ("posts" in keys and ('"site_ID"' in text or '"rendered"' in text))
    error = {"code", "message"} <= keys and '"rest_' in text
    return post or envelope or listed or {"ID", "site_ID"} <= keys or error


@reads("wordpress", title="WordPress posts (REST API)", gives="documents", endings=".json", seen=_is_wordpress)
def read_wordpress(file: File) -> Iterator[Piece]:
    """Read posts or pages: one object, a list, pages of lists, JSON Lines of any of these.

    Also what ``_envelope=1`` wraps (``body``, ``status``, ``headers``), and answers of the WordPress.com API v1.1
    (``found``, ``posts``), where title and content are plain fields; and lists that a program put into ``posts``.

    ``content.rendered`` becomes `text`: what a reader sees, a paragraph a line and a blank line between; with a note
    ``excerpt.rendered`` where it is empty or was not asked for. ``title.rendered`` becomes `title`, ``id`` `doc` where
    the file has several posts, ``date``, on the site's own clock, `published`, ``date_gmt`` `published_at`, ``link``
    `url`, the names in ``_embedded.author`` `author`, ``lang``, else ``yoast_head_json.og_locale`` `language`,
    ``og_site_name`` `publisher`. Own columns: `categories` (the embedded terms), `status`, `modified`.

    A post under a password, one without text, and an error that the site answered with, are problems. A date of
    zeros, as drafts have it, is none. Where ``date`` and ``date_gmt`` are more than a day apart, or Yoast's
    ``article_published_time`` is another moment, a note says so.

    Sources: WordPress REST API Handbook, Posts, Global Parameters; WordPress.com REST API v1.1, posts.
    """
    notes, ids = Notes("posts"), set[str]()
    for number, post in _numbered(file):
        if isinstance(post, Problem):
            yield post
            continue
        try:
            document = _document(post, number, notes)
        except Unreadable as problem:
            yield Problem(problem.reason, number or 1)
            continue
        if document.doc in ids:
            document.doc = None
        ids.add(document.doc or "")
        yield document
    yield from notes.problems()


def _numbered(file: File) -> Iterator[tuple[int | None, Post | Problem]]:
    """Give the posts with their numbers; none where there is only one, which is called after its file."""
    number, held = 0, None
    for found in values(file):
        unwrapped = [found] if isinstance(found, Problem) else _posts(found[1], found[0] or 1)
        for post in unwrapped:
            if isinstance(post, Problem):
                yield None, post
                continue
            number += 1
            if number == 1:
                held = post  # whether it is the only one shows with the next
                continue
            if held is not None:
                yield 1, held
                held = None
            yield number, post
    if held is not None:
        yield None, held


def _posts(value: object, record: int, depth: int = 0) -> Iterator[Post | Problem]:
    if isinstance(value, list) and depth < _DEEPEST:
        for member in value:
            yield from _posts(member, record, depth + 1)
        if not value:
            yield Problem("a list without posts", record, "note")
    elif not isinstance(value, dict) or depth == _DEEPEST:
        yield Problem("no post: neither an object nor a list of them", record)
    elif isinstance(value.get("posts"), list):
        yield from _posts(value["posts"], record, depth + 1)
    elif "body" in value and "content" not in value:
        yield from _posts(value["body"], record, depth + 1)
    elif {"code", "message"} <= value.keys():
        said = f"{str(value['code'])[:60]}: {str(value['message'])[:200]}"
        yield Problem(f"the site answered with an error, not with posts ({said})", record)
    else:
        yield value


def _document(post: Post, number: int | None, notes: Notes) -> Document:
    record = number or 1
    yoast = _object(post.get("yoast_head_json"))
    published, moment = _dates(post, yoast, record, notes)
    others = {
        "categories": joined(_terms(post)),
        "status": words(post.get("status")),
        "modified": words(post.get("modified")),
    }
    return Document(
        _text(post, record, notes),
        words(post.get("id") or post.get("ID")) if number else None,
        " ".join(_seen(post.get("title"))) or None, published, moment,
        words(post.get("link")) or words(post.get("URL")), words(yoast.get("og_site_name")),
        joined(_authors(post, yoast)), language_of(post.get("lang")) or language_of(yoast.get("og_locale")),
        number, {key: value for key, value in others.items() if value},
    )  # fmt: skip


def _text(post: Post, record: int, notes: Notes) -> str:
    content = post.get("content")
    if text := "\n\n".join(_seen(content)):
        return text
    if isinstance(content, dict) and content.get("protected") is True:
        raise Unreadable("the post is under a password; its text is not in the file")
    if text := "\n\n".join(_seen(post.get("excerpt"))):
        notes.add("only the excerpt is in the file; it is taken for the text", record)
        return text
    raise Unreadable("the post has no text (`content.rendered` is empty)")


def _dates(post: Post, yoast: Post, record: int, notes: Notes) -> tuple[object, object]:
    """Return the day on the site's clock and the moment, as they are written."""
    local, utc = _dated(post.get("date")), _dated(post.get("date_gmt"))
    moment = f"{utc.rstrip('Z')}Z" if utc else local
    days = read_day(local), read_day(utc)
    if days[0] and days[1] and abs((days[0] - days[1]).days) > 1:
        notes.add("`date` and `date_gmt` are more than a day apart", record)
    if local is None and utc is not None:
        notes.add("no date on the site's own clock; the day is that in UTC", record)
    declared = read_moment(yoast.get("article_published_time"))
    if declared and read_moment(moment) not in (declared, None):
        notes.add("`article_published_time` is another moment than `date_gmt`, which is taken", record)
    return local or utc, moment


def _dated(value: object) -> str | None:
    written = words(value)
    return None if written is None or written.startswith(_NO_DATE) else written


def _authors(post: Post, yoast: Post) -> Iterator[str]:
    """Give the names of the authors; ``author`` alone is a number."""
    embedded = _object(post.get("_embedded")).get("author")
    persons = [*(embedded if isinstance(embedded, list) else []), post.get("author")]
    names = [unescape(words(person.get("name")) or "") for person in persons if isinstance(person, dict)]
    yield from names if any(names) else [unescape(words(yoast.get("author")) or "")]


def _terms(post: Post) -> Iterator[str]:
    """Give the names of categories and tags; without ``_embed`` there are only their numbers."""
    embedded = _object(post.get("_embedded")).get("wp:term")
    for terms in embedded if isinstance(embedded, list) else []:
        for term in terms if isinstance(terms, list) else []:
            yield unescape(words(_object(term).get("name")) or "")
    for field in ("categories", "tags"):  # WordPress.com: objects by name
        yield from (unescape(str(name)) for name in _object(post.get(field)))


def _object(value: object) -> Post:
    return value if isinstance(value, dict) else {}


def _seen(part: object) -> list[str]:
    written = part.get("rendered", part.get("raw")) if isinstance(part, dict) else part
    return seen_by_a_reader(written) if isinstance(written, str) else []
