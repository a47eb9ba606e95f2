"""A report as one HTML file, to send and to print: its pages one after another, nothing beside it needed."""

from __future__ import annotations

import base64
import hashlib
from collections import Counter
from collections.abc import Mapping
from functools import partial
from itertools import accumulate
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import unquote

from conflictlib.reports.sheet import Sheet, free, link, read, relink
from conflictlib.webpage import SHARED, number

if TYPE_CHECKING:
    from lxml.html import HtmlElement  # type: ignore[import-untyped]  # lxml ships no types

#: What the one file of a report is called in its folder, and the same as PDF.
SINGLE, PDF = "report.html", "report.pdf"

#: Where it begins, for links back: the anchor of ``index.html``.
START = "#index"

#: Statements of the coder that are shown, each with its sentence; about a dozen printed pages.
MOST_STATEMENTS = 100

#: Bytes of a subfolder's pages up to which they are taken in: all or none, lest some links lead on and some not.
MOST_BYTES = 300_000

_NOTHING_LOADED = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"
_NO_ALT = "A picture without a description"
_KINDS = {".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".gif": "image/gif",
          ".webp": "image/webp", ".svg": "image/svg+xml"}  # fmt: skip
_NAMED = {".png": ("chart as PNG", "charts as PNG"), ".svg": ("chart as SVG", "charts as SVG"),
          ".csv": ("table as CSV", "tables as CSV"), ".jsonl": ("table as JSON Lines", "tables as JSON Lines"),
          ".xlsx": ("table as Excel file", "tables as Excel files"),
          ".ipynb": ("notebook with its code", "notebooks with their code")}  # fmt: skip


def single_file(folder: Path) -> bytes:
    """Put the pages of a finished report together as one HTML file.

    The order is a reader's: what the report is about and what is in it, what has changed (``changes.html``), the
    notebooks as the index has them, what the coder found, the pages behind these, and at the end the parameters
    and what could not be read. Links between pages lead to places in the file, pictures stand in it once each,
    and nothing in it runs or is loaded. Of the coder's statements `MOST_STATEMENTS` are taken in at most; the
    pages of a subfolder all or, above `MOST_BYTES`, none. What is left to the folder is said. The same folder
    gives the same bytes.

    Parameters
    ----------
    folder
        A folder with ``index.html`` in it, as `report` makes them.

    Raises
    ------
    FileNotFoundError
        There is no ``index.html``.
    ReportError
        A page is none of a report, as it has no heading or no main part; or it is nested too deeply.
    """
    folder = Path(folder)
    taken = {"about"}
    index = read(folder, "index.html", taken)
    paths, left = _order(folder, index)
    sheets = {"index.html": index} | {path: read(folder, path, taken) for path in paths}
    if "coding.html" in sheets:
        _cut_coding(sheets["coding.html"])
    for sheet in sheets.values():
        for part in (sheet.main, *([] if sheet.source is None else [sheet.source])):
            relink(part, partial(link, sheets, sheet))
    pictures = _Pictures(folder, taken)
    for sheet in [*list(sheets.values())[1:], index]:  # a chart belongs to its notebook, not to the index
        pictures.embed(sheet)
    return _write(sheets, _left_out(folder, left))


def _order(folder: Path, index: Sheet) -> tuple[list[str], list[str]]:
    """Return the pages to take in, in order, and what to say of those that are left out."""
    linked = [unquote(a.get("href").split("#")[0]) for a in index.main.xpath(".//a[@href]")]
    found = sorted(
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*.html")
        if path.is_file() and not path.is_symlink() and not path.relative_to(folder).as_posix().startswith(".")
    )
    place = {path: linked.index(path) if path in linked else len(linked) for path in found}
    first = sorted((path for path in found if "/" not in path), key=lambda path: (path != "changes.html", place[path]))
    paths = [path for path in first if path not in ("index.html", SINGLE, "coding.html")]
    paths += [path for path in first if path == "coding.html"]
    left = []
    for below in sorted({path.split("/")[0] for path in found if "/" in path}):
        those = [path for path in found if path.startswith(f"{below}/")]
        if sum((folder / path).stat().st_size for path in those) <= MOST_BYTES:
            paths += those
        else:
            left.append(f"{number(len(those), 'page')} in {below}/")
    return paths, left


