"""Run notebooks in place, so that the outputs stored in them are what their code gives today.

The same notebook gives the same bytes: no times, no versions, no paths. ``make notebooks`` calls this;
nbval then compares every run of the tests with what is stored.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nbformat import NotebookNode

KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}


class RerunError(RuntimeError):
    """A notebook can't be run from top to bottom without an error or a warning; its file is unchanged."""


def rerun(path: str | Path) -> None:
    """Run a notebook in its own folder and store its outputs in it.

    Metadata that differ from machine to machine are left out. The file is replaced at once, or not at all.

    Raises
    ------
    RerunError
        A cell raises an error, or writes to the standard error stream, where warnings go.
    """
    path = Path(path)
    notebook = _read(path)
    _execute(notebook, path)
    _tidy(notebook)
    _write(notebook, path)


def _read(path: Path) -> NotebookNode:
    # a part of JupyterLab's that builds a grammar for a second at import, only to check one format
    sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
    import nbformat

    try:
        return nbformat.read(path, as_version=4)  # type: ignore[no-any-return, no-untyped-call, unused-ignore]
    except (OSError, ValueError) as error:
        raise RerunError(f"{path.name}: can't be read as a notebook ({error})") from None


def _execute(notebook: NotebookNode, path: Path) -> None:
    from nbclient import NotebookClient
    from nbclient.exceptions import CellExecutionError

    from conflictlib.reports.kernel import Kernels

    with tempfile.TemporaryDirectory(prefix="conflictlib-") as folder:
        client = NotebookClient(
            notebook,
            kernel_name=KERNEL["name"],
            kernel_manager_class=Kernels(Path(folder)).start_class(),
            record_timing=False,
            timeout=600,
            resources={"metadata": {"path": str(path.resolve().parent)}},
        )
        try:
            client.execute()
        except CellExecutionError as error:
            raise RerunError(f"{path.name}: {error.ename}: {error.evalue}") from None
    for number, cell in enumerate(notebook.cells, 1):
        for output in cell.get("outputs", ()):
            if output.get("name") == "stderr":
                raise RerunError(f"{path.name}, cell {number}: a warning is an error here: {output.text.strip()}")


def _tidy(notebook: NotebookNode) -> None:
    """Leave of the metadata what has a meaning: kernel, language, and the tags of cells."""
    notebook.metadata.clear()
    notebook.metadata.update(kernelspec=KERNEL, language_info={"name": "python"})
    for cell in notebook.cells:
        tags = cell.metadata.get("tags")
        cell.metadata.clear()
        if tags:
            cell.metadata["tags"] = tags


def _write(notebook: NotebookNode, path: Path) -> None:
    import nbformat

    text = nbformat.writes(notebook)  # type: ignore[no-untyped-call, unused-ignore]
    beside = path.with_name(f".{path.name}.part")
    beside.write_text(text.rstrip("\n") + "\n", encoding="utf-8", newline="\n")
    beside.replace(path)


def main(paths: Sequence[str]) -> int:
    """Run all notebooks named on the command line; 0: all done, 1: one could not be, 2: none named."""
    if not paths:
        print("usage: python -m conflictlib.rerun NOTEBOOK...", file=sys.stderr)
        return 2
    failed = 0
    for path in paths:
        try:
            rerun(path)
            print(path)
        except RerunError as error:
            failed = 1
            print(error, file=sys.stderr)
    return failed


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
