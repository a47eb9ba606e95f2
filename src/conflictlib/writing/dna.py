"""Statements and documents as a database of the Discourse Network Analyzer (DNA 3)."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from conflictlib.codebook import Codebook, shipped_codebook
from conflictlib.offsets import utf16_units, wide_characters
from conflictlib.writing._dna_schema import TABLES
from conflictlib.writing._files import put
from conflictlib.writing._placing import Placed, Row, placed

if TYPE_CHECKING:
    import pandas as pd

_ADMIN = "Admin"
_TYPES = ((1, "DNA Statement", 239, 208, 51), (2, "Annotation", 211, 211, 211))
_VARIABLES = ("person", "organization", "concept", "agreement", "act", "addressee", "statement_id")
_SHORT = ("author", "publisher", "section", "type")
_NOTES = ("doc", "url", "language")
_LONGEST = 190  # characters, of whatever DNA shows in a list
_COLOURS = ((255, 255, 0), (51, 153, 255), (255, 102, 102), (102, 255, 0))


def to_dna(
    statements: pd.DataFrame,
    documents: pd.DataFrame,
    path: str | os.PathLike[str],
    *,
    password: str = "dna",  # noqa: S107 (not a secret: the file is no safer with it)
    codebook: Codebook | None = None,
) -> pd.DataFrame:
    """Write a database that opens in DNA 3, statements in place.

    To open it: Document > Open database, choose the file, log in as coder ``Admin`` with `password`. All coders of
    the file have that password and every permission.

    A statement is of DNA's standard type "DNA Statement": `speaker` is ``person``, the label of `actor`
    ``organization``, each of the `themes` a ``concept`` in a statement of its own at the same place, as network
    analysis in DNA needs it; ``agreement`` is 0 where the act opposes (`polarity` -1 in the codebook), else 1, turned
    over where it is negated. Besides, the variables ``act``, ``addressee`` and ``statement_id``. The attribute Alias
    of an organization is its code. A statement in several spans is marked from its first to its last.

    What comes in again with ``load``: of statements `statement_id`, `doc_id`, `doc`, `actor`, `speaker`, `addressee`,
    `act`, `themes`, `coder` (``Admin`` where there was none), `start`, `end`, and `text` and `spans` where there is
    one; `date` and `date_basis` where it is the page's. Of documents `doc_id`, `doc`, `title` and the others up to
    190 characters, `text`, `published_at`, `published` where it is that moment's day in UTC (a document without any
    stands at 1 January 1970), `url`, `publisher`, `author`, `language`, and the own columns `section`, `type`,
    `notes`.

    The same tables give the same bytes with the same version of SQLite.
    Source: leifeld-lab/dna, ``Sql.java`` (tables); jasypt, ``StrongPasswordEncryptor`` (passwords).

    Parameters
    ----------
    statements, documents
        Statements, and the documents that they stand in.
    path
        The file, usually in ``.dna``; it is replaced in one step.
    password
        The coders' password.
    codebook
        Whose labels and polarities; the shipped one if not given.

    Returns
    -------
    pandas.DataFrame
        Problems: a row for each statement that has no place in one of the documents (``refused``; `line` is its row
        in `statements`), and for each text that was cut to 190 characters (``incomplete``).

    Raises
    ------
    ValueError
        `password` is empty.
    """
    if not password:
        raise ValueError("password is empty; DNA asks for one")
    given = placed(statements, documents, path)
    content = _Content(given, codebook or shipped_codebook())
    for number, (document, coded) in enumerate(given.documents, 1):
        content.document(number, document)
        for statement in coded:
            content.statement(number, document["text"], statement)
    put(path, _database(content.tables(password)))
    return given.told


def _database(tables: dict[str, list[tuple[Any, ...]]]) -> bytes:
    with closing(sqlite3.connect(":memory:")) as database:
        database.execute("PRAGMA page_size = 4096")
        for name, columns in TABLES.items():
            database.execute(f"CREATE TABLE {name}({', '.join(columns)})")
        for name, rows in tables.items():
            for row in rows:
                marks = ", ".join("?" * len(row))
                names = ", ".join(column.split()[0] for column in TABLES[name][: len(row)])
                database.execute(f"INSERT INTO {name}({names}) VALUES ({marks})", row)  # noqa: S608 (own names)
        database.commit()
        database.execute("VACUUM")
        return database.serialize()


@dataclass
class _Content:
    """The rows of the database, as they are gathered."""

    given: Placed
    codebook: Codebook
    documents: list[tuple[Any, ...]] = field(default_factory=list)
    statements: list[tuple[Any, ...]] = field(default_factory=list)
    agreements: list[tuple[Any, ...]] = field(default_factory=list)
    values: list[tuple[Any, ...]] = field(default_factory=list)
    coders: dict[str, int] = field(default_factory=lambda: {_ADMIN: 1})
    entities: dict[tuple[int, str], int] = field(default_factory=dict)
    aliases: dict[int, str] = field(default_factory=dict)

    def document(self, number: int, row: Row) -> None:
        """Add a document."""
        short = [self._cut(row.get(name), f"{row['doc']}: {name}", None) for name in _SHORT]
        title = self._cut(row.get("title") or row["doc"], f"{row['doc']}: title", None)
        lines = [f"{name}: {row[name]}" for name in _NOTES if row.get(name)]
        notes = "\n".join([*lines, *([str(row["notes"])] if row.get("notes") else [])])
        author, source, section, kind = short
        self.documents.append((number, title, row["text"], 1, author, source, section, notes, kind, _moment(row)))

    def statement(self, document: int, text: str, row: Row) -> None:
        """Add a statement once for each of its themes."""
        wide = wide_characters(text)
        start, stop = (utf16_units(of(row["spans"]), wide) for of in (_first, _last))
        coder = self._cut(row.get("coder") or _ADMIN, f"{row['statement_id']}: coder", row["line"])
        coder_id = self.coders.setdefault(coder, len(self.coders) + 1)
        for theme in row.get("themes") or [""]:
            number = len(self.statements) + 1
            self.statements.append((number, 1, document, start, stop, coder_id))
            self.agreements.append((number, number, 4, self._agreement(row)))
            for variable, value in self._variables(row, theme).items():
                cut = self._cut(value, f"{row['statement_id']}: {variable}", row["line"])
                variable_id = _VARIABLES.index(variable) + 1
                entity = self.entities.setdefault((variable_id, cut), len(self.entities) + 1)
                self.values.append((len(self.values) + 1, number, variable_id, entity))
                if variable == "organization" and cut:
                    self.aliases.setdefault(entity, str(row["actor"])[:_LONGEST])

    def _variables(self, row: Row, theme: str) -> dict[str, object]:
        actor = row.get("actor")
        label = self.codebook.label(actor) if actor else None
        same = label is not None and (shipped_codebook().actor_named(label) or label) == actor
        return {
            "person": row.get("speaker"), "organization": label if same else actor, "concept": theme,
            "act": row.get("act"), "addressee": row.get("addressee"), "statement_id": row["statement_id"],
        }  # fmt: skip

    def _agreement(self, row: Row) -> int:
        opposes = self.codebook.polarity(str(row.get("act"))) < 0
        return int(opposes == bool(row.get("negated")))

    def _cut(self, value: object, where: str, line: int | None) -> str:
        text = "" if value is None else str(value).replace("\0", "\ufffd")
        if len(text) > _LONGEST:
            self.given.problem(line, f"{where} has {len(text)} characters; DNA holds {_LONGEST}", "incomplete")
        return text[:_LONGEST]

    def tables(self, password: str) -> dict[str, list[tuple[Any, ...]]]:
        """Return the rows of every table."""
        short = [number for number, name in enumerate(_VARIABLES, 1) if name != "agreement"]
        attributes = [(variable, name) for name in ("Type", "Alias", "Notes") for variable in short]
        numbered = list(enumerate(attributes, 1))
        said = [(entity, number, self.aliases.get(entity, "") if (variable, name) == (2, "Alias") else "")
                for (of, _), entity in self.entities.items()
                for number, (variable, name) in numbered if variable == of]  # fmt: skip
        return {
            "SETTINGS": [("version", "3.0.7"), ("date", "2022-06-10")],
            "CODERS": list(_coders(self.coders, password)),
            "DOCUMENTS": self.documents,
            "STATEMENTTYPES": list(_TYPES),
            "VARIABLES": [*((n, name, "boolean" if name == "agreement" else "short text", 1)
                            for n, name in enumerate(_VARIABLES, 1)), (len(_VARIABLES) + 1, "note", "long text", 2)],
            "CODERRELATIONS": list(_relations(len(self.coders))),
            "STATEMENTS": self.statements,
            "DATABOOLEAN": self.agreements,
            "ENTITIES": [(number, variable, value, 0, 0, 0) for (variable, value), number in self.entities.items()],
            "DATASHORTTEXT": self.values,
            "ATTRIBUTEVARIABLES": [(number, variable, name) for number, (variable, name) in numbered],
            "ATTRIBUTEVALUES": [(number, *row) for number, row in enumerate(said, 1)],
        }  # fmt: skip


def _first(spans: list[list[int]]) -> int:
    return min(start for start, _ in spans)


def _last(spans: list[list[int]]) -> int:
    return max(end for _, end in spans)


def _moment(row: Row) -> int:
    """Return a document's moment in seconds since 1970; of a day, its midnight; without any, 0."""
    given = row.get("published_at") or row.get("published")
    if not given:
        return 0
    moment = dt.datetime.fromisoformat(str(given))
    return int((moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)).timestamp())


def _coders(coders: dict[str, int], password: str) -> Iterator[tuple[Any, ...]]:
    for name, number in coders.items():
        yield number, name, *_COLOURS[(number - 1) % len(_COLOURS)], 0, 14, _digest(password, name)


def _relations(n_coders: int) -> Iterator[tuple[int, int, int]]:
    pairs = [(one, other) for one in range(1, n_coders + 1) for other in range(1, n_coders + 1) if one != other]
    for number, (one, other) in enumerate(pairs, 1):
        yield number, one, other


def _digest(password: str, name: str) -> str:
    """Return a password as DNA keeps it: 16 bytes of salt, and SHA-256 of salt and password, 100,000 times over.

    The salt comes from the coder's name, so that the same tables give the same file.
    """
    salt = hashlib.sha256(name.encode()).digest()[:16]
    digest = salt + password.encode()
    for _ in range(100_000):
        digest = hashlib.sha256(digest).digest()
    return base64.b64encode(salt + digest).decode()
