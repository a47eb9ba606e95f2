"""Releases in their own voice, on invented pages; and pages that only look like one."""

from __future__ import annotations

from itertools import pairwise

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import conflictlib as cl

MINISTRY = "Ministry of Foreign Affairs of Norway"

RELEASE = """Norway condemns the shelling of the water works in the port. We send our condolences to the families.

The pumps had been repaired in spring. Both sides must let the engineers return.

We will pay for new pumps.

Notes to editors
Norway has paid for such works since 1990."""

LED = """Minister comments on the fall of the valley.

Foreign Minister Ane Eksempel said:

{}The road to the valley is closed to aid. I condemn the raid on the depot.{}

{}We call on all sides to open the road.{}"""

TRANSCRIPT = """MS EKSEMPEL: Good morning. We condemn the raid on the depot.

QUESTION: Will you send tents?

MS EKSEMPEL: We will send tents and stoves.

They will leave the harbour on Sunday.

QUESTION: Thank you, Minister."""


def coded(text: str, **page: object) -> list[dict[str, object]]:
    table = pd.DataFrame([{"doc_id": "d1", "doc": "page.txt", "text": text, **page}])
    return cl.code(table).statements.to_dict("records")  # type: ignore[return-value]


def own(text: str, **page: object) -> list[tuple[object, object, object]]:
    return [(r["actor"], r["act"], r["text"]) for r in coded(text, **page) if str(r["rule"]).startswith("own voice")]


# -- invariants -------------------------------------------------------------------------------------------------


PIECES = ["We ", "our ", "The Minister ", "said", ":", "\n", ". ", "“", "”", '"', "- ", "1. ", "condemns ", "Norway ", "will ",
          "QUESTION", "A", "?", ",", "the raid ", "and ", "call on all sides ", "Ends",
          "according to ", "issued ", "they ", "make clear ", "has ", "“We ", "Ms ", "the following statement"]  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=50).map("".join), st.sampled_from([MINISTRY, "Fjord Herald"]))
def test_any_page_is_coded_and_its_own_statements_do_not_overlap(text: str, publisher: str) -> None:
    rows = coded(text, publisher=publisher)
    assert all(0 <= a < b <= len(text) for row in rows for a, b in row["spans"])  # type: ignore[attr-defined]
    spans = sorted(tuple(s) for r in rows if str(r["rule"]).startswith("own voice") for s in r["spans"])  # type: ignore[attr-defined]
    assert all(before[1] <= after[0] for before, after in pairwise(spans))


@pytest.mark.parametrize("text", [RELEASE, TRANSCRIPT])
def test_nothing_is_in_its_own_voice_without_an_issuer(text: str) -> None:
    assert own(text) == []


@pytest.mark.parametrize(
    "publisher",
    [
        "Norway Daily",
        "Norwegian Broadcasting",
        "News from Norway",
        "Norway Online",
        "Norwegian Fishing Council",
        "Friends of Norway",
        "Norwegian Sailors Union",
    ],
)
def test_an_outlet_has_no_own_voice_whatever_country_is_in_its_name(publisher: str) -> None:
    assert own(RELEASE, publisher=publisher) == []
    assert all(row["actor"] != "NOR" for row in coded("We urge the ministers to resign.", publisher=publisher))


# -- releases ---------------------------------------------------------------------------------------------------


def test_the_body_of_a_release_belongs_to_the_issuer_up_to_the_notes() -> None:
    rows = own(RELEASE, publisher=MINISTRY)
    assert {actor for actor, _, _ in rows} == {"NOR"}
    assert rows[0] == ("NOR", "condemns", "Norway condemns the shelling of the water works in the port.")
    assert rows[1][1:] == ("expresses_concern", "We send our condolences to the families.")
    assert "1990" not in " ".join(str(text) for _, _, text in rows)
    assert all(row["quote"] == "direct" for row in coded(RELEASE, publisher=MINISTRY))


