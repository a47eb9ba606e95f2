"""Tables as CSV, and an index of the files beside it."""

from __future__ import annotations

import csv
from collections.abc import Iterator

from conflictlib.cells import unguarded
from conflictlib.loading._files import File
from conflictlib.loading._formats import reads
from conflictlib.loading._pieces import Piece, Problem, Unreadable
from conflictlib.loading._start import Start
from conflictlib.loading._tables import NAMES, Batch, columns_of, is_index, pieces_of

_ENDINGS = (".csv", ".tsv", ".tab")
#: So many rows are laid out as a table at once.
_BATCH = 5_000


def _is_table(start: Start) -> bool:
    if not start.text.strip() or start.element or start.keys:
        return False
    names = set(_names(start.text, _separator(start.text)))
    known = len(names & NAMES) >= max(3, len(names) / 2) and "text" in names
    return "statement_id" in names or known or start.ending in _ENDINGS


def _is_index(start: Start) -> bool:
    return start.ending in _ENDINGS and is_index(_names(start.text, _separator(start.text)))


@reads("index", title="CSV about the files beside it", gives="index", endings=".csv .tsv .tab",
       seen=_is_index)  # fmt: skip
@reads("csv", title="CSV with our columns, or a text, or a date and a label", gives="documents, statements, events",
       endings=".csv .tsv .tab", seen=_is_table, general=1)  # fmt: skip
def read_csv(file: File) -> Iterator[Piece]:
    """Read a table with a header; the separator is a comma, semicolon, tab or vertical bar.

    Columns are those of ``conflictlib.schema``, in any order and case, and others behind them. With
    ``statement_id`` and ``text`` a row is a statement, with ``statement_id`` and ``matched`` a piece of evidence,
    with ``text`` a document, with a date (``date``, ``day``, ``event_date``) and a label (``event``, ``label``,
    ``title``, ``name``, ``description``) an event; with ``doc`` and no text it speaks of the file of that name
    beside it. Where documents have no column ``text``, or ``title``, ``published`` and the others, one with a common
    name is taken for it, such as ``body``, ``headline``, ``pub_date`` (``loading/column_names.csv`` lists them);
    where several could be it, a note says which was taken. ``doc_id`` is the name of the document, as in the tables
    of quanteda and readtext. ``columns={"text": "story_de"}`` names columns that are called otherwise.

    Encoding: byte-order mark, UTF-8, a guess by line. Cells may be quoted and hold line ends. A row with more or
    fewer cells than the header is a problem. An apostrophe that keeps a spreadsheet from running a cell (``'=1+1``,
    ``'-3``) is taken away, as ``to_csv`` puts it there. Source: RFC 4180.
    """
    csv.field_size_limit(2**31 - 1)  # the module's own limit, 131,072 characters, is less than a long page
    lines = file.lines()
    header, separator, line = _header(lines)
    names = columns_of(header, file.columns)
    yield from pieces_of(names, _batches(_cells(lines, separator, line), names), file.columns)


def named_rows(file: File) -> Iterator[tuple[int, dict[str, str]] | Problem]:
    """Give the rows of a table with names of its own, in lower case, with their lines; what is no row is a problem."""
    lines = file.lines()
    header, separator, above = _header(lines)
    names = [name.strip().casefold() for name in header]
    for found in _cells(lines, separator, above):
        if isinstance(found, Problem):
            yield found
        elif len(found[1]) != len(names):
            yield Problem(f"{len(found[1])} cells; the header has {len(names)}", found[0])
        else:
            yield found[0], dict(zip(names, found[1], strict=True))


def _header(lines: Iterator[str]) -> tuple[list[str], str, int]:
    """Return the first line that is not blank as cells, the separator, and its number."""
    for number, line in enumerate(lines, 1):
        if line.strip():
            separator = _separator(line)
            try:
                row = next(csv.reader([line], delimiter=separator, strict=True))
                return [unguarded(cell) for cell in row], separator, number
            except csv.Error as error:
                raise Unreadable(f"no header of a CSV file ({error})", number) from None
    raise Unreadable("the file is empty")


def _cells(lines: Iterator[str], separator: str, above: int) -> Iterator[tuple[int, list[str]] | Problem]:
    """Give the rows that are not blank with the lines on which they begin; what is no row is a problem."""
    reader = csv.reader(lines, delimiter=separator, strict=True)
    while True:
        line = above + reader.line_num + 1
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield Problem(f"no row of a CSV file ({error})", line)
        else:
            if any(cell.strip() for cell in row):
                yield line, [unguarded(cell) for cell in row]


def _batches(cells: Iterator[tuple[int, list[str]] | Problem], names: list[str]) -> Iterator[Batch | Problem]:
    rows: list[dict[str, object]] = []
    records: list[int] = []
    for found in cells:
        if isinstance(found, Problem):
            yield found
        elif len(found[1]) != len(names):
            yield Problem(f"{len(found[1])} cells; the header has {len(names)}", found[0])
        else:
            rows.append(dict(zip(names, found[1], strict=True)))
            records.append(found[0])
        if len(rows) == _BATCH:
            yield Batch(rows, records)
            rows, records = [], []
    if rows:
        yield Batch(rows, records)


def _separator(text: str) -> str:
    """Return the mark that gives the first line the most known names, then the most names."""
    names = {mark: _names(text, mark) for mark in ",;\t|"}
    return max(names, key=lambda mark: (len(NAMES.intersection(names[mark])), len(names[mark])))


def _names(text: str, mark: str) -> list[str]:
    first = text.lstrip("\r\n ")[:20_000].split("\n", 1)[0]
    return [name.strip(' "\r').casefold() for name in first.split(mark)]
