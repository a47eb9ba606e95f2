"""What `load` gives, straight into files: piece by piece, so that it may be larger than the memory."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from conflictlib.writing._files import whole
from conflictlib.writing.csv_table import csv_of
from conflictlib.writing.json_lines import jsonl_of
from conflictlib.writing.parquet import of_one_type

if TYPE_CHECKING:
    import pandas as pd

    from conflictlib.coding import Coded
    from conflictlib.loading import Loaded

TABLES = ("documents", "statements", "evidence", "events", "problems")
#: Forms by the ending of a file's name; a name without one is a folder of Parquet files.
ENDINGS = {".csv": "csv", ".jsonl": "jsonl", ".parquet": "parquet", ".dna": "dna", ".graphml": "graphml",
           ".json": "plover", "": "folder"}  # fmt: skip
#: All forms: tables, a folder of them, and those of other programs.
FORMS = (*ENDINGS.values(), "brat", "quanteda")
_STREAMED = ("csv", "jsonl", "parquet", "folder")


class WriteError(ValueError):
    """What was loaded can't be written as it was asked for."""


def form_of(target: Path, given: str | None) -> str:
    """Return the form in which to write: the one that was given, else that of the ending.

    >>> form_of(Path("out.csv"), None), form_of(Path("out"), None), form_of(Path("out"), "brat")
    ('csv', 'folder', 'brat')
    """
    if given is not None and given not in FORMS:
        raise WriteError(f"--as {given}: not known; allowed are {', '.join(FORMS)}")
    form = given or ENDINGS.get(target.suffix.lower())
    if form is None:
        raise WriteError(f"--to {target}: the ending is not known; allowed are {', '.join(filter(None, ENDINGS))}, "
                         "or a folder")  # fmt: skip
    return form


def write_loaded(pieces: Iterable[Loaded], target: Path | None, form: str) -> tuple[dict[str, int], pd.DataFrame]:
    """Write what is loaded, and return the number of rows of each table, and the problems.

    Raises
    ------
    WriteError
        One file was asked for and there are rows for several, or none that it can hold.
    """
    if target is not None and form not in _STREAMED:
        return _write_whole(pieces, target, form)
    with TemporaryDirectory(prefix="conflictlib-") as folder:
        parts = _Parts(Path(folder), kept=target is not None)
        for piece in pieces:
            parts.add(piece)
        if target is not None and form == "folder":
            for name in TABLES:
                if parts.n_rows.get(name):
                    parts.write(name, target / f"{name}.parquet", "parquet")
        elif target is not None:
            parts.write(_only(parts.n_rows, target), target, form)
        return parts.counts, parts.problems()


def write_coded(loaded: Loaded, coded: Coded, target: Path, form: str) -> None:
    """Write coded statements, with their documents and evidence where the form holds them.

    Raises
    ------
    WriteError
        The form holds statements and there are none.
    """
    from conflictlib import writing

    if f".{form}" in writing.WRITERS:
        writing.WRITERS[f".{form}"](coded.statements, target)
        return
    both = replace(loaded, statements=coded.statements, evidence=coded.evidence, events=loaded.events[:0])
    write_loaded([both], target, form)


def _only(n_rows: Mapping[str, int], target: Path) -> str:
    names = [name for name in TABLES if n_rows.get(name) and name != "problems"]
    names = [name for name in names if name != "evidence"] or names
    if len(names) != 1:
        found = " and ".join(f"{n_rows[name]:,} {name}" for name in names) or "no rows"
        raise WriteError(f"--to {target}: one file holds one table, and there are {found}; give a folder")
    return names[0]


