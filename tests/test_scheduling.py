"""What the README says of scheduling can be copied: each block is whole, and asks for commands that exist."""

from __future__ import annotations

import ast
import configparser
import os
import re
import shlex
import subprocess
from pathlib import Path
from typing import Any, ClassVar

import click
import pytest
import yaml
from click.testing import CliRunner

from conflictlib.cli import main
from conflictlib.reports.notebooks import choose

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
SECTION = README.partition("<!-- scheduling -->\n")[2].partition("<!-- /scheduling -->")[0]
BLOCKS = re.findall(r"```(\w+)\n(.*?)```", SECTION, re.DOTALL)


def block(kind: str, part: str = "") -> str:
    """Return the one block of a kind that has `part` in it."""
    (found,) = [text for name, text in BLOCKS if name == kind and part in text]
    return found


class Stand:
    """Stands in for a part of Airflow: keeps what it was given, by the name of the task."""

    tasks: ClassVar[dict[str, dict[str, Any]]] = {}

    def __init__(self, *_: object, **given: Any) -> None:
        self.tasks[given.get("task_id", "")] = given

    def __enter__(self) -> None: ...

    def __exit__(self, *_: object) -> None: ...

    def __rshift__(self, later: object) -> object:
        return later


def tasks_of(dag: str) -> dict[str, dict[str, Any]]:
    """Run the DAG's text where Airflow is not installed, and return its tasks."""
    tree = ast.parse(dag)
    imports = [node for node in tree.body if isinstance(node, ast.ImportFrom) and node.module.startswith("airflow.")]
    tree.body = [node for node in tree.body if node not in imports]
    exec(compile(tree, "README.md", "exec"), {alias.name: Stand for node in imports for alias in node.names})  # noqa: S102
    return Stand.tasks


DAG = tasks_of(block("python3"))
BY_DAG = [DAG[task]["bash_command"] for task in ("add", "report")]
BY_SCRIPT = [line for line in block("bash").splitlines() if line.startswith("conflictlib ")]
COMMANDS = [re.split(r"\|\||&&", command.rpartition("bin/")[2])[0] for command in [*BY_SCRIPT, *BY_DAG]]


def test_there_is_a_block_for_each_way() -> None:
    assert [kind for kind, _ in BLOCKS] == ["bash", "crontab", "ini", "ini", "yaml", "python3"]
    assert len(COMMANDS) == 4


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_has_only_subcommands_and_options_that_exist(command: str) -> None:
    words = shlex.split(re.sub(r"\{\{.*?\}\}", "2024-03-18", command))
    assert words[0] == "conflictlib"
    found, rest = main, words[1:]
    while isinstance(found, click.Group):
        name, *rest = rest
        found = found.get_command(click.Context(found), name)
        assert found, f"conflictlib has no command {name!r}"
    shown = CliRunner().invoke(found, ["--help"]).output
    options = {word for word in rest if word.startswith("-")}
    assert options <= set(re.findall(r"(?<!\S)--?[a-z][a-z-]*", shown)), shown


