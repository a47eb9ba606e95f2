"""The statements behind each chart of a report, and the pages that they rest on with the words marked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from conflictlib.parameters import ParameterError
from conflictlib.reports import overlay
from conflictlib.reports.counted import Counted, Row, anchor, counted
from conflictlib.reports.inputs import SELECTING, Material
from conflictlib.reports.page import render
from conflictlib.reports.reusing import Earlier
from conflictlib.reports.running import Picture, Run
from conflictlib.reports.told import Told

if TYPE_CHECKING:
    import pandas as pd
    from markupsafe import Markup

    from conflictlib.codebook import Codebook

#: Statements listed for one bar, cell or point, and on one page: it is still to open at once. The tables hold all.
MOST_IN_ROW, MOST_ON_PAGE = 200, 2000

#: Explained pages of a report: of 50 kB and 7 ms each. Those that are shown most come first.
MOST_EXPLAINED = 500


@dataclass(frozen=True)
class Listed:
    """A row of a chart's table with the statements that are listed for it, by their place in the corpus."""

    row: Row
    listed: list[int]


@dataclass(frozen=True)
class Group:
    """The rows of one code of the first column; `anchor` is empty where a row has no other column."""

    label: str
    anchor: str
    rows: list[Listed]

    @property
    def statements(self) -> set[int]:
        """The statements that its rows count."""
        return {at for row in self.rows for at in row.row.found.tolist()}


@dataclass
class Chart:
    """A chart of a notebook with what is behind it; `areas` are its parts that lead there."""

    picture: Picture
    title: str
    counted: Counted
    groups: list[Group]
    areas: list[overlay.Area] = field(default_factory=list)

    @property
    def name(self) -> str:
        """Name of its files."""
        return self.picture.path.removeprefix("figures/")

    @property
    def page(self) -> str:
        """The page with its statements."""
        return f"behind/{self.name}.html"

    @property
    def anchor(self) -> str:
        """The chart's place on its notebook's page."""
        return anchor(["chart", self.name], set())

    @property
    def table(self) -> str:
        """The table that it shows."""
        return f"tables/{self.name}.csv"

    @property
    def rows(self) -> list[Listed]:
        """All rows that stand on the page."""
        return [row for group in self.groups for row in group.rows]

    @property
    def statements(self) -> set[int]:
        """The statements that the chart counts."""
        return {at for row in self.counted.rows for at in row.found.tolist()}

    @property
    def left_out(self) -> int:
        """How often a statement would stand on the page, and does not."""
        return sum(len(row.found) for row in self.counted.rows) - sum(len(row.listed) for row in self.rows)

    def overlay(self, page: str) -> Markup:
        """Return the links to lie over the picture; `page` is that of the statements, as seen from there."""
        from markupsafe import Markup

        return Markup(overlay.svg(self.areas, page))  # noqa: S704  # escaped there


