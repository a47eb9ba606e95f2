"""Web pages saved whole in one file (.mht, .mhtml)."""

from __future__ import annotations

import email.errors
import email.message
import email.parser
import email.policy
import re
from collections.abc import Iterator
from email.header import decode_header, make_header

from conflictlib.loading._decoding import decode
from conflictlib.loading._files import File, printable
from conflictlib.loading._formats import reads
from conflictlib.loading._pieces import Piece, Problem, Unreadable
from conflictlib.loading._saved_pages import moment_of
from conflictlib.loading._start import Start
from conflictlib.loading.formats.html_pages import page_of

_LARGEST = 300_000_000
_HEADERS = re.compile(r"(?:From [^\n]*\n)?(?:[A-Za-z][\w-]*:[^\n]*\n(?:[ \t][^\n]*\n)*)+", re.ASCII)
_TYPE = re.compile(r"^content-type:\s*(?:multipart/related|text/html)\b", re.IGNORECASE | re.MULTILINE)
_SAVED = re.compile(r"^(?:snapshot-content-location:|content-location:|from:\s*[\"<]*saved by"
                    r"|x-(?:maf|unmht)[\w-]*:)", re.IGNORECASE | re.MULTILINE)  # fmt: skip
_PAGES = ("text/html", "application/xhtml+xml")


def _is_saved_page(start: Start) -> bool:
    match = _HEADERS.match(start.text.lstrip().replace("\r\n", "\n"))
    if match is None or not _TYPE.search(match[0]):
        return False
    return start.ending in (".mht", ".mhtml") or bool(_SAVED.search(match[0]))


@reads("mhtml", title="Web pages saved in one file (MHTML)", gives="documents", endings=".mht .mhtml",
       seen=_is_saved_page)  # fmt: skip
def read_mhtml(file: File) -> Iterator[Piece]:
    """Read the page itself; its pictures, scripts and frames are left.

    The page is the part that ``start`` names, else the one at ``Snapshot-Content-Location``, else the first HTML.
    It is read as an HTML page: `url` is the address that it declares, else ``Snapshot-Content-Location`` (Chrome,
    Edge, Opera) or ``Content-Location`` (Internet Explorer, Word, Firefox with UnMHT or MAF). ``Subject`` is the
    `title` of a page without one. Own column: `saved`, the header ``Date`` in UTC, which is no day of publication.
    Encodings: what the part says, else what the page declares. Source: RFC 2557 (MHTML), RFC 2387.
    """
    message = email.parser.BytesParser(policy=email.policy.compat32).parsebytes(file.read(at_most=_LARGEST))
    page = _page(message)
    if page is None:
        raise Unreadable("no part of it is an HTML page; the file is cut off, or no saved page")
    document, notes = page_of(_source(page, file))
    document.title = document.title or _header(message, "Subject")
    document.url = document.url or _address(message, page)
    saved = moment_of(_header(message, "Date") or "")
    if saved:
        document.others = {**document.others, "saved": saved}
    yield document
    yield from (Problem(note, None, "note") for note in notes)
    if message.defects and page is list(message.walk())[-1]:  # the end mark of the parts is missing
        yield Problem("the file ends within the page; what is there is read", None, "incomplete")


def _page(message: email.message.Message) -> email.message.Message | None:
    """Return the part that is the page, None if there is none."""
    pages = [part for part in message.walk() if part.get_content_type() in _PAGES]
    start = str(message.get_param("start") or "").strip()
    address = _header(message, "Snapshot-Content-Location")
    for part in pages:
        if start and start.strip("<>") == str(part.get("Content-ID") or "").strip(" <>"):
            return part
    for part in pages:
        if address and address == _header(part, "Content-Location"):
            return part
    return next(iter(pages), None)


def _source(page: email.message.Message, file: File) -> str:
    data = page.get_payload(decode=True)
    if not isinstance(data, bytes) or not data.strip():
        raise Unreadable("the page in it is empty")
    charset = str(page.get_param("charset") or "").strip("\"' ").lower()
    try:
        text = data.decode({"unicode": "utf-16", "iso-8859-1": "cp1252", "us-ascii": "", "gb2312": "gb18030"}.get(
            charset, charset), "strict")  # fmt: skip
    except (LookupError, UnicodeError, ValueError):  # none is said, or a wrong one
        text, note = decode(data)
        file.notes += [note] if note else []
    return printable(text.removeprefix("\ufeff"))


def _address(message: email.message.Message, page: email.message.Message) -> str | None:
    found = [_header(message, "Snapshot-Content-Location"), _header(page, "Content-Location"),
             _header(message, "Content-Location")]  # fmt: skip
    return next((address for address in found if address and re.match(r"https?://", address)), None)


def _header(part: email.message.Message, name: str) -> str | None:
    """Return a header with its encoded words (RFC 2047) as text; an address may be broken over lines."""
    value = part.get(name)
    if value is None:
        return None
    try:
        text = str(make_header(decode_header(str(value))))
    except (LookupError, UnicodeError, ValueError, AssertionError, email.errors.MessageError):
        text = str(value)
    text = "".join(text.split()) if name.endswith("Location") else " ".join(text.split())
    return printable(text)[:2000] or None