def _cut_coding(sheet: Sheet) -> None:
    """Leave the first pages of what the coder found, up to `MOST_STATEMENTS` in all, and say so."""
    tables = sheet.main.xpath(".//table[contains(@class, 'coded')]")
    sizes = [len(table.xpath("tbody/tr")) for table in tables]
    if sum(sizes) <= MOST_STATEMENTS:
        return
    whole = sum(1 for reached in accumulate(sizes) if reached <= MOST_STATEMENTS)
    for table in tables[max(whole, 1) :]:
        page = table.getparent()
        sheet.ids.pop(next((old for old, new in sheet.ids.items() if new == page.get("id")), ""), None)
        page.drop_tree()
    for row in tables[0].xpath("tbody/tr")[MOST_STATEMENTS:]:
        row.getparent().remove(row)
    told = (
        f"Here are the first {number(sum(sizes[:whole]) or MOST_STATEMENTS)} of {number(sum(sizes), 'statement')}. "
        f"The others are left to the report’s folder: {sheet.path} shows them, its tables hold all."
    )
    sheet.main.insert(1, _element("div", _element("p", told), **{"class": "note"}))


def _left_out(folder: Path, left: list[str]) -> str:
    kinds = Counter(
        path.suffix for path in folder.rglob("*") if path.is_file() and path.relative_to(folder).parts[0][0] != "."
    )
    told = left + [number(kinds[suffix], *names) for suffix, names in _NAMED.items() if kinds[suffix]]
    if not told:
        return ""
    whole = ", ".join(told[:-1]) + " and " + told[-1] if len(told) > 1 else told[0]
    return f"This file holds the pages of a report. In the folder that it was made from there are also {whole}."


class _Pictures:
    """Puts the pictures of pages into them, each once; ids that are `taken` are given to no other."""

    def __init__(self, folder: Path, taken: set[str]) -> None:
        self.folder, self.taken = folder, taken
        self.places: dict[bytes, str] = {}  # digest of a picture to the id of its place

    def embed(self, sheet: Sheet) -> None:
        """Put the pictures of a page into it; in place of one that is missing or in the file already, words."""
        for image in sheet.main.xpath(".//img"):
            address, alt = self._address(sheet, image.get("src", "")), image.get("alt")
            digest = hashlib.sha256(address.encode()).digest()
            if not address:
                _replace(image, _element("p", alt, **{"class": "small"}) if alt else None)
            elif digest in self.places:
                shown = _element("a", "The chart that stood here is shown above.", href=f"#{self.places[digest]}")
                _replace(image, _element("p", shown) if sheet.path != "index.html" else None)
            else:
                self.places[digest] = image.get("id") or free(f"{sheet.anchor}-picture", self.taken)
                for name, value in (("id", self.places[digest]), ("src", address), ("alt", alt or _NO_ALT)):
                    image.set(name, value)

    def _address(self, sheet: Sheet, source: str) -> str:
        if source.startswith("data:image/"):
            return "".join(source.split())
        path = (self.folder / PurePosixPath(sheet.path).parent / unquote(source)).resolve()
        kind = _KINDS.get(path.suffix.lower(), "")
        if not kind or not path.is_relative_to(self.folder.resolve()) or not path.is_file():
            return ""
        return f"data:{kind};base64,{base64.b64encode(path.read_bytes()).decode()}"


def _replace(image: HtmlElement, words: HtmlElement | None) -> None:
    """Put `words` in the place of a picture and of the link that it stands in."""
    around = image.getparent()
    alone = around.tag == "a" and len(around) == 1 and not (around.text or "").strip()
    place = around if alone else image
    if words is not None:
        place.addprevious(words)
    place.drop_tree()


