"""Charts: what the artists show, and that nothing overlaps or leaves the picture. Pixels are not compared."""

import itertools
import re
import warnings

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.colors import to_rgb
from matplotlib.text import Annotation, Text

from conflictlib import charts
from conflictlib.charts import _style
from conflictlib.charts._dates import Calendar, ticks
from conflictlib.opening import load_events, open_statements
from conflictlib.parameters import ParameterError
from conflictlib.position_taking import adoption, positions
from conflictlib.schema import TableError
from conflictlib.summaries import actors, crosstab, frequency, themes

SAMPLE = open_statements()
EVENTS = load_events()
KINDS = ("lines", "stacked", "panels")


@pytest.fixture(autouse=True)
def closed_figures():
    plt.switch_backend("agg")
    yield
    plt.close("all")


def synthetic(n_actors=60, n=900, label="Actor {:02}"):
    """Statements of many actors, evenly: the hardest case for a chart."""
    numbers = np.arange(n)
    days = np.datetime64("2023-01-02") + (numbers * 7919 % 700).astype("timedelta64[D]")
    table = pd.DataFrame({"date": pd.Series(days).astype("datetime64[s]")})
    table["actor"] = [label.format(k) for k in numbers * 31 % n_actors]
    table["themes"] = [[f"theme {k % 37}", f"theme {k % 11}"] for k in numbers]
    table.attrs["source"] = "made for this test"
    return table


MANY = synthetic()
LONG = synthetic(60, 300, "The Extraordinarily Longwinded Permanent Representation of $tate_{:02} to the World")


def texts(ax):
    """All visible words of a chart's figure."""
    return [t for t in ax.figure.findobj(Text) if t.get_visible() and t.get_text().strip()]


def words(ax, gid):
    return " ".join(" ".join(t.get_text().split()) for t in texts(ax) if t.get_gid() == gid)


def heights(ax):
    """Columns of each series, hatched ones included."""
    found = {}
    for patch in ax.patches:
        tops, _, floor = patch.get_data()
        found.setdefault(patch.get_label().removesuffix(", not complete"), []).append(np.nansum(tops - floor))
    return {name: sum(parts) for name, parts in found.items()}


def line_sums(ax):
    found = {}
    for line in ax.lines:
        name = str(line.get_label()).removesuffix(", not complete")
        if not name.startswith("_") and "events" not in name:
            found[name] = found.get(name, 0) + np.nansum(line.get_ydata())
    return found


# What is drawn is what was counted


@pytest.mark.parametrize("statements", [SAMPLE, MANY], ids=["sample", "many"])
@pytest.mark.parametrize("by", [None, "actor", "theme"])
def test_stacked_columns_add_up_to_n(statements, by):
    counts = frequency(statements, every="month", by=by)
    drawn = heights(charts.frequency(counts, kind="stacked"))
    assert sum(drawn.values()) == counts["n"].sum()


def stack_tops(ax):
    """How high the stack of every period reaches."""
    return np.nan_to_num([patch.get_data()[0][::2] for patch in ax.patches]).max(axis=0)  # between them, gaps


def test_stacked_columns_add_up_in_every_period():
    counts = frequency(SAMPLE, every="month", by="act")
    ax = charts.frequency(counts, kind="stacked", top=3)
    assert stack_tops(ax).tolist() == counts.groupby("period")["n"].sum().tolist()


@pytest.mark.parametrize("kind", ["lines", "panels"])
def test_lines_and_panels_draw_the_first_groups_and_name_the_others(kind):
    counts = frequency(SAMPLE, every="month", by="actor")
    ax = charts.frequency(counts, kind=kind, top=5)
    sums = actors(SAMPLE).set_index("label")["n"]
    drawn = line_sums(ax) if kind == "lines" else {k: v for panel in ax.figure.axes for k, v in heights(panel).items()}
    assert drawn == sums.head(5).to_dict()
    assert f"Not drawn: 59 others (n = {sums[5:].sum()}): joint statement, United Nations, Hamas" in words(ax, "note")


def test_sixty_actors_are_grouped_and_named():
    counts = frequency(MANY, every="month", by="actor")
    ax = charts.frequency(counts, kind="stacked")
    assert ax.get_legend().get_texts()[0].get_text() == "52 others (n = 780)"
    assert re.search(r"52 others \(n = 780\): Actor \d\d, Actor \d\d.* and \d+ more\.", words(ax, "note"))


