"""Ranked bars: how many statements each group has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conflictlib.charts import _counts, _style
from conflictlib.charts._frame import Caption, Room, frame, nothing, plain
from conflictlib.charts._marks import Mark, note
from conflictlib.counting import NOT_CODED
from conflictlib.parameters import at_least

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

    from conflictlib.codebook import Codebook


def bars(
    counts: pd.DataFrame,
    *,
    top: int = 15,
    title: str = "",
    codebook: Codebook | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Draw one bar per group, the longest at the top, its n at the end.

    Parameters
    ----------
    counts
        One row per group, as `conflictlib.summaries.actors` and ``themes`` return: a grouping column, ``n``.
    top
        Number of groups that get a bar. The others stand beneath as one line of text, added up: a bar of all
        the others would dwarf the rest.
    title
        Title in place of the one made from the counts.
    codebook
        Codebook for the plain names of codes; None: the shipped one.
    ax
        Axes to draw in, with room around them for the words; None: those of a new figure.

    Raises
    ------
    ParameterError
        `top` is not allowed.
    TableError
        `counts` lacks a column, or has more than one that groups.
    """
    at_least("top", top, 1)
    by = (_counts.groups(counts, most=1, chart="bars") or [""])[0]
    if not by or "period" in counts.columns:
        raise _counts.not_for("bars", counts, "one grouping column and no period")
    names = _counts.Names(codebook)
    sums = _counts.ranked(counts, by)
    shown, rest = (sums, sums[:0]) if len(sums) <= top else (sums[:top], sums[top:])
    others = _counts.others(list(rest.index), rest.sum(), names)[1] if len(rest) else ""
    heading = title or _counts.leading(sums, by, names, _counts.n_of(counts))
    unit = f"Statements by {_counts.plain(by)}{_counts.span_of(counts)}"
    caption = Caption(heading, unit, tuple(filter(None, (others, _counts.last_line(counts, [by])))))
    with _style.style():
        if not sums.any():
            return nothing(Caption(title or "Nothing to draw", caption.subtitle, caption.notes), ax)
        ax = _draw(caption, shown, rest, names, ax)
    note(ax, (Mark({by: str(code)}, (0, n), (place - 0.37, place + 0.37), (8, 0))
              for place, (code, n) in enumerate(shown.items()) if n))  # fmt: skip
    return ax


def _draw(caption: Caption, shown: pd.Series, rest: pd.Series, names: _counts.Names, ax: Axes | None) -> Axes:
    labels = [_style.shorten(name, 190, _style.LABEL) for name in names.apart(list(shown.index)).values()]
    if len(rest):
        labels.append(_counts.others_label(len(rest)))
    left = max(_style.text_width(label, _style.LABEL) for label in labels) / 72 + 0.3
    rows = len(labels)
    (ax,) = frame(caption, Room(plot=0.235 * rows + 0.1, left=left, right=0.6, above=0.06, below=0.14), ax)
    plain(ax)
    colours = [_style.FAINT if code == NOT_CODED else _style.colour(0) for code in shown.index]
    lengths = shown.to_numpy(dtype=float)
    drawn = ax.barh(range(len(shown)), lengths, height=0.74, color=colours, label="statements")
    ax.bar_label(drawn, [f"{int(n):,}" for n in shown], padding=4, fontsize=_style.LABEL, color=_style.INK)
    if len(rest):
        most = f" together, at most {int(rest.max()):,} each" if len(rest) > 1 else ""
        ax.annotate(
            f"{int(rest.sum()):,}{most}", (0, rows - 1), xytext=(4, 0), textcoords="offset points",
            va="center", fontsize=_style.LABEL, color=_style.SOFT,
        )  # fmt: skip
    ax.set_yticks(range(rows), labels, parse_math=False, color=_style.INK, va="center")
    ax.set_xticks([])
    ax.set(ylim=(rows - 0.4, -0.6), xlim=(0, shown.max()))
    return ax
