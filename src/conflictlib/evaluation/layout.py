"""An evaluation as plain text: the same on every terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from conflictlib.evaluation.figures import LEVEL, NAMES
from conflictlib.webpage import number

if TYPE_CHECKING:
    import pandas as pd

    from conflictlib.evaluation.result import Evaluation

SHOWN = 10  # statements of each list on the screen
WIDEST = 160  # characters of a statement on the screen
MOST_CODES = 25


def as_text(evaluation: Evaluation) -> str:
    """Return an evaluation as text, part by part."""
    return "\n\n".join(_parts(evaluation))


def _parts(evaluation: Evaluation) -> Iterator[str]:
    yield "\n".join(_head(evaluation))
    yield figures_table(evaluation.figures)
    if len(evaluation.distractors_coded):
        yield _shares(rows(evaluation.distractors_coded))
    for name in ("act", "theme", "actor"):
        table = getattr(evaluation, f"by_{name}")
        if len(table):
            yield _codes(name, table)
    if len(evaluation.confusion):
        yield "acts of the statements found: gold down, coded across\n" + _confusion(evaluation.confusion)
    for name in ("missed", "wrong"):
        yield "\n".join(_listed(name, getattr(evaluation, name)))


def _head(evaluation: Evaluation) -> Iterator[str]:
    yield evaluation.title
    yield f"coded by {'; '.join(evaluation.coders) or 'an unnamed coder'}"
    if evaluation.absent:
        some = ", ".join(evaluation.absent[:3]) + (", ..." if len(evaluation.absent) > 3 else "")
        yield f"{number(len(evaluation.absent), 'gold document')} without a coded statement in the source: {some}"
    if evaluation.n_documents > 1:
        yield f"per cent, with {LEVEL} % intervals: bootstrap over documents, {evaluation.draws:,} draws"
    else:
        yield "per cent, without intervals: there is one document"


def rows(table: pd.DataFrame) -> list[dict[str, Any]]:
    """Return a table's rows by column name."""
    return [{str(name): value for name, value in row.items()} for row in table.to_dict("records")]


def figures_table(figures: pd.DataFrame) -> str:
    """Lay out the figures, a measure a line; those that are one share stand below."""
    every = rows(figures)
    lines = [
        [row["measure"], *(cell for name in NAMES for cell in _figure(row, name)), f"{row['n_gold']:,}",
         f"{row['n_predicted']:,}"]
        for row in every
        if not row["is_share"]
    ]  # fmt: skip
    header = ["measure", "precision", "", "recall", "", "F1", "", "n gold", "n coded"]
    shares = [row for row in every if row["is_share"]]
    return "\n\n".join([text_table(header, lines), *([_shares(shares)] if shares else [])])


def _shares(shares: list[dict[str, Any]]) -> str:
    lines = [[r["measure"], *_figure(r, "recall"), f"{r['n_right_gold']:,}", f"{r['n_gold']:,}"] for r in shares]
    return text_table(["measure", "share", "", "n", "of"], lines)


def _figure(row: dict[str, Any], name: str) -> tuple[str, str]:
    """Write a figure and its interval, which is empty where there is none."""
    low, high = row[f"{name}_low"], row[f"{name}_high"]
    return f"{row[name]:.1f}", "" if low != low else f"[{low:.1f}, {high:.1f}]"


def _codes(name: str, table: pd.DataFrame) -> str:
    """Lay out the figures of the most frequent codes; what has no denominator is a dash."""
    lines = []
    for row in rows(table.head(MOST_CODES)):
        precision = f"{row['precision']:.1f}" if row["n_predicted"] else "-"
        recall = f"{row['recall']:.1f}" if row["n_gold"] else "-"
        n = (f"{row[column]:,}" for column in ("n_gold", "n_predicted", "n_right"))
        lines.append([row["code"], *n, precision, recall, f"{row['f1']:.1f}"])
    more = f"\n... and {len(table) - MOST_CODES} rarer" if len(table) > MOST_CODES else ""
    return text_table([name, "n gold", "n coded", "n right", "precision", "recall", "F1"], lines) + more


def _confusion(table: pd.DataFrame) -> str:
    """Lay out a confusion table; an act given is known by its number in the list."""
    numbered = [f"{place} {act}" for place, act in enumerate(table.index, 1)]
    counts = [["." if n == 0 else str(n) for n in line] for line in table.to_numpy()]
    cells = [[act, *line] for act, line in zip(numbered, counts, strict=True)]
    return text_table(["", *(str(place) for place in range(1, len(table) + 1))], cells)


def text_table(header: Sequence[str], lines: Sequence[Sequence[str]]) -> str:
    """Set columns as wide as their widest cell; numbers to the right, the first column and intervals to the left."""
    columns = list(zip(header, *lines, strict=True))
    aligned = [_column(column, left=n == 0 or column[0] == "") for n, column in enumerate(columns)]
    return "\n".join("  ".join(line).rstrip() for line in zip(*aligned, strict=True))


def _column(cells: Sequence[str], *, left: bool) -> list[str]:
    width = max(map(len, cells))
    return [cell.ljust(width) if left else cell.rjust(width) for cell in cells]


def _listed(name: str, table: pd.DataFrame) -> Iterator[str]:
    more = f"; the first {SHOWN}" if len(table) > SHOWN else ""
    yield f"{name}: {number(len(table), 'statement')}{more}"
    for row in rows(table.head(SHOWN)):
        offsets = "" if row["start"] is None or row["start"] != row["start"] else f" {row['start']}-{row['end']}"
        text = printable(row["text"])
        shown = text[:WIDEST] + "..." if len(text) > WIDEST else text
        yield f"  {printable(row['doc'])}{offsets} ({row['fault']}): {shown}"


def printable(text: object) -> str:
    """Return a text on one line, without what would move a terminal's cursor."""
    return " ".join("".join(c if c.isprintable() else " " for c in str(text)).split())
