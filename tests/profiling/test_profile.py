"""Profiles: their tables are those of the summaries, their page needs nothing else, and wrong codes are told."""

import html
import re

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import conflictlib as cl
from conflictlib import schema
from conflictlib.parameters import ParameterError
from conflictlib.profiling import profile
from conflictlib.schema import TableError

SAMPLE = cl.open_statements()
CHINA = SAMPLE[SAMPLE["actor"] == "CHN"]
CEASEFIRE = SAMPLE[SAMPLE["themes"].map(lambda codes: "ceasefire" in codes)]


def said(*rows):
    """Statements from (day, actor, act, themes, text) and, where given, other columns."""
    names = ("date", "actor", "act", "themes", "text")
    table = [
        {"statement_id": f"S{number}", **dict(zip(names, row, strict=False)), **(row[5] if len(row) > 5 else {})}
        for number, row in enumerate(rows)
    ]
    return schema.conform(table, schema.STATEMENTS)


# The tables


def test_an_actors_tables_are_those_of_the_summaries():
    found = profile(SAMPLE, actor="CHN")
    themes = cl.themes(CHINA)
    pd.testing.assert_frame_equal(found.breakdown.drop(columns="share_all"), themes)
    assert found.timeline["n"].sum() == found.n == len(CHINA)
    assert found.acts["n"].sum() == len(CHINA)
    assert found.n_documents == CHINA["doc_id"].nunique()
    assert found.acts.set_index("act")["n"].to_dict() == CHINA["act"].value_counts().to_dict()


def test_a_themes_tables_are_those_of_the_summaries():
    found = profile(SAMPLE, theme="ceasefire")
    pd.testing.assert_frame_equal(found.breakdown.drop(columns="share_all"), cl.actors(CEASEFIRE))
    assert found.breakdown["n"].sum() == found.n == len(CEASEFIRE)
    assert found.breakdown["share"].sum() == pytest.approx(1)


@pytest.mark.parametrize("options", [{"actor": "CHN"}, {"theme": "ceasefire"}])
def test_shares_of_all_are_those_of_all_statements(options):
    found = profile(SAMPLE, **options)
    of_all = cl.themes(SAMPLE) if "actor" in options else cl.actors(SAMPLE)
    by = of_all.columns[0]
    assert (found.breakdown["share_all"] == found.breakdown[by].map(of_all.set_index(by)["share"])).all()
    acts = SAMPLE["act"].value_counts(normalize=True)
    assert np.allclose(found.acts["share_all"], found.acts["act"].map(acts))


def test_the_timeline_covers_the_days_of_all_statements():
    timeline = profile(SAMPLE, actor="FRA").timeline
    whole = cl.frequency(SAMPLE, every="month")
    assert timeline["period"].equals(whole["period"])
    assert timeline["complete"].equals(whole["complete"])


def test_the_latest_statements_are_the_newest_with_their_pages():
    latest = profile(SAMPLE, actor="USA").latest
    own = SAMPLE[SAMPLE["actor"] == "USA"]
    assert latest["date"].tolist() == sorted(own["date"], reverse=True)[:10]
    urls = SAMPLE.set_index("statement_id")["source_url"]
    assert latest["url"].tolist() == urls[latest["statement_id"]].tolist()


def test_documents_give_title_and_address_where_the_statements_have_none():
    rows = said(("2024-01-01", "FRA", "calls_for", "ceasefire", "a truce", {"doc_id": "d1", "doc": "d1.txt"}))
    documents = schema.conform(
        [{"doc_id": "d1", "doc": "d1.txt", "text": "…", "title": "A page", "url": "https://example.org/1"}],
        schema.DOCUMENTS,
    )
    (alone,), (found,) = (
        profile(rows, actor="FRA", documents=given).latest[["title", "url"]].to_numpy().tolist()[:1]
        for given in (None, documents)
    )
    assert alone == ["d1.txt", ""]
    assert found == ["A page", "https://example.org/1"]


