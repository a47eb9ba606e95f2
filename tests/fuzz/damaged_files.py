"""Load files that were damaged in many ways; print what a reader did not bear."""

from __future__ import annotations

import faulthandler
import random
import sys
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from conflictlib.loading import load

#: A file that takes longer, in seconds, is told; one that takes ten times as long ends the run.
SLOW = 10.0
LARGEST = 400_000
Damage = Callable[[bytes, bytes, random.Random], bytes]


def cut(data: bytes, _: bytes, chance: random.Random) -> bytes:
    """End it somewhere."""
    return data[: chance.randrange(len(data) + 1)]


def changed(data: bytes, _: bytes, chance: random.Random) -> bytes:
    """Change up to twenty bytes."""
    found = bytearray(data)
    for _ in range(chance.randint(1, 20)):
        found[chance.randrange(len(found))] = chance.randrange(256)
    return bytes(found)


def dropped(data: bytes, _: bytes, chance: random.Random) -> bytes:
    """Take a piece out."""
    at = chance.randrange(len(data))
    return data[:at] + data[at + chance.randint(1, 2_000) :]


def doubled(data: bytes, _: bytes, chance: random.Random) -> bytes:
    """Put a piece in twice."""
    at = chance.randrange(len(data))
    return data[:at] + data[at : at + chance.randint(1, 5_000)] * 2 + data[at:]


def mixed(data: bytes, other: bytes, chance: random.Random) -> bytes:
    """Put a piece of another file into it."""
    at, there = chance.randrange(len(data)), chance.randrange(len(other))
    return data[:at] + other[there : there + chance.randint(1, 5_000)] + data[at:]


def nul(data: bytes, _: bytes, chance: random.Random) -> bytes:
    """Put NUL bytes in."""
    at = chance.randrange(len(data))
    return data[:at] + b"\0" * chance.randint(1, 9) + data[at:]


def marked(data: bytes, _: bytes, chance: random.Random) -> bytes:
    """Put a byte-order mark in front, right or wrong."""
    return chance.choice([b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff", b"\xff\xfe\0\0"]) + data


def other_ends(data: bytes, _: bytes, chance: random.Random) -> bytes:
    """Use the line ends of another system, or none."""
    return data.replace(b"\r\n", b"\n").replace(b"\n", chance.choice([b"\r", b"\r\n", b"", b"\n\r"]))


def encoded(data: bytes, _: bytes, chance: random.Random) -> bytes:
    """Write it in another encoding, or a part of it."""
    text = data.decode("utf-8", "replace")
    half = chance.randrange(len(text) + 1)
    name = chance.choice(["utf-16", "utf-16-be", "utf-32", "cp1252", "cp1251", "gb18030", "utf-7", "shift_jis"])
    return (
        text[:half].encode() + text[half:].encode(name, "replace")
        if chance.random() < 0.5
        else text.encode(name, "replace")
    )


DAMAGES: list[Damage] = [cut, changed, dropped, doubled, mixed, nul, marked, other_ends, encoded]


def damages(folder: Path, rounds: int) -> list[str]:
    """Damage and load every file so many times; return what went wrong."""
    files = sorted(path for path in folder.rglob("*") if path.is_file() and 0 < path.stat().st_size < LARGEST)
    told: list[str] = []
    for turn in range(rounds):
        for path in files:
            seed = f"{turn}:{path.name}"
            chance = random.Random(seed)  # noqa: S311 (repeatable, not secret)
            other = chance.choice(files).read_bytes()
            data = path.read_bytes()
            names = []
            for damage in chance.sample(DAMAGES, chance.randint(1, 2)):
                names.append(damage.__name__)
                data = damage(data, other, chance) or b" "
            told += [f"{path} {seed} {'+'.join(names)}: {what}" for what in _loaded(data, path.name)]
    return told


def _loaded(data: bytes, name: str) -> list[str]:
    """Load a file of these bytes; return what went wrong."""
    with TemporaryDirectory() as folder:
        path = Path(folder, name)
        path.write_bytes(data)
        faulthandler.dump_traceback_later(10 * SLOW, exit=True)
        began = time.perf_counter()
        try:
            loaded = load(path)
        except Exception as error:  # what it is told for
            return [f"load failed ({type(error).__name__}: {error})"]
        finally:
            faulthandler.cancel_dump_traceback_later()
        took = time.perf_counter() - began
    wrong = [reason for reason in loaded.problems["reason"] if reason.startswith("can't be read (")]
    wrong += [f"took {took:.0f} s"] if took > SLOW else []
    rows = sum(len(table) for table in (loaded.documents, loaded.statements, loaded.evidence, loaded.events))
    return wrong + (["nothing and no problem"] if rows + len(loaded.problems) == 0 else [])


if __name__ == "__main__":
    for line in (found := damages(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 1)):
        print(line)
    print(f"{len(found)} damages that a reader did not bear")
    sys.exit(bool(found))
