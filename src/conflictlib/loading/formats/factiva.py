"""Exports of Factiva: HTML pages, XML, RTF."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator
from typing import Any

from conflictlib.loading._factiva import END, NUMBER, coded_article, coded_fields, is_code, plain_article
from conflictlib.loading._files import File
from conflictlib.loading._formats import reads
from conflictlib.loading._pieces import Piece, Unreadable
from conflictlib.loading._press import Article, one_line, pieces_of
from conflictlib.loading._rtf import CELL, LARGEST, Paragraph, Rtf, read_rtf
from conflictlib.loading._start import Start
from conflictlib.loading.formats.html_pages import paragraphs, parse

#: So large may files be, in bytes.
_LARGEST_PAGE, _LARGEST_XML = 100_000_000, 500_000_000
#: The articles stand behind 100 KB and more of the page's own scripts: so many bytes are looked into.
_LOOK = 4_000_000
_ARTICLE = re.compile(r"(?:^|\s)[A-Za-z]{2,10}Article(?:\s|$)")
_ARTICLE_IN_SOURCE = re.compile(rb"""class\s*=\s*["']?(?:article\s+)?[A-Za-z]{2,10}Article\b""")
_PARAGRAPH_IN_SOURCE = re.compile(rb"""class\s*=\s*["']?articleParagraph\b|<td[^<>]{0,200}class\s*=\s*["']?index\b""")
_XML_ROOTS = frozenset({"ppsresponse", "ppsarticleresponse", "ppsarticleresultset", "ppsarticle", "article"})
#: Elements of the XML and the columns that they become; others become columns under their own names.
_ELEMENTS = {
    "accessionNo": "doc", "headline": "title", "byline": "author", "sourceName": "publisher",
    "baseLanguage": "language",
    "wordCount": "length_words", "sectionName": "section", "edition": "edition", "pages": "page", "volume": "volume",
    "publisherName": "rights_holder", "newsSubject": "subject", "descField": "descriptors", "columnName": "column",
    "publicationTime": "time", "publicationDate": "published", "sourceCode": "source_code",
}  # fmt: skip
_TEXTS = ("leadParagraph", "tailParagraphs")


def _look(start: Start) -> bytes:
    with start.file.open() as stream:
        return bytes(stream.read(_LOOK))


def _is_page(start: Start) -> bool:
    xml = start.text.lstrip().startswith("<?xml")
    if not start.element or (xml and start.element != "html"):
        return False
    if b"activa" not in start.data and not _ARTICLE_IN_SOURCE.search(start.data):
        return False
    seen = _look(start)
    return bool(_ARTICLE_IN_SOURCE.search(seen) and _PARAGRAPH_IN_SOURCE.search(seen))


def _is_xml(start: Start) -> bool:
    return start.element in _XML_ROOTS and bool(
        re.search(r"<(?:\w+:)?accessionNo\b|global\.factiva\.com/pps", start.text)
    )


def _is_rtf(start: Start) -> bool:
    if not Rtf.begins(start.data):
        return False
    try:
        lines = read_rtf(_look(start)[:1_000_000]).lines
    except Unreadable:
        return False
    ends = any(END.fullmatch(line.strip(CELL + " ")) or re.search(rf"AN\W.*{NUMBER}", line[:200]) for line in lines)
    codes = {line.partition(CELL)[0].strip() for line in lines}
    return ends or {"HD", "PD", "SN"} <= codes


@reads("factiva_html", title="Factiva (HTML)", gives="documents", endings=".html .htm", seen=_is_page)
def read_factiva_html(file: File) -> Iterator[Piece]:
    """Read a page of articles that was saved from Factiva: one document an article.

    Two layouts: a table with a code and a value a row (HD, BY, WC, PD, ET, SN, SC, LA, CY, LP, TD, NS, AN ...), and the
    plain one, with a headline marked as such and lines without codes. What stands around the articles is left out.

    AN: `doc`, without the word ``Document``; HD: `title`; BY: `author` without its ``By``; SN: `publisher`; PD:
    `published`, in the interface's language; LA: `language` as ISO 639-1 code; LP and TD: `text`, a blank line between
    paragraphs. Columns of their own: ``length_words`` (WC), ``time`` (ET, without a zone), ``section`` (SE),
    ``edition`` (ED), ``page`` (PG), ``copyright`` (CY), ``source_code`` (SC), ``subject`` (NS), ``region`` (RE),
    ``company`` (CO), ``industry`` (IN), ``descriptor_codes`` (IPC), ``rights_holder`` (PUB) and whatever else has a
    code (``press_labels.csv``). A note says where the length told differs by more than 30 % from that of the text.
    Source: Factiva's help on "Display Options, Full Article/Report plus Indexing"; tm.plugin.factiva (Bouchet-Valat).
    """
    tree = parse(file.text(at_most=_LARGEST_PAGE))
    found = [element for element in tree.iter("div") if _ARTICLE.search(element.get("class") or "")]
    inner = [element for element in found if not any(_ARTICLE.search(e.get("class") or "") for e in _divs(element))]
    if not inner:
        raise Unreadable("no article of Factiva was found in it")
    for number, element in enumerate(inner, 1):
        rows = list(_rows(element))
        yield from pieces_of(coded_article(number, rows) if rows else _plain(number, element))


def _divs(element: Any) -> Iterator[Any]:
    return (inner for inner in element.iter("div") if inner is not element)


def _rows(article: Any) -> Iterator[tuple[str, list[str]]]:
    for row in article.iter("tr"):
        cells = [cell for cell in row if cell.tag in ("td", "th")]
        if len(cells) > 1:
            code = one_line(cells[0].text_content())
            if is_code(code) or re.fullmatch(r"[A-Z]{2,4}", code):
                yield code, [line for cell in cells[1:] for line in paragraphs(cell)]


