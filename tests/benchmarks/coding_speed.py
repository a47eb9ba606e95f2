"""How fast the coder codes, stage by stage, beside what one might use instead. See README.md beside this file."""

from __future__ import annotations

import argparse
import platform
import re
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pandas as pd

import conflictlib as cl
from conflictlib.coding import coder
from conflictlib.shipped import folder

#: The steps that the coder runs, as it calls them: a name in its module, or a method of its parts.
STAGES: dict[str, list[tuple[object, str]]] = {
    "reading words, sentences, quotations": [(coder, "read_text")],
    "attribution: source, cue, content": [(coder.Attributor, "attribute")],
    "actors, issuers, speakers": [
        (coder.Actors, "read"),
        (coder.Actors, "speaker"),
        (coder.Issuers, "of"),
        (coder.Issuers, "speaker"),
    ],
    "own voice": [(coder.OwnVoice, "read")],
    "addressees": [(coder.Addressees, "__init__"), (coder.Addressees, "of")],
    "acts and themes": [(coder.Acts, "of"), (coder.Themes, "of")],
    "dates": [(coder.Days, "__init__"), (coder.Days, "said")],
    "readouts": [(coder, "without_retold_headlines"), (coder.Readouts, "of")],
    "building the tables": [(coder, "statement_row"), (coder, "evidence_rows"), (coder, "conform"), (coder, "check")],
}

RUNS = 3  # of which the fastest counts


class Stopwatch:
    """Adds up the seconds of each stage; while a stage calls another, only the inner one's time runs."""

    def __init__(self) -> None:
        self.seconds: Counter[str] = Counter()
        self._running: list[str] = []
        self._since = 0.0

    def timed(self, stage: str, function: Callable[..., Any]) -> Callable[..., Any]:
        def run(*args: Any, **options: Any) -> Any:
            self._change(stage)
            try:
                return function(*args, **options)
            finally:
                self._change(None)

        return run

    def _change(self, stage: str | None) -> None:
        now = time.perf_counter()
        if self._running:
            self.seconds[self._running[-1]] += now - self._since
        if stage is None:
            self._running.pop()
        else:
            self._running.append(stage)
        self._since = time.perf_counter()


@contextmanager
def watched() -> Iterator[Stopwatch]:
    """Put a stopwatch around every stage, and take it away again."""
    watch, before = Stopwatch(), []
    for stage, places in STAGES.items():
        for place, name in places:
            before.append((place, name, getattr(place, name)))
            setattr(place, name, watch.timed(stage, before[-1][2]))
    try:
        yield watch
    finally:
        for place, name, function in before:
            setattr(place, name, function)


def seconds_of(run: Callable[[], object]) -> float:
    start = time.perf_counter()
    run()
    return time.perf_counter() - start


def repeated(documents: pd.DataFrame, times: int) -> pd.DataFrame:
    """Return documents several times over, each copy a document of its own."""
    copies = [documents.assign(doc_id=[f"{doc_id}-{n}" for doc_id in documents["doc_id"]]) for n in range(times)]
    return pd.concat(copies, ignore_index=True)


def stages_of(documents: pd.DataFrame) -> dict[str, float]:
    """Return the seconds of each stage and of all, each from its fastest run; "all" runs without a stopwatch."""
    fastest: dict[str, float] = {}
    for _ in range(RUNS):
        with watched() as watch:
            cl.code(documents)
        seconds = {stage: watch.seconds[stage] for stage in STAGES}
        seconds["all of it"] = seconds_of(lambda: cl.code(documents))
        fastest = {stage: min(seconds[stage], fastest.get(stage, seconds[stage])) for stage in seconds}
    return fastest


def alternatives() -> dict[str, Callable[[str], object]]:
    """Return what one might run over a text instead; all of it tells less than the coder does."""
    cues = cl.Codebook.read().cues
    words = {word for cell in (*cues["cue"], *cues["forms"]) for word in cell.split(" ") if word.isalpha()}
    search = re.compile(rf"\b(?:{'|'.join(sorted(words, key=lambda word: (-len(word), word)))})\b", re.IGNORECASE)
    found: dict[str, Callable[[str], object]] = {"a search for the cues' words (re)": search.findall}
    if find_spec("spacy"):
        import spacy

        found["words and sentences only (spaCy, blank)"] = _with_sentences(spacy.blank("en"))
    return found


def _with_sentences(pipeline: Any) -> Any:
    pipeline.add_pipe("sentencizer")
    return pipeline


def report(documents: pd.DataFrame) -> str:
    """Run everything and lay the figures out as a table."""
    texts = documents["text"].to_list()
    megabytes = sum(len(text.encode()) for text in texts) / 1e6
    compiling = seconds_of(lambda: coder.Coder(cl.Codebook.read()))
    n_statements = len(cl.code(documents).statements)
    stages = stages_of(documents)
    whole = stages.pop("all of it")
    rest = max(0.0, whole - sum(stages.values()))
    others = {name: min(seconds_of(lambda use=use: [use(text) for text in texts]) for _ in range(RUNS))
              for name, use in alternatives().items()}  # fmt: skip

    def line(name: str, seconds: float, share: str) -> str:
        speed = f"{megabytes / seconds:10.2f} {len(texts) / seconds:14,.0f}" if seconds else f"{'–':>10} {'–':>14}"
        return f"{name:40} {seconds:9.4f} {share:>8} {speed}"

    return "\n".join([
        f"{len(texts):,} documents, {megabytes:.2f} MB of text in UTF-8, {n_statements:,} statements; "
        f"the fastest of {RUNS} runs, one process, Python {platform.python_version()}",
        "",
        f"{'stage':40} {'seconds':>9} {'share':>8} {'MB/s':>10} {'documents/s':>14}",
        *(line(name, seconds, f"{100 * seconds / whole:.0f} %") for name, seconds in stages.items()),
        line("the rest", rest, f"{100 * rest / whole:.0f} %"),
        line("all of it", whole, "100 %"),
        "",
        "for comparison",
        *(line(name, seconds, "") for name, seconds in others.items()),
        "",
        f"before the first page, once: compiling the codebook {compiling:.2f} seconds",
    ])  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("source", nargs="?", type=Path, help="pages or a folder of them; the sample's without it")
    parser.add_argument("--repeat", type=int, metavar="N", help="take the pages N times; the sample's 20 times without")
    given = parser.parse_args()
    times = given.repeat if given.repeat is not None else 1 if given.source else 20
    if times < 1:
        parser.error(f"--repeat {times}: allowed is 1 or more")
    try:
        documents = cl.load(given.source or folder("data") / "pages").documents
    except FileNotFoundError as error:
        parser.error(str(error))
    if not len(documents):
        parser.error(f"there is no page in {given.source}")
    print(report(repeated(documents, times)))


if __name__ == "__main__":
    main()
