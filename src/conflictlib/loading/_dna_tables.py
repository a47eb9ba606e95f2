"""The tables of a DNA database, whatever its version: opened without trust, read row by row."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from conflictlib.codebook import shipped_codebook
from conflictlib.loading._files import LARGEST, File
from conflictlib.loading._pieces import Unreadable

_NEEDED = ("DOCUMENTS", "STATEMENTS", "STATEMENTTYPES", "VARIABLES")
_VALUES = ("DATASHORTTEXT", "DATALONGTEXT", "DATABOOLEAN", "DATAINTEGER")
_NAMES = (("VARIABLES", "variable"), ("ROLES", "rolename"))
_ACTS = {0: "rejects", 1: "supports"}


@dataclass(frozen=True)
class Database:
    """An open database: its true tables with their columns in lower case, and DNA's version."""

    connection: sqlite3.Connection
    tables: dict[str, list[str]]
    version: str
    size: int

    @classmethod
    def of(cls, file: File) -> Database:
        """Open a file, or say why it is no DNA database."""
        if file.size > LARGEST:
            raise Unreadable(f"larger than {LARGEST:,} bytes, the most that is read of a file of this kind")
        address = f"{file.path.resolve().as_uri()}?mode=ro&immutable=1"
        try:
            connection = sqlite3.connect(address, uri=True)
        except sqlite3.Error as error:
            raise Unreadable(f"no SQLite database that can be opened ({error})") from None
        try:
            _bound(connection, file.size)
            tables = _tables(connection)
            lacking = [name for name in _NEEDED if name not in tables]
            if lacking:
                raise Unreadable(f"no DNA database: there is no table {', '.join(lacking)}")
            settings = _dicts(connection, "SETTINGS", tables["SETTINGS"], file.size) if "SETTINGS" in tables else ()
            version = next((str(row["value"]) for row in settings if row.get("property") == "version"), "3")
            return cls(connection, tables, version, file.size)
        except (sqlite3.Error, OverflowError, MemoryError, UnicodeDecodeError) as error:
            connection.close()
            raise Unreadable(f"no DNA database that can be read ({error})") from None
        except Unreadable:
            connection.close()
            raise

    def rows(self, table: str) -> Iterator[dict[str, Any]]:
        """Give the rows of a table; none where the version does not have it."""
        if table in self.tables:
            yield from _dicts(self.connection, table, self.tables[table], self.size)

    def close(self) -> None:
        """Close it."""
        self.connection.close()


