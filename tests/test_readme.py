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
SESSIONS = [[line for line in block.splitlines() if line.strip()] for kind, block in BLOCKS if kind == "sh"]
COMMANDS = [command for session in SESSIONS for command in session]
#: `make test` is what runs this; the report of the sample stands in test_reports.py and is tried here below.
BY_MAKE = ["make report", "make test"]


def test_the_readme_opens_with_the_two_commands() -> None:
    assert COMMANDS[:2] == BY_MAKE


def test_the_targets_exist() -> None:
    for command in BY_MAKE:
        assert subprocess.run([*command.split(), "--dry-run"], cwd=ROOT, capture_output=True).returncode == 0


@pytest.mark.parametrize("session", [s for s in SESSIONS if s[0] not in BY_MAKE], ids=lambda session: session[0])
def test_the_commands_of_the_readme_one_after_the_other(session: list[str], tmp_path: Path) -> None:
    shutil.copytree(ROOT / "data", tmp_path / "data")
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    for command in session:
        done = subprocess.run(
            command.split(), cwd=tmp_path, env={**os.environ, "PATH": path}, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stderr


def table_of_formats() -> str:
    """Return the table of formats as it must stand in the README."""
    import conflictlib as cl

    lines = ["| gives | format | `format=` | files |", "|---|---|---|---|"]
    for row in cl.known_formats().to_dict("records"):
        module = row["reader"].rpartition(".")[0].replace(".", "/")
        endings = " ".join(f"`{ending}`" for ending in row["endings"].split())
        lines.append(f"| {row['gives']} | [{row['title']}](src/{module}.py) | `{row['format']}` | {endings} |")
    return "\n".join(lines)


def test_the_table_of_formats_is_that_of_the_readers() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    told = text.partition("<!-- formats -->\n")[2].partition("\n<!-- /formats -->")[0]
    assert told == table_of_formats()
    for path in re.findall(r"\]\((src/[^)]+)\)", text):
        assert (ROOT / path).is_file()


def test_every_reader_says_what_a_row_is_and_where_the_format_is_described() -> None:
    from conflictlib.loading._formats import known

    for form in known().values():
        assert form.read.__doc__ and len(form.read.__doc__) > 300, form.name
        assert "Source" in form.read.__doc__ or form.name in {"text", "markdown"}, form.name


def test_the_format_of_ones_own_is_read_as_the_readme_says(tmp_path: Path) -> None:
    (example,) = re.findall(r"```py\n(.*?)```", (ROOT / "README.md").read_text(encoding="utf-8"), re.DOTALL)
    (tmp_path / "minutes.py").write_text(example, encoding="utf-8")
    (tmp_path / "june.min").write_text("MINUTES\n\nAda Hill\n12 May 2024\nTalks resumed.\n\nB. Dale\n\nNone.")
    script = (
        "import conflictlib.loading.formats as formats, conflictlib as cl; "
        f"formats.__path__.append({str(tmp_path)!r}); "
        f"found = cl.load({str(tmp_path / 'june.min')!r}); print(found); "
        "print(found.documents.loc[0, ['author', 'text', 'format']].tolist())"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert done.stdout.splitlines()[1] == "['Ada Hill', 'Talks resumed.', 'minutes']", done.stderr
    assert done.stdout.startswith("Loaded: 1 document, 0 statements, 0 events, 1 refused")


def test_the_python_of_the_readme(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    shutil.copytree(ROOT / "data", tmp_path / "data")
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {}
    for kind, block in BLOCKS:
        if kind == "python":
            exec(compile(block, "README.md", "exec"), names)  # noqa: S102
    assert len(names["monthly"]) > 0  # type: ignore[arg-type]
    assert len(names["coded"].statements) > 0  # type: ignore[attr-defined]
