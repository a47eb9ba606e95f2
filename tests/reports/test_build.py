"""A report is a build: what has not changed is not run, one run at a time, the newest whole one is the latest."""

from __future__ import annotations

import json
import logging
import multiprocessing
import shutil
import time
from pathlib import Path

import pytest
from click.testing import CliRunner

import conflictlib as cl
from conflictlib.cli import main
from conflictlib.parameters import ParameterError
from conflictlib.reports import ReportBusy, ReportError, report
from conflictlib.reports.again import again
from conflictlib.reports.plan import Wanted, make_plan
from conflictlib.reports.series import Series

PAGE = "{day} May 2024\n\nEgypt on {day} May called for a ceasefire in the valley. Kenya condemned the raid on {day} May.\n"
PARAMETERS = 'corpus: str = "sample"\nstart: str = ""\nend: str = ""\nout: str = ""'
OPEN = "import conflictlib as cl\nstatements = cl.open_statements(corpus, start=start, end=end)\nlen(statements)"


def notebook(path: Path, *cells: str, parameters: str = PARAMETERS) -> Path:
    """Write a notebook that opens the corpus and runs further cells."""
    written = [{"cell_type": "markdown", "id": "title", "metadata": {}, "source": f"# {path.stem}\n\nWhat it shows."}]
    for number, source in enumerate((parameters, OPEN, *cells)):
        tags = {"tags": ["parameters"]} if number == 0 else {}
        written.append({"cell_type": "code", "id": f"c{number}", "metadata": tags, "source": source, "outputs": [],
                        "execution_count": None})  # fmt: skip
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    whole = {"cells": written, "metadata": {"kernelspec": kernel}, "nbformat": 4, "nbformat_minor": 5}
    path.write_text(json.dumps(whole), encoding="utf-8")
    return path


