"""Networks in GraphML, for visone, Gephi, igraph and networkx."""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Iterator
from itertools import combinations
from typing import TYPE_CHECKING, Any

from conflictlib.codebook import Codebook, shipped_codebook
from conflictlib.writing._files import put
from conflictlib.writing.json_lines import plain_rows

if TYPE_CHECKING:
    import pandas as pd

Node = tuple[str, str]  # kind and code
Edge = tuple[Node, Node, dict[str, object]]  # from, to, and what is known of it
NETWORKS = ("actor_theme", "actor_addressee", "theme_theme")
_SPACE = "http://graphml.graphdrawing.org/xmlns"
#: What XML 1.0 can't hold.
_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def to_graphml(
    statements: pd.DataFrame,
    path: str | os.PathLike[str],
    *,
    network: str = "",
    communities: pd.DataFrame | None = None,
    codebook: Codebook | None = None,
) -> None:
    """Write a network as GraphML: one made of statements, or the edges of one.

    ``actor_theme``: two modes, actors and themes; an edge's weight is the number of the actor's statements on the
    theme. ``actor_addressee``: directed, from actor to addressee, the number of statements aimed so; of several
    addressees each gets its edge. ``theme_theme``: the number of statements on both themes. Statements that lack one
    side give no edge; an actor or theme without an edge is a node all the same. A joint statement counts for each of
    its members, where these are known.

    Edges as `conflictlib.address_network` (directed) or `conflictlib.coposition_network` (undirected) return them are
    written as they are, with every column: of the first, `n` is the `weight`, and where `act` is told two actors have
    an edge for each act; of the second, the weight may be below 0. Days are text, of the themes of an edge one text
    with ``;`` between them, and what is missing is left out.

    Nodes have `label` (the codebook's) and `kind` (actor or theme), ids such as ``actor:CHN``, and `group` if
    `communities` tells it; edges `weight` and `label` (labels of both ends). Nodes and edges stand in the order of
    their codes. Source: GraphML specification 1.0.

    Parameters
    ----------
    statements
        Statements, or edges.
    path
        The file, usually in ``.graphml``; it is replaced in one step.
    network
        Of statements ``actor_theme`` (also ``""``), ``actor_addressee`` or ``theme_theme``; of edges ``""``.
    communities
        Groups of the actors, as `conflictlib.communities` returns them.
    codebook
        Whose labels; the shipped one if not given.

    Raises
    ------
    ValueError
        `network` is none of these.
    """
    other = next((name for name in ("addressee", "other") if name in statements.columns), "")
    if other and "actor" in statements.columns and {"n", "weight"} & set(statements.columns):
        if network:
            raise ValueError(f"network is {network!r}; allowed for a table of edges is ''")
        nodes, edges = _of_edges(statements, other)
    else:
        nodes, edges = _of_statements(statements, network or NETWORKS[0])
    book = codebook or shipped_codebook()
    groups = {} if communities is None else dict(zip(communities["actor"], communities["group"], strict=True))
    labels = {node: _NO_XML.sub("\ufffd", book.label(node[1])) for node in nodes}
    told: dict[Node, dict[str, object]] = {
        node: {"label": labels[node], "kind": node[0], **({"group": int(groups[node[1]])} if node[1] in groups else {})}
        for node in sorted(nodes)
    }
    for one, to, about in edges:
        about["label"] = f"{labels[one]} – {labels[to]}"
    put(path, _xml(told, edges, directed=other == "addressee" if not network else network == "actor_addressee"))


def _of_statements(statements: pd.DataFrame, network: str) -> tuple[set[Node], list[Edge]]:
    if network not in NETWORKS:
        raise ValueError(f"network is {network!r}; allowed are {', '.join(NETWORKS)}")
    nodes: set[Node] = set()
    edges: Counter[tuple[Node, Node]] = Counter()
    for row in plain_rows(statements):
        actors, themes, addressees = _sides(row)
        used = {"actor_theme": (actors, themes), "actor_addressee": (actors, addressees), "theme_theme": (themes,)}
        nodes.update(*used[network])
        edges.update(_edges(network, actors, themes, addressees))
    return nodes, [(one, other, {"weight": n}) for (one, other), n in sorted(edges.items())]


