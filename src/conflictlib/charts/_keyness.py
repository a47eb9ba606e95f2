"""What marks one selection against another: bars to two sides, or a panel for each group or period."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from conflictlib import periods
from conflictlib.charts import _counts, _style
from conflictlib.charts._frame import Caption, Room, frame, nothing, plain, size
from conflictlib.charts._keywords import Bar, Table, statements
from conflictlib.charts._style import LABEL, NOTE
from conflictlib.parameters import ParameterError, at_least
from conflictlib.words.comparisons import FEW_STATEMENTS

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd
    from matplotlib.axes import Axes

    from conflictlib.codebook import Codebook

_ROW = 0.225  # inches of a row
_STEPS = (0.01, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 1000, 1e9)  # between ticks


def keyness(
    table: pd.DataFrame,
    *,
    top: int = 15,
    panels: int = 9,
    title: str = "",
    codebook: Codebook | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Draw what marks the target to the right, and what marks the reference to the left.

    A table of several groups or periods gets a panel for each, with what marks it against the rest; periods in which a
    side has fewer than 20 statements are left out, which is told.

    Parameters
    ----------
    table
        One row per word, theme or act, as `conflictlib.keyness` returns.
    top
        Number of bars on each side, or in each panel.
    panels
        Number of panels: the largest groups, or the latest periods of those that have enough statements.
    title
        Title in place of the one made from the table.
    codebook
        Codebook for the plain names of codes; None: the shipped one.
    ax
        Axes to draw in, with room around them for the words; None: those of a new figure. Not with panels.

    Returns
    -------
    Axes
        Those of the chart, or of its first panel. The longer a bar, the larger z, or the square root of G², which
        is on the scale of z. A bar is pale where q is 0.05 or more or the table notes that there are few, and hollow
        where all stand in one document.

    Raises
    ------
    ParameterError
        `top` or `panels` is not allowed, or `ax` is given where there are panels.
    TableError
        `table` lacks a column.
    """
    at_least("top", top, 1)
    at_least("panels", panels, 1)
    found = Table.of(table, codebook)
    if found.column and ax is not None:
        raise ParameterError("ax is given; allowed is None where there is a panel for each group or period")
    with _style.style():
        if table.empty:
            return nothing(Caption(title or "Nothing to compare", found.subtitle(False), tuple(found.notes([]))), ax)
        return _panels(found, top, panels, title) if found.column else _two_sided(found, top, title, ax)


def _two_sided(found: Table, top: int, title: str, ax: Axes | None) -> Axes:
    right, left = (found.bars(found.table, side, top) for side in ("target", "reference"))
    target, reference = found.sides
    notes = found.notes([*left, *right], found.numbers)
    heading, stands_out = _title(found, right, left)
    rows = max(len(left), len(right), 1)
    room = Room(plot=_ROW * rows + 0.1, left=_style.MARGIN, right=_style.MARGIN, above=0.36, below=0.36)
    (ax,) = frame(Caption(title or heading, found.subtitle(stands_out), tuple(notes)), room, ax)
    half = size(ax)[0] / 2
    texts = [_texts(left, half, turned=True), _texts(right, half, turned=False)]
    scale = _scale([*zip(left, texts[0], strict=True), *zip(right, texts[1], strict=True)], half)
    _axes(ax, rows, half / scale, low=-half / scale)
    for bars, labels, sign, colour in ((left, texts[0], -1, _style.colour(1)), (right, texts[1], 1, _style.colour(0))):
        _draw(ax, bars, labels, sign, colour, (reference, target)[sign > 0])
    ax.axvline(0, color=_style.INK, linewidth=0.8, label="_zero")
    _sides(ax, found, half)
    return ax


