"""Which themes stand in the same statements, more or less often than if each came by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conflictlib import counting
from conflictlib.parameters import one_of

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    import pandas as pd

#: A pair is marked in the column ``note`` if both its count and what was to be expected are below.
FEW = 5


def cooccurrence(statements: pd.DataFrame, *, of: str = "theme") -> pd.DataFrame:
    """Count how often two themes stand in the same statement, and how often they would by chance.

    Parameters
    ----------
    statements
        A statements table.
    of
        ``theme``, ``member`` (of joint statements) or ``addressee``: a column with several codes in a statement.

    Returns
    -------
    DataFrame
        One row per ordered pair of two different codes, so that each pair is there both ways with the same figures:
        the column `of` and ``other`` (codes), ``n`` (statements that have both), ``n_row`` and ``n_other`` (statements
        that have the one and the other), ``expected`` (n_row · n_other / N, N all statements: as many as there would
        be if the two were independent), ``lift`` (n / expected; its logarithm is the pointwise mutual information),
        ``jaccard`` (n divided by the statements that have either), ``phi`` (correlation of the two, from -1 to 1;
        missing where all statements have one of them) and ``note`` (``few`` where both n and what was expected are
        below 5, so that a statement more or less would change the picture; else ``""``).
        Both codes stand in order of their totals, ties by code. Statements without a code count in N.

    Raises
    ------
    ParameterError
        `of` is not allowed.
    TableError
        There is no such column.

    Notes
    -----
    The figures are those of the coding: a codebook whose themes are near to each other gives pairs, a coder who gives
    few themes per statement gives few. Phi can reach 1 only if both are equally frequent (Cureton 1959), and a pair
    that never occurs may still be one of two rare themes.

    Examples
    --------
    >>> import pandas as pd
    >>> said = pd.DataFrame({"themes": [["aid", "truce"], ["aid", "truce"], ["aid"], ["arms"]]})
    >>> cooccurrence(said)[["theme", "other", "n", "expected", "lift", "jaccard", "phi"]].round(2).head(3)
       theme  other  n  expected  lift  jaccard   phi
    0    aid  truce  2      1.50  1.33     0.67  0.58
    1    aid   arms  0      0.75  0.00     0.00 -1.00
    2  truce    aid  2      1.50  1.33     0.67  0.58
    """
    import numpy as np
    import pandas as pd

    one_of("of", of, counting.SEVERAL)
    groups = counting.group(statements, of)
    coded = groups.labels != counting.NOT_CODED
    width = int(coded.sum())  # what is not coded stands last
    _, left, right = counting.pairs(groups, groups, len(statements))
    n = np.bincount(left * len(coded) + right, minlength=len(coded) ** 2).reshape(2 * [len(coded)])[:width, :width]
    down, across = (~np.eye(width, dtype=bool)).nonzero()
    sizes, labels = np.diagonal(n), pd.array(groups.labels[:width], dtype="str")
    frame = pd.DataFrame({groups.name: labels.take(down), "other": labels.take(across), "n": n[down, across],
                          "n_row": sizes[down], "n_other": sizes[across]})  # fmt: skip
    frame = frame.assign(**_measures(frame, len(statements)))
    few = (frame["n"] < FEW) & (frame["expected"] < FEW)
    frame["note"] = few.map({True: "few", False: ""}).astype("str")
    frame.attrs = {
        "n": len(statements), "n_not_coded": int((groups.codes >= width).sum()),
        "counting": f"Each statement counts once under each pair of its {counting.SEVERAL[of][1]}.",
        "source": statements.attrs.get("source", ""), "span": counting.span_of(statements),
    }  # fmt: skip
    return frame


def _measures(pairs: pd.DataFrame, whole: int) -> dict[str, npt.NDArray[np.float64]]:
    import numpy as np

    n, one, other = (pairs[name].to_numpy(dtype=float) for name in ("n", "n_row", "n_other"))
    expected = one * other / max(whole, 1)
    spread = np.sqrt(one * other * (whole - one) * (whole - other))
    with np.errstate(divide="ignore", invalid="ignore"):
        phi = np.where(spread > 0, (whole * n - one * other) / spread, np.nan)
    return {"expected": expected, "lift": n / expected, "jaccard": n / (one + other - n), "phi": phi}
