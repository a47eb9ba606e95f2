"""A corpus: documents and coded statements on the disk that grow, with every version kept."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from conflictlib.corpus import _history
from conflictlib.corpus._history import CorpusError, Version, is_corpus
from conflictlib.corpus._layout import RUNS, TABLES
from conflictlib.corpus.snapshot import Snapshot
from conflictlib.webpage import number

if TYPE_CHECKING:
    import pandas as pd

    from conflictlib.codebook import Codebook

#: What delta-rs (1.6) takes for something else in a path, or ends the process over.
_WRONG = re.compile(r"[\[\]|^\\\x00-\x1f\x7f]|%[0-9A-Fa-f]{2}")

Paths = str | os.PathLike[str] | Iterable[str | os.PathLike[str]]


@dataclass(frozen=True)
class Added:
    """What came of `Corpus.add`, `recode` or `remove`: the version of the corpus since, and what is new in it."""

    version: int
    counts: Mapping[str, int]
    problems: pd.DataFrame

    def __repr__(self) -> str:
        """Tell it in a line."""
        names = {"new_documents": ("new document", ""), "ended_documents": ("document", " superseded or removed"),
                 "new_statements": ("new statement", ""), "ended_statements": ("statement", " superseded or removed"),
                 "new_problems": ("problem", "")}  # fmt: skip
        told = [number(n, noun) + rest for key, (noun, rest) in names.items() if (n := self.counts.get(key, 0))]
        return f"version {self.version}: {', '.join(told) or 'nothing new'}"


class Corpus(Snapshot):
    """Documents, statements and their evidence in a folder of Delta Lake tables.

    What was added is there whole or not at all, whatever stops the process; while one writes, others read the
    version before, and nobody waits but a second writer. Nothing is lost: what no longer counts (an old version of a
    page, a statement of another codebook, a page that was removed) stays with the reason, and every version can
    be opened as it was.

    Parameters
    ----------
    path
        The folder. One that is not there is made by the first `add`.

    Examples
    --------
    >>> import tempfile
    >>> from conflictlib.shipped import folder
    >>> corpus = Corpus(tempfile.mkdtemp() + "/talks")
    >>> corpus.add(folder("data") / "pages" / "01-first-reactions.txt")
    version 1: 1 new document, 9 new statements
    """

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self.path = Path(path)
        if wrong := _WRONG.search(self.path.resolve().as_posix()):
            raise CorpusError(
                f"corpus {str(path)!r}: its path has {wrong.group()!r}, which Delta Lake tables can't have"
            )
        if self.path.exists() and not self.path.is_dir():
            raise CorpusError(f"corpus {str(path)!r}: that is a file; a corpus is a folder")
        if self.path.is_dir() and not is_corpus(self.path) and any(
            not name.name.startswith(".") and name.name not in (*TABLES, RUNS.name) for name in self.path.iterdir()
        ):  # fmt: skip
            raise CorpusError(f"corpus {str(path)!r}: that folder is no corpus and holds other files; "
                              "give a folder that is empty or not there")  # fmt: skip

    @property
    def state(self) -> Version:
        """The newest whole version: it is what is read."""
        return _history.newest(self.path)

    def add(
        self,
        source: Paths,
        *,
        codebook: Codebook | None = None,
        format: str | None = None,  # noqa: A002 (as `load` calls it)
        columns: Mapping[str, str] | None = None,
        progress: bool = False,
    ) -> Added:
        """Add files or folders: what is new in them is coded, what is there already changes nothing.

        A page that changed (same address, else same file; a text that resembles the old one) is a new version of it:
        the old one and its statements are kept and marked as superseded. A file is known by its bytes, so
        a folder may be added every day. Statements that others have coded are taken as they are; events are
        not.

        Parameters
        ----------
        source
            A file, a folder, or several, of any format that `load` knows.
        codebook
            The codebook to code by: for a new corpus, the shipped one without it. A corpus keeps its own, see
            `recode`.
        format, columns
            As in `load`.
        progress
            Show progress bars on a terminal.

        Returns
        -------
        Added
            The version since, counts, and the problems that are new.

        Raises
        ------
        CorpusError
            Another process keeps writing, the disk is full, or the codebook is not the corpus's own. Nothing was
            changed then.
        FileNotFoundError
            There is no such file or folder.
        """
        from conflictlib.corpus._writing import add

        return add(self.path, source, codebook, format, columns or {}, progress)

    def recode(self, codebook: Codebook | None = None, *, everything: bool = False, progress: bool = False) -> Added:
        """Code the documents anew, by another codebook: those that the change can touch, or all.

        A change of a theme's, act's or actor's words touches the documents that have such words; a change of what only
        describes (labels, definitions, notes) touches none. Where that can't be told, as for the word lists of the
        grammar, or where the coder itself is of another version, all are coded. Statements that come out otherwise
        are kept and marked; the others bear the new coder's name.

        Parameters
        ----------
        codebook
            The codebook to code by from now on; None: the one that is shipped.
        everything
            Code all documents, whatever the change can touch.
        progress
            Show a progress bar on a terminal.
        """
        from conflictlib.corpus._writing import recode

        return recode(self.path, codebook, everything, progress)

    def remove(self, documents: str | Iterable[str], *, reason: str) -> Added:
        """Have documents and their statements count no longer; the history keeps them, with the reason.

        A removed text does not come in again when its file is added once more.

        Parameters
        ----------
        documents
            For each its ``doc_id``, or its file name, place or address where only one document is called so.
        reason
            Why.

        Raises
        ------
        ParameterError
            `reason` is empty, or no document that counts is called so, or several.
        FileNotFoundError
            There is no corpus.
        """
        from conflictlib.corpus._writing import remove

        return remove(self.path, [documents] if isinstance(documents, str) else list(documents), reason)

    def compact(self, *, forget: bool = False) -> None:
        """Join the many small files that many small additions leave; no version is made, none is lost.

        Parameters
        ----------
        forget
            Also delete the files that only versions before the present need. These can't be opened then, reports
            that were made of them can't be made again, and who reads them at this moment fails.
        """
        from conflictlib.corpus._writing import compact

        compact(self.path, forget)
