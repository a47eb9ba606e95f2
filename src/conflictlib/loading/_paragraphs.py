"""Lines of print to paragraphs: what runs along the edges of every page is taken out, broken words are joined.

Only what is surely no text goes: lines at the edge, set apart, that stand on most pages (or most left or right pages)
at one height, word for word or with a number that counts the pages.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from conflictlib.loading._pdf_lines import Line

#: A running line stands among so many outermost lines of a page, on so large a share of the pages.
_OUTERMOST, _MOST = 3, 0.6
#: What is set apart has a gap of more than so many times the size of type.
_APART = 1.6
#: Heights within so many points are one.
_ONE_HEIGHT = 6.0
_DIGITS = re.compile(r"\d+")
_ENDED = re.compile(r"[.!?:…。！？][”’\"'»)\]]*\d{0,3}$")
_BULLET = re.compile(r"(?:[•▪■●◦‣⁃*·–—-]|\(?(?:\d{1,3}|[a-z]|[ivx]{1,4})[.)])\s")
_LONGEST_WORD = 80
_BROKEN_WORD = re.compile(r"([^\W\d_]+)[-\u00ad‐]$")
_WORD = re.compile(r"[^\W\d_]+(?:[-‐'’][^\W\d_]+)*")
_WIDE = re.compile("[\u3000-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef]")


def running_lines(pages: Sequence[Sequence[Line]]) -> set[Line]:
    """Return the headers, footers and page numbers."""
    places: dict[str, list[Line]] = defaultdict(list)
    for lines in pages:
        for line in dict.fromkeys(_outermost(lines)):
            places[_DIGITS.sub("#", line.text.casefold())].append(line)
    found: set[Line] = set()
    for text, lines in places.items():
        height = median(line.y for line in lines)
        level = [line for line in lines if abs(line.y - height) <= _ONE_HEIGHT]
        alike = len({line.text for line in level}) == 1
        found.update(_on_most(level if alike and re.search(r"[^\W\d_]", text) else _counting_up(level), len(pages)))
    return found


def _outermost(lines: Sequence[Line]) -> list[Line]:
    """Return the lines at the upper and lower edge that are set apart from what is within."""
    heights = sorted({round(line.y) for line in lines})
    found: set[int] = set()
    for ordered in (heights, heights[::-1]):
        for n, (outer, inner) in enumerate(pairwise(ordered[: _OUTERMOST + 1]), 1):
            size = max(line.size for line in lines if round(line.y) in (outer, inner))
            if abs(outer - inner) > _APART * size:
                found.update(ordered[:n])
                break
    return [line for line in lines if round(line.y) in found]


def _counting_up(lines: Sequence[Line]) -> list[Line]:
    """Return those in which a number is as far from the number of the page as in most of them."""
    best: list[Line] = []
    numbers = {line: [int(number[:9]) for number in _DIGITS.findall(line.text)] for line in lines}
    for at in range(min(map(len, numbers.values()), default=0)):
        ahead = Counter(numbers[line][at] - line.page for line in lines)
        usual = max(ahead, key=lambda distance: (ahead[distance], -distance))
        best = max(best, [line for line in lines if numbers[line][at] - line.page == usual], key=len)
    return best


def _on_most(lines: Sequence[Line], n_pages: int) -> Sequence[Line]:
    """Return the lines if they stand on most pages, or on most left or most right ones; on three at least."""
    for parity in (None, 0, 1):
        some = [line for line in lines if parity is None or line.page % 2 == parity]
        among = n_pages if parity is None else (n_pages + parity) // 2
        there = len({line.page for line in some})
        if there >= 3 and there >= _MOST * among:
            return some
    return ()


def paragraphs_of(lines: Sequence[Line]) -> list[str]:
    """Return the paragraphs in lines of print: broken lines and words joined, soft hyphens gone.

    A line begins a paragraph where the gap above it is wider than usual, the size of type changes, it is set in, it
    begins with a bullet or number, or the line before ended a sentence well before the margin.
    """
    leading = _leading(lines)
    lengths = _usual_lengths(lines)
    known = Counter(word for line in lines for word in _WORD.findall(line.text.casefold()))
    found: list[list[str]] = []
    for number, line in enumerate(lines):
        before = lines[number - 1] if number else None
        if before is None or _begins(line, before, lines[number - 2] if number > 1 else None, leading, lengths):
            found.append([line.text])
        else:
            last = found[-1].pop()
            found[-1] += [_before(last, line.text, known), line.text]
    texts = ["".join(parts).replace("\u00ad", "") for parts in found]
    return [" ".join(text.split()) for text in texts if text.strip()]


def _leading(lines: Sequence[Line]) -> dict[int, float]:
    """Return the usual distance of lines by size of type."""
    gaps: dict[int, Counter[float]] = defaultdict(Counter)
    for before, line in pairwise(lines):
        gap = before.y - line.y
        if 0 < gap < 3 * line.size and before.page == line.page:
            gaps[round(line.size)][round(gap, 1)] += len(line.text)
    return {size: max(counted, key=lambda gap: (counted[gap], -gap)) for size, counted in gaps.items()}


def _usual_lengths(lines: Sequence[Line]) -> dict[int, float]:
    """Return the length of a full line in characters by size of type: nine of ten are shorter."""
    lengths: dict[int, list[int]] = defaultdict(list)
    for line in lines:
        lengths[round(line.size)].append(len(line.text))
    return {size: sorted(found)[int(0.9 * (len(found) - 1))] for size, found in lengths.items()}


def _begins(
    line: Line, before: Line, second: Line | None, leading: dict[int, float], lengths: dict[int, float]
) -> bool:
    size = round(line.size)
    if abs(line.size - before.size) > 0.08 * max(line.size, before.size) and line.y != before.y:
        return True
    gap, usual = before.y - line.y, leading.get(size, 1.2 * line.size)
    follows = line.page == before.page and gap > 0
    if follows and gap > 1.25 * usual:
        return True
    if _BULLET.match(line.text) and not line.text[:1].isalnum() and gap:
        return True
    ended = bool(_ENDED.search(before.text))
    full = lengths.get(round(before.size), 0)
    short = len(before.text) + 1 + len(line.text.split()[0]) < 0.85 * full  # the next word would have gone into it
    if len(before.text) < 0.5 * full and not line.text[:1].islower() and gap:
        return True  # a heading, or a line of a list
    if (ended and (short or bool(_BULLET.match(line.text)))) or (line.bold != before.bold and (ended or short)):
        return True
    # set in: against the line before it, if that was not set in itself
    margin = before.x if second is None or second.page != before.page else min(before.x, second.x)
    return follows and ended and 0.5 * line.size < line.x - margin < 6 * line.size


def _before(text: str, line: str, known: Counter[str]) -> str:
    """Return a line as it stands before the next: without the hyphen of a broken word, else with a blank behind it.

    The hyphen stays if the word has one elsewhere in the document, or goes on with a capital letter.
    """
    broken = _BROKEN_WORD.search(text[-_LONGEST_WORD:])
    rest = _WORD.match(line[:_LONGEST_WORD])
    if broken is None or rest is None:
        wide = _WIDE.match(text[-1:]) and _WIDE.match(line[:1])
        glued = wide or (text.endswith(("-", "‐")) and not text.endswith((" -", " ‐")))
        return text if glued else f"{text} "
    first, second = broken[1].casefold(), rest[0].casefold()
    compound = known[f"{first}-{second}"] > known[first + second]
    return text[:-1] if text.endswith("\u00ad") or (rest[0][0].islower() and not compound) else text
