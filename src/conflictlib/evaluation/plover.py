"""Gold in PLOVER: one sentence a record, with source and target actors and the class of its event.

PLOVER (Open Event Data Alliance) codes events, done or said; the coder codes statements only. So a class is *verbal*
if the codebook's ``acts.csv`` maps an act to it (column ``plover``), and figures over all records and over those of
the verbal classes stand side by side; ``MEASURES`` says what each is.

A record is answered by the statement that has most of the event's words (``eventText``) in its source, cue and
content, the first of equals; by none if it has none of them. A negated act has no class. The class of the sentence,
deeds included, is what ``coding.deeds`` tells of it. Actors are compared by what PLOVER calls them (column ``plover``
of ``actors.csv``): international organisations are IGO, a group within a state has the state's code.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from conflictlib.evaluation.comparison import Comparison, Count, EvaluationError, Row, document_name, of_documents
from conflictlib.evaluation.tokens import bag

if TYPE_CHECKING:
    import pandas as pd

    from conflictlib.codebook import Codebook

MEASURES = {
    "event class": "class of the sentence, by its statement or by the deed it tells of, over all records",
    "event class, verbal": "the same, recall over the records of verbal classes alone",
    "act class": "recall: of all records, those whose class is given; precision: of the classes given, those right",
    "act class, verbal": "the same, recall over the records of verbal classes alone",
    "act class, others silent": "of the records of other classes, those to which no verbal class is given",
    "actor codes": "codes of source and target, against actor, members and addressee of the statement; n counts codes",
    "actor codes, verbal": "the same over the records of verbal classes",
    "actor codes, of the words": "codes read in the gold’s own words for source and target, whatever was coded",
}
#: Classes that PLOVER's first drafts, in which gold is written, call otherwise.
RENAMED = {"DEMAND": "REQUEST", "DISAPPROVE": "ACCUSE"}


@dataclass(frozen=True)
class PloverRecords:
    """Records by id: text, class, words of the event, actors as pairs of words and code."""

    statements: list[Row]

    @property
    def documents(self) -> list[str]:
        """Names of the documents: the ids of the records."""
        return [row["doc"] for row in self.statements]

    @property
    def pages(self) -> pd.DataFrame:
        """The sentences as documents to be coded."""
        import pandas as pd

        from conflictlib.schema import DOCUMENTS, conform

        rows = [{"doc_id": row["doc"], "doc": row["doc"], "text": row["text"]} for row in self.statements]
        return conform(pd.DataFrame(rows), DOCUMENTS)


def read_plover(path: Path) -> PloverRecords:
    """Read the records of a JSON file.

    Raises
    ------
    EvaluationError
        It is no list of records with id, text and event.
    """
    try:
        records = json.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError, RecursionError) as error:
        raise EvaluationError(f"{path.name}: no JSON that can be read ({error})") from None
    for number, record in enumerate(records if isinstance(records, list) else [None], 1):
        missing = [n for n in ("id", "text", "event") if not isinstance(record, dict) or not record.get(n)]
        if missing:
            raise EvaluationError(f"{path.name}, record {number}: {missing[0]} is missing; it is needed")
    return PloverRecords([_row(record) for record in records])


def _row(record: Row) -> Row:
    sides = [side for side in (record.get("source"), record.get("target")) if isinstance(side, list)]
    actors = [(str(a.get("actorText") or ""), str(a["code"])) for side in sides for a in side if a.get("code")]
    return {
        "doc": document_name(record["id"]),
        "text": str(record["text"]),
        "act": RENAMED.get(record["event"], record["event"]),
        "event": bag(str(record.get("eventText") or "")),
        "actors": actors,
        "actor": sorted({code for _, code in actors}),
    }


def compare(gold: PloverRecords, statements: list[Row], codebook: Codebook) -> Comparison:
    """Set the statements coded in each sentence beside its record."""
    comparison, by_document = Comparison(), of_documents(statements)
    classes = {act: name for act, name in zip(codebook.acts["code"], codebook.acts["plover"], strict=True) if name}
    groups = {c: p for c, p in zip(codebook.actors["code"], codebook.actors["plover"], strict=True) if p}
    read, event = _reader(codebook), _classifier(codebook)
    for record in gold.statements:
        answer = _answer(record, by_document.get(record["doc"], []))
        given = _in_plover(answer, classes, groups) if answer else None
        verbal = record["act"] in classes.values()
        comparison.counts += _event_counts(record, event(record["text"]), set(classes.values()))
        comparison.counts += _counts(record, given, verbal=verbal)
        comparison.counts += [
            _overlap("actor codes, of the words", record["doc"], {code}, {groups.get(c, c) for c in read(words)})
            for words, code in record["actors"]
        ]
        fault = "not found" if given is None else None if given["act"] == record["act"] else "act"
        comparison.add(
            [{**record, "fault": fault}], [_note_fault(record, given)] if given else [], [(0, 0)] if given else []
        )
    return comparison


def _answer(record: Row, statements: list[Row]) -> Row | None:
    """Return the statement that has most of the event's words."""
    said = [bag(" ".join(str(row.get(part) or "") for part in ("source", "cue", "text"))) for row in statements]
    shared = [(record["event"] & words).total() for words in said]
    return statements[shared.index(max(shared))] if any(shared) else None


