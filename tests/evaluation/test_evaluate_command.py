"""The command, what it writes, and what it says when it can't."""

from __future__ import annotations

import csv
import json
from html.parser import HTMLParser
from pathlib import Path

import pytest
from click.testing import CliRunner

import conflictlib as cl
from conflictlib.cli import main
from conflictlib.evaluation import EvaluationError

EVIL = "=SUM(A1) <script>alert('x')</script> \x1b[2J is no answer"


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    folder = tmp_path / "gold"
    (folder / "pages").mkdir(parents=True)
    (folder / "pages" / "a.txt").write_text("Egypt called for a ceasefire. Norway hailed the truce.", encoding="utf-8")
    (folder / "pages" / "b.txt").write_text("Qatar condemned the raid.", encoding="utf-8")
    rows = [
        {"doc": "a.txt", "text": "a ceasefire", "actor": "EGY", "act": "calls_for", "themes": ["ceasefire"]},
        {"doc": "b.txt", "text": EVIL, "actor": "<b>&", "act": "<i>", "themes": ["<u>"], "source": "<a href='x'>"},
    ]
    (folder / "gold.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    distractor = {"doc": "b.txt", "text": "the raid <script>", "kind": "<hr>"}
    (folder / "distractors.jsonl").write_text(json.dumps(distractor) + "\n", encoding="utf-8")
    return folder


def run(*arguments: object) -> tuple[int, str, str]:
    result = CliRunner().invoke(main, [str(a) for a in arguments])
    return result.exit_code, result.stdout, result.stderr


def test_the_figures_on_the_screen(gold: Path) -> None:
    status, out, err = run("evaluate", "--gold", gold, "--draws", "100")
    assert (status, err) == (0, "")
    lines = out.splitlines()
    assert lines[0] == "2 gold statements in 2 documents of gold, 3 statements coded in them"
    assert lines[4].split() == ["measure", "precision", "recall", "F1", "n", "gold", "n", "coded"]
    assert lines[5].split()[:3] == ["found", "33.3", "[0.0,"]
    assert "missed: 1 statement" in lines
    assert "\x1b" not in str(cl.evaluate(gold, draws=100))  # click takes escapes out of what it prints, too


def test_the_same_call_prints_and_writes_the_same(gold: Path, tmp_path: Path) -> None:
    written = []
    for name in ("one", "two"):
        paths = [tmp_path / f"{name}.{ending}" for ending in ("json", "html", "csv")]
        for path in paths[:2]:
            assert run("evaluate", "--gold", gold, "--to", path, "--errors", paths[2])[0] == 0
        written.append([path.read_bytes() for path in paths])
    assert written[0] == written[1]


def test_json_has_every_table(gold: Path, tmp_path: Path) -> None:
    run("evaluate", "--gold", gold, "--to", tmp_path / "out.json")
    whole = json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))
    assert [row["measure"] for row in whole["figures"]][:2] == ["found", "coded (actor, act, a theme)"]
    assert (whole["figures"][0]["n_gold"], whole["figures"][0]["recall"]) == (2, 50.0)
    assert whole["missed"][0]["text"] == EVIL
    assert whole["distractors"][0]["coded"] is True
    assert whole["confusion"] == {"calls_for": {"calls_for": 1}}
    assert (whole["n_gold"], whole["n_predicted"], whole["draws"]) == (2, 3, 1000)


