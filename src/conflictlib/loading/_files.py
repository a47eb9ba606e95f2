"""Files and what stands beside them; their bytes, text and lines."""

from __future__ import annotations

import codecs
import hashlib
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path, PurePosixPath
from typing import IO, Any, Protocol

from conflictlib.loading._decoding import MARKS, decode, foreign_encoding
from conflictlib.loading._pieces import Unreadable

#: A file that must be read whole may be so large, in bytes; one that is read line by line, of any size.
LARGEST = 2_000_000_000
#: A line may be so long, in bytes: it must be read whole.
LONGEST_LINE = 200_000_000
_START = 65_536
_PAGES = (".html", ".htm", ".xhtml", ".shtml")
#: What browsers and Word put behind a page's name for the folder of its pictures, scripts and frames
#: (Word, DefaultWebOptions.FolderSuffix).
PAGE_FOLDERS = tuple("_files .files -files _file _archivos _arquivos _bestanden -bestanden _bylos _datoteke -Dateien"
                     " _dosyalar _elemei _failid _fails _fajlovi _ficheiros _fichiers -filer _filer _fitxategiak"
                     " _fitxers _pliki _soubory _subory _tiedostot".split())  # fmt: skip


class Place(Protocol):
    """Where a file lies: a folder or an archive."""

    def names(self) -> frozenset[str]:
        """Return the names of the files, with ``/``, relative to the place."""

    def file(self, name: str) -> File | None:
        """Return one of them, None if it is not there."""


@dataclass(eq=False)
class File:
    """A file to be read: where its bytes are, and its name relative to what was loaded, with ``/``."""

    path: Path
    name: str
    place: Place | None = None
    within: str = ""  # its name in that place
    columns: Mapping[str, str] = field(default_factory=dict)  # ours: the file's, as the user gave them
    notes: list[str] = field(default_factory=list)  # how it was read; they end up in the problems

    @property
    def own_name(self) -> str:
        """Its name without folders."""
        return PurePosixPath(self.name).name

    @property
    def stem(self) -> str:
        """That name without its ending."""
        return PurePosixPath(self.name).stem

    @cached_property
    def sha256(self) -> str:
        """The sha256 of its bytes."""
        with self.open() as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()

    @property
    def size(self) -> int:
        """Its size in bytes."""
        return self.path.stat().st_size

    def open(self) -> Any:
        """Open it, or say why it can't be."""
        if not self.path.is_file():  # a pipe or device would be waited for without end
            raise Unreadable("not a regular file, or a link that leads nowhere")
        try:
            return self.path.open("rb")
        except OSError as error:
            raise Unreadable(f"the file can't be opened ({error.strerror})") from None

    def start(self) -> bytes:
        """Return its first bytes, 64 KiB at most."""
        with self.open() as stream:
            return bytes(stream.read(_START))

    def read(self, *, at_most: int = LARGEST) -> bytes:
        """Return all its bytes, or say why there are none."""
        with self.open() as stream:
            data = bytes(stream.read(at_most + 1))
        if len(data) > at_most:
            raise Unreadable(f"larger than {at_most:,} bytes, the most that is read of a file of this kind")
        if not data.strip():
            raise Unreadable("the file is empty")
        return data

    def text(self, *, at_most: int = LARGEST) -> str:
        """Return all its text without a byte-order mark; what is to be said of the encoding goes to the notes."""
        text, note = decode(self.read(at_most=at_most))
        self.notes += [note] if note else []
        return text

    def lines(self) -> Iterator[str]:
        """Give its lines with their ends, one at a time, so that a file may be larger than the memory.

        Lines end at a line feed, in a file without any at a carriage return. A line that is no UTF-8 is
        decoded by itself, since a file that grew over years may have several encodings.
        """
        start = self.start()
        marked = any(start.startswith(mark) for mark, name in MARKS if name != "utf-8")
        if marked or (b"\n" not in start and b"\r" in start) or len(start) < _START:
            yield from _split(self.text())  # of 16 bits, of an old Macintosh, or short: read whole
            return
        foreign, encoding = 0, foreign_encoding(start)
        with self.open() as stream:
            for number, line in enumerate(_byte_lines(stream), 1):
                data = line.removeprefix(codecs.BOM_UTF8) if number == 1 else line
                try:
                    yield data.decode()
                except UnicodeDecodeError:
                    foreign += 1
                    yield data.decode(encoding, "replace")
        if foreign:
            self.notes.append(f"{foreign:,} lines are no UTF-8; they were read as {encoding}")

    def beside(self, name: str) -> File | None:
        """Return the file of this name in the same folder or archive, None if there is none."""
        if self.place is None:
            return None
        found = self.place.file(str(PurePosixPath(self.within).parent / name))
        if found is not None:
            found.columns = self.columns
        return found


