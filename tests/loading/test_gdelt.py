"""GDELT: events, mentions, and the quotations of the knowledge graph."""

from __future__ import annotations

import zipfile
from io import BytesIO
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reading import load_folder, load_made_up, problems

from conflictlib import schema
from conflictlib.loading import Loaded, _blocks, _event_rows, load, stream
from conflictlib.loading._event_rows import codes
from conflictlib.loading.formats.gdelt_events import NAMES
from conflictlib.loading.formats.gdelt_gkg import NAMES as GKG
from conflictlib.loading.formats.gdelt_mentions import NAMES as MENTIONS

REAL = Path(__file__).parents[2].parent / "shared" / "real"
real = pytest.mark.skipif(not REAL.is_dir(), reason="the real files are not here")

EVENT = {
    "GLOBALEVENTID": "900000001", "SQLDATE": "20150218", "MonthYear": "201502", "Year": "2015",
    "FractionDate": "2015.1315", "Actor1Code": "FRE", "Actor1Name": "FREEDONIA", "Actor2Code": "SYLGOV",
    "IsRootEvent": "1", "EventCode": "043", "EventBaseCode": "043", "EventRootCode": "04", "QuadClass": "1",
    "GoldsteinScale": "2.8", "NumMentions": "5", "NumSources": "1", "NumArticles": "5", "AvgTone": "-4.25",
    "Actor1Geo_Type": "0", "Actor2Geo_Type": "0", "ActionGeo_Type": "4", "ActionGeo_FullName": 'The "Old" Port, China',
    "ActionGeo_CountryCode": "CH", "ActionGeo_ADM2Code": "77", "ActionGeo_Lat": "-41", "ActionGeo_Long": "174.5",
    "ActionGeo_FeatureID": "-1299321", "DATEADDED": "20150218230000", "SOURCEURL": "http://news.example.org/a",
}  # fmt: skip


def line(names: tuple[str, ...] = NAMES, mark: str = "\t", **cells: str) -> str:
    return mark.join((EVENT | cells).get(name, "") for name in names)


def lines(*rows: str) -> str:
    return "".join(f"{row}\n" for row in rows)


def of_one(loaded: Loaded) -> dict[str, object]:
    assert len(loaded.events) == 1, problems(loaded)
    schema.check(loaded.events, schema.EVENTS)
    return loaded.events.iloc[0].to_dict()


FIRST = tuple(name for name in NAMES if "ADM2" not in name)


def test_the_layouts_have_the_columns_of_the_codebooks():
    assert (len(NAMES), len(FIRST), len(MENTIONS), len(GKG)) == (61, 58, 16, 27)


@pytest.mark.parametrize("names", [NAMES, FIRST, FIRST[:-1]])
def test_an_event_of_every_version_without_a_header(names):
    loaded = load_made_up(lines(line(names)), "20150218.export.CSV")
    event = of_one(loaded)
    assert str(event["date"]) == "2015-02-18 00:00:00"
    assert [event[name] for name in ("event", "kind", "code", "actor", "target", "event_id", "dataset")] == [
        "FRE → SYLGOV: consults", "consults", "043", "FRE", "SYLGOV", "900000001", "gdelt_events",
    ]  # fmt: skip
    assert [event[name] for name in ("country", "ActionGeo_CountryCode", "place", "latitude", "longitude")] == [
        "CHN", "CH", 'The "Old" Port, China', -41.0, 174.5,
    ]  # fmt: skip
    assert event["NumMentions"] == 5 and event["EventRootCode"] == "04" and event["DATEADDED"] == "20150218230000"
    assert pd.isna(event["source_url"]) == ("SOURCEURL" not in names)
    own = [name for name in NAMES if name not in ("GLOBALEVENTID", "SQLDATE", "Actor1Code", "Actor2Code", "EventCode",
           "ActionGeo_FullName", "ActionGeo_Lat", "ActionGeo_Long", "SOURCEURL")]  # fmt: skip
    assert list(loaded.events) == schema.EVENTS.names + own  # those of all versions, so that they fit together
    assert problems(loaded) == []