@pytest.mark.parametrize(
    ("added", "reported", "told", "runs"),
    [
        (0, 0, 0, 2),  # all is well
        (1, 0, 1, 2),  # a page was refused: the report is made all the same
        (0, 1, 1, 2),  # a notebook failed
        (1, 75, 75, 2),  # another run holds the lock
        (0, 75, 75, 2),
        (75, 0, 75, 2),
    ],
)
def test_the_script_makes_the_report_whatever_was_refused_and_tells(
    added: int, reported: int, told: int, runs: int, tmp_path: Path
) -> None:
    folder = tmp_path / "my conflict"
    (folder / ".venv/bin").mkdir(parents=True)
    script, program = folder / "weekly.sh", folder / ".venv/bin/conflictlib"
    script.write_text(block("bash"), encoding="utf-8")
    program.write_text(
        f'#!/bin/sh\npwd >> asked.txt\ncase "$1" in corpus) exit {added};; report) exit {reported};; esac\n',
        encoding="utf-8",
    )
    for path in (script, program):
        path.chmod(0o755)
    done = subprocess.run([script], cwd=tmp_path, env={"PATH": "/usr/bin:/bin"}, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (told, "")
    assert (folder / "asked.txt").read_text(encoding="utf-8").splitlines() == [str(folder)] * runs


def test_the_line_for_cron_has_five_times_and_no_per_cent() -> None:
    setting, line = block("crontab").splitlines()
    assert re.fullmatch(r"[A-Z]+=\S+", setting)
    *times, command = line.split(maxsplit=5)
    assert all(re.fullmatch(r"[\d*/,-]+", time) for time in times)
    assert "%" not in command  # cron would end the command there
    assert subprocess.run(["sh", "-n", "-c", command], capture_output=True).returncode == 0


def test_the_end_of_the_log_is_told_only_if_something_was_wrong(tmp_path: Path) -> None:
    command = block("crontab").splitlines()[1].split(maxsplit=5)[5]
    (tmp_path / "conflict").mkdir()
    script = tmp_path / "conflict/weekly.sh"
    for status, mailed in ((0, ""), (1, "what was done\n")):
        script.write_text(f"#!/bin/sh\necho what was done\nexit {status}\n", encoding="utf-8")
        script.chmod(0o755)
        (tmp_path / "conflict/weekly.log").unlink(missing_ok=True)
        done = subprocess.run(
            ["sh", "-c", command], env={**os.environ, "HOME": str(tmp_path)}, capture_output=True, text=True
        )
        assert (done.stdout, done.stderr) == (mailed, "")
        assert (tmp_path / "conflict/weekly.log").read_text(encoding="utf-8") == "what was done\n"


def unit(part: str) -> configparser.ConfigParser:
    parser = configparser.ConfigParser(interpolation=None)
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    parser.read_string(block("ini", part))
    return parser


def test_the_units_run_the_script_once_a_week_and_take_a_lock_for_no_failure() -> None:
    service, timer = unit("[Service]"), unit("[Timer]")
    assert service["Service"]["Type"] == "oneshot"
    assert service["Service"]["ExecStart"].endswith("/weekly.sh")
    assert service["Service"]["SuccessExitStatus"] == "75"
    assert timer["Timer"]["OnCalendar"].startswith("Mon ")
    assert timer["Timer"]["Persistent"] == "true"
    assert timer["Install"]["WantedBy"] == "timers.target"
    names = re.findall(r"^# (\S+)\.(service|timer)$", "\n".join(text for _, text in BLOCKS), re.MULTILINE)
    assert names == [("conflict-weekly", "service"), ("conflict-weekly", "timer")]  # a timer starts its namesake


def test_the_workflow_keeps_the_corpus_and_the_reports_from_run_to_run() -> None:
    workflow = yaml.safe_load(block("yaml"))
    assert workflow[True]["schedule"] == [{"cron": "17 6 * * *"}]  # YAML 1.1 reads `on` as true
    (job,) = workflow["jobs"].values()
    steps = {step.get("uses", step.get("run")).partition("@")[0]: step for step in job["steps"]}
    restored, saved = steps["actions/cache/restore"], steps["actions/cache/save"]
    assert restored["with"]["path"] == saved["with"]["path"] == "corpus\nreports\n"
    assert saved["with"]["key"].startswith(restored["with"]["restore-keys"])
    order = list(steps)
    assert order.index("actions/cache/restore") < order.index("sh weekly.sh") < order.index("actions/cache/save")
    assert "sh weekly.sh" in steps
    assert steps["actions/upload-artifact"]["if"] == saved["if"] == "always()"


def test_the_dag_gives_the_notebook_only_what_it_has_and_the_days_of_the_run() -> None:
    task = DAG["frequency"]
    (notebook,) = choose([Path(task["input_nb"]).stem])
    assert Path(task["input_nb"]).parent.name == "notebooks"
    assert set(task["parameters"]) <= set(notebook.parameters)
    for command in (DAG["report"]["bash_command"], task["output_nb"], task["parameters"]["start"]):
        assert "{{ data_interval_start | ds }}" in command
    for command in (DAG["report"]["bash_command"], task["parameters"]["end"]):
        assert "{{ macros.ds_add(data_interval_end | ds, -1) }}" in command  # our last day is counted too
