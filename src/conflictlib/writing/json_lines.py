"""Tables as JSON Lines."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Any

from conflictlib.writing._files import put

if TYPE_CHECKING:
    import pandas as pd


def to_jsonl(table: pd.DataFrame, path: str | os.PathLike[str]) -> None:
    """Write a table as JSON Lines that ``load`` reads back.

    A line per row, the columns in order; missing values are null, days YYYY-MM-DD, lists lists. UTF-8.
    Of documents, ``format``, ``sha256`` and ``path`` are not read back: they are those of the file that was read.

    Parameters
    ----------
    table
        Documents, statements, evidence, events or problems.
    path
        The file; folders that are not there are made. It is replaced in one step.
    """
    put(path, jsonl_of(table).encode("utf-8", "replace"))


def jsonl_of(table: pd.DataFrame) -> str:
    """Return a table as JSON Lines: missing values null, days as YYYY-MM-DD."""
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in plain_rows(table))


def plain_rows(table: pd.DataFrame) -> list[dict[str, object]]:
    """Return the rows of a table in the types that JSON knows."""
    return [{str(k): plain(v) for k, v in row.items()} for row in table.to_dict("records")]


def plain(value: Any) -> object:
    """Return a cell in the types that JSON knows."""
    import pandas as pd

    if isinstance(value, list | str | bool):
        return value
    if pd.isna(value):
        return None
    if isinstance(value, pd.Timestamp):
        return f"{value:%Y-%m-%d}"
    return value.item() if hasattr(value, "item") else value