def test_shares_of_a_whole_reach_one():
    counts = frequency(SAMPLE, every="quarter", by="act", share=True)
    ax = charts.frequency(counts, kind="stacked", value="share", top=4)
    assert np.allclose(stack_tops(ax), 1)
    assert [t.get_text() for t in ax.get_yticklabels()] == ["0 %", "20 %", "40 %", "60 %", "80 %", "100 %"]


def test_a_period_without_statements_is_a_gap_in_a_share():
    counts = frequency(SAMPLE, every="month", by="act", share=True)
    ax = charts.frequency(counts, value="share", top=1)
    april = (pd.Timestamp("2025-04-01") - pd.Timestamp("2023-10-01")).days // 30
    assert np.isnan(ax.lines[0].get_ydata()[april])


def test_a_value_between_two_gaps_has_a_marker():
    days = pd.to_datetime(["2013-01-05", "2023-05-01", "2023-06-02", "2023-06-30"])
    few = SAMPLE.head(4).assign(date=days.astype("datetime64[s]"), actor="CHN")
    ax = charts.frequency(frequency(few, every="month", by="actor", share=True), value="share")
    assert ax.lines[0].get_markevery() == [0]


@pytest.mark.parametrize("kind", KINDS)
def test_the_last_incomplete_period_is_marked(kind):
    ax = charts.frequency(frequency(SAMPLE, every="month"), kind=kind)
    assert "February 2026, not complete." in words(ax, "note")
    if kind == "lines":
        (hollow,) = [line for line in ax.lines if str(line.get_label()).endswith("not complete")]
        assert hollow.get_markerfacecolor() == "white"
        assert hollow.get_ydata().tolist() == [3]
    else:
        (hatched,) = [patch for patch in ax.patches if patch.get_hatch()]
        assert np.nansum(hatched.get_data()[0]) == 3


def test_bars_are_ranked_and_bear_their_n():
    ranked = actors(SAMPLE)
    ax = charts.bars(ranked, top=10)
    assert [bar.get_width() for bar in ax.patches] == ranked["n"].head(10).tolist()
    assert [t.get_text() for t in ax.texts[:10]] == ranked["n"].head(10).astype(str).tolist()
    assert ax.texts[10].get_text() == f"{ranked['n'][10:].sum()} together, at most {ranked['n'][10:].max()} each"
    assert [t.get_text() for t in ax.get_yticklabels()][:3] == ["Israel", "United States", "Palestine"]
    assert ax.get_xlim()[0] == 0


def test_a_heat_map_has_every_pair_once():
    pairs = crosstab(SAMPLE)
    ax = charts.heatmap(pairs, top=6, top_columns=5)
    cells = [int(t.get_text().replace(",", "")) for t in ax.texts]
    assert len(cells) == 7 * 6
    assert sum(cells) == pairs["n"].sum()
    drawn = np.asarray(ax.collections[0].get_array()).reshape(6, 5)
    first = pairs[(pairs["actor"] == "USA") & (pairs["theme"] == "ceasefire")]["n"].item()
    assert drawn[1, 0] == first == drawn.max()


def test_a_heat_map_without_others_has_none():
    ax = charts.heatmap(crosstab(SAMPLE, columns="confidence"), top=100)
    assert len(ax.texts) == SAMPLE["actor"].nunique() * 3
    assert "others" not in words(ax, "note")


# The words around it


@pytest.mark.parametrize(
    ("make", "title", "subtitle"),
    [
        (lambda: charts.frequency(frequency(SAMPLE, every="month")), "Most statements in October 2023: 51 of 314",
         "Statements per month, 7 Oct 2023 to 19 Feb 2026"),
        (lambda: charts.frequency(frequency(SAMPLE, every="quarter", by="theme", share=True), value="share"),
         "Most frequent theme: ceasefire, 118 of 314 statements",
         "Share of each quarter's statements, by theme; a statement may have several, 7 Oct 2023 to 19 Feb 2026"),
        (lambda: charts.bars(actors(SAMPLE)), "Most frequent actor: Israel, 39 of 314 statements",
         "Statements by actor, 7 Oct 2023 to 19 Feb 2026"),
        (lambda: charts.heatmap(crosstab(SAMPLE)), "Most frequent pair: United States and ceasefire, 17 statements",
         "Statements by actor and theme, 7 Oct 2023 to 19 Feb 2026"),
        (lambda: charts.bars(actors(SAMPLE), title="My own"), "My own",
         "Statements by actor, 7 Oct 2023 to 19 Feb 2026"),
    ],
)  # fmt: skip
def test_title_and_subtitle_say_what_is_seen(make, title, subtitle):
    ax = make()
    assert (words(ax, "title"), words(ax, "subtitle")) == (title, subtitle)


