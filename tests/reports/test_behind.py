"""From a bar to the sentence: every part of a chart leads to the statements that it counts, and these to a page."""

import datetime
import io
import re
import tempfile
from collections import Counter
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from conflictlib import charts, periods, summaries
from conflictlib.charts import _style
from conflictlib.codebook import shipped_codebook
from conflictlib.coding import code
from conflictlib.opening import open_statements
from conflictlib.reports import behind as behind_pages
from conflictlib.reports import overlay, report
from conflictlib.reports.behind import Behind
from conflictlib.reports.counted import anchor, counted
from conflictlib.reports.inputs import Material
from conflictlib.reports.notebooks import Notebook
from conflictlib.reports.reusing import Earlier
from conflictlib.reports.running import Picture, Run
from conflictlib.schema import DOCUMENTS, STATEMENTS, conform
from conflictlib.writing import to_csv

BOOK = shipped_codebook()

HOSTILE = """Ministers <script>alert("title")</script> & others meet

CAIRO, 12 October 2023 - Egypt called for an immediate ceasefire <script>alert("text")</script> on Thursday.
China expressed deep concern over the <img src=x onerror=alert(1)> escalation between Freedonia and Sylvania.
"""
CALM = """Talks in Ruritania

CAIRO, 14 October 2023 - The talks went on. Egypt called for a ceasefire on Saturday. France condemned the attack on the market.
"""

COMMON = {"report": "press", "called": "press", "sample": False, "run_id": "0" * 64, "version": "1", "codebook": "0" * 64,
          "coder": "", "coded": True, "parameters": {}}  # fmt: skip


class Page(HTMLParser):
    """What a page links to, the names of its places, and how many statements stand under each."""

    def __init__(self, html):
        super().__init__()
        self.links, self.loaded, self.ids, self.tags = [], [], [], set()
        self.listed, self._sections, self._in_list = Counter(), [], 0
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        self.tags.add(tag)
        self.ids += [given["id"]] if "id" in given else []
        self.links += [given["href"]] if tag == "a" else []
        self.loaded += [value for name, value in attrs if name in ("src", "srcset", "data")]
        assert not [name for name in given if name.startswith("on")]
        if tag == "section":
            self._sections.append(given.get("id"))
        if tag == "ul" and given.get("class") == "said":
            self._in_list += 1
        if tag == "li" and self._in_list:
            self.listed[self._sections[-1]] += 1

    def handle_endtag(self, tag):
        if tag == "section":
            self._sections.pop()
        if tag == "ul" and self._in_list:
            self._in_list -= 1


def read_pages(folder):
    paths = sorted(folder.rglob("*.html"))
    return {path.relative_to(folder).as_posix(): Page(path.read_text(encoding="utf-8")) for path in paths}


def rows_of(path):
    table = pd.read_csv(path, dtype=str, keep_default_na=False)
    return table.assign(n=table["n"].astype(int)).query("n > 0")


def key_columns(table):
    return [column for column in table.columns if column in ("period", "actor", "theme", "act", "addressee")]


def material_of(texts):
    documents = load_texts(texts)
    found = code(documents, progress=False)
    told = found.statements
    return Material(told, documents, told, found.evidence, pd.DataFrame(), len(told))


def load_texts(texts):
    rows = [{"doc": name, "doc_id": f"{place:016x}", "text": text} for place, (name, text) in enumerate(texts.items())]
    return conform(rows, DOCUMENTS)


def run_with(folder, ax, table, name="chart"):
    """What a notebook leaves that shows one chart."""
    picture = charts.show(ax, data=table, name=name, out=folder)
    files = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    notebook = Notebook("mine", Path("mine.ipynb"), "Mine", "", {}, "")
    return Run(notebook, folder, None, files=files, pictures=[Picture(f"figures/{name}", picture.alt)])


def write_behind(material, run, target, values=None):
    found = Behind(material, shipped_codebook(), Earlier(None))
    links = found.add(run, values or {})
    found.write([run], target, COMMON)
    return links


# The whole of a report


@pytest.fixture(scope="module")
def sample(tmp_path_factory):
    return report(out=tmp_path_factory.mktemp("sample"), progress=False).folder


@pytest.fixture(scope="module")
def press(tmp_path_factory):
    """A report on pages of which one wants to run something, restricted by a day."""
    base = tmp_path_factory.mktemp("press")
    pages = base / "press"
    pages.mkdir()
    (pages / "a <b>&'\" #1?.txt").write_text(HOSTILE, encoding="utf-8")
    (pages / "talks.txt").write_text(CALM, encoding="utf-8")
    (pages / "early.txt").write_text(CALM.replace("2023", "2021"), encoding="utf-8")
    parameters = {"start": "2023-01-01", "every": "week"}
    notebooks = ["01_frequency", "02_actors", "03_themes", "07_networks"]
    return report(pages, notebooks=notebooks, parameters=parameters, out=base / "out", progress=False).folder


