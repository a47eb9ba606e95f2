"""What the coder makes of the shipped pages, through every format that can hold it."""

import pandas as pd
import pytest

import conflictlib as cl
from conflictlib.shipped import folder
from conflictlib.writing import WRITERS

HELD_BY_DNA = [
    "statement_id",
    "doc_id",
    "doc",
    "actor",
    "speaker",
    "addressee",
    "act",
    "themes",
    "coder",
    "start",
    "end",
]


@pytest.fixture(scope="module")
def documents():
    return cl.load(folder("data") / "pages").documents


@pytest.fixture(scope="module")
def coded(documents):
    return cl.code(documents)


def by_id(table):
    return table.sort_values("statement_id", ignore_index=True)


@pytest.mark.parametrize("ending", WRITERS)
def test_tables_hold_every_column(tmp_path, documents, coded, ending):
    for name, table in (("d", documents), ("s", coded.statements), ("e", coded.evidence)):
        WRITERS[ending](table, tmp_path / f"{name}{ending}")
    loaded = cl.load(tmp_path)
    pd.testing.assert_frame_equal(loaded.statements, coded.statements.reset_index(drop=True))
    pd.testing.assert_frame_equal(loaded.evidence, coded.evidence.reset_index(drop=True))
    same = [name for name in documents if name not in ("format", "sha256", "path")]
    pd.testing.assert_frame_equal(loaded.documents[same], documents[same])


def test_brat_holds_every_column_of_the_statements(tmp_path, documents, coded):
    assert cl.to_brat(coded.statements, documents, tmp_path).empty
    found = cl.load(tmp_path).statements
    same = [name for name in coded.statements if name != "doc"]  # brat's texts end in .txt
    pd.testing.assert_frame_equal(by_id(found)[same], by_id(coded.statements)[same])


def test_dna_holds_actors_acts_themes_and_places(tmp_path, documents, coded):
    assert cl.to_dna(coded.statements, documents, tmp_path / "a.dna").empty
    found = cl.load(tmp_path / "a.dna").statements
    pd.testing.assert_frame_equal(by_id(found)[HELD_BY_DNA], by_id(coded.statements)[HELD_BY_DNA])
