"""Who speaks to whom."""

import re

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_up_statements import statements

import conflictlib as cl
from conflictlib.parameters import ParameterError
from conflictlib.schema import TableError

SAMPLE = cl.open_statements()

FOUR = statements(
    ("Freedonia", "accuses", "", {"addressee": "Sylvania; Ruritania"}),
    ("Freedonia", "calls_for", "", {"addressee": "Sylvania", "date": "2024-02-01"}),
    ("Freedonia", "states", ""),
    ("JOINT", "condemns", "", {"addressee": "Sylvania", "members": ["Ruritania", "Freedonia"]}),
)


def listed(edges, *columns):
    return edges[list(columns)].to_numpy().tolist()


# Invariants


@pytest.mark.parametrize("by_act", [True, False])
def test_n_adds_up_to_the_statements_times_their_addressees(by_act):
    edges = cl.address_network(SAMPLE, by_act=by_act)
    pairs = SAMPLE["addressee"].dropna().map(lambda codes: len(set(codes.split(";")))).sum()
    assert edges["n"].sum() == pairs
    assert edges.attrs["n"] == SAMPLE["addressee"].notna().sum() == 212
    assert edges.attrs["without_addressee"] == SAMPLE["addressee"].isna().sum() == 102


def test_with_members_each_signer_counts():
    edges = cl.address_network(SAMPLE, joint="members")
    aimed = SAMPLE.dropna(subset="addressee")
    signers = aimed["members"].map(lambda members: max(len(members), 1))
    assert edges["n"].sum() == (signers * aimed["addressee"].str.count(";").add(1)).sum()
    assert "JOINT" not in set(edges["actor"])


def test_acts_add_up_to_all_acts_together():
    by_act, together = cl.address_network(SAMPLE), cl.address_network(SAMPLE, by_act=False)
    pair = ["actor", "addressee"]
    sums = by_act.groupby(pair)["n"].sum()
    assert sums.to_dict() == together.set_index(pair)["n"].to_dict()


def test_it_agrees_with_the_crosstab():
    pairs = cl.crosstab(SAMPLE, rows="actor", columns="addressee")
    pairs = pairs[(pairs["n"] > 0) & (pairs["addressee"] != "not coded")].set_index(["actor", "addressee"])["n"]
    edges = cl.address_network(SAMPLE, by_act=False).set_index(["actor", "addressee"])["n"]
    assert edges.sort_index().equals(pairs.sort_index())


def test_the_order_of_rows_changes_nothing():
    edges = cl.address_network(SAMPLE)
    pd.testing.assert_frame_equal(cl.address_network(SAMPLE.iloc[::-1]), edges)
    pd.testing.assert_frame_equal(cl.address_network(SAMPLE.sample(frac=1, random_state=2)), edges)


def test_other_names_give_the_same_network():
    def turned(codes):
        return codes if pd.isna(codes) else ";".join(code[::-1] for code in codes.split(";"))

    other = SAMPLE.assign(actor=SAMPLE["actor"].map(turned), addressee=SAMPLE["addressee"].map(turned))
    keys = ["actor", "addressee", "act"]
    edges = cl.address_network(SAMPLE)
    expected = edges.assign(actor=edges["actor"].map(turned), addressee=edges["addressee"].map(turned))
    found = cl.address_network(other)
    assert found.set_index(keys)["n"].sort_index().equals(expected.set_index(keys)["n"].sort_index())


def test_days_cut_in_two_make_the_whole():
    early, late = cl.address_network(SAMPLE, end="2024-06-30"), cl.address_network(SAMPLE, start="2024-07-01")
    assert early["n"].sum() + late["n"].sum() == cl.address_network(SAMPLE)["n"].sum()
    assert early.attrs["span"].endswith(f"{early['last'].max():%Y-%m-%d}")


def test_nothing_that_was_passed_in_is_changed():
    before = SAMPLE.copy()
    cl.address_network(SAMPLE, joint="members", top=5)
    pd.testing.assert_frame_equal(SAMPLE, before)


# Cases by hand


def test_several_addressees_count_once_each_and_shares_are_of_the_addressed_statements():
    edges = cl.address_network(FOUR)
    assert listed(edges, "actor", "addressee", "act", "n", "n_actor", "share") == [
        ["Freedonia", "Ruritania", "accuses", 1, 2, 0.5],
        ["Freedonia", "Sylvania", "accuses", 1, 2, 0.5],
        ["Freedonia", "Sylvania", "calls_for", 1, 2, 0.5],
        ["JOINT", "Sylvania", "condemns", 1, 1, 1.0],
    ]
    assert edges.attrs["counting"] == (
        "Each statement counts once for each of its addressees; a joint statement counts under its own code."
    )