@pytest.mark.parametrize("made", ["sample", "press"])
def test_every_link_leads_to_a_file_and_to_a_place_in_it(made, request):
    folder = request.getfixturevalue(made)
    pages = read_pages(folder)
    followed = 0
    for name, page in pages.items():
        assert len(set(page.ids)) == len(page.ids), name
        for link in page.links:
            if re.match("https?://", link):
                continue
            file, _, place = link.partition("#")
            target = (folder / name).parent / unquote(file) if file else folder / name
            assert target.is_file() and target.resolve().is_relative_to(folder.resolve()), (name, link)
            if place:
                there = target.resolve().relative_to(folder.resolve()).as_posix()
                assert place in pages[there].ids, (name, link)
                followed += 1
    assert followed > 100


def counts_in(folder):
    """Tables of a report that count statements, and nothing made of them."""
    networks = ["07_networks-address.csv", "07_networks-pairs.csv"]
    return sorted(path for name in ("0[123]_*.csv", *networks) for path in (folder / "tables").glob(name))


@pytest.mark.parametrize("made", ["sample", "press"])
def test_as_many_statements_are_listed_as_the_chart_counts(made, request):
    folder = request.getfixturevalue(made)
    tables = counts_in(folder)
    assert len(tables) >= 14
    for path in tables:
        table = rows_of(path)
        page = Page((folder / "behind" / f"{path.stem}.html").read_text(encoding="utf-8"))
        names = (anchor(key, set()) for key in table[key_columns(table)].itertuples(index=False))
        assert page.listed == dict(zip(names, table["n"], strict=True)), path.stem
        assert sum(page.listed.values()) == table["n"].sum()


def test_every_chart_links_to_its_statements_from_the_notebook_and_the_index(sample):
    index = Page((sample / "index.html").read_text(encoding="utf-8"))
    for path in counts_in(sample):
        page = f"behind/{path.stem}.html"
        notebook = Page((sample / f"{path.stem.split('-')[0]}.html").read_text(encoding="utf-8"))
        assert page in notebook.links and page in index.links
        assert [link for link in notebook.links if link.startswith(f"{page}#")], path.stem
    assert "sample" in (sample / "behind" / "02_actors-ranked.html").read_text(encoding="utf-8")
    assert not (sample / "pages").exists()  # hand-coded rows rest on sources elsewhere


def test_a_hand_coded_statement_links_to_its_source(sample):
    row = open_statements(actors="CHN").iloc[0]
    html = (sample / "behind" / "02_actors-ranked.html").read_text(encoding="utf-8")
    assert f'<a href="{row["source_url"]}" rel="noreferrer">' in html


def test_a_statement_stands_in_its_sentence_and_leads_to_its_words_on_the_page(press):
    html = (press / "behind" / "02_actors-ranked.html").read_text(encoding="utf-8")
    assert '<span class="cue">called for</span> <mark>a ceasefire</mark>' in html and "In the sentences:" in html
    (link,) = {link for link in Page(html).links if link.startswith("../pages/talks.txt.html#") and link.endswith("-1")}
    explained = (press / "pages" / "talks.txt.html").read_text(encoding="utf-8")
    assert f'id="{link.split("#")[1]}"' in explained
    assert '<a href="../index.html">press</a>' in explained
    assert "early" not in html  # before the first day
    assert not (press / "pages" / "early.txt.html").exists()


def test_hostile_text_stays_text(press):
    pages = read_pages(press)
    assert {name for name in pages if name.startswith("pages/")} == {"pages/a-b-1-.txt.html", "pages/talks.txt.html"}
    for name, page in pages.items():
        assert not page.tags & {"script", "iframe", "object", "link", "form", "base"}, name
        assert not [src for src in page.loaded if not re.match(r"data:image/png|(\.\./)?figures/[\w%-]+\.png$", src)]
    html = (press / "behind" / "01_frequency-all.html").read_text(encoding="utf-8")
    assert "&lt;script&gt;alert" in html


# Tables of counts


