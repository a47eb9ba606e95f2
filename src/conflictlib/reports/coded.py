"""The coder's statements beside the sentences that they rest on, page by page, for a reader to judge them."""

from __future__ import annotations

import itertools
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import datetime

    import pandas as pd

    from conflictlib.codebook import Codebook

#: A page of the report that lists more of them would not open; the tables hold all.
MOST_PAGES = 200

_LONGEST = 900  # characters of a page shown with one statement

#: What words were read as, the strongest first where they overlap.
CUE, SOURCE, CONTENT, NOTHING = "cue", "source", "content", ""


@dataclass(frozen=True)
class CodedStatement:
    """One statement in words; `pieces` are the sentence, each piece with what it was read as."""

    date: datetime.date | None
    basis: str
    actor: str
    speaker: str
    addressee: str
    act: str
    negated: bool
    themes: list[str]
    source: str
    cue: str
    rule: str
    pieces: list[tuple[str, str]]


@dataclass(frozen=True)
class CodedPage:
    """A page that was coded and what was found on it."""

    doc: str
    title: str
    publisher: str
    url: str
    published: datetime.date | None
    statements: list[CodedStatement]


def coded_pages(documents: pd.DataFrame, statements: pd.DataFrame, codebook: Codebook) -> list[CodedPage]:
    """Lay out what was found on each of the first `MOST_PAGES` documents, in the order of the text."""
    shown = documents.head(MOST_PAGES)
    theirs = statements[statements["doc_id"].isin(shown["doc_id"])]
    found = {str(key): rows.to_dict("records") for key, rows in theirs.groupby("doc_id", sort=False)}
    pages = []
    for document in shown.to_dict("records"):
        rows: list[dict[Any, Any]] = found.get(document["doc_id"], [])
        edges = _sentence_starts(document["text"]) if rows else []
        url = _words(document["url"])
        pages.append(
            CodedPage(
                doc=_words(document["doc"]),
                title=_words(document["title"]) or _words(document["doc"]),
                publisher=_words(document["publisher"]),
                url=url if url.startswith(("http://", "https://")) else "",
                published=document["published"],
                statements=[_statement(row, document["text"], edges, codebook) for row in rows],
            )
        )
    return pages


def _statement(row: dict[Any, Any], text: str, edges: list[int], codebook: Codebook) -> CodedStatement:
    def named(codes: object) -> str:
        return ", ".join(codebook.label(code) for code in _words(codes).split(";") if code)

    return CodedStatement(
        date=row["date"],
        basis=_words(row["date_basis"]),
        actor=named(row["actor"]),
        speaker=_words(row["speaker"]),
        addressee=named(row["addressee"]),
        act=named(row["act"]),
        negated=row["negated"] is True,
        themes=[codebook.label(code) for code in row["themes"]],
        source=_words(row["source"]),
        cue=_words(row["cue"]),
        rule=_words(row["rule"]),
        pieces=list(_pieces(row, text, edges)),
    )


def _words(value: object) -> str:
    return value if isinstance(value, str) else ""


def _sentence_starts(text: str) -> list[int]:
    from conflictlib.coding.text import read_text

    read = read_text(text)
    return [read.span(first, last)[0] for first, last in read.sentences]


def _pieces(row: dict[Any, Any], text: str, edges: list[int]) -> Iterator[tuple[str, str]]:
    """Cut the sentences that a statement rests on into pieces: content, cue, source and the rest."""
    content = [(start, end, CONTENT) for start, end in row["spans"]]
    others = [(row[f"{role}_start"], row[f"{role}_end"], role) for role in (SOURCE, CUE)]
    earliest, latest = content[0][0] - _LONGEST // 2, content[-1][1] + _LONGEST // 2
    near = [part for part in others if isinstance(part[0], int) and part[1] > earliest and part[0] < latest]
    parts = sorted([*content, *near])
    first, last = _whole_sentences(parts[0][0], max(end for _, end, _ in parts), edges, len(text))
    roles = [NOTHING] * (last - first)
    for start, end, role in [*content, *near]:  # a later role overwrites
        for i in range(max(start, first), min(end, last)):
            roles[i - first] = role
    for role, places in itertools.groupby(range(last - first), key=roles.__getitem__):
        some = list(places)
        yield role, text[first + some[0] : first + some[-1] + 1]
    if last < len(text) and last - first == _LONGEST:
        yield NOTHING, " …"


def _whole_sentences(first: int, last: int, edges: list[int], length: int) -> tuple[int, int]:
    at = bisect_right(edges, first)
    begin = edges[at - 1] if at else 0
    after = bisect_right(edges, last - 1)
    end = edges[after] if after < len(edges) else length
    return begin, min(end, begin + max(_LONGEST, 0)) if end - begin > _LONGEST else end
