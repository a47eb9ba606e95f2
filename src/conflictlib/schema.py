"""The tables: their columns, types and codes, and the one check of them.

Every table is a plain pandas DataFrame, one row per thing; a missing value is NA.
The lists below are the only definition. pandera does the checking;
this module only says in the researcher's words what was wrong.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd
    import pandera.pandas as pa


@dataclass(frozen=True)
class Column:
    """One column: its name, its kind of value, what it means, and the codes allowed in it."""

    name: str
    kind: str  # text | code | day | whole | number | yes_no | list
    meaning: str
    required: bool = False
    codes: tuple[str, ...] | None = None  # a vocabulary that the schema itself fixes
    codebook: str | None = None  # or the codebook's file that lists the codes: actors, acts, themes


@dataclass(frozen=True)
class Table:
    """A table's name, what one row of it is, and its columns in order."""

    name: str
    row: str
    columns: tuple[Column, ...]

    @property
    def names(self) -> list[str]:
        """Names of all columns, in order."""
        return [column.name for column in self.columns]


QUOTES = ("direct", "indirect", "mixed")
DATE_BASES = ("dateline", "text", "page", "url", "file", "none")

#: Levels at which a document may repeat another, from the narrowest.
LEVELS = ("exact", "near", "readout")

DOCUMENTS = Table("documents", "one page, article, release or post", (
    Column("doc_id", "text", "first 16 hexadecimal digits of the sha256 of the text", required=True),
    Column("doc", "text", "file name or id as given", required=True),
    Column("title", "text", "headline"),
    Column("text", "text", "what a reader sees; all offsets count its Unicode code points", required=True),
    Column("published", "day", "the page's own date, on its own clock"),
    Column("published_at", "text", "the moment in UTC, YYYY-MM-DDTHH:MM:SSZ, where the file gives a time and its zone"),
    Column("url", "text", "address"),
    Column("publisher", "text", "who published the page"),
    Column("author", "text", "who wrote or spoke it: persons with ; between them, or a state or body"),
    Column("language", "text", "ISO 639-1 code"),
    Column("format", "text", "format that it was loaded from"),
    Column("sha256", "text", "sha256 of the file"),
    Column("path", "text", "path relative to what was loaded"),
))  # fmt: skip

STATEMENTS = Table("statements", "one statement: one speaker, one act, one content", (
    Column("statement_id", "text", "stable id, from document, spans and cue", required=True),
    Column("doc_id", "text", "document that reports it"),
    Column("doc", "text", "that document's file name or id"),
    Column("readout_id", "text", "shared by statements that report one utterance"),
    Column("date", "day", "day it was said"),
    Column("date_basis", "code", "where the day was read", codes=DATE_BASES),
    Column("actor", "code", "state (ISO 3166-1 alpha-3) or organisation in whose name it was said", codebook="actors"),
    Column("members", "list", "codes of the members of a joint statement", codebook="actors"),
    Column("speaker", "text", "person who said it, in full where the page has it"),
    Column("role", "text", "office or body of the speaker"),
    Column("addressee", "code", "code of whom it is aimed at; several are joined by ;", codebook="actors"),
    Column("channel", "text", "press_release, un_meeting, vote_explanation, speech, ..."),
    Column("act", "code", "what was done by saying it", codebook="acts"),
    Column("negated", "yes_no", "the act itself is denied (did not call for)"),
    Column("quote", "code", "own words, reported words or both", codes=QUOTES),
    Column("themes", "list", "what it is about", codebook="themes"),
    Column("text", "text", "the content, without speaker and reporting verb", required=True),
    Column("spans", "list", "[[start, end], ...] of the content in the document's text"),
    Column("start", "whole", "first offset of the content"),
    Column("end", "whole", "offset after the content"),
    Column("cue", "text", "reporting verb or phrase"),
    Column("cue_start", "whole", "its first offset"),
    Column("cue_end", "whole", "the offset after it"),
    Column("source", "text", "words of the page that name the speaker"),
    Column("source_start", "whole", "their first offset"),
    Column("source_end", "whole", "the offset after them"),
    Column("coder", "text", "`hand`, or name and version of the coder with the codebook's hash"),
    Column("rule", "text", "rule that found it"),
    Column("confidence", "code", "standing of the source of a hand-coded row", codes=("high", "medium", "low")),
    Column("source_title", "text", "title of the page that a hand-coded row rests on"),
    Column("source_publisher", "text", "its publisher"),
    Column("source_url", "text", "its address: the evidence of a hand-coded row"),
    Column("source_date", "day", "its own date"),
))  # fmt: skip

EVIDENCE = Table("evidence", "one reason why a statement has a code", (
    Column("statement_id", "text", "statement that has the code", required=True),
    Column("kind", "code", "what was coded", required=True, codes=("actor", "addressee", "act", "theme", "date",
                                                               "readout")),
    Column("code", "text", "code given", required=True),
    Column("start", "whole", "first offset of the words that it rests on"),
    Column("end", "whole", "the offset after them"),
    Column("matched", "text", "those words"),
    Column("rule", "text", "pattern or rule that matched"),
    Column("negated", "yes_no", "the words stand under a negation"),
))  # fmt: skip

