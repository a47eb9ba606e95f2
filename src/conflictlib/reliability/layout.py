"""Agreement and validation as plain text: the same on every terminal."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from conflictlib.evaluation.layout import printable, rows, text_table
from conflictlib.webpage import number

if TYPE_CHECKING:
    import pandas as pd

    from conflictlib.reliability.result import Validation


def agreement_as_text(table: pd.DataFrame) -> str:
    """Lay out agreement: acts and themes as a whole, then each code."""
    return "\n\n".join(_agreement(table))


def _agreement(table: pd.DataFrame) -> Iterator[str]:
    coders = ", ".join(map(printable, table.attrs.get("coders", ())))
    alone = table.attrs.get("left_out", 0)
    level, draws = table.attrs.get("level", 0.95), table.attrs.get("draws", 0)
    yield "\n".join([
        f"{number(int(table['n_units'].max()), 'statement')} coded by {coders}"
        + (f"; {number(alone, 'statement')} more by one coder alone" if alone else ""),
        "alpha: Krippendorff's; AC1: Gwet's; "
        f"intervals of {100 * level:g} %: bootstrap over statements, {draws:,} draws",
    ])  # fmt: skip
    whole = {"act": "act", "themes": "set of themes (MASI)", "theme": "all decisions on themes, pooled"}
    every = rows(table)
    yield _part("", [(whole[row["what"]], row) for row in every if not row["code"]])
    for what in ("act", "theme"):
        codes = [(printable(row["code"]), row) for row in every if row["code"] and row["what"] == what]
        if codes:
            yield _part(what, codes)


def _part(name: str, found: list[tuple[str, dict[str, Any]]]) -> str:
    lines = [
        [label, f"{row['n_coded']:,}", f"{100 * row['agreement']:.1f}", *_coefficient(row, "alpha"),
         *_coefficient(row, "ac1"), row["note"]]
        for label, row in found
    ]  # fmt: skip
    return text_table([name, "n", "% agree", "alpha", "", "AC1", "", ""], lines)


def _coefficient(row: dict[str, Any], name: str) -> tuple[str, str]:
    value, low, high = (row[f"{name}{end}"] for end in ("", "_low", "_high"))
    return "-" if value != value else f"{value:.3f}", "" if low != low else f"[{low:.3f}, {high:.3f}]"


def validation_as_text(found: Validation, *, codes: bool = True) -> str:
    """Lay out a validation, with `codes` act by act and theme by theme too."""
    return "\n\n".join(_validation(found, codes=codes))


def _validation(found: Validation, *, codes: bool) -> Iterator[str]:
    apart = [
        (found.not_coded, "settled statement", "that the coder lacks"),
        (found.not_adjudicated, "statement", "of the coder that nobody has settled"),
        (found.no_statement, "statement", "of the coder that is none"),
    ]
    head = f"{printable(found.coder) or 'coder without a name'} against {printable(found.gold) or 'the gold'}, "
    beside = "".join(f"; {number(n, one)} {which}" for n, one, which in apart if n)
    yield "\n".join([
        f"{head}{number(found.n, 'statement')}{beside}",
        f"per cent, with {100 * found.level:g} % intervals: Wilson's by code, else bootstrap over statements, "
        f"{found.draws:,} draws",
    ])  # fmt: skip
    yield _figures("measure", found.figures)
    if codes:
        yield from (_figures(name, table) for name, table in (("act", found.by_act), ("theme", found.by_theme))
                    if len(table))  # fmt: skip


def _figures(name: str, table: pd.DataFrame) -> str:
    first = "measure" if "measure" in table.columns else "code"
    lines = [
        [printable(row[first]), *(f"{row[n]:,}" for n in ("n_gold", "n_predicted", "n_right")),
         *(cell for figure in ("precision", "recall", "f1") for cell in _per_cent(row, figure)), row.get("note", "")]
        for row in rows(table)
    ]  # fmt: skip
    return text_table([name, "n gold", "n coded", "n right", "precision", "", "recall", "", "F1", "", ""], lines)


def _per_cent(row: dict[str, Any], name: str) -> tuple[str, str]:
    value, low, high = (row[f"{name}{end}"] for end in ("", "_low", "_high"))
    return "-" if value != value else f"{value:.1f}", "" if low != low else f"[{low:.1f}, {high:.1f}]"
