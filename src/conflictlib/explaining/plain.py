"""A page's statements in plain words, for those who read no HTML and for what compares outputs."""

from __future__ import annotations

from collections.abc import Iterator

from conflictlib.explaining.wording import PageInWords, Reason, StatementInWords
from conflictlib.webpage import day, number


def plain(page: PageInWords) -> str:
    """List a page's statements: who does what, when and about what; then the words and rules behind it."""
    title = f"{page.title} ({page.doc})" if page.title != page.doc else page.doc
    lines = [f"{title}: {number(len(page.statements), 'statement')}"]
    for said in page.statements:
        lines += [f"{said.number}. {_headline(said)}", *(f"   {line}" for line in _lines(said))]
    return "\n".join(lines)


def _headline(said: StatementInWords) -> str:
    speaker = ", ".join(part for part in (said.speaker, said.role) if part and part != said.who)
    who = f"{said.who} ({speaker})" if speaker else said.who
    uncoded = " (actor not coded)" if not said.actor else ""
    to = f", to {said.addressee}" if said.addressee else ""
    when = f"{day(said.date)}, from {said.basis}" if day(said.date) else "No date"
    return f"{who}{uncoded} {said.does}{to}. Themes: {', '.join(said.themes) or 'none'}. {when}."


def _lines(said: StatementInWords) -> Iterator[str]:
    parts = [f"source {_quoted(said.source)}" if said.source else "", f"cue {_quoted(said.cue)}" if said.cue else ""]
    told = "; ".join(part for part in (said.quote, ", ".join(filter(None, parts)), f"rule: {said.rule}") if part)
    yield f"{_quoted(said.text)} ({told})"
    if said.members:
        yield f"jointly: {', '.join(said.members)}"
    for reason in said.reasons:
        if reason.kind != "date" or reason.matched:
            yield _because(reason)


def _because(reason: Reason) -> str:
    words = _quoted(reason.matched) if reason.matched else ""
    rule = ", ".join(part for part in (reason.rule, "under a negation" if reason.negated else "") if part)
    return f"{reason.kind} {reason.label}: {words}{' ' if words and rule else ''}{f'({rule})' if rule else ''}"


def _quoted(text: str) -> str:
    return f"“{' '.join(text.split())}”"
