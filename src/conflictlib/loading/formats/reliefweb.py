"""Reports of ReliefWeb, as its API gives them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from conflictlib.loading._entries import joined, language_of, seen_in
from conflictlib.loading._files import File
from conflictlib.loading._formats import reads
from conflictlib.loading._notes import Notes
from conflictlib.loading._pieces import Document, Piece, Problem, Unreadable
from conflictlib.loading._records import records
from conflictlib.loading._rows import words
from conflictlib.loading._start import Start

_RESOURCE = re.compile(r"/v\d+/([a-z]+)")
_LINK = re.compile(r"!?\[([^\[\]]{0,500})\]\(([^()\s]{0,2000})\)")
_EMPHASIS = re.compile(r"\*\*|__|(?m:^#{1,6} +)|(?m:^> ?)")
Fields = Mapping[str, Any]


def _is_reliefweb(start: Start) -> bool:
    keys, text = start.keys, start.text
    named = "reliefweb.int" in text[:5_000]
    answer = "fields" in text and ("data" in keys or {"totalCount", "count"} <= keys)
    record = {"id", "fields"} <= keys and (named or "score" in keys)
    return (answer and (named or "totalCount" in keys)) or record or {"body-html", "title"} <= keys


@reads("reliefweb", title="ReliefWeb reports (API)", gives="documents", endings=".json", seen=_is_reliefweb)
def read_reliefweb(file: File) -> Iterator[Piece]:
    """Read answers of the API, version 1 or 2, a document a report; one answer, a list, or one on each line.

    ``id`` becomes `doc`, ``title`` `title`, ``body-html``, else ``body`` (Markdown, in old reports HTML), what a reader
    sees of it, `text`; ``date.original``, else with a note ``date.created``, `published`; ``url_alias``, the address
    that a reader sees, else ``url`` `url`; the sources' short names `publisher`; the first ``language`` `language`.
    Own columns: `country` (upper-case ISO 3166 alpha-3, ``;`` between; ReliefWeb's WLD is the world), `source` (full
    names), `disaster`, `theme`, `report_format`, and `languages` where there are several.

    Of a report without a body (it must be asked for, with ``profile=full`` or ``fields``) the title is the text, with
    a note; without either it is a problem, and so are records that are no reports, such as disasters or countries:
    counted, not loaded. A note says where the answer
    holds fewer than match. Encoding: UTF-8. Source: ReliefWeb API, fields and result structure (apidoc.reliefweb.int).
    """
    notes, number = Notes("reports"), 0
    for found in records(file):
        if isinstance(found, Problem):
            yield found
            continue
        answer = found[1]
        listed = answer.get("data", [answer])
        if not isinstance(listed, list):
            yield Problem("the answer has no list of reports (`data`)", found[0] or 1)
            continue
        kind = _kind(answer, listed)
        if kind != "reports" and listed:
            yield Problem(f"{len(listed):,} records are {kind}, not reports; none of them is loaded", found[0] or 1)
            continue
        for report in listed:
            number += 1
            try:
                yield _document(report, number, notes)
            except Unreadable as problem:
                yield Problem(problem.reason, number)
        yield from _rest(answer, len(listed), found[0])
    yield from notes.problems()


def _kind(answer: Fields, listed: list[Any]) -> str:
    """Return what the records are: as their address says, else by their fields."""
    first = listed[0] if listed and isinstance(listed[0], dict) else {}
    for href in (first.get("href"), answer.get("href")):
        if isinstance(href, str) and (match := _RESOURCE.search(href)):
            return match[1]
    fields = first.get("fields", first)
    return "of another kind" if isinstance(fields, dict) and "name" in fields and "title" not in fields else "reports"


def _rest(answer: Fields, n_read: int, record: int | None) -> Iterator[Problem]:
    total = answer.get("totalCount")
    if isinstance(total, int) and total > n_read:
        yield Problem(f"the answer holds {n_read:,} of {total:,} reports that match", record, "note")


def _document(report: object, number: int, notes: Notes) -> Document:
    if not isinstance(report, dict):
        raise Unreadable("the report is no object")
    fields = report.get("fields", report)
    if not isinstance(fields, dict):
        raise Unreadable("the report has no fields")
    name = words(report.get("id")) or words(fields.get("id"))
    title = words(fields.get("title"))
    languages = [language_of(code) or "" for code in _each(fields, "language", "code")]
    others = {
        "country": ";".join(dict.fromkeys(code.upper() for code in _each(fields, "country", "iso3"))),
        "source": joined(_each(fields, "source", "name")),
        "disaster": joined(_each(fields, "disaster", "name")),
        "theme": joined(_each(fields, "theme", "name")),
        "report_format": joined(_each(fields, "format", "name")),
        "languages": joined(languages) if len(languages) > 1 else None,
    }
    return Document(
        _text(fields, name, title, number, notes), name, title,
        _published(fields, number, notes), url=words(fields.get("url_alias")) or words(fields.get("url")),
        publisher=joined(_each(fields, "source", "shortname")) or joined(_each(fields, "source", "name")),
        language=next(iter(languages), None), record=number,
        others={key: value for key, value in others.items() if value},
    )  # fmt: skip


def _text(fields: Fields, name: str | None, title: str | None, number: int, notes: Notes) -> str:
    for field in ("body-html", "body"):
        written = fields.get(field)
        if isinstance(written, str) and written.strip():
            seen = seen_in(written if field == "body-html" or "</" in written else _without_marks(written))
            if seen:
                return "\n\n".join(seen)
    if title is None:
        raise Unreadable(f"the report has no body and no title ({name or 'without id'})"[:150])
    notes.add("no body, it must be asked for, with profile=full; the title is taken for the text", number)
    return title


def _without_marks(markdown: str) -> str:
    """Return Markdown without what a reader does not see: emphasis, heading marks, addresses of links."""
    return _EMPHASIS.sub("", _LINK.sub(r"\1", markdown))


def _published(fields: Fields, number: int, notes: Notes) -> str | None:
    dates = fields.get("date")
    if not isinstance(dates, dict):
        return None
    if original := words(dates.get("original")):
        return original
    if created := words(dates.get("created")):
        notes.add("no original date; that on which ReliefWeb put the report up is taken", number)
        return created
    return None


def _each(fields: Fields, field: str, part: str) -> list[str]:
    """Return one part of each object in a field, which may be a list or a single one."""
    value = fields.get(field)
    members = value if isinstance(value, list) else [value]
    return [found for member in members if isinstance(member, dict) and (found := words(member.get(part)))]
