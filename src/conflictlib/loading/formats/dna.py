"""Discourse Network Analyzer: its files are SQLite databases."""

from __future__ import annotations

import datetime as dt
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from typing import Any

from conflictlib import schema
from conflictlib.loading._annotations import statement_of
from conflictlib.loading._dna_tables import Coded, Database, coded_statements
from conflictlib.loading._files import File
from conflictlib.loading._formats import reads
from conflictlib.loading._pieces import Document, Piece, Problem, Unreadable
from conflictlib.loading._rows import rows_of
from conflictlib.loading._start import Start
from conflictlib.offsets import code_points, wide_characters

_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_NOTE = re.compile(r"(doc|url|language): (\S.*)")
#: So many rows are laid out as a table at once.
_BATCH = 5_000


def _is_dna(start: Start) -> bool:
    named = start.ending == ".dna"
    return start.data.startswith(b"SQLite format 3\0") and (named or b"STATEMENTTYPES" in start.data)


@reads("dna", title="Discourse Network Analyzer", gives="documents, statements", endings=".dna", seen=_is_dna)
def read_dna(file: File) -> Iterator[Piece]:
    """Read documents and statements; the file is opened read-only and nothing in it is run.

    A document: ``Title``, ``Text``, ``Author``, ``Source`` (`publisher`), and the own columns `section`, `type`,
    `notes` and `dna_id`. ``Date`` is a moment in UTC, in seconds (version 3) or milliseconds (version 2): its day is
    `published`, the moment `published_at`; at midnight sharp only the day is taken as known, and 0 as no date.
    It is called FILE#ID. Notes that begin with lines ``doc: ``, ``url: ``, ``language: ``, as ``to_dna`` writes
    them, fill these columns.

    A statement: ``Start`` and ``Stop`` count units of UTF-16, from 0, ``Stop`` exclusive; they become code points.
    A variable fills the column of its name, ours (`act`, `addressee`, `statement_id` ...) or its own; besides,
    ``person`` is the `speaker`, ``organization`` the `actor` (as its code, where the codebook has exactly this name
    as alias, label or code), ``concept`` a theme, and without a variable ``act`` an ``agreement`` of 1 is the act
    ``supports``, of 0 ``rejects``. `organization`, `concept`, `agreement` stay as own columns; the type's label is
    `statement_type`; attributes of a value, such as Type, are columns like `person_type`. The coder's name is the
    `coder`; the day is the document's, `date_basis` page. Statements of one place that share a `statement_id` are
    one with several themes. Regular expressions for highlighting and links between statements are not read.

    Versions 2.0 (values as text, or in ``ATTRIBUTES``), 3.0 (``ENTITIES``) and 3.1 (roles) are read.
    Source: the statements with which DNA itself makes its tables (leifeld-lab/dna, ``Sql.java``); DNA user manual.
    """
    with closing(Database.of(file)) as database:
        try:
            yield from _pieces(database, file)
        except sqlite3.Error as error:
            raise Unreadable(f"no DNA database that can be read ({error})") from None
        except (OverflowError, MemoryError, UnicodeDecodeError):  # the last where a column's own name is damaged
            raise Unreadable("no DNA database that can be read (a value is too large, or no text)") from None


def _pieces(database: Database, file: File) -> Iterator[Piece]:
    statements = coded_statements(database)
    waiting: list[dict[str, object]] = []
    for row in database.rows("DOCUMENTS"):
        number = row.get("id") if isinstance(row.get("id"), int) else None
        try:
            document = _document(row, number, file, database.version)
        except (ValueError, OverflowError):
            yield Problem(f"Date is {str(row.get('date'))[:60]!r}; allowed is a moment in Unix time; the document is "
                          "kept without it", number, "incomplete")  # fmt: skip
            document = _document(row | {"date": None}, number, file, database.version)
        yield document
        coded = statements.pop(number, [])
        if document.text.strip():
            yield from _waiting(document, coded, waiting)
        if len(waiting) >= _BATCH:
            yield from _laid_out(waiting)
            waiting = []
    yield from _laid_out(waiting)
    for document_id, coded in statements.items():
        yield from (Problem(f"a statement on document {document_id}, which is not there", each.id) for each in coded)


def _document(row: dict[str, Any], number: int | None, file: File, version: str) -> Document:
    moment = _moment(row.get("date"), version)
    known = {name: _text(row.get(name)) for name in ("title", "text", "author", "source", "section", "type", "notes")}
    ours, known["notes"] = _notes(known["notes"] or "")
    others = {name: known[name] for name in ("section", "type", "notes") if known[name]}
    midnight = moment is not None and moment.time() == dt.time()
    return Document(
        known["text"] or "", doc=ours.get("doc") or f"{file.own_name}#{number}",
        title=known["title"], author=known["author"], publisher=known["source"],
        published=moment.date() if moment and midnight else moment, url=ours.get("url"), language=ours.get("language"),
        record=number, others=others | ({"dna_id": number} if number is not None else {}),
    )  # fmt: skip


def _notes(text: str) -> tuple[dict[str, str], str | None]:
    """Return what the first lines of a note say of our columns, and the rest of it."""
    ours, lines = {}, text.split("\n")
    while lines and (match := _NOTE.fullmatch(lines[0])):
        ours[match[1]] = match[2]
        del lines[0]
    return ours, "\n".join(lines) or None


def _text(value: object) -> str | None:
    return str(value) if isinstance(value, str | int | float) and str(value) else None


def _moment(value: object, version: str) -> dt.datetime | None:
    if value is None or value == 0:
        return None
    if not isinstance(value, int):
        raise ValueError("no moment")
    return _EPOCH + dt.timedelta(milliseconds=value if version.startswith("2") else value * 1000)


def _waiting(document: Document, coded: list[Coded], waiting: list[dict[str, object]]) -> Iterator[Piece]:
    """Lay the statements of one document out; those of one place and id are one."""
    wide = wide_characters(document.text)
    same: dict[tuple[object, ...], dict[str, object]] = {}
    for each in coded:
        span = (code_points(each.start, wide), code_points(each.stop, wide))
        key = (each.features.get("statement_id"), span)
        if key[0] and key in same:
            same[key]["themes"] = [*_list(same[key]), *_list(each.features)]
            continue
        try:
            row = statement_of(document, [span], each.id, each.features, each.id)
        except Unreadable as problem:
            yield Problem(problem.reason, problem.record)
            continue
        same[key] = row | {"_record": each.id}
        waiting.append(same[key])


def _list(features: Any) -> list[Any]:
    return list(features.get("themes") or [])


def _laid_out(waiting: list[dict[str, object]]) -> Iterator[Piece]:
    records = [int(str(row.pop("_record"))) for row in waiting]
    return rows_of(waiting, records, schema.STATEMENTS)
