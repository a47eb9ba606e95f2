"""Charts of networks: what is drawn, and that no name lies on another, on a node, or outside the picture."""

import itertools
import re
from functools import cache

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.text import Text

import conflictlib as cl
from conflictlib import charts
from conflictlib.charts._describe import describe
from conflictlib.charts._layout import named, place
from conflictlib.charts._links import Link, Nodes
from conflictlib.charts._marks import places
from conflictlib.charts._network import SHAPES
from conflictlib.parameters import ParameterError
from conflictlib.schema import TableError

SAMPLE = cl.open_statements()
EVENTS = cl.load_events()
ADDRESS = cl.address_network(SAMPLE)
SHARED = cl.coposition_network(SAMPLE)
GROUPS = cl.communities(SHARED)


@pytest.fixture(autouse=True)
def closed_figures():
    plt.switch_backend("agg")
    yield
    plt.close("all")


def synthetic(n_actors, n, name="Actor {:02}"):
    """Edges of many actors, of whom some speak often and most rarely."""
    numbers = np.arange(n)
    speakers, addressees = numbers * numbers * 7 % (numbers % n_actors + 1), numbers * 31 % n_actors
    table = pd.DataFrame({"actor": map(name.format, speakers), "addressee": map(name.format, addressees)})
    return table[table["actor"] != table["addressee"]].groupby(["actor", "addressee"]).size().rename("n").reset_index()


MANY = synthetic(60, 500)
LONG = synthetic(60, 400, "The Extraordinarily Longwinded Permanent Representation of $tate_{:02} to the World")


def words(ax, gid):
    found = [t for t in ax.figure.findobj(Text) if t.get_gid() == gid]
    return " ".join(" ".join(t.get_text().split()) for t in found)


def told(ax):
    """The text of a chart without its picture, which takes longer."""
    return describe(ax.figure)


def links(ax):
    return {link.place: link.value for link in ax.patches if isinstance(link, Link)}


def nodes(ax):
    return [found for found in ax.collections if isinstance(found, Nodes)]


# Names, nodes and words keep apart

SHELF = {
    "sample": lambda: charts.network(ADDRESS),
    "sample, all": lambda: charts.network(ADDRESS, top=100, communities=cl.communities(ADDRESS)),
    "shared": lambda: charts.network(SHARED, communities=GROUPS, top=60),
    "many in groups": lambda: charts.network(MANY, top=60, communities=cl.communities(MANY)),
    "long": lambda: charts.network(LONG, top=60),
    "two": lambda: charts.network(ADDRESS.head(1)),
    "none": lambda: charts.network(ADDRESS.head(0)),
    "polarisation": lambda: charts.polarisation(cl.polarisation(SAMPLE), events=EVENTS),
    "polarisation by week": lambda: charts.polarisation(
        cl.polarisation(SAMPLE, every="week", end="2024-03-31"), events=EVENTS
    ),
    "polarisation by month": lambda: charts.polarisation(
        cl.polarisation(SAMPLE, every="month", least=2, rules="narrow, votes=yes")
    ),
    "one period": lambda: charts.polarisation(cl.polarisation(SAMPLE, every="year", end="2023-12-31")),
}


@cache
def shelf(name):
    """A chart to be looked at, drawn once."""
    return SHELF[name]()


def overlapping(boxes, slack=0.5):
    for (one, left), (other, right) in itertools.combinations(boxes, 2):
        across = min(left.x1, right.x1) - max(left.x0, right.x0)
        up = min(left.y1, right.y1) - max(left.y0, right.y0)
        if across > slack and up > slack + 1.5:
            yield one, other


def node_boxes(ax, renderer):
    """The box of every node, in pixels."""
    from matplotlib.transforms import Bbox

    point = ax.figure.dpi / 72
    for found in nodes(ax):
        (outline,) = found.get_paths()[0].to_polygons()
        for name, (x, y), area in zip(found.names, found.get_offsets(), found.get_sizes(), strict=True):
            corners = ax.transData.transform((x, y)) + outline * np.sqrt(area) * point
            yield f"node of {name}", Bbox([corners.min(axis=0), corners.max(axis=0)])


