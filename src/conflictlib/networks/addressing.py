"""Who speaks to whom: a directed network from actor to addressee."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conflictlib import counting
from conflictlib.codebook import shipped_codebook
from conflictlib.networks.selecting import codes, covered, joint_codes, within
from conflictlib.parameters import at_least, one_of

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterable

    import pandas as pd

    from conflictlib.codebook import Codebook

JOINT = ("as one", "members")


def address_network(
    statements: pd.DataFrame,
    *,
    by_act: bool = True,
    acts: str | Iterable[str] | None = None,
    joint: str = "as one",
    top: int | None = None,
    start: str | datetime.date | None = None,
    end: str | datetime.date | None = None,
    codebook: Codebook | None = None,
) -> pd.DataFrame:
    """Count who speaks to whom, by act: the edges of a directed network.

    A statement with several addressees counts once for each of them. Only whom a statement is aimed at counts,
    not whom it is about; one that is aimed at nobody in particular gives no edge and is told.

    Parameters
    ----------
    statements
        A statements table.
    by_act
        One row per actor, addressee and act; False: per actor and addressee, all acts together.
    acts
        Codes of acts, a list or separated by commas; None or ``""``: all. Shares are then shares of these.
    joint
        A joint statement counts ``as one``, under its own code, or once for each of its ``members`` (where these
        are not known, as one): then one text counts as often as it has signers.
    top
        Only edges among so many actors, those that send and receive most, ties by code; None: all.
    start, end
        First and last day, both inclusive, as YYYY-MM-DD; None or ``""``: no limit. With a limit, statements
        without a date are left out.
    codebook
        Codebook that says which codes are joint; None: the shipped one.

    Returns
    -------
    DataFrame
        One row per edge that occurs: ``actor`` (who speaks), ``addressee``, ``act``, ``n`` (statements),
        ``n_actor`` (all statements of the actor that have an addressee: the denominator), ``share`` (``n`` divided
        by ``n_actor``; with several addressees the shares of an actor add up to more than 1), ``first`` and ``last``
        (days; missing where none of the statements has a date). Most frequent first, ties by code; a missing act
        is ``not coded``. ``n`` adds up to the addressed statements times their addressees (and, with `joint`
        ``members``, times their signers). An actor may address itself.

        ``attrs``: ``n`` (statements in the edges) of ``n_statements`` (in the selection), ``without_addressee`` and
        ``without_actor`` (statements left out because they lack one), ``not_among_top`` (address pairs beyond
        `top`), ``counting``, ``source``, ``span``, ``network`` (``address``).

    Raises
    ------
    ParameterError
        `acts`, `joint`, `top`, `start` or `end` is not allowed.
    TableError
        There is no column ``actor``, ``addressee``, ``act`` or ``date``.

    Examples
    --------
    >>> import pandas as pd
    >>> from conflictlib import schema
    >>> rows = [{"statement_id": "1", "text": "…", "actor": "QAT", "addressee": "ISR;HAMAS", "act": "calls_for"},
    ...         {"statement_id": "2", "text": "…", "actor": "QAT", "addressee": "ISR", "act": "condemns"},
    ...         {"statement_id": "3", "text": "…", "actor": "QAT", "act": "states"}]
    >>> edges = address_network(schema.conform(rows, schema.STATEMENTS))
    >>> edges[["actor", "addressee", "act", "n", "n_actor", "share"]]
      actor addressee        act  n  n_actor  share
    0   QAT     HAMAS  calls_for  1        2    0.5
    1   QAT       ISR  calls_for  1        2    0.5
    2   QAT       ISR   condemns  1        2    0.5
    >>> edges.attrs["without_addressee"]
    1
    """
    one_of("joint", joint, JOINT)
    if top is not None:
        at_least("top", top, 1)
    kept = within(statements, start, end)
    wanted = codes("acts", acts, counting.take(statements, "act"))
    if wanted:
        kept = kept[kept["act"].isin(wanted)]
    kept = kept.reset_index(drop=True)
    pairs = _pairs(kept, joint_codes(codebook or shipped_codebook()) if joint == "members" else set())
    whole_network = pairs.dropna(subset=["actor", "addressee"])
    chosen = _among(whole_network, top)
    edges = _counted(chosen, ["actor", "addressee", *(["act"] if by_act else [])])
    edges["n_actor"] = edges["actor"].map(whole_network.groupby("actor")["row"].nunique()).astype("int64")
    edges["share"] = edges["n"] / edges["n_actor"]
    edges = edges[[*edges.columns.drop(["first", "last"]), "first", "last"]]
    edges.attrs = _attrs(kept, chosen, joint) | {"not_among_top": len(whole_network) - len(chosen)}
    return edges


def _pairs(statements: pd.DataFrame, joint: set[str]) -> pd.DataFrame:
    """Return a row per statement, speaker and addressee, a missing speaker or addressee as NA."""
    import pandas as pd

    speakers = counting.take(statements, "actor").astype("object")
    if joint and "members" in statements.columns:
        members = statements["members"].map(counting.codes_in)
        listed = members.map(bool).astype(bool) & speakers.isin(joint)
        speakers = speakers.where(~listed, members.map(list))
    aimed = counting.group(statements, "addressee")
    table = pd.DataFrame({
        "row": aimed.rows,
        "addressee": pd.array(aimed.labels, dtype="str").take(aimed.codes),
    })  # fmt: skip
    table["addressee"] = table["addressee"].where(table["addressee"] != counting.NOT_CODED)
    table["actor"] = speakers.take(table["row"].to_numpy()).array
    table = table.explode("actor").astype({"actor": "str"})
    said = statements.take(table["row"].to_numpy())
    act = counting.take(said, "act").astype("str").fillna(counting.NOT_CODED)
    table = table.assign(act=act.array, date=counting.take(said, "date").array)
    return table.reset_index(drop=True)


def _among(pairs: pd.DataFrame, top: int | None) -> pd.DataFrame:
    """Keep pairs among the `top` actors that send and receive most."""
    import pandas as pd

    if top is None:
        return pairs
    ends = pd.concat([pairs["actor"], pairs["addressee"]]).value_counts()
    first = set(sorted(ends.index, key=lambda code: (-ends[code], code))[:top])
    return pairs[pairs["actor"].isin(first) & pairs["addressee"].isin(first)]


def _counted(pairs: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    grouped = pairs.groupby(keys, as_index=False)
    edges = grouped.agg(n=("row", "size"), first=("date", "min"), last=("date", "max"))
    edges = edges.sort_values(["n", *keys], ascending=[False, *[True] * len(keys)], kind="stable")
    return edges[[*keys, "n", "first", "last"]].reset_index(drop=True)


def _attrs(statements: pd.DataFrame, pairs: pd.DataFrame, joint: str) -> dict[object, object]:
    used = statements.take(sorted(set(pairs["row"])))
    aimed = counting.group(statements, "addressee")
    missing = aimed.labels[-1:] == counting.NOT_CODED
    nobody = int((aimed.codes == len(aimed.labels) - 1).sum()) if missing.any() else 0
    under = {"as one": "under its own code", "members": "once for each of its members"}[joint]
    rule = "Each statement counts once for each of its addressees"
    if without := statements.attrs.get("repeats"):
        rule += f"; {without}"
    if "members" in statements.columns and statements["members"].map(counting.codes_in).any():
        rule += f"; a joint statement counts {under}"
    return {
        "n": len(used),
        "n_statements": len(statements),
        "without_addressee": nobody,
        "without_actor": int(statements["actor"].isna().sum()),
        "counting": f"{rule}.",
        "source": statements.attrs.get("source", ""),
        "span": covered(used["date"]),
        "network": "address",
    }
