"""Exports of LexisNexis and Nexis Uni: plain text, Word and RTF."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from typing import IO, Any

from conflictlib.loading._archives import ALWAYS, EXPANSION
from conflictlib.loading._files import File
from conflictlib.loading._formats import reads
from conflictlib.loading._nexis_exports import is_nexis, may_be_nexis, nexis_articles
from conflictlib.loading._pieces import Piece, Unreadable
from conflictlib.loading._press import pieces_of
from conflictlib.loading._rtf import LARGEST, Rtf, read_rtf
from conflictlib.loading._start import Start

_DOCUMENT = "word/document.xml"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError)
#: So large may a text be, in bytes.
_LARGEST_TEXT = 500_000_000
#: So many bytes of a packed or RTF file are looked into to see what it is.
_LOOK = 1_000_000


def _is_text(start: Start) -> bool:
    text = start.text.lstrip().replace("\r", "\n")
    return text[:1] not in ("{", "[", "<", "") and may_be_nexis(text) and is_nexis(text.split("\n"))


def _is_word(start: Start) -> bool:
    if _DOCUMENT not in start.members:
        return False
    try:
        with start.file.open() as stream, zipfile.ZipFile(stream) as package, package.open(_DOCUMENT) as part:
            text = part.read(_LOOK).decode("utf-8", "replace")
    except (*_BROKEN, KeyError):
        return False
    lines = re.split(r"</\w*:?p>|<\w*:?br\b[^<>]{0,200}/>", text)
    return is_nexis([re.sub(r"<[^<>]{0,5000}>", "", line).strip() for line in lines])


def _is_rtf(start: Start) -> bool:
    if not Rtf.begins(start.data):
        return False
    try:
        with start.file.open() as stream:
            return is_nexis(read_rtf(stream.read(_LOOK)).lines)
    except Unreadable:
        return False


@reads("nexis_text", title="LexisNexis, Nexis Uni (text)", gives="documents", endings=".txt", seen=_is_text)
def read_nexis_text(file: File) -> Iterator[Piece]:
    """Read an export of articles as plain text: one document an article.

    The old layout begins each article with ``3 of 20 DOCUMENTS`` (``Dokument 3 von 20``, ``Document 3 de 20``);
    source, day with edition, and headline follow, centred or not, then labelled lines (``BYLINE:``, ``SECTION:``,
    ``LENGTH:``), the text, and labelled lines again (``LOAD-DATE:``, ``LANGUAGE:``), in any order. In Nexis Uni title,
    source, day and labelled lines stand above ``Body``, and ``End of Document`` below. A cover page is passed over.

    Headline: `title`; source: `publisher`; byline without its ``By``: `author`; the day of the page: `published`, with
    a time and a zone of known offset `published_at` too; the language's ISO 639-1 code: `language`. Columns of their
    own: ``section``, ``edition``, ``length_words`` (as told), ``load_date``, ``copyright``, ``position`` (3 of 20),
    ``time``, ``subject`` and whatever else is labelled. `doc` is the file's name with # and the article's number in
    the file. `text`: the paragraphs, unbroken, a blank line between. Notes say where the length told is not that of
    the text by more than 30 %, where headers do not follow each other, and where the cover tells of another number of
    articles.

    Labels and days are known in English, German, French, Spanish, Italian, Portuguese, Dutch, Polish, Russian, Chinese
    and Japanese (``press_labels.csv``, ``calendar.csv``). Encoding as of any text. Source: the vendor publishes no
    description; the layouts are those that LexisNexisTools (Gruber) and tm.plugin.lexisnexis (Bouchet-Valat) read.
    """
    text = file.text(at_most=_LARGEST_TEXT)
    yield from _articles(text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n").split("\n"))


@reads("nexis_word", title="Nexis Uni, Lexis Advance (Word)", gives="documents", endings=".docx", seen=_is_word)
def read_nexis_word(file: File) -> Iterator[Piece]:
    """Read an export of articles as a Word document: one document an article, columns as of ``nexis_text``.

    Paragraphs, also those in cells of tables, are read from ``word/document.xml``; a line break ends a paragraph; text
    that was deleted, headers and footers are left out. The part may be 200 times as large as the file (100 MB always).
    Source: ECMA-376, part 1, WordprocessingML.
    """
    yield from _articles(word_lines(file))


@reads("nexis_rtf", title="LexisNexis, Nexis Uni (RTF)", gives="documents", endings=".rtf", seen=_is_rtf)
def read_nexis_rtf(file: File) -> Iterator[Piece]:
    """Read an export of articles in Rich Text Format: one document an article.

    Layouts and columns are those of ``nexis_text``, cells of tables lines of their own; what is deleted, hidden or a
    link's target is left out, pictures too. Encoding: code pages and Unicode as the file declares them. Source: Rich
    Text Format specification 1.9.1; the layouts as of ``nexis_text``.
    """
    lines = read_rtf(file.read(at_most=LARGEST)).lines
    yield from _articles([part for line in lines for part in line.split("\x07")])


def _articles(lines: Sequence[str]) -> Iterator[Piece]:
    found = False
    for article in nexis_articles(lines):
        found = True
        yield from pieces_of(article) if article.fields or article.paragraphs else article.problems
    if not found:
        raise Unreadable("no article of LexisNexis was found in it")


def word_lines(file: File) -> list[str]:
    """Return the lines of a Word document, or say why there are none."""
    most = max(ALWAYS, EXPANSION * file.size)
    try:
        with file.open() as stream, zipfile.ZipFile(stream) as package:
            if package.getinfo(_DOCUMENT).file_size > most:
                raise Unreadable(f"the document in it unpacks to more than {most:,} bytes")
            with package.open(_DOCUMENT) as part:
                return _lines_in(part, most)
    except KeyError:
        raise Unreadable(f"no Word document: there is no {_DOCUMENT} in it") from None
    except Unreadable:
        raise
    except _BROKEN as error:
        raise Unreadable(f"a Word document that can't be unpacked ({error})") from None


def _lines_in(part: IO[bytes], most: int) -> list[str]:
    from lxml import etree  # type: ignore[import-untyped]  # lxml ships no types

    data = part.read(most + 1)
    if len(data) > most:
        raise Unreadable(f"the document in it unpacks to more than {most:,} bytes")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        tree = etree.fromstring(data, parser)
    except etree.LxmlError as error:
        raise Unreadable(f"a Word document with broken XML ({error})") from None
    lines: list[str] = [""]
    for element in tree.iter():
        _add_to(lines, element)
    return lines


def _add_to(lines: list[str], element: Any) -> None:
    tag = str(element.tag).replace(_STRICT, _W)
    if tag == f"{_W}p":
        lines.append("")
    elif tag == f"{_W}t":
        parts = (element.text or "").split("\n")
        lines[-1] += parts[0]
        lines.extend(parts[1:])
    elif tag in (f"{_W}br", f"{_W}cr"):
        lines.append("")
    elif tag == f"{_W}tab" and element.getparent().tag != f"{_W}tabs":
        lines[-1] += "\t"
