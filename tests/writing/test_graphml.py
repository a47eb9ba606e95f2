"""Networks in GraphML."""

import lxml.etree
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
