"""Layouts that real files have and no description tells of: headings above a table, lost zeros, wrapped scripts."""

from __future__ import annotations

import json

import pytest
from reading import first, load_made_up, problems

ACLED = "event_id_cnty,event_date,event_type,sub_event_type,actor1,actor2,country,notes,fatalities\n"
RIOT = 'FRE7,"01 November 2024",Riots,Mob violence,Rioters (Freedonia),NA,Freedonia,"A crowd, they say",0\n'
UCDP = (
    "9,FRE-1,2025,1,Clear,1,200,200,Freedonia: Government,300,300,Government - Front,10,10,Government of Freedonia,11,11,"
    'Front,2,"""Daily,2025-03-02,Two, killed""",Daily,2025-03-02,Two killed,police,1,Port,,A,B,1.5,2.5,POINT (2.5 1.5),1,'
    "Freedonia,260,Europe,1,1,2025-03-01 00:00:00.000,2025-03-02 00:00:00.000,0,1,1,0,2,3,1,260,\n"
)
ICEWS = (
    "event_id,event_date,source_name,source_sectors,source_country,event_text,cameo_code,intensity,target_name,"
    "target_sectors,target_country,story_id,sentence_number,publisher,city,district,province,country,latitude,longitude\n"
)


@pytest.mark.parametrize("heading", ["(Sample)\n\n", "ACLED, all events, 2024\nEvents of Freedonia\n", "\n\n"])
def test_a_heading_may_stand_above_a_table_of_events(heading):
    loaded = load_made_up(heading + ACLED + RIOT + RIOT.replace("FRE7", "FRE8"), "acled.csv")
    assert loaded.events["event_id"].tolist() == ["FRE7", "FRE8"]
    assert loaded.events["date"].astype(str).tolist() == ["2024-11-01"] * 2
    assert problems(loaded) == []


def test_the_line_of_a_problem_counts_the_heading():
    loaded = load_made_up("(Sample)\n\n" + ACLED + RIOT + RIOT.replace("01 November 2024", "soon"), "acled.csv")
    assert [line for line, _ in problems(loaded)] == [5]


def test_events_of_ucdp_without_a_header_are_read_by_their_order():
    loaded = load_made_up(UCDP + UCDP.replace("9,FRE-1", "10,FRE-2", 1), "GEDEvent_v24_0_1.csv")
    assert loaded.events["event_id"].tolist() == ["9", "10"]
    event = loaded.events.iloc[0]
    assert (str(event["date"])[:10], event["actor"], event["target"]) == (
        "2025-03-01",
        "Government of Freedonia",
        "Front",
    )
    assert (event["country"], event["deaths"], event["kind"]) == ("Freedonia", 2, "state-based violence")
    assert problems(loaded, kind=True) == [
        (None, "there is no header; the columns are taken to be those of the codebook, in their order", "note")
    ]


def test_a_table_of_49_other_columns_is_not_taken_for_ucdp():
    loaded = load_made_up(UCDP.replace("2025-03-01 00:00:00.000", "yesterday"), "other.csv")
    assert len(loaded.events) == 0


def test_numbers_that_a_program_made_of_codes_and_days_are_read():
    header = "GLOBALEVENTID,SQLDATE,Actor1Code,Actor2Code,EventCode,EventRootCode\n"
    loaded = load_made_up(
        header + "7,20240116.0,FRE,SYL,42,4\n8,20240116,FRE,SYL,190,19\n9,20240116,FRE,SYL,43,\n", "g.csv"
    )
    assert loaded.events["date"].astype(str).tolist() == ["2024-01-16"] * 3
    assert loaded.events["code"].tolist() == ["042", "190", "43"]
    assert loaded.events["event"].tolist()[:2] == ["FRE → SYL: consults", "FRE → SYL: fights"]


@pytest.mark.parametrize(
    ("code", "text", "kind"),
    [
        ("10", "Make statement", "makes a statement"),
        ("10", "Demand", "demands"),
        ("010", "Make statement", "makes a statement"),
        ("19", "Express accord", "makes a statement"),
        ("20", "Make an appeal or request", "appeals"),
    ],
)
def test_a_code_of_icews_that_lost_its_zero_goes_by_what_it_is_called(code, text, kind):
    row = f"2,20140101,Minister,Government,Freedonia,{text},{code},0.0,Front,Rebels,Sylvania,3,2,Daily,Port,NA,NA,Freedonia,1,2\n"
    loaded = load_made_up(ICEWS + row, "icews.csv")
    event = loaded.events.iloc[0]
    assert (event["dataset"], str(event["date"])[:10], event["kind"]) == ("icews", "2014-01-01", kind)


def test_posts_that_a_program_put_into_an_object_are_read():
    post = {"id": 11, "date": "2021-04-08T19:43:20", "link": "https://hill.example/a", "title": {"rendered": "A &amp; B"},
            "content": {"rendered": "<p>The talks began.</p>"}}  # fmt: skip
    held = {"source": "https://hill.example/wp-json/wp/v2", "fetchedAt": "2026-10-02T21:03:31Z", "posts": [post]}
    one = first(load_made_up(json.dumps(held), "posts.json"))
    assert (one["format"], one["title"], one["text"], str(one["published"])[:10]) == (
        "wordpress", "A & B", "The talks began.", "2021-04-08",
    )  # fmt: skip


WRAPPED = ["{}", "<![CDATA[\n{}\n]]>", "//<![CDATA[\n{}\n//]]>", "/*<![CDATA[*/{}/*]]>*/", "<!--\n{}\n-->"]


@pytest.mark.parametrize("around", WRAPPED)
@pytest.mark.parametrize("comma", [",", ""])
def test_what_a_page_says_of_itself_is_found_in_any_wrapping_and_without_a_comma(around, comma):
    said = f'{{"@type": "NewsArticle", "image": {{"width": "7"}}{comma} "datePublished": "2021-11-01T10:52:50+0100"}}'
    page = (
        '<!DOCTYPE html><html><head><title>Talks</title><script type="application/ld+json">'
        + around.replace("{}", said)
        + "</script></head><body><p>The talks between Freedonia and Sylvania began in the old harbour.</p></body></html>"
    )
    one = first(load_made_up(page, "a.html"))
    assert (str(one["published"])[:10], one["published_at"]) == ("2021-11-01", "2021-11-01T09:52:50Z")


def test_broken_linked_data_of_two_articles_is_not_guessed_at():
    said = (
        '[{"@type": "NewsArticle" "datePublished": "2021-11-01"}, {"@type": "Article", "datePublished": "2020-01-01"}]'
    )
    page = f'<html><head><script type="application/ld+json">{said}</script></head><body><p>The talks began.</p></body></html>'
    assert "published" not in first(load_made_up(page, "a.html"))


def test_tokens_that_are_elsewhere_in_the_text_are_told():
    file = (
        "#FORMAT=WebAnno TSV 3.3\n#T_SP=webanno.custom.Statement|actor\n\n\n#Text=The talks began\n"
        "1-1\t0-3\tThe\t_\t\n1-2\t5-10\ttalks\tFRE\t\n1-3\t10-15\tbegan\t_\t\n"
    )
    assert problems(load_made_up(file, "a.tsv"), kind=True) == [
        (7, "1 tokens are not what the text has at their offsets, the first is 'talks'; "
            "statements may begin and end elsewhere", "incomplete"),
    ]  # fmt: skip
