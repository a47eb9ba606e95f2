"""A profile as it is held and shown."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from conflictlib.parameters import ParameterError
from conflictlib.webpage import day, number

if TYPE_CHECKING:
    import pandas as pd

    from conflictlib.codebook import Codebook


@dataclass(frozen=True, eq=False, repr=False)
class Profile:
    """A tour of one actor or one theme.

    Attributes
    ----------
    kind : str
        ``actor`` or ``theme``.
    code, label : str
        Its code, and its name in the codebook.
    timeline : pandas.DataFrame
        Its statements per period, as `conflictlib.frequency` counts them; those without a date are not in it.
    breakdown : pandas.DataFrame
        The themes of an actor or the actors of a theme, as `conflictlib.themes` and `conflictlib.actors` rank them:
        ``share`` is the part of the profile's statements that has it, and ``share_all``, which is added, the part of
        all statements.
    acts : pandas.DataFrame
        One row per act: ``act``, ``label``, ``n``, ``share`` and ``share_all`` likewise.
    addressees : pandas.DataFrame
        One row per addressee: ``addressee``, ``label``, ``n``, ``share``, ``share_all``. A statement to several counts
        under each; without one it is ``not coded``, last.
    positions, turns : pandas.DataFrame
        Where it stands on each theme, or each actor on it, and who changed, as `conflictlib.profiling.standpoints`
        gives them, with ``label`` (of the theme, or of the actor).
    latest : pandas.DataFrame
        The latest dated statements, newest first: ``statement_id``, ``date``, ``actor``, ``speaker``, ``act``,
        ``negated``, ``addressee``, ``themes``, ``text``, ``title`` and ``url`` (where it stands; empty if not known).
    events : pandas.DataFrame
        Events that are laid over the timeline; none of them may stand for a cause.
    n, n_all, n_undated, n_documents, n_joint : int
        Statements of it; all statements; of its statements those without a date; documents that they rest on; joint
        statements of which an actor is a member, which do not count as its own.
    every : str
        Length of a period.
    rules : str
        By which positions are read.
    source : str
        Where the statements come from.
    codebook : Codebook
        With the names of codes.
    """

    kind: str
    code: str
    label: str
    timeline: pd.DataFrame
    breakdown: pd.DataFrame
    acts: pd.DataFrame
    addressees: pd.DataFrame
    positions: pd.DataFrame
    turns: pd.DataFrame
    latest: pd.DataFrame
    events: pd.DataFrame
    n: int
    n_all: int
    n_undated: int
    n_documents: int
    n_joint: int
    every: str
    rules: str
    source: str
    codebook: Codebook

    @property
    def title(self) -> str:
        """One line: what the profile rests on."""
        whole = number(self.n_all, "statement")
        if not self.n:
            return f"none of {whole}"
        first, last = self.breakdown["first"].min(), self.breakdown["last"].max()
        when = f", {day(first)} to {day(last)}" if first == first else ""
        return f"{self.n:,} of {whole}, in {number(self.n_documents, 'document')}{when}"

    @property
    def name(self) -> str:
        """What it is called, as a title begins."""
        return self.label[:1].upper() + self.label[1:]

    @property
    def timeline_title(self) -> str:
        """A title for a chart of `timeline`: whose it is, and when it has most statements."""
        from conflictlib.profiling.headings import of_timeline

        return of_timeline(self)

    @property
    def breakdown_title(self) -> str:
        """A title for a chart of `breakdown`: whose it is, and its most frequent theme or actor."""
        from conflictlib.profiling.headings import of_breakdown

        return of_breakdown(self)

    def __repr__(self) -> str:
        """Say whose profile this is, and what stands in it."""
        sizes = ", ".join(
            f"{name} {len(getattr(self, name))}"
            for name in ("timeline", "breakdown", "acts", "addressees", "positions", "turns", "latest")
        )
        return f"Profile of {self.label} ({self.kind} {self.code}): {self.title}\nrows: {sizes}"

    def _repr_html_(self) -> str:
        from conflictlib.profiling.page import fragment

        return fragment(self)

    def write(self, path: str | Path) -> None:
        """Write a page (``.html``) that needs no other file; the same profile gives the same bytes.

        Raises
        ------
        ParameterError
            The ending is another one.
        """
        from conflictlib.profiling.page import page

        path = Path(path)
        if path.suffix.lower() != ".html":
            raise ParameterError(f"path is {str(path)!r}; allowed is a name that ends in .html")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(page(self))
