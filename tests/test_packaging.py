"""The lock, environment.yml and pyproject.toml agree; the wheel works outside the repository."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml

import conflictlib

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
#: What conda-forge calls otherwise, and what only builds and checks the package itself.
CONDA_NAMES = {"matplotlib-base": "matplotlib", "nbconvert-core": "nbconvert", "jupyter_client": "jupyter-client",
               "python-duckdb": "duckdb"}  # fmt: skip
OUR_TOOLS = {"ruff", "mypy", "pandas-stubs", "types-tqdm", "types-pyyaml", "hatchling", "editables", "uv"}


def requirements(lines: list[str]) -> dict[str, str]:
    """Names and lowest versions."""
    pairs = (re.fullmatch(r"([\w.-]+)(?:\[[\w,]+\])?\s*(?:>=([\w.]+))?", line) for line in lines)
    return {match[1]: match[2] or "" for match in pairs if match}


def test_conda_users_get_the_same_dependencies() -> None:
    listed = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))["dependencies"]
    (from_pip,) = [entry["pip"] for entry in listed if isinstance(entry, dict)]  # what conda-forge does not have
    conda = requirements([entry for entry in [*listed, *from_pip[:-1]] if isinstance(entry, str)])
    assert from_pip[-1] == "-e ."
    conda = {CONDA_NAMES.get(name, name): low for name, low in conda.items() if name not in {"python", "pip"}}
    extras = PROJECT["optional-dependencies"]
    own = requirements(PROJECT["dependencies"] + extras["lab"] + extras["pdf"] + extras["large"] + extras["test"])
    assert conda == {name: low for name, low in own.items() if name not in OUR_TOOLS}


def test_the_lock_holds_what_the_project_asks_for() -> None:
    locked = {p["name"]: p for p in tomllib.loads((ROOT / "uv.lock").read_text(encoding="utf-8"))["package"]}
    extras = PROJECT["optional-dependencies"]
    wanted = {line["name"] for line in locked["conflictlib"]["metadata"]["requires-dist"]}
    assert wanted == set(
        requirements(PROJECT["dependencies"] + extras["lab"] + extras["pdf"] + extras["large"] + extras["test"])
    )


def test_the_hashed_list_for_pip_has_the_versions_of_the_lock() -> None:
    locked: dict[str, set[str]] = {}
    for package in tomllib.loads((ROOT / "uv.lock").read_text(encoding="utf-8"))["package"]:
        locked.setdefault(package["name"], set()).add(package.get("version", ""))
    for name in ("requirements-lock.txt", "requirements-lab-lock.txt"):
        lines = (ROOT / ".ci" / name).read_text(encoding="utf-8").splitlines()
        pinned = [re.match(r"([\w.-]+)==([^ ;\\]+)", line) for line in lines]
        pairs = {(match[1], match[2]) for match in pinned if match}
        assert pairs
        assert not {(package, version) for package, version in pairs if version not in locked.get(package, set())}
        assert {"pandas", "papermill", "nbval"} <= {package for package, _ in pairs}


def test_the_public_names() -> None:
    assert sorted(conflictlib.__all__) == [
        "Codebook", "Corpus", "Rules", "Scan", "Validation", "actors", "address_network", "adoption", "agreement",
        "breaks", "bursts", "centrality", "changes", "charts", "code", "communities", "cooccurrence",
        "coposition_network", "crosstab", "distinct", "duplicates", "estimates", "evaluate", "events", "explain",
        "frequency", "keyness", "known_formats", "kwic", "load", "load_events", "open_statements", "polarisation",
        "positions", "profile", "proof", "read_codings", "report", "rules_compared", "sample", "scan", "show",
        "stream", "themes", "to_brat", "to_csv", "to_dna", "to_graphml", "to_jsonl", "to_parquet", "to_plover",
        "to_quanteda", "turns", "validation",
    ]  # fmt: skip
    assert all(getattr(conflictlib, name) is not None for name in conflictlib.__all__)


@pytest.mark.skipif(sys.platform == "win32", reason="the paths of an environment differ")
def test_the_wheel_reports_from_another_folder(tmp_path: Path) -> None:
    def run(*command: str | Path, cwd: Path = tmp_path) -> str:
        clean = {k: v for k, v in os.environ.items() if k not in {"PYTHONPATH", "VIRTUAL_ENV", "CONDA_PREFIX"}}
        done = subprocess.run([str(c) for c in command], cwd=cwd, env=clean, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        return done.stdout

    run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", tmp_path, cwd=ROOT)
    wheel = next(tmp_path.glob("*.whl"))
    uv = Path(sys.executable).parent / "uv"
    run(uv, "venv", "--quiet", "--python", sys.executable, tmp_path / "empty")
    python = tmp_path / "empty" / "bin" / "python"
    locked = ROOT / ".ci" / "requirements-lock.txt"
    run(uv, "pip", "install", "--quiet", "--python", python, "--constraint", locked, wheel)
    elsewhere = tmp_path / "else where"
    elsewhere.mkdir()
    shown = run(python.parent / "conflictlib", "report", "--notebook", "01_frequency", cwd=elsewhere)
    index = Path(shown.strip().splitlines()[-1])
    assert (elsewhere / index).is_file()
    assert "0 faults" in run(python.parent / "conflictlib", "codebook", "check", cwd=elsewhere)
