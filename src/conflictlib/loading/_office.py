"""The parts of an Office file (.docx, .xlsx, .odt): a zip file of XML, opened within bounds."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from conflictlib.loading._archives import ALWAYS, EXPANSION
from conflictlib.loading._files import File
from conflictlib.loading._pieces import Unreadable

#: An Office file may have so many parts.
_MOST_PARTS = 20_000
_OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, KeyError, NotImplementedError, RuntimeError,
           OverflowError)  # fmt: skip


@contextmanager
def office_file(file: File, *, new: str) -> Iterator[zipfile.ZipFile]:
    """Open an Office file, or say why it can't be; `new` is the ending under which an old one is to be saved.

    Its parts may be 200 times as large as itself together; a small file may hold 100 MB.
    """
    start = file.start()
    if start.startswith(_OLD):
        raise Unreadable(_old(file, new))
    if start.lstrip().startswith(b"{\\rtf"):
        raise Unreadable(f"an RTF file, whatever its name says; save it as {new}")
    try:
        with file.open() as stream, zipfile.ZipFile(stream) as archive:
            _check_bounds(archive, file.size)
            yield archive
    except Unreadable:
        raise
    except _BROKEN as error:
        reason = " ".join(str(error).split())[:120]
        raise Unreadable(f"no {new} file that can be read, or it is cut off ({reason})") from None


def _check_bounds(archive: zipfile.ZipFile, packed: int) -> None:
    """Refuse bombs: what is larger than it may be, and parts with a document type, which no Office file has."""
    members = archive.infolist()
    if sum(member.file_size for member in members) > max(ALWAYS, EXPANSION * packed):
        raise Unreadable(f"holds more than {EXPANSION} times its own size; it is not read")
    if len(members) > _MOST_PARTS:
        raise Unreadable(f"holds {len(members):,} parts; {_MOST_PARTS:,} are read at most")
    for member in members:
        if member.filename.endswith((".xml", ".rels")):
            with archive.open(member) as part:
                if b"<!DOCTYPE" in part.read(2000).replace(b"\0", b""):
                    raise Unreadable(f"its part {member.filename[:80]} has a document type, which may hold a bomb")


def _old(file: File, new: str) -> str:
    """Say what a compound file is: an Office file before 2007, or a new one under a password (MS-CFB, MS-OFFCRYPTO)."""
    if "EncryptedPackage".encode("utf-16-le") in file.read(at_most=2_000_000_000):
        return "locked with a password; save it without one"
    return f"an Office file of the kind before 2007; save it as {new}"


def xml_part(archive: zipfile.ZipFile, name: str) -> Any:
    """Return the root element of a part, None where it is not there; nothing is fetched, no entity is expanded."""
    import lxml.etree  # type: ignore[import-untyped]  # lxml ships no types

    if name not in archive.NameToInfo:
        return None
    # huge_tree=False keeps texts below 10 million characters and elements below 256 levels
    parser = lxml.etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True,
                                  remove_pis=True)  # fmt: skip
    try:
        return lxml.etree.fromstring(archive.read(name), parser)
    except (lxml.etree.LxmlError, ValueError) as error:
        reason = " ".join(str(error).split())[:120]
        raise Unreadable(f"its part {name[:80]} is no XML that can be read ({reason})") from None


def main_part(archive: zipfile.ZipFile, usual: str) -> str:
    """Return the name of the part that is the document: the relationships say it, usually it is `usual`."""
    root = xml_part(archive, "_rels/.rels")
    for relation in root if root is not None else ():
        if str(relation.get("Type")).endswith("/officeDocument") and relation.get("Target"):
            return str(relation.get("Target")).lstrip("/")
    return usual


def properties(archive: zipfile.ZipFile, name: str) -> dict[str, str]:
    """Return the fields of a part of properties (Dublin Core and its like) by their local names, the first of each."""
    try:
        root = xml_part(archive, name)
    except Unreadable:  # the text matters more
        return {}
    found: dict[str, str] = {}
    for element in root.iter("*") if root is not None else ():
        text = re.sub(r"\s+", " ", element.text or "").strip()
        if text and not len(element):
            found.setdefault(local(element), text[:2000])
    return found


def local(element: Any) -> str:
    """Return the name of an element without its namespace: strict and transitional files differ in nothing else."""
    return str(element.tag).rpartition("}")[2]
