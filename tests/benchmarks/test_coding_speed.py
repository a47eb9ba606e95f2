"""The benchmark runs, and its stages are still those of the coder."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

SCRIPT = Path(__file__).with_name("coding_speed.py")
PAGE = "2 May 2024 – Egypt called for a ceasefire. “We agree,” said Qatar’s minister.\n"


def run(*arguments: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, str(SCRIPT), *map(str, arguments)], capture_output=True, text=True)


def test_every_stage_takes_its_share(tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text(PAGE * 20, encoding="utf-8")
    done = run(tmp_path, "--repeat", 1)
    assert done.returncode == 0, done.stderr
    rows = re.findall(r"^(\w[^\n]*?) +(\d+\.\d{4}) ", done.stdout, re.MULTILINE)
    seconds = {name: float(value) for name, value in rows}
    assert list(seconds) == [
        "reading words, sentences, quotations", "attribution: source, cue, content",
        "actors, issuers, speakers", "own voice", "addressees", "acts and themes", "dates", "readouts", "building the tables", "the rest", "all of it",
        "a search for the cues' words (re)", *[name for name in seconds if "spaCy" in name],
    ]  # fmt: skip
    assert all(value > 0 for name, value in seconds.items() if name not in {"readouts", "the rest"})
    assert done.stdout.startswith("1 documents, 0.00 MB of text in UTF-8, ")


def test_what_is_refused(tmp_path: Path) -> None:
    for arguments, message in [
        ((tmp_path / "no",), "there is no such file or folder"),
        ((tmp_path,), f"there is no page in {tmp_path}"),
        ((tmp_path, "--repeat", 0), "--repeat 0: allowed is 1 or more"),
    ]:
        done = run(*arguments)
        assert done.returncode == 2 and done.stderr.rstrip().endswith(message), done.stderr
