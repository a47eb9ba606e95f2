"""New, withdrawn and recoded statements, and actors: invariants, then cases by hand."""

import re

import pandas as pd
import pytest
from corpora import corpus, said
from hypothesis import given, settings
from hypothesis import strategies as st

from conflictlib import schema
from conflictlib.codebook import Codebook
from conflictlib.comparing import changes
from conflictlib.opening import open_statements
from conflictlib.parameters import ParameterError
from conflictlib.schema import TableError

TABLES = ("statements", "withdrawn", "recoded", "positions", "actors", "themes", "periods")

days = st.one_of(st.none(), st.sampled_from(["2024-03-01", "2024-03-02", "2024-03-09", "2024-03-20"]))
rows = st.fixed_dictionaries({
    "statement_id": st.sampled_from([f"s{n}" for n in range(8)]),
    "date": days,
    "actor": st.sampled_from([None, "NOR", "CHE", "JOINT"]),
    "members": st.sampled_from(["", "", "", "NOR;CHE"]),
    "act": st.sampled_from([None, "calls_for", "rejects", "condemns", "states"]),
    "negated": st.sampled_from([None, False, True]),
    "themes": st.sampled_from(["", "ceasefire", "ceasefire;famine", "mediation;ceasefire"]),
    "text": st.sampled_from(["one", "two"]),
})  # fmt: skip
tables = st.lists(rows, max_size=8, unique_by=lambda row: row["statement_id"]).map(lambda some: corpus(*some))


def same(one, other):
    assert one.counts == other.counts
    for name in TABLES:
        pd.testing.assert_frame_equal(getattr(one, name), getattr(other, name))


# Invariants


@settings(max_examples=15, deadline=None)
@given(tables, tables)
def test_what_is_new_and_what_is_kept_make_what_stands_now(before, now):
    found = changes(before, now)
    old, new = set(before["statement_id"]), set(now["statement_id"])
    assert set(found.statements["statement_id"]) <= new - old
    assert set(found.withdrawn["statement_id"]) <= old - new
    assert len(found.statements) + found.n_moved + len(old & new) == found.n_now == len(now)
    assert len(found.withdrawn) + found.n_moved + len(old & new) == found.n_before == len(before)
    assert set(found.recoded["statement_id"]) <= old & new


@settings(max_examples=10, deadline=None)
@given(tables)
def test_a_corpus_against_itself_changes_nothing(table):
    found = changes(table, table.copy())
    if len(table):
        assert found.nothing
    assert not len(found.positions)
    assert not len(found.actors)
    assert not len(found.recoded)