def test_positions_and_turns_by_hand():
    rows = said(
        ("2024-01-01", "FRA", "calls_for", "ceasefire", "asked for one"),
        ("2024-02-01", "FRA", "rejects", "ceasefire", "refused it"),
        ("2024-03-01", "FRA", "states", "ceasefire", "said that it holds"),
        ("2024-01-15", "GBR", "supports", "ceasefire", "backed it"),
        ("2024-01-16", "GBR", "calls_for", "ceasefire", "asked for it"),
    )
    found = profile(rows, theme="ceasefire")
    stands = found.positions[["label", "stands", "since", "latest", "n_for", "n_against", "statement_id"]]
    days = pd.to_datetime(["2024-01-15", "2024-01-16", "2024-02-01"])
    assert stands.to_numpy().tolist() == [
        ["United Kingdom", "for", days[0], days[1], 2, 0, "S3"],
        ["France", "against", days[2], days[2], 1, 1, "S1"],
    ]
    (turn,) = found.turns.to_dict("records")
    assert (turn["label"], turn["from"], turn["to"], turn["date"]) == ("France", "for", "against", days[2])
    assert (turn["before_text"], turn["text"]) == ("asked for one", "refused it")
    alone = profile(rows, actor="FRA")
    assert alone.positions["label"].tolist() == ["ceasefire"]
    assert len(alone.turns) == 1


def test_an_actor_stands_there_since_its_last_turn():
    rows = said(
        ("2023-01-01", "FRA", "calls_for", "ceasefire", "asked for one"),
        ("2024-01-01", "FRA", "rejects", "ceasefire", "refused it"),
        ("2025-01-01", "FRA", "calls_for", "ceasefire", "asked for one again"),
        ("2025-06-01", "FRA", "supports", "ceasefire", "backed it"),
        ("2023-01-01", "GBR", "rejects", "ceasefire", "refused it"),
        ("2023-05-01", "GBR", "rejects", "ceasefire", "refused it still"),
        ("2023-05-01", "GBR", "supports", "ceasefire", "and backed it"),
    )
    found = profile(rows, theme="ceasefire").positions[["actor", "stands", "since", "latest", "text"]]
    days = [pd.Timestamp(day) for day in ("2025-01-01", "2025-06-01", "2023-05-01")]
    assert found.to_numpy().tolist() == [
        ["FRA", "for", days[0], days[1], "asked for one again"],
        ["GBR", "both", days[2], days[2], "and backed it"],
    ]


def test_refusals_that_are_unclear_are_told_as_such():
    rows = said(
        ("2024-01-01", "FRA", "calls_for", "ceasefire", "asked for one"),
        ("2024-02-01", "FRA", "rejects", "ceasefire", "refused the draft"),
        ("2024-03-01", "GBR", "rejects", "ceasefire;hostages", "refused both"),
        ("2024-04-01", "GBR", "rejects", "ceasefire", "refused the draft"),
    )
    found = profile(rows, theme="ceasefire")
    days = [pd.Timestamp(day) for day in ("2024-01-01", "2024-03-01", "2024-04-01")]
    columns = ["actor", "stands", "since", "latest", "n_for", "n_against", "n_unclear", "statement_id"]
    assert found.positions[columns].to_numpy().tolist() == [
        ["FRA", "for", days[0], days[0], 1, 0, 1, "S0"],
        ["GBR", "unclear", days[1], days[2], 0, 0, 2, "S2"],
    ]
    shown = found._repr_html_()
    assert "refused a text about it, or something with it: 1<" in shown
    assert "refused a text about it, or something with it: 2<" in shown


def test_joint_statements_are_told_and_do_not_count_for_their_members():
    found = profile(SAMPLE, actor="GBR")
    members = SAMPLE["members"].map(lambda codes: "GBR" in codes)
    assert found.n_joint == members.sum() > 0
    assert found.n == (SAMPLE["actor"] == "GBR").sum()
    assert f"{found.n_joint} joint statements" in found._repr_html_()


def test_statements_without_a_day_are_counted_and_told():
    rows = SAMPLE.copy()
    rows.loc[CHINA.index[:2], "date"] = pd.NaT
    found = profile(rows, actor="CHN")
    assert (found.n, found.n_undated, found.timeline["n"].sum()) == (16, 2, 14)
    assert "2 statements without a day are left out here." in found._repr_html_()


