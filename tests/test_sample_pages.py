"""The sample's pages: listed, readable, never older than what they report, free of invented quotations."""

import csv
import html
import json
import re
from datetime import date
from pathlib import Path

import pytest

DATA = Path(__file__).parents[1] / "data"
PAGES = DATA / "pages"
FORMS = {"txt", "md", "html", "json", "jsonl"}
QUOTATIONS = (r"“([^”]*)”", r"‘([^’]*)’", r'"([^"]*)"', r"«([^»]*)»")
LONGEST_SET_TERM = 5  # words: a set term such as “two-state solution”, never a sentence that a person said


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


INDEX = rows(PAGES / "index.csv")
STATEMENTS = {row["statement_id"]: row for row in rows(DATA / "statements.csv")}
each_page = pytest.mark.parametrize("page", INDEX, ids=lambda page: page["doc"])


def raw(page: dict[str, str]) -> str:
    return (PAGES / page["doc"]).read_bytes().decode("utf-8")


def without_tags(markup: str) -> str:
    markup = re.sub(r"(?is)<(script|style)\b.*?</\1>", " ", markup)
    return html.unescape(re.sub(r"<[^>]+>", " ", markup))


def visible_text(page: dict[str, str]) -> str:
    """What a reader sees, navigation included."""
    text = raw(page)
    if page["form"] == "html":
        return without_tags(text)
    if page["form"] == "json":
        post = json.loads(text)
        return without_tags(post["title"]["rendered"] + "\n" + post["content"]["rendered"])
    if page["form"] == "jsonl":
        line = json.loads(text)
        return f"{line['title']}\n{line['text']}"
    return text


def rests_on(page: dict[str, str]) -> list[str]:
    return page["statement_ids"].split(";")


def test_folder_and_index_list_the_same_thirty_pages():
    listed = [page["doc"] for page in INDEX]
    in_folder = sorted(path.name for path in PAGES.iterdir() if path.name != "index.csv")
    assert listed == in_folder
    assert len(listed) == 30


def test_index_is_ordered_by_day_and_has_lf_line_ends():
    days = [page["published"] for page in INDEX]
    assert days == sorted(days)
    assert b"\r" not in (PAGES / "index.csv").read_bytes()


def test_pages_show_every_act_that_occurs_in_the_sample():
    on_pages = {STATEMENTS[statement]["act"] for page in INDEX for statement in rests_on(page)}
    assert on_pages == {row["act"] for row in STATEMENTS.values()}


def test_pages_show_many_actors():
    actors = {STATEMENTS[statement]["actor"] for page in INDEX for statement in rests_on(page)}
    assert len(actors) >= 25


def test_no_statement_stands_on_more_than_two_pages():
    pages_of = {statement: 0 for page in INDEX for statement in rests_on(page)}
    for page in INDEX:
        for statement in rests_on(page):
            pages_of[statement] += 1
    assert max(pages_of.values()) == 2
    assert sum(n == 2 for n in pages_of.values()) >= 8


@each_page
def test_page_rests_on_rows_of_the_sample_that_nobody_doubts(page):
    statements = rests_on(page)
    assert len(set(statements)) == len(statements)
    assert [statement for statement in statements if statement not in STATEMENTS] == []
    assert [statement for statement in statements if STATEMENTS[statement]["confidence"] == "low"] == []


@each_page
def test_page_is_not_older_than_its_latest_statement(page):
    latest = max(STATEMENTS[statement]["date"] for statement in rests_on(page))
    assert date.fromisoformat(latest) <= date.fromisoformat(page["published"])


@each_page
def test_page_shows_its_day_of_publication(page):
    day = page["published"]
    text = raw(page)
    assert day in text or day.replace("-", "/") in text


@each_page
def test_form_is_that_of_the_file(page):
    assert page["form"] in FORMS
    assert page["doc"].endswith("." + page["form"])
    text = raw(page)
    if page["form"] == "html":
        assert re.search(r"<title[^>]*>[^<]+</title>", text)
        assert re.search(r'<html\b[^>]*\blang="en', text)
    elif page["form"] == "json":
        post = json.loads(text)
        assert post["date"].startswith(page["published"])
        assert {"title", "content", "date", "date_gmt", "link"} <= set(post)
    elif page["form"] == "jsonl":
        (line,) = text.splitlines()
        fields = json.loads(line)
        assert list(fields) == ["doc", "title", "url", "publisher", "published", "text"]
        assert (fields["doc"] + ".jsonl", fields["published"]) == (page["doc"], page["published"])


@each_page
def test_length_is_that_of_a_short_news_page(page):
    assert 120 <= len(visible_text(page).split()) <= 450


@each_page
def test_quotation_marks_hold_set_terms_only(page):
    text = visible_text(page)
    assert text.count("“") == text.count("”")
    assert text.count('"') % 2 == 0
    quoted = [term for pattern in QUOTATIONS for term in re.findall(pattern, text)]
    assert [term for term in quoted if len(term.split()) > LONGEST_SET_TERM] == []


@each_page
def test_addresses_are_reserved_for_examples(page):
    text = raw(page)
    hosts = re.findall(r"https?://([^/\s\"'<>)\\]+)", text) + re.findall(r"@([\w.-]+\.\w+)", text)
    vocabularies = {"schema.org", "ogp.me"}  # named by markup, never visited
    assert [host for host in hosts if host not in vocabularies and not host.endswith(".example")] == []
