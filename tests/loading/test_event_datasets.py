"""ICEWS, POLECAT, ACLED and UCDP GED."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reading import load_folder, load_made_up, problems

from conflictlib import schema
from conflictlib.loading import Loaded, load
from conflictlib.loading._event_ids import Ids

REAL = Path(__file__).parents[2].parent / "shared" / "real"
real = pytest.mark.skipif(not REAL.is_dir(), reason="the real files are not here")


def table(header: str, *rows: str, mark: str = "\t") -> str:
    return "".join(row.replace("|", mark) + "\n" for row in (header, *rows))


def told(loaded: Loaded, *names: str) -> list[object]:
    """Return these cells of the only event."""
    assert len(loaded.events) == 1, problems(loaded)
    schema.check(loaded.events, schema.EVENTS)
    row = loaded.events.iloc[0]
    return [row[name] for name in names]


ICEWS = ("Event ID|Event Date|Source Name|Source Sectors|Source Country|Event Text|CAMEO Code|Intensity|Target Name|"
         "Target Sectors|Target Country|Story ID|Sentence Number|Publisher|City|District|Province|Country|Latitude|"
         "Longitude")  # fmt: skip
MEETING = ("10|2018-06-01|Ministry (Freedonia)|Government,Executive|Freedonia|Consult|040|1|Sylvania|NA|Sylvania|500|2|"
           'Ruritanian "Post"|Port|NA|North|Freedonia|-2.5|105.25')  # fmt: skip


def test_an_event_of_icews():
    loaded = load_made_up(table(ICEWS, MEETING), "events.2018.tab")
    assert told(loaded, "event", "kind", "code", "event_id", "country", "place", "latitude", "Publisher") == [
        "Ministry (Freedonia) → Sylvania: Consult", "consults", "040", "10", "Freedonia", "Port", -2.5, 'Ruritanian "Post"',
    ]  # fmt: skip
    assert loaded.events[["Target Sectors", "District"]].isna().all(axis=None)
    assert loaded.events.loc[0, "Source Sectors"] == "Government,Executive"
    assert problems(loaded) == []


def test_an_id_of_icews_may_come_again_with_another_day():
    rows = [MEETING, MEETING.replace("2018-06-01", "2018-06-02"), MEETING]
    loaded = load_made_up(table(ICEWS, *rows), "events.2018.tab")
    assert len(loaded.events) == 2
    assert problems(loaded) == [(4, "event_id 10 stands already in a line above, which is kept")]


def test_tabs_with_quoted_cells_are_told_by_their_header():
    quoted = ["|".join(f'"{cell}"' for cell in row.replace('"', "'").split("|")) for row in (ICEWS, MEETING)]
    assert told(load_made_up(table(*quoted), "e.tab"), "actor", "code") == ["Ministry (Freedonia)", "040"]


@pytest.mark.parametrize(
    ("code", "kind"), [("40", "consults"), ("841", "yields"), ("0841", "yields"), ("190", "fights")]
)
def test_a_zero_that_a_spreadsheet_took_does_not_change_the_kind(code, kind):
    assert told(load_made_up(table(ICEWS, MEETING.replace("|040|", f"|{code}|")), "e.tab"), "code", "kind") == [
        code,
        kind,
    ]


POLECAT = ("Event ID|Event Date|Event Type|Event Mode|Intensity|Quad Code|Contexts|Actor Name|Actor Country|Actor COW|"
           "Primary Actor Sector|Actor Sectors|Actor Title|Actor Name Raw|Wikipedia Actor ID|Recipient Name|"
           "Recipient Country|Placename|Country|Latitude|Longitude|Source|Publication Date|Version")  # fmt: skip
BEATEN = ("20230102-7-ab|2023-01-02|ASSAULT|beat|-9.0|MATERIAL CONFLICT|military; land|Freedonian Army|FRE|None|MIL|MIL; GOV|"
          "None|army|None|Sylvania; Ruritania|SYL; RUR|Port, Freedonia|FRE|1.5|2|Daily 'News|2023-01-03|1.0")  # fmt: skip


@pytest.mark.parametrize("intensity", ["Intensity", "Event Intensity"])
def test_an_event_of_polecat(intensity):
    header = POLECAT.replace("Intensity", intensity)
    loaded = load_made_up(table(header, BEATEN), "ngecEvents.20230102.txt")
    assert told(loaded, "event", "kind", "code", "event_id", "country", "place", "target", "Intensity", "Event Mode") == [
        "Freedonian Army → Sylvania; Ruritania: assault (beat)", "assault", "ASSAULT", "20230102-7-ab", "FRE",
        "Port, Freedonia", "Sylvania; Ruritania", -9.0, "beat",
    ]  # fmt: skip
    assert loaded.events[["Actor COW", "Actor Title"]].isna().all(axis=None)


def test_without_a_mode_and_a_recipient_polecat_tells_what_is_left():
    row = BEATEN.replace("|beat|", "|None|").replace("|Sylvania; Ruritania|", "|None|")
    loaded = load_made_up(table(POLECAT, row, BEATEN, row), "ngec.txt")
    assert loaded.events["event"].tolist() == ["Freedonian Army: assault"]
    assert [told[0] for told in problems(loaded)] == [3, 4]  # the id is the same


ACLED = ("event_id_cnty|event_date|year|time_precision|disorder_type|event_type|sub_event_type|actor1|assoc_actor_1|inter1|"
         "actor2|assoc_actor_2|inter2|interaction|iso|country|location|latitude|longitude|notes|fatalities|timestamp")  # fmt: skip
RIOT = ('FRE7|2022-02-23|2022|1|Political violence|Riots|Mob violence|Rioters (Freedonia)|"A; B"|{}|||{}|57|800|Freedonia|"Old, Port"|'
        '2.44|32.5|"A crowd,\nit is said, ""met"""|3|1646077433')  # fmt: skip
