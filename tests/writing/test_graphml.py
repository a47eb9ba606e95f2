"""Networks in GraphML."""

import lxml.etree
import pandas as pd
import pytest
from made_up_coding import statements

import conflictlib as cl

SPACE = "{http://graphml.graphdrawing.org/xmlns}"


def network(path):
    tree = lxml.etree.parse(path)
    nodes = [node.get("id") for node in tree.iter(f"{SPACE}node")]
    edges = {
        (edge.get("source"), edge.get("target")): int(edge.findtext(f"{SPACE}data[@key='edge_weight']"))
        for edge in tree.iter(f"{SPACE}edge")
    }
    return nodes, edges


def test_actors_and_themes_are_two_modes_with_the_number_of_statements(tmp_path):
    cl.to_graphml(statements(), tmp_path / "n.graphml")
    nodes, edges = network(tmp_path / "n.graphml")
    assert nodes == sorted(nodes)
    assert "actor:EGY" in nodes  # without a theme, and so without an edge
    assert edges[("actor:CHN", "theme:ceasefire")] == 1
    per_pair = sum(len(themes) for themes in statements()["themes"])
    assert sum(edges.values()) == per_pair


def test_actors_and_addressees_are_directed_and_each_addressee_has_its_edge(tmp_path):
    cl.to_graphml(statements(), tmp_path / "n.graphml", network="actor_addressee")
    _, edges = network(tmp_path / "n.graphml")
    assert edges == {("actor:CHN", "actor:EGY"): 1, ("actor:CHN", "actor:ISR"): 1}
    assert b'edgedefault="directed"' in (tmp_path / "n.graphml").read_bytes()


def test_themes_of_one_statement_are_joined(tmp_path):
    cl.to_graphml(statements(), tmp_path / "n.graphml", network="theme_theme")
    _, edges = network(tmp_path / "n.graphml")
    assert edges == {
        ("theme:[x", "theme:own; theme"): 1,
        ("theme:ceasefire", "theme:military_operations"): 1,
    }


def test_a_joint_statement_counts_for_each_member_and_what_xml_cannot_hold_is_replaced(tmp_path):
    table = statements().iloc[:1].copy()
    table.loc[0, "actor"] = "JOINT"
    table["members"] = [["FRA", "DEU"]]
    table["themes"] = [["bad\x01theme"]]
    cl.to_graphml(table, tmp_path / "n.graphml")
    _, edges = network(tmp_path / "n.graphml")
    assert edges == {("actor:DEU", "theme:bad\ufffdtheme"): 1, ("actor:FRA", "theme:bad\ufffdtheme"): 1}


def test_other_programs_read_it(tmp_path):
    networkx = pytest.importorskip("networkx")
    cl.to_graphml(statements(), tmp_path / "n.graphml")
    graph = networkx.read_graphml(tmp_path / "n.graphml")
    assert graph.nodes["actor:CHN"] == {"label": "China", "kind": "actor"}
    assert graph.edges["actor:CHN", "theme:ceasefire"]["weight"] == 1


def test_the_same_statements_give_the_same_bytes_in_any_order(tmp_path):
    cl.to_graphml(statements(), tmp_path / "a.graphml")
    cl.to_graphml(statements().iloc[::-1], tmp_path / "b.graphml")
    assert (tmp_path / "a.graphml").read_bytes() == (tmp_path / "b.graphml").read_bytes()


def test_a_network_that_is_not_known_is_refused(tmp_path):
    with pytest.raises(ValueError, match="network is 'x'; allowed are actor_theme, actor_addressee, theme_theme"):
        cl.to_graphml(statements(), tmp_path / "n.graphml", network="x")


# Edges


def test_edges_of_a_network_go_out_with_all_that_is_known_of_them(tmp_path):
    networkx = pytest.importorskip("networkx")
    sample = cl.open_statements()
    edges = cl.coposition_network(sample)
    groups = cl.communities(edges)
    cl.to_graphml(edges, tmp_path / "n.graphml", communities=groups)
    graph = networkx.read_graphml(tmp_path / "n.graphml")
    assert not graph.is_directed()
    assert graph.number_of_edges() == len(edges)
    for row in edges.itertuples():
        told = graph.edges[f"actor:{row.actor}", f"actor:{row.other}"]
        assert (told["weight"], told["agreement"], told["conflict"]) == (row.weight, row.agreement, row.conflict)
        assert told["themes"] == ";".join(row.themes)
    assert {node[6:]: told["group"] for node, told in graph.nodes(data=True)} == dict(
        zip(groups["actor"], groups["group"], strict=True)
    )


def test_two_actors_have_an_edge_for_every_act(tmp_path):
    networkx = pytest.importorskip("networkx")
    edges = cl.address_network(cl.open_statements())
    cl.to_graphml(edges, tmp_path / "n.graphml")
    graph = networkx.read_graphml(tmp_path / "n.graphml")
    assert graph.is_directed() and graph.is_multigraph()
    found = {(one[6:], other[6:], told["act"]): told["weight"] for one, other, told in graph.edges(data=True)}
    assert found == edges.set_index(["actor", "addressee", "act"])["n"].to_dict()
    assert graph.nodes["actor:USA"]["label"] == "United States"


def test_all_acts_together_are_the_network_made_of_the_statements(tmp_path):
    table = statements()
    cl.to_graphml(table, tmp_path / "s.graphml", network="actor_addressee")
    cl.to_graphml(cl.address_network(table, by_act=False, joint="members"), tmp_path / "e.graphml")
    assert network(tmp_path / "s.graphml")[1] == network(tmp_path / "e.graphml")[1]


def test_the_order_of_edges_changes_no_byte_and_no_edges_are_a_network_too(tmp_path):
    edges = cl.address_network(cl.open_statements())
    cl.to_graphml(edges, tmp_path / "a.graphml")
    cl.to_graphml(edges.iloc[::-1], tmp_path / "b.graphml")
    assert (tmp_path / "a.graphml").read_bytes() == (tmp_path / "b.graphml").read_bytes()
    cl.to_graphml(edges.head(0), tmp_path / "none.graphml")
    assert network(tmp_path / "none.graphml") == ([], {})


def test_edges_are_no_statements_of_which_another_network_could_be_made(tmp_path):
    edges = cl.address_network(statements())
    with pytest.raises(ValueError, match=r"^network is 'theme_theme'; allowed for a table of edges is ''$"):
        cl.to_graphml(edges, tmp_path / "n.graphml", network="theme_theme")


def test_yes_and_no_come_back_as_such(tmp_path):
    import networkx as nx

    edges = pd.DataFrame({"actor": ["CHN", "USA"], "addressee": ["USA", "CHN"], "n": [2, 1], "sure": [True, False]})
    cl.to_graphml(edges, tmp_path / "n.graphml")
    read = nx.read_graphml(tmp_path / "n.graphml")
    assert [told["sure"] for *_, told in sorted(read.edges(data=True))] == [True, False]
