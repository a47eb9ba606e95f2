"""How long a corpus and its reports take, beside what one might use instead. See README.md beside this file."""

from __future__ import annotations

import argparse
import datetime
import os
import platform
import random
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import pandas as pd

import conflictlib as cl
from conflictlib import schema

ACTORS = (
    "Egypt",
    "Qatar",
    "France",
    "Brazil",
    "Norway",
    "Japan",
    "Kenya",
    "Chile",
    "Jordan",
    "China",
    "Turkey",
    "Spain",
)
ACTS = ("called for a ceasefire", "condemned the attack", "urged restraint", "demanded the release of hostages",
        "welcomed the talks", "rejected the plan", "announced aid", "expressed concern")  # fmt: skip
PLACES = ("in the valley", "at the border", "in the north", "along the coast", "in the old town", "near the dam")
PLAIN = ("Lorries waited at the crossing for most of the day.", "The market opened late and closed early.",
         "Rain fell on the hills, and the road was closed for hours.", "Prices of bread and fuel rose again.")  # fmt: skip
FIRST = datetime.date(2025, 1, 1)


def page(number: int) -> str:
    """Return a page of some 2 kB with about four statements, the same in each run."""
    chance = random.Random(number)  # noqa: S311
    day = FIRST + datetime.timedelta(number % 365)
    said = f"{day.day} {day:%B} {day.year}"
    body = []
    for _ in range(4):
        told = f"{chance.choice(ACTORS)} {chance.choice(ACTS)} {chance.choice(PLACES)} on {said}, {chance.randrange(900)} days on."
        body.append("<p>" + " ".join([told, *chance.choices(PLAIN, k=6)]) + "</p>")
    return (
        f'<html><head><title>Wire {number}</title><link rel="canonical" href="https://example.org/wire/{number}">'
        f'<meta property="article:published_time" content="{day}T09:00:00Z"></head><body><article><h1>Wire {number}</h1>'
        f"{''.join(body)}<p>Wire {number} ends.</p></article></body></html>"
    )


def timed(*command: str | Path) -> float:
    """Return how long a command takes, the start of Python included."""
    begun = time.perf_counter()
    done = subprocess.run([sys.executable, "-m", "conflictlib", *map(str, command)], capture_output=True, text=True)
    took = time.perf_counter() - begun
    if done.returncode:
        sys.exit(done.stderr)
    return took


def scheduled(home: Path, n: int, notebooks: list[str]) -> None:
    """Time what a scheduled run does: first, with nothing new, with one new page."""
    inbox, talks = home / "inbox", home / "talks"
    inbox.mkdir()
    for number in range(n):
        (inbox / f"{number:06}.html").write_text(page(number), encoding="utf-8")
    chosen = [part for name in notebooks for part in ("--notebook", name)]
    report = ("report", talks, "--out", home / "reports", "--name", "weekly", *chosen)
    print(f"{n:,} pages, {sum(f.stat().st_size for f in inbox.iterdir()) / 1e6:.0f} MB; seconds")
    line("first addition", timed("corpus", "add", talks, inbox))
    line("addition with nothing new", timed("corpus", "add", talks, inbox))
    line("first report", timed(*report))
    line("report with nothing new", timed(*report))
    (inbox / f"{n:06}.html").write_text(page(n), encoding="utf-8")
    line("addition of one page", timed("corpus", "add", talks, inbox))
    line("report after it", timed(*report))
    weekly = ("-p", "start", "2025-06-02", "-p", "end", "2025-06-08")
    line("report of one week, first", timed(*report, *weekly))
    (inbox / f"{n + 1:06}.html").write_text(page(n + 1), encoding="utf-8")
    line("addition of another page", timed("corpus", "add", talks, inbox))
    line("report of that week, which it leaves as it was", timed(*report, *weekly))
    print(f"  {cl.Corpus(talks)!r}")


