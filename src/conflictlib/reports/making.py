"""Make a report: settle what is to be done, run it, and put the pages together."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Mapping
from concurrent.futures import Future, as_completed
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from conflictlib.parameters import ParameterError
from conflictlib.reports import copies, inputs
from conflictlib.reports import folder as folders
from conflictlib.reports.inputs import ReportError
from conflictlib.reports.pages import Pages
from conflictlib.reports.plan import INPUTS, Plan, make_plan
from conflictlib.reports.running import WORK, Run, running

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class NotebookResult:
    """One notebook of a report: its name and title, its page, and its charts as paths without ending."""

    name: str
    title: str
    page: Path
    pictures: tuple[Path, ...]


@dataclass(frozen=True)
class Report:
    """A finished report.

    ``index`` is the page to open. ``problems`` has a row per file or line that could not be read.
    ``counts`` has the numbers of statements, documents and problems. ``fresh`` is False where the same report
    was there already and nothing was run.
    """

    folder: Path
    index: Path
    run_id: str
    notebooks: tuple[NotebookResult, ...]
    problems: pd.DataFrame
    counts: Mapping[str, int]
    fresh: bool


def report(
    sources: str | Path | Iterable[str | Path] = (),
    *,
    notebooks: Iterable[str | Path] | None = None,
    parameters: Mapping[str, object] | None = None,
    out: str | Path = "reports",
    jobs: int | None = None,
    force: bool = False,
    single_file: bool = False,
    pdf: bool = False,
    progress: bool = True,
) -> Report:
    """Run notebooks over a corpus and put their charts and tables into a folder.

    Parameters
    ----------
    sources
        Files or folders of pages, which are coded once, and statement tables. Without any: the shipped
        sample, whose statements were coded by hand; its pages are coded too, on a page of the report.
    notebooks
        Names of shipped notebooks (``01_frequency``) or paths of others; None: all that are shipped.
    parameters
        Values for the notebooks' parameters, by name. One that only some of them have is given to those.
        Text is turned into the declared type. ``corpus`` and ``out`` are set by the report.
    out
        Folder in which the report's folder appears: ``NAME-RUNID``, with ``index.html`` in it.
    jobs
        How many notebooks run at a time; None: one more than there are cores, as a kernel waits a good part
        of its time.
    force
        Run everything again although the same report is there.
    single_file
        Write all pages as one file too, ``report.html``, to send or to print.
    pdf
        Write that file as PDF too, ``report.pdf``; needs WeasyPrint (the extra ``pdf``).
    progress
        Show progress bars on a terminal.

    Returns
    -------
    Report
        Where it is and what is in it. The folder appears when everything succeeded, and then whole.
        The same sources, parameters, notebooks, codebook and versions give the same run id and bytes.

    Raises
    ------
    ParameterError
        A parameter is unknown to all notebooks or has a wrong value; a notebook is unknown.
    ReportError
        A source is not there or holds nothing that can be read; or a notebook failed: the others were
        finished, and what there is stands in ``failed`` below `out`. Or a PDF is asked for and what makes it
        is not installed.
    """
    plan = make_plan(sources, notebooks, dict(parameters or {}))
    plan = replace(plan, key={**plan.key, **copies.wanted(single=single_file, pdf=pdf)})
    at_once = _at_once(jobs)
    final = Path(out) / f"{plan.name}-{plan.run_id[:12]}"
    manifest = None if force else folders.read_manifest(final)
    if manifest is None:
        manifest = _make(plan, final, at_once, progress)
        return _report(final, manifest, fresh=True)
    return _report(final, manifest, fresh=False)


def _at_once(jobs: int | None) -> int:
    if jobs is None:
        return (os.cpu_count() or 1) + 1
    if isinstance(jobs, bool) or not isinstance(jobs, int) or jobs < 1:
        raise ParameterError(f"jobs is {jobs!r}; allowed is a whole number from 1 on")
    return jobs


def _make(plan: Plan, final: Path, at_once: int, progress: bool) -> dict[str, Any]:
    selected = inputs.count_selected("sample", plan.given) if plan.sample else None
    with folders.staging(final.parent, final.name) as target:
        needed = _copy_files(plan, target)
        material = None
        if not plan.sample:
            material = inputs.load_sources(plan.sources, progress=progress)
            corpus = inputs.corpus_file(plan.sources)
            inputs.write(material, target, corpus=corpus)
            selected = inputs.count_selected(target / corpus, plan.given)
            needed.append(corpus)
        work = [(notebook, plan.values(notebook)) for notebook in plan.notebooks]
        with running(work, target, at_once=at_once, inputs=needed) as futures:
            if material is None:  # the sample's notebooks need not wait until its pages are coded
                material = inputs.load_sample()
                inputs.write(material, target, corpus=None)
            if selected is not None:
                material = replace(material, selected=selected)
            pages = Pages(plan, material, target)
            pages.write_coding()
            runs = _collect(futures, pages, progress)
        _refuse_failed(runs, target, final.parent / "failed" / plan.run_id[:12])
        manifest = pages.finish(runs)
        folders.put(target, final)
    return manifest


def _copy_files(plan: Plan, target: Path) -> list[Path]:
    """Copy the files that parameters name into the report, and return them as paths in it."""
    for path in plan.files.values():
        (target / INPUTS).mkdir(exist_ok=True)
        shutil.copyfile(path, target / INPUTS / path.name)
    return [Path(INPUTS, path.name) for path in plan.files.values()]


def _collect(futures: list[Future[Run]], pages: Pages, progress: bool) -> list[Run]:
    """Wait for the notebooks and write each one's page while others run; return them in their order."""
    from nbconvert import exporters  # noqa: F401  # half a second, spent while the kernels work
    from tqdm import tqdm

    hidden = None if progress else True
    for future in tqdm(as_completed(futures), "notebooks", len(futures), unit="notebook", disable=hidden):
        pages.write_notebook(future.result())
    return [future.result() for future in futures]


def _refuse_failed(runs: list[Run], target: Path, failed: Path) -> None:
    """If a notebook failed, put what there is aside and say what was wrong, each reason once."""
    reasons: dict[str, list[str]] = {}
    for run in runs:
        if run.problem:
            reasons.setdefault(run.problem, []).append(run.notebook.name)
            text = f"{run.problem}\n\n{run.traceback}".rstrip() + "\n"
            (target / f"{run.notebook.name}.error.txt").write_text(text, encoding="utf-8", errors="replace")
    if not reasons:
        return
    shutil.rmtree(target / WORK)
    folders.put(target, failed)
    told = "; ".join(f"{', '.join(names)} failed: {problem}" for problem, names in reasons.items())
    raise ReportError(f"{told} (see {failed})")


def _report(final: Path, manifest: Mapping[str, Any], *, fresh: bool) -> Report:
    from conflictlib.schema import PROBLEMS, conform

    told = sorted(manifest["notebooks"].items(), key=lambda item: item[1]["place"])
    results = tuple(
        NotebookResult(name, each["title"], final / f"{name}.html", tuple(final / p for p in each["pictures"]))
        for name, each in told
    )
    problems = conform(manifest["problems"], PROBLEMS)
    return Report(final, final / "index.html", manifest["run_id"], results, problems, manifest["counts"], fresh)
