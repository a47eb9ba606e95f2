"""One file to what it holds: the content tells the format, the name helps where it does not."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from conflictlib.loading._files import Found, Unreadable, decode
from conflictlib.loading.html_pages import read_html_page
from conflictlib.loading.json_documents import looks_like_json, read_json
from conflictlib.loading.tables import looks_like_table, read_csv, read_parquet
from conflictlib.loading.text_pages import read_text_page

#: Formats that `load` can be told to read every file as.
FORMATS = ("text", "html", "json", "csv", "parquet")
_SUFFIXES = {".txt": "text", ".text": "text", ".md": "text", ".markdown": "text", ".htm": "html",
             ".html": "html", ".xhtml": "html", ".json": "json", ".jsonl": "json", ".ndjson": "json",
             ".csv": "csv", ".tsv": "csv", ".tab": "csv", ".parquet": "parquet"}  # fmt: skip
# atomic groups: a page of a thousand half-open comments must not be tried in every way
_ABOVE = r"(?>(?><\?.{0,2000}?\?>|<!--.{0,2000}?-->|<!doctype.{0,2000}?>)\s*)*+"
_PAGE = re.compile(r"(?>(?><\?.{0,2000}?\?>|<!--.{0,2000}?-->)\s*)*+<!doctype\s+html\b", re.IGNORECASE | re.DOTALL)
_ELEMENT = re.compile(_ABOVE + r"<(?P<name>[A-Z][\w:.-]*)", re.IGNORECASE | re.DOTALL)
#: Elements with which a page, or a part of one that was saved alone, begins.
_PARTS = ("html", "head", "body", "title", "meta", "link", "script", "style", "article", "div", "section", "main",
          "header", "p", "h1", "h2", "h3", "span", "a", "b", "strong", "em", "i", "figure", "img", "ul", "ol",
          "table")  # fmt: skip


def read(data: bytes, name: str, form: str | None) -> Found:
    """Return what a file holds; `name` is its own, without folders; `form` one of FORMATS, None to find out."""
    if form == "parquet" or (form is None and data.startswith(b"PAR1")):
        return read_parquet(data, name)
    text, note = decode(data)
    form = form or _format(text, PurePosixPath(name).suffix.lower())
    if form == "text":
        found = read_text_page(text, markdown=name.lower().endswith((".md", ".markdown")))
    elif form == "html":
        found = read_html_page(text)
    else:
        found = read_json(text, name) if form == "json" else read_csv(text, name)
    if note:
        found.problems.insert(0, (None, note))
    return found


def _format(text: str, suffix: str) -> str:
    named = _SUFFIXES.get(suffix)
    start = text[:5_000].lstrip()
    if _PAGE.match(start) or (named == "html" and "<" in start):
        return "html"
    if element := _ELEMENT.match(start):
        if element["name"].lower() in _PARTS:
            return "html"
        raise Unreadable(f"marked up as <{element['name'][:40]}>, which is neither HTML nor plain text")
    if looks_like_json(text):
        return "json"
    if named in (None, "text") and looks_like_table(text):
        return "csv"
    if named == "parquet":
        raise Unreadable("no Parquet file (it does not begin with PAR1)")
    if named is None:
        raise Unreadable(
            f"a file of unknown kind ({suffix or 'a name without suffix'}); known are {', '.join(_SUFFIXES)}; "
            "a plain text of another name is read with format='text'"
        )
    return named
