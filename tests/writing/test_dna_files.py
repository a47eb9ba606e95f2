"""Databases of the Discourse Network Analyzer: written, and read back."""

import base64
import hashlib
import sqlite3
from contextlib import closing
from pathlib import Path

import pandas as pd
import pytest
from made_up_coding import TEXT, documents, statements

import conflictlib as cl
from conflictlib.schema import STATEMENTS, conform

REAL = Path(__file__).parents[2].parent / "shared" / "real"
KEPT = ["statement_id", "doc_id", "doc", "actor", "speaker", "addressee", "act", "themes", "coder", "start", "end",
        "text", "spans"]  # fmt: skip
KEPT_OF_DOCUMENTS = ["doc_id", "doc", "title", "text", "published", "published_at", "url", "publisher", "author",
                     "language"]  # fmt: skip


def by_id(table):
    return table.sort_values("statement_id", ignore_index=True)


def rows(path, query):
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as database:
        return database.execute(query).fetchall()


def test_statements_and_documents_come_in_as_they_went_out(tmp_path):
    assert cl.to_dna(statements(), documents(), tmp_path / "a.dna").empty
    loaded = cl.load(tmp_path / "a.dna")
    assert loaded.problems.empty
    pd.testing.assert_frame_equal(by_id(loaded.statements)[KEPT], statements()[KEPT])
    pd.testing.assert_frame_equal(loaded.documents[KEPT_OF_DOCUMENTS], documents()[KEPT_OF_DOCUMENTS])


def test_offsets_are_units_of_utf_16_as_java_counts_them(tmp_path):
    cl.to_dna(statements(), documents(), tmp_path / "a.dna")
    ((start, stop),) = set(
        rows(tmp_path / "a.dna", "SELECT Start, Stop FROM STATEMENTS WHERE DocumentId = 1 AND Coder = 2")
    )
    units = TEXT.encode("utf-16-le")
    assert units[2 * start : 2 * stop].decode("utf-16-le") == "must stop the raid"
    assert start == TEXT.index("must") + 1


def test_each_theme_is_a_statement_of_dnas_own_type(tmp_path):
    cl.to_dna(statements(), documents(), tmp_path / "a.dna")
    seen = rows(
        tmp_path / "a.dna",
        "SELECT VARIABLES.Variable, ENTITIES.Value FROM DATASHORTTEXT JOIN ENTITIES ON Entity = ENTITIES.ID"
        " JOIN VARIABLES ON DATASHORTTEXT.VariableId = VARIABLES.ID WHERE StatementId = 2 AND VARIABLES.ID < 4",
    )
    assert seen == [("person", "the envoy"), ("organization", "China"), ("concept", "military_operations")]
    assert rows(tmp_path / "a.dna", "SELECT StatementId, Value FROM DATABOOLEAN") == [
        (1, 1),
        (2, 1),
        (3, 0),
        (4, 1),
        (5, 1),
    ]


def test_the_password_is_kept_as_dna_checks_it(tmp_path):
    cl.to_dna(statements(), documents(), tmp_path / "a.dna", password="secret")  # noqa: S106
    coders = rows(tmp_path / "a.dna", "SELECT Name, Password, PermissionEditStatements FROM CODERS")
    assert [name for name, _, _ in coders] == ["Admin", "hand", "second"]
    raw = base64.b64decode(coders[0][1])
    digest = raw[:16] + b"secret"
    for _ in range(100_000):
        digest = hashlib.sha256(digest).digest()
    assert raw[16:] == digest
    with pytest.raises(ValueError, match="password is empty"):
        cl.to_dna(statements(), documents(), tmp_path / "a.dna", password="")


def test_the_same_tables_give_the_same_bytes_and_sound_keys(tmp_path):
    for name in "ab":
        cl.to_dna(statements(), documents(), tmp_path / f"{name}.dna")
    assert (tmp_path / "a.dna").read_bytes() == (tmp_path / "b.dna").read_bytes()
    assert rows(tmp_path / "a.dna", "PRAGMA integrity_check") == [("ok",)]
    assert rows(tmp_path / "a.dna", "PRAGMA foreign_key_check") == []
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.dna", "b.dna"]


def test_a_statement_without_a_place_and_a_text_that_is_cut_are_told(tmp_path):
    more = [
        {"statement_id": "x", "text": "by hand", "doc_id": "0" * 16},
        {"statement_id": "y", "text": "t", "doc_id": statements()["doc_id"][0], "spans": [[5, 5000]]},
        {
            "statement_id": "z",
            "text": "Talks",
            "doc_id": statements()["doc_id"][0],
            "spans": [[0, 5]],
            "speaker": "n" * 200,
        },
    ]
    told = cl.to_dna(conform(more, STATEMENTS), documents(), tmp_path / "a.dna")
    assert told[["file", "line", "kind", "reason"]].to_numpy().tolist() == [
        ["a.dna", 1, "refused", "x: its document is not among those given"],
        ["a.dna", 2, "refused", "y: it has no span in the text of its document"],
        ["a.dna", 3, "incomplete", "z: person has 200 characters; DNA holds 190"],
    ]
    assert cl.load(tmp_path / "a.dna").statements["speaker"].tolist() == ["n" * 190]


@pytest.mark.skipif(not REAL.is_dir(), reason="the real files are not here")
def test_the_tables_are_those_of_a_real_database(tmp_path):
    cl.to_dna(statements(), documents(), tmp_path / "a.dna")
    files = (REAL / "dna" / "sample.dna", tmp_path / "a.dna")
    names = rows(files[0], "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY rowid")
    assert names == rows(files[1], "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY rowid")
    for (name,) in names:
        for pragma in ("table_info", "foreign_key_list"):
            real, ours = (rows(file, f"PRAGMA {pragma}({name})") for file in files)
            assert sorted(real, key=str) == sorted(ours, key=str)


@pytest.mark.skipif(not REAL.is_dir(), reason="the real files are not here")
def test_a_real_database_goes_out_and_comes_in_again(tmp_path):
    real = cl.load(REAL / "dna" / "sample.dna")
    assert cl.to_dna(real.statements, real.documents, tmp_path / "a.dna").empty
    again = cl.load(tmp_path / "a.dna")
    pd.testing.assert_frame_equal(again.statements[KEPT], real.statements[KEPT])
    pd.testing.assert_frame_equal(again.documents[KEPT_OF_DOCUMENTS], real.documents[KEPT_OF_DOCUMENTS])
