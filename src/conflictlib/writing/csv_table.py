"""Tables as CSV: to be looked at in a spreadsheet, and read back without loss."""

from __future__ import annotations

import datetime as dt
import json
import os
import re
from typing import TYPE_CHECKING, Any

from conflictlib.cells import guarded
from conflictlib.writing._files import put

if TYPE_CHECKING:
    import pandas as pd

#: A cell with one of these stands in quotation marks.
_MARKS = re.compile('[,"\r\n]')


def to_csv(table: pd.DataFrame, path: str | os.PathLike[str]) -> None:
    """Write a table as CSV that ``load`` reads back.

    A row per row of the table, the names of the columns above. Lists stand with ``;`` between their members, or as
    JSON where a member is no plain word (``[[0, 12], [20, 31]]``); days as YYYY-MM-DD; what is missing is empty.
    A text that a spreadsheet would run as a formula stands behind an apostrophe, which `load` takes away again;
    numbers, such as -1, stay numbers. UTF-8, lines end with a line feed. A NUL, which no CSV file can hold, becomes
    U+FFFD.

    Of a table of documents, ``format``, ``sha256`` and ``path`` are not read back: they are those of the file that
    was read. Columns that are not in ``conflictlib.schema`` come back as text.

    Parameters
    ----------
    table
        Documents, statements, evidence, events, problems or counts.
    path
        The file; folders that are not there are made. It is replaced in one step.

    Examples
    --------
    >>> import pandas as pd
    >>> from pathlib import Path
    >>> from tempfile import TemporaryDirectory
    >>> table = pd.DataFrame({"text": ["=1+1", "calm"], "n": [-1, 2], "themes": [["a", "b"], []]})
    >>> with TemporaryDirectory() as folder:
    ...     to_csv(table, Path(folder, "table.csv"))
    ...     print(Path(folder, "table.csv").read_text(encoding="utf-8"), end="")
    text,n,themes
    '=1+1,-1,a;b
    calm,2,
    """
    put(path, csv_of(table).encode("utf-8", "replace"))


def csv_of(table: pd.DataFrame) -> str:
    """Return a table as the text of a CSV file."""
    alone = table.shape[1] == 1
    heads = ",".join(_quoted(guarded(str(name)), alone=alone) for name in table.columns)
    columns = [_cells(table.iloc[:, number], alone=alone) for number in range(table.shape[1])]
    return "\n".join([heads, *map(",".join, zip(*columns, strict=True))]) + "\n"


def _cells(column: pd.Series, *, alone: bool) -> list[str]:
    """Return the cells of a column; of texts that stand in it again and again each is worked out once."""
    if column.dtype.kind == "M":
        days = column.dt.strftime("%Y-%m-%d")
        return [_quoted(day if isinstance(day, str) else "", alone=alone) for day in days.tolist()]
    known: dict[str, str] = {}
    nothing = _quoted("", alone=alone)
    cells = []
    for value, missing in zip(column.tolist(), column.isna().tolist(), strict=True):
        if missing:
            cells.append(nothing)
            continue
        if not isinstance(value, str):
            cells.append(_quoted(_cell(value), alone=alone))
            continue
        cell = known.get(value)
        if cell is None:
            cell = known[value] = _quoted(guarded(value), alone=alone)
        cells.append(cell)
    return cells


def _quoted(cell: str, *, alone: bool) -> str:
    """Quote a cell; Python's own writer leaves a carriage return bare, which its reader refuses."""
    cell = cell.replace("\0", "\ufffd")
    if _MARKS.search(cell) or (alone and not cell):
        return '"' + cell.replace('"', '""') + '"'
    return cell


def _cell(value: Any) -> str:
    if isinstance(value, list):
        return guarded(_list(value))
    if isinstance(value, dt.date):
        return f"{value:%Y-%m-%d}"
    return repr(float(value)) if isinstance(value, float) else str(value)


def _list(members: list[Any]) -> str:
    plain = all(isinstance(m, str) and m and m == m.strip() and ";" not in m and m[0] != "[" for m in members)
    return ";".join(members) if plain else json.dumps(members, ensure_ascii=False)
