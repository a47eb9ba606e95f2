"""A sample of statements to be coded by hand."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from conflictlib.counting import NOT_CODED
from conflictlib.parameters import ParameterError, one_of
from conflictlib.reliability.codes import checked
from conflictlib.reliability.passages import passages_of
from conflictlib.schema import TableError

if TYPE_CHECKING:
    import pandas as pd

    from conflictlib.codebook import Codebook

SEED = 1
ALLOCATIONS = ("proportional", "equal")
WRITTEN = (".csv", ".html")


def sample(
    statements: pd.DataFrame,
    *,
    n: int = 100,
    by: str | None = None,
    allocation: str = "proportional",
    seed: int = SEED,
    documents: pd.DataFrame | None = None,
    coder: str = "",
    codebook: Codebook | None = None,
    to: str | Path | None = None,
) -> pd.DataFrame:
    """Draw statements to code by hand, blind: the sheet shows no code that they have.

    Parameters
    ----------
    statements
        A statements table; every row needs an id of its own.
    n
        How many to draw; all, where there are fewer.
    by
        Column by whose values the sample is stratified, such as ``act`` or ``actor``: one value per statement,
        a missing one is a stratum of its own. None: a simple random sample.
    allocation
        ``proportional``: each stratum gives its share of `n` (largest remainders, ties by name), but at least one
        statement where there are no more strata than `n`. ``equal``: all give as many, small ones all that they have.
    seed
        Seed of the draw: a whole number. The same statements, in whatever order, and the same seed give the same
        sample: drawn are the lowest of the digests of seed and id, so a larger simple sample holds a smaller one.
    documents
        The documents of the statements, for the words around them: the paragraph, cut to about 900 characters.
    coder
        Who is to code; without it the sheet has no column ``coder``, and whoever codes gives the name: on the HTML
        page, or as the name of the file.
    codebook
        Codebook whose codes and definitions the HTML page shows; None: the shipped one.
    to
        File to write: ``.csv`` for a spreadsheet, its formulas disarmed, or ``.html``, a page that shows one statement
        at a time, with keys for the codes, needs no network, and saves a CSV. Both come back by `read_codings`.

    Returns
    -------
    DataFrame
        The sheet, in random order: ``statement_id``, ``date``, ``actor``, ``text``, ``context``, then empty to be
        filled ``act``, ``themes`` (codes with ``;`` between them), ``speaker_wrong`` (``yes`` where somebody else
        than ``actor`` speaks) and ``note``.

        ``attrs``: ``n`` (drawn), ``of`` (statements that there are), ``seed``, ``by``, ``allocation`` and ``strata``,
        a dict of each stratum's numbers drawn and there.

    Raises
    ------
    ParameterError
        `n`, `by`, `allocation`, `seed` or the ending of `to` is not allowed.
    TableError
        A column is missing, or two statements have one id.

    Notes
    -----
    Shares of an equal allocation, and of one with strata raised to one statement, are not those of all statements:
    weigh each stratum by its numbers in ``attrs["strata"]``. Source: Cochran (1977), Sampling Techniques, 3rd ed.,
    chapter 5. A sample of statements says how those are coded that were found, not which were overlooked.

    Examples
    --------
    >>> import pandas as pd
    >>> rows = {"statement_id": list("abcdefgh"), "text": ["…"] * 8, "act": ["states"] * 7 + ["warns"]}
    >>> statements = pd.DataFrame(rows)
    >>> sheet = sample(statements, n=4, by="act")
    >>> sheet.attrs["strata"]
    {'states': (3, 7), 'warns': (1, 1)}
    """
    table = _checked(statements, n, by, allocation, seed)
    if to is not None and Path(to).suffix.lower() not in WRITTEN:
        raise ParameterError(f"to is {os.fspath(to)!r}; the ending is not known, allowed are {', '.join(WRITTEN)}")
    strata = _strata(table, by)
    order = _order(table, seed)
    numbers = _allocate({name: len(rows) for name, rows in strata.items()}, min(n, len(table)), allocation)
    drawn = [row for name, rows in strata.items() for row in sorted(rows, key=order.__getitem__)[: numbers[name]]]
    chosen = table.iloc[sorted(drawn, key=order.__getitem__)].reset_index(drop=True)
    passages = passages_of(chosen, documents)
    sheet = _sheet(chosen, [passage.text for passage in passages], coder)
    sheet.attrs = {
        "n": len(sheet), "of": len(table), "seed": seed, "by": by or "", "allocation": allocation if by else "",
        "strata": {name: (numbers[name], len(rows)) for name, rows in strata.items()} if by else {},
        "source": statements.attrs.get("source", ""),
    }  # fmt: skip
    if to is not None:
        _write(sheet, [passage.pieces for passage in passages], Path(to), codebook)
    return sheet


def _checked(statements: pd.DataFrame, n: int, by: str | None, allocation: str, seed: int) -> pd.DataFrame:
    one_of("allocation", allocation, ALLOCATIONS)
    for name, value, least in (("n", n, 1), ("seed", seed, 0)):
        if isinstance(value, bool) or not isinstance(value, int) or value < least:
            raise ParameterError(f"{name} is {value!r}; allowed is a whole number from {least}")
    table = checked(statements, ("statement_id", "text", *([by] if by else [])), "statements")
    if table["statement_id"].isna().any():
        raise TableError(f"statements: {int(table['statement_id'].isna().sum())} rows have no statement_id")
    twice = table["statement_id"].duplicated()
    if twice.any():
        raise TableError(f"statements: statement_id {table['statement_id'][twice].iloc[0]!r} stands there twice")
    return table


def _strata(table: pd.DataFrame, by: str | None) -> dict[str, list[int]]:
    """Return the rows of each stratum, in the order of their names."""
    if by is None:
        return {"": list(range(len(table)))}
    strata: dict[str, list[int]] = {}
    for row, (value, missing) in enumerate(zip(table[by], table[by].isna(), strict=True)):
        if isinstance(value, list):
            raise ParameterError(f"by is {by!r}; a statement may have several {by}, allowed is a column with one value")
        strata.setdefault(NOT_CODED if missing else str(value), []).append(row)
    return dict(sorted(strata.items()))


def _order(table: pd.DataFrame, seed: int) -> list[tuple[bytes, str]]:
    """Return what each row is drawn by: a digest that depends on the seed and its id alone."""
    keys = (str(unit) for unit in table["statement_id"])
    return [(hashlib.sha256(f"{seed}\n{key}".encode("utf-8", "replace")).digest(), key) for key in keys]


def _allocate(sizes: dict[str, int], n: int, allocation: str) -> dict[str, int]:
    """Return how many statements each stratum gives; together `n`, and of none more than there are."""
    if allocation == "equal":
        return _equal(sizes, n)
    total = sum(sizes.values())
    if not total:
        return dict.fromkeys(sizes, 0)
    given = {name: n * size // total for name, size in sizes.items()}
    rest = sorted(sizes, key=lambda name: (-(n * sizes[name] % total), name))
    for name in rest[: n - sum(given.values())]:
        given[name] += 1
    if len(sizes) <= n:
        for name in [name for name in sizes if not given[name]]:
            most = max(given, key=lambda other: (given[other], -sizes[other], other))
            given[most] -= 1
            given[name] = 1
    return given


def _equal(sizes: dict[str, int], n: int) -> dict[str, int]:
    given = dict.fromkeys(sizes, 0)
    while n > 0:
        open_ = [name for name in sizes if given[name] < sizes[name]]
        each = max(n // max(len(open_), 1), 1)
        for name in open_[: n if n < len(open_) else None]:
            more = min(each, sizes[name] - given[name])
            given[name] += more
            n -= more
    return given


def _sheet(chosen: pd.DataFrame, context: list[str], coder: str) -> pd.DataFrame:
    import pandas as pd

    parts: dict[str, Any] = {"statement_id": chosen["statement_id"].astype("str")}
    parts["date"] = pd.to_datetime(chosen["date"]) if "date" in chosen.columns else pd.Series(pd.NaT, chosen.index)
    parts["actor"] = chosen["actor"].astype("str") if "actor" in chosen.columns else ""
    parts |= {"text": chosen["text"].astype("str"), "context": pd.Series(context, chosen.index, dtype="str")}
    parts |= {"coder": coder} if coder else {}
    return pd.DataFrame(parts | dict.fromkeys(("act", "themes", "speaker_wrong", "note"), ""), index=chosen.index)


def _write(sheet: pd.DataFrame, context: list[Any], path: Path, codebook: Codebook | None) -> None:
    from conflictlib.reliability.page import as_page
    from conflictlib.writing import to_csv
    from conflictlib.writing._files import put

    if path.suffix.lower() == ".csv":
        to_csv(sheet, path)
    else:
        put(path, as_page(sheet, context, codebook))
