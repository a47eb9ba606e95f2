"""Notebooks that need not run again: same code, parameters, inputs and versions as in the report before."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from conflictlib.reports import folder as folders
from conflictlib.reports.inputs import digest_of
from conflictlib.reports.running import WORK, Picture, Run, from_text

if TYPE_CHECKING:
    from conflictlib.reports.plan import Plan
    from conflictlib.reports.series import Series


@dataclass(frozen=True)
class Earlier:
    """The newest whole run of a series, from which executed notebooks are taken; without a series there is none."""

    series: Series | None

    @staticmethod
    def keys(plan: Plan, target: Path, needed: list[Path]) -> dict[str, str]:
        """Return, for each notebook, a sha256 over all that its outputs depend on."""
        read = {path.as_posix(): digest_of(target / path) for path in needed} or plan.key["inputs"]
        common = {"inputs": read, "package": plan.key["package"], "versions": plan.key["versions"]}
        return {notebook.name: folders.key_of({**common, "notebook": notebook.digest, "values": plan.values(notebook)})
                for notebook in plan.notebooks}  # fmt: skip

    def take(self, plan: Plan, keys: Mapping[str, str], target: Path) -> dict[str, Run]:
        """Copy the outputs of the notebooks that have the same key, and return them as runs."""
        manifest = self.series.latest() if self.series else None
        if self.series is None or manifest is None:
            return {}
        there = self.series.run(manifest["run_id"])
        taken = {}
        for notebook in plan.notebooks:
            before = manifest["notebooks"].get(notebook.name)
            if before is None or before.get("key") != keys[notebook.name] or not self._whole(there, manifest, before):
                continue
            text = (there / f"{notebook.name}.ipynb").read_text(encoding="utf-8")
            run = Run(notebook, target / WORK / notebook.name, from_text(text), text, files=list(before["files"]))
            for name in run.files:
                (run.folder / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(there / name, run.folder / name)
            run.folder.mkdir(parents=True, exist_ok=True)
            run.pictures = [Picture(*told) for told in zip(before["pictures"], before["alt"], strict=True)]
            taken[notebook.name] = run
        return taken

    @staticmethod
    def _whole(there: Path, manifest: Mapping[str, Any], before: Mapping[str, Any]) -> bool:
        """Say whether the files of a notebook are still what the manifest says: someone may have edited one."""
        names = [*before["files"], f"{before['name']}.ipynb"]
        return all(
            (there / name).is_file() and digest_of(there / name) == manifest["files"].get(name) for name in names
        )
