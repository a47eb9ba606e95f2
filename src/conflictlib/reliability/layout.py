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
        (found.without_act, "statement", "without a settled act, left out of the acts"),
        (found.without_themes, "statement", "without settled themes, left out of the themes"),
    ]
    yield "\n".join([
        f"{printable(found.coder) or 'coder without a name'} against {printable(found.gold) or 'the gold'}, "
        f"{number(found.n, 'statement')}: acts and themes, not speakers",
        *(f"{number(n, one)} {which}" for n, one, which in apart if n),
        *([f"the speaker was marked as wrong in {found.speakers_wrong:,} of {number(found.n_speakers, 'statement')} "
           f"({100 * found.speakers_wrong / found.n_speakers:.1f} %)"] if found.n_speakers else []),
        f"per cent; {100 * found.level:g} % intervals by bootstrap over statements, {found.draws:,} draws",
        *(["of codes: Wilson's intervals; *: fewer than 10 in the gold or given"] if codes else []),
    ])  # fmt: skip
    yield _figures("", found.figures)
    if codes:
        yield from (_figures(name, table) for name, table in (("act", found.by_act), ("theme", found.by_theme))
                    if len(table))  # fmt: skip


def _figures(name: str, table: pd.DataFrame) -> str:
    """Lay out figures narrow enough for a page of a report, which shows 84 characters; of codes F1 is left out."""
    of_codes = "code" in table.columns
    shown = ("precision", "recall") if of_codes else ("precision", "recall", "f1")
    lines = [
        [printable(row["code" if of_codes else "measure"]) + ("*" if row.get("note") else ""),
         *(f"{row[n]:,}" for n in ("n_gold", "n_predicted", "n_right")),
         *(cell for figure in shown for cell in _per_cent(row, figure))]
        for row in rows(table)
    ]  # fmt: skip
    heads = [cell for figure in shown for cell in ("F1" if figure == "f1" else figure, "")]
    return text_table([name, "gold", "given", "right", *heads], lines)


def _per_cent(row: dict[str, Any], name: str) -> tuple[str, str]:
    value, low, high = (row[f"{name}{end}"] for end in ("", "_low", "_high"))
    return "-" if value != value else f"{value:.1f}", "" if low != low else f"{low:.1f}-{high:.1f}"
