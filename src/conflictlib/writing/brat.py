"""Statements and documents as a folder for brat."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from conflictlib.writing._files import put
from conflictlib.writing._placing import Row, placed

if TYPE_CHECKING:
    import pandas as pd

_CODED = ("actor", "act", "addressee", "quote", "themes")
_PLACE = ("doc_id", "doc", "text", "spans", "start", "end", "line")
_PARTS = ("cue", "source")


def to_brat(statements: pd.DataFrame, documents: pd.DataFrame, folder: str | os.PathLike[str]) -> pd.DataFrame:
    """Write a folder that opens in brat: for each document NAME.txt and NAME.ann, and ``annotation.conf``.

    A statement with a cue is an event Attribution of Source, Cue and Content, as in the gold that
    ``conflictlib evaluate`` reads; one without is an annotation Statement. Spans may be in several parts. `actor`,
    `act`, `addressee`, `quote` and a single theme are attributes; all other columns, and several themes, of which
    brat shows but one, stand as JSON in a note.

    What comes in again with ``load``: every column of a statement; of documents `doc_id`, `text`, and `doc` where it
    is a plain name that ends in ``.txt``; title, day and the like only as far as the text's first lines show them.

    Parameters
    ----------
    statements, documents
        Statements, and the documents that they stand in.
    folder
        The folder; files of these names in it are replaced, each in one step.

    Returns
    -------
    pandas.DataFrame
        Problems: a row for each statement that has no place in one of the documents; `line` is its row in
        `statements`.
    """
    given = placed(statements, documents, folder)
    values: dict[str, set[str]] = {}
    taken: set[str] = set()
    for document, coded in given.documents:
        name = _name(str(document["doc"]), taken)
        lines = list(_lines(document["text"], coded, values))
        put(Path(folder, f"{name}.txt"), document["text"].encode("utf-8", "replace"))
        put(Path(folder, f"{name}.ann"), "".join(f"{line}\n" for line in lines).encode("utf-8", "replace"))
    put(Path(folder, "annotation.conf"), _settings(values).encode("utf-8", "replace"))
    return given.told


def _name(doc: str, taken: set[str]) -> str:
    """Return a name for a document's files that is a plain one and not yet taken, whatever the case."""
    stem = re.sub(r"[^\w.-]+", "_", doc.removesuffix(".txt")).strip("._")[:100] or "document"
    name, number = stem, 1
    while name.casefold() in taken or name.upper() == "README":
        number += 1
        name = f"{stem}-{number}"
    taken.add(name.casefold())
    return name


def _lines(text: str, coded: list[Row], values: dict[str, set[str]]) -> Iterator[str]:
    marks = attributes = 0
    for number, row in enumerate(coded, 1):
        parts: list[tuple[str, str]] = []
        for label, spans in _marks(row, text):
            marks += 1
            parts.append((label, f"T{marks}"))
            offsets = ";".join(f"{start} {end}" for start, end in spans)
            words = " ".join(" ".join(text[start:end].split()) for start, end in spans)
            yield f"T{marks}\t{label} {offsets}\t{words}"
        key = f"E{number}" if len(parts) > 1 else parts[0][1]
        if len(parts) > 1:
            yield f"{key}\t{' '.join(f'{label}:{of}' for label, of in parts)}"
        said, rest = _said(row, marked=[label.lower() for label, _ in parts])
        for name, value in said:
            attributes += 1
            values.setdefault(name, set()).add(value)
            yield f"A{attributes}\t{name} {key} {value}"
        yield f"#{number}\tAnnotatorNotes {key}\t{json.dumps(rest, ensure_ascii=False)}"


def _marks(row: Row, text: str) -> Iterator[tuple[str, list[list[int]]]]:
    """Give label and spans of what is marked, the event's trigger first."""
    cue, source = (_span(row, part, text) for part in _PARTS)
    if cue is None:
        yield "Statement", row["spans"]
        return
    yield "Attribution", [cue]
    yield "Cue", [cue]
    yield "Content", row["spans"]
    if source is not None:
        yield "Source", [source]


def _span(row: Row, part: str, text: str) -> list[int] | None:
    start, end = row.get(f"{part}_start"), row.get(f"{part}_end")
    if start is None or end is None or not 0 <= start < end <= len(text):
        return None
    return [start, end] if text[start:end] == row.get(part) else None


def _said(row: Row, marked: list[str]) -> tuple[list[tuple[str, str]], Row]:
    """Return the attributes, and what is left for the note; the day is always told, even that there is none."""
    said: list[tuple[str, str]] = []
    shown = {column for part in _PARTS if part in marked for column in (part, f"{part}_start", f"{part}_end")}
    rest: Row = {"date": None}
    for column, value in row.items():
        if column in _PLACE or column in shown or value in (None, []):
            continue
        members = value if isinstance(value, list) else [value]
        if column in _CODED and len(members) == 1 and re.fullmatch(r"[^\s|\[\],]+", str(members[0])):
            said.append(("Theme" if column == "themes" else column.capitalize(), str(members[0])))
        else:
            rest[column] = value
    return said, rest


def _settings(values: dict[str, set[str]]) -> str:
    attributes = [f"{name}\tArg:<EVENT>|<ENTITY>, Value:{'|'.join(sorted(given))}" for name, given in values.items()]
    return "\n".join([
        "[entities]", "Statement", "Content", "Cue", "Source", "", "[relations]", "",
        "[events]", "Attribution\tSource?:Source, Cue:Cue, Content:Content", "",
        "[attributes]", *sorted(attributes), "",
    ])  # fmt: skip