@pytest.mark.parametrize(
    ("given_actors", "title"),
    [
        ("AAB", "Most frequent actor: A, 2 of 3 statements"),
        ("AB", "Most frequent actor: A and B, 1 of 2 statements each"),
        ("ABC", "No actor leads: 3 have 1 of 3 statements each"),
        ([None, None], "Statements by actor"),
    ],
)
def test_a_tie_is_said_to_be_one(given_actors, title):
    few = SAMPLE.head(len(given_actors)).assign(actor=list(given_actors))
    assert words(charts.bars(actors(few)), "title") == title


@pytest.mark.parametrize("make", [
    lambda: charts.frequency(frequency(SAMPLE, by="actor")), lambda: charts.bars(actors(SAMPLE)),
    lambda: charts.bars(themes(SAMPLE)), lambda: charts.heatmap(crosstab(SAMPLE)),
    lambda: charts.frequency(frequency(SAMPLE.head(0))),
])  # fmt: skip
def test_every_chart_has_n_counting_rule_and_source(make):
    note = words(make(), "note")
    assert re.search(r"n = \d+ statements?\. Each statement counts once", note)
    assert note.endswith(f"Source: {SAMPLE.attrs['source']}.")


def test_a_part_of_the_counts_says_that_it_is_one():
    counts = frequency(SAMPLE, every="month", by="actor")
    ax = charts.frequency(counts[counts["actor"].isin(["ISR", "USA"])], kind="stacked")
    assert "n = 69 of 314 statements." in words(ax, "note")


def test_labels_are_plain_names_and_told_apart():
    class Twins:
        def label(self, code):
            return {"A": "same", "B": "same"}.get(code, code)

    few = SAMPLE.head(3).assign(actor=["A", "B", "press_release"])
    ax = charts.bars(actors(few), codebook=Twins())
    assert [t.get_text() for t in ax.get_yticklabels()] == ["Same (A)", "Same (B)", "Press release"]


def test_what_is_not_coded_is_grey():
    few = SAMPLE.head(4).assign(actor=["CHN", None, None, None])
    ax = charts.bars(actors(few))
    assert [t.get_text() for t in ax.get_yticklabels()] == ["China", "Not coded"]
    assert ax.patches[1].get_facecolor()[:3] == to_rgb(_style.FAINT)


# Events


@pytest.mark.parametrize("kind", KINDS)
def test_sixty_events_stay_apart(kind):
    ax = charts.frequency(frequency(SAMPLE, every="month", by="actor"), kind=kind, events=EVENTS)
    numbers = [t for t in ax.texts if t.get_gid() == "event"]
    key = next(t for t in texts(ax) if t.get_gid() == "key").get_text().splitlines()
    assert [t.get_text() for t in numbers] == [str(k) for k in range(1, len(key) + 1)]
    assert len(key) == (6 if kind == "panels" else 10)
    ax.figure.canvas.draw()
    renderer = ax.figure.canvas.get_renderer()
    boxes = sorted(t.get_bbox_patch().get_window_extent(renderer).extents.tolist() for t in numbers)
    assert all(left[2] <= right[0] + 1 for left, right in itertools.pairwise(boxes))
    assert "60 events; 10 have a number" in words(ax, "note") or "Marked: 6 of 60 events" in words(ax, "note")


def test_each_event_of_the_time_has_a_tick():
    ax = charts.frequency(frequency(SAMPLE, every="month", end="2023-12-31"), events=EVENTS)
    (marks,) = [line for line in ax.lines if line.get_label() == "events"]
    assert len(marks.get_xdata()) == (EVENTS["date"] <= "2023-12-31").sum()


def test_few_events_are_all_numbered_and_need_no_note():
    three = EVENTS.iloc[[0, 20, 40]]
    ax = charts.frequency(frequency(SAMPLE, every="month"), events=three)
    assert words(ax, "numbers") == "1 2 3"
    assert "event" not in words(ax, "note")


