"""A coding sheet as one page: it works offline, loads nothing, and runs no script but its own."""

from __future__ import annotations

import base64
import hashlib
import json
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from conflictlib.codebook import shipped_codebook
from conflictlib.reliability.codes import NO_STATEMENT
from conflictlib.webpage import day, environment, write

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import pandas as pd

    from conflictlib.codebook import Codebook

TEMPLATES = Path(__file__).parent / "templates"

#: What nobody can code by: the page's own keys are no letters or digits, but these are told apart with trouble.
_LETTERS = "abcdefghijklmnopqrstuvwxyz123456789"


def as_page(sheet: pd.DataFrame, pieces: Sequence[Iterable[tuple[str, bool]]], codebook: Codebook | None) -> bytes:
    """Return the page of a sheet; `pieces` are the words around each statement, and whether they are of it."""
    book = codebook or shipped_codebook()
    content = {
        "statements": [_statement(row, around, book) for row, around in zip(_rows(sheet), pieces, strict=True)],
        "acts": [*_codes(book.acts, keys=True), _NO_STATEMENT],
        "themes": _codes(book.themes),
        "codebook": book.digest[:12],
        "coder": str(sheet["coder"].iloc[0]) if "coder" in sheet.columns and len(sheet) else "",
    }
    data = _as_json(content)
    script, style = ((TEMPLATES / f"sheet.{kind}").read_text(encoding="utf-8").strip() for kind in ("js", "css"))
    values = {
        "data": data, "script": script, "style_of_sheet": style, "policy": _policy(script, style),
        "key": hashlib.sha256(data.encode("utf-8", "replace")).hexdigest()[:16],
        "version": version("conflictlib"), "codebook": book.digest[:12], "n": len(sheet),
    }  # fmt: skip
    return write(environment(TEMPLATES), "sheet.html.j2", values)


#: What may be said of a row that the coder of a page took for a statement by mistake.
_NO_STATEMENT = {
    "code": NO_STATEMENT, "label": "no statement", "key": "0", "include": "", "exclude": "",
    "definition": "This is no public statement: nobody is reported to say or do anything by speaking.",
}  # fmt: skip


def _rows(sheet: pd.DataFrame) -> list[dict[str, Any]]:
    return [{str(name): value for name, value in row.items()} for row in sheet.to_dict("records")]


def _statement(row: dict[str, Any], pieces: Iterable[tuple[str, bool]], book: Codebook) -> dict[str, Any]:
    actor = row["actor"] if isinstance(row["actor"], str) else ""
    return {
        "id": row["statement_id"],
        "day": day(row["date"]),
        "actor": book.label(actor) if actor else "actor not coded",
        "text": row["text"] if isinstance(row["text"], str) else "",
        "context": [[words, int(marked)] for words, marked in pieces],
    }


def _codes(table: pd.DataFrame, *, keys: bool = False) -> list[dict[str, str]]:
    """Return codes with what the codebook says of them and, if wanted, a key for each."""
    wanted = ("code", "label", "definition", "include", "exclude")
    rows = [{name: str(row[name]) for name in wanted} for row in table.to_dict("records")]
    if keys:
        given = _keys([row["label"] for row in rows])
        rows = [{**row, "key": key} for row, key in zip(rows, given, strict=True)]
    return rows


def _keys(labels: Sequence[str]) -> list[str]:
    """Return a key for each label: the first of its letters that is free, else any that is; then none.

    >>> _keys(["calls for", "condemns", "consults"])
    ['c', 'o', 'n']
    """
    free, given = list(_LETTERS), []
    for label in labels:
        key = next((sign for sign in label.lower() if sign in free), free[0] if free else "")
        if key:
            free.remove(key)
        given.append(key)
    return given


def _as_json(content: object) -> str:
    """Write JSON that may stand in a script element: no sign of it ends the element or begins a comment."""
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return text


def _policy(script: str, style: str) -> str:
    """Return the page's own rule: nothing is loaded from anywhere, and only this script and this style count."""
    shown = {kind: base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
             for kind, text in (("script", script), ("style", style))}  # fmt: skip
    return (f"default-src 'none'; script-src 'sha256-{shown['script']}'; style-src 'sha256-{shown['style']}'; "
            "base-uri 'none'; form-action 'none'")  # fmt: skip
