"""One coded statement laid out as a row of ``statements`` and rows of ``evidence``."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import Any

from conflictlib.coding.addressees import Addressee
from conflictlib.coding.antecedents import Speaker
from conflictlib.coding.attribution import Attribution
from conflictlib.coding.days import Said
from conflictlib.coding.patterns import Match
from conflictlib.coding.text import Text
from conflictlib.coding.themes import Theme

Row = dict[str, Any]


@dataclass(frozen=True)
class CodedStatement:
    """An attribution with all its codes."""

    found: Attribution
    speaker: Speaker
    said: Said
    act: str
    shown: Match | None  # the words of the content that show the act; None where the cue does
    themes: list[Theme] = field(default_factory=list)
    addressee: Addressee | None = None


def statement_row(document: dict[Any, Any], text: Text, coded: CodedStatement, coder: str) -> Row:
    """Lay a coded statement out as a row of ``statements``."""
    found, speaker, said = coded.found, coded.speaker, coded.said
    spans = [text.span(*c) for c in found.contents]
    cue, source = text.span(*found.words), text.span(*found.source)
    key = f"{document['doc_id']}|{spans}|{cue}"
    return {
        "statement_id": hashlib.sha256(key.encode()).hexdigest()[:16],
        "doc_id": document["doc_id"], "doc": document["doc"],
        "date": said.day.isoformat() if said.day else None, "date_basis": said.basis,
        "actor": speaker.code, "members": list(speaker.members), "speaker": speaker.name, "role": speaker.role,
        "addressee": coded.addressee.code if coded.addressee else None,
        "act": coded.act, "negated": found.negated, "quote": _quote(text, found),
        "themes": [t.code for t in coded.themes] or ["other"], "text": " ".join(text.text[a:b] for a, b in spans),
        "spans": [list(s) for s in spans], "start": min(a for a, _ in spans), "end": max(b for _, b in spans),
        "cue": text.text[slice(*cue)], "cue_start": cue[0], "cue_end": cue[1],
        "source": text.text[slice(*source)], "source_start": source[0], "source_end": source[1],
        "coder": coder, "rule": found.rule,
    }  # fmt: skip


def evidence_rows(text: Text, statement_id: str, coded: CodedStatement) -> list[Row]:
    """Lay out why each code was given."""

    def reason(kind: str, code: str, span: tuple[int, int] | None, rule: str, negated: bool = False) -> Row:
        return reason_row(statement_id, kind, code, rule, text=text, span=span, negated=negated)

    found, speaker, shown, aimed = coded.found, coded.speaker, coded.shown, coded.addressee
    act_words = (shown.first, shown.last) if shown else found.words
    rows = [
        reason(
            "act", coded.act, text.span(*act_words), shown.pattern if shown else f"cue: {found.cue.name}", found.negated
        )
    ]
    if speaker.code:
        rows.append(reason("actor", speaker.code, text.span(*(speaker.words or found.source)), speaker.rule))
    if aimed:
        rows.append(reason("addressee", aimed.code, text.span(*aimed.words) if aimed.words else None, aimed.rule))
    rows += [reason("theme", t.code, text.span(t.first, t.last), t.rule, t.negated) for t in coded.themes]
    if coded.said.day:
        rows.append(reason("date", coded.said.day.isoformat(), coded.said.span, coded.said.rule))
    return rows


def reason_row(
    statement_id: str,
    kind: str,
    code: str,
    rule: str,
    *,
    text: Text | None = None,
    span: tuple[int, int] | None = None,
    negated: bool = False,
) -> Row:
    """Lay out one reason for a code, as a row of ``evidence``."""
    start, end = span or (None, None)
    return {
        "statement_id": statement_id, "kind": kind, "code": code, "start": start, "end": end,
        "matched": text.text[start:end] if text and span else None, "rule": rule, "negated": negated,
    }  # fmt: skip


def _quote(text: Text, found: Attribution) -> str:
    if found.rule.startswith("own voice"):
        return "direct"
    words = [i for c in found.contents for i in range(*c) if text.words[i][0].isalnum()]
    quoted = sum(text.quote[i] >= 0 for i in words)
    return "direct" if quoted == len(words) else "mixed" if quoted else "indirect"
