"""Run notebooks by papermill, several at a time, and keep nothing in them that differs between two runs.

Threads, not processes: the work is done in the kernels, and papermill is then imported once (measured with
three notebooks on two cores: 6.5 s with threads, 7.2 to 9.6 s with a process for each).
"""

from __future__ import annotations

import base64
import contextlib
import hashlib
import json
import logging
import re
import shutil
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from conflictlib.reports.notebooks import Notebook, Value

if TYPE_CHECKING:
    from nbformat import NotebookNode

    from conflictlib.reports.kernel import Kernels

#: Where the notebooks run, below the folder of the report; each has a folder of its own there.
WORK = ".work"

START_TIMEOUT = 120  # seconds; a laptop that is busy needs more than papermill's 60

#: Errors whose message is a sentence written for the reader, so that their name before it is noise.
OURS = frozenset({"ParameterError", "TableError", "CodebookError", "LoadingError"})


@dataclass(frozen=True)
class Picture:
    """A chart of a notebook: its file without ending (`figures/weekly`) and its text for who can't see it."""

    path: str
    alt: str


@dataclass
class Run:
    """What came of one notebook: the executed copy, its files in `folder`, and the problem, or ``""``."""

    notebook: Notebook
    folder: Path
    executed: NotebookNode
    text: str = ""  # the executed copy as it is written
    problem: str = ""
    traceback: str = ""
    files: list[str] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)
    pages: list[str] = field(default_factory=list)  # of the statements behind its pictures


@contextlib.contextmanager
def running(
    jobs: Sequence[tuple[Notebook, Mapping[str, Value]]], folder: Path, *, at_once: int, inputs: list[Path]
) -> Iterator[list[Future[Run]]]:
    """Start all notebooks, each in a folder of its own below `folder`, with a copy of `inputs` in it.

    `inputs` are paths relative to `folder`. Whatever goes wrong or is interrupted inside the ``with``:
    no kernel survives it.
    """
    with tempfile.TemporaryDirectory(prefix="conflictlib-") as sockets, _quiet():
        from conflictlib.reports.kernel import Kernels

        kernels = Kernels(Path(sockets))
        pool = ThreadPoolExecutor(at_once, thread_name_prefix="notebook")
        try:
            yield [pool.submit(_run, *job, folder, inputs, kernels) for job in jobs]
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            kernels.stop()
            raise
        finally:
            pool.shutdown()


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    """Keep papermill from telling the reader what the report says better; spare a second at its import."""
    # where JupyterLab is installed, jsonschema imports this to check addresses, which notebooks lack: 1.1 s
    blocked = sys.modules.setdefault("rfc3987_syntax", None) is None  # type: ignore[arg-type]
    log = logging.getLogger("papermill")
    before = log.level
    log.setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        log.setLevel(before)
        if blocked:
            del sys.modules["rfc3987_syntax"]


def _run(notebook: Notebook, values: Mapping[str, Value], base: Path, inputs: list[Path], kernels: Kernels) -> Run:
    # absolute: papermill moves the whole process for a moment when it writes, to where it was told once
    folder = base.absolute() / WORK / notebook.name
    folder.mkdir(parents=True)
    for path in inputs:
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(base / path, folder / path)
    run = Run(notebook, folder, _read(notebook.path))
    try:
        _try(run, values, kernels)
    finally:
        _close_loop()
    for path in inputs:
        (folder / path).unlink(missing_ok=True)
    _strip(run.executed)
    run.text = _as_text(run.executed, folder)
    run.executed = from_text(run.text)
    run.files = _named(run)
    run.pictures = _pictures(run)
    return run


def _try(run: Run, values: Mapping[str, Value], kernels: Kernels) -> None:
    """Execute a notebook, once more if its kernel did not start, and note what went wrong."""
    source, copy = run.executed, run.folder / "executed.ipynb"
    for attempt in (1, 2):
        try:
            run.executed = _execute(source, values, copy, kernels)
            run.problem = _unfinished(run.executed)
        except Exception as error:  # whatever it is, the other notebooks go on
            if attempt == 1 and _did_not_start(error):
                continue
            run.problem = _problem(error, kernels)
            run.traceback = _plain("\n".join(getattr(error, "traceback", ())))
            if copy.exists():  # papermill writes it before it says that a cell failed
                run.executed = _read(copy)
        break
    copy.unlink(missing_ok=True)


def _read(path: Path) -> NotebookNode:
    return from_text(path.read_text(encoding="utf-8"))


def from_text(text: str) -> NotebookNode:
    """Return the notebook that is written so."""
    import nbformat

    notebook: NotebookNode = nbformat.reads(text, as_version=4)  # type: ignore[no-untyped-call]
    return notebook


