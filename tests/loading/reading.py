"""What a reader gives for a small made-up file."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd

from conflictlib.loading import Loaded, load
from conflictlib.loading._files import File, Folder
from conflictlib.loading._formats import Reader
from conflictlib.loading._pieces import Piece


def pieces(read: Reader, content: str | bytes, name: str, **columns: str) -> list[Piece]:
    """Return what one reader gives for a file of this name and content."""
    with TemporaryDirectory() as folder:
        path = Path(folder, name)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return list(read(File(path, name, Folder(path.parent), name, columns)))


def load_made_up(content: str | bytes, name: str, **options: object) -> Loaded:
    """Load one file of this name and content."""
    return load_folder({name: content}, **options)


def load_folder(files: dict[str, str | bytes], **options: object) -> Loaded:
    """Load a folder of these files; a name may lead into folders."""
    with TemporaryDirectory() as folder:
        for name, content in files.items():
            path = Path(folder, name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return load(folder if len(files) > 1 else Path(folder, next(iter(files))), **options)


def problems(loaded: Loaded, *, kind: bool = False) -> list[tuple[object, ...]]:
    """Return what was told: line and reason, with file in front where there are several; with `kind`, it behind."""
    rows = loaded.problems.to_dict("records")
    several = len(set(loaded.problems["file"])) > 1
    return [
        ((row["file"],) if several else ())
        + (None if pd.isna(row["line"]) else int(row["line"]), row["reason"])
        + ((row["kind"],) if kind else ())
        for row in rows
    ]


def first(loaded: Loaded) -> dict[str, object]:
    """Return the first document as a dict, without what is missing."""
    row = loaded.documents.iloc[0].to_dict()
    return {key: value for key, value in row.items() if not pd.isna(value)}
