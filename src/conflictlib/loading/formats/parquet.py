"""Tables as Parquet."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from conflictlib.loading._files import File
from conflictlib.loading._formats import reads
from conflictlib.loading._pieces import Piece, Unreadable
from conflictlib.loading._tables import Batch, columns_of, pieces_of

_BATCH = 5_000


@reads("parquet", title="Parquet with our columns, or a text", gives="documents, statements, events",
       endings=".parquet", seen=lambda start: start.data.startswith(b"PAR1"))  # fmt: skip
def read_parquet(file: File) -> Iterator[Piece]:
    """Read a table: its columns say what a row is, as in a CSV file.

    With ``statement_id`` and ``text`` a row is a statement, with ``statement_id`` and ``matched`` a piece of evidence,
    with ``text`` a document, with a date and a label an event. Lists may be lists or text with ``;``; ``spans`` may be
    lists or JSON. A row's number, from 1, is its place in problems. It is read in batches, in any size.
    ``columns={"text": "body"}`` names columns that are called otherwise.

    Source: Apache Parquet, parquet.apache.org.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        with pq.ParquetFile(file.path) as table:
            names = columns_of(table.schema_arrow.names, file.columns)
            yield from pieces_of(names, _batches(table, names), file.columns)
    except (pa.ArrowException, OSError, NotImplementedError) as error:
        raise Unreadable(f"no Parquet file that can be read ({str(error).splitlines()[0]})") from None


def _batches(table: Any, names: list[str]) -> Iterator[Batch]:
    at = 0
    for batch in table.iter_batches(_BATCH):
        rows = batch.to_pandas().set_axis(names, axis="columns").to_dict("records")
        yield Batch(rows, range(at + 1, at + len(rows) + 1))
        at += len(rows)
