"""The versions of a corpus, read from the log of its table ``runs`` alone: no table is opened, no library needed."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from conflictlib.corpus._layout import RUNS, TABLES

#: Key of the commit's metadata under which a run says what belongs to it.
KEY = "conflictlib"


class CorpusError(Exception):
    """A corpus can't be read or written; the message says in one sentence why."""


class CorpusBusy(CorpusError):  # noqa: N818
    """Another process has been writing to the corpus for longer than one waits."""


@dataclass(frozen=True)
class Version:
    """One version of a corpus: when and by what it came about, and the versions of the tables that belong to it."""

    version: int
    made_at: str
    action: str
    what: str
    codebook: str
    coder: str
    digest: str
    counts: Mapping[str, int]
    tables: Mapping[str, int] = field(repr=False)

    @classmethod
    def none(cls) -> Version:
        """Return the version that a corpus has before anything was added."""
        return cls(0, "", "", "", "", "", "", {}, dict.fromkeys(TABLES, 0))


def is_corpus(path: str | os.PathLike[str]) -> bool:
    """Say whether a folder is a corpus."""
    return (Path(path) / RUNS.name / "_delta_log").is_dir()


def versions(path: Path) -> list[Version]:
    """Return all versions of a corpus, the oldest first; of one that was only laid out anew the newest layout."""
    found: dict[int, Version] = {}
    for file in log_of(path / RUNS.name):
        version = _told(file)
        if version is not None:
            found[version.version] = version
    return list(found.values())


def newest(path: Path) -> Version:
    """Return the newest whole version."""
    for file in reversed(log_of(path / RUNS.name)):
        version = _told(file)
        if version is not None:
            return version
    return Version.none()


def log_of(table: Path) -> list[Path]:
    return sorted(p for p in (table / "_delta_log").glob("*.json") if p.stem.isdigit())


def _told(file: Path) -> Version | None:
    """Return what a commit says of a run; None where it says nothing, or was cut off with the power."""
    try:
        lines = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
        told = next(line["commitInfo"].get(KEY) for line in lines if "commitInfo" in line)
    except (OSError, ValueError, StopIteration, TypeError, AttributeError):
        return None
    return Version(**json.loads(told)) if told else None
