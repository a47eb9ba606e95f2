"""Places for the nodes of a network and for their names: none on another, none outside the plot."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from conflictlib.charts import _style

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy as np
    import numpy.typing as npt

    Numbers = npt.NDArray[np.float64]

_APART = 4.0  # points between two nodes with their names
_BELOW = 0.5  # points between a node and its name
_LINE = 76.0  # points that a line of a name may be long
_FILLED = 0.4  # part of the plot that nodes and names may fill
_TALL = 500.0  # points that a plot may be high before names are shortened
_LOOSE, _ROOMY = 13.0, 420.0  # points of height for each node, up to so many: lines need room too
_TRIES = 8
_ROUNDS = 500


@dataclass(frozen=True)
class Node:
    """A node with the lines of its name: where it is, and its radius, in points."""

    code: str
    lines: tuple[str, ...]
    radius: float
    size: float  # of the letters
    x: float = 0.0
    y: float = 0.0

    @property
    def wide(self) -> float:
        """Width of the node with its name."""
        return max([2 * self.radius, *(_style.text_width(line, self.size) for line in self.lines)])

    @property
    def high(self) -> float:
        """Height of the node with its name beneath."""
        return 2 * self.radius + (_BELOW + len(self.lines) * self.size * 1.2 if self.lines else 0)

    @property
    def name_at(self) -> float:
        """Height of the name's upper edge."""
        return self.y - self.radius - _BELOW


def named(codes: Mapping[str, float], names: Mapping[object, str], size: float, width: float) -> list[Node]:
    """Return nodes of these radii, their names in three short lines, or in fewer where there are very many."""
    for most in (3, 2, 1):
        nodes = [Node(code, _lines(names[code], size, most), radius, size) for code, radius in codes.items()]
        if _area(nodes) / _FILLED / width <= _TALL:
            break
    return nodes


def _lines(name: str, size: float, most: int) -> tuple[str, ...]:
    lines = _style.wrap(name, _LINE, size)
    if len(lines) <= most:
        return tuple(lines)
    return (*lines[: most - 1], _style.shorten(" ".join(lines[most - 1 :]), _LINE, size))


def _area(nodes: Sequence[Node]) -> float:
    return sum((node.wide + _APART) * (node.high + _APART) for node in nodes)


def place(
    nodes: Sequence[Node],
    near: Sequence[tuple[str, str]],
    groups: Mapping[str, int],
    *,
    width: float,
    height: float | None,
) -> tuple[list[Node], float]:
    """Return the nodes with their places, and the height of the plot: as given, or as much as they need.

    Nodes that are joined (pairs in `near`) and those of one group stand close. Where there is no
    room for all names at the height given, those of the last nodes are left out.
    """
    start = _start([node.code for node in nodes], near, groups)
    least = max([0.0, *(node.high + _APART for node in nodes)])
    high = height or max(_area(nodes) / _FILLED / width, least, 130.0, min(_LOOSE * len(nodes), _ROOMY))
    for _ in range(1 if height else _TRIES):
        found = _spread(nodes, start, width, high)
        if found is not None:
            return found, high
        high = height or high * 1.15
    return _with_fewer_names(nodes, start, width, high), high


def _with_fewer_names(nodes: Sequence[Node], start: Numbers, width: float, height: float) -> list[Node]:
    """Leave out the last names, as many as it takes; without any, nodes may touch."""
    bare = [replace(node, lines=()) for node in nodes]
    best = _at(bare, *_scaled(bare, start, width, height))
    low, high = 0, len(nodes)
    while low < high:
        names = (low + high) // 2
        found = _spread([*nodes[:names], *bare[names:]], start, width, height)
        low, high, best = (low, names, best) if found is None else (names + 1, high, found)
    return best


def _start(codes: Sequence[str], near: Sequence[tuple[str, str]], groups: Mapping[str, int]) -> Numbers:
    """Lay the nodes out so that distances in the plot are like those in the network (Kamada and Kawai 1989)."""
    import networkx as nx
    import numpy as np

    network: Any = nx.Graph()
    network.add_nodes_from(codes)
    network.add_edges_from(near)
    steps = dict(nx.all_pairs_shortest_path_length(network))
    farthest = max(max(found.values()) for found in steps.values()) + 1
    distances = {
        one: {other: steps[one].get(other, farthest) + 1.5 * (groups.get(one) != groups.get(other)) for other in codes}
        for one in codes
    }
    if len(codes) < 3:
        return np.array([[float(i), 0.5] for i in range(len(codes))])
    found = nx.kamada_kawai_layout(network, dist=distances)
    return np.array([found[code] for code in codes], dtype=float).round(6)


def _scaled(nodes: Sequence[Node], start: Numbers, width: float, height: float) -> tuple[Numbers, Numbers]:
    """Stretch a layout over the plot; return the middles of the nodes with their names.

    Half of a place is its rank, so that a node far off leaves no empty plot behind.
    """
    import numpy as np

    low, reach = start.min(axis=0), np.ptp(start, axis=0)
    part = np.where(reach > 0, (start - low) / np.where(reach > 0, reach, 1), 0.5)
    ranks = start.argsort(axis=0, kind="stable").argsort(axis=0, kind="stable") / max(len(start) - 1, 1)
    part = np.where(reach > 0, (part + ranks) / 2, part)
    wide, high = (np.array([getattr(node, name) for node in nodes]) for name in ("wide", "high"))
    return wide / 2 + part[:, 0] * (width - wide), high / 2 + part[:, 1] * (height - high)


def _spread(nodes: Sequence[Node], start: Numbers, width: float, height: float) -> list[Node] | None:
    """Push nodes with their names apart until none overlap; None where they don't come apart."""
    import numpy as np

    x, y = _scaled(nodes, start, width, height)
    wide, high = (np.array([getattr(node, name) + _APART for node in nodes]) for name in ("wide", "high"))
    before = np.sign(np.arange(len(nodes))[:, None] - np.arange(len(nodes))[None, :])
    for _ in range(_ROUNDS):
        apart_x, apart_y = x[:, None] - x[None, :], y[:, None] - y[None, :]
        over_x = (wide[:, None] + wide[None, :]) / 2 - np.abs(apart_x)
        over_y = (high[:, None] + high[None, :]) / 2 - np.abs(apart_y)
        over = (over_x > 1e-3) & (over_y > 1e-3) & (before != 0)
        if not over.any():
            return _at(nodes, x, y)
        across = over & (over_x / width < over_y / height)
        x = x + _push(over_x, apart_x, across, before)
        y = y + _push(over_y, apart_y, over & ~across, before)
        x = np.clip(x, wide / 2 - _APART / 2, width - wide / 2 + _APART / 2)
        y = np.clip(y, high / 2 - _APART / 2, height - high / 2 + _APART / 2)
    return None


def _push(over: Numbers, apart: Numbers, these: npt.NDArray[np.bool_], before: Numbers) -> Numbers:
    import numpy as np

    way = np.where(np.abs(apart) > 1e-9, np.sign(apart), before)
    pushed: Numbers = np.where(these, way * (over / 2 + 0.05), 0).sum(axis=1)
    damped: Numbers = pushed / np.maximum(these.sum(axis=1), 1) ** 0.5
    return damped


def _at(nodes: Sequence[Node], x: Numbers, y: Numbers) -> list[Node]:
    places = zip(nodes, x.tolist(), y.tolist(), strict=True)
    return [replace(node, x=at, y=middle + node.high / 2 - node.radius) for node, at, middle in places]
