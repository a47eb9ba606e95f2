"""Load files and folders: choose the reader by content, number what was read, tell what was not."""

from __future__ import annotations

import difflib
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING

from conflictlib.loading._formats import known
from conflictlib.loading._gathering import Gathering
from conflictlib.schema import DOCUMENTS, EVENTS, STATEMENTS

if TYPE_CHECKING:
    import pandas as pd


#: So many problems are shown in a notebook; the others are counted.
_SHOWN = 10


@dataclass(frozen=True, eq=False)
class Loaded:
    """What was loaded, as five tables in the layout of ``conflictlib.schema``.

    Columns of a format's own stand behind those of the schema.

    Attributes
    ----------
    documents : pandas.DataFrame
        One row per page, article, release, post or speech.
    statements : pandas.DataFrame
        One row per statement that was coded before.
    evidence : pandas.DataFrame
        One row per reason why one of these statements has a code.
    events : pandas.DataFrame
        One row per dated event.
    problems : pandas.DataFrame
        One row per file, line or record that was ``refused``, that is ``incomplete``, or of which there is a ``note``.
    """

    documents: pd.DataFrame
    statements: pd.DataFrame
    evidence: pd.DataFrame
    events: pd.DataFrame
    problems: pd.DataFrame

    @property
    def lost(self) -> pd.DataFrame:
        """The problems by which something is lost: those that are no notes."""
        return self.problems[self.problems["kind"] != "note"].reset_index(drop=True)

    def __repr__(self) -> str:
        """Count the rows of each table; evidence, where there is any, and problems by their kind."""
        names = ["documents", "statements", *(["evidence"] if len(self.evidence) else []), "events"]
        told = [_counted(len(getattr(self, name)), name) for name in names]
        kinds = self.problems["kind"].value_counts()
        told += [f"{kinds[kind]:,} {kind}" for kind in ("refused", "incomplete") if kind in kinds]
        told += [_counted(kinds["note"], "notes")] if "note" in kinds else []
        return "Loaded: " + ", ".join(told)

    def _repr_html_(self) -> str:
        import pandas as pd

        first = self.problems.head(_SHOWN).astype("object")
        with pd.option_context("display.max_colwidth", None):  # a reason is of use only whole
            shown = first.where(first.notna(), "").to_html(index=False, border=0) if len(first) else ""
        rest = len(self.problems) - len(first)
        return f"<p>{self!r}</p>{shown}" + (f"<p>and {rest:,} more in <code>problems</code></p>" if rest else "")


def _counted(n: int, name: str) -> str:
    return f"{n:,} {name.removesuffix('s') if n == 1 else name}"


def load(
    path: str | os.PathLike[str] | Iterable[str | os.PathLike[str]],
    *,
    format: str | None = None,  # noqa: A002 (the word that a reader looks for)
    columns: Mapping[str, str] | None = None,
    strict: bool = False,
    progress: bool = False,
) -> Loaded:
    """Load documents, statements and events from a file, a folder and all folders in it, or several of them.

    What a file is, its content tells: ``conflictlib load --list`` prints the formats, and the docstring of each
    reader in ``conflictlib.loading.formats`` says what a row is and which field becomes which column. Archives
    (.zip, .tar, .gz, .bz2, .xz) are opened. Hidden files and files called README are no input.
    A table with a column ``doc`` and without ``text`` is an index of the files beside it: its ``title``,
    ``url``, ``publisher``, ``author``, ``published`` and ``language`` serve where a page has none of its own.

    The day `published` is the one on the page's own clock; `published_at` is the moment in UTC, where the file
    gives a time and its zone. Of two documents with the same text, and of two statements with the same id, the
    first is kept.

    Parameters
    ----------
    path
        A file, a folder, or several.
    format
        Read every file as this format, whatever it looks like.
    columns
        Where the columns of a table or the fields of JSON have names of their own: ours to theirs, such as
        ``{"text": "body", "published": "day"}``.
    strict
        Stop at the first file or record that can't be read.
    progress
        Show a progress bar on a terminal.

    Returns
    -------
    Loaded
        `documents`, `statements`, `evidence`, `events` and `problems`. Every file, and every line or record of a
        file that holds many, is a row of one of the first four or of `problems`.

    Raises
    ------
    FileNotFoundError
        There is no such file or folder.
    LoadError
        With `strict`: something was refused or incomplete; the message names file, line and reason.
    TypeError
        `path` is neither a name nor several.
    ValueError
        `format` is none that is known, or `columns` names a column that no table has.

    Examples
    --------
    >>> from conflictlib.shipped import folder
    >>> loaded = load(folder("data") / "events.csv")
    >>> loaded
    Loaded: 0 documents, 0 statements, 60 events
    >>> loaded.events.loc[0, "event"]
    'Hamas-led attack on southern Israel; Israel declares war'
    """
    (loaded,) = stream(path, size=None, format=format, columns=columns, strict=strict, progress=progress)
    return loaded


