"""Coded tables: actor, act, themes and date of each statement."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest

import conflictlib as cl
from conflictlib.evaluation import EvaluationError
from conflictlib.schema import STATEMENTS, conform

Row = dict[str, object]
TRUCE: Row = {"doc": "p1.txt", "text": "an immediate truce in the north", "actor": "EGY", "act": "calls_for",
              "themes": ["ceasefire"], "date": "2031-05-02", "negated": False, "start": 20, "end": 51}  # fmt: skip
RAID: Row = {
    "doc": "p1.txt",
    "text": "the raid on the old mill",
    "actor": "QAT",
    "act": "condemns",
    "themes": ["other"],
}
WATER: Row = {"doc": "p2.txt", "text": "more water for every village", "actor": "NOR", "act": "pledges",
              "themes": ["humanitarian_aid"], "addressee": "EGY"}  # fmt: skip
GOLD = [TRUCE, RAID, WATER]


def table(rows: list[Row]) -> pd.DataFrame:
    return conform([{"statement_id": f"s{n}", "spans": [], **row} for n, row in enumerate(rows)], STATEMENTS)


def folder(path: Path, **files: list[Row]) -> Path:
    path.mkdir(exist_ok=True)
    for name, rows in files.items():
        lines = "".join(json.dumps(row) + "\n" for row in rows)
        (path / f"{name}.jsonl").write_text(lines, encoding="utf-8")
    return path


def rates(found: cl.evaluation.Evaluation) -> dict[str, tuple[float, float, float]]:
    return {r["measure"]: (r["precision"], r["recall"], r["f1"]) for r in found.figures.to_dict("records")}


def test_gold_against_itself_is_right_throughout(tmp_path: Path) -> None:
    found = cl.evaluate(folder(tmp_path / "gold", gold=GOLD), table(GOLD), draws=100)
    assert set(rates(found).values()) == {(100.0, 100.0, 100.0)}
    assert found.missed.empty
    assert found.wrong.empty
    assert found.confusion.to_numpy().trace() == found.confusion.to_numpy().sum() == 3


PREDICTED: list[Row] = [
    {
        **TRUCE,
        "text": "an immediate truce",
        "themes": ["ceasefire", "hostages"],
        "date": "2031-05-01",
    },  # half is enough
    {**TRUCE, "text": "the north"},  # a further piece: neither way
    {**RAID, "actor": "JOR", "negated": True},
    {**RAID, "text": "the weather is fine"},  # nothing in the gold
    {**WATER, "text": "water"},  # too little
    {**WATER, "doc": "p9.txt"},  # a document that the gold does not have
]


def test_figures_worked_out_by_hand(tmp_path: Path) -> None:
    found = cl.evaluate(folder(tmp_path / "gold", gold=GOLD), table(PREDICTED), draws=100)
    assert rates(found) == {
        "found": (66.7, 66.7, 66.7),  # 2 of 3 that count (“water” is a piece of the gold), 2 of 3
        "coded (actor, act, a theme)": (33.3, 33.3, 33.3),
        "themes, of found": (66.7, 100.0, 80.0),
        "date, of found and dated": (0.0, 0.0, 0.0),
        "negation, of found": (50.0, 50.0, 50.0),
        "actor, of found": (50.0, 50.0, 50.0),
        "act, of found": (100.0, 100.0, 100.0),
        "act or alternative, of found": (100.0, 100.0, 100.0),
        "addressee, of found": (100.0, 100.0, 100.0),
        "addressee or alternative, of found": (100.0, 100.0, 100.0),
    }
    assert found.missed[["fault", "doc", "text"]].to_numpy().tolist() == [["not found", "p2.txt", WATER["text"]]]
    assert found.wrong[["fault", "text"]].to_numpy().tolist() == [["actor", RAID["text"]],
                                                             ["no such statement", "the weather is fine"]]  # fmt: skip
    assert found.wrong.loc[0, ["actor", "gold_actor", "gold_act"]].tolist() == ["JOR", "QAT", "condemns"]


def test_by_code_and_confusion_worked_out_by_hand(tmp_path: Path) -> None:
    predicted = [{**TRUCE, "act": "states"}, RAID, {**RAID, "text": "the weather is fine", "actor": "EGY"}]
    found = cl.evaluate(folder(tmp_path / "gold", gold=GOLD), table(predicted), draws=100)
    columns = ["code", "n_gold", "n_predicted", "n_right", "precision", "recall", "f1"]
    assert found.by_act[columns].to_numpy().tolist() == [
        ["calls_for", 1, 0, 0, 0.0, 0.0, 0.0],
        ["condemns", 1, 2, 1, 50.0, 100.0, 66.7],
        ["pledges", 1, 0, 0, 0.0, 0.0, 0.0],
        ["states", 0, 1, 0, 0.0, 0.0, 0.0],
    ]
    assert found.by_actor["code"].tolist() == ["EGY", "NOR", "QAT"]
    assert found.by_actor[["n_gold", "n_predicted", "n_right"]].to_numpy().tolist() == [[1, 2, 1], [1, 0, 0], [1, 1, 1]]
    assert found.by_theme[["code", "n_right"]].to_numpy().tolist() == [
        ["ceasefire", 1],
        ["humanitarian_aid", 0],
        ["other", 1],
    ]
    assert found.confusion.index.tolist() == ["calls_for", "condemns", "states"]
    assert found.confusion.loc["calls_for"].tolist() == [0, 0, 1]
    assert found.confusion.loc["condemns"].tolist() == [0, 1, 0]
    assert found.confusion.to_numpy().sum() == 2


def test_precision_and_recall_swap_when_the_sides_do() -> None:
    other = [{**TRUCE, "text": "an immediate truce"}, {**RAID, "text": "the weather is fine", "actor": "EGY"},
             {**RAID, "text": "nothing of that kind", "actor": "JOR"}, WATER]  # fmt: skip
    one, two = (rates(cl.evaluate(table(a), table(b), draws=100)) for a, b in ((GOLD, other), (other, GOLD)))
    for measure in ("found", "coded (actor, act, a theme)", "themes, of found"):
        precision, recall, f1 = one[measure]
        assert two[measure] == (recall, precision, f1)
    assert one["found"] == (50.0, 66.7, 57.1)


def test_the_order_of_the_rows_does_not_matter(tmp_path: Path) -> None:
    one = cl.evaluate(folder(tmp_path / "one", gold=GOLD), table(PREDICTED), draws=100)
    two = cl.evaluate(folder(tmp_path / "two", gold=GOLD[::-1]), table(PREDICTED).iloc[::-1], draws=100)
    for name in ("figures", "by_act", "by_theme", "by_actor", "confusion"):
        assert getattr(one, name).equals(getattr(two, name))


def test_the_given_tables_stay_as_they_are(tmp_path: Path) -> None:
    predicted = table(PREDICTED)
    before = predicted.copy(deep=True)
    cl.evaluate(folder(tmp_path / "gold", gold=GOLD), predicted, draws=100)
    pd.testing.assert_frame_equal(predicted, before)


def test_neutral_stretches_and_other_right_codes(tmp_path: Path) -> None:
    notes = [{"doc": "p1.txt", "kind": "alt_act", "start": 20, "end": 51, "also": ["demands", "states"]},
             {"doc": "p1.txt", "kind": "ignore", "text": "the weather is fine and the paper says so"},
             {"doc": "p3.txt", "kind": "control"}]  # fmt: skip
    neutral = [{"doc": "p2.txt", "text": "village gets water"}]
    gold = [TRUCE, RAID, {**WATER, "alt": {"addressee": [None, "JOR"], "themes": ["reconstruction"]}}]
    predicted = [{**TRUCE, "act": "demands"}, {**RAID, "text": "the weather is fine"},
                 {**WATER, "addressee": None, "themes": ["reconstruction"]}, {**WATER, "text": "village gets", "actor": None},
                 {**RAID, "doc": "p3.txt"}]  # fmt: skip
    found = cl.evaluate(folder(tmp_path / "gold", gold=gold, notes=notes, neutral=neutral), table(predicted), draws=100)
    figures = rates(found)
    assert found.n_documents == 3
    assert figures["found"] == (
        66.7,
        66.7,
        66.7,
    )  # the two stretches count neither way, the control's statement is wrong
    assert figures["act, of found"][0] == 50.0
    assert figures["act or alternative, of found"][0] == 100.0
    assert figures["addressee, of found"][0] == 50.0
    assert figures["addressee or alternative, of found"][0] == 100.0
    assert figures["themes, of found"] == (100.0, 50.0, 66.7)  # an alternative theme is neither right nor wrong
    assert figures["coded (actor, act, a theme)"] == (66.7, 66.7, 66.7)


def test_distractors_that_were_coded(tmp_path: Path) -> None:
    distractors = [{"doc": "p1.txt", "text": "The weather is fine today", "kind": "background"},
                   {"doc": "p1.txt", "text": "The raid on the old mill was long ago"},
                   {"doc": "p2.txt", "text": "Calls for calm were heard"}]  # fmt: skip
    predicted = [
        TRUCE,
        RAID,
        {**RAID, "text": "the weather is fine"},
        {**RAID, "text": "the weather will turn in March"},
    ]
    found = cl.evaluate(folder(tmp_path / "gold", gold=GOLD, distractors=distractors), table(predicted), draws=100)
    row = found.distractors_coded.iloc[0]
    assert (row["n_right_gold"], row["n_gold"], row["recall"]) == (1, 3, 33.3)
    assert found.distractors["coded"].tolist() == [True, False, False]  # the second holds a statement that was found
    assert found.wrong["fault"].tolist() == ["a distractor", "no such statement"]
    assert "distractors coded" not in rates(found)


def test_retellings_and_near_twins(tmp_path: Path) -> None:
    def gold(number: int, readout: str, **more: object) -> Row:
        return {**TRUCE, "doc": f"d{number}.txt", "id": f"g{number}", "readout": readout, **more}

    rows = [
        gold(1, "call/truce"),
        gold(2, "call/truce"),
        gold(3, "visit/truce", readout_also=["call/truce"]),
        gold(4, "b"),
    ]
    twins: list[Row] = [{"a": "g1", "b": "g4"}, {"a": "g2", "b": "g3"}, {"a": "g4", "b": "gone"}]
    predicted = [{**row, "readout_id": readout} for row, readout in zip(rows, ["x", "x", "y", "x"], strict=True)]
    found = cl.evaluate(folder(tmp_path / "gold", gold=rows, near_twins=twins), table(predicted), draws=100)
    # gold pairs 12 13 23, joined pairs 12 14 24
    assert rates(found)["readout pairs"] == (33.3, 33.3, 33.3)
    assert rates(found)["near twins kept apart (3)"] == (66.7, 66.7, 66.7)


def test_a_gold_table_may_be_what_the_coder_writes(tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text("Egypt called for a ceasefire. Norway condemned the raid.", encoding="utf-8")
    coded = cl.code(cl.load(tmp_path / "page.txt").documents).statements
    from conflictlib.writing import WRITERS

    for ending, write in WRITERS.items():
        write(coded, tmp_path / f"gold{ending}")
        found = cl.evaluate(tmp_path / f"gold{ending}", tmp_path / "page.txt", draws=100)
        assert set(rates(found).values()) <= {(100.0, 100.0, 100.0), (0.0, 0.0, 0.0)}
        assert rates(found)["coded (actor, act, a theme)"] == (100.0, 100.0, 100.0)
        assert found.n_gold == len(coded) == 2


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        ('{"doc": "a", "text": "b"}\n{"doc": "a"}', "gold.jsonl, line 2: text is missing; it is needed"),
        ('{"doc": "a", "text": "b"}\n\n{oops', "gold.jsonl, line 3: no JSON; allowed is one object a line"),
        ("[1]", "gold.jsonl, line 1: doc is missing; it is needed"),
        ("\n", "gold.jsonl: there is no line in it"),
    ],
)
def test_a_line_that_cannot_be_read_is_named(lines: str, message: str, tmp_path: Path) -> None:
    (tmp_path / "gold.jsonl").write_text(lines, encoding="utf-8")
    with pytest.raises(EvaluationError) as error:
        cl.evaluate(tmp_path, table(GOLD))
    assert str(error.value) == message


def test_a_table_without_documents_is_refused() -> None:
    with pytest.raises(EvaluationError) as error:
        cl.evaluate(table(GOLD).drop(columns="doc"), table(GOLD))
    assert str(error.value) == "gold 'the table': statements, row 1: doc is missing (3 of 3 rows); it is needed here"
    with pytest.raises(EvaluationError) as error:
        cl.evaluate(table(GOLD), table(GOLD).drop(columns="doc"))
    assert str(error.value).startswith("source: statements: there is no column 'doc'")


# -- the edges of the measures ------------------------------------------------------------------------------------


def test_of_two_alike_the_one_with_the_actor_answers(tmp_path: Path) -> None:
    gold = folder(tmp_path / "gold", gold=GOLD)
    for predicted in ([TRUCE, {**TRUCE, "actor": "JOR"}], [{**TRUCE, "actor": "JOR"}, TRUCE]):
        assert rates(cl.evaluate(gold, table(predicted), draws=100))["actor, of found"][0] == 100.0


def test_where_the_gold_has_no_theme_but_other_any_theme_will_do(tmp_path: Path) -> None:
    gold = folder(tmp_path / "gold", gold=[RAID, WATER])
    predicted = [{**RAID, "themes": ["hostages"]}, {**WATER, "themes": ["hostages"]}]
    assert rates(cl.evaluate(gold, table(predicted), draws=100))["coded (actor, act, a theme)"] == (50.0, 50.0, 50.0)


def test_a_distractor_holds_seven_tenths_of_the_words_of_a_statement(tmp_path: Path) -> None:
    distractors: list[Row] = [{"doc": "p1.txt", "text": "one two three four five six seven"}]
    gold = folder(tmp_path / "gold", gold=GOLD, distractors=distractors)
    for words, coded in (("one two three x", 1), ("one two three four five six seven x y z", 1), ("one two x", 0)):
        found = cl.evaluate(gold, table([{**RAID, "text": words}]), draws=100)
        assert found.distractors_coded.loc[0, "n_right_gold"] == coded, words


def test_statements_of_one_document_are_no_retelling_of_each_other(tmp_path: Path) -> None:
    rows = [{**TRUCE, "id": "g1", "readout": "a"}, {**RAID, "id": "g2", "readout": "a"}]
    predicted = [{**row, "readout_id": "x"} for row in rows]
    found = cl.evaluate(folder(tmp_path / "gold", gold=rows), table(predicted), draws=100)
    assert "readout pairs" not in rates(found)
