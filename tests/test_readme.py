"""Every command of the README is run, and its Python too."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
BLOCKS = re.findall(r"```(sh|python)\n(.*?)```", (ROOT / "README.md").read_text(encoding="utf-8"), re.DOTALL)
COMMANDS = [line for kind, block in BLOCKS if kind == "sh" for line in block.splitlines() if line.strip()]
#: `make test` is what runs this; the report of the sample stands in test_reports.py and is tried here below.
BY_MAKE = ["make report", "make test"]


def test_the_readme_opens_with_the_two_commands() -> None:
    assert COMMANDS[:2] == BY_MAKE


def test_the_targets_exist() -> None:
    for command in BY_MAKE:
        assert subprocess.run([*command.split(), "--dry-run"], cwd=ROOT, capture_output=True).returncode == 0


@pytest.mark.parametrize("command", [c for c in COMMANDS if c not in BY_MAKE])
def test_a_command_of_the_readme(command: str, tmp_path: Path) -> None:
    shutil.copytree(ROOT / "data", tmp_path / "data")
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        command.split(), cwd=tmp_path, env={**os.environ, "PATH": path}, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr


def test_the_python_of_the_readme(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    names: dict[str, object] = {}
    for kind, block in BLOCKS:
        if kind == "python":
            exec(compile(block, "README.md", "exec"), names)  # noqa: S102
    assert len(names["monthly"]) > 0  # type: ignore[arg-type]
    assert len(names["coded"].statements) > 0  # type: ignore[attr-defined]
