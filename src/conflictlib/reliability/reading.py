"""Coding sheets that came back: one row per statement and coder, and what of them can't be read."""

from __future__ import annotations

import difflib
import os
import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from conflictlib.cells import unguarded
from conflictlib.parameters import ParameterError
from conflictlib.reliability.codes import NO_STATEMENT
from conflictlib.shipped import folder

if TYPE_CHECKING:
    import pandas as pd

    from conflictlib.codebook import Codebook

SAMPLE = "sample"
COLUMNS = ("statement_id", "coder", "act", "themes")
SPEAKER = "speaker_wrong"
_ANSWERS = {"yes": True, "no": False, "": False}


def read_codings(
    paths: str | Path | Iterable[str | Path],
    *,
    statements: pd.DataFrame | None = None,
    codebook: Codebook | None = None,
) -> pd.DataFrame:
    """Read coding sheets of one or many coders.

    Parameters
    ----------
    paths
        CSV files, or folders of them, in the shape of ``data/codings.csv``: a column ``statement_id``, ``act``
        and ``themes`` (codes with ``;`` between them), and ``coder``; where that is missing, the file's name is the
        coder. Other columns are passed over. ``sample``: the codings of the shipped sample. In a row with an act
        a blank cell of themes says: no theme. ``speaker_wrong``, if there, is ``yes``, ``no`` or blank, which is no.
    statements
        The statements that were to be coded; another id is then refused.
    codebook
        Codebook of the codes that are allowed; None: the shipped one. As an act ``none`` is allowed too:
        somebody looked, and it is no public statement.

    Returns
    -------
    DataFrame
        One row per statement and coder, in the order of the files: ``statement_id``, ``coder``, ``act`` (a code,
        missing where it is not coded) and ``themes`` (list of codes; an empty one says: no theme; missing where the
        sheet has no such column). If a sheet has the column, ``speaker_wrong``: whether somebody else speaks.

        ``attrs``: ``problems``, what was refused, as dicts of file, line, kind and reason (columns as in
        ``conflictlib.schema.PROBLEMS``); ``uncoded``, the number of rows that have nothing yet, and are left out;
        ``source``.

        Refused are rows without an id, with a code that the codebook lacks, of a statement that is not there, or that
        the same coder has coded already: the first row stays. Nothing of a refused row is used.

    Raises
    ------
    ParameterError
        A file is not there.

    Examples
    --------
    >>> codings = read_codings("sample")
    >>> codings["coder"].value_counts().to_dict()
    {'a': 314, 'b': 314, 'final': 314}
    """
    import pandas as pd

    from conflictlib.codebook import shipped_codebook

    book = codebook or shipped_codebook()
    ids = None if statements is None else set(statements["statement_id"])
    sheets = _Sheets(set(book.acts["code"]) | {NO_STATEMENT}, set(book.themes["code"]), ids)
    found = files(paths)
    for path in found:
        sheets.read(path)
    table = pd.DataFrame({name: [row[name] for row in sheets.rows] for name in COLUMNS})
    table = table.astype({"statement_id": "str", "coder": "str", "act": "str"})
    wrong = [row[SPEAKER] for row in sheets.rows]
    if any(value is not None for value in wrong):
        table[SPEAKER] = pd.array(wrong, dtype="boolean")
    table.attrs = {"problems": sheets.problems, "uncoded": sheets.uncoded, "source": _source(paths, found)}
    return table


def files(paths: str | Path | Iterable[str | Path]) -> list[Path]:
    """Return the sheets that are meant.

    Raises
    ------
    ParameterError
        One of them is not there, or a folder holds none.
    """
    given = [paths] if isinstance(paths, str | os.PathLike) else list(paths)
    found: list[Path] = []
    for one in given:
        path = folder("data") / "codings.csv" if str(one) == SAMPLE else Path(one)
        if not path.exists():
            raise ParameterError(f"codings is {str(one)!r}; allowed are 'sample' and the path of a CSV file or folder")
        inside = sorted(path.glob("*.csv")) if path.is_dir() else [path]
        if not inside:
            raise ParameterError(f"codings is {str(one)!r}; there is no .csv file in that folder")
        found += inside
    return found


