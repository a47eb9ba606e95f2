"""Headlines: what they say counts only where the text below does not say it again."""

from __future__ import annotations

from typing import Any

from conflictlib.coding.text import Text

Row = dict[str, Any]


def without_retold_headlines(text: Text, rows: list[Row]) -> list[int]:
    """Return which statements stay: a headline's goes where the page's text has it too; a headline alone counts."""
    headlines = _headlines(text)
    titled = [any(a <= row["start"] < b for a, b in headlines) for row in rows]
    body = [row for row, head in zip(rows, titled, strict=True) if not head]
    kept = [i for i, row in enumerate(rows) if not titled[i] or not any(_retold(row, other) for other in body)]
    first: dict[str, int] = {}
    for i in kept:
        first.setdefault(rows[i]["text"].lower() if titled[i] else str(i), i)
    return list(first.values())


def _retold(headline: Row, row: Row) -> bool:
    return bool(headline["actor"] is None or headline["actor"] == row["actor"]) and bool(
        set(headline["themes"]) & set(row["themes"]) or headline["act"] == row["act"]
    )


def _headlines(text: Text) -> list[tuple[int, int]]:
    """Return the lines without a full stop at their end that stand before the first paragraph with one."""
    found = []
    for first, last in text.paragraphs:
        start, end = text.starts[text.sentences[first][0]], text.ends[text.sentences[last - 1][1] - 1]
        line = text.text[start:end].rstrip("\"”’'»)")
        if line.endswith((".", ";")) or (line.endswith(("!", "…", ":")) and end - start > 60):
            break
        found.append((start, end))
    return found if len(found) < len(text.paragraphs) else []
