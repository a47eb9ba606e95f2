"""Rich Text Format: the text of a file, paragraph by paragraph (Microsoft, Rich Text Format Specification 1.9.1)."""

from __future__ import annotations

import codecs
import contextlib
import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from conflictlib.loading._files import printable
from conflictlib.loading._pieces import Unreadable

#: What stands between the cells of a row in a paragraph, as in Word itself.
CELL = "\x07"
#: So deep may groups stand in groups.
DEEPEST = 5_000
#: So large may a file be, in bytes.
LARGEST = 100_000_000

_TOKEN = re.compile(
    rb"\\(?P<word>[A-Za-z]{1,32})(?P<number>-?\d{1,10})? ?|\\'(?P<hex>[0-9A-Fa-f]{2})|\\(?P<mark>[^A-Za-z])"
    rb"|(?P<brace>[{}])|(?P<plain>[^\\{}\r\n\0]+)|[\r\n\0]+|.",
    re.DOTALL,
)
#: Destinations that a reader of the page does not see.
_UNSEEN = frozenset(
    b"colortbl stylesheet pict object objdata fldinst bkmkstart bkmkend header headerl headerr headerf footer footerl"
    b" footerr footerf annotation atnid atnauthor xe tc pntext listtext listtable listoverridetable rsidtbl generator"
    b" themedata datastore latentstyles nonshppict shprslt filetbl revtbl info doccomm private template shpinst".split()
)
_TARGETS = {b"title": "title", b"author": "author", b"fonttbl": "fonts", b"shptxt": "text"}
_SIGNS = {
    b"par": "\n", b"sect": "\n", b"page": "\n", b"line": "\n", b"row": "\n", b"nestrow": "\n", b"cell": CELL,
    b"nestcell": CELL, b"tab": "\t", b"emdash": "—", b"endash": "–", b"emspace": " ", b"enspace": " ", b"qmspace": " ",
    b"bullet": "•", b"lquote": "‘", b"rquote": "’", b"ldblquote": "“", b"rdblquote": "”", b"~": " ", b"_": "-",
    b"{": "{", b"}": "}", b"\\": "\\", b"\n": "\n", b"\r": "\n",
}  # fmt: skip
#: Code pages of the charsets of fonts.
_CHARSETS = {77: "mac_roman", 128: "cp932", 129: "cp949", 130: "johab", 134: "gb18030", 136: "cp950", 161: "cp1253",
             162: "cp1254", 163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874",
             238: "cp1250", 254: "cp437", 255: "cp850"}  # fmt: skip


@dataclass
class Paragraph:
    """One paragraph or row of a table; `bold` where its first words are."""

    text: str
    bold: bool


@dataclass(frozen=True)
class _Group:
    target: str = "text"  # where its words go; "" for nowhere
    skip: int = 1  # how many characters stand in for one of Unicode
    font: int = -1
    hidden: bool = False
    bold: bool = False


@dataclass
class Rtf:
    """What a file says: its paragraphs, its title and author; `cut` where it ends before its groups do."""

    paragraphs: list[Paragraph] = field(default_factory=list)
    title: str = ""
    author: str = ""
    cut: bool = False
    codec: str = "cp1252"
    bad_code_page: str | None = None

    @staticmethod
    def begins(data: bytes) -> bool:
        """Say whether bytes are the beginning of such a file."""
        return data.removeprefix(codecs.BOM_UTF8).lstrip().startswith(b"{\\rtf")

    @property
    def lines(self) -> list[str]:
        """The paragraphs' texts."""
        return [paragraph.text for paragraph in self.paragraphs]


def read_rtf(data: bytes) -> Rtf:
    """Return what the bytes of an RTF file say. Nothing in it is run, fetched or unpacked."""
    reading, at = _Reading(), 0
    while not reading.closed and (match := _TOKEN.match(data, at)):
        at = match.end() + reading.take(match)
    return reading.finish()


