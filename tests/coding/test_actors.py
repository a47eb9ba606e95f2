"""In whose name somebody spoke, on sentences of our own: one or more for each rule, and near misses for each trap."""

from __future__ import annotations

import datetime as dt
import itertools

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import conflictlib as cl
from conflictlib.codebook import shipped_codebook
from conflictlib.coding.actors import Actors
from conflictlib.coding.offices import Offices, fold
from conflictlib.coding.text import read_text

ACTORS = Actors(shipped_codebook())


def coded(text: str, **page: object) -> pd.DataFrame:
    table = pd.DataFrame([{"doc_id": "d1", "doc": "page.txt", "text": text, **page}])
    if "published" in table:
        table["published"] = pd.to_datetime(table["published"])
    return cl.code(table).statements


def speakers(text: str, **page: object) -> list[tuple[str | None, str | None]]:
    """Actor and speaker of each statement, None for missing."""
    rows = coded(text, **page)[["actor", "speaker"]].to_dict("records")
    return [tuple(None if pd.isna(v) else v for v in row.values()) for row in rows]


def actor_of(source: str, day: dt.date | None = None) -> str | None:
    """The actor of a source that stands alone."""
    text = read_text(source)
    return ACTORS.speaker(text, (0, len(text.words)), ACTORS.read(text, day), day).code


# -- invariants ---------------------------------------------------------------------------------------------------


def test_every_alias_is_found_where_it_stands() -> None:
    for alias in shipped_codebook().aliases["alias"]:
        mentions = ACTORS.read(read_text(f"they met {alias} ."), None).mentions
        assert alias in {m.alias for m in mentions}


@settings(max_examples=60, deadline=None)
@given(st.text(st.sampled_from("aAUS Egypt'sMr.,(-)–and the ofminister Dr’"), max_size=80))
def test_mentions_lie_in_order_and_apart_in_any_text(text: str) -> None:
    read = read_text(text)
    mentions = ACTORS.read(read, None).mentions
    assert all(0 <= m.first < m.last <= len(read.words) for m in mentions)
    assert all(a.last <= b.first for a, b in itertools.pairwise(mentions))


def test_every_state_has_a_name_a_demonym_and_a_ministry() -> None:
    book = shipped_codebook()
    aliases, states = book.aliases, set(book.actors.loc[book.actors["kind"] == "state", "code"])
    assert states <= set(aliases.loc[aliases["use"].isin(["actor", "mention"]), "code"])
    no_adjective = {
        "COG",
        "DMA",
        "ATG",
        "CAF",
        "ESH",
        "GNB",
        "KIR",
        "KNA",
        "LCA",
        "LIE",
        "MHL",
        "NRU",
        "NZL",
        "PLW",
        "SLB",
        "STP",
        "VAT",
    }
    assert states - set(aliases.loc[aliases["use"] == "modifier", "code"]) <= no_adjective
    for alias in aliases.loc[aliases["kind"] == "demonym", :].query("use == 'modifier'").itertuples():
        assert actor_of(f"the {alias.alias} foreign ministry") == alias.code


# -- bodies -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "actor"),
    [
        ("The government of Chad", "TCD"),
        ("Chad's Ministry of Trade", "TCD"),
        ("Jordan", "JOR"),
        ("the Georgian prime minister", "GEO"),
        ("a senior Israeli official", "ISR"),
        ("an official from Qatar", "QAT"),
        ("officials in Nairobi", "KEN"),
        ("Nairobi", "KEN"),
        ("Nairobi's special envoy", "KEN"),
        ("the foreign ministry in Nairobi", "KEN"),
        ("Foggy Bottom", "USA"),
        ("Rashtrapati Bhavan", "IND"),
        ("the Quai d'Orsay", "FRA"),
        ("a spokesman for the Nigerien junta", "NER"),
        ("the Nigerian army", "NGA"),
        ("the Permanent Observer for the State of Palestine", "PSE"),
        ("members of the Security Council", "UNSC"),
        ("The fifteen members of the Security Council on Thursday", "UNSC"),
        ("the UN human rights chief", "OHCHR"),
        ("the Islamic Resistance Movement, Hamas", "HAMAS"),
        ("the Palestinian movement Fatah", "FATAH"),
        ("Sudan's Rapid Support Forces", "SDN"),
        ("the Rapid Support Forces", "RSF"),
        ("al-Shabaab militants", "SHABAAB"),
        ("the Iranian Foreign Office", "IRN"),
        ("Chinese state television", "CHN"),
        ("Xinhua", "CHN"),
        ("the Palestinians", "PSE"),
        ("The representative of the United States on Monday", "USA"),
        ("UNITED STATES", "USA"),
        ("the South Sudanese minister", "SSD"),
        ("Papua New Guinea", "PNG"),
        ("the Equatorial Guinean government", "GNQ"),
        ("Guinea-Bissau", "GNB"),
        ("the Congolese army", "COD"),
        ("the Republic of Congo", "COG"),
        ("the North Korean leader", "PRK"),
        ("Dominica", "DMA"),
        ("the Dominican Republic", "DOM"),
        ("the Iraqi Kurdish president", "KRG"),
    ],
)
def test_bodies_speak(source: str, actor: str) -> None:
    assert actor_of(source) == actor


