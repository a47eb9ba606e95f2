"""Cells of CSV that no spreadsheet runs as a formula, and back.

A text that begins with ``=``, ``+``, ``-``, ``@`` (also in their wide East Asian forms), a tab or a line end is run or
bent by a spreadsheet. It gets an apostrophe in front. So does a text that looks as if it had got one, such as ``'-3``:
taking away one apostrophe is then always right, and every text comes in as it went out.
Source: OWASP, CSV Injection.
"""

from __future__ import annotations

import re

_RUN = "[=+\\-@\t\r\n\uff1d\uff0b\uff0d\uff20]"
_TO_GUARD, _GUARDED = re.compile(f"'*+{_RUN}"), re.compile(f"'++{_RUN}")


def guarded(text: str) -> str:
    """Return the text as a cell that no spreadsheet runs.

    >>> guarded("=1+1"), guarded("'-3"), guarded("'tis"), guarded("3")
    ("'=1+1", "''-3", "'tis", '3')
    """
    return f"'{text}" if _TO_GUARD.match(text) else text


def unguarded(cell: str) -> str:
    """Return the text in such a cell.

    >>> unguarded("'=1+1"), unguarded("''-3"), unguarded("'tis"), unguarded("-3")
    ('=1+1', "'-3", "'tis", '-3')
    """
    return cell[1:] if _GUARDED.match(cell) else cell
