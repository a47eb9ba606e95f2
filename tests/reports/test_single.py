"""A report as one file: all of it inside, every link with its target, nothing that runs or is loaded."""

import json
import re
from html import escape

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import html
from report_pages import chart, coding, image, page, png, write_folder

from conflictlib.reports import ReportError, report
from conflictlib.reports.single import MOST_BYTES, MOST_STATEMENTS, single_file

WEB = ("https://", "http://", "mailto:")


def parsed(content):
    return html.document_fromstring(content, parser=html.HTMLParser(encoding="utf-8"))


def one(folder):
    return parsed(single_file(folder))


def text_of(tree):
    return " ".join(tree.text_content().split())


def check_closed(content):
    """Every link leads into the file or to the web, every id is there once, nothing is loaded or run."""
    tree = parsed(content)
    ids = tree.xpath("//@id")
    assert len(ids) == len(set(ids))
    links = tree.xpath("//a/@href")
    assert [link for link in links if not link.startswith(("#", *WEB))] == []
    assert [link for link in links if link.startswith("#") and link[1:] not in ids] == []
    pictures = tree.xpath("//img/@src")
    assert len(pictures) == len(set(pictures)) and all(p.startswith("data:image/") for p in pictures)
    assert all(tree.xpath("//img/@alt")) and len(tree.xpath("//img/@alt")) == len(pictures)
    assert tree.xpath("//script | //link | //iframe | //object | //embed | //base | //form") == []
    assert tree.xpath("//@*[starts-with(name(), 'on') or name() = 'srcset']") == []
    assert tree.xpath("//*[not(self::a or self::img)][@href or @src]") == []
    styles = " ".join([*tree.xpath("//style/text()"), *tree.xpath("//@style")])
    assert "url(" not in styles and "@import" not in styles
    return tree


