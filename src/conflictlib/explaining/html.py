"""Explained pages as HTML: no script, nothing from elsewhere; what is selected is told by CSS alone."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from conflictlib.explaining.marking import ROLES, Piece, pieces
from conflictlib.explaining.wording import PageInWords, StatementInWords
from conflictlib.webpage import environment, write

if TYPE_CHECKING:
    import jinja2
    from markupsafe import Markup

    from conflictlib.codebook import Codebook

TEMPLATES = Path(__file__).parent / "templates"

#: Statements beside one part of a text. A browser asks for each of them whether it is pointed at, and for each looks
#: through the part: 1,700 in one part take it two seconds for a movement of the mouse, 100 take it none.
MOST = 100

#: Characters that turn the direction of the text behind them.
_TURNS = re.compile("[\u202a-\u202e\u2066-\u2069]")


@dataclass(frozen=True)
class Part:
    """A part of a page: its text in pieces, and the statements that stand in it."""

    pieces: list[Piece]
    statements: list[StatementInWords]


def fragment(pages: Sequence[PageInWords], codebook: Codebook) -> str:
    """Return explained pages as a piece of HTML for a notebook, whose own look it leaves alone."""
    return _filled("fragment.html.j2", pages=pages, codebook=codebook).decode("utf-8")


def page(pages: Sequence[PageInWords], codebook: Codebook, *, index: bool = False, report: str = "") -> bytes:
    """Return explained pages as one file.

    `index` if an ``index.html`` stands beside it; `report` is the title of one that stands in the folder above.
    """
    return _filled("explanation.html.j2", pages=pages, codebook=codebook, index=index, report=report)


def file_names(docs: Iterable[str]) -> Iterator[str]:
    """Name a file after each page, without what a file system or an address would misread, each name once.

    >>> list(file_names(["../a b?.html", "..", "a-b-.html", "A-B-.HTML"]))
    ['a-b-.html.html', 'page.html', 'a-b-.html-2.html', 'A-B-.HTML-3.html']
    """
    taken = {"index"}
    for doc in docs:
        plain = re.sub(r"[^\w.-]+", "-", doc).strip("-.")
        plain = plain.encode("utf-8")[:100].decode("utf-8", "ignore") or "page"  # file systems count bytes
        name, number = plain, 1
        while name.casefold() in taken:
            number += 1
            name = f"{plain}-{number}"
        taken.add(name.casefold())
        yield f"{name}.html"


def anchor(shown: PageInWords, said: StatementInWords) -> str:
    """Return the name of the place on a page at which a statement is selected."""
    return f"cl-{_key(shown)}-{said.number}"


def index(names: Mapping[str, PageInWords]) -> bytes:
    """Return a list of explained pages, by the names of their files."""
    return _filled("index.html.j2", names=names)


def _filled(template: str, **values: object) -> bytes:
    return write(_environment(), template, {"version": version("conflictlib"), **values})


def _environment() -> jinja2.Environment:
    made = environment(TEMPLATES)
    made.filters |= {"parts": parts, "exactly": exactly, "straight": straight}
    made.filters |= {"key": _key, "polarity_class": _polarity_class}
    made.globals |= {"explain_style": (TEMPLATES / "explain.css").read_text(encoding="utf-8")}
    return made


def parts(shown: PageInWords, *, most: int = MOST) -> list[Part]:
    """Cut a long page between lines into parts of about `most` statements, none of which stands in two."""
    edges = [0, *_breaks(shown, most), len(shown.text)]
    cut = pieces(shown.text, [mark for said in shown.statements for mark in said.marks], at=edges)
    found = []
    for start, end in pairwise(edges):
        here = [said for said in shown.statements if start <= _extent(said)[0] < end]
        found.append(Part([piece for piece in cut if start <= piece.start < end], here))
    return found


def _breaks(shown: PageInWords, most: int) -> list[int]:
    found, n_statements, reached = [], 0, 0
    for start, end in sorted(_extent(said) for said in shown.statements):
        line = shown.text.rfind("\n", reached, start) + 1  # of a statement that reaches into another none is found
        if n_statements >= most and line:
            found.append(line)
            n_statements = 0
        n_statements += 1
        reached = max(reached, end)
    return found


def _extent(said: StatementInWords) -> tuple[int, int]:
    """Return from where to where the words of a statement stand; one coded by hand may have none."""
    words = [mark for mark in said.marks if mark.role in ROLES]
    return min((mark.start for mark in words), default=0), max((mark.end for mark in words), default=0)


def exactly(text: str) -> Markup:
    """Escape a text so that a browser shows all of it, character for character, and nothing in it acts.

    A carriage return would be read as a line feed. A character that turns the direction of writing is shown
    by its number and kept from acting on what follows.
    """
    from markupsafe import Markup, escape

    safe = str(escape(text)).replace("\r", "&#13;")
    return Markup(_TURNS.sub(_turn, safe))  # noqa: S704  # escaped just above


def _turn(match: re.Match[str]) -> str:
    return f'<bdi class="turn" data-c="U+{ord(match.group()):04X}">{match.group()}</bdi>'


def straight(text: str) -> str:
    """Leave out what turns the direction, for places that hold no markup: a window's title, a label read aloud."""
    return _TURNS.sub("", text)


def _key(shown: PageInWords) -> str:
    """Return what sets the names in one page's HTML apart from those of another."""
    return hashlib.sha256(shown.doc_id.encode("utf-8", "replace")).hexdigest()[:8]


def _polarity_class(polarity: int) -> str:
    return {1: "for", -1: "against"}.get(polarity, "neither")
