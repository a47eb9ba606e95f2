"""The picture of a chart: its text changes with whatever is seen, and with nothing else."""

import base64
import hashlib
import io
import os
import re
import subprocess
import sys
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from conflictlib import charts
from conflictlib.charts._artists import number
from conflictlib.charts._describe import describe
from conflictlib.opening import load_events, open_statements
from conflictlib.parameters import ParameterError
from conflictlib.summaries import actors, crosstab, frequency

SAMPLE = open_statements()
COUNTS = frequency(SAMPLE, every="month", by="actor")


@pytest.fixture(autouse=True)
def closed_figures():
    plt.switch_backend("agg")
    yield
    plt.close("all")


def lines():
    return charts.frequency(COUNTS, top=3, events=load_events())


def text_of(ax):
    """What `show` tells, without its picture."""
    return describe(ax.figure)[1]


CHARTS = {
    "lines": lines,
    "stacked": lambda: charts.frequency(COUNTS, kind="stacked", top=3),
    "panels": lambda: charts.frequency(COUNTS, kind="panels", top=3),
    "bars": lambda: charts.bars(actors(SAMPLE), top=5),
    "heatmap": lambda: charts.heatmap(crosstab(SAMPLE), top=5),
    "empty": lambda: charts.bars(actors(SAMPLE.head(0))),
}


# What is seen is in the text


@pytest.mark.parametrize("name", CHARTS)
def test_drawn_twice_it_is_the_same(name):
    assert charts.show(CHARTS[name]()) == charts.show(CHARTS[name]())


def israel(ax):
    return next(line for line in ax.lines if line.get_label() == "Israel")


def change_value(ax):
    line = israel(ax)
    values = np.array(line.get_ydata())
    values[3] += 1
    line.set_ydata(values)


MUTATIONS = {
    "a value": change_value,
    "two values swapped": lambda ax: israel(ax).set_ydata(np.roll(israel(ax).get_ydata(), 1)),
    "a place": lambda ax: israel(ax).set_xdata(israel(ax).get_xdata() + 31),
    "a colour": lambda ax: israel(ax).set_color("#123456"),
    "a dash": lambda ax: israel(ax).set_linestyle("--"),
    "a name": lambda ax: israel(ax).set_label("Atlantis"),
    "the title": lambda ax: ax.figure.suptitle("Another"),
    "an upper limit": lambda ax: ax.set_ylim(0, 100),
    "a last day": lambda ax: ax.set_xlim(ax.get_xlim()[0], ax.get_xlim()[1] + 40),
    "a tick": lambda ax: ax.set_yticks([0, 3], ["0", "three"]),
    "a label of an axis": lambda ax: ax.set_ylabel("n"),
    "a series gone": lambda ax: israel(ax).remove(),
    "a series hidden": lambda ax: israel(ax).set_visible(False),
    "an order": lambda ax: (line := israel(ax)).remove() or ax.add_line(line),
    "a text": lambda ax: ax.texts[0].set_text("Elsewhere"),
    "an event": lambda ax: next(x for x in ax.lines if x.get_label() == "events").set_xdata([ax.get_xlim()[0]] * 60),
    "everything": lambda ax: ax.clear(),
    "another axes": lambda ax: ax.figure.add_axes((0.5, 0.5, 0.1, 0.1)),
}


@pytest.mark.parametrize("name", MUTATIONS)
def test_whatever_is_changed_changes_the_text(name):
    before = text_of(lines())
    ax = lines()
    MUTATIONS[name](ax)
    assert text_of(ax) != before