FIELDS = dict(zip(ACLED.split("|"), RIOT.replace('"', "").split("|"), strict=True))


@pytest.mark.parametrize("mark", [",", ";", "\t"])
@pytest.mark.parametrize("start", ["", "\ufeff"])
@pytest.mark.parametrize("case", [str, str.upper])
@pytest.mark.parametrize("sides", [("5", "0"), ("Rioters", "")])
def test_an_event_of_acled(mark, start, case, sides):
    row = RIOT.format(*sides)
    if mark == "\t":  # a whole table of quoted cells
        row = "|".join(cell if cell.startswith('"') else f'"{cell}"' for cell in row.split("|"))
    content = start + table(case(ACLED), row, row.replace("FRE7", "FRE8"), mark=mark)
    loaded = load_made_up(content, "acled.csv")
    assert loaded.events["event_id"].tolist() == ["FRE7", "FRE8"], problems(loaded)
    first = loaded.events.iloc[0]
    assert [first[name] for name in ("event", "kind", "code", "country", "place", "latitude", "deaths", "inter1", "iso")] == [
        "Rioters (Freedonia): Mob violence", "Riots", "Mob violence", "Freedonia", "Old, Port", 2.44, 3, sides[0], "800",
    ]  # fmt: skip
    assert first["notes"] == 'A crowd,\nit is said, "met"' and first["assoc_actor_1"] == "A; B"


@pytest.mark.parametrize("day", ["23 February 2022", "23-February-2022", "2022-02-23"])
def test_days_of_older_exports(day):
    loaded = load_made_up(table(ACLED, RIOT.replace("2022-02-23", day), mark=","), "acled.csv")
    assert str(told(loaded, "date")[0])[:10] == "2022-02-23"


@pytest.mark.parametrize(
    ("other", "day", "note"),
    [("18/04/2001", "2001-06-05", "event_date has the day first, as 18/04/2001 shows"),
     ("04/18/2001", "2001-05-06", "event_date has the month first, as 04/18/2001 shows")],
)  # fmt: skip
def test_the_column_shows_which_figure_is_the_month(other, day, note):
    rows = [RIOT.replace("2022-02-23", "05/06/2001"), RIOT.replace("FRE7", "FRE8").replace("2022-02-23", other)]
    loaded = load_made_up(table(ACLED, *rows, mark=","), "acled.csv")
    assert loaded.events["date"].astype(str).tolist()[0] == day
    assert problems(loaded, kind=True) == [(None, note, "note")]


