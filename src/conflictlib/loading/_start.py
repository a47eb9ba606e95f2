"""What the first bytes of a file show: its magic number, root element, keys or column names."""

from __future__ import annotations

import csv
import re
import zipfile
from functools import cached_property
from pathlib import PurePosixPath

from conflictlib.loading._decoding import MARKS, binary
from conflictlib.loading._files import File

# atomic groups: a page of a thousand half-open comments must not be tried in every way
_ABOVE = r"(?>(?><\?.{0,2000}?\?>|<!--.{0,2000}?-->|<!doctype(?>[^<>\[]*+)(?>\[.{0,20000}?\]\s*)?>)\s*)*+"
_ELEMENT = re.compile(_ABOVE + r"<(?P<name>[A-Z][\w:.-]*)(?P<attributes>[^<>]{0,5000})", re.IGNORECASE | re.DOTALL)
_KEY = re.compile(r'"((?:[^"\\]|\\.)*+)"(\s*:)?|[{}\[\]"]', re.DOTALL)


class Start:
    """The beginning of a file, as far as a format is told by it. A format's `seen` asks it."""

    def __init__(self, file: File) -> None:
        self.file = file
        self.name = file.own_name
        self.ending = PurePosixPath(self.name).suffix.lower()
        self.data = file.start()

    @cached_property
    def text(self) -> str:
        """Its first characters, bad bytes replaced; empty where the file is no text."""
        if binary(self.data):
            return ""
        for mark, name in MARKS:
            if self.data.startswith(mark):
                return self.data.decode(name, "replace").lstrip("\ufeff")
        return "" if b"\0" in self.data else self.data.decode("utf-8", "replace")

    @cached_property
    def lines(self) -> list[str]:
        """Its first lines that are not blank, without blanks around."""
        return [line.strip() for line in self.text.splitlines() if line.strip()]

    @cached_property
    def element(self) -> str:
        """The name of the element with which a marked-up text begins, in lower case without its prefix; else ""."""
        match = _ELEMENT.match(self.text.lstrip())
        return match["name"].rpartition(":")[2].lower() if match else ""

    @cached_property
    def namespace(self) -> str:
        """The attributes of that element as they stand, among them its namespaces."""
        match = _ELEMENT.match(self.text.lstrip())
        return match["attributes"] if match else ""

    @cached_property
    def keys(self) -> frozenset[str]:
        """The keys of a JSON object, or of the first object in a list or in JSON Lines; empty if it is no JSON."""
        text = self.text.lstrip()
        return frozenset(_keys(text)) if text[:1] in ("{", "[") else frozenset()

    @cached_property
    def header(self) -> tuple[str, ...]:
        """The cells of the first line in lower case, parted by whatever mark gives the most of them."""
        first = self.lines[0] if self.lines else ""
        rows = [next(csv.reader([first], delimiter=mark, strict=False), []) for mark in "\t,;"]
        cells = max(rows, key=len) if len(first) < 50_000 else []
        return tuple(cell.strip().casefold() for cell in cells)

    @cached_property
    def members(self) -> frozenset[str]:
        """The names in a zip file; empty if it is none."""
        if not self.data.startswith(b"PK"):
            return frozenset()
        try:
            with self.file.open() as stream, zipfile.ZipFile(stream) as archive:
                return frozenset(archive.namelist())
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError):
            return frozenset()

    @property
    def shown(self) -> str:
        """In a few words, what can be seen of it, for a reader whose file is not known."""
        if what := binary(self.data):
            return what
        if self.element:
            return f"marked up as <{self.element[:40]}>"
        if self.keys:
            return f"JSON with {', '.join(sorted(self.keys)[:8])}"
        if len(self.header) > 2:
            return f"a table with the columns {', '.join(name or '(no name)' for name in self.header[:8])}"
        return f"text that begins {self.lines[0][:40]!r}" if self.lines else "no text"


def _keys(text: str) -> list[str]:
    """Return the keys of the outermost object; none where what looks like one is no JSON."""
    depth, keys, objects = 0, [], 0
    for match in _KEY.finditer(text):
        mark = match.group()
        if mark in "{[":
            if mark == "{" and objects and depth + 1 == objects:
                break  # the second record
            objects = objects or (depth + 1) * (mark == "{")
            depth += 1
        elif mark in "}]":
            depth -= 1
        elif mark == '"':
            break  # a text that goes on behind what is seen
        elif match[2] and depth == objects:
            keys.append(match[1])
    return keys
