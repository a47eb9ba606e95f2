"""The coder: runs the steps over a page and lays the result out as statements and evidence."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Mapping, Set
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from conflictlib.codebook import Codebook, shipped_codebook
from conflictlib.coding.actors import Actors
from conflictlib.coding.acts import Acts
from conflictlib.coding.addressees import Addressees
from conflictlib.coding.antecedents import Page
from conflictlib.coding.attribution import Attribution
from conflictlib.coding.attributor import Attributor
from conflictlib.coding.days import Days
from conflictlib.coding.headlines import without_retold_headlines
from conflictlib.coding.issuers import Issuers
from conflictlib.coding.own_voice import OwnVoice
from conflictlib.coding.readouts import Readout, Readouts
from conflictlib.coding.rows import CodedStatement, Row, evidence_rows, reason_row, statement_row
from conflictlib.coding.text import Text, read_text
from conflictlib.coding.themes import Themes
from conflictlib.schema import DOCUMENTS, EVIDENCE, STATEMENTS, check, conform

if TYPE_CHECKING:
    import pandas as pd

CODER = "conflictlib 0.1.0"


@dataclass(frozen=True)
class Coded:
    """What coding gave: `statements` and, for every code, its `evidence`."""

    statements: pd.DataFrame
    evidence: pd.DataFrame

    def __repr__(self) -> str:
        """Count both."""
        return f"<Coded: {len(self.statements)} statements, {len(self.evidence)} pieces of evidence>"


def code(documents: pd.DataFrame, *, codebook: Codebook | None = None, progress: bool = False) -> Coded:
    """Code the statements that documents report.

    Parameters
    ----------
    documents
        Pages as ``load`` gives them: one row per page with ``doc_id``, ``doc`` and ``text``.
    codebook
        The codebook to code by; without one, the shipped codebook.
    progress
        Show a progress bar on a terminal.

    Returns
    -------
    Coded
        ``statements``: one row per speaker, act and content, in the order of the text. ``spans``, ``start`` and
        ``end`` are offsets (Unicode code points, end exclusive) into the document's text: ``text`` is what stands
        there, pieces joined by a blank. ``actor`` is missing where the source is nobody of the codebook.
        ``evidence``: one row per code given, with the words that it rests on.

    Raises
    ------
    TableError
        `documents` lacks a column that is needed.

    Examples
    --------
    >>> import pandas as pd
    >>> page = pd.DataFrame([{"doc_id": "a1", "doc": "page.txt", "text": "Egypt called for a ceasefire on Monday."}])
    >>> code(page).statements[["actor", "act", "text"]].values.tolist()
    [['EGY', 'calls_for', 'a ceasefire']]
    """
    from tqdm import tqdm

    check(documents, DOCUMENTS)
    coder = _coder(codebook or shipped_codebook())
    statements: list[Row] = []
    evidence: list[Row] = []
    pages = tqdm(documents.to_dict("records"), "coding", unit="page", disable=None if progress else True)
    with _garbage_left():
        for document in pages:
            rows, reasons = coder.page(document)
            statements += rows
            evidence += reasons
        readouts = coder.readouts.of(statements)
    for row, readout in zip(statements, readouts, strict=True):
        row["readout_id"] = readout.id
        if readout.why:
            evidence.append(reason_row(row["statement_id"], "readout", readout.id, readout.why))
    table = conform(statements, STATEMENTS)
    table.attrs["source"] = f"{len(table)} statements coded by rule ({CODER}) in {len(documents)} documents"
    return Coded(table, conform(evidence, EVIDENCE))


def coder_name(codebook: Codebook) -> str:
    """Return what stands in the column ``coder``: name and version of the coder with the codebook's hash."""
    return f"{CODER}, codebook {codebook.digest[:12]}"


def readouts_of(
    codebook: Codebook,
    statements: list[Row],
    *,
    totals: Mapping[str, int] | None = None,
    common: Set[str] = frozenset(),
) -> list[Readout]:
    """Return the readout of each statement of a corpus, or of a closed part of it (see ``Readouts.of``)."""
    return _coder(codebook).readouts.of(statements, totals=totals, common=common)


@contextmanager
def _garbage_left() -> Iterator[None]:
    """Let Python not look for cycles: coding leaves none behind, and the search takes a fifth of its time."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


@cache
def _coder(book: Codebook) -> Coder:
    return Coder(book)


class Coder:
    """All steps with one codebook, compiled once."""

    def __init__(self, book: Codebook) -> None:
        """Compile the steps for `book`."""
        self.book, self.name = book, coder_name(book)
        self.attributor, self.actors = Attributor(book), Actors(book)
        self.acts, self.themes = Acts(book), Themes(book)
        self.readouts = Readouts(book)
        self.issuers, self.own_voice = Issuers(book, self.actors), OwnVoice(book, self.attributor, self._act)

    def page(self, document: dict[Any, Any]) -> tuple[list[Row], list[Row]]:
        """Return the statements of one document and their evidence."""
        text = read_text(document["text"])
        reported = self.attributor.attribute(text)
        days = Days(self.book, text, document, reported)
        issuer = self.issuers.of(text, document)
        page = self.actors.read(text, days.of_page, issuer.speaker.code if issuer else None)
        addressees = Addressees(self.book, self.actors, text, page)
        statements: list[Row] = []
        evidence: list[list[Row]] = []
        published = issuer is not None and issuer.published
        for found in self.own_voice.read(text, page, published, reported):
            said = days.said(found)
            named = self.actors.speaker(text, found.source, page, said.day)
            speaker = self.issuers.speaker(text, found, page, named, issuer)
            act, shown = self.acts.of(text, found, page.actor_ends)
            themes = self.themes.of(text, found)
            speaker, other = self.actors.of_two(speaker) if act == "consults" else (speaker, None)
            addressee = addressees.of(found, act, speaker.code, other)
            coded = CodedStatement(found, speaker, said, act, shown, themes, addressee)
            statements.append(statement_row(document, text, coded, self.name))
            evidence.append(evidence_rows(text, statements[-1]["statement_id"], coded))
        kept = without_retold_headlines(text, statements)
        return [statements[i] for i in kept], [reason for i in kept for reason in evidence[i]]

    def _act(self, text: Text, page: Page, found: Attribution) -> str:
        return self.acts.of(text, found, page.actor_ends)[0]
