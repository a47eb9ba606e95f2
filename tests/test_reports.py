"""A report appears whole or not at all, says the same twice, and shows nothing that runs."""

import json
import os
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from conflictlib.opening import open_statements
from conflictlib.parameters import ParameterError
from conflictlib.reports import ReportError, folder, inputs, report
from conflictlib.reports.clean import clean
from conflictlib.reports.notebooks import choose, settle
from conflictlib.reports.running import WORK
from conflictlib.schema import STATEMENTS, conform
from conflictlib.writing import to_csv, to_jsonl

PAGE = """Ministers <script>alert("title")</script> & others meet

CAIRO, 12 October 2023 - Egypt called for an immediate ceasefire <script>alert("text")</script> on Thursday.
China expressed deep concern over the escalation between Palestine and Israel.
"""

PARAMETERS = """corpus: str = "sample"  # where the statements are
start: str = ""  # first day, inclusive
top: int = 8  # how many
out: str = ""  # folder for the charts"""

CHART = """import matplotlib.pyplot as plt
import pandas as pd
from conflictlib.charts import show
counts = pd.DataFrame({"actor": ["<script>alert('cell')</script>", "CHN"], "n": [1, top]})
fig, ax = plt.subplots()
_ = ax.bar(["a", "b"], counts["n"])
_ = ax.set_title("A <script>chart</script>")
show(ax, data=counts, name="counts", out=out)"""


def write_notebook(path, *cells, parameters=PARAMETERS, title="Who speaks <script>alert('name')</script>"):
    sources = [("markdown", f"# {title}\n\nHow *often* each actor speaks."), ("parameters", parameters)]
    sources += [("code", cell) for cell in cells]
    written = []
    for number, (kind, source) in enumerate(sources):
        code = {"execution_count": None, "outputs": []} if kind != "markdown" else {}
        tags = {"tags": ["parameters"]} if kind == "parameters" else {}
        cell_type = "markdown" if kind == "markdown" else "code"
        cell = {"cell_type": cell_type, "id": f"cell-{number}", "metadata": tags, "source": source}
        written.append({**cell, **code})
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    whole = {"cells": written, "metadata": {"kernelspec": kernel}, "nbformat": 4, "nbformat_minor": 5}
    path.write_text(json.dumps(whole), encoding="utf-8")
    return path


def files_of(folder):
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def kernels_alive():
    listed = subprocess.run(["ps", "-eo", "ppid=,args="], capture_output=True, text=True, check=True).stdout
    own = [line.split(None, 1)[1] for line in listed.splitlines() if line.split(None, 1)[0] == str(os.getpid())]
    return [line for line in own if "ipykernel" in line]


@pytest.fixture(scope="module")
def work(tmp_path_factory):
    """A folder with a space and braces in its name, a page, two notebooks, a python3 kernel that fails."""
    base = tmp_path_factory.mktemp("a {report} here")
    pages = base / "press releases"
    pages.mkdir()
    (pages / "cairo.txt").write_text(PAGE, encoding="utf-8")
    (pages / "broken.docx").write_bytes(b"\x00\x01\x02")
    write_notebook(base / "first.ipynb", CHART, "counts", "print(corpus, start, top)")
    write_notebook(base / "second #2.ipynb", CHART, "from pathlib import Path\nPath.cwd()")
    wrong = base / "jupyter" / "kernels" / "python3"
    wrong.mkdir(parents=True)
    (wrong / "kernel.json").write_text('{"argv": ["false"], "display_name": "wrong", "language": "python"}')
    return base


@pytest.fixture(scope="module")
def make(work):
    def run(**options):
        names = [work / "first.ipynb", str(work / "second #2.ipynb")]
        given = {"notebooks": names, "parameters": {"top": "3"}, "out": work / "out", **options}
        return report(work / "press releases", progress=False, **given)

    return run


@pytest.fixture(scope="module")
def made(work, make):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JUPYTER_PATH", str(work / "jupyter"))  # its python3 is not ours
        return make()


