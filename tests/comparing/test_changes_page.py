"""The page, the JSON and the tables of changes."""

import datetime as dt
import json
import re

import lxml.html
import pandas as pd
import pytest
from corpora import corpus, said, together, weeks
from jsonschema import Draft202012Validator

from conflictlib.comparing import changes, to_json
from conflictlib.loading import load
from conflictlib.reports.changes import MOST, TABLES, changes_page, write_changes

COMMON = {"report": "press", "sample": False, "run_id": "0" * 64, "version": "0.1.0", "codebook": "1" * 64,
          "coder": "hand", "coded": True}  # fmt: skip

HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)> \u202e {{ 7 * 7 }} \" ' &amp;"

text, day = {"type": "string"}, {"type": ["string", "null"], "pattern": r"^\d{4}-\d{2}-\d{2}$"}
maybe, whole, yes_no = {"type": ["string", "null"]}, {"type": "integer"}, {"type": ["boolean", "null"]}


def rows(**columns):
    row = {"type": "object", "properties": columns, "required": [*columns], "additionalProperties": False}
    return {"type": "array", "items": row}


def other(prefix):
    kinds = {"date": day, "act": maybe, "negated": yes_no, "statement_id": maybe, "text": maybe}
    return {f"{prefix}_{name}": kind for name, kind in kinds.items() if (prefix, name) != ("also", "date")}


STATEMENT = {"statement_id": text, "doc_id": maybe, "doc": maybe, "date": day, "actor": maybe, "members": {"type": "array"},
             "speaker": maybe, "addressee": maybe, "act": maybe, "negated": yes_no, "themes": {"type": "array"},
             "text": text}  # fmt: skip
KEYS = {
    "schema_version": {"const": 1},
    "counts": {"type": "object", "additionalProperties": {"type": "integer", "minimum": 0}},
    "first_report": {"type": "boolean"},
    "last_before": day,
    "last_now": day,
    "every": {"enum": ["day", "week", "month", "quarter", "year"]},
    "sentence": text,
    "rules": {"type": "object", "required": ["positions", "themes"]},
    "positions": rows(actor=text, theme=text, kind={"enum": ["first", "turned"]},
                      **{"from": {"enum": ["for", "against", "both", None]}}, to={"enum": ["for", "against", "both"]},
                      date=day, act=text, negated=yes_no, statement_id=text, text=text, **other("also"), **other("before")),
    "actors": rows(actor=text, first=day, n=whole, statement_id=text, act=maybe, negated=yes_no, text=text),
    "themes": rows(theme=text, period=day, n=whole, usual_low=whole, median={"type": "number"}, usual_high=whole,
                   direction={"enum": ["rose", "fell"]}),
    "periods": rows(period=day, n=whole, n_periods_before=whole, usual_low={"type": ["integer", "null"]},
                    median={"type": ["number", "null"]}, usual_high={"type": ["integer", "null"]}),
    "recoded": rows(statement_id=text, what=text, **{"from": text}, to=text, date=day, actor=maybe, text=text,
                    ended_why=maybe),
    "statements": rows(**STATEMENT),
    "withdrawn": rows(**STATEMENT, ended_why=maybe),
}  # fmt: skip
SCHEMA = {"type": "object", "properties": KEYS, "required": [*KEYS], "additionalProperties": False}


def eventful():
    """Changes with everything in them, and the two tables."""
    calm = weeks(*[7, 8, 6] * 4)
    before = together(
        calm,
        corpus(
            said("p1", "2024-03-01", text="a truce at once"),
            said("r1", "2024-03-01", "CHE", "states", "famine", text="hunger spreads"),
            said("w1", "2024-03-02", "CHE", text="a pause for the harvest"),
        ),
    )
    now = together(
        before[before["statement_id"] != "w1"].assign(act=before["act"].mask(before["statement_id"] == "r1", "warns")),
        weeks(*[0] * 12, 30),
        corpus(
            said(
                "p2", "2024-03-26", act="rejects", text="a truce of any kind", speaker="Rufus Firefly", addressee="CHE"
            ),
            said("p3", "2024-03-27", "SWE", themes="mediation", text="talks in the capital"),
            said("p4", "2024-03-27", "CHE", "rejects", "mediation", text="talks elsewhere"),
            said("p5", "2024-03-27", "CHE", "offers", "mediation", text="its good offices"),
            said("u1", None, None, "states", "", text="nobody knows", source="an official"),
        ),
    )
    ended = pd.DataFrame({"statement_id": ["w1"], "ended_why": ["removed: a rumour"]})
    return changes(before, now, withdrawn=ended), before, now


