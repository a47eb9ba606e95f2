"""XML as it is found: bare ampersands, HTML's entities, control characters, no end. Nothing is expanded or fetched."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.entities import html5
from typing import Any

from conflictlib.loading._pieces import Unreadable

_PARTS_OF_DOCTYPE = re.compile(r"\"[^\"]*\"|'[^']*'|<!--|[\[\]>]")
_REFERENCE = re.compile(r"&(?P<name>#[0-9]+;|#[xX][0-9A-Fa-f]+;|[A-Za-z][A-Za-z0-9]*+;)?")
_BLANKS = re.compile(r"\s*+")
_BARE = re.compile(r"<(?![A-Za-z_/!?])")  # begins no tag: “5 < 6”
_NO_XML = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_OWN_TO_XML = ("lt;", "gt;", "amp;", "quot;", "apos;")


def tree_of(text: str) -> tuple[Any, list[str]]:
    """Return the root element of an XML document, and in plain words what was wrong with it.

    The document type is left out, so that no entity that it declares is ever expanded: a reference to one stays as it
    is written. HTML's own entities (``&nbsp;``) become characters, an ampersand that begins nothing stands for
    itself. Prefixes without a namespace stay in the names. What follows an end or a fault that can't be got over is
    lost, what stands before is kept. Elements may nest 256 deep (the parser's own limit).
    """
    import lxml.etree  # type: ignore[import-untyped]  # lxml ships no types

    at, declares = _root_at(text)
    notes = ["entities that the file declares itself are not expanded"] if declares else []
    body, n_left_out = _NO_XML.subn("", text[at:])
    if n_left_out:
        notes.append(f"{n_left_out:,} control characters, which XML does not allow, are left out")
    data = "\n" * text.count("\n", 0, at) + "".join(_mended(body))  # the parser counts the lines of the file
    parser = lxml.etree.XMLParser(
        recover=True, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False,
        remove_comments=True, remove_pis=True, encoding="utf-8",
    )  # fmt: skip
    try:
        root = lxml.etree.fromstring(data.encode("utf-8", "replace"), parser)
    except lxml.etree.LxmlError as error:
        raise Unreadable(f"no XML that can be read ({error})") from None
    if root is None:
        raise Unreadable("no XML that can be read")
    return root, notes + _faults(parser)


def _faults(parser: Any) -> list[str]:
    """Say where the file stops being XML; a prefix without a namespace is nothing that is lost."""
    faults = [fault for fault in parser.error_log if "NAMESPACE" not in fault.type_name]
    if not faults:
        return []
    message = " ".join(faults[0].message.split())[:120]
    return [f"no well-formed XML from line {faults[0].line} on ({message}); what could be read is kept"]


def _root_at(text: str) -> tuple[int, bool]:
    """Return where the root element begins, and whether the document type above it declares entities."""
    at, declares = 0, False
    while True:
        at = start = after = _BLANKS.match(text, at).end()  # type: ignore[union-attr]  # it matches always
        if text.startswith("<!--", at):
            after = text.find("-->", at) + 3
        elif text.startswith("<?", at):
            after = text.find("?>", at) + 2
        elif text[at : at + 9].lower() == "<!doctype":
            after = _end_of_doctype(text, at + 9)
            declares |= "<!ENTITY" in text[at:after]
        else:
            return at, declares
        if after <= start:
            raise Unreadable("the file ends above its first element")
        at = after


def _end_of_doctype(text: str, at: int) -> int:
    depth = 0
    while match := _PARTS_OF_DOCTYPE.search(text, at):
        at, mark = match.end(), match.group()
        if mark == "<!--":
            at = text.find("-->", at) + 3
            if at < 3:
                break
        elif mark == ">" and depth == 0:
            return at
        depth += {"[": 1, "]": -1}.get(mark, 0)
    return 0


def _mended(body: str) -> Iterator[str]:
    """Give the body with its references mended, CDATA as it is; what the file ends in is closed, or left out."""
    at = 0
    while (cdata := body.find("<![CDATA[", at)) >= 0:
        yield _marked(body[at:cdata])
        end = body.find("]]>", cdata)
        if end < 0:
            yield f"{body[cdata:]}]]>"
            return
        at = end + 3
        yield body[cdata:at]
    cut = body.rfind("<", at)
    whole = len(body) if cut < 0 or body.find(">", cut) >= 0 else cut  # the file ends in mid-tag
    yield _marked(body[at:whole])


def _marked(text: str) -> str:
    return _REFERENCE.sub(_reference, _BARE.sub("&lt;", text))


def _reference(match: re.Match[str]) -> str:
    name = match["name"]
    if name is None:
        return "&amp;"
    if name in _OWN_TO_XML:
        return match.group()
    if name.startswith("#"):
        return match.group() if _is_character(name[1:-1]) else "\ufffd"
    known = html5.get(name)
    if known is None:
        return f"&amp;{name}"
    return known.replace("&", "&amp;").replace("<", "&lt;")


def _is_character(number: str) -> bool:
    if len(number) > 9:
        return False
    code = int(number[1:], 16) if number[0] in "xX" else int(number)
    return code in (9, 10, 13) or 32 <= code < 0xD800 or 0xE000 <= code < 0xFFFE or 0x10000 <= code < 0x110000
