"""Minimal pairs: two texts that differ in one small thing, and what the coder makes of each.

A pair is (name, text, codes, text, codes). A text is a string, or ``page(text, ...)`` with columns of ``documents``.
Codes are one line for every statement, in the order of the text, laid out as the table's form says.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

import pandas as pd
import pytest

import conflictlib as cl

Text = str | tuple[str, tuple[tuple[str, str], ...]]
Pair = tuple[str, Text, str, Text, str]


def page(text: str, **columns: str) -> Text:
    return text, tuple(columns.items())


def names(pairs: Sequence[Pair]) -> pytest.MarkDecorator:
    """Run a test once for each pair."""
    return pytest.mark.parametrize("number", range(len(pairs)), ids=[name for name, *_ in pairs])


def expected(pairs: Sequence[Pair], number: int) -> tuple[str, str]:
    _, _, first, _, second = pairs[number]
    return first, second


def coded(pairs: Sequence[Pair], form: str, number: int) -> tuple[str, str]:
    """Return the codes of both texts of a pair; all texts of a table are coded in one go."""
    codes = _all_coded(tuple(text for _, one, _, other, _ in pairs for text in (one, other)), form)
    return codes[2 * number], codes[2 * number + 1]


@cache
def _all_coded(texts: tuple[Text, ...], form: str) -> list[str]:
    rows = []
    for number, text in enumerate(texts):
        words, columns = text if isinstance(text, tuple) else (text, ())
        rows.append({"doc_id": str(number), "doc": "page.txt", "text": words, **dict(columns)})
    documents = pd.DataFrame(rows)
    if "published" in documents:
        documents["published"] = pd.to_datetime(documents["published"])
    codes: list[list[str]] = [[] for _ in texts]
    for row in cl.code(documents).statements.to_dict("records"):
        whole = rows[int(row["doc_id"])]["text"]
        codes[int(row["doc_id"])].append(form.format(**_shown({str(k): v for k, v in row.items()}, whole)))
    return ["\n".join(lines) for lines in codes]


def _shown(row: dict[str, Any], whole: str) -> dict[str, str]:
    """Lay the columns of a statement out as words: `text` with a bar between its spans, a missing code as a dash."""
    return {
        "actor": row["actor"] if isinstance(row["actor"], str) else "-",
        "addressee": row["addressee"] if isinstance(row["addressee"], str) else "-",
        "act": "not " * row["negated"] + row["act"],
        "quote": row["quote"],
        "source": row["source"],
        "cue": row["cue"],
        "themes": "+".join(row["themes"]),
        "date": str(row["date"])[:10],
        "basis": row["date_basis"],
        "text": " | ".join(whole[start:end] for start, end in row["spans"]),
    }
