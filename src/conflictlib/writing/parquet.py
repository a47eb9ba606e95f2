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

    Columns keep their types; one whose cells are of several types (numbers in one file, words in the next) becomes
    text, which Parquet can hold. A list of lists (``spans``) stands as JSON: ``[[start, end], ...]``.
    Of documents, ``format``, ``sha256`` and ``path`` are not read back: they are those of the file that was read.

    Parameters
    ----------
    table
        Documents, statements, evidence, events or problems.
    path
        The file; folders that are not there are made. It is replaced in one step.
    """
    flat = of_one_type(table)
    nested = [name for name in table.columns if table[name].dtype == object and any(map(_is_nested, table[name]))]
    flat = flat.assign(**{name: table[name].map(json.dumps) for name in nested})
    flat.attrs = {}
    data = io.BytesIO()
    flat.to_parquet(data, index=False)
    put(path, data.getvalue())


def of_one_type(table: pd.DataFrame) -> pd.DataFrame:
    """Return a table whose mixed columns, and whole numbers of more than 64 bits, are text."""
    mixed = [name for name in table.columns if table[name].dtype == object and _is_mixed(table[name].dropna())]
    texts = {name: table[name].map(lambda cell: cell if isinstance(cell, str) else str(cell), na_action="ignore")
             for name in mixed}  # fmt: skip
    return table.assign(**{name: text.where(text.notna(), None).astype("str") for name, text in texts.items()})


def _is_mixed(cells: pd.Series) -> bool:
    if any(hasattr(cell, "__len__") and not isinstance(cell, str) for cell in cells):
        return False  # lists
    large = any(isinstance(cell, int) and abs(cell) >= 2**63 for cell in cells)
    return large or len({type(cell) for cell in cells}) > 1


def _is_nested(value: Any) -> bool:
    return isinstance(value, list) and any(isinstance(member, list) for member in value)