@pytest.mark.parametrize("name", SHELF)
def test_words_and_nodes_stay_inside_and_apart(name):
    ax = shelf(name)
    figure = ax.figure
    figure.canvas.draw()
    renderer = figure.canvas.get_renderer()
    visible = [t for t in figure.findobj(Text) if t.get_visible() and t.get_text().strip() and t.get_gid() != "event"]
    boxes = [(t.get_text(), Text.get_window_extent(t, renderer)) for t in visible] + list(node_boxes(ax, renderer))
    for text, box in boxes:
        assert box.x0 >= -1 and box.x1 <= figure.bbox.width + 1, text
        assert box.y0 >= -1 and box.y1 <= figure.bbox.height + 1, text
        assert "nan" not in text.lower().split()
    assert list(overlapping(boxes)) == []


@settings(deadline=None, max_examples=12)
@given(
    st.lists(st.tuples(st.text("abc ", min_size=1, max_size=40), st.floats(5, 19)), min_size=1, max_size=25), st.data()
)
def test_any_nodes_with_any_names_keep_apart(drawn, data):
    radii = {str(k): radius for k, (_, radius) in enumerate(drawn)}
    names = {str(k): name.strip() or "x" for k, (name, _) in enumerate(drawn)}
    near = data.draw(st.lists(st.tuples(st.sampled_from(list(radii)), st.sampled_from(list(radii))), max_size=20))
    placed, high = place(named(radii, names, 9.0, 554.0), near, {}, width=554.0, height=None)
    assert all(node.lines for node in placed)
    boxes = [
        (node.x - node.wide / 2, node.x + node.wide / 2, node.y + node.radius - node.high, node.y + node.radius)
        for node in placed
    ]
    for left, right, low, top in boxes:
        assert left >= -0.1 and right <= 554.1 and low >= -0.1 and top <= high + 0.1
    for one, other in itertools.combinations(boxes, 2):
        across = min(one[1], other[1]) - max(one[0], other[0])
        up = min(one[3], other[3]) - max(one[2], other[2])
        assert across <= 0.1 or up <= 0.1


@pytest.mark.parametrize("name", ["shared", "long"])
def test_a_network_is_no_larger_than_a_page(name):
    wide, high = shelf(name).figure.get_size_inches()
    assert wide == 8
    assert high <= 10.5


# What is drawn


def test_every_arrow_is_an_edge_of_the_table():
    ax = charts.network(ADDRESS, top=100, top_edges=1000)
    sums = ADDRESS[ADDRESS["actor"] != ADDRESS["addressee"]].groupby(["actor", "addressee"])["n"].sum()
    drawn = links(ax)
    assert len(drawn) == len(sums)
    assert sum(drawn.values()) == sums.sum()
    assert drawn["United States → UN Security Council"] == sums["USA", "UNSC"] == 14
    assert "of actors to themselves" in words(ax, "note")


def test_the_width_of_an_arrow_grows_with_its_statements():
    by_value = sorted((link.value, link.get_linewidth()) for link in shelf("sample").patches)
    assert [width for _, width in by_value] == sorted(width for _, width in by_value)
    assert by_value[0][1] < by_value[-1][1]


def test_the_area_of_a_node_is_in_proportion_unless_it_is_tiny():
    ax = shelf("sample")
    areas = {name: area for found in nodes(ax) for name, area in zip(found.names, found.get_sizes(), strict=True)}
    israel, usa = areas["Israel"], areas["United States"]
    sizes = {name: n for found in nodes(ax) for name, n in zip(found.names, found.values, strict=True)}
    assert usa / israel == pytest.approx(sizes["United States"] / sizes["Israel"])
    assert min(areas.values()) > areas["Israel"] / 20  # the smallest are still seen


def test_only_the_strongest_lines_are_drawn_and_the_others_told():
    ax = charts.network(MANY, top=25, top_edges=40)
    assert len(links(ax)) == 40
    assert re.search(r"Drawn: 40 of \d+ arrows, of each actor the strongest", words(ax, "note"))
    ends = {end for link in links(ax) for end in link.split(" → ")}
    assert len(ends) == sum(len(found.names) for found in nodes(ax))  # nobody stands without a line