@pytest.mark.parametrize("mark", [",", "\t", ";"])
@pytest.mark.parametrize("case", [str, str.lower, str.upper])
def test_a_header_names_the_columns_in_any_order_and_case(mark, case):
    names = tuple(reversed(NAMES))
    quote = '"The ""Old"" Port, China"' if mark != "\t" else EVENT["ActionGeo_FullName"]
    cells = line((*names, "Note"), mark, ActionGeo_FullName=quote, Note="mine")
    header = mark.join(case(name) for name in (*names, "Note"))
    event = of_one(load_made_up(lines(header, cells), "events.csv"))
    assert (event["event_id"], event["place"], event["country"]) == ("900000001", EVENT["ActionGeo_FullName"], "CHN")
    assert event[case("Note").lower()] == "mine"


@pytest.mark.parametrize(
    ("cells", "event"),
    [
        ({"Actor1Code": ""}, "→ SYLGOV: consults"),
        ({"Actor2Code": ""}, "FRE: consults"),
        ({"Actor1Code": "", "Actor2Code": ""}, "consults"),
        ({"EventRootCode": ""}, "FRE → SYLGOV: consults"),
        ({"EventRootCode": "--", "EventCode": "---"}, "FRE → SYLGOV: ---"),
    ],
)
def test_what_happened_is_told_with_whoever_is_known(cells, event):
    assert of_one(load_made_up(lines(line(**cells)), "a.export.CSV"))["event"] == event


def test_what_does_not_fit_is_a_problem_and_the_rest_is_read():
    loaded = load_made_up(
        lines(
            line(),
            line(GLOBALEVENTID="2", SQLDATE="20151340"),
            line(GLOBALEVENTID="3", ActionGeo_Lat="-41#"),
            line()[:40],
            line(GLOBALEVENTID="4", SQLDATE=""),
            line(GLOBALEVENTID="5", EventCode="", EventRootCode=""),
            line(NumMentions="7"),
        ),
        "a.export.CSV",
    )
    assert loaded.events["event_id"].tolist() == ["900000001", "3"]
    assert sorted(problems(loaded, kind=True)) == [
        (2, "SQLDATE is '20151340'; allowed is a date as YYYYMMDD", "refused"),
        (3, "ActionGeo_Lat is '-41#'; allowed is a number; the row is kept without it", "incomplete"),
        (4, "5 cells; there are 61 columns", "refused"),
        (5, "SQLDATE is missing; it is needed", "refused"),
        (6, "it does not say what happened", "refused"),
        (7, "event_id 900000001 stands already in a line above, which is kept", "refused"),
    ]


def test_a_zip_is_opened_and_the_country_is_no_swiss_one():
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("20150218.export.CSV", lines(line()))
    assert of_one(load_made_up(packed.getvalue(), "20150218.export.CSV.zip"))["country"] == "CHN"


def test_fips_codes_are_not_those_of_iso():
    fips = codes("fips")
    assert [fips[code] for code in ("CH", "SZ", "GM", "GA", "IS", "IC", "AU", "AS", "GZ", "WE", "UP", "UK")] == [
        "CHN", "CHE", "DEU", "GMB", "ISR", "ISL", "AUT", "AUS", "PSE", "PSE", "UKR", "GBR",
    ]  # fmt: skip
    assert all(len(code) == 2 and len(iso) == 3 and iso.isupper() for code, iso in fips.items())
    assert list(codes("cameo")) == [f"{number:02}" for number in range(1, 21)]


def test_pieces_are_alike_whatever_is_wrong_in_them(tmp_path, monkeypatch):
    rows = [
        line(GLOBALEVENTID=str(n), NumMentions="1.0" if n == 40 else "2", SOURCEURL="" if n > 50 else "u")
        for n in range(90)
    ]
    rows[60] = "cut"
    path = tmp_path / "a.export.CSV"
    path.write_text(lines(*rows), encoding="utf-8")
    whole = load(path).events
    monkeypatch.setattr(_blocks, "SIZE", 3_000)
    monkeypatch.setattr(_event_rows, "ROWS", 4)
    pieces = list(stream(path, size=20))
    assert len(pieces) > 4 and sum(len(piece.problems) for piece in pieces) == 1
    filled = [piece.events for piece in pieces if len(piece.events)]
    assert {tuple(piece.dtypes.astype(str).items()) for piece in filled} == {tuple(whole.dtypes.astype(str).items())}
    pd.testing.assert_frame_equal(pd.concat(filled, ignore_index=True), whole)
    assert all(piece.index.tolist() == list(range(len(piece))) for piece in filled)


