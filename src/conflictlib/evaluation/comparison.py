"""What setting a coding beside a gold coding gives, whatever the form of the gold."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import Any, NamedTuple

from conflictlib.evaluation.matching import Pair

Row = dict[str, Any]


class EvaluationError(ValueError):
    """Gold or coding can't be evaluated; the message names the file and line, and says what is allowed."""


class Count(NamedTuple):
    """What one document adds to one measure.

    Precision is `right_predicted` of `predicted`, recall `right_gold` of `gold`. A measure over pairs of statements
    on two documents names the `other` document too. Where the document is not known, its name is empty. Of a
    measure that `is_share`, precision and recall are one.
    """

    measure: str
    doc: str
    right_predicted: int
    predicted: int
    right_gold: int
    gold: int
    other: str | None = None
    is_share: bool = False

    @classmethod
    def share(cls, measure: str, doc: str, right: int, n: int, other: str | None = None) -> Count:
        """Count what is right of `n`."""
        return cls(measure, doc, right, n, right, n, other, is_share=True)


@dataclass
class Comparison:
    """Counts by document, and the statements of both sides with what is wrong with each.

    `gold` and `predicted` are rows with doc, start, end, text, ... and ``fault``, None where there is none;
    `pairs` are their numbers where a predicted statement finds a gold one. `distractors` are rows with ``coded``.
    """

    counts: list[Count] = field(default_factory=list)
    gold: list[Row] = field(default_factory=list)
    predicted: list[Row] = field(default_factory=list)
    pairs: list[Pair] = field(default_factory=list)
    distractors: list[Row] = field(default_factory=list)

    def add(self, gold: list[Row], predicted: list[Row], pairs: list[Pair]) -> None:
        """Add one document's statements; `pairs` count from its first."""
        self.pairs += [(i + len(self.gold), j + len(self.predicted)) for i, j in pairs]
        self.gold += gold
        self.predicted += predicted


def document_name(doc: object) -> str:
    """Return the name by which a document is known on both sides: without folders and ending.

    >>> document_name("pages/p04.json"), document_name("2C271BB8")
    ('p04', '2C271BB8')
    """
    return re.sub(r"\.(txt|html?|json|ann|md)$", "", PurePath(str(doc)).name)


def of_documents(rows: list[Row]) -> dict[str, list[Row]]:
    """Return rows by the name of their document, in their order."""
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(document_name(row["doc"]), []).append(row)
    return found
