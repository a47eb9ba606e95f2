"""Annotation layers of INCEpTION and WebAnno, from whichever of their formats."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from conflictlib import schema
from conflictlib.loading._annotations import statement_of
from conflictlib.loading._files import File
from conflictlib.loading._pieces import Document, Piece, Problem, Unreadable
from conflictlib.loading._rows import rows_of
from conflictlib.offsets import code_points, wide_characters

#: Types of UIMA and layers that come with the program: tokens, parts of speech, what it notes for itself.
_BUILT_IN = ("uima.", "de.tudarmstadt.ukp.", "org.dkpro.", "inception.internal.")


@dataclass
class Layers:
    """The annotations of one document, offsets in units of UTF-16."""

    file: File
    spans: list[tuple[str, object, int, int, Mapping[str, object], int]] = field(default_factory=list)
    others: Counter[str] = field(default_factory=Counter)

    def add(self, layer: str, key: object, start: int, end: int, features: Mapping[str, object], record: int) -> None:
        """Add an annotation; of a layer that comes with the program only its number."""
        if layer.startswith(_BUILT_IN):
            self.others[layer.rpartition(".")[2]] += 1
        else:
            self.spans.append((layer.rpartition(".")[2], key, start, end, features, record))

    def pieces(self, document: Document) -> Iterator[Piece]:
        """Give the document and a statement for each annotation of a layer of the project's own."""
        document.doc, coder = _doc_and_coder(self.file)
        yield document
        wide = wide_characters(document.text)
        rows, records = [], []
        for layer, key, start, end, features, record in self.spans:
            span = (code_points(start, wide), code_points(end, wide))
            given = {"coder": coder, **features, "layer": layer}
            try:
                rows.append(statement_of(document, [span], f"{coder}|{layer}|{key}", given, record))
            except Unreadable as problem:
                yield Problem(problem.reason, problem.record)
            else:
                records.append(record)
        yield from rows_of(rows, records, schema.STATEMENTS)
        if self.others:
            told = ", ".join(f"{n:,} {name}" for name, n in sorted(self.others.items()))
            yield Problem(f"not loaded, as no layer of the project's own that marks spans: {told}", None, "note")


def _doc_and_coder(file: File) -> tuple[str, str]:
    """Return document and annotator: in an export a folder is called after the document, its files after annotators."""
    above = PurePosixPath(file.name).parent.name
    if PurePosixPath(above).suffix:
        return above, file.stem
    return file.own_name, "inception"
