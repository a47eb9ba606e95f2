"""The class of event that a sentence tells of, on sentences of our own: statements by their act, deeds by patterns."""

from __future__ import annotations

import pandas as pd
import pytest

import conflictlib as cl
from conflictlib.codebook import shipped_codebook
from conflictlib.coding.deeds import Deeds
from conflictlib.coding.text import read_text

DEEDS = Deeds(shipped_codebook())

CASES = [
    ("AGREE", "Peru agreed to share the water of the lake."),
    ("AGREE", "Peru promised further loans to Laos."),
    ("CONSULT", "The king of Jordan visited Lima on Tuesday."),
    ("CONSULT", "Peru and Laos held talks on fishing."),
    ("SUPPORT", "Peru praised the new law."),
    ("SUPPORT", "Peru and Laos signed a treaty on fishing."),
    ("COOPERATE", "Peru and Laos began joint naval exercises."),
    ("AID", "Peru sent ten tons of food to Laos."),
    ("CONCEDE", "The government of Peru lifted the curfew."),
    ("RETREAT", "Troops of Peru withdrew from the valley."),
    ("REQUEST", "Peru demanded that Laos open the road."),
    ("ACCUSE", "Peru accused Laos of piracy."),
    ("REJECT", "Peru rejected the offer."),
    ("THREATEN", "Peru threatened to close the port."),
    ("PROTEST", "Hundreds of farmers demonstrated in Lima."),
    ("SANCTION", "Peru expelled two diplomats."),
    ("SANCTION", "Peru said that it had expelled two diplomats."),
    ("MOBILIZE", "Peru put its army on high alert."),
    ("COERCE", "Police in Lima arrested six students."),
    ("ASSAULT", "Gunmen killed a judge in Lima."),
    ("FIGHT", "Warplanes bombed the valley."),
    ("INVESTIGATE", "Peru launched an inquiry into the fire."),
]


@pytest.mark.parametrize(("expected", "sentence"), CASES)
def test_each_class(expected: str, sentence: str) -> None:
    event = DEEDS.of(read_text(sentence))
    assert event is not None
    assert event.code == expected


def test_there_is_a_case_for_every_class() -> None:
    assert {code for code, _ in CASES} == set(shipped_codebook().deeds["code"])


def test_every_act_has_a_known_class_or_none() -> None:
    assert set(shipped_codebook().acts["plover"]) - {""} <= set(shipped_codebook().deeds["code"])


@pytest.mark.parametrize("sentence", ["The herring is a fish.", "Peru did not expel the diplomats.", ""])
def test_no_event(sentence: str) -> None:
    assert DEEDS.of(read_text(sentence)) is None


def test_what_comes_first_counts_and_a_clause_of_its_own_comes_last() -> None:
    event = DEEDS.of(read_text("Peru, which had arrested six students, rejected the appeal."))
    assert event is not None
    assert event.code == "REJECT"


def test_a_deed_is_an_event_but_no_statement() -> None:
    text = "Police in Lima arrested six students."
    assert cl.code(pd.DataFrame([{"doc_id": "d", "doc": "d.txt", "text": text}])).statements.empty


def test_an_event_has_its_words() -> None:
    text = read_text("On Monday Peru expelled two diplomats.")
    event = DEEDS.of(text)
    assert event is not None
    assert text.read(event.first, event.last) == "expelled two diplomats"
