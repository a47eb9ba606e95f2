"""The kernels of a report's notebooks: this very interpreter, one thread each, nothing of the user's.

Imported only when notebooks are run; it needs jupyter_client at once.
"""

from __future__ import annotations

import contextlib
import itertools
import os
import signal
from pathlib import Path
from typing import Any

from jupyter_client.kernelspec import KernelSpecManager
from jupyter_client.manager import AsyncKernelManager

#: A notebook that ran with two threads of a linear algebra library may differ in the last digit from one with
#: four, and kernels that run side by side would fight for the cores.
ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMEXPR_NUM_THREADS"), "1")

_LONGEST_SOCKET = 90  # the system's limit for the path of a socket is 104 to 108


class Kernels:
    """The kernels of one report; `folder` is a temporary one for their sockets, settings and last words."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.started: list[AsyncKernelManager] = []
        self.stopped = False
        self._numbers = itertools.count()

    def start_class(self) -> type[AsyncKernelManager]:
        """Return the class that papermill is to make a kernel with."""
        return type("OwnKernel", (_OwnKernel,), {"kernels": self})

    def next_file(self) -> Path:
        """Return the file that says how to reach the next kernel."""
        return self.folder / f"{next(self._numbers)}.json"

    def last_words(self) -> str:
        """Return the last line that a kernel wrote before it could be reached."""
        logs = sorted(self.folder.glob("*.log"), key=lambda path: path.stat().st_mtime)
        lines = "\n".join(log.read_text("utf-8", "replace") for log in logs).strip().splitlines()
        return lines[-1].strip() if lines else ""

    def stop(self) -> None:
        """Kill what still runs and start no more, so that the threads which wait come to an end."""
        self.stopped = True
        for manager in self.started:
            pid = getattr(manager.provisioner, "pid", None)
            if pid and manager.has_kernel:
                with contextlib.suppress(OSError):
                    os.kill(pid, getattr(signal, "SIGKILL", signal.SIGTERM))


class _OwnKernel(AsyncKernelManager):
    """A kernel of the running interpreter, whichever kernelspec is the first python3 on the Jupyter path."""

    kernels: Kernels

    def __init__(self, **traits: Any) -> None:
        # without folders to search, python3 is what ipykernel itself offers: sys.executable
        super().__init__(kernel_spec_manager=KernelSpecManager(kernel_dirs=[]), **traits)
        self.connection_file = str(self.kernels.next_file())
        if os.name == "posix" and len(self.connection_file) < _LONGEST_SOCKET:
            self.transport = "ipc"  # no port that another program may take in between
        self.kernels.started.append(self)

    async def start_kernel(self, **arguments: Any) -> None:  # type: ignore[override]
        """Start the kernel in a settled environment; its own log goes to a file."""
        if self.kernels.stopped:
            raise RuntimeError("the report was stopped")
        settings = {
            "IPYTHONDIR": str(self.kernels.folder / "ipython"),  # the user's start-up files would change results
            "PYDEVD_DISABLE_FILE_VALIDATION": "1",  # a debugger that nobody uses warns about frozen modules
            "PYTHONHASHSEED": "0",
            "MPLBACKEND": "module://matplotlib_inline.backend_inline",
        }
        arguments["env"] = {**os.environ, **ONE_THREAD, **settings}
        with Path(self.connection_file).with_suffix(".log").open("wb") as log:
            await self._async_start_kernel(stdout=log, stderr=log, **arguments)
