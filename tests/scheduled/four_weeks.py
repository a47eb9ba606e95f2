"""Plays four weeks of a desk: pages arrive each day, reports run on Mondays, and things go wrong as they do.

``python tests/scheduled/four_weeks.py FOLDER`` plays it in an empty folder and tells what happens;
``test_four_weeks.py`` plays it too and holds what comes of it to what was done.
"""

from __future__ import annotations

import datetime
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from click.testing import CliRunner

import conflictlib as cl
from conflictlib.cli import main
from conflictlib.shipped import folder

MONDAY = datetime.date(2026, 11, 2)
SPEAKERS = ("Egypt", "Qatar", "France", "Brazil", "Norway", "Japan")
SAID = (
    "called for a ceasefire in the valley",
    "condemned the attack on the market",
    "urged both sides to let aid trucks pass",
    "demanded that the hostages be released",
)
#: What happens besides on a day, counted from 0.
KENYA_FOR, TWICE, BROKEN, CORRECTED, ICELAND, REMOVED, KENYA_AGAINST, RECODED = 1, 3, 4, 9, 10, 15, 16, 22


@dataclass
class Report:
    """A weekly report: its folder and what it says of changes."""

    folder: Path
    changes: dict[str, object]


@dataclass
class Desk:
    """The folder of a desk, and what happened at it."""

    home: Path
    reports: list[Report] = field(default_factory=list)
    arrived: dict[int, list[str]] = field(default_factory=dict)  # day: names of files
    removed: str = ""
    told: list[str] = field(default_factory=list)

    @property
    def corpus(self) -> cl.Corpus:
        return cl.Corpus(self.home / "talks")

    def say(self, what: str) -> None:
        self.told.append(what)
        if __name__ == "__main__":
            print(what, flush=True)


def story(number: int, day: int, first: str, then: str, *, more: str = "") -> str:
    """Return a page of a wire service of a day."""
    date = MONDAY + datetime.timedelta(day)
    said = f"{date.day} November 2026"
    return (
        f'<html><head><title>Wire {number}</title><link rel="canonical" href="https://example.org/wire/{number}">'
        f'<meta property="article:published_time" content="{date}T09:00:00Z"></head><body><article><h1>Wire {number}</h1>'
        f"<p>{first} on {said}, in the {number}th hour of talks that nobody had expected to last.</p>"
        f"<p>In a note of {number} lines, {then} on {said}.</p>"
        f"<p>Observers counted {number + 40} lorries at the crossing before noon. {more}</p></article></body></html>"
    )


def wire(number: int, day: int, *, more: str = "") -> str:
    one, two = SPEAKERS[number % 6], SPEAKERS[(number * 3 + 1) % 6]
    return story(number, day, f"{one} {SAID[number % 4]}", f"{two} {SAID[(number * 3 + 1) % 4]}", more=more)


def pages_of(day: int) -> dict[str, str | bytes]:
    """Return the files that arrive on a day: two of the wire, and what the day brings besides."""
    files: dict[str, str | bytes] = {f"wire-{n:03}.html": wire(n, day) for n in (2 * day, 2 * day + 1)}
    if day == KENYA_FOR:
        files["kenya-1.html"] = story(101, day, "Kenya called for a ceasefire in the valley", "Kenya urged restraint")
    if day == TWICE:
        files["wire-006-again.html"] = wire(6, day)
    if day == BROKEN:
        files["broken.pdf"] = b"%PDF-1.4 cut off"
    if day == CORRECTED:
        files["wire-008.html"] = wire(8, 4, more="Norway condemned the delay at the crossing.")
    if day == ICELAND:
        files["iceland.html"] = story(
            102, day, "Iceland called for talks", "Iceland condemned the attack on the market"
        )
    if day == KENYA_AGAINST:
        files["kenya-2.html"] = story(103, day, "Kenya rejected a ceasefire in the valley", "Kenya urged restraint")
    return files


@contextmanager
def clock(day: int, hour: int) -> Iterator[None]:
    """Have it be an hour of a day."""
    moment = datetime.datetime.combine(MONDAY, datetime.time(), datetime.UTC) + datetime.timedelta(day, hours=hour)
    before = os.environ.get("SOURCE_DATE_EPOCH")
    os.environ["SOURCE_DATE_EPOCH"] = str(int(moment.timestamp()))
    try:
        yield
    finally:
        del os.environ["SOURCE_DATE_EPOCH"]
        if before is not None:
            os.environ["SOURCE_DATE_EPOCH"] = before