@pytest.fixture(scope="module")
def pages(made):
    return {path.name: path.read_text(encoding="utf-8") for path in made.folder.glob("*.html")}


def test_folder_is_whole_and_alone(made, work):
    assert sorted(files_of(made.folder)) == [
        "behind/first-counts.html", "behind/second #2-counts.html", "coding.html",
        "figures/first-counts.png", "figures/first-counts.svg", "figures/second #2-counts.png",
        "figures/second #2-counts.svg", "first.html", "first.ipynb", "index.html", "manifest.json",
        "pages/cairo.txt.html", "ro-crate-metadata.json", "second #2.html", "second #2.ipynb", "tables/documents.csv",
        "tables/evidence.csv",
        "tables/first-counts.csv", "tables/press-releases.jsonl", "tables/problems.csv",
        "tables/second #2-counts.csv", "tables/statements.csv",
    ]  # fmt: skip
    there = work / "out" / "press-releases"
    assert sorted(path.name for path in there.iterdir()) == sorted([".lock", made.run_id[:12], "latest"])
    assert (there / "latest").resolve() == made.folder.resolve()
    assert made.index == made.folder / "index.html" and made.fresh
    assert [each.name for each in made.notebooks] == ["first", "second #2"]
    assert [path.name for path in made.notebooks[0].pictures] == ["first-counts"]
    assert made.problems["file"].to_list() == ["broken.docx"] and made.counts["problems"] == 1


def test_manifest_has_the_digest_of_every_file_and_what_went_in(made, work):
    manifest = json.loads((made.folder / "manifest.json").read_text(encoding="utf-8"))
    there = {name: folder.digest_of(made.folder / name) for name in files_of(made.folder)}
    del there["manifest.json"]
    assert manifest["files"] == there
    assert sorted(manifest["inputs"]) == ["press releases/broken.docx", "press releases/cairo.txt"]
    assert manifest["parameters"] == {"top": 3}
    assert manifest["notebooks"]["first"]["parameters"] == {
        "corpus": "tables/press-releases.jsonl", "start": "", "top": 3, "out": ".",
    }  # fmt: skip
    assert {"python", "pandas", "matplotlib", "papermill", "conflictlib"} <= set(manifest["versions"])


def test_parameters_reach_the_notebooks_in_their_types(pages):
    assert "<pre>tables/press-releases.jsonl  3\n</pre>" in pages["first.html"]
    assert "<td><code>top</code></td><td>3 <span" in pages["index.html"]


def test_same_again_gives_the_same_bytes_or_is_not_run_at_all(made, make, monkeypatch):
    before = files_of(made.folder)
    again = make(force=True, jobs=1)
    assert again.fresh and again.folder == made.folder
    assert {name for name, content in files_of(made.folder).items() if before.get(name) != content} == set()
    monkeypatch.setattr("conflictlib.reports.making.make", None)
    seen = make()
    assert not seen.fresh
    assert (seen.run_id, seen.counts, seen.notebooks) == (made.run_id, made.counts, made.notebooks)
    pd.testing.assert_frame_equal(seen.problems, made.problems)


def test_a_folder_that_lacks_a_file_is_not_taken_for_a_report(made, tmp_path):
    assert folder.read_manifest(made.folder)["run_id"] == made.run_id
    (tmp_path / "manifest.json").write_bytes((made.folder / "manifest.json").read_bytes())
    assert folder.read_manifest(tmp_path) is None
    assert folder.read_manifest(tmp_path / "nowhere") is None


def test_no_file_tells_where_it_was_made(made, work):
    here = [str(work), str(work.resolve()), str(Path.cwd()), str(Path.home()) + "/", f".{os.getpid()}."]
    for name, content in files_of(made.folder).items():
        assert not [place for place in here if place.encode() in content], name


