"""The charts of keyness and co-occurrence: what is drawn is the table, and nothing overlaps."""

import itertools
import re

import matplotlib.pyplot as plt
import numpy as np
import pytest
from few_statements import said
from matplotlib.text import Text

from conflictlib import charts
from conflictlib.opening import open_statements
from conflictlib.parameters import ParameterError
from conflictlib.schema import TableError
from conflictlib.words import cooccurrence, keyness

SAMPLE = open_statements()
ISRAEL = SAMPLE[SAMPLE["actor"] == "ISR"]
NAMES = ("Israel", "all others")
LONG = "The Extraordinarily Longwinded Permanent Representation of $tate_{} to the World"


@pytest.fixture(autouse=True)
def closed_figures():
    plt.switch_backend("agg")
    yield
    plt.close("all")


def many():
    """Sixty actors with long names, each with words and themes of its own: the hardest case."""
    rows = [
        (f"202{k % 4}-0{1 + k % 9}-01", LONG.format(k % 60), f"theme_{k % 37} theme_{k % 11}",
         f"unpronounceable-multiply-hyphenated-word-{k % 60} word{k % 7} ceasefire")
        for k in range(600)
    ]  # fmt: skip
    return said(*rows)


MANY = many()
SHELF = {
    "two sides": lambda: charts.keyness(keyness(ISRAEL, against=SAMPLE, names=NAMES)),
    "themes, G²": lambda: charts.keyness(keyness(ISRAEL, against=SAMPLE, unit="theme", method="g2", names=NAMES)),
    "years": lambda: charts.keyness(keyness(SAMPLE, every="year"), top=8),
    "quarters": lambda: charts.keyness(keyness(SAMPLE, every="quarter"), top=5),
    "within years": lambda: charts.keyness(keyness(SAMPLE[::3], against=SAMPLE, every="year", names=NAMES), top=5),
    "actors": lambda: charts.keyness(keyness(SAMPLE, by="actor", unit="theme"), top=5),
    "sixty actors": lambda: charts.keyness(keyness(MANY, by="actor"), top=4),
    "long names": lambda: charts.keyness(keyness(MANY[:300], against=MANY[300:], names=(LONG, LONG * 2))),
    "nothing": lambda: charts.keyness(keyness(SAMPLE.head(0), against=SAMPLE)),
    "pairs": lambda: charts.cooccurrence(cooccurrence(SAMPLE)),
    "many pairs": lambda: charts.cooccurrence(cooccurrence(MANY), top=20),
    "one pair": lambda: charts.cooccurrence(cooccurrence(said((None, "FRE", "aid truce", "")))),
    "no pairs": lambda: charts.cooccurrence(cooccurrence(SAMPLE.head(0))),
}


def texts(ax):
    return [t for t in ax.figure.findobj(Text) if t.get_visible() and t.get_text().strip()]


def words(ax, gid):
    return " ".join(" ".join(t.get_text().split()) for t in texts(ax) if t.get_gid() == gid)


@pytest.mark.parametrize("name", SHELF)
def test_words_stay_inside_and_apart(name):
    ax = SHELF[name]()
    figure = ax.figure
    figure.canvas.draw()
    renderer = figure.canvas.get_renderer()
    boxes = [(text.get_text(), Text.get_window_extent(text, renderer)) for text in texts(ax)]
    for text, box in boxes:
        assert box.x0 >= -1 and box.x1 <= figure.bbox.width + 1, text
        assert box.y0 >= -1 and box.y1 <= figure.bbox.height + 1, text
        assert "nan" not in text.lower().split()
    for (one, left), (other, right) in itertools.combinations(boxes, 2):
        across = min(left.x1, right.x1) - max(left.x0, right.x0)
        up = min(left.y1, right.y1) - max(left.y0, right.y0)
        assert across < 1.5 or up < 2.5, (one, other)


@pytest.mark.parametrize("name", ["two sides", "quarters", "nothing", "pairs", "no pairs"])
def test_the_description_has_source_and_n_and_the_words_that_are_drawn(name):
    picture = SHELF[name]()
    shown = charts.show(picture)
    assert re.search(r"n = [\d,]+ statements?\.", shown.alt)
    assert "Source: " in shown.alt


