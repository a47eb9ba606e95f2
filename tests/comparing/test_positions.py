"""Positions taken for the first time or turned round: a second, plain reading of the rule, then cases by hand."""

import pandas as pd
import pytest
from corpora import corpus, said, together
from hypothesis import given, settings
from test_changes import tables

from conflictlib.codebook import shipped_codebook
from conflictlib.comparing import changes
from conflictlib.comparing.positions import RULES
from conflictlib.opening import open_statements
from conflictlib.position_taking.taking import taken

BOOK = shipped_codebook()


def plain_positions(table):
    """The rule once more, statement by statement."""
    told = {}
    for row in table.to_dict("records"):
        sign = BOOK.polarity(row["act"]) if row["act"] in BOOK.with_position("acts") else 0
        sign *= -1 if row["negated"] is True else 1
        if sign and isinstance(row["actor"], str) and row["actor"] != "JOINT" and row["date"] == row["date"]:
            for theme in set(row["themes"]) & BOOK.with_position("themes"):
                if sign < 0 and (set(row["themes"]) - {theme, *BOOK.weaker_forms(theme)} or "draft" in row["text"]):
                    continue
                told.setdefault((row["actor"], theme), []).append((row["date"], sign))
    found = {}
    for pair, signs in told.items():
        last = {sign for day, sign in signs if day == max(signs)[0]}
        found[pair] = "both" if len(last) == 2 else "for" if last == {1} else "against"
    return found


def found(before, *new, now=None):
    """Positions as (actor, theme, kind, from, to, statement, statement before)."""
    table = changes(before, together(before, corpus(*new)) if now is None else now).positions
    wanted = ["actor", "theme", "kind", "from", "to", "statement_id", "before_statement_id"]
    return [tuple(None if pd.isna(value) else value for value in row) for row in table[wanted].to_numpy().tolist()]


@settings(max_examples=25, deadline=None)
@given(tables, tables)
def test_positions_follow_the_rule_read_plainly(before, now):
    result = changes(before, now)
    new = set(result.statements["statement_id"]) if len(before) else set()
    was, to = plain_positions(before), plain_positions(now)
    stays = plain_positions(now[~now["statement_id"].isin(new)])
    first = {pair for pair in to if pair not in was and pair not in stays} if new else set()
    turned = {pair for pair in was if stays.get(pair) == was[pair] != to[pair]}
    rows = result.positions.to_dict("records")
    assert {(row["actor"], row["theme"]) for row in rows if row["kind"] == "first"} == first
    assert {(row["actor"], row["theme"]) for row in rows if row["kind"] == "turned"} == turned
    for row in rows:
        pair = row["actor"], row["theme"]
        assert row["statement_id"] in new
        assert row["to"] == to[pair]
        assert (row["from"] if row["kind"] == "turned" else None) == was.get(pair)
        assert pd.notna(row["before_statement_id"]) == (row["kind"] == "turned")
        assert pd.notna(row["also_statement_id"]) == (row["to"] == "both")


def test_a_position_is_taken_for_the_first_time():
    before = corpus(said("s1", "2024-03-01", "NOR", "states"))
    assert found(before, said("s2", "2024-03-02", "NOR", "calls_for")) == [
        ("NOR", "ceasefire", "first", None, "for", "s2", None)
    ]


def test_a_position_turns_and_both_statements_stand_there():
    before = corpus(said("s1", "2024-03-01"), said("s0", "2024-02-01", act="rejects"))
    table = changes(before, together(before, corpus(said("s2", "2024-03-02", act="rejects")))).positions
    (row,) = table.to_dict("records")
    assert (row["kind"], row["from"], row["to"]) == ("turned", "for", "against")
    assert (row["act"], row["text"], f"{row['date']:%Y-%m-%d}") == ("rejects", "words of s2", "2024-03-02")
    assert (row["before_act"], row["before_text"], row["before_statement_id"]) == ("calls_for", "words of s1", "s1")


def test_a_denied_act_points_the_other_way():
    before = corpus(said("s1", "2024-03-01", act="supports"))
    assert found(before, said("s2", "2024-03-02", act="supports", negated=True)) == [
        ("NOR", "ceasefire", "turned", "for", "against", "s2", "s1")
    ]


@pytest.mark.parametrize("act", ["states", "condemns", "accuses", "thanks", "denies", "threatens", "warns", None])
def test_an_act_that_says_nothing_of_what_is_to_be_done_is_no_position(act):
    before = corpus(said("s1", "2024-03-01"))
    assert found(before, said("s2", "2024-03-02", act=act), said("s3", "2024-03-02", "SWE", act)) == []


@pytest.mark.parametrize("theme", ["famine", "displacement", "terrorism", "sanctions", "civilian_protection", "other"])
def test_a_theme_that_is_deplored_or_goes_both_ways_has_no_position(theme):
    before = corpus(said("s1", "2024-03-01", themes=theme))
    assert found(before, said("s2", "2024-03-02", act="rejects", themes=theme)) == []


