"""Files that are there whole or not at all."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def put(path: str | os.PathLike[str], data: bytes) -> None:
    """Write a file: beside its place first, then into it, so that nobody reads half of it.

    Folders that are not there are made. A link is followed; a device is written to.
    """
    with whole(path) as beside:
        beside.write_bytes(data)


@contextmanager
def whole(path: str | os.PathLike[str]) -> Iterator[Path]:
    """Give a file beside the place of another, which takes its place at the end, unless something fails."""
    target = Path(os.path.realpath(path))
    target.parent.mkdir(parents=True, exist_ok=True)
    if target.exists() and not target.is_file():
        yield target
        return
    beside = target.with_name(f".{target.name[:80]}.{os.getpid()}-{threading.get_ident()}.part")
    try:
        yield beside
        beside.replace(target)
    finally:
        beside.unlink(missing_ok=True)