@pytest.fixture(scope="module")
def found():
    return eventful()[0]


def page(of, **given):
    return changes_page(of, **COMMON | given).decode()


def words(html):
    return re.sub(r"\s+", " ", lxml.html.fromstring(html).text_content())


# JSON


def test_the_json_has_the_shape_that_is_documented(found):
    told = json.loads(to_json(found))
    Draft202012Validator(SCHEMA).validate(told)
    assert all(
        told[name] for name in ("positions", "actors", "themes", "periods", "recoded", "statements", "withdrawn")
    )
    assert list(told)[:2] == ["schema_version", "counts"]
    for key in KEYS:
        assert f"``{key}``" in to_json.__doc__
    for key in told["counts"]:
        assert f"``{key}``" in to_json.__doc__


def test_the_json_of_a_first_report_or_of_no_change_has_the_same_shape():
    table = weeks(3, 2)
    for before in (table.head(0), table):
        told = json.loads(to_json(changes(before, table)))
        Draft202012Validator(SCHEMA).validate(told)
        assert told["statements"] == []
        assert told["first_report"] is (len(before) == 0)


def test_the_json_counts_what_it_lists(found):
    told = json.loads(to_json(found))
    n = told["counts"]
    assert (n["new"], n["withdrawn"]) == (len(told["statements"]), len(told["withdrawn"]))
    assert n["positions_first"] + n["positions_turned"] == len(told["positions"])
    assert (n["actors_first_seen"], n["themes_beyond"]) == (len(told["actors"]), len(told["themes"]))


def test_the_same_changes_are_the_same_bytes(tmp_path):
    found, before, now = eventful()
    ended = pd.DataFrame({"statement_id": ["w1"], "ended_why": ["removed: a rumour"]})
    again = changes(before[::-1], now.sample(frac=1, random_state=1), withdrawn=ended)
    for name, these in (("one", found), ("two", again)):
        write_changes(these, tmp_path / name, **COMMON)
    files = sorted(path.relative_to(tmp_path / "one") for path in (tmp_path / "one").rglob("*.*"))
    assert len(files) == 2 + len(TABLES)
    for file in files:
        assert (tmp_path / "one" / file).read_bytes() == (tmp_path / "two" / file).read_bytes()


# The page


def test_the_page_begins_with_the_main_figures(found):
    told = words(page(found, since=dt.date(2024, 3, 24)))
    assert (
        "Since the report of 24 March 2024: 35 new statements by 3 actors; 1 position turned round and 2 taken" in told
    )
    assert "Since the last report, whose latest statement is of 24 March 2024: 35" in words(page(found))


def test_a_turned_position_stands_with_both_statements(found):
    told = words(page(found))
    turned = told[told.index("Norway on ceasefire") :]
    turned = turned[: turned.index("Positions taken for the first time")]
    assert "asks, approves or offers → refuses" in turned
    assert turned.index("calls for “a truce at once”") < turned.index("rejects “a truce of any kind”")


def test_a_position_that_is_both_stands_with_both_statements(found):
    told = words(page(found))
    assert "does both on one dayrejects; offers, 27 March 2024" in told
    assert told.count("“talks elsewhere”") == told.count("“its good offices”") == 2  # there, and among the new ones


def test_every_new_statement_is_shown_with_its_words(found):
    told = words(page(found))
    for said_then in found.statements["text"]:
        assert f"“{said_then}”" in told
    assert "Rufus Firefly" in told
    assert "an official" in told
    assert "Without a date" in told


def test_recoded_and_withdrawn_are_shown_with_words_and_reasons(found):
    told = words(page(found))
    assert "states → warns" in told
    assert "“hunger spreads”" in told
    assert "removed: a rumour“a pause for the harvest”" in told


def test_a_theme_beyond_its_range_stands_with_the_range(found):
    (row,) = found.themes.to_dict("records")
    html = page(found)
    assert f"{row['n']}; usual are {row['usual_low']} to {row['usual_high']}, median 7" in html
    assert "With so many more in all" in html
    drawn = lxml.html.fromstring(html).xpath("//svg//@x1 | //svg//@x2 | //svg//@x | //svg//@cx")
    assert all(0 <= float(place) <= 300 for place in drawn)


