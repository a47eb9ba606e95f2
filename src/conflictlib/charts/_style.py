"""How every chart looks: sizes, colours, and text that is measured before it is set."""

from __future__ import annotations

import warnings
from contextlib import AbstractContextManager, contextmanager
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

WIDTH = 8.0  # inches; 800 pixels in a notebook
MARGIN = 0.15
DPI = 150  # sharp on a dense screen, and still small in a stored notebook

TITLE, SUBTITLE, LABEL, NOTE = 13.0, 10.0, 9.0, 8.0  # points
LEADING = 1.28  # line to line, in text sizes

INK, SOFT, FAINT, GRID, REST = "#222222", "#5A5A5A", "#8C8C8C", "#DDDDDD", "#B5B5B5"

#: Okabe and Ito (2008), told apart by the colour-blind; brown for their yellow, unreadable on white.
COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#56B4E9", "#E69F00", "#5A3A1A", "#333333")

RC: dict[str, object] = {
    "font.family": "DejaVu Sans",  # comes with matplotlib: the same on every machine
    "font.size": LABEL,
    "text.color": INK,
    "figure.dpi": 100,
    "figure.facecolor": "white",
    "hatch.linewidth": 1.2,
    "svg.hashsalt": "conflictlib",  # same input, same bytes
    "svg.fonttype": "path",
}


def style() -> AbstractContextManager[None]:
    """Set the house style for what is drawn inside a ``with``, whatever the user's own; nothing outside."""
    from matplotlib.style import context

    return context(["default", RC])


@contextmanager
def quiet_about_glyphs() -> Iterator[None]:
    """Let a character that the font lacks be a box, not a warning: names come in every script."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Glyph .* missing from", category=UserWarning)
        yield


def colour(rank: int) -> str:
    """Return the colour of the group at a rank, from 0; after the eighth, paler ones."""
    return paler(COLOURS[rank % len(COLOURS)], (1, 0.6, 0.35)[rank // len(COLOURS) % 3])


def paler(base: str, strength: float) -> str:
    """Return a colour mixed with white; 1 leaves it as it is."""
    from matplotlib.colors import to_hex, to_rgb

    red, green, blue = (1 - (1 - part) * strength for part in to_rgb(base))
    return str(to_hex((red, green, blue)))


@cache
def text_width(text: str, size: float, bold: bool = False) -> float:
    """Return the width of one line in points."""
    from matplotlib.font_manager import FontProperties
    from matplotlib.textpath import text_to_path

    font = FontProperties(family="DejaVu Sans", size=size, weight="bold" if bold else "normal")
    with quiet_about_glyphs():
        return float(text_to_path.get_text_width_height_descent(text, font, False)[0])


def wrap(text: str, width: float, size: float, bold: bool = False) -> list[str]:
    """Break text into lines of at most `width` points; a word that is longer is broken within."""
    lines = [""]
    for word in text.split():
        for piece in _pieces(word, width, size, bold):
            longer = f"{lines[-1]} {piece}".strip()
            if text_width(longer, size, bold) <= width or not lines[-1]:
                lines[-1] = longer
            else:
                lines.append(piece)
    return lines


def _pieces(word: str, width: float, size: float, bold: bool) -> list[str]:
    pieces = []
    while len(word) > 1 and text_width(word, size, bold) > width:
        low, high = 1, len(word) - 1
        while low < high:
            middle = (low + high + 1) // 2
            low, high = (middle, high) if text_width(word[:middle], size, bold) <= width else (low, middle - 1)
        pieces.append(word[:low])
        word = word[low:]
    return [*pieces, word]


def shorten(text: str, width: float, size: float, bold: bool = False) -> str:
    """Return text on one line, cut with … where it is wider than `width` points.

    >>> shorten("military operations", 60, 9)
    'military op…'
    """
    text = " ".join(text.split())
    if text_width(text, size, bold) <= width:
        return text
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        fits = text_width(text[:middle].rstrip() + "…", size, bold) <= width
        low, high = (middle, high) if fits else (low, middle - 1)
    return text[:low].rstrip() + "…"


def spread(wanted: Sequence[float], gap: float, low: float, high: float) -> list[float]:
    """Move positions apart until they are `gap` from each other, each as little as it can be, within limits.

    Equal wishes keep their order, the first highest. (Pool adjacent violators: Ayer et al. 1955.)

    >>> spread([5, 5, 50], 10, 0, 100)
    [10.0, 0.0, 50]
    """
    if not wanted:
        return []
    gap = min(gap, (high - low) / max(len(wanted) - 1, 1))
    order = sorted(range(len(wanted)), key=lambda i: (wanted[i], -i))
    pools: list[list[float]] = []  # mean of the wishes, each less its place in the row, and how many
    for place, i in enumerate(order):
        pools.append([wanted[i] - place * gap, 1])
        while len(pools) > 1 and pools[-2][0] > pools[-1][0]:
            (mean, n), (above, m) = pools[-2:]
            pools[-2:] = [[(mean * n + above * m) / (n + m), n + m]]
    means = [mean for mean, n in pools for _ in range(int(n))]
    result = [0.0] * len(wanted)
    for place, (i, mean) in enumerate(zip(order, means, strict=True)):
        result[i] = min(max(mean, low), high - (len(wanted) - 1) * gap) + place * gap
    return result