def _of_edges(edges: pd.DataFrame, other: str) -> tuple[set[Node], list[Edge]]:
    found: list[Edge] = []
    for row in plain_rows(edges.rename(columns={} if "weight" in edges.columns else {"n": "weight"})):
        one, to = (("actor", str(row.pop(end))) for end in ("actor", other))
        weight = {"weight": row.pop("weight")}  # first, as in every network
        found.append((one, to, {name: _plain(value) for name, value in (weight | row).items() if value is not None}))
    found.sort(key=lambda edge: (*edge[:2], str(edge[2].get("act", ""))))
    return {node for edge in found for node in edge[:2]}, found


def _plain(value: object) -> object:
    return ";".join(map(str, value)) if isinstance(value, list) else value


def _sides(row: dict[str, Any]) -> tuple[list[Node], list[Node], list[Node]]:
    members = row.get("members") or []
    speaking = members if row.get("actor") == "JOINT" and members else [row["actor"]] if row.get("actor") else []
    aimed = str(row["addressee"]).split(";") if row.get("addressee") else []
    kinds = (("actor", speaking), ("theme", row.get("themes") or []), ("actor", aimed))
    actors, themes, addressees = ([(kind, str(code).strip()) for code in dict.fromkeys(codes)] for kind, codes in kinds)
    return actors, themes, addressees


def _edges(network: str, actors: list[Node], themes: list[Node], addressees: list[Node]) -> Iterator[tuple[Node, Node]]:
    if network == "theme_theme":
        yield from combinations(sorted(themes), 2)
        return
    for actor in actors:
        yield from ((actor, other) for other in (themes if network == "actor_theme" else addressees))


def _xml(nodes: dict[Node, dict[str, object]], edges: list[Edge], *, directed: bool) -> bytes:
    import lxml.etree as etree  # type: ignore[import-untyped]  # lxml ships no types

    root = etree.Element(f"{{{_SPACE}}}graphml", nsmap={None: _SPACE})
    for of, tables in (("node", list(nodes.values())), ("edge", [about for *_, about in edges])):
        for name, kind in _kinds(of, tables).items():
            about = {"id": f"{of}_{name}", "for": of, "attr.name": name, "attr.type": kind}
            etree.SubElement(root, f"{{{_SPACE}}}key", about)
    graph = etree.SubElement(root, f"{{{_SPACE}}}graph", {"edgedefault": "directed" if directed else "undirected"})
    for node, told in nodes.items():
        _say(etree.SubElement(graph, f"{{{_SPACE}}}node", {"id": _id(node)}), "node", told)
    for one, other, told in edges:
        _say(etree.SubElement(graph, f"{{{_SPACE}}}edge", {"source": _id(one), "target": _id(other)}), "edge", told)
    data: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)
    return data


#: GraphML's names of types; yes and no are whole numbers too for Python, so they come first.
_TYPES = ((bool, "boolean"), (int, "int"), (float, "double"))


def _kinds(of: str, tables: list[dict[str, object]]) -> dict[str, str]:
    """Return the type of everything that is told of nodes or edges; a number is whole unless one is not."""
    kinds = {"label": "string", "kind": "string"} if of == "node" else {"weight": "int", "label": "string"}
    for told in tables:
        for name, value in told.items():
            found = next((kind for of_kind, kind in _TYPES if isinstance(value, of_kind)), "string")
            kinds[name] = "double" if {found, kinds.get(name, found)} == {"int", "double"} else found
    return kinds


def _say(element: Any, of: str, told: dict[str, object]) -> None:
    import lxml.etree as etree

    for name, value in told.items():
        etree.SubElement(element, f"{{{_SPACE}}}data", {"key": f"{of}_{name}"}).text = _text(value)


def _text(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else _NO_XML.sub("\ufffd", str(value))


def _id(node: Node) -> str:
    return _NO_XML.sub("\ufffd", f"{node[0]}:{node[1]}")
