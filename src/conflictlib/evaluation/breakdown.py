"""Where a coding is right and wrong: by code, gold against given acts, and the statements concerned."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from conflictlib.evaluation.comparison import Comparison, Row
from conflictlib.evaluation.figures import NAMES, rates, rounded

if TYPE_CHECKING:
    import pandas as pd

#: What a table of statements shows, those behind `fault` only where the gold has codes.
SHOWN = ("doc", "start", "end", "text", "source", "cue", "actor", "act", "themes")
NO_CODE = "none"


def by_code(comparison: Comparison, column: str) -> pd.DataFrame:
    """Return precision, recall and F1 of each code of a column.

    One row per code that either side has: `n_gold` and `n_predicted` statements with it, `n_right` statements found
    that have it on both sides, and from these `precision`, `recall` and `f1` in per cent to one decimal. Most
    frequent in the gold first. A code that the gold allows as an alternative is no match here.
    """
    import pandas as pd

    wanted = Counter(code for row in comparison.gold for code in _codes(row, column))
    given = Counter(code for row in comparison.predicted for code in _codes(row, column))
    right = Counter(
        code
        for i, j in comparison.pairs
        for code in _codes(comparison.gold[i], column) & _codes(comparison.predicted[j], column)
    )
    codes = sorted(wanted | given, key=lambda code: (-wanted[code], code)) if wanted else []
    n = {"n_gold": wanted, "n_predicted": given, "n_right": right}
    table = pd.DataFrame({"code": pd.Series(codes, dtype="str")} | {k: [v[c] for c in codes] for k, v in n.items()})
    totals = table[["n_right", "n_predicted", "n_right", "n_gold"]].to_numpy(dtype=float)
    return table.assign(**{name: rounded(rates(totals)[:, number]) for number, name in enumerate(NAMES)})


def _codes(row: Row, column: str) -> set[str]:
    value = row.get(column)
    return set(value) if isinstance(value, list | set) else {value} if value else set()


def confusion(comparison: Comparison, order: Sequence[str]) -> pd.DataFrame:
    """Count statements found by the act that the gold has (rows) and the one given (columns), in an order."""
    import pandas as pd

    pairs = Counter(
        (comparison.gold[i].get("act") or NO_CODE, comparison.predicted[j].get("act") or NO_CODE)
        for i, j in comparison.pairs
        if "act" in comparison.gold[i]
    )
    seen = {code for pair in pairs for code in pair}
    codes = [code for code in order if code in seen] + sorted(seen - set(order))
    table = pd.DataFrame([[pairs[g, p] for p in codes] for g in codes], index=codes, columns=codes, dtype=int)
    return table.rename_axis(index="gold", columns="given")


def missed(comparison: Comparison) -> pd.DataFrame:
    """Return the gold statements that were not found right, in the order of the documents; `fault` says why."""
    return _faulty(comparison.gold, SHOWN)


def wrong(comparison: Comparison) -> pd.DataFrame:
    """Return the predicted statements that are wrong, with the gold's codes where one was found."""
    return _faulty(comparison.predicted, (*SHOWN, "gold_actor", "gold_act", "gold_themes"))


def _faulty(rows: Sequence[Row], columns: Sequence[str]) -> pd.DataFrame:
    import pandas as pd

    names = ["fault", *columns]
    table = pd.DataFrame([[row.get(name) for name in names] for row in rows if row["fault"]], columns=names)
    return table.astype({"start": "Int64", "end": "Int64"} | {n: "object" for n in names if n.endswith("themes")})
