"""Counts over time as a matrix: a row for each group, a column for each period."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from conflictlib import summaries
from conflictlib.parameters import ParameterError

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    import pandas as pd

    Values = npt.NDArray[np.float64]

FEW_STATEMENTS, FEW_PERIODS = 10, 10  # below these a series is not tested


@dataclass(frozen=True)
class Series:
    """The counts of each group, most frequent first."""

    table: pd.DataFrame  # as of `conflictlib.summaries.frequency`
    by: str  # column that groups, or ""
    labels: list[str]
    n: Values
    n_documents: Values
    complete: npt.NDArray[np.bool_]  # of each period
    firsts: npt.NDArray[np.datetime64]
    every: str

    @property
    def doubts(self) -> list[str]:
        """Say of each group why it can't be tested, ``""`` where it can."""
        if self.complete.sum() < FEW_PERIODS:
            return ["few periods: not tested"] * len(self.labels)
        enough = self.n[:, self.complete].sum(axis=1) >= FEW_STATEMENTS
        return ["" if one else "few statements: not tested" for one in enough]


def series(
    statements: pd.DataFrame, *, every: str, by: str | None, start: object, end: object, own: tuple[str, ...]
) -> Series:
    """Count the statements; a group's column may not have a name that the result needs for its `own`."""
    if by in own:
        raise ParameterError(f"by is {by!r}, a name that the result needs for itself; rename that column")
    table = summaries.frequency(statements, every=every, by=by, start=start, end=end)  # type: ignore[arg-type]
    name = str(table.columns[1]) if by else ""
    firsts = table["period"].drop_duplicates().to_numpy().astype("datetime64[D]")
    width = len(table) // max(len(firsts), 1)
    shape = (len(firsts), width)
    return Series(
        table,
        name,
        table[name].iloc[:width].tolist() if name else ["all"][:width],
        table["n"].to_numpy(dtype=float).reshape(shape).T,
        table["n_documents"].to_numpy(dtype=float).reshape(shape).T,
        table["complete"].to_numpy(dtype=bool).reshape(shape)[:, 0] if width else table["complete"].to_numpy(bool),
        firsts,
        every,
    )
