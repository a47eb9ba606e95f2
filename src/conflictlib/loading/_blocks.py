"""Large text files in blocks of whole records, so that one of any size fits into the memory."""

from __future__ import annotations

import codecs
import io
from collections.abc import Iterator
from typing import IO

from conflictlib.loading._decoding import MARKS
from conflictlib.loading._files import File
from conflictlib.loading._pieces import Problem

#: So many bytes are read at once.
SIZE = 8 << 20
#: A record may be so long, in bytes: it must be read whole.
LONGEST = 64_000_000
_SHOWN = "\ufffd".encode()


def blocks(file: File, *, quoted: bool) -> Iterator[tuple[int, bytes] | Problem]:
    r"""Give the number of a line, from 1, and whole records from there on, each with a ``\n`` behind it.

    Lines end at ``\n``, ``\r\n``, or ``\r`` in a file that begins without the others. Where cells are `quoted`, a
    block ends at a line end outside quotation marks. A record that is too long is a problem and is left out.
    """
    rest, line, within = b"", 1, False
    for data in _chunks(file):
        rest += data
        if within:  # of a line that is too long
            after = rest.find(b"\n") + 1
            rest, line, within = rest[after:] if after else b"", line + bool(after), not after
        if end := _end(rest, quoted=quoted):
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


def _end(data: bytes, *, quoted: bool) -> int:
    """Return where the last whole record ends, 0 if there is none."""
    end = data.rfind(b"\n")
    inside = quoted and data.count(b'"', 0, max(end, 0)) % 2
    while inside and end >= 0:
        before = data.rfind(b"\n", 0, end)
        inside = (inside + data.count(b'"', max(before, 0), end)) % 2
        end = before
    return end + 1


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
            if n := data.count(b"\0"):
                n_nul, data = n_nul + n, data.replace(b"\0", _SHOWN)
            yield data
    if n_nul:
        file.notes.append(f"{n_nul:,} NUL bytes; they are shown as \ufffd")


def _stream(file: File, start: bytes) -> IO[bytes]:
    wide = any(start.startswith(mark) for mark, name in MARKS if name != "utf-8")
    stream: IO[bytes] = io.BytesIO(file.text().encode()) if wide else file.open()
    return stream
