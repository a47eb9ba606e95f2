"""The benchmark of loading runs, and what it compares reads the same rows."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

SCRIPT = Path(__file__).with_name("loading_speed.py")


def run(*arguments: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, str(SCRIPT), *map(str, arguments)], capture_output=True, text=True)


def test_all_programs_see_the_rows_that_were_written() -> None:
    done = run("--megabytes", 0.1, "--runs", 1)
    assert done.returncode == 0, done.stderr
    written = done.stdout.split(" ", 1)[0]
    rows = re.findall(r"^(\S.*?) +\d+\.\d\d .* ([\d,]+)$", done.stdout, re.MULTILINE)
    assert [name for name, _ in rows] == [
        "conflictlib, in pieces", "conflictlib, all at once", 'pandas.read_csv(engine="pyarrow")',
    ]  # fmt: skip
    assert {n for _, n in rows} == {written} and written != "0"


def test_what_is_refused() -> None:
    for arguments, message in [
        (("--megabytes", 0), "--megabytes 0: allowed is more than 0"),
        (("--runs", 0), "--runs 0: allowed is 1 or more"),
    ]:
        done = run(*arguments)
        assert done.returncode == 2 and done.stderr.rstrip().endswith(message), done.stderr
