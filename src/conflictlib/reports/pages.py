"""The pages of one report: a page per notebook, the coder's statements, and the index to all."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from conflictlib.codebook import shipped_codebook
from conflictlib.opening import select
from conflictlib.reports import copies, inputs, validated
from conflictlib.reports import folder as folders
from conflictlib.reports.behind import Behind
from conflictlib.reports.changes import write_changes
from conflictlib.reports.coded import MOST_PAGES, coded_pages
from conflictlib.reports.crate import write_crate
from conflictlib.reports.inputs import Material
from conflictlib.reports.page import notebook_page, render
from conflictlib.reports.plan import Plan
from conflictlib.reports.reusing import Earlier
from conflictlib.reports.running import WORK, Run
from conflictlib.reports.since import changed, changed_pages, day_of

if TYPE_CHECKING:
    import pandas as pd

MOST_PROBLEMS = 20  # on the index; the table holds all


class Pages:
    """Writes the pages of one report into `target`."""

    def __init__(self, plan: Plan, material: Material, target: Path, earlier: Earlier, keys: Mapping[str, str]) -> None:
        self.plan, self.material, self.target = plan, material, target
        self.keys = keys
        self.codebook = plan.corpus.codebook if plan.corpus else shipped_codebook()
        self.behind = Behind(material, self.codebook, earlier)
        before = plan.history["since"]
        self.changes = changed(plan.corpus, before, plan.given) if plan.corpus else None
        self.since = day_of(plan.corpus, before) if plan.corpus else None
        self.agreement = inputs.agreement(material) if plan.sample else None
        self.common: dict[str, Any] = {
            "report": title_of(plan),
            "called": called(plan),
            "sample": plan.sample,
            "run_id": plan.run_id,
            "version": plan.key["versions"].get("conflictlib", ""),
            "codebook": plan.key["codebook"],
            "coder": _coders(material.statements),
            "coded": plan.corpus is not None or len(material.documents) > 0,
            "name": plan.name,
            "parameters": plan.given,
        }

    def write_notebook(self, run: Run) -> None:
        """Write a notebook's executed copy and, if it succeeded, its page."""
        name = run.notebook.name
        (self.target / f"{name}.ipynb").write_text(run.text, encoding="utf-8", newline="\n")
        if not run.problem:
            charts = self.behind.add(run, self._values(run))
            self._write(f"{name}.html", notebook_page(run, charts, **self.common))

    def write_coding(self) -> None:
        """Write the page that shows what the coder found, if pages were coded."""
        material = self.material
        if not self.common["coded"]:
            return
        values = {
            "coder_of_pages": _coders(material.coded),
            "pages": coded_pages(material.documents, material.coded, self.codebook),
            "n_pages": len(material.documents),
            "n_statements": len(material.coded),
            "most": MOST_PAGES,
            "agreement": self.agreement,
            "tables": "coding" if self.plan.sample else "tables",
        }
        self._write("coding.html", render("coding.html.j2", **values, **self.common))

    def finish(self, runs: list[Run]) -> dict[str, Any]:
        """Move the notebooks' files in, write the index and the manifest; return the manifest."""
        for run in runs:
            for name in run.files:
                (self.target / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.move(run.folder / name, self.target / name)
        shutil.rmtree(self.target / WORK, ignore_errors=True)
        failed = [run for run in runs if run.problem]
        self._write_linked([run for run in runs if not run.problem])
        counts = self._counts()
        index = self._index([run for run in runs if not run.problem])
        self._write("index.html", render("index.html.j2", **index, failed=failed, counts=counts, **self.common))
        if failed:
            return {}
        copies.write(self.target, self.plan.key)
        parts = {**self._parts(runs), "counts": counts}
        write_crate(self.target, parts, name=title_of(self.plan), published=self._published(), sample=self.plan.sample)
        return folders.write_manifest(self.target, parts)

    def _write_linked(self, runs: list[Run]) -> None:
        """Write the statements behind the charts and, of a corpus, what has changed: both link to explained pages."""
        told = self.changes is not None and not self.changes.first_report
        new = self.changes.statements["statement_id"].tolist() if self.changes and told else []
        link_of = self.behind.write(runs, self.target, self.common, also=new)
        if self.changes and self.plan.corpus:
            pages = changed_pages(self.plan.corpus, self.plan.history["since"])
            write_changes(self.changes, self.target, since=self.since, link_of=link_of, pages=pages, **self.common)

    def _parts(self, runs: list[Run]) -> dict[str, Any]:
        """Return the manifest without the files: what decided the report, where it comes from, what came of it."""
        problems = self.material.problems.astype(object).where(self.material.problems.notna(), None)
        agreed = asdict(self.agreement) if self.agreement else {}
        return {
            **self.plan.key,
            **self.plan.history,
            "run_id": self.plan.run_id,
            "name": self.plan.name,
            "origin": self.plan.origin(self.target.parent),
            "until": self._until(),
            "notebooks": {run.notebook.name: self._told(run, place) for place, run in enumerate(runs, 1)},
            "problems": problems.to_dict("records"),
            "explained": self.behind.explained,
            "coding": {"coder": _coders(self.material.coded)} | agreed,
        }

    def _until(self) -> str:
        """Return the last day that the report covers, of a corpus none after its own: a day may be mistyped."""
        last = str(self.plan.given.get("end", "")) or _last_day(self.material.statements)
        if not last:
            return str(self.plan.history["after"])  # a quiet week ends where it began
        return min(last, self._published()) if self.plan.corpus else last

    def _validation(self) -> Path | None:
        """Return the validation as it was copied into the report: the file given may change meanwhile."""
        return None if self.plan.validation is None else self.target / validated.FILE

    def _published(self) -> str:
        """Return the day that the report is of: that of the corpus, else the last day in it."""
        if self.plan.corpus is not None:
            return self.plan.corpus.state.made_at[:10]
        last = _last_day(self.material.statements) or _last_day(self.material.documents, "published")
        return last or "1970-01-01"

    def _write(self, name: str, content: bytes) -> None:
        (self.target / name).write_bytes(content)

    def _told(self, run: Run, place: int) -> dict[str, Any]:
        return {
            "title": run.notebook.title,
            "place": place,
            "status": "done",
            "sha256": run.notebook.digest,
            "parameters": self._values(run),
            "pictures": [picture.path for picture in run.pictures],
            "alt": [picture.alt for picture in run.pictures],
            "name": run.notebook.name,
            "files": run.files,
            "key": self.keys[run.notebook.name],
        }

    def _values(self, run: Run) -> dict[str, Any]:
        """Return the values that a notebook ran with, its own defaults among them."""
        defaults = {name: parameter.default for name, parameter in run.notebook.parameters.items()}
        return defaults | self.plan.values(run.notebook)

    def _counts(self) -> dict[str, int]:
        material = self.material
        return {
            "statements": material.total,
            "selected": material.selected,
            "actors": int(self._chosen()["actor"].nunique()),
            "documents": len(material.documents),
            "coded_statements": len(material.coded),
            "problems": len(material.problems),
            "lost": int((material.problems["kind"] != "note").sum()),
        }

    def _chosen(self) -> pd.DataFrame:
        """Return the statements that the parameters choose; those of a corpus were chosen as it was read."""
        statements = self.material.statements
        chosen = {name: str(self.plan.given[name]) for name in inputs.SELECTING if name in self.plan.given}
        return statements if self.plan.corpus or not chosen or statements.empty else select(statements, **chosen)

    def _index(self, runs: list[Run]) -> dict[str, Any]:
        from conflictlib.summaries import actors

        statements, problems = self._chosen(), self.material.problems
        days = statements["date"].dropna()
        tables = [path for path in self.target.rglob("*") if path.suffix in (".csv", ".jsonl", ".parquet")]
        return {
            "runs": runs,
            "first": days.min() if len(days) else None,
            "last": days.max() if len(days) else None,
            "undated": len(statements) - len(days),
            "counting": actors(statements).attrs["counting"],
            "settings": _settings(runs, self.plan),
            "copies": list(self.plan.key.get("copies", {})),
            "problems": _records(problems.head(MOST_PROBLEMS)),
            "tables": sorted(path.relative_to(self.target).as_posix() for path in tables),
            "agreement": self.agreement,
            "by": validated.coded(self.material.statements, self._validation(), sample=self.plan.sample),
            "changes": self.changes,
            "lead_of_changes": self.changes.sentence(self.since) if self.changes else "",
        }


def title_of(plan: Plan) -> str:
    """Return what the report is called on its pages: the sample, or the first source's name."""
    return f"{called(plan)}, version {plan.corpus.version}" if plan.corpus else called(plan)


def called(plan: Plan) -> str:
    """Return what the material of a report is called, whatever version of it."""
    if plan.sample:
        return "The sample"
    others = f" and {len(plan.sources) - 1} more" if len(plan.sources) > 1 else ""
    return f"{plan.sources[0].resolve().name}{others}"


def _settings(runs: list[Run], plan: Plan) -> list[Mapping[str, object]]:
    """Return the parameters that the notebooks ran with: name, value, meaning, and whether it was given."""
    rows: dict[str, Mapping[str, object]] = {}
    for run in runs:
        values = plan.values(run.notebook)
        for name, parameter in run.notebook.parameters.items():
            value = values.get(name, parameter.default)
            row = {"name": name, "value": value, "meaning": parameter.meaning, "given": name in plan.given}
            rows.setdefault(name, row)
    return [row for name, row in rows.items() if name not in ("corpus", "out")]


def _last_day(table: pd.DataFrame, column: str = "date") -> str:
    days = table[column].dropna()
    return str(days.max().date()) if len(days) else ""


def _coders(statements: pd.DataFrame) -> str:
    coders = sorted(set(statements["coder"].dropna()))
    return ", ".join(coders[:3]) + (f" and {len(coders) - 3} more" if len(coders) > 3 else "")


def _records(table: pd.DataFrame) -> list[dict[str, Any]]:
    return [
        {str(k): v for k, v in row.items()}
        for row in table.astype(object).where(table.notna(), None).to_dict("records")
    ]
