"""The notebooks keep the house's form, and nbval sees it when what they show changes."""

from __future__ import annotations

import copy
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import nbformat
import pytest

from conflictlib.shipped import folder

NOTEBOOKS = sorted(folder("notebooks").glob("*.ipynb"))


def read(path: Path) -> Any:
    return nbformat.read(path, as_version=4)


def code_cells(notebook: Any) -> list[Any]:
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def stored_text(cell: Any) -> str:
    data = [output.get("data", {}).get("text/plain", output.get("text", "")) for output in cell.outputs]
    return "".join("".join(part) for part in data)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_has_the_form_of_the_house(path: Path) -> None:
    notebook = read(path)
    cells = code_cells(notebook)
    assert notebook.metadata.kernelspec.name == "python3"
    assert sum("parameters" in cell.metadata.get("tags", []) for cell in cells) == 1
    assert all(len(cell.source.splitlines()) <= 10 for cell in cells)
    assert all(cell.outputs for cell in cells[1:]), "a cell without stored output compares with nothing"
    assert not any(
        output.output_type in {"error", "stream"} and output.get("name") == "stderr"
        for cell in cells
        for output in cell.outputs
    )
    shown = "".join(stored_text(cell) for cell in cells)
    assert not re.search(r"0x[0-9a-f]{6,}|(?:^|\s)/\w+/\w+", shown)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_the_figures_of_a_notebook_have_names_of_their_own(path: Path) -> None:
    names = re.findall(r'name="(\w+)"', "".join(cell.source for cell in code_cells(read(path))))
    assert names
    assert len(set(names)) == len(names)


def nbval(notebook: Any, path: Path) -> int:
    nbformat.write(notebook, path)
    command = [sys.executable, "-m", "pytest", "--nbval", "-q", "-p", "no:cacheprovider", "-c", "/dev/null", str(path)]
    return subprocess.run(command, capture_output=True, cwd=path.parent, check=False).returncode


@pytest.fixture(scope="module")
def short(tmp_path_factory: pytest.TempPathFactory) -> tuple[Any, Path]:
    """The first notebook up to its first chart."""
    notebook = read(NOTEBOOKS[0])
    chart = next(i for i, cell in enumerate(notebook.cells) if "cl.show(" in cell.source and cell.cell_type == "code")
    notebook.cells = notebook.cells[: chart + 1]
    return notebook, tmp_path_factory.mktemp("mutated") / "short.ipynb"


def changed(notebook: Any, old: str, new: str) -> Any:
    """A copy in which one piece of the last stored output that has it is another."""
    other = copy.deepcopy(notebook)
    for cell in reversed(code_cells(other)):
        for output in cell.outputs:
            data = output.get("data", {})
            if re.search(old, data.get("text/plain", "")):
                data["text/plain"] = re.sub(old, new, data["text/plain"], count=1)
                return other
    raise AssertionError(f"nothing to change: {old}")


def test_nbval_passes_what_is_unchanged(short: tuple[Any, Path]) -> None:
    assert nbval(*short) == 0


@pytest.mark.parametrize(
    ("what", "old", "new"),
    [
        ("a count in a table", r"\b51\b(?=\s+38)", "52"),
        ("a plotted value", r"\b23\b", "24"),
        ("the title", "Most statements in", "Fewest statements in"),
        ("a colour", r"#0072b2", "#d55e00"),
    ],
)
def test_nbval_sees_a_change(short: tuple[Any, Path], what: str, old: str, new: str) -> None:
    notebook, path = short
    assert nbval(changed(notebook, old, new), path.with_name(f"{what.replace(' ', '-')}.ipynb")) == 1
