"""A text as words and sentences."""

from __future__ import annotations

from conflictlib.coding.text import read_text


def test_words_without_a_full_stop_are_parted() -> None:
    read = read_text("Egypt said that " * 500)
    assert [last - first for first, last in read.sentences] == [400, 400, 400, 300]
    assert len(read_text("“" + "Egypt said that " * 500 + "”").sentences) == 1