def _write(sheets: Mapping[str, Sheet], left_out: str) -> bytes:
    from lxml import html  # type: ignore[import-untyped]

    index = sheets["index.html"]
    front, about = _halves(index.main)
    main = _element("div", _element("div", *front, **{"class": "front"}), **{"class": "wide"})
    for sheet in list(sheets.values())[1:]:
        main.append(_section(sheet, index.source))
    ending = [_element("h3", "Left to the folder"), _element("p", left_out, **{"class": "text"})] if left_out else []
    if about or ending:
        title = _element("h2", "About this report")
        main.append(_element("section", title, *map(_lower, about), *ending, **{"class": "sheet", "id": "about"}))
    trail = _element("p", "A report of conflictlib", **{"class": "trail"})
    body = _element(
        "body", _element("header", _element("div", trail, index.title, **{"class": "wide"})), id=index.anchor
    )
    body.append(_element("main", main))
    body.append(_footer(index))
    head = _head(index, _style(sheets))
    page = _element("html", head, body, lang="en")
    text: bytes = html.tostring(page, encoding="utf-8", doctype="<!DOCTYPE html>", include_meta_content_type=True)
    return text.rstrip() + b"\n"


def _halves(main: HtmlElement) -> tuple[list[HtmlElement], list[HtmlElement]]:
    """Cut the index after its cards: what follows tells how the report was made, and stands at the end."""
    parts = list(main)
    cards = [place for place, part in enumerate(parts) if "cards" in part.get("class", "").split()]
    after = cards[-1] + 1 if cards else len(parts)
    about = parts[after:]
    while about and about[-1].tag in ("h2", "h3"):  # a heading whose links to files are gone
        about.pop()
    return parts[:after], about


def _section(sheet: Sheet, shared: HtmlElement | None) -> HtmlElement:
    sheet.title.tag = "h2"
    section = _element("section", sheet.title, **{"class": "sheet", "id": sheet.anchor})
    section.extend(_lower(part) for part in list(sheet.main))
    if sheet.source is not None and (shared is None or sheet.source.text_content() != shared.text_content()):
        section.append(_element("p", *_inside(sheet.source), **{"class": "small source-line"}))
    if not section.xpath(".//a[@href=$start]", start=START):
        section.append(_element("p", _element("a", "Back to the report", href=START), **{"class": "files"}))
    return section


def _inside(element: HtmlElement) -> list[str | HtmlElement]:
    return [element.text or "", *element]


def _lower(part: HtmlElement) -> HtmlElement:
    """Lower every heading by one, as the page's own title is now one of the second order."""
    for heading in part.iter("h1", "h2", "h3", "h4", "h5"):
        heading.tag = f"h{int(heading.tag[1]) + 1}"
    return part


def _footer(index: Sheet) -> HtmlElement:
    whole = index.main.getroottree().xpath("//body/footer")
    return whole[0] if whole else _element("footer")


def _head(index: Sheet, style: str) -> HtmlElement:
    versions = index.main.getroottree().xpath("//head/meta[@name='generator']/@content")
    head = _element("head", _element("meta", charset="utf-8"))
    for name, content in (("viewport", "width=device-width, initial-scale=1"), ("generator", "".join(versions))):
        head.append(_element("meta", name=name, content=content))
    head.append(_element("meta", **{"http-equiv": "Content-Security-Policy", "content": _NOTHING_LOADED}))
    head.append(_element("title", " ".join(index.title.text_content().split())))
    head.append(_element("style", style))
    return head


def _style(sheets: Mapping[str, Sheet]) -> str:
    """Return the shared style once, what single pages add to it, and that of the one file."""
    shared = (SHARED / "style.css").read_text(encoding="utf-8").strip()
    own = [sheet.style.strip().removeprefix(shared).strip() for sheet in sheets.values()]
    single = (Path(__file__).parent / "single.css").read_text(encoding="utf-8")
    return "\n".join(["", shared, *filter(None, dict.fromkeys(own)), single])


def _element(tag: str, *inside: str | HtmlElement, **attributes: str) -> HtmlElement:
    from lxml import html

    made = html.Element(tag, attributes)
    for part in inside:
        if isinstance(part, str):
            made.text = (made.text or "") + part
        else:
            made.append(part)
    return made
