"""PDF with a text layer, by pypdf."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from typing import Any

from conflictlib.loading._dates import day_in_head
from conflictlib.loading._files import File
from conflictlib.loading._formats import reads
from conflictlib.loading._paragraphs import paragraphs_of, running_lines
from conflictlib.loading._pdf_lines import Line, lines_of, opened
from conflictlib.loading._pieces import Document, Piece, Problem, Unreadable
from conflictlib.loading._start import Start

_LARGEST = 500_000_000
#: What programs write into the field for the title, and is none.
_NO_TITLE = re.compile(
    r"(?:microsoft (?:word|powerpoint) - .*|untitled.*|unbenannt.*|sans titre.*|document\s?\d*|powerpoint presentation"
    r"|slide \d+|.*\.(?:docx?|dotx?|rtf|odt|indd|qx[dp]|pdf|pages|wpd|pptx?|tex|dvi|html?)|file:.*|https?:.*|about:.*)",
    re.IGNORECASE | re.DOTALL,
)
_MADE = re.compile(r"(?:D:)?((?:19|20)\d\d)(\d\d)(\d\d)(?:(\d\d)(\d\d)(\d\d)?)?(?:(Z)|([+-]\d\d)'?(\d\d)?)?")
#: Programs that print web pages: the day of their files is that on which someone saved the page.
_BROWSER = re.compile(r"skia/pdf|chrom|mozilla|firefox|webkit|wkhtml|quartz|web capture|qt \d", re.IGNORECASE)
#: What browsers print above and below a page.
_CLOCK = re.compile(r"\d{1,4}[./-]\s?\d{1,2}[./-]\s?\d{1,4},?\s+\d{1,2}:\d\d(?:\s?[AP]M)?\b.*", re.IGNORECASE)
_PAGE_OF = re.compile(
    r"(?P<url>https?://\S+|file://\S+)?\s*(?P<page>\d{1,5})\s?(?:/|of|von|sur|de)\s?(?P<pages>\d{1,5})"
)


def _is_pdf(start: Start) -> bool:
    return b"%PDF-" in start.data[:1024]  # bytes may stand before it (ISO 32000-1, note on Acrobat)


@reads("pdf", title="PDF with a text layer", gives="documents", endings=".pdf", seen=_is_pdf)
def read_pdf(file: File) -> Iterator[Piece]:
    """Read one PDF as one document.

    `text` is what stands on the pages in the order in which it was written, a blank line between paragraphs: lines
    are joined, words that were broken at a line's end too (the hyphen stays in a word that has one elsewhere), joined
    letters such as ﬁ are two. Headers, footers and page numbers go where they stand on most pages at one height.

    `title` is the document information's or the XMP metadata's if it is one (no file name), else the largest line of
    the first page. `published` is the day in the head of the text; failing that, the day on which the file was made,
    with a note, unless a browser made it, which gives the day of saving. Own columns: `created` and `modified` as in
    the file, `pages`. `url` is the address that a browser printed below the page.

    Pages without a text layer (scans) are problems: OCR them first. A file that opens only with a password is
    refused. The order of text is the file's own: a page whose columns were written line by line across stays so.
    Source: ISO 32000-1:2008 (PDF 1.7), 9.4, 14.3.
    """
    if file.size > _LARGEST:
        raise Unreadable(f"larger than {_LARGEST:,} bytes, the most that is read of a PDF")
    with file.open() as stream:
        reader = opened(stream)
        pages: list[list[Line]] = []
        problems: list[Problem] = []
        for found in lines_of(reader):
            if isinstance(found, Problem):
                problems.append(found)
            else:
                pages.append(found)
        if not any(pages):
            yield from _without_text(problems)
            return
        document, notes = _document(reader, pages)
    yield document
    yield from [*problems, *notes]


def _without_text(problems: Sequence[Problem]) -> Iterator[Problem]:
    """Say once that there is no text in any page, and why."""
    other = [problem for problem in problems if "text layer" not in problem.reason]
    yield from other
    if not other or len(other) < len(problems):
        raise Unreadable("no text layer: the pages are pictures, or empty; OCR it first")


def _document(reader: Any, pages: Sequence[Sequence[Line]]) -> tuple[Document, list[Problem]]:
    running, url = _printed_by_a_browser(pages)
    running |= running_lines(pages)
    lines = [line for page in pages for line in page if line not in running]
    paragraphs = paragraphs_of(lines)
    text = "\n\n".join(paragraphs)
    _check_letters(text)
    fields = _fields(reader)
    edges = [line.text for line in pages[0] if line in running and not _CLOCK.fullmatch(line.text)]
    day: object = day_in_head(line.text for line in lines[:20]) or day_in_head(edges)
    made = fields["created"]
    notes: list[Problem] = []
    if day is None and made:
        day, notes = _day_made(made, browser=bool(url) or bool(_BROWSER.search(str(fields["producer"]))))
    document = Document(text, title=fields["title"] or _largest(lines), author=fields["author"], published=day, url=url,
                        language=fields["language"], others=_others(made, fields["modified"], len(pages)))  # fmt: skip
    return document, notes


def _day_made(made: str, *, browser: bool) -> tuple[str | None, list[Problem]]:
    if browser:
        reason = f"no day in the head of the text; {made[:10]} is that on which a browser made the file, and not taken"
        return None, [Problem(reason, None, "note")]
    reason = f"no day in the head of the text; published is {made[:10]}, the day on which the file was made"
    return made[:10], [Problem(reason, None, "note")]


def _others(made: str | None, modified: str | None, n_pages: int) -> dict[str, object]:
    known = {"created": made, "modified": modified, "pages": n_pages}
    return {key: value for key, value in known.items() if value is not None}


def _check_letters(text: str) -> None:
    """Refuse what is no text: fonts without a table to Unicode give characters that mean nothing."""
    if not text.strip():
        raise Unreadable("no text layer besides headers and page numbers; OCR it first")
    bad = sum(unicodedata.category(c) in ("Co", "Cn", "Cc") or c == "\ufffd" for c in text if c not in "\n\t")
    if bad * 5 > len(text):
        raise Unreadable("the text layer can't be decoded: its fonts don't say which letters they draw; OCR it first")


def _fields(reader: Any) -> dict[str, str | None]:
    """Return what the document information, the XMP metadata and the catalogue say."""
    said: dict[str, str | None] = {}
    for name, key in (("title", "/Title"), ("author", "/Author"), ("created", "/CreationDate"),
                      ("modified", "/ModDate"), ("producer", "/Producer"), ("creator", "/Creator")):  # fmt: skip
        said[name] = _words(lambda key=key: (reader.metadata or {}).get(key))
    title = said["title"] or _words(lambda: _language_first(reader.xmp_metadata.dc_title))
    author = said["author"] or _words(lambda: "; ".join(reader.xmp_metadata.dc_creator))
    code = re.match(r"[A-Za-z]{2}(?=[-_]|$)", _words(lambda: reader.trailer["/Root"]["/Lang"]) or "")
    return {
        "title": None if title is None or _NO_TITLE.fullmatch(title) else title,
        "author": author,
        "created": _moment(said["created"]) or _words(lambda: f"{reader.xmp_metadata.xmp_create_date:%Y-%m-%d}"),
        "modified": _moment(said["modified"]),
        "producer": f"{said['producer']} {said['creator']}",
        "language": code[0].lower() if code else None,
    }


def _language_first(titles: dict[str, str]) -> str | None:
    return titles.get("x-default") or next(iter(titles.values()), None)


def _words(read: Any) -> str | None:
    """Return what `read` gives as words; None where it is missing or damaged."""
    try:
        value = read()
    except Exception:  # on damaged metadata pypdf raises whatever Python does
        return None
    text = " ".join(str(value).replace("\0", " ").split()) if value is not None else ""
    return text[:2000] or None


def _moment(value: str | None) -> str | None:
    """Return a date of PDF (``D:20240512103000+02'00'``) as ISO 8601, None if it is none (ISO 32000-1, 7.9.4)."""
    match = _MADE.match(value or "")
    if match is None:
        return None
    year, month, day, hour, minute, second, utc, zone, zone_minutes = match.groups()
    clock = f"T{hour}:{minute}:{second or '00'}" if hour else ""
    return f"{year}-{month}-{day}{clock}" + (
        ("Z" if utc else f"{zone}:{zone_minutes or '00'}" if zone else "") * bool(clock)
    )


def _printed_by_a_browser(pages: Sequence[Sequence[Line]]) -> tuple[set[Line], str | None]:
    """Return what a browser printed around each page, and the address: it counts the pages as 1/3, 2/3, 3/3."""
    found: set[Line] = set()
    url = None
    for number, page in enumerate(pages, 1):
        ordered = sorted(page, key=lambda line: -line.y)
        foot = [(line, match) for line in ordered[-3:] if (match := _PAGE_OF.fullmatch(line.text))]
        good = [(line, m) for line, m in foot if (int(m["page"]), int(m["pages"])) == (number, len(pages))]
        if page and not good:
            return set(), None
        clocks = [line for line in ordered[:2] if _CLOCK.fullmatch(line.text)]
        beside = [line for line, _ in good] + clocks
        level = [line for line in page if any(abs(line.y - edge.y) < 1 for edge in beside)]
        found.update(level if clocks else [])
        addresses = [match[0] for line in level if (match := re.match(r"https?://[^\s]+", line.text))]
        url = url or next(iter(addresses), None)
    return found, url if found else None


def _largest(lines: Sequence[Line]) -> str | None:
    """Return the largest line of the first page, with those of its size below it, if it is larger than the text."""
    first = [line for line in lines if line.page == lines[0].page]
    sizes = sorted(line.size for line in lines for _ in range(len(line.text)))
    largest = max(line.size for line in first)
    if largest < 1.15 * sizes[len(sizes) // 2]:
        return None
    at = next(number for number, line in enumerate(first) if line.size == largest)
    end = next((n for n in range(at, len(first)) if abs(first[n].size - largest) > 0.1), len(first))
    title = " ".join(line.text for line in first[at:end])
    return title if 3 < len(title) <= 300 else None
