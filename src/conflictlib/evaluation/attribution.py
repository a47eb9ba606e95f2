"""Who said what: a coding beside gold that marks source, cue and content in the text.

The measures are those of the PolNeAR corpus of attributions (Newell, Margolin and Ruths 2018), over tokens;
``MEASURES`` says what each is.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from conflictlib.evaluation.comparison import Comparison, Count, Row, of_documents
from conflictlib.evaluation.matching import Pair, pair_off
from conflictlib.evaluation.standoff import Standoff
from conflictlib.evaluation.tokens import Tokens, is_communication
from conflictlib.loading._standoff import Spans


@dataclass(frozen=True)
class Statement:
    """One side's statement as tokens of its document."""

    row: Row
    cue: frozenset[int]
    source: frozenset[int]
    content: frozenset[int]
    speech: bool
    quotation: str


MEASURES = {
    "cue": "a coded cue shares a token with a gold cue",
    "cue speech": "the same where the cue is a verb of communication, “according to” or a colon",
    "content": "words inside any content; n counts words",
    "exact": "the same words of content",
    "end2end": "contents overlap by half of both, and sources overlap or both are missing",
    "end2end speech": "the same where the cue is a verb of communication, “according to” or a colon",
    "end2end direct": "the same where all of the content is quoted",
    "end2end indirect+mixed": "the same where not all of the content is quoted",
    "source given cue": "of the cues matched whose gold has a source, those whose sources overlap",
}

Slice = Callable[[Statement], bool]
SLICES: dict[str, Slice] = {
    "": lambda statement: True,
    " speech": lambda statement: statement.speech,
    " direct": lambda statement: statement.quotation == "direct",
    " indirect+mixed": lambda statement: statement.quotation != "direct",
}


def compare(gold: Standoff, statements: list[Row], *, progress: bool = False) -> Comparison:
    """Set statements beside the gold, document by document."""
    from tqdm import tqdm

    comparison = Comparison()
    by_document = of_documents(statements)
    for name in tqdm(gold.documents, "comparing", unit="page", disable=None if progress else True):
        tokens = Tokens(gold.texts[name])
        wanted = [_statement(name, tokens, g.source, g.cue, g.content, None) for g in gold.attributions[name]]
        given = [_of_row(name, tokens, row) for row in by_document.get(name, [])]
        _add(comparison, name, wanted, [statement for statement in given if statement.content])
    return comparison


def _of_row(name: str, tokens: Tokens, row: Row) -> Statement:
    content = tuple((int(start), int(end)) for start, end in row.get("spans") or ()) or _span(row, "")
    return _statement(name, tokens, _span(row, "source_"), _span(row, "cue_"), content, row)


def _span(row: Row, prefix: str) -> Spans:
    start, end = row.get(f"{prefix}start"), row.get(f"{prefix}end")
    return () if start is None or end is None else ((int(start), int(end)),)


def _statement(name: str, tokens: Tokens, source: Spans, cue: Spans, content: Spans, row: Row | None) -> Statement:
    """Return a side's statement; `row` is the predicted one, None for gold, which has no codes."""
    words = tokens.within(content)
    cue_text = tokens.read(cue)
    start, end = (min(a for a, _ in content), max(b for _, b in content)) if content else (None, None)
    shown = {"doc": name, "start": start, "end": end, "text": tokens.read(content), "source": tokens.read(source),
             "cue": cue_text, "fault": "not found"}  # fmt: skip
    if row is not None:
        shown |= {key: row.get(key) for key in ("actor", "act", "themes")} | {"fault": "no such statement"}
    return Statement(
        shown,
        tokens.within(cue, marks=True),
        tokens.within(source),
        words,
        is_communication(cue_text),
        tokens.quotation(words),
    )


def _add(comparison: Comparison, name: str, gold: list[Statement], predicted: list[Statement]) -> None:
    """Count one document and note what is wrong with each of its statements."""
    everywhere = [(i, j, g, p) for i, g in enumerate(gold) for j, p in enumerate(predicted)]
    cues = pair_off(
        (len(g.cue & p.cue) + 0.001 * len(g.content & p.content), i, j) for i, j, g, p in everywhere if g.cue & p.cue
    )
    exact = pair_off((1.0, i, j) for i, j, g, p in everywhere if g.content == p.content)
    whole = pair_off(
        (len(g.content & p.content) / len(g.content | p.content), i, j)
        for i, j, g, p in everywhere
        if _half(g, p) and _same_source(g, p)
    )
    sourced = [(i, j) for i, j in cues if gold[i].source]
    same = sum(bool(gold[i].source & predicted[j].source) for i, j in sourced)
    comparison.counts += [
        *(_count("cue", slice_, name, gold, predicted, cues) for slice_ in ("", " speech")),
        _words(name, gold, predicted),
        _count("exact", "", name, gold, predicted, exact),
        *(_count("end2end", slice_, name, gold, predicted, whole) for slice_ in SLICES),
        Count.share("source given cue", name, same, len(sourced)),
    ]
    _note_faults(gold, predicted, cues, whole)
    comparison.add([g.row for g in gold], [p.row for p in predicted], whole)


def _half(g: Statement, p: Statement) -> bool:
    shared = len(g.content & p.content)
    return shared > 0 and 2 * shared >= max(len(g.content), len(p.content))


def _same_source(g: Statement, p: Statement) -> bool:
    return bool(g.source & p.source) or not (g.source or p.source)


def _count(
    measure: str, slice_: str, name: str, gold: Sequence[Statement], predicted: Sequence[Statement], pairs: list[Pair]
) -> Count:
    """Count the pairs on each side that belong to a slice: the two of a pair need not agree on that."""
    belongs = SLICES[slice_]
    return Count(
        measure + slice_,
        name,
        sum(belongs(predicted[j]) for _, j in pairs),
        sum(map(belongs, predicted)),
        sum(belongs(gold[i]) for i, _ in pairs),
        sum(map(belongs, gold)),
    )


def _words(name: str, gold: list[Statement], predicted: list[Statement]) -> Count:
    wanted, given = (frozenset[int]().union(*(s.content for s in side)) for side in (gold, predicted))
    return Count("content", name, len(wanted & given), len(given), len(wanted & given), len(wanted))


def _note_faults(gold: list[Statement], predicted: list[Statement], cues: list[Pair], whole: list[Pair]) -> None:
    for i, j in cues:
        both = "source" if _half(gold[i], predicted[j]) else "content"
        gold[i].row["fault"] = predicted[j].row["fault"] = both
    for i, j in whole:
        gold[i].row["fault"] = predicted[j].row["fault"] = None