EVENTS = Table("events", "one dated event, to be laid over charts", (
    Column("date", "day", "day of the event", required=True),
    Column("event", "text", "what happened, in a few words", required=True),
    Column("kind", "text", "attack, ceasefire, court, resolution, summit, veto, other"),
    Column("symbol", "text", "UN document symbol"),
    Column("source_url", "text", "address of the source"),
    Column("source_title", "text", "title of the source"),
    Column("event_id", "text", "id in the dataset"),
    Column("code", "text", "the dataset's own code of the event, such as 0841 of CAMEO"),
    Column("actor", "text", "who did it: code or name as the dataset has it"),
    Column("target", "text", "to whom, likewise"),
    Column("country", "text", "country of the event, as the dataset names it"),
    Column("place", "text", "place in it"),
    Column("latitude", "number", "degrees north"),
    Column("longitude", "number", "degrees east"),
    Column("deaths", "whole", "people killed, the dataset's best estimate"),
    Column("dataset", "text", "format that it was loaded from"),
))  # fmt: skip

DUPLICATES = Table("duplicates", "one document that repeats another, at one level", (
    Column("doc_id", "text", "document that repeats another", required=True),
    Column("copy_of", "text", "the document that it repeats: the first to be published", required=True),
    Column("level", "code", "same words, nearly the same words, or an utterance that both report", required=True,
           codes=LEVELS),
    Column("similarity", "number", "how much of it is repeated, from 0 to 1; what is compared depends on the level"),
    Column("evidence", "text", "a short passage of the document that shows it"),
    Column("start", "whole", "first offset of that passage in the document's text"),
    Column("end", "whole", "the offset after it"),
    Column("first_start", "whole", "first offset of the passage that it repeats, in the text of copy_of"),
    Column("first_end", "whole", "the offset after that"),
))  # fmt: skip

PROBLEMS = Table("problems", "one file, line or record that could not be read, or of which something is to be said", (
    Column("file", "text", "file, relative to what was loaded", required=True),
    Column("line", "whole", "line or record in it, from 1"),
    Column("kind", "code", "refused: not loaded; incomplete: without a value; note: nothing is lost", required=True,
           codes=("refused", "incomplete", "note")),
    Column("reason", "text", "what is wrong and what is allowed", required=True),
))  # fmt: skip

DTYPES: dict[str, Any] = {"text": "str", "code": "str", "day": "datetime64[s]", "whole": "Int64", "number": "float64",
          "yes_no": "boolean", "list": "object"}  # fmt: skip


class TableError(ValueError):
    """A table lacks a column, or holds a value that the schema does not allow."""


def empty(table: Table) -> pd.DataFrame:
    """Return `table` without rows, with every column in its type."""
    return _empty(table).copy()


@cache
def _empty(table: Table) -> pd.DataFrame:
    import pandas as pd

    return pd.DataFrame({c.name: pd.Series(dtype=DTYPES[c.kind]) for c in table.columns})


def conform(rows: Iterable[dict[str, object]] | pd.DataFrame, table: Table) -> pd.DataFrame:
    """Lay `rows` out as `table`: all its columns, in order and type, other columns behind them.

    A list may come as text with ``;`` between its members. Raises TableError, naming the row and the column,
    where a value can't be of the column's type.
    """
    import pandas as pd

    given = pd.DataFrame(rows) if isinstance(rows, pd.DataFrame) else pd.DataFrame(list(rows))
    columns = {c.name: _column(given, c, table) for c in table.columns}
    others = {name: given[name] for name in given.columns if name not in columns}
    result = pd.DataFrame({**columns, **others}, index=given.index).reset_index(drop=True)
    result.attrs = dict(given.attrs)
    return result


def _column(given: pd.DataFrame, column: Column, table: Table) -> pd.Series:
    import pandas as pd

    if column.name not in given.columns:
        if column.kind == "list":
            return pd.Series([[] for _ in range(len(given))], index=given.index, dtype="object")
        if column.kind == "number":
            return pd.Series(float("nan"), index=given.index, dtype="float64")
        return pd.Series(pd.NA, index=given.index, dtype="object").astype(DTYPES[column.kind])
    values = given[column.name]
    try:
        return _as_kind(values, column.kind)
    except (ValueError, TypeError, OverflowError):
        row, value = _first_misfit(values, column.kind)
        raise TableError(
            f"{table.name}, row {row + 1}: {column.name} is {value!r}; allowed is {_allowed(column.kind)}"
        ) from None


