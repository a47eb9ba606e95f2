"""The folder of a report: it appears whole or not at all, under a name that its contents decide."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import platform
import re
import shutil
from collections.abc import Iterator, Mapping
from importlib import metadata
from pathlib import Path
from typing import Any

from conflictlib.reports.inputs import digest_of
from conflictlib.shipped import PACKAGE

MANIFEST = "manifest.json"
#: Raised when a manifest gets other parts: one of an earlier layout is no report to build on.
LAYOUT = 1

#: Packages on which the bytes of a report depend.
PACKAGES = (
    "conflictlib", "pandas", "numpy", "pyarrow", "pandera", "matplotlib", "trafilatura", "charset-normalizer",
    "papermill", "nbclient", "nbconvert", "nbformat", "ipykernel", "ipython", "jinja2",
    "rocrate",
)  # fmt: skip


def versions() -> dict[str, str]:
    """Return the versions of Python, of the machine's kind and of the packages that matter."""
    found = {"python": platform.python_version(), "platform": f"{platform.system()} {platform.machine()}"}
    for name in PACKAGES:
        with contextlib.suppress(metadata.PackageNotFoundError):
            found[name] = metadata.version(name)
    return found


def package_digest() -> str:
    """Return a digest of the package's own files, without sample and notebooks, which a wheel carries too."""
    whole = hashlib.sha256()
    for path in sorted(PACKAGE.rglob("*")):
        name = path.relative_to(PACKAGE)
        if path.is_file() and path.suffix != ".pyc" and name.parts[0] not in ("data", "notebooks"):
            whole.update(f"{name.as_posix()}\0".encode() + path.read_bytes() + b"\0")
    return whole.hexdigest()


def key_of(parts: Mapping[str, Any]) -> str:
    """Return the run id: a sha256 over all that decides what a report says."""
    return hashlib.sha256(_json(parts)).hexdigest()


def _json(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode("utf-8", "replace")


def read_manifest(folder: Path) -> dict[str, Any] | None:
    """Return the manifest of a complete report in `folder`, or None."""
    try:
        manifest: dict[str, Any] = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        whole = manifest["layout"] == LAYOUT and all((folder / name).is_file() for name in manifest["files"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return manifest if whole else None


def write_manifest(folder: Path, parts: Mapping[str, object]) -> dict[str, Any]:
    """Write `parts` and the sha256 of every file in `folder` as its manifest."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    manifest = {
        **parts,
        "layout": LAYOUT,
        "files": {path.relative_to(folder).as_posix(): digest_of(path) for path in files},
    }
    (folder / MANIFEST).write_bytes(_json(manifest))
    return manifest


@contextlib.contextmanager
def staging(out: Path, name: str) -> Iterator[Path]:
    """Make a temporary folder beside the final one; what is left of it, and of dead runs, is removed."""
    out.mkdir(parents=True, exist_ok=True)
    sweep(out)
    folder = out / f".{name}.{_host()}.{os.getpid()}.tmp"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def sweep(out: Path) -> None:
    """Remove the temporary folders of this machine's processes that are no more."""
    for path in out.glob(f".*.{_host()}.*.tmp"):
        pid = path.name.split(".")[-2]
        if pid.isdigit() and not _alive(int(pid)):
            shutil.rmtree(path, ignore_errors=True)


def _host() -> str:
    return re.sub(r"[^A-Za-z0-9-]", "-", platform.node()) or "here"


def _alive(pid: int) -> bool:
    if os.name != "posix":
        return True  # asking would end the process there; a folder too many is the lesser harm
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:  # somebody else's
        pass
    return True


def put(folder: Path, final: Path) -> None:
    """Move a finished folder to its place; one that is there is replaced."""
    final.parent.mkdir(parents=True, exist_ok=True)
    old = folder.with_name(".old" + folder.name)
    if final.exists():
        final.replace(old)  # a folder can't be replaced by another that is not empty
    folder.replace(final)
    shutil.rmtree(old, ignore_errors=True)
