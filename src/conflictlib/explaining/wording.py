"""Statements and their evidence as a reader wants them: labels for codes, plain words, marks in the text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from conflictlib.explaining.marking import Mark
from conflictlib.schema import EVIDENCE

if TYPE_CHECKING:
    import datetime

    import pandas as pd

    from conflictlib.codebook import Codebook

#: Where a day was read, in words.
BASES = {
    "dateline": "the dateline",
    "text": "the text",
    "page": "the page’s own date",
    "url": "the address",
    "file": "the file name",
}

#: The kinds of evidence in the order in which a statement is told: who, to whom, what, about what, when.
_KINDS = next(column.codes for column in EVIDENCE.columns if column.name == "kind") or ()


@dataclass(frozen=True)
class Reason:
    """Why a statement has a code: the words and where they stand, if it rests on words, and the rule."""

    kind: str
    code: str
    label: str
    matched: str
    start: int | None
    end: int | None
    rule: str
    negated: bool


@dataclass(frozen=True)
class StatementInWords:
    """One statement; `number` is its place in the text, what is missing is ``""``."""

    number: int
    statement_id: str
    readout_id: str
    n_readout: int  # statements that share it
    date: datetime.date | None
    basis: str
    actor: str
    members: list[str]
    speaker: str
    role: str
    addressee: str
    act: str
    polarity: int
    negated: bool
    quote: str
    themes: list[str]
    text: str
    spans: list[tuple[int, int]]
    source: str
    cue: str
    rule: str
    coder: str
    marks: list[Mark]
    reasons: list[Reason]

    @property
    def who(self) -> str:
        """The actor; without one, the words that name the source."""
        return self.actor or self.source or "nobody named"

    @property
    def does(self) -> str:
        """The act, and whether it is denied."""
        return f"{self.act or 'act not coded'}{' (denied)' if self.negated else ''}"

    def reasons_for(self, kind: str) -> list[Reason]:
        """Return the evidence of one kind of code."""
        return [reason for reason in self.reasons if reason.kind == kind]


@dataclass(frozen=True)
class PageInWords:
    """A page and the statements found on it, in the order of its text."""

    doc_id: str
    doc: str
    title: str
    publisher: str
    url: str
    published: datetime.date | None
    text: str
    statements: list[StatementInWords]


def in_words(
    documents: pd.DataFrame, statements: pd.DataFrame, evidence: pd.DataFrame | None, codebook: Codebook
) -> list[PageInWords]:
    """Lay out documents with the statements found on each and, where it is given, their evidence."""
    sizes = {str(readout): int(n) for readout, n in statements["readout_id"].value_counts().items()}
    here = statements[statements["doc_id"].isin(documents["doc_id"])]
    rows: dict[str, list[dict[Any, Any]]] = {}
    for row in here.to_dict("records"):
        rows.setdefault(row["doc_id"], []).append(row)
    reasons: dict[str, list[dict[Any, Any]]] = {}
    for reason in [] if evidence is None else evidence.to_dict("records"):
        reasons.setdefault(str(reason["statement_id"]), []).append(reason)
    return [_page(document, rows.get(document["doc_id"], []), reasons, sizes, codebook)
            for document in documents.to_dict("records")]  # fmt: skip


def row_in_words(row: dict[Any, Any], codebook: Codebook) -> StatementInWords:
    """Lay out one statement of which no page is there, such as one that was coded by hand."""
    return _statement(1, {**row, "spans": [], "cue_start": None, "source_start": None}, [], {}, codebook)


def _page(
    document: dict[Any, Any],
    rows: list[dict[Any, Any]],
    reasons: dict[str, list[dict[Any, Any]]],
    sizes: dict[str, int],
    codebook: Codebook,
) -> PageInWords:
    url = _words(document.get("url"))
    ordered = sorted(rows, key=_place)
    return PageInWords(
        doc_id=document["doc_id"],
        doc=_words(document["doc"]),
        title=_words(document.get("title")) or _words(document["doc"]),
        publisher=_words(document.get("publisher")),
        url=url if url.startswith(("http://", "https://")) else "",
        published=document.get("published"),
        text=document["text"],
        statements=[
            _statement(number, row, reasons.get(str(row["statement_id"]), []), sizes, codebook)
            for number, row in enumerate(ordered, 1)
        ],
    )


def _place(row: dict[Any, Any]) -> tuple[int, int, int]:
    """Order by where the content begins; of two that begin at one place the longer, which encloses the other."""
    start, end = (_whole(row[name]) for name in ("start", "end"))
    return (start or 0, -(end or 0), _whole(row["cue_start"]) or 0)


def _statement(
    number: int,
    row: dict[Any, Any],
    reasons: list[dict[Any, Any]],
    sizes: dict[str, int],
    codebook: Codebook,
) -> StatementInWords:
    def named(codes: object) -> str:
        return ", ".join(codebook.label(code) for code in _words(codes).split(";") if code)

    why = sorted((_reason(reason, codebook) for reason in reasons), key=lambda reason: _KINDS.index(reason.kind))
    return StatementInWords(
        number=number,
        statement_id=_words(row["statement_id"]),
        readout_id=_words(row["readout_id"]),
        n_readout=sizes.get(_words(row["readout_id"]), 0),
        date=None if _missing(row["date"]) else row["date"],
        basis=BASES.get(row["date_basis"], _words(row["date_basis"])),
        actor=named(row["actor"]),
        members=[codebook.label(code) for code in row["members"]],
        speaker=_words(row["speaker"]),
        role=_words(row["role"]),
        addressee=named(row["addressee"]),
        act=named(row["act"]),
        polarity=codebook.polarity(_words(row["act"])),
        negated=row["negated"] is True,
        quote=_words(row["quote"]),
        themes=[codebook.label(code) for code in row["themes"]],
        text=row["text"],
        spans=[(start, end) for start, end in row["spans"]],
        source=_words(row["source"]),
        cue=_words(row["cue"]),
        rule=_words(row["rule"]),
        coder=_words(row["coder"]),
        marks=list(_marks(number, row, why)),
        reasons=why,
    )


def _reason(row: dict[Any, Any], codebook: Codebook) -> Reason:
    code = _words(row["code"])
    return Reason(
        kind=row["kind"],
        code=code,
        label=codebook.label(code),
        matched=_words(row["matched"]),
        start=_whole(row["start"]),
        end=_whole(row["end"]),
        rule=_words(row["rule"]),
        negated=row["negated"] is True,
    )


def _marks(number: int, row: dict[Any, Any], reasons: list[Reason]) -> Iterator[Mark]:
    for start, end in row["spans"]:
        yield Mark(start, end, number, "content")
    for role in ("cue", "source"):
        start, end = _whole(row[f"{role}_start"]), _whole(row[f"{role}_end"])
        if start is not None and end is not None:
            yield Mark(start, end, number, role)
    for reason in reasons:
        if reason.start is not None and reason.end is not None:
            yield Mark(reason.start, reason.end, number, reason.kind)


def _words(value: object) -> str:
    return value if isinstance(value, str) else ""


def _missing(value: Any) -> bool:
    return value is None or value is not value or bool(value != value)


def _whole(value: Any) -> int | None:
    import pandas as pd

    return None if value is None or pd.isna(value) else int(value)
