"""The command line: what it prints, and its exit status."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from conflictlib.cli import main

PAGE = "2 May 2024 – Egypt called for a ceasefire.\n"


def run(*arguments: object) -> tuple[int, str, str]:
    result = CliRunner().invoke(main, [str(a) for a in arguments])
    return result.exit_code, result.stdout, result.stderr


def test_code_writes_json_lines_of_the_documented_columns(tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text(PAGE, encoding="utf-8")
    status, out, _ = run("code", tmp_path / "page.txt")
    row = json.loads(out)
    assert status == 0
    assert (row["doc"], row["actor"], row["act"], row["date"], row["themes"]) == (
        "page.txt",
        "EGY",
        "calls_for",
        "2024-05-02",
        ["ceasefire"],
    )
    assert row["addressee"] is None
    assert PAGE[row["start"] : row["end"]] == row["text"] == "a ceasefire"


def test_all_three_forms_load_again(tmp_path: Path) -> None:
    import conflictlib as cl

    (tmp_path / "page.txt").write_text(PAGE, encoding="utf-8")
    for ending in ("csv", "jsonl", "parquet"):
        target = tmp_path / f"out.{ending}"
        assert run("code", tmp_path / "page.txt", "--to", target)[0] == 0
        again = cl.load(target).statements.iloc[0]
        assert (again["actor"], again["themes"], str(again["date"].date())) == ("EGY", ["ceasefire"], "2024-05-02"), (
            ending
        )


def test_a_cell_that_begins_like_a_formula_cannot_run(tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text("Egypt said: “=SUM(A1) is our answer.”\n", encoding="utf-8")
    run("code", tmp_path / "page.txt", "--to", tmp_path / "out.csv")
    lines = (tmp_path / "out.csv").read_text(encoding="utf-8").splitlines()
    cells = [cell for row in csv.reader(lines) for cell in row]
    assert any("SUM" in cell for cell in cells)
    assert not [cell for cell in cells if cell[:1] in {"=", "+", "-", "@"}]


def test_what_is_refused_is_named_and_the_rest_done(tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text(PAGE, encoding="utf-8")
    (tmp_path / "junk.bin").write_bytes(bytes(range(256)) * 4)
    status, out, err = run("code", tmp_path)
    assert status == 1
    assert json.loads(out)["actor"] == "EGY"
    assert err.startswith("refused: junk.bin")


def test_wrong_usage_is_status_2(tmp_path: Path) -> None:
    assert run("code", tmp_path / "nowhere.txt")[0] == 2
    assert run("code", tmp_path, "--to", "out.doc")[0] == 2
    assert run("codebook", "check", tmp_path / "nowhere")[0] == 2


def test_codebook_check_of_the_shipped_codebook() -> None:
    status, out, _ = run("codebook", "check")
    assert status == 0
    assert out.rstrip().endswith("0 faults")


def test_explain_writes_a_folder_a_file_or_says_why_not(tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text(PAGE, encoding="utf-8")
    (tmp_path / "junk.bin").write_bytes(bytes(range(256)) * 4)
    status, out, err = run("explain", tmp_path, "--to", tmp_path / "all")
    assert (status, out) == (1, f"{tmp_path / 'all' / 'page.txt.html'}\n")
    assert err.startswith("refused: junk.bin") and (tmp_path / "all" / "index.html").is_file()
    assert run("explain", tmp_path / "page.txt", "--to", tmp_path / "one.html") == (0, f"{tmp_path / 'one.html'}\n", "")
    assert "a ceasefire" in (tmp_path / "one.html").read_text(encoding="utf-8")
    status, _, err = run("explain", tmp_path / "page.txt", "--to", tmp_path / "one.pdf")
    assert status == 2 and "the ending is not known; allowed are a folder or a file in .html" in err
    status, _, err = run("explain", tmp_path / "junk.bin")
    assert status == 1 and err.startswith("Error: there is no page to explain\nrefused: junk.bin")


def test_importing_brings_nothing_heavy() -> None:
    heavy = "{'pandas', 'matplotlib', 'papermill'}"
    code = f"import sys, conflictlib, conflictlib.cli; print(sorted({heavy} & set(sys.modules)))"
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert out.stdout.strip() == "[]"


def test_a_folder_is_a_corpus_of_what_was_coded(tmp_path: Path) -> None:
    import conflictlib as cl

    (tmp_path / "page.txt").write_text(PAGE, encoding="utf-8")
    status, out, err = run("code", tmp_path / "page.txt", "--to", tmp_path / "coded")
    assert (status, out, err) == (0, "version 1: 1 new document, 1 new statement\n", "")
    coded = cl.code(cl.load(tmp_path / "page.txt").documents)
    assert cl.Corpus(tmp_path / "coded").statements()["text"].tolist() == coded.statements["text"].tolist()
    with pytest.raises(ValueError, match=r"is a corpus; open it by Corpus\(path\)"):
        cl.load(tmp_path / "coded")


def test_coded_pages_go_to_other_programs(tmp_path: Path) -> None:
    import conflictlib as cl

    (tmp_path / "page.txt").write_text(PAGE, encoding="utf-8")
    for name, options in (("out.dna", ()), ("out.graphml", ()), ("out.json", ()), ("brat", ("--as", "brat"))):
        assert run("code", tmp_path / "page.txt", "--to", tmp_path / name, *options)[0] == 0
    assert cl.load(tmp_path / "out.dna").statements["act"].tolist() == ["calls_for"]
    assert cl.load(tmp_path / "brat").statements["text"].tolist() == ["a ceasefire"]


def test_pages_without_statements_give_an_empty_table(tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text("A quiet day.\n", encoding="utf-8")
    assert run("code", tmp_path / "page.txt", "--to", tmp_path / "out.csv")[0] == 0
    assert len((tmp_path / "out.csv").read_text(encoding="utf-8").splitlines()) == 1
