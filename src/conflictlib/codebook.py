"""The codebook: what is coded, by which words, read from a folder of CSV files.

A codebook is data. A researcher changes a theme in ``themes.csv`` without touching Python,
and its digest stands in every result. The files, one subject each:

``acts.csv``     what is done by saying something: code, definition, patterns in cue and content that show it,
                 and the acts to which a cue's act gives way where the content shows one of them
``themes.csv``   what it is about: code, definition, patterns; in brackets those that count only where no
                 other theme is shown
``deeds.csv``    classes of events (PLOVER) with the words that tell of a deed
``actors.csv``   states and organisations that speak or are spoken to
``aliases.csv``  the words that stand for an actor, and how each may be used
``offices.csv``  who held which office for which actor, from when to when
``cues.csv``     reporting verbs: the act that each signals and the frames that it takes
``verbs.csv``    common verbs: where a clause begins and ends
``words.csv``    short words that the grammar needs: auxiliaries, determiners, titles, months ...
``memberships.csv``  which state belonged to which organisation, from when to when, both days inclusive; an empty
                 day is no limit. Coding does not depend on it

Acts and themes may have a further column ``position``: ``yes`` for an act that says what is wanted or refused, and for
a theme that names what may be wanted or refused (`Codebook.with_position`). Themes may have ``weaker_form_of``: the
theme of which this is a lesser form, as a humanitarian pause is of a ceasefire (`Codebook.weaker_forms`).
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from conflictlib.shipped import folder

if TYPE_CHECKING:
    import pandas as pd

#: The files of a codebook and the columns that each must have.
FILES: Mapping[str, tuple[str, ...]] = {
    "acts": ("code", "label", "definition", "include", "exclude", "plover", "polarity", "patterns", "gives_way_to"),
    "themes": ("code", "label", "definition", "include", "exclude", "group", "patterns"),
    "deeds": ("code", "label", "definition", "patterns"),
    "actors": ("code", "label", "kind", "iso3", "cow", "plover", "wikidata", "note"),
    "aliases": ("alias", "code", "kind", "use", "note"),
    "offices": ("person", "aliases", "pronoun", "office", "kind", "actor", "from", "to", "source_note"),
    "cues": ("cue", "forms", "kind", "act", "frames"),
    "verbs": ("verb", "forms"),
    "words": ("kind", "words"),
    "memberships": ("organisation", "member", "from", "to"),
}


class CodebookError(ValueError):
    """A codebook can't be read; the message names file, line and what is allowed."""


@dataclass(frozen=True)
class Codebook:
    """A codebook as tables; every cell is text, an empty cell is ``""``."""

    folder: Path
    acts: pd.DataFrame
    themes: pd.DataFrame
    deeds: pd.DataFrame
    actors: pd.DataFrame
    aliases: pd.DataFrame
    offices: pd.DataFrame
    cues: pd.DataFrame
    verbs: pd.DataFrame
    words: pd.DataFrame
    memberships: pd.DataFrame
    digest: str

    @classmethod
    def read(cls, path: str | Path | None = None) -> Codebook:
        """Read the codebook in a folder; without one, the shipped codebook.

        A file that the folder lacks is taken from the shipped codebook,
        so a codebook of one's own may be a single ``themes.csv``.

        Raises
        ------
        CodebookError
            The folder or a file can't be read, or a file lacks a column.

        Examples
        --------
        >>> book = Codebook.read()
        >>> book.label("CHN"), book.label("calls_for"), book.label("nonesuch")
        ('China', 'calls for', 'nonesuch')
        """
        shipped = folder("codebooks")
        own = Path(path) if path is not None else shipped
        if not own.is_dir():
            raise CodebookError(f"codebook {str(own)!r}: there is no such folder")
        if own != shipped and not any((own / f"{name}.csv").exists() for name in FILES):
            raise CodebookError(f"codebook {str(own)!r}: none of {', '.join(f'{n}.csv' for n in FILES)} is there")
        paths = _paths(own)
        digest = _digest(paths)
        return cls(own, **{n: _read(p, FILES[n]) for n, p in paths.items()}, digest=digest)

    def label(self, code: str) -> str:
        """Return the plain name of an actor, act or theme; of an unknown code the code itself."""
        return _labels(self).get(code, code)

    def polarity(self, act: str) -> int:
        """Return 1 for an act that approves, asks or offers, -1 for one that opposes or threatens, 0 for others.

        Examples
        --------
        >>> book = Codebook.read()
        >>> book.polarity("welcomes"), book.polarity("condemns"), book.polarity("states"), book.polarity("nonesuch")
        (1, -1, 0, 0)
        """
        return _polarities(self).get(act, 0)

    def with_position(self, name: str) -> frozenset[str]:
        """Return the codes of ``acts`` or ``themes`` by which one takes a position; all where the file does not say.

        Condemning an attack, blaming somebody or thanking says nothing about what is to be done, and of a theme such
        as displacement one may refuse the thing or call for its end, which is the same.

        Examples
        --------
        >>> book = Codebook.read()
        >>> {"rejects", "condemns"} & book.with_position("acts"), {"ceasefire", "famine"} & book.with_position("themes")
        ({'rejects'}, {'ceasefire'})
        """
        return _with_position(self, name)

    def weaker_forms(self, theme: str) -> tuple[str, ...]:
        """Return the themes that are a lesser form of one.

        Examples
        --------
        >>> Codebook.read().weaker_forms("ceasefire")
        ('humanitarian_pause',)
        """
        if not theme or "weaker_form_of" not in self.themes.columns:
            return ()
        return tuple(self.themes["code"][self.themes["weaker_form_of"] == theme])

    def actor_named(self, name: str) -> str | None:
        """Return the code of the one actor that is called exactly so: its code, its label or an alias.

        Words for a people (Russians), a seat of power (Beijing) or an adjective are not names of an actor.

        Examples
        --------
        >>> book = Codebook.read()
        >>> book.actor_named("China"), book.actor_named("CHN"), book.actor_named("Chinese"), book.actor_named("X")
        ('CHN', 'CHN', None, None)
        """
        return _actor_names(self).get(name)

    def word_list(self, kind: str) -> frozenset[str]:
        """Return the words of one kind of ``words.csv``, such as ``auxiliary``."""
        return _word_lists(self).get(kind, frozenset())

    def __repr__(self) -> str:
        """Say which codebook this is and how large."""
        sizes = ", ".join(f"{len(getattr(self, name))} {name}" for name in FILES)
        return f"<Codebook {self.digest[:12]}: {sizes}>"

    def __hash__(self) -> int:
        """Hash by content."""
        return hash(self.digest)

    def __eq__(self, other: object) -> bool:
        """Equal is what has the same content."""
        return isinstance(other, Codebook) and other.digest == self.digest