def _source(paths: object, found: list[Path]) -> str:
    if isinstance(paths, str) and paths == SAMPLE:
        return "codings of the conflictlib sample"
    names = [path.name for path in found]
    return f"codings of {', '.join(names[:3])}" + (f" and {len(names) - 3} more" if len(names) > 3 else "")


@dataclass
class _Sheets:
    """What was read of the sheets so far."""

    acts: Collection[str]
    themes: Collection[str]
    ids: Collection[str] | None
    rows: list[dict[str, Any]] = field(default_factory=list)
    problems: list[dict[str, Any]] = field(default_factory=list)
    uncoded: int = 0
    seen: dict[tuple[str, str], str] = field(default_factory=dict)

    def read(self, path: Path) -> None:
        """Read one sheet."""
        for line, row in _rows(path):
            reason = row if isinstance(row, str) else self._add(row, path, line)
            if reason:
                self.problems.append({"file": path.name, "line": line, "kind": "refused", "reason": reason})

    def _add(self, row: dict[str, str], path: Path, line: int | None) -> str:
        """Take a row, or say why not."""
        unit, coder = row["statement_id"], row.get("coder") or path.stem
        act, themes = row.get("act", ""), [code for code in re.split(r"\s*[;,]\s*", row.get("themes", "")) if code]
        answer = row.get(SPEAKER, "").lower()
        if not act and not themes and not answer:
            self.uncoded += 1
            return ""
        key = (unit, coder)
        reason = self._refusal(unit, act, themes)
        if not reason and answer not in _ANSWERS:
            reason = f"{SPEAKER} is {answer!r}; allowed are yes, no and nothing"
        if not reason and key in self.seen:
            reason = f"coder {coder!r} has coded {unit!r} already, in {self.seen[key]}"
        if not reason:
            self.seen[key] = f"{path.name}, line {line}"
            given = list(dict.fromkeys(themes)) if "themes" in row and (act or themes) else None
            wrong = _ANSWERS[answer] if SPEAKER in row else None
            coded = {"act": act or None, "themes": given, SPEAKER: wrong}
            self.rows.append({"statement_id": unit, "coder": coder, **coded})
        return reason

    def _refusal(self, unit: str, act: str, themes: list[str]) -> str:
        if not unit:
            return "statement_id is missing"
        if self.ids is not None and unit not in self.ids:
            return f"statement_id is {unit!r}; there is no such statement"
        wrong = next((code for code in themes if code not in self.themes), "")
        if act and act not in self.acts:
            return _unknown("act", act, self.acts)
        return _unknown("themes", wrong, self.themes) if wrong else ""


def _unknown(column: str, code: str, allowed: Collection[str]) -> str:
    near = difflib.get_close_matches(code.lower().replace(" ", "_"), sorted(allowed), 1)
    hint = f" (did you mean {near[0]!r}?)" if near else ""
    table = "acts" if column == "act" else column
    return f"{column} is {code!r}{hint}; allowed are codes of the codebook's {table}.csv"


def _rows(path: Path) -> Iterator[tuple[int | None, dict[str, str] | str]]:
    """Give the rows of a sheet by column with their lines, or what is wrong."""
    from conflictlib.loading._blocks import records
    from conflictlib.loading._decoding import decode
    from conflictlib.loading._pieces import Unreadable

    try:
        text, _ = decode(path.read_bytes())
    except (OSError, Unreadable) as error:
        yield None, f"can't be read ({error})"
        return
    text = text.replace("\r\n", "\n").replace("\r", "\n").rstrip("\n") + "\n"
    first = text.partition("\n")[0]
    found = records(text, max(",;\t", key=first.count))  # spreadsheets write what their country parts cells with
    names = next(([cell.strip().lower() for cell in row] for _, row in found if isinstance(row, list)), [])
    if "statement_id" not in names or not {"act", "themes"} & set(names):
        there = ", ".join(names[:8]) or "none"
        yield 1, f"a coding sheet needs the columns statement_id, act and themes; there are {there}"
        return
    for at, row in found:
        if isinstance(row, str):
            yield at + 1, row
        elif len(row) != len(names) and any(cell.strip() for cell in row):
            yield at + 1, f"{len(row)} cells; the first line has {len(names)} columns"
        elif any(cell.strip() for cell in row):
            yield at + 1, {name: unguarded(cell.strip()) for name, cell in zip(names, row, strict=True)}
