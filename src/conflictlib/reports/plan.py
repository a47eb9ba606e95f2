"""What a report is to be made of, settled and checked before anything is run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from conflictlib.parameters import ParameterError, one_of
from conflictlib.reports import folder as folders
from conflictlib.reports import inputs
from conflictlib.reports.notebooks import Notebook, Value, choose, settle

#: Folder of a report for files that parameters name, such as a table of events.
INPUTS = "inputs"


@dataclass(frozen=True)
class Plan:
    """What a report is to be made of; `key` is all that its contents depend on."""

    sources: Sequence[Path]
    name: str
    notebooks: Sequence[Notebook]
    given: Mapping[str, Value]
    files: Mapping[str, Path]  # parameters that name a file, and that file
    key: Mapping[str, Any]

    @property
    def sample(self) -> bool:
        """Whether the report is on the shipped sample."""
        return not self.sources

    @property
    def run_id(self) -> str:
        """The sha256 of the key."""
        return folders.key_of(self.key)

    def values(self, notebook: Notebook) -> dict[str, Value]:
        """Return the values that a notebook is run with, as far as they are not its own."""
        corpus = "sample" if self.sample else inputs.corpus_file(self.sources).as_posix()
        named = {name: f"{INPUTS}/{path.name}" for name, path in self.files.items()}
        wanted: dict[str, Value] = {"corpus": corpus, **self.given, **named, "out": "."}
        return {name: value for name, value in wanted.items() if name in notebook.parameters}


def make_plan(sources: Any, notebooks: Any, given: dict[str, object]) -> Plan:
    """Settle what a report is to be made of; the arguments are those of `report`."""
    from conflictlib.codebook import shipped_codebook

    paths = inputs.find([sources] if isinstance(sources, str | Path) else sources)
    chosen = choose([notebooks] if isinstance(notebooks, str | Path) else notebooks)
    for name, instead in (("corpus", "sources"), ("out", "out")):
        if name in given:
            raise ParameterError(f"parameter {name!r} is set by the report; give it {instead} instead")
    values = settle(chosen, given)
    _check(values)
    files = _files(values)
    key = {
        "inputs": inputs.digests(paths) | {f"{INPUTS}/{p.name}": inputs.digest_of(p) for p in files.values()},
        "parameters": {name: value for name, value in sorted(values.items()) if name not in files},
        "notebooks": {notebook.name: notebook.digest for notebook in chosen},
        "codebook": shipped_codebook().digest,
        "package": folders.package_digest(),
        "versions": folders.versions(),
    }
    return Plan(paths, inputs.name_of(paths), chosen, values, files, key)


def _check(values: Mapping[str, Value]) -> None:
    """Refuse what is wrong by itself before anything is coded, not after an hour of it."""
    from conflictlib.periods import EVERY

    inputs.count_selected("sample", values)
    if "every" in values:
        one_of("every", str(values["every"]), EVERY)


def _files(values: Mapping[str, Value]) -> dict[str, Path]:
    """Return the parameters that name a file: a table of events."""
    events = str(values.get("events", ""))
    if events in ("sample", ""):
        return {}
    if not Path(events).is_file():
        raise ParameterError(f"events is {events!r}; allowed are 'sample', '' for none, or the path of a table")
    return {"events": Path(events)}
