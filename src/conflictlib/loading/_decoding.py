"""Bytes to text: the encoding that a file has, declares or probably has."""

from __future__ import annotations

import codecs
import re

from conflictlib.loading._pieces import Unreadable

MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"),
          (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))  # fmt: skip
_BINARY = (
    (b"PK\x03\x04", "a zip archive or an Office document"),
    (b"%PDF", "a PDF"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ\x00", "an xz archive"),
    (b"7z\xbc\xaf", "a 7z archive"),
    (b"Rar!", "a rar archive"),
    (b"SQLite format 3", "an SQLite database"),
    (b"\xd0\xcf\x11\xe0", "an old Office document"),
    (b"PAR1", "a Parquet file"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
)


def binary(data: bytes) -> str | None:
    """Say what a file is that is no text, None if nothing shows that."""
    return next((what for magic, what in _BINARY if data.startswith(magic)), None)


_DECLARED = re.compile(
    rb"""<meta[^>]+charset\s*=\s*["']?\s*([\w.:-]+)|^\s*<\?xml[^>]+encoding=["']([\w.:-]+)""", re.IGNORECASE
)
# Browsers read these names as the larger encoding that pages really use (WHATWG Encoding Standard).
_REALLY = {"gb2312": "gb18030", "gbk": "gb18030", "iso-8859-1": "cp1252", "latin-1": "cp1252",
           "ascii": "cp1252", "us-ascii": "cp1252", "iso-8859-9": "cp1254", "ks_c_5601-1987": "cp949",
           "shift_jis": "cp932", "iso-8859-11": "cp874", "big5": "big5hkscs"}  # fmt: skip


def decode(data: bytes) -> tuple[str, str | None]:
    """Return the text of a file without its byte-order mark, and what is to be said of how it was read.

    In this order: byte-order mark, UTF-8 if it fits and is more than ASCII, what the page declares,
    UTF-8 with a few bad bytes, a guess from the bytes.
    """
    if what := binary(data):
        raise Unreadable(f"{what}, not text")
    for mark, name in MARKS:
        if data.startswith(mark):
            return _decode_marked(data, mark, name), None
    if (nul := data.find(b"\0")) >= 0:
        line = data.count(b"\n", 0, nul) + 1
        raise Unreadable("NUL bytes: a binary file, or UTF-16 without a byte-order mark", line)
    for name in ([] if data.isascii() else ["utf-8"]) + _declared(data) + ["utf-8"]:
        if (text := _try(data, name)) is not None:
            return text, None
    return _mended(data) or (_guessed(data), None)


def _decode_marked(data: bytes, mark: bytes, name: str) -> str:
    try:
        return (data[len(mark) :] if name == "utf-8" else data).decode(name)
    except UnicodeDecodeError as error:
        raise Unreadable(f"the byte-order mark says {name.upper()}, but byte {error.start} is none") from None


def _declared(data: bytes) -> list[str]:
    """Return the encodings that a page declares; one of 16 bits can't be, as its declaration was read as ASCII."""
    names = [(html or xml).decode("ascii").lower() for html, xml in _DECLARED.findall(data, 0, 20_000)]
    wide = ("utf-16", "utf-32", "unicode")
    return [_REALLY.get(name, name) for name in names if not name.startswith(wide)]


def _try(data: bytes, encoding: str) -> str | None:
    try:
        text = data.decode(encoding)
        text.encode("utf-8")  # some codecs give half characters
    except (ValueError, LookupError):
        return None
    return text


def _mended(data: bytes) -> tuple[str, str] | None:
    """Read UTF-8 in which a few bytes are bad: a page cut in mid-character, or one foreign quotation mark."""
    text = data.decode("utf-8", "replace")
    bad, good = text.count("\ufffd"), sum(c > "\x7f" for c in text)
    return (text, f"{bad} bytes are no UTF-8; they are shown as \ufffd") if bad * 10 <= good else None


# The encodings in which pages come that are not UTF-8 (WHATWG Encoding Standard, the frequent ones); among those of
# old terminals a short English text with curly quotation marks would be taken for Polish of 1987.
_LEGACY = ["cp1252", "cp1250", "cp1251", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257", "cp1258", "koi8_r",
           "gb18030", "big5hkscs", "cp932", "euc_jp", "cp949"]  # fmt: skip


def _guessed(data: bytes) -> str:
    name = _guess(data)
    if name is None:
        raise Unreadable("the encoding can't be made out; save the file as UTF-8")
    return data.decode(name, "replace")


def _guess(data: bytes) -> str | None:
    from charset_normalizer import from_bytes

    matches = from_bytes(data, cp_isolation=_LEGACY)
    best = matches.best()
    # Western and Central European pages often fit both; what fits as well as the best is Western.
    western = next((m for m in matches if m.encoding == "cp1252"), None)
    if best is not None and western is not None and (western.chaos, western.coherence) == (best.chaos, best.coherence):
        best = western
    return None if best is None else best.encoding


def foreign_encoding(start: bytes) -> str:
    """Return the encoding for the lines of a long file that are no UTF-8: that of its start, else Western."""
    if _try(start, "utf-8") is not None or _mended(start):
        return "cp1252"
    return next((name for name in _declared(start) if _try(start, name) is not None), None) or _guess(start) or "cp1252"
