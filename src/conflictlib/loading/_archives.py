"""Archives (.zip, .tar, .gz, .bz2, .xz and tars in these): their files, one at a time, within bounds.

Nothing is unpacked under the name that an archive gives: each file is copied to a nameless temporary file, read, and
removed. A name that would leave the archive is a problem, as is a link or a device. What an archive holds may be
larger than itself by `EXPANSION` at most; smaller archives may hold `ALWAYS` bytes.
"""

from __future__ import annotations

import bz2
import gzip
import lzma
import tarfile
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import IO, Any

from conflictlib.loading._files import File, inputs, printable
from conflictlib.loading._pieces import Problem, Unreadable

#: How many times its own size an archive may hold, and how many bytes in any case.
EXPANSION, ALWAYS = 200, 100_000_000
#: How many files an archive may hold, and how deep archives may stand in archives.
MOST_FILES, DEEPEST = 1_000_000, 4
_PACKED: dict[bytes, Callable[[IO[bytes]], Any]] = {
    b"\x1f\x8b": lambda stream: gzip.GzipFile(fileobj=stream),
    b"BZh": bz2.BZ2File,
    b"\xfd7zXZ\x00": lzma.LZMAFile,
}
_BROKEN = (zipfile.BadZipFile, tarfile.TarError, zlib.error, lzma.LZMAError, EOFError, OSError, ValueError,
           NotImplementedError, RuntimeError)  # fmt: skip
_CHUNK = 1 << 20
_TABLES = (".csv", ".tsv", ".tab", ".xlsx")


def is_archive(start: bytes, members: frozenset[str]) -> bool:
    """Say whether a file is an archive; an Office document is a zip file too, and none."""
    packed = any(start.startswith(magic) for magic in _PACKED)
    empty = start.startswith(b"PK\x05\x06")
    return packed or empty or start[257:262] == b"ustar" or (bool(members) and not office(members))


def office(members: frozenset[str]) -> bool:
    """Say whether a zip file is a document of Office, LibreOffice or an EPUB."""
    return "[Content_Types].xml" in members or "mimetype" in members


