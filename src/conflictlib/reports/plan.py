"""What a report is to be made of, settled before anything runs."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from conflictlib.codebook import digest_of_shipped
from conflictlib.corpus import history_of, is_corpus
from conflictlib.moments import now
from conflictlib.parameters import ParameterError, one_of, span
from conflictlib.reports import folder as folders
from conflictlib.reports import inputs, relative, validated
from conflictlib.reports.notebooks import Notebook, Value, choose, settle

if TYPE_CHECKING:
    from conflictlib.corpus import Snapshot

#: Folder of a report for files that parameters name, such as a table of events.
INPUTS = "inputs"

#: Parameters that name a file, and what is allowed in them.
_NAMING = {"events": "'sample', '' for none, or the path of a table", "codings": "'sample' or the path of a CSV file"}


@dataclass(frozen=True)
class Wanted:
    """What was asked for, as it was asked."""

    sources: Sequence[Path]
    notebooks: Iterable[str | Path] | None = None
    parameters: Mapping[str, object] = field(default_factory=dict)
    copies: Mapping[str, object] = field(default_factory=dict)
    version: int | None = None  # of the corpus; None: the newest
    validation: Path | None = None  # of the coder; None: the one in the corpus's folder, if it is there


@dataclass(frozen=True)
class Plan:
    """What a report is to be made of; `key` is all that its contents depend on.

    `history` has the ``request`` (a sha256 over the key without what came of earlier reports: two runs that ask for
    the same, of the same, have the same one), the report ``since`` which a corpus tells what has changed, and the
    day ``after`` which ``since-last-report`` begins.
    """

    sources: Sequence[Path]
    name: str
    notebooks: Sequence[Notebook]
    given: Mapping[str, Value]
    files: Mapping[str, Path]  # parameters that name a file, and that file
    key: Mapping[str, Any]
    history: Mapping[str, Any]
    corpus: Snapshot | None = None  # as it was at the version that the report is on
    validation: Path | None = None

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
        corpus = "sample" if self.sample else self.corpus_file.as_posix()
        named = {name: f"{INPUTS}/{path.name}" for name, path in self.files.items()}
        wanted: dict[str, Value] = {"corpus": corpus, **self.given, **named, "out": "."}
        return {name: value for name, value in wanted.items() if name in notebook.parameters}

    @property
    def corpus_file(self) -> Path:
        """The file that the notebooks read, relative to the report; its name stands on the charts."""
        return Path("tables", f"{inputs.name_of(self.sources)}.{'parquet' if self.corpus else 'jsonl'}")

    def origin(self, series: Path) -> dict[str, Any]:
        """Return where the sources and notebooks of one's own lie, as seen from the folder of the report's runs."""
        own = {n.name: os.path.relpath(n.path, series) for n in self.notebooks if not n.shipped}
        there = [Path(os.path.relpath(path, series)).as_posix() for path in self.sources]
        return {"sources": there, "notebooks": {name: Path(path).as_posix() for name, path in own.items()}}


def make_plan(wanted: Wanted, name: str, latest: Mapping[str, Any] | None) -> Plan:
    """Settle a report; `latest` is the manifest of the report before it."""
    corpus = inputs.corpus_of(wanted.sources, wanted.version)
    chosen = _chosen(wanted)
    for parameter, instead in (("corpus", "sources"), ("out", "out")):
        if parameter in wanted.parameters:
            raise ParameterError(f"parameter {parameter!r} is set by the report; give it {instead} instead")
    asked = relative.by_calendar(wanted.parameters, now().date())
    parts = parts_of(wanted, corpus, chosen)
    request = folders.key_of({**parts, "asked": {key: str(value) for key, value in sorted(asked.items())}})
    same = latest is not None and latest["request"] == request
    since = latest["since"] if latest and same else _since(corpus, latest)
    redone = same or (latest is not None and "" < str(asked.get("end", "")) <= str(latest["until"]))
    after = "" if latest is None else str(latest["after"] if redone else latest["until"])
    history = {"request": request, "since": since, "after": after}
    return settled(wanted, name, corpus, chosen, relative.by_report(asked, after), parts, history)


def _chosen(wanted: Wanted) -> list[Notebook]:
    """Return the notebooks: those named; else all shipped, but on sources of one's own none that is not on them.

    A notebook without a parameter ``corpus`` is about the shipped sample unless a parameter of its own is given.
    """
    chosen = choose(wanted.notebooks)
    if wanted.notebooks is not None or not wanted.sources:
        return chosen
    asked = {"corpus", *wanted.parameters}
    return [notebook for notebook in chosen if asked & set(notebook.parameters)]


def settled(
    wanted: Wanted, name: str, corpus: Snapshot | None, chosen: Sequence[Notebook], asked: Mapping[str, object],
    parts: Mapping[str, Any], history: Mapping[str, Any],
) -> Plan:  # fmt: skip
    """Lay out the plan of a report whose parameters `asked` are days; `history` says what came before it."""
    values = dict(sorted(settle(chosen, asked).items()))  # in which order they were given makes no difference
    span(values.get("start", ""), values.get("end", ""))
    files = _files(values)
    inner = {f"{INPUTS}/{path.name}": inputs.digest_of(path) for path in files.values()}
    key = {**parts, "inputs": parts["inputs"] | inner, "since": history["since"],
           "parameters": {name: value for name, value in sorted(values.items()) if name not in files}}  # fmt: skip
    if "every" in values:
        from conflictlib.periods import EVERY

        one_of("every", str(values["every"]), EVERY)
    return Plan(wanted.sources, name, chosen, values, files, key, history, corpus, validation_of(wanted))


def validation_of(wanted: Wanted) -> Path | None:
    """Return the validation that a report is given, or that lies in the folder of its corpus.

    Raises
    ------
    ParameterError
        The file is not there or is none, or the report is on the sample, which was coded by hand.
    """
    path = wanted.validation
    if path is None and len(wanted.sources) == 1 and wanted.version is None:
        there = wanted.sources[0] / validated.FILE
        path = there if is_corpus(wanted.sources[0]) and there.is_file() else None
    elif path is not None and not wanted.sources:
        raise ParameterError(f"validation is {str(path)!r}; the sample was coded by hand, so there is no coder")
    if path is not None:
        validated.check(path)
    return path


def parts_of(wanted: Wanted, corpus: Snapshot | None, chosen: Sequence[Notebook]) -> dict[str, Any]:
    """Return what of the key does not depend on the parameters or on earlier reports."""
    state, validation = corpus.state if corpus else None, validation_of(wanted)
    return {
        "inputs": {f"{inputs.name_of(wanted.sources)}, version {state.version}": state.digest} if state
        else inputs.digests(wanted.sources),
        "corpus": {"version": state.version, "digest": state.digest} if state else None,
        "notebooks": {notebook.name: notebook.digest for notebook in chosen},
        "codebook": state.codebook if state else digest_of_shipped(),
        "package": folders.package_digest(),
        "versions": folders.versions(),
        **({"validation": inputs.digest_of(validation)} if validation else {}),
        **wanted.copies,
    }  # fmt: skip


def _since(corpus: Snapshot | None, latest: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """Return the report before this one, if it is on an earlier version of the same corpus."""
    before = (latest or {}).get("corpus")
    if corpus is None or latest is None or before is None:
        return None
    if before["version"] == corpus.version:
        since: dict[str, Any] | None = latest["since"]
        return since
    known = {one.version: one.digest for one in history_of(corpus.path)}
    if known.get(before["version"]) != before["digest"]:
        return None  # another corpus of that name
    if not corpus.at(before["version"]).whole:
        return None  # forgotten: this report is a first one again
    return {"version": before["version"], "run_id": latest["run_id"], "until": latest["until"]}


def _files(values: Mapping[str, Value]) -> dict[str, Path]:
    """Return the parameters that name a file: a table of events, a coding sheet."""
    found: dict[str, Path] = {}
    for name, allowed in _NAMING.items():
        value = str(values.get(name, ""))
        if value in ("sample", ""):
            continue
        path = Path(value)
        if not path.is_file():
            raise ParameterError(f"{name} is {value!r}; allowed are {allowed}")
        if path.name in {other.name for other in found.values()}:
            raise ParameterError(f"{name} is {value!r}; another file is called {path.name!r} too, rename one")
        found[name] = path
    return found