def _plain(number: int, article: Any) -> Article:
    title = _marked(article, "span", re.compile(r"Headline(?:\s|$)")) or _marked(article, "b", re.compile("Headline"))
    author = _marked(article, "div", re.compile(r"(?:^|\s)author(?:\s|$)"))
    loose = [one_line(p.text_content()) for p in article.iter("p") if not p.get("class")]
    loose = [line for line in loose if line and not END.fullmatch(line)]
    return plain_article(number, paragraphs(article), title=title, author=author, rights=loose[-1] if loose else "")


def _marked(article: Any, tag: str, name: re.Pattern[str]) -> str:
    found = (e for e in article.iter(tag) if name.search(e.get("class") or ""))
    return next((one_line(e.text_content()) for e in found), "")


@reads("factiva_xml", title="Factiva (XML)", gives="documents", endings=".xml", seen=_is_xml)
def read_factiva_xml(file: File) -> Iterator[Piece]:
    """Read an answer of Factiva's article service (PPS), with its namespace or without: one document an article.

    ``accessionNo``: `doc`; ``headline``: `title`; ``byline``: `author`; ``sourceName``: `publisher`; ``baseLanguage``:
    `language`; ``publicationDate`` with a ``dateTime`` or ``date``: `published`, with a time and a zone `published_at`;
    ``leadParagraph`` and ``tailParagraphs``: `text`. Columns of their own as of ``factiva_html``; names of subjects,
    regions and the like with ; between. Entities are not expanded, nothing is fetched.
    Source: namespace ``http://global.factiva.com/pps/2.0``; tm.plugin.factiva (Bouchet-Valat).
    """
    number = 0
    for element in _articles(file):
        if not any(_local(inner) == "accessionNo" or _local(inner) == "headline" for inner in element):
            continue
        number += 1
        yield from pieces_of(_from_xml(number, element))
        element.clear()
    if not number:
        raise Unreadable("no article of Factiva was found in it")


def _articles(file: File) -> Iterator[Any]:
    """Give the article elements as far as the XML is sound."""
    from lxml import etree  # type: ignore[import-untyped]  # lxml ships no types

    parser = etree.XMLPullParser(events=("end",), resolve_entities=False, no_network=True, load_dtd=False)
    data = file.text(at_most=_LARGEST_XML).lstrip()
    data = re.sub(r"\A<\?xml[^>]{0,300}\?>", "", data)  # it is text by now, whatever encoding it declares
    try:
        for at in range(0, len(data), 1 << 20):
            parser.feed(data[at : at + (1 << 20)].encode("utf-8", "replace"))
            yield from (element for _, element in parser.read_events() if _local(element) == "article")
        parser.close()
    except etree.LxmlError as error:
        yield from (element for _, element in _left(parser) if _local(element) == "article")
        raise Unreadable(f"the XML is broken, nothing behind that is read ({str(error)[:120]})") from None


def _left(parser: Any) -> list[Any]:
    from lxml import etree

    found: list[Any] = []
    with contextlib.suppress(etree.LxmlError):
        found.extend(parser.read_events())
    return found


def _local(element: Any) -> str:
    return str(element.tag).rpartition("}")[2]


def _from_xml(number: int, element: Any) -> Article:
    article, reference = Article(number), ""
    for inner in element:
        name = _local(inner)
        parts = [part for part in inner.iter() if _local(part) == "paragraph"] or [inner]
        words = [line for line in (one_line("".join(part.itertext())) for part in parts) if line]
        if name in _TEXTS:
            article.paragraphs += words
        elif name == "reference":
            reference = " ".join(words).rpartition("/")[2]
        elif isinstance(inner.tag, str):
            column = _ELEMENTS.get(name) or re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower()
            article.add(column, " ".join(words))
    if not article.has("doc"):
        article.add("doc", reference)
    return article


@reads("factiva_rtf", title="Factiva (RTF)", gives="documents", endings=".rtf", seen=_is_rtf)
def read_factiva_rtf(file: File) -> Iterator[Piece]:
    """Read articles that were saved from Factiva in Rich Text Format: one document an article.

    With indexing each field stands behind its code, in a row of a table; without, the lines follow each other as in the
    plain layout of ``factiva_html``, the headline in bold. An article ends with ``Document`` and its accession number.
    Columns as of ``factiva_html``. Source: the layouts that tm.plugin.factiva (Bouchet-Valat) reads; Rich Text Format
    specification 1.9.1.
    """
    rtf = read_rtf(file.read(at_most=LARGEST))
    number, waiting = 0, list[Paragraph]()
    for paragraph in rtf.paragraphs:
        waiting.append(paragraph)
        line = paragraph.text.strip(f" \t{CELL}")
        if END.fullmatch(re.sub(rf"\AAN\s*[{CELL}\t]", "", line[:200])):
            number += 1
            yield from pieces_of(_from_rtf(number, waiting))
            waiting = []
    if any(is_code(p.text.partition(CELL)[0].strip()) for p in waiting) or (rtf.cut and any(p.text for p in waiting)):
        number += 1
        yield from pieces_of(_from_rtf(number, waiting))
    if not number:
        raise Unreadable("no article of Factiva was found in it")


def _from_rtf(number: int, given: list[Paragraph]) -> Article:
    lines = [paragraph.text for paragraph in given]
    fields = list(coded_fields(lines, cell=CELL))
    if {"HD", "TD", "LP", "SN", "PD"} & {code for code, _ in fields}:
        return coded_article(number, fields)
    title = next((one_line(p.text) for p in given if p.bold and p.text.strip()), "")
    return plain_article(number, [line.replace(CELL, " ") for line in lines], title=title)
