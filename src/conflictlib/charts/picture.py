"""The picture in which a chart cell ends: a PNG for the eye, and a text of it for everything else.

The text says what the artists of the figure show: nbval, which ignores pictures, compares it, so that changed
data, an order, a colour, a title or a limit is seen; a screen reader reads its first part.
"""

from __future__ import annotations

import base64
import io
import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from conflictlib.charts import _style
from conflictlib.charts._describe import describe
from conflictlib.charts._frame import root
from conflictlib.charts._marks import places
from conflictlib.parameters import ParameterError
from conflictlib.writing import to_csv

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure


@dataclass(frozen=True, repr=False)
class Picture:
    """A chart as it is shown: `png`, a short description `alt`, and the full `text` of its artists."""

    png: bytes
    alt: str
    text: str
    width: int  # pixels as shown; the PNG has more, for dense screens
    height: int

    def _repr_mimebundle_(
        self, include: object = None, exclude: object = None
    ) -> tuple[dict[str, str], dict[str, object]]:
        data = {"image/png": base64.b64encode(self.png).decode("ascii"), "text/plain": self.text}
        return data, {"image/png": {"alt": self.alt, "width": self.width, "height": self.height}}

    def __repr__(self) -> str:
        """Return the full text."""
        return self.text


def show(ax: Axes, *, data: pd.DataFrame | None = None, name: str = "", out: str | Path = "") -> Picture:
    """Show a chart: the last expression of a notebook's cell.

    The figure is closed, so that the notebook shows it once.

    Parameters
    ----------
    ax
        Axes of the chart. All axes of its figure are shown.
    data
        Table that the chart shows, to be written beside it.
    name
        Name of the files, of letters, digits, ``-`` and ``_``.
    out
        Folder for ``figures/NAME.png``, ``figures/NAME.svg`` and ``tables/NAME.csv``; ``""``: none.
        Beside the figures ``figures/NAME.json`` says where each bar, cell or point is and which row of the table
        it stands for, if a chart of this library is in the figure.
        The same chart gives the same bytes. In the table a text that a spreadsheet would run as a formula
        (it begins with ``=``, ``+``, ``-``, ``@``, a tab or a carriage return) stands behind an apostrophe.

    Raises
    ------
    ParameterError
        `out` is given and `name` is empty or has other characters.

    Examples
    --------
    >>> import matplotlib.pyplot as plt
    >>> _, ax = plt.subplots()
    >>> _ = ax.set_title("Two points")
    >>> _ = ax.plot([1, 2], [3, 5], label="n")
    >>> print(show(ax).alt)
    Line chart: Two points. n: 3 to 5 (2.0).
    """
    import matplotlib.pyplot as plt

    if str(out) and not re.fullmatch(r"[A-Za-z0-9_-]+", name):
        raise ParameterError(f"name is {name!r}; allowed are letters, digits, - and _, as it names files in out")
    fig = root(ax)
    with _style.style(), _style.quiet_about_glyphs():
        alt, text = describe(fig)
        png = _png(fig)
        if str(out):
            svg = _svg(fig, alt)
            _write(Path(out), name, png, svg, data)
            _write_places(Path(out, "figures", f"{name}.json"), fig)
    wide, high = (round(inches * 100) for inches in fig.get_size_inches())
    plt.close(fig)
    return Picture(png, alt, text, wide, high)


def _png(fig: Figure) -> bytes:
    """Draw the figure with its 256 most frequent colours, a third of the size in a notebook."""
    from PIL import Image

    pixels, png = io.BytesIO(), io.BytesIO()
    fig.savefig(pixels, format="rgba", dpi=_style.DPI)
    wide = int(fig.get_size_inches()[0] * _style.DPI)
    size = (wide, len(pixels.getvalue()) // (4 * wide))
    drawn = Image.frombytes("RGBA", size, pixels.getvalue()).convert("RGB")
    few = drawn.resize((size[0] // 2, size[1] // 2), Image.Resampling.NEAREST)  # counting all would be slow
    counted: Any = few.getcolors(few.width * few.height)
    frequent: dict[tuple[int, ...], tuple[int, ...]] = {}  # of nearly equal colours only the first
    for _, colour in sorted(counted, key=lambda found: (-found[0], found[1])):
        frequent.setdefault(tuple(part >> 3 for part in colour), colour)
    palette = Image.new("P", (1, 1))
    palette.putpalette([part for colour in list(frequent.values())[:256] for part in colour])
    drawn.quantize(palette=palette, dither=Image.Dither.NONE).save(png, "PNG")
    return png.getvalue()


def _svg(fig: Figure, alt: str) -> bytes:
    buffer = io.BytesIO()
    about = {"Date": None, "Creator": None, "Title": alt.split(". ")[0], "Description": alt}
    fig.savefig(buffer, format="svg", metadata=about)
    return buffer.getvalue()


def _write(out: Path, name: str, png: bytes, svg: bytes, data: pd.DataFrame | None) -> None:
    (out / "figures").mkdir(parents=True, exist_ok=True)
    (out / "figures" / f"{name}.png").write_bytes(png)
    (out / "figures" / f"{name}.svg").write_bytes(svg)
    if data is not None:
        to_csv(data, out / "tables" / f"{name}.csv")


def _write_places(path: Path, fig: Figure) -> None:
    found = [{"key": place.key, "box": place.box} for place in places(fig)]
    if found:
        about = {"title": " ".join(fig.get_suptitle().split()), "places": found}
        path.write_text(json.dumps(about, ensure_ascii=False) + "\n", encoding="utf-8", newline="\n")
