"""The pages of a report, in the look of all pages (``conflictlib.webpage``)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from conflictlib.reports.clean import clean
from conflictlib.reports.running import Picture, Run, digest_of, digest_of_file
from conflictlib.webpage import environment, write

if TYPE_CHECKING:
    from nbformat import NotebookNode

    from conflictlib.reports.behind import Chart

TEMPLATES = Path(__file__).parent / "templates"

#: What a notebook's output is shown as, the best first.
_BEST_FIRST = ["text/html", "text/markdown", "image/png", "image/jpeg", "image/svg+xml", "text/plain"]


def plain(markdown: str) -> str:
    """Take the marks out of a line of Markdown.

    >>> plain("Who *speaks*, per `every`; see [the codebook](a.html).")
    'Who speaks, per every; see the codebook.'
    """
    return re.sub(r"[*`]+", "", re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", markdown))


def percent(part: int, whole: int) -> str:
    """Write a share, rounded to a whole percent; of nothing there is none."""
    return f"{round(100 * part / whole)} %" if whole else "–"


def render(template: str, **values: object) -> bytes:
    """Fill one of the report's templates and return the page as it is written."""
    made = environment(TEMPLATES)
    made.filters |= {"plain": plain, "files": files_of}
    made.globals |= {"percent": percent}
    return write(made, template, values)


def notebook_page(run: Run, charts: Mapping[str, Chart], **values: object) -> bytes:
    """Return an executed notebook as a page, without code cells and prompts.

    `charts` has what is behind a picture, by its path without ending.
    """
    import markupsafe

    body = markupsafe.Markup(_body(run, charts))  # noqa: S704  # escaped and cleaned in body.html.j2
    first = re.match(r"\s*<section>\s*<h1.*?</h1>", body, re.S)
    if first:  # the page has its title already
        body = markupsafe.Markup("<section>") + body[first.end() :]
    return render("notebook.html.j2", body=body, notebook=run.notebook, **values)


def _body(run: Run, charts: Mapping[str, Chart]) -> str:
    from nbconvert.exporters import HTMLExporter

    pictures = {digest_of_file(run.folder / f"{picture.path}.png"): picture for picture in run.pictures}

    def files(data: Mapping[str, Any]) -> list[tuple[str, str]]:
        picture = pictures.get(digest_of(data["image/png"]))
        return files_of(picture, run) if picture else []

    def behind(data: Mapping[str, Any]) -> Chart | None:
        picture = pictures.get(digest_of(data["image/png"]))
        return charts.get(picture.path) if picture else None

    exporter = HTMLExporter(  # type: ignore[no-untyped-call]
        template_name=TEMPLATES.name,
        template_file="body.html.j2",
        extra_template_basedirs=[str(TEMPLATES.parent)],
        exclude_anchor_links=True,
        filters={"clean": clean, "files": files, "behind": behind, "alt_text": _alt_text},
    )
    exporter.config.NbConvertBase.display_data_priority = _BEST_FIRST
    html: str = exporter.from_notebook_node(run.executed)[0]
    return html


def files_of(picture: Picture, run: Run) -> list[tuple[str, str]]:
    """Return a chart as PNG, as SVG and as a table, as far as the notebook wrote them, and its statements' page."""
    table, behind = (picture.path.replace("figures/", f"{folder}/", 1) for folder in ("tables", "behind"))
    there = {"PNG": f"{picture.path}.png", "SVG": f"{picture.path}.svg", "CSV": f"{table}.csv"}
    there["Statements behind it"] = f"{behind}.html"
    return [(kind, file) for kind, file in there.items() if file in run.files or file in run.pages]


def _alt_text(output: NotebookNode, kind: str) -> str:
    alt = output.get("metadata", {}).get(kind, {}).get("alt")
    return str(alt or output.data.get("text/plain", "A picture without a description"))
