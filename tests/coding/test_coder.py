"""What the coder promises, on sentences of our own."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import conflictlib as cl
from conflictlib.coding.text import read_text
from conflictlib.shipped import folder

CALL = """11 October 2023 – In a telephone talk, Chinese special envoy Zhai Jun urged an immediate truce.

In a call between Chinese envoy Zhai Jun and Egyptian deputy minister Samir Halim, China voiced concern over the war.
"""


def coded(text: str, **page: object) -> pd.DataFrame:
    document = {"doc_id": "d1", "doc": "page.txt", "text": text, **page}
    table = pd.DataFrame([document])
    if "published" in table:
        table["published"] = pd.to_datetime(table["published"])
    return cl.code(table).statements


def one(text: str, **page: object) -> dict[str, object]:
    rows = coded(text, **page).to_dict("records")
    assert len(rows) == 1, [row["text"] for row in rows]
    return rows[0]


# -- invariants -------------------------------------------------------------------------------------------------


def test_every_span_is_evidence_in_the_text() -> None:
    pages = cl.load(folder("data") / "pages").documents
    result = cl.code(pages)
    texts = dict(zip(pages["doc_id"], pages["text"], strict=True))
    for row in result.statements.to_dict("records"):
        text = texts[row["doc_id"]]
        assert " ".join(text[a:b] for a, b in row["spans"]) == row["text"]
        assert text[row["cue_start"] : row["cue_end"]] == row["cue"]
        assert text[row["source_start"] : row["source_end"]] == row["source"]
    for row in result.evidence.dropna(subset="start").to_dict("records"):
        source = result.statements.set_index("statement_id").loc[row["statement_id"], "doc_id"]
        assert texts[source][row["start"] : row["end"]] == row["matched"]


def test_every_code_has_its_evidence() -> None:
    result = cl.code(cl.load(folder("data") / "pages").documents)
    given_codes = {(r["statement_id"], r["kind"], r["code"]) for r in result.evidence.to_dict("records")}
    for row in result.statements.to_dict("records"):
        assert (row["statement_id"], "act", row["act"]) in given_codes
        assert isinstance(row["actor"], float) or (row["statement_id"], "actor", row["actor"]) in given_codes
        assert all((row["statement_id"], "theme", t) in given_codes for t in row["themes"] if t != "other")


def test_ids_are_unique_and_stable() -> None:
    pages = cl.load(folder("data") / "pages").documents
    first, second = cl.code(pages).statements, cl.code(pages).statements
    assert first["statement_id"].is_unique
    pd.testing.assert_frame_equal(first, second)


MARKS = "“ ” \" ' ’ ‘ „ « » `` '' ( ) [ ] , . ; : – — - … ? ! ”. ,” :“ \n | $ 's n't".split(" ")
WORDS = (
    "said told urged called for condemned that to by he she it they who which Egypt Chad President Duarte the minister a"
    " truce according As reported not never no longer nor and but or in on Monday 12 August 2023 yesterday adding saying"
    " while Mr. U.N. We Joint statement of NAME Name neither vowed yet have had been is will would must October a"
).split()
PIECES = st.lists(st.sampled_from([*MARKS, *WORDS]), max_size=60)


@settings(max_examples=150, deadline=None)
@given(st.one_of(PIECES.map(" ".join), PIECES.map("".join), st.text(max_size=200)))
def test_any_text_is_coded_without_an_exception(text: str) -> None:
    read = read_text(text)
    assert [text[a:b] for a, b in zip(read.starts, read.ends, strict=True)] == read.words
    statements = coded(text)
    assert statements["statement_id"].is_unique
    for row in statements.to_dict("records"):
        assert row["text"] == " ".join(text[a:b] for a, b in row["spans"])
        assert all(0 <= a < b <= len(text) for a, b in row["spans"])


def test_a_participle_at_the_very_end_is_no_exception() -> None:
    assert coded("Chad condemned the raid, adding")["text"].tolist() == ["the raid"]


# -- who said what ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sentence", "actor", "act", "content"),
    [
        ("Egypt condemned the raid on the camp.", "EGY", "condemns", "the raid on the camp"),
        ("The Egyptian foreign ministry called for a truce.", "EGY", "calls_for", "a truce"),
        ("Moscow said that the draft was one-sided.", "RUS", "states", "that the draft was one-sided"),
        ("The draft was one-sided, according to Jordan.", "JOR", "states", "The draft was one-sided"),
        ("“We need a pause,” said the Turkish ambassador.", "TUR", "calls_for", "We need a pause"),
        ("“We need a pause,” the Turkish ambassador said.", "TUR", "calls_for", "We need a pause"),
        ("The raid was condemned by Norway.", "NOR", "condemns", "The raid"),
        ("Brazil thanked Egypt for its help.", "BRA", "thanks", "Egypt for its help"),
        ("The Kremlin warned of a wider war.", "RUS", "warns", "a wider war"),
        ("Qatar offered to host talks.", "QAT", "offers", "to host talks"),
        ("Hamas denied that the site was used.", "HAMAS", "denies", "that the site was used"),
    ],
)
def test_plain_forms(sentence: str, actor: str, act: str, content: str) -> None:
    row = one(sentence)
    assert (row["actor"], row["act"], row["text"]) == (actor, act, content)


@pytest.mark.parametrize(
    "sentence",
    [
        "The humanitarian situation remains grave.",
        "The parties are urged to show restraint.",
        "China's call for a truce came late.",
        "Renewed calls for calm were of no avail.",
        "The draft received twelve votes.",
        "A report in support of the plan is due.",
    ],
)
def test_what_nobody_said_is_no_statement(sentence: str) -> None:
    assert coded(sentence).empty


def test_a_shared_subject_has_each_of_its_statements() -> None:
    rows = coded("Jordan condemned the strike, called for a truce and thanked Egypt.")
    assert rows["actor"].tolist() == ["JOR"] * 3
    assert rows["act"].tolist() == ["condemns", "calls_for", "thanks"]
    assert rows["text"].tolist() == ["the strike", "a truce", "Egypt"]


def test_a_broken_quotation_is_one_statement_with_two_spans() -> None:
    row = one("“We act,” said the French minister, “and we act today.”")
    assert row["text"] == "We act and we act today"
    assert len(row["spans"]) == 2
    assert row["quote"] == "direct"


def test_a_negated_act_is_marked() -> None:
    assert one("Japan did not call for sanctions.")["negated"] is True
    assert one("Japan called for sanctions.")["negated"] is False


def test_a_demonym_without_an_office_speaks_for_nobody() -> None:
    assert pd.isna(one("Israeli doctors said that beds were short.")["actor"])


def test_an_office_counts_only_while_it_lasts() -> None:
    said = "Boris Johnson said that talks had to go on."
    assert one(said, published="2020-05-01")["actor"] == "GBR"
    assert pd.isna(one(said, published="2024-05-01")["actor"])


def test_on_an_undated_page_a_name_alone_proves_no_office() -> None:
    assert pd.isna(one("Boris Johnson said that talks had to go on.")["actor"])
    assert pd.isna(one("The former prime minister Boris Johnson said that talks had to go on.")["actor"])
    assert one("Prime Minister Boris Johnson said that talks had to go on.")["actor"] == "GBR"


def test_an_armed_group_speaks_for_itself_and_not_for_a_people() -> None:
    assert one("The Palestinian group Hamas said that talks had failed.")["actor"] == "HAMAS"
    assert pd.isna(one("Palestinian militants said that talks had failed.")["actor"])


def test_a_numeral_is_no_surname() -> None:
    rows = coded("Abdullah II urged calm. World War II said little. Abdullah urged talks.", published="2024-10-02")
    assert rows["speaker"].tolist()[0] == "Abdullah II"
    assert "II" not in rows["speaker"].tolist()[1:]


def test_a_surname_of_two_people_names_neither() -> None:
    page = "Israel Katz met Ada Katz. Eli Cohen met the Emir Tamim bin Hamad Al Thani and Mohammed bin Abdulrahman Al Thani."
    row = coded(page + " Thani urged calm.", published="2023-12-01").iloc[-1]
    assert (row["actor"], row["speaker"]) == ("QAT", "Thani")


def test_pronoun_and_surname_go_to_the_speaker_before() -> None:
    rows = coded("Chinese envoy Zhai Jun urged calm. He called for talks. Zhai also thanked Egypt.\n")
    assert rows["actor"].tolist() == ["CHN"] * 3


# -- to whom, when, on what -------------------------------------------------------------------------------------


def test_the_two_sides_of_a_call_are_each_others_addressees() -> None:
    rows = coded(CALL, published="2023-10-12")
    assert rows.iloc[-1][["actor", "addressee", "act"]].tolist() == ["CHN", "EGY", "expresses_concern"]


@pytest.mark.parametrize(
    ("text", "day", "basis"),
    [
        ("CAIRO, 12 November 2023 (Harbour Post) – Egypt called for a truce.", "2023-11-12", "dateline"),
        ("November 12, 2023 – Egypt called for a truce.", "2023-11-12", "dateline"),
        ("Egypt called for a truce.", "2023-11-14", "page"),
        ("On Monday, Egypt called for a truce.", "2023-11-13", "text"),
        ("Egypt said yesterday that a truce was near.", "2023-11-13", "text"),
        ("On 3 November 2023 Egypt called for a truce.", "2023-11-03", "text"),
    ],
)
def test_the_day_of_a_statement(text: str, day: str, basis: str) -> None:
    row = one(text, published="2023-11-14")
    assert (str(row["date"])[:10], row["date_basis"]) == (day, basis)


def test_without_any_date_there_is_none() -> None:
    row = one("Egypt called for a truce.")
    assert pd.isna(row["date"])
    assert row["date_basis"] == "none"


def test_a_longer_pattern_hides_what_lies_within_it() -> None:
    assert one("Egypt urged a halt to the fighting.")["themes"] == ["ceasefire"]


def test_a_headline_that_the_text_repeats_counts_once() -> None:
    page = "Egypt Calls for Truce\nEgypt Calls for Truce\n\nEgypt called on Monday for a truce in the long war.\n"
    assert len(coded(page)) == 1


def test_one_utterance_in_two_outlets_is_one_readout() -> None:
    pages = pd.DataFrame(
        [
            {"doc_id": "a", "doc": "a", "text": "On 3 May 2024 Egypt called for a ceasefire."},
            {"doc_id": "b", "doc": "b", "text": "On 3 May 2024 Egypt appealed for a lasting truce."},
            {"doc_id": "c", "doc": "c", "text": "On 4 May 2024 Egypt appealed for a lasting truce."},
        ]
    )
    ids = cl.code(pages).statements["readout_id"].tolist()
    assert ids[0] == ids[1] != ids[2]