def test_an_id_that_comes_again_blocks_later_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(_blocks, "SIZE", 1_000)
    ids = [*range(50, 0, -1), 7, *range(100, 140), 50, 139]
    path = tmp_path / "a.export.CSV"
    path.write_text(lines(*(line(GLOBALEVENTID=str(n)) for n in ids)), encoding="utf-8")
    loaded = load(path)
    assert loaded.events["event_id"].tolist() == [str(n) for n in dict.fromkeys(ids)]
    assert loaded.problems["line"].tolist() == [51, 92, 93]


def test_another_file_under_this_format_is_told():
    loaded = load_made_up("one\ttwo\n", "a.csv", format="gdelt_events")
    assert problems(loaded) == [
        (1, "no GDELT events: no line has 57, 58 or 61 cells as these have, and there is no header"),
    ]  # fmt: skip


MENTION = ("900000001", "20150217120000", "20150218230000", "1", "example.org", "http://news.example.org/a", "3", "-1",
           "12", "40", "1", "50", "2665", "-4.25", "", "")  # fmt: skip


def test_a_mention_is_a_row_with_the_day_of_the_page():
    citation = (*MENTION[:3], "2", "Freedonian Radio", "as heard /Freedonian Radio/", *MENTION[6:])
    loaded = load_made_up(lines("\t".join(MENTION), "\t".join(citation)), "20150218230000.mentions.CSV")
    events = schema.check(loaded.events, schema.EVENTS)
    assert problems(loaded) == []  # an event is mentioned more than once
    assert events["event_id"].tolist() == ["900000001"] * 2
    assert set(events["event"]) == set(events["kind"]) == {"mention"}
    assert events["date"].astype(str).tolist() == ["2015-02-18"] * 2
    assert events["source_url"].isna().tolist() == [False, True]
    assert events.loc[0, ["EventTimeDate", "Actor1CharOffset", "Confidence", "MentionDocTone"]].tolist() == [
        "20150217120000", -1, 50, -4.25,
    ]  # fmt: skip


def test_mentions_with_a_header_and_commas():
    cells = [*MENTION[:14], '"srclc:fra;eng:Moses, 2.1"', ""]
    loaded = load_made_up(lines(",".join(MENTIONS).lower(), ",".join(cells)), "mentions.csv")
    assert of_one(loaded)["MentionDocTranslationInfo"] == "srclc:fra;eng:Moses, 2.1"


PAGE = {
    "GKGRECORDID": "20150218230000-7", "DATE": "20150218230000", "SourceCollectionIdentifier": "1",
    "SourceCommonName": "example.org", "DocumentIdentifier": "https://news.example.org/b", "Persons": "ann free",
    "Quotations": '12|30|said|we are ready , he told "all"#90|8||No # 5 | of us',
    "Extras": "<PAGE_PRECISEPUBTIMESTAMP>20150218201500</PAGE_PRECISEPUBTIMESTAMP>"
              "<PAGE_TITLE>Freedonia &amp; Sylvania&#x2019;s   talks</PAGE_TITLE>",
}  # fmt: skip


def page(**cells: str) -> str:
    return "\t".join((PAGE | cells).get(name, "") for name in GKG)


