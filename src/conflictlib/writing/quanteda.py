"""Documents for quanteda and readtext in R."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from conflictlib.writing.csv_table import to_csv

if TYPE_CHECKING:
    import pandas as pd


def to_quanteda(documents: pd.DataFrame, path: str | os.PathLike[str]) -> None:
    r"""Write documents as CSV for ``quanteda::corpus``: ``doc_id``, ``text``, then the document variables.

    A row per document; `doc_id` is unique. In R::

        table <- readtext::readtext("documents.csv", text_field = "text", docid_field = "doc_id")
        table$text <- sub("^'(?='*[=+\\-@\t\r\n＝＋－＠])", "", table$text, perl = TRUE)
        corpus <- quanteda::corpus(table)

    The second line takes the apostrophe away that stands before a text which a spreadsheet would run as a formula.
    Source: quanteda, ``corpus.data.frame`` (``docid_field``, ``text_field``).

    Parameters
    ----------
    documents
        Documents; all their columns go out, days as YYYY-MM-DD.
    path
        The file; it is replaced in one step.

    Raises
    ------
    ValueError
        Two documents have one `doc_id`.
    """
    twice = documents["doc_id"][documents["doc_id"].duplicated()]
    if len(twice):
        raise ValueError(f"documents has doc_id {twice.iloc[0]!r} twice; quanteda needs each once")
    first = ["doc_id", "text"]
    to_csv(documents[[*first, *(name for name in documents.columns if name not in first)]], path)
