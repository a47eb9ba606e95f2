"""Which actors and which lines of a network are drawn."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from conflictlib.networks.measures import are_edges, ends, strength

if TYPE_CHECKING:
    import pandas as pd

WEAK = 0.3  # Newman and Girvan (2004) find 0.3 to 0.7 in networks with strong groups


def weak(communities: pd.DataFrame | None) -> bool:
    """Tell whether groups hardly stand out."""
    return communities is not None and float(communities.attrs.get("modularity", 1.0)) < WEAK


@dataclass(frozen=True)
class Chosen:
    """What is drawn: actors with their sizes, largest first, and lines with their strength, strongest first."""

    directed: bool
    sizes: dict[str, float]
    links: pd.DataFrame  # one, other, value
    speakers: frozenset[str]
    groups: dict[str, int]
    beyond: dict[str, float]  # sizes of the actors that are not drawn
    n_links: int  # among the actors drawn
    to_themselves: int

    @classmethod
    def of(cls, edges: pd.DataFrame, communities: pd.DataFrame | None, top: int, top_edges: int) -> Chosen:
        """Choose what is drawn."""
        are_edges(edges, "charts.network")
        one, other = ends(edges)
        directed = other == "addressee"
        links = edges.groupby([one, other], as_index=False).agg(value=(strength(edges), "sum"))
        links = links.set_axis(["one", "other", "value"], axis="columns")
        sizes = _sizes(edges, links, directed)
        order = sorted(sizes, key=lambda code: (-sizes[code], code))
        drawn = set(order[:top])
        loops = links["one"] == links["other"]
        among = links[links["one"].isin(drawn) & links["other"].isin(drawn) & ~loops & (links["value"] != 0)]
        groups = {} if communities is None else dict(zip(communities["actor"], communities["group"], strict=True))
        return cls(
            directed, {code: sizes[code] for code in order[:top]}, _strongest(among, top_edges),
            frozenset(links.loc[~loops, "one"]), groups,
            {code: sizes[code] for code in order[top:]}, len(among), int(links.loc[loops, "value"].sum()),
        )  # fmt: skip

    def rows(self) -> list[tuple[str, str, float]]:
        """Return the lines: from whom, to whom, and how strong."""
        ends = zip(self.links["one"], self.links["other"], strict=True)
        return [(str(one), str(other), float(n)) for (one, other), n in zip(ends, self.links["value"], strict=True)]

    def kind(self, code: str) -> int:
        """Return the number of an actor's group, from 0, or whether it is only spoken to."""
        if self.groups:
            return int(self.groups.get(code, 0)) - 1
        return int(self.directed and code not in self.speakers)


def _sizes(edges: pd.DataFrame, links: pd.DataFrame, directed: bool) -> dict[str, float]:
    """Return how many statements are by or to an actor; without directions, how many positions it took."""
    import pandas as pd

    if directed or not {"n_actor", "n_other"} <= set(edges.columns):
        both = pd.concat([links["one"], links.loc[links["one"] != links["other"], "other"]])
        return {str(code): float(n) for code, n in links["value"].abs().reindex(both.index).groupby(both).sum().items()}
    return dict(zip(edges["actor"], edges["n_actor"], strict=True)) | dict(
        zip(edges["other"], edges["n_other"], strict=True)
    )


def _strongest(links: pd.DataFrame, most: int) -> pd.DataFrame:
    """Return of every actor its strongest line, above 0 and below, then the strongest of all; ties by code."""
    import pandas as pd

    ordered = links.assign(strong=links["value"].abs().round(9)).sort_values(
        ["strong", "one", "other"], ascending=[False, True, True]
    )
    ordered = ordered.drop(columns="strong").reset_index(drop=True)
    own: set[int] = set()
    for part in (ordered[ordered["value"] > 0], ordered[ordered["value"] < 0]):
        either = pd.concat([part["one"], part["other"]]).sort_index(kind="stable")
        own |= set(either.index[~either.duplicated()])
    first = sorted(own)[:most]
    rest = ordered.index.difference(first)[: most - len(first)]
    return ordered.loc[sorted([*first, *rest])].reset_index(drop=True)
