"""Which statements each row of a chart's table counts."""

from __future__ import annotations

import csv
import datetime
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING

from conflictlib import counting, periods
from conflictlib.cells import unguarded
from conflictlib.charts._counts import grouping

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    import pandas as pd

    from conflictlib.codebook import Codebook

    Rows = npt.NDArray[np.int64]

Key = tuple[str, ...]


@dataclass(frozen=True)
class Row:
    """A row of a table that counts any statement: a bar, a cell or a point of the chart.

    `key` are its codes and the first day of its period, `labels` their names; `anchor` is the name of its place
    on the page; `n` is what the table says, `found` are the statements that have these codes, by day.
    """

    key: Key
    labels: tuple[str, ...]
    anchor: str
    n: int
    found: Rows


@dataclass(frozen=True)
class Counted:
    """The rows of a table that count something, and the columns that tell them apart."""

    columns: Key
    rows: list[Row]

    @property
    def otherwise(self) -> int:
        """Rows that count more or fewer statements than are found."""
        return sum(row.n != len(row.found) for row in self.rows)


@dataclass(frozen=True)
class _Table:
    columns: Key
    n: dict[Key, int]


def counted(path: Path, statements: pd.DataFrame, codebook: Codebook) -> Counted | None:
    """Find the statements behind each row of the table in `path` that has an n above 0.

    The length of its periods is read from the table. Statements without a day are left out, as charts over
    time have to, unless more rows agree with them.

    Parameters
    ----------
    path
        The CSV file of a count table: ``period`` or columns to group by, such as ``actor`` or ``theme``, and ``n``.
    statements
        The statements that were counted, in the order in which they are to be listed.
    codebook
        For the names of codes.

    Returns
    -------
    Counted or None
        None: the table does not count statements by columns that these have.
    """
    table = _read(path)
    if table is None or not all(_known(column, statements) for column in table.columns):
        return None
    dated = statements.dropna(subset="date")
    best: tuple[int, str, dict[Key, Rows]] | None = None
    for every, among in product(_lengths(table), (dated, statements)):
        found = _behind(among, table.columns, every)
        agree = sum(n == len(found.get(key, ())) for key, n in table.n.items())
        if best is None or agree > best[0]:
            best = agree, every, found
        if agree == len(table.n):
            break
    return Counted(table.columns, _rows(table, *best[1:], codebook)) if best else None


def _read(path: Path) -> _Table | None:
    """Read the rows that count something; None if the file is not a table of counts."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = [[unguarded(cell) for cell in row] for row in csv.reader(file)]
    head = rows[0] if rows else []
    groups = grouping(head)
    columns = tuple(name for name in head if name == "period" or name in groups)
    if "n" not in head or not columns or len(set(head)) < len(head):
        return None
    places, n_place = [head.index(name) for name in columns], head.index("n")
    n: dict[Key, int] = {}
    for row in rows[1:]:
        if len(row) != len(head) or not re.fullmatch(r"\d{1,15}", row[n_place], re.ASCII):
            return None
        key = tuple(row[place] for place in places)
        if key in n:
            return None
        n[key] = int(row[n_place])
    return _Table(columns, n)


def _known(column: str, statements: pd.DataFrame) -> bool:
    name = "date" if column == "period" else counting.SEVERAL.get(column, (column,))[0]
    return name in statements.columns and column not in ("spans", "themes", "members")  # these are lists


def _lengths(table: _Table) -> Sequence[str]:
    """Return how long the table's periods may be: one begins on each day, and best none is missing between them."""
    import numpy as np

    if "period" not in table.columns:
        return [""]
    place = table.columns.index("period")
    try:
        days = np.array(sorted({datetime.date.fromisoformat(key[place]) for key in table.n}), dtype="datetime64[D]")
    except ValueError:
        return []
    numbers = {every: periods.number(days, every) for every in periods.EVERY}
    begin = [every for every, number in numbers.items() if (periods.first_day(number, every) == days).all()]
    return sorted(begin, key=lambda every: not (np.diff(numbers[every]) == 1).all())


def _behind(statements: pd.DataFrame, columns: Key, every: str) -> dict[Key, Rows]:
    """Return for each key the index of the statements that have it, in their order."""
    import numpy as np
    import pandas as pd

    frame = pd.DataFrame({"row": np.arange(len(statements))})
    for place, column in enumerate(columns):
        rows, values = _values(statements, column, every)
        frame = frame.merge(pd.DataFrame({"row": rows, place: values}), on="row")
    at = statements.index.to_numpy()[frame["row"].to_numpy()]
    grouped = frame.groupby(list(range(len(columns))), sort=False).indices
    return {key if isinstance(key, tuple) else (key,): at[rows] for key, rows in grouped.items()}


def _values(statements: pd.DataFrame, column: str, every: str) -> tuple[Rows, npt.NDArray[np.object_]]:
    import numpy as np

    if column != "period":
        groups = counting.group(statements, column)
        return groups.rows, groups.labels[groups.codes]
    rows = np.flatnonzero(statements["date"].notna())
    days = statements["date"].to_numpy()[rows].astype("datetime64[D]")
    return rows, periods.first_day(periods.number(days, every), every).astype(str).astype(object)


def _rows(table: _Table, every: str, found: Mapping[Key, Rows], codebook: Codebook) -> list[Row]:
    import numpy as np

    rows, taken = [], set[str]()
    for key, n in table.n.items():
        if n:
            labels = tuple(_label(*pair, every, codebook) for pair in zip(table.columns, key, strict=True))
            rows.append(Row(key, labels, anchor(key, taken), n, found.get(key, np.zeros(0, dtype="int64"))))
    return rows


def _label(column: str, value: str, every: str, codebook: Codebook) -> str:
    if column == "period":
        label = periods.name(datetime.date.fromisoformat(value), every)
    else:
        label = codebook.label(value)
        label = label.replace("_", " ") if label == value else label
    return label[:1].upper() + label[1:] or "(empty)"


def anchor(key: Iterable[str], taken: set[str]) -> str:
    """Name a place on a page after codes, each name once.

    >>> taken = set()
    >>> anchor(["2023-10-01", "CHN"], taken), anchor(["not coded"], taken), anchor(["not/coded"], taken)
    ('2023-10-01_CHN', 'not-coded', 'not-coded-2')
    """
    plain = name = "_".join(re.sub(r"[^A-Za-z0-9_-]+", "-", part)[:60] for part in key)
    number = 1
    while name in taken or not name:
        number += 1
        name = f"{plain}-{number}"
    taken.add(name)
    return name
