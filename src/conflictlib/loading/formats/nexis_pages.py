"""Exports of LexisNexis as an HTML page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from conflictlib.loading._files import File
from conflictlib.loading._formats import reads
from conflictlib.loading._nexis_exports import is_old_export, nexis_articles
from conflictlib.loading._pieces import Piece, Unreadable
from conflictlib.loading._press import pieces_of
from conflictlib.loading._start import Start
from conflictlib.loading.formats.html_pages import parse

#: A page may be so large, in bytes.
_LARGEST = 200_000_000
#: What the exports of plain text put before a centred line, by which edition and copyright are told.
_CENTRE = " " * 20
_CENTRED = re.compile(r"\.([\w-]+)\s*\{[^{}]{0,500}text-align:\s*center")
_PARTS = re.compile(r"</?(?:div|p|br|td|tr|table|body|h\d)\b[^<>]{0,2000}>", re.IGNORECASE)
_TAGS = re.compile(r"<[^<>]{0,5000}>")


def _is_page(start: Start) -> bool:
    if not start.element or not re.search(
        r"\b(?:DOCUMENTS?|DOKUMENTE?|Document|Dokument|documento)\b", start.text, re.I
    ):
        return False
    source = re.sub(r"\s+", " ", start.text).replace("&nbsp;", " ")
    return is_old_export([_TAGS.sub("", part).strip() for part in _PARTS.split(source)])


@reads("nexis_html", title="LexisNexis (HTML)", gives="documents", endings=".html .htm", seen=_is_page)
def read_nexis_html(file: File) -> Iterator[Piece]:
    """Read an export of articles that was saved as HTML: one document an article, columns as of ``nexis_text``.

    Each ``DIV`` is a part by itself (``1 of 49 DOCUMENTS``, source, day, headline, a labelled line, the text), each
    ``P`` in it a paragraph, ``BR`` ends a line; which parts are centred is told by the page's own style sheet. Words
    that were searched for stand in ``SPAN`` elements, also parts of a day, and are read as the words around them.
    Comments, in which XML is hidden, pictures and the cover page are passed over; a page may have 200 MB. Encoding:
    byte-order mark, UTF-8, what the page declares, a guess.

    Source: the vendor publishes no description; the layout is the one that tm.plugin.lexisnexis (Bouchet-Valat) and
    newspapers (Watanabe) read.
    """
    source = file.text(at_most=_LARGEST)
    centred = frozenset(name.lower() for name in _CENTRED.findall(source[:100_000]))
    found = False
    for article in nexis_articles(_lines(parse(source), centred)):
        found = True
        yield from pieces_of(article) if article.fields or article.paragraphs else article.problems
    if not found:
        raise Unreadable("no article of LexisNexis was found in it")


def _lines(tree: Any, centred: frozenset[str]) -> list[str]:
    """Return the lines as plain text has them: a blank one between parts, those of centred parts set in."""
    import lxml.etree  # type: ignore[import-untyped]  # lxml ships no types

    lines, margins = [""], [""]
    for event, element in lxml.etree.iterwalk(tree, events=("start", "end")):
        tag = element.tag
        if tag in ("div", "p", "table", "tr"):
            if event == "start":
                own = {name.lower() for name in (element.get("class") or "").split()}
                margins.append(_CENTRE if own & centred or element.get("align") == "center" else margins[-1])
            else:
                margins.pop()
            lines += ["", margins[-1]]
        elif tag == "br" and event == "start":
            lines.append(margins[-1])
        words = element.text if event == "start" else element.tail
        if words and not (event == "start" and tag in ("style", "script", "title")):
            lines[-1] += re.sub(r"\s+", " ", words)
    return [line if line.strip() else "" for line in lines]