@pytest.fixture
def folder(tmp_path):
    return write_folder(tmp_path / "a report")


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A real report of one notebook over one page."""
    base = tmp_path_factory.mktemp("made")
    (base / "page.txt").write_text(
        "Ministers <b>meet</b>\n\nCAIRO, 12 October 2023 - Egypt called for a ceasefire on Thursday.\n",
        encoding="utf-8",
    )
    chart = "import matplotlib.pyplot as plt\nimport pandas as pd\nfrom conflictlib.charts import show\n"
    chart += 'fig, ax = plt.subplots()\n_ = ax.bar(["a", "b"], [1, 2])\n_ = ax.set_title("Two")\n'
    chart += 'show(ax, data=pd.DataFrame({"n": [1, 2]}), name="counts", out=out)'
    cells = [
        {"cell_type": "markdown", "id": "a", "metadata": {}, "source": "# Who <script>speaks</script>\n\nHow often."},
        {"cell_type": "code", "id": "b", "metadata": {"tags": ["parameters"]}, "source": 'corpus: str = "sample"  # where\nout: str = ""  # folder'},
        {"cell_type": "code", "id": "c", "metadata": {}, "source": chart},
    ]  # fmt: skip
    cells = [cell | ({"execution_count": None, "outputs": []} if cell["cell_type"] == "code" else {}) for cell in cells]
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    notebook = {"cells": cells, "metadata": {"kernelspec": kernel}, "nbformat": 4, "nbformat_minor": 5}
    (base / "speaking.ipynb").write_text(json.dumps(notebook), encoding="utf-8")

    def run(**options):
        names = [base / "speaking.ipynb"]
        return report(base / "page.txt", notebooks=names, out=base / "out", progress=False, **options)

    return run(), run(single_file=True)


def test_one_file_is_closed(folder):
    check_closed(single_file(folder))


def test_same_folder_gives_the_same_bytes(folder):
    assert single_file(folder) == single_file(folder)


def test_pages_stand_in_a_readers_order(folder):
    (folder / "changes.html").write_text(page("What has changed", "<p>Two more.</p>"), encoding="utf-8")
    (folder / "behind").mkdir()
    (folder / "behind" / "week.html").write_text(page("Behind one week", "<p>Five.</p>"), encoding="utf-8")
    tree = one(folder)
    assert [" ".join(h.text_content().split()) for h in tree.xpath("//section/h2")] == [
        "What has changed", "Who speaks, by week", "Who speaks most", "What the coder found", "Behind one week",
        "About this report",
    ]  # fmt: skip
    assert tree.xpath("//section/@id") == ["changes", "weekly", "actors", "coding", "behind-week", "about"]
    assert len(tree.xpath("//h1")) == 1 and tree.findtext(".//title") == "Who said what: Freedonia"


def test_headings_below_a_pages_title_are_one_lower(folder):
    assert [h.text for h in one(folder).xpath("//section[@id='weekly']/h3")] == ["Counts", "More counts"]


def test_links_between_pages_lead_to_places_inside(folder):
    links = dict.fromkeys(one(folder).xpath("//section[@id='weekly']//a/@href"))
    assert list(links) == ["#weekly-counts", "#actors-counts", "#index"]


def test_of_two_ids_alike_both_stay_apart_and_the_first_is_meant(folder):
    assert one(folder).xpath("//section[@id='weekly']//h3/@id") == ["weekly-counts", "weekly-counts-2"]


def test_a_page_whose_name_is_anothers_place_gets_an_anchor_of_its_own(folder):
    (folder / "weekly-counts.html").write_text(page("Counts again", "<p id='a'>A</p>"), encoding="utf-8")
    tree = check_closed(single_file(folder))
    [anchor] = tree.xpath("//section[h2 = 'Counts again']/@id")
    assert tree.xpath("//section[@id='weekly']//h3/@id")[0] != anchor


def test_links_to_the_web_stay_as_they_are(folder):
    links = one(folder).xpath("//section[@id='actors']//a[@rel='noreferrer']/@href")
    assert links == ["https://gazette.example/a?b=1&c=2", "mailto:desk@gazette.example"]


def test_links_to_files_go_and_a_sentence_says_what_is_left(folder):
    tree = one(folder)
    for words in ("PNG", "CSV", "weekly:", "tables/weekly.csv", "manifest.json", "This page as a notebook"):
        assert not tree.xpath("//a[contains(., $words)] | //span[contains(., $words)]", words=words)
    assert tree.xpath("//section[@id='weekly']/p")[0].text_content() == "Counts, counts of actors, code."
    assert text_of(tree.get_element_by_id("about")).endswith(
        "In the folder that it was made from there are also 2 charts as PNG and 2 notebooks with their code."
    )
    assert tree.xpath("//section[@id='about']/h3/text()") == ["Parameters", "Left to the folder"]  # no empty “Files”


def test_a_chart_stands_with_its_notebook_and_once(folder):
    tree = one(folder)
    assert len(tree.xpath("//img")) == 2
    assert tree.xpath("//div[@class='front']//img") == []
    assert len(tree.xpath("//section[@id='weekly']//img")) == 1


def test_a_chart_that_comes_again_leads_to_the_first(folder):
    (folder / "changes.html").write_text(page("Changes", chart("weekly", 10)), encoding="utf-8")
    tree = check_closed(single_file(folder))
    [link] = tree.xpath("//section[@id='weekly']//figure//a/@href")
    assert tree.get_element_by_id(link[1:]).tag == "img"
    assert tree.xpath("//section[@id='changes']//img/@id") == [link[1:]]


def test_a_picture_in_a_file_is_taken_in_and_one_outside_is_not(folder):
    (folder.parent / "secret.png").write_bytes(png(99))
    main = '<img src="figures/other.png" alt="Another"><img src="../secret.png" alt="A secret">'
    (folder / "changes.html").write_text(page("Changes", main), encoding="utf-8")
    (folder / "figures" / "other.png").write_bytes(png(30))
    content = single_file(folder)
    tree = check_closed(content)
    assert tree.xpath("//section[@id='changes']//img/@alt") == ["Another"]
    assert "A secret" in tree.xpath("//section[@id='changes']/p/text()")
    assert image(99).split('"')[1] not in content.decode()


def test_what_the_coder_found_is_cut_after_whole_pages_and_says_so(folder):
    (folder / "coding.html").write_text(coding([60, 40, 1, 5]), encoding="utf-8")
    tree = check_closed(single_file(folder))
    coded = tree.get_element_by_id("coding")
    assert len(coded.xpath(".//tbody/tr")) == MOST_STATEMENTS
    assert [h.text for h in coded.xpath(".//h3")] == ["Page 1", "Page 2"]
    assert coded.xpath(".//li/a/text()") == ["Page 1", "Page 2"]
    assert "Here are the first 100 of 106 statements. The others are left to the report’s folder" in text_of(coded)


def test_a_single_page_with_too_many_statements_is_cut_inside(folder):
    (folder / "coding.html").write_text(coding([130, 2]), encoding="utf-8")
    coded = one(folder).get_element_by_id("coding")
    assert len(coded.xpath(".//tbody/tr")) == MOST_STATEMENTS
    assert "Here are the first 100 of 132 statements." in text_of(coded)


def test_what_fits_is_not_cut(folder):
    coded = one(folder).get_element_by_id("coding")
    assert len(coded.xpath(".//tbody/tr")) == 5 and "Here are the first" not in text_of(coded)


def test_pages_of_a_subfolder_are_in_or_all_left(folder):
    (folder / "behind").mkdir()
    long = page("Behind", f"<p>{'a' * MOST_BYTES}</p>")
    for name in ("one", "two"):
        (folder / "behind" / f"{name}.html").write_text(long, encoding="utf-8")
    (folder / "changes.html").write_text(page("Changes", '<p><a href="behind/one.html">Ten</a></p>'), encoding="utf-8")
    tree = check_closed(single_file(folder))
    assert tree.xpath("//section[@id='changes']/p")[0].text_content() == "Ten"
    assert "there are also 2 pages in behind/, 2 charts as PNG" in text_of(tree.get_element_by_id("about"))


def test_source_lines_that_differ_are_kept(folder):
    lines = one(folder).xpath("//p[@class='small source-line']")
    assert [line.text_content() for line in lines] == ["Source: pages of the Freedonia Gazette."]


def test_what_runs_or_loads_does_not_come_along(folder):
    main = """<script>alert(1)</script><p onclick="alert(2)" style="background: url(https://evil.example/a)">A</p>
