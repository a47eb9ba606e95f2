"""Whatever stops a writer leaves the last whole state, and the next goes on from there; readers see whole versions."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from made_up import assert_same, assert_whole, put

import conflictlib as cl
from conflictlib.corpus import CorpusBusy, CorpusError, _store

HERE = Path(__file__).parent

#: Adds pages where no file may grow beyond so many bytes, as under a quota; says in a line what came of it.
BOUNDED = """
import resource, sys, conflictlib as cl
import pandas as pd
from conflictlib.corpus import CorpusError
from made_up import assert_whole
corpus, inbox = cl.Corpus(sys.argv[1]), sys.argv[2]
cl.code(pd.DataFrame([{"doc_id": "0", "doc": "warm", "text": "Egypt called for a ceasefire."}]))
for most in map(int, sys.argv[3:]):
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, resource.RLIM_INFINITY))
    try:
        print(most, corpus.add(inbox), flush=True)
    except CorpusError as error:
        print(most, "refused:", error, flush=True)
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    assert_whole(cl.Corpus(sys.argv[1]))
"""

ADD = "import sys, conflictlib as cl; cl.Corpus(sys.argv[1]).add(sys.argv[2:])"


def run(*command: str | Path, **options: object) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(HERE), *sys.path])}
    return subprocess.run(
        [sys.executable, *map(str, command)], capture_output=True, text=True, env=environment, **options
    )  # type: ignore[call-overload,no-any-return]


@pytest.mark.skipif(os.name != "posix", reason="there are no forks here")
def test_twenty_writers_killed_leave_no_page_lost_or_doubled(tmp_path: Path) -> None:
    done = run(HERE / "killing.py", tmp_path, "20")
    assert done.returncode == 0, done.stderr
    lines = [line.split() for line in done.stdout.splitlines()]
    ended, versions = [int(line[0]) for line in lines], [int(line[1]) for line in lines]
    assert len(ended) == 20 and set(ended) <= {-9, 0}
    assert ended.count(-9) >= 10, "most were killed while they wrote"
    assert versions == sorted(versions) and 0 < versions[-1] < 20, "some had come to their end, some had not"
    whole = cl.Corpus(tmp_path / "whole")
    whole.add(tmp_path / "inbox")
    assert len(whole.documents()) == 21
    assert_same(cl.Corpus(tmp_path / "corpus"), whole)


@pytest.mark.skipif(os.name != "posix", reason="there are no limits here")
def test_a_full_disk_changes_nothing(tmp_path: Path) -> None:
    for number in range(3):
        put(tmp_path / "inbox", number)
    cl.Corpus(tmp_path / "corpus").add(tmp_path / "inbox")
    for number in range(3, 9):
        put(tmp_path / "inbox", number)
    sizes = [100, 1_000, 1_500, 2_000, 3_000, 5_000, 8_000, 12_000, 16_000, 20_000]
    done = run("-c", BOUNDED, tmp_path / "corpus", tmp_path / "inbox", *map(str, sizes))
    assert done.returncode == 0, done.stderr
    refused = [line for line in done.stdout.splitlines() if "refused: corpus corpus: nothing was changed" in line]
    assert len(refused) >= 3, done.stdout
    corpus, whole = cl.Corpus(tmp_path / "corpus"), cl.Corpus(tmp_path / "whole")
    corpus.add(tmp_path / "inbox")
    whole.add(tmp_path / "inbox")
    assert_same(corpus, whole)


@pytest.fixture
def small_disk(tmp_path: Path) -> object:
    """Give a file system of 2 MB."""
    disk = tmp_path / "disk"
    disk.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1600k", "tmpfs", disk], capture_output=True).returncode:
        pytest.skip("no file system can be mounted here")
    yield disk
    subprocess.run(["umount", disk], check=True)


def test_a_file_system_that_is_full_changes_nothing(tmp_path: Path, small_disk: Path) -> None:
    corpus, reached = cl.Corpus(small_disk / "corpus"), 0
    with pytest.raises(CorpusError, match="nothing was changed, as it can't be written to"):
        for number in range(99):
            put(tmp_path / "inbox", number)
            corpus.add(tmp_path / "inbox")
            reached = number
    assert reached >= 1, "at first there was room"
    assert_whole(corpus)
    assert len(corpus.documents()) == reached + 1
    subprocess.run(["mount", "-o", "remount,size=20m", small_disk], check=True)
    corpus.add(tmp_path / "inbox")
    whole = cl.Corpus(tmp_path / "whole")
    whole.add(tmp_path / "inbox")
    assert_same(corpus, whole)


@pytest.mark.parametrize("left", [b"", b'{"commitInfo":{"times'])
def test_what_a_power_cut_left_of_the_last_commits_is_set_back(tmp_path: Path, left: bytes) -> None:
    put(tmp_path / "inbox", 1)
    corpus = cl.Corpus(tmp_path / "corpus")
    corpus.add(tmp_path / "inbox")
    before = corpus.versions()
    put(tmp_path / "inbox", 2)
    corpus.add(tmp_path / "inbox")
    for table in ("runs", "statements", "evidence"):  # the disk had not yet what was written last
        newest = sorted((tmp_path / "corpus" / table / "_delta_log").glob("*.json"))[-1]
        newest.write_bytes(left)
    assert corpus.version == 1 and len(corpus.documents()) == 1
    assert corpus.versions().equals(before)
    corpus.add(tmp_path / "inbox")
    assert_whole(corpus)
    assert corpus.version == 2 and len(corpus.documents()) == 2


def test_two_writers_at_once_lose_nothing(tmp_path: Path) -> None:
    for number in range(4):
        put(tmp_path / f"inbox{number % 2}", number)
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    writers = [subprocess.Popen([sys.executable, "-c", ADD, tmp_path / "corpus", tmp_path / f"inbox{n}"], env=environment)
               for n in (0, 1)]  # fmt: skip
    assert [writer.wait() for writer in writers] == [0, 0]
    corpus = cl.Corpus(tmp_path / "corpus")
    assert_whole(corpus)
    assert len(corpus.documents()) == 4 and corpus.version == 2


def test_a_writer_that_waits_too_long_says_so(tmp_path: Path) -> None:
    with _store.writing(tmp_path / "corpus"):
        told: list[BaseException] = []

        def second() -> None:
            try:
                with _store.writing(tmp_path / "corpus", wait=0.1):
                    pass
            except CorpusBusy as error:
                told.append(error)

        other = threading.Thread(target=second)
        other.start()
        other.join()
    assert str(told[0]) == "corpus corpus: another process is writing to it, for more than 0 seconds"


def test_readers_see_whole_versions_while_one_writes(tmp_path: Path) -> None:
    put(tmp_path / "inbox", 0)
    corpus = cl.Corpus(tmp_path / "corpus")
    corpus.add(tmp_path / "inbox")
    seen, going = [], True

    def read() -> None:
        while going:
            there = cl.Corpus(tmp_path / "corpus")
            then = there.at(there.version)  # one version, however long the tables take to read
            assert_whole(then)
            seen.append(then.version)

    reader = threading.Thread(target=read)
    reader.start()
    try:
        for number in range(1, 6):
            put(tmp_path / "inbox", number)
            corpus.add(tmp_path / "inbox")
    finally:
        going = False
        reader.join()
    assert seen == sorted(seen) and len(set(seen)) > 1


def test_the_log_says_which_tables_belong_to_a_version(tmp_path: Path) -> None:
    put(tmp_path / "inbox", 0)
    cl.Corpus(tmp_path / "corpus").add(tmp_path / "inbox")
    log = sorted((tmp_path / "corpus" / "runs" / "_delta_log").glob("*.json"))[-1]
    told = next(json.loads(line)["commitInfo"] for line in log.read_text().splitlines() if "commitInfo" in line)
    assert json.loads(told["conflictlib"])["tables"].keys() == {
        "documents",
        "statements",
        "evidence",
        "problems",
        "files",
    }
