"""The one check of a table. pandera does it; this module says in the researcher's words what was wrong."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING

from conflictlib.schema.laying_out import DTYPES, TableError
from conflictlib.schema.tables import Table

if TYPE_CHECKING:
    import pandas as pd
    import pandera.pandas as pa


def check(table: pd.DataFrame, schema: Table, *, needs: Sequence[str | None] = ()) -> pd.DataFrame:
    """Check a table against its schema and return it unchanged.

    Parameters
    ----------
    table
        The table to be checked. Columns that the schema does not know are left alone.
    schema
        One of the tables of this module, such as ``STATEMENTS``.
    needs
        Further columns that must be there and without a missing value; None is passed over.

    Raises
    ------
    TableError
        A column is missing, of another type, or holds a value that is not allowed; the message names
        the column, the first row concerned (from 1), the value and what is allowed.
    """
    import pandera.errors

    wanted = [c.name for c in schema.columns if c.required] + [n for n in needs if n]
    for name in wanted:
        if name not in table.columns:
            near = difflib.get_close_matches(name, [str(c) for c in table.columns], 1)
            hint = f" (did you mean {near[0]!r}?)" if near else ""
            raise TableError(
                f"{schema.name}: there is no column {name!r}{hint}; there are {', '.join(map(str, table.columns))}"
            )
    try:
        _pandera(schema).validate(table, lazy=True)
    except pandera.errors.SchemaErrors as errors:
        raise TableError(_message(errors, table, schema)) from None
    for name in dict.fromkeys(wanted):
        missing = table[name].isna()
        if missing.any():
            raise TableError(f"{schema.name}, row {int(missing.to_numpy().argmax()) + 1}: {name} is missing "
                             f"({int(missing.sum())} of {len(table)} rows); it is needed here")  # fmt: skip
    return table


@cache
def _pandera(schema: Table) -> pa.DataFrameSchema:
    import pandera.pandas as pa

    columns = {}
    for column in schema.columns:
        checks = [pa.Check.isin(column.codes, error="code")] if column.codes else []
        if column.kind == "list":
            checks.append(pa.Check(lambda values: values.map(lambda v: isinstance(v, list)), error="list"))
        dtype = None if column.kind in {"list", "day", "text", "code"} else DTYPES[column.kind]
        if column.kind == "day":
            checks.append(pa.Check(lambda values: values.dtype.kind == "M", error="day"))
        if column.kind in {"text", "code"}:
            checks.append(pa.Check(_is_text, error="text"))
        columns[column.name] = pa.Column(dtype, checks, nullable=True, required=False)
    return pa.DataFrameSchema(columns)


def _is_text(values: pd.Series) -> bool:
    import pandas as pd

    kind = values.cat.categories.dtype if isinstance(values.dtype, pd.CategoricalDtype) else values.dtype
    return pd.api.types.is_string_dtype(kind) or bool(values.isna().all())


def _message(errors: pandera.errors.SchemaErrors, table: pd.DataFrame, schema: Table) -> str:  # type: ignore[name-defined]  # noqa: F821
    first = errors.failure_cases.iloc[0]
    column = next(c for c in schema.columns if c.name == first["column"])
    if column.codes and first["check"] == "code":
        row = list(table.index).index(first["index"]) + 1
        near = difflib.get_close_matches(str(first["failure_case"]), column.codes, 1)
        hint = f" (did you mean {near[0]!r}?)" if near else ""
        return (f"{schema.name}, row {row}: {column.name} is {first['failure_case']!r}{hint}; "
                f"allowed are {', '.join(column.codes)}")  # fmt: skip
    wanted = {"list": "lists", "day": "dates", "text": "text", "code": "text"}.get(column.kind, DTYPES[column.kind])
    return f"{schema.name}: column {column.name!r} is of type {table[column.name].dtype}; wanted is {wanted}"