def run(*arguments: str | Path) -> tuple[int, str]:
    done = CliRunner().invoke(main, [*map(str, arguments)])
    if done.exception and not isinstance(done.exception, SystemExit):
        raise done.exception
    return done.exit_code, done.output


def codebook(home: Path) -> Path:
    """Write the codebook that the desk changes to: a theme more."""
    own = home / "codebook"
    own.mkdir()
    rows = (folder("codebooks") / "themes.csv").read_text(encoding="utf-8")
    heads = rows.splitlines()[0].split(",")
    cells = {
        "code": "crossing",
        "label": "crossing",
        "definition": "The crossing and the road.",
        "patterns": "aid trucks",
    }
    (own / "themes.csv").write_text(rows + ",".join(cells.get(head, "") for head in heads) + "\n", encoding="utf-8")
    return own


def report_command(desk: Desk) -> list[str | Path]:
    return ["report", desk.home / "talks", "--name", "weekly", "--out", desk.home / "reports", "--notebook", "01_frequency",
            "--notebook", desk.home / "desk.ipynb", "-p", "start", "last-week", "-p", "end", "last-week", "-p", "every",
            "day"]  # fmt: skip


def report(desk: Desk, day: int) -> None:
    """Run the weekly report; that of the third week is killed first, and comes again an hour later."""
    command = report_command(desk)
    if day == 14:
        kill_one(desk, command, day)
    with clock(day, 7):
        status, out = run(*command)
        assert status == 0, out
        again = run(*command)
    assert again[0] == 0 and "nothing has changed" in again[1], again
    latest = (desk.home / "reports" / "weekly" / "latest").resolve()
    desk.reports.append(Report(latest, json.loads((latest / "changes.json").read_text(encoding="utf-8"))))
    desk.say(f"day {day}: report {latest.name}: {desk.reports[-1].changes['sentence']}")


def kill_one(desk: Desk, command: list[str | Path], day: int) -> None:
    """Start the report as a process of its own and kill it when its notebooks run."""
    series = desk.home / "reports" / "weekly"
    before = (series / "latest").resolve()
    with clock(day, 6):
        process = subprocess.Popen([sys.executable, "-m", "conflictlib", *map(str, command)], stderr=subprocess.DEVNULL)
    begun = time.monotonic()
    while not any(series.glob(".*.tmp/.work")) and process.poll() is None and time.monotonic() < begun + 60:
        time.sleep(0.05)
    process.send_signal(signal.SIGKILL)
    assert process.wait() == -signal.SIGKILL
    assert (series / "latest").resolve() == before, "the report before is still the latest"
    assert any(series.glob(".*.tmp")), "it was in the midst of it"
    desk.say(f"day {day}: the report was killed")


def play(home: Path) -> Desk:
    """Play the four weeks in an empty folder, and return what came of them."""
    desk = Desk(home)
    (home / "inbox").mkdir(parents=True)
    shutil.copyfile(Path(__file__).with_name("desk.ipynb"), home / "desk.ipynb")
    for day in range(28):
        if day and day % 7 == 0:
            report(desk, day)
        desk.arrived[day] = sorted(pages_of(day))
        for name, content in pages_of(day).items():
            (home / "inbox" / name).write_bytes(content if isinstance(content, bytes) else content.encode())
        with clock(day, 20):
            status, out = run("corpus", "add", home / "talks", home / "inbox")
            assert status == (1 if day in (TWICE, BROKEN) else 0), out
            desk.say(f"day {day}: {out.splitlines()[0]}")
            if day == REMOVED:
                documents = desk.corpus.documents()
                desk.removed = documents.loc[documents["doc"] == "wire-011.html", "doc_id"].iloc[0]
                assert run("corpus", "remove", home / "talks", desk.removed, "--reason", "the wire withdrew it")[0] == 0
                desk.say(f"day {day}: wire-011.html was removed")
            if day == RECODED:
                status, out = run("corpus", "recode", home / "talks", "--codebook", codebook(home))
                assert status == 0, out
                desk.say(f"day {day}: recoded, {out.strip()}")
    report(desk, 28)
    return desk


if __name__ == "__main__":
    play(Path(sys.argv[1]))