def test_bars_are_the_table():
    table = keyness(ISRAEL, against=SAMPLE, names=NAMES)
    ax = charts.keyness(table, top=6)
    target = table[table["direction"] == "target"].head(6)
    reference = table[table["direction"] == "reference"].iloc[::-1].head(6)
    found = {container.get_label(): container for container in ax.containers}
    assert np.allclose([bar.get_width() for bar in found["Israel"]], target["z"])
    assert np.allclose(sorted(bar.get_width() for bar in found["all others"]), sorted(reference["z"]))
    assert [bar.get_label() for bar in found["Israel"]] == target["word"].tolist()
    counts = [f"{row.word}  {row.n_target} v {row.n_reference}" for row in target.itertuples()]
    assert set(counts) <= {text.get_text() for text in ax.texts}
    assert words(ax, "title") == "Israel: “hamas” stands out"
    assert words(ax, "subtitle") == "Words that set Israel apart from all others, 7 Oct 2023 to 19 Feb 2026"
    assert "Numbers: Israel v all others." in words(ax, "note")
    left = {f"{row.n_target} v {row.n_reference}  {row.word}" for row in reference.itertuples()}
    assert left <= {text.get_text() for text in ax.texts}
    assert {"Israel (39 statements) →", "← all others (275 statements)"} <= {text.get_text() for text in ax.texts}


def test_of_g2_the_root_is_drawn_which_is_on_the_scale_of_z():
    table = keyness(ISRAEL, against=SAMPLE, unit="theme", method="g2")
    ax = charts.keyness(table, top=3)
    (bars,) = [container for container in ax.containers if container.get_label() == "Israel"]
    assert np.allclose([bar.get_width() ** 2 for bar in bars], table["g2"].head(3))
    assert words(ax, "note").startswith("Length: square root of G².")
    assert "terrorism  6 v 6" in {text.get_text() for text in ax.texts}


def test_what_may_be_chance_is_pale_and_what_stands_in_one_document_hollow():
    page = [("2024-01-01", "FRE", "", "glorp glorp glorp glorp glorp glorp blip", "d1")]
    rest = [("2024-01-01", "SYL", "", "many other words that say a lot here", f"e{k}") for k in range(40)]
    sure = [("2024-01-01", "FRE", "", "klopstokia", f"f{k}") for k in range(30)]
    table = said(*page, *sure, *rest)
    found = keyness(table[table["actor"] == "FRE"], against=table, least=1, prior=1)
    ax = charts.keyness(found)
    looks = {bar.get_label(): bar.get_facecolor() for container in ax.containers for bar in container}
    assert looks["glorp"] == (1, 1, 1, 1)
    assert looks["klopstokia"] == plt.matplotlib.colors.to_rgba("#0072B2")
    assert looks["blip"] == (1, 1, 1, 1)
    assert "Hollow: all in one document." in words(ax, "note")
    assert words(ax, "title").startswith("FRE: “klopstokia” stands out")


def test_panels_are_the_periods_of_enough_statements_and_share_one_scale():
    table = keyness(SAMPLE, every="quarter")
    ax = charts.keyness(table, top=3, panels=2)
    n = SAMPLE["date"].dt.to_period("Q").value_counts().sort_index()
    enough = n[n >= 20]
    assert 2 < len(enough) < len(n)
    titles = [panel.get_title(loc="left") for panel in ax.figure.axes]
    ordinal = {1: "1st", 2: "2nd", 3: "3rd", 4: "4th"}
    assert titles == [f"{ordinal[quarter.quarter]} quarter of {quarter.year}" for quarter in enough.index[-2:]]
    assert len({panel.get_xlim() for panel in ax.figure.axes}) == 1
    few = len(n) - len(enough)
    assert f"Not drawn: {len(enough) - 2} others. Left out: {few} quarters in which there are fewer" in words(
        ax, "note"
    )


def test_periods_of_too_few_statements_only_are_a_message():
    few = SAMPLE[SAMPLE["date"].dt.year.isin([2023, 2025])].sort_values("date")
    ax = charts.keyness(keyness(few.iloc[[*range(15), *range(-15, 0)]], every="year"))
    assert "No year has enough statements" in {text.get_text() for text in ax.texts}
    assert "Left out: 2 years in which there are fewer than 20 statements (2023, 2025)." in words(ax, "note")


def test_a_large_period_beside_a_small_one_is_not_left_out():
    n = SAMPLE["date"].dt.year
    ax = charts.keyness(keyness(SAMPLE[n.isin([2025, 2026])], every="year"))
    assert [panel.get_title(loc="left") for panel in ax.figure.axes] == ["2025"]
    assert "Left out: 1 year in which there are fewer than 20 statements (2026)." in words(ax, "note")


