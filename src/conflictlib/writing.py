"""Tables as files: CSV to be looked at, JSON Lines and Parquet to be read back without loss."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def write_csv(table: pd.DataFrame, path: Path) -> None:
    """Write a table as CSV for people: lists joined by ``;``, spans as ``[[start, end], ...]``.

    A text that a spreadsheet would run as a formula stands behind an apostrophe.
    """
    safe = table.map(_cell).rename(columns=lambda name: _cell(str(name)))
    text = safe.to_csv(index=False, lineterminator="\n", date_format="%Y-%m-%d")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode("utf-8", "replace"))


def _cell(value: object) -> object:
    if isinstance(value, list):
        nested = any(isinstance(each, list) for each in value)
        value = json.dumps(value) if nested else ";".join(map(str, value))
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value


def write_jsonl(table: pd.DataFrame, path: Path) -> None:
    """Write a table as JSON Lines: a line per row, the columns in order, a missing value as null."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(to_jsonl(table).encode("utf-8", "replace"))


def write_parquet(table: pd.DataFrame, path: Path) -> None:
    """Write a table as Parquet, spans as ``[[start, end], ...]``."""
    path.parent.mkdir(parents=True, exist_ok=True)
    table.assign(spans=table["spans"].map(json.dumps)).to_parquet(path, index=False)


def to_jsonl(table: pd.DataFrame) -> str:
    """Return a table as JSON Lines: missing values null, days as YYYY-MM-DD."""
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in plain_rows(table))


def plain_rows(table: pd.DataFrame) -> list[dict[str, object]]:
    """Return the rows of a table in the types that JSON knows."""
    return [{str(k): _plain(v) for k, v in row.items()} for row in table.to_dict("records")]


def _plain(value: Any) -> object:
    import pandas as pd

    if isinstance(value, list | str | bool):
        return value
    if pd.isna(value):
        return None
    if isinstance(value, pd.Timestamp):
        return f"{value:%Y-%m-%d}"
    return value.item() if hasattr(value, "item") else value


#: How a table is written, by the ending of the file's name.
WRITERS = {".csv": write_csv, ".jsonl": write_jsonl, ".parquet": write_parquet}