class _Seen(HTMLParser):
    def __init__(self, html):
        super().__init__()
        self.tags, self.loaded, self.links = set(), [], []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.loaded += [value for name, value in attrs if name in ("src", "srcset", "data", "poster", "background")]
        self.loaded += [value for name, value in attrs if tag == "link" and name == "href"]
        self.links += [value for name, value in attrs if tag == "a" and name == "href"]
        assert not [name for name, _ in attrs if name.startswith("on")]


def test_pages_load_nothing_from_elsewhere_and_run_nothing(made, pages):
    assert set(pages) == {"index.html", "coding.html", "first.html", "second #2.html"}
    for name, html in pages.items():
        seen = _Seen(html)
        assert not seen.tags & {"script", "link", "iframe", "object", "embed", "svg", "base", "form"}, name
        outside = [src for src in seen.loaded if not src.startswith("data:image/")]
        assert all((made.folder / unquote(src)).is_file() for src in outside), name
        inside = [href for href in seen.links if not href.startswith(("#", "http"))]
        assert all((made.folder / unquote(href)).is_file() for href in inside), name
        assert not re.search(r"@import|url\(", html.split("</style>")[0])
        assert "Content-Security-Policy" in html


def test_hostile_text_is_escaped_wherever_it_comes_from(pages):
    assert not [name for name, html in pages.items() if "<script" in html]
    assert "alert(&#39;name&#39;)" in pages["index.html"]  # a notebook's title
    assert "&lt;script&gt;alert('cell')&lt;/script&gt;" in pages["first.html"]  # a table's cell
    assert "A &lt;script&gt;chart&lt;/script&gt;" in pages["first.html"]  # a picture's text
    assert "&lt;script&gt;" in pages["coding.html"]  # a page's text


def test_pages_tell_what_they_show(pages):
    assert '<img src="figures/first-counts.png" alt="Bar chart' in pages["index.html"]
    assert re.search(r'<img alt="Bar chart[^"]+" src="data:image/png;base64,[^"]+" width="\d+"', pages["first.html"])
    assert '<a href="figures/first-counts.svg">SVG</a> <a href="tables/first-counts.csv">CSV</a>' in pages["first.html"]
    assert "coded by rules, not by people" in pages["index.html"] and "broken.docx" in pages["index.html"]
    assert '<span class="cue">called for</span>' in pages["coding.html"]
    assert "<mark>" in pages["coding.html"] and "12 October 2023" in pages["coding.html"]
    assert "import matplotlib" not in pages["first.html"]  # no code


def test_a_failed_notebook_leaves_the_others_and_no_report(work, tmp_path):
    good = write_notebook(tmp_path / "good.ipynb", "1 + 1", "import warnings")
    value = write_notebook(tmp_path / "value.ipynb", "from conflictlib.parameters import day\nday('start', start)")
    other = write_notebook(tmp_path / "other.ipynb", "{}['no\\nsuch']")
    leaves = write_notebook(tmp_path / "leaves.ipynb", "import sys\nsys.exit(0)", "1 + 1")
    dies = write_notebook(tmp_path / "dies.ipynb", "import os, signal\nos.kill(os.getpid(), signal.SIGKILL)")
    with pytest.raises(ReportError) as raised:
        report(
            work / "press releases", notebooks=[good, value, other, leaves, dies], out=tmp_path / "out",
            parameters={"top": 1}, progress=False, jobs=5,
        )  # fmt: skip
    (failed,) = (tmp_path / "out" / "press-releases" / "failed").iterdir()
    assert str(raised.value) == (
        "other failed: KeyError: 'no\\nsuch'; "
        "leaves failed: it stopped itself (SystemExit: 0) before its end; "
        f"dies failed: its kernel died (killed, or out of memory) (see {failed})"
    )
    assert sorted(path.name for path in failed.parents[1].iterdir()) == [".lock", "failed"]
    there = files_of(failed)
    assert {
        "good.html",
        "value.html",
        "other.ipynb",
        "other.error.txt",
        "leaves.ipynb",
        "dies.error.txt",
    } <= set(there)
    assert not {"manifest.json", "other.html", "leaves.html"} & set(there)
    index = there["index.html"].decode()
    assert index.count("is missing: its notebook failed.") == 3
    assert 'href="good.html"' in index and 'href="other.html"' not in index and 'href="other.error.txt"' in index
    assert b'"ename": "KeyError"' in there["other.ipynb"] and b"KeyError" in there["other.error.txt"]
    assert kernels_alive() == []