def stream(
    path: str | os.PathLike[str] | Iterable[str | os.PathLike[str]],
    *,
    size: int | None = 10_000,
    format: str | None = None,  # noqa: A002
    columns: Mapping[str, str] | None = None,
    strict: bool = False,
    progress: bool = False,
) -> Iterator[Loaded]:
    """Load piece by piece what is too large for the memory: all of `load`, in the same order.

    Parameters
    ----------
    path, format, columns, strict, progress
        As in `load`.
    size
        So many documents, or rows of another table, are in a piece, about; fewer where they are long. None: all.

    Returns
    -------
    iterator of Loaded
        At least one. The pieces one after the other are what `load` gives.

    Examples
    --------
    >>> from conflictlib.shipped import folder
    >>> [len(piece.documents) for piece in stream(folder("data") / "pages", size=20)]
    [20, 10]
    """
    given = check_given(path, format, columns)
    if size is not None and (not isinstance(size, int) or size < 1):
        raise ValueError(f"size is {size!r}; allowed are whole numbers from 1, or None")
    gathering = Gathering(form=format, columns=dict(columns or {}), strict=strict, size=size)
    names = [field.name for field in fields(Loaded)]
    pieces = gathering.read(given, progress=progress)
    return (Loaded(**{name: tables[name] for name in names}) for tables in pieces)


def check_given(path: object, form: str | None, columns: object) -> list[Path]:
    """Return what is to be loaded as paths; raises as `load` does where an argument is wrong."""
    if form is not None and form not in known():
        raise ValueError(f"format is {form!r}{_near(form, known())}; allowed are {', '.join(known())}, "
                         "or None for any of them")  # fmt: skip
    _check_columns(columns)
    return _given(path)


def _check_columns(columns: object) -> None:
    if columns is not None and not isinstance(columns, Mapping):
        raise ValueError(f"columns is {columns!r}; allowed is ours to theirs, such as {{'text': 'body'}}")
    ours = dict.fromkeys([*DOCUMENTS.names, *STATEMENTS.names, *EVENTS.names])
    for name, theirs in (columns or {}).items():
        if name not in ours:
            turned = f" (did you mean {{{theirs!r}: {name!r}}}? ours comes first)" if theirs in ours else ""
            raise ValueError(f"columns names {name!r}{turned or _near(name, ours)}; allowed are {', '.join(ours)}")


def _near(given: object, allowed: Iterable[str]) -> str:
    near = difflib.get_close_matches(str(given), list(allowed), 1)
    return f" (did you mean {near[0]!r}?)" if near else ""


def _given(path: object) -> list[Path]:
    """Return what is to be loaded, or say that it is not there or no path at all."""
    one = isinstance(path, str | bytes | os.PathLike)
    if not one and (not isinstance(path, Iterable) or hasattr(path, "columns")):
        raise TypeError(f"path is a {type(path).__name__}; allowed are a file, a folder, or several of them")
    paths = []
    for given in [path] if one else list(path):  # type: ignore[call-overload]
        if not isinstance(given, str | bytes | os.PathLike):
            raise TypeError(f"path holds a {type(given).__name__}; allowed are names of files and folders")
        name = os.fsdecode(given)
        if not name or not os.path.lexists(name):
            raise FileNotFoundError(f"path is {name!r}; there is no such file or folder")
        if Path(name, "runs", "_delta_log").is_dir():
            raise ValueError(f"path is {name!r}: that is a corpus; open it by Corpus(path)")
        paths.append(Path(name))
    return paths


def known_formats() -> pd.DataFrame:
    """Return the formats that `load` knows.

    Returns
    -------
    pandas.DataFrame
        One row per format: ``format`` (what ``format=`` calls it), ``title``, ``gives`` (documents, statements,
        events; index: what it says of other files), ``endings`` (usual endings of its files) and ``reader`` (the
        function whose docstring says what a row is and which field becomes which column). By what they give, then
        by title.

    Examples
    --------
    >>> known_formats().set_index("format").loc["text", "title"]
    'Plain text'
    """
    import pandas as pd

    rows = [
        {"format": form.name, "title": form.title, "gives": form.gives, "endings": " ".join(form.endings),
         "reader": f"{form.read.__module__}.{form.read.__name__}"}
        for form in known().values()
    ]  # fmt: skip
    order = {"documents": 0, "statements": 2, "events": 3, "index": 4}
    rows.sort(key=lambda row: (order.get(row["gives"], 1), row["title"].casefold()))
    return pd.DataFrame(rows)
