"""Keywords in context: every place at which statements have a word or phrase, with the words around it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from conflictlib import counting
from conflictlib.codebook_check import never
from conflictlib.coding.patterns import Match, Patterns, patterns_of
from conflictlib.coding.text import Text, read_text
from conflictlib.parameters import ParameterError, at_least

if TYPE_CHECKING:
    from collections.abc import Collection

    import pandas as pd

COLUMNS = ("statement_id", "date", "actor", "before", "keyword", "after", "pattern", "start", "end", "doc",
           "source_url")  # fmt: skip


def kwic(
    statements: pd.DataFrame,
    pattern: str | Collection[str],
    *,
    window: int = 5,
    documents: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Find a word or phrase in the statements and show each place with the words around it.

    A concordance as quanteda's ``kwic`` gives it: its ``pre`` and ``post`` are ``before`` and ``after`` here, and
    its token numbers are offsets. Of one pattern the places do not overlap: from left to right, the longest first.
    Several patterns are looked for each by itself.

    Parameters
    ----------
    statements
        A statements table.
    pattern
        One or several patterns in the glob style of the codebook, several with ``;`` between them or as a list:
        ``ceasefire*`` (a word that begins so), ``halt* to * fighting`` (a lone ``*`` is any one word),
        ``express ... concern`` (``...`` is up to four words), ``{halt,end} to {,the} war`` (one of the words in
        braces). Case does not matter, and no pattern reaches across a punctuation mark or from one part of a
        statement into the next.
    window
        Number of words before and after; marks between them are shown and not counted.
    documents
        The documents that the statements come from. With them the words around a place are those of the document, also
        beyond the statement; a statement without spans, or whose document is not there, is read by itself.

    Returns
    -------
    DataFrame
        One row per place, by date (undated last), then by statement and place: ``statement_id``, ``date``, ``actor``
        (code), ``before``, ``keyword`` (as it stands in the text), ``after``, ``pattern`` (that matched), ``start``
        and ``end`` (offsets of the keyword in the document's text; missing where the statement has no spans),
        ``doc`` and ``source_url`` (missing where the statements have none).
        ``attrs`` has ``n`` (statements searched) and ``n_with`` (of them, those with a keyword).

    Raises
    ------
    ParameterError
        There is no pattern, one can never match, or `window` is not a whole number from 0.
    TableError
        The statements have no ``statement_id`` or no ``text``.

    Notes
    -----
    The text of a coded statement is what the page reports; that of the shipped sample is the coders' own summary, so
    there a keyword shows how the summary is worded and not what the speaker said.

    Examples
    --------
    >>> import pandas as pd
    >>> said = pd.DataFrame({"statement_id": ["S1"], "text": ["Asked for a truce, then a lasting ceasefire."]})
    >>> kwic(said, "truce; ceasefire*", window=2)[["before", "keyword", "after"]]
          before    keyword     after
    0      for a      truce  , then a
    1  a lasting  ceasefire         .
    """
    import pandas as pd

    searched = [(text, Patterns([(text, "")])) for text in _checked(pattern)]
    at_least("window", window, 0)
    readings = _readings(statements, documents)
    rows = [
        (place, row, *found)
        for place, reading in enumerate(readings)
        for row, (text, patterns) in enumerate(searched)
        for found in _found(reading, patterns, text, window)
    ]
    names = ["place", "which", "before", "keyword", "after", "pattern", "start", "end", "at"]
    found = pd.DataFrame(rows, columns=pd.Index(names))
    result = _with_statements(found, statements)
    result.attrs = {"n": len(statements), "n_with": int(found["place"].nunique()),
                    "source": statements.attrs.get("source", "")}  # fmt: skip
    return result


def _checked(pattern: str | Collection[str]) -> list[str]:
    """Return the patterns, each once; ParameterError where one can match nothing."""
    cells = [pattern] if isinstance(pattern, str) else pattern
    several = list(dict.fromkeys(one for cell in cells for one in patterns_of(str(cell))))
    if not several:
        raise ParameterError(f"pattern is {pattern!r}; allowed are words such as 'ceasefire*', several with ; between")
    for one in several:
        if why := "@actor stands for names that only the coder finds" if "@actor" in one else never(one):
            raise ParameterError(f"pattern has {one!r}, which can never match: {why}")
    return several


