"""HTML pages: trafilatura takes the article out of its furniture; the metadata come from what the page declares."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from typing import Any

from conflictlib.loading._files import File
from conflictlib.loading._formats import reads
from conflictlib.loading._page_metadata import PageMetadata
from conflictlib.loading._pieces import Document, Piece, Problem, Unreadable
from conflictlib.loading._saved_pages import saved_from
from conflictlib.loading._start import Start

#: Elements that begin a line of their own (HTML Living Standard, 15.3: display block, list-item, table).
_BLOCKS = frozenset(
    "address article aside blockquote body br center dd details dialog dir div dl dt fieldset figcaption figure"
    " footer form h1 h2 h3 h4 h5 h6 header hgroup hr li main menu nav ol p pre search section summary table tbody"
    " td tfoot th thead tr ul".split()
)
_UNSEEN = frozenset(
    "script style noscript template iframe object embed svg math canvas audio video button select textarea head".split()
)
_FURNITURE = frozenset("nav header footer aside form".split())
_SILENT = logging.NullHandler()


#: Elements with which a page, or a part of one that was saved alone, begins.
_PARTS = frozenset(
    "html head body title meta link script style article div section main header p h1 h2 h3 span a b strong em i"
    " figure img ul ol table".split()
)
#: A page may be so large, in bytes.
_LARGEST = 30_000_000
_DOCTYPE = re.compile(r"(?>(?><\?.{0,2000}?\?>|<!--.{0,2000}?-->)\s*)*+<!doctype\s+html\b", re.IGNORECASE | re.DOTALL)


def _is_page(start: Start) -> bool:
    text = start.text.lstrip()
    named = start.ending in (".html", ".htm", ".xhtml")
    return bool(_DOCTYPE.match(text)) or start.element in _PARTS or (named and "<" in text)


@reads("html", title="HTML pages", gives="documents", endings=".html .htm .xhtml", seen=_is_page, general=2)
def read_html(file: File) -> Iterator[Piece]:
    """Read one page, or one that a browser saved: the article without its menus, as a reader sees it.

    A paragraph a line, a blank line between, entities resolved. Title, day, publisher, author, language and address
    come from what the page says of itself, in the order of trust that ``conflictlib.loading._page_metadata`` states;
    where two places disagree, a note says so. What wrote the page on disk (SingleFile, Save Page WE, HTTrack, a browser
    with its mark of the web) says where it came from, and when: an own column ``saved``, no day of publication. A page
    larger than 30 MB is refused. Encoding: byte-order mark, UTF-8, what the page declares, a guess. Source: HTML Living
    Standard; Open Graph; schema.org; Dublin Core.
    """
    document, notes = page_of(file.text(at_most=_LARGEST))
    yield document
    yield from (Problem(note, None, "note") for note in notes)


def page_of(source: str) -> tuple[Document, list[str]]:
    """Return the document in the source of an HTML page, and where what it says of itself disagrees."""
    tree = parse(source)
    address, saved = saved_from(source)
    said = PageMetadata(tree, paragraphs(tree), saved_from=address)
    document = Document(
        _article(tree),
        title=said.title,
        published=said.published,
        url=said.url,
        publisher=said.publisher,
        author=said.author,
        language=said.language,
        others={"saved": saved} if saved else {},
    )
    return document, said.notes


def seen_by_a_reader(part: str) -> list[str]:
    """Return the paragraphs of a piece of HTML, such as the content of a post or of a feed."""
    return paragraphs(parse(f"<html><body><div>{part}</div></body></html>")) if part.strip() else []


def parse(text: str) -> Any:
    """Return the tree of an HTML page or of a part of one; nothing is fetched, no entity of a DTD is expanded."""
    import lxml.etree  # type: ignore[import-untyped]  # lxml ships no types
    import lxml.html  # type: ignore[import-untyped]

    # as UTF-8 bytes, because lxml refuses text that declares an encoding, and would else believe the page
    parser = lxml.html.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True)
    try:
        tree = lxml.html.document_fromstring(text.encode("utf-8"), parser=parser)
    except (lxml.etree.LxmlError, ValueError) as error:
        raise Unreadable(f"no HTML that can be read ({error})") from None
    return tree


def paragraphs(tree: Any, *, without: frozenset[str] = _UNSEEN) -> list[str]:
    """Return what a reader sees, a string per block or line; runs of blanks are one, entities are resolved."""
    found: list[str] = []
    line: list[str] = []
    for piece in _pieces(tree, without):
        if piece is None:
            found.append(" ".join("".join(line).split()))
            line = []
        else:
            line.append(piece)
    found.append(" ".join("".join(line).split()))
    return [paragraph for paragraph in found if paragraph]


def _pieces(tree: Any, without: frozenset[str]) -> Iterator[str | None]:
    """Give the pieces of text in order, None where a line ends. No recursion: pages nest without limit."""
    import lxml.etree

    skipped: Any = None
    kept_as_typed = 0  # how many `pre` are open
    for event, element in lxml.etree.iterwalk(tree, events=("start", "end")):
        if skipped is None and element.tag in _BLOCKS:
            yield None
        kept_as_typed += (element.tag == "pre") * (1 if event == "start" else -1)
        if event == "start":
            if skipped is None and element.tag in without:
                skipped = element
            words = element.text
        else:
            if element is skipped:
                skipped = None
            words = element.tail if element is not tree else None
        if skipped is None and words:
            yield from _lines(words) if kept_as_typed else (words,)


def _lines(words: str) -> Iterator[str | None]:
    for line in words.splitlines(keepends=True):
        yield line
        if line != line.rstrip("\r\n"):
            yield None


def _article(tree: Any) -> str:
    """Return the article; the page's lines without menus where trafilatura finds none."""
    import copy

    import trafilatura

    logging.getLogger("trafilatura").addHandler(_SILENT)  # what it complains of is in the problems already
    text = trafilatura.extract(copy.deepcopy(tree), favor_recall=True, include_comments=False)
    lines = _own_lines(tree, text) if text else paragraphs(tree, without=_UNSEEN | _FURNITURE)
    if not lines:
        raise Unreadable("no running text could be found in this HTML page")
    return "\n\n".join(lines)


def _own_lines(tree: Any, extracted: str) -> list[str]:
    """Return the page's own lines that were extracted.

    On short pages trafilatura breaks a sentence at every link, or joins what a line break parts. Where what it took
    is no sequence of whole lines of the page, its own lines stay.
    """
    wanted, at, lines = _bare(extracted), 0, []
    for line in paragraphs(tree):
        bare = _bare(line)
        if bare and wanted.startswith(bare, at):
            lines.append(line)
            at += len(bare)
    return lines if at == len(wanted) else [" ".join(line.split()) for line in extracted.splitlines() if line.strip()]


def _bare(text: str) -> str:
    """Return `text` without blanks and the marks that stand for list items and cells."""
    return re.sub(r"[\s|•-]+", "", text)