def test_actors_that_are_not_drawn_are_named():
    ax = charts.network(ADDRESS, top=10)
    assert sum(len(found.names) for found in nodes(ax)) == 10
    assert "Not drawn: 50 others: " in words(ax, "note")


def test_who_is_only_addressed_is_hollow():
    speaks, addressed = nodes(shelf("sample"))
    assert "UN Security Council" in addressed.names
    others = ADDRESS.loc[ADDRESS["actor"] != ADDRESS["addressee"], "actor"]
    assert not set(others.map(cl.Codebook.read().label)) & set(addressed.names)
    assert addressed.get_facecolor().tolist() == [[1, 1, 1, 1]]
    assert speaks.get_facecolor().tolist() != [[1, 1, 1, 1]]


def test_groups_differ_in_shape_and_colour_and_bear_numbers_only():
    pairs = pd.DataFrame([(f"{k}a", f"{k}b", 2.0) for k in range(3)], columns=["actor", "other", "weight"])
    ax = charts.network(pairs, communities=cl.communities(pairs))
    found = nodes(ax)
    assert len({part.marker for part in found}) == len({tuple(part.get_facecolor()[0]) for part in found}) == 3
    assert [t.get_text() for t in ax.get_legend().get_texts()] == ["Group 1 (2)", "Group 2 (2)", "Group 3 (2)"]
    assert "modularity 0.67 (Newman" in words(ax, "note")


def test_groups_that_hardly_stand_out_are_not_drawn():
    ax = shelf("shared")
    assert GROUPS.attrs["modularity"] < 0.3
    assert len(nodes(ax)) == 1 and ax.get_legend() is None
    assert f"has a modularity of {GROUPS.attrs['modularity']:.2f}, and below about 0.3" in words(ax, "note")


def test_each_actor_has_its_strongest_agreement_and_its_strongest_opposition():
    pairs = pd.DataFrame(
        [("A", "B", 0.9), ("A", "C", 0.8), ("B", "C", 0.7), ("A", "D", -0.1), ("B", "D", -0.2), ("C", "D", 0.1)],
        columns=["actor", "other", "weight"],
    )
    ax = charts.network(pairs, top_edges=5)
    assert set(links(ax)) == {"A – B", "A – C", "C – D", "A – D", "B – D"}
    assert "of each actor the strongest agreement and the strongest opposition, then" in words(ax, "note")


def test_every_shape_has_the_same_area():
    areas = set()
    for marker in SHAPES:
        ax = plt.figure().add_subplot()
        (found,) = [Nodes(ax, marker, [(0, 0)], [10], names=["A"], values=[1.0])]
        (outline,) = found.get_paths()[0].to_polygons()
        x, y = outline.T * np.sqrt(found.get_sizes()[0])
        areas.add(round(abs((x[:-1] * y[1:] - x[1:] * y[:-1]).sum()) / 2, 6))
        assert np.abs([x, y]).max() <= 10.5  # it stays in its room
    assert areas == {200.0}


def test_more_groups_than_shapes_are_other_groups():
    pairs = pd.DataFrame([(f"{k}a", f"{k}b", 2.0) for k in range(11)], columns=["actor", "other", "weight"])
    ax = charts.network(pairs, communities=cl.communities(pairs))
    assert [t.get_text() for t in ax.get_legend().get_texts()][-1] == "Other groups (6)"


def test_who_disagrees_more_is_joined_by_a_dashed_line():
    pairs = pd.DataFrame({"actor": ["A", "A"], "other": ["B", "C"], "weight": [1.0, -0.5]})
    ax = charts.network(pairs)
    looks = {link.place: link.get_linestyle() for link in ax.patches}
    assert looks["A – B"] in ("solid", "-") and looks["A – C"] not in ("solid", "-")
    assert "Dashed: opposed more than shared." in words(ax, "note")


