"""The tables of a corpus on the disk: their columns beside those of ``schema``, and rows in and out of Arrow."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from conflictlib import schema
from conflictlib.schema import Column, Table

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

#: From which version of the corpus on a row counts, up to which (that one not included), and why no longer.
HISTORY = (
    Column("added", "whole", "version of the corpus in which it came in"),
    Column("ended", "whole", "version from which on it no longer counts; missing: it counts"),
    Column("ended_why", "text", "why: superseded, recoded or removed, with the reason"),
)
OTHERS = Column("others", "text", "columns that the source had besides, as JSON")

FILES = Table("files", "one file that was read", (
    Column("path", "text", "where it lay, relative to the folder of the corpus", required=True),
    Column("sha256", "text", "sha256 of its bytes, and of how it was to be read where that was said", required=True),
    Column("index", "yes_no", "it only says something of other files"),
))  # fmt: skip

RUNS = Table("runs", "one version of the corpus", (
    Column("version", "whole", "number of the version, from 1", required=True),
    Column("made_at", "text", "moment in UTC at which it was made", required=True),
    Column("action", "text", "add, recode or remove", required=True),
    Column("what", "text", "what was added, or why"),
    Column("n_documents", "whole", "documents that count since"),
    Column("n_statements", "whole", "statements that count since"),
    Column("new_documents", "whole", "documents that came in with it"),
    Column("new_statements", "whole", "statements that came in with it"),
    Column("ended_documents", "whole", "documents that no longer count since"),
    Column("ended_statements", "whole", "statements that no longer count since"),
    Column("new_problems", "whole", "problems that came up with it"),
    Column("codebook", "text", "sha256 of the codebook"),
    Column("coder", "text", "name and version of the coder with the codebook's hash"),
    Column("digest", "text", "sha256 over all that has come in and ended up to it"),
))  # fmt: skip

PAGE = (
    Column("place", "text", "where it lay, relative to the folder in which the corpus lies"),
    Column("page", "text", "the page of which it is a version: its address, else its file; and its format"),
    Column("version", "whole", "number of this version of the page, from 1"),
)


def _with(table: Table, *columns: Column) -> Table:
    return Table(table.name, table.row, (*table.columns, *columns))


#: All tables of a corpus but ``runs``, by name.
TABLES: Mapping[str, Table] = {
    "documents": _with(schema.DOCUMENTS, *PAGE, *HISTORY, OTHERS),
    "statements": _with(schema.STATEMENTS, *HISTORY, OTHERS),
    "evidence": _with(schema.EVIDENCE, *HISTORY),
    "problems": _with(schema.PROBLEMS, *HISTORY),
    "files": _with(FILES, *HISTORY),
}

#: Rows come out in this order, whichever way they came in.
ORDER: Mapping[str, tuple[str, ...]] = {
    "documents": ("published", "doc", "doc_id", "added"),
    "statements": ("date", "doc_id", "start", "end", "cue_start", "statement_id", "added"),
    "evidence": ("statement_id", "kind", "start", "end", "code", "rule", "matched", "added"),
    "problems": ("file", "line", "kind", "reason", "added"),
    "files": ("path", "added"),
}

_LISTS_OF_LISTS = ("spans",)


def arrow_schema(table: Table) -> pa.Schema:
    """Return the columns of a table as Arrow and Delta Lake have them."""
    import pyarrow as pa

    types = {"text": pa.string(), "code": pa.string(), "day": pa.date32(), "whole": pa.int64(),
             "number": pa.float64(), "yes_no": pa.bool_(), "list": pa.list_(pa.string())}  # fmt: skip
    nested = pa.list_(pa.list_(pa.int64()))
    return pa.schema([(c.name, nested if c.name in _LISTS_OF_LISTS else types[c.kind]) for c in table.columns])


def to_arrow(rows: pd.DataFrame | Iterable[dict[str, Any]], table: Table, **constants: Any) -> pa.Table:
    """Lay rows out as a table of the corpus; `constants` fill a column, what the table lacks goes to ``others``."""
    import pandas as pd
    import pyarrow as pa

    rows = rows if isinstance(rows, pd.DataFrame) else list(rows)
    if not len(rows):
        return arrow_schema(table).empty_table()
    frame = schema.conform(rows, table)
    frame = frame.assign(**constants)
    if OTHERS in table.columns:
        frame[OTHERS.name] = _others(frame, table)
    columns = []
    for field in arrow_schema(table):
        values = frame[field.name]
        if pa.types.is_date32(field.type):
            columns.append(pa.array(values, from_pandas=True).cast(field.type))
        elif field.type == pa.string():
            whole = values.astype("object").where(values.notna(), None)
            columns.append(pa.array([v if v is None else _utf8(str(v)) for v in whole], field.type))
        else:
            columns.append(pa.array(values.astype("object").where(values.notna(), None), field.type))
    return pa.table(columns, schema=arrow_schema(table))


def _utf8(text: str) -> str:
    return text if text.isascii() else text.encode("utf-8", "replace").decode()


def _others(frame: pd.DataFrame, table: Table) -> list[str | None]:
    known = set(table.names)
    names = [name for name in frame.columns if name not in known]
    if not names:
        return [None] * len(frame)
    rows = frame[names].astype("object").where(frame[names].notna(), None).to_dict("records")
    kept = [{str(k): v for k, v in row.items() if v is not None} for row in rows]
    return [json.dumps(row, ensure_ascii=False, default=str) if row else None for row in kept]


def to_pandas(arrow: pa.Table, table: Table) -> pd.DataFrame:
    """Return Arrow's rows as a table of ours, in its types; what stands in ``others`` as columns again."""
    import pandas as pd
    import pyarrow as pa

    kinds = {column.name: column.kind for column in table.columns}
    columns: dict[str, Any] = {}
    for name in arrow.column_names:
        values, kind = arrow[name], kinds[name]
        if kind == "list":
            columns[name] = pd.Series(values.to_pylist(), dtype="object")
        elif kind == "day":
            columns[name] = pd.Series(values.cast(pa.timestamp("s")).to_pandas()).astype(schema.DTYPES[kind])
        elif kind in ("whole", "yes_no"):
            columns[name] = pd.Series(values.to_pandas(types_mapper=_NULLABLE(kind)))
        else:
            columns[name] = pd.Series(values.to_pandas(), dtype=schema.DTYPES[kind])
    frame = pd.DataFrame(columns)
    return _spread(frame) if OTHERS.name in frame else frame


