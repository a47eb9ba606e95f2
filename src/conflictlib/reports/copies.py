"""The copies of a report that are made on demand: all its pages as one HTML file, and that as PDF."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from conflictlib.reports import pdf as pdfs
from conflictlib.reports.single import PDF, SINGLE, single_file


def wanted(*, single: bool, pdf: bool) -> dict[str, Any]:
    """Return what is wanted as a part of the run's key: the files by name, with the versions that decide their bytes.

    Nothing wanted adds nothing to the key.

    Raises
    ------
    ReportError
        A PDF is wanted and what makes it is not installed.

    Examples
    --------
    >>> wanted(single=False, pdf=False)
    {}
    """
    from importlib.metadata import version

    files = {SINGLE: {"lxml": version("lxml")}} if single else {}
    if pdf:
        files[PDF] = {"lxml": version("lxml"), **pdfs.versions()}
    return {"copies": files} if files else {}


def write(folder: Path, key: Mapping[str, Any]) -> None:
    """Write the copies that a run's `key` names into the report's `folder`, whose pages are finished."""
    files = key.get("copies", {})
    if not files:
        return
    page = single_file(folder)
    if SINGLE in files:
        (folder / SINGLE).write_bytes(page)
    if PDF in files:
        (folder / PDF).write_bytes(pdfs.pdf(page))
