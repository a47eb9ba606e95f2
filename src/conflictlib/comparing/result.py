"""What changed between two states of a corpus, and how it reads."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import TYPE_CHECKING

from conflictlib.webpage import day, number

if TYPE_CHECKING:
    import pandas as pd

    from conflictlib.codebook import Codebook


@dataclass(frozen=True, eq=False, repr=False)
class Changes:
    """What changed since the last report.

    Attributes
    ----------
    statements : pandas.DataFrame
        New statements, columns as in ``conflictlib.schema.STATEMENTS``; newest first, undated last.
    withdrawn : pandas.DataFrame
        Statements that stand no more, as they were, with the reason where one was given (``ended_why``).
    recoded : pandas.DataFrame
        One row per code of a statement that is another one now: ``statement_id``, ``what`` (the column), ``from`` and
        ``to`` (several codes with ; between them), the statement's ``date``, ``actor`` and ``text`` as they are now,
        ``ended_why``.
    positions : pandas.DataFrame
        One row per actor and theme: ``actor``, ``theme``, ``kind`` (``first`` or ``turned``), ``from`` (missing in
        ``first``) and ``to`` (``for``, ``against`` or ``both``); ``date``, ``act``, ``negated``, ``statement_id`` and
        ``text`` of the new statement that makes it; the same behind ``also_`` of one that points the other way on that
        day, and behind ``before_`` of one that points the other way on the latest day before. Turned ones first.
    actors : pandas.DataFrame
        One row per actor that is the actor of new statements only: ``actor``, ``first`` (day of the first of them),
        ``n`` (of them), and ``statement_id``, ``act``, ``negated`` and ``text`` of the first.
    themes : pandas.DataFrame
        One row per theme and judged period beyond its usual range: ``theme``, ``period`` (first day), ``n``
        (statements), ``usual_low`` and ``usual_high`` (fewest and most that are usual, both inclusive), ``median``,
        ``direction`` (``rose`` or ``fell``).
    periods : pandas.DataFrame
        One row per judged period: ``period``, ``n`` (all dated statements in it), ``n_periods_before`` (that it was
        compared with; under 8 no theme is judged), and the usual range of all statements.
    first_report : bool
        There was nothing before.
    n_before, n_now, n_moved : int
        Statements before and now; those that stand under another id than before.
    last_before, last_now : pandas.Timestamp
        Day of the latest dated statement before and now, or NaT.
    every : str
        Length of a period.
    codebook : Codebook
        By which positions were read.
    """

    statements: pd.DataFrame
    withdrawn: pd.DataFrame
    recoded: pd.DataFrame
    positions: pd.DataFrame
    actors: pd.DataFrame
    themes: pd.DataFrame
    periods: pd.DataFrame
    first_report: bool
    n_before: int
    n_now: int
    n_moved: int
    last_before: pd.Timestamp
    last_now: pd.Timestamp
    every: str
    codebook: Codebook

    @property
    def counts(self) -> dict[str, int]:
        """The main figures, by name."""
        kinds = self.positions["kind"]
        return {
            "statements_before": self.n_before,
            "statements_now": self.n_now,
            "new": len(self.statements),
            "actors_of_new": int(self.statements["actor"].nunique()),
            "positions_turned": int((kinds == "turned").sum()),
            "positions_first": int((kinds == "first").sum()),
            "actors_first_seen": len(self.actors),
            "themes_beyond": len(self.themes),
            "periods_judged": int((self.periods["usual_high"].notna()).sum()),
            "recoded": int(self.recoded["statement_id"].nunique()),
            "withdrawn": len(self.withdrawn),
            "moved": self.n_moved,
        }

    @property
    def nothing(self) -> bool:
        """Whether there is nothing new, recoded, withdrawn or beyond its usual range."""
        return not (len(self.statements) or len(self.recoded) or len(self.withdrawn) or len(self.themes))

    @property
    def main_figures(self) -> str:
        """The changes in one line: how many of each kind."""
        n = self.counts
        by = f" by {number(n['actors_of_new'], 'actor')}" if n["actors_of_new"] else ""
        if self.first_report:
            return f"{_or_no(n['new'], 'statement')}{by}"
        if self.nothing:
            return "nothing changed"
        parts = [
            f"{_or_no(n['new'], 'new statement')}{by}",
            _positions_in_words(n["positions_turned"], n["positions_first"]),
            f"{_or_no(n['actors_first_seen'], 'actor')} seen for the first time",
            _themes_in_words(n["themes_beyond"], n["periods_judged"]),
        ]
        if n["recoded"] or n["withdrawn"]:
            parts.append(_both(n["recoded"], "statement", "recoded", n["withdrawn"], "withdrawn"))
        return "; ".join(parts)

    def sentence(self, since: datetime.date | None = None) -> str:
        """Say in one or two sentences what changed; `since` is the day of the last report, where it is known."""
        if self.first_report:
            return f"This is the first report: {self.main_figures}, and nothing before to compare with."
        if since is not None:
            return f"Since the report of {day(since)}: {self.main_figures}."
        latest = day(self.last_before)
        whose = f", whose latest statement is of {latest}" if latest else ""
        return f"Since the last report{whose}: {self.main_figures}."

    def __repr__(self) -> str:
        """Say what changed, in lines of a notebook's width."""
        import textwrap

        said = self.sentence()
        told = f"Changes {said[0].lower()}{said[1:]}" if said.startswith("Since") else f"Changes: {said}"
        return textwrap.fill(told, 116)

    def _repr_html_(self) -> str:
        from markupsafe import escape

        tables = {"Positions": self.positions.drop(columns=[c for c in self.positions if str(c).endswith("_id")]),
                  "Actors": self.actors, "Themes": self.themes}  # fmt: skip
        shown = "".join(f"<p>{name}</p>{table.to_html(index=False, na_rep='')}"
                        for name, table in tables.items() if len(table))  # fmt: skip
        return f"<p>{escape(self.sentence())}</p>{shown}"


def _positions_in_words(turned: int, first: int) -> str:
    if not turned and not first:
        return "no position turned round or taken for the first time"
    return _both(turned, "position", "turned round", first, "taken for the first time")


def _both(one: int, noun: str, done: str, other: int, also: str) -> str:
    return f"{_or_no(one, noun)} {done} and {number(other) if other else 'none'} {also}"


def _themes_in_words(beyond: int, judged: int) -> str:
    if not judged:
        return "no theme judged"
    return f"{_or_no(beyond, 'theme')} beyond {'their' if beyond > 1 else 'its'} usual range"


def _or_no(n: int, noun: str) -> str:
    """Write a number with its noun, none as “no”."""
    return number(n, noun) if n else f"no {noun}"