class Archive:
    """An archive as the place of its files. Use it in a `with`: its temporary files end with it."""

    def __init__(self, file: File) -> None:
        self.packed = file
        self.problems: list[Problem] = []
        self.depth = getattr(file.place, "depth", 0) + 1
        self.left = max(ALWAYS, EXPANSION * file.size)
        self._folder = tempfile.TemporaryDirectory(prefix="conflictlib-", ignore_cleanup_errors=True)
        self._copies = 0

    def __enter__(self) -> Archive:
        if self.depth > DEEPEST:
            self._folder.cleanup()
            raise Unreadable(f"an archive in {DEEPEST} others; it is not opened")
        return self

    def __exit__(self, *_: object) -> None:
        opened = self.__dict__.get("_opened")
        if isinstance(opened, zipfile.ZipFile | tarfile.TarFile):
            opened.close()
        self._folder.cleanup()

    def names(self) -> frozenset[str]:
        """Return the names of its files."""
        return frozenset(self._members)

    @cached_property
    def _members(self) -> dict[str, Any]:
        """The files by their names, in the order of the archive; what is none is a problem."""
        found: dict[str, Any] = {}
        with self._reading():
            for name, member in self._listed():
                if name in found:
                    self.problems.append(
                        Problem(f"{printable(name)[:200]!r} is in it more than once; the last is read")
                    )
                if self._allowed(name, member):
                    found[name] = member
        if not found and not self.problems:
            raise Unreadable("an archive without files")
        return found

    def _listed(self) -> Iterator[tuple[str, Any]]:
        if isinstance(self._opened, zipfile.ZipFile):
            yield from ((info.filename, info) for info in self._opened.infolist() if not info.is_dir())
        elif isinstance(self._opened, tarfile.TarFile):
            yield from ((info.name, info) for info in self._opened if not info.isdir())
        else:
            yield self.packed.stem, None

    def _allowed(self, name: str, member: Any) -> bool:
        path = PurePosixPath(name.replace("\\", "/"))
        shown = printable(name)[:200]
        reason = None
        if path.is_absolute() or ".." in path.parts or (path.parts and path.parts[0].endswith(":")):
            reason = f"{shown!r} would leave the archive; it is not read"
        elif isinstance(member, tarfile.TarInfo) and not member.isfile():
            reason = f"{shown!r} is a link or device; it is not read"
        elif isinstance(member, zipfile.ZipInfo) and member.flag_bits & 1:
            reason = f"{shown!r} is encrypted; it is not read"
        if reason:
            self.problems.append(Problem(reason))
        return reason is None

    @cached_property
    def _opened(self) -> Any:
        with self._reading():
            if self.packed.start().startswith(b"PK"):
                return zipfile.ZipFile(self.packed.path)
            for magic, unpack in _PACKED.items():
                if self.packed.start().startswith(magic):
                    return self._tar_in(unpack) or unpack
            return tarfile.open(self.packed.path, "r:")

    def _tar_in(self, unpack: Callable[[IO[bytes]], Any]) -> tarfile.TarFile | None:
        """Return the tar file in a compressed one, None if there is none. It is copied, to be read in any order."""
        with self._unpacked(unpack) as stream:
            if stream.read(512)[257:262] != b"ustar":
                return None
        return tarfile.open(self._copy(self._unpacked(unpack)), "r:")

    @contextmanager
    def _unpacked(self, unpack: Callable[[IO[bytes]], Any]) -> Iterator[IO[bytes]]:
        with self.packed.open() as packed, unpack(packed) as stream:
            yield stream

    def file(self, name: str) -> File | None:
        """Return one of its files, copied to a temporary one; None if it is not there."""
        if name not in self._members:
            return None
        member, opened = self._members[name], self._opened
        if isinstance(opened, zipfile.ZipFile):
            copy = self._copy(_entry(opened, member))
        elif isinstance(opened, tarfile.TarFile):
            copy = self._copy(opened.extractfile(member))
        else:
            copy = self._copy(self._unpacked(opened))
        return File(copy, f"{self.packed.name}/{printable(name)}", self, name, self.packed.columns)

    def _copy(self, opened: Any) -> Path:
        self._copies += 1
        path = Path(self._folder.name, str(self._copies))
        with self._reading(), opened as source, path.open("wb") as target:
            while chunk := self._chunk(source, started=bool(target.tell())):
                self.left -= len(chunk)
                if self.left < 0:
                    raise Unreadable(f"holds more than {EXPANSION} times its own size; the rest is not read")
                target.write(chunk)
        return path

    def _chunk(self, source: Any, *, started: bool) -> bytes:
        """Return the next bytes; where an archive is cut off or damaged later on, what comes before is kept."""
        try:
            return bytes(source.read(_CHUNK))
        except _BROKEN as error:
            if not started:
                raise
            self.problems.append(
                Problem(f"cut off or damaged ({error}); what comes before is read", None, "incomplete")
            )
            return b""

    @contextmanager
    def _reading(self) -> Iterator[None]:
        try:
            yield
        except Unreadable:
            raise
        except _BROKEN as error:
            reason = " ".join(str(error).split()) or type(error).__name__
            raise Unreadable(f"an archive that can't be read, or is cut off ({reason[:200]})") from None


@contextmanager
def _entry(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> Iterator[IO[bytes]]:
    with archive.open(member) as stream:  # opened only where what goes wrong is told
        yield stream


def files_of(archive: Archive) -> Iterator[File | Problem]:
    """Give the files of an archive in the order of their names, and what is wrong with the others.

    Tables come first: one of them may be an index of the rest.
    """
    names = sorted(inputs(archive.names()), key=lambda name: (not name.lower().endswith(_TABLES), name))
    if len(names) > MOST_FILES:
        raise Unreadable(f"holds {len(names):,} files; {MOST_FILES:,} are read at most")
    for name in names:
        try:
            file = archive.file(name)
        except Unreadable as problem:
            yield Problem(f"{printable(name)[:200]!r}: {problem.reason}")
            if archive.left < 0:
                return
            continue
        if file is not None:
            yield file
            file.path.unlink(missing_ok=True)
    yield from archive.problems