def _as_kind(values: pd.Series, kind: str) -> pd.Series:
    import pandas as pd

    if kind == "list":
        return values.map(_as_list).astype("object")
    if kind == "day":
        days = pd.to_datetime(values.replace("", pd.NA), format="ISO8601")
        return days.dt.tz_localize(None).dt.normalize().astype("datetime64[s]")
    if kind == "yes_no":
        return values.map(lambda v: _YES_NO.get(str(v).strip().lower(), v)).astype("boolean")
    if kind in {"text", "code"} and values.dtype == "str":
        return values.where(values != "", pd.NA)
    if kind in {"text", "code"}:
        return values.astype("object").where(values.notna() & (values.astype("object") != ""), pd.NA).astype("str")
    numbers: pd.Series = pd.to_numeric(values.replace("", None).astype("object").where(values.notna(), None))
    numbers = numbers.astype(DTYPES[kind])
    return numbers


_YES_NO = {"true": True, "1": True, "yes": True, "false": False, "0": False, "no": False,
           "": None, "nan": None, "none": None, "<na>": None}  # fmt: skip


def _as_list(value: object) -> list[object]:
    if isinstance(value, str):
        return [part.strip() for part in value.split(";") if part.strip()]
    if isinstance(value, Iterable):
        return [list(v) if isinstance(v, Iterable) and not isinstance(v, str) else v for v in value]
    return []


def _first_misfit(values: pd.Series, kind: str) -> tuple[int, object]:
    for row in range(len(values)):
        try:
            _as_kind(values.iloc[row : row + 1], kind)
        except (ValueError, TypeError, OverflowError):
            return row, values.iloc[row]
    return 0, values.iloc[0]


def _allowed(kind: str) -> str:
    return {"day": "a date as YYYY-MM-DD", "whole": "a whole number", "number": "a number",
            "yes_no": "true or false"}.get(kind, kind)  # fmt: skip


def check(table: pd.DataFrame, schema: Table, *, needs: Sequence[str | None] = ()) -> pd.DataFrame:
    """Check a table against its schema and return it unchanged.

    Parameters
    ----------
    table
        The table to be checked. Columns that the schema does not know are left alone.
    schema
        One of the tables of this module, such as ``STATEMENTS``.
    needs
        Further columns that must be there and without a missing value; None is passed over.

    Raises
    ------
    TableError
        A column is missing, of another type, or holds a value that is not allowed; the message names
        the column, the first row concerned (from 1), the value and what is allowed.
    """
    import pandera.errors

    wanted = [c.name for c in schema.columns if c.required] + [n for n in needs if n]
    for name in wanted:
        if name not in table.columns:
            near = difflib.get_close_matches(name, [str(c) for c in table.columns], 1)
            hint = f" (did you mean {near[0]!r}?)" if near else ""
            raise TableError(
                f"{schema.name}: there is no column {name!r}{hint}; there are {', '.join(map(str, table.columns))}"
            )
    try:
        _pandera(schema).validate(table, lazy=True)
    except pandera.errors.SchemaErrors as errors:
        raise TableError(_message(errors, table, schema)) from None
    for name in dict.fromkeys(wanted):
        missing = table[name].isna()
        if missing.any():
            raise TableError(f"{schema.name}, row {int(missing.to_numpy().argmax()) + 1}: {name} is missing "
                             f"({int(missing.sum())} of {len(table)} rows); it is needed here")  # fmt: skip
    return table


@cache
def _pandera(schema: Table) -> pa.DataFrameSchema:
    import pandera.pandas as pa

    columns = {}
    for column in schema.columns:
        checks = [pa.Check.isin(column.codes, error="code")] if column.codes else []
        if column.kind == "list":
            checks.append(pa.Check(lambda values: values.map(lambda v: isinstance(v, list)), error="list"))
        dtype = None if column.kind in {"list", "day", "text", "code"} else DTYPES[column.kind]
        if column.kind == "day":
            checks.append(pa.Check(lambda values: values.dtype.kind == "M", error="day"))
        if column.kind in {"text", "code"}:
            checks.append(pa.Check(_is_text, error="text"))
        columns[column.name] = pa.Column(dtype, checks, nullable=True, required=False)
    return pa.DataFrameSchema(columns)


def _is_text(values: pd.Series) -> bool:
    import pandas as pd

    kind = values.cat.categories.dtype if isinstance(values.dtype, pd.CategoricalDtype) else values.dtype
    return pd.api.types.is_string_dtype(kind) or bool(values.isna().all())


def _message(errors: pandera.errors.SchemaErrors, table: pd.DataFrame, schema: Table) -> str:  # type: ignore[name-defined]  # noqa: F821
    first = errors.failure_cases.iloc[0]
    column = next(c for c in schema.columns if c.name == first["column"])
    if column.codes and first["check"] == "code":
        row = list(table.index).index(first["index"]) + 1
        near = difflib.get_close_matches(str(first["failure_case"]), column.codes, 1)
        hint = f" (did you mean {near[0]!r}?)" if near else ""
        return (f"{schema.name}, row {row}: {column.name} is {first['failure_case']!r}{hint}; "
                f"allowed are {', '.join(column.codes)}")  # fmt: skip
    wanted = {"list": "lists", "day": "dates", "text": "text", "code": "text"}.get(column.kind, DTYPES[column.kind])
    return f"{schema.name}: column {column.name!r} is of type {table[column.name].dtype}; wanted is {wanted}"