@dataclass(frozen=True)
class _Reading:
    """What is searched for one statement: parts of a text, and how far each stands from its place in the document."""

    text: Text
    parts: Sequence[tuple[int, int]]
    shifts: Sequence[int | None]

    @cached_property
    def spoken(self) -> list[int]:
        """Numbers of the words that are no marks."""
        return [i for i, word in enumerate(self.text.lower) if word[0].isalnum()]


def _readings(statements: pd.DataFrame, documents: pd.DataFrame | None) -> Iterator[_Reading]:
    texts = counting.take(statements, "text")
    counting.take(statements, "statement_id")
    spans = statements["spans"] if "spans" in statements.columns else [None] * len(statements)
    docs = statements["doc_id"] if "doc_id" in statements.columns else [None] * len(statements)
    whole = {} if documents is None else dict(zip(documents["doc_id"], documents["text"], strict=True))
    read: tuple[object, Text] = (None, Text(""))  # of one document after the other; statements stand together
    for text, stretches, doc in zip(texts, spans, docs, strict=True):
        text = text if isinstance(text, str) else ""
        parts = _parts(stretches)
        if doc in whole and parts and parts[-1][1] <= len(whole[doc]):
            read = read if read[0] == doc else (doc, read_text(whole[doc]))
            yield _Reading(read[1], parts, [0] * len(parts))
        else:
            yield _alone(text, parts)


def _parts(spans: object) -> list[tuple[int, int]]:
    return [(int(a), int(b)) for a, b in spans] if isinstance(spans, (list, tuple)) else []


def _alone(text: str, spans: Sequence[tuple[int, int]]) -> _Reading:
    """Read a statement by itself; its text is that of its spans with a blank between them, or it has no offsets."""
    if sum(b - a + 1 for a, b in spans) - 1 != len(text):
        return _Reading(read_text(text), [(0, len(text))], [None])
    parts, shifts, at = [], [], 0
    for a, b in spans:
        parts.append((at, at + b - a))
        shifts.append(a - at)
        at += b - a + 1
    return _Reading(read_text(text), parts, shifts)


def _found(reading: _Reading, patterns: Patterns, pattern: str, window: int) -> Iterator[tuple[Any, ...]]:
    text = reading.text
    for (a, b), shift in zip(reading.parts, reading.shifts, strict=True):
        first, last = bisect_left(text.starts, a), bisect_right(text.ends, b)
        for match in _apart(patterns.find(text.lower, first, last)):
            start, end = text.span(match.first, match.last)
            known = (None, None) if shift is None else (start + shift, end + shift)
            before, after = _around(reading, match, window)
            yield (before, _line(text.text[start:end]), after, pattern, *known, start)


def _apart(matches: Sequence[Match]) -> Iterator[Match]:
    """Yield matches from left to right, of those that begin at a word the longest, none within the one before."""
    end = 0
    for match in matches:
        if match.first >= end:
            end = match.last
            yield match


def _around(reading: _Reading, match: Match, window: int) -> tuple[str, str]:
    """Return so many words before and after, with the marks between; all there are where the text is too short."""
    if not window:
        return "", ""
    text, spoken = reading.text, reading.spoken
    before = spoken[: bisect_left(spoken, match.first)][-window:]
    after = spoken[bisect_left(spoken, match.last) :][:window]
    start, end = text.span(match.first, match.last)
    first = text.starts[before[0]] if len(before) == window else 0
    last = text.ends[after[-1]] if len(after) == window else len(text.text)
    return _line(text.text[first:start]), _line(text.text[end:last])


def _line(text: str) -> str:
    return " ".join(text.split())


def _with_statements(found: pd.DataFrame, statements: pd.DataFrame) -> pd.DataFrame:
    import pandas as pd

    rows = statements.take(found["place"].to_numpy(dtype="int64")).reset_index(drop=True)
    columns: Mapping[str, Any] = {
        name: found[name] if name in found.columns else rows[name] if name in rows.columns else None for name in COLUMNS
    }
    result = pd.DataFrame(columns).astype({"start": "Int64", "end": "Int64"})
    for name in ("before", "keyword", "after", "pattern", "actor", "doc", "source_url"):
        result[name] = result[name].astype("str")
    if "date" not in rows.columns:
        result["date"] = pd.Series(pd.NaT, index=result.index, dtype="datetime64[s]")
    order = result.assign(at=found["at"], which=found["which"])
    order = order.sort_values(["date", "statement_id", "at", "which"], kind="stable", na_position="last")
    return order[list(COLUMNS)].reset_index(drop=True)
