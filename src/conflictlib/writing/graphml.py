"""Statements as networks in GraphML, for visone, Gephi, igraph and networkx."""

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
NETWORKS = ("actor_theme", "actor_addressee", "theme_theme")
_SPACE = "http://graphml.graphdrawing.org/xmlns"
_KEYS = (
    ("label", "node", "string"),
    ("kind", "node", "string"),
    ("weight", "edge", "int"),
    ("label", "edge", "string"),
)
#: What XML 1.0 can't hold.
_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def to_graphml(
    statements: pd.DataFrame,
    path: str | os.PathLike[str],
    *,
    network: str = "actor_theme",
    codebook: Codebook | None = None,
) -> None:
    """Write a network of the statements as GraphML.

    ``actor_theme``: two modes, actors and themes; an edge's weight is the number of the actor's statements on the
    theme. ``actor_addressee``: directed, from actor to addressee, the number of statements aimed so; of several
    addressees each gets its edge. ``theme_theme``: the number of statements on both themes. Statements that lack one
    side give no edge; an actor or theme without an edge is a node all the same. A joint statement counts for each of
    its members, where these are known.

    Nodes have `label` (the codebook's) and `kind` (actor or theme), ids such as ``actor:CHN``; edges `weight` and
    `label` (labels of both ends). Nodes and edges stand in the order of their codes.
    Source: GraphML specification 1.0.

    Parameters
    ----------
    statements
        Statements.
    path
        The file, usually in ``.graphml``; it is replaced in one step.
    network
        ``actor_theme``, ``actor_addressee`` or ``theme_theme``.
    codebook
        Whose labels; the shipped one if not given.

    Raises
    ------
    ValueError
        `network` is none of these.
    """
    if network not in NETWORKS:
        raise ValueError(f"network is {network!r}; allowed are {', '.join(NETWORKS)}")
    nodes: set[Node] = set()
    edges: Counter[tuple[Node, Node]] = Counter()
    for row in plain_rows(statements):
        actors, themes, addressees = _sides(row)
        used = {"actor_theme": (actors, themes), "actor_addressee": (actors, addressees), "theme_theme": (themes,)}
        nodes.update(*used[network])
        edges.update(_edges(network, actors, themes, addressees))
    book = codebook or shipped_codebook()
    labels = {node: _NO_XML.sub("\ufffd", book.label(node[1])) for node in nodes}
    put(path, _xml(labels, edges, directed=network == "actor_addressee"))


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


def _xml(labels: dict[Node, str], edges: Counter[tuple[Node, Node]], *, directed: bool) -> bytes:
    import lxml.etree as etree  # type: ignore[import-untyped]  # lxml ships no types

    root = etree.Element(f"{{{_SPACE}}}graphml", nsmap={None: _SPACE})
    for name, of, kind in _KEYS:
        about = {"id": f"{of}_{name}", "for": of, "attr.name": name, "attr.type": kind}
        etree.SubElement(root, f"{{{_SPACE}}}key", about)
    graph = etree.SubElement(root, f"{{{_SPACE}}}graph", {"edgedefault": "directed" if directed else "undirected"})
    for node in sorted(labels):
        element = etree.SubElement(graph, f"{{{_SPACE}}}node", {"id": _id(node)})
        _say(element, "node_label", labels[node])
        _say(element, "node_kind", node[0])
    for (one, other), weight in sorted(edges.items()):
        element = etree.SubElement(graph, f"{{{_SPACE}}}edge", {"source": _id(one), "target": _id(other)})
        _say(element, "edge_weight", str(weight))
        _say(element, "edge_label", f"{labels[one]} – {labels[other]}")
    data: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)
    return data


def _say(element: Any, key: str, text: str) -> None:
    import lxml.etree as etree

    etree.SubElement(element, f"{{{_SPACE}}}data", {"key": key}).text = text


def _id(node: Node) -> str:
    return _NO_XML.sub("\ufffd", f"{node[0]}:{node[1]}")