def test_each_quotation_is_a_statement_without_a_speaker():
    loaded = load_made_up(lines(page(), page(GKGRECORDID="20150218230000-8", Quotations="")), "a.gkg.csv")
    statements = schema.check(loaded.statements, schema.STATEMENTS)
    assert statements["text"].tolist() == ['we are ready , he told "all"', "No # 5 | of us"]
    assert statements["cue"].fillna("").tolist() == ["said", ""]
    assert statements["statement_id"].tolist() == ["20150218230000-7#12", "20150218230000-7#90"]
    first = statements.iloc[0]
    assert [first[name] for name in ("doc", "quote", "date_basis", "source_publisher", "source_url", "source_title")] == [
        "20150218230000-7", "direct", "file", "example.org", "https://news.example.org/b", "Freedonia & Sylvania’s talks",
    ]  # fmt: skip
    assert (str(first["date"])[:10], first["quotation_offset"], first["quotation_length"]) == ("2015-02-18", 12, 30)
    assert (first["page_time"], first["gkg_persons"]) == ("20150218201500", "ann free")
    assert first[["actor", "speaker", "start", "end"]].isna().all()
    assert problems(loaded, kind=True) == [(None, "1 of 2 records hold no quotation", "note")]


def test_a_citation_is_no_address_and_an_offset_may_come_twice():
    cited = page(SourceCollectionIdentifier="2", DocumentIdentifier="as heard /Radio/", Quotations="5|3||one#5|3||two")
    statements = load_made_up(lines(cited), "a.gkg.csv").statements
    assert statements["source_url"].isna().all() and statements.loc[0, "document_identifier"] == "as heard /Radio/"
    assert statements["statement_id"].tolist() == ["20150218230000-7#5", "20150218230000-7#5.2"]


def test_what_can_not_be_read_of_the_knowledge_graph_is_told():
    rows = [page(), page(GKGRECORDID="20150218230000-9", Quotations="nothing"), page(GKGRECORDID=""), "cut\toff",
            page(GKGRECORDID="20150218230000-11", DATE="201502")]  # fmt: skip
    loaded = load_made_up(lines(*rows), "a.gkg.csv")
    assert loaded.statements["doc"].nunique() == 2
    assert [told[:2] for told in sorted(problems(loaded))] == [
        (2, "Quotations is 'nothing'; allowed is offset|length|verb|quotation, with # between several"),
        (3, "GKGRECORDID is missing; it is needed"),
        (4, "2 cells; there are 27 columns"),
        (5, "date is '201502'; allowed is a date as YYYY-MM-DD; the row is kept without it"),
        (5, "date is '201502'; allowed is a date as YYYY-MM-DD; the row is kept without it"),
    ]


MADE_UP = {
    "a.export.CSV": lines(line(), line(GLOBALEVENTID="2", Actor1Code=""), line(GLOBALEVENTID="3")),
    "a.mentions.CSV": lines("\t".join(MENTION), "\t".join(MENTION)),
    "a.gkg.csv": lines(page(), page(GKGRECORDID="20150218230000-8")),
    "h.csv": lines(",".join(NAMES), line(mark=",", ActionGeo_FullName='"a\nb"'), line(mark=",", GLOBALEVENTID="2", ActionGeo_FullName="x")),
}  # fmt: skip


@settings(deadline=None, max_examples=50)
@given(name=st.sampled_from(sorted(MADE_UP)), at=st.floats(0, 1), cut=st.integers(0, 60), put=st.binary(max_size=8),
       end=st.booleans())  # fmt: skip
def test_mangled_bytes_give_rows_or_problems(name, at, cut, put, end):
    content = MADE_UP[name].encode()
    where = int(at * len(content))
    mangled = content[:where] + put + (b"" if end else content[where + cut :])
    loaded = load_folder({name: mangled})
    assert len(loaded.events) + len(loaded.statements) + len(loaded.documents) + len(loaded.problems) > 0
    schema.check(loaded.events, schema.EVENTS)
    schema.check(loaded.statements, schema.STATEMENTS)
    assert not loaded.problems["reason"].str.contains("can't be read (", regex=False).any()


