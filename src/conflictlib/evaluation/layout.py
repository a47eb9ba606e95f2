"""An evaluation as plain text: the same on every terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from conflictlib.evaluation.figures import LEVEL, NAMES

if TYPE_CHECKING:
    import pandas as pd

    from conflictlib.evaluation.result import Evaluation

SHOWN = 10  # statements of each list on the screen
WIDEST = 160  # characters of a statement on the screen


def as_text(evaluation: Evaluation) -> str:
    """Return an evaluation as text, part by part."""
    return "\n\n".join(_parts(evaluation))


def _parts(evaluation: Evaluation) -> Iterator[str]:
    yield "\n".join(_head(evaluation))
    yield figures_table(evaluation.figures)
    for row in evaluation.distractors_coded.to_dict("records"):
        yield f"distractors coded: {row['n_right_gold']} of {row['n_gold']} ({one(row, 'recall')} %)"
    for name in ("act", "theme", "actor"):
        table = getattr(evaluation, f"by_{name}")
        if len(table):
            yield _table([name, "n gold", "n coded", "precision", "recall", "F1"], [_code_cells(r) for r in rows(table)])
    if len(evaluation.confusion):
        yield "Acts of the statements found: gold down, coded across\n" + _confusion(evaluation.confusion)
    for name in ("missed", "wrong"):
        yield "\n".join(_listed(name, getattr(evaluation, name)))


def _head(evaluation: Evaluation) -> Iterator[str]:
    yield evaluation.title
    yield f"coded by {'; '.join(evaluation.coders) or 'an unnamed coder'}"
    if evaluation.absent:
        some = ", ".join(evaluation.absent[:3]) + (", ..." if len(evaluation.absent) > 3 else "")
        yield (
            f"{len(evaluation.absent):,} gold documents are not in the source "
            f"(or nothing was coded in them): their statements count as missed: {some}"
        )
    yield (
        f"in brackets: {LEVEL} % interval, bootstrap over documents, {evaluation.draws:,} draws"
        if evaluation.n_documents > 1
        else "no intervals: there is one document"
    )


def rows(table: pd.DataFrame) -> list[dict[str, Any]]:
    """Return a table's rows by column name."""
    return [{str(name): value for name, value in row.items()} for row in table.to_dict("records")]


def one(row: dict[str, Any], name: str) -> str:
    """Write a figure with its interval: 64.0 [61.2, 66.9].

    >>> one({"f1": 64.0, "f1_low": 61.2, "f1_high": 66.9}, "f1")
    '64.0 [61.2, 66.9]'
    """
    low, high = row[f"{name}_low"], row[f"{name}_high"]
    return f"{row[name]:.1f}" if low != low else f"{row[name]:.1f} [{low:.1f}, {high:.1f}]"


def figures_table(figures: pd.DataFrame) -> str:
    """Lay out the figures, a measure a line."""
    lines = [[r["measure"], *(one(r, n) for n in NAMES), f"{r['n_gold']:,}", f"{r['n_predicted']:,}"] for r in rows(figures)]
    return _table(["measure", "precision", "recall", "F1", "n gold", "n coded"], lines)


def _code_cells(row: dict[str, Any]) -> list[str]:
    return [row["code"], f"{row['n_gold']:,}", f"{row['n_predicted']:,}", *(f"{row[name]:.1f}" for name in NAMES)]


def _confusion(table: pd.DataFrame) -> str:
    """Lay out a confusion table; an act given is known by its number in the list."""
    codes = [str(code) for code in table.index]
    numbered = [f"{number} {code}" for number, code in enumerate(codes, 1)]
    cells = [[n, *("." if c == 0 else str(c) for c in line)] for n, line in zip(numbered, table.to_numpy(), strict=True)]
    return _table(["", *(str(number) for number in range(1, len(codes) + 1))], cells)


def _table(header: Sequence[str], lines: Sequence[Sequence[str]]) -> str:
    """Set columns as wide as their widest cell, the first to the left, numbers to the right."""
    widths = [max(map(len, column)) for column in zip(header, *lines, strict=True)]
    return "\n".join(
        "  ".join(c.ljust(w) if n == 0 else c.rjust(w) for n, (c, w) in enumerate(zip(line, widths, strict=True))).rstrip()
        for line in (header, *lines)
    )


def _listed(name: str, table: pd.DataFrame) -> Iterator[str]:
    more = f"; the first {SHOWN}" if len(table) > SHOWN else ""
    yield f"{name}: {len(table):,} statements{more}"
    for row in rows(table.head(SHOWN)):
        offsets = "" if row["start"] is None or row["start"] != row["start"] else f" {row['start']}-{row['end']}"
        text = printable(row["text"])
        yield f"  {row['doc']}{offsets} ({row['fault']}): {text if len(text) <= WIDEST else text[:WIDEST] + '...'}"


def printable(text: object) -> str:
    """Return a text on one line, without what would move a terminal's cursor."""
    return " ".join("".join(c if c.isprintable() else " " for c in str(text)).split())
