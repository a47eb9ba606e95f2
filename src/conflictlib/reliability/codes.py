"""What several coders gave to the same statements, laid out as units and coders."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from conflictlib.parameters import ParameterError, one_of
from conflictlib.schema import TableError

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    import pandas as pd

    Numbers = npt.NDArray[np.float64]

#: The act of a hand-coded row that says: this is no public statement.
NO_STATEMENT = "none"
#: The coder whose rows are the adjudicated ones.
FINAL = "final"


@dataclass(frozen=True)
class Codes:
    """Acts and sets of themes by statement and coder; None where a coder gave none."""

    units: list[str]
    coders: list[str]
    acts: dict[tuple[str, str], str]
    themes: dict[tuple[str, str], frozenset[str]]

    def act_counts(self) -> tuple[list[str], Numbers]:
        """Return the acts in use, and how many coders gave each to each unit."""
        values = sorted(set(self.acts.values()))
        return values, self._counts(self.acts, values)

    def set_counts(self) -> tuple[list[frozenset[str]], Numbers]:
        """Return the sets of themes in use, and how many coders gave each to each unit."""
        values = sorted(set(self.themes.values()), key=sorted)
        return values, self._counts(self.themes, values)

    def theme_counts(self) -> dict[str, Numbers]:
        """Return for each theme in use how many coders left it out and how many gave it, by unit."""
        import numpy as np

        used = sorted({theme for themes in self.themes.values() for theme in themes})
        at = {unit: place for place, unit in enumerate(self.units)}
        coders, given = np.zeros(len(at)), {theme: np.zeros(len(at)) for theme in used}
        for (unit, _), themes in self.themes.items():
            coders[at[unit]] += 1
            for theme in themes:
                given[theme][at[unit]] += 1
        return {theme: np.stack([coders - n, n], axis=1) for theme, n in given.items()}

    def _counts(self, given: dict[tuple[str, str], str] | dict[tuple[str, str], frozenset[str]],
                values: Sequence[object]) -> Numbers:  # fmt: skip
        import numpy as np

        row = {unit: place for place, unit in enumerate(self.units)}
        column = {value: place for place, value in enumerate(values)}
        counts = np.zeros((len(row), len(column)))
        for (unit, _), value in given.items():
            counts[row[unit], column[value]] += 1
        return counts


def codes_of(codings: pd.DataFrame, coders: Collection[str] | None) -> Codes:
    """Lay out codings; without `coders`, of all but the adjudicated ones.

    Raises
    ------
    TableError
        A column is missing, or a coder has coded a statement twice.
    ParameterError
        A coder is not there, or fewer than two are left.
    """
    table = checked(codings, ("statement_id", "coder", "act", "themes"))
    there = sorted(set(table["coder"].dropna()))
    chosen = [coder for coder in there if coder != FINAL] if coders is None else _chosen(coders, there)
    if len(chosen) < 2:
        given = "there is" if coders is None else "given is"
        raise ParameterError(f"coders: agreement needs two or more; {given} {', '.join(map(repr, chosen)) or 'none'}")
    rows = table[table["coder"].isin(chosen)]
    twice = rows[rows.duplicated(["statement_id", "coder"])]
    if len(twice):
        first = twice.iloc[0]
        raise TableError(f"codings: coder {first['coder']!r} has coded {first['statement_id']!r} twice")
    keys = list(zip(rows["statement_id"], rows["coder"], strict=True))
    pairs = [coding(*pair) for pair in zip(rows["act"], rows["themes"], strict=True)]
    acts = {key: act for key, (act, _) in zip(keys, pairs, strict=True) if act is not None}
    themes = {key: found for key, (_, found) in zip(keys, pairs, strict=True) if found is not None}
    return Codes(sorted(set(rows["statement_id"])), chosen, acts, themes)


def _chosen(coders: Collection[str], there: Iterable[str]) -> list[str]:
    given = [coders] if isinstance(coders, str) else list(coders)
    return sorted({one_of("coders", coder, there) for coder in given})


def checked(table: pd.DataFrame, columns: Sequence[str], name: str = "codings") -> pd.DataFrame:
    """Return the table, unless it lacks a column."""
    for column in columns:
        if column not in table.columns:
            raise TableError(f"{name}: there is no column {column!r}; there are {', '.join(map(str, table.columns))}")
    return table


def coding(act: object, themes: object) -> tuple[str | None, frozenset[str] | None]:
    """Return the act and the themes that a row gives, each None where that is not coded.

    As `read_codings` has it: a row with an act and a blank cell of themes says that there is no theme; blank cells of
    both say nothing.
    """
    given = act.strip() if isinstance(act, str) and act.strip() else None
    if not is_coded(themes) or (given is None and isinstance(themes, str) and not as_set(themes)):
        return given, None
    return given, as_set(themes)


def is_coded(themes: object) -> bool:
    """Say whether a cell of themes is a coding; an empty list is one: no theme."""
    return isinstance(themes, str | list | tuple | set | frozenset)


def as_set(themes: object) -> frozenset[str]:
    """Return themes, a list or separated by semicolons, as a set."""
    if isinstance(themes, str):
        return frozenset(part.strip() for part in themes.split(";") if part.strip())
    return frozenset(map(str, themes)) if is_coded(themes) else frozenset()  # type: ignore[call-overload]
