"""brat standoff."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reading import load_folder, problems

from conflictlib import schema

TEXT = "3 May 2024\n\nFreedonia 😀 said that Sylvania must wait, and pay.\nRuritania met Sylvania on 3 May 2024.\n"


def at(words):
    start = TEXT.index(words)
    return f"{start} {start + len(words)}"


EVENT = (
    f"T1\tSource {at('Freedonia')}\tFreedonia\nT2\tCue {at('said')}\tsaid\n"
    f"T3\tContent {at('Sylvania must wait')};{at('pay')}\tSylvania must wait pay\n"
    f"T4\tAttribution {at('said')}\tsaid\nE1\tAttribution:T4 Content:T3 Cue:T2 Source:T1\n"
)
ANN = (
    EVENT + f"T5\twelcomes {at('Ruritania met')}\tRuritania met\nA1\tNegated E1\nA2\tActor E1 XFR\nA3\tTheme E1 ceasefire\n"
    "M1\tTheme E1 sanctions\n#1\tAnnotatorNotes E1\tas it stands\nN1\tReference T5 Wikidata:Q1\tRuritania\n"
    f"T6\tMeeting {at('met')}\tmet\nT7\tParty {at('Ruritania')}\tRuritania\nE2\tMeeting:T6 Who:T7\n"
    "R1\tBefore Arg1:E1 Arg2:E2\n*\tEquiv T1 T7\nA4\tSure T1\n"
)  # fmt: skip


def test_an_attribution_is_a_statement_with_its_spans_cue_source_and_attributes():
    loaded = load_folder({"a.txt": TEXT, "a.ann": ANN})
    first = loaded.statements.iloc[0]
    spans = [[TEXT.index("Sylvania must"), TEXT.index(",")], [TEXT.index("pay"), TEXT.index(".")]]
    assert first["spans"] == spans
    assert first[["text", "cue", "source", "actor", "notes", "coder", "doc", "date_basis"]].tolist() == [
        "Sylvania must wait pay", "said", "Freedonia", "XFR", "as it stands", "brat", "a.txt", "page",
    ]  # fmt: skip
    assert f"{first['date']:%Y-%m-%d}" == "2024-05-03"
    assert (first["themes"], bool(first["negated"])) == (["ceasefire", "sanctions"], True)
    assert TEXT[first["cue_start"] : first["cue_end"]] == "said"
    assert loaded.documents["doc_id"].tolist() == [first["doc_id"]]


def test_other_events_and_annotations_are_statements_with_a_label():
    second, third = load_folder({"a.txt": TEXT, "a.ann": ANN}).statements.to_dict("records")[1:]
    assert (second["text"], second["label"], second["who"]) == ("met", "Meeting", "Ruritania")
    assert (third["text"], third["label"], third["act"], third["reference"]) == (
        "Ruritania met", "welcomes", "welcomes", "Wikidata:Q1",
    )  # fmt: skip


def test_what_is_no_statement_is_counted():
    assert problems(load_folder({"a.txt": TEXT, "a.ann": ANN}), kind=True) == [
        (None, "1 relations are not loaded", "incomplete"),
        (None, "1 equivalences are not loaded", "incomplete"),
        (None, "what is said of 1 annotations that are no statements is not loaded", "incomplete"),
    ]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("T9\tLabel 3 999\twords", f"the offsets are '3 999'; the text has {len(TEXT):,} characters"),
        ("T9\tLabel x 9\twords", "the offsets are 'x 9'; allowed are START END, several with ; between them"),
        ("T9\tLabel 4 4\t", f"an annotation from 4 to 4; the text has {len(TEXT):,} characters"),
        ("E9\tLabel:T99", "E9 is an event of T99, which is not there"),
        ("E9\tLabel", "'Label' of E9 is no ROLE:ID"),
        ("A9\tLabel", "'Label' says of nothing what it is (wanted is NAME ID)"),
    ],
)
def test_a_line_that_fits_nothing_is_a_problem_and_the_rest_is_read(line, reason):
    loaded = load_folder({"a.txt": TEXT, "a.ann": f"{EVENT}{line}\n"})
    assert problems(loaded) == [(6, reason)]
    assert len(loaded.statements) == 1


def test_words_may_go_on_in_the_next_line_but_not_begin_one():
    loaded = load_folder({"a.txt": TEXT, "a.ann": "T1\tX 0 9\tFreed\nonia\nE1\tY:T1\nstray\n"})
    assert problems(loaded) == [(4, "no annotation (wanted is an id, a tab and what follows)")]


def test_annotators_are_the_coders_and_their_statements_apart():
    loaded = load_folder({"a.txt": TEXT, "a_anna.ann": EVENT, "a_ben.ann": EVENT})
    assert loaded.statements["coder"].tolist() == ["anna", "ben"]
    assert loaded.statements["statement_id"].nunique() == 2


def test_texts_may_stand_in_a_folder_of_their_own():
    loaded = load_folder({"text/a.txt": TEXT, "attributions/a.ann": EVENT})
    assert loaded.problems.empty
    assert loaded.statements["doc_id"].tolist() == loaded.documents["doc_id"].tolist()


def test_an_annotation_without_text_or_of_a_page_that_is_no_plain_text_is_a_problem():
    assert problems(load_folder({"a.ann": EVENT})) == [(None, "there is no a.txt beside it")]
    loaded = load_folder(
        {"a.txt": "<html><body><p>Freedonia said so, and more than so.</p></body></html>", "a.ann": EVENT}
    )
    assert ("a.ann", None, "a.txt beside it is no plain text; the offsets can't be found in it") in [
        ("a.ann", *found[-2:]) for found in problems(loaded)
    ]


def test_an_empty_file_of_annotations_is_a_note():
    assert problems(load_folder({"a.txt": TEXT, "a.ann": ""}), kind=True) == [(None, "no annotation in it", "note")]


@settings(deadline=None, max_examples=80)
@given(at=st.integers(0, len(ANN)), cut=st.integers(0, 30), put=st.text(max_size=8))
def test_a_mangled_file_gives_statements_or_problems_and_never_an_exception(at, cut, put):
    mangled = ANN[:at] + put + ANN[at + cut :]
    loaded = load_folder({"a.txt": TEXT, "a.ann": mangled.encode("utf-8", "replace")})
    schema.check(loaded.statements, schema.STATEMENTS)
    assert not loaded.problems["reason"].str.contains("Error", regex=False).any()
    text = loaded.documents["text"].iloc[0]
    for row in loaded.statements.itertuples():
        assert " ".join(text[start:end] for start, end in row.spans) == row.text