@pytest.mark.parametrize(
    "source",
    [
        "Michael Jordan",
        "Jordan Perrin",
        "Chad Smith",
        "Georgia Lowe",
        "Paris Hilton",
        "Denzel Washington",
        "the Washington Post",
        "The New York Times",
        "the London School of Economics",
        "the Times of Israel",
        "Turkey sandwiches",
        "West Jerusalem",
        "New Mexico",
        "Northern Ireland",
        "American Samoa",
        "a U.S. District Court judge",
        "Palestinian militants",
        "Egyptian doctors",
        "the Israeli opposition leader",
        "the former Egyptian minister",
        "a professor from Egypt",
        "an Iran analyst",
        "the Israeli newspaper",
        "Chinese television",
        "refugees from Iraq",
        "Opponents of allowing Syrian refugees",
        "talks with Iran",
        "a coalition of groups including the American Congress of Physicians",
        "It",
        "me",
        "us",
    ],
)
def test_who_speaks_for_no_actor(source: str) -> None:
    assert actor_of(source) is None


def test_several_actors_together_are_joint_with_members() -> None:
    row = coded("Egypt, Qatar and the United States called for a truce.").iloc[0]
    assert (row["actor"], row["members"]) == ("JOINT", ["EGY", "QAT", "USA"])
    row = coded("The foreign ministers of Norway and Spain condemned the raid.").iloc[0]
    assert (row["actor"], row["members"]) == ("JOINT", ["ESP", "NOR"])


def test_an_abbreviation_means_what_the_page_says_that_it_means() -> None:
    page = "The International Labour Organization (LOX) called for talks. LOX also condemned the raid."
    assert [actor for actor, _ in speakers(page)] == ["ILO", "ILO"]


def test_a_body_is_called_by_its_last_word_once_it_was_named() -> None:
    page = "The Security Council met. The Council condemned the raid. The Court condemned the raid."
    assert [actor for actor, _ in speakers(page)] == ["UNSC", None]


# -- people -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "introduction",
    [
        "Chadian envoy Abakar Sabun called for talks.",
        "Abakar Sabun, Chad's envoy, called for talks.",
        "Abakar Sabun, the Chadian envoy for peace, called for talks.",
        "Chad's envoy, Abakar Sabun, called for talks.",
        "The envoy of Chad, Abakar Sabun, called for talks.",
        "ABAKAR SABUN (Chad) called for talks.",
    ],
)
def test_the_page_introduces_people(introduction: str) -> None:
    rows = speakers(introduction + " Later Sabun condemned the raid.")
    assert [actor for actor, _ in rows] == ["TCD", "TCD"]
    assert {speaker.lower() for _, speaker in rows if speaker} == {"abakar sabun"}


def test_the_role_is_the_office_before_the_name() -> None:
    assert coded("Chadian special envoy Abakar Sabun called for talks.")["role"].tolist() == ["Chadian special envoy"]


@pytest.mark.parametrize(
    ("page", "who"),
    [
        ("Ada Lowe, a Sabun supporter, called for talks.", (None, None)),
        ("The Sabun campaign called for talks.", (None, None)),
        ("Sabun's spokesman called for talks.", ("TCD", None)),
        ("A spokesman for Sabun called for talks.", ("TCD", None)),
        ("Sara Sabun called for talks.", (None, "Sara Sabun")),
    ],
)
def test_who_only_stands_beside_somebody(page: str, who: tuple[str | None, str | None]) -> None:
    assert speakers("Chadian president Abakar Sabun met nobody. " + page)[-1] == who


def test_out_of_office_is_out_of_the_state() -> None:
    assert speakers("The former Chadian envoy Abakar Sabun called for talks.")[0][0] is None
    assert speakers("Abakar Sabun, once Chad's envoy, called for talks.")[0][0] is None


def test_an_office_holder_speaks_for_the_state_of_that_day() -> None:
    said = "Mark Rutte called for talks."
    assert speakers(said, published="2023-03-01") == [("NLD", "Mark Rutte")]
    assert speakers(said, published="2025-03-01") == [("NATO", "Mark Rutte")]
    assert speakers(said) == [(None, "Mark Rutte")]


def test_a_leader_is_known_by_the_family_name_where_the_page_names_the_state() -> None:
    assert speakers("India hosted the summit. Modi called for talks.", published="2023-09-09") == [
        ("IND", "Narendra Modi")
    ]
    assert speakers("India hosted it. Lalit Modi left. Modi called for talks.", published="2023-09-09")[-1][0] is None
    assert speakers("Peru hosted the summit. Modi called for talks.", published="2023-09-09")[-1][0] is None


