"""Offsets in text: Python counts code points; Java counts units of UTF-16, of which an emoji is two."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

_WIDE = re.compile("[\U00010000-\U0010ffff]")


def wide_characters(text: str) -> list[int]:
    """Return the offsets of the characters that are two units of UTF-16.

    >>> wide_characters("a😀b")
    [1]
    """
    return [] if text.isascii() else [match.start() for match in _WIDE.finditer(text)]


def code_points(units: int, wide: Sequence[int]) -> int:
    """Return the offset in code points for one in units of UTF-16; in the middle of a character, its own.

    >>> [code_points(units, [1]) for units in range(5)]
    [0, 1, 1, 2, 3]
    """
    return units - bisect_left(range(len(wide)), units, key=lambda number: wide[number] + number)


def utf16_units(offset: int, wide: Sequence[int]) -> int:
    """Return the offset in units of UTF-16 for one in code points.

    >>> [utf16_units(offset, [1]) for offset in range(4)]
    [0, 1, 3, 4]
    """
    return offset + bisect_left(wide, offset)
