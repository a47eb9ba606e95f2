"""Keywords in context: where they stand, what stands around them, and which patterns are refused."""

import re

import pandas as pd
import pytest
from few_statements import in_documents, said
from hypothesis import given, settings
from hypothesis import strategies as st

from conflictlib.coding import code
from conflictlib.opening import open_statements
from conflictlib.parameters import ParameterError
from conflictlib.schema import TableError
from conflictlib.words import kwic

SAMPLE = open_statements()
PAGE = (
    "Freedonia spoke. It asked all to halt the shelling, and to stop at last the fighting near Klopstokia. Rain fell."
)
ASKED = "halt the shelling, and to stop at last the fighting"
START = PAGE.index(ASKED)


def seen(found):
    return found[["before", "keyword", "after"]].to_numpy().tolist()


# Invariants


def test_every_place_of_a_word_is_found_once_in_the_sample():
    found = kwic(SAMPLE, "ceasefire*")
    expected = sum(len(re.findall(r"(?i)(?<![\w-])ceasefire\w*", text)) for text in SAMPLE["text"])
    assert len(found) == expected
    assert not found.duplicated(["statement_id", "before", "after"]).any()
    assert found.attrs["n"] == len(SAMPLE)
    assert found.attrs["n_with"] == found["statement_id"].nunique()


def test_what_stands_around_a_keyword_is_the_text():
    text = SAMPLE.set_index("statement_id")["text"]
    for row in kwic(SAMPLE, "truce;ceasefire", window=1000).itertuples():
        assert "".join([row.before, row.keyword, row.after]).replace(" ", "") == text[row.statement_id].replace(" ", "")


def test_places_are_in_order_of_date_whatever_the_order_of_the_statements():
    found = kwic(SAMPLE, "hostage*;ceasefire")
    assert found["date"].is_monotonic_increasing
    pd.testing.assert_frame_equal(found, kwic(SAMPLE.sample(frac=1, random_state=3), "hostage*;ceasefire"))


def test_offsets_are_those_of_the_document():
    rows = [("2024-01-01", "FRE", "", ASKED, "d1", [[START, START + len(ASKED)]])]
    for documents in (None, in_documents(d1=PAGE)):
        (row,) = kwic(said(*rows), "fighting", documents=documents).itertuples()
        assert PAGE[row.start : row.end] == "fighting"


def test_coded_statements_give_the_same_keywords_with_their_documents_and_without():
    page = (
        "Freedonia's foreign minister Rufus Firefly called for an immediate ceasefire on Monday. "
        'Sylvania said: "We want a truce, and we want it now," and urged a ceasefire, as it had in May.'
    )
    documents = in_documents(d1=page)
    statements = code(documents).statements
    alone, within = kwic(statements, "ceasefire;truce"), kwic(statements, "ceasefire;truce", documents=documents)
    same = ["statement_id", "keyword", "pattern", "start", "end"]
    assert len(alone) >= 2
    pd.testing.assert_frame_equal(alone[same], within[same])
    assert all(page[row.start : row.end] == row.keyword for row in within.itertuples())
    assert alone["after"].map(len).sum() < within["after"].map(len).sum()  # the page goes on


# Cases by hand


def test_the_window_counts_words_and_shows_the_marks_between():
    (row,) = seen(kwic(said((None, "FRE", "", "One, two; three TRUCE (four) five. Six.")), "truce", window=2))
    assert row == ["two; three", "TRUCE", "(four) five"]


def test_no_window_shows_the_keyword_alone():
    assert seen(kwic(said((None, "FRE", "", "a truce now")), "truce", window=0)) == [["", "truce", ""]]


def test_with_documents_the_words_around_reach_beyond_the_statement():
    rows = [("2024-01-01", "FRE", "", ASKED, "d1", [[START, START + len(ASKED)]])]
    assert seen(kwic(said(*rows), "halt", window=2)) == [["", "halt", "the shelling"]]
    assert seen(kwic(said(*rows), "halt", window=2, documents=in_documents(d1=PAGE))) == [
        ["all to", "halt", "the shelling"]
    ]


def test_a_pattern_is_found_in_the_statement_only_and_not_in_the_rest_of_its_page():
    rows = [("2024-01-01", "FRE", "", ASKED, "d1", [[START, START + len(ASKED)]])]
    assert kwic(said(*rows), "freedonia;rain", documents=in_documents(d1=PAGE)).empty


