"""Gold as a coded table: statements with their codes, and what stands beside them.

A folder with ``gold.jsonl``, one statement a line: ``doc``, ``text``, ``start`` and ``end`` where there are offsets,
``actor``, ``act``, ``addressee``, ``date``, ``negated``, ``themes``; where known ``id``, ``readout``,
``readout_also`` (further points told in the same statement) and ``alt`` (other codes that are right too). Beside it,
each only where needed:

``notes.jsonl``        ``kind``: ``alt_act`` (``also``: other acts that are right), ``ignore`` (a stretch that counts
                       neither way), ``control`` (a document with nothing to find)
``neutral.jsonl``      stretches that count neither way: ``doc``, ``text``
``near_twins.jsonl``   pairs of ids, ``a`` and ``b``, that are no retelling of each other
``distractors.jsonl``  sentences that look like statements and are none: ``doc``, ``text``

Or one table of statements, .jsonl, .csv or .parquet, as ``conflictlib code`` writes it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from conflictlib.evaluation.comparison import EvaluationError, Row, document_name

if TYPE_CHECKING:
    import pandas as pd

ENDINGS = (".jsonl", ".csv", ".parquet")


@dataclass(frozen=True)
class CodedTable:
    """Gold statements; stretches that count neither way, pairs to be kept apart, distractors; the documents."""

    statements: list[Row]
    documents: list[str]
    neutral: list[Row] = field(default_factory=list)
    near_twins: list[tuple[str, str]] = field(default_factory=list)
    distractors: list[Row] = field(default_factory=list)
    pages: Path | None = None


def read_coded_folder(folder: Path) -> CodedTable:
    """Read a folder with ``gold.jsonl``.

    Raises
    ------
    EvaluationError
        A line is no JSON or lacks what it needs.
    """
    statements, notes = read_jsonl(folder / "gold.jsonl", ("doc", "text")), _optional(folder, "notes", ("doc", "kind"))
    ignored = [note for note in notes if note["kind"] == "ignore"]
    twins = _optional(folder, "near_twins", ("a", "b"))
    pages = next((folder / name for name in ("pages", "text", "documents.jsonl") if (folder / name).exists()), None)
    return CodedTable(
        _with_other_acts(statements, notes),
        _documents([*statements, *notes]),
        _optional(folder, "neutral", ("doc", "text")) + ignored,
        [(str(twin["a"]), str(twin["b"])) for twin in twins],
        _optional(folder, "distractors", ("doc", "text")),
        pages,
    )


def read_coded_file(path: Path) -> CodedTable:
    """Read one table of statements.

    Raises
    ------
    EvaluationError
        It holds no statement with a document and a text.
    """
    if path.suffix == ".jsonl":
        rows = read_jsonl(path, ("doc", "text"))
        return CodedTable([_as_gold(row) for row in rows], _documents(rows))
    from conflictlib.loading import load

    loaded = load(path)
    if len(loaded.lost):
        first = loaded.lost.iloc[0]
        raise EvaluationError(f"gold {str(path)!r}, line {first['line']}: {first['reason']}")
    return of_table(loaded.statements, str(path))


def of_table(table: pd.DataFrame, name: str = "the table") -> CodedTable:
    """Take a table of statements as gold.

    Raises
    ------
    EvaluationError
        It has no rows, or rows without a document or text.
    """
    from conflictlib.schema import STATEMENTS, TableError, check, conform
    from conflictlib.writing import plain_rows

    try:
        rows = plain_rows(check(conform(table, STATEMENTS), STATEMENTS, needs=["doc"]))
    except TableError as error:
        raise EvaluationError(f"gold {name!r}: {error}") from None
    if not rows:
        raise EvaluationError(f"gold {name!r}: there is no statement in it")
    return CodedTable([_as_gold(row) for row in rows], _documents(rows))


def read_jsonl(path: Path, needed: Iterable[str]) -> list[Row]:
    """Read the objects of a JSON Lines file; each must have what is `needed`.

    Raises
    ------
    EvaluationError
        A line is no object or lacks something, or there is no line.
    """
    rows: list[Row] = []
    try:
        lines = path.read_text(encoding="utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise EvaluationError(f"{path.name}: can't be read as UTF-8 ({error})") from None
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except (ValueError, RecursionError):
            raise EvaluationError(f"{path.name}, line {number}: no JSON; allowed is one object a line") from None
        missing = [name for name in needed if not isinstance(row, dict) or row.get(name) in (None, "")]
        if missing:
            raise EvaluationError(f"{path.name}, line {number}: {missing[0]} is missing; it is needed")
        rows.append(row)
    if not rows:
        raise EvaluationError(f"{path.name}: there is no line in it")
    return rows


def _optional(folder: Path, name: str, needed: Iterable[str]) -> list[Row]:
    path = folder / f"{name}.jsonl"
    return read_jsonl(path, needed) if path.exists() and path.stat().st_size else []


def _documents(rows: list[Row]) -> list[str]:
    return sorted({document_name(row["doc"]) for row in rows})


def _with_other_acts(statements: list[Row], notes: list[Row]) -> list[Row]:
    """Add the acts that the notes allow beside that of a statement, known by its document and offsets."""
    also = {_place(note): note.get("also") for note in notes if note["kind"] == "alt_act"}
    return [row | {"alt": {"act": also[_place(row)]}} if _place(row) in also else row for row in statements]


def _place(row: Row) -> tuple[object, ...]:
    return row["doc"], row.get("start"), row.get("end")


def _as_gold(row: Row) -> Row:
    """Take a row of our own columns as gold: its id and readout go by those names there."""
    themes = row.get("themes") or []
    codes = themes.split(";") if isinstance(themes, str) else themes
    return {"id": row.get("statement_id"), "readout": row.get("readout_id"), **row, "themes": codes}