@dataclass
class _Reading:
    """A file as far as it was read."""

    rtf: Rtf = field(default_factory=Rtf)
    group: _Group = field(default_factory=_Group)
    stack: list[_Group] = field(default_factory=list)
    words: dict[str, list[tuple[str, bool]]] = field(default_factory=dict)  # by target, and whether they are bold
    fonts: dict[int, str] = field(default_factory=dict)
    undecoded: bytearray = field(default_factory=bytearray)
    as_it_stands: bool = False  # whether bytes above 127 are among them that were not escaped
    waiting: int = 0  # characters to be passed over: they stand in for one of Unicode
    starred: bool = False
    closed: bool = False

    def take(self, match: re.Match[bytes]) -> int:
        """Take a token, and return how many bytes behind it are to be passed over."""
        if words := match["plain"]:
            self._add_bytes(words[self.waiting :], as_it_stands=True)
            self.waiting = max(0, self.waiting - len(words))
        elif match["brace"]:
            self._open() if match["brace"] == b"{" else self._close()
        elif digits := match["hex"]:
            if not self.waiting:
                self._add_bytes(bytes([int(digits, 16)]), as_it_stands=False)
            self.waiting = max(0, self.waiting - 1)
        elif mark := match["mark"]:
            self.starred = mark == b"*"
            self._sign(mark)
        elif word := match["word"]:
            number = int(match["number"]) if match["number"] else None
            if word == b"bin":
                return max(0, number or 0)
            self._word(word, number)
            self.starred = False
        return 0

    def _open(self) -> None:
        self._decode()
        self.stack.append(self.group)
        self.starred, self.waiting = False, 0
        if len(self.stack) > DEEPEST:
            raise Unreadable(f"groups in more than {DEEPEST:,} others")

    def _close(self) -> None:
        self._decode()
        self.waiting = 0
        if self.stack:
            self.group = self.stack.pop()
            self.closed = not self.stack

    def _add(self, words: str) -> None:
        self._decode()
        if self.group.target and not self.group.hidden:
            self.words.setdefault(self.group.target, []).append((words, self.group.bold))

    def _add_bytes(self, words: bytes, *, as_it_stands: bool) -> None:
        if self.group.target and not self.group.hidden:
            self.as_it_stands = self.as_it_stands or (as_it_stands and not words.isascii())
            self.undecoded += words

    def _decode(self) -> None:
        """Turn the bytes that wait into words: in the code page of the font, or in UTF-8 where they stand so."""
        if not self.undecoded:
            return
        data = bytes(self.undecoded)
        self.undecoded.clear()
        text = data.decode(self.fonts.get(self.group.font, self.rtf.codec), "replace")
        if self.as_it_stands:
            with contextlib.suppress(UnicodeDecodeError):
                text = data.decode()
        self.as_it_stands = False
        self._add(text)

    def _sign(self, word: bytes) -> None:
        if word in _SIGNS:
            if not self.waiting:
                self._add(_SIGNS[word])
            self.waiting = max(0, self.waiting - 1)

    def _word(self, word: bytes, number: int | None) -> None:
        if word == b"u":
            self._add(chr((number or 0) % 0x10000))
            self.waiting = self.group.skip
        elif word in _SIGNS:
            self._sign(word)
        elif word in _TARGETS:
            self._change(target=_TARGETS[word])
        elif word in _UNSEEN or self.starred:
            self._change(target="")
        elif word in _STATES:
            self._change(**_STATES[word](number))
        elif word == b"fcharset" and self.group.target == "fonts" and number in _CHARSETS:
            self.fonts[self.group.font] = _CHARSETS[number]
        elif word == b"ansicpg" and number is not None:
            self._code_page(number)
        elif word == b"mac":
            self.rtf.codec = "mac_roman"

    def _change(self, **state: Any) -> None:
        if any(getattr(self.group, name) != value for name, value in state.items()):
            self._decode()
            self.group = replace(self.group, **state)

    def _code_page(self, number: int) -> None:
        name = {65001: "utf-8", 10000: "mac_roman", 936: "gb18030", 0: "cp1252"}.get(number, f"cp{number}")
        try:
            b"a".decode(name)
            self.rtf.codec = name
        except (LookupError, ValueError):
            self.rtf.bad_code_page = str(number)

    def finish(self) -> Rtf:
        """Return what was read."""
        self.rtf.cut = not self.closed
        self._decode()
        line: list[tuple[str, bool]] = []
        for words, bold in [*self.words.get("text", []), ("\n", False)]:
            first, *others = words.split("\n")
            line.append((first, bold))
            for other in others:
                self.rtf.paragraphs.append(_paragraph(line))
                line = [(other, bold)]
        self.rtf.title, self.rtf.author = (
            printable(" ".join("".join(words for words, _ in self.words.get(name, [])).split()))
            for name in ("title", "author")
        )
        return self.rtf


#: Control words that change how the words behind them are read, up to the end of the group.
_STATES: dict[bytes, Callable[[int | None], dict[str, Any]]] = {
    b"f": lambda number: {"font": number if number is not None else -1},
    b"uc": lambda number: {"skip": max(0, min(1 if number is None else number, 100))},
    b"b": lambda number: {"bold": number != 0},
    b"v": lambda number: {"hidden": number != 0},
    b"plain": lambda _: {"bold": False, "hidden": False},
}


def _paragraph(pieces: list[tuple[str, bool]]) -> Paragraph:
    blank = f" \t{CELL}"
    text = printable("".join(words for words, _ in pieces)).strip(blank)
    return Paragraph(text, next((bold for words, bold in pieces if words.strip(blank)), False))
