"""Statements beside the documents in which they stand, for formats that mark them there."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from conflictlib.schema import PROBLEMS, conform
from conflictlib.writing.json_lines import plain_rows

if TYPE_CHECKING:
    import pandas as pd

Row = dict[str, Any]


@dataclass
class Placed:
    """Documents with their statements, in order, and what could not be placed."""

    path: str | os.PathLike[str]
    documents: list[tuple[Row, list[Row]]] = field(default_factory=list)
    problems: list[Row] = field(default_factory=list)

    def problem(self, line: int | None, reason: str, kind: str = "refused") -> None:
        """Note what the file does not hold."""
        self.problems.append({"file": Path(self.path).name, "line": line, "kind": kind, "reason": reason})

    @property
    def told(self) -> pd.DataFrame:
        """The problems as a table."""
        return conform(self.problems, PROBLEMS)


def placed(statements: pd.DataFrame, documents: pd.DataFrame, path: str | os.PathLike[str]) -> Placed:
    """Set statements beside their documents; one without a span in one of these is a problem."""
    result = Placed(path)
    by_document: dict[object, list[Row]] = {}
    for row in plain_rows(documents):
        result.documents.append((row, by_document.setdefault(row["doc_id"], [])))
    texts = {row["doc_id"]: row["text"] for row, _ in result.documents}
    for number, row in enumerate(plain_rows(statements), 1):
        text = texts.get(row.get("doc_id"))
        spans: Any = row.get("spans") or ([[row["start"], row["end"]]] if row.get("start") is not None else [])
        if text is None:
            result.problem(number, f"{row['statement_id']}: its document is not among those given")
        elif not spans or not all(0 <= start < end <= len(text) for start, end in spans):
            result.problem(number, f"{row['statement_id']}: it has no span in the text of its document")
        else:
            by_document[row["doc_id"]].append(row | {"spans": spans, "line": number})
    return result
