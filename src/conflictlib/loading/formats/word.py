"""Word documents (.docx) and their relatives."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any
from zipfile import ZipFile

from conflictlib.loading._dates import day_in_head
from conflictlib.loading._files import File
from conflictlib.loading._formats import reads
from conflictlib.loading._office import local, main_part, office_file, properties, xml_part
from conflictlib.loading._pieces import Document, Piece, Problem, Unreadable
from conflictlib.loading._start import Start

#: What is not seen: deleted and moved text, the codes of fields, comments, a picture's second version.
_UNSEEN = frozenset("del moveFrom delText instrText delInstrText commentReference rPr pPr sectPr tblPr trPr tcPr"
                    " Fallback rubyPr rt sdtPr txbxContent".split())  # fmt: skip
_CHARACTERS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "\u2011", "softHyphen": ""}
_TITLES = re.compile(r"(?:title|titel|titre|título|titolo|heading\s?1|überschrift\s?1|berschrift1|titre\s?1|1)",
                     re.IGNORECASE)  # fmt: skip
_NO_TITLE = re.compile(r"(?:document\s?\d*|untitled.*|microsoft word.*|.*\.(?:docx?|dotx?|rtf|odt|pdf))", re.IGNORECASE)


def _is_word(start: Start) -> bool:
    return any(re.fullmatch(r"word/document\d*\.xml", name) for name in start.members)


@reads("word", title="Word documents", gives="documents", endings=".docx .docm .dotx .dotm .doc .dot",
       seen=_is_word, general=2)  # fmt: skip
def read_word(file: File) -> Iterator[Piece]:
    """Read one document: its paragraphs, headings and cells of tables in order, a blank line between.

    Read are text boxes (behind the paragraph that they hang on), notes (``[1]`` where they are called, their text at
    the end) and insertions; not read are deletions, hidden text, comments, headers, footers and the codes of fields.
    A numbered list has no numbers: they stand in no text of the file.

    `title` is the first paragraph in the style Title or Heading 1, else that of the core properties; `author` theirs.
    `published` is the day in the head of the text. Own columns: `created` and `modified`, as the core properties have
    them: when the file was begun and last saved, which is no day of publication. Files of Word before 2007 (.doc) are
    refused. Source: ECMA-376, Office Open XML, part 1, 17 (WordprocessingML) and part 2 (core properties).
    """
    with office_file(file, new=".docx") as archive:
        name = main_part(archive, "word/document.xml")
        root = xml_part(archive, name)
        if root is None:
            raise Unreadable(f"no .docx file that can be read (its part {name[:80]} is not there)")
        text = _Text(hidden=_hidden_styles(archive, name))
        text.read(root)
        for part, mark in (("footnotes", "footnote"), ("endnotes", "endnote")):
            text.add_notes(xml_part(archive, str(PurePosixPath(name).with_name(f"{part}.xml"))), mark)
        said = properties(archive, "docProps/core.xml")
    if not text.paragraphs:
        raise Unreadable("there is no text in it")
    yield from document_with(text.paragraphs, text.title, said, author=said.get("creator"))


def document_with(
    paragraphs: list[str], heading: str | None, said: dict[str, str], *, author: str | None
) -> Iterator[Document | Problem]:
    """Give the document of a word processor, and a note where only the file says when it was made."""
    title = heading or said.get("title")
    day = day_in_head(line for paragraph in paragraphs[:20] for line in paragraph.splitlines())
    others = {ours: said[theirs] for ours, theirs in (("created", "created"), ("modified", "modified"))
              if said.get(theirs)}  # fmt: skip
    language = re.match(r"[A-Za-z]{2}(?=[-_]|$)", said.get("language", ""))
    yield Document(
        "\n\n".join(paragraphs),
        title=None if title is None or (not heading and _NO_TITLE.fullmatch(title)) else title,
        author=author,
        published=day,
        language=language[0].lower() if language else None,
        others=others,
    )
    if day is None and "created" in others:
        reason = f"no day in the head of the text; the file was begun on {others['created'][:10]}, which is not taken"
        yield Problem(reason, None, "note")


def _hidden_styles(archive: ZipFile, name: str) -> frozenset[str]:
    """Return the styles whose text is hidden."""
    root = xml_part(archive, str(PurePosixPath(name).with_name("styles.xml")))
    return frozenset(
        str(_value(style, "styleId"))
        for style in (root if root is not None else ())
        if local(style) == "style" and _hides(_child(style, "rPr"))
    )


@dataclass
class _Text:
    """The paragraphs read so far, and which notes were called in them."""

    hidden: frozenset[str]
    paragraphs: list[str] = field(default_factory=list)
    title: str | None = None
    calls: list[tuple[str, str]] = field(default_factory=list)

    def read(self, root: Any) -> None:
        """Take all paragraphs below an element in order; those of deleted rows and text boxes' doubles are left."""
        for paragraph in _paragraphs(root):
            text = "".join(self._pieces(paragraph))
            lines = [" ".join(line.split()) for line in text.splitlines()]
            if seen := "\n".join(line for line in lines if line):
                self.paragraphs.append(seen)
                if self.title is None and _TITLES.fullmatch(_style(paragraph, "pStyle", "pPr")):
                    self.title = " ".join(seen.split())

    def _pieces(self, paragraph: Any) -> Iterator[str]:
        waiting = [paragraph]
        while waiting:
            element = waiting.pop()
            name = local(element)
            if name in _UNSEEN or (name == "r" and self._is_hidden(element)):
                continue
            if name == "t":
                yield element.text or ""
            elif name in _CHARACTERS:
                yield _CHARACTERS[name]
            elif name in ("footnoteReference", "endnoteReference"):
                self.calls.append((name.removesuffix("Reference"), str(_value(element, "id"))))
                yield f"[{len(self.calls)}]"
            else:
                waiting.extend(reversed(element))

    def _is_hidden(self, run: Any) -> bool:
        return _hides(_child(run, "rPr")) or _style(run, "rStyle", "rPr") in self.hidden

    def add_notes(self, root: Any, mark: str) -> None:
        """Add the notes that were called, with their numbers."""
        notes = {str(_value(note, "id")): note for note in (root if root is not None else ()) if local(note) == mark}
        for number, (kind, called) in enumerate(list(self.calls), 1):
            if kind == mark and called in notes:
                before = len(self.paragraphs)
                self.read(notes[called])
                self.paragraphs[before : before + 1] = [f"[{number}] {text}" for text in self.paragraphs[before:][:1]]


