"""Measures of a network: who stands where in it, and which groups it falls into."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from conflictlib.schema import TableError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import pandas as pd

RUNS = 10  # of Louvain, with seeds 0 to 9


def are_edges(edges: pd.DataFrame, user: str) -> None:
    """Refuse a table that is no network, such as the statements themselves, in the name of what needs one."""
    there = [str(column) for column in edges.columns]
    for names in (("actor",), ("addressee", "other"), ("weight", "n")):
        if not {*there} & {*names}:
            raise TableError(
                f"{user} needs edges, such as cl.address_network(statements) or cl.coposition_network(statements) "
                f"returns; there is no column {' or '.join(names)}; there are {', '.join(there)}"
            )


def graph(edges: pd.DataFrame) -> Any:
    """Return the edges as a networkx graph, its nodes in the order of their codes.

    `addressee` makes it directed, and the edges of several acts are added up to ``weight``; of `other` it is
    undirected, and only edges with a weight above 0 are in it.
    """
    import networkx as nx

    directed = ends(edges)[1] == "addressee"
    result: Any = nx.DiGraph() if directed else nx.Graph()
    nodes = sorted({*edges["actor"], *edges[ends(edges)[1]]})
    result.add_nodes_from(nodes)
    weights = edges.groupby(list(ends(edges)))[strength(edges)].sum()
    weights = weights[weights > 0].sort_index()
    result.add_weighted_edges_from(
        (one, other, float(w)) for (one, other), w in zip(weights.index, weights, strict=True)
    )
    return result


def ends(edges: pd.DataFrame) -> tuple[str, str]:
    """Return the columns that name the ends of an edge."""
    return "actor", "addressee" if "addressee" in edges.columns else "other"


def strength(edges: pd.DataFrame) -> str:
    """Return the column that says how strong an edge is."""
    return "weight" if "weight" in edges.columns else "n"


def centrality(edges: pd.DataFrame) -> pd.DataFrame:
    """Say how central each actor is in a network.

    Parameters
    ----------
    edges
        Edges as `address_network` (directed; acts are added up) or `coposition_network` (undirected; pairs of
        weight 0 or below are no edges here) return them.

    Returns
    -------
    DataFrame
        One row per actor, most central first (by ``pagerank`` or ``eigenvector``, rounded to 9 digits; ties by code).
        Directed: ``out_degree`` and ``in_degree`` (number of others addressed and addressed by), ``out_strength``
        and ``in_strength`` (statements), ``betweenness``, ``pagerank``.
        Undirected: ``degree``, ``strength`` (sum of weights), ``betweenness``, ``eigenvector``.

        ``betweenness`` is the part of the shortest paths between two others that lead over the actor, all edges
        equally long, of all pairs of others (Freeman 1977; Brandes 2001). ``pagerank`` (Brin and Page 1998, damping
        0.85) follows the weighted edges. ``eigenvector`` (Bonacich 1972; weighted, of length 1) is that of the
        largest component, of equally large ones the first by code, and missing elsewhere; missing too where it can't be
        told, as in a very long chain.
        An actor that addresses itself does not count for its own degrees or strengths, nor for `pagerank`.

    Raises
    ------
    TableError
        `edges` lacks a column: it is no network.

    Notes
    -----
    Betweenness and the others describe the network that was coded. In a convenience sample an actor is central
    where somebody looked; nothing here measures power or influence.

    Source: networkx (Hagberg, Schult and Swart 2008).

    Examples
    --------
    >>> import pandas as pd
    >>> star = pd.DataFrame({"actor": ["A", "A", "A"], "other": ["B", "C", "D"], "weight": [1.0, 1.0, 1.0]})
    >>> centrality(star)[["actor", "degree", "betweenness"]]
      actor  degree  betweenness
    0     A       3          1.0
    1     B       1          0.0
    2     C       1          0.0
    3     D       1          0.0
    """
    import networkx as nx
    import pandas as pd

    are_edges(edges, "centrality")
    network = graph(edges)
    network.remove_edges_from(list(nx.selfloop_edges(network)))
    columns: dict[str, Mapping[str, float]] = {}
    if network.is_directed():
        for way, degrees in (("out", network.out_degree), ("in", network.in_degree)):
            columns |= {f"{way}_degree": dict(degrees()), f"{way}_strength": dict(degrees(weight="weight"))}
    else:
        columns |= {"degree": dict(network.degree()), "strength": dict(network.degree(weight="weight"))}
    columns["betweenness"] = nx.betweenness_centrality(network)
    last = "pagerank" if network.is_directed() else "eigenvector"
    columns[last] = nx.pagerank(network, max_iter=5000, tol=1e-12) if network.is_directed() else _eigenvector(network)
    nodes = list(network)
    table = pd.DataFrame({"actor": pd.array(nodes, dtype="str")})
    for name, found in columns.items():
        counted = "degree" in name or ("strength" in name and strength(edges) == "n")
        kind = "int64" if counted else "float64"
        table[name] = pd.Series([found.get(node) for node in nodes], dtype=kind)
    table = table.assign(rounded=table[last].round(9)).sort_values(["rounded", "actor"], ascending=[False, True])
    table = table.drop(columns="rounded").reset_index(drop=True)
    table.attrs = dict(edges.attrs)
    return table


def _eigenvector(network: Any) -> dict[str, float]:
    import networkx as nx

    largest = max(sorted(map(sorted, nx.connected_components(network))), key=len, default=[])
    if len(largest) < 2:
        return {}
    part = nx.Graph()  # not a subgraph, whose nodes come in the order of a set
    part.add_nodes_from(largest)
    part.add_edges_from((one, other, data) for one, other, data in network.edges(data=True) if one in part)
    try:  # by powers, not by ARPACK, which starts anywhere
        found: dict[str, float] = nx.eigenvector_centrality(part, weight="weight", max_iter=10_000, tol=1e-9)
    except nx.PowerIterationFailedConvergence:
        return {}
    return found


def communities(edges: pd.DataFrame) -> pd.DataFrame:
    """Divide a network into groups that have more weight within than chance would give (modularity).

    Louvain's method (Blondel et al. 2008) by networkx, ten runs with the seeds 0 to 9 over nodes in the order of
    their codes; the division with the highest modularity (Newman and Girvan 2004, weighted, resolution 1) stands.
    A directed network is taken as undirected, both ways added up; pairs of weight 0 or below are no edges.

    Parameters
    ----------
    edges
        Edges as `address_network` or `coposition_network` return them.

    Returns
    -------
    DataFrame
        One row per actor: ``actor``, ``group`` (from 1, the largest first, ties by the first code), ``n_group``
        (actors in it). ``attrs`` has those of the edges, ``modularity`` (1 is never reached; 0 where everything is
        one group; missing without edges) and ``n_groups``.

    Raises
    ------
    TableError
        `edges` lacks a column: it is no network.

    Notes
    -----
    A group has no name but its number: it is a division of the edges, not a coalition that anybody announced.
    Several divisions may be about as good, and small, sparse networks have a high modularity by chance alone
    (Guimerà, Sales-Pardo and Amaral 2004), so that the value proves no groups.

    Examples
    --------
    >>> import pandas as pd
    >>> pairs = [("A", "B"), ("A", "C"), ("B", "C"), ("D", "E"), ("D", "F"), ("E", "F"), ("C", "D")]
    >>> edges = pd.DataFrame(pairs, columns=["actor", "other"]).assign(weight=1.0)
    >>> found = communities(edges)
    >>> found["group"].to_list(), round(found.attrs["modularity"], 3)
    ([1, 1, 1, 2, 2, 2], 0.357)
    """
    import networkx as nx

    are_edges(edges, "communities")
    network = undirected(graph(edges))
    divided: list[set[str]] = [{node} for node in network]
    modularity = float("nan")
    if network.size():
        runs = [nx.community.louvain_communities(network, seed=seed) for seed in range(RUNS)]
        scores = [round(nx.community.modularity(network, run), 12) for run in runs]
        modularity, divided = max(scores), runs[scores.index(max(scores))]
    table = _numbered(divided).astype({"actor": "str", "group": "int64", "n_group": "int64"})
    table.attrs = dict(edges.attrs) | {"modularity": modularity, "n_groups": table["group"].nunique()}
    return table


def undirected(network: Any) -> Any:
    """Return the network without directions, the weights of both ways added up, and without loops."""
    import networkx as nx

    result: Any = nx.Graph()
    result.add_nodes_from(network)
    for one, other, weight in network.edges(data="weight"):
        if one != other:
            before = result.get_edge_data(one, other, {"weight": 0.0})["weight"]
            result.add_edge(one, other, weight=before + weight)
    return result


def _numbered(divided: Iterable[set[str]]) -> pd.DataFrame:
    import pandas as pd

    groups = sorted(map(sorted, divided), key=lambda group: (-len(group), group))
    rows = [(actor, number, len(group)) for number, group in enumerate(groups, 1) for actor in group]
    return pd.DataFrame(rows, columns=["actor", "group", "n_group"])
