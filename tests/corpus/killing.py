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
from conflictlib.corpus._history import newest


def add(corpus: str, inbox: str) -> None:
    """See that what the writer before has left is whole, and add to it."""
    assert_whole(cl.Corpus(corpus))
    cl.Corpus(corpus).add(inbox)


def forked(work: object, *, until: object = None) -> int:
    """Run something in a fork; kill it as soon as something holds; return how it ended, below 0 by a signal."""
    pid = os.fork()
    if not pid:
        try:
            work()  # type: ignore[operator]
        except BaseException as error:
            print(repr(error), file=sys.stderr, flush=True)
            os._exit(1)
        os._exit(0)
    while until is not None:
        ended, status = os.waitpid(pid, os.WNOHANG)
        if ended:
            return os.waitstatus_to_exitcode(status)
        if until():  # type: ignore[operator]
            os.kill(pid, signal.SIGKILL)
            break
        time.sleep(0.004)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def n_files(folder: Path) -> int:
    return sum(len(names) for _, _, names in os.walk(folder))


def main(desk: Path, times: int) -> None:
    corpus, inbox = desk / "corpus", desk / "inbox"
    cl.code(pd.DataFrame([{"doc_id": "0", "doc": "warm", "text": "Egypt called for a ceasefire."}]))
    cl.load(put(desk / "warm", 0))
    import pyarrow.dataset  # noqa: F401

    put(inbox, 0)
    for number in range(1, times + 1):
        put(inbox, number)
        # an addition writes some twenty files: it is killed at the first of them, the second, and so on, or not at all
        enough = n_files(corpus) + 1 + number * 7 % 25
        how = forked(lambda: add(str(corpus), str(inbox)), until=lambda enough=enough: n_files(corpus) >= enough)
        assert how in (0, -signal.SIGKILL)
        print(how, newest(corpus).version, flush=True)
    assert forked(lambda: add(str(corpus), str(inbox))) == 0


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
