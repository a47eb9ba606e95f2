"""Characters that came through a wrong encoding on the way: mended where there is no other reading."""

from __future__ import annotations

import re

#: Characters 128 to 159 are control characters, which nobody writes: they were meant as Windows-1252.
_C1 = {code: bytes([code]).decode("cp1252") for code in range(0x80, 0xA0) if code not in (0x81, 0x8D, 0x8F, 0x90, 0x9D)}
_BYTES = {ord(character): code for code, character in _C1.items()}
_C1_PRESENT = re.compile("[\x80-\x9f]")
_C1_REFERENCE = re.compile(r"&#(1[2-5][0-9]|[xX][89][0-9A-Fa-f]);")
_FOREIGN = re.compile("[\x80-\xff\u0100-\uffff]")


def mended(text: str) -> tuple[str, str | None]:
    r"""Return a text with wrongly encoded characters mended, and what was mended.

    UTF-8 that was read as Latin-1 or Windows-1252 is read again if every character beyond ASCII is part of a valid
    sequence of UTF-8. What is left of characters 128 to 159 is read as Windows-1252, which HTML prescribes for
    references to them (HTML Living Standard, 13.2.5.80).

    >>> mended("donâ\x80\x99t"), mended("don\x92t")
    (('don’t', 'UTF-8 that was read as Latin-1'), ('don’t', 'Windows-1252 among Unicode'))
    >>> mended("Señor Peña")
    ('Señor Peña', None)
    """
    if text.isascii() and "&#" not in text:
        return text, None
    again = _read_again(text)
    if again is not None:
        return again, "UTF-8 that was read as Latin-1"
    if not _C1_PRESENT.search(text) and not _C1_REFERENCE.search(text):
        return text, None
    changed = _C1_REFERENCE.sub(_meant, text).translate(_C1)
    return changed, "Windows-1252 among Unicode" if changed != text else None


def _meant(match: re.Match[str]) -> str:
    number = match[1]
    code = int(number[1:], 16) if number[0] in "xX" else int(number)
    return _C1.get(code, match.group())


def _read_again(text: str) -> str | None:
    if not _FOREIGN.search(text):
        return None
    data = bytearray()
    for character in text:
        code = _BYTES.get(ord(character), ord(character))
        if code > 0xFF:
            return None
        data.append(code)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return None