def test_where_the_column_shows_nothing_no_month_is_guessed():
    loaded = load_made_up(table(ACLED, RIOT.replace("2022-02-23", "05/06/2001"), mark=","), "acled.csv")
    assert problems(loaded) == [(2, "event_date is '05/06/2001'; allowed is a date as YYYY-MM-DD")]


@pytest.mark.parametrize("form", [lambda rows: {"status": 200, "success": True, "count": 2, "data": rows}, list])
def test_an_answer_of_acled(form):
    rows = [FIELDS | {"fatalities": 3, "latitude": "x", "tags": None}, FIELDS | {"event_id_cnty": "FRE8"}, "no", FIELDS]
    loaded = load_made_up(json.dumps(form(rows)), "acled.json")
    assert loaded.events["event_id"].tolist() == ["FRE7", "FRE8"]
    assert loaded.events["deaths"].tolist() == [3, 3]
    assert sorted(problems(loaded, kind=True)) == [
        (1, "latitude is 'x'; allowed is a number; the row is kept without it", "incomplete"),
        (3, "record 3 is no object", "refused"),
        (4, "event_id FRE7 stands already in a line above, which is kept", "refused"),
    ]


UCDP = ("id|relid|year|active_year|type_of_violence|conflict_name|dyad_name|side_a|side_b|where_coordinates|latitude|longitude|"
        "country|date_prec|date_start|date_end|deaths_a|best|high|low|source_headline")  # fmt: skip
CLASH = ('88|FRE-2014-1-12-3|2014|TRUE|1|"Freedonia: North"|F - S|"Government of Freedonia"|Sylvan Front|"Port, old"|33.5|44.25|'
         'Freedonia|2|2014-07-01{}|2014-07-03{}|0|4|7|2|"Clashes; more ""fire"""')  # fmt: skip


@pytest.mark.parametrize("clock", ["", " 00:00:00.000", "T00:00:00"])
@pytest.mark.parametrize("best", ["best", "best_est"])
def test_an_event_of_ucdp(clock, best):
    content = table(UCDP.replace("|best|", f"|{best}|"), CLASH.format(clock, clock), mark=",")
    loaded = load_made_up(content, "GEDEvent_v24_1.csv")
    assert told(loaded, "event", "kind", "code", "event_id", "place", "deaths", "high", "date_prec", "source_headline") == [
        "Government of Freedonia → Sylvan Front: state-based violence", "state-based violence", "1", "88", "Port, old", 4, 7, 2,
        'Clashes; more "fire"',
    ]  # fmt: skip
    assert str(told(loaded, "date")[0])[:10] == "2014-07-01" and told(loaded, "date_end")[0].startswith("2014-07-03")


def test_an_answer_of_ucdp():
    record = {"id": 88, "type_of_violence": 3, "side_a": "Sylvan Front", "side_b": "Civilians", "best": 4,
              "date_start": "2014-07-01T00:00:00", "latitude": 33.5, "active_year": True, "gwnob": None}  # fmt: skip
    answer = {"TotalCount": 2, "NextPageUrl": "", "Result": [record, record | {"id": 89, "date_start": None}]}
    loaded = load_made_up(json.dumps(answer), "ged.json")
    assert told(loaded, "event", "event_id", "deaths", "active_year") == [
        "Sylvan Front → Civilians: one-sided violence", "88", 4, "true",
    ]  # fmt: skip
    assert problems(loaded) == [(2, "date_start is missing; it is needed")]


def test_records_of_too_many_kinds_are_told():
    rows = [{"event_id_cnty": f"F{n}", "event_date": "2022-01-01", f"key {n}": 1} for n in range(1_200)]
    (problem,) = problems(load_made_up(json.dumps({"data": rows}), "acled.json"))
    assert problem[1] == "the records have more than 1,000 fields of different names"


def test_a_header_alone_is_no_dataset():
    for header, name in ((ICEWS, "icews"), (POLECAT, "polecat")):
        assert problems(load_made_up(table(header), f"{name}.tab")) == [(None, "there is no record in it")]


def test_two_columns_of_one_name_are_both_kept():
    loaded = load_made_up(table(f"{ICEWS}|Extra|Extra|", f"{MEETING}|1|2|3"), "e.tab")
    assert told(loaded, "extra", "extra_22", "column_23") == ["1", "2", "3"]


