"""What tables of documents call their columns, where they do not call them as we do.

The names stand in ``column_names.csv``: for each of our columns others that mean the same, the likeliest first.
Case, blanks, hyphens and underscores do not count: ``publishedAt`` is ``published_at``.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from conflictlib.loading._files import printable


@dataclass(frozen=True)
class Renaming:
    """Theirs to ours, and for each of ours the further columns that could have been it."""

    ours: Mapping[str, str]
    passed_over: Mapping[str, tuple[str, ...]]

    @property
    def note(self) -> str | None:
        """In words what was chosen, where something else could have been; None where all was clear."""
        chosen = {ours: theirs for theirs, ours in self.ours.items()}
        told = [
            f"{ours} is read from the column {_shown(chosen[ours])}, though {_listed(others)} could be it"
            for ours, others in self.passed_over.items()
        ]
        if not told:
            return None
        first = next(iter(self.passed_over))
        other = printable(self.passed_over[first][0])[:40]
        return f"{'; '.join(told)}; columns={{{first!r}: {other!r}}} chooses another"


def renaming(names: Iterable[str], given: Iterable[str] = ()) -> Renaming:
    """Say which columns of a table of documents are meant by which of ours.

    Of several candidates the one earlier in the list is taken; the others stay columns of their own. Where a column
    of our own name is there, or the user `given` one, nothing is looked for.

    >>> found = renaming(["Headline", "publishedAt", "body", "content"])
    >>> dict(found.ours)
    {'Headline': 'title', 'body': 'text', 'publishedAt': 'published'}
    >>> found.note
    "text is read from the column 'body', though 'content' could be it; columns={'text': 'content'} chooses another"
    """
    there = list(names)
    squeezed: dict[str, str] = {}
    for name in there:
        squeezed.setdefault(_squeezed(name), name)
    ours: dict[str, str] = {}
    passed_over: dict[str, tuple[str, ...]] = {}
    for column, candidates in _candidates().items():
        if column in there or column in given:
            continue
        fitting = [squeezed[name] for name in candidates if name in squeezed and squeezed[name] not in ours]
        if fitting:
            ours[fitting[0]] = column
            if len(fitting) > 1:
                passed_over[column] = tuple(fitting[1:])
    return Renaming(ours, passed_over)


def holds_a_text(names: Iterable[str]) -> bool:
    """Say whether one of the columns is, by its name, the text of a document.

    >>> holds_a_text(["id", "Full Text"]), holds_a_text(["date", "event"])
    (True, False)
    """
    return not {_squeezed(name) for name in names}.isdisjoint(_candidates()["text"])


@cache
def _candidates() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    with Path(__file__).with_name("column_names.csv").open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            found[row["column"]] = (*found.get(row["column"], ()), _squeezed(row["name"]))
    return found


def _squeezed(name: str) -> str:
    return "".join(letter for letter in str(name).casefold() if letter.isalnum())


def _shown(name: str) -> str:
    return repr(printable(name)[:40])


def _listed(names: Iterable[str]) -> str:
    return " and ".join(map(_shown, names))