class Elements(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


def test_the_page_shows_what_it_was_given_and_runs_nothing(gold: Path, tmp_path: Path) -> None:
    run("evaluate", "--gold", gold, "--to", tmp_path / "out.html")
    page = Elements()
    page.feed((tmp_path / "out.html").read_text(encoding="utf-8"))
    tags = {tag for tag, _ in page.found}
    assert not tags & {"script", "iframe", "img", "i", "u", "link", "object"}
    assert not [
        attrs for _, attrs in page.found if {"src", "href"} & set(attrs) or any(n.startswith("on") for n in attrs)
    ]
    for shown in ("<script>alert('x')</script>", "<b>&", "<i>", "<u>", "<a href='x'>", "<hr>"):
        assert shown in page.text
    assert sum(tag == "svg" for tag, _ in page.found) == 3 * 3 + 7 + 1  # three measures, seven shares, distractors


def test_a_notebook_shows_the_figures(gold: Path) -> None:
    found = cl.evaluate(gold, draws=100)
    page = Elements()
    page.feed(found._repr_html_())
    assert "coded (actor, act, a theme)" in page.text
    assert repr(found).startswith("Evaluation: 2 gold statements in 2 documents of gold, 3 statements coded in them\n")
    assert "missed" not in repr(found)


def test_no_cell_of_the_errors_runs_in_a_spreadsheet(gold: Path, tmp_path: Path) -> None:
    run("evaluate", "--gold", gold, "--errors", tmp_path / "errors.csv")
    with (tmp_path / "errors.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["list"] for row in rows] == ["missed", "wrong", "wrong"]
    assert rows[0]["text"] == "'" + EVIL
    assert [row["fault"] for row in rows] == ["not found", "no such statement", "a distractor"]
    assert not [cell for row in rows for cell in row.values() if cell[:1] in {"=", "+", "-", "@"}]


def test_what_is_refused_is_named_and_the_rest_done(gold: Path, tmp_path: Path) -> None:
    (gold / "pages" / "junk.bin").write_bytes(bytes(range(256)) * 4)
    status, out, err = run("evaluate", "--gold", gold)
    assert status == 1
    assert "found " in out
    assert err.startswith("refused: junk.bin")


def test_gold_documents_that_the_source_lacks_are_told(gold: Path) -> None:
    status, out, _ = run("evaluate", "--gold", gold, gold / "pages" / "a.txt")
    assert status == 0
    assert "1 gold document without a coded statement in the source: b" in out.splitlines()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--to", "out.doc"], "--to out.doc: the ending is not known; allowed are .json, .html"),
        (["--errors", "out.txt"], "--errors out.txt: the ending is not known; allowed are .csv"),
        (["--draws", "99"], "draws is 99; allowed are whole numbers from 100"),
        (["nowhere"], "path is 'nowhere'; there is no such file or folder"),
    ],
)
def test_wrong_usage_is_status_2(arguments: list[str], message: str, gold: Path) -> None:
    status, _, err = run("evaluate", "--gold", gold, *arguments)
    assert status == 2
    assert err.splitlines()[-1] == f"Error: {message}"


def test_no_document_in_common_names_both_sides(gold: Path, tmp_path: Path) -> None:
    (tmp_path / "other.txt").write_text("Egypt called for calm.", encoding="utf-8")
    status, _, err = run("evaluate", "--gold", gold, tmp_path / "other.txt")
    assert status == 2
    assert err.splitlines()[-1] == (
        "Error: no document in common: gold 'gold' has 2 (a, b), the source has 1 (other); documents are matched by "
        "name, without folder and without .txt, .html, .htm, .json, .ann or .md"
    )


def test_gold_that_is_none_is_told_what_is_allowed(tmp_path: Path) -> None:
    forms = (
        "allowed are a folder with text/ and attributions/, or with .txt and .ann side by side (brat standoff); a folder "
        "with gold.jsonl, or a table .jsonl, .csv, .parquet (coded statements); a .json file of PLOVER records"
    )
    (tmp_path / "x.pdf").write_text("no", encoding="utf-8")
    for path, what in ((tmp_path, "no form of gold that is known"), (tmp_path / "x.pdf", "no form of gold that is known"),
                       (tmp_path / "gone", "there is no such file or folder")):  # fmt: skip
        with pytest.raises(EvaluationError) as error:
            cl.evaluate(path)
        assert str(error.value) == f"gold {str(path)!r}: {what}; {forms}"


def test_gold_without_documents_needs_a_source(gold: Path) -> None:
    with pytest.raises(EvaluationError) as error:
        cl.evaluate(gold / "gold.jsonl")
    assert str(error.value) == (
        "gold 'gold.jsonl' holds no documents (pages/, text/ or documents.jsonl); "
        "give a SOURCE: pages, or a table of coded statements"
    )
