"""How fast duplicates are found, beside what one might use instead. See README.md beside this file."""

from __future__ import annotations

import argparse
import hashlib
import platform
import random
import re
import time
from collections.abc import Callable
from importlib.util import find_spec
from itertools import accumulate

import pandas as pd

import conflictlib as cl

N_WORDS = 470  # 3 kB
COPIES = 0.1
SYLLABLES = [a + b for a in "bdfgklmnprstvz" for b in ("a", "e", "i", "o", "u", "an", "er", "is", "ol", "um")]


def made_up(n: int, seed: int = 1) -> tuple[pd.DataFrame, set[int]]:
    """Return `n` documents of news length in invented words, and which of them are edited copies of earlier ones.

    Words are as frequent as in a language (Zipf); a quarter of a document are stock phrases of a thousand.
    """
    chance = random.Random(seed)  # noqa: S311 – made-up words
    vocabulary = ["".join(chance.choices(SYLLABLES, k=chance.randint(1, 4))) for _ in range(30_000)]
    weights = list(accumulate(1 / (rank + 10) for rank in range(len(vocabulary))))
    phrases = [chance.choices(vocabulary, cum_weights=weights, k=10) for _ in range(1000)]
    texts: list[str] = []
    copies: set[int] = set()
    for number in range(n):
        if number > 10 and chance.random() < COPIES:
            copies.add(number)
            texts.append(edited(texts[chance.randrange(number)], chance))
        else:
            texts.append(" ".join(sentences(vocabulary, weights, phrases, chance)))
    days = pd.Timestamp("2024-01-01") + pd.to_timedelta([number // 300 for number in range(n)], unit="D")
    names = [f"{number}.txt" for number in range(n)]
    ids = [hashlib.sha256(f"{name} {text}".encode()).hexdigest()[:16] for name, text in zip(names, texts, strict=True)]
    return pd.DataFrame({"doc_id": ids, "doc": names, "published": days.astype("datetime64[s]"), "text": texts}), copies


def sentences(
    vocabulary: list[str], weights: list[float], phrases: list[list[str]], chance: random.Random
) -> list[str]:
    """Return sentences of `N_WORDS` words together."""
    words = chance.choices(vocabulary, cum_weights=weights, k=N_WORDS)
    for place in chance.sample(range(0, N_WORDS - 10, 10), N_WORDS // 40):
        words[place : place + 10] = chance.choice(phrases)
    ends = [*range(18, N_WORDS, 18), N_WORDS]
    return [" ".join(words[end - 18 : end]).capitalize() + "." for end in ends if end > 18]


def edited(text: str, chance: random.Random) -> str:
    """Return a copy as an outlet prints it: another headline, a few words changed, the end cut, a line of its own."""
    parts = text.split(". ")
    parts = parts[: max(3, int(len(parts) * chance.uniform(0.6, 1)))]
    for _ in range(2):
        place = chance.randrange(len(parts))
        words = parts[place].split()
        words[chance.randrange(len(words))] = chance.choice(SYLLABLES)
        parts[place] = " ".join(words)
    headline = " ".join(chance.choices(SYLLABLES, k=7)).upper()
    return f"{headline}\n{'. '.join(parts)}.\nRead more on our pages number {chance.randrange(100)}."


def seconds_of(run: Callable[[], object]) -> float:
    start = time.perf_counter()
    run()
    return time.perf_counter() - start


def plain_datasketch(texts: list[str]) -> set[int]:
    """Return the documents for which a loop over datasketch, as in its manual, finds an earlier one."""
    from datasketch import MinHash, MinHashLSH

    index, found = MinHashLSH(threshold=0.5, num_perm=128), set()
    for number, text in enumerate(texts):
        words = re.findall(r"\w+", text.lower())
        sketch = MinHash(num_perm=128)
        sketch.update_batch({" ".join(words[i : i + 5]).encode() for i in range(len(words) - 4)})
        if index.query(sketch):
            found.add(number)
        index.insert(number, sketch)
    return found


def report(n: int, n_loop: int) -> str:
    """Run everything and lay the figures out as a table."""
    documents, copies = made_up(n)
    megabytes = sum(len(text.encode()) for text in documents["text"]) / 1e6
    result: list[pd.DataFrame] = []
    lines = [("duplicates, exact and near", n, seconds_of(lambda: result.append(cl.duplicates(documents))))]
    lines.append(("drop_duplicates of the text (pandas): exact only", n,
                  seconds_of(lambda: documents.drop_duplicates("text"))))  # fmt: skip
    if find_spec("datasketch"):
        some = documents["text"].to_list()[:n_loop]
        lines.append(("a loop over datasketch: candidates only", len(some), seconds_of(lambda: plain_datasketch(some))))
    number = dict(zip(documents["doc_id"], range(n), strict=True))
    found = {number[doc_id] for doc_id in result[0]["doc_id"]}
    return "\n".join([
        f"{n:,} documents, {megabytes:.1f} MB of text in UTF-8, {len(copies):,} of them edited copies; "
        f"one run, one process, Python {platform.python_version()}",
        f"found {len(found):,}: {len(found & copies):,} of the copies, {len(found - copies):,} others",
        "",
        f"{'':50} {'documents':>10} {'seconds':>9} {'documents/s':>12}",
        *(f"{name:50} {many:10,} {seconds:9.3f} {many / seconds:12,.0f}" for name, many, seconds in lines),
    ])  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=100_000, metavar="N", help="so many (100,000)")
    parser.add_argument("--loop", type=int, default=5000, metavar="N", help="so many for the loop (5,000)")
    given = parser.parse_args()
    if min(given.documents, given.loop) < 100:
        parser.error(f"--documents {given.documents} --loop {given.loop}: allowed is 100 or more")
    print(report(given.documents, given.loop))


if __name__ == "__main__":
    main()
