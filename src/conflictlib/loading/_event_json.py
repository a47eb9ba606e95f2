"""The records in an answer of a dataset's interface (API), as the blocks of a table."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence

from conflictlib.loading._delimited import Block, typed
from conflictlib.loading._event_rows import Dataset
from conflictlib.loading._files import File
from conflictlib.loading._pieces import Problem, Unreadable
from conflictlib.loading._records import json_value

_BATCH = 5_000
_MOST = 1_000


def blocks_in(file: File, key: str, dataset: Dataset) -> Iterator[Block | Problem]:
    """Give the records under `key`, or of a list, with their numbers from 1; what is no object is a problem."""
    value = json_value(file)
    listed = value.get(key) if isinstance(value, dict) else value
    if not isinstance(listed, list):
        raise Unreadable(f"no list {key!r} of records in it")
    rows: list[dict[str, str | None]] = []
    numbers: list[int] = []
    names, known = dict.fromkeys(dataset.names), dataset.known
    for number, record in enumerate(listed, 1):
        if isinstance(record, dict):
            row = {known.get(str(name).casefold(), str(name)): _text(cell, dataset) for name, cell in record.items()}
            rows.append(row)
            numbers.append(number)
            names |= dict.fromkeys(row)
            if len(names) > _MOST:
                raise Unreadable(f"the records have more than {_MOST:,} fields of different names", number)
        else:
            yield Problem(f"record {number} is no object", number)
    for at in range(0, len(rows), _BATCH):
        yield from _block(rows[at : at + _BATCH], numbers[at : at + _BATCH], list(names), dataset)


def _block(rows: Sequence[Mapping[str, str | None]], numbers: Sequence[int], names: Sequence[str],
           dataset: Dataset) -> Iterator[Block | Problem]:  # fmt: skip
    import pyarrow as pa

    columns = {name: pa.array([row.get(name) for row in rows], pa.large_string()) for name in names}
    yield from typed(pa.table(columns), numbers, dataset.numbers)


def _text(value: object, dataset: Dataset) -> str | None:
    if value is None or value in ("", *dataset.missing):
        return None
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
