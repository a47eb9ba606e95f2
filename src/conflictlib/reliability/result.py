"""What a validation found, its file, and how it reads."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from conflictlib.parameters import ParameterError

if TYPE_CHECKING:
    import pandas as pd

NAMES = ("precision", "recall", "f1")
#: Raised when the file gets other parts.
LAYOUT = 2
_HEAD = ("coder", "gold", "n", "not_coded", "not_adjudicated", "no_statement", "without_act", "without_themes",
         "n_speakers", "speakers_wrong", "level", "draws")  # fmt: skip
_TABLES = ("figures", "by_act", "by_theme")
_WORDS = ("measure", "code", "note")


@dataclass(frozen=True, eq=False, repr=False)
class Validation:
    """A coder's acts and themes measured against codes that were settled by hand; speakers only as far as marked.

    Attributes
    ----------
    coder, gold : str
        Whose codes were measured, as in the column ``coder``, and whose were taken as right.
    n : int
        Statements that both have coded. Those that one side lacks are counted by ``not_coded`` (settled, but not
        among the coder's) and ``not_adjudicated``; ``no_statement`` are statements of the coder that are none.
    without_act, without_themes : int
        Statements of the `n` of which the gold has no act, or no themes: they are left out of the figures of acts, or
        of those of themes. An empty list of themes is a code: no theme.
    n_speakers, speakers_wrong : int
        Statements of the `n` on a sheet that asks whether the speaker is wrong, and those marked so.
    level, draws
        Of the intervals.
    figures : pandas.DataFrame
        One row per measure, ``act`` and ``theme`` (all themes pooled): ``measure``, ``n_gold``, ``n_predicted``,
        ``n_right``, ``precision``, ``recall`` and ``f1``, each with ``_low`` and ``_high``.
    by_act, by_theme : pandas.DataFrame
        The same with ``code`` in place of ``measure``, and ``note``: the most frequent in the gold first.
    """

    coder: str
    gold: str
    n: int
    not_coded: int
    not_adjudicated: int
    no_statement: int
    without_act: int
    without_themes: int
    n_speakers: int
    speakers_wrong: int
    level: float
    draws: int
    figures: pd.DataFrame
    by_act: pd.DataFrame
    by_theme: pd.DataFrame

    def __repr__(self) -> str:
        """Say who was measured, on how many statements, and how it came out."""
        from conflictlib.reliability.layout import validation_as_text

        return validation_as_text(self, codes=False)

    def __str__(self) -> str:
        """Return everything as plain text."""
        from conflictlib.reliability.layout import validation_as_text

        return validation_as_text(self)

    def write(self, path: str | Path) -> None:
        """Write it as JSON: the same figures give the same bytes. `read` reads it, a report takes it."""
        from conflictlib.writing import plain_rows
        from conflictlib.writing._files import put

        head = {"layout": LAYOUT, "conflictlib": version("conflictlib")} | {name: getattr(self, name) for name in _HEAD}
        whole = head | {name: plain_rows(getattr(self, name)) for name in _TABLES}
        put(path, (json.dumps(whole, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "replace"))

    @classmethod
    def read(cls, path: str | Path) -> Validation:
        """Read what `write` wrote.

        Raises
        ------
        ParameterError
            The file is not there, or is no validation.
        """
        import pandas as pd

        found = content_of(path)
        tables = {name: pd.DataFrame(found[name], columns=columns_of(name)) for name in _TABLES}
        for table in tables.values():
            words = [column for column in _WORDS if column in table.columns]
            rates = [column for column in table.columns if column.startswith(NAMES)]
            table[words], table[rates] = table[words].astype("str"), table[rates].astype(float)
        parts: dict[str, Any] = {name: found[name] for name in _HEAD} | tables
        return noted(cls(**parts))


def noted(found: Validation, source: object = "") -> Validation:
    """Tell the tables what a chart of them must print."""
    for table in (found.figures, found.by_act, found.by_theme):
        table.attrs |= {name: getattr(found, name) for name in ("coder", "gold", "n", "level")} | {"source": source}
    return found


def columns_of(table: str) -> list[str]:
    """Return the columns of one of the tables."""
    ends = [f"{name}{end}" for name in NAMES for end in ("", "_low", "_high")]
    numbers = ["n_gold", "n_predicted", "n_right", *ends]
    return ["measure", *numbers] if table == "figures" else ["code", *numbers, "note"]


def content_of(path: str | Path) -> Mapping[str, Any]:
    """Return what stands in the file of a validation.

    Raises
    ------
    ParameterError
        The file is not there, or is no validation.
    """
    name = os.fspath(path)
    if not Path(path).is_file():
        raise ParameterError(f"validation is {name!r}; there is no such file")
    try:
        found = json.loads(Path(path).read_text(encoding="utf-8"))
        whole = found["layout"] == LAYOUT and [row["measure"] for row in found["figures"]] == ["act", "theme"]
        whole = whole and all(_fits(found[p], p in ("coder", "gold")) and found[p] is not None for p in _HEAD)
        whole = whole and 0 < found["level"] < 1 and all(
            row[name] is None or row[name] <= 100
            for table in _TABLES for row in found[table] for name in ("precision", "recall")
        )  # fmt: skip
        rows = [(row, table) for table in _TABLES for row in found[table]]
        whole = whole and all(_fits(row[name], name in _WORDS) for row, table in rows for name in columns_of(table))
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        whole = False
    if not whole:
        raise ParameterError(
            f"validation is {name!r}; that is no file written by Validation.write or `conflictlib agree`"
        )
    return found  # type: ignore[no-any-return]


_LARGEST = 10**9  # no count and no per cent is larger; not a number is not smaller


def _fits(value: object, words: bool) -> bool:
    """Say whether a value of the file is of its kind: words, or a number; a figure may be missing."""
    if words or isinstance(value, bool):
        return words and isinstance(value, str)
    return value is None or (isinstance(value, int | float) and 0 <= value <= _LARGEST)
