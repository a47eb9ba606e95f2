"""Who shares positions."""

import itertools
import re

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_up_statements import statements

import conflictlib as cl
from conflictlib.codebook import shipped_codebook
from conflictlib.networks.sharing import NORMALISE
from conflictlib.parameters import ParameterError
from conflictlib.position_taking.taking import taken

SAMPLE = cl.open_statements()

SIX = statements(
    ("A", "calls_for", "ceasefire recognition"),
    ("A", "demands", "ceasefire"),  # the same again counts once
    ("B", "supports", "ceasefire"),
    ("B", "calls_for", "recognition peace_talks"),
    ("C", "rejects", "ceasefire"),
    ("C", "condemns", "recognition"),  # no position
)


def pair(edges, one, other):
    ((_, row),) = edges[(edges["actor"] == one) & (edges["other"] == other)].iterrows()
    return row


# By the formula of DNA, written out


def by_hand(own, normalise):
    """Leifeld's subtract network of binary positions: arrays of actors × themes × directions, as in his program."""
    actors, themes = sorted({a for a, *_ in own}), sorted({t for _, t, _ in own})
    array = {(a, t, d): int((a, t, d) in own) for a in actors for t in themes for d in (-1, 1)}
    found = {}
    for one, other in itertools.combinations(actors, 2):
        agree = sum(array[one, t, d] * array[other, t, d] for t in themes for d in (-1, 1))
        oppose = sum(array[one, t, d] * array[other, t, -d] for t in themes for d in (-1, 1))
        p, q = (sum(array[a, t, d] for t in themes for d in (-1, 1)) for a in (one, other))
        by = {"average": (p + q) / 2, "jaccard": p + q - agree, "cosine": np.sqrt(p * q), "none": 1}[normalise]
        if agree + oppose:
            found[one, other] = (agree, oppose, round((agree - oppose) / by, 9))
    return found


POSITIONS = st.lists(
    st.tuples(
        st.sampled_from("ABCDE"), st.sampled_from(["ceasefire", "recognition", "peace_talks"]), st.sampled_from([-1, 1])
    ),
    max_size=15,
)


@settings(deadline=None, max_examples=12)
@given(POSITIONS, st.sampled_from(NORMALISE))
def test_the_network_is_that_of_dna(table, normalise):
    rows = statements(*((actor, "supports" if way > 0 else "rejects", theme) for actor, theme, way in table))
    edges = cl.coposition_network(rows, normalise=normalise)
    found = {(row.actor, row.other): (row.agreement, row.conflict, round(row.weight, 9)) for row in edges.itertuples()}
    assert found == by_hand(set(table), normalise)


# Invariants


