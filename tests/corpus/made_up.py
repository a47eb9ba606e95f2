"""Pages of made-up states and days, and corpora of them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd

import conflictlib as cl
from conflictlib import schema

ACTORS = ("Egypt", "Qatar", "France", "Kenya", "Brazil", "Norway", "Japan", "Chile")
SAID = (
    "called for a ceasefire in the valley",
    "condemned the attack on the market",
    "welcomed the talks in the old town",
    "urged both sides to let aid trucks pass",
    "rejected the plan for the border",
    "demanded that the hostages be released",
)


def page(number: int, *, day: int | None = None, more: str = "") -> str:
    """Return a page of a wire service: what two states said on a day of May 2024, the same in each run."""
    day = day or number % 28 + 1
    one, two = ACTORS[number % len(ACTORS)], ACTORS[(number * 3 + 1) % len(ACTORS)]
    first, second = SAID[number % len(SAID)], SAID[(number * 5 + 2) % len(SAID)]
    address = f"https://example.org/wire/{number}"
    return (
        f'<html><head><title>Wire {number}: {one} and {two}</title><link rel="canonical" href="{address}">'
        f'<meta property="article:published_time" content="2024-05-{day:02}T09:00:00Z"></head><body><article>'
        f"<h1>Wire {number}: {one} and {two}</h1>"
        f"<p>{one} {first} on {day} May 2024, after a night of shelling that nobody had expected in week {number}.</p>"
        f"<p>In a note of {number} lines, {two} {second}, and its ministry said that it would watch the road.</p>"
        f"<p>Observers counted {number + 40} lorries at the crossing before noon. {more}</p></article></body></html>"
    )


def put(folder: Path, number: int, **changed: Any) -> Path:
    """Write a page into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"wire-{number:04}.html"
    path.write_text(page(number, **changed), encoding="utf-8")
    return path


def contents(corpus: cl.Corpus, *, but: tuple[str, ...] = ()) -> dict[str, pd.DataFrame]:
    """Return all that counts in a corpus, without when it came in and what it is called for that."""
    tables = {"documents": corpus.documents(), "statements": corpus.statements(), "evidence": corpus.evidence()}
    tables = {name: table[[c for c in getattr(schema, name.upper()).names if c not in but]]
              for name, table in tables.items()}  # fmt: skip
    return {name: table.astype("object").where(table.notna(), None) for name, table in tables.items()}


def assert_same(one: cl.Corpus, other: cl.Corpus, *, but: tuple[str, ...] = ()) -> None:
    """Hold two corpora to have the same documents, statements and evidence, to the letter."""
    first, second = contents(one, but=but), contents(other, but=but)
    for name, table in first.items():
        assert table.columns.tolist() == second[name].columns.tolist()
        assert table.to_dict("records") == second[name].to_dict("records"), name


def assert_whole(corpus: cl.Corpus) -> None:
    """Hold a corpus to what every reader may rely on, whatever happened to the writers."""
    documents, statements, evidence = corpus.documents(), corpus.statements(), corpus.evidence()
    told = corpus.versions()
    if len(told):
        assert len(documents) == told["n_documents"].iloc[-1]
        assert len(statements) == told["n_statements"].iloc[-1]
        assert told["version"].tolist() == list(range(1, len(told) + 1))
    assert documents["doc_id"].is_unique and documents["page"].is_unique
    assert statements["statement_id"].is_unique
    assert set(statements["doc_id"]) <= set(documents["doc_id"])
    assert set(evidence["statement_id"]) == set(statements["statement_id"])
    texts = dict(zip(documents["doc_id"], documents["text"], strict=True))
    for row in statements.to_dict("records"):
        assert " ".join(texts[row["doc_id"]][start:end] for start, end in row["spans"]) == row["text"]
