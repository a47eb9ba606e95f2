"""A profile as a page and as a piece of HTML: no script, nothing from elsewhere, everything escaped."""

from __future__ import annotations

import base64
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from conflictlib.webpage import environment, write

if TYPE_CHECKING:
    import pandas as pd

    from conflictlib.charts.picture import Picture
    from conflictlib.codebook import Codebook
    from conflictlib.profiling.result import Profile

TEMPLATES = Path(__file__).parent / "templates"

MOST = 15  # rows of a table of shares, bars of a chart


def page(profile: Profile) -> bytes:
    """Return a profile as a page that needs no other file."""
    return _filled(profile, "profile.html.j2")


def fragment(profile: Profile) -> str:
    """Return a profile as a piece of HTML for a notebook."""
    return _filled(profile, "fragment.html.j2").decode("utf-8")


def _filled(profile: Profile, template: str) -> bytes:
    made = environment(TEMPLATES)
    made.filters |= {"per_cent": _per_cent, "capital": _capital, "address": _address}
    made.globals |= {"own_style": (TEMPLATES / "profile.css").read_text(encoding="utf-8")}
    pictures = {name: _embedded(picture) for name, picture in _pictures(profile).items()}
    tables = {"breakdown": profile.breakdown, "acts": profile.acts, "addressees": profile.addressees,
              "standing": profile.positions, "turned": profile.turns, "newest": profile.latest}  # fmt: skip
    shown = {name: _rows(table, profile.codebook) for name, table in tables.items()}
    shared = {"profile": profile, "pictures": pictures, "most": MOST, "version": version("conflictlib")}
    return write(made, template, {**shared, **shown})


def _pictures(profile: Profile) -> dict[str, Picture]:
    """Draw what a profile has enough of to be drawn."""
    from conflictlib import charts

    book, drawn = profile.codebook, {}
    if len(profile.timeline):
        timeline = charts.frequency(
            profile.timeline, kind="stacked", events=profile.events, title=profile.timeline_title, codebook=book
        )
        drawn["timeline"] = charts.show(timeline)
    if len(profile.breakdown) > 1:
        drawn["breakdown"] = charts.show(
            charts.bars(profile.breakdown, top=MOST, title=profile.breakdown_title, codebook=book)
        )
    return drawn


def _embedded(picture: Picture) -> dict[str, object]:
    content = base64.b64encode(picture.png).decode("ascii")
    return {"base64": content, "alt": picture.alt, "width": picture.width, "height": picture.height}


def _rows(table: pd.DataFrame, book: Codebook) -> list[dict[str, Any]]:
    """Return the rows with None for what is missing, and names in the place of codes."""
    rows = table.astype("object").where(table.notna(), None).to_dict("records")
    named = ("actor", "act", "before_act", "addressee", "themes")
    return [{str(name): _names(cell, book) if name in named else cell for name, cell in row.items()} for row in rows]


def _names(cell: object, book: Codebook) -> str:
    """Write the codes in a cell by their names; nothing where there is none."""
    codes = cell.split(";") if isinstance(cell, str) else cell if isinstance(cell, (list, tuple)) else []
    return ", ".join(book.label(str(code).strip()) for code in codes if code)


def _per_cent(share: float | None) -> str:
    """Write a share in whole per cent: of so few statements a decimal would say more than there is.

    >>> _per_cent(0.1251), _per_cent(0.004), _per_cent(0.0), _per_cent(None)
    ('13 %', '<1 %', '0 %', '–')
    """
    if share is None or share != share:
        return "–"
    return "<1 %" if 0 < share < 0.01 else f"{100 * share:.0f} %"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _address(url: str) -> str:
    """Return an address that a page may lead to; of another kind than the web's, none."""
    return url if url.startswith(("http://", "https://")) else ""
