"""Cut a text at the edges of ranges that may overlap, so that every piece knows what it belongs to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

#: What words may be to a statement; the rest are kinds of evidence.
ROLES = ("content", "cue", "source")


@dataclass(frozen=True)
class Mark:
    """Words of a text, from `start` to before `end`, and what they are to the statement of that number."""

    start: int
    end: int
    statement: int
    role: str  # content, cue, source, or the kind of code that they are evidence of


@dataclass(frozen=True)
class Piece:
    """A part of a text that no edge of a mark divides; `marks` cover all of it, the shortest first."""

    start: int
    text: str
    marks: tuple[Mark, ...] = ()

    @property
    def end(self) -> int:
        """The offset after it."""
        return self.start + len(self.text)

    @property
    def owner(self) -> Mark | None:
        """The shortest content, cue or source here: of nested statements the inner one."""
        return next((mark for mark in self.marks if mark.role in ROLES), None)

    @property
    def content(self) -> Mark | None:
        """The shortest content here."""
        return next((mark for mark in self.marks if mark.role == "content"), None)

    def first_of(self, role: str) -> list[Mark]:
        """Return the marks of a role that begin here, the longest first: the outer one encloses the others."""
        return [mark for mark in reversed(self.marks) if mark.role == role and mark.start == self.start]


def pieces(text: str, marks: Iterable[Mark], *, at: Iterable[int] = ()) -> list[Piece]:
    """Cut a text at the edges of marks and `at` further places; put together again the pieces are the text.

    Raises
    ------
    ValueError
        A mark is empty, or reaches beyond the text.

    Examples
    --------
    >>> some = [Mark(0, 5, 1, "content"), Mark(2, 8, 2, "content")]
    >>> [(piece.text, [mark.statement for mark in piece.marks]) for piece in pieces("abcdefghij", some)]
    [('ab', [1]), ('cde', [1, 2]), ('fgh', [2]), ('ij', [])]
    """
    begins: dict[int, list[Mark]] = {}
    edges = {0, len(text), *at}
    for mark in marks:
        if not 0 <= mark.start < mark.end <= len(text):
            raise ValueError(f"{mark.role} of statement {mark.statement} from {mark.start} to {mark.end}: "
                             f"the text has {len(text)} characters")  # fmt: skip
        begins.setdefault(mark.start, []).append(mark)
        edges |= {mark.start, mark.end}
    found, here = [], list[Mark]()
    cuts = sorted(edges)
    for start, end in pairwise(cuts):
        here = [mark for mark in here if mark.end > start] + begins.get(start, [])
        here.sort(key=lambda mark: (mark.end - mark.start, mark.statement, mark.role))
        found.append(Piece(start, text[start:end], tuple(here)))
    return found