def test_what_interrupts_a_report_leaves_neither_folder_nor_kernel(make, work, tmp_path, monkeypatch):
    def interrupt(self):
        raise KeyboardInterrupt

    monkeypatch.setattr("conflictlib.reports.making.Pages.write_coding", interrupt)
    with pytest.raises(KeyboardInterrupt):
        make(out=tmp_path / "out")
    assert [path.name for path in (tmp_path / "out").rglob("*") if not path.is_dir()] == [".lock"]
    assert kernels_alive() == []


def test_report_on_the_sample_says_that_it_is_one(tmp_path):
    events = tmp_path / "my events.csv"
    events.write_text("date,event\n2023-10-07,Attack\n", encoding="utf-8")
    cell = "from pathlib import Path\nprint(corpus, Path(events).read_text().splitlines()[1])"
    parameters = PARAMETERS + '\nevents: str = "sample"  # table of events'
    notebook = write_notebook(tmp_path / "events.ipynb", cell, parameters=parameters)
    made = report(
        notebooks=notebook, parameters={"events": events, "start": "2024-01-01"}, out=tmp_path / "out", progress=False
    )
    assert made.folder.parent.name == "sample" and made.counts["statements"] == 314
    index, coding, page = (
        (made.folder / name).read_text(encoding="utf-8") for name in ("index.html", "coding.html", "events.html")
    )
    assert "This is a convenience sample." in index and "Public statements from 11 January 2024 to" in index
    assert "sample 2023-10-07,Attack" in page and (made.folder / "inputs" / "my events.csv").is_file()
    assert made.counts["selected"] == len(open_statements(start="2024-01-01")) < 314
    assert f"<dd>{made.counts['selected']}</dd>" in index
    found = json.loads((made.folder / "manifest.json").read_text(encoding="utf-8"))["coding"]
    assert 0 < found["same_actor_and_act"] <= found["same_actor"] <= found["n"]
    assert f"retell {found['n']} statements that people have coded by hand" in coding
    assert f"found {found['same_actor']} ({round(100 * found['same_actor'] / found['n'])} %)" in coding


def test_report_on_a_table_does_not_claim_to_have_coded_it(tmp_path):
    table = tmp_path / "mine.csv"
    table.write_text("statement_id,date,actor,act,text\na,2023-10-07,EGY,calls_for,a ceasefire\n")
    notebook = write_notebook(tmp_path / "one.ipynb", "print(corpus)")
    made = report(table, notebooks=notebook, out=tmp_path / "out", progress=False)
    index = made.index.read_text(encoding="utf-8")
    assert "These statements were read from a table." in index and "coded by rule" not in index
    assert not (made.folder / "coding.html").exists() and made.counts["statements"] == 1


UNKNOWN = "there is no parameter 'strat' (did you mean 'start'?); the notebooks have corpus, start, top, out"


@pytest.mark.parametrize(
    ("parameters", "message"),
    [
        ({"strat": "2023-10-07"}, UNKNOWN),
        ({"top": "eight"}, "top is 'eight'; allowed is a whole number"),
        ({"top": 2.5}, "top is 2.5; allowed is a whole number"),
        ({"top": True}, "top is True; allowed is a whole number"),
        ({"start": None}, "start is None; allowed is a text"),
        ({"start": "2023-13-01"}, "start is '2023-13-01'; allowed is a day as YYYY-MM-DD or ''"),
        ({"corpus": "x.csv"}, "parameter 'corpus' is set by the report; give it sources instead"),
    ],
)
def test_wrong_parameters_are_refused_before_anything_is_run(make, tmp_path, parameters, message):
    with pytest.raises(ParameterError) as raised:
        make(parameters=parameters, out=tmp_path / "out")
    assert str(raised.value) == message
    assert not (tmp_path / "out").exists()


