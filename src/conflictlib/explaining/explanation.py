"""A page with every statement marked in its text: for a notebook, as a file, and in plain words."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from conflictlib.explaining import html
from conflictlib.explaining.marking import pieces
from conflictlib.explaining.plain import plain
from conflictlib.explaining.wording import PageInWords, in_words
from conflictlib.schema import DOCUMENTS, check, conform

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from conflictlib.codebook import Codebook
    from conflictlib.coding import Coded


@dataclass(frozen=True, repr=False)
class Explanation:
    """Pages with the statements found on them; a notebook shows them marked in their text.

    ``print`` gives the same in plain words.
    """

    pages: tuple[PageInWords, ...]
    codebook: Codebook

    def __repr__(self) -> str:
        """List the statements in plain words."""
        return "\n\n".join(plain(page) for page in self.pages)

    def _repr_html_(self) -> str:
        return html.fragment(self.pages, self.codebook)

    def save(self, path: str | Path) -> Path:
        """Write the explanation and return the file to open.

        Parameters
        ----------
        path
            A file that ends in ``.html``: all pages in it. Anything else is a folder: a file for each page
            and an ``index.html``; of a single page its file is returned. What is there under a name is replaced.
        """
        target = Path(path)
        if target.suffix.lower() == ".html":
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(html.page(self.pages, self.codebook))
            return target
        target.mkdir(parents=True, exist_ok=True)
        names = dict(zip(html.file_names(page.doc for page in self.pages), self.pages, strict=True))
        for name, page in names.items():
            (target / name).write_bytes(html.page([page], self.codebook, index=True))
        (target / "index.html").write_bytes(html.index(names))
        return target / ("index.html" if len(names) > 1 else next(iter(names)))


def explain(
    document: str | Mapping[str, Any] | pd.Series | pd.DataFrame,
    *,
    codebook: Codebook | None = None,
    coded: Coded | None = None,
) -> Explanation:
    """Show every statement of a page in its text, with its codes and the evidence for each.

    Parameters
    ----------
    document
        One row of a documents table (a Series, a mapping with at least ``text``), a documents table,
        or a text.
    codebook
        The codebook to code by; without one, the shipped codebook.
    coded
        What ``code`` gave for these documents, among others or alone, so that nothing is coded twice.

    Returns
    -------
    Explanation
        In a notebook the page with its statements marked; ``save`` writes it as a file that needs no network
        and runs no script; ``print`` lists the statements in plain words.

    Raises
    ------
    ValueError
        There is no text, or `coded` is of other documents.
    TypeError
        `document` is of another kind.

    Examples
    --------
    >>> print(explain("Egypt called for a ceasefire in Gaza."))
    text: 1 statement
    1. Egypt calls for. Themes: ceasefire. No date.
       “a ceasefire in Gaza” (indirect; source “Egypt”, cue “called for”; rule: speaker before the content)
       actor Egypt: “Egypt” (actor: Egypt)
       act calls for: “called for” (cue: call for)
       theme ceasefire: “ceasefire” (ceasefire*)
    """
    from conflictlib.codebook import shipped_codebook

    documents = _documents(document)
    book = codebook or shipped_codebook()
    given = _coded(documents, book, coded)
    pages = in_words(documents, given.statements, given.evidence, book)
    if coded is not None:
        _compare(pages)
    return Explanation(tuple(pages), book)


def _documents(document: Any) -> pd.DataFrame:
    """Return what was given as a documents table."""
    import pandas as pd

    if isinstance(document, str):
        table = pd.DataFrame([_named({"doc": "text", "text": _text(document)})])
    elif isinstance(document, pd.DataFrame):
        table = document
    elif isinstance(document, pd.Series) or hasattr(document, "keys"):
        table = conform([_named(dict(document))], DOCUMENTS)
    else:
        raise TypeError(f"document is a {type(document).__name__}; allowed are a row of a documents table, "
                        "a documents table, or a text")  # fmt: skip
    if not len(table):
        raise ValueError("document is a table without rows; there is no page to explain")
    return check(table, DOCUMENTS)


def _named(row: dict[Any, Any]) -> dict[str, Any]:
    """Fill in the id and the name of a page that has none."""
    text = row.get("text")
    if not isinstance(text, str) or not text.strip():
        raise ValueError(f"document {row.get('doc', '')!r} has no text; a page is explained by its column 'text'")
    return {"doc_id": hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:16], "doc": "text", **row}


def _text(given: str) -> str:
    """Refuse the path of a file, which is a text too."""
    if "\n" not in given and re.fullmatch(r"\S*\.(txt|md|html?|jsonl?|csv|parquet)", given.strip(), re.I):
        raise ValueError(f"document is {given!r}, the path of a file; load it first: load({given!r}).documents")
    return given


def _coded(documents: pd.DataFrame, book: Codebook, coded: Coded | None) -> Coded:
    """Return the coding of the documents: the given one, or a new one where there is none."""
    from conflictlib.coding import code

    if coded is None:
        return code(documents, codebook=book)
    without = documents[~documents["doc_id"].isin(coded.statements["doc_id"])]
    missed = code(without, codebook=book).statements if len(without) else coded.statements.head(0)
    if len(missed):  # a page on which nothing is found has no statements in its own coding either
        raise ValueError(f"coded has no statement of {missed['doc'].iloc[0]!r}, in which the coder finds some; "
                         f"it is of {_listed(coded.statements['doc'])}")  # fmt: skip
    return coded


def _listed(names: pd.Series) -> str:
    different = list(dict.fromkeys(names.dropna()))
    return ", ".join(different[:3]) + (f" and {len(different) - 3} more" if len(different) > 3 else "") or "no page"


def _compare(pages: list[PageInWords]) -> None:
    """Refuse a coding whose offsets count in another text."""
    for page in pages:
        pieces(page.text, [mark for said in page.statements for mark in said.marks])
        for said in page.statements:
            if said.spans and " ".join(page.text[start:end] for start, end in said.spans) != said.text:
                raise ValueError(f"coded is of another text of {page.doc!r}: the words of statement "
                                 f"{said.statement_id} do not stand at {said.spans}")  # fmt: skip
