"""Centrality and groups: known answers from the literature first."""

import networkx as nx
import numpy as np
import pandas as pd
import pytest

import conflictlib as cl
from conflictlib.schema import TableError

SAMPLE = cl.open_statements()


def edges_of(pairs, weight=1.0):
    table = pd.DataFrame(sorted(pairs), columns=["actor", "other"], dtype="str")
    return table.assign(weight=weight)


def club():
    """Zachary's karate club (1977), its 78 ties unweighted; members have their numbers of the paper, from 01."""
    return edges_of((f"{one + 1:02}", f"{other + 1:02}") for one, other in nx.karate_club_graph().edges)


def cliques(n, size, *joints):
    """Pairs of `n` cliques, and single pairs between some."""
    pairs = [(f"{c}{i}", f"{c}{j}") for c in "abcdef"[:n] for i in range(size) for j in range(i + 1, size)]
    return edges_of([*pairs, *joints])


# Known answers


def test_the_karate_club_has_the_centralities_of_the_literature():
    found = cl.centrality(club()).set_index("actor")
    assert found.loc[["34", "01", "33"], "degree"].tolist() == [17, 16, 12]
    # Freeman's betweenness 231.07, 160.55, 76.69 (as UCINET and igraph give it) over the 33 · 32 / 2 pairs of others
    others = 33 * 32 / 2
    assert (found.loc[["01", "34", "33"], "betweenness"] * others).round(2).tolist() == [231.07, 160.55, 76.69]
    # eigenvector centrality, of length 1 (Bonacich): members 34, 01, 03, 33
    assert found.loc[["34", "01", "03", "33"], "eigenvector"].round(3).tolist() == [0.373, 0.355, 0.317, 0.309]


def test_the_karate_club_divides_as_well_as_it_can():
    # the highest modularity that there is, 0.4198 with four groups (Agarwal and Kempe 2008: 0.420)
    found = cl.communities(club())
    assert round(found.attrs["modularity"], 4) == 0.4198
    assert found.drop_duplicates("group")["n_group"].tolist() == [12, 11, 6, 5]


def test_two_cliques_joined_by_one_edge():
    # Newman and Girvan (2004), eq. 5: the sum of e_ii - a_i², with e = 10/21 and a = 21/42 for each clique of five
    found = cl.communities(cliques(2, 5, ("a0", "b0")))
    assert found.attrs["modularity"] == pytest.approx(2 * (10 / 21 - (21 / 42) ** 2))
    assert found.groupby("group")["actor"].agg("".join).tolist() == ["a0a1a2a3a4", "b0b1b2b3b4"]


@pytest.mark.parametrize("n", [2, 3, 6])
def test_separate_cliques_of_one_size_have_a_modularity_of_one_less_their_part(n):
    assert cl.communities(cliques(n, 4)).attrs["modularity"] == pytest.approx(1 - 1 / n)


def test_where_all_are_joined_there_is_one_group():
    found = cl.communities(cliques(1, 6))
    assert (found.attrs["modularity"], found.attrs["n_groups"]) == (0, 1)


def test_pagerank_of_a_ring_is_even():
    ring = pd.DataFrame({"actor": list("ABCD"), "addressee": list("BCDA"), "n": [1, 1, 1, 1]})
    assert np.allclose(cl.centrality(ring)["pagerank"], 0.25)


# Invariants


@pytest.mark.parametrize(
    "edges", [cl.address_network(SAMPLE), cl.coposition_network(SAMPLE)], ids=["address", "coposition"]
)
def test_order_and_new_names_change_nothing(edges):
    other = edges.columns[1]
    found, groups = cl.centrality(edges), cl.communities(edges)
    pd.testing.assert_frame_equal(cl.centrality(edges.iloc[::-1]), found)
    pd.testing.assert_frame_equal(cl.communities(edges.iloc[::-1]), groups)
    renamed = edges.assign(**{end: "x" + edges[end] for end in ("actor", other)})  # the same order of codes
    assert cl.centrality(renamed).drop(columns="actor").equals(found.drop(columns="actor"))
    assert cl.communities(renamed)["group"].equals(groups["group"])


