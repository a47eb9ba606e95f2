"""Which statements are compared with which: a target and a reference, each group or period with the rest."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from conflictlib import counting, periods
from conflictlib.parameters import ParameterError, one_of

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    import pandas as pd

    Whole = npt.NDArray[np.int64]

#: Columns of the statements that a comparison reads.
_USED = ("statement_id", "date", "text", "themes", "act", "doc_id", "source_url", "readout_id")


@dataclass(frozen=True)
class Selections:
    """Statements and, for each comparison, on which side each of them stands: 1 target, 0 reference, -1 neither."""

    statements: pd.DataFrame
    column: str  # what tells the comparisons apart: period, a column of the statements, or "" for a single one
    keys: list[Any]
    sides: list[Whole]
    in_both: int = 0  # taken out of the reference
    without: int = 0  # left out, as they have no date


def select(statements: pd.DataFrame, against: pd.DataFrame | None, by: str | None, every: str | None) -> Selections:
    """Put statements on their sides; ParameterError unless there is one thing to compare with."""
    import numpy as np

    if (by is not None) + (against is not None or every is not None) != 1:
        given = "nothing to compare with" if by is None else f"by={by!r} together with against or every"
        raise ParameterError(f"there is {given}; allowed are against (with or without every), every, or by")
    if by is not None:
        return _groups(statements, by)
    pooled, target, in_both = _pooled(statements, against)
    if every is None:
        return Selections(pooled, "", [""], [target], in_both)
    one_of("every", every, periods.EVERY)
    dated = counting.take(pooled, "date").notna().to_numpy()
    pooled, target = pooled[dated], target[dated]
    numbers = periods.number(pooled["date"].to_numpy().astype("datetime64[D]"), every)
    found = np.unique(numbers)
    inside = [numbers == number for number in found]
    sides = [one.astype("int64") if against is None else np.where(one, target, -1) for one in inside]
    days = list(periods.first_day(found, every).astype("datetime64[D]"))
    return Selections(pooled, "period", days, sides, in_both, int((~dated).sum()))


def _pooled(statements: pd.DataFrame, against: pd.DataFrame | None) -> tuple[pd.DataFrame, Whole, int]:
    """Return target and reference as one table, a mark of the target, and how many were in both."""
    import numpy as np
    import pandas as pd

    if against is None:
        return statements, np.ones(len(statements), dtype="int64"), 0
    both = pd.Series(False, index=against.index)
    if "statement_id" in statements.columns and "statement_id" in against.columns:
        both = against["statement_id"].isin(statements["statement_id"].dropna())
    tables = [statements, against[~both]]
    used = [name for name in _USED if all(name in table.columns for table in tables)]
    joined = pd.DataFrame({name: [*tables[0][name], *tables[1][name]] for name in used})
    if "date" in used:
        joined["date"] = pd.to_datetime(joined["date"]).astype("datetime64[s]")
    return joined, np.repeat(np.array([1, 0]), [len(table) for table in tables]), int(both.sum())


def _groups(statements: pd.DataFrame, by: str) -> Selections:
    import numpy as np

    groups = counting.group(statements, by)
    codes = [code for code, label in enumerate(groups.labels) if label != counting.NOT_CODED]
    sides = []
    for code in codes:
        side = np.zeros(len(statements), dtype="int64")
        side[groups.rows[groups.codes == code]] = 1
        sides.append(side)
    return Selections(statements, groups.name, [str(groups.labels[code]) for code in codes], sides)
