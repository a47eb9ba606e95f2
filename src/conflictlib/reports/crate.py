"""A report as an RO-Crate: what it was made of, by what and how, in the words that repositories understand.

``ro-crate-metadata.json`` says the same as ``manifest.json``, in JSON-LD after the `RO-Crate Metadata
Specification 1.1 <https://w3id.org/ro/crate/1.1>`_ and its profile `Process Run Crate 0.5
<https://w3id.org/ro/wfrun/process/0.5>`_ (Leo et al. 2024, PLOS ONE 19(9), e0309210). What the profile recommends and
nobody knows here is left out: who ran it, and at what o'clock, which would also differ when it is made again.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from conflictlib.reports.folder import MANIFEST
from conflictlib.reports.inputs import digest_of

if TYPE_CHECKING:
    from rocrate.model.entity import Entity
    from rocrate.rocrate import ROCrate

CRATE = "ro-crate-metadata.json"
PROCESS_RUN = "https://w3id.org/ro/wfrun/process/0.5"
MOST_INPUTS = 1_000  # one by one; of more the crate has the number, and the manifest has each

#: Kinds of file by their ending. Python's own table reads the machine's, so the crate would differ between machines.
FORMATS = {
    ".csv": "text/csv",
    ".html": "text/html",
    ".ipynb": "application/x-ipynb+json",
    ".json": "application/json",
    ".jsonl": "application/x-ndjson",
    ".parquet": "application/vnd.apache.parquet",
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".tsv": "text/tab-separated-values",
    ".txt": "text/plain",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
OTHER_FORMAT = "application/octet-stream"

#: What the files are that most reports have. A file in `coding` is told as the one of that name in `tables`.
DESCRIPTIONS = {
    "index.html": "The report's first page: open this one.",
    "coding.html": "The statements that the coder found, each marked in its sentence.",
    MANIFEST: "All that decided the report's contents, what could not be read, and the sha256 of every other file.",
    "tables/statements.csv": "A row per statement: who said what, when, to whom, on which themes, and where it stands.",
    "tables/evidence.csv": "A row per code of a statement: the words and the rule that gave it.",
    "tables/documents.csv": "A row per page that was read, without its text.",
    "tables/problems.csv": "A row per file or line that could not be read or is to be noted, with the reason.",
}


def write_crate(folder: Path, manifest: Mapping[str, Any], *, name: str, published: str, sample: bool = False) -> None:
    """Write ``ro-crate-metadata.json`` about all files that stand in the folder of a report.

    It is to be written when all others are there and before the manifest, which then holds its sha256 too. So the
    crate names the manifest, without its size and digest.

    Parameters
    ----------
    folder
        The report's folder.
    manifest
        What is going to be the manifest: ``inputs``, ``parameters``, ``notebooks``, ``codebook``, ``package``,
        ``versions``, ``run_id`` and ``counts``; its ``files`` are not needed.
    name
        What the report is called.
    published
        The day, or the time, that stands as the day of publication, in ISO 8601. It must follow from what the report
        is made of, such as the last day in it: the day of today would give other bytes tomorrow.
    sample
        Whether the report is on the shipped sample, whose licence is known. Of other pages no licence is claimed.

    Raises
    ------
    ValueError
        `published` is no day.
    """
    from rocrate.rocrate import ROCrate

    _check_day(published)
    crate = ROCrate(version="1.1")
    crate.metadata.extra_terms["sha256"] = "http://schema.org/sha256"  # younger than the terms of RO-Crate 1.1
    files = _add_files(crate, folder, manifest)
    actions = _add_actions(crate, manifest, files)
    profile = _add(crate, PROCESS_RUN, "CreativeWork", name="Process Run Crate", version="0.5")
    root = crate.root_dataset
    root["name"] = f"Report of conflictlib: {name}"
    root["description"] = _description(manifest)
    root["datePublished"] = published
    root["license"] = _add_licence(crate, sample=sample)
    root["conformsTo"] = profile
    root["mentions"] = _one_or_many(actions)
    root["hasPart"] = _one_or_many(root["hasPart"])
    text = json.dumps(crate.metadata.generate(), ensure_ascii=False, indent=1, sort_keys=True)
    (folder / CRATE).write_bytes((text + "\n").encode("utf-8", "replace"))


def _check_day(published: str) -> None:
    try:
        datetime.fromisoformat(published)
    except (TypeError, ValueError):
        raise ValueError(f"published is {published!r}; allowed is a day such as '2024-03-31'") from None


def _add(crate: ROCrate, address: str, kind: str, /, **properties: object) -> Entity:
    """Add something that is no file: a program, a run, a value. Properties without a value are left out."""
    from rocrate.model.contextentity import ContextEntity

    given = {name: _one_or_many(value) for name, value in properties.items() if value not in (None, [])}
    return crate.add(ContextEntity(crate, address, properties={"@type": kind, **given}))


def _one_or_many(value: Any) -> Any:
    """Return a list of one as that one: the specification wants compact JSON-LD."""
    return value[0] if isinstance(value, list) and len(value) == 1 else value


def _identifier(*parts: str) -> str:
    """Return the identifier of something that has no file and no address.

    >>> _identifier("notebooks", "Who spoke? #2")
    '#notebooks/Who%20spoke%3F%20%232'
    """
    return "#" + "/".join(_quoted(part) for part in parts)


def _quoted(path: str) -> str:
    """Return a path as a URI: whatever bytes a file's name has, they come back by unquoting."""
    return quote(os.fsencode(path))