@pytest.mark.parametrize(
    ("name", "mutate"),
    [
        ("bars", lambda ax: ax.patches[2].set_width(99)),
        ("bars", lambda ax: ax.patches[2].set_facecolor("red")),
        ("bars", lambda ax: ax.texts[2].set_text("99")),
        ("heatmap", lambda ax: ax.collections[0].set_array(np.arange(40).reshape(5, 8))),
        ("heatmap", lambda ax: ax.collections[0].set_cmap("viridis")),
        ("heatmap", lambda ax: ax.collections[0].set_clim(0, 99)),
        ("stacked", lambda ax: ax.patches[0].set_data(values=ax.patches[0].get_data()[0] + 1)),
        ("stacked", lambda ax: ax.patches[0].set_hatch("//")),
        ("stacked", lambda ax: ax.get_legend().get_texts()[0].set_text("Atlantis")),
        ("panels", lambda ax: ax.figure.axes[2].patches[0].set_facecolor("red")),
        ("panels", lambda ax: ax.figure.axes[1].set_title("Atlantis", loc="left")),
    ],
)
def test_other_charts_too(name, mutate):
    before = text_of(CHARTS[name]())
    ax = CHARTS[name]()
    mutate(ax)
    assert text_of(ax) != before


def test_noise_of_the_arithmetic_is_not_seen():
    before = text_of(lines())
    ax = lines()
    for line in ax.lines[:3]:
        line.set_ydata(np.asarray(line.get_ydata()) + 1e-13)
    ax.set_ylim(0, ax.get_ylim()[1] * (1 + 1e-13))
    assert text_of(ax) == before


def test_the_text_of_a_small_chart_in_full():
    few = SAMPLE.head(12).drop(columns="members").assign(actor=["CHN"] * 7 + ["ISR"] * 5)
    few.attrs["source"] = "twelve statements"
    picture = charts.show(charts.bars(actors(few)))
    assert picture.text == (
        "Bar chart: Most frequent actor: China, 7 of 12 statements. "
        "Statements by actor, 7 Oct 2023 to 11 Oct 2023. statements: China 7, Israel 5. "
        "n = 12 statements. Each statement counts once. Source: twelve statements.\n"
        "x axis, 0 to 7\n"
        "y axis, 1.6 to -0.6; ticks China | Israel\n"
        "bars 'statements', #0072b2: China 7 | Israel 5\n"
        "texts: 7 | 5"
    )
    assert picture.alt == picture.text.split("\n")[0]
    assert repr(picture) == picture.text


def test_the_text_names_every_series_with_its_values():
    text = text_of(lines())
    for actor, name in (("ISR", "Israel"), ("USA", "United States"), ("PSE", "Palestine")):
        values = COUNTS.loc[COUNTS["actor"] == actor, "n"].tolist()
        assert f"line '{name}'" in text
        assert f"29 values: {' '.join(map(str, values[:-1]))} missing" in text
    assert "Oct 2023 | Jan 2024 | Apr" in text
    assert "x axis, 1 Oct 2023 to 28 Feb 2026" in text


def test_a_long_series_is_told_by_its_sum_and_digest():
    days = frequency(SAMPLE, every="day")
    text = text_of(charts.frequency(days))
    assert re.search(r"867 values, sum 314, digest [0-9a-f]{12}", text)
    moved = days.copy()
    moved.loc[[10, 11], "n"] = moved.loc[[11, 10], "n"].to_numpy()
    assert text_of(charts.frequency(moved)) != text


def test_any_chart_of_matplotlib_has_a_text():
    fig, axes = plt.subplots(2, 2)
    axes[0, 0].scatter([1, 2], [3, 4], label="dots")
    axes[0, 1].imshow([[1, 2], [3, 4]])
    axes[1, 0].fill_between([0, 1], [1, 2])
    axes[1, 0].set_xlabel("x of it")
    axes[1, 1].bar(["a", "b"], [1.5, 2])
    axes[1, 1].add_patch(plt.Circle((0, 0), 1))
    text = charts.show(axes[0, 0]).text
    assert text.startswith("Bar chart in 4 panels. dots: 3 to 4")
    for part in ("points 'dots'", "image, viridis", "shapes, #1f77b4", "x axis 'x of it'", "a 1.5 | b 2", "shape, #1f"):
        assert part in text
    assert fig.number not in plt.get_fignums()


@given(st.floats(allow_nan=False, allow_infinity=False, min_value=-1e14, max_value=1e14))
def test_a_number_keeps_six_digits(value):
    assert float(number(value)) == pytest.approx(value, rel=1e-5, abs=1e-8)
    assert number(value) != "-0"