@pytest.mark.parametrize(
    ("pattern", "keywords"),
    [
        ("fight*", ["fighting"]),
        ("halt* the *", ["halt the shelling"]),
        ("{halt,stop} ... {shelling,fighting}", ["halt the shelling", "stop at last the fighting"]),
        ("shelling and", []),  # a comma stands between
        ("Stop; HALT", ["halt", "stop"]),
        (["stop", "halt; fighting"], ["halt", "stop", "fighting"]),
    ],
)
def test_patterns_are_those_of_the_codebook(pattern, keywords):
    assert kwic(said((None, "FRE", "", ASKED)), pattern)["keyword"].to_list() == keywords


def test_places_of_one_pattern_do_not_overlap_and_the_longest_is_taken():
    text = "aid and more aid and yet more aid"
    found = kwic(said((None, "FRE", "", text)), "aid ... aid")
    assert found["keyword"].to_list() == ["aid and more aid"]


def test_no_keyword_reaches_from_one_part_of_a_statement_into_the_next():
    page = "a truce, he said, must hold"
    rows = [(None, "FRE", "", "a truce must hold", "d1", [[0, 7], [18, 27]])]
    for documents in (None, in_documents(d1=page)):
        assert kwic(said(*rows), "truce must", documents=documents).empty
        (row,) = kwic(said(*rows), "must", documents=documents).itertuples()
        assert (row.start, row.end) == (18, 22)


def test_a_statement_without_spans_has_no_offsets_and_one_without_text_no_places():
    rows = said((None, "FRE", "", "truce"), (None, "SYL", "", ""))
    found = kwic(rows, "truce", documents=in_documents(d1=PAGE))
    assert found["start"].isna().tolist() == [True]
    assert str(found["start"].dtype) == "Int64"


def test_undated_places_stand_last():
    rows = said((None, "FRE", "", "truce"), ("2024-01-02", "SYL", "", "truce"), ("2024-01-01", "SYL", "", "truce"))
    assert kwic(rows, "truce")["statement_id"].to_list() == ["S2", "S1", "S0"]


def test_nothing_found_is_a_table_with_all_columns():
    found, none = kwic(SAMPLE, "ceasefire"), kwic(SAMPLE.head(0), "ceasefire")
    assert none.empty
    assert none.columns.equals(found.columns)
    assert none.dtypes.equals(found.dtypes)


def test_nothing_is_changed_in_what_is_given():
    before = SAMPLE.copy(deep=True)
    kwic(SAMPLE, "truce")
    pd.testing.assert_frame_equal(SAMPLE, before)


@pytest.mark.parametrize(
    ("given_pattern", "window", "message"),
    [
        ("", 5, "pattern is ''; allowed are words such as 'ceasefire*', several with ; between"),
        ([], 5, "pattern is []; allowed are words such as 'ceasefire*', several with ; between"),
        ("truce; {a,b", 5, "pattern has '{a,b', which can never match: a brace is not closed"),
        ("* truce", 5, "pattern has '* truce', which can never match: it begins with no word"),
        ("truce ...", 5, "pattern has 'truce ...', which can never match: it ends in a gap"),
        ("@actor must", 5,
         "pattern has '@actor must', which can never match: @actor stands for names that only the coder finds"),
        ("truce", -1, "window is -1; allowed is a whole number from 0"),
        ("truce", 2.5, "window is 2.5; allowed is a whole number from 0"),
    ],
)  # fmt: skip
def test_a_wrong_value_is_one_sentence(given_pattern, window, message):
    with pytest.raises(ParameterError) as caught:
        kwic(SAMPLE, given_pattern, window=window)
    assert str(caught.value) == message


def test_statements_without_a_text_column_are_refused():
    with pytest.raises(TableError, match="there is no column 'text'"):
        kwic(SAMPLE.drop(columns="text"), "truce")


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=60), st.text("abc*?{,}. ;'’-", min_size=1, max_size=12), st.integers(0, 3))
def test_any_text_and_pattern_give_places_or_one_sentence(text, pattern, window):
    statements = said((None, "FRE", "", text))
    try:
        found = kwic(statements, pattern, window=window)
    except ParameterError:
        return
    held = " ".join(text.split())
    assert all(row.keyword in held and row.before in held and row.after in held for row in found.itertuples())