@pytest.mark.parametrize(
    ("every", "by"),
    [*((every, None) for every in periods.EVERY), ("day", "act"), ("week", "theme"), ("month", "addressee"),
     ("quarter", "member"), ("year", "actor"), ("quarter", "channel")],
)  # fmt: skip
def test_every_count_over_time_is_found_again(every, by, tmp_path):
    statements = open_statements()
    table = summaries.frequency(statements, every=every, by=by)
    to_csv(table, tmp_path / "t.csv")
    found = counted(tmp_path / "t.csv", statements, BOOK)
    assert not found.otherwise
    assert sum(row.n for row in found.rows) == table["n"].sum()
    assert len({row.anchor for row in found.rows}) == len(found.rows) == (table["n"] > 0).sum()


def test_a_count_without_periods_has_statements_without_a_day_if_it_counted_them(tmp_path):
    rows = [{"statement_id": name, "actor": "CHN", "text": "x", "date": day}
            for name, day in (("a", "2023-10-07"), ("b", None))]  # fmt: skip
    statements = conform(rows, STATEMENTS)
    for among in (statements, statements.dropna(subset="date")):
        to_csv(summaries.actors(among), tmp_path / "t.csv")
        found = counted(tmp_path / "t.csv", statements, BOOK)
        assert not found.otherwise and len(found.rows[0].found) == len(among)


CODES = st.text(st.characters(codec="utf-8", exclude_characters="\0;"), min_size=1).filter(lambda s: s == s.strip())
DAYS = st.dates(datetime.date(2020, 1, 1), datetime.date(2030, 1, 1))
SAID = st.lists(st.tuples(CODES, st.lists(CODES, max_size=3), DAYS), min_size=1, max_size=8)


@settings(deadline=None)
@given(SAID, st.sampled_from(["month", "quarter", "year"]), st.sampled_from(["actor", "theme"]))
def test_whatever_the_codes_are_each_row_finds_its_statements(said, every, by):
    rows = [{"statement_id": str(place), "actor": actor, "themes": themes, "text": "x", "date": day}
            for place, (actor, themes, day) in enumerate(said)]  # fmt: skip
    statements = conform(rows, STATEMENTS)
    with tempfile.TemporaryDirectory() as folder:
        for table in (summaries.frequency(statements, every=every, by=by), summaries.crosstab(statements)):
            to_csv(table, Path(folder, "t.csv"))
            found = counted(Path(folder, "t.csv"), statements, BOOK)
            assert not found.otherwise
            assert all(re.fullmatch(r"[A-Za-z0-9_-]+", row.anchor) for row in found.rows)
            assert len({row.anchor for row in found.rows}) == len(found.rows)


@pytest.mark.parametrize(
    "content",
    ["", "n\n3\n", "actor,n\nCHN,half\n", "actor,n\nCHN,1\nCHN,2\n", "planet,n\nMars,1\n", "period,n\nsoon,1\n",
     "actor,share\nCHN,0.5\n", "actor,n\nCHN\n", "actor,actor,n\nCHN,CHN,1\n", "spans,n\na,1\n", "actor,n\nCHN,²\n"],
)  # fmt: skip
def test_a_table_that_counts_no_statements_has_no_page(content, tmp_path):
    (tmp_path / "t.csv").write_text(content, encoding="utf-8")
    assert counted(tmp_path / "t.csv", open_statements(), BOOK) is None


@given(st.lists(st.lists(st.text(), min_size=1, max_size=2)))
def test_each_place_has_a_name_of_its_own(keys):
    taken = set()
    names = [anchor(key, taken) for key in keys]
    assert len(set(names)) == len(names) and all(re.fullmatch(r"[A-Za-z0-9_-]+", name) for name in names)


# What is told where the page can't hold or find all


def test_a_chart_that_counts_otherwise_is_said_to(tmp_path):
    material = material_of({"talks.txt": CALM})
    table = summaries.actors(material.statements)
    run = run_with(tmp_path, charts.bars(table), table.assign(n=table["n"] + 1))
    write_behind(material, run, tmp_path)
    html = (tmp_path / "behind" / "chart.html").read_text(encoding="utf-8")
    assert "For 2 of 2 rows the chart does not count what is listed here" in html
    assert "2 statements in the chart, 1 with these codes" in html


def test_what_is_left_out_is_told(tmp_path, monkeypatch):
    monkeypatch.setattr(behind_pages, "MOST_IN_ROW", 3)
    monkeypatch.setattr(behind_pages, "MOST_EXPLAINED", 1)
    texts = {f"{place}.txt": CALM.replace("14", str(place)) for place in range(10, 15)}
    material = material_of(texts)
    table = summaries.actors(material.statements)
    run = run_with(tmp_path, charts.bars(table), table)
    write_behind(material, run, tmp_path)
    html = (tmp_path / "behind" / "chart.html").read_text(encoding="utf-8")
    assert Page(html).listed == {"EGY": 3, "FRA": 3}
    assert "4 listings are left out so that the page opens: at most 3 statements" in html
    assert 'The first 3 of 5, by day; the <a href="../tables/statements.csv">table of all statements</a>' in html
    assert "4 statements rest on pages that are not shown in full here: only the 1 on which most is listed" in html
    assert [path.name for path in (tmp_path / "pages").iterdir()] == ["10.txt.html"]