def _NULLABLE(kind: str) -> Any:  # noqa: N802
    import pandas as pd

    return {"whole": lambda _: pd.Int64Dtype(), "yes_no": lambda _: pd.BooleanDtype()}[kind]


def _spread(frame: pd.DataFrame) -> pd.DataFrame:
    """Turn the column ``others`` into the columns that it holds."""
    import pandas as pd

    held = frame[OTHERS.name]
    frame = frame.drop(columns=OTHERS.name)
    if not held.notna().any():
        return frame
    rows = [json.loads(cell) if isinstance(cell, str) else {} for cell in held]
    return pd.concat([frame, pd.DataFrame(rows, index=frame.index)], axis=1)


def plain(table: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the rows of a table with None where nothing is, and days as days."""
    import pandas as pd

    frame = table.astype("object").where(table.notna(), None)
    rows = frame.to_dict("records")
    return [{str(k): v.date() if isinstance(v, pd.Timestamp) else v for k, v in row.items()} for row in rows]


def amendment(columns: Mapping[str, Sequence[Any]]) -> pa.Table:
    """Lay out what is to be set in rows that are there; all of it is text but ``ended``."""
    import pyarrow as pa

    whole = pa.int64()
    return pa.table(
        {name: pa.array(values, whole if name == "ended" else pa.string()) for name, values in columns.items()}
    )
