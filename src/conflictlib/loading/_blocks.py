"""Large text files in blocks of whole records, so that one of any size fits into the memory."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator
from typing import IO

from conflictlib.loading._decoding import MARKS
from conflictlib.loading._files import File
from conflictlib.loading._pieces import Problem

#: So many bytes are read at once.
SIZE = 16 << 20
#: A record may be so long, in bytes: it must be read whole.
LONGEST = 64_000_000
_SHOWN = "\ufffd".encode()


def blocks(file: File, *, quoted: str | None) -> Iterator[tuple[int, bytes] | Problem]:
    r"""Give the number of a line, from 1, and whole records from there on, each with a ``\n`` behind it.

    Lines end at ``\n``, ``\r\n``, or ``\r`` in a file that begins without the others. Where cells may be quoted,
    `quoted` is what parts them, and a block ends at a line end outside quotation marks. A record that is too long
    is a problem and is left out.
    """
    rest, line, within = b"", 1, False
    for data in _chunks(file):
        if not within and not quoted and (end := data.rfind(b"\n") + 1):
            whole = b"".join((rest, memoryview(data)[:end]))  # copied once: this is the most frequent case by far
            yield line, whole
            rest, line = data[end:], line + whole.count(b"\n")
            continue
        rest += data
        if within:  # of a line that is too long
            after = rest.find(b"\n") + 1
            rest, line, within = rest[after:] if after else b"", line + bool(after), not after
        if end := _end(rest, quoted):
            yield line, rest[:end]
            rest, line = rest[end:], line + rest.count(b"\n", 0, end)
        elif len(rest) > LONGEST:
            yield Problem(_too_long(rest), line)
            after = rest.find(b"\n") + 1
            rest, line, within = rest[after:] if after else b"", line + bool(after), not after
    if rest:
        yield line, rest + b"\n" * (not rest.endswith(b"\n"))


def _too_long(record: bytes) -> str:
    what = "a record of more than" if b"\n" in record else "a line of more than"
    hint = "; a quotation mark is not closed" if b"\n" in record else ""
    return f"{what} {LONGEST:,} bytes{hint}"


def _end(data: bytes, quoted: str | None) -> int:
    """Return where the last whole record ends, 0 if there is none."""
    end = data.rfind(b"\n") + 1
    if quoted is None or data.count(b'"', 0, end) % 2 == 0:
        return end
    # a record goes on, or a mark stands within a cell: only reading them tells
    lines = [len(line) + 1 for line in data[:end].split(b"\n")[:-1]]
    for line, record in records(data[:end].decode("latin-1"), quoted):
        if record == _OPEN:
            return sum(lines[:line])
    return end


#: What is said of a record whose quotation mark is not closed before the end of the text.
_OPEN = "no row of a CSV file (unexpected end of data)"


def records(text: str, separator: str) -> Iterator[tuple[int, list[str] | str]]:
    """Give the records of a CSV text with their lines, from 0, or what is wrong with one; the next line is tried then.

    Every line of the text ends with a line feed.
    """
    csv.field_size_limit(2**31 - 1)  # the module's own limit, 131,072 characters, is less than a long cell
    lines = text.split("\n")[:-1]
    at = 0
    while at < len(lines):
        begin = at
        reader = csv.reader((f"{lines[n]}\n" for n in range(begin, len(lines))), delimiter=separator, strict=True)
        try:
            for row in reader:
                yield at, row
                at = begin + reader.line_num
        except csv.Error as error:
            yield at, f"no row of a CSV file ({error})"
            at += 1


def _chunks(file: File) -> Iterator[bytes]:
    r"""Give the bytes of a file in UTF-8 without a byte-order mark, its lines ended by ``\n``."""
    start = file.start()
    single = b"\n" not in start and b"\r" in start  # as an old Macintosh ends them
    n_nul, held, first = 0, b"", True
    with _stream(file, start) as stream:
        while data := stream.read(SIZE):
            data = held + (data.removeprefix(codecs.BOM_UTF8) if first else data)
            held, first = (b"\r" if data.endswith(b"\r") and not single else b""), False
            data = data[: len(data) - len(held)]
            if b"\r" in data:
                data = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n" if single else b" ")
            if b"\0" in data:
                n_nul, data = n_nul + data.count(b"\0"), data.replace(b"\0", _SHOWN)
            yield data
    if n_nul:
        file.notes.append(f"{n_nul:,} NUL bytes; they are shown as \ufffd")


def _stream(file: File, start: bytes) -> IO[bytes]:
    wide = any(start.startswith(mark) for mark, name in MARKS if name != "utf-8")
    stream: IO[bytes] = io.BytesIO(file.text().encode()) if wide else file.open()
    return stream
