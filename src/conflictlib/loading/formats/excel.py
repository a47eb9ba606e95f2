"""Tables as Excel workbooks (.xlsx), and an index of the files beside them."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from conflictlib.loading._files import File, printable
from conflictlib.loading._formats import reads
from conflictlib.loading._office import office_file
from conflictlib.loading._pieces import Document, Piece, Problem, Unreadable
from conflictlib.loading._rows import missing
from conflictlib.loading._start import Start
from conflictlib.loading._tables import Batch, columns_of, is_index, pieces_of

_BATCH = 5_000
#: So far down the header is looked for; so many columns it may have; so far behind it other cells are looked for.
_HEADER_ROWS, _MOST_COLUMNS, _BEHIND = 50, 2_000, 50
_ERRORS = frozenset("#N/A #REF! #VALUE! #DIV/0! #NAME? #NULL! #NUM! #SPILL! #CALC!".split())
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")

Cells = tuple[int, Sequence[object]]


def _is_workbook(start: Start) -> bool:
    return any(re.fullmatch(r"xl/workbook\d*\.(?:xml|bin)", name) for name in start.members)


def _is_index(start: Start) -> bool:
    if not _is_workbook(start):
        return False
    try:
        with _sheets(start.file) as sheets:
            header = next(_header(_rows(sheet, _MOST_COLUMNS)) for sheet in sheets)
    except (Unreadable, StopIteration):
        return False
    return header is not None and is_index(name.strip().casefold() for name in header[1])


@reads("excel_index", title="Excel workbook about the files beside it", gives="index", endings=".xlsx .xlsm",
       seen=_is_index)  # fmt: skip
@reads("excel", title="Excel workbook with our columns, or a text, or a date and a label",
       gives="documents, statements, events", endings=".xlsx .xlsm .xltx .xltm .xls .xlsb", seen=_is_workbook,
       general=1)  # fmt: skip
def read_excel(file: File) -> Iterator[Piece]:
    """Read the tables of a workbook, one of each sheet; the first row with cells is the header.

    The columns say what a row is, as in a CSV file; `record` is the row in the sheet. A sheet without cells is passed
    over, one with other columns is a problem if another sheet could be read. Dates are days, formulas their last value
    (a file that no spreadsheet program has saved holds none), cells with an error (``#N/A``) are left out with a
    problem. Workbooks of Excel before 2007 (.xls) and binary ones (.xlsb) are refused.
    Source: ECMA-376, Office Open XML, part 1, 18 (SpreadsheetML).
    """
    with _sheets(file) as sheets:
        refused: list[Problem] = []
        n_read = 0
        for sheet in sheets:
            try:
                for piece in _pieces(sheet, file.columns):
                    n_read += 1
                    yield _named(piece, sheet.title, file.own_name) if sheet is not sheets[0] else piece
            except Unreadable as problem:
                refused.append(Problem(f"sheet {printable(sheet.title)!r}: {problem.reason}", problem.record))
        if not n_read and not refused:
            raise Unreadable("there are no cells in any of its sheets")
        yield from refused


@contextmanager
def _sheets(file: File) -> Iterator[list[Any]]:
    """Open a workbook and give its sheets of cells; what openpyxl can't read becomes a reason in plain words."""
    import warnings

    import openpyxl

    with office_file(file, new=".xlsx") as archive, file.open() as stream:
        if "xl/workbook.bin" in archive.NameToInfo:
            raise Unreadable("a binary workbook (.xlsb); save it as .xlsx")
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # of styles and extensions that it does not know: they hold no cells
                book = openpyxl.load_workbook(stream, read_only=True, data_only=True, keep_links=False)
        except Exception as error:  # on damaged parts openpyxl raises whatever Python does
            raise Unreadable(f"no .xlsx file that can be read ({_shown(error)})") from None
        try:
            yield list(book.worksheets)
        finally:
            book.close()


def rows_of_first_sheet(file: File, width: int) -> Iterator[Cells | Problem]:
    """Give the rows of a workbook's first sheet, its first columns, with their numbers."""
    with _sheets(file) as sheets:
        yield from _rows(sheets[0], width) if sheets else ()


def _shown(error: Exception) -> str:
    return " ".join(str(error).split())[:120] or type(error).__name__


def _pieces(sheet: Any, given: Mapping[str, str]) -> Iterator[Piece]:
    header = _header(_rows(sheet, _MOST_COLUMNS))
    if header is None:
        return
    row, cells = header
    names = columns_of(cells, given)
    batches = _batches(_rows(sheet, len(names) + _BEHIND), names, below=row)
    yield from pieces_of(names, batches, given)


def _header(rows: Iterator[Cells | Problem]) -> tuple[int, list[str]] | None:
    """Return the first row with cells, None where there is none; columns without a name behind it are none."""
    for found in rows:
        if isinstance(found, Problem):
            raise Unreadable(found.reason, found.record)
        number, cells = found
        names = ["" if missing(cell) else " ".join(str(cell).split()) for cell in cells]
        while names and not names[-1]:
            names.pop()
        if names:
            return number, names
        if number > _HEADER_ROWS:
            raise Unreadable(f"there is no header in its first {_HEADER_ROWS} rows")
    return None


def _rows(sheet: Any, width: int) -> Iterator[Cells | Problem]:
    """Give the rows of a sheet with their numbers; where it is damaged, what comes before is kept."""
    sheet.reset_dimensions()  # the size that a file gives may be a lie
    number = 0
    try:
        for number, cells in enumerate(sheet.iter_rows(max_col=width, values_only=True), 1):
            if any(cell is not None for cell in cells):
                yield number, [_value(cell) for cell in cells]
    except Exception as error:  # as above
        yield Problem(f"damaged or cut off below row {number} ({_shown(error)})", number)


def _value(cell: object) -> object:
    """Return a cell with the characters that XML can't hold, which Excel writes as ``_x000D_``."""
    if not isinstance(cell, str):
        return cell
    return printable(_ESCAPED.sub(lambda match: chr(int(match[1], 16)), cell)).replace("\r\n", "\n").replace("\r", "\n")


def _batches(rows: Iterator[Cells | Problem], names: Sequence[str], *, below: int) -> Iterator[Batch | Problem]:
    kept: list[dict[str, object]] = []
    records: list[int] = []
    for found in rows:
        if isinstance(found, Problem):
            yield found
        elif found[0] > below:
            number, cells = found
            if any(not missing(cell) for cell in cells[len(names) :]):
                yield Problem(f"has cells to the right of the header, which has {len(names)}", number)
                continue
            row = dict(zip(names, cells, strict=False))
            yield from _errors(row, number)
            if any(not missing(value) for value in row.values()):
                kept.append(row)
                records.append(number)
        if len(kept) == _BATCH:
            yield Batch(kept, records)
            kept, records = [], []
    if kept:
        yield Batch(kept, records)


def _errors(row: dict[str, object], number: int) -> Iterator[Problem]:
    """Take the errors of formulas out of a row, and tell them."""
    for name, value in row.items():
        if isinstance(value, str) and value in _ERRORS:
            yield Problem(f"{name} holds the error {value}; the row is kept without it", number, "incomplete")
            row[name] = None


def _named(piece: Piece, sheet: str, name: str) -> Piece:
    """Say of what stands in another sheet than the first in which one."""
    if isinstance(piece, Problem):
        return dataclasses.replace(piece, reason=f"sheet {printable(sheet)!r}: {piece.reason}")
    if isinstance(piece, Document) and missing(piece.doc):
        return dataclasses.replace(piece, doc=f"{name}#{printable(sheet)}!{piece.record}")
    return piece
