"""The chart of estimates: what its artists show, and what its words say."""

import re

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from matplotlib.text import Text

import conflictlib as cl
from conflictlib.charts._artists import INTERVAL
from conflictlib.parameters import ParameterError

SAMPLE = cl.open_statements()
EVENTS = cl.load_events()
MONTHS = cl.estimates(SAMPLE, draws=200)
KNOWN = pd.DataFrame({"code": ["all"], "n_gold": [300], "n_predicted": [200], "n_right": [150]})


@pytest.fixture(autouse=True)
def closed_figures():
    plt.switch_backend("agg")
    yield
    plt.close("all")


def words(ax, gid):
    return " ".join(" ".join(t.get_text().split()) for t in ax.figure.findobj(Text) if t.get_gid() == gid)


def ends(ax):
    """Low and high ends of all intervals of an axes, in order of time."""
    parts = [patch.get_data() for patch in ax.patches if patch.get_gid() == INTERVAL]
    return [np.nansum([part[k] for part in parts], axis=0) for k in (2, 0)]


def test_lines_and_intervals_are_those_of_the_table():
    ax = cl.charts.estimates(MONTHS, events=EVENTS)
    low, high = ends(ax)
    assert np.allclose(low, MONTHS["low"].fillna(0)) and np.allclose(high, MONTHS["high"].fillna(0))
    solid = np.nan_to_num(ax.lines[-3].get_ydata())
    assert np.allclose(solid, MONTHS["n"].where(MONTHS["complete"], 0))


def test_few_documents_are_paler():
    ax = cl.charts.estimates(MONTHS)
    shades = {patch.get_label(): patch.get_facecolor()[3] for patch in ax.patches}
    assert shades["Statements, interval of few"] < shades["Statements, interval"]
    few = next(patch for patch in ax.patches if "few" in patch.get_label())
    assert (~np.isnan(few.get_data()[0])).tolist() == (MONTHS["note"] == "few documents").tolist()
    assert "Paler: fewer than 10 documents." in words(ax, "note")
    assert ("No shade: no interval." in words(ax, "note")) == MONTHS["low"].isna().any()


@pytest.mark.parametrize(("options", "subtitle"), [
    ({}, "Statements per quarter, by theme, 7 Oct 2023 to 19 Feb 2026"),
    ({"measure": "share"}, "Share of each quarter's statements (5 to 90 statements), by theme; a statement may have several, 7 Oct 2023 to 19 Feb 2026"),
    ({"measure": "per_document"}, "Statements per document of the quarter (5 to 66 documents), by theme, 7 Oct 2023 to 19 Feb 2026"),
    ({"measure": "per_source"}, "Statements per publisher of the quarter (5 to 62 publishers), by theme, 7 Oct 2023 to 19 Feb 2026"),
])  # fmt: skip
def test_the_subtitle_says_the_denominator(options, subtitle):
    ax = cl.charts.estimates(cl.estimates(SAMPLE, every="quarter", by="theme", draws=100, **options))
    assert words(ax, "subtitle") == subtitle


def test_title_and_notes_say_the_interval_and_how_it_was_made():
    ax = cl.charts.estimates(MONTHS)
    assert words(ax, "title").startswith("Most statements in October 2023: 51 (95 % interval 3")
    assert "Shaded: 95 % interval: 200 Poisson bootstrap draws of documents (seed 1979); for fewer than 10" in words(
        ax, "note"
    )
    assert "Dashed and hollow: February 2026, not complete." in words(ax, "note")
    few = cl.charts.estimates(cl.estimates(SAMPLE.head(3), measure="per_document", draws=100))
    assert words(few, "title") == "Too few documents for an interval in any period"
    assert "No shade: no interval." in words(few, "note") and "Paler" not in words(few, "note")