@pytest.mark.parametrize(
    "happened",
    [None, EVENTS.head(0), EVENTS.assign(date=pd.NaT), EVENTS.assign(date=EVENTS["date"] - pd.Timedelta(days=9999))],
)
def test_no_events_leave_no_trace(happened):
    ax = charts.frequency(frequency(SAMPLE, every="month"), events=happened)
    assert words(ax, "key") == ""
    assert len(ax.lines) == 3


# Nothing overlaps, nothing leaves the picture


def shelf():
    """Charts of every kind with easy and hard data."""
    tables = {
        "sample": (SAMPLE, "month"),
        "many": (MANY, "week"),
        "long": (LONG, "quarter"),
        "one": (SAMPLE.head(1), "day"),
        "none": (SAMPLE.head(0), "year"),
    }
    for name, (table, every) in tables.items():
        for kind, by in itertools.product(KINDS, (None, "actor")):
            counts = frequency(table, every=every, by=by)
            yield f"{name} {kind} {by}", lambda c=counts, k=kind: charts.frequency(c, kind=k, events=EVENTS)
        yield f"{name} bars", lambda t=table: charts.bars(actors(t))
        yield f"{name} heatmap", lambda t=table: charts.heatmap(crosstab(t))
        yield f"{name} wide heatmap", lambda t=table: charts.heatmap(crosstab(t), top_columns=12)
    for rules in ("narrow", "wide"):
        yield f"positions {rules}", lambda r=rules: charts.positions(positions(SAMPLE, rules=r))
    yield "positions of one", lambda: charts.positions(positions(SAMPLE[SAMPLE["actor"] == "RUS"]))
    yield "positions of nobody", lambda: charts.positions(positions(SAMPLE.head(0)))
    yield "adoption", lambda: charts.adoption(adoption(SAMPLE, rules=("narrow", "wide")), events=EVENTS)
    yield "adoption by one", lambda: charts.adoption(adoption(SAMPLE[SAMPLE["actor"] == "RUS"]))
    yield "adoption by nobody", lambda: charts.adoption(adoption(SAMPLE.head(0)))


SHELF = dict(shelf())


@pytest.mark.parametrize("name", SHELF)
def test_words_stay_inside_and_apart(name):
    ax = SHELF[name]()
    figure = ax.figure
    figure.canvas.draw()
    renderer = figure.canvas.get_renderer()
    boxes = []
    for text in texts(ax):
        if text.get_gid() == "event":  # their discs are looked at above
            continue
        box = Text.get_window_extent(text, renderer)  # an annotation's words without its line
        assert box.x0 >= -1 and box.x1 <= figure.bbox.width + 1, text.get_text()
        assert box.y0 >= -1 and box.y1 <= figure.bbox.height + 1, text.get_text()
        assert "nan" not in text.get_text().lower().split()
        if not text.get_rotation():
            boxes.append((text.get_text(), box))
    for (one, left), (other, right) in itertools.combinations(boxes, 2):
        across = min(left.x1, right.x1) - max(left.x0, right.x0)
        up = min(left.y1, right.y1) - max(left.y0, right.y0)
        assert across < 1.5 or up < 2.5, (one, other)


@pytest.mark.parametrize("name", [name for name in SHELF if name.startswith("none")])
def test_an_empty_selection_says_so(name):
    ax = SHELF[name]()
    assert "No statements in this selection" in [t.get_text() for t in ax.texts]
    assert words(ax, "title") == "Nothing to draw"


def test_positions_are_drawn_from_first_to_latest():
    table = positions(SAMPLE)
    ax = charts.positions(table)
    assert words(ax, "title") == (
        "Ceasefire: 29 actors asked for or backed it, 1 refused it, "
        "1 refused only a text about it, or something with it"
    )
    taking = table[table["position"] != "silent"]
    assert [label.get_text() for label in ax.get_yticklabels()] == taking["label"].map(
        lambda n: n[:1].upper() + n[1:]
    ).tolist()
    first = [line for line in ax.lines if line.get_label() == "_for, first"]
    assert len(first[0].get_xdata()) == table["for_since"].notna().sum()
    assert table.attrs["rules"] in " ".join(words(ax, "note").split())
    assert "32 actors without a position by these rules; 6 of them spoke on the theme" in words(ax, "note")