def _sides(ax: Axes, found: Table, half: float) -> None:
    """Name the selections above their sides, with their statements."""
    sizes = next(iter((found.table.attrs.get("sizes") or {"": None}).values()))
    for sign, name, which in ((1, found.sides[0], 0), (-1, found.sides[1], 1)):
        n = f" ({statements(sizes[which])})" if sizes else ""
        words = _style.shorten(name, half - _style.text_width(n, LABEL, True) - 24, LABEL, bold=True) + n
        ax.annotate(f"{words} →" if sign > 0 else f"← {words}", (0.5, 1), xycoords="axes fraction",
                    xytext=(sign * 8, 8), textcoords="offset points", ha="left" if sign > 0 else "right", va="bottom",
                    fontsize=LABEL, fontweight="bold", color=_style.colour(sign < 0), parse_math=False)  # fmt: skip


def _title(found: Table, right: Sequence[Bar], left: Sequence[Bar]) -> tuple[str, bool]:
    """Name what marks each selection most, as far as it is hardly chance and stands in several documents.

    Says too whether there is anything of the kind.
    """
    told: list[str] = []
    for name, bars in zip(found.sides, (right, left), strict=True):
        first = next((bar.name for bar in bars if bar.sure and not bar.alone), None)
        if first is not None:
            told.append(f"{_counts.cut(name)}: {found.quoted(first)}{' stands out' * (not told)}")
    if told:
        return "; ".join(told), True
    return f"No {found.unit} stands out between {' and '.join(map(_counts.cut, found.sides))}", False


