"""Reading a source anew: only what has come in or changed since it was read before."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path

from conflictlib.loading._files import File, files_in
from conflictlib.loading._gathering import Gathering
from conflictlib.loading._loaded import Loaded
from conflictlib.loading._pieces import Unreadable


@dataclass(frozen=True)
class ReadFile:
    """A file that was read: its name relative to the source, the sha256 it is known by, whether it is an index."""

    name: str
    sha256: str
    index: bool


@dataclass
class Reading:
    """Reads of a file or folder what it did not read before; after `pieces`, `files` says what that was.

    `known` are the files that were read before, by name. An index beside pages is read each time, as it speaks of
    new pages too; where it is new or has changed, all that lies in the source is read again. What
    lies in the folder `without` is no part of the source.
    """

    source: Path
    known: Mapping[str, ReadFile]
    form: str | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    without: str = ""
    files: list[ReadFile] = field(default_factory=list)
    indexes: set[str] = field(default_factory=set)  # those that were read, known ones too

    def pieces(self, *, size: int, progress: bool = False) -> Iterator[Loaded]:
        """Give what is new, piece by piece as `stream` does; nothing where nothing is."""
        listed = [file for file in files_in(self.source) if not self._apart(file)]
        digests = {file.name: digest for file in listed if (digest := self._digest(file))}
        fresh = {name for name, digest in digests.items() if self._fresh(name, digest)}
        if not fresh and len(digests) == len(listed):  # a file without bytes to be had is told each time
            return
        if len(fresh) < len(digests) and self._speaks_of_others(file for file in listed if file.name in fresh):
            fresh = set(digests)
        old = {name for name in digests if name not in fresh and not self.known[name].index}
        gathering = Gathering(
            form=self.form, columns=self.columns, strict=False, size=size, skips=frozenset(old), listed=listed
        )
        names = [name.name for name in fields(Loaded)]
        for tables in gathering.read([self.source], progress=progress):
            yield Loaded(**{name: tables[name] for name in names})
        self.indexes = set(gathering.indexes)
        self.files = [ReadFile(name, digests[name], name in self.indexes) for name in sorted(fresh)]

    def _apart(self, file: File) -> bool:
        return bool(self.without) and file.name.startswith(f"{self.without}/")

    def _fresh(self, name: str, digest: str) -> bool:
        return name not in self.known or self.known[name].sha256 != digest

    def _speaks_of_others(self, files: Iterable[File]) -> bool:
        """Say whether one of the files is an index of others."""
        from conflictlib.loading._formats import choose
        from conflictlib.loading._start import Start

        for file in files:
            file.columns = self.columns
            try:
                found = choose(Start(file))
            except Exception:  # noqa: S112 (what can't be read is told when it is read)
                continue
            if getattr(found, "gives", "") == "index":
                return True
        return False

    def _digest(self, file: File) -> str:
        """Return what a file is known by: its bytes, and how it is to be read where that is said."""
        try:
            how = [self.form, sorted(self.columns.items())] if self.form or self.columns else None
            return hashlib.sha256(f"{file.sha256} {how}".encode()).hexdigest() if how else file.sha256
        except (Unreadable, OSError):
            return ""
