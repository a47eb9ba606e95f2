"""Statements without repeats, so that any summary of them counts documents or utterances once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable
from typing import TYPE_CHECKING, Any

from conflictlib.parameters import ParameterError, one_of
from conflictlib.repeats.figures import is_number
from conflictlib.repeats.wording import folded, words
from conflictlib.schema import DUPLICATES, LEVELS, STATEMENTS, TableError, check

if TYPE_CHECKING:
    import pandas as pd

Row = dict[Hashable, Any]

#: What a chart says below it.
RULES = {
    "exact": "documents with the same words count as one",
    "near": "what a copy of a document repeats does not count again",
    "readout": "one utterance counts once, however many documents report it",
}
#: Two statements have nearly the same content from this share of their different words on (Jaccard).
SAME_CONTENT = 0.8


def distinct(
    statements: pd.DataFrame, duplicates: pd.DataFrame | None = None, *, level: str = "readout"
) -> pd.DataFrame:
    """Return the statements without repeats, so that any summary counts at that level.

    Parameters
    ----------
    statements
        A statements table.
    duplicates
        The result of `duplicates`, for the levels ``exact`` and ``near``.
    level
        ``exact``
            Statements in exact copies fall out, and rows that have the ``statement_id`` of an earlier row.
        ``near``
            So they do, and of the statements in near copies those that the document copied, or an earlier copy of
            it, already has: same actor, act and negation, the same figures, and a content of which 80 % of the
            different words are the same. What only a copy has stays.
        ``readout``
            One statement stays for each ``readout_id``: the first by date, undated ones last, ties by position in
            the table. A statement without one stays.

    Returns
    -------
    DataFrame
        Those rows of `statements` that stay, in their order. ``attrs["repeats"]`` says in words what was left out;
        summaries add it to their counting rule, which charts print. Applied again it changes nothing.

    Raises
    ------
    ParameterError
        `level` is not allowed, or it is ``exact`` or ``near`` without `duplicates`.
    TableError
        A column is missing.

    Examples
    --------
    >>> import pandas as pd
    >>> statements = pd.DataFrame({
    ...     "statement_id": ["s1", "s2"], "readout_id": ["s1", "s1"], "text": ["a ceasefire", "a truce"],
    ...     "date": pd.to_datetime(["2024-05-02", "2024-05-01"])})
    >>> once = distinct(statements)
    >>> once["statement_id"].to_list(), once.attrs["repeats"]
    (['s2'], 'one utterance counts once, however many documents report it')
    """
    one_of("level", level, LEVELS)
    check(statements, STATEMENTS)
    column = "readout_id" if level == "readout" else "doc_id"
    if column not in statements:
        raise TableError(f"statements: there is no column {column!r}, which the level {level} needs; "
                         f"there are {', '.join(map(str, statements.columns))}")  # fmt: skip
    rows = statements.reset_index(drop=True)
    if level == "readout":
        kept = _first_told(rows)
    elif duplicates is None:
        raise ParameterError(f"level is {level!r} without duplicates; allowed is the table that duplicates() returns")
    else:
        kept = _without_copies(rows, check(duplicates, DUPLICATES), level)
    result = rows[kept].reset_index(drop=True)
    result.attrs = dict(statements.attrs)
    said = [rule for rule in str(statements.attrs.get("repeats", "")).split("; ") if rule and rule != RULES[level]]
    result.attrs["repeats"] = "; ".join([*said, RULES[level]])
    return result


def _first_told(rows: pd.DataFrame) -> pd.Series:
    dated = rows.sort_values("date", kind="stable") if "date" in rows else rows
    again = dated["readout_id"].duplicated().sort_index()
    return ~again | rows["readout_id"].isna()


def _without_copies(rows: pd.DataFrame, duplicates: pd.DataFrame, level: str) -> pd.Series:
    copies = duplicates[duplicates["doc_id"] != duplicates["copy_of"]]
    exact, near = (_first_of(copies[copies["level"] == name]) for name in ("exact", "near"))
    with_statements = set(rows["doc_id"].dropna())
    # who stands for all with its words: the first, unless its statements are not there; a later entry replaces another
    shown = {exact.get(one, one): one for one in [*reversed(exact), *exact.values()] if one in with_statements}
    dropped = {one for one in exact.keys() | exact.values() if shown.get(exact.get(one, one)) != one}
    kept = ~rows["doc_id"].isin(dropped) & ~rows["statement_id"].duplicated()
    if level == "near":
        firsts = {first: first for first in near.values()} | near  # in order: each first one before its copies
        place = {shown.get(doc_id, doc_id): (first, order) for order, (doc_id, first) in enumerate(firsts.items())}
        kept[_repeated(rows[kept], place)] = False
    return kept


def _first_of(copies: pd.DataFrame) -> dict[str, str]:
    return dict(zip(copies["doc_id"], copies["copy_of"], strict=True))


def _repeated(rows: pd.DataFrame, place: dict[str, tuple[str, int]]) -> list[int]:
    """Return the rows of which another document of the group, with an earlier `place` in it, has the content."""
    told: dict[tuple[str, int], list[tuple[int, Row]]] = defaultdict(list)
    in_groups = rows[rows["doc_id"].isin(place)]
    for row, statement in zip(in_groups.index, in_groups.to_dict("records"), strict=True):
        told[place[statement["doc_id"]]].append((row, statement))
    seen: dict[Hashable, list[frozenset[str]]] = defaultdict(list)
    repeated = []
    for (group, _), statements in sorted(told.items(), key=lambda page: page[0][1]):
        new = []
        for row, statement in statements:
            key, content = (group, *_marks(statement)), frozenset(map(folded, words(statement["text"])))
            if any(_nearly(content, other) for other in seen[key]):
                repeated.append(row)
            else:
                new.append((key, content))
        for key, content in new:  # only now: a page that says a thing twice says it twice
            seen[key].append(content)
    return repeated


def _marks(statement: Row) -> tuple[Hashable, ...]:
    """Return what must be the same: actor, act, negation, figures."""
    figures = tuple(word for word in words(statement["text"]) if is_number(word))
    return (*(str(statement.get(name)) for name in ("actor", "act", "negated")), figures)


def _nearly(one: frozenset[str], other: frozenset[str]) -> bool:
    return len(one & other) >= SAME_CONTENT * len(one | other)
