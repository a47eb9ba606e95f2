"""Corpora as one text file, a line ``<doc key="value" ...>`` above each document and ``</doc>`` below it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from typing import Any

from conflictlib import schema
from conflictlib.loading._entries import language_of
from conflictlib.loading._files import File
from conflictlib.loading._formats import reads
from conflictlib.loading._pieces import Document, Piece, Problem
from conflictlib.loading._wrapped import paragraphs_of

_HEAD = re.compile(r"\s*<doc(?=[\s>])(?P<attributes>(?:\"[^\"]*\"|'[^']*'|[^<>\"'])*+)>", re.IGNORECASE)
_OPENS = re.compile(r"\s*<doc(?=[\s>])", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"([^\s=\"'<>]{1,100})\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
_FIRST = re.compile(r"<doc\s+[\w:.-]+\s*=\s*[\"']")
_CLOSES = re.compile(r"</doc>", re.IGNORECASE)
_STRUCTURE = re.compile(r"</?(?:p|s|head|div|text)(?:\s[^<>]{0,500})?/?>\s?")
_REFERENCE = re.compile(r"&(?:#\d{1,7}|#x[0-9a-fA-F]{1,6}|[A-Za-z]{2,10});")
_LONGEST = 100_000_000
_LONGEST_HEAD = 20_000
_LINES_OF_HEAD = 50
#: Names under which corpora give our columns, best first.
_NAMES = {
    "doc": ("id", "doc_id", "docid"),
    "title": ("title", "headline", "name"),
    "published": ("date__original", "date_published", "published", "pubdate", "publication_date", "date"),
    "url": ("url_alias", "url", "link", "source_url"),
    "publisher": ("source__name", "publisher", "source", "website", "domain"),
    "author": ("author", "authors", "byline"),
    "language": ("language__code", "language", "lang"),
}  # fmt: skip
_LISTS = ("publisher", "author")


@reads("doc_dump", title="Corpus with <doc ...> lines", gives="documents", endings=".txt .vert .xml",
       seen=lambda start: bool(start.lines) and bool(_FIRST.match(start.lines[0])))  # fmt: skip
def read_doc_dump(file: File) -> Iterator[Piece]:
    """Read a corpus that was written out as text, line by line, of any size.

    Attributes of the head line (values in either quotation mark; HTML's references are resolved): ``id`` becomes
    `doc`; ``title``, ``url``, ``author``, ``language`` or ``lang`` the columns of that name; ``date__original``,
    ``published``, ``date`` `published`; ``source__name``, ``publisher``, ``source`` `publisher`; the others columns of
    their own under their own names, ``given_`` before one that is a column of ours. Lists with ``|`` in publishers and
    authors get ``; ``, others stay. `record` is the line of the head.

    Text: tags of paragraphs and sentences (``<p>``, ``<s>``) end a line and are left out. **Lines are joined where
    they were wrapped**: our coder takes each line for a paragraph, so a line end within a sentence would cut it. Where
    a fifth of the line ends stand within sentences and no line is longer than 200 characters, single line ends become
    blanks, but not above list marks and not behind a short line that ends a sentence; a blank line parts paragraphs.
    Else each line is a paragraph. A vertical (a word a line, with tabs) is refused. A document without its ``</doc>``
    is loaded, and told. Sources: ReliefWeb as corpusama writes it, WikiExtractor, Sketch Engine's structures.
    """
    open_one: _Open | None = None
    n_outside, first_outside = 0, 0
    for line in _whole_heads(file.lines()):
        head = _HEAD.match(line.text)
        if head:
            if open_one:
                yield from _pieces(open_one, "the next document begins")
            open_one = _Open(line.number, _attributes(head["attributes"]))
        rest = line.text[head.end() :] if head else line.text
        close = _CLOSES.search(rest)
        if open_one:
            open_one.add(rest[: close.start()] if close else rest)
        if open_one and close:
            yield from _pieces(open_one, None)
            open_one, rest = None, rest[close.end() :]
        if open_one is None and rest.strip():
            n_outside, first_outside = n_outside + 1, first_outside or line.number
    if open_one:
        yield from _pieces(open_one, "the file ends")
    if n_outside:
        yield Problem(f"{n_outside:,} lines stand outside <doc> and </doc>; they are not loaded", first_outside)


@dataclass
class _Line:
    number: int
    text: str


@dataclass
class _Open:
    """A document whose end was not read yet."""

    line: int
    attributes: dict[str, str]
    lines: list[str] = field(default_factory=list)
    size: int = 0

    def add(self, text: str) -> None:
        """Add a line of its text, up to a bound."""
        self.size += len(text)
        if self.size <= _LONGEST:
            self.lines.append(text)


def _whole_heads(lines: Iterator[str]) -> Iterator[_Line]:
    """Give the lines; a head whose attributes hold line ends as one, with the number of its first line."""
    begun: _Line | None = None
    last = 0  # how far a head may go on
    for number, text in enumerate(lines, 1):
        whole = bool(_HEAD.match(text))
        if begun is not None and not whole:
            begun.text += text
            if number < last and len(begun.text) < _LONGEST_HEAD and not _HEAD.match(begun.text):
                continue
            yield begun
            begun = None
            continue
        if begun is not None:  # it was no head after all
            yield begun
            begun = None
        if not whole and _OPENS.match(text):
            begun, last = _Line(number, text), number + _LINES_OF_HEAD
        else:
            yield _Line(number, text)
    if begun is not None:
        yield begun


def _attributes(written: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, double, single in _ATTRIBUTE.findall(written):
        value = " ".join(unescape(double or single).split())
        if value:
            found.setdefault(re.sub(r"\W+", "_", name).lower(), value)
    return found


def _pieces(document: _Open, cut: str | None) -> Iterator[Piece]:
    """Give a document, or say why it is none."""
    known: dict[str, Any] = {}
    left = dict(document.attributes)
    for column, names in _NAMES.items():
        if name := next((name for name in names if name in left), None):
            value = left.pop(name)
            known[column] = "; ".join(value.split("|")) if column in _LISTS else value
    if "language" in known and language_of(known["language"]) is None:
        left["language_name"] = known.pop("language")
    elif "language" in known:
        known["language"] = language_of(known["language"])
    name = known.get("doc", "without id")
    reason = _refused(document)
    if reason is None:
        others = {f"given_{key}" if key in schema.DOCUMENTS.names else key: value for key, value in left.items()}
        yield Document("\n\n".join(_paragraphs(document)), record=document.line, others=others, **known)
    else:
        yield Problem(f"{name}: {reason}", document.line)
    if cut:
        yield Problem(f"{name}: no </doc> before {cut}", document.line, "incomplete")


def _paragraphs(document: _Open) -> list[str]:
    text = "".join(document.lines)
    if "<" in text:
        text = _STRUCTURE.sub("\n\n", text)
    return paragraphs_of(_REFERENCE.sub(lambda match: unescape(match.group()), text))


def _refused(document: _Open) -> str | None:
    lines = [line for line in document.lines if line.strip() and not line.lstrip().startswith("<")]
    if document.size > _LONGEST:
        return f"longer than {_LONGEST:,} characters"
    if len(lines) > 4 and sum("\t" in line and len(line) < 200 for line in lines) * 10 >= len(lines) * 9:
        return "a vertical, with a word on each line; export the corpus as text"
    return None if _paragraphs(document) else "there is no text in it"
