"""All runs of one report: each in a folder of its own, the newest whole one under ``latest``, one run at a time."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from conflictlib.reports.folder import read_manifest
from conflictlib.reports.inputs import ReportError

LATEST, FAILED, AGAIN = "latest", "failed", "again"


class ReportBusy(ReportError):  # noqa: N818
    """Another run of the same report is under way."""


@dataclass(frozen=True)
class Series:
    """The folder of a report: ``RUNID/`` for each run, ``latest``, ``failed/RUNID/`` and ``again/RUNID/``."""

    folder: Path

    def run(self, run_id: str) -> Path:
        """Return the folder of a run."""
        return self.folder / run_id[:12]

    @contextlib.contextmanager
    def alone(self) -> Iterator[None]:
        """Hold the report's lock; it is free again when the process ends, however it ends.

        Raises
        ------
        ReportBusy
            Another process holds it.
        """
        from filelock import FileLock, Timeout

        self.folder.mkdir(parents=True, exist_ok=True)
        lock = FileLock(self.folder / ".lock", timeout=0)
        try:
            lock.acquire()
        except Timeout:
            raise ReportBusy(f"report {self.folder.name}: another run of it is under way; try again later") from None
        try:
            yield
        finally:
            lock.release()

    def latest(self) -> dict[str, Any] | None:
        """Return the manifest of the newest whole run, None before the first."""
        return read_manifest(self._pointed())

    def _pointed(self) -> Path:
        link = self.folder / LATEST
        if link.is_file():  # where no links can be made
            return self.folder / Path(link.read_text(encoding="utf-8").strip()).name
        return link

    def point(self, run: Path) -> None:
        """Let ``latest`` lead to a run: a link, or where none can be made, a file with its name."""
        if self._pointed().exists() and self._pointed().resolve() == run.resolve():
            return
        beside = self.folder / f".{LATEST}.{os.getpid()}"
        beside.unlink(missing_ok=True)
        try:
            beside.symlink_to(run.name, target_is_directory=True)
        except OSError:
            beside.write_text(f"{run.name}\n", encoding="utf-8")
        beside.replace(self.folder / LATEST)
