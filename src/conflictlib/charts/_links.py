"""The nodes and the links of a network as artists that know what they stand for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from matplotlib.collections import PathCollection
from matplotlib.markers import MarkerStyle
from matplotlib.patches import FancyArrowPatch
from matplotlib.transforms import IdentityTransform

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes
    from matplotlib.path import Path


class Link(FancyArrowPatch):
    """A line from one node to another; `ends` are their names, `value` is how strong it is."""

    def __init__(self, ends: tuple[str, str], value: float, *, directed: bool, **look: Any) -> None:
        super().__init__(**look)
        self.ends, self.value, self.directed = ends, value, directed

    @property
    def place(self) -> str:
        """Say between whom it is."""
        return (" → " if self.directed else " – ").join(self.ends)


class Nodes(PathCollection):
    """Nodes of one kind; `names` are theirs, `values` how large they are drawn, `radii` half of the room of each."""

    def __init__(
        self, ax: Axes, marker: str, places: Sequence[tuple[float, float]], radii: Sequence[float], **look: Any
    ) -> None:
        shape = MarkerStyle(marker)
        self.marker, self.names, self.values = marker, look.pop("names"), look.pop("values")
        outline = shape.get_path().transformed(shape.get_transform())
        # all shapes have one area, that of a triangle in the square of the radius: then no group looks larger
        sizes = [(2 * radius) ** 2 * 0.5 / _area(outline) for radius in radii]
        super().__init__([outline], sizes, offsets=list(places), offset_transform=ax.transData, **look)
        self.set_transform(IdentityTransform())


def _area(outline: Path) -> float:
    """Return the area of an outline (Gauss's formula for polygons)."""
    import numpy as np

    x, y = np.asarray(outline.to_polygons()[0]).T
    return float(abs((x[:-1] * y[1:] - x[1:] * y[:-1]).sum()) / 2)
