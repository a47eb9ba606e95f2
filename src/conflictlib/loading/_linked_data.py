"""What a page says of itself in JSON-LD (schema.org): its articles first, then the page; not videos or comments."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

#: A page of more nodes than that is not looked through.
_MOST = 20_000
#: What pages of XHTML put around a script, so that it is no mark-up.
_WRAPPED = re.compile(
    r"\s*(?:/[/*]\s*)?(?:<!\[CDATA\[|<!--)(?:\s*\*/)?(.*?)(?:/[/*]\s*)?(?:\]\]>|-->)(?:\s*\*/)?\s*", re.DOTALL
)
#: What is taken from JSON that can't be read, where it says one thing.
_SINGLE = ("headline", "datePublished", "inLanguage")


@dataclass(frozen=True)
class Article:
    """An article, posting, report or page, as far as it is described."""

    headline: str | None
    published: str | None
    publisher: str | None
    authors: tuple[str, ...]
    language: str | None
    url: str | None


def articles(tree: Any) -> Iterator[Article]:
    """Give the articles that a page describes, the page itself behind them."""
    pages = []
    for script in tree.xpath('//script[@type="application/ld+json"]/text()'):
        for node in _nodes(script):
            if re.search("Article|Posting|Report", str(node.get("@type"))):
                yield _article(node)
            elif "Page" in str(node.get("@type")):
                pages.append(node)
    yield from map(_article, pages)


def _nodes(script: str) -> Iterator[dict[str, Any]]:
    wrapped = _WRAPPED.fullmatch(script)
    script = wrapped[1] if wrapped else script
    try:
        waiting: list[Any] = [json.loads(script, strict=False)]
    except ValueError:
        waiting = [_of_broken(script)]
    except RecursionError:
        return
    for _ in range(_MOST):
        if not waiting:
            return
        node = waiting.pop(0)
        if isinstance(node, list):
            waiting.extend(node)
        elif isinstance(node, dict):
            waiting.extend(value for value in node.values() if isinstance(value, dict | list))
            yield node


def _of_broken(script: str) -> dict[str, Any]:
    """Return what JSON that lacks a comma or the like says of its only article, where it says one thing."""
    kinds = re.findall(r'"@type"\s*:\s*"(\w*(?:Article|Posting|Report)\w*)"', script)
    if len(kinds) != 1:
        return {}
    found = {name: set(re.findall(rf'"{name}"\s*:\s*("(?:[^"\\]|\\.)*+")', script)) for name in _SINGLE}
    try:
        said = {name: json.loads(values.pop(), strict=False) for name, values in found.items() if len(values) == 1}
        return {"@type": kinds[0], **said}
    except ValueError:
        return {}


def _article(node: dict[str, Any]) -> Article:
    people = node.get("author")
    named = [_name(one) for one in (people if isinstance(people, list) else [people])]
    page = node.get("mainEntityOfPage")
    url = node.get("url") or (page.get("@id") if isinstance(page, dict) else page)
    return Article(
        headline=_words(node.get("headline")),
        published=_words(node.get("datePublished")),
        publisher=_name(node.get("publisher")),
        authors=tuple(name for name in named if name),
        language=_words(node.get("inLanguage")),
        url=_words(url),
    )


def _name(value: object) -> str | None:
    if isinstance(value, list):
        value = value[0] if value else None
    return _words(value.get("name")) if isinstance(value, dict) else _words(value)


def _words(value: object) -> str | None:
    return " ".join(value.split()) or None if isinstance(value, str) else None
