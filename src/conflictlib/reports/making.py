"""Make a report: settle what is to be done, run what has changed, and put the pages together."""

from __future__ import annotations

import logging
import os
import shutil
from collections.abc import Iterable, Mapping
from concurrent.futures import Future, as_completed
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from conflictlib.parameters import ParameterError
from conflictlib.reports import copies, inputs, validated
from conflictlib.reports import folder as folders
from conflictlib.reports.inputs import Material, ReportError
from conflictlib.reports.pages import Pages
from conflictlib.reports.plan import INPUTS, Plan, Wanted, make_plan
from conflictlib.reports.reusing import Earlier
from conflictlib.reports.running import WORK, Run, running
from conflictlib.reports.series import FAILED, Series

if TYPE_CHECKING:
    import pandas as pd

log = logging.getLogger("conflictlib")


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

    ``index`` is the page to open. ``counts`` has the numbers of statements, documents and problems. ``fresh`` is
    False where the same report was there already and nothing was run; ``on_corpus`` says that a corpus was the source.
    """

    folder: Path
    index: Path
    run_id: str
    notebooks: tuple[NotebookResult, ...]
    counts: Mapping[str, int]
    fresh: bool
    on_corpus: bool = False
    told: tuple[Mapping[str, Any], ...] = ()

    @cached_property
    def problems(self) -> pd.DataFrame:
        """One row per file or line that could not be read."""
        from conflictlib.schema import PROBLEMS, conform

        return conform([dict(row) for row in self.told], PROBLEMS)


def report(
    sources: str | Path | Iterable[str | Path] = (),
    *,
    notebooks: Iterable[str | Path] | None = None,
    parameters: Mapping[str, object] | None = None,
    out: str | Path = "reports",
    name: str | None = None,
    jobs: int | None = None,
    force: bool = False,
    single_file: bool = False,
    pdf: bool = False,
    validation: str | Path | None = None,
    progress: bool = True,
) -> Report:
    """Run notebooks over a corpus and put their charts and tables into a folder.

    It is a build: where the same report is there already, nothing is run; a notebook whose statements, parameters
    and code are those of the report before is taken from it.

    Parameters
    ----------
    sources
        A corpus; or files and folders of pages, which are coded once, and statement tables. Without any: the shipped
        sample, whose statements were coded by hand; its pages are coded too, on a page of the report.
    notebooks
        Names of shipped notebooks (``01_frequency``) or paths of others; None: all that are shipped.
    parameters
        Values for the notebooks' parameters, by name. One that only some of them have is given to those.
        Text is turned into the declared type. ``corpus`` and ``out`` are set by the report. ``start`` and ``end`` may
        be ``last-week`` or ``last-month`` (of which they are the first and last day), ``start`` also
        ``since-last-report``: the day after the last one of the report before, or where that had the same end, of
        the one before it.
    out
        Folder in which the reports' folders are: ``NAME/RUNID/``, with ``index.html`` in it, and ``NAME/latest``,
        which leads to the newest.
    name
        What the report is called; None: after the source. Reports of one name are a series: each says what has
        changed since the one before.
    jobs
        How many notebooks run at a time; None: one more than there are cores, as a kernel waits a good part
        of its time.
    force
        Run everything again although the same report is there.
    single_file
        Write all pages as one file too, ``report.html``, to send or to print.
    pdf
        Write that file as PDF too, ``report.pdf``; needs WeasyPrint (the extra ``pdf``).
    validation
        File that ``Validation.write`` wrote: how right the coder of these statements is. The first page tells it, or
        that the coder was never validated. None: ``validation.json`` in the folder of a corpus, where it is there.
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
        A parameter is unknown to all notebooks or has a wrong value; a notebook or a source is not there, or the
        validation is none.
    ReportError
        A source holds nothing that can be read; or a notebook failed: the others were
        finished, and what there is stands in ``NAME/failed/RUNID``. Or a PDF is asked for and what makes it
        is not installed.
    ReportBusy
        Another run of the same report is under way.
    """
    paths = inputs.find([sources] if isinstance(sources, str | Path) else sources)
    named = [notebooks] if isinstance(notebooks, str | Path) else notebooks
    settled = None if validation is None else Path(validation)
    wanted = Wanted(
        paths, named, dict(parameters or {}), copies.wanted(single=single_file, pdf=pdf), validation=settled
    )
    at_once = kernels_at_once(jobs)
    called = inputs.name_of(paths) if name is None else inputs.checked_name(name)
    series = Series(Path(out) / called)
    latest = series.latest()
    plan = make_plan(wanted, called, latest)  # what is wrong is told before anything is made
    with series.alone():
        if series.latest() != latest:  # another run came to its end in between
            plan = make_plan(wanted, called, series.latest())
        final = series.run(plan.run_id)
        manifest = None if force else folders.read_manifest(final)
        fresh = manifest is None
        if manifest is None:
            manifest = make(plan, series, final, at_once=at_once, progress=progress, reuse=not force)
        series.point(final)
    return told(final, manifest, fresh=fresh)


def kernels_at_once(jobs: int | None) -> int:
    """Return how many notebooks run at a time: as many as were given, else one more than there are cores."""
    if jobs is None:
        return (os.cpu_count() or 1) + 1
    if isinstance(jobs, bool) or not isinstance(jobs, int) or jobs < 1:
        raise ParameterError(f"jobs is {jobs!r}; allowed is a whole number from 1 on")
    return jobs


def make(
    plan: Plan, series: Series, final: Path, *, at_once: int, progress: bool, reuse: bool = True
) -> dict[str, Any]:
    """Make the report of a plan in the folder `final`, and return its manifest."""
    log.info("report %s: run %s begins", plan.name, plan.run_id[:12])
    if plan.sample:
        inputs.count_selected("sample", plan.given)  # what is wrong is told before anything is coded
    earlier = Earlier(series) if reuse else Earlier(None)
    with folders.staging(series.folder, final.name) as target:
        needed = _copy_files(plan, target)
        material = _load(plan, target, needed, progress)
        keys = earlier.keys(plan, target, needed)
        taken = earlier.take(plan, keys, target)
        work = [(notebook, plan.values(notebook)) for notebook in plan.notebooks if notebook.name not in taken]
        with running(work, target, at_once=at_once, inputs=needed) as futures:
            if material is None:  # the sample's notebooks need not wait until its pages are coded
                material = inputs.load_sample(inputs.count_selected("sample", plan.given))
            inputs.write(material, target, apart=plan.sample)  # while the notebooks run
            pages = Pages(plan, material, target, earlier, keys)
            pages.write_coding()
            runs = {run.notebook.name: run for run in _collect(taken, futures, pages, progress)}
        ordered = [runs[notebook.name] for notebook in plan.notebooks]
        manifest = pages.finish(ordered)
        _refuse_failed(ordered, target, series.folder / FAILED / final.name)
        folders.put(target, final)
    log.info("report %s: run %s is at %s", plan.name, plan.run_id[:12], final)
    return manifest


def _load(plan: Plan, target: Path, needed: list[Path], progress: bool) -> Material | None:
    """Read what the report is on, and write the file that the notebooks read; of the sample there is none."""
    if plan.sample:
        return None
    if plan.corpus is not None:
        material = inputs.load_corpus(plan.corpus, plan.given)
    else:
        material = inputs.load_sources(plan.sources, progress=progress)
    inputs.write_for_notebooks(material, target / plan.corpus_file)
    needed.append(plan.corpus_file)
    selected = inputs.count_selected(target / plan.corpus_file, plan.given) if plan.corpus is None else None
    return material if selected is None else replace(material, selected=selected)


def _copy_files(plan: Plan, target: Path) -> list[Path]:
    """Copy the files that parameters name into the report, and return them as paths in it."""
    for path in plan.files.values():
        (target / INPUTS).mkdir(exist_ok=True)
        shutil.copyfile(path, target / INPUTS / path.name)
    if plan.validation is not None:
        shutil.copyfile(plan.validation, target / validated.FILE)
    return [Path(INPUTS, path.name) for path in plan.files.values()]


def _collect(taken: Mapping[str, Run], futures: list[Future[Run]], pages: Pages, progress: bool) -> list[Run]:
    """Wait for the notebooks and write each one's page while others run."""
    from nbconvert import exporters  # noqa: F401  # half a second, spent while the kernels work
    from tqdm import tqdm

    for run in taken.values():
        log.info("notebook %s: as in the report before", run.notebook.name)
        pages.write_notebook(run)
    hidden = None if progress else True
    for future in tqdm(as_completed(futures), "notebooks", len(futures), unit="notebook", disable=hidden):
        run = future.result()
        log.log(logging.ERROR if run.problem else logging.INFO, "notebook %s: %s", run.notebook.name,
                run.problem or "done")  # fmt: skip
        pages.write_notebook(run)
    return [*taken.values(), *(future.result() for future in futures)]


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
    shutil.rmtree(target / WORK, ignore_errors=True)
    folders.put(target, failed)
    said = "; ".join(f"{', '.join(names)} failed: {problem}" for problem, names in reasons.items())
    raise ReportError(f"{said} (see {failed})")


def told(final: Path, manifest: Mapping[str, Any], *, fresh: bool) -> Report:
    """Return what the manifest of a report says of it."""
    listed = sorted(manifest["notebooks"].items(), key=lambda one: one[1]["place"])
    results = tuple(
        NotebookResult(name, each["title"], final / f"{name}.html", tuple(final / p for p in each["pictures"]))
        for name, each in listed
    )
    rows = tuple(manifest["problems"])
    return Report(
        final,
        final / "index.html",
        manifest["run_id"],
        results,
        manifest["counts"],
        fresh,
        bool(manifest["corpus"]),
        rows,
    )