def _add_files(crate: ROCrate, folder: Path, manifest: Mapping[str, Any]) -> dict[str, Entity]:
    """Add every file that stands in the folder, and the manifest that will."""
    from rocrate.model.data_entity import DataEntity

    told = dict(_descriptions(manifest))
    names = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    files: dict[str, Entity] = {}
    for name in sorted((names | {MANIFEST}) - {CRATE}):
        properties = {"@type": "File", "name": name, "encodingFormat": format_of(name)}
        if name != MANIFEST:
            properties["contentSize"] = str((folder / name).stat().st_size)
            properties["sha256"] = digest_of(folder / name)
        description = told.get(name) or told.get(PurePosixPath(name).with_suffix("").as_posix())
        if description:
            properties["description"] = description
        files[name] = crate.add(DataEntity(crate, _quoted(name), properties))
    return files


def format_of(name: str) -> str:
    """Return the media type of a file, by the ending of its name.

    >>> format_of("tables/statements.csv"), format_of("figures/ACTORS.PNG"), format_of("notes.sav")
    ('text/csv', 'image/png', 'application/octet-stream')
    """
    return FORMATS.get(PurePosixPath(name).suffix.lower(), OTHER_FORMAT)


def _descriptions(manifest: Mapping[str, Any]) -> Iterable[tuple[str, str]]:
    """Give what is to be said of files, by path; of a notebook's charts and tables, by path without ending."""
    for name, text in DESCRIPTIONS.items():
        yield name, text
        yield name.replace("tables/", "coding/"), text
    for name, notebook in manifest["notebooks"].items():
        yield f"{name}.html", f"{notebook['title']}: the notebook as a page."
        yield f"{name}.ipynb", f"{notebook['title']}: the notebook as it was run, with its outputs."
        for picture in notebook["pictures"]:
            yield picture, f"{notebook['title']}: a chart."
            yield _table(picture), f"{notebook['title']}: the counts of a chart."


def _table(picture: str) -> str:
    """Return where the counts of a chart stand."""
    return f"tables/{PurePosixPath(picture).name}.csv"


def _add_actions(crate: ROCrate, manifest: Mapping[str, Any], files: Mapping[str, Entity]) -> list[Entity]:
    """Add how the files came about: a run of each notebook, and the report that holds them together."""
    inputs = _add_inputs(crate, manifest["inputs"], files)
    read = {thing.id for thing in inputs}
    others = {path: file for path, file in files.items() if file.id not in read}
    runs = []
    for name, notebook in sorted(manifest["notebooks"].items(), key=lambda pair: int(pair[1]["place"])):
        own = _own(name, notebook, files)
        others = {path: file for path, file in others.items() if path not in own}
        results = [files[path] for path in own]
        runs.append(_add_run(crate, name, notebook, inputs=_read_by(notebook, files) or inputs, results=results))
    return [_add_report(crate, manifest, inputs=inputs, results=list(others.values())), *runs]


def _add_report(crate: ROCrate, manifest: Mapping[str, Any], *, inputs: list[Entity], results: list[Entity]) -> Entity:
    codebook = _add(crate, "#codebook", "CreativeWork", name="Codebook", version=f"sha256:{manifest['codebook']}")
    return _add(
        crate,
        "#report",
        "CreateAction",
        name="Making the report",
        description="Pages were read and coded after the codebook, and notebooks run over the statements.",
        identifier=manifest["run_id"],
        instrument=_add_software(crate, manifest),
        object=[*inputs, codebook, *_add_parameters(crate, "parameters", manifest["parameters"])],
        result=results,
    )


