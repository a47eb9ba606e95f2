"""Annotated stretches of a document as rows of statements, from whatever program they were annotated in."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence

from conflictlib.loading._dates import read_day
from conflictlib.loading._pieces import Document, Unreadable

Spans = Sequence[tuple[int, int]]
#: Columns that an annotation's place in the document fills, whatever its features are called.
_OF_THE_PLACE = frozenset({"doc_id", "doc", "text", "spans", "start", "end"})
_OTHER_NAMES = {"theme": "themes", "member": "members"}


def statement_of(
    document: Document, spans: Spans, key: object, features: Mapping[str, object], record: int | None = None
) -> dict[str, object]:
    """Return the row of a statement whose content stands in `spans` of a document that has a name (`doc`).

    Features go to the columns of `columns_of`; without one for the day it is the page's own.
    `key` parts statements of the same place, for their id, unless a feature gives that.

    Raises
    ------
    Unreadable
        A span is not in the text.
    """
    length = len(document.text)
    for start, end in spans:
        if not 0 <= start < end <= length:
            raise Unreadable(f"an annotation from {start} to {end}; the text has {length:,} characters", record)
    given = columns_of(features)
    named = f"{document.doc_id}|{[list(span) for span in spans]}|{key}"
    row: dict[str, object] = {"statement_id": hashlib.sha256(named.encode("utf-8", "replace")).hexdigest()[:16]}
    if "date" not in given and (day := read_day(document.published)):
        row |= {"date": day, "date_basis": "page"}
    return row | {name: value for name, value in given.items() if value is not None} | {
        "doc_id": document.doc_id, "doc": document.doc,
        "text": " ".join(document.text[start:end] for start, end in spans),
        "spans": [list(span) for span in spans],
        "start": min(start for start, _ in spans), "end": max(end for _, end in spans),
    }  # fmt: skip


def columns_of(features: Mapping[str, object]) -> dict[str, object]:
    """Return features under the names of columns: ours where they are called so, else columns of their own.

    >>> columns_of({"Actor": "CHN", "Theme": "ceasefire", "Policy Area": "energy", "text": "no"})
    {'actor': 'CHN', 'themes': 'ceasefire', 'policy_area': 'energy', 'given_text': 'no'}
    """
    columns: dict[str, object] = {}
    for name, value in features.items():
        plain = re.sub(r"\W+", "_", name).strip("_").lower() or "feature"
        plain = _OTHER_NAMES.get(plain, plain)
        columns[f"given_{plain}" if plain in _OF_THE_PLACE else plain] = value
    return columns
