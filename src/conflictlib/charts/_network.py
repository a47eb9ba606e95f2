"""A network: who speaks to whom, or who shares positions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from conflictlib.charts import _counts, _style
from conflictlib.charts._chosen import WEAK, Chosen, weak
from conflictlib.charts._dates import long_span
from conflictlib.charts._frame import Caption, Room, frame, nothing, plain, size
from conflictlib.charts._layout import Node, named, place
from conflictlib.charts._marks import Mark, note
from conflictlib.charts._style import LABEL, MARGIN, NOTE, WIDTH
from conflictlib.parameters import at_least

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd
    from matplotlib.axes import Axes

    from conflictlib.codebook import Codebook

#: With the colours of the style, so that a group is told by its shape too.
SHAPES = ("o", "s", "^", "D", "v", "p", "h", "P")
_LINE, _AGAINST = "#7A8793", "#B03A00"
_SMALLEST, _LARGEST = 5.0, 19.0  # half the room of a node in points
_DRAWN = 0.8  # of it the radius of a circle


def network(
    edges: pd.DataFrame,
    *,
    communities: pd.DataFrame | None = None,
    top: int = 40,
    top_edges: int = 120,
    title: str = "",
    codebook: Codebook | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Draw a network: a node for each actor, with its name, and a line for each of the strongest edges.

    Who is joined stands close, as far as names leave room (Kamada and Kawai 1989); distances say nothing more.

    Parameters
    ----------
    edges
        Edges as `conflictlib.address_network` (directed; acts are added up) or `conflictlib.coposition_network`
        return them.
    communities
        Groups as `conflictlib.communities` returns them: each has a colour and a shape, and its actors stand together.
        With a modularity below 0.3 they are not drawn, which is told: groups of such a network hardly stand out.
    top
        Number of actors that are drawn, from 2, those with most statements (or positions) first, ties by code.
    top_edges
        Number of lines: of every actor its strongest (of shared positions its strongest agreement and its strongest
        opposition), then the strongest of all, ties by code. The others are told.
    title
        Title in place of the one made from the edges.
    codebook
        Codebook for the plain names of codes; None: the shipped one.
    ax
        Axes to draw in, with room around them for the words; None: those of a new figure. Where there is no room for
        every name, those of the smallest nodes are left out, which is told.

    Raises
    ------
    ParameterError
        `top` or `top_edges` is not allowed.
    TableError
        `edges` or `communities` lacks a column.
    """
    at_least("top", top, 2)
    at_least("top_edges", top_edges, 1)
    found = Chosen.of(edges, None if weak(communities) else communities, top, top_edges)
    names = _counts.Names(codebook)
    with _style.style():
        words = _Words(edges, found, names, communities)
        caption = Caption(title or words.title(), words.subtitle(), (words.last(),))
        if not len(found.links):
            why = (
                "No statement is aimed at another actor"
                if found.directed
                else "No two actors agree or disagree on a theme"
            )
            return nothing(Caption(title or "Nothing to draw", caption.subtitle, caption.notes), ax, why)
        return _draw(found, words, caption, ax)