def _add_inputs(crate: ROCrate, inputs: Mapping[str, str], files: Mapping[str, Entity]) -> list[Entity]:
    """Add what was read, by its digest: the files stay where they are, unless the report has a copy."""
    if len(inputs) > MOST_INPUTS:
        text = f"{len(inputs):,} files; {MANIFEST} has the path and the sha256 of each."
        return [_add(crate, "#inputs", "Collection", name="What was read", description=text)]
    added = []
    for path, digest in sorted(inputs.items()):
        copied = path in files and files[path].get("sha256") == digest  # a page may be called index.html as well
        identifier = _identifier("inputs", path)
        added.append(files[path] if copied else _add(crate, identifier, "CreativeWork", name=path, sha256=digest))
    return added


def _add_software(crate: ROCrate, manifest: Mapping[str, Any]) -> Entity:
    """Add conflictlib, and Python and the packages that it ran with as what it requires."""
    versions = dict(manifest["versions"])
    platform, version = versions.pop("platform", None), versions.pop("conflictlib", None)
    required = [
        _add(crate, _identifier("software", name), "SoftwareApplication", name=name, softwareVersion=number)
        for name, number in sorted(versions.items())
    ]
    return _add(
        crate,
        _identifier("software", "conflictlib"),
        "SoftwareApplication",
        name="conflictlib",
        description="Codes who said what about a conflict, to whom, when and on which themes, and counts it.",
        identifier=f"sha256:{manifest['package']}",
        operatingSystem=platform,
        softwareRequirements=required,
        softwareVersion=version,
    )


def _own(name: str, notebook: Mapping[str, Any], files: Iterable[str]) -> list[str]:
    """Return the files that a notebook made: its page, itself as it was run, its charts and their counts."""
    tables = {_table(picture) for picture in notebook["pictures"]}
    pictures = set(notebook["pictures"])
    whole = {f"{name}.html", f"{name}.ipynb"} | tables
    return [path for path in files if path in whole or PurePosixPath(path).with_suffix("").as_posix() in pictures]


def _read_by(notebook: Mapping[str, Any], files: Mapping[str, Entity]) -> list[Entity]:
    """Return the files in the report that a notebook's parameters name: the statements, a table of events."""
    values = (value for value in notebook["parameters"].values() if isinstance(value, str))
    return [files[path] for path in sorted({*values}) if path in files]


def _add_run(
    crate: ROCrate, name: str, notebook: Mapping[str, Any], *, inputs: list[Entity], results: list[Entity]
) -> Entity:
    """Add a notebook and its run."""
    source = _add(
        crate,
        _identifier("notebooks", name),
        "SoftwareSourceCode",
        name=notebook["title"],
        alternateName=name,
        programmingLanguage="Python",
        version=f"sha256:{notebook['sha256']}",
    )
    return _add(
        crate,
        _identifier("runs", name),
        "CreateAction",
        name=f"Running the notebook {name}",
        description=notebook["title"],
        instrument=source,
        object=[*inputs, *_add_parameters(crate, f"parameters/{name}", notebook["parameters"])],
        result=results,
    )


def _add_parameters(crate: ROCrate, where: str, values: Mapping[str, object]) -> list[Entity]:
    return [
        _add(crate, _identifier(where, name), "PropertyValue", name=name, value=value)
        for name, value in sorted(values.items())
    ]


def _add_licence(crate: ROCrate, *, sample: bool) -> Entity:
    if sample:
        address, text = "https://creativecommons.org/licenses/by/4.0/", "The sample's licence is CC BY 4.0."
        return _add(crate, address, "CreativeWork", name="CC BY 4.0", description=text)
    text = "No licence has been stated. Whoever publishes this report says so here, and holds the rights to the pages."
    return _add(crate, "#licence", "CreativeWork", name="No licence stated", description=text)


def _description(manifest: Mapping[str, Any]) -> str:
    counts, n_notebooks = manifest["counts"], len(manifest["notebooks"])
    return (
        f"{counts['statements']:,} statements about a conflict, from {counts['documents']:,} documents, counted and "
        f"charted by {n_notebooks} notebook{'' if n_notebooks == 1 else 's'}. "
        f"Made again from the same, it has the same run id, {manifest['run_id']}, and the same bytes."
    )