def test_on_an_undated_page_the_office_must_be_one_that_the_person_held() -> None:
    assert speakers("President Kofi Annan called for talks.")[0][0] is None
    assert speakers("Secretary-General Kofi Annan called for talks.") == [("UN", "Kofi Annan")]
    assert speakers("Senator Marco Rubio called for talks.")[0][0] is None


def test_ten_years_and_more_in_one_office_until_today_need_no_date() -> None:
    assert speakers("Paul Kagame called for talks.") == [("RWA", "Paul Kagame")]
    assert speakers("Tony Blair called for talks.") == [(None, "Tony Blair")]


def test_transliterations_meet() -> None:
    day = dt.date(2024, 9, 1)
    names = ("Badr Abdelatty", "Badr Abdelaty", "Abdel Fattah al-Sisi", "Abdel Fattah El-Sisi", "Recep Tayyip Erdogan")
    assert [actor_of(name, day) for name in names] == ["EGY", "EGY", "EGY", "EGY", "TUR"]


@given(st.text(st.sampled_from("abİıßøÉ’'-lALz "), max_size=12))
def test_folding_twice_changes_nothing_but_the_article(word: str) -> None:
    assert fold(fold(word)) == fold(fold(fold(word))) or "-" in word


def test_terms_are_inclusive_on_both_days() -> None:
    offices = Offices(shipped_codebook())
    for day in (dt.date(2016, 7, 13), dt.date(2019, 7, 23)):
        assert offices.on("Theresa May", day).office == "Prime Minister"
    assert offices.on("Theresa May", dt.date(2019, 7, 24)) is None


# -- pronouns and descriptions --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("page", "actor"),
    [
        ("Chadian envoy Abakar Sabun condemned the raid. He called for talks.", "TCD"),
        ("Chadian envoy Abakar Sabun condemned the raid. The envoy called for talks.", "TCD"),
        ("Chadian envoy Abakar Sabun condemned the raid. The diplomat called for talks.", "TCD"),
        ("On Monday Chadian envoy Abakar Sabun met Ada Lowe. He called for talks.", "TCD"),
        ("The representative of Malta introduced the text. She called for talks.", "MLT"),
        ("King Sabun of Chad condemned the raid. The monarch called for talks.", "TCD"),
        ("Nairobi condemned the raid. It called for talks.", "KEN"),
        ("Hamas condemned the raid. The movement called for talks.", "HAMAS"),
        ("The European Union condemned the raid. The bloc called for talks.", "EU"),
        ("Kenya's foreign ministry condemned the raid. The ministry called for talks.", "KEN"),
        ("Norway and Spain condemned the raid. The two called for talks.", "JOINT"),
        ("Norway and Spain condemned the raid. They called for talks.", "JOINT"),
        ("Hamas condemned the raid. The head of its political bureau called for talks.", "HAMAS"),
        ("Hamas condemned the raid. The leader of the movement called for talks.", "HAMAS"),
        ("Kenya condemned the raid. Its envoy called for talks.", "KEN"),
        ("Kenyan envoy Ada Lowe condemned the raid. Her delegation called for talks.", "KEN"),
        ("Norway, Spain and Kenya met. The three ministers called for talks.", "JOINT"),
        ("Kenya\nThe raid went on, and a government spokesman called for talks.", "KEN"),
    ],
)
def test_the_last_fitting_speaker(page: str, actor: str) -> None:
    assert speakers(page)[-1][0] == actor


@pytest.mark.parametrize(
    "page",
    [
        "He called for talks.",
        "The minister called for talks.",
        "Chadian envoy Abakar Sabun condemned the raid. The deputy envoy called for talks.",
        "Mrs Ada Lowe, Chad's envoy, condemned the raid. He called for talks.",
        "Hamas condemned the raid. The bloc called for talks.",
        "Norway, Spain and Kenya met. The eight ministers called for talks.",
        "Hamas condemned the raid. The court called for talks.",
        "Officials were there. A report called for talks.",
    ],
)
def test_nobody_fitting_spoke(page: str) -> None:
    assert speakers(page)[-1][0] is None


def test_she_is_nobody_who_is_called_he() -> None:
    page = "Chadian envoy Kim Sabun condemned the raid. He called for talks. She thanked Norway."
    assert [actor for actor, _ in speakers(page)] == ["TCD", "TCD", None]


def test_we_on_a_joint_page_are_its_signers() -> None:
    page = "Joint statement by the foreign ministers of Norway, Spain and Kenya\nWe condemn the raid."
    row = coded(page).iloc[-1]
    assert (row["actor"], row["members"]) == ("JOINT", ["ESP", "KEN", "NOR"])


def test_on_a_page_of_its_own_the_minister_is_the_publishers() -> None:
    page = "The Foreign Secretary condemned the raid."
    assert speakers(page, publisher="UK Government") == [("GBR", None)]
    assert speakers(page) == [(None, None)]
