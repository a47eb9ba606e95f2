"""Documents coded anew by another codebook; statements that come out the same stay."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from conflictlib import schema
from conflictlib.codebook import Codebook
from conflictlib.coding.coder import coder_name
from conflictlib.corpus import _codebooks, _readouts
from conflictlib.corpus._adding import SIZE, Adding
from conflictlib.corpus._layout import TABLES, to_arrow, to_pandas
from conflictlib.corpus._touches import searched, touches

if TYPE_CHECKING:
    import pandas as pd

    from conflictlib.corpus._store import Writer

#: What of a statement may differ although its codes are the same.
_NO_CODES = ("coder", "readout_id")


class Recoding(Adding):
    """One run that codes documents anew."""

    def __init__(self, writer: Writer, codebook: Codebook, progress: bool, everything: bool) -> None:
        super().__init__(writer, codebook, progress)
        old = _codebooks.kept(writer.path, writer.before.codebook)
        before, self.name = writer.before.coder, coder_name(codebook)
        other_rules = before.split(",")[0] != self.name.split(",")[0]
        self.everything = everything or other_rules
        self.words = frozenset[str]() if self.everything else touches(old, codebook)
        self.needed = everything or before != self.name
        self.n_coded = self.n_read = 0

    @property
    def told(self) -> str:
        """What was coded anew."""
        return f"{self.n_coded:,} of {self.n_read:,} documents coded anew"

    def run(self) -> None:
        """Code what the change can touch, and give the rest the new coder's name."""
        for documents in self._documents():
            self.n_read += len(documents)
            concerned = documents[self._touched(documents)].reset_index(drop=True)
            self.n_coded += len(concerned)
            if len(concerned):
                self._again(concerned)
        self.digest.update(self.name.encode())
        self.writer.rename_coder(self.name)
        _readouts.settle(self.writer, self.codebook, self.version, everything=self.everything or self.words is None)

    def _documents(self) -> Iterator[pd.DataFrame]:
        import pyarrow.dataset as ds

        ids = [doc_id for doc_id, row in sorted(self.pages.by_id.items()) if row["ended"] is None]
        for first in range(0, len(ids), SIZE * 5):
            here = self.writer.read("documents", where=ds.field("ended").is_null(),
                                    among={"doc_id": ids[first : first + SIZE * 5]})  # fmt: skip
            yield to_pandas(here, TABLES["documents"])

    def _touched(self, documents: pd.DataFrame) -> pd.Series:
        import pandas as pd

        if self.everything or self.words is None:
            return pd.Series(True, index=documents.index)
        words = sorted(self.words)
        return searched(documents).map(lambda text: any(word in text for word in words)).astype(bool)

    def _again(self, documents: pd.DataFrame) -> None:
        """Code documents; end the statements that come out otherwise and write those that come instead."""
        import pyarrow.dataset as ds

        from conflictlib.coding import code

        coded = code(documents, codebook=self.codebook, progress=self.progress)
        found = coded.statements.assign(readout_id=coded.statements["statement_id"])
        reasons = coded.evidence[coded.evidence["kind"] != "readout"]
        ids = documents["doc_id"].tolist()
        counts = ds.field("ended").is_null()
        there = to_pandas(self.writer.read("statements", where=counts & ds.field("rule").is_valid(),
                                           among={"doc_id": ids}), TABLES["statements"])  # fmt: skip
        why = to_pandas(self.writer.read("evidence", where=counts, among={"statement_id": there["statement_id"]}),
                        TABLES["evidence"])  # fmt: skip
        why = why[why["kind"] != "readout"]
        old, new = _by_id(there, why), _by_id(found, reasons)
        gone = [key for key in old if new.get(key) != old[key]]
        come = {key for key in new if old.get(key) != new[key]}
        self._end_coded(gone, f"recoded: codebook {self.codebook.digest[:12]}")
        self._append("statements", to_arrow(found[found["statement_id"].isin(come)], TABLES["statements"],
                                            added=self.version), "new_statements")  # fmt: skip
        self._append("evidence", to_arrow(reasons[reasons["statement_id"].isin(come)], TABLES["evidence"],
                                          added=self.version), "new_evidence")  # fmt: skip


def _by_id(statements: pd.DataFrame, evidence: pd.DataFrame) -> dict[str, tuple[str, list[str]]]:
    """Return what each statement's codes are and why, to be compared."""
    names = [name for name in schema.STATEMENTS.names if name not in _NO_CODES]
    reasons: dict[str, list[str]] = {}
    for row in _plain(evidence, schema.EVIDENCE.names):
        reasons.setdefault(row[0], []).append(repr(row))
    return {row[0]: (repr(row), sorted(reasons.get(row[0], []))) for row in _plain(statements, names)}


def _plain(table: pd.DataFrame, names: list[str]) -> Iterator[tuple[Any, ...]]:
    frame = table[names].astype("object")
    yield from frame.where(frame.notna(), None).itertuples(index=False, name=None)
