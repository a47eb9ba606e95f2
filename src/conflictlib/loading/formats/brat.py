"""brat standoff: a file of annotations beside its text."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from conflictlib import schema
from conflictlib.codebook import shipped_codebook
from conflictlib.loading._annotations import statement_of
from conflictlib.loading._files import File, printable
from conflictlib.loading._formats import choose, reads
from conflictlib.loading._pieces import Document, Piece, Problem, Unreadable
from conflictlib.loading._rows import rows_of
from conflictlib.loading._standoff import LINE, Spans, arguments, text_bound
from conflictlib.loading._start import Start

#: brat's own settings, which stand in the folder of the annotations.
_SETTINGS = ("annotation.conf", "visual.conf", "tools.conf", "kb_shortcuts.conf")
_PLURAL = {"R": "relations", "*": "equivalences"}
#: The label of a stretch that is nothing but a statement, as ``to_brat`` writes it.
PLAIN = "Statement"


def _is_brat(start: Start) -> bool:
    if start.name in _SETTINGS:
        return bool(start.lines) and start.lines[0][:1] in ("[", "#")
    return start.ending == ".ann" and (not start.data.strip() or bool(LINE.match(start.text.lstrip())))


@reads("brat", title="brat standoff (.ann beside .txt)", gives="statements", endings=".ann", seen=_is_brat)
def read_brat(file: File) -> Iterator[Piece]:
    """Read the annotations of the text beside: NAME.ann or NAME_ANNOTATOR.ann of NAME.txt, which is loaded as usual.

    The text may also stand in ``text/`` beside the folder of the annotations.

    An event with a role Content is a statement: `text` and `spans` are the content's, Cue (else the event's trigger)
    fills `cue`, Source `source`, each with its offsets; further roles are own columns with the words that they mark.
    Any other event is a statement of its trigger's words, with the own column `label`. So is an annotation (T) that
    is no part of an event; a label that is a code of the codebook is its `act` or one of its `themes`.

    Attributes (A, M) fill the column of their name, ours or an own one (a bare one is true; several `Theme` are
    several themes), normalizations (N) `reference`, notes (#) `notes`; a note that is a JSON object fills the columns
    of its keys. `coder` is the annotator, else ``brat``; the day is the text's, `date_basis` page.
    Spans may be in several parts. Relations, equivalences, and what is said of a part alone are counted as
    ``incomplete``; offsets outside the text, events of what is not there and lines that are none are problems.

    Encoding: UTF-8; offsets count code points of the text without a byte-order mark.
    Source: brat documentation, Standoff format.
    """
    if file.own_name in _SETTINGS:
        yield Problem("settings of brat, without annotations", None, "note")
        return
    if not file.start().strip():
        yield Problem("no annotation in it", None, "note")
        return
    document, annotator = _beside(file)
    annotations = _Annotations(document)
    yield from annotations.read(file.text())
    rows: list[dict[str, object]] = []
    records: list[int] = []
    for key, spans, features, number in annotations.statements():
        try:
            row = statement_of(document, spans, f"{annotator}|{key}", {"coder": annotator} | features, number)
        except Unreadable as problem:
            yield Problem(problem.reason, problem.record)
            continue
        rows.append(row)
        records.append(number)
    yield from rows_of(rows, records, schema.STATEMENTS)
    yield from annotations.left()


def _beside(file: File) -> tuple[Document, str]:
    """Return the text's document, which its own reader makes, and the annotator."""
    before, _, annotator = file.stem.rpartition("_")
    found, coder = _text_of(file, file.stem), "brat"
    if found is None and before:
        found, coder = _text_of(file, before), annotator
    if found is None:
        raise Unreadable(f"there is no {file.stem}.txt beside it")
    documents = [piece for piece in choose(Start(found)).read(found) if isinstance(piece, Document)]
    if len(documents) != 1 or documents[0].text != found.text():
        raise Unreadable(f"{found.own_name} beside it is no plain text; the offsets can't be found in it")
    documents[0].doc = documents[0].doc or found.own_name
    return documents[0], coder


def _text_of(file: File, name: str) -> File | None:
    """Return the text of this name beside the annotations, or in the folder ``text`` beside theirs."""
    apart = PurePosixPath(file.within).parent.parent / "text" / f"{name}.txt"
    return file.beside(f"{name}.txt") or (file.place.file(str(apart)) if file.place else None)


@dataclass
class _Marked:
    """A text-bound annotation."""

    label: str
    spans: Spans
    line: int


@dataclass
class _Annotations:
    """The annotations of one text by their ids."""

    document: Document
    marked: dict[str, _Marked] = field(default_factory=dict)
    events: dict[str, tuple[list[tuple[str, str]], str, int]] = field(default_factory=dict)
    features: dict[str, dict[str, object]] = field(default_factory=dict)
    others: Counter[str] = field(default_factory=Counter)

    def read(self, text: str) -> Iterator[Problem]:
        """Read the lines; gives those that are no annotation. A line that is none goes on with the words above."""
        before = ""
        for number, line in enumerate(text.split("\n"), 1):
            line = line.removesuffix("\r")
            match = LINE.match(line)
            if match is None:
                if line.strip() and before not in ("T", "#"):
                    yield Problem("no annotation (wanted is an id, a tab and what follows)", number)
                continue
            before = match["kind"] or match["key"]
            try:
                self._line(before, line, number)
            except Unreadable as problem:
                yield Problem(problem.reason, problem.record)
        yield from self._without_parts()

    def _line(self, kind: str, line: str, number: int) -> None:
        if kind == "T":
            key, label, spans = text_bound(line, number, len(self.document.text))
            self.marked[key] = _Marked(printable(label), spans, number)
        elif kind == "E":
            key, roles = arguments(line, number)
            self.events[key] = (roles, printable(line.partition("\t")[2].partition(":")[0]), number)
        elif kind in "AMN#":
            self._feature(kind, line, number)
        else:
            self.others[_PLURAL[kind]] += 1

    def _feature(self, kind: str, line: str, number: int) -> None:
        """Read what an attribute (``A1 <tab> Name T1 value``), a normalization or a note says of another line."""
        about, _, words = printable(line).partition("\t")[2].partition("\t")
        name, _, rest = about.partition(" ")
        of, _, value = rest.partition(" ")
        if not name or not of:
            raise Unreadable(f"{about[:60]!r} says of nothing what it is (wanted is NAME ID)", number)
        features = self.features.setdefault(of, {})
        if kind == "#":
            _add_note(features, words)
        elif kind == "N":
            features.setdefault("reference", value)
        else:
            plain = "themes" if name.lower() in ("theme", "themes") else name
            given: object = [value] if plain == "themes" else value or True
            features[plain] = features[plain] + given if isinstance(features.get(plain), list) else given  # type: ignore[operator]

    def _without_parts(self) -> Iterator[Problem]:
        """Drop the events of which a part is not there."""
        for key, (roles, _, number) in list(self.events.items()):
            lacking = [of for _, of in roles if of not in self.marked and of not in self.events]
            if lacking or not roles or roles[0][1] not in self.marked:
                yield Problem(f"{key} is an event of {(lacking or ['nothing'])[0][:20]}, which is not there", number)
                del self.events[key]

    def statements(self) -> Iterator[tuple[str, Spans, dict[str, object], int]]:
        """Give id, spans, features and line of each statement."""
        parts = {of for roles, _, _ in self.events.values() for _, of in roles}
        for key, (roles, label, number) in self.events.items():
            spans, features = self._event(roles, label)
            yield key, spans, features | self.features.pop(key, {}), number
        for key, marked in self.marked.items():
            if key not in parts:
                yield key, marked.spans, _coded(marked.label) | self.features.pop(key, {}), marked.line

    def _event(self, roles: list[tuple[str, str]], label: str) -> tuple[Spans, dict[str, object]]:
        trigger = self.marked[roles[0][1]].spans
        by_role: dict[str, Spans] = {}
        for role, of in roles[1:]:
            by_role[role] = by_role.get(role, ()) + self._spans(of)
        content = by_role.pop("content", None)
        features: dict[str, object] = {} if content else _coded(label)
        if content:
            by_role.setdefault("cue", trigger)
        for role, spans in by_role.items():
            features[role] = " ".join(self.document.text[start:end] for start, end in spans)
            if role in ("cue", "source") and spans:
                features[f"{role}_start"] = min(start for start, _ in spans)
                features[f"{role}_end"] = max(end for _, end in spans)
        return content or trigger, features

    def _spans(self, of: str) -> Spans:
        """Return the spans of an annotation; of an event its trigger's."""
        key = of if of in self.marked else self.events[of][0][0][1] if of in self.events else ""
        return self.marked[key].spans if key in self.marked else ()

    def left(self) -> Iterator[Problem]:
        """Tell what did not become a statement or a column of one."""
        for kind, n in self.others.items():
            yield Problem(f"{n:,} {kind} are not loaded", None, "incomplete")
        if self.features:
            n = len(self.features)
            yield Problem(f"what is said of {n:,} annotations that are no statements is not loaded", None, "incomplete")


def _add_note(features: dict[str, object], words: str) -> None:
    try:
        value = json.loads(words)
    except (ValueError, RecursionError):
        value = None
    if isinstance(value, dict):
        for name, given in value.items():
            features.setdefault(printable(name), _cell(given))
    else:
        features["notes"] = f"{features['notes']}; {words}" if features.get("notes") else words


def _cell(value: object) -> object:
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, list):
        return [_cell(member) for member in value]
    return value if isinstance(value, int | float | None) else json.dumps(value)


def _coded(label: str) -> dict[str, object]:
    """Return a label as what it is: an act or a theme of the codebook, or a column of its own."""
    book = shipped_codebook()
    if label == PLAIN:
        return {}
    act = {"act": label} if label in set(book.acts["code"]) else {}
    theme = {"themes": [label]} if label in set(book.themes["code"]) else {}
    return {"label": label, **act, **theme}