def test_a_rate_stands_out_where_its_interval_lies_above_that_of_all_periods():
    usual = cl.charts.estimates(cl.estimates(SAMPLE, measure="per_document", draws=100, every="quarter"))
    rate = len(SAMPLE) / cl.estimates(SAMPLE, measure="per_document", every="quarter")["denominator"].sum()
    assert words(usual, "title") == f"{rate:.1f} statements per document; no quarter stands out"
    full = SAMPLE["date"].dt.quarter.eq(4) & SAMPLE["date"].dt.year.eq(2023)
    fuller = pd.concat([SAMPLE, *[SAMPLE[full]] * 3], ignore_index=True)
    fuller.attrs = SAMPLE.attrs
    high = cl.charts.estimates(cl.estimates(fuller, measure="per_document", draws=100, every="quarter"))
    assert re.fullmatch(
        r"Highest with an interval: \d\.\d \(\d\.\d to \d\.\d\) in the 4th quarter of 2023", words(high, "title")
    )


def test_a_corrected_value_stands_over_the_one_that_was_coded():
    table = cl.estimates(SAMPLE, every="quarter", accuracy=KNOWN, draws=100)
    ax = cl.charts.estimates(table, value="corrected")
    raw = next(line for line in ax.lines if str(line.get_label()).endswith("as coded"))
    assert np.allclose(raw.get_ydata(), table["value"])
    assert np.allclose(ends(ax)[1], table["corrected_high"])
    assert "Corrected by the coder's precision and recall: precision and recall as given. Dotted: as coded." in words(
        ax, "note"
    )


def test_what_is_far_from_as_frequent_as_where_the_accuracy_was_measured_is_told():
    known = pd.DataFrame([["all", 300, 200, 150], ["condemns", 150, 150, 140]], columns=KNOWN.columns)
    table = cl.estimates(SAMPLE, every="quarter", by="act", accuracy=known, draws=100)
    n = int(table["note"].str.contains("less frequent than where the accuracy was measured").sum())
    ax = cl.charts.estimates(table, value="corrected")
    assert n and f"Of {n} corrected values the code is far from as frequent as where" in words(ax, "note")


def test_the_text_tells_each_interval():
    shown = cl.show(cl.charts.estimates(MONTHS))
    assert "Statements, interval of few: widest" in shown.alt
    line = next(line for line in shown.text.splitlines() if line.startswith("intervals 'Statements, interval',"))
    row = MONTHS[MONTHS["note"] == ""].iloc[0]
    assert f"{row['low']:g} to {row['high']:g} | " in line


def test_it_draws_without_what_travels_along():
    table = pd.DataFrame(cl.estimates(SAMPLE, by="act", measure="share", draws=100).to_dict("list"))
    ax = cl.charts.estimates(table, top=4)
    assert len(ax.figure.axes) == 4
    assert "Shaded: interval." in words(ax, "note")


def test_a_report_finds_the_statements_behind_each_chart(tmp_path):
    from conflictlib.codebook import shipped_codebook
    from conflictlib.reports.counted import counted

    tables = (
        cl.estimates(SAMPLE, by="act", measure="share", draws=100, accuracy=KNOWN),
        cl.bursts(SAMPLE, by="act", events=EVENTS),
    )
    for number, table in enumerate(tables):
        path = tmp_path / f"{number}.csv"
        cl.to_csv(table, path)
        found = counted(path, SAMPLE, shipped_codebook())
        assert found.columns == ("period", "act")
        assert sum(len(row.found) for row in found.rows) == len(SAMPLE)


def test_nothing_and_one_statement_can_be_drawn():
    assert words(cl.charts.estimates(cl.estimates(SAMPLE.head(0))), "title") == "Nothing to draw"
    assert words(cl.charts.estimates(cl.estimates(SAMPLE.head(1))), "title").startswith(
        "Most statements in October 2023: 1 "
    )


def test_what_is_not_allowed_is_said():
    with pytest.raises(ParameterError, match="value is 'low'; allowed are value, corrected"):
        cl.charts.estimates(MONTHS, value="low")
    _, own = plt.subplots()
    with pytest.raises(
        ParameterError, match="ax is given with several groups, which take several axes; allowed is ax=None"
    ):
        cl.charts.estimates(cl.estimates(SAMPLE, by="act", draws=100), ax=own)
    assert cl.charts.estimates(MONTHS, ax=own) is own
