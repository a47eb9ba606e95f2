"""The records of a JSON or JSON Lines file, one at a time."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

from conflictlib.loading._files import File, printable
from conflictlib.loading._pieces import Problem, Unreadable
from conflictlib.loading._start import Start

_KINDS = {list: "list", str: "text", int: "number", float: "number", bool: "truth value", type(None): "null"}
LINES = (".jsonl", ".ndjson")


def records(file: File) -> Iterator[tuple[int | None, dict[str, object]] | Problem]:
    """Give each object of a JSON file with its number, from 1, or its line; no number where it is the only one.

    A file is read as JSON Lines if it is called so, or if its first line is a whole value and not the only line.
    A line that is no JSON, or no object, is a problem, and the rest is read.
    """
    for found in values(file):
        if isinstance(found, Problem):
            yield found
        elif isinstance(found[1], dict):
            yield found[0], with_our_names(found[1], file.columns)
        else:
            yield Problem(f"a {_KINDS.get(type(found[1]), 'value')}, not an object", found[0] or 1)


def values(file: File) -> Iterator[tuple[int | None, object] | Problem]:
    """Give each value of a JSON file, object or not, as `records` numbers them; for formats with lists of lists."""
    return _lines(file) if _in_lines(file) else _whole(file)


def json_value(file: File) -> object:
    """Return the one value of a JSON file."""
    try:
        return _printable(json.loads(file.text()))
    except (ValueError, RecursionError) as error:
        raise Unreadable(_what(error), getattr(error, "lineno", None)) from None


def _in_lines(file: File) -> bool:
    if file.own_name.lower().endswith(LINES):
        return True
    lines = Start(file).lines
    return len(lines) > 1 and _is_json(lines[0])


def _is_json(text: str) -> bool:
    try:
        return isinstance(json.loads(text), dict | list)
    except (ValueError, RecursionError):
        return False


def _whole(file: File) -> Iterator[tuple[int | None, object] | Problem]:
    value = json_value(file)
    listed = value if isinstance(value, list) else [value]
    if not listed:
        raise Unreadable("a list without records")
    for number, record in enumerate(listed, 1):
        yield (number if len(listed) > 1 else None), record


def _lines(file: File) -> Iterator[tuple[int | None, object] | Problem]:
    # split at line feeds only: a text may hold other line separators
    for number, line in enumerate(file.lines(), 1):
        if line.strip():
            try:
                yield number, _printable(json.loads(line.rstrip("\r\n")))
            except (ValueError, RecursionError) as error:
                yield Problem(_what(error), number)


def with_our_names(record: dict[str, object], columns: Mapping[str, str]) -> dict[str, object]:
    """Give the fields that the user named our names; a dot in a name leads into an object."""
    renamed = dict(record)
    for ours, theirs in columns.items():
        value: object = record
        for part in [theirs] if theirs in record else theirs.split("."):
            value = value.get(part) if isinstance(value, dict) else None
        renamed.pop(theirs, None)
        renamed[ours] = value
    return renamed


def _what(error: ValueError | RecursionError) -> str:
    if isinstance(error, json.JSONDecodeError):
        return f"no JSON from character {error.colno} of the line on ({error.msg})"
    return "JSON nested too deeply" if isinstance(error, RecursionError) else f"no JSON ({error})"


def _printable(record: object) -> object:
    """Return the record with half characters replaced in its texts: JSON can spell them, no table can hold them."""
    if isinstance(record, str):
        return record if record.isascii() else printable(record)
    if isinstance(record, dict):
        return {key if key.isascii() else printable(key): _printable(value) for key, value in record.items()}
    return [_printable(value) for value in record] if isinstance(record, list) else record
