"""Counted where it lies: the same as counted in memory, whatever the form on the disk."""

import deltalake
import numpy as np
import pandas as pd
import pytest

import conflictlib as cl
from conflictlib.counting import WEIGHT, alike
from conflictlib.parameters import ParameterError
from conflictlib.schema import TableError
from conflictlib.shipped import folder

SAMPLE = cl.open_statements()
COUNTS = {
    "all": lambda s: cl.frequency(s, every="month"),
    "by actor": lambda s: cl.frequency(s, every="week", by="actor", share=True),
    "by theme": lambda s: cl.frequency(
        s, every="quarter", by="theme", share=True, start="2023-10-01", end="2025-12-31"
    ),
    "pairs": lambda s: cl.crosstab(s),
    "lists": lambda s: cl.crosstab(s, rows="theme", columns="addressee"),
    "actors": lambda s: cl.actors(s),
    "themes": lambda s: cl.themes(s),
    "narrow": lambda s: cl.positions(s),
    "wide": lambda s: cl.positions(s, rules="wide, unclear=yes"),
    "all themes": lambda s: cl.positions(s, theme=None, rules="narrow, needed=2"),
}


@pytest.fixture(scope="module")
def stored(tmp_path_factory):
    """The sample in several Parquet files, some in a folder, and a file of something else."""
    place = tmp_path_factory.mktemp("stored")
    for number, part in enumerate(np.array_split(np.arange(len(SAMPLE)), 3)):
        (place / str(number)).mkdir()
        cl.to_parquet(SAMPLE.iloc[part], place / str(number) / "part.parquet")
    (place / "notes.txt").write_text("no table", encoding="utf-8")
    return cl.scan(place)


@pytest.mark.parametrize("name", COUNTS)
def test_counts_are_those_of_the_loaded_table(stored, name):
    there, loaded = COUNTS[name](stored), COUNTS[name](SAMPLE)
    without = [column for column in loaded.columns if column not in there.columns]
    assert set(without) <= {"n_readouts", "n_documents", "for_text", "against_text", "unclear_text"}
    pd.testing.assert_frame_equal(there, loaded.drop(columns=without))
    assert there.attrs["n"] == loaded.attrs["n"]
    assert there.attrs.get("span") == loaded.attrs.get("span")


def test_statements_that_are_alike_are_one_row(stored):
    rows = stored.alike("actor", "theme")
    assert rows[WEIGHT].sum() == len(SAMPLE)
    assert not rows.assign(themes=rows["themes"].map(tuple)).duplicated(["actor", "themes"]).any()
    assert len(rows) < len(SAMPLE)
    assert stored.alike("nonesuch")[WEIGHT].tolist() == [len(SAMPLE)]
    assert alike(SAMPLE, "actor") is SAMPLE


def test_statements_come_by_their_ids(stored):
    found = stored.statements(["S0047", "S0010", "nonesuch"])
    assert found["statement_id"].tolist() == ["S0047", "S0010"]
    assert found["text"].tolist() == SAMPLE.set_index("statement_id").loc[["S0047", "S0010"], "text"].tolist()


def test_of_a_corpus_what_stands_is_counted(tmp_path):
    corpus = cl.Corpus(tmp_path / "talks")
    corpus.add(folder("data") / "pages")
    before = cl.actors(corpus.statements())
    corpus.remove(corpus.documents()["doc"].iloc[0], reason="to see it")
    counted = cl.actors(cl.scan(tmp_path / "talks"))
    assert counted["n"].sum() < before["n"].sum()
    assert counted["n"].tolist() == cl.actors(corpus.statements())["n"].tolist()


def test_a_delta_lake_table_is_counted(tmp_path):
    deltalake.write_deltalake(tmp_path / "lake", SAMPLE[["statement_id", "date", "actor", "act", "themes"]].head(100))
    assert cl.actors(cl.scan(tmp_path / "lake"))["n"].sum() == 100


def test_columns_of_single_codes_are_counted_too(tmp_path):
    single = SAMPLE[["statement_id", "date", "actor", "act"]].assign(theme=SAMPLE["themes"].map(lambda codes: codes[0]))
    single.to_parquet(tmp_path / "single.parquet")
    counted = cl.scan(tmp_path / "single.parquet")
    pd.testing.assert_frame_equal(cl.crosstab(counted), cl.crosstab(single))
    pd.testing.assert_frame_equal(cl.positions(counted), cl.positions(single))


def test_what_can_not_be_counted_is_named(tmp_path, stored):
    allowed = "allowed are a Parquet file, a folder of Parquet files, a Delta Lake table and a corpus"
    with pytest.raises(ParameterError) as raised:
        cl.scan(tmp_path)
    assert str(raised.value) == f"path is {str(tmp_path)!r}; {allowed}"
    pd.DataFrame({"a": [1]}).to_parquet(tmp_path / "other.parquet")
    with pytest.raises(ParameterError, match=r"^path is 'other.parquet'; its files have no column 'statement_id'"):
        cl.scan(tmp_path / "other.parquet")
    (tmp_path / "bad.parquet").write_bytes(b"no parquet")
    with pytest.raises(ParameterError, match=r"^path is 'bad.parquet', which can't be read \("):
        cl.scan(tmp_path / "bad.parquet")
    for make in (cl.turns, cl.adoption, cl.estimates):
        with pytest.raises(TableError, match=r"^statements are a Scan; wanted is a DataFrame: load them for this$"):
            make(stored)
    with pytest.raises(TableError, match=r"^statements: there is no column 'nonesuch'"):
        cl.frequency(stored, by="nonesuch")