def test_who_refuses_is_drawn_before_those_who_ask():
    ax = charts.positions(positions(SAMPLE), top=3)
    assert [label.get_text() for label in ax.get_yticklabels()] == ["African Union", "Israel", "United States"]


def test_adoption_has_a_line_for_each_set_of_rules():
    table = adoption(SAMPLE, rules=("narrow", "wide"))
    ax = charts.adoption(table)
    lines = {line.get_label(): line.get_ydata().tolist() for line in ax.lines}
    assert lines == {name.title(): part["n"].tolist() for name, part in table.groupby("rules")}


@pytest.mark.parametrize("kind", KINDS)
def test_periods_of_zeros_are_an_empty_selection_too(kind):
    counts = frequency(SAMPLE.head(0), every="month", start="2023-01-01", end="2023-12-31")
    assert "No statements in this selection" in [t.get_text() for t in charts.frequency(counts, kind=kind).texts]


@pytest.mark.parametrize("kind", KINDS)
def test_values_start_at_zero_and_ticks_are_whole(kind):
    ax = charts.frequency(frequency(SAMPLE, every="week", by="actor"), kind=kind)
    assert ax.get_ylim()[0] == 0
    assert all(float(tick).is_integer() for tick in ax.get_yticks())


def test_panels_share_one_scale():
    ax = charts.frequency(frequency(SAMPLE, every="month", by="actor"), kind="panels", top=7)
    assert len(ax.figure.axes) == 7
    assert {panel.get_ylim() for panel in ax.figure.axes} == {ax.get_ylim()}
    assert [panel.get_title(loc="left") for panel in ax.figure.axes][:2] == ["Israel", "United States"]


# Somebody else's axes, somebody else's style


def test_axes_that_are_given_are_drawn_in_and_returned():
    fig, (left, right) = plt.subplots(1, 2, figsize=(12, 6))
    assert charts.frequency(frequency(SAMPLE, every="month"), events=EVENTS, ax=left) is left
    assert charts.bars(actors(SAMPLE), ax=right) is right
    assert plt.get_fignums() == [fig.number]
    assert left.get_title(loc="left").startswith("Most statements in October 2023")
    assert "Source:" in " ".join(t.get_text() for t in right.texts)


def test_axes_in_a_part_of_a_figure():
    part = plt.figure().subfigures(1, 2)[0]
    ax = part.subplots()
    assert charts.bars(actors(SAMPLE), ax=ax) is ax


def test_no_style_is_left_behind():
    before = dict(plt.rcParams)
    for make in list(SHELF.values())[::4]:
        make()
    assert dict(plt.rcParams) == before


def test_the_users_style_changes_nothing():
    plain = charts.show(charts.frequency(frequency(SAMPLE), events=EVENTS))
    with plt.style.context("dark_background"):
        dark = charts.show(charts.frequency(frequency(SAMPLE), events=EVENTS))
    assert plain == dark


def test_a_name_in_another_script_is_no_warning():
    few = SAMPLE.head(2).assign(actor=["中国", "مصر"])
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        charts.show(charts.bars(actors(few)))


# Colours


def seen_by(kind, colour):
    """A colour as somebody colour-blind sees it (Machado, Oliveira and Fernandes 2009, severity 1)."""
    matrix = {
        "normal": np.eye(3),
        "protan": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
        "deutan": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]],
        "tritan": [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]],
    }[kind]
    linear = np.array(to_rgb(colour)) ** 2.2
    x, y, z = (
        np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
        @ np.clip(np.array(matrix) @ linear, 0, 1)
        / [0.9505, 1, 1.089]
    )
    fx, fy, fz = (v ** (1 / 3) if v > 0.008856 else 7.787 * v + 16 / 116 for v in (x, y, z))
    return np.array([116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)])


@pytest.mark.parametrize("kind", ["normal", "protan", "deutan", "tritan"])
def test_colours_differ_for_everyone(kind):
    for one, other in itertools.combinations([*_style.COLOURS, _style.REST], 2):
        assert np.linalg.norm(seen_by(kind, one) - seen_by(kind, other)) > 12, (one, other)


def test_the_first_twenty_four_colours_differ():
    assert len({_style.colour(rank) for rank in range(24)}) == 24