class Behind:
    """Finds what is behind the charts of a report's notebooks, and writes the pages that show it."""

    def __init__(self, material: Material, codebook: Codebook, earlier: Earlier) -> None:
        self.material, self.codebook, self.earlier = material, codebook, earlier
        self.explained: dict[str, str] = {}  # pages that were explained, each with what it is made of
        self.statements = material.statements.reset_index(drop=True)
        self.charts: dict[str, list[Chart]] = {}

    def add(self, run: Run, values: Mapping[str, object]) -> dict[str, Chart]:
        """Find the statements behind a notebook's charts; `values` are those that it ran with.

        Return the charts that have a page by the path of their picture, without ending.
        """
        statements = self._selected(values).sort_values("date", kind="stable")
        charts = [self._chart(picture, run, statements) for picture in run.pictures]
        self.charts[run.notebook.name] = [chart for chart in charts if chart]
        run.pages = [chart.page for chart in self.charts[run.notebook.name]]
        return {chart.picture.path: chart for chart in self.charts[run.notebook.name]}

    def _selected(self, values: Mapping[str, object]) -> pd.DataFrame:
        from conflictlib.opening import select

        try:
            return select(self.statements, **{name: str(values[name]) for name in SELECTING if values.get(name)})
        except ParameterError:  # a notebook of the user may mean something else by one of the names
            return self.statements

    def _chart(self, picture: Picture, run: Run, statements: pd.DataFrame) -> Chart | None:
        table = f"tables/{picture.path.removeprefix('figures/')}.csv"
        if not picture.path.startswith("figures/") or table not in run.files:
            return None
        found = counted(run.folder / table, statements, self.codebook)
        if not found:
            return None
        title, places = overlay.read(run.folder / f"{picture.path}.json")
        chart = Chart(picture, title or Path(picture.path).name, found, _groups(found))
        anchors = {group.rows[0].row.key[0]: group.anchor for group in chart.groups if group.anchor}
        there = Counted(found.columns, [listed.row for listed in chart.rows])  # others have no place to lead to
        chart.areas = overlay.areas(places, there, anchors)
        return chart

    def write(
        self, runs: Sequence[Run], target: Path, common: Mapping[str, Any], also: Collection[str] = ()
    ) -> Callable[[str], str]:
        """Write a page for every chart, and the pages of the corpus that the listed statements rest on.

        Those on which the statements `also` rest, by their ids, are among them. Return what gives, for such an id, the
        address of the place where its words are explained, as seen from the report; ``""`` where there is none.
        """
        charts = [(run, chart) for run in runs for chart in self.charts.get(run.notebook.name, [])]
        listed = Counter(at for _, chart in charts for row in chart.rows for at in row.listed)
        listed.update(self.statements.index[self.statements["statement_id"].isin(set(also))].tolist())
        told = Told(self.statements, listed, self.material, self.codebook, most=MOST_EXPLAINED)
        for run, chart in charts:
            self._write(run, chart, told, target / chart.page, common)
        for name, key, content in told.explained(str(common["called"]), self.earlier.page):
            (target / name).parent.mkdir(exist_ok=True)
            (target / name).write_bytes(content)
            self.explained[name] = key
        return told.link_of

    @staticmethod
    def _write(run: Run, chart: Chart, told: Told, path: Path, common: Mapping[str, Any]) -> None:
        values = {
            "chart": chart,
            "notebook": run.notebook,
            "picture": f"{chart.picture.path}.png",
            "told": told,
            "unexplained": told.unexplained(at for row in chart.rows for at in row.listed),
            "most_in_row": MOST_IN_ROW,
            "most_on_page": MOST_ON_PAGE,
            "most_explained": MOST_EXPLAINED,
        }
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(render("behind.html.j2", **values, **common))


def _groups(found: Counted) -> list[Group]:
    """Put the rows that are listed under the codes of their first column; of too many rows keep the fullest."""
    kept = found.rows
    if len(kept) > MOST_ON_PAGE:
        fullest = sorted(range(len(kept)), key=lambda place: -kept[place].n)[:MOST_ON_PAGE]
        kept = [kept[place] for place in sorted(fullest)]
    most = _most([len(row.found) for row in kept])
    listed = [Listed(row, row.found[:most].tolist()) for row in kept]
    if len(found.columns) == 1:
        return [Group("", "", listed)] if listed else []
    taken, together = {row.anchor for row in kept}, dict[str, list[Listed]]()
    for each in listed:
        together.setdefault(each.row.key[0], []).append(each)
    return [Group(rows[0].row.labels[0], anchor([first], taken), rows) for first, rows in together.items()]


def _most(sizes: Sequence[int]) -> int:
    """Return how many statements of each row are listed, so that all rows have as many as the page can hold."""
    fits = (most for most in range(MOST_IN_ROW, 1, -1) if sum(min(size, most) for size in sizes) <= MOST_ON_PAGE)
    return next(fits, 1)
