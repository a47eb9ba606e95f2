"""The words around a statement, for whoever codes it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from conflictlib.reliability.codes import checked

if TYPE_CHECKING:
    import pandas as pd

#: Characters of a paragraph that are shown.
LONGEST = 900


@dataclass(frozen=True)
class Passage:
    """The paragraph that a statement stands in, cut into pieces, each with whether it is of the statement."""

    pieces: tuple[tuple[str, bool], ...] = ()

    @property
    def text(self) -> str:
        """The words without their marks."""
        return "".join(words for words, _ in self.pieces)


def passages_of(statements: pd.DataFrame, documents: pd.DataFrame | None) -> list[Passage]:
    """Return the passage of each statement; an empty one where its document or its place in it is not known."""
    if documents is None or not {"doc_id", "spans"} <= set(statements.columns):
        return [Passage()] * len(statements)
    checked(documents, ("doc_id", "text"), "documents")
    wanted = documents[documents["doc_id"].isin(statements["doc_id"].dropna())]
    texts = dict(zip(wanted["doc_id"], wanted["text"], strict=True))
    rows = zip(statements["doc_id"], statements["spans"], strict=True)
    return [passage(texts.get(doc, ""), spans if isinstance(spans, list) else []) for doc, spans in rows]


def passage(text: str, spans: Sequence[Sequence[int]]) -> Passage:
    r"""Cut the paragraph of `spans` out of a text.

    >>> passage("No.\nFreedonia called for calm. All heard it.\nYes.", [[25, 29]]).pieces
    (('Freedonia called for ', False), ('calm', True), ('. All heard it.', False))
    """
    inside = [(start, end) for start, end in sorted(map(tuple, spans)) if 0 <= start < end <= len(text)]
    if not inside:
        return Passage()
    first, last = inside[0][0], max(end for _, end in inside)
    begin, end = text.rfind("\n", 0, first) + 1, text.find("\n", last)
    end = len(text) if end < 0 else end
    spare = max(LONGEST - (last - first), 0) // 2
    head, tail = max(begin, first - spare), min(end, last + spare)
    pieces: list[tuple[str, bool]] = [("… ", False)] if head > begin else []
    at = head
    for start, stop in inside:
        pieces += [(text[at:start], False), (text[max(at, start) : stop], True)]
        at = max(at, stop)
    pieces += [(text[at:tail], False), (" …" if tail < end else "", False)]
    return Passage(tuple((words, marked) for words, marked in pieces if words))