def test_new_names_in_another_order_leave_clear_groups_alone():
    pairs = cliques(3, 5, ("a0", "b0"), ("b1", "c1"))
    names = {code: f"{i * 7 % 15:02}" for i, code in enumerate(sorted({*pairs["actor"], *pairs["other"]}))}
    other = pairs.assign(actor=pairs["actor"].map(names), other=pairs["other"].map(names))
    sets = [cl.communities(table).groupby("group")["actor"].agg(frozenset) for table in (pairs, other)]
    assert {frozenset(names[code] for code in group) for group in sets[0]} == set(sets[1])
    one, two = (cl.centrality(table).set_index("actor") for table in (pairs, other))
    assert np.allclose(one, two.loc[[names[code] for code in one.index]])


def test_strengths_add_up_to_the_edges():
    edges = cl.address_network(SAMPLE)
    found = cl.centrality(edges)
    between = edges[edges["actor"] != edges["addressee"]]
    assert found["out_strength"].sum() == found["in_strength"].sum() == between["n"].sum()
    assert found["pagerank"].sum() == pytest.approx(1)
    assert found.set_index("actor").loc["USA", "out_strength"] == between.loc[between["actor"] == "USA", "n"].sum()


def test_groups_cover_every_actor_once():
    edges = cl.coposition_network(SAMPLE)
    groups = cl.communities(edges)
    assert sorted(groups["actor"]) == sorted({*edges["actor"], *edges["other"]})
    assert (groups.groupby("group")["actor"].transform("size") == groups["n_group"]).all()
    assert groups.attrs["source"] == SAMPLE.attrs["source"]


# Cases by hand


def test_weights_of_zero_and_below_are_no_edges():
    edges = edges_of([("A", "B"), ("A", "C"), ("B", "C"), ("C", "D")]).assign(weight=[1.0, -1.0, 0.0, 0.5])
    found = cl.centrality(edges).set_index("actor")
    assert found["degree"].to_dict() == {"A": 1, "B": 1, "C": 1, "D": 1}
    assert found["eigenvector"].isna().to_dict() == {"A": False, "B": False, "C": True, "D": True}
    assert cl.communities(edges)["group"].tolist() == [1, 1, 2, 2]


def test_both_ways_and_several_acts_are_added_up_for_groups():
    edges = pd.DataFrame(
        {"actor": ["A", "A", "B"], "addressee": ["B", "B", "A"], "act": ["x", "y", "x"], "n": [1, 2, 3]}
    )
    assert cl.centrality(edges).set_index("actor").loc["A", ["out_degree", "out_strength"]].tolist() == [1, 3]
    assert cl.communities(edges)["group"].tolist() == [1, 1]


def test_nothing_has_no_centrality_and_no_groups():
    for edges in (cl.address_network(SAMPLE.head(0)), cl.coposition_network(SAMPLE.head(0))):
        assert cl.centrality(edges).empty
        groups = cl.communities(edges)
        assert groups.empty and np.isnan(groups.attrs["modularity"])


@pytest.mark.parametrize("measure", ["centrality", "communities", "charts.network"])
@pytest.mark.parametrize(
    ("table", "lacks"),
    [
        (SAMPLE, "weight or n"),
        (cl.actors(SAMPLE), "addressee or other"),
        (cl.themes(SAMPLE), "actor"),
        (pd.DataFrame({"actor": ["A"], "other": ["B"]}), "weight or n"),
    ],
)
def test_a_table_that_is_no_network_is_refused(measure, table, lacks):
    function = cl.charts.network if measure == "charts.network" else getattr(cl, measure)
    with pytest.raises(TableError) as caught:
        function(table)
    assert str(caught.value) == (
        f"{measure} needs edges, such as cl.address_network(statements) or cl.coposition_network(statements) returns; "
        f"there is no column {lacks}; there are {', '.join(table.columns)}"
    )


def test_networks_on_which_powers_hardly_settle_have_a_pagerank():
    edges = pd.DataFrame({"actor": ["C", "A", "B"], "addressee": ["A", "B", "A"], "n": [1, 1, 1]})
    found = cl.centrality(edges).set_index("actor")["pagerank"]
    assert found.sum() == pytest.approx(1) and found.idxmax() == "A"


def test_where_powers_settle_on_nothing_there_is_no_eigenvector():
    cliques = [(f"{name}{i}", f"{name}{j}", weight) for name, weight in (("A", 1.0), ("B", 1.000001))
               for i in range(6) for j in range(i + 1, 6)]  # fmt: skip
    edges = pd.DataFrame([*cliques, ("A0", "B0", 1e-9)], columns=["actor", "other", "weight"])
    found = cl.centrality(edges)
    assert found["eigenvector"].isna().all() and found["degree"].sum() == 2 * len(edges)
