"""Lists of stories from Media Cloud: headlines and addresses, no texts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from conflictlib.loading._files import File
from conflictlib.loading._formats import reads
from conflictlib.loading._pieces import Document, Piece, Problem
from conflictlib.loading._records import records
from conflictlib.loading._rows import missing, words
from conflictlib.loading._start import Start
from conflictlib.loading.formats.csv_tables import named_rows

_FIELDS = ("title", "url", "publish_date", "media_name")
_IDS = ("stories_id", "id")
_TEXTS = frozenset({"text", "story_text", "content", "body"})
_NOTE = "Media Cloud lists no texts: the text of each document is its headline"


def _is_list(start: Start) -> bool:
    names = frozenset(start.header) or start.keys
    if start.keys:
        names = start.keys
        if "stories" in names:
            return all(f'"{name}"' in start.text for name in _FIELDS)
    marked = "stories_id" in names or ("id" in names and bool({"indexed_date", "media_url"} & names))
    return marked and names.issuperset(_FIELDS) and not names & _TEXTS


@reads("media_cloud", title="Media Cloud (lists of stories)", gives="documents", endings=".csv .json .jsonl",
       seen=_is_list)  # fmt: skip
def read_stories(file: File) -> Iterator[Piece]:
    """Read a list of stories, as CSV or JSON, of the old platform (stories_id, ...) or the current one (id, ...).

    A row is a story. Media Cloud gives no texts, so `text` is the headline, with runs of blanks and line ends as one
    blank; a note says so. `doc` is `stories_id` or `id`, `title` and `url` are themselves, `published` is
    `publish_date` (a zone is not given), `publisher` `media_name`; `language` is itself. All other fields (media_id,
    media_url, guid, collect_date, indexed_date, ap_syndicated, ...) are own columns; tags and metadata stand as the
    file has them. A first column without a name only numbers the rows. JSON may be a list, lines, or the API's answer
    with ``stories``.

    Source: Media Cloud API 2.0 specification, Stories; the search platform's download and its client's `story_list`.
    """
    yield Problem(_NOTE, None, "note")
    for found in _stories(file):
        if isinstance(found, Problem):
            yield found
            continue
        number, story = found
        title = " ".join((words(story.get("title")) or "").split())
        if title:
            yield _document(story, title, number)
        else:
            yield Problem("the story has no title, and a list of stories has no texts", number or 1)


def _document(story: Mapping[str, Any], title: str, number: int | None) -> Document:
    known = {*_FIELDS, *_IDS, "language", ""}
    others = {key: value for key, value in story.items() if key not in known and _is_cell(value)}
    return Document(
        title,
        doc=next((words(story[key]) for key in _IDS if not missing(story.get(key))), None),
        title=title,
        published=story.get("publish_date"),
        url=story.get("url"),
        publisher=story.get("media_name"),
        language=story.get("language"),
        record=number,
        others=others,
    )


def _is_cell(value: object) -> bool:
    return isinstance(value, str | int | float) and not missing(value)


def _stories(file: File) -> Iterator[tuple[int | None, Mapping[str, Any]] | Problem]:
    if file.start().lstrip(b"\xef\xbb\xbf \r\n\t")[:1] not in (b"{", b"["):
        yield from named_rows(file)
        return
    n = 0
    for found in records(file):
        stories = None if isinstance(found, Problem) else found[1].get("stories")
        if not isinstance(stories, list):
            yield found
            continue
        for story in stories:
            n += 1
            yield (n, story) if isinstance(story, dict) else Problem("no story, but another value", n)
