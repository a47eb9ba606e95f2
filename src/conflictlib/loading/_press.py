"""One article of a press database: its fields as the export labels them, and the document that comes of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from conflictlib.loading._pieces import Document, Piece, Problem
from conflictlib.loading._press_words import language_code, read_day_line

#: Fields that become columns of the schema; all others are columns of their own.
_SCHEMA = ("doc", "title", "publisher", "author", "url")
#: By how much the length that the export tells may differ from that of the text, in words and as a share of it.
_FEW, _SHARE = 20, 0.3
_BY = re.compile(r"by[:\s]\s*(?=\S)", re.IGNORECASE)
_NUMBER = re.compile(r"\d{1,3}(?:[.,'’ ]\d{3})+(?!\d)|\d+")
#: Scripts that put no blanks between words: the exports count their characters.
_UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")


@dataclass
class Article:
    """An article as far as it was read; `number` counts the articles of its file from 1."""

    number: int
    paragraphs: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    _parts: dict[str, list[str]] = field(default_factory=dict)
    _seen: set[tuple[str, str]] = field(default_factory=set)

    @property
    def fields(self) -> dict[str, str]:
        """What was added, as one text a field."""
        return {name: "".join(parts) for name, parts in self._parts.items()}

    def has(self, name: str) -> bool:
        """Say whether a field has a value."""
        return name in self._parts

    def get(self, name: str) -> str:
        """Return a field, empty where it has no value."""
        return "".join(self._parts.get(name, []))

    def add(self, name: str, value: str) -> None:
        """Add a value to a field; one that has another already has both, with ; between."""
        value = one_line(value)
        if value and (name, value) not in self._seen:
            self._seen.add((name, value))
            parts = self._parts.setdefault(name, [])
            parts.append(f"; {value}" if parts else value)

    def lengthen(self, name: str, more: str) -> None:
        """Add words to the end of a field: a line that goes on with the one above."""
        if more := one_line(more):
            parts = self._parts.setdefault(name, [])
            parts.append(f" {more}" if parts else more)

    def problem(self, reason: str, kind: str) -> None:
        """Note what is wrong with the article."""
        self.problems.append(Problem(reason, self.number, kind))


def one_line(text: str) -> str:
    """Return a text without line ends and runs of blanks.

    >>> one_line(" Talks   resume ")
    'Talks resume'
    """
    return " ".join(text.split())


def pieces_of(article: Article) -> Iterator[Piece]:
    """Give the document in an article, and what a reader should know of it.

    ``length_words``, ``published``, ``load_date``, ``language`` and ``author`` stand in `fields` as the export has
    them and are read here.
    """
    fields = article.fields
    text = "\n\n".join(article.paragraphs)
    _length(article, fields, text)
    published, moment = _day(article, fields)
    if (line := read_day_line(fields.get("load_date", ""))) and not line.rest:
        fields["load_date"] = line.day.isoformat()
    author = _without_by(fields.pop("author", ""))
    language = _language(fields)
    yield from article.problems
    known: dict[str, Any] = {name: fields.pop(name, None) for name in _SCHEMA if name != "author"}
    yield Document(
        text, **known, author=author or None, language=language, published=published, published_at=moment,
        record=article.number, others={**fields, **_whole(fields)},
    )  # fmt: skip


def _without_by(byline: str) -> str:
    match = _BY.match(byline)
    return byline[match.end() :] if match else byline


def _length(article: Article, fields: dict[str, str], text: str) -> None:
    """Leave the number in ``length_words``, and note where it is far from that of the words in the text."""
    told = length_in(fields.get("length_words", ""))
    if told is None:
        return
    characters = len(_UNSPACED.findall(text))
    unspaced = characters > len(text) / 3
    found, unit = (characters, "characters") if unspaced else (len(text.split()), "words")
    fields["length_words"] = str(told)
    if abs(found - told) > max(_FEW, _SHARE * told):
        article.problem(f"the export tells a length of {told:,} {unit}, the text has {found:,}", "note")


def length_in(value: str) -> int | None:
    """Return the number in a length, None if there is none.

    >>> length_in("2,968 words"), length_in("1 163 mots"), length_in("short")
    (2968, 1163, None)
    """
    match = _NUMBER.search(value.replace("\xa0", " ").replace("\u202f", " ")[:100])
    return int(re.sub(r"\D", "", match.group())) if match and len(match.group()) < 12 else None


def _whole(fields: dict[str, str]) -> dict[str, int]:
    value = fields.get("length_words", "")
    return {"length_words": int(value)} if value.isascii() and value.isdigit() else {}


def _day(article: Article, fields: dict[str, str]) -> tuple[object, str | None]:
    value = fields.pop("published", "")
    line = read_day_line(value)
    if line is None:
        shown = f"no day can be read in {value[:60]!r}" if value else "the article has no date"
        article.problem(f"{shown}; it is kept without", "incomplete")
        return None, None
    if line.time:
        fields.setdefault("time", line.time)
    if line.rest and line.rest != "T":
        fields["edition"] = "; ".join(filter(None, (line.rest, fields.get("edition"))))
    return line.day, line.moment


def _language(fields: dict[str, str]) -> str | None:
    name = fields.pop("language", "")
    code = language_code(name)
    if name and code is None:
        fields["language_name"] = name
    return code
