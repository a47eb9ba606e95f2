"""How fast a large table of events is loaded, beside pandas and Arrow. See README.md beside this file."""

from __future__ import annotations

import argparse
import os
import platform
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

PIECE = 10_000  # rows
#: What is run, by its name in the table: Python that reads the file PATH and prints how many rows it saw.
PROGRAMS = {
    "conflictlib, in pieces": f"import conflictlib as cl; print(sum(len(p.events) for p in cl.stream(PATH, size={PIECE})))",
    "conflictlib, all at once": "import conflictlib as cl; print(len(cl.load(PATH).events))",
    'pandas.read_csv(engine="pyarrow")': (
        "import pandas as pd; print(len(pd.read_csv(PATH, engine='pyarrow', sep='\\t', header=None)))"
    ),
}
_CODES = ("AFG", "CHN", "COP", "EGY", "GOV", "ISR", "PSE", "RUS", "UKR", "USA", "", "", "")
_EVENTS = ("010", "020", "036", "040", "042", "043", "0841", "111", "112", "173", "190")
_PLACES = (("Cairo, Al Qahirah, Egypt", "EG", "EG11", "30.05", "31.25"), ("Kyiv, Kyyiv, Misto, Ukraine", "UP", "UP12",
           "50.4333", "30.5167"), ("Beijing, Beijing, China", "CH", "CH22", "39.9289", "116.388"))  # fmt: skip


def row(number: int, chance: random.Random) -> str:
    """Return a made-up line of GDELT 2, of about the length of a real one."""
    code = chance.choice(_EVENTS)
    day = f"2015{chance.randrange(1, 13):02}{chance.randrange(1, 29):02}"
    actors = [cell for _ in (1, 2) for cell in _actor(chance.choice(_CODES))]
    places = [cell for _ in (1, 2, 3) for cell in _place(chance)]
    cells = [str(400_000_000 + number), day, day[:6], day[:4], f"{day[:4]}.{chance.randrange(9999):04}", *actors,
             chance.choice("01"), code, code[:3], code[:2], chance.choice("1234"), f"{chance.uniform(-10, 10):.1f}",
             str(chance.randrange(1, 40)), "1", str(chance.randrange(1, 40)), f"{chance.uniform(-9, 9):.13f}", *places,
             f"{day}230000", f"http://www.example.org/news/{chance.randrange(10**9)}/talks-go-on-in-{number}.html"]  # fmt: skip
    return "\t".join(cells)


def _actor(code: str) -> list[str]:
    return [code, f"NAME OF {code}" if code else "", code, *[""] * 4, "GOV" if code else "", "", ""]


def _place(chance: random.Random) -> list[str]:
    name, country, region, north, east = chance.choice(_PLACES)
    return ["4", name, country, region, str(chance.randrange(99_999)), north, east, f"-{chance.randrange(10**7)}"]


def write(path: Path, megabytes: float) -> int:
    """Write a made-up file of this size and return how many rows it has."""
    chance, n, block = random.Random(1), 0, 2_000  # noqa: S311 (the same file every time)
    with path.open("w", encoding="utf-8", newline="\n") as file:
        while file.tell() < megabytes * 1e6:
            file.write("".join(f"{row(n + at, chance)}\n" for at in range(block)))
            n += block
    return n


def measured(program: str, path: Path) -> tuple[float, float, int]:
    """Run a program in a process of its own: seconds without the imports, megabytes at the most, rows."""
    code = (
        "import time, resource, sys, pandas, pyarrow.csv, conflictlib.loading, conflictlib.schema, pandera.pandas\n"
        f"PATH = {os.fspath(path)!r}\nstart = time.perf_counter()\n{program}\n"
        "print(time.perf_counter() - start, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    n, (seconds, most) = int(done.stdout.split()[0]), map(float, done.stdout.split()[1:])
    return seconds, most, n


def compared(path: Path, n: int, runs: int) -> Iterator[str]:
    """Run everything in turn, several times over, and give the lines of a table."""
    found: dict[str, list[tuple[float, float, int]]] = {name: [] for name in PROGRAMS}
    for _ in range(runs):
        for name, program in PROGRAMS.items():
            found[name].append(measured(program, path))
    megabytes = path.stat().st_size / 1e6
    yield (f"{n:,} made-up rows of GDELT 2, {megabytes:,.0f} MB; medians of {runs} runs in turn, each in a process of "
           f"its own, Python {platform.python_version()}")  # fmt: skip
    yield f"\n{'':36} {'seconds':>9} {'MB/s':>7} {'beside pandas':>14} {'MB in memory':>13} {'rows':>11}"
    middle = {name: [statistics.median(values) for values in zip(*found[name], strict=True)] for name in found}
    base = middle[list(PROGRAMS)[-1]][0]
    for name, (seconds, most, rows) in middle.items():
        speed = f"{seconds:9.2f} {megabytes / seconds:7.0f} {seconds / base:14.2f}"
        yield f"{name:36} {speed} {most:13,.0f} {rows:11,.0f}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--megabytes", type=float, default=300, metavar="N", help="size of the file; 300 without it")
    parser.add_argument("--runs", type=int, default=5, metavar="N", help="of which the median counts; 5 without it")
    given = parser.parse_args()
    if given.megabytes <= 0:
        parser.error(f"--megabytes {given.megabytes:g}: allowed is more than 0")
    if given.runs < 1:
        parser.error(f"--runs {given.runs}: allowed is 1 or more")
    with tempfile.TemporaryDirectory(prefix="conflictlib-") as folder:
        path = Path(folder, "20150218.export.CSV")
        start = time.perf_counter()
        n = write(path, given.megabytes)
        print(f"written in {time.perf_counter() - start:.0f} seconds", file=sys.stderr)
        for line in compared(path, n, given.runs):
            print(line)


if __name__ == "__main__":
    main()