def test_a_column_that_is_called_as_one_of_ours_goes_under_another_name():
    loaded = load_made_up(table(f"{ICEWS}|kind|Symbol", f"{MEETING}|mine|too"), "e.tab")
    assert told(loaded, "kind", "icews_kind", "icews_symbol") == ["consults", "mine", "too"]


@settings(deadline=None)
@given(blocks=st.lists(st.lists(st.sampled_from(["1", "2", "3", "17", "x", "UGA7", None]), min_size=1)))
def test_of_ids_in_any_blocks_the_first_is_fresh(blocks):
    import pyarrow as pa

    ids, seen = Ids(), set()
    for block in blocks:
        repeated = set(ids.repeated(pa.array(block, pa.large_string())))
        for at, value in enumerate(block):
            assert (at in repeated) == (value is not None and value in seen)
            seen.add(value)


MADE_UP = {
    "icews.tab": table(ICEWS, MEETING, MEETING.replace("10|", "11|", 1)),
    "polecat.txt": table(POLECAT, BEATEN, BEATEN.replace("7-ab", "8-ab")),
    "acled.csv": table(ACLED, RIOT, RIOT.replace("FRE7", "FRE8"), mark=","),
    "acled.json": json.dumps({"status": 200, "data": [FIELDS, FIELDS | {"event_id_cnty": "FRE8"}]}),
    "ged.csv": table(UCDP, CLASH, CLASH.replace("88|", "89|", 1), mark=",").replace("{}", ""),
}


@settings(deadline=None, max_examples=50)
@given(name=st.sampled_from(sorted(MADE_UP)), at=st.floats(0, 1), cut=st.integers(0, 60), put=st.binary(max_size=8),
       end=st.booleans())  # fmt: skip
def test_mangled_bytes_give_rows_or_problems(name, at, cut, put, end):
    content = MADE_UP[name].encode()
    where = int(at * len(content))
    loaded = load_folder({name: content[:where] + put + (b"" if end else content[where + cut :])})
    assert len(loaded.events) + len(loaded.documents) + len(loaded.problems) > 0
    schema.check(loaded.events, schema.EVENTS)
    assert not loaded.problems["reason"].str.contains("can't be read (", regex=False).any()


@real
def test_facts_of_the_real_icews():
    loaded = load(REAL / "icews" / "events.2018.sample.tab")
    events = schema.check(loaded.events, schema.EVENTS)
    assert (len(events), len(loaded.problems), events["event_id"].nunique(), events["Story ID"].nunique()) == (
        3705,
        0,
        3705,
        1876,
    )
    assert events["date"].astype(str).value_counts().to_dict() == {"2018-06-01": 2359, "2018-06-02": 1346}
    assert (events["event_id"].iloc[0], events["event_id"].iloc[-1]) == ("32889836", "33442566")
    assert [events[name].isna().sum() for name in ("Source Sectors", "Source Country", "Target Country", "District", "latitude")] == [
        875, 147, 232, 3201, 2,
    ]  # fmt: skip
    assert events["code"].str[:2].value_counts().head(2).to_dict() == {"04": 951, "01": 610}
    assert events["kind"].value_counts().head(2).to_dict() == {"consults": 951, "makes a statement": 610}
    assert (events["Event Text"] == "Make statement").sum() == 528


@real
def test_facts_of_the_real_acled():
    loaded = load(REAL / "acled" / "acled_old_deletion_dummy_first1500.csv")
    events = schema.check(loaded.events, schema.EVENTS)
    assert (len(events), len(loaded.problems), events["event_id"].nunique()) == (1500, 0, 1500)
    assert (str(events["date"].min())[:10], str(events["date"].max())[:10]) == ("2022-01-01", "2022-06-30")
    assert (events["event_id"].iloc[0], events["event_id"].iloc[-1]) == ("UGA7752", "ESP9587")
    assert (events["deaths"].sum(), events["target"].isna().sum(), (events["country"] == "Ukraine").sum()) == (
        601,
        857,
        114,
    )
    assert [(events["kind"] == kind).sum() for kind in ("Protests", "Battles")] == [780, 169]
    assert (events["assoc_actor_1"].fillna("").str.contains("; ").sum(), set(events["inter1"])) == (
        274,
        set("12345678"),
    )
