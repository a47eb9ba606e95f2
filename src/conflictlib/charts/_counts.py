"""What a chart reads from a table of counts: its groups, their plain names, and the words about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conflictlib.charts._dates import long_span
from conflictlib.counting import NOT_CODED, SEVERAL
from conflictlib.schema import TableError

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from conflictlib.codebook import Codebook

#: Columns of a count table that are not a group.
FIXED = (
    "period",
    "label",
    "n",
    "n_row",
    "n_actor",
    "n_readouts",
    "n_documents",
    "first",
    "last",
    "share",
    "share_all",
    "complete",
)


#: Columns that more than a count has, and two that tell that it does.
ADDED = {
    ("low", "high"): ("denominator", "value", "low", "high", "corrected", "corrected_low", "corrected_high",
                      "precision", "recall", "note"),
    ("expected", "burst"): ("expected", "ratio", "p", "q", "burst", "note", "events"),
    ("mean_before", "mean_after"): ("mean_before", "mean_after", "ratio", "n_before", "n_after", "dispersion",
                                    "events"),
}  # fmt: skip


def grouping(columns: Sequence[str]) -> list[str]:
    """Return those columns of a table that group."""
    none = {name for telling, added in ADDED.items() if set(telling) <= set(columns) for name in added}
    return [name for name in columns if name not in FIXED and name not in none]


def groups(counts: pd.DataFrame, *, most: int, chart: str, needs: Sequence[str] = ("n",)) -> list[str]:
    """Return the columns that group, at most `most`; TableError where `counts` is not for this chart."""
    _needs(counts, chart, needs, "counts")
    found = grouping([str(column) for column in counts.columns])
    if len(found) > most:
        raise not_for(chart, counts, f"at most {most} grouping column{'s' * (most > 1)}")
    return found


def needs(table: pd.DataFrame, chart: str, columns: Sequence[str]) -> None:
    """Raise TableError where a table lacks a column that a chart draws."""
    _needs(table, chart, columns, "table")


def _needs(table: pd.DataFrame, chart: str, columns: Sequence[str], name: str) -> None:
    for column in columns:
        if column not in table.columns:
            raise TableError(f"{name}: there is no column {column!r}, which charts.{chart} draws; "
                             f"there are {', '.join(map(str, table.columns))}")  # fmt: skip


def not_for(chart: str, counts: pd.DataFrame, takes: str) -> TableError:
    """Return the error that `counts` is a table for another chart."""
    there = ", ".join(map(str, counts.columns))
    return TableError(f"counts: charts.{chart} takes {takes}; there are {there}")


def ranked(counts: pd.DataFrame, by: str) -> pd.Series:
    """Return n of each group, most frequent first, ties by code, what is not coded last."""
    sums = counts.groupby(counts[by].astype(str))["n"].sum()
    return sums.loc[sorted(sums.index, key=lambda code: (code == NOT_CODED, -sums[code], code))]


def plain(by: str) -> str:
    """Return the name of a column as it is read."""
    return by.replace("_", " ")


class Names:
    """Plain names of codes, by a codebook; without one, by the shipped codebook."""

    def __init__(self, codebook: Codebook | None) -> None:
        from conflictlib.codebook import shipped_codebook

        self.label = (codebook or shipped_codebook()).label

    def __call__(self, code: object) -> str:
        """Return the name of a code, on one line."""
        name = self.label(str(code))
        return " ".join((name.replace("_", " ") if name == code else name).split())

    def apart(self, codes: Sequence[object]) -> dict[object, str]:
        """Return the name of each code as a label, with the code behind it where two have the same name."""
        found = {code: self(code) for code in codes}
        twice = {name for name in found.values() if list(found.values()).count(name) > 1}
        behind = {code: f" ({code})" if name in twice else "" for code, name in found.items()}
        return {code: name[:1].upper() + name[1:] + behind[code] for code, name in found.items()}


def leading(totals: pd.Series, by: str, names: Names, n: int) -> str:
    """Say which group is the most frequent, or that three or more are equally so."""
    coded = totals[totals.index != NOT_CODED]
    first = coded[coded == coded.max()].index if len(coded) and coded.max() else coded.index[:0]
    if not len(first):
        return f"Statements by {plain(by)}"
    if len(first) > 2:
        return f"No {plain(by)} leads: {len(first)} have {_of(coded.max(), n)} each"
    leaders = " and ".join(cut(names(code)) for code in first)
    return f"Most frequent {plain(by)}: {leaders}, {_of(coded.max(), n)}{' each' if len(first) > 1 else ''}"


def cut(name: str, most: int = 40) -> str:
    """Return a name with at most so many characters, the last of them … where it was longer."""
    return name if len(name) <= most else name[: most - 1].rstrip() + "…"


def _of(part: float, n: int) -> str:
    return f"{int(part):,} of {n:,} {'statement' if n == 1 else 'statements'}"


def n_of(counts: pd.DataFrame) -> int:
    """Return the number of statements that a table counts."""
    return int(counts.attrs.get("n", counts["n"].sum()))


def last_line(counts: pd.DataFrame, by: Sequence[str]) -> str:
    """Write the line with n, the counting rule and the source."""
    n, seen = n_of(counts), int(counts["n"].sum())
    part = f"{seen:,} of " if seen < n and not set(by) & set(SEVERAL) else ""
    source = str(counts.attrs.get("source") or "not stated").rstrip(".")
    rule = str(counts.attrs.get("counting") or "").rstrip(".")
    counted = f"n = {part}{n:,} {'statement' if n == 1 else 'statements'}. "
    return f"{counted}{rule + '. ' if rule else ''}Source: {source}."


def span_of(counts: pd.DataFrame) -> str:
    """Write the span of a table behind a comma, or nothing."""
    span = long_span(str(counts.attrs.get("span") or ""))
    return f", {span}" if span else ""


def others_label(n: int) -> str:
    """Return the label of groups that are added up."""
    return f"{n:,} {'other' if n == 1 else 'others'}"


def others(codes: Sequence[object], total: float, names: Names) -> tuple[str, str]:
    """Name the groups that get no place of their own: in short, and in a note as far as two lines go."""
    short = f"{others_label(len(codes))} (n = {int(total):,})"
    listed = [cut(names(code)) for code in codes]
    shown = next((k for k in range(len(listed), 0, -1) if len(", ".join(listed[:k])) <= 200), 0)
    more = f" and {len(codes) - shown:,} more" if shown < len(codes) else ""
    return short, f"{short}: {', '.join(listed[:shown])}{more}."