def test_nothing_is_changed_in_what_is_given_and_the_order_of_rows_does_not_matter():
    before = SAMPLE.copy(deep=True)
    one = profile(SAMPLE, theme="hostages")
    other = profile(SAMPLE.sample(frac=1, random_state=2), theme="hostages")
    pd.testing.assert_frame_equal(SAMPLE, before)
    for name in ("timeline", "breakdown", "acts", "addressees", "positions", "turns", "latest"):
        pd.testing.assert_frame_equal(getattr(one, name), getattr(other, name))


# How it is shown


def test_it_says_in_a_line_whose_it_is():
    assert repr(profile(SAMPLE, actor="CHN")).startswith(
        "Profile of China (actor CHN): 16 of 314 statements, in 16 documents, 10 October 2023 to 17 November 2025\n"
    )
    assert repr(profile(SAMPLE, actor="FJI")).startswith("Profile of Fiji (actor FJI): none of 314 statements\n")


def test_the_titles_of_its_charts_name_it():
    rows = said(
        ("2024-01-01", "FRA", "calls_for", "ceasefire", "…"),
        ("2024-02-01", "FRA", "calls_for", "hostages", "…"),
        ("2024-02-01", "GBR", "calls_for", "ceasefire;hostages;accountability", "…"),
        (None, "QAT", "calls_for", "", "…"),
    )
    told = {code: profile(rows, actor=code) for code in ("FRA", "GBR", "QAT", "FJI")}
    assert [(found.timeline_title, found.breakdown_title) for found in told.values()] == [
        ("France: at most 1 of 2 statements in a month",
         "France: most often on ceasefire and hostages and detainees, 1 of 2 statements each"),
        ("United Kingdom: most statements in February 2024, 1 of 1",
         "United Kingdom: no theme leads, 3 have 1 of 1 statement each"),
        ("Qatar: no statements", "Qatar: no theme is coded"),
        ("Fiji: no statements", "Fiji: no theme is coded"),
    ]  # fmt: skip
    page = profile(SAMPLE, theme="ceasefire")._repr_html_()
    assert 'alt="Bar chart: Ceasefire: most often by United States, 17 of 118 statements.' in page


def test_the_page_needs_no_other_file_and_is_the_same_each_time(tmp_path):
    found = profile(SAMPLE, actor="CHN", events=cl.load_events().head(3))
    found.write(tmp_path / "deep" / "china.html")
    profile(SAMPLE, actor="CHN", events=cl.load_events().head(3)).write(tmp_path / "again.html")
    page = (tmp_path / "deep" / "china.html").read_bytes()
    assert page == (tmp_path / "again.html").read_bytes()
    text = page.decode()
    assert "<script" not in text and "<link" not in text and "@import" not in text and "url(" not in text
    assert set(re.findall(r'src="([^"]{0,22})', text)) == {"data:image/png;base64,"}
    assert text.count('alt="') == 2
    assert 'alt="Column chart: China: most statements in October 2023, 7 of 16.' in text
    for heading in ("Over time", "Themes", "Acts", "Addressees", "Positions", "Turns", "Latest statements"):
        assert f"<h2>{heading}</h2>" in text
    assert html.escape(CHINA["text"].iloc[-1], quote=False) in html.unescape(text).replace("&", "&amp;")
    assert "One statement more or less is 6 %." in text


def test_a_piece_of_html_leaves_the_notebooks_own_look_alone():
    piece = profile(SAMPLE, theme="ceasefire")._repr_html_()
    assert piece.startswith('<div class="conflictlib-profile">')
    style = re.search(r"<style>(.*?)</style>", piece, re.DOTALL)[1]
    assert all(rule.strip().startswith(".profile-") for rule in style.splitlines() if rule.strip())


HOSTILE = "<script>alert(1)</script>\"'&{{ 1 }}\u202e"


def test_whatever_a_page_says_is_text_and_no_address_runs():
    rows = said(
        *[(f"2024-01-0{day}", "FRA", act, "ceasefire", HOSTILE,
           {"speaker": HOSTILE, "addressee": HOSTILE, "source_title": HOSTILE, "source_url": "javascript:alert(1)"})
          for day, act in ((1, "calls_for"), (2, "rejects"))]
    )  # fmt: skip
    rows.attrs["source"] = HOSTILE
    for shown in (profile(rows, actor="FRA")._repr_html_(), profile(rows, theme="ceasefire")._repr_html_()):
        assert "<script" not in shown
        assert "javascript:" not in " ".join(re.findall(r'href="([^"]*)"', shown))
        assert html.escape(HOSTILE, quote=False).split("&lt;/")[0] in shown