def test_the_address_names_the_issuer_where_the_publisher_does_not() -> None:
    address = "https://www.regjeringen.no/en/aktuelt/example/id1/"
    assert own(RELEASE, url=address) == own(RELEASE, publisher=MINISTRY)
    for other in ("https://regjeringen.no.example/id1/", "https://fjord.example/regjeringen.no", "http://[", "", "//"):
        assert own(RELEASE, url=other) == []


def test_neighbours_with_one_act_are_one_statement_and_two_acts_are_cut_at_the_clause() -> None:
    one = "We condemn the raid on the depot. We condemn the theft of the tents."
    assert own(one, publisher=MINISTRY) == [("NOR", "condemns", one)]
    two = "We condemn the raid on the depot and call on all sides to return the tents."
    assert own(two, publisher=MINISTRY) == [
        ("NOR", "condemns", "We condemn the raid on the depot"),
        ("NOR", "calls_for", "call on all sides to return the tents."),
    ]


@pytest.mark.parametrize("marks", [("", "", "", ""), ("“", "", "“", "”"), ('"', '"', '"', '"')])
def test_paragraphs_behind_a_lead_belong_to_the_one_named(marks: tuple[str, ...]) -> None:
    rows = own(LED.format(*marks), publisher=MINISTRY)
    assert [(actor, act) for actor, act, _ in rows] == [("NOR", "states"), ("NOR", "condemns"), ("NOR", "calls_for")]
    assert rows[1][2] == "I condemn the raid on the depot."


@pytest.mark.parametrize(
    "lead",
    ["The Foreign Minister said today:", "Foreign Minister Ane Eksempel issued the following statement:",
     "Speaking in Oslo, the Minister said:", "Minister for Foreign Affairs Ane Eksempel, said:"],
)  # fmt: skip
def test_leads(lead: str) -> None:
    assert own(f"{lead}\n\nI condemn the raid on the depot.", publisher=MINISTRY) == [
        ("NOR", "condemns", "I condemn the raid on the depot.")
    ]


def test_a_statement_given_in_full_on_anybodys_page_goes_on_while_it_is_in_the_first_person() -> None:
    text = LED.format("", "", "", "") + "\n\nThe drivers' union said that the road was open.\n\nOur reporter saw it."
    rows = coded(text, publisher="Fjord Herald")
    assert [(row["rule"], row["act"]) for row in rows if row["rule"] == "own voice: words behind a lead"] == [
        ("own voice: words behind a lead", act) for act in ("states", "condemns", "calls_for")
    ]
    assert {row["source"] for row in rows[:3]} == {"Foreign Minister Ane Eksempel"}
    third = "The minister said:\n\nThe road is closed to aid.\n\nHer house was searched on Monday."
    assert own(third, publisher="Fjord Herald") == []


def test_answers_count_and_questions_and_courtesies_do_not() -> None:
    rows = own(TRANSCRIPT, publisher=MINISTRY)
    assert [text for _, _, text in rows] == [
        "We condemn the raid on the depot.",
        "We will send tents and stoves.",
        "They will leave the harbour on Sunday.",
    ]


def test_a_notice_of_a_visit_is_announced() -> None:
    text = "Foreign Minister Ane Eksempel will travel to Amman to discuss the road. She will also see our engineers."
    assert own(text, publisher=MINISTRY) == [("NOR", "announces", text)]


def test_a_joint_statement_belongs_to_all_who_sign() -> None:
    page = "Statement\n\nWe, the foreign ministers of Norway, Spain and Chile, will take further steps if the road stays shut."
    row = next(r for r in coded(page) if r["actor"] == "JOINT")
    assert row["members"] == ["CHL", "ESP", "NOR"]


def test_what_others_said_keeps_its_source() -> None:
    text = "We condemn the raid on the depot. The United Nations said that the depot had been marked."
    rows = coded(text, publisher=MINISTRY)
    assert [(row["actor"], row["text"]) for row in rows] == [
        ("NOR", "We condemn the raid on the depot."),
        ("UN", "that the depot had been marked"),
    ]


