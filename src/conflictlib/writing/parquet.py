"""Tables as Parquet."""

from __future__ import annotations

import io
import json
import os
from typing import TYPE_CHECKING, Any

from conflictlib.writing._files import put

if TYPE_CHECKING:
    import pandas as pd


def to_parquet(table: pd.DataFrame, path: str | os.PathLike[str]) -> None:
    """Write a table as Parquet that ``load`` reads back.

    Columns keep their types; a list of lists (``spans``) stands as JSON: ``[[start, end], ...]``.
    Of documents, ``format``, ``sha256`` and ``path`` are not read back: they are those of the file that was read.

    Parameters
    ----------
    table
        Documents, statements, evidence, events or problems.
    path
        The file; folders that are not there are made. It is replaced in one step.
    """
    nested = [name for name in table.columns if any(map(_is_nested, table[name]))]
    flat = table.assign(**{name: table[name].map(json.dumps) for name in nested})
    flat.attrs = {}
    data = io.BytesIO()
    flat.to_parquet(data, index=False)
    put(path, data.getvalue())


def _is_nested(value: Any) -> bool:
    return isinstance(value, list) and any(isinstance(member, list) for member in value)