class _Words:
    """The words around a network."""

    def __init__(
        self, edges: pd.DataFrame, found: Chosen, names: _counts.Names, communities: pd.DataFrame | None
    ) -> None:
        self.edges, self.found, self.names, self.communities = edges, found, names, communities

    def columns(self) -> list[str]:
        """Return the columns that tell the edges of an actor apart."""
        return [name for name in ("addressee", "other", "act") if name in self.edges.columns]

    def title(self) -> str:
        """Name the strongest line, or how many actors share positions."""
        links, n = self.found.links, len(self.found.sizes) + len(self.found.beyond)
        if not len(links):
            return "Nothing to draw"
        if not self.found.directed:
            return f"{_many(n, 'actor', 'actors')} with positions on common themes{self._standing_out()}"
        first = links[links["value"] == links["value"].max()]
        said = _many(int(first["value"].iloc[0]), "statement", "statements")
        if len(first) > 1:
            return f"No pair leads: {len(first)} have {said} each"
        one, other = (_counts.cut(self.names(code)) for code in (first["one"].iloc[0], first["other"].iloc[0]))
        return f"Most frequent: {one} to {other}, {said}"

    def _standing_out(self) -> str:
        """Say how many groups there are, or that they are not clear."""
        if self.communities is None:
            return ""
        n = self.communities["group"].nunique()
        return "; no clear groups" if weak(self.communities) else f", in {_many(n, 'group', 'groups')}"

    def subtitle(self) -> str:
        """Say what a line is."""
        what = (
            "Statements from actor to addressee" if self.found.directed else "Positions shared less positions opposed"
        )
        span = long_span(str(self.edges.attrs.get("span") or ""))
        return f"{what}{', ' if span else ''}{span}"

    def notes(self, unnamed: int) -> tuple[str, ...]:
        """Say how to read the picture, and what is not in it."""
        return tuple(filter(None, (self._reading(), self._left_out(unnamed), self._groups(), self.last())))

    def _reading(self) -> str:
        most, largest = self.found.links["value"].abs().max(), max(self.found.sizes.values())
        if self.found.directed:
            return (f"Area of a node: statements by or to the actor, at most {largest:,.0f}. Width of an arrow: "
                    f"statements from one to the other, at most {most:,.0f}.")  # fmt: skip
        against = " Dashed: opposed more than shared." if (self.found.links["value"] < 0).any() else ""
        return (f"Area of a node: positions that the actor took, at most {largest:,.0f}. Width of a line: agreement "
                f"less conflict, at most {most:.2g}.{against}")  # fmt: skip

    def _left_out(self, unnamed: int) -> str:
        found, attrs = self.found, self.edges.attrs
        kind = "arrow" if found.directed else "line"
        parts = []
        if len(found.links) < found.n_links:
            first = "strongest" if found.directed else "strongest agreement and the strongest opposition"
            parts.append(f"Drawn: {len(found.links):,} of {_many(found.n_links, kind, kind + 's')}, of each actor the "
                         f"{first}, then the strongest of all")  # fmt: skip
        if found.beyond:
            listed = list(found.beyond)
            shown = ", ".join(_counts.cut(self.names(code)) for code in listed[:6])
            parts.append(f"Not drawn: {_counts.others_label(len(listed))}: {shown}"
                         + (f" and {len(listed) - 6:,} more" if len(listed) > 6 else ""))  # fmt: skip
        if found.to_themselves:
            parts.append(f"Not drawn: {_many(found.to_themselves, 'statement', 'statements')} of actors to themselves")
        if unnamed:
            parts.append(f"Without a name for want of room: {_many(unnamed, 'actor', 'actors')}")
        for name, lack in (("without_addressee", "no addressee"), ("without_actor", "no actor")):
            if n := attrs.get(name):
                parts.append(f"{_many(n, 'statement has', 'statements have')} {lack} and are left out")
        return ". ".join(parts) + ("." if parts else "")

    def _groups(self) -> str:
        if self.communities is None:
            return ""
        modularity = self.communities.attrs.get("modularity")
        if modularity is None or modularity != modularity:
            return "Groups are divisions of the lines, not coalitions that anybody announced."
        if weak(self.communities):
            return (f"No groups are drawn: the best division of the lines has a modularity of {modularity:.2f}, and "
                    f"below about {WEAK} groups hardly stand out (Newman and Girvan 2004).")  # fmt: skip
        return ("Groups are divisions of the lines, not coalitions that anybody announced: modularity "
                f"{modularity:.2f} (Newman and Girvan 2004).")  # fmt: skip

    def last(self) -> str:
        """Write the line with n, the counting rule and the source."""
        attrs = self.edges.attrs
        n = f"n = {_many(attrs['n'], 'statement', 'statements')}. " if "n" in attrs else ""
        rule = str(attrs.get("counting") or "").rstrip(".")
        return f"{n}{rule + '. ' if rule else ''}Source: {str(attrs.get('source') or 'not stated').rstrip('.')}."


def _many(n: int, one: str, many: str) -> str:
    return f"{n:,} {one if n == 1 else many}"