def test_a_quotation_on_a_release_is_cut_where_its_act_changes_and_a_broken_one_stays_whole() -> None:
    text = 'Norway is paying for tents. "We condemn the raid," said Foreign Minister Eksempel. "We thank the drivers."'
    assert [(row["actor"], row["text"]) for row in coded(text, publisher=MINISTRY)][1:] == [
        ("NOR", "We condemn the raid"),
        ("NOR", "We thank the drivers"),
    ]
    broken = 'Norway is paying for tents. "We act," said Foreign Minister Eksempel, "for the drivers."'
    assert [row["text"] for row in coded(broken, publisher=MINISTRY)][1:] == ["We act for the drivers"]


# -- lists ------------------------------------------------------------------------------------------------------


def test_lines_of_a_list_share_the_source_before_the_colon() -> None:
    text = "In Oslo the Spanish and Chilean ministers:\n- condemned the raid;\n- called for an open road;\n- a new date;\n- urged calm."
    rows = coded(text)
    assert [(row["act"], row["text"]) for row in rows] == [
        ("condemns", "the raid"), ("calls_for", "an open road"), ("calls_for", "calm"),
    ]  # fmt: skip
    assert len({row["source"] for row in rows}) == 1


def test_operative_paragraphs_of_a_resolution_belong_to_the_body() -> None:
    text = "The General Assembly,\n\nRecalling its earlier texts,\n\n1. Condemns the raid;\n\n2. Calls upon all sides to open the road."
    rows = coded(text)
    assert [(row["source"], row["act"]) for row in rows] == [
        ("The General Assembly", "condemns"), ("The General Assembly", "calls_for"),
    ]  # fmt: skip


def test_a_list_of_the_issuer_is_no_body_of_a_release_besides() -> None:
    text = "Norway condemns the raid.\n\nNorway and Spain:\n- condemn the theft;\n- call on all sides to open the road."
    rows = coded(text, publisher=MINISTRY)
    assert [row["text"] for row in rows] == ["Norway condemns the raid.", "the theft", "all sides to open the road"]


# -- near misses ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        'The minister left early. "We will not wait," he said. "We have waited long enough," his aide added.',
        "The Ministry was founded in 1905. It has 900 staff. The building stands near the palace.",
        "Crews hit eight targets near the valley on Tuesday. One strike destroyed a bridge.",
        "Residents said they had fled. A driver said the road was shut. The army said it was open. Our map shows where.",
        "Foreign Minister Ane Eksempel met her Spanish colleague in Oslo on 3 May.",
    ],
)
def test_a_page_that_tells_what_others_do_is_no_release(text: str) -> None:
    assert own(text, publisher=MINISTRY) == []


def test_we_in_an_editorial_is_nobodys() -> None:
    rows = coded("We urge the government to act. We have said so before.", publisher="Fjord Herald")
    assert all(row["actor"] is None or row["actor"] != row["actor"] for row in rows)


SPEECH = "Mr. President, we call for a ceasefire in the valley. I condemn the raid on the depot."


@pytest.mark.parametrize(
    ("columns", "actor", "speaker"),
    [
        ({"format": "un_general_debate", "country_code": "NOR", "author": "Norway", "country": "Norway"}, "NOR", None),
        ({"format": "un_security_council", "country": "Norway", "author": "Ms. Eksempel"}, "NOR", "Ms. Eksempel"),
        ({"format": "un_security_council", "country": "Freedonia", "author": "Mr. Firefly"}, None, None),
        ({"format": "un_security_council", "country": "Norway", "participant_type": "The President"}, None, None),
    ],
)
def test_a_speech_at_the_un_is_that_of_the_state_and_never_of_the_un(columns, actor, speaker):
    page = pd.DataFrame([{"doc_id": "1", "doc": "a", "text": SPEECH, "publisher": "United Nations", **columns}])
    coded = cl.code(page).statements
    found = [None if pd.isna(code) else code for code in coded["actor"]]
    assert set(found) == {actor}
    assert len(found) == 2
    assert {None if pd.isna(name) else name for name in coded["speaker"]} == {speaker}
