"""HTML that a notebook brought along, written anew with nothing in it that runs or is loaded from elsewhere.

Only the tags and attributes below survive, every text is escaped again, and the content of scripts and styles
goes. On the way numbers in tables, and the headings above them, get the class ``number``.
"""

from __future__ import annotations

import re
from html import escape
from html.parser import HTMLParser

_TAGS = frozenset({
    "a", "abbr", "b", "blockquote", "br", "caption", "code", "col", "colgroup", "dd", "del",
    "details", "div", "dl", "dt", "em", "figcaption", "figure", "h1", "h2", "h3", "h4", "h5", "h6",
    "hr", "i", "img", "ins", "kbd", "li", "mark", "ol", "p", "pre", "q", "s", "small", "span",
    "strong", "sub", "summary", "sup", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "u",
    "ul",
})  # fmt: skip
_EMPTY = frozenset({"br", "hr", "img", "col"})
_DROPPED = frozenset({
    "script", "style", "iframe", "object", "embed", "noscript", "template", "title", "textarea",
    "svg", "math", "select", "button", "form", "video", "audio", "canvas", "head",
})  # fmt: skip
_ATTRIBUTES = frozenset({
    "class", "title", "colspan", "rowspan", "scope", "alt", "width", "height", "start", "lang",
    "dir",
})  # fmt: skip
_ALIGNED = re.compile(r"text-align:\s*(left|right|center);?")
_LINK = re.compile(r"(https?://|mailto:|#|(?!/)[\w.-]+(/[\w.-]+)*(#[\w-]*)?$)", re.I)
_PICTURE = re.compile(r"data:image/(png|jpeg|gif|svg\+xml|webp);base64,[A-Za-z0-9+/=\s]+$")
_NUMBER = re.compile(r"\s*[-−+]?\d[\d,.\u202f\u00a0]*\s*%?\s*")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
#: How pandas writes a value that is missing.
_MISSING = ("NaN", "NaT", "None", "&lt;NA&gt;")


class _Writer(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self.open: list[str] = []
        self.dropping: list[str] = []
        self.column = -1
        self.cell = -1  # piece with which the present cell begins
        self.headings: dict[int, int] = {}  # column to the piece with which its heading begins

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _DROPPED or self.dropping:
            if tag in _DROPPED and tag != "embed":
                self.dropping.append(tag)
            return
        if tag not in _TAGS:
            return
        self._note_table(tag)
        kept = "".join(f' {name}="{escape(value)}"' for name, value in _allowed(tag, attrs))
        self.pieces.append(f"<{tag}{kept}>")
        if tag not in _EMPTY:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _EMPTY or not (tag in _TAGS or tag in _DROPPED):
            self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if self.dropping:
            if tag == self.dropping[-1]:
                self.dropping.pop()
            return
        if tag not in self.open:
            return
        if tag == "td":
            self._set_cell()
        while self.open:  # what was left open inside is closed
            last = self.open.pop()
            self.pieces.append(f"</{last}>")
            if last == tag:
                break

    def handle_data(self, data: str) -> None:
        if not self.dropping:
            self.pieces.append(escape(data, quote=False))

    def finish(self) -> str:
        self.close()
        return "".join([*self.pieces, *(f"</{tag}>" for tag in reversed(self.open))])

    def _note_table(self, tag: str) -> None:
        if tag == "table":
            self.headings = {}
        elif tag == "tr":
            self.column = -1
        elif tag in ("td", "th"):
            self.column += 1
            self.cell = len(self.pieces)
            if tag == "th" and "thead" in self.open:
                self.headings[self.column] = self.cell

    def _set_cell(self) -> None:
        """Set numbers to the right, keep a day on one line, and show what is missing as a dash."""
        if not 0 <= self.cell < len(self.pieces):
            return
        said = "".join(self.pieces[self.cell + 1 :])
        if said in _MISSING:
            self.pieces[self.cell + 1 :] = ["–"]
        elif _DAY.fullmatch(said):
            self._give_class(self.cell, "day")
        elif _NUMBER.fullmatch(said):
            for piece in {self.cell, self.headings.get(self.column, self.cell)}:
                self._give_class(piece, "number")

    def _give_class(self, piece: int, name: str) -> None:
        start = self.pieces[piece]
        if "class=" not in start:
            self.pieces[piece] = f'{start[:3]} class="{name}"{start[3:]}'


def _allowed(tag: str, attrs: list[tuple[str, str | None]]) -> list[tuple[str, str]]:
    kept = []
    for name, value in ((name, (value or "").strip()) for name, value in attrs):
        fits = (
            name in _ATTRIBUTES
            or (name == "href" and tag == "a" and _LINK.match(value) is not None)
            or (name == "src" and tag == "img" and _PICTURE.match(value) is not None)
            or (name == "style" and tag in ("td", "th") and _ALIGNED.fullmatch(value) is not None)
            or (name == "id" and tag[0] == "h" and re.fullmatch(r"[\w-]+", value) is not None)
        )
        if fits:
            kept.append((name, value))
    return kept


def clean(html: str) -> str:
    """Return `html` with nothing but plain markup.

    >>> clean('<p onclick="x()">One <b>two</b><script>alert(1)</script> &lt;i&gt; <img src="http://a/b.png">')
    '<p>One <b>two</b> &lt;i&gt; <img></p>'
    """
    writer = _Writer()
    writer.feed(html)
    return writer.finish()
