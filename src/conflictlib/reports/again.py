"""A report made again from its manifest, and what differs."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from conflictlib.parameters import ParameterError
from conflictlib.reports import folder as folders
from conflictlib.reports import inputs, validated
from conflictlib.reports.inputs import ReportError
from conflictlib.reports.making import Report, kernels_at_once, make, told
from conflictlib.reports.notebooks import choose
from conflictlib.reports.plan import INPUTS, Plan, Wanted, parts_of, settled
from conflictlib.reports.series import AGAIN, Series

#: What of a key is compared, and what it is called.
_COMPARED = {"inputs": "input", "notebooks": "notebook", "versions": "version of", "parameters": "parameter"}


@dataclass(frozen=True)
class Again:
    """A report that was made again: where, and in what it differs from the first, each in a line."""

    report: Report
    differences: tuple[str, ...]
    n_files: int


def again(
    manifest: str | Path, *, sources: Iterable[str | Path] = (), jobs: int | None = None, progress: bool = True
) -> Again:
    """Make a report again from its manifest, in ``again/RUNID`` beside it, and compare all its files.

    Parameters
    ----------
    manifest
        The ``manifest.json`` of a report, or the report's folder.
    sources
        Where the sources lie now; without any, where they lay as seen from the report.
    jobs, progress
        As in `report`.

    Returns
    -------
    Again
        ``differences`` is empty where every file is the same, byte for byte. Else it names the inputs, notebooks,
        parameters and versions that are no longer the same, and then the files.

    Raises
    ------
    ParameterError
        The manifest or a source is not there.
    ReportError
        It is no manifest, or a notebook failed.
    """
    path = Path(manifest) / folders.MANIFEST if Path(manifest).is_dir() else Path(manifest)
    before = _read(path)
    folder = path.resolve().parent
    series = Series(folder.parent)
    plan = _plan(before, folder, [Path(source) for source in sources])
    final = series.folder / AGAIN / folder.name
    with series.alone():
        made = make(plan, series, final, at_once=kernels_at_once(jobs), progress=progress, reuse=False)
    return Again(told(final, made, fresh=True), tuple(_differences(before, made)), len(before["files"]))


def _read(path: Path) -> dict[str, Any]:
    if not path.exists():
        raise ParameterError(f"manifest {str(path)!r}: there is no such file")
    try:
        manifest: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        if manifest["layout"] == folders.LAYOUT:
            return manifest
    except (OSError, ValueError, TypeError, KeyError):
        pass
    raise ReportError(f"manifest {str(path)!r}: that is not the manifest of a report, or of one of another layout")


def _plan(before: Mapping[str, Any], folder: Path, sources: list[Path]) -> Plan:
    there = [folder.parent / name for name in before["origin"]["sources"]]
    paths = inputs.find(sources or there)
    own = before["origin"]["notebooks"]
    names = sorted(before["notebooks"], key=lambda name: before["notebooks"][name]["place"])
    version = before["corpus"]["version"] if before["corpus"] else None
    copies = {"copies": before["copies"]} if "copies" in before else {}
    notebooks = [str(folder.parent / own[name]) if name in own else name for name in names]
    validation = folder / validated.FILE if "validation" in before else None
    wanted = Wanted(paths, notebooks, {}, copies, version, validation)
    corpus = inputs.corpus_of(paths, version)
    chosen = choose(wanted.notebooks)
    asked = {**before["parameters"], **_files(before, folder)}
    history = {name: before[name] for name in ("request", "since", "after")}
    return settled(wanted, before["name"], corpus, chosen, asked, parts_of(wanted, corpus, chosen), history)


def _files(before: Mapping[str, Any], folder: Path) -> dict[str, str]:
    """Return the parameters that named a file, which the report holds a copy of."""
    values = [pair for notebook in before["notebooks"].values() for pair in notebook["parameters"].items()]
    inside = {name: value for name, value in values if str(value).startswith(f"{INPUTS}/") and value in before["files"]}
    return {name: str(folder / value) for name, value in inside.items()}


def _differences(before: Mapping[str, Any], now: Mapping[str, Any]) -> Iterable[str]:
    for part, what in _COMPARED.items():
        one, other = ({name: value["sha256"] if part == "notebooks" else value for name, value in m[part].items()}
                      for m in (before, now))  # fmt: skip
        for name in sorted({*one, *other}):
            if one.get(name) != other.get(name):
                yield f"{what} {name}: {_short(one.get(name))}, now {_short(other.get(name))}"
    for part in ("codebook", "package"):
        if before[part] != now[part]:
            yield f"{part}: {_short(before[part])}, now {_short(now[part])}"
    for name in sorted({*before["files"], *now["files"]}):
        if before["files"].get(name) != now["files"].get(name):
            gone = "" if name in now["files"] else " is not there"
            yield f"file {name}{gone or (' differs' if name in before['files'] else ' is new')}"


def _short(value: object) -> str:
    text = "not there" if value is None else str(value)
    return text[:12] if len(text) == 64 else text