def _bound(connection: sqlite3.Connection, size: int) -> None:
    """Keep a crafted file from running code, from going round in circles and from filling the memory."""
    connection.text_factory = lambda data: data.decode("utf-8", "replace")
    connection.execute("PRAGMA trusted_schema = OFF")
    connection.execute("PRAGMA query_only = ON")
    connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, min(size + 1_000, 1_000_000_000))
    rounds = iter(range(100 + size // 1_000))  # of 10,000 steps each: ten steps a byte are more than any table needs
    connection.set_progress_handler(lambda: next(rounds, None) is None, 10_000)


def _tables(connection: sqlite3.Connection) -> dict[str, list[str]]:
    """Return the tables that hold rows of their own: no views, no virtual tables."""
    found = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND rootpage > 0").fetchall()
    names = [name for (name,) in found if isinstance(name, str) and name.isascii() and name.isidentifier()]
    return {
        name.upper(): [str(row[1]).lower() for row in connection.execute(f'PRAGMA table_info("{name}")')]
        for name in names
    }


def _dicts(connection: sqlite3.Connection, table: str, columns: list[str], size: int) -> Iterator[dict[str, Any]]:
    n_characters = 0
    for row in connection.execute(f'SELECT * FROM "{table}"'):  # noqa: S608 (a name out of its own list of tables)
        n_characters += sum(len(value) for value in row if isinstance(value, str | bytes))
        if n_characters > size:  # rows that share their pages
            raise Unreadable(f"no DNA database that can be read ({table} holds more than the whole file)")
        yield dict(zip(columns, row, strict=False))


@dataclass
class Coded:
    """One statement as DNA has it; offsets in units of UTF-16."""

    id: int
    start: int
    stop: int
    features: dict[str, Any] = field(default_factory=dict)


def coded_statements(database: Database) -> dict[Any, list[Coded]]:
    """Return the statements by the number of their document, in the order of the text."""
    types = {row.get("id"): row.get("label") for row in database.rows("STATEMENTTYPES")}
    coders = {row.get("id"): row.get("name") for row in database.rows("CODERS")}
    values = _values(database)
    named = {str(row.get(column)) for table, column in _NAMES for row in database.rows(table)}
    found: dict[Any, list[Coded]] = {}
    for row in database.rows("STATEMENTS"):
        if not all(isinstance(row.get(name), int) for name in ("id", "start", "stop")):
            raise Unreadable("no DNA database that can be read (a statement without number or place)")
        features = _features(values.get(row.get("id"), {}), acts="act" not in named)
        features |= {"coder": coders.get(row.get("coder")), "statement_type": types.get(row.get("statementtypeid"))}
        found.setdefault(row.get("documentid"), []).append(Coded(row["id"], row["start"], row["stop"], features))
    for coded in found.values():
        coded.sort(key=lambda each: (each.start, each.id))
    return found


def _values(database: Database) -> dict[Any, dict[str, list[Any]]]:
    """Return the values of each statement by variable or role; a role may have several."""
    names = {row.get("id"): str(row.get("variable")) for row in database.rows("VARIABLES")}
    roles = {row.get("id"): str(row.get("rolename")) for row in database.rows("ROLES")}
    links = {row.get("id"): roles.get(row.get("roleid"), "role") for row in database.rows("ROLEVARIABLELINKS")}
    texts, attributes = _texts(database), _attributes(database)
    found: dict[Any, dict[str, list[Any]]] = {}
    for table in _VALUES:
        for row in database.rows(table):
            name = links.get(row.get("rolevariablelinkid")) or names.get(row.get("variableid"), "variable")
            raw = row.get("entity", row.get("value"))
            raw = raw.decode("utf-8", "replace") if isinstance(raw, bytes) else raw
            value = texts.get(raw) if table == "DATASHORTTEXT" and isinstance(raw, int) else raw
            if value is None or value == "":
                continue
            of = found.setdefault(row.get("statementid"), {})
            of.setdefault(name, []).append(value)
            for attribute, said in attributes.get(raw, {}).items() if table == "DATASHORTTEXT" else ():
                of.setdefault(f"{name}_{attribute}", []).append(said)
    return found


def _texts(database: Database) -> dict[Any, Any]:
    """Return the values of short texts by their number; none where they stand in the statement's own row."""
    if "ENTITIES" in database.tables:
        return {row.get("id"): row.get("value") for row in database.rows("ENTITIES")}
    return {row.get("id"): row.get("value") for row in database.rows("ATTRIBUTES")}


def _attributes(database: Database) -> dict[Any, dict[str, Any]]:
    """Return what is said of a value, such as its type, by the value's number."""
    names = {row.get("id"): str(row.get("attributevariable")).lower() for row in database.rows("ATTRIBUTEVARIABLES")}
    found: dict[Any, dict[str, Any]] = {}
    for row in database.rows("ATTRIBUTEVALUES"):
        if row.get("attributevalue") and row.get("attributevariableid") in names:
            found.setdefault(row.get("entityid"), {})[names[row["attributevariableid"]]] = row["attributevalue"]
    return found


def _features(values: dict[str, list[Any]], *, acts: bool) -> dict[str, Any]:
    """Return variables as features, and the columns that DNA's own four fill; with `acts`, agreement is an act."""
    features: dict[str, Any] = {name: given[0] if len(given) == 1 else ";".join(map(str, given))
                                for name, given in values.items()}  # fmt: skip
    plain = {name.lower(): given for name, given in values.items()}
    if "person" in plain:
        features["speaker"] = str(plain["person"][0])
        features = {name: value for name, value in features.items() if name.lower() != "person"}
    if "organization" in plain:
        name = str(plain["organization"][0])
        features["actor"] = shipped_codebook().actor_named(name) or name
    if "concept" in plain:
        features["themes"] = [str(concept) for concept in plain["concept"]]
    if acts and "agreement" in plain:
        features["act"] = _ACTS.get(plain["agreement"][0])
    return features