def _paths(own: Path) -> dict[str, Path]:
    shipped = folder("codebooks")
    return {n: own / f"{n}.csv" if (own / f"{n}.csv").exists() else shipped / f"{n}.csv" for n in FILES}


def _digest(paths: Mapping[str, Path]) -> str:
    return hashlib.sha256(b"".join(n.encode() + p.read_bytes() for n, p in paths.items())).hexdigest()


def digest_of(own: Path) -> str:
    """Return the digest of the files that lie in a folder: of a codebook from before a file was added, its own."""
    return _digest({name: path for name, path in _paths(own).items() if path.parent == own})


def digest_of_shipped() -> str:
    """Return the digest of the shipped codebook without reading its tables."""
    return _digest(_paths(folder("codebooks")))


def _read(path: Path, columns: tuple[str, ...]) -> pd.DataFrame:
    import pandas as pd

    try:
        table = pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8-sig")
    except (OSError, ValueError) as error:
        raise CodebookError(f"{path.name}: can't be read as CSV in UTF-8 ({error})") from None
    missing = [name for name in columns if name not in table.columns]
    if missing:
        raise CodebookError(
            f"{path.name}, line 1: no column {', '.join(missing)}; a codebook's {path.name} has {', '.join(columns)}"
        )
    return table


@cache
def _labels(book: Codebook) -> dict[str, str]:
    tables = (book.themes, book.acts, book.actors)
    return {code: label for table in tables for code, label in zip(table["code"], table["label"], strict=True)}


@cache
def _actor_names(book: Codebook) -> dict[str, str]:
    named: dict[str, set[str]] = {}
    for alias, code, use in zip(book.aliases["alias"], book.aliases["code"], book.aliases["use"], strict=True):
        if use == "actor":
            named.setdefault(alias, set()).add(code)
    names = {alias: codes.pop() for alias, codes in named.items() if len(codes) == 1}
    for column in ("label", "code"):
        names |= dict(zip(book.actors[column], book.actors["code"], strict=True))
    return names


@cache
def _word_lists(book: Codebook) -> dict[str, frozenset[str]]:
    lists: dict[str, frozenset[str]] = {}
    for kind, words in zip(book.words["kind"], book.words["words"], strict=True):
        lists[kind] = lists.get(kind, frozenset()) | set(words.split())
    return lists


@cache
def _polarities(book: Codebook) -> dict[str, int]:
    signs = {"1": 1, "-1": -1}
    return {code: signs.get(sign, 0) for code, sign in zip(book.acts["code"], book.acts["polarity"], strict=True)}


@cache
def _with_position(book: Codebook, name: str) -> frozenset[str]:
    table: pd.DataFrame = getattr(book, name)
    return frozenset(table["code"][table["position"] == "yes"] if "position" in table.columns else table["code"])


@cache
def shipped_codebook() -> Codebook:
    """Return the shipped codebook, read once."""
    return Codebook.read()
