"""How long counting takes, beside pandas' own group-by on the same table. See README.md beside this file."""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

import conflictlib as cl
from conflictlib.codebook import shipped_codebook

DAYS, ACTORS = 3650, 200
PIECE = 1_000_000  # statements that are made and written at a time


def made_up(n: int, piece: int) -> pd.DataFrame:
    """Return made-up statements with columns of categories, the same in each run."""
    chance = np.random.Generator(np.random.PCG64(piece))
    book = shipped_codebook()

    def codes(table: pd.DataFrame, most: int) -> pd.Categorical:
        known = pd.Index(table["code"].iloc[:most], dtype="str")
        return pd.Categorical.from_codes(chance.integers(0, len(known), n), known)

    ids = np.char.add(f"s{piece}-", np.arange(n).astype("U7"))
    days = np.datetime64("2015-01-01") + chance.integers(0, DAYS, n)
    return pd.DataFrame({
        "statement_id": pd.array(ids, dtype="str"), "date": days.astype("datetime64[s]"),
        "actor": codes(book.actors, ACTORS), "theme": codes(book.themes, 99), "act": codes(book.acts, 99),
    })  # fmt: skip


def in_memory(n: int) -> dict[str, dict[str, Callable[[], pd.DataFrame]]]:
    """Return for each count the ways to get it."""
    pieces = [made_up(min(PIECE, n - at), at) for at in range(0, n, PIECE)]
    table = pd.concat(pieces, ignore_index=True)
    weeks = ["week", "actor"]
    return {
        "by week and actor": {
            "conflictlib": lambda: cl.frequency(table, every="week", by="actor"),
            "pandas": lambda: table.assign(week=table["date"].dt.to_period("W")).groupby(weeks, observed=True).size(),
        },
        "actor and theme": {
            "conflictlib": lambda: cl.crosstab(table),
            "pandas": lambda: table.groupby(["actor", "theme"], observed=True).size().unstack(fill_value=0),  # noqa: PD010, what is compared
        },
        "positions": {
            "conflictlib": lambda: cl.positions(table),
            "conflictlib, wide rules": lambda: cl.positions(table, rules="wide"),
        },
    }


def stored(n: int, folder: Path) -> dict[str, dict[str, Callable[[], pd.DataFrame]]]:
    """Write statements into Parquet files and return for each count the way to get it."""
    for at in range(0, n, PIECE):
        table = pa.Table.from_pandas(made_up(min(PIECE, n - at), at), preserve_index=False)
        pq.write_table(table, folder / f"{at:012}.parquet")
    there = cl.scan(folder)
    return {
        "by week and actor": {"conflictlib": lambda: cl.frequency(there, every="week", by="actor")},
        "actor and theme": {"conflictlib": lambda: cl.crosstab(there)},
        "positions": {"conflictlib": lambda: cl.positions(there)},
    }


def n_counted(table: pd.DataFrame | pd.Series) -> int:
    """Return how many statements a result counts."""
    if isinstance(table, pd.DataFrame) and "position" in table.columns:
        return int(table[["n_for", "n_against"]].to_numpy().sum())
    return int(table.get("n", table).to_numpy().sum())


def report(counts: dict[str, dict[str, Callable[[], pd.DataFrame]]], runs: int) -> None:
    """Time each way in turn, and print the medians and what each counts."""
    for name, ways in counts.items():
        taken: dict[str, list[float]] = {way: [] for way in ways}
        found = {}
        for _ in range(runs):
            for way, count in ways.items():
                before = time.perf_counter()
                result = count()
                taken[way].append(time.perf_counter() - before)
                found[way] = n_counted(result)
        for way, seconds in taken.items():
            print(f"  {name + ': ' + way:<44} {statistics.median(seconds):8.2f} {found[way]:>14,}", flush=True)


def main(arguments: list[str] | None = None) -> int:
    """Count in memory, then on the disk."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--statements", type=int, default=10_000_000, help="statements in memory")
    parser.add_argument("--stored", type=int, default=100_000_000, help="statements on the disk; 0: none")
    parser.add_argument("--runs", type=int, default=5, help="of which the medians are printed")
    given = parser.parse_args(arguments)
    for name, least in (("statements", 1), ("stored", 0), ("runs", 1)):
        if getattr(given, name) < least:
            parser.error(f"--{name} {getattr(given, name)}: allowed is {least} or more")
    print(f"{given.statements:,} statements in memory, columns of categories: seconds, statements counted")
    report(in_memory(given.statements), given.runs)
    if given.stored:
        with tempfile.TemporaryDirectory() as folder:
            print(f"{given.stored:,} statements in Parquet files: seconds, statements counted")
            report(stored(given.stored, Path(folder)), min(given.runs, 3))
    return 0


if __name__ == "__main__":
    sys.exit(main())
