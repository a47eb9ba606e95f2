"""The formats: what each gives, how it is told by its beginning, and the function that reads it.

A format is one function in a module of ``formats/``, marked with `reads`; its docstring is its codebook.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

from conflictlib.loading._files import File
from conflictlib.loading._pieces import Piece, Unreadable
from conflictlib.loading._start import Start

Reader = Callable[[File], Iterator[Piece]]
#: Documents, statements and events are what a format gives; `index` says of other files what these do not say.
GIVES = ("documents", "statements", "events", "index")


@dataclass(frozen=True)
class Format:
    """One format. `general` ones are asked after all others: JSON of any kind, tables, then plain text."""

    name: str
    title: str
    gives: str  # some of GIVES, with ", " between them
    endings: tuple[str, ...]
    seen: Callable[[Start], bool]
    read: Reader
    general: int


_FORMATS: dict[str, Format] = {}


def reads(
    name: str,
    *,
    title: str,
    gives: str,
    endings: str,
    seen: Callable[[Start], bool],
    general: int = 0,
) -> Callable[[Reader], Reader]:
    """Mark the function that reads a format.

    Parameters
    ----------
    name
        What ``format=`` calls it; it stands in the column ``format`` of its documents.
    title
        Its name for people.
    gives
        ``documents``, ``statements``, ``events`` or ``index``; several with ``, `` between them.
    endings
        How its files are usually called, such as ``.html .htm``. The content decides all the same.
    seen
        Whether a file that begins so is one.
    general
        0 for a format of its own; 1 for JSON and tables of any kind, 2 for marked-up and 3 for plain text.
    """
    for given in gives.split(", "):
        if given not in GIVES:
            raise ValueError(f"gives has {given!r}; allowed are {', '.join(GIVES)}")

    def mark(read: Reader) -> Reader:
        if name in _FORMATS:
            raise ValueError(f"there are two formats {name!r}")
        _FORMATS[name] = Format(name, title, gives, tuple(endings.split()), seen, read, general)
        return read

    return mark


@cache
def known() -> dict[str, Format]:
    """Return all formats by name, in the order in which a file is asked whether it is one."""
    from conflictlib.loading import formats

    for module in sorted(module.name for module in pkgutil.iter_modules(formats.__path__)):
        importlib.import_module(f"{formats.__name__}.{module}")
    return {name: _FORMATS[name] for name in sorted(_FORMATS, key=lambda name: (_FORMATS[name].general, name))}


def choose(start: Start) -> Format:
    """Return the format of a file that begins so."""
    for form in known().values():
        if form.seen(start):
            return form
    if not start.data.strip():
        raise Unreadable("the file is empty")
    named = [form for form in known().values() if start.ending in form.endings]
    if named and "<" not in start.text[:1]:
        return named[-1]  # its reader says best what is wrong with it
    raise Unreadable(f"a file of unknown kind: {start.shown}; known are {', '.join(known())} (a plain text "
                     "is read with format='text')")  # fmt: skip
