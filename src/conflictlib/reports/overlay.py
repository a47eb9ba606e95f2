"""Links laid over the picture of a chart: one for each bar, cell or point, without a script."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import quote

from conflictlib.reports.counted import Counted, Row
from conflictlib.webpage import number

Box = tuple[float, float, float, float]
Key = dict[str, str | None]


@dataclass(frozen=True)
class Area:
    """A part of a picture that is a link: left, top, width and height as fractions; where to; what it says."""

    box: Box
    anchor: str
    says: str


def read(path: Path) -> tuple[str, list[tuple[Key, Box]]]:
    """Return the title of a chart and where its parts are, as ``charts.show`` wrote them; without a file, none."""
    try:
        about = json.loads(path.read_text(encoding="utf-8"))
        return str(about["title"]), [_place(place) for place in about["places"]]
    except (OSError, ValueError, KeyError, TypeError, AttributeError):  # a notebook may write what it likes
        return "", []


def _place(place: Mapping[str, Any]) -> tuple[Key, Box]:
    left, top, width, height = (float(side) for side in place["box"])
    if not all(0 <= side <= 1 for side in (left, top, width, height)):
        raise ValueError("outside the picture")
    key = {str(name): None if value is None else str(value) for name, value in place["key"].items()}
    return key, (left, top, width, height)


def areas(places: Sequence[tuple[Key, Box]], counted: Counted, groups: Mapping[str, str]) -> list[Area]:
    """Return the links of a chart's parts.

    `groups` has the anchor of each code of the first column: there lead groups that are added up, and parts that
    cover one another, as points of two lines do.
    """
    rows: dict[tuple[str | None, ...], Row] = {row.key: row for row in counted.rows}
    labels = {row.key[0]: row.labels[0] for row in counted.rows}
    keys: dict[Box, list[tuple[str | None, ...]]] = {}
    for key, box in places:
        if key.keys() == set(counted.columns):
            keys.setdefault(box, []).append(tuple(key[column] for column in counted.columns))
    found = []
    for box, here in keys.items():
        there = [rows.get(key) for key in here]
        first = here[0][0] or ""
        says = "; ".join(_says(row) for row in there if row)
        if len(there) == 1 and there[0]:
            found.append(Area(box, there[0].anchor, says))
        elif first in groups:
            found.append(Area(box, groups[first], says or f"{labels[first]}: all"))
    return found


def _says(row: Row) -> str:
    return f"{', '.join(row.labels)}: {number(row.n, 'statement')}"


def svg(found: Sequence[Area], page: str) -> str:
    """Return the links as an element that lies over the picture and scales with it.

    >>> svg([Area((0.1, 0.2, 0.3, 0.4), "CHN", "China: 7 statements")], "behind/a b.html")
    '<svg class="marks" viewBox="0 0 1000 1000" preserveAspectRatio="none" role="group" \
aria-label="Parts of the chart, each with its statements">\
<a href="behind/a%20b.html#CHN"><title>China: 7 statements</title>\
<rect x="100" y="200" width="300" height="400"/></a></svg>'
    """
    if not found:
        return ""
    links = "".join(_link(area, quote(page)) for area in found)
    return (
        '<svg class="marks" viewBox="0 0 1000 1000" preserveAspectRatio="none" role="group" '
        f'aria-label="Parts of the chart, each with its statements">{links}</svg>'
    )


def _link(area: Area, page: str) -> str:
    left, top, width, height = (f"{1000 * side:.1f}".removesuffix(".0") for side in area.box)
    return (
        f'<a href="{escape(page)}#{area.anchor}"><title>{escape(area.says, quote=False)}</title>'
        f'<rect x="{left}" y="{top}" width="{width}" height="{height}"/></a>'
    )
