"""Positions, adoption, turns: the rule read plainly once more, what must hold always, then cases by hand."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conflictlib import schema
from conflictlib.codebook import Codebook, shipped_codebook
from conflictlib.opening import open_statements
from conflictlib.parameters import ParameterError
from conflictlib.position_taking import Rules, adoption, positions, proof, rules_compared, turns
from conflictlib.position_taking.taking import taken
from conflictlib.schema import TableError

BOOK = shipped_codebook()
SAMPLE = open_statements()


def table(*rows):
    """Statements from (day, actor, act, themes) and, where they matter, further columns."""
    laid = []
    for i, (day, actor, act, themes, *more) in enumerate(rows):
        row = {"statement_id": f"S{i}", "text": f"words {i}", "date": day, "actor": actor, "act": act, "themes": themes}
        laid.append(row | (more[0] if more else {}))
    return schema.conform(laid, schema.STATEMENTS) if laid else schema.empty(schema.STATEMENTS)


def stands(statements, rules="narrow", theme="ceasefire"):
    found = positions(statements, theme=theme, rules=rules)
    return dict(zip(found["actor"], found["position"], strict=True))


# The rule, read once more, statement by statement


def plain(statements, rules):
    told = {}
    for row in statements.to_dict("records"):
        sign = BOOK.polarity(row["act"]) if row["act"] in BOOK.with_position("acts") else 0
        sign = -sign if row["negated"] is True else sign
        themes = set(row["themes"])
        named = "ceasefire" in themes or (rules.pauses and "humanitarian_pause" in themes)
        unclear = bool(themes - {"ceasefire", "humanitarian_pause"}) or "ceasefire" not in themes
        unclear |= bool({"draft", "deal"} & set(row["text"].split()))
        vote = row["channel"] == "vote_explanation"
        if not sign or not named or pd.isna(row["date"]) or not isinstance(row["actor"], str):
            continue
        if (vote and not rules.votes) or (sign < 0 and unclear and not rules.unclear):
            continue
        speaking = [row["actor"]] if row["actor"] != "JOINT" else []
        speaking += row["members"] if rules.voice != "own" else []
        if row["actor"] != "JOINT":
            terms = BOOK.memberships[BOOK.memberships["organisation"] == row["actor"]]
            if rules.voice == "organisation":
                speaking = [*speaking, *terms["member"][(terms["from"] <= str(row["date"].date()))
                            & ((terms["to"] == "") | (terms["to"] >= str(row["date"].date())))]]  # fmt: skip
        for actor in set(speaking):
            told.setdefault(actor, []).append(sign)
    counts = {actor: [signs.count(way) >= rules.needed for way in (1, -1)] for actor, signs in told.items()}
    names = {(True, True): "both", (True, False): "for", (False, True): "against", (False, False): "silent"}
    return {actor: names[tuple(there)] for actor, there in counts.items()}


days = st.sampled_from(["2023-12-01", "2024-01-01", "2024-02-01", None])
acts = st.sampled_from(["calls_for", "rejects", "condemns", "welcomes", None])
themes = st.lists(st.sampled_from(["ceasefire", "humanitarian_pause", "famine"]), max_size=3).map(";".join)
more = st.fixed_dictionaries({
    "channel": st.sampled_from(["speech", "vote_explanation"]), "negated": st.sampled_from(["true", "false"]),
    "members": st.sampled_from(["", "", "NOR;EU", "FRA"]), "text": st.sampled_from(["it", "the draft", "a deal", "that"]),
})  # fmt: skip
rows = st.tuples(days, st.sampled_from(["NOR", "EU", "FRA", "JOINT", None]), acts, themes, more)
rule_sets = st.builds(
    Rules, voice=st.sampled_from(["own", "joint", "organisation"]), pauses=st.booleans(), votes=st.booleans(),
    needed=st.integers(1, 2), unclear=st.booleans(),
)  # fmt: skip


@settings(max_examples=40, deadline=None)
@given(st.lists(rows, max_size=8), rule_sets)
def test_positions_follow_the_rule_read_plainly(given_rows, rules):
    statements = table(*given_rows)
    found = stands(statements, rules)
    wanted = plain(statements, rules)
    assert {actor: side for actor, side in found.items() if side not in ("silent", "unclear")} == {
        actor: side for actor, side in wanted.items() if side != "silent"
    }
    assert {a for a in statements["actor"].dropna() if a != "JOINT"} <= set(found)


@settings(max_examples=12, deadline=None)
@given(st.lists(rows, max_size=8), rule_sets, st.randoms(use_true_random=False))
def test_the_order_of_rows_says_nothing(given_rows, rules, chance):
    statements = table(*given_rows)
    order = list(range(len(statements)))
    chance.shuffle(order)
    shuffled = statements.iloc[order].reset_index(drop=True)
    for make in (positions, turns, adoption):
        pd.testing.assert_frame_equal(make(statements, theme="ceasefire", rules=rules),
                                      make(shuffled, theme="ceasefire", rules=rules))  # fmt: skip


@pytest.mark.parametrize("rules", ["narrow", "narrow, votes=yes", "narrow, needed=2", "wide"])
@pytest.mark.parametrize("theme", ["ceasefire", "two_state_solution"])
def test_in_the_sample_tables_agree_with_each_other(rules, theme):
    found = positions(SAMPLE, theme=theme, rules=rules)
    curve = adoption(SAMPLE, theme=theme, rules=rules)
    assert not found["actor"].duplicated().any()
    assert curve["n"].iloc[-1] == found["for_since"].notna().sum()
    assert curve["n"].is_monotonic_increasing
    assert (curve["n_standing"] <= curve["n"]).all()
    assert curve["n_new"].cumsum().tolist() == curve["n"].tolist()
    assert curve["n_standing"].iloc[-1] == (found["stands"] == "for").sum()
    assert len(curve) == (SAMPLE["date"].max() - SAMPLE["date"].min()).days + 1
    assert set(curve.loc[curve["actors"] != "", "date"]) == set(found["for_since"].dropna())
    for side in ("for", "against"):
        there = found[found[f"{side}_since"].notna()]
        assert (there[f"{side}_since"] <= there[f"{side}_latest"]).all()
        proving = SAMPLE.set_index("statement_id").loc[there[f"{side}_id"]]
        assert proving["date"].tolist() == there[f"{side}_since"].tolist()
        assert proving["text"].tolist() == there[f"{side}_text"].tolist()


def test_wider_rules_never_lose_an_actor():
    narrow = positions(SAMPLE, rules="narrow").set_index("actor")
    for voice in ("joint", "organisation"):
        wide = positions(SAMPLE, rules=f"narrow, voice={voice}, votes=yes, pauses=yes").set_index("actor")
        there = narrow.index[narrow["for_since"].notna()]
        assert (wide.loc[there, "for_since"] <= narrow.loc[there, "for_since"]).all()


def test_the_difference_of_two_rules_is_what_differs():
    one, two = (positions(SAMPLE, rules=rules).set_index("actor") for rules in ("narrow", "wide"))
    changed = rules_compared(SAMPLE, rules="narrow", other="wide").set_index("actor")
    shown = ["position", "for_since", "against_since"]
    both = one.reindex(two.index)[shown].fillna({"position": "silent"})
    differs = ((both != two[shown]) & ~(both.isna() & two[shown].isna())).any(axis="columns")
    assert set(changed.index) == set(two.index[differs])
    assert rules_compared(SAMPLE, rules="wide", other="wide").empty
    assert set(changed["why"].str.split("; ").explode()) == {"voice", "pauses", "votes"}
    proving = SAMPLE.set_index("statement_id").loc[changed["statement_id"]]
    assert proving["date"].tolist() == changed["date"].tolist()
    days = changed[["other_for_since", "other_against_since"]].min(axis="columns")
    assert (days == changed["date"]).all()


def test_nothing_that_was_passed_in_is_changed():
    before = SAMPLE.copy()
    for make in (positions, turns, adoption, rules_compared):
        make(SAMPLE, theme="ceasefire", rules="wide")
    pd.testing.assert_frame_equal(SAMPLE, before)


# Cases by hand


def test_first_and_latest_day_and_the_statement_that_proves_it():
    said = table(("2024-02-01", "NOR", "welcomes", "ceasefire"), ("2024-01-01", "NOR", "calls_for", "ceasefire"),
                 ("2024-03-01", "NOR", "states", "ceasefire"), ("2024-01-01", "SWE", "states", "famine"))  # fmt: skip
    norway, sweden = positions(said).to_dict("records")
    assert (norway["label"], norway["position"], norway["stands"]) == ("Norway", "for", "for")
    assert [str(norway[f"for_{end}"].date()) for end in ("since", "latest")] == ["2024-01-01", "2024-02-01"]
    assert (norway["n_for"], norway["n_theme"], norway["n"], norway["for_id"]) == (2, 3, 3, "S1")
    assert (norway["acts"], norway["voices"]) == ("calls_for 1; welcomes 1", "own")
    assert (sweden["position"], sweden["n_theme"], sweden["n"]) == ("silent", 0, 1)


def test_both_is_said_over_all_time_and_stands_where_the_latest_day_points():
    said = table(("2024-01-01", "NOR", "calls_for", "ceasefire"), ("2024-02-01", "NOR", "rejects", "ceasefire"))
    (norway,) = positions(said).to_dict("records")
    assert (norway["position"], norway["stands"]) == ("both", "against")
    (turn,) = turns(said).to_dict("records")
    assert proof(turns(said)) == "Norway: for, 1 Jan 2024 (S0)\n    words 0\nthen against, 1 Feb 2024 (S1)\n    words 1"
    assert (turn["from"], turn["to"], turn["statement_id"], turn["before_statement_id"], turn["days"]) == (
        "for", "against", "S1", "S0", 31,
    )  # fmt: skip


def test_a_refusal_on_several_themes_is_unclear():
    said = table(("2024-01-01", "NOR", "rejects", "military_operations;ceasefire"))
    (norway,) = positions(said).to_dict("records")
    assert (norway["position"], norway["n_unclear"], norway["n_theme"]) == ("unclear", 1, 1)
    assert (norway["unclear_id"], str(norway["unclear_since"].date())) == ("S0", "2024-01-01")
    assert stands(said, "narrow, unclear=yes") == {"NOR": "against"}
    assert stands(table(("2024-01-01", "NOR", "rejects", "humanitarian_pause;ceasefire"))) == {"NOR": "against"}


@pytest.mark.parametrize("said", ["the draft on it", "any Deal.", "that wording of the resolution"])
def test_a_refusal_that_names_a_draft_or_a_deal_is_unclear(said):
    refusal = table(("2024-01-01", "NOR", "rejects", "ceasefire")).assign(text=said)
    assert stands(refusal) == {"NOR": "unclear"}
    assert stands(refusal, "narrow, unclear=yes") == {"NOR": "against"}
    assert stands(refusal.assign(act="supports")) == {"NOR": "for"}
    assert stands(refusal.assign(text="a draught of it")) == {"NOR": "against"}


def test_who_refuses_a_pause_may_want_a_ceasefire():
    said = table(("2024-01-01", "NOR", "rejects", "humanitarian_pause"))
    assert stands(said, "narrow, pauses=yes") == {"NOR": "unclear"}
    assert stands(said, theme="humanitarian_pause") == {"NOR": "against"}
    both = positions(table(("2024-01-01", "NOR", "calls_for", "humanitarian_pause")), theme=None, rules="wide")
    assert both["theme"].tolist() == ["ceasefire"]  # one statement is one position


def test_a_pause_is_a_ceasefire_only_by_that_rule():
    said = table(("2024-01-01", "NOR", "calls_for", "humanitarian_pause"))
    assert stands(said) == {"NOR": "silent"}
    assert stands(said, "narrow, pauses=yes") == {"NOR": "for"}
    assert stands(said, theme="humanitarian_pause") == {"NOR": "for"}


def test_votes_count_only_by_that_rule():
    said = table(("2024-01-01", "NOR", "rejects", "ceasefire", {"channel": "vote_explanation"}))
    assert stands(said) == {"NOR": "silent"}
    assert stands(said, "narrow, votes=yes") == {"NOR": "against"}


def test_two_may_be_needed_and_one_utterance_is_one():
    twice = table(("2024-01-01", "NOR", "calls_for", "ceasefire"), ("2024-02-01", "NOR", "calls_for", "ceasefire"))
    (norway,) = positions(twice, rules="narrow, needed=2").to_dict("records")
    assert (norway["position"], norway["for_id"], str(norway["for_since"].date())) == ("for", "S1", "2024-02-01")
    retold = twice.assign(readout_id="r1")
    assert stands(retold, "narrow, needed=2") == {"NOR": "silent"}
    assert positions(retold)["n_for"].tolist() == [1]


def test_a_member_speaks_through_its_organisation_only_while_it_is_a_member():
    said = table(("2023-04-03", "NATO", "calls_for", "ceasefire"), ("2023-04-04", "NATO", "calls_for", "ceasefire"))
    assert stands(said) == {"NATO": "for"}
    found = positions(said, rules="narrow, voice=organisation").set_index("actor")
    assert (found.loc["FIN", "n_for"], found.loc["NOR", "n_for"], found.loc["FIN", "voices"]) == (1, 2, "organisation")
    assert "SWE" not in found.index  # a member since 2024


def test_signers_speak_by_joint_statements_and_groups_are_no_actor():
    said = table(("2024-01-01", "JOINT", "calls_for", "ceasefire", {"members": "NOR;EU"}))
    assert stands(said) == {}
    assert stands(said, "narrow, voice=joint") == {"NOR": "for", "EU": "for"}
    assert set(stands(said, "wide")) == {"NOR", "EU"}  # what the EU signed is not what its members said


def test_only_some_acts_may_count():
    said = table(("2024-01-01", "NOR", "welcomes", "ceasefire"), ("2024-02-01", "NOR", "demands", "ceasefire"))
    (norway,) = positions(said, rules="narrow, acts=calls_for+demands").to_dict("records")
    assert (norway["n_for"], norway["for_id"]) == (1, "S1")


def test_what_is_not_refused_is_no_refusal():
    assert stands(table(("2024-01-01", "NOR", "rejects", "ceasefire", {"negated": "true"}))) == {"NOR": "for"}


def test_all_themes_with_a_position_at_once():
    said = table(("2024-01-01", "NOR", "calls_for", "ceasefire;mediation;famine"))
    assert positions(said, theme=None)["theme"].tolist() == ["ceasefire", "mediation"]


def test_days_that_point_both_ways_are_turns_of_their_own():
    said = table(("2024-01-01", "NOR", "calls_for", "ceasefire"), ("2024-01-02", "NOR", "calls_for", "ceasefire"),
                 ("2024-01-02", "NOR", "rejects", "ceasefire"), ("2024-01-03", "NOR", "calls_for", "ceasefire"))  # fmt: skip
    assert turns(said)[["from", "to", "statement_id", "before_statement_id"]].to_numpy().tolist() == [
        ["for", "both", "S2", "S0"], ["both", "for", "S3", "S2"],
    ]  # fmt: skip


def test_who_turns_away_no_longer_stands():
    said = table(("2024-01-01", "NOR", "calls_for", "ceasefire"), ("2024-01-03", "NOR", "rejects", "ceasefire"),
                 ("2024-01-02", "SWE", "states", "famine"))  # fmt: skip
    curve = adoption(said)
    assert curve["n"].tolist() == [1, 1, 1]
    assert curve["n_standing"].tolist() == [1, 1, 0]
    assert curve["n_actors"].tolist() == [1, 2, 2]
    assert curve["actors"].tolist() == ["NOR", "", ""]


def test_an_empty_table_gives_empty_tables():
    none = table()
    assert positions(none).empty and turns(none).empty and adoption(none).empty and rules_compared(none).empty
    assert proof(positions(none)) == ""


def test_a_theme_column_of_categories_serves_too():
    said = SAMPLE.assign(theme=SAMPLE["themes"].map(lambda codes: codes[0])).drop(columns=["themes", "members"])
    plain_text = positions(said, rules="narrow, votes=yes")
    for column in ("actor", "act", "theme", "channel"):
        said[column] = said[column].astype("category")
    pd.testing.assert_frame_equal(positions(said, rules="narrow, votes=yes"), plain_text)
    assert (plain_text["position"] != "silent").any()


def test_the_statements_are_shown_with_their_words():
    said = table(("2024-01-01", "NOR", "calls_for", "ceasefire"), ("2024-01-02", "SWE", "rejects", "ceasefire"))
    assert proof(positions(said), top=1) == "Norway: for, 1 Jan 2024 (S0)\n    words 0\n1 more actors take a position"


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"theme": "cesefire"}, "theme has 'cesefire' (did you mean 'ceasefire'?); allowed are codes of the codebook's themes.csv"),
        ({"theme": ""}, "theme is ''; allowed are codes of the codebook's themes.csv"),
        ({"rules": "narow"}, "rules is 'narow' (did you mean 'narrow'?); allowed are narrow, wide"),
        ({"rules": "narrow, vote=yes"}, "rules is 'vote' (did you mean 'votes'?); allowed are voice, pauses, votes, needed, unclear, acts"),
        ({"rules": "narrow, votes"}, "rules has 'votes'; allowed behind a name are rules such as 'votes=yes'"),
        ({"rules": "narrow, votes=perhaps"}, "votes is 'perhaps'; allowed are yes, true, no, false"),
        ({"rules": "narrow, needed=0"}, "needed is 0; allowed is a whole number from 1"),
        ({"rules": "narrow, voice=all"}, "voice is 'all'; allowed are own, joint, organisation"),
    ],
)  # fmt: skip
def test_what_is_not_allowed_is_named(options, message):
    with pytest.raises(ParameterError) as raised:
        positions(SAMPLE, **options)
    assert str(raised.value) == message


@pytest.mark.parametrize("theme", [None, "ceasefire,mediation"])
@pytest.mark.parametrize("make", [adoption, rules_compared])
def test_where_one_theme_is_wanted_several_are_refused(make, theme):
    with pytest.raises(ParameterError) as raised:
        make(SAMPLE, theme=theme)
    assert str(raised.value) == f"theme is {theme!r}; allowed is one code of the codebook's themes.csv"


def test_no_rules_are_no_curve():
    with pytest.raises(ParameterError, match=r"^rules is empty; allowed are Rules, or rules by their name"):
        adoption(SAMPLE, rules=[])


def test_a_theme_and_an_act_without_position_are_refused():
    with pytest.raises(ParameterError, match=r"^theme is 'famine', on which no position is taken; allowed are those"):
        positions(SAMPLE, theme="famine")
    with pytest.raises(ParameterError, match=r"^rules has act 'condemns', by which no position is taken; allowed are"):
        positions(SAMPLE, rules=Rules(acts=("condemns",)))
    with pytest.raises(TableError, match=r"^statements: there is no column 'act' \(did you mean 'actor'\?\)"):
        positions(SAMPLE.drop(columns="act"))


def test_rules_have_words_of_the_theme():
    said = Rules.named("narrow, needed=2").in_words(BOOK, "ceasefire")
    assert said == ("Counted: only what an actor said in its own name; explained votes do not count; humanitarian pause does "
                    "not count; a refusal of a draft, of a deal or of one of several themes is unclear and does not count; "
                    "2 statements are needed.")  # fmt: skip
    assert "pause" not in Rules().in_words(BOOK, "mediation")


def test_where_no_channel_is_coded_it_is_said_that_votes_are_not_told_apart():
    said = table(("2024-01-01", "NOR", "calls_for", "ceasefire"))
    told = "No channel is coded here, so explained votes can’t be told apart."
    assert positions(said).attrs["rules"].endswith(told)
    assert told not in positions(said, rules="narrow, votes=yes").attrs["rules"]
    assert told not in positions(SAMPLE).attrs["rules"]


def test_who_stands_agrees_with_who_has_adopted_where_two_are_needed():
    said = table(
        *[
            (f"2024-01-0{day}", "NOR", act, "ceasefire")
            for day, act in enumerate(["calls_for", "calls_for", "rejects"], 1)
        ]
    )
    found, curve = positions(said, rules="narrow, needed=2"), adoption(said, rules="narrow, needed=2")
    assert (found["stands"].tolist(), curve["n"].tolist(), curve["n_standing"].tolist()) == (
        ["for"],
        [0, 1, 1],
        [0, 1, 1],
    )


@pytest.mark.parametrize("rules", ["narrow, voice=joint", "wide"])
def test_no_more_actors_adopt_than_there_are(rules):
    curve = adoption(SAMPLE, rules=rules)
    assert (curve["n"] <= curve["n_actors"]).all()


def test_the_same_rules_twice_are_one_curve():
    pd.testing.assert_frame_equal(adoption(SAMPLE, rules=("wide", "wide")), adoption(SAMPLE, rules="wide"))


def test_statements_are_told_apart_by_their_ids():
    said = table(("2024-01-01", "NOR", "calls_for", "ceasefire"), ("2024-01-02", "NOR", "rejects", "ceasefire"))
    with pytest.raises(TableError, match=r"^statements: statement_id 'S0' stands in several rows; each statement has"):
        positions(said.assign(statement_id="S0"))
    with pytest.raises(TableError, match=r"^statements: 1 of 2 rows that count have no statement_id$"):
        positions(said.assign(statement_id=["S0", None]))


@pytest.mark.parametrize("cell", [np.array(["NOR", "EU"]), ("NOR", "EU"), "NOR; EU", {"NOR": 1, "EU": 2}])
def test_members_may_come_in_any_form(cell):
    said = table(("2024-01-01", "JOINT", "calls_for", "ceasefire"), ("2024-01-01", "SWE", "calls_for", "ceasefire"))
    said["members"] = pd.Series([cell, float("nan")], dtype="object")
    assert stands(said, "narrow, voice=joint") == {"NOR": "for", "EU": "for", "SWE": "for"}
    assert stands(said) == {"SWE": "for"}


def test_tables_that_went_through_parquet_count_as_before(tmp_path):
    SAMPLE.drop(columns="spans").to_parquet(tmp_path / "s.parquet")
    pd.testing.assert_frame_equal(
        positions(pd.read_parquet(tmp_path / "s.parquet"), rules="wide"), positions(SAMPLE, rules="wide")
    )


def test_an_hour_makes_no_difference():
    said = table(("2024-01-01", "NOR", "calls_for", "ceasefire"), ("2024-01-01", "NOR", "rejects", "ceasefire"))
    timed = said.assign(date=pd.to_datetime(["2024-01-01 09:00", "2024-01-01 15:00"]))
    assert positions(timed)["stands"].tolist() == ["both"]
    assert turns(timed).empty
    assert adoption(timed)["n"].tolist() == [1]


@pytest.mark.parametrize("date", [["2024-01-01"], pd.to_datetime(["2024-01-01"], utc=True)])
def test_dates_that_are_none_are_named(date):
    said = table(("2024-01-01", "NOR", "calls_for", "ceasefire"))
    said["date"] = date
    for make in (positions, turns, adoption):
        with pytest.raises(TableError, match=r"^statements: column 'date' is of type .*; wanted is datetime64\[s\]$"):
            make(said)


def test_what_is_no_table_of_positions_proves_nothing():
    with pytest.raises(TableError, match=r"^positions: there is no column 'position'; give what cl.positions returns$"):
        proof(SAMPLE)


def test_a_codebook_of_ones_own_decides(tmp_path):
    (tmp_path / "themes.csv").write_text("code,label,definition,include,exclude,group,patterns\ntea,tea,,,,x,tea\n")
    own = Codebook.read(tmp_path)
    assert positions(table(("2024-01-01", "NOR", "calls_for", "tea")), theme="tea", codebook=own)[
        "position"
    ].tolist() == ["for"]


def test_what_takes_a_position_is_there_once_for_each_actor():
    said = taken(SAMPLE, BOOK, rules=Rules.named("wide"))
    assert not said.duplicated(["statement_id", "actor", "theme"]).any()
    assert set(said["direction"]) == {1, -1}
    assert (said["through"] != "").equals(said["voice"] == "organisation")
