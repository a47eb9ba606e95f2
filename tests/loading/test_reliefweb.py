import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from mangling import is_told, mangled
from reading import first, load_made_up, problems

REAL = Path(__file__).parents[2].parent / "shared" / "real" / "reliefweb"
FIELDS = {
    "id": 8, "title": "Freedonia: floods", "body": "no", "body-html": "<p>Water <b>rose</b>.</p><p>Aid is needed.</p>",
    "country": [{"iso3": "fre", "name": "Freedonia"}, {"iso3": "syl"}], "source": [{"shortname": "OHA", "name": "Office of Hill Aid"}, {"name": "Red Hill"}],
    "language": [{"code": "en"}, {"code": "fr"}], "disaster": [{"name": "Floods - May 2003"}], "theme": [{"name": "Health"}, {"name": "Water"}],
    "format": [{"name": "Map"}], "url": "https://reliefweb.int/node/8", "url_alias": "https://reliefweb.int/report/freedonia/floods",
    "date": {"original": "2002-11-15T05:00:00+00:00", "created": "2002-11-16T05:00:00+00:00"},
}  # fmt: skip


def answer(*fields: dict[str, object], resource: str = "reports", total: int | None = None) -> dict[str, object]:
    data = [
        {"id": str(f.get("id", n)), "score": 1, "href": f"https://api.reliefweb.int/v2/{resource}/{n}", "fields": f}
        for n, f in enumerate(fields)
    ]
    return {
        "href": f"https://api.reliefweb.int/v2/{resource}?limit=2",
        "totalCount": total or len(data),
        "count": len(data),
        "data": data,
    }


def report(number: int, **fields: object) -> dict[str, object]:
    return {**FIELDS, "id": number, "body-html": f"<p>Report {number}.</p>", **fields}


def test_a_report_is_a_document():
    loaded = load_made_up(json.dumps(answer(FIELDS)), "r.json")
    one = first(loaded)
    assert (one["doc"], one["title"], one["text"]) == ("8", "Freedonia: floods", "Water rose.\n\nAid is needed.")
    assert (str(one["published"])[:10], one["published_at"]) == ("2002-11-15", "2002-11-15T05:00:00Z")
    assert (one["publisher"], one["source"], one["url"]) == (
        "OHA",
        "Office of Hill Aid; Red Hill",
        "https://reliefweb.int/report/freedonia/floods",
    )
    assert (one["country"], one["disaster"], one["theme"]) == ("FRE;SYL", "Floods - May 2003", "Health; Water")
    assert (one["language"], one["languages"], one["report_format"], one["format"]) == (
        "en",
        "en; fr",
        "Map",
        "reliefweb",
    )
    assert problems(loaded) == []


@pytest.mark.parametrize(
    "content",
    [
        json.dumps(answer(report(1), report(2))),
        json.dumps([answer(report(1)), answer(report(2))]),
        f"{json.dumps(answer(report(1)))}\n{json.dumps(answer(report(2)))}\n",
        json.dumps(answer(report(1), report(2))["data"]),
        json.dumps([report(1), report(2)]),
    ],
)
def test_answers_come_alone_in_lists_and_on_lines(content):
    loaded = load_made_up(content, "r.json")
    assert loaded.documents[["doc", "text", "format"]].to_numpy().tolist() == [
        ["1", "Report 1.", "reliefweb"],
        ["2", "Report 2.", "reliefweb"],
    ]
    assert problems(loaded) == []


def test_a_body_in_markdown_loses_its_marks():
    body = "## Needs\n\nThe **ministry** called\nfor [help](https://hill.example).\n\n- food\n- water"
    one = first(load_made_up(json.dumps(answer({**FIELDS, "body-html": "", "body": body})), "r.json"))
    assert one["text"] == "Needs\n\nThe ministry called for help.\n\n- food\n\n- water"


def test_what_is_missing_is_told():
    bare = {"id": 3, "title": "A title"}
    loaded = load_made_up(
        json.dumps(answer(report(1, date={"created": "2002-11-16T05:00:00+00:00"}), bare, total=650304)), "r.json"
    )
    assert problems(loaded, kind=True) == [
        (None, "the answer holds 2 of 650,304 reports that match", "note"),
        (1, "no original date; that on which ReliefWeb put the report up is taken (reports 1)", "note"),
        (2, "no body, it must be asked for, with profile=full; the title is taken for the text (reports 2)", "note"),
    ]
    assert loaded.documents["text"].tolist() == ["Report 1.", "A title"]


def test_a_report_without_body_and_title_is_refused():
    loaded = load_made_up(json.dumps(answer(report(1), {"id": 3, "url": "https://reliefweb.int/node/3"})), "r.json")
    assert problems(loaded, kind=True) == [(2, "the report has no body and no title (3)", "refused")]


def test_records_that_are_no_reports_are_counted_and_refused():
    loaded = load_made_up(
        json.dumps(answer({"id": 1, "name": "Floods"}, {"id": 2, "name": "Drought"}, resource="disasters")), "d.json"
    )
    assert problems(loaded, kind=True) == [
        (1, "2 records are disasters, not reports; none of them is loaded", "refused")
    ]


@settings(max_examples=60, deadline=None)
@given(mangled(json.dumps(answer(FIELDS, report(2)), indent=1).encode()))
def test_whatever_is_damaged_ends_in_rows_or_problems(data):
    assert is_told(load_made_up(data, "r.json"))


@pytest.mark.skipif(not REAL.is_dir(), reason="the real files are not here")
def test_facts_of_real_answers():
    loaded = load_made_up((REAL / "reports_v1_offset0_limit2.json").read_bytes(), "r.json")
    assert loaded.documents[["doc", "country", "publisher"]].to_numpy().tolist() == [
        ["8", "AFG", "AIMS"],
        ["9", "KEN", "OCHA"],
    ]
    assert loaded.documents["published"].astype(str).tolist() == ["2002-11-15", "2003-05-19"]
    assert problems(loaded) == [(None, "the answer holds 2 of 650,304 reports that match")]
    others = load_made_up((REAL / "hdx_v1-disasters-limit-1000.json").read_bytes(), "d.json")
    assert problems(others) == [(1, "1,000 records are disasters, not reports; none of them is loaded")]