def _draw(found: Chosen, words: _Words, caption: Caption, ax: Axes | None) -> Axes:
    key = _key(found)
    letters = LABEL if len(found.sizes) <= 30 else NOTE
    largest = max(found.sizes.values())
    radii = {code: max(_LARGEST * (n / largest) ** 0.5, _SMALLEST) for code, n in found.sizes.items()}
    plain_names = words.names.apart(list(found.sizes))
    near = [(one, other) for one, other, value in found.rows() if value > 0]
    width, height = (size(ax)[0], size(ax)[1]) if ax is not None else ((WIDTH - 2 * MARGIN) * 72, None)
    nodes = named(radii, plain_names, letters, width)
    placed, high = place(nodes, near, found.groups, width=width, height=height)
    rows = -(-len(key) // _per_row(key))
    notes = words.notes(sum(not node.lines for node in placed))
    room = Room(plot=high / 72, left=MARGIN, right=MARGIN, above=0.1 + 0.2 * rows, below=0.12)
    (ax,) = frame(Caption(caption.title, caption.subtitle, notes), room, ax)
    plain(ax)
    ax.set(xticks=[], yticks=[], xlim=(0, width), ylim=(0, high))
    _lines(ax, found, placed, plain_names)
    _nodes(ax, found, placed, plain_names, key)
    note(ax, _marks(placed, words.columns()))
    return ax


def _key(found: Chosen) -> dict[int, str]:
    """Name the kinds of nodes that there are."""
    kinds = [found.kind(code) for code in found.sizes]
    if found.groups:
        shown = sorted({kind for kind in kinds if 0 <= kind < len(SHAPES)})
        key = {kind: f"Group {kind + 1} ({kinds.count(kind)})" for kind in shown}
        rest = sum(not 0 <= kind < len(SHAPES) for kind in kinds)
        return key | ({-1: f"Other groups ({rest})"} if rest else {})
    if not found.directed:
        return {}
    told = {0: "addresses others", 1: "is only addressed here"}
    return {kind: f"{name} ({kinds.count(kind)})" for kind, name in told.items() if kind in kinds}


def _per_row(key: dict[int, str]) -> int:
    widest = max([_style.text_width(name, LABEL) for name in key.values()], default=0) + 30
    return max(1, min(len(key), int((WIDTH - 2 * MARGIN) * 72 / widest)))


def _lines(ax: Axes, found: Chosen, placed: list[Node], names: dict[object, str]) -> None:
    from conflictlib.charts._links import Link

    at = {node.code: node for node in placed}
    # a single statement is a thin arrow, also where no pair has more
    most = max(found.links["value"].abs().max(), 4 if found.directed else 0)
    for one, other, value in found.rows()[::-1]:  # the strongest on top
        wide = 0.5 + (3.0 if found.directed else 1.7) * abs(value) / most
        start, goal = at[one], at[other]
        link = Link(
            (names[one], names[other]), value, directed=found.directed,
            posA=(start.x, start.y), posB=(goal.x, goal.y),
            shrinkA=_DRAWN * start.radius, shrinkB=_DRAWN * goal.radius + 1,
            arrowstyle="-|>" if found.directed else "-", mutation_scale=6 + 1.6 * wide, linewidth=wide,
            connectionstyle=f"arc3,rad={0.14 if found.directed else 0}", color=_LINE if value > 0 else _AGAINST,
            linestyle="solid" if value > 0 else (0, (3, 2)), alpha=0.55 if found.directed else 0.4, zorder=1,
        )  # fmt: skip
        ax.add_artist(link)  # add_patch would work out limits, which are set


def _nodes(ax: Axes, found: Chosen, placed: list[Node], names: dict[object, str], key: dict[int, str]) -> None:
    from matplotlib.patheffects import withStroke

    from conflictlib.charts._links import Nodes

    halo = [withStroke(linewidth=2.2, foreground="white")]
    kinds = {node.code: found.kind(node.code) for node in placed}
    for kind in key or {0: ""}:
        these = [node for node in placed if not key or (kinds[node.code] if kinds[node.code] in key else -1) == kind]
        ax.add_collection(Nodes(
            ax, _shape(found, kind), [(node.x, node.y) for node in these],
            [node.radius for node in these], names=[names[node.code] for node in these],
            values=[found.sizes[node.code] for node in these], label=key.get(kind, "actors"), zorder=2,
            **_look(found, kind),
        ), autolim=False)  # fmt: skip
    for node in placed:
        if node.lines:
            ax.text(node.x, node.name_at, "\n".join(node.lines), ha="center", va="top", fontsize=node.size, zorder=3,
                    linespacing=1.1, parse_math=False, path_effects=halo, gid="node")  # fmt: skip
    if key:
        _legend(ax, found, key)


def _legend(ax: Axes, found: Chosen, key: dict[int, str]) -> None:
    from matplotlib.lines import Line2D

    handles = []
    for kind, name in key.items():
        look = _look(found, kind)
        handles.append(Line2D(
            [], [], linestyle="none", marker=_shape(found, kind), markersize=8, label=name,
            markerfacecolor=look["facecolors"], markeredgecolor=look["edgecolors"], markeredgewidth=look["linewidths"],
        ))  # fmt: skip
    ax.legend(handles=handles, loc="lower left", bbox_to_anchor=(0, 1), ncols=_per_row(key), frameon=False,
              fontsize=LABEL, borderaxespad=0.2, borderpad=0, handletextpad=0.2, columnspacing=1.2)  # fmt: skip


def _shape(found: Chosen, kind: int) -> str:
    return SHAPES[kind] if found.groups and kind >= 0 else "o"


def _look(found: Chosen, kind: int) -> dict[str, Any]:
    colour = _style.colour(kind) if found.groups and kind >= 0 else _style.FAINT if kind < 0 else _style.colour(0)
    hollow = not found.groups and kind == 1
    return {"facecolors": "white" if hollow else colour, "edgecolors": colour if hollow else "white",
            "linewidths": 1.6 if hollow else 0.8}  # fmt: skip


def _marks(placed: list[Node], others: list[str]) -> Iterator[Mark]:
    """Yield every node: it stands for all rows of which its actor is the first, whatever the `others`."""
    for node in placed:
        reach = ((node.x - node.radius, node.x + node.radius), (node.y - node.radius, node.y + node.radius))
        yield Mark({"actor": node.code} | dict.fromkeys(others), *reach)