def _in_plover(statement: Row, classes: dict[str, str], groups: dict[str, str]) -> Row:
    """Return a statement with its act and actors in PLOVER's codes; what it does not code is left out."""
    one = statement.get("members") if statement.get("actor") == "JOINT" else [statement.get("actor")]
    codes = [*(one or []), *str(statement.get("addressee") or "").split(";")]
    act = None if statement.get("negated") else classes.get(str(statement.get("act")))
    return {**statement, "act": act, "actor": sorted({groups.get(code, code) for code in codes if code})}


def _event_counts(record: Row, given: str | None, verbal: set[str]) -> list[Count]:
    doc, right = record["doc"], given == record["act"]
    is_verbal = record["act"] in verbal
    return [
        Count("event class", doc, right, given is not None, right, 1),
        Count("event class, verbal", doc, right and is_verbal, given in verbal, right and is_verbal, is_verbal),
    ]


def _counts(record: Row, given: Row | None, *, verbal: bool) -> list[Count]:
    doc, act = record["doc"], given["act"] if given else None
    right, some = act == record["act"], act is not None
    wanted, actors = set(record["actor"]), set(given["actor"]) if given else set()
    found = [
        Count("act class", doc, right, some, right, 1),
        Count("act class, verbal", doc, right, some, right, verbal),
    ]
    if not verbal:
        found.append(Count.share("act class, others silent", doc, not some, 1))
    found.append(_overlap("actor codes", doc, wanted, actors))
    if verbal:
        found.append(_overlap("actor codes, verbal", doc, wanted, actors))
    return found


def _note_fault(record: Row, given: Row) -> Row:
    """Return a statement with what of it is wrong, and the record's codes beside its own."""
    faults = {
        "actor": not set(given["actor"]) <= set(record["actor"]),
        "act": given["act"] not in (None, record["act"]),
    }
    fault = ", ".join(name for name, is_wrong in faults.items() if is_wrong) or None
    return {**given, "fault": fault, "gold_actor": record["actor"], "gold_act": record["act"]}


def _overlap(measure: str, doc: str, wanted: set[str], given: set[str]) -> Count:
    both = len(wanted & given)
    return Count(measure, doc, both, len(given), both, len(wanted))


def _classifier(codebook: Codebook) -> Callable[[str], str | None]:
    """Return what reads the class of event in a sentence."""
    from conflictlib.coding.actors import Actors
    from conflictlib.coding.deeds import Deeds
    from conflictlib.coding.text import read_text

    actors, deeds = Actors(codebook), Deeds(codebook)

    def event(sentence: str) -> str | None:
        text = read_text(sentence)
        found = deeds.of(text, actors.read(text, None).actor_ends)
        return found.code if found else None

    return event


def _reader(codebook: Codebook) -> Callable[[str], set[str]]:
    """Return what reads the actors' codes in a few words, as the coder reads them on a page without a day."""
    from conflictlib.coding.actors import Actors
    from conflictlib.coding.text import read_text

    actors = Actors(codebook)

    def read(words: str) -> set[str]:
        text = read_text(words)
        page = actors.read(text, None)
        named = actors.speaker(text, (0, len(text.words)), page, None).code if text.words else None
        return {mention.code for mention in page.mentions} | ({named} if named and named != "JOINT" else set())

    return read
