"""The benchmark runs, its documents are always the same, and the copies that it made are found."""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import sys
from pathlib import Path

SCRIPT = Path(__file__).with_name("duplicates_speed.py")


def run(*arguments: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, str(SCRIPT), *map(str, arguments)], capture_output=True, text=True)


def test_the_copies_are_found_and_nothing_else() -> None:
    done = run("--documents", 300, "--loop", 100)
    assert done.returncode == 0, done.stderr
    numbers = re.search(
        r"^300 documents, .* (\d+) of them .*\nfound \d+: (\d+) of the copies, (\d+) others$", done.stdout, re.M
    )
    assert numbers, done.stdout
    made, found, others = map(int, numbers.groups())
    assert 0.9 * made <= found <= made
    assert others == 0
    rows = re.findall(r"^(\w[^\n]*?)  +(\d+) +(\d+\.\d{3}) +[\d,]+$", done.stdout, re.MULTILINE)
    assert [name for name, *_ in rows if "datasketch" not in name] == [
        "duplicates, exact and near", "drop_duplicates of the text (pandas): exact only",
    ]  # fmt: skip


def test_the_documents_are_always_the_same() -> None:
    code = (
        f"import sys; sys.path.insert(0, {str(SCRIPT.parent)!r})\n"
        "import duplicates_speed as d; print(d.made_up(20)[0].to_csv(), end='')"
    )
    digests = {
        hashlib.sha256(subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, env=env).stdout).hexdigest()
        for env in ({**os.environ, "PYTHONHASHSEED": seed} for seed in "12")
    }  # fmt: skip
    assert len(digests) == 1


def test_what_is_refused() -> None:
    done = run("--documents", 10)
    assert done.returncode == 2
    assert done.stderr.rstrip().endswith("--documents 10 --loop 5000: allowed is 100 or more")
