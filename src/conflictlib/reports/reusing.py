"""What need not be made again: notebooks and explained pages that rest on the same as in the report before."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from conflictlib.reports import folder as folders
from conflictlib.reports.inputs import digest_of
from conflictlib.reports.running import WORK, Picture, Run, from_text

if TYPE_CHECKING:
    from conflictlib.reports.plan import Plan
    from conflictlib.reports.series import Series


@dataclass
class Earlier:
    """The newest whole run of a series, of which what has not changed is taken; without a series there is none."""

    series: Series | None

    @cached_property
    def manifest(self) -> Mapping[str, Any]:
        """Its manifest, empty where there is none."""
        return (self.series.latest() if self.series else None) or {"notebooks": {}, "files": {}, "explained": {}}

    @cached_property
    def folder(self) -> Path:
        """Its folder."""
        assert self.series is not None  # noqa: S101  # asked only of what the manifest has
        return self.series.run(self.manifest["run_id"])

    def page(self, name: str, key: str) -> bytes | None:
        """Return an explained page that was made of the same, None where there is none."""
        if self.manifest["explained"].get(name) != key or not self._whole([name]):
            return None
        return (self.folder / name).read_bytes()

    @staticmethod
    def keys(plan: Plan, target: Path, needed: list[Path]) -> dict[str, str]:
        """Return, for each notebook, a sha256 over all that its outputs depend on."""
        read = {path.as_posix(): digest_of(target / path) for path in needed} or plan.key["inputs"]
        common = {"inputs": read, "package": plan.key["package"], "versions": plan.key["versions"]}
        return {notebook.name: folders.key_of({**common, "notebook": notebook.digest, "values": plan.values(notebook)})
                for notebook in plan.notebooks}  # fmt: skip

    def take(self, plan: Plan, keys: Mapping[str, str], target: Path) -> dict[str, Run]:
        """Copy the outputs of the notebooks that have the same key, and return them as runs."""
        taken = {}
        for notebook in plan.notebooks:
            before = self.manifest["notebooks"].get(notebook.name)
            if before is None or before["key"] != keys[notebook.name]:
                continue
            if not self._whole([*before["files"], f"{notebook.name}.ipynb"]):
                continue
            text = (self.folder / f"{notebook.name}.ipynb").read_text(encoding="utf-8")
            run = Run(notebook, target / WORK / notebook.name, from_text(text), text, files=list(before["files"]))
            for name in run.files:
                (run.folder / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(self.folder / name, run.folder / name)
            run.folder.mkdir(parents=True, exist_ok=True)
            run.pictures = [Picture(*told) for told in zip(before["pictures"], before["alt"], strict=True)]
            taken[notebook.name] = run
        return taken

    def _whole(self, names: Iterable[str]) -> bool:
        """Say whether files are still what the manifest says: someone may have edited one."""
        digests = self.manifest["files"]
        return all((self.folder / n).is_file() and digest_of(self.folder / n) == digests.get(n) for n in names)
