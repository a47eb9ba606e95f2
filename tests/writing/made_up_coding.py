"""Made-up documents and statements, with what is hard about them."""

from __future__ import annotations

import pandas as pd

from conflictlib.loading._pieces import doc_id_of
from conflictlib.schema import DOCUMENTS, EVIDENCE, STATEMENTS, conform

#: The emoji is two units of UTF-16: what stands behind it has other offsets in Java.
TEXT = "Talks 😀 resumed.\r\n\r\nChina, said the envoy of Sylvania, must stop the raid; “and leave”.\n"
OTHER = "=Freedonia asked Ruritania\n\nto wait."


def span(words: str, text: str = TEXT) -> list[int]:
    start = text.index(words)
    return [start, start + len(words)]


def documents() -> pd.DataFrame:
    rows = [
        {"doc": "talks.txt", "text": TEXT, "title": "Talks", "published": "2024-05-12", "url": "https://a.example/1",
         "publisher": "Harbour Gazette", "author": "A. Rider; B. Writer", "language": "en",
         "published_at": "2024-05-12T21:14:05Z"},
        {"doc": "wait.txt", "text": OTHER, "title": "-3 degrees"},
    ]  # fmt: skip
    return conform([{**row, "doc_id": doc_id_of(str(row["text"]))} for row in rows], DOCUMENTS)


def statements() -> pd.DataFrame:
    first, second = (doc_id_of(text) for text in (TEXT, OTHER))
    cue, source = span("said"), span("the envoy of Sylvania")
    rows = [
        {"statement_id": "s1", "doc_id": first, "doc": "talks.txt", "date": "2024-05-11", "date_basis": "text",
         "actor": "CHN", "speaker": "the envoy", "role": "envoy", "addressee": "EGY;ISR", "act": "demands",
         "negated": False, "quote": "mixed", "themes": ["ceasefire", "military_operations"], "cue": "said",
         "cue_start": cue[0], "cue_end": cue[1], "source": "the envoy of Sylvania", "source_start": source[0],
         "source_end": source[1], "spans": [span("must stop the raid")], "coder": "hand", "rule": "=by hand"},
        {"statement_id": "s2", "doc_id": first, "doc": "talks.txt", "actor": "EGY", "act": "condemns",
         "themes": [], "spans": [span("stop the raid")], "coder": "second"},
        {"statement_id": "s3", "doc_id": second, "doc": "wait.txt", "actor": "a body; of no name", "act": "calls_for",
         "themes": ["own; theme", "[x"], "spans": [span("=Freedonia", OTHER)], "coder": "hand"},
    ]  # fmt: skip
    texts = {first: TEXT, second: OTHER}
    for row in rows:
        ((start, end),) = row["spans"]
        row |= {"text": texts[row["doc_id"]][start:end], "start": start, "end": end}
    return conform(rows, STATEMENTS)


def evidence() -> pd.DataFrame:
    rows = [
        {
            "statement_id": "s1",
            "kind": "act",
            "code": "demands",
            "start": 3,
            "end": 7,
            "matched": "-must",
            "rule": "'x",
        },
        {"statement_id": "s1", "kind": "date", "code": "2024-05-11", "negated": True},
    ]
    return conform(rows, EVIDENCE)
