"""A table of statements on the disk that is asked for counts, and never loaded."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from conflictlib.corpus import Corpus, is_corpus
from conflictlib.counting import SEVERAL, WEIGHT
from conflictlib.parameters import ParameterError
from conflictlib.schema import TableError

if TYPE_CHECKING:
    import narwhals as nw
    import pandas as pd
    import pyarrow as pa

FORMS = "allowed are a Parquet file, a folder of Parquet files, a Delta Lake table and a corpus"


class Scan:
    """Statements on the disk, for `frequency`, `crosstab`, `actors`, `themes` and `positions` in the place of a table.

    Statements that are alike in what is counted come back as one row with their number; only these are in memory.
    What needs each statement by itself is not counted: readouts, documents, and the words of a statement, which
    `statements` gives by their ids.
    """

    def __init__(self, frame: nw.LazyFrame[Any], source: str) -> None:
        self._frame = frame
        self.columns = frame.collect_schema().names()
        self.attrs: dict[Any, Any] = {"source": source}

    def alike(
        self,
        *columns: str,
        among: Mapping[str, Collection[str]] | None = None,
        naming: Mapping[str, str] | None = None,
        first_id: bool = False,
    ) -> pd.DataFrame:
        """Count statements that are alike in some columns.

        Parameters
        ----------
        columns
            What tells them apart: a missing column is passed over; ``theme`` stands for ``themes`` where there is that.
        among
            Codes by column: only statements that have one of them.
        naming
            Further columns, each with a regular expression (RE2): whether a statement's ``text`` matches it.
        first_id
            Whether the first ``statement_id`` of each row, by alphabet, is wanted too.

        Returns
        -------
        DataFrame
            One row per combination, in its order; `conflictlib.counting.WEIGHT` is the column with their number.
        """
        import narwhals as nw

        frame = self._frame
        for name, pattern in (naming or {}).items() if "text" in self.columns else ():
            frame = frame.with_columns(nw.col("text").str.contains(pattern).alias(name))
        asked = [*(self._called(column) for column in columns), *(naming or {})]
        there = frame.collect_schema().names()
        names = [name for name in dict.fromkeys(asked) if name in there]
        for column, codes in (among or {}).items():
            frame = frame.filter(self._has(self._called(column), codes))
        if "date" in names:
            frame = frame.with_columns(nw.col("date").cast(nw.Date))
        wanted = [nw.len().alias(WEIGHT), *([nw.col("statement_id").min()] if first_id else [])]
        found = frame.group_by(*names).agg(*wanted) if names else frame.select(*wanted)
        result = _ordered(found.collect("pyarrow").to_native(), names)
        result.attrs = self.attrs.copy()
        return result

    def span(self) -> str:
        """Return the first and the last day, as ``2023-10-07/2026-02-19``; ``""`` where no statement has a day."""
        import narwhals as nw

        if "date" not in self.columns:
            return ""
        day = nw.col("date").cast(nw.Date)
        ends = self._frame.select(first=day.min(), last=day.max()).collect("pyarrow").to_native().to_pylist()[0]
        return f"{ends['first']}/{ends['last']}" if ends["first"] else ""

    def _called(self, column: str) -> str:
        """Return the name of the column that holds the codes called so."""
        several = SEVERAL.get(column, (column,))[0]
        return several if several in self.columns else column

    def _has(self, column: str, codes: Collection[str]) -> nw.Expr:
        import narwhals as nw

        if column not in self.columns:
            raise TableError(f"statements: there is no column {column!r}; there are {', '.join(self.columns)}")
        if not isinstance(self._frame.collect_schema()[column], nw.List):
            return nw.col(column).is_in(sorted(codes))
        return nw.any_horizontal(*(nw.col(column).list.contains(code) for code in sorted(codes)), ignore_nulls=True)

    def statements(self, ids: Collection[str]) -> pd.DataFrame:
        """Return the statements that have one of these ids, all columns, in the order of the ids."""
        import narwhals as nw
        import pandas as pd

        chosen = self._frame.filter(nw.col("statement_id").is_in(list(ids)))
        found: pd.DataFrame = chosen.collect("pyarrow").to_native().to_pandas()
        place = pd.Index(list(ids)).get_indexer(pd.Index(found["statement_id"]))
        return found.iloc[place.argsort(kind="stable")].reset_index(drop=True)

    def __repr__(self) -> str:
        """Say where the statements are."""
        return f"<Scan: {self.attrs['source']}>"


def scan(path: str | Path) -> Scan:
    """Open statements on the disk to count them without loading them.

    Parameters
    ----------
    path
        A Parquet file, a folder of Parquet files (those in its folders too), a Delta Lake table, or a corpus, of which
        only the statements that stand are counted.

    Returns
    -------
    Scan
        For `frequency`, `crosstab`, `actors`, `themes` and `positions` in the place of a table.

    Raises
    ------
    ParameterError
        There is no such file or folder, it has none of these forms, or DuckDB and narwhals are not installed.

    Notes
    -----
    Method: DuckDB groups the statements by the columns that are counted, asked through narwhals; days are made into
    weeks and months, and lists of themes into themes, in pandas. The counts are those of the loaded table.

    Examples
    --------
    >>> import tempfile
    >>> import conflictlib as cl
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     cl.to_parquet(cl.open_statements(), f"{folder}/statements.parquet")
    ...     cl.frequency(scan(folder), every="year")["n"].to_list()
    [90, 104, 115, 5]
    """
    try:
        import duckdb
        import narwhals as nw
    except ImportError:
        raise ParameterError('scan needs DuckDB and narwhals; pip install "conflictlib[large]"') from None

    place = Path(path)
    files, standing = _files(place)
    try:
        frame = nw.from_native(duckdb.connect().read_parquet(files, union_by_name=True))
    except duckdb.Error as error:
        raise ParameterError(f"path is {place.name!r}, which can't be read ({error}); {FORMS}") from None
    if standing:
        frame = frame.filter(nw.col("ended").is_null())
    if "statement_id" not in frame.collect_schema().names():
        raise ParameterError(f"path is {place.name!r}; its files have no column 'statement_id', so no statements")
    schema = frame.collect_schema()
    for name in ("themes", "members"):
        if name in schema.names() and not isinstance(schema[name], nw.List):
            raise ParameterError(f"path is {place.name!r}; column {name!r} is of type {schema[name]}; wanted are lists")
    return Scan(frame, f"{place.name}, counted where it lies")


def _files(path: Path) -> tuple[list[str], bool]:
    """Return the files of a table, and whether rows that no longer count are among them."""
    import deltalake

    if is_corpus(path):
        return sorted(Corpus(path).table("statements").file_uris()), True
    if (path / "_delta_log").is_dir():
        return sorted(deltalake.DeltaTable(path).file_uris()), False
    files = [path] if path.is_file() else sorted(path.rglob("*.parquet"))
    if not files:
        raise ParameterError(f"path is {str(path)!r}; {FORMS}")
    return [str(file) for file in files], False


def _ordered(found: pa.Table, names: list[str]) -> pd.DataFrame:
    """Put rows into an order that does not depend on the engine, and columns into the types of our tables."""
    import pyarrow as pa

    for place, field in enumerate(found.schema):
        if pa.types.is_date(field.type):
            days = found.column(place).cast(pa.timestamp("s"))
            found = found.set_column(place, field.name, days)
    result: pd.DataFrame = found.to_pandas()
    lists = [name for name in names if pa.types.is_list(found.schema.field(name).type)]
    for name in lists:
        result[name] = [[] if codes is None else list(codes) for codes in result[name]]
    if not names:
        return result
    key = result[names].assign(**{name: result[name].map("\0".join) for name in lists})
    return result.iloc[key.sort_values(names, kind="stable").index].reset_index(drop=True)
