"""Statements that report one utterance share a readout; what is like and is another utterance does not."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import conflictlib as cl
from conflictlib.codebook import shipped_codebook
from conflictlib.coding.readouts import Readouts

READOUTS = Readouts(shipped_codebook())
CALL = {"actor": "EGY", "date": "2024-05-03", "act": "calls_for", "themes": ["ceasefire"], "addressee": "JOR",
        "text": "an immediate truce in the valley"}  # fmt: skip


def told(page: str, number: int = 0, **changed: Any) -> dict[str, Any]:
    """Return a coded statement of a page: Egypt's call for a truce with what is changed in it."""
    row = {"doc_id": page, "doc": page, "statement_id": f"{page}{number}", "start": number, "speaker": None,
           "negated": False, "members": []}  # fmt: skip
    return {**row, **CALL, **changed}


def joined(*rows: dict[str, Any]) -> set[frozenset[str]]:
    """Return which statements share a readout."""
    readouts: dict[str, set[str]] = {}
    for row, readout in zip(rows, READOUTS.of(rows), strict=True):
        readouts.setdefault(readout.id, set()).add(row["statement_id"])
    return {frozenset(ids) for ids in readouts.values() if len(ids) > 1}


# -- invariants -------------------------------------------------------------------------------------------------

ROWS = st.lists(
    st.builds(
        told,
        st.sampled_from("abcd"),
        st.integers(0, 5),
        date=st.sampled_from([None, "2024-05-03", "2024-05-04"]),
        actor=st.sampled_from([None, "EGY", "JOR"]),
        act=st.sampled_from(["calls_for", "demands", "condemns", "welcomes", "states", "consults"]),
        themes=st.lists(st.sampled_from(["ceasefire", "hostages", "other"]), min_size=1, max_size=2, unique=True),
        addressee=st.sampled_from([None, "JOR", "QAT"]),
        text=st.sampled_from(["an immediate truce", "truce and aid", "aid for the valley", "", "the hostages"]),
    ),
    max_size=14,
    unique_by=lambda row: row["statement_id"],
)


@given(ROWS, st.randoms(use_true_random=False))
@settings(max_examples=120, deadline=None)
def test_the_order_of_pages_changes_nothing(rows: list[dict[str, Any]], mixer: Any) -> None:
    other = list(rows)
    mixer.shuffle(other)
    one, two = (dict(zip([row["statement_id"] for row in given], READOUTS.of(given), strict=True))
                for given in (rows, other))  # fmt: skip
    assert one == two


@given(ROWS)
@settings(max_examples=120, deadline=None)
def test_a_readout_is_its_first_statement_and_has_one_statement_of_each_page(rows: list[dict[str, Any]]) -> None:
    seen: dict[str, list[dict[str, Any]]] = {}
    for row, readout in zip(rows, READOUTS.of(rows), strict=True):
        seen.setdefault(readout.id, []).append(row)
    for readout_id, members in seen.items():
        pages = [row["doc_id"] for row in members]
        first = min(members, key=lambda row: (row["doc_id"], row["start"], row["statement_id"]))
        assert readout_id == first["statement_id"]
        assert len(set(pages)) == len(pages)


def test_statements_stay_as_they_were() -> None:
    rows = [told("a"), told("b")]
    READOUTS.of(rows)
    assert rows == [told("a"), told("b")]
    assert READOUTS.of([]) == []


# -- what is one utterance ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "changed",
    [
        {"text": "the guns to fall silent"},
        {"act": "demands", "text": "a truce at once"},
        {"addressee": None, "text": "a halt to the war"},
        {"themes": ["ceasefire", "humanitarian_aid"], "text": "an immediate truce and relief"},
        {"themes": ["other"], "text": "an immediate truce"},
        {"act": "states", "text": "an immediate truce was needed in the valley"},
    ],
)
def test_another_outlets_words_are_the_same_utterance(changed: dict[str, Any]) -> None:
    assert joined(told("a"), told("b", **changed)) == {frozenset({"a0", "b0"})}