def test_parameter_that_one_notebook_knows_is_not_refused(tmp_path):
    one = write_notebook(tmp_path / "one.ipynb", parameters="top: int = 8\nshare: bool = False\nwidth: float = 1.5")
    two = write_notebook(tmp_path / "two.ipynb", parameters="every = 'week'")
    both = choose([one, two])
    given = {"top": "3", "share": "yes", "width": 2, "every": "month"}
    assert settle(both, given) == {"top": 3, "share": True, "width": 2.0, "every": "month"}
    with pytest.raises(ParameterError, match=r"^share is 'perhaps'; allowed is true or false$"):
        settle(both, {"share": "perhaps"})
    with pytest.raises(ParameterError, match=r"^width is 'nan'; allowed is a number$"):
        settle(both, {"width": "nan"})


def test_parameters_cell_is_read_with_meanings(tmp_path):
    (read,) = choose([write_notebook(tmp_path / "one.ipynb", title="Who speaks")])
    assert (read.title, read.purpose) == ("Who speaks", "How *often* each actor speaks.")
    assert [(p.name, p.type, p.default) for p in read.parameters.values()] == [
        ("corpus", "str", "sample"), ("start", "str", ""), ("top", "int", 8), ("out", "str", ""),
    ]  # fmt: skip
    assert read.parameters["start"].meaning == "first day, inclusive"


@pytest.mark.parametrize(
    "line", ["x: str | None = None", "x = [1, 2]", "a, b = 1, 2", "x: int", "x = open('a')", "x = ("]
)
def test_parameters_cell_that_papermill_would_pass_over_is_refused(tmp_path, line):
    write_notebook(tmp_path / "one.ipynb", parameters=line)
    with pytest.raises(ParameterError) as raised:
        choose([tmp_path / "one.ipynb"])
    assert str(raised.value) == (
        "notebook one.ipynb: its parameters cell can't be read; allowed are lines such as start: str = ''  # first day"
    )


def test_unknown_notebooks_and_sources_are_named(work, tmp_path):
    shipped = [path.stem for path in sorted(inputs.folder("notebooks").glob("*.ipynb"))]
    with pytest.raises(ParameterError) as raised:
        choose(["nonesuch"])
    assert str(raised.value).startswith("notebooks has 'nonesuch'; allowed are " + ", ".join(shipped))
    with pytest.raises(ParameterError) as raised:
        choose([tmp_path / "nonesuch.ipynb"])
    assert str(raised.value) == f"notebooks has '{tmp_path / 'nonesuch.ipynb'}': there is no such file"
    with pytest.raises(ParameterError, match=r"^notebooks has 'index', a name that a report needs for a page"):
        choose([write_notebook(tmp_path / "index.ipynb")])
    (tmp_path / "text.ipynb").write_text("{}")
    with pytest.raises(ParameterError) as raised:
        choose([tmp_path / "text.ipynb"])
    assert str(raised.value) == "notebooks has 'text.ipynb': it is not a notebook of format 4"
    with pytest.raises(ParameterError) as missing:
        report(work / "press release", notebooks=work / "first.ipynb", out=tmp_path)
    assert str(missing.value) == (
        f"source '{work / 'press release'}': there is no such file or folder "
        f"(did you mean '{work / 'press releases'}'?)"
    )


def test_sources_of_which_nothing_can_be_read_are_refused(work, tmp_path):
    with pytest.raises(ReportError, match=r"^nothing could be read from .*broken\.docx; broken\.docx: "):
        report(work / "press releases" / "broken.docx", notebooks=work / "first.ipynb", out=tmp_path / "out")
    assert [path.name for path in (tmp_path / "out").rglob("*") if path.is_file()] == [".lock"]


def test_jobs_is_checked(make):
    with pytest.raises(ParameterError, match=r"^jobs is 0; allowed is a whole number from 1 on$"):
        make(jobs=0)