@real
@pytest.mark.parametrize(
    ("name", "n", "ends", "roots", "countries"),
    [
        ("gdeltpyr_20170701.export.CSV", 50, ("669666350", "669666399"), {"04": 15, "10": 10, "17": 7}, {"USA": 15, "MLI": 11, "EGY": 6}),
        ("sparkgdelt_20150218230000.export.CSV", 100, ("410412347", "913097148"), {"04": 43, "01": 11, "02": 7}, {}),
        ("20141124.export.CSV.zip", 100, ("324845984", "324846124"), {}, {}),
    ],
)  # fmt: skip
def test_facts_of_the_real_events(name, n, ends, roots, countries):
    loaded = load(REAL / "gdelt_events" / name)
    events = schema.check(loaded.events, schema.EVENTS)
    assert len(events) == n and len(loaded.problems) == 0
    assert (events["event_id"].iloc[0], events["event_id"].iloc[-1]) == ends
    assert {code: (events["EventRootCode"] == code).sum() for code in roots} == roots
    assert {code: (events["country"] == code).sum() for code in countries} == countries
    assert (events["country"].isna() == events["ActionGeo_CountryCode"].isna()).all()
    assert (events["kind"].notna()).all()


@real
def test_more_facts_of_the_real_events():
    spark = load(REAL / "gdelt_events" / "sparkgdelt_20150218230000.export.CSV").events
    assert (str(spark["date"].min())[:10], str(spark["date"].max())[:10]) == ("2014-02-18", "2020-03-18")
    assert spark["code"].str.startswith("0").sum() == 85
    assert spark["source_url"].nunique() == 49
    assert round(spark["GoldsteinScale"].sum(), 1) == 173.2
    assert spark.set_index("event_id").loc["410412360", "country"] == "CHN"
    daily = load(REAL / "gdelt_events" / "20141124.export.CSV.zip").events
    assert daily["date"].astype(str).value_counts().to_dict() == {"2013-11-24": 79, "2004-11-26": 21}
    assert daily["QuadClass"].value_counts().to_dict() == {1: 66, 4: 20, 2: 10, 3: 4}
    assert daily["Actor1Geo_ADM2Code"].isna().all() and daily["actor"].isna().sum() == 81
    pickled = load(REAL / "gdelt_events" / "gdeltpyr_20170701.export.CSV").events
    assert pickled["code"].str.startswith("0").sum() == 23 and pickled["source_url"].nunique() == 15


@real
@pytest.mark.parametrize(
    ("name", "n", "n_events", "facts"),
    [
        ("gdeltpyr_20170701234500.mentions.CSV", 50, 50, {("MentionSourceName", "nbcnews.com"): 9, ("Actor1CharOffset", -1): 9}),
        ("sparkgdelt_20150218230000.mentions.CSV", 100, 87, {("Confidence", 100): 26, ("Confidence", 20): 25}),
        ("gdeltpyr_mentionssamp_header.csv", 1635, 1430, {("MentionSourceName", "wafa.ps"): 88, ("Confidence", 100): 837,
         ("MentionDocTranslationInfo", "srclc:ara;eng:GT-ARA 1.0"): 494}),
    ],
)  # fmt: skip
def test_facts_of_the_real_mentions(name, n, n_events, facts):
    loaded = load(REAL / "gdelt_mentions" / name)
    events = schema.check(loaded.events, schema.EVENTS)
    assert (len(events), events["event_id"].nunique(), len(loaded.problems)) == (n, n_events, 0)
    assert {(column, value): (events[column] == value).sum() for column, value in facts} == facts


@real
@pytest.mark.parametrize(
    ("name", "n_pages", "n", "n_without", "collections"),
    [("gdeltpyr_20170701234500.gkg.csv", 13, 25, "37 of 50", {"1"}),
     ("sparkgdelt_20150218230000_first80.gkg.csv", 22, 43, "58 of 80", {"1", "2"})],
)  # fmt: skip
def test_facts_of_the_real_quotations(name, n_pages, n, n_without, collections):
    loaded = load(REAL / "gdelt_gkg" / name)
    statements = schema.check(loaded.statements, schema.STATEMENTS)
    assert (statements["doc"].nunique(), len(statements)) == (n_pages, n)
    assert problems(loaded) == [(None, f"{n_without} records hold no quotation")]
    assert set(statements["source_collection"]) == collections
    assert statements["source_url"].isna().eq(statements["source_collection"] == "2").all()
    assert (statements["text"].str.len() - statements["quotation_length"]).abs().max() <= 10
