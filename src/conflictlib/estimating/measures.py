"""What each document, or each source, adds to every cell of a table and to what a cell is divided by."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from conflictlib import counting
from conflictlib.schema import TableError

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    import pandas as pd

    Whole = npt.NDArray[np.int64]
    Values = npt.NDArray[np.float64]

#: What is estimated, and what it is divided by.
MEASURES = {"n": "", "share": "statements", "per_document": "documents", "per_source": "sources"}

#: Columns that tell who published: of a statement, else of its document.
PUBLISHERS = ("source_publisher", "publisher")


@dataclass(frozen=True)
class Tally:
    """Statements of every unit (a document, or with ``per_source`` a source) in every cell, as sparse matrices."""

    cells: Any  # a row for each cell, a column for each unit
    periods: Any  # statements of the unit in the period, whatever their group: a row for each period
    measure: str
    width: int  # groups; the period of a cell is its number divided by this

    @property
    def divisors(self) -> Any:
        """What each unit adds to the denominator of each period."""
        if self.measure == "share":
            return self.periods
        ones = self.periods.copy()
        ones.data[:] = 1
        return ones

    @property
    def period_of(self) -> Whole:
        """The period of each cell."""
        import numpy as np

        return np.arange(self.cells.shape[0]) // max(self.width, 1)

    def n_with(self) -> Whole:
        """Count the units that have a statement in each cell."""
        import numpy as np

        return np.diff(self.cells.indptr).astype("int64")  # type: ignore[no-any-return]

    def n_without(self) -> Whole:
        """Count the units that have in the period of each cell a statement that is not in the cell."""
        import numpy as np

        n_units = self.cells.shape[1]
        whole, part = self.periods.tocoo(), self.cells.tocoo()
        keys = whole.row.astype("int64") * n_units + whole.col  # a csr matrix has them in order
        wanted = self.period_of[part.row] * n_units + part.col
        all_in = part.data == whole.data[np.searchsorted(keys, wanted)]
        in_period = np.diff(self.periods.indptr)[self.period_of]
        return in_period - np.bincount(part.row[all_in], minlength=len(in_period))  # type: ignore[no-any-return]


def tally(reach: counting.Reach, groups: counting.Groups, measure: str) -> Tally:
    """Lay out the statements by unit."""
    unit = sources(reach.statements) if measure == "per_source" else documents(reach.statements)
    width, n_units, n_periods = len(groups.labels), int(unit.max(initial=-1)) + 1, len(reach.firsts)
    cells = reach.periods[groups.rows] * width + groups.codes
    return Tally(
        _matrix(cells, unit[groups.rows], (n_periods * width, n_units)),
        _matrix(reach.periods, unit, (n_periods, n_units)),
        measure,
        width,
    )


def _matrix(rows: Whole, columns: Whole, shape: tuple[int, int]) -> Any:
    import numpy as np
    from scipy.sparse import coo_array

    matrix = coo_array((np.ones(len(rows), dtype="int64"), (rows, columns)), shape=shape).tocsr()
    matrix.sort_indices()
    return matrix


def documents(statements: pd.DataFrame) -> Whole:
    """Give each statement the number of its document, told apart as in `conflictlib.summaries.frequency`."""
    import numpy as np

    found = counting.identity(statements, ("doc_id", "source_url"))
    return np.arange(len(statements)) if found is None else found


def sources(statements: pd.DataFrame) -> Whole:
    """Give each statement the number of its publisher; all those without one have the same."""
    import pandas as pd

    return pd.factorize(publisher(statements), use_na_sentinel=False)[0].astype("int64")


def publisher(statements: pd.DataFrame) -> pd.Series:
    """Return the column of publishers; TableError where there is none with a value."""
    for name in PUBLISHERS:
        if name in statements.columns and (statements.empty or statements[name].notna().any()):
            return statements[name]
    raise TableError(
        "statements: measure is 'per_source', but there is no publisher; wanted is a column 'source_publisher' or "
        "'publisher' with values, such as the documents' own: "
        "statements.merge(documents[['doc_id', 'publisher']], on='doc_id')"
    )