def _paragraphs(root: Any) -> Iterator[Any]:
    """Give the paragraphs in order, each of a text box once, none of deleted rows."""
    import lxml.etree  # type: ignore[import-untyped]  # lxml ships no types

    skipped: Any = None
    for event, element in lxml.etree.iterwalk(root, events=("start", "end")):
        if event == "end":
            skipped = None if element is skipped else skipped
            continue
        name = local(element)
        gone = name in ("Fallback", "del", "moveFrom") or (name == "tr" and _child(element, "trPr", "del") is not None)
        if skipped is None and gone:
            skipped = element
        elif skipped is None and name == "p" and "drawingml" not in element.tag:
            yield element


def _child(element: Any, *names: str) -> Any:
    for name in names:
        element = next((child for child in element if local(child) == name), None)
        if element is None:
            return None
    return element


def _value(element: Any, name: str) -> str | None:
    """Return an attribute by its local name."""
    return next((value for key, value in element.attrib.items() if key.rpartition("}")[2] == name), None)


def _hides(properties_of_run: Any) -> bool:
    vanish = _child(properties_of_run, "vanish") if properties_of_run is not None else None
    return vanish is not None and _value(vanish, "val") not in ("0", "false", "off")


def _style(element: Any, name: str, within: str) -> str:
    style = _child(element, within, name)
    return str(_value(style, "val") or "") if style is not None else ""
