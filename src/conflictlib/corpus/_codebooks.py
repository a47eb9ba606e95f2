"""The codebooks that a corpus was coded by: a copy of each, so that every code can be traced."""

from __future__ import annotations

import os
import shutil
from dataclasses import replace
from pathlib import Path

from conflictlib.codebook import FILES, Codebook, digest_of
from conflictlib.corpus._history import CorpusError
from conflictlib.shipped import folder

_FOLDER = "codebooks"


def keep(path: Path, codebook: Codebook) -> None:
    """Copy a codebook into the corpus, unless it is there."""
    final = path / _FOLDER / codebook.digest
    if final.is_dir():
        return
    beside = final.with_name(f".{codebook.digest}.{os.getpid()}.part")
    shutil.rmtree(beside, ignore_errors=True)
    beside.mkdir(parents=True)
    for name in FILES:
        own = codebook.folder / f"{name}.csv"
        shutil.copyfile(own if own.exists() else folder("codebooks") / own.name, beside / own.name)
    copied = Codebook.read(beside)
    if copied.digest != codebook.digest:
        raise CorpusError(f"codebook {str(codebook.folder)!r}: its files changed while it was read; read it again")
    beside.replace(final)


def kept(path: Path, digest: str) -> Codebook:
    """Read a codebook that the corpus was coded by.

    Raises
    ------
    CorpusError
        It is not there, or no longer the same.
    """
    own = path / _FOLDER / digest
    if not own.is_dir():
        raise CorpusError(f"corpus {path.name}: its codebook {digest[:12]} is not in {_FOLDER}/")
    book = Codebook.read(own)
    if book.digest != digest == digest_of(own):  # it was kept before codebooks had a file more
        return replace(book, digest=digest)
    if book.digest != digest:
        raise CorpusError(f"corpus {path.name}: its codebook {digest[:12]} in {_FOLDER}/ was changed by hand")
    return book
