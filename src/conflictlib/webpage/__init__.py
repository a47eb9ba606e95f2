"""What all pages share that conflictlib writes: one look, no script, nothing loaded from elsewhere."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import jinja2

SHARED = Path(__file__).parent

_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
           "November", "December")  # fmt: skip


def day(value: object) -> str:
    """Write a day as people do: 7 October 2023; a missing one as nothing.

    >>> day(datetime.date(2023, 10, 7))
    '7 October 2023'
    """
    if not isinstance(value, datetime.date) or value != value:  # NaT is a date that is not itself
        return ""
    return f"{value.day} {_MONTHS[value.month - 1]} {value.year}"


def number(value: int, one: str = "", many: str = "") -> str:
    """Write a whole number with its noun: 1 page, 1,200 pages.

    >>> number(1, "page"), number(1200, "page"), number(2, "country", "countries")
    ('1 page', '1,200 pages', '2 countries')
    """
    noun = one if value == 1 else many or f"{one}s" if one else ""
    return f"{value:,} {noun}".strip()


@cache
def environment(templates: Path) -> jinja2.Environment:
    """Return what fills the templates in a folder and the shared ``page.html.j2``; everything is escaped."""
    import jinja2

    made = jinja2.Environment(
        loader=jinja2.FileSystemLoader([templates, SHARED]),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {"day": day, "number": number}
    made.globals |= {"style": (SHARED / "style.css").read_text(encoding="utf-8")}
    return made


def write(made: jinja2.Environment, template: str, values: Mapping[str, object]) -> bytes:
    """Fill a template and return the page as it is written."""
    return (made.get_template(template).render(values).rstrip() + "\n").encode("utf-8", "replace")
