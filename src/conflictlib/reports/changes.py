"""The page “What changed since the last report”, its JSON for alerts and its tables."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

from conflictlib.comparing import Changes, positions, ranges, to_json
from conflictlib.reports.changes_in_words import (
    MARGIN,
    WAYS,
    WIDTH,
    Wording,
    by_statement,
    periods_in_words,
    rows_of,
    themes_in_words,
)
from conflictlib.reports.page import TEMPLATES, render
from conflictlib.writing import to_csv

if TYPE_CHECKING:
    import pandas as pd

PAGE, ALERTS = "changes.html", "changes.json"

#: The tables of changes that are written as CSV.
TABLES = ("statements", "positions", "actors", "themes", "periods", "recoded", "withdrawn")

#: Sections of the page by the name of their place: heading in the list of contents, and which of the counts it has.
SECTIONS = {
    "turned": ("Positions turned round", "positions_turned"),
    "first": ("Positions taken for the first time", "positions_first"),
    "actors": ("Actors seen for the first time", "actors_first_seen"),
    "themes": ("Themes beyond their usual range", "themes_beyond"),
    "statements": ("New statements", "new"),
    "recoded": ("Recoded", "recoded"),
    "withdrawn": ("Withdrawn", "withdrawn"),
}

MOST = 100  # rows of each list on the page; the tables hold all


def write_changes(
    changes: Changes,
    target: Path,
    *,
    since: datetime.date | None = None,
    link_of: Callable[[str], str] | None = None,
    pages: Mapping[str, Any] | None = None,
    **common: Any,
) -> list[Path]:
    """Write the page, the JSON and the tables of changes into a report's folder.

    Parameters
    ----------
    changes
        What changed.
    target
        The folder; it is made if it is not there.
    since
        Day of the last report, where it is known; else the page names the day of its latest statement.
    link_of
        Gives for a ``statement_id`` the address, relative to `target`, of the page that explains the statement, or
        ``""`` if there is none.
    pages
        What came of the pages of a corpus: ``new`` (how many), ``corrected`` and ``removed`` (``doc``, ``title``,
        ``publisher``, ``url``, ``why``); they stand in the JSON too.
    **common
        What all pages of a report know: ``report``, ``sample``, ``run_id``, ``version``, ``codebook`` (its digest),
        ``coder``, ``coded``.

    Returns
    -------
    list of Path
        The files: ``changes.html``, ``changes.json`` and, but for the first report, ``tables/changes-….csv``.
    """
    target.mkdir(parents=True, exist_ok=True)
    page, alerts = target / PAGE, target / ALERTS
    page.write_bytes(changes_page(changes, since=since, link_of=link_of, pages=pages, **common))
    alerts.write_bytes(to_json(changes, pages=pages).encode("utf-8", "replace"))
    files = [page, alerts]
    for name in () if changes.first_report else TABLES:
        files.append(target / "tables" / f"changes-{name}.csv")
        to_csv(getattr(changes, name), files[-1])
    return files


def changes_page(
    changes: Changes,
    *,
    since: datetime.date | None = None,
    link_of: Callable[[str], str] | None = None,
    pages: Mapping[str, Any] | None = None,
    **common: Any,
) -> bytes:
    """Return the page; parameters as in `write_changes`."""
    wording = Wording(changes.codebook, link_of)
    lists = _lists(changes, wording) if not changes.first_report else {}
    return render(
        "changes.html.j2",
        changes=changes,
        n=changes.counts,
        contents=[(place, name, changes.counts[count]) for place, (name, count) in SECTIONS.items()],
        since=since,
        lead=changes.sentence(since),
        pages=pages,
        style_of_changes=(TEMPLATES / "changes.css").read_text(encoding="utf-8"),
        tables=[f"tables/changes-{name}.csv" for name in TABLES],
        rules={"positions": positions.RULE, "themes": ranges.RULE},
        ways=WAYS,
        most=MOST,
        least=ranges.LEAST,
        width=WIDTH,
        margin=MARGIN,
        **lists,
        **common,
    )


def _lists(changes: Changes, wording: Wording) -> dict[str, Any]:
    said = [wording.position(row) | {"kind": row["kind"]} for row in rows_of(changes.positions)]
    first = by_statement([position for position in said if position["kind"] == "first"])
    unlinked = Wording(changes.codebook)  # what was withdrawn has no page any more
    return {
        "turned": sorted((p for p in said if p["kind"] == "turned"), key=_whole_turns_first)[:MOST],
        "first": first[:MOST],
        "n_first_rows": len(first),
        "actors": [{**(wording.statement(row) or {}), "n": row["n"]} for row in rows_of(changes.actors.head(MOST))],
        "themes": themes_in_words(changes.themes.head(MOST), changes.codebook, changes.every),
        "periods": periods_in_words(changes.periods, changes.every),
        "days": _by_day(changes.statements.head(MOST), wording),
        "recoded": [wording.recoding(row) for row in rows_of(changes.recoded.head(MOST))],
        "withdrawn": [unlinked.statement(row) for row in rows_of(changes.withdrawn.head(MOST))],
    }


def _whole_turns_first(position: dict[str, Any]) -> bool:
    return "both" in (position["from"], position["to"])


def _by_day(statements: pd.DataFrame, wording: Wording) -> list[tuple[Any, list[dict[str, Any] | None]]]:
    """Return the statements of each day; they come newest first."""
    rows = groupby(rows_of(statements), key=lambda row: row["date"])
    return [(day, [wording.statement(row) for row in said]) for day, said in rows]
