"""A page of a report on its way into the one file: its parts, its ids and its links made fit for company."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from conflictlib.reports.inputs import ReportError

if TYPE_CHECKING:
    from lxml.html import HtmlElement  # type: ignore[import-untyped]  # lxml ships no types

#: Nothing of this comes from our templates; a notebook may have brought it along.
_DROPPED = (
    "script", "link", "meta", "base", "iframe", "frame", "object", "embed", "applet", "form", "input", "button",
    "select", "textarea", "video", "audio", "source", "track", "template", "noscript", "style",
)  # fmt: skip

#: Attributes that name ids of the same page.
_NAMING = ("for", "headers", "aria-labelledby", "aria-describedby", "aria-controls", "aria-owns", "aria-details")
_LOADING = ("src", "href", "xlink:href", "srcset", "data", "poster", "background", "action", "formaction", "ping")
#: Characters that no page shows and that XML has no place for; a text may bring them along.
_UNSEEN = dict.fromkeys([*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF])

_IN_STYLE = re.compile(r"url\(\s*[\"']?(#?)([^)\"']*)[\"']?\s*\)", re.I)


@dataclass(frozen=True)
class Sheet:
    """One page: its path in the folder, the id of its part of the one file, what it shows and its ids.

    `ids` maps an id on the page to the id in the one file.
    """

    path: str
    anchor: str
    title: HtmlElement
    main: HtmlElement
    source: HtmlElement | None  # the line below the page that says what it rests on
    style: str
    ids: dict[str, str] = field(default_factory=dict)


def read(folder: Path, path: str, taken: set[str]) -> Sheet:
    """Read the page at `path` in `folder`; ids that are `taken` are given a number, and new ones noted there."""
    from lxml import html  # type: ignore[import-untyped]

    parser = html.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    text = (folder / path).read_text(encoding="utf-8", errors="replace").translate(_UNSEEN)
    page = html.document_fromstring(text.encode(), parser=parser)
    style = "".join(element.text or "" for element in page.iterfind(".//head/style"))
    titles, mains = page.xpath("//body/header//h1"), page.xpath("//body/main/div") or page.xpath("//body/main")
    sources = page.xpath("//body/footer//p")
    if any("Excessive depth" in error.message for error in parser.error_log):
        raise ReportError(f"{path} can't be put into one file: its elements are nested too deeply")
    if not titles or not mains:
        raise ReportError(f"{path} is no page of a report: it has no heading or no main part")
    anchor = free(re.sub(r"[^\w-]+", "-", path.removesuffix(".html")), taken)
    sheet = Sheet(path, anchor, titles[0], mains[0], sources[0] if len(sources) > 1 else None, style)
    for part in (sheet.main, *([] if sheet.source is None else [sheet.source])):
        _still(part)
    _number_ids(sheet, taken)
    return sheet


def free(name: str, taken: set[str]) -> str:
    """Return `name`, with a number if it is `taken`, and note it there."""
    number, found = 1, name
    while found in taken:
        number += 1
        found = f"{name}-{number}"
    taken.add(found)
    return found


def _still(part: HtmlElement) -> None:
    """Take out what runs or loads, should any have come so far."""
    from lxml import etree

    etree.strip_elements(part, *_DROPPED, with_tail=False)
    for title in part.xpath(".//title[not(ancestor::svg)]"):
        title.drop_tree()
    for element in part.iter(etree.Element):
        for name in list(element.attrib):
            if name.startswith("on") or name in ("srcdoc", "target"):
                del element.attrib[name]
            elif name in ("colspan", "rowspan") and not re.fullmatch(r"[1-9]\d{0,2}", element.get(name)):
                del element.attrib[name]  # a billion columns would be laid out one by one


def _number_ids(sheet: Sheet, taken: set[str]) -> None:
    """Put the page's name before its ids, and before what refers to them; of two alike the first is meant."""
    for element in sheet.main.xpath(".//*[@id] | .//a[@name] | .//map[@name]"):
        for attribute in ("id", "name"):
            old = element.get(attribute)
            if old is not None and (attribute == "id" or element.tag in ("a", "map")):
                new = free(f"{sheet.anchor}-{'-'.join(old.split())}", taken)
                sheet.ids.setdefault(old, new)
                element.set(attribute, new)
    for element in sheet.main.iter():
        for attribute, value in element.attrib.items():
            if attribute in _NAMING:
                element.set(attribute, " ".join(sheet.ids.get(name, "") for name in value.split()).strip())
            elif attribute == "usemap":
                element.set(attribute, "#" + sheet.ids.get(value.removeprefix("#"), ""))
            elif "url(" in value.lower() and attribute not in ("alt", "title", "href", "src", "aria-label"):
                element.set(attribute, _IN_STYLE.sub(lambda found: _own(found, sheet), value))


def _own(found: re.Match[str], sheet: Sheet) -> str:
    return f"url(#{sheet.ids[found[2]]})" if found[1] and found[2] in sheet.ids else "none"


def link(sheets: Mapping[str, Sheet], sheet: Sheet, address: str) -> str | None:
    """Return where a link of a page leads in the one file, an address on the web, or None: it leads nowhere.

    A page that is inside without the place that is meant is found at its beginning.
    """
    try:
        split = urlsplit(address.strip())
    except ValueError:
        return None
    if split.scheme or split.netloc:
        return address.strip() if split.scheme.lower() in ("http", "https", "mailto") else None
    path = posixpath.normpath(posixpath.join(posixpath.dirname(sheet.path), unquote(split.path)))
    meant = sheets.get(path) if split.path else sheet
    if meant is None:
        return None
    place = meant.ids.get(unquote(split.fragment), None if meant is sheet and not split.path else meant.anchor)
    return None if place is None else f"#{place}"


def relink(part: HtmlElement, find: Callable[[str], str | None]) -> None:
    """Lead every link in `part` where `find` says; one that leads nowhere becomes its text.

    In a line of links to files (class ``files``) and in a list of contents it goes, with what names it.
    """
    for element in part.xpath(".//*[@*]"):
        if element.tag in ("a", "area") and "href" in element.attrib:
            found = find(element.get("href"))
            if found is None:
                _cut(element)
                continue
            element.set("href", found)
            if not found.startswith("#"):
                element.set("rel", "noreferrer")
        _load_nothing(element)


def _load_nothing(element: HtmlElement) -> None:
    for attribute in _LOADING:
        value = element.get(attribute, "")
        kept = value.startswith("#") or (attribute == "href" and element.tag in ("a", "area"))
        if attribute in element.attrib and not kept and not (element.tag == "img" and attribute == "src"):
            del element.attrib[attribute]


def _cut(link: HtmlElement) -> None:
    lines = link.xpath("ancestor::*[contains(concat(' ', @class, ' '), ' files ')]")
    entries = link.xpath("ancestor::li[contains(concat(' ', ../@class, ' '), ' contents ')]")
    if entries:
        entries[-1].drop_tree()
    elif lines:
        above = link.getparent()
        link.drop_tree()
        while above is not None and not above.xpath(".//a[@href]"):
            outer = None if above is lines[-1] else above.getparent()
            above.drop_tree()
            above = outer
    elif link.tag == "area":
        link.drop_tree()
    else:
        link.drop_tag()
