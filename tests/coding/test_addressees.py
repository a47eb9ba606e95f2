"""To whom something was said, on sentences of our own."""

from __future__ import annotations

import pandas as pd
import pytest

import conflictlib as cl


def addressees(text: str) -> list[str | None]:
    rows = cl.code(pd.DataFrame([{"doc_id": "d1", "doc": "page.txt", "text": text}])).statements
    return [None if pd.isna(code) else code for code in rows["addressee"]]


@pytest.mark.parametrize(
    ("sentence", "addressee"),
    [
        ("Norway urged Chad to withdraw.", "TCD"),
        ("Norway demanded that the Chadian army withdraw.", "TCD"),
        ("Norway accused the Chadian government of bad faith.", "TCD"),
        ("Norway thanked Kenya for its help.", "KEN"),
        ("Norway condemned Chad's raid.", "TCD"),
        ("Norway condemned the Chadian raid on the port.", "TCD"),
        ("Norway rejected the Kenyan draft.", "KEN"),
        ("Norway welcomed Kenya's decision.", "KEN"),
        ("Norway called on the Security Council to act.", "UNSC"),
        ("Norway urged the Palestinians to unite.", "PSE"),
        ("The Norwegian minister told the Kenyan envoy that aid was late.", "KEN"),
        ("Norway threatened to seize Chadian ships.", "TCD"),
        ("Norway announced that it breaks its relations with Chad.", "TCD"),
    ],
)
def test_the_aim_of_the_act(sentence: str, addressee: str) -> None:
    assert addressees(sentence) == [addressee]


@pytest.mark.parametrize(
    "sentence",
    [
        "Norway condemned the strikes in Chad.",
        "Norway condemned the killing of Chadians.",
        "Norway called for a truce in Chad.",
        "Norway said that Chad was large.",
        "The Norwegian minister told reporters that aid was late.",
        "The Norwegian minister told Xinhua that aid was late.",
        "Norway called for the release of Chadian wheat.",
    ],
)
def test_places_victims_and_audiences_are_no_aim(sentence: str) -> None:
    assert addressees(sentence) == [None]


def test_nobody_speaks_to_himself() -> None:
    assert addressees("Norway welcomed Norway's decision.") == [None]


def test_the_other_side_of_a_call_is_spoken_to() -> None:
    page = "In a call with Kenyan minister Ada Lowe, Norwegian minister Ola Berg condemned the raid. He called for a truce. "
    assert addressees(page + "Lowe said that aid was late.") == ["KEN", "KEN", "NOR"]


def test_two_who_discuss_something_speak_to_each_other() -> None:
    rows = cl.code(
        pd.DataFrame([{"doc_id": "d1", "doc": "page.txt", "text": "Kenya and Norway discussed the ceasefire."}])
    ).statements
    assert rows[["actor", "addressee"]].to_numpy().tolist() == [["KEN", "NOR"]]


def test_a_meeting_with_one_known_side_counts_in_its_paragraph_only() -> None:
    page = "He spoke with the Kenyan minister by phone, and Norway called for a truce.\nBrazil called for a truce."
    assert addressees(page)[-1] is None
