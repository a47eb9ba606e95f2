"""``conflictlib corpus``: what it says and with which status it ends."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

import conflictlib as cl
from conflictlib.cli import main
from conflictlib.corpus import _store
from conflictlib.shipped import folder

PAGES = folder("data") / "pages"


def run(*arguments: str | Path) -> tuple[int, str, str]:
    done = CliRunner().invoke(main, [*map(str, arguments)])
    return done.exit_code, done.stdout, done.stderr


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    box = tmp_path / "inbox"
    box.mkdir()
    for path in sorted(PAGES.glob("*.html"))[:2]:
        shutil.copyfile(path, box / path.name)
    return box


def test_pages_are_added_listed_removed_and_compacted(tmp_path: Path, inbox: Path) -> None:
    status, out, _ = run("corpus", "add", tmp_path / "talks", inbox)
    assert status == 0 and out.startswith("version 1: 2 new documents, ")
    assert run("corpus", "add", tmp_path / "talks", inbox) == (0, "version 1: nothing new\n", "")
    assert run("code", inbox, "--to", tmp_path / "talks") == (0, "version 1: nothing new\n", "")
    gone = cl.Corpus(tmp_path / "talks").documents()["doc_id"].iloc[0]
    status, out, _ = run("corpus", "remove", tmp_path / "talks", gone, "--reason", "withdrawn")
    assert status == 0 and out.startswith("version 2: 1 document superseded or removed")
    assert run("corpus", "compact", tmp_path / "talks")[0] == 0
    status, out, _ = run("corpus", "versions", tmp_path / "talks")
    assert [line.split()[2] for line in out.splitlines()] == ["add", "remove"]
    assert out.splitlines()[0].endswith("inbox") and out.splitlines()[1].endswith("withdrawn")


def test_a_codebook_of_ones_own_is_brought_in_by_recoding(tmp_path: Path, inbox: Path) -> None:
    run("corpus", "add", tmp_path / "talks", inbox)
    book = tmp_path / "book"
    book.mkdir()
    rows = (folder("codebooks") / "themes.csv").read_text(encoding="utf-8")
    (book / "themes.csv").write_text(rows + 'said,said,Anything.,,,,"the"\n', encoding="utf-8")
    status, _, err = run("corpus", "add", tmp_path / "talks", inbox, "--codebook", book)
    assert status == 1 and "recode it first, then add" in err
    status, out, _ = run("corpus", "recode", tmp_path / "talks", "--codebook", book)
    assert status == 0 and out.startswith("version 2: ")
    assert "said" in {theme for themes in cl.Corpus(tmp_path / "talks").statements()["themes"] for theme in themes}


def test_what_is_refused_is_told_and_the_rest_is_in(tmp_path: Path, inbox: Path) -> None:
    (inbox / "broken.pdf").write_bytes(b"%PDF-1.4")
    status, out, err = run("corpus", "add", tmp_path / "talks", inbox)
    assert status == 1 and out.startswith("version 1: 2 new documents")
    assert err.startswith("refused: inbox/broken.pdf: ")
    assert run("corpus", "add", tmp_path / "talks", inbox) == (0, "version 1: nothing new\n", "")


def test_a_busy_corpus_has_a_status_of_its_own(
    tmp_path: Path, inbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:  # fmt: skip
    monkeypatch.setattr(_store, "LONGEST_WAIT", 0.1)
    with _store.writing(tmp_path / "talks"):
        status, _, err = run("corpus", "add", tmp_path / "talks", inbox)
    assert status == 75 and "another process is writing to it" in err


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("add", "{talks}", "nowhere"), "path is 'nowhere'; there is no such file or folder"),
        (("add", "{talks}", "{inbox}", "--codebook", "nowhere"), "codebook 'nowhere': there is no such folder"),
    ],
)
def test_wrong_usage_is_named(tmp_path: Path, inbox: Path, arguments: tuple[str, ...], message: str) -> None:
    given = [a.format(talks=tmp_path / "talks", inbox=inbox) for a in arguments]
    status, _, err = run("corpus", *given)
    assert status == 2 and message in err


@pytest.mark.parametrize("arguments", [("versions",), ("recode",), ("compact",), ("remove", "x", "--reason", "y")])
def test_a_corpus_that_is_not_there_is_not_made(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    status, _, err = run("corpus", arguments[0], tmp_path / "talks", *arguments[1:])
    assert status == 2 and "there is no corpus" in err
    assert not (tmp_path / "talks").exists()


def test_documents_are_removed_by_the_name_of_their_file(tmp_path: Path, inbox: Path) -> None:
    run("corpus", "add", tmp_path / "talks", inbox)
    name = sorted(path.name for path in inbox.iterdir())[0]
    assert run("corpus", "remove", tmp_path / "talks", name, "--reason", "withdrawn")[0] == 0
    status, _, err = run("corpus", "remove", tmp_path / "talks", name, "--reason", "withdrawn")
    assert status == 2 and f"documents has '{name}'; allowed are the doc_id, file or address" in err
