"""The tables of a DNA 3.0 database, as DNA makes them itself (leifeld-lab/dna, ``Sql.java``, version 3.0.7)."""

from __future__ import annotations

_NUMBER = "INTEGER NOT NULL PRIMARY KEY"
_KEY = "INTEGER PRIMARY KEY NOT NULL"


def _short(name: str, default: str = "") -> str:
    return f"{name} TEXT NOT NULL {default} CHECK (LENGTH({name}) < 191)"


def _yes_no(name: str, default: int = 1) -> str:
    return f"{name} INTEGER NOT NULL CHECK ({name} BETWEEN 0 AND 1) DEFAULT {default}"


def _colour(start: str = "INTEGER NOT NULL DEFAULT 0") -> list[str]:
    return [f"{name} {start} CHECK ({name} BETWEEN 0 AND 255)" for name in ("Red", "Green", "Blue")]


def _of(column: str, table: str) -> str:
    return f"FOREIGN KEY({column}) REFERENCES {table}(ID) ON DELETE CASCADE"


def _value(value: str, *more: str) -> list[str]:
    of = [_of("StatementId", "STATEMENTS"), _of("VariableId", "VARIABLES"), *more, "UNIQUE (StatementId, VariableId)"]
    return [f"ID {_KEY}", "StatementId INTEGER NOT NULL", "VariableId INTEGER NOT NULL", value, *of]


_PERMISSIONS = (
    "AddDocuments EditDocuments DeleteDocuments ImportDocuments AddStatements EditStatements DeleteStatements"
    " EditAttributes EditRegex EditStatementTypes EditCoders EditCoderRelations ViewOthersDocuments"
    " EditOthersDocuments ViewOthersStatements EditOthersStatements"
).split()

#: Name of each table: its columns and constraints, in DNA's own order.
TABLES: dict[str, list[str]] = {
    "SETTINGS": ["Property TEXT PRIMARY KEY", "Value TEXT NOT NULL"],
    "CODERS": [
        f"ID {_NUMBER}", _short("Name"), *_colour(),
        "Refresh INTEGER NOT NULL CHECK (Refresh BETWEEN 0 AND 9999) DEFAULT 0",
        "FontSize INTEGER NOT NULL CHECK (FontSize BETWEEN 1 AND 99) DEFAULT 14", _short("Password"),
        "PopupWidth INTEGER CHECK (PopupWidth BETWEEN 100 AND 9999) DEFAULT 300",
        _yes_no("ColorByCoder", 0), _yes_no("PopupDecoration", 0), _yes_no("PopupAutoComplete"),
        *(_yes_no(f"Permission{name}") for name in _PERMISSIONS),
    ],
    "DOCUMENTS": [
        f"ID {_NUMBER}", _short("Title"), "Text TEXT NOT NULL", "Coder INTEGER",
        *(_short(name, "DEFAULT ''") for name in ("Author", "Source", "Section")), "Notes TEXT NOT NULL DEFAULT ''",
        _short("Type", "DEFAULT ''"), "Date INTEGER NOT NULL", _of("Coder", "CODERS"),
    ],
    "STATEMENTTYPES": [f"ID {_NUMBER}", _short("Label"), *_colour()],
    "VARIABLES": [
        f"ID {_NUMBER}", _short("Variable"),
        "DataType TEXT NOT NULL CHECK (DataType IN ('boolean', 'integer', 'long text', 'short text'))"
        " DEFAULT 'short text'",
        "StatementTypeId INTEGER", _of("StatementTypeId", "STATEMENTTYPES"), "UNIQUE (Variable, StatementTypeId)",
    ],
    "VARIABLELINKS": [
        f"ID {_NUMBER}", "SourceVariableId INTEGER", "TargetVariableId INTEGER",
        "CHECK (TargetVariableId != SourceVariableId)",
        _of("SourceVariableId", "VARIABLES"), _of("TargetVariableId", "VARIABLES"),
    ],
    "REGEXES": ["Label TEXT PRIMARY KEY CHECK (LENGTH(Label) < 191)", *_colour()],
    "CODERRELATIONS": [
        f"ID {_NUMBER}", "Coder INTEGER CHECK(Coder > 0)", "OtherCoder INTEGER CHECK(OtherCoder > 0)",
        *(_yes_no(name) for name in ("viewStatements", "editStatements", "viewDocuments", "editDocuments")),
        "CHECK (Coder != OtherCoder)", _of("Coder", "CODERS"), _of("OtherCoder", "CODERS"),
    ],
    "STATEMENTS": [
        f"ID {_NUMBER}", "StatementTypeId INTEGER", "DocumentId INTEGER",
        "Start INTEGER NOT NULL CHECK(Start >= 0)", "Stop INTEGER NOT NULL CHECK(Stop >= 0)", "Coder INTEGER",
        "CHECK (Start < Stop)", _of("StatementTypeId", "STATEMENTTYPES"), _of("Coder", "CODERS"),
        _of("DocumentId", "DOCUMENTS"),
    ],
    "DATABOOLEAN": _value("Value INTEGER NOT NULL DEFAULT 1"),
    "DATAINTEGER": _value("Value INTEGER NOT NULL DEFAULT 0"),
    "ENTITIES": [
        f"ID {_KEY}", "VariableId INTEGER NOT NULL", _short("Value", "DEFAULT ''"), *_colour("INTEGER"),
        "ChildOf INTEGER CHECK(ChildOf > 0)", "UNIQUE (VariableId, Value)",
        _of("ChildOf", "ENTITIES"), _of("VariableId", "VARIABLES"),
    ],
    "DATASHORTTEXT": _value("Entity INTEGER NOT NULL", _of("Entity", "ENTITIES")),
    "DATALONGTEXT": _value("Value TEXT DEFAULT ''"),
    "ATTRIBUTEVARIABLES": [
        f"ID {_KEY}", "VariableId INTEGER NOT NULL", _short("AttributeVariable"),
        "UNIQUE(VariableId, AttributeVariable)", _of("VariableId", "VARIABLES"),
    ],
    "ATTRIBUTEVALUES": [
        f"ID {_KEY}", "EntityId INTEGER NOT NULL", "AttributeVariableId INTEGER NOT NULL",
        _short("AttributeValue", "DEFAULT ''"), "UNIQUE (EntityId, AttributeVariableId)",
        _of("EntityId", "ENTITIES"), _of("AttributeVariableId", "ATTRIBUTEVARIABLES"),
    ],
}  # fmt: skip
