"""What has changed in a corpus since the report before: the two states of it that are compared."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from conflictlib.writing.json_lines import plain_rows

if TYPE_CHECKING:
    import pandas as pd

    from conflictlib.comparing import Changes
    from conflictlib.corpus import Snapshot

#: Parameters that choose whose changes are told; days choose none: a late page may report an early statement.
CHOOSING = {"actors": "actor", "themes": "themes"}

#: Columns of statements in which changes are told: offsets and what stands at them only follow from these.
COMPARED = ("statement_id", "doc_id", "doc", "date", "actor", "members", "speaker", "role", "addressee", "act",
            "negated", "themes", "text", "readout_id", "coder", "quote", "source", "source_url",
            "source_title")  # fmt: skip


def changed(corpus: Snapshot, since: Mapping[str, Any] | None, given: Mapping[str, object]) -> Changes:
    """Compare a corpus with the version that the report before was on; without one this is the first report."""
    from conflictlib import schema
    from conflictlib.comparing import changes

    every = _chosen(corpus.statements(columns=[*COMPARED, "ended", "ended_why"], superseded=True), given)
    now, gone = every[every["ended"].isna()], every[every["ended"].notna()]
    if since is None:
        return changes(schema.empty(schema.STATEMENTS), now, codebook=corpus.codebook)
    before = _chosen(corpus.at(int(since["version"])).statements(columns=COMPARED), given)
    lately = gone[gone["ended"] > int(since["version"])]
    return changes(before, now, codebook=corpus.codebook, withdrawn=lately)


def changed_pages(corpus: Snapshot, since: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """Say which pages came in, were corrected and were removed since the report before; None on the first.

    ``new`` counts; ``corrected`` and ``removed`` have for each page its name, title, publisher, address, and what
    happened to it.
    """
    if since is None:
        return None
    version = int(since["version"])
    names = ["doc", "title", "publisher", "url", "page", "version", "added", "ended", "ended_why"]
    every = corpus.documents(columns=names, superseded=True)
    lately = every[every["added"] > version]
    here = lately[lately["ended"].isna()]
    gone = every[every["ended"].fillna(0) > version]
    removed = gone[gone["ended_why"].str.startswith("removed") & (gone["added"] <= version)]
    corrected = here[(here["version"] > 1) & here["page"].isin(every.loc[every["added"] <= version, "page"])]
    told = {"corrected": corrected.assign(why=corrected["version"].map(lambda n: f"version {n} of the page")),
            "removed": removed.assign(why=removed["ended_why"].str.removeprefix("removed: "))}  # fmt: skip
    shown = ["doc", "title", "publisher", "url", "why"]
    return {"new": len(here) - len(corrected), **{name: plain_rows(rows[shown]) for name, rows in told.items()}}


def day_of(corpus: Snapshot, since: Mapping[str, Any] | None) -> datetime.date | None:
    """Return the day of the version that the report before was on."""
    if since is None:
        return None
    return datetime.date.fromisoformat(corpus.at(int(since["version"])).state.made_at[:10])


def _chosen(statements: pd.DataFrame, given: Mapping[str, object]) -> pd.DataFrame:
    for name, column in CHOOSING.items():
        codes = {code.strip() for code in str(given.get(name, "")).split(",") if code.strip()}
        if codes:
            has = statements[column].map(lambda of: [of] if isinstance(of, str) else of if isinstance(of, list) else [])
            statements = statements[has.map(lambda of, codes=codes: not codes.isdisjoint(of)).astype(bool)]
    return statements.reset_index(drop=True)