def test_it_is_drawn_without_attrs_and_from_acts_or_all_together():
    bare = ADDRESS.head(9).copy()
    bare.attrs = {}
    ax = charts.network(bare)
    assert words(ax, "note").endswith("Source: not stated.")
    together = cl.address_network(SAMPLE, by_act=False)
    assert told(shelf("sample")) == told(charts.network(together))


def test_the_order_of_the_edges_changes_nothing():
    turned = charts.network(SHARED.iloc[::-1], communities=GROUPS, top=60)
    assert told(turned) == told(shelf("shared"))
    places = [np.asarray(found.get_offsets()) for ax in (turned, shelf("shared")) for found in nodes(ax)]
    assert np.allclose(np.concatenate(places[: len(places) // 2]), np.concatenate(places[len(places) // 2 :]))


def test_what_is_left_out_and_the_source_stand_below():
    note = words(shelf("sample"), "note")
    assert "102 statements have no addressee and are left out." in note
    assert "n = 212 statements. Each statement counts once for each of its addressees" in note
    assert note.endswith(f"Source: {SAMPLE.attrs['source']}.")


@pytest.mark.parametrize(
    ("edges", "title"),
    [
        (
            ADDRESS[(ADDRESS["n"] == 1) & (ADDRESS["actor"] != ADDRESS["addressee"])].head(3),
            "No pair leads: 3 have 1 statement each",
        ),
        (SHARED.head(3), "5 actors with positions on common themes"),
    ],
)
def test_the_title_says_what_is_seen(edges, title):
    assert words(charts.network(edges), "title") == title


def test_the_title_tells_of_groups_only_if_they_stand_out():
    assert words(shelf("shared"), "title") == "41 actors with positions on common themes; no clear groups"
    pairs = pd.DataFrame([("A", "B", 1.0), ("C", "D", 1.0)], columns=["actor", "other", "weight"])
    ax = charts.network(pairs, communities=cl.communities(pairs))
    assert words(ax, "title") == "4 actors with positions on common themes, in 2 groups"


def test_an_empty_network_says_so():
    ax = charts.network(cl.coposition_network(SAMPLE.head(0)))
    assert words(ax, "title") == "Nothing to draw"
    assert "No two actors agree or disagree on a theme" in [t.get_text() for t in ax.texts]
    none = shelf("none")
    assert "No statement is aimed at another actor" in [t.get_text() for t in none.texts]


def test_axes_that_are_given_are_drawn_in_and_names_without_room_are_told():
    fig, (left, right) = plt.subplots(1, 2, figsize=(9, 5))
    fig.subplots_adjust(left=0.02, right=0.98, bottom=0.35, top=0.75)
    assert charts.network(MANY, top=60, ax=left) is left
    assert charts.network(ADDRESS.head(4), ax=right) is right
    assert plt.get_fignums() == [fig.number]
    assert re.search(
        r"Without a name for want of room: \d+ actors", " ".join(t.get_text() for t in left.texts).replace("\n", " ")
    )
    assert not any("want of room" in t.get_text() for t in right.texts)


@pytest.mark.parametrize(("name", "least"), [("top", 2), ("top_edges", 1)])
def test_a_number_that_is_not_allowed_is_named(name, least):
    with pytest.raises(ParameterError, match=f"^{name} is {least - 1}; allowed is a whole number from {least}$"):
        charts.network(ADDRESS, **{name: least - 1})


# The picture in words


def test_the_text_lists_nodes_and_links_and_no_places():
    alt, text = told(shelf("sample"))
    assert alt.startswith("Network: Most frequent: United States to UN Security Council, 14 statements.")
    assert "Strongest links: United States → UN Security Council 14, Russia → UN Security Council 13" in alt
    assert "Addresses others (33): Israel 88, United States 49" in alt
    assert "| Israel → UN General Assembly 7 |" in text
    assert re.search(r"nodes 'is only addressed here \(7\)', .*: UN Security Council 71 \| ", text)


@pytest.mark.parametrize("change", ["n", "addressee"])
def test_the_text_sees_a_changed_edge(change):
    other = ADDRESS.copy()
    other.loc[3, change] = {"n": 6, "addressee": "UNGA"}[change]
    assert told(charts.network(other)) != told(shelf("sample"))


def test_a_long_list_of_links_is_told_by_a_digest_that_sees_changes():
    fig = plt.figure()
    ax = fig.add_subplot()
    for k in range(200):
        look = {"posA": (0, 0), "posB": (1, k), "arrowstyle": "-"}
        ax.add_artist(Link(("A", f"B{k}"), float(k), directed=True, **look))
    before = describe(fig)[1]
    assert re.search(r"links, .* 200 values, sum 19900, digest [0-9a-f]{12}", before)
    ax.patches[7].ends = ("A", "C")
    assert describe(fig)[1] != before


def test_nodes_can_be_pointed_at():
    found = places(shelf("sample").figure)
    assert {"actor": "USA", "addressee": None, "act": None} in [place.key for place in found]
    assert len(found) == 40


# Polarisation


def test_too_few_actors_are_gaps_with_a_cross():
    found = cl.polarisation(SAMPLE)
    ax = charts.polarisation(found)
    (crosses,) = [line for line in ax.lines if line.get_label() == "no value"]
    assert len(crosses.get_xdata()) == found["value"].isna().sum() == 3
    (line,) = [line for line in ax.lines if line.get_label() == "polarisation"]
    assert np.isnan(line.get_ydata()).sum() == 3
    assert "Crosses: no value in 3 quarters (fewer than 5 actors" in words(ax, "note")


def test_every_value_has_its_actors_and_how_much_hangs_on_one():
    found = cl.polarisation(SAMPLE)
    ax = charts.polarisation(found)
    assert [t.get_text() for t in ax.texts] == found["n_actors"].astype(str).tolist()
    (ranges,) = [line for line in ax.lines if line.get_label() == "one actor left out"]
    assert np.allclose(ranges.get_ydata()[::3], found["low"], equal_nan=True)


def test_without_any_value_a_message_stands_there():
    ax = charts.polarisation(cl.polarisation(SAMPLE, least=99))
    assert "No period has enough actors with positions" in [t.get_text() for t in ax.texts]
    assert words(charts.polarisation(cl.polarisation(SAMPLE.head(0))), "title") == "Nothing to draw"


def test_unanimity_is_not_called_polarisation():
    calls = SAMPLE[SAMPLE["act"] == "calls_for"]
    assert words(charts.polarisation(cl.polarisation(calls)), "title") == (
        "No opposite positions in any quarter with enough actors"
    )


@pytest.mark.parametrize(
    ("values", "low", "title"),
    [
        ([0.2, 0.4, 0.0], [0.0, 0.0, 0.0], "No quarter is divided once one actor is left out"),
        ([0.2, 0.4, 0.0], [0.1, 0.3, 0.0],
         "Most evenly divided in the 2nd quarter of 2024: 0.40, at least 0.30 whichever actor is left out"),
        ([0.2, 0.4, 0.0], [0.1, 0.0, 0.0],
         "Most evenly divided in the 2nd quarter of 2024: 0.40, but 0 once one actor is left out"),
        ([0.2, 0.4, 0.0], [0.1, np.nan, 0.0], "Most evenly divided in the 2nd quarter of 2024: 0.40"),
        ([0.4, 0.4, 0.0], [0.1, 0.1, 0.0], "Divided by 0.00 to 0.40"),
    ],
)  # fmt: skip
def test_the_title_tells_how_much_hangs_on_one_actor(values, low, title):
    table = pd.DataFrame({
        "period": pd.to_datetime(["2024-01-01", "2024-04-01", "2024-07-01"]), "value": values, "low": low,
        "high": values, "n_actors": 5,
    })  # fmt: skip
    assert words(charts.polarisation(table), "title") == title


def test_a_table_without_values_is_refused():
    with pytest.raises(TableError, match=r"^values: there is no column 'value', which charts.polarisation draws; "):
        charts.polarisation(cl.frequency(SAMPLE))
