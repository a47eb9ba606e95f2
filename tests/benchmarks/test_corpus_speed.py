"""The benchmark of a corpus runs, and what it compares finds the same rows."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

SCRIPT = Path(__file__).with_name("corpus_speed.py")


def run(*arguments: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, str(SCRIPT), *map(str, arguments)], capture_output=True, text=True)


def test_all_ways_find_the_same_month_and_each_step_is_timed() -> None:
    done = run(
        "--pages", 3, "--statements", 3000, "--runs", 1, "--notebook", SCRIPT.parents[1] / "scheduled" / "desk.ipynb"
    )
    assert done.returncode == 0, done.stderr
    found = dict(re.findall(r"^  (\S.*?) +\d+\.\d\d +([\d,]+)$", done.stdout, re.MULTILINE))
    months = [n for name, n in found.items() if "one actor" not in name and "two columns" not in name]
    assert len(months) == 3 and len(set(months)) == 1 and months[0] != "0"
    assert found["conflictlib: open, all, two columns"] == "3,000"
    assert "5 documents" in done.stdout and done.stdout.count("report") == 5


def test_what_is_refused() -> None:
    done = run("--pages", 0)
    assert done.returncode == 2 and done.stderr.rstrip().endswith("--pages 0: allowed is 1 or more")
