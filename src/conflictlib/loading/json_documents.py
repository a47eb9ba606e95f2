"""JSON and JSON Lines: documents, WordPress posts or statements, told apart record by record."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

from conflictlib.loading import html_pages
from conflictlib.loading._files import Found, Unreadable, printable
from conflictlib.loading._rows import STATEMENT_MARKS, add_document, add_statements, published, words

_KNOWN = (
    "known are documents (`text`, with `doc`, `title`, `url`, `publisher`, `published`), "
    "WordPress posts (`title.rendered`, `content.rendered`, `date`) and statements (`statement_id`, `text`, ...)"
)


def looks_like_json(text: str) -> bool:
    """Say whether a file holds JSON or JSON Lines, whatever its name."""
    first = text.lstrip()[:1]
    if first not in ("{", "["):
        return False
    line = text.lstrip().split("\n", 1)[0]
    return any(_is_json(part) for part in (line, text))


def _is_json(text: str) -> bool:
    try:
        return isinstance(json.loads(text), dict | list)
    except (ValueError, RecursionError):
        return False


def read_json(text: str, name: str) -> Found:
    """Return what a JSON file holds; a record that can't be read is a problem with its line or number.

    `name` is the file's name: a document without a `doc` of its own is called after it, with ``#`` and its line
    or number where the file holds several.
    """
    found = Found()
    statements: list[tuple[int, Mapping[str, object]]] = []
    for number, record, label in _records(text, name, found):
        try:
            if not isinstance(record, dict):
                raise Unreadable(f"a {_KINDS.get(type(record), 'value')}, not an object; {_KNOWN}")
            if STATEMENT_MARKS & record.keys():
                statements.append((number, record))
            else:
                _add_document(record, label, number, found)
        except Unreadable as problem:
            found.problems.append((number, problem.reason))
    if statements:
        add_statements([record for _, record in statements], [number for number, _ in statements], found)
    return found


_KINDS = {list: "list", str: "text", int: "number", float: "number", bool: "truth value", type(None): "null"}


def _records(text: str, name: str, found: Found) -> Iterator[tuple[int, object, str]]:
    """Give each record with its line or number and the name of its document."""
    try:
        whole = json.loads(text)
    except (ValueError, RecursionError) as error:
        if not (name.lower().endswith((".jsonl", ".ndjson")) or _is_json(text.lstrip().split("\n", 1)[0])):
            raise Unreadable(_what(error), getattr(error, "lineno", None)) from None
    else:
        records = whole if isinstance(whole, list) else [whole]
        if not records:
            raise Unreadable("a list without records")
        for number, record in enumerate(records, 1):
            yield number, _printable(record), name if len(records) == 1 else f"{name}#{number}"
        return
    # split at line feeds only: a text may hold other line separators
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            try:
                yield number, _printable(json.loads(line)), f"{name}#{number}"
            except (ValueError, RecursionError) as error:
                found.problems.append((number, _what(error)))


def _what(error: ValueError | RecursionError) -> str:
    if isinstance(error, json.JSONDecodeError):
        return f"no JSON from character {error.colno} of the line on ({error.msg})"
    return "JSON nested too deeply" if isinstance(error, RecursionError) else f"no JSON ({error})"


def _printable(record: object) -> object:
    """Return the record with half characters replaced in its texts: JSON can spell them, no table can hold them."""
    if isinstance(record, str):
        return printable(record)
    if isinstance(record, dict):
        return {printable(key): _printable(value) for key, value in record.items()}
    return [_printable(value) for value in record] if isinstance(record, list) else record


def _add_document(record: dict[str, object], name: str, number: int, found: Found) -> None:
    content = record.get("content")
    if isinstance(content, dict) and "rendered" in content:
        post = {**_post(record), "doc": name}
        found.documents.append({**post, "published": published(record.get("date"), number, found)})
    elif "text" in record:
        add_document(record, name, number, found)
        found.documents[-1]["format"] = "json"
    else:
        raise Unreadable(f"an object with {_named(record)}; {_KNOWN}")


def _post(post: dict[str, object]) -> dict[str, object]:
    """Return what a reader of a WordPress post sees: its title, and its blocks with a blank line between."""
    text = "\n\n".join(_seen(post.get("content")))
    if not text:
        raise Unreadable("the post has no text (`content.rendered` is empty)")
    title = " ".join(_seen(post.get("title"))) or None
    return {"title": title, "text": text, "url": words(post.get("link")), "format": "wordpress"}


def _seen(part: object) -> list[str]:
    rendered = part.get("rendered") if isinstance(part, dict) else part
    if not isinstance(rendered, str) or not rendered.strip():
        return []
    return html_pages.paragraphs(html_pages.parse(f"<html><body><div>{rendered}</div></body></html>"))


def _named(record: Mapping[str, object]) -> str:
    names = [str(name)[:30] for name in record]
    return f"{', '.join(names[:8])}{' ...' if len(names) > 8 else ''}" if names else "no fields"
