"""The tables: their columns, types and codes, and the one check of them.

Every table is a plain pandas DataFrame, one row per thing; a missing value is NA.
"""

from __future__ import annotations

from conflictlib.schema.checking import check
from conflictlib.schema.laying_out import DTYPES, TableError, conform, empty
from conflictlib.schema.tables import (
    DATE_BASES,
    DOCUMENTS,
    DUPLICATES,
    EVENTS,
    EVIDENCE,
    LEVELS,
    PROBLEMS,
    QUOTES,
    STATEMENTS,
    Column,
    Table,
)

__all__ = [
    "DATE_BASES",
    "DOCUMENTS",
    "DTYPES",
    "DUPLICATES",
    "EVENTS",
    "EVIDENCE",
    "LEVELS",
    "PROBLEMS",
    "QUOTES",
    "STATEMENTS",
    "Column",
    "Table",
    "TableError",
    "check",
    "conform",
    "empty",
]
