"""The coder: runs the steps over a page and lays the result out as statements and evidence."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from conflictlib.codebook import Codebook, shipped_codebook
from conflictlib.coding.actors import Actors, Mention, Page, Speaker
from conflictlib.coding.attribution import Attribution, Attributor
from conflictlib.coding.codes import Codes
from conflictlib.coding.dates import date_in_address, find_dateline, find_dates
from conflictlib.coding.readouts import readouts
from conflictlib.coding.text import Text, read_text
from conflictlib.schema import DOCUMENTS, EVIDENCE, STATEMENTS, check, conform

if TYPE_CHECKING:
    import pandas as pd

CODER = "conflictlib 0.1.0"
#: Words that link the two sides of a call or meeting.
MEETS = frozenset({"with", "between", "met", "meets", "phoned", "telephoned", "hosted", "received", "to"})
#: Acts that are aimed at somebody whom the content names first.
AIMED = frozenset(
    {"calls_for", "demands", "accuses", "thanks", "condemns", "welcomes", "supports", "rejects", "threatens"}
)


@dataclass(frozen=True)
class Coded:
    """What coding gave: `statements` and, for every code, its `evidence`."""

    statements: pd.DataFrame
    evidence: pd.DataFrame

    def __repr__(self) -> str:
        """Count both."""
        return f"<Coded: {len(self.statements)} statements, {len(self.evidence)} pieces of evidence>"


def code(documents: pd.DataFrame, *, codebook: Codebook | None = None, progress: bool = False) -> Coded:
    """Code the statements that documents report.

    Parameters
    ----------
    documents
        Pages as ``load`` gives them: one row per page with ``doc_id``, ``doc`` and ``text``.
    codebook
        The codebook to code by; without one, the shipped codebook.
    progress
        Show a progress bar on a terminal.

    Returns
    -------
    Coded
        ``statements``: one row per speaker, act and content, in the order of the text. ``spans``, ``start`` and
        ``end`` are offsets (Unicode code points, end exclusive) into the document's text: ``text`` is what stands
        there, pieces joined by a blank. ``actor`` is missing where the source is nobody of the codebook.
        ``evidence``: one row per code given, with the words that it rests on.

    Raises
    ------
    TableError
        `documents` lacks a column that is needed.

    Examples
    --------
    >>> import pandas as pd
    >>> page = pd.DataFrame([{"doc_id": "a1", "doc": "page.txt", "text": "Egypt called for a ceasefire on Monday."}])
    >>> code(page).statements[["actor", "act", "text"]].values.tolist()
    [['EGY', 'calls_for', 'a ceasefire on Monday']]
    """
    from tqdm import tqdm

    check(documents, DOCUMENTS)
    coder = _coder(codebook or shipped_codebook())
    statements: list[dict[str, Any]] = []
    evidence: list[dict[str, Any]] = []
    for document in tqdm(documents.to_dict("records"), "coding", unit="page", disable=None if progress else True):
        rows, reasons = coder.page(document)
        statements += rows
        evidence += reasons
    for row, readout in zip(statements, readouts(statements), strict=True):
        row["readout_id"] = readout
    table = conform(statements, STATEMENTS)
    table.attrs["source"] = f"{len(table)} statements coded by rule ({CODER}) in {len(documents)} documents"
    return Coded(table, conform(evidence, EVIDENCE))


@cache
def _coder(book: Codebook) -> Coder:
    return Coder(book)


class Coder:
    """All steps with one codebook, compiled once."""

    def __init__(self, book: Codebook) -> None:
        """Compile the steps for `book`."""
        self.book, self.name = book, f"{CODER}, codebook {book.digest[:12]}"
        self.attributor, self.actors, self.codes = Attributor(book), Actors(book), Codes(book)
        self._occasion = book.word_list("occasion")

    def page(self, document: dict[Any, Any]) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
        """Return the statements of one document and their evidence."""
        text = read_text(document["text"])
        published = _day(document.get("published"))
        dateline = find_dateline(text, published)
        anchor = dateline.day if dateline else published
        url = document.get("url")
        address = date_in_address(url) if isinstance(url, str) else None
        page = self.actors.read(text, anchor or address)
        own = self._publisher(document)
        statements: list[dict[str, Any]] = []
        evidence: list[dict[str, Any]] = []
        pair: tuple[str, str] | None = None
        sentence = -1
        for found in self.attributor.attribute(text):
            for number in range(sentence + 1, found.sentence + 1):
                pair = self._pair(text, number, page) or pair
            sentence = max(sentence, found.sentence)
            said = self._said(text, found, dateline, anchor, published, address)
            speaker = self.actors.speaker(text, found.source, page, said[0], own)
            row, reasons = self._row(document, text, found, speaker, said, page, pair)
            statements.append(row)
            evidence.append({"reasons": reasons})
        return self._once(text, statements, [e["reasons"] for e in evidence])

    def _publisher(self, document: dict[Any, Any]) -> str | None:
        name = document.get("publisher")
        if not isinstance(name, str):
            return None
        mentions = self.actors.read(read_text(name), None).mentions
        return mentions[0].code if mentions and mentions[0].use != "mention" else None

    def _said(
        self,
        text: Text,
        found: Attribution,
        dateline: Any,
        anchor: dt.date | None,
        published: dt.date | None,
        address: dt.date | None,
    ) -> tuple[dt.date | None, str, tuple[int, int] | None]:
        """Return the day of a statement, where it was read, and the offsets of the words."""
        first_of_paragraph = next(first for first, last in text.paragraphs if first <= found.sentence < last)
        contents = [text.span(*c) for c in found.contents]
        for number in range(found.sentence, first_of_paragraph - 1, -1):
            start, end = text.span(*text.sentences[number])
            dates = find_dates(text.text, anchor or published, start, end)
            if dateline:
                dates = [d for d in dates if d.start != dateline.start]
            outside = [d for d in dates if not any(a <= d.start < b for a, b in contents)] or [
                d for d in dates if d.rule == "weekday" and any(b - (d.end) <= 1 for _, b in contents)
            ]
            if outside and (number == found.sentence or outside[0].rule != "today"):
                return outside[0].day, "text", (outside[0].start, outside[0].end)
        if dateline:
            return dateline.day, "dateline", (dateline.start, dateline.end)
        if published:
            return published, "page", None
        return (address, "url", None) if address else (None, "none", None)

    def _pair(self, text: Text, number: int, page: Page) -> tuple[str, str] | None:
        """Return the two sides of a call or meeting that a sentence tells of."""
        first, last = text.sentences[number]
        where = next((i for i in range(first, last) if text.lower[i] in self._occasion and text.quote[i] < 0), None)
        if where is None:
            return None
        link = next((i for i in range(where, min(where + 8, last)) if text.lower[i] in MEETS), None)
        if link is None:
            return None
        named = [(m.first, m.code) for m in page.mentions if first <= m.first < last and m.use != "mention"]
        for i in range(first, last):
            person = page.people.get(text.words[i])
            if person and person.code:
                named.append((i, person.code))
        behind = list(dict.fromkeys(code for i, code in sorted(named) if i > link))
        ahead = [code for i, code in sorted(named) if i < where]
        sides = behind[:2] if text.lower[link] == "between" else list(dict.fromkeys(ahead[:1] + behind[:1]))
        if len(sides) == 1 and not ahead and text.lower[link] != "between":
            sides = list(dict.fromkeys(behind[:2]))  # “In a call with X, Y said”
        return (sides[0], sides[1]) if len(sides) == 2 else None

    def _addressee(
        self,
        text: Text,
        found: Attribution,
        act: str,
        actor: str | None,
        page: Page,
        pair: tuple[str, str] | None,
    ) -> tuple[str | None, Mention | None, str]:
        first, last = found.contents[0]
        if "told" in found.cue.frames and first > found.words[1]:
            mention = self.actors.first_in(text, found.words[1], first, page)
            if mention and mention.code != actor:
                return mention.code, mention, "who is told"
        if act in AIMED:
            mention = self.actors.first_in(
                text, first, last, page, 5 if act in {"calls_for", "demands", "accuses", "thanks"} else 3
            )
            if mention and mention.code != actor:
                return mention.code, mention, "who is named first in the content"
        if pair and actor in pair:
            return pair[1 - pair.index(actor)], None, "other side of the call or meeting"
        return None, None, ""

    def _row(
        self,
        document: dict[Any, Any],
        text: Text,
        found: Attribution,
        speaker: Speaker,
        said: Any,
        page: Page,
        pair: tuple[str, str] | None,
    ) -> tuple[dict[str, Any], list[dict[str, Any]]]:
        spans = [text.span(*c) for c in found.contents]
        cue, source = text.span(*found.words), text.span(*found.source)
        act, shown = self.codes.act(text, found.contents, found.cue)
        themes = self.codes.themes(text, found.contents)
        addressee, aimed, aim_rule = self._addressee(text, found, act, speaker.code, page, pair)
        key = f"{document['doc_id']}|{spans}|{cue}"
        identity = hashlib.sha256(key.encode()).hexdigest()[:16]
        row = {
            "statement_id": identity, "doc_id": document["doc_id"], "doc": document["doc"],
            "date": said[0].isoformat() if said[0] else None, "date_basis": said[1],
            "actor": speaker.code, "members": list(speaker.members), "speaker": speaker.name, "role": speaker.role,
            "addressee": addressee, "act": act, "negated": found.negated, "quote": _quote(text, found),
            "themes": [m.code for m in themes] or ["other"], "text": " ".join(text.text[a:b] for a, b in spans),
            "spans": [list(s) for s in spans], "start": min(a for a, _ in spans), "end": max(b for _, b in spans),
            "cue": text.text[slice(*cue)], "cue_start": cue[0], "cue_end": cue[1],
            "source": text.text[slice(*source)], "source_start": source[0], "source_end": source[1],
            "coder": self.name, "rule": found.rule,
        }  # fmt: skip
        reasons = [
            _reason(
                text,
                identity,
                "act",
                act,
                shown[:2] if shown else found.words,
                shown.pattern if shown else f"cue: {found.cue.name}",
                found.negated,
            )
        ]
        if speaker.code:
            reasons.append(
                _reason(text, identity, "actor", speaker.code, speaker.words or found.source, speaker.rule, False)
            )
        if addressee:
            reasons.append(
                _reason(
                    text,
                    identity,
                    "addressee",
                    addressee,
                    (aimed.first, aimed.last) if aimed else None,
                    aim_rule,
                    False,
                )
            )
        reasons += [_reason(text, identity, "theme", m.code, (m.first, m.last), m.pattern, False) for m in themes]
        if said[0]:
            start, end = said[2] or (None, None)
            matched = text.text[start:end] if start is not None else None
            reasons.append(
                {
                    "statement_id": identity,
                    "kind": "date",
                    "code": said[0].isoformat(),
                    "start": start,
                    "end": end,
                    "matched": matched,
                    "rule": said[1],
                    "negated": False,
                }
            )
        return row, reasons

    def _once(
        self, text: Text, rows: list[dict[str, Any]], reasons: list[list[dict[str, Any]]]
    ) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
        """Leave out a headline's statement where the page's text has it too; a headline alone counts."""
        headlines = _headlines(text)
        titled = [any(a <= row["start"] < b for a, b in headlines) for row in rows]
        body = [row for row, head in zip(rows, titled, strict=True) if not head]
        kept = [i for i, row in enumerate(rows) if not titled[i] or not any(_retold(row, other) for other in body)]
        first: dict[str, int] = {}
        for i in kept:
            first.setdefault(rows[i]["text"].lower() if titled[i] else str(i), i)
        result = list(first.values())
        return [rows[i] for i in result], [reason for i in result for reason in reasons[i]]


def _retold(headline: dict[str, Any], row: dict[str, Any]) -> bool:
    return bool(headline["actor"] is None or headline["actor"] == row["actor"]) and bool(
        set(headline["themes"]) & set(row["themes"]) or headline["act"] == row["act"]
    )


def _headlines(text: Text) -> list[tuple[int, int]]:
    """Return the lines without a full stop at their end that stand before the first paragraph with one."""
    found = []
    for first, last in text.paragraphs:
        start, end = text.starts[text.sentences[first][0]], text.ends[text.sentences[last - 1][1] - 1]
        line = text.text[start:end].rstrip("\"”’'»)")
        if line.endswith(".") or (line.endswith(("!", "…", ":")) and end - start > 60):
            break
        found.append((start, end))
    return found if len(found) < len(text.paragraphs) else []


def _quote(text: Text, found: Attribution) -> str:
    words = [i for c in found.contents for i in range(*c) if text.words[i][0].isalnum()]
    quoted = sum(text.quote[i] >= 0 for i in words)
    return "direct" if quoted == len(words) else "mixed" if quoted else "indirect"


def _reason(
    text: Text, identity: str, kind: str, given: str, words: Iterable[int] | None, rule: str, negated: bool
) -> dict[str, Any]:
    start, end = text.span(*words) if words else (None, None)
    matched = text.text[start:end] if start is not None else None
    return {
        "statement_id": identity,
        "kind": kind,
        "code": given,
        "start": start,
        "end": end,
        "matched": matched,
        "rule": rule,
        "negated": negated,
    }


def _day(value: Any) -> dt.date | None:
    if value is None or value != value:
        return None
    return value.date() if hasattr(value, "date") else dt.date.fromisoformat(str(value)[:10])
