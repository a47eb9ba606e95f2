"""Where the files that travel with the package are: the sample, the notebooks and the codebook."""

from __future__ import annotations

from pathlib import Path

PACKAGE = Path(__file__).parent


def folder(name: str) -> Path:
    """Return the shipped folder `name`: ``data``, ``notebooks`` or ``codebooks``.

    A wheel carries all three inside the package; in the repository ``data/`` and ``notebooks/`` stand at the top.

    >>> folder("data").name
    'data'
    """
    inside = PACKAGE / name
    return inside if inside.is_dir() else PACKAGE.parents[1] / name