@settings(max_examples=10, deadline=None)
@given(tables, tables, st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(before, now, shuffled):
    mixed = [table.sample(frac=1, random_state=shuffled.randrange(1000)) for table in (before, now)]
    same(changes(before, now), changes(*mixed))


@settings(max_examples=10, deadline=None)
@given(tables, tables)
def test_nothing_given_is_changed(before, now):
    copies = before.copy(deep=True), now.copy(deep=True)
    changes(before, now)
    pd.testing.assert_frame_equal(before, copies[0])
    pd.testing.assert_frame_equal(now, copies[1])


@settings(max_examples=10, deadline=None)
@given(tables, tables)
def test_there_and_back_what_was_new_is_withdrawn(before, now):
    there, back = changes(before, now), changes(now, before)
    assert set(there.statements["statement_id"]) == set(back.withdrawn["statement_id"])
    assert len(there.recoded) == len(back.recoded)


def test_the_sample_cut_at_a_day_is_new_from_there_on():
    sample = open_statements()
    before = sample[sample["date"] < "2024-06-01"]
    found = changes(before, sample)
    assert set(found.statements["statement_id"]) == set(sample["statement_id"]) - set(before["statement_id"])
    assert found.statements["date"].is_monotonic_decreasing
    assert set(found.actors["actor"]) == set(sample["actor"]) - set(before["actor"]) - {"JOINT"}


# Statements


def test_a_recoded_statement_is_told_code_by_code():
    before = corpus(said("s1", "2024-03-01", "NOR", "states", "famine;ceasefire", addressee="CHE;SWE"))
    now = corpus(said("s1", None, "NOR", "rejects", "ceasefire", addressee="SWE;CHE", negated=True))
    found = changes(before, now)
    assert found.recoded[["what", "from", "to"]].to_numpy().tolist() == [
        ["date", "2024-03-01", ""],
        ["act", "states", "rejects"],
        ["negated", "no", "yes"],
        ["themes", "ceasefire;famine", "ceasefire"],
    ]
    assert found.counts["recoded"] == 1
    assert found.counts["new"] == found.counts["withdrawn"] == 0


def test_the_order_of_codes_and_an_act_that_is_not_denied_are_no_recoding():
    before = corpus(said("s1", "2024-03-01", themes="famine;ceasefire", members="NOR;CHE"))
    now = corpus(said("s1", "2024-03-01", themes="ceasefire;famine", members="CHE;NOR", negated=False))
    assert changes(before, now).nothing


def test_a_withdrawn_statement_has_the_reason_that_was_given():
    before = corpus(said("s1", "2024-03-01"), said("s2", "2024-03-02"), said("s3", "2024-03-03", act="states"))
    now = before[before["statement_id"] == "s3"].assign(act="rejects")
    ended = pd.DataFrame({
        "statement_id": ["s2", "s3", "s2", "s9"],
        "ended_why": ["superseded: page of 5 March", "recoded: codebook", "removed: a forecast", "removed: long ago"],
    })  # fmt: skip
    found = changes(before, now, withdrawn=ended)
    why = found.withdrawn.set_index("statement_id")["ended_why"]
    assert why["s2"] == "removed: a forecast; superseded: page of 5 March"
    assert pd.isna(why["s1"])
    assert "s9" not in why
    assert found.recoded["ended_why"].to_list() == ["recoded: codebook"]
    same(found, changes(before, now, withdrawn=ended[::-1]))


def test_a_statement_on_a_page_that_was_replaced_is_no_news():
    before = corpus(said("s1", "2024-03-01", text="a truce"), said("s2", "2024-03-01", text="a truce"))
    now = corpus(
        *(said(f"t{n}", "2024-03-01", text="a truce") for n in range(3)),
        said("u", "2024-03-01", text="a truce", act="rejects"),
    )
    found = changes(before, now)
    assert found.statements["statement_id"].to_list() == ["t2", "u"]  # two were there before, and two stand again
    assert found.n_moved == 2
    assert found.withdrawn.empty


def test_of_rows_with_one_id_the_first_counts():
    twice = corpus(said("s1", "2024-03-01"), said("s1", "2024-03-02", act="rejects"))
    found = changes(corpus(said("s0", "2024-01-01")), twice)
    assert found.n_now == 1
    assert found.statements["act"].to_list() == ["calls_for"]


def test_a_table_with_the_fewest_columns_will_do():
    now = pd.DataFrame({"statement_id": ["s1", "s2"], "text": ["a truce", "a pause"]})
    found = changes(now.head(1), now)
    assert found.counts["new"] == 1
    assert found.statements["themes"].to_list() == [[]]


def test_further_columns_are_kept():
    now = corpus(said("s1", "2024-03-01", weight="heavy"), said("s2", "2024-03-01", weight="light"))
    assert changes(now.head(1), now).statements["weight"].to_list() == ["light"]


# The first report


def test_on_the_first_report_nothing_is_there_for_the_first_time():
    now = corpus(*(said(f"s{n}", f"2024-0{1 + n // 28}-{1 + n % 28:02}") for n in range(80)))
    found = changes(schema.empty(schema.STATEMENTS), now)
    assert found.first_report
    assert len(found.statements) == 80
    for name in ("positions", "actors", "themes", "periods", "recoded", "withdrawn"):
        assert getattr(found, name).empty
    assert found.sentence() == "This is the first report: 80 statements by 1 actor, and nothing before to compare with."
    assert repr(found) == f"Changes: {found.sentence()}"


def test_two_empty_corpora_are_a_first_report_too():
    found = changes(corpus(), corpus())
    assert found.first_report
    assert found.sentence() == "This is the first report: no statement, and nothing before to compare with."


# Actors


def test_an_actor_is_seen_for_the_first_time_with_its_first_statement():
    before = corpus(said("s1", "2024-03-01", "NOR"), said("j", "2024-03-01", "JOINT", members="FIN;CHE"))
    new = corpus(said("s4", None, "SWE"), said("s3", "2024-03-05", "SWE"), said("s2", "2024-03-05", "SWE"),
                 said("s5", "2024-02-01", "NOR"), said("s6", "2024-03-05", "FIN"), said("s7", "2024-03-05", None))  # fmt: skip
    found = changes(before, pd.concat([before, new])).actors
    assert found[["actor", "n", "statement_id"]].to_numpy().tolist() == [["FIN", 1, "s6"], ["SWE", 3, "s2"]]
    assert found["first"].dt.strftime("%Y-%m-%d").to_list() == ["2024-03-05", "2024-03-05"]


def test_an_actor_that_only_recoding_made_is_not_seen_for_the_first_time():
    before = corpus(said("s1", "2024-03-01", "NOR"))
    now = corpus(said("s1", "2024-03-01", "SWE"), said("s2", "2024-03-05", "SWE"))
    assert changes(before, now).actors.empty


def test_an_actor_that_is_joint_is_none():
    before = corpus(said("s1", "2024-03-01", "NOR"))
    now = pd.concat([before, corpus(said("j", "2024-03-05", "JOINT", members="NOR;SWE"))])
    assert changes(before, now).actors.empty


# How it reads, and what is refused


def test_the_sentence_has_the_main_figures():
    before = corpus(said("s1", "2024-03-01"), said("s0", "2024-02-01"), said("gone", "2024-02-02", "CHE"))
    now = corpus(said("s1", "2024-03-01"), said("s0", "2024-02-01", "SWE"), said("s2", "2024-03-02", act="rejects"))
    found = changes(before, now)
    assert found.sentence() == (
        "Since the last report, whose latest statement is of 1 March 2024: 1 new statement by 1 actor; 1 position turned "
        "round and none taken for the first time; no actor seen for the first time; no theme judged; 1 statement "
        "recoded and 1 withdrawn."
    )
    assert found.sentence(pd.Timestamp("2024-03-03").date()).startswith("Since the report of 3 March 2024: 1 new")


def test_without_a_change_it_says_so():
    table = corpus(said("s1", None))
    assert repr(changes(table, table)) == "Changes since the last report: nothing changed."


def test_a_notebook_shows_words_and_escapes_them():
    before = corpus(said("s1", "2024-03-01"))
    now = pd.concat([before, corpus(said("s2", "2024-03-02", act="rejects", text="<script>"))])
    shown = changes(before, now)._repr_html_()
    assert "&lt;script&gt;" in shown
    assert "<script>" not in shown


def test_another_codebook_decides_by_what_positions_are_taken(tmp_path):
    (tmp_path / "themes.csv").write_text(
        "code,label,definition,include,exclude,group,patterns,position\nferry,ferry,,,,x,ferry,yes\nceasefire,c,,,,x,truce,\n"
    )
    before = corpus(said("s1", "2024-03-01", act="states"))
    now = pd.concat([before, corpus(said("s2", "2024-03-02", themes="ferry;ceasefire"))])
    assert changes(before, now, codebook=Codebook.read(tmp_path)).positions["theme"].to_list() == ["ferry"]


@pytest.mark.parametrize(
    ("given", "message"),
    [
        (
            {"before": pd.DataFrame({"text": ["x"]})},
            "before: statements: there is no column 'statement_id'; there are text",
        ),
        (
            {"now": pd.DataFrame({"statement_id": ["s"], "text": ["x"], "date": ["May"]})},
            "now: statements: column 'date' is of type str; wanted is dates",
        ),
        (
            {"withdrawn": pd.DataFrame({"statement_id": ["s"]})},
            "withdrawn: there is no column 'ended_why'; there are statement_id",
        ),
    ],
)
def test_a_table_that_will_not_do_is_named(given, message):
    tables = {"before": corpus(), "now": corpus(), **given}
    with pytest.raises(TableError, match=f"^{re.escape(message)}$"):
        changes(tables.pop("before"), tables.pop("now"), **tables)


def test_a_length_of_period_that_is_none_is_refused():
    with pytest.raises(
        ParameterError, match=r"^every is 'weak' \(did you mean 'week'\?\); allowed are day, week, month"
    ):
        changes(corpus(), corpus(), every="weak")
