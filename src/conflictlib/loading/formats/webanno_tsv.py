"""WebAnno TSV, in which INCEpTION and WebAnno export: a token a line, a column a feature."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from conflictlib.loading._files import File
from conflictlib.loading._formats import reads
from conflictlib.loading._pieces import Document, Piece, Problem, Unreadable
from conflictlib.loading._start import Start
from conflictlib.loading._uima import Layers

_FORMAT = re.compile(r"#FORMAT=WebAnno TSV 3\.\d+")
_TOKEN = re.compile(r"(\d+-\d+(?:\.\d+)?)\t(\d+)-(\d+)\t")
_STACKED = re.compile(r"(?:[^|\\]|\\.)+", re.DOTALL)
_NUMBERED = re.compile(r"(.*?)(?<!\\)\[(\d+)\]", re.DOTALL)
_ESCAPED = re.compile(r"\\(->|.)", re.DOTALL)
_MARKS = {"t": "\t", "n": "\n", "r": "\r"}
#: The kind of a column that says where a slot points to.
_TARGET = "target"
#: The text may be so far from one sentence to the next, in units of UTF-16.
_LARGEST_GAP = 100_000


def _is_tsv(start: Start) -> bool:
    return bool(_FORMAT.match(start.text))


@reads("webanno_tsv", title="INCEpTION and WebAnno (TSV 3)", gives="documents, statements", endings=".tsv",
       seen=_is_tsv)  # fmt: skip
def read_webanno_tsv(file: File) -> Iterator[Piece]:
    """Read a document and the annotations of its span layers.

    The document's text is that of its sentences (``#Text=``); what lay between two of them is not in the file and
    becomes line ends, as many as there were characters, so that offsets hold.

    Each annotation of a span layer (``#T_SP``) of the project's own, such as ``webanno.custom.Statement``, is a
    statement of the tokens that it covers. Features fill the column of their name: ours (`actor`, `act`, `themes`,
    `speaker`, `addressee` ...) or an own one; `layer` is the layer's name. Of slots the roles stand in the column of
    the slot. Layers that come with the program (lemma, named entity ...), relations and chains are counted in a note.
    In the folders of an export (``annotation/PAGE.txt/NAME.tsv``) the document is PAGE.txt and the `coder` NAME,
    else the file and ``inception``; the day is the document's, so there is none.

    Offsets are units of UTF-16 and become code points. Tokens that are not what the text has
    there are told. Versions 3.0 to 3.3.
    Source: INCEpTION user guide, appendix WebAnno TSV 3.x.
    """
    table = _Table(Layers(file))
    yield from table.read(file.lines())
    if not table.text:
        raise Unreadable("there is no sentence in it")
    yield from table.elsewhere()
    table.finish()
    yield from table.layers.pieces(Document("".join(table.text)))


@dataclass
class _Column:
    layer: str
    feature: str
    kind: str  # SP, RL, CH or _TARGET


@dataclass
class _Found:
    """An annotation as far as it was read."""

    layer: str
    start: int
    end: int
    record: int
    features: dict[str, object] = field(default_factory=dict)


@dataclass
class _Table:
    """The file as it is read, line by line."""

    layers: Layers
    columns: list[_Column] = field(default_factory=list)
    text: list[str] = field(default_factory=list)
    length: int = 0  # of the text, in units of UTF-16
    waiting: list[str] = field(default_factory=list)  # lines of the sentence whose first token comes next
    found: dict[tuple[str, str], _Found] = field(default_factory=dict)
    words: list[tuple[int, int, str, int]] = field(default_factory=list)  # start, end, token and line

    def read(self, lines: Iterator[str]) -> Iterator[Problem]:
        """Read the lines; gives those that are none."""
        for number, line in enumerate(lines, 1):
            line = line.rstrip("\r\n")
            try:
                if line.startswith("#Text="):
                    self.waiting.append(_plain(line.removeprefix("#Text=")))
                elif line.startswith("#T_"):
                    self._layer(line)
                elif match := _TOKEN.match(line):
                    self._token(match, line, number)
                elif line.strip() and not line.startswith("#"):
                    yield Problem("no line of WebAnno TSV (wanted is a sentence's text, or a token)", number)
            except Unreadable as problem:
                yield Problem(problem.reason, number)

    def _layer(self, line: str) -> None:
        """Read ``#T_SP=webanno.custom.Statement|actor|act``; without a feature it has one column all the same."""
        kind, _, rest = line.removeprefix("#T_").partition("=")
        layer, *features = rest.split("|")
        slot = ""
        for feature in features or [""]:
            if feature.startswith("ROLE_"):
                slot = feature.partition(":")[2].rpartition("_")[0] or feature
                feature = slot
            elif slot or feature.startswith("BT_"):  # the type of what a slot, or a relation, points to
                slot = ""
                self.columns.append(_Column(layer, feature, _TARGET))
                continue
            self.columns.append(_Column(layer, feature, kind))

    def _token(self, match: re.Match[str], line: str, number: int) -> None:
        token, start, end = match[1], int(match[2]), int(match[3])
        if self.waiting:
            self._sentence(start, number)
        word, *cells = line[match.end() :].split("\t")
        self.words.append((start, end, word, number))
        for column, cell in zip(self.columns, cells, strict=False):
            if cell in ("_", "") or column.kind == _TARGET:
                continue
            for place, stacked in enumerate(_STACKED.findall(cell)):
                value, key = self._key(stacked, token, place)
                self._add(column, key, value, start, end, number)

    def _sentence(self, start: int, number: int) -> None:
        """Put the sentence where its first token says."""
        sentence = "\n".join(self.waiting)
        self.waiting = []
        blank = len(sentence) - len(sentence.lstrip())
        gap = start - blank - self.length
        if not 0 <= gap <= _LARGEST_GAP:
            raise Unreadable(f"a sentence at {start}, where the text has {self.length:,} characters so far", number)
        self.text += ["\n" * gap, sentence]
        self.length += gap + len(sentence.encode("utf-16-le", "replace")) // 2

    def _key(self, stacked: str, token: str, place: int) -> tuple[str, str]:
        """Return the value and what it shares with the other cells of one annotation."""
        match = _NUMBERED.fullmatch(stacked)
        return (match[1], f"[{match[2]}]") if match else (stacked, f"{token}/{place}")

    def _add(self, column: _Column, key: str, value: str, start: int, end: int, number: int) -> None:
        kept = self.found.get((f"{column.kind} {column.layer}", key))
        if kept is None:
            kept = self.found[f"{column.kind} {column.layer}", key] = _Found(column.layer, start, end, number)
        kept.start, kept.end = min(kept.start, start), max(kept.end, end)
        if column.feature and value not in ("*", "_"):
            kept.features[column.feature] = _plain(value)

    def elsewhere(self) -> Iterator[Problem]:
        """Say which tokens are not what the text has at their offsets: a file that was changed by hand."""
        text = "".join(self.text).encode("utf-16-le", "surrogatepass")
        wrong = [
            (word, number)
            for start, end, word, number in self.words
            if 2 * end <= len(text)
            and text[2 * start : 2 * end].decode("utf-16-le", "replace") not in (word, _plain(word))
        ]
        if wrong:
            word, number = wrong[0]
            yield Problem(f"{len(wrong):,} tokens are not what the text has at their offsets, the first is "
                          f"{word[:40]!r}; statements may begin and end elsewhere", number, "incomplete")  # fmt: skip

    def finish(self) -> None:
        """Hand the annotations over."""
        for (layer, key), found in self.found.items():
            if layer.startswith("SP "):
                self.layers.add(found.layer, key, found.start, found.end, found.features, found.record)
            else:
                self.layers.others[found.layer.rpartition(".")[2]] += 1


def _plain(text: str) -> str:
    """Return a text without the backslashes before marks that the format needs for itself."""
    return _ESCAPED.sub(lambda match: _MARKS.get(match[1], match[1]), text)