def test_temporary_folders_of_dead_processes_are_swept(tmp_path):
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    dead, living = (tmp_path / f".sample-1.{folder._host()}.{pid}.tmp" for pid in (ended.pid, os.getppid()))
    elsewhere = tmp_path / f".sample-1.another-host.{ended.pid}.tmp"
    for path in (dead, living, elsewhere, tmp_path / "sample-1"):
        path.mkdir()
    folder.sweep(tmp_path)
    assert sorted(tmp_path.iterdir()) == sorted([living, elsewhere, tmp_path / "sample-1"])


def test_a_finished_folder_replaces_the_one_before(tmp_path):
    final = tmp_path / "final"
    for content in ("one", "two"):
        with folder.staging(tmp_path, "final") as staged:
            (staged / content).write_text(content)
            folder.put(staged, final)
    assert [path.name for path in tmp_path.rglob("*")] == ["final", "two"]


def test_tables_are_read_back_without_loss(tmp_path):
    rows = [
        {
            "statement_id": "a",
            "date": "2023-10-07",
            "themes": ["ceasefire"],
            "text": "“Ça, \n”",
            "spans": [[0, 3]],
        },
        {"statement_id": "b", "negated": True, "start": 5, "text": "=1+1", "spans": [[1, 2], [5, 9]]},
    ]
    table = conform(rows, STATEMENTS)
    to_jsonl(table, tmp_path / "a.jsonl")
    lines = (tmp_path / "a.jsonl").read_text(encoding="utf-8").splitlines()
    pd.testing.assert_frame_equal(conform(map(json.loads, lines), STATEMENTS), table)
    to_csv(table, tmp_path / "a.csv")
    seen = pd.read_csv(tmp_path / "a.csv", keep_default_na=False)
    assert seen["text"].to_list() == ["“Ça, \n”", "'=1+1"]
    assert seen["spans"].to_list() == ["[[0, 3]]", "[[1, 2], [5, 9]]"]


@pytest.mark.parametrize(
    ("html", "cleaned"),
    [
        ("a & b &amp; c", "a &amp; b &amp; c"),
        ("<a href=javascript:alert(1)>x</a>", "<a>x</a>"),
        ("<a href=' java\tscript:alert(1)'>x</a>", "<a>x</a>"),
        ("<a href='//a.org/b'>x</a>", "<a>x</a>"),
        ("<a href='figures/a.png'>x</a>", '<a href="figures/a.png">x</a>'),
        ("<img src=http://a.org/b.png alt=b>", '<img alt="b">'),
        ("<svg><title>t</title><script>x</script></svg>after", "after"),
        ("<style>p { color: red }</style><p style='color: red'>x", "<p>x</p>"),
        ("<b>bold</i></b></p>", "<b>bold</b>"),
        ("<td title='\"><script>'>x</td>", '<td title="&quot;&gt;&lt;script&gt;">x</td>'),
        ("<tr><td>1,200</td><td>one</td></tr>", '<tr><td class="number">1,200</td><td>one</td></tr>'),
        ("<tr><td>2024-01-31</td><td>NaT</td></tr>", '<tr><td class="day">2024-01-31</td><td>–</td></tr>'),
    ],
)
def test_clean_leaves_plain_markup(html, cleaned):
    assert clean(html) == cleaned


@given(st.text(alphabet=st.sampled_from("<>/=\"'&; abps") | st.characters(codec="utf-8"), max_size=200))
def test_clean_of_anything_is_plain_and_stays_as_it_is(html):
    once = clean(html)
    assert not _Seen(once).tags - {"a", "b", "p", "s"} and not _Seen(once).loaded
    assert clean(once) == once


def test_importing_reports_imports_nothing_heavy():
    heavy = ["papermill", "nbconvert", "pandas", "jinja2", "jupyter_client", "nbformat"]
    code = f"import sys, conflictlib.reports; print([n for n in {heavy} if n in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_work_folder_is_no_name_of_a_notebook():
    assert WORK.startswith(".")
