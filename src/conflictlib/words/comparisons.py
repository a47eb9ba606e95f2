"""The comparison of a target with a reference: counts, rates, log-odds or G², and what is too few to say much."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from conflictlib import counting
from conflictlib.words.measures import corrected, likelihood_ratio, log_odds

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    import pandas as pd

    from conflictlib.words.selections import Selections

    Whole = npt.NDArray[np.int64]
    Numbers = npt.NDArray[np.float64]

METHODS = ("log_odds", "g2")
#: Fewer than so many in both selections together, and a selection of fewer statements, are told in the ``note``.
FEW, FEW_STATEMENTS = 5, 20

COLUMNS = ("n_target", "n_reference", "rate_target", "rate_reference", "n_documents_target", "n_documents_reference",
           "log_odds", "z", "g2", "p", "q", "direction", "note")  # fmt: skip


@dataclass(frozen=True)
class Plan:
    """How selections are compared."""

    unit: str
    method: str
    prior: float | None
    least: int
    stop: frozenset[str]

    @property
    def told(self) -> str:
        """The method in a sentence."""
        if self.unit == "word":
            kind, once = "words", "Each occurrence of a word counts"
        else:
            kind, once = "statements", f"Each statement counts once under each {self.unit}"
        if self.method == "g2":
            return f"{once}. G²: likelihood ratio (Dunning 1993)."
        size = f"as many {kind} as the smaller selection has" if self.prior is None else f"{self.prior:g} {kind}"
        return f"{once}. z: of log-odds with a Dirichlet prior of {size} (Monroe et al. 2008)."


@dataclass(frozen=True)
class _Counts:
    """Counts in the target (first row) and the reference (second) of each word, and of what they are counted."""

    n: Numbers
    of: tuple[int, int]
    n_documents: Whole
    n_documents_of_both: Whole
    n_statements: tuple[int, int]


@dataclass(frozen=True)
class _Found:
    """Each occurrence of a word with its statement; each statement and word once; the documents of a word."""

    statements: pd.DataFrame
    groups: counting.Groups
    of_words: bool  # or of statements
    rows_once: Whole
    codes_once: Whole
    n_documents: Whole

    @classmethod
    def of(cls, statements: pd.DataFrame, groups: counting.Groups, unit: str) -> _Found:
        """Find what is the same in all comparisons; a word may stand several times in one statement."""
        import pandas as pd

        whole, width = max(len(statements), 1), len(groups.labels)
        once = pd.unique(groups.codes * whole + groups.rows)
        told = statements[[name for name in ("doc_id", "source_url") if name in statements.columns]]
        rows, codes = once % whole, once // whole
        n_documents = counting.counts(told, rows, codes, width)["n_documents"]
        return cls(told, groups, unit == "word", rows, codes, n_documents)

    def counted(self, side: Whole) -> _Counts:
        """Count what stands on each side, and in how many documents."""
        import numpy as np

        width = len(self.groups.labels)
        inside, once = side[self.groups.rows] >= 0, side[self.rows_once] >= 0
        rows, codes = self.groups.rows[inside], self.groups.codes[inside]
        n = np.bincount((1 - side[rows]) * width + codes, minlength=2 * width).astype(float)
        cells = (1 - side[self.rows_once[once]]) * width + self.codes_once[once]
        n_documents = counting.counts(self.statements, self.rows_once[once], cells, 2 * width)["n_documents"]
        of_both = self.n_documents
        if not once.all():
            of_both = counting.counts(self.statements, self.rows_once[once], self.codes_once[once], width)[
                "n_documents"
            ]
        n_statements = int((side == 1).sum()), int((side == 0).sum())
        n_words = int((side[rows] == 1).sum()), int((side[rows] == 0).sum())
        of = n_words if self.of_words else n_statements
        return _Counts(n.reshape(2, -1), of, n_documents.reshape(2, -1), of_both, n_statements)


def compare(chosen: Selections, groups: counting.Groups, plan: Plan) -> pd.DataFrame:
    """Return the rows of all comparisons, one after the other."""
    import numpy as np
    import pandas as pd

    sides = chosen.sides or [np.full(len(chosen.statements), -1)]
    found = _Found.of(chosen.statements, groups, plan.unit)
    tables = [_compared(found.counted(side), groups, plan) for side in sides]
    if chosen.column == "period":
        keys = [np.datetime64(key, "s") for key in chosen.keys] or [np.datetime64("NaT", "s")]
        tables = [table.assign(period=np.full(len(table), key)) for table, key in zip(tables, keys, strict=True)]
    elif chosen.column:
        names = chosen.keys or [""]
        columns = [pd.array([name] * len(table), dtype="str") for table, name in zip(tables, names, strict=True)]
        tables = [table.assign(**{chosen.column: one}) for table, one in zip(tables, columns, strict=True)]
    whole = pd.concat(tables, ignore_index=True)
    whole["q"] = corrected(whole["p"].to_numpy(dtype=float))
    return whole[[name for name in (chosen.column, plan.unit, *COLUMNS) if name in whole.columns]]


def _compared(found: _Counts, groups: counting.Groups, plan: Plan) -> pd.DataFrame:
    """Return the rows of one comparison, the target's own first; none where a selection is empty."""
    import numpy as np
    import pandas as pd

    both = found.n.sum(axis=0)
    wanted = (both >= plan.least) & ~np.isin(groups.labels.astype("str"), list(plan.stop)) & (min(found.of) > 0)
    kept = np.flatnonzero(wanted)
    n, n_documents = found.n[:, kept], found.n_documents[:, kept]
    rates = n / np.maximum(np.array(found.of), 1)[:, None]
    rate = (1000 if plan.unit == "word" else 100) * rates
    direction = np.select([rates[0] > rates[1], rates[0] < rates[1]], ["target", "reference"], "neither")
    frame = pd.DataFrame({
        plan.unit: pd.array(groups.labels[kept], dtype="str"),
        "n_target": n[0].astype("int64"), "n_reference": n[1].astype("int64"),
        "rate_target": rate[0], "rate_reference": rate[1],
        "n_documents_target": n_documents[0], "n_documents_reference": n_documents[1],
        **_measured(n, found.of, plan), "direction": pd.array(direction, dtype="str"),
        "note": pd.array(_notes(both[kept], found.n_documents_of_both[kept], found.n_statements), dtype="str"),
    })  # fmt: skip
    strength = frame["z"] if plan.method == "log_odds" else frame["g2"].where(rates[0] >= rates[1], -frame["g2"])
    ranked = frame.assign(rank=-strength.round(9)).sort_values(["rank", plan.unit], kind="stable")
    return ranked.drop(columns="rank")


def _measured(n: Numbers, of: tuple[int, int], plan: Plan) -> dict[str, Any]:
    from scipy.special import chdtrc, ndtr

    pair, size = (n[0], n[1]), float(min(of)) if plan.prior is None else float(plan.prior)
    ratio, z = log_odds(pair, of, size * n.sum(axis=0) / max(sum(of), 1), size, rare=plan.unit == "word")
    if plan.method == "log_odds":
        return {"log_odds": ratio, "z": z, "p": 2 * ndtr(-abs(z))}
    g2 = likelihood_ratio(pair, of)
    return {"log_odds": ratio, "g2": g2, "p": chdtrc(1, g2)}


def _notes(n: Numbers, n_documents: Whole, n_statements: tuple[int, int]) -> list[str]:
    small = [f"a selection of {min(n_statements)} statements"] if min(n_statements) < FEW_STATEMENTS else []
    alone = [["in one document only"] if documents == 1 else [] for documents in n_documents]
    few = [[f"fewer than {FEW}"] if count < FEW else [] for count in n]
    return ["; ".join([*one, *other, *small]) for one, other in zip(alone, few, strict=True)]