def test_a_joint_statement_is_no_position_of_its_members():
    before = corpus(said("s1", "2024-03-01", "NOR"), said("s2", "2024-03-01", "JOINT", members="NOR;SWE"))
    new = [
        said("s3", "2024-03-02", "JOINT", "rejects", members="NOR;SWE"),
        said("s5", "2024-03-02", "JOINT", "rejects"),
    ]
    assert found(before, *new) == []
    own = said("s4", "2024-03-02", "NOR", "rejects", members="NOR;SWE")
    assert found(before, own) == [("NOR", "ceasefire", "turned", "for", "against", "s4", "s1")]


def test_both_ways_on_the_latest_day_is_both():
    before = corpus(said("s1", "2024-03-01"))
    new = [said("s2", "2024-03-02", act="rejects"), said("s3", "2024-03-02")]
    (row,) = changes(before, together(before, corpus(*new))).positions.to_dict("records")
    assert (row["from"], row["to"], row["statement_id"], row["also_statement_id"]) == ("for", "both", "s2", "s3")
    assert row["before_statement_id"] == "s1"


def test_from_both_to_one_shows_the_other_of_the_two():
    before = corpus(said("s1", "2024-03-01"), said("s2", "2024-03-01", act="rejects"))
    assert found(before, said("s3", "2024-03-02")) == [("NOR", "ceasefire", "turned", "both", "for", "s3", "s2")]


def test_a_first_position_may_be_both():
    before = corpus(said("s1", "2024-03-01", "SWE"))
    new = [said("s2", "2024-03-02", act="rejects"), said("s3", "2024-03-02")]
    (row,) = changes(before, together(before, corpus(*new))).positions.to_dict("records")
    assert (row["kind"], row["to"], row["statement_id"], row["also_statement_id"]) == ("first", "both", "s2", "s3")


def test_a_statement_without_a_date_turns_nothing():
    assert found(corpus(said("s1", "2024-03-01")), said("s2", None, act="rejects"), said("s3", None, "SWE")) == []


def test_an_old_statement_that_is_found_late_turns_nothing():
    assert found(corpus(said("s1", "2024-03-01")), said("s2", "2024-02-01", act="rejects")) == []


def test_an_old_statement_that_is_found_late_may_be_a_first_position():
    before = corpus(said("s1", "2024-03-01", "SWE"))
    assert found(before, said("s2", "2024-01-01")) == [("NOR", "ceasefire", "first", None, "for", "s2", None)]


def test_the_same_again_turns_nothing():
    assert found(corpus(said("s1", "2024-03-01")), said("s2", "2024-03-02", act="welcomes")) == []


def test_recoding_alone_turns_nothing_and_is_no_first_position():
    before = corpus(said("s1", "2024-03-01"), said("s2", "2024-03-01", "SWE", "states"))
    assert found(before, now=before.assign(act="rejects")) == []


def test_withdrawing_alone_turns_nothing():
    before = corpus(said("s1", "2024-03-01"), said("s2", "2024-03-02", act="rejects"))
    assert found(before, now=before.head(1)) == []


def test_where_the_ground_was_recoded_a_new_statement_turns_nothing():
    before = corpus(said("s1", "2024-03-01"))
    now = corpus(said("s1", "2024-03-01", act="states"), said("s2", "2024-03-02", act="rejects"))
    assert found(before, now=now) == []


def test_where_the_ground_was_withdrawn_a_new_statement_turns_nothing():
    assert found(corpus(said("s1", "2024-03-01")), now=corpus(said("s2", "2024-03-02", act="rejects"))) == []


def test_on_a_page_that_was_replaced_the_ground_stands():
    before = corpus(said("s1", "2024-03-01", text="a truce"))
    now = corpus(said("t1", "2024-03-01", text="a truce"), said("s2", "2024-03-02", act="rejects"))
    assert found(before, now=now) == [("NOR", "ceasefire", "turned", "for", "against", "s2", "t1")]


def test_a_statement_on_several_themes_counts_for_each():
    before = corpus(said("s1", "2024-03-01", themes="ceasefire"))
    before = before.assign(act="rejects")
    assert found(before, said("s2", "2024-03-02", act="calls_for", themes="mediation;famine;ceasefire;mediation")) == [
        ("NOR", "ceasefire", "turned", "against", "for", "s2", "s1"),
        ("NOR", "mediation", "first", None, "for", "s2", None),
    ]


def test_a_refusal_in_a_statement_on_several_themes_counts_for_none():
    before = corpus(said("s1", "2024-03-01"))
    assert found(before, said("s2", "2024-03-02", act="rejects", themes="military_operations;ceasefire")) == []
    pause = said("s2", "2024-03-02", act="rejects", themes="humanitarian_pause;ceasefire")
    assert found(before, pause)[0][:5] == ("NOR", "ceasefire", "turned", "for", "against")


def test_in_the_sample_few_positions_turn():
    said_so = taken(open_statements(), BOOK, rules=RULES)
    by_day = said_so.groupby(["actor", "theme", "date"])["direction"].agg(frozenset).reset_index()
    before = by_day.groupby(["actor", "theme"])["direction"].shift()
    assert (before.notna() & (before != by_day["direction"])).sum() == 0


def test_a_refusal_of_a_draft_or_a_deal_is_no_position():
    before = corpus(said("s1", "2024-03-01"))
    assert found(before, said("s2", "2024-03-02", act="rejects", text="the draft on a ceasefire")) == []
    assert found(before, said("s2", "2024-03-02", act="rejects", text="a ceasefire")) != []
