"""Rows laid out as a table: every column, in order and type."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING, Any

from conflictlib.schema.tables import Column, Table

if TYPE_CHECKING:
    import pandas as pd

DTYPES: dict[str, Any] = {"text": "str", "code": "str", "day": "datetime64[s]", "whole": "Int64", "number": "float64",
          "yes_no": "boolean", "list": "object"}  # fmt: skip


class TableError(ValueError):
    """A table lacks a column, or holds a value that the schema does not allow."""


def empty(table: Table) -> pd.DataFrame:
    """Return `table` without rows, with every column in its type."""
    return _empty(table).copy()


@cache
def _empty(table: Table) -> pd.DataFrame:
    import pandas as pd

    return pd.DataFrame({c.name: pd.Series(dtype=DTYPES[c.kind]) for c in table.columns})


def conform(rows: Iterable[dict[str, object]] | pd.DataFrame, table: Table) -> pd.DataFrame:
    """Lay `rows` out as `table`: all its columns, in order and type, other columns behind them.

    A list may come as text with ``;`` between its members. Raises TableError, naming the row and the column,
    where a value can't be of the column's type.
    """
    import pandas as pd

    given = pd.DataFrame(rows) if isinstance(rows, pd.DataFrame) else pd.DataFrame(list(rows))
    columns = {c.name: _column(given, c, table) for c in table.columns}
    others = {name: given[name] for name in given.columns if name not in columns}
    result = pd.DataFrame({**columns, **others}, index=given.index).reset_index(drop=True)
    result.attrs = dict(given.attrs)
    return result


def _column(given: pd.DataFrame, column: Column, table: Table) -> pd.Series:
    import pandas as pd

    if column.name not in given.columns:
        if column.kind == "list":
            return pd.Series([[] for _ in range(len(given))], index=given.index, dtype="object")
        if column.kind == "number":
            return pd.Series(float("nan"), index=given.index, dtype="float64")
        return pd.Series(pd.NA, index=given.index, dtype="object").astype(DTYPES[column.kind])
    values = given[column.name]
    try:
        return _as_kind(values, column.kind)
    except (ValueError, TypeError, OverflowError):
        row, value = _first_misfit(values, column.kind)
        raise TableError(
            f"{table.name}, row {row + 1}: {column.name} is {value!r}; allowed is {_allowed(column.kind)}"
        ) from None


def _as_kind(values: pd.Series, kind: str) -> pd.Series:
    import pandas as pd

    if kind == "list":
        return values.map(_as_list).astype("object")
    if kind == "day":
        days = pd.to_datetime(values.replace("", pd.NA), format="ISO8601")
        return days.dt.tz_localize(None).dt.normalize().astype("datetime64[s]")
    if kind == "yes_no":
        return values.map(lambda v: _YES_NO.get(str(v).strip().lower(), v)).astype("boolean")
    if kind in {"text", "code"} and values.dtype == "str":
        return values.where(values != "", pd.NA)
    if kind in {"text", "code"}:
        return values.astype("object").where(values.notna() & (values.astype("object") != ""), pd.NA).astype("str")
    numbers: pd.Series = pd.to_numeric(values.replace("", None).astype("object").where(values.notna(), None))
    numbers = numbers.astype(DTYPES[kind])
    return numbers


_YES_NO = {"true": True, "1": True, "yes": True, "false": False, "0": False, "no": False,
           "": None, "nan": None, "none": None, "<na>": None}  # fmt: skip


def _plain(value: object) -> object:
    """Return a list of a list in the types of Python: a file may hold it as arrays of numbers."""
    if hasattr(value, "tolist"):
        return value.tolist()
    return list(value) if isinstance(value, Iterable) and not isinstance(value, str) else value


def _as_list(value: object) -> list[object]:
    if isinstance(value, str):
        return [part.strip() for part in value.split(";") if part.strip()]
    if isinstance(value, Iterable):
        return [_plain(v) for v in value]
    return []


def _first_misfit(values: pd.Series, kind: str) -> tuple[int, object]:
    for row in range(len(values)):
        try:
            _as_kind(values.iloc[row : row + 1], kind)
        except (ValueError, TypeError, OverflowError):
            return row, values.iloc[row]
    return 0, values.iloc[0]


def _allowed(kind: str) -> str:
    return {"day": "a date as YYYY-MM-DD", "whole": "a whole number", "number": "a number",
            "yes_no": "true or false"}.get(kind, kind)  # fmt: skip
