"""Changes as their page tells them: labels for codes, days and periods in words, places in a small plot."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Hashable, Mapping
from typing import TYPE_CHECKING, Any

from conflictlib import periods
from conflictlib.codebook import Codebook

if TYPE_CHECKING:
    import pandas as pd

Row = Mapping[Hashable, Any]

#: What an actor does whose statements point one way; no more is known of it than this.
WAYS = {"for": "asks, approves or offers", "against": "refuses", "both": "does both on one day"}

#: The codes of a statement, by the name of their column.
WHAT = {"date": "day", "actor": "actor", "members": "members", "speaker": "speaker", "addressee": "addressee",
        "channel": "channel", "act": "act", "negated": "act denied", "quote": "quotation",
        "themes": "themes"}  # fmt: skip

_CODED = frozenset({"actor", "members", "addressee", "act", "themes"})

LONGEST = 600  # characters of one statement on the page

#: The plot of a theme, in units of its drawing.
WIDTH, MARGIN = 300, 8


class Wording:
    """Says rows of changes in words, by one codebook; `link_of` gives the address that explains a statement."""

    def __init__(self, codebook: Codebook, link_of: Callable[[str], str] | None = None) -> None:
        self.codebook, self.link_of = codebook, link_of

    def labels(self, codes: object) -> list[str]:
        """Name one code, several with ; between them, or a list of them."""
        several = codes.split(";") if isinstance(codes, str) else codes if isinstance(codes, (list, tuple)) else []
        return [self.codebook.label(str(code).strip()) for code in several if str(code).strip()]

    def statement(self, row: Row, prefix: str = "") -> dict[str, Any] | None:
        """Lay out one statement of a row; None where the columns with this prefix hold none."""
        statement_id = text_of(row.get(f"{prefix}statement_id"))
        if not statement_id:
            return None
        denied = row.get(f"{prefix}negated") is True
        act = ", ".join(self.labels(row.get(f"{prefix}act"))) or "act not coded"
        return {
            "id": statement_id,
            "who": ", ".join(self.labels(row.get("actor"))) or text_of(row.get("source")) or "nobody named",
            "members": self.labels(row.get("members")),
            "speaker": text_of(row.get("speaker")),
            "to": self.labels(row.get("addressee")),
            "day": next((row[name] for name in (f"{prefix}date", "date", "first") if name in row), None),
            "does": f"{act}{' (denied)' if denied else ''}",
            "themes": self.labels(row.get("themes")),
            "words": shortened(text_of(row.get(f"{prefix}text"))),
            "why": text_of(row.get("ended_why")),
            "link": self.link_of(statement_id) if self.link_of else "",
        }

    def position(self, row: Row) -> dict[str, Any]:
        """Lay out a position: who, on what, from where to where, and the statements that show it."""
        return {
            "who": self.codebook.label(str(row["actor"])),
            "themes": [self.codebook.label(str(row["theme"]))],
            "from": text_of(row["from"]),
            "to": str(row["to"]),
            "now": self.statement(row),
            "also": self.statement(row, "also_") if row["to"] == "both" else None,
            "before": self.statement(row, "before_"),
        }

    def recoding(self, row: Row) -> dict[str, Any]:
        """Lay out a code that is another one now."""
        said: dict[str, Any] = self.statement(row) or {}
        ways = {way: self._code(str(row["what"]), text_of(row[way])) for way in ("from", "to")}
        return {**said, **ways, "what": WHAT[str(row["what"])]}

    def _code(self, what: str, value: str) -> str:
        if what == "date" and value:
            return periods.day_name(datetime.date.fromisoformat(value))
        return (", ".join(self.labels(value)) if what in _CODED else value) or "none"


def rows_of(table: pd.DataFrame) -> list[Row]:
    """Return the rows, what is missing as None."""
    rows: list[Row] = [*table.astype("object").where(table.notna(), None).to_dict("records")]
    return rows


def text_of(value: object) -> str:
    """Return a text; of what is missing the empty one."""
    return value if isinstance(value, str) else ""


def shortened(text: str) -> str:
    """Cut a long text at a word.

    >>> shortened("word " * 200)[-10:]
    'ord word …'
    """
    if len(text) <= LONGEST:
        return text
    cut = text[:LONGEST]
    return f"{cut[: cut.rfind(' ')] if ' ' in cut else cut} …"


def by_statement(positions: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Put positions on several themes that one statement makes into one."""
    found: dict[tuple[str, str, str], dict[str, Any]] = {}
    for position in positions:
        also = position["also"]["id"] if position["also"] else ""
        key = (position["now"]["id"], position["to"], also)
        if key in found:
            found[key]["themes"] += position["themes"]
        else:
            found[key] = position
    return list(found.values())


def themes_in_words(table: pd.DataFrame, codebook: Codebook, every: str) -> list[dict[str, Any]]:
    """Lay out themes beyond their usual range, with the places of the range and the number in a plot."""
    most = max([1, *map(int, table["n"]), *map(int, table["usual_high"])])

    def place(value: float) -> float:
        return round(MARGIN + (WIDTH - 2 * MARGIN) * float(value) / most, 1)

    return [
        {**{str(name): value for name, value in row.items()},
         "theme": codebook.label(str(row["theme"])), "period": periods.name(row["period"], every),
         "low_at": place(row["usual_low"]), "high_at": place(row["usual_high"]),
         "median_at": place(row["median"]), "n_at": place(row["n"])}
        for row in rows_of(table)
    ]  # fmt: skip


def periods_in_words(table: pd.DataFrame, every: str) -> list[dict[str, Any]]:
    """Lay out the periods that were judged, the newest first."""
    named = [{str(k): v for k, v in row.items()} | {"name": periods.name(row["period"], every)}
             for row in rows_of(table)]  # fmt: skip
    return named[::-1]
