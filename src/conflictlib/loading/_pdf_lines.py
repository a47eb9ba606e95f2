"""The lines of a PDF in the order in which they were written, each with its place on the page."""

from __future__ import annotations

import logging
import math
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from conflictlib.loading._pieces import Problem, Unreadable

#: So many pages, operators of drawing and characters of one PDF are read; a form or picture counts as 500 operators.
MOST_PAGES, MOST_OPERATORS, MOST_CHARACTERS = 20_000, 5_000_000, 50_000_000
_FORM = 500
#: So many bytes may the drawing of one page have, and that of all together (a megabyte takes a third of a second).
LARGEST_PAGE, LARGEST = 20_000_000, 300_000_000
#: Letters drawn as one, which fonts give back as one character (Unicode, Alphabetic Presentation Forms).
_JOINED_LETTERS = {code: unicodedata.normalize("NFKC", chr(code)) for code in range(0xFB00, 0xFB07)}
_SILENT = logging.NullHandler()
_BLANKS = re.compile(r"[^\S\n]+")


@dataclass(frozen=True)
class Line:
    """A line of print: its page from 1, where it begins in points (`y` grows upwards), and its type."""

    text: str
    page: int
    x: float
    y: float
    size: float
    bold: bool = False


class _Endless(BaseException):  # pypdf passes over what is an Exception in a form
    """A page draws more than is read of one file."""


@dataclass
class _Page:
    """What is written on one page, while it is read."""

    number: int
    lines: list[Line] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    place: tuple[float, float, float, bool] | None = None
    n_operators: int = 0
    n_bytes: int = 0

    def add(self, text: str, outer: Sequence[float], inner: Sequence[float], font: Any, size: float) -> None:
        """Take a piece of text with the matrices that place it (ISO 32000-1, 9.4.4)."""
        for part in text.splitlines(keepends=True):
            if part.strip() and self.place is None:
                self.place = *_placed(outer, inner, size), "bold" in str((font or {}).get("/BaseFont")).lower()
            self.words.append(part)
            if part.endswith("\n"):
                self.end_line()

    def count(self, operator: bytes, *_: object) -> None:
        """Count an operator: forms may draw each other again and again, so that a small file draws without end."""
        self.n_operators += _FORM if operator == b"Do" else 1
        if self.n_operators > MOST_OPERATORS:
            raise _Endless

    def end_line(self) -> None:
        """End the line that was begun."""
        text = _BLANKS.sub(" ", "".join(self.words).translate(_JOINED_LETTERS)).strip()
        if text and self.place is not None:
            self.lines.append(Line(text, self.number, *self.place))
        self.words, self.place = [], None


def _placed(outer: Sequence[float], inner: Sequence[float], size: float) -> tuple[float, float, float]:
    """Return where a text begins and how large it is, seen in its own direction, so that turned pages are as others."""
    a, b = inner[0] * outer[0] + inner[1] * outer[2], inner[0] * outer[1] + inner[1] * outer[3]
    x = inner[4] * outer[0] + inner[5] * outer[2] + outer[4]
    y = inner[4] * outer[1] + inner[5] * outer[3] + outer[5]
    scale = math.hypot(a, b)
    if not (scale and all(map(math.isfinite, (scale, x, y, size)))):
        return 0.0, 0.0, 1.0
    return (a * x + b * y) / scale, (a * y - b * x) / scale, abs(size * scale)


def opened(path: Any) -> Any:
    """Open a PDF, without a password where it needs none to be read."""
    import pypdf

    logging.getLogger("pypdf").addHandler(_SILENT)  # what is wrong is told in the problems
    try:
        reader = pypdf.PdfReader(path)
        if reader.is_encrypted and not reader.decrypt(""):
            raise Unreadable("locked with a password; save it without one")
        n_pages = len(reader.pages)
    except Unreadable:
        raise
    except pypdf.errors.DependencyError:
        raise Unreadable("encrypted with AES, which needs the package cryptography; pip install cryptography") from None
    except Exception as error:  # on damaged files pypdf raises whatever Python does
        raise Unreadable(f"no PDF that can be read, or it is cut off ({_shown(error)})") from None
    if not n_pages:
        raise Unreadable("no PDF that can be read, or it is cut off (it has no pages)")
    if n_pages > MOST_PAGES:
        raise Unreadable(f"{n_pages:,} pages; {MOST_PAGES:,} are read at most")
    return reader


def lines_of(reader: Any) -> Iterator[list[Line] | Problem]:
    """Give the lines of each page in turn, and a problem for each page that has none to give."""
    n_operators = n_characters = n_bytes = 0
    for number in range(1, len(reader.pages) + 1):
        page = _Page(number, n_operators=n_operators)
        try:
            drawn = reader.pages[number - 1]
            page.n_bytes = _within_bounds(drawn)
            drawn.extract_text(visitor_text=page.add, visitor_operand_before=page.count)
            page.end_line()
            if not page.lines and _pictures(drawn):
                yield Problem(f"page {number} has no text layer, it is a picture; OCR it first", number, "incomplete")
        except _Endless:
            page.end_line()
        except Unreadable as problem:
            yield Problem(f"page {number}: {problem.reason}", number, "incomplete")
        except Exception as error:  # as above; what was read of the page before is kept
            page.end_line()
            yield Problem(f"page {number} can't be read to its end ({_shown(error)})", number, "incomplete")
        yield page.lines
        n_operators = page.n_operators
        n_characters += sum(len(line.text) for line in page.lines)
        n_bytes += page.n_bytes
        if n_operators > MOST_OPERATORS or n_characters > MOST_CHARACTERS or n_bytes > LARGEST:
            reason = f"too much text or drawing for one PDF; pages 1 to {number} of {len(reader.pages)} are read"
            yield Problem(reason, number, "incomplete")
            return


def _within_bounds(page: Any) -> int:
    """Return the size of a page's drawing if it may be read."""
    contents = page.get_contents()
    size = len(contents.get_data()) if contents is not None else 0
    if size > LARGEST_PAGE:
        raise Unreadable(f"{size:,} bytes of drawing; {LARGEST_PAGE:,} are read at most")
    return size


def _pictures(page: Any) -> bool:
    """Say whether a picture, or a form that may hold one, is drawn on a page."""
    resources = page.get("/Resources")
    drawn = resources.get_object().get("/XObject") if resources is not None else None
    return bool(drawn is not None and drawn.get_object())


def _shown(error: Exception) -> str:
    return " ".join(str(error).split())[:120] or type(error).__name__