def test_a_page_is_shared_out_among_all_rows(tmp_path, monkeypatch):
    monkeypatch.setattr(behind_pages, "MOST_ON_PAGE", 40)
    statements = open_statements()
    material = replace(material_of({"talks.txt": CALM}), statements=statements)
    table = summaries.themes(statements)
    run = run_with(tmp_path, charts.bars(table), table)
    write_behind(material, run, tmp_path)
    listed = Page((tmp_path / "behind" / "chart.html").read_text(encoding="utf-8")).listed
    assert sum(listed.values()) <= 40 and len(listed) == len(table) and set(listed.values()) == {1}
    monkeypatch.setattr(behind_pages, "MOST_ON_PAGE", 5)
    links = write_behind(material, run, tmp_path)
    listed = Page((tmp_path / "behind" / "chart.html").read_text(encoding="utf-8")).listed
    assert set(listed) == set(table["theme"][:5])  # the fullest
    assert {area.anchor for area in links["figures/chart"].areas} == set(listed)


def test_words_that_do_not_stand_where_a_row_says_are_not_marked(tmp_path):
    material = material_of({"talks.txt": CALM})
    first = material.statements.iloc[[0]]
    wrong = [first.assign(statement_id="1", spans=[[[0, 10**6]]]), first.assign(statement_id="2", cue_end=10**6),
             first.assign(statement_id="3", spans=[[[0, 5]]]), first.assign(statement_id="4", spans=[[]])]  # fmt: skip
    forged = replace(material, statements=conform(pd.concat(wrong), STATEMENTS))
    table = summaries.actors(forged.statements)
    write_behind(forged, run_with(tmp_path, charts.bars(table), table), tmp_path)
    html = (tmp_path / "behind" / "chart.html").read_text(encoding="utf-8")
    assert Page(html).listed == {"EGY": 4} and "<mark>" not in html and not (tmp_path / "pages").exists()


@pytest.mark.parametrize(("values", "listed"), [({"actors": "EGY"}, {"EGY": 1}), ({"actors": 3}, {"EGY": 1, "FRA": 1}),
                                                ({"end": "2023-10-13"}, {})])  # fmt: skip
def test_parameters_choose_before(values, listed, tmp_path):
    material = material_of({"talks.txt": CALM})
    table = summaries.actors(material.statements)
    write_behind(material, run_with(tmp_path, charts.bars(table), table), tmp_path, values)
    assert Page((tmp_path / "behind" / "chart.html").read_text(encoding="utf-8")).listed == listed


# Links over the picture


def pixels_of(made, box):
    image = Image.open(io.BytesIO(made)).convert("RGB")
    left, top, width, height = box
    return "#{:02X}{:02X}{:02X}".format(
        *image.getpixel((int((left + width / 2) * image.width), int((top + height / 2) * image.height)))
    )


def test_each_bar_is_where_its_link_is(tmp_path):
    table = summaries.actors(open_statements())
    made = charts.show(charts.bars(table, top=9), data=table, name="c", out=tmp_path)
    title, places = overlay.read(tmp_path / "figures" / "c.json")
    assert title == "Most frequent actor: Israel, 39 of 314 statements"
    assert [key["actor"] for key, _ in places] == table["actor"][:9].to_list()
    assert {pixels_of(made.png, box) for _, box in places} == {_style.colour(0).upper()}
    widths = [box[2] for _, box in places]
    assert widths == pytest.approx([widths[0] * n / table["n"][0] for n in table["n"][:9]], abs=2e-4)


@pytest.mark.parametrize("kind", ["stacked", "panels"])
def test_each_column_is_where_its_link_is(kind, tmp_path):
    table = summaries.frequency(open_statements(end="2025-12-31"), every="quarter", by="actor", end="2025-12-31")
    made = charts.show(charts.frequency(table, kind=kind, top=4), data=table, name="c", out=tmp_path)
    _, places = overlay.read(tmp_path / "figures" / "c.json")
    ranked = charts._counts.ranked(table, "actor").index[:4]
    colours = {code: _style.colour(place if kind == "stacked" else 0) for place, code in enumerate(ranked)}
    wanted = {(str(row.period.date()), row.actor) for row in table[table["n"] > 0].itertuples() if row.actor in ranked}
    assert {(key["period"], key["actor"]) for key, _ in places if key["actor"]} == wanted
    for key, box in places:
        if key["actor"] and box[3] > 0.02:
            assert pixels_of(made.png, box) == colours[key["actor"]].upper(), key


