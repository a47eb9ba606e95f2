"""How right a coder is: precision and recall of acts and themes against codes that were settled by hand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from conflictlib.parameters import ParameterError, one_of
from conflictlib.reliability import coefficients as co
from conflictlib.reliability.agreeing import FEW, check_draws
from conflictlib.reliability.codes import FINAL, NO_STATEMENT, checked, coding
from conflictlib.reliability.reading import SPEAKER
from conflictlib.reliability.result import NAMES, Validation, columns_of, noted

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    import pandas as pd

    Numbers = npt.NDArray[np.float64]


def validation(
    statements: pd.DataFrame,
    adjudicated: pd.DataFrame,
    *,
    coder: str = "",
    gold: str = FINAL,
    level: float = 0.95,
    draws: int = 1000,
) -> Validation:
    """Measure a coder's acts and themes against those that were settled by hand, not whether the speaker is right.

    Parameters
    ----------
    statements
        What the coder gave: a statements table or codings, with ``statement_id``, ``act``, ``themes`` and ``coder``.
    adjudicated
        What is right: codings, as `read_codings` returns them, or statements coded by hand. A missing act, or missing
        themes, is not settled: the statement is left out of the figures of acts, or of themes. An empty list of themes
        is settled: no theme.
    coder
        Which coder of `statements` is measured; may be left out where there is one.
    gold
        Whose codes of `adjudicated` are right, where several coders stand in it.
    level
        Level of the intervals, between 0 and 1.
    draws
        Draws of the bootstrap, at least 100.

    Returns
    -------
    Validation
        Precision, recall and F1 in per cent to one decimal, as those of `evaluate`: overall, by act and by theme.
        ``without_act`` and ``without_themes`` count the statements left out of either.

    Raises
    ------
    ParameterError
        `coder`, `gold`, `level` or `draws` is not allowed, or no statement is in both tables.
    TableError
        A column is missing, or a statement stands in a table twice.

    Notes
    -----
    Precision is the share of the coder's codes that are right, recall the share of the right codes that the coder gave,
    F1 their harmonic mean; one with the denominator 0 is missing. Intervals of precision and recall by code are
    Wilson's (1927), each statement counting as a draw of its own; those of the pooled figures and of F1 are
    percentile intervals of a bootstrap over statements (fixed seed 2004), as a statement has several themes.
    There is no such interval where all draws give the same.
    A code with fewer than 10 statements on either side says little.

    Acts and themes are measured, not actors: a sheet of `sample` takes who spoke as given, and a statement whose
    speaker is wrong may have the right act. Where the sheet asks for it (``speaker_wrong``), ``speakers_wrong`` counts
    the speakers that were marked as wrong; who marks none may not have looked. Only `evaluate` measures actors.
    An act or a theme that the coder did not give is one that it missed.

    Recall is that among the statements that stand in both tables: statements that the coder overlooked are in neither,
    so `evaluate` is needed to see them. A statement that is none (act ``none`` in the gold) has no right act:
    whatever the coder gave is wrong. Where the sample was stratified, pooled figures are those of the sample.

    Examples
    --------
    >>> import pandas as pd
    >>> ids, themes = ["s1", "s2", "s3"], [["ceasefire"], ["hostages"], []]
    >>> right = pd.DataFrame({"statement_id": ids, "act": ["states", "warns", "warns"], "themes": themes})
    >>> given = right.assign(act=["states", "states", "warns"], coder="x 1.0")
    >>> validation(given, right).by_act[["code", "n_gold", "n_predicted", "n_right", "precision", "recall"]]
         code  n_gold  n_predicted  n_right  precision  recall
    0   warns       2            1        1      100.0    50.0
    1  states       1            2        1       50.0   100.0
    """
    import pandas as pd

    check_draws(level, draws)
    given, called = _side(checked(statements, ("statement_id", "act", "themes"), "statements"), coder, "coder")
    right, gold = _side(checked(adjudicated, ("statement_id", "act", "themes"), "adjudicated"), gold, "gold")
    both = sorted(given.keys() & right.keys())
    if not both:
        raise ParameterError("adjudicated has none of the statements; allowed are codings of the same statement_id")
    acts, themes = (_sides(right, given, both, of) for of in ("act", "theme"))
    drawn = {id(sides): co.draws_of(len(sides.gold), draws) for sides in (acts, themes)}
    pooled = [{"measure": name, **_pooled(sides, level, drawn[id(sides)])}
              for name, sides in (("act", acts), ("theme", themes))]  # fmt: skip
    return noted(Validation(
        called, gold, len(both), len(right) - len(both), len(given) - len(both),
        sum(right[unit].is_none for unit in both), len(both) - len(acts.gold), len(both) - len(themes.gold),
        sum(right[unit].speaker_wrong is not None for unit in both),
        sum(bool(right[unit].speaker_wrong) for unit in both),
        level, draws, pd.DataFrame(pooled, columns=columns_of("figures")).astype({"measure": "str"}),
        _by_code(acts, level, drawn[id(acts)]), _by_code(themes, level, drawn[id(themes)]),
    ), adjudicated.attrs.get("source", ""))  # fmt: skip


@dataclass(frozen=True)
class _Sides:
    """Codes of each statement: those that are right, and those given."""

    gold: list[frozenset[str]]
    given: list[frozenset[str]]

    def only(self, code: str) -> _Sides:
        """Return them with this code alone."""
        return _Sides([codes & {code} for codes in self.gold], [codes & {code} for codes in self.given])


@dataclass(frozen=True)
class _Coded:
    """Act (one or none) and themes of a statement, None where not coded; and whether somebody found that it is none."""

    act: frozenset[str] | None
    theme: frozenset[str] | None
    is_none: bool
    speaker_wrong: bool | None  # None where it was not asked


def _sides(right: Mapping[str, _Coded], given: Mapping[str, _Coded], both: Iterable[str], of: str) -> _Sides:
    """Return what is right and what was given, of the statements of which it was settled."""
    settled = [(getattr(right[unit], of), getattr(given[unit], of) or frozenset()) for unit in both]
    pairs = [pair for pair in settled if pair[0] is not None]
    return _Sides([gold for gold, _ in pairs], [codes for _, codes in pairs])


def _side(table: pd.DataFrame, coder: str, name: str) -> tuple[dict[str, _Coded], str]:
    """Return what one coder gave to each statement, and who that is."""
    import numpy as np

    from conflictlib.schema import TableError

    there = sorted(set(table["coder"].dropna())) if "coder" in table.columns else []
    if len(there) == 1 and (not coder or name == "gold"):
        coder = there[0]
    elif there:
        if not coder:
            raise ParameterError(f"coder is ''; there are several, allowed is one of {', '.join(there)}")
        one_of(name, coder, there)
    if there:
        table = table[table["coder"] == coder]
    twice = table["statement_id"].duplicated()
    if twice.any():
        raise TableError(f"{name}: statement {table['statement_id'][twice].iloc[0]!r} stands there twice")
    coded = {}
    wrong = table[SPEAKER] if SPEAKER in table.columns else [None] * len(table)
    for unit, act, themes, marked in zip(table["statement_id"], table["act"], table["themes"], wrong, strict=True):
        code, of = coding(act, themes)
        speaker = bool(marked) if isinstance(marked, bool | np.bool_) else None
        if code is not None or of is not None or speaker:
            acts = None if code is None else frozenset([code]) - {NO_STATEMENT}
            coded[str(unit)] = _Coded(acts, of, code == NO_STATEMENT, speaker)
    return coded, coder


def _by_code(sides: _Sides, level: float, weights: Numbers) -> pd.DataFrame:
    """Return the figures of each code, the most frequent in the gold first."""
    import pandas as pd

    rows = []
    for code in {code for codes in (*sides.gold, *sides.given) for code in codes}:
        row: dict[str, Any] = {"code": code, **_pooled(sides.only(code), level, weights)}
        for name, whole in (("precision", "n_predicted"), ("recall", "n_gold")):
            row[f"{name}_low"], row[f"{name}_high"] = _wilson(row["n_right"], row[whole], level)
        few = min(row["n_gold"], row["n_predicted"]) < FEW
        rows.append(
            row | {"note": f"few cases: {row['n_gold']} in the gold, {row['n_predicted']} given" if few else ""}
        )
    rows.sort(key=lambda row: (-row["n_gold"], row["code"]))
    return pd.DataFrame(rows, columns=columns_of("by_act")).astype({"code": "str", "note": "str"})


def _pooled(sides: _Sides, level: float, weights: Numbers) -> dict[str, Any]:
    """Return the figures over all codes, with intervals by drawing statements."""
    import numpy as np

    each = [(len(g), len(p), len(g & p)) for g, p in zip(sides.gold, sides.given, strict=True)]
    counts = np.array(each, dtype=float).reshape(-1, 3)
    n_gold, n_predicted, n_right = (int(n) for n in counts.sum(axis=0))
    row: dict[str, Any] = {"n_gold": n_gold, "n_predicted": n_predicted, "n_right": n_right}
    rates, drawn = _rates(counts.sum(axis=0)[None]), _rates(weights @ counts)
    for k, name in enumerate(NAMES):
        row[name] = round(float(rates[0, k]), 1)
        low, high = (round(end, 1) for end in co.interval(drawn[:, k], level))
        certain = (
            low == high or row[name] != row[name]
        )  # nothing differs among the draws: they can't say how sure it is
        row[f"{name}_low"], row[f"{name}_high"] = (float("nan"),) * 2 if certain else (low, high)
    return row


def _rates(totals: Numbers) -> Numbers:
    """Return precision, recall and F1 in per cent of gold, predicted and right; NaN where the denominator is 0."""
    import numpy as np

    gold, predicted, right = totals.T
    wholes = np.stack([predicted, gold, (gold + predicted) / 2], axis=1)
    rates: Numbers = np.divide(100 * right[:, None], wholes, out=np.full(wholes.shape, np.nan), where=wholes > 0)
    return rates


def _wilson(right: int, whole: int, level: float) -> tuple[float, float]:
    from scipy.stats import binomtest

    if not whole:
        return float("nan"), float("nan")
    ends = binomtest(right, whole).proportion_ci(level, method="wilson")
    return round(100 * float(ends.low), 1), round(100 * float(ends.high), 1)
