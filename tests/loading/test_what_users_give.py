"""What a user may give `load` by mistake or twice, and what it says of that."""

from __future__ import annotations

import io
import warnings
import zipfile
from html import escape
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner
from reading import load_folder, load_made_up, problems

import conflictlib as cl
from conflictlib.cli import main

PAGE = "Freedonia said that the talks with Sylvania would resume."
CODED = "statement_id,text\ns1,Talks will resume.\n"
MIXED = {"a.jsonl": '{"text": "One.", "rank": 1}\n', "b.jsonl": '{"text": "Two.", "rank": "high"}\n',
         "c.jsonl": f'{{"text": "Three.", "rank": {10**30}}}\n{{"text": "Four."}}\n'}  # fmt: skip


def zipped(members: list[tuple[str, str]]) -> bytes:
    data = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(data, "w") as archive:
        warnings.simplefilter("ignore")
        for name, content in members:
            archive.writestr(name, content)
    return data.getvalue()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "a.txt").write_text(PAGE)
    (tmp_path / "b.csv").write_text(CODED)
    return tmp_path


def test_a_file_given_twice_is_read_once_and_noted(folder):
    loaded = cl.load([folder, str(folder / "a.txt"), folder / "b.csv"])
    assert len(loaded.documents) == len(loaded.statements) == 1
    told = "given more than once; it is read once"
    assert problems(loaded, kind=True) == [("a.txt", None, told, "note"), ("b.csv", None, told, "note")]


def test_files_of_one_name_in_two_folders_keep_a_statement_once(tmp_path):
    for name in ("x", "y"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "b.csv").write_text(CODED)
    loaded = cl.load([tmp_path / "x", tmp_path / "y"])
    assert list(loaded.statements["statement_id"]) == ["s1"]
    assert problems(loaded) == [(2, "statement_id s1 stands already in b.csv, line 2, which is kept")]


def test_a_path_of_bytes_is_a_path(folder):
    assert len(cl.load(bytes(folder / "a.txt")).documents) == 1


@pytest.mark.parametrize("path", [None, 3, pd.DataFrame({"doc": ["a.txt"]})])
def test_what_is_no_path_is_named(path):
    with pytest.raises(TypeError, match=r"^path is a \w+; allowed are a file, a folder, or several of them$"):
        cl.load(path)


def test_what_is_no_path_among_paths_is_named(folder):
    with pytest.raises(TypeError, match=r"^path holds a int; allowed are names of files and folders$"):
        cl.load([folder, 3])


def test_a_near_miss_is_asked_about(folder):
    with pytest.raises(ValueError, match=r"^format is 'cvs' \(did you mean 'csv'\?\); allowed are acled, "):
        cl.load(folder, format="cvs")
    with pytest.raises(ValueError, match=r"^columns names 'txt' \(did you mean 'text'\?\); allowed are doc_id, "):
        cl.load(folder, columns={"txt": "body"})
    with pytest.raises(
        ValueError, match=r"^columns names 'body' \(did you mean \{'text': 'body'\}\? ours comes first\)"
    ):
        cl.load(folder, columns={"body": "text"})
    with pytest.raises(
        ValueError, match=r"^columns is \['text'\]; allowed is ours to theirs, such as \{'text': 'body'\}$"
    ):
        cl.load(folder, columns=["text"])
    with pytest.raises(ValueError, match=r"^size is '3'; allowed are whole numbers from 1, or None$"):
        cl.stream(folder, size="3")


def test_a_name_twice_in_an_archive_is_told():
    loaded = load_made_up(zipped([("a.txt", PAGE), ("a.txt", PAGE + " Again.")]), "z.zip")
    assert list(loaded.documents["text"]) == [PAGE + " Again."]
    assert problems(loaded) == [(None, "'a.txt' is in it more than once; the last is read")]


def test_an_archive_without_files_is_told():
    assert problems(load_made_up(zipped([]), "z.zip")) == [(None, "an archive without files")]


def test_a_notebook_shows_reasons_whole_and_counts_the_rest():
    loaded = load_folder({f"<b>{n:02}.bin": bytes([0, 1, n]) for n in range(12)})
    shown = loaded._repr_html_()
    assert "<b>" not in shown and "NA" not in shown
    assert escape(loaded.problems.loc[0, "reason"], quote=False) in shown
    assert shown.endswith("<p>and 2 more in <code>problems</code></p>")


def test_own_columns_of_several_types_go_out_as_text(tmp_path):
    cl.to_parquet(load_folder(MIXED).documents, tmp_path / "t.parquet")
    ranks = cl.load(tmp_path / "t.parquet").documents["rank"]
    assert [None if pd.isna(rank) else rank for rank in ranks] == ["1", "high", str(10**30), None]


def test_a_column_that_changes_its_type_from_piece_to_piece_is_written_as_text(tmp_path):
    from conflictlib.writing.loaded import write_loaded

    for name, content in MIXED.items():
        (tmp_path / name).write_text(content)
    target = tmp_path / "out.parquet"
    write_loaded(cl.stream(tmp_path, size=1), target, "parquet")
    ranks = pd.read_parquet(target)["rank"]
    assert [None if pd.isna(rank) else rank for rank in ranks] == ["1", "high", str(10**30), None]


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--as", "csv"], "--as csv: needs --to, the file or folder to write"),
        (["--problems", "p.txt"], "--problems p.txt: the ending is not known; allowed is .csv"),
        (["--columns", "text=a", "--columns", "title"], "--columns title: allowed is OURS=THEIRS, such as text=body"),
        (["--columns", "text=a", "--columns", "text=b"], "--columns text=b: text is given already, as a"),
    ],
)
def test_the_option_that_is_wrong_is_named(folder, options, told):
    result = CliRunner().invoke(main, ["load", str(folder), *options])
    assert result.exit_code == 2
    assert told in result.stderr


def test_a_name_with_codes_for_the_terminal_is_shown_harmless(tmp_path):
    (tmp_path / "a\x1b[2J\nb.txt").write_text("")
    result = CliRunner().invoke(main, ["load", str(tmp_path)], color=True)
    assert "\x1b" not in result.stderr
    assert "refused: a\N{REPLACEMENT CHARACTER}[2J\N{REPLACEMENT CHARACTER}b.txt: the file is empty\n" in result.stderr


def test_a_file_in_which_a_reader_finds_nothing_is_told():
    loaded = load_made_up(b"\xa0", "a.csv", format="doc_dump")
    assert problems(loaded) == [(None, "there is nothing in it, read as doc_dump")]