def rows(n: int) -> pd.DataFrame:
    """Return `n` statements of three years."""
    chance = np.random.default_rng(1)
    days = np.datetime64("2023-01-01") + np.sort(chance.integers(0, 1095, n)).astype("timedelta64[D]")
    number = np.arange(n)
    frame = pd.DataFrame({
        "statement_id": [f"{i:016x}" for i in number], "doc_id": [f"{i // 6:016x}" for i in number],
        "doc": "wire", "readout_id": [f"{i:016x}" for i in number], "date": days.astype("datetime64[s]"),
        "date_basis": "page", "actor": chance.choice(["EGY", "QAT", "FRA", "BRA", "NOR", "JPN", "KEN"], n),
        "act": chance.choice(["calls_for", "condemns", "welcomes"], n), "negated": False, "quote": "indirect",
        "themes": [["ceasefire"] if i % 3 else ["hostages", "ceasefire"] for i in number],
        "members": [[] for _ in number], "spans": [[[10, 60]] for _ in number], "start": 10, "end": 60,
        "text": [f"an immediate halt to the fighting, for the {i}th time in as many weeks" for i in number],
        "coder": "bench", "source": "Egypt", "cue": "called for", "rule": "speaker before the content",
    })  # fmt: skip
    return schema.conform(frame, schema.STATEMENTS)


def filtered(home: Path, n: int, runs: int) -> None:
    """Time opening a corpus and reading a month, beside pandas on one Parquet file of the same rows."""
    from conflictlib.corpus import Version
    from conflictlib.corpus._layout import TABLES, to_arrow
    from conflictlib.corpus._store import writing

    table = rows(n)
    corpus = cl.Corpus(home / "large")
    with writing(corpus.path) as writer:
        for start in range(0, n, 100_000):
            writer.append("statements", to_arrow(table.iloc[start : start + 100_000], TABLES["statements"], added=1))
        writer.commit(
            Version(1, "2026-01-01T00:00:00Z", "add", "bench", "", "", "", {"n_documents": 0, "n_statements": n}, {})
        )
    flat = home / "flat.parquet"
    table.assign(spans=table["spans"].astype(str)).to_parquet(flat, index=False)
    month = {"start": "2024-05-01", "end": "2024-05-31"}
    first, last = pd.Timestamp(month["start"]), pd.Timestamp(month["end"])
    ways = {
        "conflictlib: open, one month": lambda: cl.Corpus(corpus.path).statements(**month),
        "conflictlib: open, one month, one actor": lambda: cl.Corpus(corpus.path).statements(actors="EGY", **month),
        "conflictlib: open, all, two columns": lambda: cl.Corpus(corpus.path).statements(columns=["date", "actor"]),
        "pandas.read_parquet, filters on one file": lambda: pd.read_parquet(
            flat, filters=[("date", ">=", first), ("date", "<=", last)]),
        "pandas.read_parquet, then a mask": lambda: (lambda t: t[t["date"].between(first, last)])(pd.read_parquet(flat)),
    }  # fmt: skip
    print(f"{n:,} statements; seconds, median of {runs} runs in turn; rows")
    taken: dict[str, list[float]] = {name: [] for name in ways}
    found = {}
    for _ in range(runs):
        for name, way in ways.items():
            begun = time.perf_counter()
            found[name] = len(way())
            taken[name].append(time.perf_counter() - begun)
    for name, seconds in taken.items():
        line(name, float(np.median(seconds)), f"{found[name]:>10,}")


def line(name: str, seconds: float, more: str = "") -> None:
    """Print one figure."""
    print(f"  {name:<48}{seconds:>8.2f}{more}", flush=True)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=10_000, help="pages of the corpus that grows")
    parser.add_argument("--statements", type=int, default=1_000_000, help="statements that are filtered")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--notebook", action="append", default=[], help="of the reports; all without it")
    given = parser.parse_args()
    for name in ("pages", "statements", "runs"):
        if getattr(given, name) < 1:
            parser.error(f"--{name} {getattr(given, name)}: allowed is 1 or more")
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores")
    home = Path(tempfile.mkdtemp(prefix="conflictlib-"))
    try:
        filtered(home, given.statements, given.runs)
        scheduled(home, given.pages, given.notebook)
    finally:
        shutil.rmtree(home)


if __name__ == "__main__":
    main()
