"""What an HTML page says of itself, in an order of trust; where two places disagree, a note.

=========== ==========================================================================================================
title       the one ``h1`` where ``og:title``, JSON-LD or ``title`` agree with it; ``og:title``; ``headline`` of
            JSON-LD; the one ``h1``; ``title``, without the publisher's name behind it
published   ``datePublished`` of an article in JSON-LD, then of the page; ``article:published_time`` and its relatives
            (Open Graph, schema.org, Dublin Core) in the order in which they stand; ``time pubdate``; the only
            ``time datetime``; the day that stands in the title or in the lines around the headline. Never the
            address, which is compared with it
publisher   ``og:site_name``; ``publisher`` of JSON-LD; ``dc.publisher``; ``application-name``
author      ``author`` of JSON-LD; ``meta author``, ``dc.creator``, ``article:author`` that is no address
language    ``lang`` of the page; ``content-language``; ``og:locale``; ``inLanguage`` of JSON-LD
url         ``link rel=canonical``; ``og:url``; ``url`` of JSON-LD; the address from which it was saved
=========== ==========================================================================================================
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any
from urllib.parse import urlsplit

from conflictlib.loading._dates import day_in_head, read_day
from conflictlib.loading._linked_data import articles

#: Names under which pages declare their first day: Open Graph, schema.org, Dublin Core and their relatives.
_DAY_NAMES = frozenset(
    "article:published_time og:published_time og:article:published_time datepublished date dc.date dc:date dcterms.date"
    " dc.date.issued dcterms.issued dcterms:issued dcterms.created pubdate publishdate publish_date publish-date"
    " publication_date parsely-pub-date sailthru.date article.published schema:datepublished".split()
)
_CELLS = re.compile(r"\s+[|·•–—-]\s+|\s*[|»]\s*|(?<=[^\W\d])-(?=[^\W\d]+$)")

Said = tuple[str, object]  # where a page says it, and what


class PageMetadata:
    """What a page says of itself: for each field what the most trusted place says, and notes where others differ."""

    def __init__(self, tree: Any, lines: list[str], *, saved_from: str | None = None) -> None:
        self.notes: list[str] = []
        self._tree, self._lines = tree, lines
        self._articles = list(articles(tree))
        self.publisher = self._first("publisher", self._publishers(), _letters)
        self.title = self._first("title", self._titles(), _letters)
        self.published = self._first("published", self._days(), lambda value: str(read_day(value) or ""))
        self.author = "; ".join(dict.fromkeys(self._authors())) or None
        self.language = self._first("language", self._languages(), str)
        self.url = self._first("url", self._addresses(saved_from), _bare_address)
        self._compare_with_address()

    def _first(self, name: str, said: Iterable[Said], alike: Callable[[Any], str]) -> Any:
        """Return what is said first; note the first that says something else."""
        given = [(where, value) for where, value in said if value and alike(value)]
        if not given:
            return None
        where, chosen = given[0]
        for other, value in given[1:]:
            one, two = alike(chosen), alike(value)
            if one not in two and two not in one:
                self.notes.append(f"{name}: {where} says {_short(chosen)}, {other} says {_short(value)}; "
                                  "the first is taken")  # fmt: skip
                break
        return chosen

    def _titles(self) -> Iterator[Said]:
        heading = self._heading()
        named: list[Said] = [
            ("og:title", self._meta("og:title")),
            *(("JSON-LD", article.headline) for article in self._articles),
            ("title", self._without_publisher(_text(self._tree, "//title/text()"))),
        ]
        if heading and any(_agree(heading, str(value or "")) for _, value in named):
            yield "h1", heading
        yield from named[:-1]
        yield "h1", heading
        yield named[-1]

    def _heading(self) -> str | None:
        headings = [" ".join(h.text_content().split()) for h in self._tree.xpath("//h1")]
        return headings[0] if len(headings) == 1 and headings[0] else None

    def _without_publisher(self, title: str | None) -> str | None:
        """Return the title of the window without the name of the site, where the page says what that is."""
        cells = _CELLS.split(title) if title else []
        if (
            len(cells) > 1
            and self.publisher
            and _letters(cells[-1])
            and _letters(cells[-1]) in _letters(self.publisher)
        ):
            return str(title)[: str(title).rindex(cells[-1])].rstrip(" |·•–—-»")
        return title

    def _days(self) -> Iterator[Said]:
        for article in self._articles:
            yield "datePublished of JSON-LD", article.published if read_day(article.published) else None
        yield from ((where, value) for where, value in self._declared() if read_day(value))
        times = {str(value) for value in self._tree.xpath("//time/@datetime") if read_day(value)}
        if len({read_day(value) for value in times}) == 1:
            yield "time", min(times)
        yield "the page", self._visible_day()

    def _declared(self) -> Iterator[Said]:
        for attribute in ("property", "name", "itemprop"):
            for element in self._tree.xpath(f"//*[@{attribute}][@content or @datetime]"):
                name = element.get(attribute).strip()
                if name.lower() in _DAY_NAMES:
                    yield name, element.get("content") or element.get("datetime")
        yield from (("time pubdate", value) for value in self._tree.xpath("//time[@pubdate]/@datetime"))

    def _visible_day(self) -> Any:
        """Return the day in the title, or in the lines around the headline: below it up to the text, then above."""
        title = _text(self._tree, "//title/text()")
        if title and (day := day_in_head([title])):
            return day
        lines = self._lines
        headings = [heading for heading in (self._heading(), title) if heading]
        for begins in (True, False):  # the publisher's name mostly stands behind the headline
            for at, line in enumerate(lines):
                if any(_is_headline(line, heading, begins=begins) for heading in headings):
                    day = day_in_head(lines[at + 1 : at + 9]) or day_in_head(lines[max(0, at - 3) : at])
                    if day:
                        return day
        return None

    def _publishers(self) -> Iterator[Said]:
        yield "og:site_name", self._meta("og:site_name")
        yield from (("JSON-LD", article.publisher) for article in self._articles)
        yield "dc.publisher", self._meta("dc.publisher", "dcterms.publisher")
        yield "application-name", self._meta("application-name")

    def _authors(self) -> Iterator[str]:
        for article in self._articles:
            yield from article.authors
        if not any(article.authors for article in self._articles):
            name = self._meta("author", "dc.creator", "dcterms.creator", "article:author")
            if name and "://" not in name:
                yield name

    def _languages(self) -> Iterator[Said]:
        yield "lang", _code(_text(self._tree, "/html/@lang", "/html/@*[name()='xml:lang']"))
        yield "content-language", _code(_text(self._tree, '//meta[@http-equiv="content-language"]/@content',
                                              '//meta[@http-equiv="Content-Language"]/@content'))  # fmt: skip
        yield "og:locale", _code(self._meta("og:locale"))
        yield from (("JSON-LD", _code(article.language)) for article in self._articles)

    def _addresses(self, saved_from: str | None) -> Iterator[Said]:
        yield "canonical", _text(self._tree, '//link[@rel="canonical"]/@href')
        yield "og:url", self._meta("og:url")
        yield from (("JSON-LD", article.url) for article in self._articles)
        yield "what saved the page", saved_from

    def _compare_with_address(self) -> None:
        """Note where the address has a day or month that is not that of the page; it is never taken as its day."""
        day = read_day(self.published)
        found = re.search(r"/((?:19|20)\d\d)[/-](\d{1,2})(?:[/-](\d{1,2}))?(?=[/-]|$)", str(self.url or ""))
        if day is None or found is None or not 1 <= int(found[2]) <= 12:
            return
        same = (day.year, day.month) == (int(found[1]), int(found[2])) and int(found[3] or day.day) == day.day
        if not same:
            self.notes.append(f"published is {day}, the address has {found[0].strip('/')}; the first is taken")

    def _meta(self, *names: str) -> str | None:
        paths = [f'//meta[translate(@{attribute}, "{_UPPER}", "{_UPPER.lower()}")="{name}"]/@content'
                 for name in names for attribute in ("property", "name")]  # fmt: skip
        return _text(self._tree, *paths)


_UPPER = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def _text(tree: Any, *paths: str) -> str | None:
    for path in paths:
        for value in tree.xpath(path):
            if text := " ".join(str(value).split()):
                return text
    return None


def _letters(value: object) -> str:
    return re.sub(r"[\W_]+", "", str(value)).casefold()


def _agree(heading: str, other: str) -> bool:
    one, two = _letters(heading), _letters(other)
    return bool(one and two) and (one in two or two in one)


def _is_headline(line: str, heading: str, *, begins: bool) -> bool:
    """Say whether a line is the heading, or its beginning or end, where the publisher's name is the rest."""
    part = heading.startswith(line) if begins else heading.endswith(line)
    return line == heading or (len(line) > 12 and part)


def _code(value: object) -> str | None:
    match = re.match(r"([A-Za-z]{2})(?:[-_,]|$)", str(value or ""))
    return match[1].lower() if match else None


def _bare_address(value: str) -> str:
    """Return an address as far as two that lead to one page have it in common."""
    try:
        parts = urlsplit(value.strip())
    except ValueError:
        return ""
    return f"{parts.netloc.removeprefix('www.')}{parts.path.rstrip('/')}".casefold()


def _short(value: object) -> str:
    text = " ".join(str(value).split())
    return repr(text if len(text) <= 80 else f"{text[:80]}...")