<svg><use href="https://evil.example/b#c"></use><a href="javascript:alert(3)">B</a><title>Kept</title></svg>
<a href="javascript:alert(4)">C</a><a href="//evil.example/d">D</a><a href="http://[bad">E</a><a href="/etc/passwd">F</a>
<iframe src="https://evil.example/e"></iframe><img src="https://evil.example/f.png" srcset="x" alt="G">
<link rel="stylesheet" href="https://evil.example/g.css"><table><tr><td colspan="1000000000">H</td></tr></table>"""
    (folder / "changes.html").write_text(page("Changes", main), encoding="utf-8")
    content = single_file(folder)
    tree = check_closed(content)
    assert b"evil.example" not in content and b"alert" not in content and b"1000000000" not in content
    assert re.sub(r"\s", "", tree.get_element_by_id("changes").text_content()).startswith("ChangesABKeptCDEFGH")
    [policy] = tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    assert policy.startswith("default-src 'none';")


def test_references_inside_a_drawing_follow_their_ids(folder):
    main = '<svg><clipPath id="p"></clipPath><g clip-path="url(#p)"></g><g clip-path="url(#gone)"></g></svg>'
    (folder / "changes.html").write_text(page("Changes", main), encoding="utf-8")
    assert one(folder).xpath("//g/@clip-path") == ["url(#changes-p)", "none"]


TITLES = st.text(st.characters(codec="utf-8"), min_size=1, max_size=40) | st.sampled_from(
    ["</title><script>alert(1)</script>", "<!--", "]]>", "&amp;lt;", "<h1 id=index>", "\x00\x0b<b>", '" onload="x']
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(title=TITLES)
def test_a_title_stays_text_whatever_it_is(folder, title):
    (folder / "weekly.html").write_text(
        page("T", f"<p>{escape(title)}</p>").replace(">T<", f">{escape(title)}<"), "utf-8"
    )
    tree = check_closed(single_file(folder))
    seen = "".join(c for c in title if c >= " " and c not in "\x7f\ufffe\uffff" and not "\x80" <= c <= "\x9f")
    shown = tree.xpath("//section[@id='weekly']/h2")[0]
    assert len(shown) == 0 and "".join(seen.split()) == re.sub(r"[\s\x00-\x1f\x7f-\x9f]", "", shown.text_content())


def test_a_page_that_is_none_of_a_report_is_refused_by_name(folder):
    (folder / "odd.html").write_text("<p>Odd</p>", encoding="utf-8")
    with pytest.raises(ReportError, match=r"^odd.html is no page of a report: it has no heading or no main part$"):
        single_file(folder)


def test_a_page_that_is_nested_too_deeply_is_refused_not_cut(folder):
    (folder / "odd.html").write_text(page("Odd", "<div>" * 5000 + "deep" + "</div>" * 5000), encoding="utf-8")
    with pytest.raises(ReportError, match=r"^odd.html can't be put into one file: its elements are nested too deeply$"):
        single_file(folder)


def test_a_folder_without_an_index_is_refused(tmp_path):
    with pytest.raises(FileNotFoundError, match=r"index\.html"):
        single_file(tmp_path)


def test_a_real_report_is_closed_and_has_its_notebook_and_its_sentence(made):
    content = (made[1].folder / "report.html").read_bytes()
    tree = check_closed(content)
    assert tree.xpath("//section[@id='speaking']/h2")[0].text_content() == "Who <script>speaks</script>"
    assert "Egypt called for a ceasefire" in text_of(tree) and len(tree.xpath("//img")) == 1
    assert content == single_file(made[1].folder)  # the manifest and the file itself change nothing


def test_the_copy_is_in_the_manifest_and_counts_into_the_run(made):
    without, with_copy = made
    manifest = json.loads((with_copy.folder / "manifest.json").read_text(encoding="utf-8"))
    assert "report.html" in manifest["files"] and list(manifest["copies"]) == ["report.html"]
    assert with_copy.run_id != without.run_id and not (without.folder / "report.html").exists()
    assert 'href="report.html"' in with_copy.index.read_text(encoding="utf-8")
    assert "report.html" not in without.index.read_text(encoding="utf-8")
