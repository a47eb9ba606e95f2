"""The chart of bursts and breaks: what its artists show, and that it says what is there."""

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from matplotlib.text import Text
from series_made_up import noise, span, statements

import conflictlib as cl
from conflictlib.parameters import ParameterError
from conflictlib.schema import TableError

SAMPLE = cl.open_statements()
EVENTS = cl.load_events()
BURST = noise(2, n=1, weeks=40)[0]
BURST[10] = 60
SHIFT = np.array([1] * 20 + [7] * 20)
MADE = statements(Freedonia=BURST, Sylvania=SHIFT, Ruritania=[1] * 5 + [0] * 35)
BURSTS, BREAKS = cl.bursts(MADE, by="actor", **span(40)), cl.breaks(MADE, by="actor", **span(40))


@pytest.fixture(autouse=True)
def closed_figures():
    plt.switch_backend("agg")
    yield
    plt.close("all")


def words(ax, gid):
    return " ".join(" ".join(t.get_text().split()) for t in ax.figure.findobj(Text) if t.get_gid() == gid)


def heights(ax):
    return {patch.get_label(): np.nansum(patch.get_data()[0] - patch.get_data()[2]) for patch in ax.patches}


def lines(ax):
    return {str(line.get_label()): line for line in ax.lines}


def titles(ax):
    return [panel.get_title(loc="left") for panel in ax.figure.axes]


def test_columns_and_bursts_add_up_to_n():
    ax = cl.charts.changes(BURSTS, breaks=BREAKS)
    drawn = {name: n for panel in ax.figure.axes for name, n in heights(panel).items()}
    assert drawn == {
        "Freedonia": BURST.sum() - 60, "Freedonia, burst": 60, "Sylvania": SHIFT.sum(), "Ruritania": 5,
    }  # fmt: skip
    (mark,) = lines(ax)["Freedonia, marks of bursts"].get_ydata()
    assert mark > 60


def test_the_level_steps_where_there_is_a_break_and_is_dashed_where_there_is_none():
    freedonia, sylvania, ruritania = cl.charts.changes(BURSTS, breaks=BREAKS).figure.axes
    usual = lines(freedonia)["Freedonia, usual level"]
    assert usual.is_dashed() and len(set(usual.get_ydata())) == 1
    level = lines(sylvania)["Sylvania, level"]
    assert level.get_ydata().tolist() == [1.0] * 40 + [7.0] * 40
    assert not level.is_dashed()
    assert not any("level" in name for name in lines(ruritania))


def test_groups_with_a_change_come_first():
    many = statements(**{f"A{i}": [2] * 40 for i in range(8)}, Sylvania=SHIFT // 2)
    tables = cl.bursts(many, by="actor", **span(40)), cl.breaks(many, by="actor", **span(40))
    assert titles(cl.charts.changes(tables[0], top=3)) == ["A0", "A1", "A2"]
    assert titles(cl.charts.changes(tables[0], breaks=tables[1], top=3)) == ["Sylvania", "A0", "A1"]


def test_title_and_notes_say_what_was_found_and_tested():
    ax = cl.charts.changes(BURSTS, breaks=BREAKS, top=1)
    assert words(ax, "title") == "1 unusual week, 1 break in level"
    note = words(ax, "note")
    assert "more statements than the usual level explains (80 tests, corrected, q ≤ 0.05)." in note
    assert "Not tested: 1 of 3 groups, too small." in note
    assert "With a burst or break, and not drawn: 1 more." in note
    quiet = cl.charts.changes(cl.bursts(SAMPLE), breaks=cl.breaks(SAMPLE), events=EVENTS)
    assert words(quiet, "title") == "No unusual week, 1 break in level"
    assert "No week has more statements than its usual level explains (124 tests" in words(quiet, "note")
    assert "Hatched: week of 16 Feb 2026, not complete." in words(quiet, "note")
    assert words(cl.charts.changes(cl.bursts(SAMPLE)), "title") == "No unusual week"


def test_too_little_is_said_to_be_too_little():
    ax = cl.charts.changes(cl.bursts(SAMPLE.head(3)), breaks=cl.breaks(SAMPLE.head(3)))
    assert words(ax, "title") == "Too little to say what is usual"
    assert "Nothing was tested" in words(ax, "note")
    ax = cl.charts.changes(cl.bursts(SAMPLE.head(0)), breaks=cl.breaks(SAMPLE.head(0)))
    assert words(ax, "title") == "Nothing to draw"


def test_it_draws_without_what_travels_along():
    bare = [pd.DataFrame(table.to_dict("list")) for table in (BURSTS, BREAKS)]
    ax = cl.charts.changes(bare[0], breaks=bare[1])
    assert "Source: not stated." in words(ax, "note")
    assert len(ax.figure.axes) == 3


def test_the_text_tells_bursts_levels_and_places():
    shown = cl.show(cl.charts.changes(BURSTS, breaks=BREAKS))
    assert "Freedonia, burst: 0 to 60 (week of 14 Mar 2022)" in shown.alt
    assert "line 'Sylvania, level'" in shown.text


def test_many_weeks_stand_in_two_columns():
    ax = cl.charts.changes(cl.bursts(SAMPLE, by="theme"), events=EVENTS)
    assert len({round(panel.get_position().x0, 3) for panel in ax.figure.axes}) == 2


def test_events_beside_a_burst_or_break_have_a_number_first():
    days = pd.date_range("2022-01-03", periods=40, freq="7D").as_unit("s")
    happened = pd.DataFrame({"date": days, "event": [f"event {i}" for i in range(40)]})
    busy = np.array([5] * 40)
    busy[3:7] = 8  # busier than the other weeks, but no burst
    table = statements(Freedonia=busy)
    plain = words(cl.charts.changes(cl.bursts(table, **span(40)), events=happened), "note")
    assert "have a number, busiest weeks first." in plain
    counts = BURST.copy()
    counts[30:34] += 5
    ax = cl.charts.changes(cl.bursts(statements(Freedonia=counts), **span(40)), events=happened)
    key = words(ax, "key")
    assert "14 Mar 2022: event 10" in key
    assert "have a number, those beside a burst or break, then busiest weeks first." in words(ax, "note")


def test_what_is_not_allowed_is_said():
    _, own = plt.subplots()
    with pytest.raises(
        ParameterError, match="ax is given with several groups, which take several axes; allowed is ax=None"
    ):
        cl.charts.changes(BURSTS, ax=own)
    with pytest.raises(TableError, match=r"there is no column 'expected', which charts\.changes draws"):
        cl.charts.changes(cl.frequency(SAMPLE))
    with pytest.raises(TableError, match=r"there is no column 'actor', which charts\.changes draws"):
        cl.charts.changes(BURSTS, breaks=cl.breaks(MADE))
    assert cl.charts.changes(cl.bursts(SAMPLE), ax=own) is own