@pytest.mark.parametrize("rules", ["narrow, votes=yes", "wide, unclear=yes"])
def test_agreement_and_conflict_add_up_to_the_pairs_of_positions(rules):
    said = taken(SAMPLE, shipped_codebook(), rules=cl.Rules.named(rules))
    own = said[["actor", "theme", "direction"]].drop_duplicates()
    edges = cl.coposition_network(SAMPLE, rules=rules)
    sides = own.groupby(["theme", "direction"]).size()
    assert edges["agreement"].sum() == (sides * (sides - 1) // 2).sum()
    both = own.groupby(["theme", "actor"]).size().gt(1).groupby("theme").sum()
    on_each_side = [int(sides.get((theme, 1), 0) * sides.get((theme, -1), 0)) for theme in both.index]
    assert edges["conflict"].sum() == sum(on_each_side) - both.sum()


def test_each_pair_is_there_once_in_the_order_of_codes():
    edges = cl.coposition_network(SAMPLE)
    assert (edges["actor"] < edges["other"]).all()
    assert not edges.duplicated(["actor", "other"]).any()
    assert edges["weight"].is_monotonic_decreasing
    assert edges["weight"].between(-1, 1).all()


def test_it_is_symmetric():
    own = SAMPLE[SAMPLE["actor"] != "JOINT"]
    turned = own.assign(actor="Z" + own["actor"].map(lambda code: "".join(chr(255 - ord(c)) for c in code)))
    one, other = cl.coposition_network(own), cl.coposition_network(turned)
    back = {"Z" + "".join(chr(255 - ord(c)) for c in code): code for code in SAMPLE["actor"]}
    weights = {frozenset((row.actor, row.other)): row.weight for row in one.itertuples()}
    assert {frozenset((back[row.actor], back[row.other])): row.weight for row in other.itertuples()} == weights


def test_the_order_of_rows_and_said_again_change_nothing():
    edges = cl.coposition_network(SAMPLE)
    pd.testing.assert_frame_equal(cl.coposition_network(SAMPLE.sample(frac=1, random_state=3)), edges)
    again = pd.concat([SAMPLE, SAMPLE.assign(statement_id="x" + SAMPLE["statement_id"])], ignore_index=True)
    pd.testing.assert_frame_equal(cl.coposition_network(again), edges, check_like=False)


# Cases by hand


def test_agreement_less_conflict():
    edges = cl.coposition_network(SIX)
    both = pair(edges, "A", "B")
    assert (both["agreement"], both["conflict"], both["n_themes"], both["n_actor"], both["n_other"]) == (2, 0, 2, 2, 3)
    assert both["weight"] == pytest.approx(2 / 2.5)
    assert both["themes"] == ["ceasefire", "recognition"]
    assert pair(edges, "A", "C")["weight"] == pytest.approx(-1 / 1.5)
    assert edges.attrs["n"] == 5


@pytest.mark.parametrize(("normalise", "weight"), [("none", 2), ("jaccard", 2 / 3), ("cosine", 2 / 6**0.5)])
def test_other_denominators(normalise, weight):
    assert pair(cl.coposition_network(SIX, normalise=normalise), "A", "B")["weight"] == pytest.approx(weight)


def test_who_went_both_ways_agrees_and_conflicts():
    rows = statements(("A", "calls_for", "ceasefire"), ("A", "rejects", "ceasefire"), ("B", "supports", "ceasefire"))
    row = pair(cl.coposition_network(rows), "A", "B")
    assert (row["agreement"], row["conflict"], row["weight"]) == (1, 1, 0)


def test_a_negated_act_points_the_other_way():
    rows = statements(("A", "calls_for", "ceasefire", {"negated": True}), ("B", "supports", "ceasefire"))
    assert cl.coposition_network(rows)["conflict"].tolist() == [1]


def test_votes_and_refusals_on_several_themes_count_if_asked_for():
    rows = statements(
        ("A", "calls_for", "ceasefire"),
        ("B", "rejects", "ceasefire", {"channel": "vote_explanation"}),
        ("C", "rejects", "ceasefire hostages"),
    )
    assert cl.coposition_network(rows).empty
    assert len(cl.coposition_network(rows, rules="narrow, votes=yes")) == 1
    assert len(cl.coposition_network(rows, rules="narrow, unclear=yes")) == 1
    edges = cl.coposition_network(rows, rules="narrow, votes=yes, unclear=yes")
    assert len(edges) == 3
    assert "explained votes too" in edges.attrs["counting"] and "one of several themes too" in edges.attrs["counting"]


def test_only_some_themes_and_only_who_took_enough_positions():
    assert len(cl.coposition_network(SIX, themes="recognition")) == 1
    few = cl.coposition_network(SIX, least=2)
    assert few[["actor", "other"]].to_numpy().tolist() == [["A", "B"]]
    assert few.attrs["n_actors"] == 2


def test_two_actors_that_both_went_both_ways_agree_and_conflict_alike():
    rows = statements(*((actor, act, "ceasefire") for actor in "AB" for act in ("supports", "rejects")))
    for normalise in NORMALISE:
        edges = cl.coposition_network(rows, normalise=normalise)
        assert edges[["agreement", "conflict", "weight"]].to_numpy().tolist() == [[2, 2, 0]]


def test_joint_statements_count_for_nobody_and_who_shares_no_theme_is_told():
    rows = statements(("JOINT", "calls_for", "ceasefire", {"members": ["A"]}), ("A", "calls_for", "ceasefire"),
                      ("B", "calls_for", "recognition"))  # fmt: skip
    edges = cl.coposition_network(rows)
    assert edges.empty
    assert edges.attrs["alone"] == edges.attrs["n_actors"] == 2


def test_nothing_is_a_network_without_edges():
    none = cl.coposition_network(SAMPLE.head(0))
    assert none.columns.tolist() == cl.coposition_network(SAMPLE).columns.tolist()
    assert (none.attrs["n"], none.attrs["span"]) == (0, "")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"normalise": "avarage"}, "normalise is 'avarage' (did you mean 'average'?); allowed are average, jaccard, cosine, none"),
        ({"least": True}, "least is True; allowed is a whole number from 1"),
        ({"end": 2024}, "end is 2024; allowed is a day as YYYY-MM-DD or ''"),
    ],
)  # fmt: skip
def test_a_value_that_is_not_allowed_is_named(arguments, message):
    with pytest.raises(ParameterError, match=f"^{re.escape(message)}$"):
        cl.coposition_network(SIX, **arguments)


def test_a_theme_that_is_not_known_is_named():
    with pytest.raises(ParameterError, match=r"^theme has 'ceasefir' \(did you mean 'ceasefire'\?\); allowed are "):
        cl.coposition_network(SIX, themes="ceasefir")
