"""Large delimited tables, read in blocks into Arrow's columns, each of one type from the first row to the last.

Every line of the file ends up as a row or as a problem. A block in which all is well is read by Arrow at once;
where something is wrong, that block is read again with care, to say in which line.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce
from typing import Any

from conflictlib.loading._blocks import blocks, records
from conflictlib.loading._decoding import decode
from conflictlib.loading._files import File
from conflictlib.loading._pieces import Problem, Unreadable

_NUMBER = re.compile(r"\s*[+-]?(?:\d{1,300}\.?\d{0,300}|\.\d{1,300})(?:e[+-]?\d{1,3})?\s*", re.IGNORECASE | re.ASCII)
_ALLOWED = {"whole": "a whole number", "number": "a number"}
#: Arrow parses parts of so many bytes side by side.
_PART = 4 << 20


@dataclass(frozen=True)
class Layout:
    """How a table is written: what its columns are called, which of them are numbers, what parts its cells."""

    names: Sequence[str]
    separator: str = "\t"
    quoted: bool = False
    above: int = 0  # lines before the first record, such as the header
    numbers: Mapping[str, str] = field(default_factory=dict)  # "whole" or "number"; all others are text
    missing: Sequence[str] = ()  # what stands for no value, beside nothing


@dataclass(frozen=True)
class Block:
    """Some rows as an Arrow table, and the lines on which they begin."""

    table: Any
    lines: Sequence[int]


def tables(file: File, layout: Layout) -> Iterator[Block | Problem]:
    """Give the rows of a file block by block, and what is wrong with lines and cells."""
    n_foreign, left = 0, layout.above
    for found in blocks(file, quoted=layout.separator if layout.quoted else None):
        if isinstance(found, Problem):
            yield found
            continue
        line, data = found
        if left:
            line, data, left = line + left, data.split(b"\n", left)[-1], 0
        if not data or data.isspace():
            continue
        block = _at_once(data, line, layout)
        if block is None:
            data, n = _as_utf8(data)
            n_foreign += n
            yield from _with_care(data, line, layout)
        else:
            yield block
    if n_foreign:
        file.notes.append(f"{n_foreign:,} lines are no UTF-8; their encoding was guessed")


def _at_once(data: bytes, line: int, layout: Layout) -> Block | None:
    """Return the rows of a block, None if anything in it is not as it should be."""
    import pyarrow as pa

    try:
        table = _parsed(data, layout)
    except pa.ArrowInvalid:
        return None
    if all(column.null_count for column in table.columns):  # perhaps a blank line, which lacks every cell
        return None
    lines = _lines(data, line) if layout.quoted and b'"' in data else range(line, line + len(table))
    return Block(table, lines) if len(lines) == len(table) else None


def _parsed(data: bytes, layout: Layout, refuse: Callable[[Any], None] | None = None) -> Any:
    """Return the rows as a table; with `refuse`, which is told of rows of another length, all of them as text."""
    import pyarrow as pa
    import pyarrow.csv

    types: dict[str, Any] = dict.fromkeys(layout.names, pa.large_string())
    if refuse is None:
        types |= {name: _type(kind) for name, kind in layout.numbers.items() if name in types}

    def skip(row: Any) -> str:
        if refuse is not None:
            refuse(row)
        return "skip"

    return pyarrow.csv.read_csv(
        pa.BufferReader(data),
        pyarrow.csv.ReadOptions(use_threads=refuse is None, column_names=list(layout.names),
                                block_size=_PART if refuse is None else len(data) + 1),
        pyarrow.csv.ParseOptions(delimiter=layout.separator, quote_char='"' if layout.quoted else False,
                                 double_quote=layout.quoted, newlines_in_values=layout.quoted,
                                 ignore_empty_lines=False, invalid_row_handler=skip if refuse else None),
        pyarrow.csv.ConvertOptions(column_types=types, null_values=["", *layout.missing], strings_can_be_null=True),
    )  # fmt: skip


def _type(kind: str) -> Any:
    import pyarrow as pa

    return pa.int64() if kind == "whole" else pa.float64()


def _lines(data: bytes, line: int) -> Sequence[int]:
    """Return the lines on which the records of a block with quoted cells begin."""
    import numpy as np

    marks = np.frombuffer(data, dtype=np.uint8)
    inside = np.logical_xor.accumulate(marks == ord('"'))
    ends = np.flatnonzero(marks == ord("\n"))
    last = np.flatnonzero(~inside[ends])  # of the line ends, those that end a record
    starts: list[int] = (np.concatenate([[0], last[:-1] + 1]) + line).tolist()
    return starts if len(last) else []


def _as_utf8(data: bytes) -> tuple[bytes, int]:
    """Return a block with the lines that are no UTF-8 decoded by a guess, the same for all, and how many these are."""
    lines = data.split(b"\n")
    foreign = [at for at, line in enumerate(lines) if not _is_utf8(line)]
    if not foreign:
        return data, 0
    joined = b"\n".join(lines[at] for at in foreign)
    try:
        guessed = decode(joined)[0].encode("utf-8", "replace").split(b"\n")
    except Unreadable:
        guessed = []
    if len(guessed) != len(foreign):
        guessed = joined.decode("utf-8", "replace").encode().split(b"\n")
    for at, line in zip(foreign, guessed, strict=True):
        lines[at] = line
    return b"\n".join(lines), len(foreign)


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode()
    except UnicodeDecodeError:
        return False
    return True


def _with_care(data: bytes, line: int, layout: Layout) -> Iterator[Block | Problem]:
    """Give the rows of a block as text first, with a problem for each line and cell that does not fit."""
    import pyarrow.compute as pc

    table, lines = yield from (_quoted if layout.quoted else _plain)(data, line, layout)
    if lines:  # without those that are blank
        filled = pc.indices_nonzero(pc.invert(reduce(pc.and_, map(pc.is_null, table.columns))))
        table, lines = table.take(filled), [lines[at] for at in filled.to_pylist()]
    yield from typed(table, lines, layout.numbers)


def typed(table: Any, lines: Sequence[int], numbers: Mapping[str, str]) -> Iterator[Block | Problem]:
    """Give a table of text with its numbers as such, and before it a problem for each cell that is none."""
    for at, name in enumerate(table.column_names):
        if name in numbers:
            column, problems = _numbers(table.column(at), name, numbers[name], lines)
            table = table.set_column(at, name, column)
            yield from problems
    if len(table):
        yield Block(table, lines)


def _plain(data: bytes, line: int, layout: Layout) -> Generator[Problem, None, tuple[Any, list[int]]]:
    wrong: list[Any] = []
    table = _parsed(data, layout, wrong.append)
    bad = {line + row.number - 1 for row in wrong}
    for row in wrong:
        yield _cells(row.actual_columns, layout, line + row.number - 1)
    lines = [at for at in range(line, line + data.count(b"\n")) if at not in bad]
    return table, lines


def _quoted(data: bytes, line: int, layout: Layout) -> Generator[Problem, None, tuple[Any, list[int]]]:
    import pyarrow as pa

    none = {"", *layout.missing}
    rows, lines = [], []
    for at, row in records(data.decode(), layout.separator):
        if isinstance(row, str):
            yield Problem(row, line + at)
        elif len(row) == len(layout.names):
            rows.append([None if cell in none else cell for cell in row])
            lines.append(line + at)
        elif any(cell.strip() for cell in row):
            yield _cells(len(row), layout, line + at)
    columns = list(zip(*rows, strict=True)) or [()] * len(layout.names)
    arrays = [pa.array(column, pa.large_string()) for column in columns]
    return pa.table(arrays, names=list(layout.names)), lines


def _cells(n: int, layout: Layout, line: int) -> Problem:
    return Problem(f"{n} cell{'s' if n != 1 else ''}; there are {len(layout.names)} columns", line)


def _numbers(column: Any, name: str, kind: str, lines: Sequence[int]) -> tuple[Any, list[Problem]]:
    """Return a column of text as numbers, and a problem for each cell that is none; it is missing then."""
    import pyarrow as pa
    import pyarrow.compute as pc

    try:
        return pc.cast(column, _type(kind)), []
    except pa.ArrowInvalid:
        numbers = mapped(column, lambda text: _number(text, whole=kind == "whole"), _type(kind))
    problems = []
    for at in pc.indices_nonzero(pc.and_(column.is_valid(), numbers.is_null())).to_pylist():
        shown = column[at].as_py()[:60]
        reason = f"{name} is {shown!r}; allowed is {_ALLOWED[kind]}; the row is kept without it"
        problems.append(Problem(reason, lines[at], "incomplete"))
    return numbers, problems


def _number(text: str, *, whole: bool) -> int | float | None:
    if not _NUMBER.fullmatch(text):
        return None
    number = float(text)
    if not whole:
        return number if abs(number) < float("inf") else None
    return int(number) if number.is_integer() and abs(number) < 2**53 else None


def mapped(column: Any, function: Callable[[str], object], kind: Any = None) -> Any:
    """Return what `function` makes of each value; it is called once for each that occurs in the column."""
    import pyarrow as pa

    encoded = column.dictionary_encode()
    encoded = encoded.combine_chunks() if isinstance(encoded, pa.ChunkedArray) else encoded
    values = [function(value) for value in encoded.dictionary.to_pylist()]
    return pa.array(values, kind or pa.large_string()).take(encoded.indices)
