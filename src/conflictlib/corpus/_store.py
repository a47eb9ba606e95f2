"""A corpus on the disk: Delta Lake tables side by side, whole after whatever interrupts a writer.

Each table is whole by itself. What makes them one is the table ``runs``: the commit of a run names, in its
metadata, the version of every other table that belongs to it. It is written last; until it stands there, readers
see the tables as the run before left them, and the next writer sets them back to that.
"""

from __future__ import annotations

import contextlib
import json
import os
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from conflictlib.corpus._history import KEY, CorpusBusy, CorpusError, Version, log_of, newest
from conflictlib.corpus._layout import ORDER, RUNS, TABLES, arrow_schema, to_arrow

if TYPE_CHECKING:
    import deltalake
    import pyarrow as pa
    import pyarrow.dataset as ds

#: A writer waits so many seconds for another.
LONGEST_WAIT = 600.0
#: Nothing of a table's history is forgotten by itself: every report can be made again.
_FOR_EVER = {
    "delta.logRetentionDuration": "interval 36500 days",
    "delta.deletedFileRetentionDuration": "interval 36500 days",
    "delta.enableExpiredLogCleanup": "false",
}
_FILE_SIZE = 16_000_000
#: Of more files than this a table's small ones are joined: each is opened whenever something is read.
_MOST_FILES = 24
_ROWS = 20_000  # in a row group: what of a file is read for a few days


def open_table(path: Path, name: str, version: Version) -> deltalake.DeltaTable:
    """Open a table as it was at a version of the corpus.

    Raises
    ------
    CorpusError
        It is no longer there: the history was given up, or files were taken away by hand.
    """
    import deltalake
    from deltalake.exceptions import DeltaError

    try:
        return deltalake.DeltaTable(path / name, version=version.tables[name])
    except (DeltaError, OSError) as error:
        raise CorpusError(
            f"corpus {path.name}: version {version.version} of its {name} can't be read ({error})"
        ) from None


def read(
    path: Path,
    name: str,
    version: Version,
    *,
    columns: Sequence[str] | None = None,
    where: ds.Expression | None = None,
    among: Mapping[str, Iterable[str]] | None = None,
) -> pa.Table:
    """Read rows of a table in their order: those `where` something holds, and `among` whose texts are certain ones.

    Only the columns that are needed, of the files and groups of rows whose days and numbers fit, are read.
    """
    wanted = TABLES[name].names if columns is None else list(columns)
    needed = list(dict.fromkeys([*wanted, *ORDER[name]]))
    try:
        rows = scan(open_table(path, name, version), name, needed, where, among or {})
    except FileNotFoundError:
        raise CorpusError(
            f"corpus {path.name}: version {version.version} of its {name} is no longer there; its files were deleted, "
            "as compact(forget=True) does"
        ) from None
    except OSError as error:
        raise CorpusError(f"corpus {path.name}: its {name} can't be read ({error})") from None
    return rows.sort_by([(key, "ascending") for key in ORDER[name]]).select(wanted)


