"""Explained pages as HTML: no script, nothing from elsewhere; what is selected is told by CSS alone."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from conflictlib.explaining.marking import Piece, pieces
from conflictlib.explaining.wording import PageInWords
from conflictlib.webpage import environment, write

if TYPE_CHECKING:
    import jinja2
    from markupsafe import Markup

    from conflictlib.codebook import Codebook

TEMPLATES = Path(__file__).parent / "templates"

#: Characters that turn the direction of the text behind them.
_TURNS = re.compile("[\u202a-\u202e\u2066-\u2069]")


def fragment(pages: Sequence[PageInWords], codebook: Codebook) -> str:
    """Return explained pages as a piece of HTML for a notebook, whose own look it leaves alone."""
    return _filled("fragment.html.j2", pages=pages, codebook=codebook).decode("utf-8")


def page(pages: Sequence[PageInWords], codebook: Codebook, *, index: bool = False) -> bytes:
    """Return explained pages as one file; `index` if an ``index.html`` stands beside it."""
    return _filled("explanation.html.j2", pages=pages, codebook=codebook, index=index)


def index(names: Mapping[str, PageInWords]) -> bytes:
    """Return a list of explained pages, by the names of their files."""
    return _filled("index.html.j2", names=names)


def _filled(template: str, **values: object) -> bytes:
    return write(_environment(), template, {"version": version("conflictlib"), **values})


def _environment() -> jinja2.Environment:
    made = environment(TEMPLATES)
    made.filters |= {"pieces": _pieces, "exactly": exactly, "straight": straight}
    made.filters |= {"key": _key, "polarity_class": _polarity_class}
    made.globals |= {"explain_style": (TEMPLATES / "explain.css").read_text(encoding="utf-8")}
    return made


def _pieces(shown: PageInWords) -> list[Piece]:
    return pieces(shown.text, [mark for said in shown.statements for mark in said.marks])


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