def test_all_acts_together_have_the_first_and_the_last_day():
    edges = cl.address_network(FOUR, by_act=False)
    assert listed(edges.head(1), "actor", "addressee", "n") == [["Freedonia", "Sylvania", 2]]
    assert edges.loc[0, ["first", "last"]].astype(str).tolist() == ["2024-01-05", "2024-02-01"]


def test_a_joint_statement_may_count_for_its_members():
    edges = cl.address_network(FOUR, joint="members", acts="condemns")
    assert listed(edges, "actor", "addressee", "n") == [["Freedonia", "Sylvania", 1], ["Ruritania", "Sylvania", 1]]
    assert edges.attrs["n"] == 1
    assert edges.attrs["counting"].endswith("a joint statement counts once for each of its members.")


def test_a_joint_statement_of_unknown_members_stays_joint():
    alone = statements(("JOINT", "condemns", "", {"addressee": "Sylvania"}))
    assert cl.address_network(alone, joint="members")["actor"].tolist() == ["JOINT"]


def test_the_first_actors_keep_their_denominator():
    edges = cl.address_network(FOUR, top=2)
    assert listed(edges, "actor", "addressee", "n", "n_actor") == [["Freedonia", "Sylvania", 1, 2]] * 2
    assert edges.attrs["not_among_top"] == 2


def test_what_has_no_actor_is_told():
    nobody = statements(
        (None, "accuses", "", {"addressee": "Sylvania"}), ("Freedonia", None, "", {"addressee": "Sylvania"})
    )
    edges = cl.address_network(nobody)
    assert listed(edges, "actor", "act") == [["Freedonia", "not coded"]]
    assert (edges.attrs["without_actor"], edges.attrs["n"], edges.attrs["n_statements"]) == (1, 1, 2)


def test_an_undated_statement_counts_unless_days_are_asked_for():
    undated = statements(("Freedonia", "accuses", "", {"addressee": "Sylvania", "date": None}))
    assert cl.address_network(undated)["first"].isna().all()
    assert cl.address_network(undated, start="2020-01-01").empty


def test_nothing_is_a_network_without_edges():
    none = cl.address_network(SAMPLE.head(0))
    assert none.columns.tolist() == cl.address_network(SAMPLE).columns.tolist()
    assert none.attrs["n"] == 0


# Errors


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"joint": "both"}, "joint is 'both'; allowed are as one, members"),
        ({"top": 0}, "top is 0; allowed is a whole number from 1"),
        ({"start": "May"}, "start is 'May'; allowed is a day as YYYY-MM-DD or ''"),
    ],
)
def test_a_value_that_is_not_allowed_is_named(arguments, message):
    with pytest.raises(ParameterError, match=f"^{re.escape(message)}$"):
        cl.address_network(FOUR, **arguments)


def test_an_act_that_is_not_known_is_named():
    with pytest.raises(ParameterError, match=r"^acts is 'condems' \(did you mean 'condemns'\?\); allowed are "):
        cl.address_network(FOUR, acts="accuses, condems")


def test_a_missing_column_is_named():
    with pytest.raises(TableError, match="there is no column 'addressee'"):
        cl.address_network(FOUR.drop(columns="addressee"))


# Whatever hypothesis thinks of

CODES = st.text(st.characters(exclude_characters=";", exclude_categories=("Cs", "Cc", "Zs")), max_size=3)
AIMED = st.lists(CODES, max_size=3).map(";".join)


@settings(deadline=None, max_examples=12)
@given(st.lists(st.tuples(st.none() | CODES.filter(bool), AIMED), max_size=8))
def test_any_addressees_are_counted_without_loss(table):
    given_rows = statements(*((actor, "states", "", {"addressee": aimed or None}) for actor, aimed in table))
    edges = cl.address_network(given_rows)
    pairs = [(actor, to) for actor, aimed in table for to in {*aimed.split(";")} - {""} if actor]
    assert edges["n"].sum() == len(pairs)
    assert set(map(tuple, listed(edges, "actor", "addressee"))) == set(pairs)
