"""Large tables: blocks of whole records, columns of one type, and a problem for whatever does not fit."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conflictlib.loading import _blocks
from conflictlib.loading._blocks import blocks
from conflictlib.loading._delimited import Block, Layout, tables
from conflictlib.loading._files import File
from conflictlib.loading._pieces import Problem

NUMBERS = {"n": "whole", "x": "number"}
PLAIN = Layout(("id", "n", "x"), numbers=NUMBERS)
QUOTED = Layout(("id", "n", "x"), ",", quoted=True, numbers=NUMBERS)


def file_of(folder: Path, content: bytes) -> File:
    path = folder / "t.csv"
    path.write_bytes(content)
    return File(path, path.name)


def rows_and_problems(file: File, layout: Layout) -> tuple[list[tuple[object, ...]], list[tuple[object, ...]]]:
    """Return line and cells of each row, and line, reason and kind of each problem."""
    rows: list[tuple[object, ...]] = []
    problems = []
    types = set()
    for found in tables(file, layout):
        if isinstance(found, Block):
            types.add(str(found.table.schema))
            cells = zip(*(column.to_pylist() for column in found.table.columns), strict=True)
            rows += [(line, *row) for line, row in zip(found.lines, cells, strict=True)]
        else:
            problems.append((found.record, found.reason, found.kind))
    assert len(types) < 2  # whatever is wrong in a block, its columns are those of the others
    return rows, problems


def test_rows_come_with_their_lines_and_in_their_types(tmp_path):
    file = file_of(tmp_path, b"007\t1\t2.5\nb\t\t\n")
    assert rows_and_problems(file, PLAIN) == ([(1, "007", 1, 2.5), (2, "b", None, None)], [])


def test_what_does_not_fit_is_told_with_its_line_and_the_rest_is_read(tmp_path):
    file = file_of(tmp_path, b"a\t1\t2\nb\t1\n\nc\tmany\t1e999\nd\t1.0\t 3\ne\t1\t2\t3\nf\t9\t9")
    assert rows_and_problems(file, PLAIN) == (
        [(1, "a", 1, 2.0), (4, "c", None, None), (5, "d", 1, 3.0), (7, "f", 9, 9.0)],
        [
            (2, "2 cells; there are 3 columns", "refused"),
            (6, "4 cells; there are 3 columns", "refused"),
            (4, "n is 'many'; allowed is a whole number; the row is kept without it", "incomplete"),
            (4, "x is '1e999'; allowed is a number; the row is kept without it", "incomplete"),
        ],
    )


@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_any_line_end_and_a_byte_order_mark(tmp_path, end, mark):
    file = file_of(tmp_path, mark + end.join([b"a\t1\t2", b"b\t3\t4", b""]))
    assert rows_and_problems(file, PLAIN) == ([(1, "a", 1, 2.0), (2, "b", 3, 4.0)], [])


def test_utf_16_with_its_mark_is_read(tmp_path):
    file = file_of(tmp_path, "ä\t1\t2\n".encode("utf-16"))
    assert rows_and_problems(file, PLAIN) == ([(1, "ä", 1, 2.0)], [])


def test_without_quoting_a_quotation_mark_is_a_character(tmp_path):
    file = file_of(tmp_path, b'"a\t1\t2\n"b"\t3\t4\n')
    assert [row[1] for row in rows_and_problems(file, PLAIN)[0]] == ['"a', '"b"']


def test_foreign_lines_are_decoded_by_a_guess_with_one_note(tmp_path):
    file = file_of(tmp_path, "café près de la forêt\t1\t2\n".encode("cp1252") + "naïve ä\t3\t4\n".encode())
    rows, problems = rows_and_problems(file, PLAIN)
    assert (rows[0][1], rows[1][1], problems) == ("café près de la forêt", "naïve ä", [])
    assert file.notes == ["1 lines are no UTF-8; their encoding was guessed"]


def test_nul_bytes_are_shown_with_one_note(tmp_path):
    file = file_of(tmp_path, b"a\0b\t1\t2\nc\0\t3\t4\n")
    assert [row[1] for row in rows_and_problems(file, PLAIN)[0]] == ["a\ufffdb", "c\ufffd"]
    assert file.notes == ["2 NUL bytes; they are shown as \ufffd"]


@pytest.mark.parametrize("size", range(1, 40))
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_wherever_a_block_ends_the_rows_are_the_same(tmp_path, monkeypatch, size, end):
    monkeypatch.setattr(_blocks, "SIZE", size)
    content = f'a,1,2{end}"b, one{end}two ""three""{end}",3,4{end}c,5,6'.encode()
    assert rows_and_problems(file_of(tmp_path, content), QUOTED) == (
        [(1, "a", 1, 2.0), (2, 'b, one\ntwo "three"\n', 3, 4.0), (5, "c", 5, 6.0)], [],
    )  # fmt: skip
    plain = end.join(["a\t1\t2", "é\t3\t4", "c\t5", ""]).encode()
    assert rows_and_problems(file_of(tmp_path, plain), PLAIN) == (
        [(1, "a", 1, 2.0), (2, "é", 3, 4.0)], [(3, "2 cells; there are 3 columns", "refused")],
    )  # fmt: skip


def test_a_quotation_mark_that_is_not_closed_costs_its_own_line(tmp_path):
    file = file_of(tmp_path, b'a,1,2\n"b,3,4\nc,5,6\n"d\n",7,8\n')
    rows, problems = rows_and_problems(file, QUOTED)
    assert [row[1] for row in rows] == ["a", "c", "d\n"]
    assert [problem[0] for problem in problems] == [2]


def test_a_mark_within_a_cell_is_a_character(tmp_path):
    file = file_of(tmp_path, b'a 5" gun,1,2\n"b\nb",3,4\nc,5,6\n')
    assert rows_and_problems(file, QUOTED) == ([(1, 'a 5" gun', 1, 2.0), (2, "b\nb", 3, 4.0), (4, "c", 5, 6.0)], [])


@pytest.mark.parametrize("quoted", [False, True])
def test_a_line_that_is_too_long_is_left_out_and_the_rest_is_read(tmp_path, monkeypatch, quoted):
    monkeypatch.setattr(_blocks, "SIZE", 16)
    monkeypatch.setattr(_blocks, "LONGEST", 100)
    layout = QUOTED if quoted else PLAIN
    mark = layout.separator
    content = f"a{mark}1{mark}2\n{'x' * 500}\nb{mark}3{mark}4\n".encode()
    rows, problems = rows_and_problems(file_of(tmp_path, content), layout)
    assert [row[:2] for row in rows] == [(1, "a"), (3, "b")]
    assert problems == [(2, "a line of more than 100 bytes", "refused")]


def test_a_quoted_record_without_end_is_told_and_what_follows_is_read(tmp_path, monkeypatch):
    monkeypatch.setattr(_blocks, "SIZE", 16)
    monkeypatch.setattr(_blocks, "LONGEST", 60)
    content = b'a,1,2\n"b,3,4\n' + b"c,5,6\n" * 20
    rows, problems = rows_and_problems(file_of(tmp_path, content), QUOTED)
    assert problems == [(2, "a record of more than 60 bytes; a quotation mark is not closed", "refused")]
    assert [row[0] for row in rows] == [1, *range(3, 23)]


def test_a_hundred_megabytes_without_a_line_end_are_told(tmp_path):
    path = tmp_path / "t.csv"
    with path.open("wb") as stream:
        stream.truncate(100_000_000)  # NUL bytes; they take no room on the disk
    assert rows_and_problems(File(path, path.name), PLAIN) == (
        [], [(1, "a line of more than 64,000,000 bytes", "refused")],
    )  # fmt: skip


CELL = st.text(st.characters(codec="utf-8", exclude_characters="\0\r"), max_size=8)


@settings(deadline=None)
@given(rows=st.lists(st.tuples(CELL, st.integers(-9, 9), st.just(0.5)), min_size=1), size=st.integers(1, 50))
def test_what_is_written_as_csv_is_read_again(tmp_path_factory, rows, size):
    text = io.StringIO()
    csv.writer(text, lineterminator="\n", quoting=csv.QUOTE_NONNUMERIC).writerows(rows)
    before, _blocks.SIZE = _blocks.SIZE, size
    try:
        read, problems = rows_and_problems(file_of(tmp_path_factory.mktemp("csv"), text.getvalue().encode()), QUOTED)
    finally:
        _blocks.SIZE = before
    assert [row[1:] for row in read] == [(cell or None, n, x) for cell, n, x in rows]
    assert problems == []


@settings(deadline=None)
@given(content=st.binary(max_size=200), size=st.integers(1, 50), quoted=st.booleans())
def test_of_any_bytes_every_line_is_in_a_block_once(tmp_path_factory, content, size, quoted):
    file = file_of(tmp_path_factory.mktemp("any"), content)
    wide = content[:2] in (b"\xff\xfe", b"\xfe\xff")
    before, _blocks.SIZE = _blocks.SIZE, size
    try:
        found = [] if wide else list(blocks(file, quoted="," if quoted else None))
    finally:
        _blocks.SIZE = before
    at = 1
    for block in found:
        assert not isinstance(block, Problem)
        line, data = block
        assert line == at and data.endswith(b"\n")
        at += data.count(b"\n")


@settings(deadline=None)
@given(content=st.binary(max_size=200), quoted=st.booleans())
def test_of_any_bytes_every_line_is_a_row_or_a_problem(tmp_path_factory, content, quoted):
    wide = content[:2] in (b"\xff\xfe", b"\xfe\xff")
    file = file_of(tmp_path_factory.mktemp("any"), b"a" * wide + content)
    rows, problems = rows_and_problems(file, QUOTED if quoted else PLAIN)
    lines = sorted([row[0] for row in rows] + [problem[0] for problem in problems if problem[2] == "refused"])
    assert len(set(lines)) == len(lines)
    if not quoted:
        text = b"".join(data for _, data in blocks(file, quoted=None))
        filled = [n for n, line in enumerate(text.split(b"\n"), 1) if line.strip(b"\t")]
        assert [line for line in filled if line not in lines and text.split(b"\n")[line - 1].strip()] == []
