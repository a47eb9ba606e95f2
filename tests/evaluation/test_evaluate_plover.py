"""PLOVER records: events, of which the coder codes those that are said."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest

import conflictlib as cl
from conflictlib.evaluation import EvaluationError
from conflictlib.schema import STATEMENTS, conform


def record(name: str, event: str, words: str, text: str, source: list[str], target: list[str]) -> dict[str, object]:
    def actors(codes: list[str]) -> object:
        return [{"actorText": cl.Codebook.read().label(code), "code": code} for code in codes] or ""

    return {
        "id": name,
        "event": event,
        "eventText": words,
        "text": text,
        "source": actors(source),
        "target": actors(target),
    }


RECORDS = [
    record("r1", "DEMAND", "demanded open", "Egypt demanded that Jordan open the gate.", ["EGY"], ["JOR"]),
    record("r2", "DISAPPROVE", "accused", "Norway accused Qatar of a breach.", ["NOR"], ["QAT"]),
    record("r3", "FIGHT", "shelled", "Rebels shelled the town, Norway said.", [], []),
    record("r4", "REJECT", "rejected", "The Arab League rejected the plan.", ["IGO"], []),
    record("r5", "AGREE", "agreed", "France agreed to talks.", ["FRA"], []),
]


def said(doc: str, act: str, text: str, **more: object) -> dict[str, object]:
    return {"statement_id": doc + text, "doc": doc, "act": act, "text": text, "spans": [], **more}


STATEMENTS_CODED = [
    said("r1", "states", "nothing to the point", source="Egypt", cue="said"),
    said("r1", "demands", "that Jordan open the gate", source="Egypt", cue="demanded", actor="EGY", addressee="JOR"),
    said("r2", "condemns", "Qatar", source="Norway", cue="accused", actor="NOR", addressee="SWE"),
    said("r3", "states", "Rebels shelled the town", source="Norway", cue="said", actor="NOR"),
    said("r4", "rejects", "the plan", source="The Arab League", cue="rejected", actor="LAS"),
    said("r5", "pledges", "to talks", source="France", cue="agreed", actor="FRA", negated=True),
]


def evaluated(folder: Path, statements: list[dict[str, object]]) -> cl.evaluation.Evaluation:
    (folder / "gold.json").write_text(json.dumps(RECORDS), encoding="utf-8")
    return cl.evaluate(folder, conform(statements, STATEMENTS), draws=100)


def test_figures_worked_out_by_hand(tmp_path: Path) -> None:
    found = evaluated(tmp_path, STATEMENTS_CODED)
    table = found.figures.set_index("measure")
    shown = table[["n_right_predicted", "n_predicted", "n_right_gold", "n_gold"]]
    assert shown.loc["act class"].tolist() == [3, 3, 3, 5]
    assert shown.loc["act class, verbal"].tolist() == [3, 3, 3, 4]
    assert shown.loc["act class, others silent"].tolist() == [1, 1, 1, 1]
    assert shown.loc["actor codes"].tolist() == [5, 7, 5, 6]  # SWE and the NOR of r3 are not the gold's
    assert shown.loc["actor codes, verbal"].tolist() == [5, 6, 5, 6]
    assert shown.loc["actor codes, of the words", ["n_gold"]].tolist() == [6]
    assert found.missed[["doc", "fault"]].to_numpy().tolist() == [["r3", "act"], ["r5", "act"]]
    assert found.wrong[["doc", "fault"]].to_numpy().tolist() == [["r2", "actor"], ["r3", "actor"]]
    assert found.confusion.loc["REQUEST", "REQUEST"] == 1


def test_a_record_without_a_statement_is_missed(tmp_path: Path) -> None:
    found = evaluated(tmp_path, STATEMENTS_CODED[2:3])
    assert found.missed["fault"].tolist() == ["not found"] * 4
    assert found.figures.set_index("measure").loc["act class", ["precision", "recall"]].tolist() == [100.0, 20.0]


def test_the_sentences_are_coded_when_no_source_is_given(tmp_path: Path) -> None:
    (tmp_path / "gold.json").write_text(json.dumps(RECORDS[:1]), encoding="utf-8")
    found = cl.evaluate(tmp_path / "gold.json", draws=100)
    assert found.figures.set_index("measure").loc["act class", "recall"] == 100.0


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("{}", "gold.json, record 1: id is missing; it is needed"),
        ('[{"id": "a", "text": "b"}]', "gold.json, record 1: event is missing; it is needed"),
    ],
)
def test_records_that_cannot_be_read_are_named(content: str, message: str, tmp_path: Path) -> None:
    (tmp_path / "gold.json").write_text(content, encoding="utf-8")
    with pytest.raises(EvaluationError) as error:
        cl.evaluate(tmp_path / "gold.json", pd.DataFrame())
    assert str(error.value) == message
