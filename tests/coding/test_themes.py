"""Which themes: a sentence and a near miss for each, on sentences of our own."""

from __future__ import annotations

import pandas as pd
import pytest

import conflictlib as cl
from conflictlib.codebook import shipped_codebook


def code(text: str) -> cl.Coded:
    return cl.code(pd.DataFrame([{"doc_id": "d", "doc": "d.txt", "text": text}]))


def themes(text: str) -> list[list[str]]:
    return [list(row) for row in code(text).statements["themes"]]


#: Theme, what Norway spoke about, and what is near to it but no such subject.
NEAR = [
    ("ceasefire", "an end to the fighting", "an end to the drought"),
    ("ceasefire", "a halt to all hostilities", "a halt to all exports"),
    ("humanitarian_pause", "a three-day pause in the fighting", "a pause in the debate"),
    ("de_escalation", "utmost restraint", "utmost care"),
    ("military_operations", "the ground offensive", "the ground water"),
    ("terrorism", "the terrorist attack", "the heart attack"),
    ("self_defence", "the right to defend itself", "the right to speak for itself"),
    ("arms_transfers", "the sale of weapons", "the sale of tickets"),
    ("disarmament", "the disarmament of the militia", "the garment trade"),
    ("wmd", "the chemical attack", "the chemical industry"),
    ("regional_spillover", "a wider regional war", "a wider road"),
    ("peace_talks", "the peace talks", "the trade talks"),
    ("mediation", "the good offices of Oman", "the new offices of Oman"),
    ("two_state_solution", "the two-state solution", "the two-storey solution"),
    ("recognition", "the recognition of the state", "the recognition of the problem"),
    ("political_transition", "free elections", "free lunches"),
    ("settlements", "the settlement outposts", "the settlement of the bill"),
    ("sovereignty", "the territorial integrity of Chad", "the personal integrity of Ms Berg"),
    ("peacekeeping", "a UN peacekeeping force", "a UN stamp"),
    ("humanitarian_aid", "the aid convoys", "the aides"),
    ("famine", "the famine in the north", "the family in the north"),
    ("civilian_protection", "the strike on the hospital", "the price of the hostel"),
    ("displacement", "the forced displacement of villagers", "the placement of villagers"),
    ("hostages", "the release of all hostages", "the release of all albums"),
    ("reconstruction", "the reconstruction of the town", "the tower of the town"),
    ("international_law", "the Geneva Conventions", "the Geneva restaurants"),
    ("accountability", "an independent investigation of the killings", "an independent bookshop"),
    ("sanctions", "the travel ban", "the travel guide"),
    ("un_role", "the failure of the Security Council", "the failure of the harvest"),
    ("hate", "incitement to hatred", "excitement of readers"),
    ("diplomatic_relations", "the friendship between the two countries", "the fishing boats"),
]


@pytest.mark.parametrize(("theme", "subject", "miss"), NEAR)
def test_a_theme_and_its_near_miss(theme: str, subject: str, miss: str) -> None:
    assert theme in themes(f"Norway spoke about {subject}.")[0]
    assert theme not in themes(f"Norway spoke about {miss}.")[0]


def test_there_is_a_pair_for_every_theme() -> None:
    assert {theme for theme, _, _ in NEAR} | {"other"} == set(shipped_codebook().themes["code"])


def test_other_stands_alone() -> None:
    assert themes("Norway spoke about the herring.") == [["other"]]


def test_a_faint_word_counts_only_where_no_other_theme_is_shown() -> None:
    assert themes("Norway spoke about the war.") == [["military_operations"]]
    assert themes("Norway spoke about famine and the war.") == [["famine"]]


def test_several_themes_stand_in_the_order_of_the_text() -> None:
    assert themes("Norway called for a truce and the release of all hostages.") == [["ceasefire", "hostages"]]


def test_a_content_that_points_back_has_the_theme_of_the_sentence_before() -> None:
    text = "Chad tabled a draft on famine relief in the north. Norway rejected the draft."
    result = code(text)
    last = result.statements.to_dict("records")[-1]
    assert list(last["themes"]) == ["humanitarian_aid"] or "famine" in last["themes"]
    reasons = result.evidence[(result.evidence["statement_id"] == last["statement_id"])]
    rules = reasons.loc[reasons["kind"] == "theme", "rule"]
    assert rules.str.startswith("sentence before: ").all()


def test_a_long_content_without_a_theme_does_not_borrow_one() -> None:
    text = (
        "The famine goes on. Norway said that herring, cod and mackerel had been caught in large numbers by "
        "boats from Bergen, Bodo and Tromso all through summer."
    )
    assert themes(text) == [["other"]]


def test_a_negated_theme_is_marked() -> None:
    evidence = code("Norway said that there would be no truce.").evidence
    assert evidence.loc[evidence["kind"] == "theme", "negated"].tolist() == [True]
    evidence = code("Norway said that there would be a truce.").evidence
    assert evidence.loc[evidence["kind"] == "theme", "negated"].tolist() == [False]
