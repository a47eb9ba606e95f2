"""``conflictlib load``: what it prints, writes and ends with."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner

import conflictlib as cl
from conflictlib.cli import main
from conflictlib.shipped import folder

TALKS = "Freedonia called on Sylvania to come back to the table."


def run(*arguments: object) -> tuple[int, str, str]:
    result = CliRunner().invoke(main, ["load", *(str(a) for a in arguments)])
    return result.exit_code, result.stdout, result.stderr


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    place = tmp_path / "pages"
    place.mkdir()
    (place / "a.txt").write_text(TALKS, encoding="utf-8")
    (place / "b.csv").write_text("body,day\nOne.,2024-05-12\nTwo.,2024-13-12\n", encoding="utf-8")
    (place / "c.bin").write_bytes(b"\0\1")
    return place


def test_the_list_names_every_format_under_what_it_gives() -> None:
    status, out, _ = run("--list")
    known = cl.known_formats()
    assert status == 0
    assert all(f"\n  {name} " in out for name in known["format"])
    assert [line[:-1] for line in out.splitlines() if line.endswith(":")] == list(dict.fromkeys(known["gives"]))


def test_counts_go_to_the_screen_and_problems_by_their_kind(pages: Path) -> None:
    status, out, err = run(pages, "--columns", "text=body", "--columns", "published=day")
    assert (status, out) == (1, "3 documents, 0 statements, 0 events\n")
    assert err.splitlines()[0] == (
        "incomplete: b.csv, line 3: published is '2024-13-12'; allowed is a date as YYYY-MM-DD; "
        "the document is kept without it"
    )
    assert err.splitlines()[1].startswith("refused: c.bin: ")


def test_a_note_is_told_and_is_no_failure(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(("é" * 40).encode()[:-1])
    status, _, err = run(tmp_path)
    assert (status, err) == (0, "note: a.txt: 1 bytes are no UTF-8; they are shown as \ufffd\n")


def test_strict_stops_at_the_first(pages: Path) -> None:
    status, out, err = run(pages, "--strict", "--columns", "text=body", "--columns", "published=day")
    assert (status, out) == (1, "")
    assert err.startswith("refused: b.csv, line 3: published is '2024-13-12'; allowed is")


@pytest.mark.parametrize("name", ["out.csv", "out.jsonl", "out.parquet"])
def test_what_is_written_loads_again_as_it_was(name: str, tmp_path: Path) -> None:
    assert run(folder("data") / "statements.csv", "--to", tmp_path / name)[0] == 0
    once, again = cl.load(folder("data") / "statements.csv"), cl.load(tmp_path / name)
    pd.testing.assert_frame_equal(once.statements, again.statements)
    assert run(folder("data") / "pages", "--to", tmp_path / name)[0] == 0
    once, again = cl.load(folder("data") / "pages"), cl.load(tmp_path / name)
    pd.testing.assert_frame_equal(once.documents, again.documents)


def test_a_folder_holds_a_file_of_each_table_and_is_all_of_it(tmp_path: Path) -> None:
    status, out, _ = run(folder("data"), "--to", tmp_path / "all")
    assert (status, out) == (1, f"30 documents, 314 statements, 60 events: {tmp_path / 'all'}\n")
    assert sorted(path.name for path in (tmp_path / "all").iterdir()) == [
        "documents.parquet",
        "events.parquet",
        "problems.parquet",
        "statements.parquet",
    ]
    once, again = cl.load(folder("data")), cl.load(tmp_path / "all")
    for table in ("documents", "statements", "evidence", "events", "problems"):
        pd.testing.assert_frame_equal(getattr(once, table), getattr(again, table))


def test_pieces_with_other_columns_are_one_table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("conflictlib.loading._gathering._FULL", 1)  # every document a piece of its own
    lines = '{"text": "One.", "desk": "world"}\n{"text": "Two.", "pages": 3}\n{"text": "Three."}\n'
    (tmp_path / "a.jsonl").write_text(lines, encoding="utf-8")
    for name in ("out.csv", "out.jsonl", "out.parquet"):
        assert run(tmp_path / "a.jsonl", "--to", tmp_path / name)[0] == 0
        found = cl.load(tmp_path / name).documents
        assert found["text"].tolist() == ["One.", "Two.", "Three."]
        assert found["desk"].tolist()[0] == "world" and int(float(found["pages"][1])) == 3


def test_other_programs_get_their_files(tmp_path: Path) -> None:
    statements = folder("data") / "statements.csv"
    for name in ("out.dna", "out.graphml", "out.json"):
        assert run(statements, "--to", tmp_path / name)[0] == 0
        assert (tmp_path / name).stat().st_size > 1_000
    assert run(folder("data") / "pages", "--to", tmp_path / "texts.csv", "--as", "quanteda")[0] == 0
    assert (tmp_path / "texts.csv").read_text(encoding="utf-8").startswith("doc_id,text,")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("{data}", "--to", "{out}/a.csv"), "one file holds one table, and there are 30 documents and 314 statements"),
        (("{data}/pages", "--to", "{out}/a.doc"), "the ending is not known; allowed are .csv, .jsonl, .parquet"),
        (("{data}/pages", "--to", "{out}/a.dna"), "dna holds statements, and there are none; code the pages first"),
        (("{data}/pages", "--to", "{out}/a", "--as", "stone"), "--as stone: not known; allowed are csv, jsonl"),
        (("{data}/pages", "--format", "stone"), "; allowed are acled, brat, "),
        (("{data}/pages", "--columns", "text"), "--columns text: allowed is OURS=THEIRS, such as text=body"),
        (("{data}/pages", "--columns", "words=text"), "; allowed are doc_id, doc, title"),
        (("{out}/nowhere",), "there is no such file or folder"),
    ],
)
def test_wrong_usage_is_told_and_writes_nothing(arguments: tuple[str, ...], said: str, tmp_path: Path) -> None:
    filled = [part.format(data=folder("data"), out=tmp_path) for part in arguments]
    status, _, err = run(*filled)
    assert status == 2
    assert said in err
    assert list(tmp_path.iterdir()) == []


def test_problems_go_to_a_file_of_their_own(pages: Path, tmp_path: Path) -> None:
    run(pages, "--problems", tmp_path / "problems.csv")
    assert pd.read_csv(tmp_path / "problems.csv")["kind"].tolist() == ["incomplete", "refused"]