@pytest.mark.parametrize("options", [{"actor": "FJI"}, {"theme": "wmd"}])
def test_a_code_of_the_codebook_without_statements_is_an_empty_profile_that_says_so(options, tmp_path):
    found = profile(SAMPLE, **options)
    assert found.n == 0
    assert "There are no statements" in found._repr_html_()
    found.write(tmp_path / "none.html")
    full = profile(SAMPLE, actor="CHN")
    assert set(found.latest.columns) == set(full.latest.columns)
    assert profile(SAMPLE.head(0), **options).n_all == 0


def test_a_single_undated_statement_has_a_page():
    rows = said((None, "FRA", None, "", "…"))
    shown = profile(rows, actor="FRA")._repr_html_()
    assert "None has a day." in shown
    assert "None by these rules." in shown


# What is refused


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({}, "neither actor nor theme is given; allowed is the code of one of them"),
        ({"actor": "", "theme": ""}, "neither actor nor theme is given; allowed is the code of one of them"),
        ({"actor": "CHN", "theme": "ceasefire"},
         "actor and theme are both given; allowed is the code of one of them"),
        ({"actor": "China"}, "actor is 'China' (did you mean 'CHN'?); allowed are those of the statements: ISR, USA, "
         "PSE, CHN, RUS, JOINT, UN, HAMAS, FRA, GBR, QAT, DZA and 52 more"),
        ({"actor": "HAMMAS"}, "actor is 'HAMMAS' (did you mean 'HAMAS'?); allowed are those of the statements: ISR, "
         "USA, PSE, CHN, RUS, JOINT, UN, HAMAS, FRA, GBR, QAT, DZA and 52 more"),
        ({"theme": "ceasefires"}, "theme is 'ceasefires' (did you mean 'ceasefire'?); allowed are those of the "
         "statements: ceasefire, hostages, humanitarian_aid, two_state_solution, international_law, "
         "military_operations, civilian_protection, recognition, un_role, peace_talks, accountability, sanctions "
         "and 18 more"),
        ({"actor": "CHN", "every": "weak"},
         "every is 'weak' (did you mean 'week'?); allowed are day, week, month, quarter, year"),
    ],
)  # fmt: skip
def test_a_wrong_value_is_one_sentence(options, message):
    with pytest.raises(ParameterError) as caught:
        profile(SAMPLE, **options)
    assert str(caught.value) == message


def test_another_ending_than_html_is_refused(tmp_path):
    with pytest.raises(ParameterError, match=r"allowed is a name that ends in \.html"):
        profile(SAMPLE, actor="CHN").write(tmp_path / "china.pdf")
    assert list(tmp_path.iterdir()) == []


def test_a_column_that_is_not_there_is_named():
    with pytest.raises(TableError, match="there is no column 'themes'"):
        profile(SAMPLE.drop(columns="themes"), actor="CHN")


@settings(max_examples=8, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["2024-01-01", "2024-03-05", None]),
            st.sampled_from(["FRA", "GBR", None]),
            st.sampled_from(["calls_for", "rejects", "states", None]),
            st.sampled_from(["ceasefire", "ceasefire;hostages", ""]),
            st.text(max_size=20),
        ),
        min_size=1,
        max_size=8,
    )
)
def test_any_statements_have_tables_that_add_up(rows):
    statements = said(*rows)
    for options in ({"actor": "FRA"}, {"theme": "ceasefire"}):
        found = profile(statements, **options)
        assert found.timeline["n"].sum() == found.n - found.n_undated
        assert found.acts["n"].sum() == found.n
        assert found.breakdown["n"].sum() >= found.n or not found.n
        assert set(found.turns["statement_id"]) <= set(statements["statement_id"])
        assert found.positions["stands"].isin(["for", "against", "both", "unclear"]).all()
        last = found.turns.drop_duplicates(["actor", "theme"], keep="last")
        stands = found.positions.merge(last, on=["actor", "theme"], suffixes=("", "_turned"))
        assert len(stands) == len(last)
        assert stands["since"].tolist() == stands["date"].tolist()
        assert stands["statement_id"].tolist() == stands["statement_id_turned"].tolist()