def _close_loop() -> None:
    """Close the event loop that jupyter_client opened for this thread and leaves open."""
    import asyncio

    from jupyter_core.utils import ensure_event_loop

    loop = ensure_event_loop()
    left = asyncio.all_tasks(loop)
    for task in left:
        task.cancel()
    loop.run_until_complete(asyncio.gather(*left, return_exceptions=True))
    loop.close()


def _execute(source: NotebookNode, values: Mapping[str, Value], copy: Path, kernels: Kernels) -> NotebookNode:
    import papermill

    executed: NotebookNode = papermill.execute_notebook(
        source,
        str(copy).replace("{", "{{").replace("}", "}}"),  # papermill fills parameters into the path
        parameters=dict(values),
        kernel_name="python3",
        language="python",
        progress_bar=False,
        request_save_on_cell_execute=False,
        autosave_cell_every=0,
        start_timeout=START_TIMEOUT,
        # not papermill's cwd, which moves the whole process
        resources={"metadata": {"path": str(copy.parent)}},
        kernel_manager_class=kernels.start_class(),
        coalesce_streams=True,  # else the number of pieces of a print depends on timing
        shutdown_kernel="immediate",
    )
    return executed


def _did_not_start(error: Exception) -> bool:
    return isinstance(error, RuntimeError) and ("respond in" in str(error) or "before replying" in str(error))


def _unfinished(executed: NotebookNode) -> str:
    """Return why a run that papermill takes for a success was none, or ``""``."""
    for cell in executed.cells:
        if cell.cell_type != "code" or "raises-exception" in cell.metadata.get("tags", []):
            continue
        for output in cell.outputs:
            if output.output_type == "error":
                return f"it stopped itself ({output.ename}: {output.evalue}) before its end"
        if cell.source.strip() and cell.execution_count is None:
            return "a cell of it was not run"
    return ""


def _problem(error: Exception, kernels: Kernels) -> str:
    name, message = type(error).__name__, str(error)
    if name == "PapermillExecutionError":
        name, message = error.ename, error.evalue  # type: ignore[attr-defined]
    elif name == "DeadKernelError":
        return "its kernel died (killed, or out of memory)"
    elif _did_not_start(error):
        return f"its kernel did not start ({kernels.last_words() or message})"
    lines = [line for line in _plain(message).splitlines() if line.strip()]
    last = lines[-1].strip() if lines else ""
    return last if name in OURS and last else f"{name}: {last}".removesuffix(": ")


def _plain(text: str) -> str:
    return re.sub(r"\x1b\[[0-9;]*m", "", text)


def _strip(executed: NotebookNode) -> None:
    """Take out of an executed notebook what tells of its running: times, paths and random names."""
    executed.metadata.pop("papermill", None)
    kept = [c for c in executed.cells if "papermill-error-cell-tag" not in c.metadata.get("tags", [])]
    executed.cells = kept
    for cell in kept:
        for key in ("papermill", "execution"):
            cell.metadata.pop(key, None)
        tags = cell.metadata.get("tags", None)
        if tags == []:
            del cell.metadata["tags"]
        if tags and "injected-parameters" in tags:
            cell["id"] = "injected-parameters"


def _as_text(executed: NotebookNode, folder: Path) -> str:
    """Return an executed notebook as it is written; the folder that it ran in is ``.``."""
    import nbformat

    text: str = nbformat.writes(executed, version=4)  # type: ignore[no-untyped-call]
    for path in {str(folder), str(folder.resolve())}:
        text = text.replace(json.dumps(path)[1:-1], ".")
    return text.rstrip("\n") + "\n"


def _named(run: Run) -> list[str]:
    """Put the notebook's name before those of its files: notebooks may call their charts alike."""
    names = []
    for path in sorted(path for path in run.folder.rglob("*") if path.is_file()):
        new = path.rename(path.with_name(f"{run.notebook.name}-{path.name}"))
        names.append(new.relative_to(run.folder).as_posix())
    return names


def _pictures(run: Run) -> list[Picture]:
    """Return the figures that the notebook wrote, in the order in which it shows them."""
    files = {digest_of_file(run.folder / path): path for path in run.files if path.endswith(".png")}
    found = []
    for output in (output for cell in run.executed.cells for output in cell.get("outputs", [])):
        png = output.get("data", {}).get("image/png", "")
        path = files.pop(digest_of(png), None)
        if path:
            alt = output.metadata.get("image/png", {}).get("alt") or output.data.get("text/plain", "")
            found.append(Picture(path.removesuffix(".png"), str(alt)))
    return found + [Picture(p.removesuffix(".png"), Path(p).stem) for p in sorted(files.values())]


def digest_of(png: str) -> bytes:
    """Return the digest of a picture as notebooks hold it, in base64."""
    return hashlib.sha256(base64.b64decode(png)).digest()


def digest_of_file(path: Path) -> bytes:
    """Return the digest of a picture's file."""
    return hashlib.sha256(path.read_bytes()).digest()