def test_statements_are_linked_where_there_is_a_page(found):
    def link_of(statement_id):
        return "" if statement_id == "p3" else f'explained/{statement_id}.html?a=1&b="2"'

    html = page(found, link_of=link_of)
    assert 'href="explained/p2.html?a=1&amp;b=&#34;2&#34;"' in html
    assert "explained/p1.html" in html  # the statement before
    assert "explained/p3.html" not in html
    assert "explained/w1.html" not in html  # withdrawn
    assert "on its page" not in page(found)


def test_an_empty_section_is_one_line():
    table = weeks(3, 2)
    now = together(table, corpus(said("x", "2024-01-15", themes="", act="states")))
    html = page(changes(table, now))
    for line in (
        "No actor’s position on a theme was turned round by a new statement.",
        "No actor took a position on a theme for the first time.",
        "Every actor of the new statements had spoken before.",
        "No week with statements was completed since the last report, so no theme is judged.",
        "No statement that stood before is coded otherwise now.",
        "No statement was withdrawn.",
    ):
        assert f'<p class="none">{line}</p>' in html
    assert html.count("<table") == 1


def test_where_nothing_changed_one_sentence_says_so():
    table = weeks(3, 2)
    html = page(changes(table, table))
    assert "whose latest statement is of 14 January 2024: nothing changed." in html
    assert "<table" not in html


def test_too_few_periods_are_told():
    table = weeks(3, 2, 4)
    html = words(page(changes(table[table["date"] < "2024-01-15"], table)))
    assert "The week of 15 Jan 2024 was not judged: it has 2 complete weeks before it, and 8 are needed." in html


def test_the_first_report_lists_nothing(tmp_path):
    table = weeks(3, 2)
    files = write_changes(changes(table.head(0), table), tmp_path, **COMMON)
    assert [file.name for file in files] == ["changes.html", "changes.json"]
    html = files[0].read_text(encoding="utf-8")
    assert "This is the first report: 5 statements by 1 actor, and nothing before to compare with." in html
    assert "<table" not in html
    assert "<h2" not in html


def test_a_long_list_is_cut_and_the_table_holds_all(tmp_path):
    before = corpus(said("s", "2024-03-01", act="states", themes="ceasefire"))
    now = together(
        before, corpus(*(said(f"n{n:03}", "2024-03-02", f"A{n:03}", text="word " * 400) for n in range(150)))
    )
    files = write_changes(changes(before, now), tmp_path, **COMMON)
    html = files[0].read_text(encoding="utf-8")
    assert f"Shown are the first {MOST} of 150 statements" in html
    assert f"Shown are the first {MOST} of 150 actors" in html
    assert "word …" in html
    assert len(load(tmp_path / "tables" / "changes-statements.csv").statements) == 150


def test_what_pages_say_is_escaped_everywhere():
    def vile(statement_id, *others, **more):
        return said(statement_id, *others, text=f"{HOSTILE} {statement_id}", speaker=HOSTILE, source=HOSTILE, **more)

    before = corpus(vile("a", "2024-03-01"), vile("b", "2024-03-01", "CHE"), vile("c", "2024-03-02", HOSTILE, "states"))
    now = corpus(
        vile("a", "2024-03-01"),
        vile("c", "2024-03-02", HOSTILE, "states", HOSTILE, channel=HOSTILE, addressee=HOSTILE),
        vile("d", "2024-03-03", act="rejects", addressee=HOSTILE),
        vile("e", "2024-03-03", "<b>new", themes="mediation", members=""),
        vile("f", "2024-03-03", None, HOSTILE, HOSTILE),
    )
    found = changes(before, now, withdrawn=pd.DataFrame({"statement_id": ["b"], "ended_why": [HOSTILE]}))
    html = page(found, link_of=lambda _: HOSTILE, report=HOSTILE, coder=HOSTILE)
    assert "<script" not in html
    assert "<img" not in html
    assert "<b>new" not in html
    assert "{{ 7 * 7 }}" in html
    assert not lxml.html.fromstring(html).xpath("//script | //img | //iframe | //*[@onerror]")
    assert json.loads(to_json(found))["counts"]["new"] == 3


def test_the_page_is_whole_and_loads_nothing(found):
    tree = lxml.html.fromstring(page(found))
    ids = tree.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert {href[1:] for href in tree.xpath("//p[@class='jump']//@href")} <= set(ids)
    assert not tree.xpath("//link | //script | //@src")
    assert {href for href in tree.xpath("//@href") if not href.startswith("#")} == {
        "index.html",
        "changes.json",
        *(f"tables/changes-{name}.csv" for name in TABLES),
    }
