"""Reports of one name, week after week: what the one before leaves to the next, whatever became of the corpus."""

from __future__ import annotations

import datetime
import json
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner

import conflictlib as cl
from conflictlib.cli import main
from conflictlib.reports import report
from conflictlib.reports.again import again

SUNDAY = "2024-05-12"
OPENS = "import conflictlib as cl\nlen(cl.open_statements(corpus, start=start, end=end, themes=themes))"
PARAMETERS = 'corpus: str = "sample"  # where\nstart: str = ""  # first day\nend: str = ""  # last day\nthemes: str = ""  # codes'


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a corpus of one page, and a notebook that opens it."""
    monday = datetime.datetime(2024, 5, 13, 6, tzinfo=datetime.UTC)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(monday.timestamp())))
    said(tmp_path, "2024-05-03")
    cells = [("markdown", {}, "# Count"), ("code", {"tags": ["parameters"]}, PARAMETERS), ("code", {}, OPENS)]
    written = [{"cell_type": kind, "id": f"cell-{number}", "metadata": about, "source": source,
                **({"execution_count": None, "outputs": []} if kind == "code" else {})}
               for number, (kind, about, source) in enumerate(cells)]  # fmt: skip
    whole = {"cells": written, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    (tmp_path / "count.ipynb").write_text(json.dumps(whole), encoding="utf-8")
    return tmp_path


def said(desk: Path, *days: str) -> None:
    """Have pages come in, of what was said on these days."""
    (desk / "inbox").mkdir(exist_ok=True)
    for day in days:
        name = f"{datetime.date.fromisoformat(day):%d %B %Y}"
        (desk / "inbox" / f"{day}.txt").write_text(f"Egypt called for a ceasefire on {name}.", encoding="utf-8")
    cl.Corpus(desk / "corpus").add(desk / "inbox")


def made(desk: Path, **parameters: str) -> dict[str, object]:
    """Make a report of the corpus and return its manifest."""
    done = report(desk / "corpus", notebooks=desk / "count.ipynb", parameters=parameters, out=desk / "out",
                  progress=False)  # fmt: skip
    return json.loads((done.folder / "manifest.json").read_text(encoding="utf-8"))


def test_a_week_without_statements_does_not_begin_the_count_anew(desk: Path) -> None:
    starts = []
    for days in ((), ("2024-05-02",), ("2024-05-09",)):
        said(desk, *days)
        starts.append(made(desk, start="since-last-report")["parameters"]["start"])
    assert starts == ["", "2024-05-04", "2024-05-04"]


def test_the_same_week_once_more_begins_where_it_began(desk: Path) -> None:
    made(desk, start="since-last-report", end="2024-05-05")
    spans = []
    for day in ("2024-05-08", "2024-05-10"):
        said(desk, day)
        given = made(desk, start="since-last-report", end="last-week")["parameters"]
        spans.append((given["start"], given["end"]))
    assert spans == [("2024-05-06", SUNDAY)] * 2


def test_what_was_forgotten_makes_the_next_report_a_first_one(desk: Path) -> None:
    first = made(desk)
    said(desk, "2024-05-09")
    cl.Corpus(desk / "corpus").compact(forget=True)
    assert made(desk)["since"] is None
    done = CliRunner().invoke(main, ["report", "--again", str(desk / "out" / "corpus" / str(first["run_id"])[:12])])
    assert done.exit_code == 1
    assert "version 1 of its statements is no longer there; its files were deleted" in done.output


def test_a_week_without_statements_takes_a_code_of_ones_own_codebook(desk: Path) -> None:
    theirs = desk / "codebook"
    theirs.mkdir()
    themes = (cl.Codebook.read().folder / "themes.csv").read_text(encoding="utf-8")
    (theirs / "themes.csv").write_text(themes.replace("\nceasefire,", "\ntruce_calls,"), encoding="utf-8")
    cl.Corpus(desk / "corpus").recode(cl.Codebook.read(theirs))
    given = made(desk, themes="truce_calls")
    assert given["counts"]["selected"] == 1
    assert made(desk, themes="truce_calls", start="2025-01-01")["counts"]["selected"] == 0


def test_sources_may_lie_in_a_folder_called_inputs(desk: Path) -> None:
    (desk / "inbox").rename(desk / "inputs")
    done = report(desk / "inputs", notebooks=desk / "count.ipynb", out=desk / "out", progress=False)
    assert again(done.folder, progress=False).differences == ()


def test_a_place_where_no_folder_can_be_made_is_named(desk: Path) -> None:
    (desk / "out").write_text("a file")
    done = CliRunner().invoke(main, ["report", str(desk / "corpus"), "--out", str(desk / "out")])
    assert done.exit_code == 1 and done.exception.__class__ is SystemExit
    assert "Not a directory" in done.output


def test_a_table_of_the_corpus_is_a_source(desk: Path) -> None:
    table = cl.Corpus(desk / "corpus").table("statements").to_pyarrow_dataset().to_table()
    pq.write_table(table, desk / "statements.parquet")
    (row,) = cl.load(desk / "statements.parquet").statements.to_dict("records")
    assert [type(edge) for span in row["spans"] for edge in span] == [int, int]
    done = report(desk / "statements.parquet", notebooks=desk / "count.ipynb", out=desk / "out", progress=False)
    assert done.counts["statements"] == 1