def scan(
    table: deltalake.DeltaTable,
    name: str,
    columns: Sequence[str],
    where: ds.Expression | None,
    among: Mapping[str, Iterable[str]],
) -> pa.Table:
    """Read rows batch by batch, so that no more of them is held than is asked for.

    Texts are compared here and not by Arrow's scan of the files: it has no comparison for the kind of text that
    delta-rs writes when it rewrites a file (string views; apache/arrow issue 49368), and no file could be passed
    over by them, as rows lie in the order of their days.
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    kinds = arrow_schema(TABLES[name])
    laid_out = pa.schema([kinds.field(column) for column in dict.fromkeys([*columns, *among])])
    values = {column: pa.array(sorted(set(given)), pa.string()) for column, given in among.items()}
    batches = []
    for batch in table.to_pyarrow_dataset().to_batches(columns=laid_out.names, filter=where):
        rows = pa.Table.from_batches([batch]).cast(laid_out)
        for column, wanted in values.items():
            rows = rows.filter(pc.is_in(rows[column], wanted))
        if len(rows):
            batches.append(rows.select(list(columns)))
    return pa.concat_tables(batches) if batches else laid_out.empty_table().select(list(columns))


@contextlib.contextmanager
def writing(path: Path, *, wait: float | None = None) -> Iterator[Writer]:
    """Give the only writer of a corpus; what one that died has left half-done is set back first.

    Raises
    ------
    CorpusBusy
        Another is still writing after `wait` seconds, or `LONGEST_WAIT`.
    CorpusError
        The folder can't be written to.
    """
    from deltalake.exceptions import DeltaError
    from filelock import FileLock, Timeout

    wait = LONGEST_WAIT if wait is None else wait
    try:
        path.mkdir(parents=True, exist_ok=True)
        lock = FileLock(path / ".lock", timeout=wait)
        with lock:
            yield Writer.ready(path)
    except Timeout:
        raise CorpusBusy(
            f"corpus {path.name}: another process is writing to it, for more than {wait:.0f} seconds"
        ) from None
    except (OSError, DeltaError) as error:
        raise CorpusError(f"corpus {path.name}: nothing was changed, as it can't be written to ({error})") from error


@dataclass
class Writer:
    """Writes to the tables; nothing counts before `commit`."""

    path: Path
    before: Version
    began: int

    @classmethod
    def ready(cls, path: Path) -> Writer:
        """Lay the tables out if they are not there, and set back what does not belong to a whole version."""
        import deltalake

        began, before = time.time_ns(), newest(path)
        for name, table in {**TABLES, RUNS.name: RUNS}.items():
            _drop_torn(path / name)
            _drop_checkpoints(path / name, before.tables.get(name))
            deltalake.DeltaTable.create(path / name, arrow_schema(table), mode="ignore", configuration=_FOR_EVER)
        for name, version in before.tables.items():
            found = deltalake.DeltaTable(path / name)
            if found.version() > version:
                found.restore(version)
        return cls(path, before, began)

    def append(self, name: str, rows: pa.Table) -> None:
        """Add rows."""
        import deltalake

        if len(rows):
            keys = [(key, "ascending") for key in ORDER[name]]
            deltalake.write_deltalake(self.path / name, rows.sort_by(keys), mode="append", target_file_size=_FILE_SIZE,
                                      writer_properties=_properties())  # fmt: skip

    def amend(self, name: str, rows: pa.Table, on: Sequence[str]) -> None:
        """Set columns of the rows that count and that `on` names to the values given."""
        import deltalake

        if not len(rows):
            return
        condition = " and ".join([*(f"t.{key} = s.{key}" for key in on), "t.ended is null"])
        values = {key: f"s.{key}" for key in rows.column_names if key not in on}
        table = deltalake.DeltaTable(self.path / name)
        merger = table.merge(rows, condition, source_alias="s", target_alias="t", writer_properties=_properties())
        merger.when_matched_update(values).execute()

    def rename_coder(self, name: str) -> None:
        """Give the statements of the coder, as far as they count, the name of another version of it."""
        import deltalake

        table = deltalake.DeltaTable(self.path / "statements")
        ours = f"ended is null and rule is not null and coder like 'conflictlib %' and coder <> '{name}'"
        table.update(new_values={"coder": name}, predicate=ours, writer_properties=_properties())

    def read(self, name: str, **choice: Any) -> pa.Table:
        """Read rows as they stand now, what was just written included."""
        import deltalake

        now = {name: deltalake.DeltaTable(self.path / name).version()}
        return read(self.path, name, Version(**{**asdict(self.before), "tables": now}), **choice)

    def commit(self, version: Version) -> Version:
        """Make what was written a version of the corpus: on the disk first, then named by ``runs``."""
        import deltalake

        self._join_small_files()
        whole = Version(**{**asdict(version), "tables": self._present()})
        self._flush(TABLES)
        row = {**asdict(whole), **whole.counts}
        told = deltalake.CommitProperties(custom_metadata={KEY: json.dumps(asdict(whole), ensure_ascii=False)})
        deltalake.write_deltalake(self.path / RUNS.name, to_arrow([{k: row.get(k) for k in RUNS.names}], RUNS),
                                  mode="append", commit_properties=told)  # fmt: skip
        self._flush([RUNS.name])
        return whole

    def _join_small_files(self) -> None:
        import deltalake

        for name in TABLES:
            table = deltalake.DeltaTable(self.path / name)
            if len(table.file_uris()) > _MOST_FILES:
                table.optimize.compact(target_size=_FILE_SIZE, writer_properties=_properties())

    def _present(self) -> dict[str, int]:
        import deltalake

        return {name: deltalake.DeltaTable(self.path / name).version() for name in TABLES}

    def _flush(self, names: Iterable[str]) -> None:
        """Have the disk hold what was written since the beginning, so that a power cut takes nothing of it."""
        for name in names:
            for folder in (self.path / name, self.path / name / "_delta_log"):
                for file in folder.iterdir():
                    if file.is_file() and file.stat().st_mtime_ns >= self.began - 2_000_000_000:
                        _sync(file)
                _sync(folder)


def _sync(path: Path) -> None:
    if os.name != "posix":
        return  # neither folders nor files opened to be read can be synced there
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _drop_torn(table: Path) -> None:
    """Take away the newest commits of a log that a power cut left empty or cut off: nobody was told of them."""
    for file in reversed(log_of(table)):
        try:
            lines = file.read_text(encoding="utf-8").splitlines()
            if lines and all(isinstance(json.loads(line), dict) for line in lines):
                return
        except ValueError:
            pass
        file.unlink()


def _drop_checkpoints(table: Path, beyond: int | None) -> None:
    """Take away summaries of the log that belong to no whole version: the power may have cut them off."""
    late = [file for file in (table / "_delta_log").glob("*.checkpoint*.parquet")
            if beyond is not None and int(file.name.split(".")[0]) > beyond]  # fmt: skip
    for file in [*late, *([table / "_delta_log" / "_last_checkpoint"] if late else [])]:
        file.unlink(missing_ok=True)


def _properties() -> deltalake.WriterProperties:
    import deltalake

    return deltalake.WriterProperties(compression="ZSTD", max_row_group_size=_ROWS)