def test_each_cell_of_a_heat_map_is_where_its_link_is(tmp_path):
    table = summaries.crosstab(open_statements())
    charts.show(charts.heatmap(table, top=5, top_columns=3), data=table, name="c", out=tmp_path)
    _, places = overlay.read(tmp_path / "figures" / "c.json")
    boxes = {(key["actor"], key["theme"]): box for key, box in places}
    there = table[(table["n"] > 0)]
    actors, themes = list(dict.fromkeys(table["actor"]))[:5], list(dict.fromkeys(table["theme"]))[:3]
    wanted = {(row.actor, row.theme) for row in there.itertuples() if row.actor in actors and row.theme in themes}
    assert {key for key in boxes if None not in key} == wanted
    rows = [boxes[actor, themes[0]][1] for actor in actors if (actor, themes[0]) in boxes]
    assert rows == sorted(rows)
    assert boxes[actors[0], None][0] > boxes[actors[0], themes[0]][0]  # the others stand at the right


def test_points_that_cover_one_another_lead_to_the_period(tmp_path):
    days = pd.to_datetime(["2023-10-07", "2023-10-08", "2023-11-01"])
    rows = [{"statement_id": str(place), "actor": actor, "text": "x", "date": day}
            for place, (actor, day) in enumerate(zip(["CHN", "USA", "USA"], days, strict=True))]  # fmt: skip
    statements = conform(rows, STATEMENTS)
    table = summaries.frequency(statements, every="month", by="actor")
    material = replace(material_of({"talks.txt": CALM}), statements=statements)
    links = write_behind(material, run_with(tmp_path, charts.frequency(table), table), tmp_path)
    told = {area.anchor: area.says for area in links["figures/chart"].areas}
    assert told == {
        "2023-10-01": "October 2023, China: 1 statement; October 2023, United States: 1 statement",
        "2023-11-01_USA": "November 2023, United States: 1 statement",
    }
    page = Page((tmp_path / "behind" / "chart.html").read_text(encoding="utf-8"))
    assert set(told) <= set(page.ids)


def test_a_chart_of_a_thousand_days_has_no_links_too_narrow_to_be_hit(tmp_path):
    statements = open_statements()
    table = summaries.frequency(statements, every="day")
    charts.show(charts.frequency(table, kind="panels"), data=table, name="c", out=tmp_path)
    assert overlay.read(tmp_path / "figures" / "c.json") == ("", [])


def test_links_follow_axes_that_are_scaled_later(tmp_path):
    table = summaries.actors(open_statements())
    boxes = []
    for scale in (1, 2):
        ax = charts.bars(table, top=3)
        ax.set_xlim(0, ax.get_xlim()[1] * scale)
        charts.show(ax, data=table, name="c", out=tmp_path)
        boxes.append(overlay.read(tmp_path / "figures" / "c.json")[1][0][1])
    assert boxes[1][2] == pytest.approx(boxes[0][2] / 2, abs=2e-4)


@pytest.mark.parametrize(
    "written",
    ["", "[]", '{"title": "x"}', '{"title": "x", "places": [{"key": {}, "box": [0, 0, 2, 1]}]}', '{"title": 1, "places": 3}',
     '{"title": "x", "places": [{"key": [], "box": [0, 0, 1, 1]}]}', '{"title": "x", "places": [{"key": {}, "box": [NaN, 0, 1, 1]}]}'],
)  # fmt: skip
def test_places_that_make_no_sense_are_left_out(written, tmp_path):
    (tmp_path / "c.json").write_text(written, encoding="utf-8")
    assert overlay.read(tmp_path / "c.json") == ("", [])


def test_the_links_of_a_chart_are_escaped(tmp_path):
    area = overlay.Area((0, 0, 1, 1), "a", "<script>alert(1)</script>")
    assert "<script" not in overlay.svg([area], 'behind/"><script>.html')
    assert overlay.svg([], "behind/a.html") == ""


def test_a_notebooks_own_drawing_is_dropped_and_the_links_are_kept(sample):
    html = (sample / "02_actors.html").read_text(encoding="utf-8")
    assert html.count('class="marks"') == 4
    assert "<title>Israel: 39 statements</title>" in html