# Errors


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (lambda c: charts.frequency(c, kind="line"), ParameterError,
         "kind is 'line' (did you mean 'lines'?); allowed are lines, stacked, panels"),
        (lambda c: charts.frequency(c, value="shares"), ParameterError,
         "value is 'shares' (did you mean 'share'?); allowed are n, share"),
        (lambda c: charts.frequency(c, top=0), ParameterError, "top is 0; allowed is a whole number from 1"),
        (lambda c: charts.bars(actors(SAMPLE), top="5"), ParameterError,
         "top is '5'; allowed is a whole number from 1"),
        (lambda c: charts.heatmap(crosstab(SAMPLE), top_columns=True), ParameterError,
         "top_columns is True; allowed is a whole number from 1"),
        (lambda c: charts.frequency(c, kind="panels", ax=plt.gca()), ParameterError,
         "ax is given with kind='panels', which draws several axes; allowed is ax=None"),
        (lambda c: charts.frequency(c, value="share"), TableError,
         "counts: there is no column 'share', which charts.frequency draws; "
         "there are period, n, n_readouts, n_documents, complete"),
        (lambda c: charts.bars(c), TableError,
         "counts: charts.bars takes one grouping column and no period; "
         "there are period, n, n_readouts, n_documents, complete"),
        (lambda c: charts.bars(crosstab(SAMPLE)), TableError,
         "counts: charts.bars takes at most 1 grouping column; there are actor, theme, n, n_row, share"),
        (lambda c: charts.heatmap(c), TableError,
         "counts: charts.heatmap takes two grouping columns; there are period, n, n_readouts, n_documents, complete"),
        (lambda c: charts.positions(c), TableError,
         "table: there is no column 'theme', which charts.positions draws; "
         "there are period, n, n_readouts, n_documents, complete"),
        (lambda c: charts.positions(positions(SAMPLE, theme="ceasefire,mediation")), TableError,
         "table: charts.positions takes one theme; there are ceasefire, mediation"),
    ],
)  # fmt: skip
def test_what_can_not_be_drawn_is_named(call, error, message):
    with pytest.raises(error, match=f"^{re.escape(message)}$"):
        call(frequency(SAMPLE, every="month"))


# Parts


@given(st.lists(st.floats(0, 100), max_size=12), st.floats(0.1, 30))
def test_spread_keeps_order_gap_and_limits(wanted, gap):
    moved = _style.spread(wanted, gap, 0, 100)
    gap = min(gap, 100 / max(len(wanted) - 1, 1))
    assert all(-1e-6 <= at <= 100 + 1e-6 for at in moved)
    order = sorted(range(len(wanted)), key=lambda i: (wanted[i], -i))
    assert all(moved[b] - moved[a] >= gap - 1e-6 for a, b in itertools.pairwise(order))
    if len(wanted) < 2 or min(abs(a - b) for a, b in itertools.combinations(wanted, 2)) >= gap:
        assert moved == pytest.approx(wanted)


@settings(deadline=None)
@given(st.text(max_size=60), st.floats(20, 300))
def test_wrapped_and_shortened_text_is_as_wide_as_it_may_be(text, width):
    lines = _style.wrap(text, width, 9)
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(_style.text_width(line, 9) <= width or len(line) < 2 for line in lines)
    assert _style.text_width(_style.shorten(text, width, 9), 9) <= max(width, _style.text_width("…", 9))


@given(st.dates(), st.integers(1, 400), st.sampled_from(["day", "week", "month", "quarter", "year"]))
def test_ticks_are_few_and_inside(first, n, every):
    from conflictlib import periods

    low = int(periods.number(np.array([first], dtype="datetime64[D]"), every)[0])
    low = min(low, int(periods.number(np.array(["9500-01-01"], dtype="datetime64[D]"), every)[0]) - n)
    calendar = Calendar(periods.first_day(np.arange(low, low + n + 1), every), every)
    if calendar.edges[0] < np.datetime64("0001-01-01"):
        return
    places, labels = ticks(calendar, 11)
    assert 0 < len(places) <= 11
    assert len(places) == len(labels)
    assert calendar.numbers[0] <= min(places) and max(places) < calendar.numbers[-1]
    assert calendar(calendar.middles[-1]) == calendar.name(n - 1)


def test_annotations_are_texts_that_the_checks_above_see():
    ax = charts.frequency(frequency(SAMPLE, every="month", by="actor"), top=3)
    assert [t.get_text() for t in ax.texts if isinstance(t, Annotation)] == ["Israel", "United States", "Palestine"]
