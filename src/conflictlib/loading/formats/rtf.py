"""Rich Text Format."""

from __future__ import annotations

from collections.abc import Iterator

from conflictlib.loading._dates import day_in_head
from conflictlib.loading._files import File
from conflictlib.loading._formats import reads
from conflictlib.loading._pieces import Document, Piece, Problem, Unreadable
from conflictlib.loading._press import one_line
from conflictlib.loading._rtf import CELL, LARGEST, Rtf, read_rtf
from conflictlib.loading._start import Start


def _is_rtf(start: Start) -> bool:
    return Rtf.begins(start.data)


@reads("rtf", title="Rich Text Format", gives="documents", endings=".rtf", seen=_is_rtf, general=2)
def read_rtf_document(file: File) -> Iterator[Piece]:
    """Read one document: a paragraph, line or cell of a table a line of `text`, a blank line between.

    `title` and `author` are those of the file's information; failing a title, the first line if it is bold.
    `published` is the first day that stands by itself above the running text. Headers, footers, pictures, hidden text
    and the targets of links are left out. Code pages: that of the file, of each font, Unicode; UTF-8 as it stands.
    Groups may be 5,000 deep, files 100 MB large.
    Source: Microsoft, Rich Text Format (RTF) Specification, version 1.9.1.
    """
    data = file.read(at_most=LARGEST)
    if not Rtf.begins(data):
        raise Unreadable("no RTF: it does not begin with {\\rtf")
    rtf = read_rtf(data)
    lines = [line for part in rtf.lines for line in map(one_line, part.split(CELL)) if line]
    if not lines:
        raise Unreadable("there is no text in this RTF file")
    if rtf.cut:
        yield Problem("the file ends before its groups do; it is kept as far as it goes", None, "incomplete")
    if rtf.bad_code_page:
        yield Problem(f"code page {rtf.bad_code_page} is not known; read as {rtf.codec}", None, "note")
    bold = next((one_line(p.text) for p in rtf.paragraphs if p.text.strip()), "") if _first_is_bold(rtf) else ""
    yield Document("\n\n".join(lines), title=rtf.title or bold or None, author=rtf.author or None,
                   published=day_in_head(lines))  # fmt: skip


def _first_is_bold(rtf: Rtf) -> bool:
    return next((p.bold for p in rtf.paragraphs if p.text.strip()), False)
