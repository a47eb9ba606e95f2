"""A figure in words: sentences for a reader, then every artist with its values, for comparison."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from conflictlib.charts._artists import Artist, artists, day, number
from conflictlib.charts._dates import Calendar

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.text import Text

LONG = 150  # values; a longer series is told by its number, sum and digest
NAMED = 8  # of the nodes of a kind, and of the links, that a sentence tells
_KINDS = {"nodes": "Network", "heat map": "Heat map", "columns": "Column chart", "bars": "Bar chart",
          "line": "Line chart", "dots": "Dot chart", "points": "Chart of points"}  # fmt: skip


def describe(fig: Figure) -> tuple[str, str]:
    """Return the sentences on a figure, and these with all its artists beneath."""
    shown = [(ax, list(artists(ax))) for ax in fig.axes if ax.get_visible()]
    words = {gid: _said(texts) for gid, texts in _by_gid(fig).items()}
    told = [artist for _, found in shown for artist in found]
    sentences = " ".join(_sentence(part) for part in (_opening(fig, told, words), words.get("subtitle", ""),
                         *map(_summary, told), *_messages(shown), words.get("note", "")) if part)  # fmt: skip
    lines = [sentences, *(f"{gid}: {words[gid]}" for gid in ("key",) if gid in words)]
    for ax, found in shown:
        lines += _details(ax, found, alone=len(shown) == 1)
    return sentences, "\n".join(lines)


def _by_gid(fig: Figure) -> dict[str, list[Text]]:
    texts: dict[str, list[Text]] = {}
    for text in [*fig.texts, *(text for ax in fig.axes for text in ax.texts)]:
        texts.setdefault(text.get_gid() or "", []).append(text)
    return texts


def _said(texts: Iterable[Text]) -> str:
    return " ".join(" ".join(text.get_text().split()) for text in texts)


def _sentence(text: str) -> str:
    return text if text.endswith((".", "!", "?", "…")) else f"{text}."


def _opening(fig: Figure, told: list[Artist], words: dict[str, str]) -> str:
    kind = next((name for kind, name in _KINDS.items() if any(artist.kind == kind for artist in told)), "Chart")
    panels = f" in {len(fig.axes)} panels" if len(fig.axes) > 1 else ""
    title = words.get("title") or " ".join(fig.get_suptitle().split())
    if not title and len(fig.axes) == 1:
        title = _title(fig.axes[0])
    return f"{kind}{panels}{': ' if title else ''}{title}"


def _title(ax: Axes) -> str:
    found = [" ".join(ax.get_title(loc=side).split()) for side in ("left", "center", "right")]
    return " ".join(filter(None, found))


def _summary(artist: Artist) -> str:
    """Tell in a sentence how low and how high a series goes, and where it is highest."""
    if artist.kind in ("nodes", "links"):
        return _of_network(artist)
    if not artist.name or not artist.values:
        return ""
    if artist.kind in ("bars", "dots") and len(artist.values) <= 20:
        return f"{artist.name}: " + ", ".join(
            f"{p} {number(v)}" for p, v in zip(artist.places, artist.values, strict=True)
        )
    if artist.kind == "intervals":
        return _widest(artist)
    there = [(value, place) for value, place in zip(artist.values, artist.places, strict=False) if value == value]
    if not there:
        return ""
    (low, _), (high, where) = min(there, key=lambda pair: pair[0]), max(there, key=lambda pair: pair[0])
    if len(there) == 1:
        return f"{artist.name}: {number(high)} ({where})"
    at = f" ({where})" if sum(value == high for value, _ in there) == 1 else ""
    return f"{artist.name}: {number(low)} to {number(high)}{at}"


def _widest(artist: Artist) -> str:
    lows, highs = artist.values[::2], artist.values[1::2]
    low, high, where = max(zip(lows, highs, artist.places, strict=True), key=lambda ends: ends[1] - ends[0])
    return f"{artist.name}: widest {number(low)} to {number(high)} ({where})"


def _of_network(artist: Artist) -> str:
    """Name the largest nodes of a kind or the strongest links, with their values."""
    told = [f"{place} {number(value)}" for place, value in zip(artist.places, artist.values, strict=True)]
    more = f" and {len(told) - NAMED:,} more" if len(told) > NAMED else ""
    name = artist.name or ("Strongest links" if more else "Links")
    return f"{name[:1].upper()}{name[1:]}: {', '.join(told[:NAMED])}{more}" if told else ""


def _messages(shown: list[tuple[Axes, list[Artist]]]) -> Iterator[str]:
    """Yield what stands on axes where nothing is drawn."""
    for ax, found in shown:
        if not found:
            yield from (_said([text]) for text in ax.texts if not text.get_gid())


def _details(ax: Axes, found: list[Artist], *, alone: bool) -> Iterator[str]:
    if not alone:
        yield f"panel: {_title(ax)}"
    yield f"x axis{_axis(ax, 'x')}"
    yield f"y axis{_axis(ax, 'y')}"
    for artist in found:
        name = f" {artist.name!r}" if artist.name else ""
        yield f"{artist.kind}{name}, {artist.look}: {_values(artist)}"
    legend = ax.get_legend()
    if legend is not None:
        yield "legend: " + " | ".join(_said([text]) for text in legend.get_texts())
    texts = [_said([text]) for text in ax.texts if text.get_gid() not in ("subtitle", "key", "note")]
    if texts:
        yield "texts: " + " | ".join(texts)


def _axis(ax: Axes, which: str) -> str:
    axis = ax.xaxis if which == "x" else ax.yaxis
    label = " ".join(axis.get_label_text().split())
    low, high = ax.get_xlim() if which == "x" else ax.get_ylim()
    days = which == "x" and isinstance(ax.fmt_xdata, Calendar)
    limits = f"{day(low)} to {day(high - 1)}" if days else f"{number(low)} to {number(high)}"
    labels = [_said([text]) for text in axis.get_ticklabels() if text.get_visible() and text.get_text()]
    ticks = f"; ticks {' | '.join(labels)}" if labels else ""
    return f"{f' {label!r}' if label else ''}, {limits}{ticks}"


def _values(artist: Artist) -> str:
    written = [number(value) for value in artist.values]
    if artist.kind in ("nodes", "links") and len(written) <= LONG:
        return " | ".join(f"{place} {value}" for place, value in zip(artist.places, written, strict=True))
    if artist.kind in ("bars", "dots", "heat map") and len(written) <= LONG:
        rows: dict[str, list[str]] = {}  # of a heat map, the values of a row behind its name
        for place, value in zip(artist.places, written, strict=True):
            rows.setdefault(place.split(" × ")[0], []).append(value)
        return " | ".join(f"{row} {' '.join(values)}" for row, values in rows.items())
    if artist.kind == "intervals":
        written = [" to ".join(ends) for ends in zip(written[::2], written[1::2], strict=True)]
    ends = list(dict.fromkeys(artist.places[:1] + artist.places[-1:]))
    reach = f"{' to '.join(ends)}; " if ends else ""
    if not written:
        return _long(artist.places) if len(artist.places) > LONG else " | ".join(artist.places)
    between = " | " if artist.kind == "intervals" else " "
    if len(written) <= LONG:
        return f"{reach}{len(written)} {'value' if len(written) == 1 else 'values'}: {between.join(written)}"
    total = sum(value for value in artist.values if value == value)
    return f"{reach}{len(written)} values, sum {number(total)}, {_long([*artist.places, *written])}"


def _long(parts: Iterable[str]) -> str:
    return "digest " + hashlib.sha256("\n".join(parts).encode()).hexdigest()[:12]
