"""The coder's measured precision and recall, and what they make of a count."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from conflictlib.evaluation import Evaluation
from conflictlib.parameters import ParameterError

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    import numpy.typing as npt
    import pandas as pd

    Values = npt.NDArray[np.float64]

#: The row that stands for all statements, whatever their code.
ALL = "all"

COLUMNS = ("code", "n_gold", "n_predicted", "n_right")
PRIOR = 0.5  # of right, missed and wrong statements (Jeffreys)
FEW = 10  # gold or predicted statements, below which a note says so
FAR = 3.0  # times as frequent as in the evaluation, or as rare
FEWEST = 5.0  # statements that there are or should be, below which chance alone is as far
ELSEWHERE = "frequent than where the accuracy was measured"  # of a note


@dataclass(frozen=True)
class Accuracy:
    """Gold, predicted and right statements of each group, and of all; missing where nothing was measured."""

    counts: Values  # a row for each group: n_gold, n_predicted, n_right
    overall: Values
    own: npt.NDArray[np.bool_]  # has a row of its own, not that of all

    @property
    def precision(self) -> Values:
        """Share of the predicted statements that are right."""
        return _ratio(self.counts[:, 2], self.counts[:, 1])

    @property
    def recall(self) -> Values:
        """Share of the gold statements that were found."""
        return _ratio(self.counts[:, 2], self.counts[:, 0])

    def elsewhere(self, n: Values, statements: Values) -> list[str]:
        """Say for each cell with `n` of so many statements where its code is far from as frequent as in the evaluation.

        The cells are those of one period after the other. Nothing is said where a code has no row, or that of all.
        """
        import numpy as np

        alone = self.own & (len(self.own) > 1)
        measured = np.where(alone, _ratio(self.counts[:, 1], np.repeat(self.overall[:, 1], len(self.own))), np.nan)
        there = np.tile(measured, len(n) // max(len(measured), 1))
        wanted = there * statements
        far = ((n > FAR * wanted) | (n < wanted / FAR)) & (np.maximum(n, wanted) >= FEWEST)
        here = _ratio(n, statements)
        return [
            f"{'more' if own > other else 'less'} {ELSEWHERE} "
            f"({_percent(own)} of the statements, there {_percent(other)})" if yes else ""
            for yes, own, other in zip(far, here, there, strict=True)
        ]  # fmt: skip

    def notes(self) -> list[str]:
        """Say for each group what is doubtful about its correction."""
        return [self._note(row, own) for row, own in zip(self.counts, self.own, strict=True)]

    def _note(self, row: Values, own: bool) -> str:
        if not row[2] > 0:
            return "not corrected: no statement of the code was found right, or none was looked for"
        few = f"accuracy from few (gold {int(row[0])}, coded {int(row[1])})" if min(row[:2]) < FEW else ""
        return "; ".join(filter(None, ("" if own else "accuracy of all codes", few)))


def _percent(share: float) -> str:
    return f"{100 * share:.0f} %" if share >= 0.01 or share == 0 else "under 1 %"


def _ratio(part: Values, whole: Values) -> Values:
    import numpy as np

    return np.divide(part, whole, out=np.full(len(part), np.nan), where=whole > 0)  # type: ignore[no-any-return]


def factor(counts: Values) -> Values:
    """Return precision divided by recall, by which a count is multiplied; missing where nothing is right.

    It is the number of gold statements divided by that of predicted ones.
    """
    import numpy as np

    known = counts[:, 2] > 0
    return _ratio(np.where(known, counts[:, 0], np.nan), np.where(known, counts[:, 1], np.nan))


def drawn_factor(counts: Values, draws: int, random: np.random.Generator) -> Values:
    """Draw precision divided by recall: a row for each row of `counts`, a column for each draw.

    Right, missed and wrong statements have a Dirichlet posterior with the prior ½, ½, ½. By it precision and recall
    have the Beta posteriors of Jeffreys' prior, and depend on each other as they do, since the right ones are in both.
    """
    import numpy as np

    gold, predicted, right = np.nan_to_num(counts).T
    parts = np.stack([right, gold - right, predicted - right], axis=1) + PRIOR
    weights = random.standard_gamma(parts[:, :, None], (len(parts), 3, draws))
    found = (weights[:, 0] + weights[:, 1]) / (weights[:, 0] + weights[:, 2])
    return np.where(counts[:, 2:] > 0, found, np.nan)


def read(accuracy: Evaluation | pd.DataFrame, by: str, codes: Sequence[str]) -> Accuracy:
    """Read the accuracy of each code from an evaluation or a table; a code without a row has that of all."""
    import numpy as np

    table = _of_evaluation(accuracy, by) if isinstance(accuracy, Evaluation) else _checked(accuracy)
    rows = {str(row[0]): tuple(map(float, row[1:])) for row in table[list(COLUMNS)].itertuples(index=False)}
    overall = rows.pop(ALL, (np.nan, np.nan, np.nan))
    names = codes if by else [ALL]
    counts = np.array([rows.get(code, overall) for code in names], dtype=float).reshape(len(names), 3)
    return Accuracy(counts, np.array([overall]), np.array([not by or code in rows for code in names], dtype=bool))


def _of_evaluation(found: Evaluation, by: str) -> pd.DataFrame:
    import pandas as pd

    measures = found.figures["measure"].tolist()
    row = found.figures.iloc[measures.index("found") if "found" in measures else 0]
    overall = pd.DataFrame([[ALL, row["n_gold"], row["n_predicted"], row["n_right_gold"]]], columns=list(COLUMNS))
    by_code = {"act": found.by_act, "theme": found.by_theme, "actor": found.by_actor}.get(by)
    if by_code is None or by_code.empty:
        return overall
    return pd.concat([by_code[list(COLUMNS)], overall], ignore_index=True)


def _checked(table: object) -> pd.DataFrame:
    import pandas as pd

    if not isinstance(table, pd.DataFrame):
        raise ParameterError(f"accuracy is a {type(table).__name__}; allowed are what evaluate returns, and a table "
                             f"with the columns {', '.join(COLUMNS)}")  # fmt: skip
    if absent := [name for name in COLUMNS if name not in table.columns]:
        raise ParameterError(f"accuracy has no column {absent[0]!r}; wanted are {', '.join(COLUMNS)}")
    if table["code"].duplicated().any():
        twice = table.loc[table["code"].duplicated(), "code"].iloc[0]
        raise ParameterError(f"accuracy has the code {twice!r} in several rows; allowed is one")
    counts = table[list(COLUMNS[1:])].apply(pd.to_numeric, errors="coerce").astype("float64")
    least = counts[["n_gold", "n_predicted"]].min(axis=1, skipna=False)
    wrong = ~((counts["n_right"] >= 0) & (counts["n_right"] <= least) & (least < float("inf")))
    for row in table.loc[wrong, list(COLUMNS)].itertuples(index=False):
        raise ParameterError(f"accuracy of {row[0]!r}: n_gold {row[1]}, n_predicted {row[2]}, n_right {row[3]}; "
                             "allowed are numbers with n_right at most the other two")  # fmt: skip
    return table.assign(**counts)
