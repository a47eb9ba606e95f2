"""Counting at three levels: sums and idempotence first, then cases by hand."""

import re

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from texts import COPIES, STORY

import conflictlib as cl
from conflictlib import charts, schema
from conflictlib.opening import open_statements
from conflictlib.parameters import ParameterError
from conflictlib.repeats import distinct, duplicates
from conflictlib.repeats.counting_once import RULES
from conflictlib.schema import LEVELS, TableError

COLUMNS = ["statement_id", "doc_id", "readout_id", "date", "actor", "act", "text"]


def statements(*rows):
    """Statements from (document, readout, day, actor, act, text)."""
    table = [dict(zip(COLUMNS, (f"s{n}", *row), strict=True)) for n, row in enumerate(rows)]
    result = schema.conform(table, schema.STATEMENTS) if table else schema.empty(schema.STATEMENTS)
    result.attrs["source"] = "made by hand"
    return result


def repeats(*rows):
    """Duplicates from (document, copy of, level)."""
    return schema.conform(
        pd.DataFrame(list(rows), columns=["doc_id", "copy_of", "level"]).assign(similarity=1.0), schema.DUPLICATES
    )


CALL, LEAVE = (
    "a ceasefire in the valley of the Karl without any delay",
    "the prisoners should be home before winter comes",
)
WIRE = statements(
    ("wire", "r1", "2024-05-01", "FRE", "calls_for", CALL),
    ("wire", "r2", "2024-05-01", "SYL", "states", LEAVE),
    ("copy", "r1", "2024-05-02", "FRE", "calls_for", CALL + " now"),
    ("copy", "r3", "2024-05-02", "RUR", "welcomes", "the ceasefire"),
    ("second", "r1", "2024-05-02", "FRE", "calls_for", CALL),
    ("second", "r3", "2024-05-02", "RUR", "welcomes", "the ceasefire"),
    ("same", "r1", "2024-05-03", "FRE", "calls_for", CALL),
    ("same", "r2", "2024-05-03", "SYL", "states", LEAVE),
    ("else", "r1", "2024-05-03", "FRE", "calls_for", CALL),
    (None, None, None, "FRE", "calls_for", CALL),
)
COPIED = repeats(("same", "wire", "exact"), ("copy", "wire", "near"), ("second", "wire", "near"))


def kept(table, level, copied=COPIED):
    return distinct(table, copied, level=level)["statement_id"].to_list()


# Invariants


@pytest.fixture(scope="module")
def coded():
    texts = [STORY, *COPIES.values(), STORY.upper()]
    documents = schema.conform(
        [{"doc_id": f"d{n}", "doc": f"{n}.txt", "text": text, "published": f"2024-05-{n + 3:02}"} for n, text in enumerate(texts)],
        schema.DOCUMENTS,
    )  # fmt: skip
    coded = cl.code(documents).statements
    return coded, duplicates(documents, coded)


@pytest.mark.parametrize("level", LEVELS)
def test_twice_is_once(level, coded):
    for table, copied in ((WIRE, COPIED), coded, (open_statements(), COPIED)):
        once = distinct(table, copied, level=level)
        again = distinct(once, copied, level=level)
        pd.testing.assert_frame_equal(again, once)
        assert again.attrs == once.attrs


@pytest.mark.parametrize("level", LEVELS)
def test_what_stays_are_rows_of_the_table_in_their_order(level, coded):
    table, copied = coded
    before = table.copy(deep=True)
    once = distinct(table, copied, level=level)
    rows = table[table["statement_id"].isin(once["statement_id"])].reset_index(drop=True)
    pd.testing.assert_frame_equal(once, rows)
    pd.testing.assert_frame_equal(table, before)
    assert "repeats" not in table.attrs


def test_near_takes_out_more_than_exact_and_an_outlets_copies_add_little(coded):
    table, copied = coded
    n = {level: len(distinct(table, copied, level=level)) for level in LEVELS}
    n_first = int((table["doc_id"] == "d0").sum())
    assert n_first <= n["near"] < n["exact"] < len(table)
    assert n["near"] <= n_first + 4  # what was changed in words or figures is another statement


@pytest.mark.parametrize("copied", [True, False])
def test_one_for_each_readout(copied, coded):
    table = coded[0] if copied else open_statements()
    once = distinct(table)
    assert (
        len(once)
        == cl.frequency(table.assign(date=table["date"].fillna(pd.Timestamp("2024-05-03"))), every="year")[
            "n_readouts"
        ].sum()
    )
    assert once["readout_id"].dropna().is_unique
    assert set(once["readout_id"].dropna()) == set(table["readout_id"].dropna())


@pytest.mark.parametrize("level", LEVELS)
def test_summaries_add_up_to_what_stays(level):
    once = distinct(WIRE, COPIED, level=level)
    assert cl.actors(once)["n"].sum() == len(once)
    assert cl.crosstab(once, rows="actor", columns="act")["n"].sum() == len(once)
    dated = once.dropna(subset="date")
    assert cl.frequency(dated, every="day")["n"].sum() == len(dated)


