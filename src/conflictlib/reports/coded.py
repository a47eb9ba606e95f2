"""The coder's statements beside the sentences that they rest on, page by page, for a reader to judge them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from conflictlib.explaining.marking import Mark, pieces
from conflictlib.explaining.wording import PageInWords, StatementInWords, in_words

if TYPE_CHECKING:
    import pandas as pd

    from conflictlib.codebook import Codebook

#: A page of the report that lists more of them would not open; the tables hold all.
MOST_PAGES = 200

#: What words were read as, the strongest first where they overlap.
_STRONGEST = ("cue", "source", "content")

_LONGEST = 900  # characters of a page shown with one statement


@dataclass(frozen=True)
class CodedPage:
    """A page that was coded; with each statement its sentence, in pieces with what each was read as."""

    page: PageInWords
    statements: list[tuple[StatementInWords, list[tuple[str, str]]]]


def coded_pages(documents: pd.DataFrame, statements: pd.DataFrame, codebook: Codebook) -> list[CodedPage]:
    """Lay out what was found on each of the first `MOST_PAGES` documents, in the order of the text."""
    pages = []
    for page in in_words(documents.head(MOST_PAGES), statements, None, codebook):
        edges = sentence_starts(page.text) if page.statements else []
        pages.append(CodedPage(page, [(said, list(sentence(said, page.text, edges))) for said in page.statements]))
    return pages


def sentence_starts(text: str) -> list[int]:
    """Return the offsets at which the sentences of a text begin."""
    from conflictlib.coding.text import read_text

    read = read_text(text)
    return [read.span(first, last)[0] for first, last in read.sentences]


def sentence(said: StatementInWords, text: str, edges: list[int]) -> Iterator[tuple[str, str]]:
    """Cut the sentences that a statement rests on into pieces: cue, source, content and the rest."""
    near = _near(said)
    first, last = _whole_sentences(near[0].start, max(mark.end for mark in near), edges, len(text))
    for piece in pieces(text, near):
        words = text[max(piece.start, first) : min(piece.end, last)]
        if words:
            yield (
                next((role for role in ("cue", "source", "content") if role in {m.role for m in piece.marks}), ""),
                words,
            )
    if last < len(text) and last - first == _LONGEST:
        yield "", " …"


def _near(said: StatementInWords) -> list[Mark]:
    """Return the content, and the cue and the source unless they stand far from it, in the order of the text."""
    earliest, latest = said.spans[0][0] - _LONGEST // 2, said.spans[-1][1] + _LONGEST // 2
    marks = [mark for mark in said.marks if mark.role in _STRONGEST]
    close = [m for m in marks if m.role == "content" or (m.end > earliest and m.start < latest)]
    return sorted(close, key=lambda mark: mark.start)


def _whole_sentences(first: int, last: int, edges: list[int], length: int) -> tuple[int, int]:
    at = bisect_right(edges, first)
    begin = edges[at - 1] if at else 0
    after = bisect_right(edges, last - 1)
    end = edges[after] if after < len(edges) else length
    return begin, min(end, begin + max(_LONGEST, 0)) if end - begin > _LONGEST else end
