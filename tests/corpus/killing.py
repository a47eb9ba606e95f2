"""Kills a process that adds pages to a corpus, again and again; run by test_interrupted.py in a process of its own.

The coder is made ready once and each writer is a fork of that process, so that fifty of them take seconds. It prints,
for each, whether it was killed and which version stood there afterwards.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from pathlib import Path

import pandas as pd
from made_up import assert_whole, put

import conflictlib as cl
from conflictlib.corpus._store import newest


def add(corpus: str, inbox: str) -> None:
    cl.Corpus(corpus).add(inbox)


def forked(work: object, *, after: float | None = None) -> int:
    """Run something in a fork; kill it after so many seconds; return how it ended, below 0 by a signal."""
    pid = os.fork()
    if not pid:
        try:
            work()  # type: ignore[operator]
        except BaseException as error:
            print(repr(error), file=sys.stderr, flush=True)
            os._exit(1)
        os._exit(0)
    if after is not None:
        time.sleep(after)
        os.kill(pid, signal.SIGKILL)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def main(desk: Path, times: int) -> None:
    corpus, inbox = str(desk / "corpus"), desk / "inbox"
    cl.code(pd.DataFrame([{"doc_id": "0", "doc": "warm", "text": "Egypt called for a ceasefire."}]))
    cl.load(put(desk / "warm", 0))
    import pyarrow.dataset  # noqa: F401

    put(inbox, 0)
    began = time.monotonic()
    assert forked(lambda: add(str(desk / "trial"), str(inbox))) == 0
    whole = time.monotonic() - began
    for number in range(1, times + 1):
        put(inbox, number)
        # from its first moment to beyond its last: a little later each time, and over again
        how = forked(lambda: add(corpus, str(inbox)), after=whole * 1.3 * (number * 7 % times) / times)
        assert forked(lambda: assert_whole(cl.Corpus(corpus))) == 0
        print(how, newest(Path(corpus)).version, flush=True)
    assert forked(lambda: add(corpus, str(inbox))) == 0


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
