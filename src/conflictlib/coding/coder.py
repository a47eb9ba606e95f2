"""The coder: runs the steps over a page and lays the result out as statements and evidence."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from conflictlib.codebook import Codebook, shipped_codebook
from conflictlib.coding.actors import Actors
from conflictlib.coding.acts import Acts
from conflictlib.coding.addressees import Addressees
from conflictlib.coding.attribution import Attributor
from conflictlib.coding.days import Days
from conflictlib.coding.headlines import without_retold_headlines
from conflictlib.coding.readouts import readouts
from conflictlib.coding.rows import CodedStatement, Row, evidence_rows, statement_row
from conflictlib.coding.text import read_text
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
    for document in tqdm(documents.to_dict("records"), "coding", unit="page", disable=None if progress else True):
        rows, reasons = coder.page(document)
        statements += rows
        evidence += reasons
    for row, readout in zip(statements, readouts(statements), strict=True):
        row["readout_id"] = readout
    table = conform(statements, STATEMENTS)
    table.attrs["source"] = f"{len(table)} statements coded by rule ({CODER}) in {len(documents)} documents"
    return Coded(table, conform(evidence, EVIDENCE))


@cache
def _coder(book: Codebook) -> Coder:
    return Coder(book)


class Coder:
    """All steps with one codebook, compiled once."""

    def __init__(self, book: Codebook) -> None:
        """Compile the steps for `book`."""
        self.book, self.name = book, f"{CODER}, codebook {book.digest[:12]}"
        self.attributor, self.actors = Attributor(book), Actors(book)
        self.acts, self.themes = Acts(book), Themes(book)

    def page(self, document: dict[Any, Any]) -> tuple[list[Row], list[Row]]:
        """Return the statements of one document and their evidence."""
        text = read_text(document["text"])
        days = Days(text, document)
        page = self.actors.read(text, days.of_page, self._publisher(document))
        actors = {mention.last - 1 for mention in page.mentions}
        addressees = Addressees(self.book, self.actors, text, page)
        statements: list[Row] = []
        evidence: list[list[Row]] = []
        for found in self.attributor.attribute(text):
            said = days.said(found)
            speaker = self.actors.speaker(text, found.source, page, said.day)
            act, shown = self.acts.of(text, found, actors)
            themes = self.themes.of(text, found)
            addressee = addressees.of(found, act, speaker.code)
            coded = CodedStatement(found, speaker, said, act, shown, themes, addressee)
            statements.append(statement_row(document, text, coded, self.name))
            evidence.append(evidence_rows(text, statements[-1]["statement_id"], coded))
        kept = without_retold_headlines(text, statements)
        return [statements[i] for i in kept], [reason for i in kept for reason in evidence[i]]

    def _publisher(self, document: dict[Any, Any]) -> str | None:
        name = document.get("publisher")
        if not isinstance(name, str):
            return None
        mentions = self.actors.read(read_text(name), None).mentions
        return mentions[0].code if mentions and mentions[0].use != "mention" else None
