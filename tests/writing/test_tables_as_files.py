"""CSV, JSON Lines and Parquet: what goes out comes in again."""

import io
import json
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from made_up_coding import TEXT, documents, evidence, statements

import conflictlib as cl
from conflictlib.cells import guarded, unguarded
from conflictlib.schema import STATEMENTS, conform
from conflictlib.writing import WRITERS

OF_THE_FILE = ["format", "sha256", "path"]  # of the file that was read
TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1)


@pytest.mark.parametrize("ending", WRITERS)
def test_statements_come_in_as_they_went_out(tmp_path, ending):
    WRITERS[ending](statements(), tmp_path / f"t{ending}")
    loaded = cl.load(tmp_path / f"t{ending}")
    pd.testing.assert_frame_equal(loaded.statements, statements())
    assert loaded.problems.empty


@pytest.mark.parametrize("ending", WRITERS)
def test_evidence_comes_in_as_it_went_out(tmp_path, ending):
    WRITERS[ending](evidence(), tmp_path / f"t{ending}")
    pd.testing.assert_frame_equal(cl.load(tmp_path / f"t{ending}").evidence, evidence())


@pytest.mark.parametrize("ending", WRITERS)
def test_documents_come_in_as_they_went_out(tmp_path, ending):
    WRITERS[ending](documents().assign(pages=[3, 5]), tmp_path / f"t{ending}")
    found = cl.load(tmp_path / f"t{ending}").documents
    assert found.pop("pages").astype(int).tolist() == [3, 5]
    pd.testing.assert_frame_equal(found.drop(columns=OF_THE_FILE), documents().drop(columns=OF_THE_FILE))


@pytest.mark.parametrize("ending", WRITERS)
def test_what_the_coder_made_of_a_page_comes_in_as_it_went_out(tmp_path, ending):
    (tmp_path / "page.txt").write_text("Egypt called for a ceasefire. Norway condemned the raid.", encoding="utf-8")
    coded = cl.code(cl.load(tmp_path / "page.txt").documents)
    WRITERS[ending](coded.statements, tmp_path / f"s{ending}")
    WRITERS[ending](coded.evidence, tmp_path / f"e{ending}")
    loaded = cl.load([tmp_path / f"s{ending}", tmp_path / f"e{ending}"])
    pd.testing.assert_frame_equal(loaded.statements, coded.statements.reset_index(drop=True))
    pd.testing.assert_frame_equal(loaded.evidence, coded.evidence.reset_index(drop=True))


@pytest.mark.parametrize("ending", WRITERS)
def test_the_same_table_gives_the_same_bytes_and_nothing_is_left_beside(tmp_path, ending):
    for name in ("a", "b", "a"):
        WRITERS[ending](statements(), tmp_path / f"{name}{ending}")
    assert (tmp_path / f"a{ending}").read_bytes() == (tmp_path / f"b{ending}").read_bytes()
    assert sorted(path.name for path in tmp_path.iterdir()) == [f"a{ending}", f"b{ending}"]


def test_a_table_that_cannot_be_written_leaves_the_file_as_it_was(tmp_path, monkeypatch):
    cl.to_csv(statements(), tmp_path / "t.csv")
    before = (tmp_path / "t.csv").read_bytes()

    def full(self, target):
        raise OSError(28, "no space left")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(OSError, match="no space"):
        cl.to_csv(evidence(), tmp_path / "t.csv")
    assert (tmp_path / "t.csv").read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == ["t.csv"]


def test_numbers_stay_numbers_and_texts_that_look_so_are_guarded(tmp_path):
    table = pd.DataFrame({"n": [-1, 2], "x": [-0.5, float("nan")], "text": ["-1", "+x"], "=name": ["a", "b"]})
    cl.to_csv(table, tmp_path / "t.csv")
    assert (tmp_path / "t.csv").read_text() == "n,x,text,'=name\n-1,-0.5,'-1,a\n2,,'+x,b\n"


@given(TEXTS)
def test_a_guarded_cell_is_unguarded_to_the_same_text(text):
    cell = guarded(text)
    assert unguarded(cell) == text
    assert cell[0] not in "=+-@\t\r\n"


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(texts=st.lists(TEXTS.filter(str.strip), min_size=1, max_size=4), themes=st.lists(TEXTS, max_size=3))
def test_any_text_comes_in_from_csv_as_it_went_out(tmp_path, texts, themes):
    rows = [{"statement_id": f"s{n}", "text": t, "speaker": t, "themes": themes} for n, t in enumerate(texts)]
    table = conform(rows, STATEMENTS)
    cl.to_csv(table, tmp_path / "t.csv")
    loaded = cl.load(tmp_path / "t.csv")
    assert loaded.problems.empty
    pd.testing.assert_frame_equal(loaded.statements, table)


def test_a_nul_becomes_a_sign_that_a_csv_file_can_hold(tmp_path):
    cl.to_csv(pd.DataFrame({"statement_id": ["s"], "text": ["a\0b"]}), tmp_path / "t.csv")
    assert cl.load(tmp_path / "t.csv").statements["text"].tolist() == ["a\ufffdb"]


def test_the_file_for_quanteda_has_id_and_text_in_front_of_the_variables(tmp_path):
    cl.to_quanteda(documents(), tmp_path / "q.csv")
    seen = pd.read_csv(io.BytesIO((tmp_path / "q.csv").read_bytes()), keep_default_na=False, lineterminator="\n")
    assert list(seen)[:4] == ["doc_id", "text", "doc", "title"]
    assert seen.loc[0, ["text", "published"]].tolist() == [TEXT, "2024-05-12"]
    twice = pd.concat([documents(), documents()])
    with pytest.raises(ValueError, match="twice; quanteda needs each once"):
        cl.to_quanteda(twice, tmp_path / "q.csv")


def test_plover_records_have_the_class_of_the_act_and_the_rest_is_told(tmp_path):
    table = statements()
    table.loc[1, "negated"] = True
    table.loc[2, "act"] = "nonesuch"
    told = cl.to_plover(table, tmp_path / "p.json")
    (record,) = json.loads((tmp_path / "p.json").read_text(encoding="utf-8"))
    assert (record["id"], record["date"], record["event"], record["eventText"]) == (
        "s1",
        "2024-05-11",
        "REQUEST",
        "said",
    )
    assert record["source"] == [{"actorText": "the envoy of Sylvania", "code": "CHN"}]
    assert [target["code"] for target in record["target"]] == ["EGY", "ISR"]
    assert told[["line", "kind", "reason"]].to_numpy().tolist() == [
        [2, "refused", "s2: its act is negated"],
        [3, "refused", "s3: the act 'nonesuch' has no class in PLOVER"],
    ]
    from conflictlib.evaluation.plover import read_plover

    assert read_plover(tmp_path / "p.json").documents == ["s1"]