def test_of_two_selections_each_needs_enough_statements_in_a_period():
    ax = charts.keyness(keyness(ISRAEL, against=SAMPLE, every="year", names=NAMES))
    assert (ISRAEL["date"].dt.year.value_counts() < 20).all()
    assert "Left out: 4 years in which one side has fewer than 20 statements (2023, 2024," in words(ax, "note")


def test_nothing_that_stands_out_is_not_said_to_set_apart():
    ax = charts.keyness(keyness(ISRAEL, against=SAMPLE, unit="theme", names=NAMES))
    assert words(ax, "title") == "No theme stands out between Israel and all others"
    assert words(ax, "subtitle") == "Themes compared, 7 Oct 2023 to 19 Feb 2026"
    assert "The reference is without the target’s 39 statements." in words(ax, "note")


def test_the_chart_draws_without_what_travels_with_the_table():
    for table in (keyness(ISRAEL, against=SAMPLE), keyness(SAMPLE, every="year"), keyness(SAMPLE, by="actor")):
        table.attrs = {}
        assert words(charts.keyness(table, top=3), "note").endswith("Source: not stated.")
    pairs = cooccurrence(SAMPLE)
    pairs.attrs = {}
    assert words(charts.cooccurrence(pairs), "note").endswith("Source: not stated.")


def test_acts_by_theme_are_acts():
    ax = charts.keyness(keyness(SAMPLE, by="theme", unit="act"), top=3, panels=2)
    assert [panel.get_title(loc="left") for panel in ax.figure.axes] == ["Ceasefire", "Hostages and detainees"]
    assert words(ax, "subtitle").startswith("Acts of each theme compared with the others")


def test_cells_are_the_pairs_each_once():
    pairs = cooccurrence(SAMPLE)
    ax = charts.cooccurrence(pairs, top=5)
    numbers = [int(text.get_text()) for text in ax.texts if text.get_text().isdigit()]
    codes = list(dict.fromkeys(pairs["theme"]))[:5]
    among = pairs[pairs["theme"].isin(codes) & pairs["other"].isin(codes)]
    assert len(numbers) == 10
    assert sum(numbers) * 2 == among["n"].sum()
    shades = ax.collections[0].get_array()
    told = among[(among["note"] == "")]["phi"]
    assert np.allclose(sorted(np.ma.compressed(shades)), sorted(told)[::2])
    assert ax.fmt_ydata(1.5) == "Hostages and detainees (52)"
    assert "phi: " in charts.show(ax).alt


def test_the_title_of_pairs_is_none_that_is_too_few():
    ax = charts.cooccurrence(cooccurrence(SAMPLE))
    assert words(ax, "title") == (
        "Most closely together: two-state solution with peace talks, 12 statements, 3.7 by chance"
    )
    few = charts.cooccurrence(cooccurrence(said((None, "FRE", "aid truce", ""), (None, "FRE", "arms", ""))))
    assert words(few, "title") == "No two themes stand together more often than by chance"


@pytest.mark.parametrize(
    ("make", "error", "message"),
    [
        (lambda: charts.keyness(keyness(SAMPLE, every="year"), ax=plt.gca()), ParameterError,
         "ax is given; allowed is None where there is a panel for each group or period"),
        (lambda: charts.keyness(keyness(SAMPLE, every="year"), top=0), ParameterError,
         "top is 0; allowed is a whole number from 1"),
        (lambda: charts.cooccurrence(cooccurrence(SAMPLE), top=1), ParameterError,
         "top is 1; allowed is a whole number from 2"),
        (lambda: charts.keyness(cooccurrence(SAMPLE)), TableError,
         "table: there is no column 'n_target', which charts.keyness draws; there are theme, other, n, n_row, n_other, "
         "expected, lift, jaccard, phi, note"),
        (lambda: charts.cooccurrence(cooccurrence(SAMPLE)[["theme", "other", "n"]]), TableError,
         "pairs: there is no column 'n_row', which charts.cooccurrence draws; there are theme, other, n"),
    ],
)  # fmt: skip
def test_a_wrong_table_or_value_is_one_sentence(make, error, message):
    with pytest.raises(error) as caught:
        make()
    assert str(caught.value) == message


def test_axes_that_are_given_are_drawn_in_and_returned():
    _, (left, right) = plt.subplots(1, 2, figsize=(14, 6))
    assert charts.keyness(keyness(ISRAEL, against=SAMPLE), ax=left) is left
    assert charts.cooccurrence(cooccurrence(SAMPLE), ax=right) is right
    before = dict(plt.rcParams)
    SHELF["years"]()
    assert dict(plt.rcParams) == before
