"""Folders for brat: written, and read back."""

import pandas as pd
from made_up_coding import OTHER, TEXT, documents, statements

import conflictlib as cl
from conflictlib.schema import STATEMENTS, conform


def by_id(table):
    return table.sort_values("statement_id", ignore_index=True)


def test_every_column_of_a_statement_comes_in_as_it_went_out(tmp_path):
    table = statements().assign(own=["a b", None, "c"])
    table["spans"] = [[[20, 25], [30, 40]], *table["spans"][1:]]
    table.loc[0, ["start", "end"]] = [20, 40]
    table.loc[0, "text"] = f"{TEXT[20:25]} {TEXT[30:40]}"
    assert cl.to_brat(table, documents(), tmp_path).empty
    loaded = cl.load(tmp_path)
    assert loaded.problems["reason"].tolist() == ["settings of brat, without annotations"]
    found = by_id(loaded.statements)
    pd.testing.assert_frame_equal(found[STATEMENTS.names], table[STATEMENTS.names])
    assert found["own"].fillna("").tolist() == ["a b", "", "c"]
    assert sorted(loaded.documents["text"]) == sorted([TEXT, OTHER])


def test_statements_are_events_where_there_is_a_cue(tmp_path):
    cl.to_brat(statements(), documents(), tmp_path)
    lines = (tmp_path / "talks.ann").read_text(encoding="utf-8").splitlines()
    start, end = TEXT.index("said"), TEXT.index("said") + 4
    assert lines[0] == f"T1\tAttribution {start} {end}\tsaid"
    assert "E1\tAttribution:T1 Cue:T2 Content:T3 Source:T4" in lines
    assert "A1\tActor E1 CHN" in lines
    assert any(line.startswith("T5\tStatement ") for line in lines)


def test_the_folder_is_a_gold_for_evaluate(tmp_path):
    cl.to_brat(statements(), documents(), tmp_path)
    from conflictlib.evaluation.standoff import read_standoff

    assert [len(found) for found in read_standoff(tmp_path).attributions.values()] == [1, 0]


def test_names_are_plain_and_differ_whatever_the_case(tmp_path):
    texts = ["one text", "two text", "three text", "four text"]
    docs = ["../a/b c.txt", "A_B_C.txt", "README", "///"]
    table = pd.DataFrame({"doc_id": list("1234"), "doc": docs, "text": texts})
    cl.to_brat(conform([], STATEMENTS), table, tmp_path / "in")
    names = sorted(path.name for path in (tmp_path / "in").glob("*.txt"))
    assert names == ["A_B_C-2.txt", "README-2.txt", "a_b_c.txt", "document.txt"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in"]


def test_the_same_tables_give_the_same_bytes(tmp_path):
    for folder in "ab":
        cl.to_brat(statements(), documents(), tmp_path / folder)
    for path in (tmp_path / "a").iterdir():
        assert path.read_bytes() == (tmp_path / "b" / path.name).read_bytes()
