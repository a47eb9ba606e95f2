"""What the chart of keyness reads from its table: the bars of each side, and the words about them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from conflictlib.charts import _counts
from conflictlib.charts._dates import long_span
from conflictlib.schema import TableError
from conflictlib.words.comparisons import FEW_STATEMENTS

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from conflictlib.codebook import Codebook

UNITS = ("word", "theme", "act")
ALONE = "in one document only"  # as the table notes it
SURE = 0.05  # what q is below where a difference is hardly chance


def statements(n: int) -> str:
    """Write a number of statements."""
    return f"{n:,} {'statement' if n == 1 else 'statements'}"


@dataclass(frozen=True)
class Bar:
    """A word with its strength and its counts in target and reference; what it is drawn like."""

    name: str
    strength: float
    n_target: int
    n_reference: int
    sure: bool
    alone: bool


@dataclass(frozen=True)
class Table:
    """A table of keyness, as the chart reads it."""

    table: pd.DataFrame
    unit: str
    column: str
    names: _counts.Names

    @classmethod
    def of(cls, table: pd.DataFrame, codebook: Codebook | None) -> Table:
        """Read a table; TableError where it is none of keyness."""
        there = ", ".join(map(str, table.columns))
        units = [str(name) for name in table.columns if name in UNITS]  # acts may be compared by theme
        unit = units[-1] if units else None
        needed = ("n_target", "n_reference", "q", "direction", "note")
        missing = [name for name in needed if name not in table.columns]
        if unit is None or missing or not {"z", "g2"} & set(table.columns):
            lacks = missing[0] if missing else "z" if unit else "word"
            raise TableError(f"table: there is no column {lacks!r}, which charts.keyness draws; there are {there}")
        column = str(table.columns[0]) if table.columns[0] != unit else ""
        return cls(table, unit, column, _counts.Names(codebook))

    @property
    def sides(self) -> tuple[str, str]:
        """What target and reference are called."""
        one, other = self.table.attrs.get("names") or ("target", "reference")
        return str(one), str(other)

    @property
    def every(self) -> str:
        """Length of a period."""
        return str(self.table.attrs.get("every") or "period")

    def subtitle(self, stands_out: bool) -> str:
        """Say what is compared, from when to when."""
        span = long_span(str(self.table.attrs.get("span") or ""))
        what = f"that set {self._apart}" if stands_out else self._compared
        return f"{self.unit.capitalize()}s {what}{', ' if span else ''}{span}"

    @property
    def numbers(self) -> str:
        """What the two numbers at a bar are."""
        if self.column and not self.within:
            return f"Numbers: this {self.every if self._of_time else _counts.plain(self.column)} v all others."
        return f"Numbers: {' v '.join(_counts.cut(side, 30) for side in self.sides)}."

    @property
    def _of_time(self) -> bool:
        return self.column == "period"

    @property
    def within(self) -> bool:
        """Whether two selections are compared within each period."""
        return self._of_time and bool(self.table.attrs.get("names"))

    def small(self) -> list[Any]:
        """Return the periods of too few statements; of two selections within a period each needs enough."""
        if not self._of_time:
            return []
        sizes = self.table.attrs.get("sizes") or {}
        n = {key: sizes.get(f"{key:%Y-%m-%d}") for key in dict.fromkeys(self.table["period"])}
        return [key for key, pair in n.items() if pair and (min(pair) if self.within else pair[0]) < FEW_STATEMENTS]

    @property
    def _compared(self) -> str:
        one = self.every if self._of_time else _counts.plain(self.column)
        if self.within:
            return f"compared in each {one}"
        return f"of each {one} compared with the others" if self.column else "compared"

    @property
    def _apart(self) -> str:
        if not self.column:
            return f"{self.sides[0]} apart from {self.sides[1]}"
        one = f"each {self.every if self._of_time else _counts.plain(self.column)}"
        apart = f"{self.sides[0]} apart from {self.sides[1]} in {one}"
        return apart if self.within else f"{one} apart from the others"

    def label(self, code: object) -> str:
        """Return a word as it is, a code by its name."""
        return str(code) if self.unit == "word" else self.names(code)

    def quoted(self, name: str) -> str:
        """Return a word as a quotation, a code's name as it is."""
        return f"“{_counts.cut(name)}”" if self.unit == "word" else _counts.cut(name)

    def bars(self, rows: pd.DataFrame, direction: str, top: int) -> list[Bar]:
        """Return the strongest of one direction."""
        chosen = rows[rows["direction"] == direction]
        strength = chosen["z"].abs() if "z" in chosen.columns else chosen["g2"] ** 0.5
        chosen = chosen.assign(strength=strength.round(9)).sort_values(
            ["strength", self.unit], ascending=[False, True], kind="stable"
        )
        return [
            Bar(self.label(row[self.unit]), float(row["strength"]), int(row["n_target"]), int(row["n_reference"]),
                 float(row["q"]) < SURE and row["note"] in ("", ALONE), ALONE in str(row["note"]))
            for row in chosen.head(top).to_dict("records")
        ]  # fmt: skip

    def size(self, key: str) -> str:
        """Return the number of statements of a target."""
        found = (self.table.attrs.get("sizes") or {}).get(key)
        return f"n = {found[0]:,}" if found else ""

    def notes(self, drawn: Sequence[Bar], *told: str) -> list[str]:
        """Return the lines beneath: how bars are to be read, then n, method and source."""
        attrs = self.table.attrs
        length = "z" if "z" in self.table.columns else "square root of G²"
        looks = [f"Length: {length}."] if drawn else []
        if any(not bar.sure for bar in drawn):
            looks.append(f"Pale: may well be chance (q of {SURE} or more), or few.")
        if any(bar.alone for bar in drawn):
            looks.append("Hollow: all in one document.")
        n = attrs.get("n")
        whole = f"n = {statements(n)}." if n is not None else ""
        source = f"Source: {str(attrs.get('source') or 'not stated').rstrip('.')}."
        last = [whole, str(attrs.get("counting") or ""), str(attrs.get("left_out") or ""), source]
        return [line for line in (" ".join([*looks, *told]), " ".join(filter(None, last))) if line]
