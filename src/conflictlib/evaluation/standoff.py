"""Gold in brat standoff: attributions of a source, a cue and a content, each in one or more spans."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from conflictlib.evaluation.comparison import EvaluationError
from conflictlib.loading._pieces import Unreadable
from conflictlib.loading._standoff import Spans, arguments, text_bound

ROLES = ("source", "cue", "content")
#: Other lines are notes, or go on with an annotation whose words have a line end within.
_TEXT_BOUND, _EVENT = re.compile(r"T\d+\t"), re.compile(r"E\d+\t")


@dataclass(frozen=True)
class Attributed:
    """One attribution of the gold: the spans of its three parts, none where a part is missing."""

    source: Spans
    cue: Spans
    content: Spans


@dataclass(frozen=True)
class Standoff:
    """Texts and their annotations by document."""

    texts: dict[str, str]
    attributions: dict[str, list[Attributed]]
    pages: Path

    @property
    def documents(self) -> list[str]:
        """Names of the documents."""
        return list(self.texts)


def read_standoff(folder: Path) -> Standoff:
    """Read texts with annotations: ``text/`` and ``attributions/``, or ``.txt`` and ``.ann`` side by side.

    An annotation belongs to the text of the same name, or of the same name with ``_`` and an annotator behind it;
    of several annotators the first by name counts. Attributions without a cue or content are left out, texts
    without annotation too.

    Raises
    ------
    EvaluationError
        No text has an annotation, or a line of one is none.
    """
    apart = (folder / "attributions").is_dir()
    pages, annotations = (folder / "text", folder / "attributions") if apart else (folder, folder)
    paths = {path.stem: path for path in sorted(pages.glob("*.txt"))}
    chosen: dict[str, Path] = {}
    for path in sorted(annotations.glob("*.ann")):
        name = path.stem if path.stem in paths else path.stem.rpartition("_")[0]
        if name in paths:
            chosen.setdefault(name, path)
    if not chosen:
        raise EvaluationError(
            f"gold {str(folder)!r}: no .txt in {pages.name}/ has an annotation in {annotations.name}/; "
            "wanted are NAME.txt and NAME.ann or NAME_ANNOTATOR.ann"
        )
    texts = {name: _read(paths[name]) for name in paths if name in chosen}
    return Standoff(texts, {name: list(_attributions(chosen[name], texts[name])) for name in texts}, pages)


def _read(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8-sig")  # line ends stay as they are: the offsets count them
    except (OSError, UnicodeDecodeError) as error:
        raise EvaluationError(f"{path.name}: can't be read as UTF-8 ({error})") from None


def _attributions(path: Path, text: str) -> Iterator[Attributed]:
    try:
        yield from _of_lines(_read(path).split("\n"), len(text))
    except Unreadable as problem:
        raise EvaluationError(f"{path.name}, line {problem.record}: {problem.reason}") from None


def _of_lines(lines: list[str], length: int) -> Iterator[Attributed]:
    spans = {}
    for number, line in enumerate(lines, 1):
        if _TEXT_BOUND.match(line):
            key, _, found = text_bound(line, number, length)
            spans[key] = found
    for number, line in enumerate(lines, 1):
        if _EVENT.match(line):
            parts: dict[str, Spans] = dict.fromkeys(ROLES, ())
            for role, key in arguments(line, number)[1]:
                if role in parts and key in spans:
                    parts[role] += spans[key]
            if parts["cue"] and parts["content"]:
                yield Attributed(**parts)