@settings(max_examples=40, deadline=None)
@given(st.permutations(range(len(WIRE))))
def test_another_order_keeps_the_same_counts(order):
    turned = WIRE.iloc[list(order)]
    for level in ("exact", "near"):
        assert sorted(kept(turned, level)) == sorted(kept(WIRE, level))
    columns = ["readout_id", "date", "actor"]
    one, other = (distinct(table)[columns].sort_values(columns).reset_index(drop=True) for table in (turned, WIRE))
    pd.testing.assert_frame_equal(one, other)


# By hand


def test_statements_of_exact_copies_fall_out():
    assert kept(WIRE, "exact") == ["s0", "s1", "s2", "s3", "s4", "s5", "s8", "s9"]


def test_of_near_copies_stays_what_only_they_have():
    # s2 and s4 are in the wire; s3 is new; s5 is in an earlier copy; s8 is another document's
    assert kept(WIRE, "near") == ["s0", "s1", "s3", "s8", "s9"]


def test_of_a_readout_stays_the_first_by_date():
    later = WIRE.assign(date=WIRE["date"].where(WIRE["statement_id"] != "s0"))
    assert kept(WIRE, "readout") == ["s0", "s1", "s3", "s9"]
    assert kept(later, "readout") == ["s1", "s2", "s3", "s9"]
    assert kept(WIRE.drop(columns="date").iloc[::-1], "readout") == ["s9", "s8", "s7", "s5"]


@pytest.mark.parametrize(
    "change",
    [
        {"actor": "SYL"},
        {"act": "rejects"},
        {"negated": True},
        {"text": CALL + " 3"},
        {"text": "talks about the bridge and the mill"},
    ],
)
def test_another_content_stays(change):
    table = statements(
        ("wire", "r1", "2024-05-01", "FRE", "calls_for", CALL), ("copy", "r1", "2024-05-02", "FRE", "calls_for", CALL)
    ).assign(negated=pd.array([False, False], dtype="boolean"))
    assert kept(table, "near") == ["s0"]
    for name, value in change.items():
        table.loc[1, name] = value
    assert kept(table, "near") == ["s0", "s1"]


def test_what_a_page_says_twice_it_says_twice():
    table = statements(*[("copy", "r1", "2024-05-01", "FRE", "calls_for", CALL)] * 2)
    assert kept(table, "near") == ["s0", "s1"]


def test_a_copy_stands_for_a_document_whose_statements_are_not_there():
    without = WIRE[WIRE["doc_id"] != "wire"]
    assert kept(without, "exact") == ["s2", "s3", "s4", "s5", "s6", "s7", "s8", "s9"]
    assert kept(without, "near") == ["s3", "s6", "s7", "s8", "s9"]


def test_a_statement_that_was_coded_twice_counts_once():
    twice = pd.concat([WIRE, WIRE])
    for level in LEVELS[:2]:
        assert kept(twice, level, repeats(("wire", "wire", "exact"))) == WIRE["statement_id"].to_list()


def test_without_copies_all_stays():
    assert kept(WIRE, "near", duplicates(schema.empty(schema.DOCUMENTS))) == WIRE["statement_id"].to_list()
    assert distinct(schema.empty(schema.STATEMENTS)).empty


# What a chart says


@pytest.mark.parametrize("level", LEVELS)
def test_the_counting_rule_is_printed(level):
    once = distinct(WIRE, COPIED, level=level).dropna(subset="date")
    rule = f"Each statement counts once; {RULES[level]}."
    for counts in (cl.frequency(once, every="day"), cl.actors(once), cl.crosstab(once, rows="actor", columns="act")):
        assert counts.attrs["counting"] == rule
        assert counts.attrs["source"] == "made by hand"
    text = charts.show(charts.bars(cl.actors(once))).text
    assert f"n = {len(once)} statements. {rule}" in text


def test_two_rules_are_both_said_once():
    both = distinct(distinct(distinct(WIRE, COPIED, level="near")), COPIED, level="near")
    assert both.attrs["repeats"] == f"{RULES['readout']}; {RULES['near']}"


# What is refused


def refused(error, message):
    return pytest.raises(error, match=f"^{re.escape(message)}$")


def test_what_is_refused():
    with refused(ParameterError, "level is 'readouts' (did you mean 'readout'?); allowed are exact, near, readout"):
        distinct(WIRE, level="readouts")
    with refused(ParameterError, "level is 'near' without duplicates; allowed is the table that duplicates() returns"):
        distinct(WIRE, level="near")
    with refused(
        TableError, "statements: there is no column 'doc_id', which the level exact needs; there are statement_id, text"
    ):
        distinct(WIRE[["statement_id", "text"]], COPIED, level="exact")
    with refused(TableError, "duplicates: there is no column 'copy_of'; there are doc_id"):
        distinct(WIRE, COPIED[["doc_id"]], level="exact")