def run(*arguments: object) -> tuple[int, str, str]:
    done = CliRunner().invoke(main, [*map(str, arguments)])
    return done.exit_code, done.stdout, done.stderr


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a folder with a corpus of three pages, two notebooks and no wish to wait."""
    monkeypatch.chdir(tmp_path)
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    for day in (6, 7, 14):
        (inbox / f"{day:02}.txt").write_text(PAGE.format(day=day), encoding="utf-8")
    cl.Corpus("talks").add("inbox")
    notebook(tmp_path / "one.ipynb")
    notebook(tmp_path / "two.ipynb", "statements['actor'].value_counts().to_dict()")
    return tmp_path


def made(**options: object) -> object:
    given = {"notebooks": ["one.ipynb", "two.ipynb"], "progress": False, **options}
    return report("talks", **given)  # type: ignore[arg-type]


def log_of(caplog: pytest.LogCaptureFixture) -> dict[str, str]:
    told = dict(record.getMessage().removeprefix("notebook ").split(": ", 1) for record in caplog.records
                if record.getMessage().startswith("notebook"))  # fmt: skip
    caplog.clear()
    return told


def test_only_the_notebooks_that_something_changed_for_are_run(desk: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "conflictlib")
    week = {"start": "2024-05-06", "end": "2024-05-12"}
    first = made(parameters=week)
    assert log_of(caplog) == {"one": "done", "two": "done"}
    notebook(desk / "two.ipynb", "statements['act'].value_counts().to_dict()")
    second = made(parameters=week)
    assert log_of(caplog) == {"one": "as in the report before", "two": "done"}
    (desk / "inbox" / "20.txt").write_text(PAGE.format(day=20), encoding="utf-8")
    cl.Corpus("talks").add("inbox")
    third = made(parameters=week)  # a page of another week
    assert log_of(caplog) == {"one": "as in the report before", "two": "as in the report before"}
    assert len({each.run_id for each in (first, second, third)}) == 3  # type: ignore[attr-defined]
    assert third.counts["selected"] == 4 and third.counts["statements"] == 8  # type: ignore[attr-defined]
    (third.folder / "one.ipynb").write_text("{}")  # type: ignore[attr-defined]
    made(parameters=week, notebooks=["one.ipynb"])
    assert log_of(caplog) == {"one": "done"}, "a file that someone has edited is not taken over"


def test_the_same_again_is_not_run_and_force_runs_it(desk: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "conflictlib")
    first = made(notebooks="one.ipynb")
    log_of(caplog)
    assert not made(notebooks="one.ipynb").fresh and log_of(caplog) == {}  # type: ignore[attr-defined]
    again_ = made(notebooks="one.ipynb", force=True)
    assert again_.fresh and log_of(caplog) == {"one": "done"}  # type: ignore[attr-defined]
    assert again_.run_id == first.run_id  # type: ignore[attr-defined]


def test_latest_leads_to_the_newest_whole_run(desk: Path) -> None:
    first = made(notebooks="one.ipynb", name="weekly")
    latest = desk / "reports" / "weekly" / "latest"
    assert latest.resolve() == first.folder.resolve()  # type: ignore[attr-defined]
    notebook(desk / "bad.ipynb", "1 / 0")
    with pytest.raises(ReportError, match="bad failed: ZeroDivisionError"):
        made(notebooks=["one.ipynb", "bad.ipynb"], name="weekly")
    assert latest.resolve() == first.folder.resolve()  # type: ignore[attr-defined]
    (failed,) = (desk / "reports" / "weekly" / "failed").iterdir()
    assert "is missing: its notebook failed" in (failed / "index.html").read_text(encoding="utf-8")
    assert "ZeroDivisionError" in (failed / "bad.ipynb").read_text(encoding="utf-8")
    assert (failed / "one.html").is_file()
    status, _, err = run("report", "talks", "--name", "weekly", "--notebook", "bad.ipynb")
    assert status == 1 and "ERROR bad failed: ZeroDivisionError" in err


def test_where_no_links_can_be_made_latest_is_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError("no privilege")

    monkeypatch.setattr(Path, "symlink_to", refuse)
    series = Series(tmp_path)
    (tmp_path / "abc").mkdir()
    series.point(tmp_path / "abc")
    assert (tmp_path / "latest").read_text() == "abc\n"
    assert series._pointed() == tmp_path / "abc"
    (tmp_path / "def").mkdir()
    series.point(tmp_path / "def")
    assert (tmp_path / "latest").read_text() == "def\n"


def hold(folder: Path, ready: object, done: object) -> None:
    with Series(folder).alone():
        ready.set()  # type: ignore[attr-defined]
        done.wait(30)  # type: ignore[attr-defined]


def test_one_run_of_a_report_at_a_time(desk: Path) -> None:
    context = multiprocessing.get_context("spawn")
    ready, done = context.Event(), context.Event()
    other = context.Process(target=hold, args=(desk / "reports" / "weekly", ready, done))
    other.start()
    try:
        assert ready.wait(30)
        with pytest.raises(ReportBusy, match="report weekly: another run of it is under way; try again later"):
            made(name="weekly")
        status, _, err = run("report", "talks", "--name", "weekly", "--notebook", "one.ipynb")
        assert status == 75 and "another run of it is under way" in err
    finally:
        done.set()
        other.join()
    assert run("report", "talks", "--name", "weekly", "--notebook", "one.ipynb")[0] == 0


def test_a_quiet_week_is_a_report_too(desk: Path) -> None:
    quiet = made(notebooks=None, parameters={"start": "2020-01-06", "end": "2020-01-12", "every": "day"})
    assert quiet.counts["selected"] == 0  # type: ignore[attr-defined]
    assert "No statement fits what the parameters choose, from 2020-01-06 to 2020-01-12." in (
        quiet.folder / "index.html"
    ).read_text(encoding="utf-8")  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("given", "start", "end"),
    [
        (("last-week", "last-week"), "2024-05-06", "2024-05-12"),
        (("last-month", "last-month"), "2024-04-01", "2024-04-30"),
        (("since-last-report", ""), "", ""),
    ],
)
def test_relative_periods(
    desk: Path, monkeypatch: pytest.MonkeyPatch, given: tuple[str, str], start: str, end: str
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1715580000")  # Monday, 13 May 2024, six o'clock
    wanted = Wanted([Path("talks")], ["one.ipynb"], {"start": given[0], "end": given[1]})
    assert make_plan(wanted, "talks", None).key["parameters"] == {"start": start, "end": end}


def test_since_the_last_report_begins_on_the_day_after_it(desk: Path) -> None:
    def start() -> str:
        made(notebooks="one.ipynb", parameters={"start": "since-last-report"})
        latest = desk / "reports" / "talks" / "latest" / "manifest.json"
        return str(json.loads(latest.read_text(encoding="utf-8"))["parameters"]["start"])

    assert start() == "" and start() == "", "with nothing new it is the same report"
    (desk / "inbox" / "20.txt").write_text(PAGE.format(day=20), encoding="utf-8")
    cl.Corpus("talks").add("inbox")
    assert start() == "2024-05-15" and start() == "2024-05-15"
    with pytest.raises(ParameterError, match=r"^end is 'since-last-report'; allowed are a day, '', last-week and"):
        made(notebooks="one.ipynb", parameters={"end": "since-last-report"})


def test_parameters_come_from_a_file(desk: Path) -> None:
    (desk / "weekly.yaml").write_text("start: 2024-05-07\nend: 2024-05-08\n", encoding="utf-8")
    command = ("report", "talks", "--notebook", "one.ipynb", "--parameters", "weekly.yaml")
    assert run(*command, "-p", "end", "2024-05-14")[0] == 0
    manifest = json.loads((desk / "reports" / "talks" / "latest" / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["parameters"] == {"start": "2024-05-07", "end": "2024-05-14"}
    for text, message in (("[1, 2]", "allowed are lines such as `start: 2024-01-01`"), ("a: [", "can't be read")):
        (desk / "weekly.yaml").write_text(text, encoding="utf-8")
        status, _, err = run(*command)
        assert status == 2 and message in err
    (desk / "weekly.yaml").write_text("!!python/object/apply:os.system ['true']", encoding="utf-8")
    assert run(*command)[0] == 2, "nothing in the file is run"


def test_the_log_has_lines_with_time_and_level_or_json(desk: Path) -> None:
    _, out, err = run("report", "talks", "--notebook", "one.ipynb")
    assert (
        all(line[10] == "T" and line.split()[1] == "INFO" for line in err.splitlines()) and len(err.splitlines()) == 3
    )
    assert out == "reports/talks/" + Path("reports/talks/latest").readlink().name + "/index.html\n"
    _, _, err = run("report", "talks", "--notebook", "one.ipynb", "--force", "--json-log")
    lines = [json.loads(line) for line in err.splitlines()]
    assert [set(line) for line in lines] == [{"time", "level", "message"}] * 3
    assert lines[1]["message"] == "notebook one: done"
    status, _, err = run("report", "talks", "--notebook", "nonesuch", "--json-log")
    assert status == 2 and json.loads(err)["level"] == "ERROR"


def test_made_again_after_the_corpus_has_grown_elsewhere(desk: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    first = made(notebooks="one.ipynb")
    (desk / "inbox" / "20.txt").write_text(PAGE.format(day=20), encoding="utf-8")
    cl.Corpus("talks").add("inbox")
    cl.Corpus("talks").compact()
    done = again(first.folder, progress=False)  # type: ignore[attr-defined]
    assert done.differences == () and done.n_files > 10
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    for name in ("talks", "reports"):
        shutil.copytree(desk / name, elsewhere / name, symlinks=True)
    shutil.copyfile(desk / "one.ipynb", elsewhere / "one.ipynb")
    moved = elsewhere / "reports" / "talks" / first.folder.name  # type: ignore[attr-defined]
    assert again(moved / "manifest.json", progress=False).differences == ()


def test_a_report_after_the_working_directory_has_changed(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made(notebooks="one.ipynb")
    (desk / "elsewhere").mkdir()
    for name in ("talks", "one.ipynb"):
        shutil.move(desk / name, desk / "elsewhere" / name)
    monkeypatch.chdir(desk / "elsewhere")
    assert made(notebooks="one.ipynb").folder.is_dir()  # type: ignore[attr-defined]


def test_what_differs_is_named(desk: Path) -> None:
    first = made()
    notebook(desk / "two.ipynb", "'something else'")
    done = again(first.folder, progress=False)  # type: ignore[attr-defined]
    assert any(line.startswith("notebook two: ") for line in done.differences)
    assert "file two.ipynb differs" in done.differences and "file one.ipynb differs" not in done.differences
    status, out, _ = run("report", "--again", first.folder)  # type: ignore[attr-defined]
    assert status == 1 and "file two.ipynb differs" in out
    status, _, err = run("report", "--again", "one.ipynb")
    assert status == 1 and "that is not the manifest of a report" in err


def test_nothing_heavy_is_imported_where_nothing_is_new(desk: Path) -> None:
    made(notebooks="one.ipynb")
    import subprocess
    import sys

    script = ("import sys; from conflictlib.reports import report; "
              "assert not report('talks', notebooks='one.ipynb').fresh; "
              "print(sorted({'pandas', 'pyarrow', 'deltalake', 'papermill', 'matplotlib', 'nbformat'} & set(sys.modules)))")  # fmt: skip
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert done.stdout == "[]\n", done.stderr


@pytest.mark.parametrize(
    ("sources", "message"),
    [
        (["talks", "inbox"], "source 'talks': a corpus is reported on alone; add the other sources to it"),
        (["nowhere"], "source 'nowhere': there is no such file or folder"),
    ],
)
def test_wrong_sources_are_named(desk: Path, sources: list[str], message: str) -> None:
    with pytest.raises((ReportError, ParameterError)) as raised:
        report(sources, notebooks="one.ipynb", progress=False)
    assert str(raised.value) == message
    with pytest.raises(ParameterError, match=r"name is '../x'; allowed are letters, digits, - and _"):
        report("talks", notebooks="one.ipynb", name="../x", progress=False)


def test_the_clock_is_in_no_file(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = []
    for zone in ("UTC", "Asia/Tokyo"):
        monkeypatch.setenv("TZ", zone)
        time.tzset()
        folder = made(notebooks="one.ipynb", force=True).folder  # type: ignore[attr-defined]
        files.append({p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()})
    monkeypatch.undo()
    time.tzset()
    assert files[0] == files[1]
