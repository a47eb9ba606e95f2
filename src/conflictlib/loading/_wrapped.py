"""Plain text whose lines were broken at a width: the paragraphs as they were before."""

from __future__ import annotations

import re
from itertools import pairwise

#: A line that begins so is one of a list, and no continuation of the line above.
_LIST = re.compile(r"(?:[-*•·–—▪●o]\s|\(?(?:\d{1,3}|[a-z]|[ivx]{1,4})[.)]\s|#{1,6}\s)")
_ENDS = re.compile(r"[.!?:;…][\"'”’»)\]]*$")
_BLANK = re.compile(r"\n[ \t\r\f\v]*(?=\n)")
#: Nobody wraps at more: longer lines are paragraphs.
_WIDEST = 200


def paragraphs_of(text: str) -> list[str]:
    r"""Return the paragraphs of a plain text; blank lines part them.

    Where a fifth of the line ends stand within a sentence (the next line begins with a small letter) and no line is
    longer than 200 characters, the lines are taken for wrapped and are joined with a blank: a sentence must not be
    cut at the edge of a page. A line stays apart if it begins a list (``- ``, ``1. ``), and behind a line that ends a
    sentence well before the edge. Elsewhere each line is a paragraph.

    >>> paragraphs_of("The talks\nbegan on Monday.\n- A truce\nwas proposed.")
    ['The talks began on Monday.', '- A truce was proposed.']
    >>> paragraphs_of("The talks began.\nA truce was proposed.")
    ['The talks began.', 'A truce was proposed.']
    """
    blocks = [[line.strip() for line in block.splitlines()] for block in _BLANK.split(text.replace("\r\n", "\n"))]
    blocks = [[line for line in block if line] for block in blocks]
    lines = [line for block in blocks for line in block]
    if not _is_wrapped(blocks, lines):
        return lines
    edge = sorted(map(len, lines))[len(lines) * 9 // 10]
    return [paragraph for block in blocks for paragraph in _joined(block, edge)]


def _is_wrapped(blocks: list[list[str]], lines: list[str]) -> bool:
    ends = [(above, below) for block in blocks for above, below in pairwise(block)]
    within = sum(below[0].islower() and not _ENDS.search(above[-20:]) for above, below in ends)
    return bool(ends) and within * 5 >= len(ends) and max(map(len, lines)) <= _WIDEST


def _joined(block: list[str], edge: int) -> list[str]:
    paragraphs: list[list[str]] = []
    for line in block:
        above = paragraphs[-1][-1] if paragraphs else ""
        ended = bool(_ENDS.search(above[-20:])) and len(above) * 4 < edge * 3 and not line[0].islower()
        if not paragraphs or ended or _LIST.match(line):
            paragraphs.append([line])
        else:
            paragraphs[-1].append(line)
    return [" ".join(lines) for lines in paragraphs]
