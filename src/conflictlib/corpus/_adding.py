"""What comes into a corpus: files read once, documents coded once, and what they take the place of."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from conflictlib import schema
from conflictlib.corpus import _readouts
from conflictlib.corpus._layout import TABLES, amendment, plain, to_arrow
from conflictlib.corpus._pages import OF_ITSELF, Pages, Row, place_of

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

    from conflictlib.codebook import Codebook
    from conflictlib.corpus._store import Writer
    from conflictlib.loading import Loaded
    from conflictlib.loading._reading import ReadFile

#: So many documents are loaded, coded and written at a time.
SIZE = 2_000

_KNOWN = ("doc_id", "doc", "path", "page", "version", "place", *OF_ITSELF, "added", "ended", "ended_why")


@dataclass
class Adding:
    """One run that adds sources; `n` counts what came of it."""

    writer: Writer
    codebook: Codebook
    progress: bool
    n: dict[str, int] = field(default_factory=dict)
    problems: list[Row] = field(default_factory=list)
    digest: Any = field(default_factory=hashlib.sha256)
    fresh: set[str] = field(default_factory=set)  # statements of others that this run has written
    reasons: list[pd.DataFrame] = field(default_factory=list)  # evidence of others: it may come before its statements

    def __post_init__(self) -> None:
        """Read what the corpus has."""
        self.version = self.writer.before.version + 1
        self.files = {row["path"]: row for row in self._rows("files", ["path", "sha256", "index"])}
        known: dict[str, Row] = {}
        for row in self._all_documents():
            known[row["doc_id"]] = row
        self.pages = Pages(known, self._text)
        self.digest.update(self.writer.before.digest.encode())

    def source(self, source: Path, *, form: str | None, columns: Mapping[str, str]) -> None:
        """Add a file or folder."""
        from conflictlib.loading._reading import ReadFile, Reading

        root, own = root_of(source, self.writer.path), self.writer.path.resolve()
        prefix = "" if root == "." else f"{root}/"
        known = {path.removeprefix(prefix): ReadFile(path.removeprefix(prefix), row["sha256"], bool(row["index"]))
                 for path, row in self.files.items() if path.startswith(prefix)}  # fmt: skip
        inside = source.resolve() in own.parents
        without = own.relative_to(source.resolve()).as_posix() if inside else ""
        reading = Reading(source, known, form, columns, without)
        told: list[Row] = []
        for piece in reading.pieces(size=SIZE, progress=self.progress):
            told += self._piece(piece, root)
        told += self._write_reasons(root)
        self._note_files(reading.files, prefix)
        self._note_problems(
            told, {prefix + name for name in [*(file.name for file in reading.files), *reading.indexes]}
        )

    def finish(self) -> bool:
        """Settle the readouts; say whether anything has changed."""
        changed = any(self.n.get(name) for name in ("new_documents", "ended_documents", "new_statements"))
        if changed:
            _readouts.settle(self.writer, self.codebook, self.version)
        return changed or bool(self.problems) or bool(self.n.get("ended_problems"))

    # -- a piece ----------------------------------------------------------------------------------------------

    def _piece(self, piece: Loaded, root: str) -> list[Row]:
        """Write the documents and statements of a piece that are new; return its problems."""
        told = [{**row, "file": PurePosixPath(root, row["file"]).as_posix()} for row in plain(piece.problems)]
        rows, ended = [], []
        self.pages.seen |= set(piece.documents["doc_id"])
        for row in plain(piece.documents):
            row |= {"place": place_of(root, row["path"] or row["doc"], row["doc"]), "added": self.version,
                    "ended": None, "ended_why": None}  # fmt: skip
            arrival = self.pages.arrive(row)
            if arrival.told:
                kind, reason = arrival.told
                told.append(
                    {"file": PurePosixPath(root, row["path"]).as_posix(), "line": None, "kind": kind, "reason": reason}
                )
            if arrival.row is not None:
                rows.append(arrival.row)
            if arrival.instead_of is not None and not any(arrival.instead_of is other for other in rows):
                ended.append(arrival.instead_of)
        self.end(ended)
        self._write_documents(rows)
        told += self._write_statements(piece, root)
        return told

    def end(self, rows: Iterable[Row]) -> None:
        """Have documents, and the statements found in them, count no longer."""
        ended = list(rows)
        if not ended:
            return
        given = {"doc_id": [row["doc_id"] for row in ended], "ended": [self.version] * len(ended),
                 "ended_why": [row["ended_why"] for row in ended]}  # fmt: skip
        self._count("ended_documents", len(ended))
        self.writer.amend("documents", amendment(given), ["doc_id"])
        self._end_statements(given)

    def _end_statements(self, given: dict[str, list[Any]]) -> None:
        """Have the statements found in documents, and their evidence, count no longer."""
        import pyarrow.dataset as ds

        found = self.writer.read("statements", columns=["statement_id", "doc_id"], where=ds.field("ended").is_null(),
                                 among={"doc_id": given["doc_id"]})  # fmt: skip
        self._count("ended_statements", len(found))
        self.writer.amend("statements", amendment(given), ["doc_id"])
        why = dict(zip(given["doc_id"], given["ended_why"], strict=True))
        rows = found.to_pylist()
        self.writer.amend("evidence", amendment({
            "statement_id": [row["statement_id"] for row in rows], "ended": [self.version] * len(rows),
            "ended_why": [why[row["doc_id"]] for row in rows]}), ["statement_id"])  # fmt: skip
        self.digest.update(repr(sorted(why.items())).encode())

    def _write_documents(self, rows: list[Row]) -> None:
        import pandas as pd

        if not rows:
            return
        for row in rows:  # a version that a later file of the same run takes the place of
            row["ended"] = self.version if row["ended_why"] else None
        arrow = to_arrow(pd.DataFrame(rows), TABLES["documents"])
        self._append("documents", arrow, "new_documents")
        self._count("ended_documents", sum(row["ended"] is not None for row in rows))
        self._code(schema.conform(rows, schema.DOCUMENTS), {row["doc_id"]: row for row in rows})
        for row in rows:
            del row["text"]  # the rows are kept, the texts are on the disk

    def _code(self, documents: pd.DataFrame, rows: Mapping[str, Row]) -> None:
        import pyarrow.dataset as ds

        from conflictlib.coding import code

        coded = code(documents, codebook=self.codebook, progress=self.progress)
        statements = coded.statements.assign(
            readout_id=coded.statements["statement_id"], added=self.version,
            ended=coded.statements["doc_id"].map({key: row["ended"] for key, row in rows.items()}),
            ended_why=coded.statements["doc_id"].map({key: row["ended_why"] for key, row in rows.items()}),
        )  # fmt: skip
        evidence = coded.evidence[coded.evidence["kind"] != "readout"].assign(added=self.version)
        ends = statements.set_index("statement_id")[["ended", "ended_why"]]
        evidence = evidence.join(ends, on="statement_id")
        there = self.writer.read("statements", columns=["statement_id"], where=ds.field("ended").is_null(),
                                 among={"statement_id": statements["statement_id"]})  # fmt: skip
        self._end_coded(there["statement_id"].to_pylist(), "superseded: its page came in and was coded")
        self._append("statements", to_arrow(statements, TABLES["statements"]), "new_statements")
        self._append("evidence", to_arrow(evidence, TABLES["evidence"]), "new_evidence")
        self._count("ended_statements", int(statements["ended"].notna().sum()))

    def _write_statements(self, piece: Loaded, root: str) -> list[Row]:
        """Write statements that others have coded, those that are not there; events have no place in a corpus."""
        told = []
        if len(piece.events):
            reason = f"{len(piece.events):,} events are left out; a corpus holds statements"
            told.append({"file": root, "line": None, "kind": "note", "reason": reason})
        if len(piece.evidence):
            self.reasons.append(piece.evidence)
        if piece.statements.empty:
            return told
        ids = piece.statements["statement_id"]
        new = piece.statements[~ids.isin(self._ids()) | ids.isin(self._corrected(piece.statements))]
        self._append("statements", to_arrow(new, TABLES["statements"], added=self.version), "new_statements")
        self.fresh |= set(new["statement_id"])
        return told

    def _ids(self) -> set[str]:
        return set(self.writer.read("statements", columns=["statement_id"])["statement_id"].to_pylist())

    def _corrected(self, statements: pd.DataFrame) -> list[str]:
        """End the statements of others that their table now has otherwise, and return their ids."""
        import pyarrow.dataset as ds

        names = [name for name in TABLES["statements"].names if name not in ("added", "ended", "ended_why")]
        theirs = ds.field("ended").is_null() & ds.field("rule").is_null()
        old = self.writer.read("statements", columns=names, where=theirs,
                               among={"statement_id": statements["statement_id"]}).to_pylist()  # fmt: skip
        rows = to_arrow(statements, TABLES["statements"]).select(names).to_pylist()
        now = {row["statement_id"]: row for row in rows}
        changed = [row["statement_id"] for row in old if row != now[row["statement_id"]]]
        self._end_coded(changed, "superseded: its coding was corrected")
        return changed

    def _end_coded(self, ids: Sequence[str], why: str) -> None:
        self._end_rows("statements", "statement_id", ids, why)
        self._end_rows("evidence", "statement_id", ids, why)
        self._count("ended_statements", len(ids))
        self.digest.update(repr(sorted(ids)).encode("utf-8", "replace"))

    def _write_reasons(self, root: str) -> list[Row]:
        """Write the evidence of the statements of others that are new; tell of that which has no statement."""
        import pandas as pd

        if not self.reasons:
            return []
        every = pd.concat(self.reasons)
        self.reasons = []
        mine = every["statement_id"].isin(self.fresh)
        self._append("evidence", to_arrow(every[mine], TABLES["evidence"], added=self.version), "new_evidence")
        nowhere = 0 if mine.all() else int((~every["statement_id"].isin(self._ids())).sum())
        reason = f"{nowhere:,} rows of evidence are for statements that are not there"
        return [{"file": root, "line": None, "kind": "refused", "reason": reason}] if nowhere else []

    # -- what was read, and what could not be ------------------------------------------------------------------

    def _note_files(self, files: Iterable[ReadFile], prefix: str) -> None:
        rows = [{"path": prefix + file.name, "sha256": file.sha256, "index": file.index} for file in files]
        changed = [row["path"] for row in rows if row["path"] in self.files]
        self._end_rows("files", "path", changed, "the file was read again")
        self.files |= {row["path"]: row for row in rows}
        self.writer.append("files", to_arrow(rows, TABLES["files"], added=self.version))
        self._count("files", len(rows))

    def _note_problems(self, told: list[Row], read: set[str]) -> None:
        """Write the problems that are new; those of a file that was read again and has them no longer end."""
        keys = ("file", "line", "kind", "reason")
        there: set[tuple[Any, ...]] = {tuple(row[key] for key in keys) for row in self._rows("problems", keys)}
        now = {tuple(row[key] for key in keys): row for row in told}
        gone = [
            old for old in there if old not in now and any(old[0] == at or old[0].startswith(f"{at}/") for at in read)
        ]
        if gone:
            kept = [
                dict(zip(keys, old, strict=True)) for old in there if old[0] in {o[0] for o in gone} and old not in gone
            ]
            self._end_rows("problems", "file", sorted({old[0] for old in gone}), "the file was read again")
            self.writer.append("problems", to_arrow(kept, TABLES["problems"], added=self.version))
            self._count("ended_problems", len(gone))
        new = [row for key, row in now.items() if key not in there]
        self._append("problems", to_arrow(new, TABLES["problems"], added=self.version), "new_problems")
        self.problems += new

    def _end_rows(self, name: str, key: str, values: Sequence[object], why: str) -> None:
        self.writer.amend(name, amendment({key: values, "ended": [self.version] * len(values),
                                        "ended_why": [why] * len(values)}), [key])  # fmt: skip

    # -- reading and writing ----------------------------------------------------------------------------------

    def _append(self, name: str, rows: pa.Table, count: str) -> None:
        self.writer.append(name, rows)
        self._count(count, len(rows))
        if len(rows):
            self.digest.update(repr(rows.to_pylist()).encode("utf-8", "replace"))

    def _count(self, name: str, n: int) -> None:
        self.n[name] = self.n.get(name, 0) + int(n)

    def _rows(self, name: str, columns: Iterable[str]) -> list[Row]:
        import pyarrow.dataset as ds

        rows: list[Row] = self.writer.read(name, columns=list(columns), where=ds.field("ended").is_null()).to_pylist()
        return rows

    def _all_documents(self) -> list[Row]:
        rows: list[Row] = self.writer.read("documents", columns=list(_KNOWN)).to_pylist()
        return sorted(rows, key=lambda row: (row["ended"] is None, row["added"]))  # one that counts comes last

    def _text(self, doc_id: str) -> str:
        found = self.writer.read("documents", columns=["text"], among={"doc_id": [doc_id]})["text"]
        return str(found[0]) if len(found) else ""


def root_of(source: Path, corpus: Path) -> str:
    """Return the folder of a source as seen from that in which the corpus lies."""
    folder = source if source.is_dir() else source.parent
    return Path(os.path.relpath(folder.resolve(), corpus.resolve().parent)).as_posix()
