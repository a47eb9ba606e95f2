"""Who shares positions: an undirected network of actors, agreement minus conflict."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conflictlib.codebook import shipped_codebook
from conflictlib.networks.selecting import covered, within
from conflictlib.parameters import at_least, one_of
from conflictlib.position_taking.rules import Rules
from conflictlib.position_taking.taking import IN_SHORT, taken

if TYPE_CHECKING:
    import datetime
    from collections.abc import Collection

    import pandas as pd

    from conflictlib.codebook import Codebook

NORMALISE = ("average", "jaccard", "cosine", "none")

COLUMNS = ("actor", "other", "agreement", "conflict", "weight", "n_themes", "n_actor", "n_other", "themes")


def coposition_network(
    statements: pd.DataFrame,
    *,
    themes: str | Collection[str] | None = None,
    rules: Rules | str = "narrow",
    normalise: str = "average",
    least: int = 1,
    start: str | datetime.date | None = None,
    end: str | datetime.date | None = None,
    codebook: Codebook | None = None,
) -> pd.DataFrame:
    """Join actors that took positions on the same themes: agreement minus conflict.

    What takes a position, and for whom, is that of `positions`. An actor's position on a theme counts once per
    direction, however often it was stated (Leifeld's “ignore duplicates”); who went both ways has both. Statements
    without a date are left out.

    Source: Leifeld, P. (2013), Reconceptualizing major policy change in the advocacy coalition framework: a
    discourse network analysis of German pension politics, *Policy Studies Journal* 41(1), 169–198; Leifeld, P.
    (2017), Discourse network analysis: policy debates as dynamic networks, in *The Oxford Handbook of Political
    Networks*. The aggregation is ``subtract`` of his program DNA.

    Parameters
    ----------
    statements
        A statements table.
    themes
        Codes of themes, a list or separated by commas; None or ``""``: all on which positions can be taken.
    rules
        Which statements count, as in `positions`; how many are needed says nothing here.
    normalise
        What agreement minus conflict is divided by, with p and q the numbers of positions (theme and direction)
        of the two: ``average`` (p + q) / 2, so that actors who speak much are not close to everybody;
        ``jaccard`` all different positions of the two; ``cosine`` the root of p q; ``none`` 1.
        DNA's own ``cosine`` divides by p q.
    least
        Only actors with so many positions. With one position, two actors agree in full over a single theme.
    start, end
        First and last day, both inclusive, as YYYY-MM-DD; None or ``""``: no limit.
    codebook
        Codebook that says what a position is; None: the shipped one.

    Returns
    -------
    DataFrame
        One row per pair of actors with a position on a common theme, ``actor`` before ``other`` by code:
        ``agreement`` (positions that both took), ``conflict`` (pairs of opposite positions on one theme),
        ``weight`` (agreement minus conflict, normalised; of ``average``, ``jaccard`` and ``cosine`` 1 where both took
        the same positions, no other, and neither went both ways on a theme, which is conflict too; below 0 where
        conflict prevails), ``n_themes`` (themes on which both have a
        position), ``n_actor`` and ``n_other`` (positions of each), ``themes`` (codes of the common themes).
        Highest weight first, then most common themes, then by code. A pair that shares no theme has no row:
        nothing is known of it, which is not a weight of 0.

        ``attrs``: ``n`` (statements that take a position), ``n_statements`` (in the selection), ``n_actors`` (with
        enough positions), ``alone`` (of these, how many share no theme with another), ``normalise``, ``counting``,
        ``source``, ``span``, ``network`` (``coposition``).

    Raises
    ------
    ParameterError
        An argument has a value that is not allowed.

    Notes
    -----
    A high weight does not say that two actors consulted or that they mean the same: a theme is coarse, and who
    spoke rarely shares all with many. Two directions on one theme may be a change of mind, which is not seen here.

    Examples
    --------
    >>> import pandas as pd
    >>> from conflictlib import schema
    >>> rows = [("A", "calls_for", ["ceasefire"]), ("B", "supports", ["ceasefire", "recognition"]),
    ...         ("C", "rejects", ["ceasefire"])]
    >>> table = [{"statement_id": a, "text": "…", "date": "2024-01-01", "actor": a, "act": b, "themes": c}
    ...          for a, b, c in rows]
    >>> edges = coposition_network(schema.conform(table, schema.STATEMENTS))
    >>> edges[["actor", "other", "agreement", "conflict", "weight"]].round(2)
      actor other  agreement  conflict  weight
    0     A     B          1         0    0.67
    1     B     C          0         1   -0.67
    2     A     C          0         1   -1.00
    """
    one_of("normalise", normalise, NORMALISE)
    at_least("least", least, 1)
    kept = within(statements, start, end)
    book, chosen = codebook or shipped_codebook(), Rules.named(rules)
    said = taken(kept, book, rules=chosen, theme=themes or None)
    own = said[["actor", "theme", "direction"]].drop_duplicates()
    own = own[own.groupby("actor")["theme"].transform("size") >= least]
    edges = _edges(own, normalise)
    used = said[said["actor"].isin(own["actor"])]
    edges.attrs = about(statements, used, chosen) | {
        "network": "coposition",
        "n_statements": len(kept),
        "n_actors": own["actor"].nunique(),
        "alone": own["actor"].nunique() - len({*edges["actor"], *edges["other"]}),
        "normalise": normalise,
    }
    return edges


def pairs(own: pd.DataFrame) -> pd.DataFrame:
    """Pair the positions of different actors on one theme, each pair once: `actor`, `other`, `theme`, `agree`."""
    met = own.merge(own, on="theme", suffixes=("", "_other")).rename(columns={"actor_other": "other"})
    met = met[met["actor"] < met["other"]]
    return met.assign(agree=met["direction"] == met["direction_other"])[["actor", "other", "theme", "agree"]]


def about(statements: pd.DataFrame, said: pd.DataFrame, rules: Rules) -> dict[object, object]:
    """Say what a chart of positions must print."""
    rule = f"{IN_SHORT} Each counts once per actor, theme and direction. {rules.in_words()}"
    if without := statements.attrs.get("repeats"):
        rule += f" {without}."
    return {
        "n": said["statement_id"].nunique(),
        "counting": rule,
        "source": statements.attrs.get("source", ""),
        "span": covered(said["date"]),
    }


def _edges(own: pd.DataFrame, normalise: str) -> pd.DataFrame:
    """Return the edges between actors, from their positions (`actor`, `theme`, `direction`), each there once."""
    import pandas as pd

    n = own.groupby("actor").size()
    met = pairs(own).sort_values(["actor", "other", "theme"])
    edges = met.groupby(["actor", "other"], as_index=False).agg(
        agreement=("agree", "sum"), met=("agree", "size"), n_themes=("theme", "nunique")
    )
    common: dict[tuple[str, str], dict[str, None]] = {}
    for actor, other, theme in zip(met["actor"], met["other"], met["theme"], strict=True):
        common.setdefault((actor, other), {})[theme] = None
    edges["themes"] = pd.Series([list(themes) for themes in common.values()], dtype="object")
    edges["conflict"] = edges.pop("met") - edges["agreement"]
    p, q = (edges[end].map(n).astype("int64") for end in ("actor", "other"))
    by: dict[str, pd.Series] = {
        "average": (p + q) / 2,
        "jaccard": p + q - edges["agreement"],
        "cosine": (p * q) ** 0.5,
        "none": p / p,
    }
    edges = edges.assign(weight=(edges["agreement"] - edges["conflict"]) / by[normalise], n_actor=p, n_other=q)
    edges = edges.astype({"agreement": "int64", "conflict": "int64", "weight": "float64", "themes": "object"})
    order = ["weight", "n_themes", "actor", "other"]
    return edges.sort_values(order, ascending=[False, False, True, True])[list(COLUMNS)].reset_index(drop=True)
