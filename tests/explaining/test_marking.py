"""A text cut at the edges of overlapping marks is still the text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conflictlib.explaining.marking import Mark, pieces

ROLES = st.sampled_from(["content", "cue", "source", "theme", "date"])


@st.composite
def texts_with_marks(draw: st.DrawFn) -> tuple[str, list[Mark]]:
    text = draw(st.text(min_size=1, max_size=40))
    places = st.integers(0, len(text) - 1)
    marks = []
    for statement in range(1, draw(st.integers(0, 8)) + 1):
        start = draw(places)
        end = draw(st.integers(start + 1, len(text)))
        marks.append(Mark(start, end, statement, draw(ROLES)))
    return text, marks


@given(texts_with_marks())
def test_the_pieces_are_the_text_and_each_mark_covers_its_own_words(given: tuple[str, list[Mark]]) -> None:
    text, marks = given
    cut = pieces(text, marks)
    assert "".join(piece.text for piece in cut) == text
    assert all(piece.text == text[piece.start : piece.end] for piece in cut)
    for mark in marks:
        assert "".join(piece.text for piece in cut if mark in piece.marks) == text[mark.start : mark.end]
        assert sum(mark in piece.first_of(mark.role) for piece in cut) == 1


def test_an_inner_statement_owns_its_words() -> None:
    outer, inner = Mark(0, 20, 1, "content"), Mark(4, 9, 2, "content")
    cut = pieces("He said that she said no.", [outer, inner, Mark(4, 6, 2, "theme")])
    assert [(p.text, p.owner.statement if p.owner else None) for p in cut] == [
        ("He s", 1), ("ai", 2), ("d t", 2), ("hat she sai", 1), ("d no.", None),
    ]  # fmt: skip


def test_of_two_that_begin_together_the_outer_comes_first() -> None:
    cut = pieces("abcdef", [Mark(0, 3, 1, "content"), Mark(0, 6, 2, "content")])
    assert [mark.statement for mark in cut[0].first_of("content")] == [2, 1]


@pytest.mark.parametrize(("start", "end"), [(-1, 2), (2, 2), (3, 9)])
def test_a_mark_beyond_the_text_is_refused(start: int, end: int) -> None:
    with pytest.raises(ValueError) as raised:
        pieces("abcd", [Mark(start, end, 7, "cue")])
    assert str(raised.value) == f"cue of statement 7 from {start} to {end}: the text has 4 characters"
