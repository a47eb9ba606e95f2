"""Tables as files of other programs. What goes out comes in again with ``load``, as far as the format can hold it.

Every file is written beside its place first and then put there in one step; the same tables give the same bytes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from conflictlib.writing.brat import to_brat
from conflictlib.writing.csv_table import to_csv
from conflictlib.writing.dna import to_dna
from conflictlib.writing.graphml import to_graphml
from conflictlib.writing.json_lines import jsonl_of, plain_rows, to_jsonl
from conflictlib.writing.parquet import to_parquet
from conflictlib.writing.plover import to_plover
from conflictlib.writing.quanteda import to_quanteda

#: How a table is written, by the ending of the file's name.
WRITERS: Mapping[str, Callable[[Any, Any], None]] = {".csv": to_csv, ".jsonl": to_jsonl, ".parquet": to_parquet}

__all__ = [
    "WRITERS",
    "jsonl_of",
    "plain_rows",
    "to_brat",
    "to_csv",
    "to_dna",
    "to_graphml",
    "to_jsonl",
    "to_parquet",
    "to_plover",
    "to_quanteda",
]