# The bundle that a notebook gets, and the files


def test_the_bundle_has_a_png_and_the_text():
    data, metadata = charts.show(lines())._repr_mimebundle_()
    assert set(data) == {"image/png", "text/plain"}
    assert metadata["image/png"]["alt"] == data["text/plain"].split("\n")[0]
    image = Image.open(io.BytesIO(base64.b64decode(data["image/png"])))
    assert image.size[0] == 1200
    assert metadata["image/png"]["width"] == 800
    assert image.getpixel((0, 0)) == 0  # the most frequent colour
    assert image.convert("RGB").getpixel((0, 0)) == (255, 255, 255)


def test_the_figure_is_closed_so_that_it_is_shown_once():
    charts.show(lines())
    assert plt.get_fignums() == []


def test_files_are_the_same_bytes_in_another_process(tmp_path):
    code = (
        "import conflictlib as cl\n"
        "s = cl.open_statements()\n"
        "c = cl.frequency(s, every='quarter', by='actor')\n"
        "cl.show(cl.charts.frequency(c, kind='stacked', events=cl.load_events()), data=c, name='a', out='{}')\n"
    )
    digests = []
    for name in ("one", "other"):
        environment = {**os.environ, "PYTHONHASHSEED": {"one": "1", "other": "2"}[name]}
        subprocess.run([sys.executable, "-c", code.format(tmp_path / name)], check=True, env=environment)
        files = sorted((tmp_path / name).rglob("*.*"))
        digests.append({str(f.relative_to(tmp_path / name)): hashlib.sha256(f.read_bytes()).hexdigest() for f in files})
    assert digests[0] == digests[1]
    assert sorted(digests[0]) == [
        str(Path(p)) for p in ("figures/a.json", "figures/a.png", "figures/a.svg", "tables/a.csv")
    ]


def test_an_svg_has_a_description_and_no_date(tmp_path):
    charts.show(lines(), name="a", out=tmp_path)
    svg = (tmp_path / "figures" / "a.svg").read_text(encoding="utf-8")
    assert "Line chart: Most frequent actor: Israel" in svg
    assert "<dc:date>" not in svg
    assert "Matplotlib v" not in svg
    assert not (tmp_path / "tables").exists()


def test_a_table_is_written_so_that_no_spreadsheet_runs_it(tmp_path):
    table = pd.DataFrame({
        "text": ["=1+1", "+41", "-1", "@x", "plain", None], "n": [-1, 2, 3, 4, 5, 6],
        "share": [-0.5, 0.1, 1 / 3, 1, 0, None], "day": pd.to_datetime(["2023-10-07"] * 6),
        "themes": [["=a", "b"], ["c"], [], [], [], []], "=head": ["x"] * 6,
    })  # fmt: skip
    charts.show(lines(), data=table, name="t", out=tmp_path)
    written = (tmp_path / "tables" / "t.csv").read_bytes()
    assert b"\r" not in written
    assert written.decode().splitlines()[:5] == [
        "text,n,share,day,themes,'=head", "'=1+1,-1,-0.5,2023-10-07,'=a;b,x", "'+41,2,0.1,2023-10-07,c,x",
        f"'-1,3,{1 / 3},2023-10-07,,x", "'@x,4,1.0,2023-10-07,,x",
    ]  # fmt: skip


def test_the_table_of_a_chart_reads_back(tmp_path):
    charts.show(charts.frequency(COUNTS), data=COUNTS, name="t", out=str(tmp_path))
    back = pd.read_csv(tmp_path / "tables" / "t.csv", parse_dates=["period"])
    pd.testing.assert_frame_equal(back, COUNTS, check_dtype=False)


def test_nothing_is_written_without_out(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    charts.show(lines(), data=COUNTS, name="t")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["", "a/b", "../a", "a.b", "ä", "a b"])
def test_a_name_that_is_no_file_name_is_refused(name, tmp_path):
    message = f"name is {name!r}; allowed are letters, digits, - and _, as it names files in out"
    with pytest.raises(ParameterError, match=f"^{re.escape(message)}$"):
        charts.show(lines(), name=name, out=tmp_path)