def _panels(found: Table, top: int, most: int, title: str) -> Axes:
    small = found.small()
    keys = [key for key in dict.fromkeys(found.table[found.column]) if key not in small]
    too_few = _too_few(found, small)
    if not keys:
        why = f"No {found.every} has enough statements"
        caption = Caption(title or "Nothing to compare", found.subtitle(False), tuple(found.notes([], too_few)))
        return nothing(caption, None, why)
    shown = keys[-most:] if found.column == "period" else keys[:most]
    rows = {key: found.table[found.table[found.column] == key] for key in shown}
    bars = {key: found.bars(table, "target", top) for key, table in rows.items()}
    drawn = [bar for found_bars in bars.values() for bar in found_bars]
    others = [f"Not drawn: {_counts.others_label(len(keys) - len(shown))}."] if len(keys) > len(shown) else []
    notes = found.notes(drawn, found.numbers, *others, *([too_few] if too_few else []))
    heading, stands_out = _first(found, bars)
    columns = min(len(shown), 3)
    down, high = -(-len(shown) // columns), max(map(len, bars.values())) or 1
    drop = 0.42
    room = Room(plot=down * _ROW * high + (down - 1) * drop, left=_style.MARGIN, right=_style.MARGIN, above=0.3,
                below=0.15, rows=down, columns=columns, gap=0.25, drop=drop)  # fmt: skip
    panels = frame(Caption(title or heading, found.subtitle(stands_out), tuple(notes)), room)
    wide = size(panels[0])[0]
    texts = {key: _texts(found_bars, wide, turned=False) for key, found_bars in bars.items()}
    scale = _scale([pair for key in shown for pair in zip(bars[key], texts[key], strict=True)], wide)
    for panel, key in zip(panels, shown, strict=False):
        _axes(panel, high, wide / scale, low=0.0, ticks=False)
        _draw(panel, bars[key], texts[key], 1, _style.colour(0), _key_name(found, key))
        _panel_title(panel, _key_name(found, key), found.size(_key(found, key)))
    for unused in panels[len(shown) :]:
        unused.remove()
    return panels[0]


def _too_few(found: Table, small: Sequence[Any]) -> str:
    """Say which periods have no panel."""
    if not small:
        return ""
    n = f"{len(small):,} {found.every}{'s' * (len(small) > 1)}"
    listed = ", ".join(_key_name(found, key) for key in small[:4]) + (" and others" if len(small) > 4 else "")
    side = "one side has fewer" if found.within else "there are fewer"
    return f"Left out: {n} in which {side} than {FEW_STATEMENTS} statements ({listed})."


def _first(found: Table, bars: dict[Any, list[Bar]]) -> tuple[str, bool]:
    """Name the strongest of all panels, as far as it is hardly chance and stands in several documents.

    Says too whether there is anything of the kind.
    """
    good = [(bar, key) for key, several in bars.items() for bar in several if bar.sure and not bar.alone]
    if not good:
        in_any = f"in any {found.every}" if found.column == "period" else f"for any {_counts.plain(found.column)}"
        return f"No {found.unit} stands out {in_any}", False
    bar, key = max(good, key=lambda pair: pair[0].strength)
    return f"{_counts.cut(_key_name(found, key))}: {found.quoted(bar.name)} stands out", True


def _key(found: Table, key: Any) -> str:
    return f"{key:%Y-%m-%d}" if found.column == "period" else str(key)


def _key_name(found: Table, key: Any) -> str:
    if found.column != "period":
        name = found.names(key)
        return name[:1].upper() + name[1:]
    every = str(found.table.attrs.get("every") or "")
    name = periods.name(key.date(), every) if every else periods.day_name(key.date())
    return name[:1].upper() + name[1:]


def _panel_title(ax: Axes, name: str, n: str) -> None:
    wide = size(ax)[0] - _style.text_width(n, NOTE) - 8
    shown = _style.shorten(name, wide, LABEL, bold=True)
    ax.set_title(shown, loc="left", fontsize=LABEL, fontweight="bold", pad=5, parse_math=False)
    ax.set_title(n, loc="right", fontsize=NOTE, color=_style.SOFT, pad=5)


def _texts(bars: Sequence[Bar], wide: float, *, turned: bool) -> list[str]:
    """Write each word with its two counts, that of the target first."""
    numbers = [f"{bar.n_target:,} v {bar.n_reference:,}" for bar in bars]
    shown = [_style.shorten(bar.name, 0.6 * wide, LABEL) for bar in bars]
    if turned:
        return [f"{number}  {name}" for name, number in zip(shown, numbers, strict=True)]
    return [f"{name}  {number}" for name, number in zip(shown, numbers, strict=True)]


def _scale(drawn: Sequence[tuple[Bar, str]], wide: float) -> float:
    """Return how many points one z takes, so that every bar has room for its word."""
    fits = [(wide - 12 - _style.text_width(text, LABEL)) / bar.strength for bar, text in drawn if bar.strength]
    return max(min(fits, default=1.0), 1e-9)


def _axes(ax: Axes, rows: int, high: float, *, low: float, ticks: bool = True) -> None:
    plain(ax)
    ax.set(xlim=(low, high), ylim=(rows - 0.4, -0.6), yticks=[])
    step = next(step for step in _STEPS if high / step <= 5)
    marks = [k * step for k in range(-math.floor(-low / step) if low else 0, math.floor(high / step) + 1)]
    ax.set_xticks(marks if ticks else [], [f"{abs(mark):g}" for mark in marks] if ticks else [])


def _draw(ax: Axes, bars: Sequence[Bar], labels: Sequence[str], sign: int, colour: str, name: str) -> None:
    """Draw the bars of one side, each with its word at its end."""
    if not bars:
        return
    container = ax.barh(range(len(bars)), [sign * bar.strength for bar in bars], height=0.72, label=name)
    for place, (bar, patch, label) in enumerate(zip(bars, container.patches, labels, strict=True)):
        shade = _style.paler(colour, 1.0 if bar.sure else 0.4)
        patch.set(facecolor="white" if bar.alone else shade, edgecolor=shade, linewidth=1.2, label=bar.name)
        ax.annotate(label, (sign * bar.strength, place), xytext=(sign * 4, 0), textcoords="offset points",
                    ha="left" if sign > 0 else "right", va="center", fontsize=LABEL, parse_math=False,
                    color=_style.INK if bar.sure else _style.SOFT, annotation_clip=False)  # fmt: skip