@pytest.mark.parametrize(
    "changed",
    [
        {"date": "2024-05-04"},  # a second call on the next day
        {"addressee": "QAT"},  # a second call on the same day
        {"actor": "JOR"},
        {"negated": True},
        {"act": "condemns"},
        {"act": "consults"},
        {"themes": ["hostages"], "text": "the captives to be freed"},
        {"date": None},
        {"actor": None},
    ],
)
def test_near_twins_stay_apart(changed: dict[str, Any]) -> None:
    assert joined(told("a"), told("b", **changed)) == set()


def test_assertions_on_one_theme_need_words_in_common() -> None:
    plain = {"act": "states", "addressee": None}
    one = told("a", text="the truce would begin at dawn", **plain)
    assert joined(one, told("b", text="details of the deal were open", **plain)) == set()
    assert joined(one, told("c", text="a truce beginning on Sunday", **plain)) == {frozenset({"a0", "c0"})}


def test_two_statements_of_one_page_stay_apart_and_the_better_one_is_joined() -> None:
    rows = told("a"), told("b", 0, text="a truce"), told("b", 1, text="an immediate truce in the valley")
    assert joined(*rows) == {frozenset({"a0", "b1"})}


def test_two_people_of_one_state_make_two_utterances_and_spellings_do_not() -> None:
    one = told("a", speaker="Samir Halim")
    assert joined(one, told("b", speaker="Nadia Fahmy")) == set()
    for same in ("Halím", "Dr Sameer Haleem", "S. Halime", None):
        assert joined(one, told("b", speaker=same)) == {frozenset({"a0", "b0"})}


def test_joint_statements_of_other_members_stay_apart() -> None:
    joint = {"actor": "JOINT", "addressee": None}
    one, other = told("a", members=["EGY", "QAT"], **joint), told("b", members=["FRA", "DEU"], **joint)
    assert joined(one, other) == set()
    assert joined(one, told("c", members=["QAT", "EGY", "USA"], **joint)) == {frozenset({"a0", "c0"})}


def test_unlike_statements_are_not_chained() -> None:
    one = told("a", themes=["ceasefire"], text="a truce in the valley")
    bridge = told("b", themes=["ceasefire", "hostages"], text="a truce in the valley and freedom for captives")
    other = told("c", themes=["hostages"], text="freedom for captives")
    assert all(len(found) == 2 for found in joined(one, bridge, other))


# -- copies -----------------------------------------------------------------------------------------------------


def page(name: str, published: str, text: str) -> dict[str, object]:
    return {"doc_id": name, "doc": f"{name}.txt", "text": text, "published": pd.Timestamp(published)}


def test_copies_share_their_readouts_whatever_day_the_pages_give_and_say_so() -> None:
    text = "Egypt called for a lasting truce in the valley.\nJordan thanked Egypt for its help with the convoys."
    result = cl.code(pd.DataFrame([page("a", "2024-05-03", text), page("b", "2024-05-04", text)]))
    ids = result.statements["readout_id"].tolist()
    assert ids[:2] == ids[2:]
    why = result.evidence.loc[result.evidence["kind"] == "readout", "rule"]
    assert why.tolist() == ["copy: the same words in a.txt"] * 4


def test_one_sentence_in_common_makes_no_copy() -> None:
    texts = (
        "Egypt called for a truce. Jordan thanked Qatar for aid.",
        "Egypt called for a truce. Oman rejected the draft.",
    )
    rows = cl.code(pd.DataFrame([page("a", "2024-05-03", texts[0]), page("b", "2024-05-04", texts[1])])).statements
    assert rows["readout_id"].is_unique


def test_a_retelling_has_its_reason_as_evidence() -> None:
    texts = "Egypt called for a lasting truce.", "On 3 May 2024 Egypt appealed for a ceasefire."
    result = cl.code(pd.DataFrame([page("a", "2024-05-03", texts[0]), page("b", "2024-05-05", texts[1])]))
    why = result.evidence[result.evidence["kind"] == "readout"]
    assert why["rule"].tolist() == ["retelling: same actor and day, calls_for, in common ceasefire"] * 2
    assert why["code"].tolist() == result.statements["readout_id"].tolist()