@dataclass
class _Parts:
    """The tables of the pieces so far, each in a file of its own."""

    folder: Path
    kept: bool
    n_rows: dict[str, int] = field(default_factory=dict)
    columns: dict[str, dict[str, None]] = field(default_factory=dict)
    paths: dict[str, list[Path]] = field(default_factory=dict)

    def add(self, piece: Loaded) -> None:
        """Keep the tables of a piece."""
        for name in TABLES:
            table: pd.DataFrame = getattr(piece, name)
            self.n_rows[name] = self.n_rows.get(name, 0) + len(table)
            if len(table) and (self.kept or name == "problems"):
                paths = self.paths.setdefault(name, [])
                paths.append(self.folder / f"{name}{len(paths)}.parquet")
                self.columns.setdefault(name, {}).update(dict.fromkeys(map(str, table.columns)))
                _flat(table).to_parquet(paths[-1], index=False)

    @property
    def counts(self) -> dict[str, int]:
        """The rows of each table, without evidence where there is none, and without problems."""
        return {name: n for name, n in self.n_rows.items() if name != "problems" and (n or name != "evidence")}

    def tables(self, name: str) -> Iterator[pd.DataFrame]:
        """Give the parts of a table with the columns of all of them."""
        import pandas as pd

        for path in self.paths.get(name, ()):
            part = pd.read_parquet(path)
            spans = part["spans"].map(json.loads) if "spans" in part else None
            part = part if spans is None else part.assign(spans=spans)
            yield part.reindex(columns=list(self.columns[name]))

    def problems(self) -> pd.DataFrame:
        """Return all problems."""
        import pandas as pd

        from conflictlib import schema

        parts = list(self.tables("problems"))
        return pd.concat(parts, ignore_index=True) if parts else schema.empty(schema.PROBLEMS)

    def write(self, name: str, target: Path, form: str) -> None:
        """Write one table, part after part."""
        with whole(target) as path:
            if form == "parquet":
                self._write_parquet(name, path)
                return
            with path.open("wb") as file:
                for number, part in enumerate(self.tables(name)):
                    text = jsonl_of(_with_lists(part)) if form == "jsonl" else csv_of(_with_lists(part))
                    text = text if number == 0 or form == "jsonl" else text.split("\n", 1)[1]
                    file.write(text.encode("utf-8", "replace"))

    def _write_parquet(self, name: str, path: Path) -> None:
        import pyarrow as pa
        import pyarrow.parquet as pq

        schemas = [pq.read_schema(part).remove_metadata() for part in self.paths[name]]
        together = _together(schemas)
        with pq.ParquetWriter(path, together) as writer:
            for part in self.paths[name]:
                table = pq.read_table(part).replace_schema_metadata()
                columns = [table[field.name].cast(field.type) if field.name in table.column_names
                           else pa.nulls(len(table), field.type) for field in together]  # fmt: skip
                writer.write_table(pa.table(columns, schema=together))


def _together(schemas: Sequence[Any]) -> Any:
    """Return the schema that holds all parts: a column that is text in one of them and not in another is text."""
    import pyarrow as pa

    kinds: dict[str, set[Any]] = {}
    for part in schemas:
        for column in part:
            kinds.setdefault(column.name, set()).add(column.type)
    texts = {name for name, types in kinds.items() if _differ(types)}
    parts = [pa.schema([column.with_type(pa.large_string()) if column.name in texts else column for column in part])
             for part in schemas]  # fmt: skip
    return pa.unify_schemas(parts, promote_options="permissive")


def _differ(types: set[Any]) -> bool:
    import pyarrow as pa

    try:
        pa.unify_schemas([pa.schema([("cell", kind)]) for kind in types], promote_options="permissive")
    except pa.ArrowTypeError:
        return True
    return False


def _flat(table: pd.DataFrame) -> pd.DataFrame:
    """Return a table as Parquet holds it: spans as JSON, which need no type of their own."""
    flat = of_one_type(table)
    flat = flat.assign(spans=table["spans"].map(json.dumps)) if "spans" in table else flat.copy()
    flat.attrs = {}
    return flat


def _with_lists(table: pd.DataFrame) -> pd.DataFrame:
    """Return a table whose lists are lists again; Parquet gives numpy's arrays."""
    arrays = [name for name in table.columns if table[name].map(lambda cell: hasattr(cell, "tolist")).any()]
    return table.assign(**{name: table[name].map(lambda cell: cell.tolist() if hasattr(cell, "tolist") else cell)
                           for name in arrays if table[name].dtype == object})  # fmt: skip


def _write_whole(pieces: Iterable[Loaded], target: Path, form: str) -> tuple[dict[str, int], pd.DataFrame]:
    """Write what another program reads, for which all of it is needed at once."""
    import pandas as pd

    from conflictlib import writing

    given: Sequence[Any] = list(pieces)
    tables = {name: pd.concat([getattr(piece, name) for piece in given], ignore_index=True) for name in TABLES}
    statements, documents = tables["statements"], tables["documents"]
    if form == "quanteda":
        writing.to_quanteda(documents, target)
    elif form in ("dna", "brat"):
        write = writing.to_dna if form == "dna" else writing.to_brat
        _needs(statements, "statements", target, form)
        write(statements, documents, os.fspath(target))
    else:
        _needs(statements, "statements", target, form)
        (writing.to_graphml if form == "graphml" else writing.to_plover)(statements, os.fspath(target))
    counts = {name: len(table) for name, table in tables.items() if name != "problems"}
    return counts, tables["problems"]


def _needs(table: pd.DataFrame, name: str, target: Path, form: str) -> None:
    if table.empty:
        raise WriteError(f"--to {target}: {form} holds {name}, and there are none; code the pages first")
