"""How well coders agree: alpha, AC1 and the share of agreement, for acts, for themes, and code by code."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from conflictlib.parameters import ParameterError
from conflictlib.reliability import coefficients as co
from conflictlib.reliability.codes import Codes, codes_of

if TYPE_CHECKING:
    import pandas as pd

#: Statements with a code, below which its figures say little.
FEW = 10
FIGURES = ("agreement", "alpha", "alpha_low", "alpha_high", "ac1", "ac1_low", "ac1_high")


def agreement(
    codings: pd.DataFrame, *, level: float = 0.95, draws: int = 1000, coders: Collection[str] | None = None
) -> pd.DataFrame:
    """Measure how well coders agree who coded the same statements without sight of each other.

    Parameters
    ----------
    codings
        One row per statement and coder, as `read_codings` returns: ``statement_id``, ``coder``, ``act``, ``themes``.
        A missing act, or missing themes, is no coding; an empty list of themes is one: no theme.
    level
        Level of the intervals, between 0 and 1.
    draws
        Draws of the bootstrap, at least 100.
    coders
        Whom to compare; None: all but ``final``, whose codes are an adjudication and no independent pass.

    Returns
    -------
    DataFrame
        One row per figure: ``what`` (``act``, ``themes`` or ``theme``) and ``code``. ``act`` without a code is the
        act, a nominal value; ``themes`` is the set of themes; ``theme`` without a code pools all decisions whether
        a statement has a theme, over the themes that anybody gave. A row with a code is that code against all
        others, present or absent. Codes stand in order of ``n_coded``, ties by code.

        ``n_units`` statements that two coders or more have coded; ``n_coders``; ``n_coded`` of these statements that
        any coder gave the code (without a code: all of them); ``agreement`` the share of pairs of coders that agree,
        averaged over statements; ``alpha`` and ``ac1``, each with ``_low`` and ``_high``; ``note`` says what a
        figure can't, and is ``""`` where all is well. AC1 is missing for sets, and where it is pooled.

        ``attrs``: ``n`` statements, ``coders``, ``level``, ``draws``, ``left_out`` (statements that one coder alone
        has coded), ``counting`` and ``source``.

    Raises
    ------
    ParameterError
        `level`, `draws` or `coders` is not allowed, or no statement was coded by two of them.
    TableError
        A column is missing, or a coder has coded a statement twice.

    Notes
    -----
    Alpha (Krippendorff 2004, 2011) is 1 where coders always agree and 0 where they agree no more often than values
    paired at random. For sets the distance is MASI (Passonneau 2006; see `coefficients.masi`): sets that share
    some themes agree in part. AC1 (Gwet 2008) has another idea of chance and stays near the share of agreement
    where a code is rare; the number of values is that of the values in use.

    Intervals are percentile intervals of a bootstrap over statements: all codings of a statement are drawn together,
    from the fixed seed 2004. Krippendorff's own algorithm draws pairs of values from the observed disagreements
    and holds the expected disagreement fixed, so his intervals differ, and are mostly narrower. Draws in which
    a figure is not defined are left out. Where coders never differed there is no interval, as draws of these
    statements can't show how often they would have differed elsewhere.

    The figures say whether codes can be applied consistently, not whether they are true. Krippendorff (2004) asks
    for 0.8, and calls conclusions from 0.667 on tentative. Fewer than 10 statements with a code say little.

    Examples
    --------
    >>> import pandas as pd
    >>> acts = ["condemns", "condemns", "states", "states", "condemns", "states"]
    >>> rows = {"statement_id": ["s1", "s1", "s2", "s2", "s3", "s3"], "coder": list("xyxyxy"), "act": acts}
    >>> table = agreement(pd.DataFrame(rows | {"themes": [["ceasefire"]] * 6}))
    >>> table[["what", "code", "n_units", "agreement", "alpha"]].head(1).round(3)
      what code  n_units  agreement  alpha
    0  act             3      0.667  0.444
    """
    import pandas as pd

    check_draws(level, draws)
    codes = codes_of(codings, coders)
    weights = co.draws_of(len(codes.units), draws)
    compared = [_numbers(part, level, weights, len(codes.coders)) for part in _parts(codes)]
    rows = [row for row in compared if row["n_units"]]
    if not rows:
        raise ParameterError(f"coders are {', '.join(codes.coders)}; no statement was coded by two of them")
    table = pd.DataFrame(rows).astype({"what": "str", "code": "str", "note": "str"})
    table.attrs = _attrs(codes, codings, level, draws)
    return table


def check_draws(level: float, draws: int) -> None:
    """Refuse a level that is none, and too few draws."""
    if isinstance(level, bool) or not isinstance(level, float) or not 0 < level < 1:
        raise ParameterError(f"level is {level!r}; allowed is a number between 0 and 1, such as 0.95")
    if isinstance(draws, bool) or not isinstance(draws, int) or draws < 100:
        raise ParameterError(f"draws is {draws!r}; allowed is a whole number from 100")


@dataclass(frozen=True)
class _Part:
    """One figure to be worked out: counts by unit and value, and the distances of the values."""

    what: str
    code: str
    counts: Any
    distances: Any
    n_coded: int | None = None
    with_ac1: bool = True
    of_each: int = 1  # rows of counts that are of one statement


def _parts(codes: Codes) -> Iterator[_Part]:
    import numpy as np

    acts, counts = codes.act_counts()
    if acts:
        yield _Part("act", "", counts, co.different(len(acts)))
        each = {act: np.stack([counts.sum(axis=1) - counts[:, k], counts[:, k]], axis=1) for k, act in enumerate(acts)}
        yield from _by_code("act", each)
    sets, counts = codes.set_counts()
    if not sets:
        return
    yield _Part("themes", "", counts, co.masi_distances(sets), with_ac1=False)
    themes = codes.theme_counts()
    if themes:
        pooled = np.concatenate(list(themes.values()))
        yield _Part("theme", "", pooled, co.different(2), with_ac1=False, of_each=len(themes))
        yield from _by_code("theme", themes)


def _by_code(what: str, tables: dict[str, Any]) -> Iterator[_Part]:
    parts = [_Part(what, code, counts, co.different(2), int(((counts[:, 1] > 0) & (counts.sum(axis=1) >= 2)).sum()))
             for code, counts in tables.items()]  # fmt: skip
    yield from sorted(parts, key=lambda part: (-(part.n_coded or 0), part.code))


def _numbers(part: _Part, level: float, weights: Any, n_coders: int) -> dict[str, Any]:
    """Work out one row of the result."""
    import numpy as np

    counts = part.counts
    twice = counts.sum(axis=1) >= 2
    n_units = int(twice.sum()) // part.of_each
    row: dict[str, Any] = {"what": part.what, "code": part.code, "n_units": n_units, "n_coders": n_coders,
                           "n_coded": n_units if part.n_coded is None else part.n_coded}  # fmt: skip
    row |= dict.fromkeys(FIGURES, float("nan"))
    if not n_units:
        return row | {"note": ""}
    row["agreement"] = float(co.agreements(counts)[twice].mean())
    row["alpha"] = co.alpha(counts, part.distances)
    one = np.ones((1, len(counts)))
    ac1 = co.ac1s(counts)
    if part.with_ac1 and counts.shape[1] > 1:
        row["ac1"] = float(ac1(one)[0])
    if row["agreement"] < 1:
        drawn = co.alphas(counts, part.distances, of_each=part.of_each)(weights)
        row["alpha_low"], row["alpha_high"] = co.interval(drawn, level)
        if part.with_ac1:
            row["ac1_low"], row["ac1_high"] = co.interval(ac1(weights), level)
    return row | {"note": _note(row)}


def _note(row: dict[str, Any]) -> str:
    said = []
    if row["n_coded"] < FEW:
        said.append(f"few cases: {row['n_coded']}")
    if row["alpha"] != row["alpha"]:
        said.append("no value but one was given, so alpha is not defined")
    elif row["agreement"] == 1:
        said.append("no disagreement, so no interval")
    return "; ".join(said)


def _attrs(codes: Codes, codings: pd.DataFrame, level: float, draws: int) -> dict[Any, object]:
    coded = {key for given in (codes.acts, codes.themes) for key in given}
    by_unit = dict.fromkeys(codes.units, 0)
    for unit, _ in coded:
        by_unit[unit] += 1
    n = sum(times >= 2 for times in by_unit.values())
    return {
        "n": n,
        "coders": list(codes.coders),
        "level": level,
        "draws": draws,
        "left_out": len(by_unit) - n,
        "counting": f"Coders compared: {', '.join(codes.coders)}",
        "source": codings.attrs.get("source", ""),
    }