def _byte_lines(stream: IO[bytes]) -> Iterator[bytes]:
    number = 0
    while line := stream.readline(LONGEST_LINE):
        number += 1
        if len(line) == LONGEST_LINE and not line.endswith(b"\n"):
            raise Unreadable(f"a line of more than {LONGEST_LINE:,} bytes", number)
        yield line


def _split(text: str) -> Iterator[str]:
    end = "\n" if "\n" in text or "\r" not in text else "\r"
    at = 0
    while at < len(text):
        after = text.find(end, at) + 1 or len(text)
        yield text[at:after] if end == "\n" else text[at:after].replace("\r", "\n")
        at = after


@dataclass(frozen=True)
class Folder:
    """A folder on the disk, as the place of its files."""

    root: Path

    def names(self) -> frozenset[str]:
        """Return the names of all files below it."""
        return frozenset(path.relative_to(self.root).as_posix() for path in _walk(self.root))

    def file(self, name: str) -> File | None:
        """Return one of them, None if it is not there; a name that leads out of the folder is not."""
        path = self.root / name
        inside = ".." not in PurePosixPath(name).parts and not PurePosixPath(name).is_absolute()
        return File(path, printable(name), self, name) if inside and path.is_file() else None


def files_in(path: Path) -> Iterator[File]:
    """Give the files of a folder and its folders in the order of their names, or the one file.

    Hidden files and files named README are about the folder, not in it; what a browser saved beside a page is its part.
    """
    if not path.is_dir():
        yield File(path, printable(path.name), Folder(path.parent), path.name)
        return
    place = Folder(path)
    files = sorted(_walk(path), key=lambda file: file.relative_to(path).parts)
    for within in inputs(file.relative_to(path).as_posix() for file in files):
        yield File(path / within, printable(within), place, within)


def is_input(name: str) -> bool:
    """Say whether a file of a folder or archive is in it, and not about it or hidden."""
    path = PurePosixPath(name)
    return not any(part.startswith(".") for part in path.parts) and path.stem.upper() != "README"


def inputs(names: Iterable[str]) -> list[str]:
    """Return those of the files of a folder or archive that are in it, without the parts of saved web pages.

    >>> inputs(["talks.html", "talks_files/menu.html", "other_files/a.html"])
    ['talks.html', 'other_files/a.html']
    """
    found = [name for name in names if is_input(name)]
    pages = {name[: -len(ending)] for name in found for ending in _PAGES if name.lower().endswith(ending)}

    @cache
    def belongs_to_page(folder: PurePosixPath) -> bool:
        name = str(folder)
        own = any(name.endswith(suffix) and name[: -len(suffix)] in pages for suffix in PAGE_FOLDERS)
        return own or (name not in (".", "/") and belongs_to_page(folder.parent))

    return [name for name in found if not belongs_to_page(PurePosixPath(name).parent)]


def _walk(path: Path) -> Iterator[Path]:
    for folder, folders, names in os.walk(path):
        folders[:] = [name for name in folders if not name.startswith(".")]
        linked = [name for name in folders if (Path(folder) / name).is_symlink()]
        yield from (Path(folder) / name for name in [*names, *linked])


def printable(text: str) -> str:
    """Return `text` with half characters (lone surrogates), which no table or file can hold, replaced."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
