"""The pages of a report: one look for all, no script, nothing loaded from elsewhere."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from conflictlib.reports.clean import clean
from conflictlib.reports.running import Picture, Run, digest_of, digest_of_file

if TYPE_CHECKING:
    import jinja2
    from nbformat import NotebookNode

TEMPLATES = Path(__file__).parent / "templates"

_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
           "November", "December")  # fmt: skip

#: What a notebook's output is shown as, the best first.
_BEST_FIRST = ["text/html", "text/markdown", "image/png", "image/jpeg", "image/svg+xml", "text/plain"]


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


def plain(markdown: str) -> str:
    """Take the marks out of a line of Markdown.

    >>> plain("Who *speaks*, per `every`; see [the codebook](a.html).")
    'Who speaks, per every; see the codebook.'
    """
    return re.sub(r"[*`]+", "", re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", markdown))


def percent(part: int, whole: int) -> str:
    """Write a share, rounded to a whole percent; of nothing there is none."""
    return f"{round(100 * part / whole)} %" if whole else "–"


@cache
def _environment() -> jinja2.Environment:
    import jinja2

    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"day": day, "number": number, "plain": plain, "files": _files}
    style = (TEMPLATES / "style.css").read_text(encoding="utf-8")
    environment.globals |= {"percent": percent, "style": style}
    return environment


def render(template: str, **values: object) -> bytes:
    """Fill one of the templates and return the page as it is written."""
    return (_environment().get_template(template).render(values).rstrip() + "\n").encode("utf-8", "replace")


def notebook_page(run: Run, **values: object) -> bytes:
    """Return an executed notebook as a page, without code cells and prompts."""
    import markupsafe

    body = markupsafe.Markup(_body(run))  # noqa: S704  # escaped and cleaned in body.html.j2
    first = re.match(r"\s*<section>\s*<h1.*?</h1>", body, re.S)
    if first:  # the page has its title already
        body = markupsafe.Markup("<section>") + body[first.end() :]
    return render("notebook.html.j2", body=body, notebook=run.notebook, **values)


def _body(run: Run) -> str:
    from nbconvert.exporters import HTMLExporter

    pictures = {digest_of_file(run.folder / f"{picture.path}.png"): picture for picture in run.pictures}

    def files(data: Mapping[str, Any]) -> list[tuple[str, str]]:
        picture = pictures.get(digest_of(data["image/png"]))
        return _files(picture, run.files) if picture else []

    exporter = HTMLExporter(  # type: ignore[no-untyped-call]
        template_name=TEMPLATES.name,
        template_file="body.html.j2",
        extra_template_basedirs=[str(TEMPLATES.parent)],
        exclude_anchor_links=True,
        filters={"clean": clean, "files": files, "alt_text": _alt_text},
    )
    exporter.config.NbConvertBase.display_data_priority = _BEST_FIRST
    html: str = exporter.from_notebook_node(run.executed)[0]
    return html


def _files(picture: Picture, files: list[str]) -> list[tuple[str, str]]:
    """Return a chart as PNG, as SVG and as a table, as far as the notebook wrote them."""
    table = picture.path.replace("figures/", "tables/", 1)
    there = {"PNG": f"{picture.path}.png", "SVG": f"{picture.path}.svg", "CSV": f"{table}.csv"}
    return [(kind, file) for kind, file in there.items() if file in files]


def _alt_text(output: NotebookNode, kind: str) -> str:
    alt = output.get("metadata", {}).get(kind, {}).get("alt")
    return str(alt or output.data.get("text/plain", "A picture without a description"))
