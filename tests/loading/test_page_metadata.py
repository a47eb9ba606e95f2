import json

import pytest
from reading import first, load_made_up, problems

TALKS = "Freedonia called on Sylvania to come back to the table before the week is out."


def page(head: str = "", body: str = "", *, lang: str = "", above: str = "") -> str:
    return f"<!DOCTYPE html>{above}<html{lang}><head>{head}</head><body>{body}<p>{TALKS}</p></body></html>"


def linked(**said: object) -> str:
    return f'<script type="application/ld+json">{json.dumps({"@type": "NewsArticle", **said})}</script>'


def meta(**said: str) -> str:
    return "".join(f'<meta property="{name.replace("__", ":")}" content="{value}">' for name, value in said.items())


def test_what_places_agree_on_is_taken_without_a_note():
    head = "<title>Talks resume | Hill Gazette</title>" + meta(
        og__title="Talks resume",
        og__site_name="Hill Gazette",
        og__url="https://www.hill.example/a/",
        og__locale="en_GB",
    )
    head += linked(headline="Talks resume", publisher={"name": "Hill Gazette"}, author=[{"name": "Ada Hill"}, "B. Dale"],
                   datePublished="2024-05-12T23:30:00-05:00", inLanguage="en", url="https://hill.example/a")  # fmt: skip
    loaded = load_made_up(page(head, "<h1>Talks resume</h1>", lang=' lang="en"'), "a.html")
    found = first(loaded)
    assert [found[name] for name in ("title", "publisher", "author", "language", "url", "published_at")] == [
        "Talks resume",
        "Hill Gazette",
        "Ada Hill; B. Dale",
        "en",
        "https://www.hill.example/a/",
        "2024-05-13T04:30:00Z",
    ]
    assert str(found["published"].date()) == "2024-05-12"
    assert problems(loaded) == []


@pytest.mark.parametrize(
    ("field", "head", "body", "value", "note"),
    [
        (
            "title",
            "<title>Envoys meet</title>" + meta(og__title="Talks resume"),
            "<h1>Talks resume at last</h1>",
            "Talks resume at last",
            "title: h1 says 'Talks resume at last', title says 'Envoys meet'; the first is taken",
        ),
        (
            "publisher",
            meta(og__site_name="Hill Gazette") + linked(publisher={"name": "Dale Post"}),
            "",
            "Hill Gazette",
            "publisher: og:site_name says 'Hill Gazette', JSON-LD says 'Dale Post'; the first is taken",
        ),
        (
            "published",
            linked(datePublished="2024-05-12") + meta(article__published_time="2024-05-14"),
            "",
            "2024-05-12",
            "published: datePublished of JSON-LD says '2024-05-12', article:published_time says '2024-05-14'; "
            "the first is taken",
        ),
        (
            "published",
            meta(article__published_time="2024-05-12", og__url="https://hill.example/2024/04/talks"),
            "",
            "2024-05-12",
            "published is 2024-05-12, the address has 2024/04; the first is taken",
        ),
        (
            "language",
            '<meta http-equiv="Content-Language" content="fr">' + meta(og__locale="de_DE"),
            "",
            "fr",
            "language: content-language says 'fr', og:locale says 'de'; the first is taken",
        ),
        (
            "url",
            '<link rel="canonical" href="https://hill.example/a">' + meta(og__url="https://hill.example/b"),
            "",
            "https://hill.example/a",
            "url: canonical says 'https://hill.example/a', og:url says 'https://hill.example/b'; the first is taken",
        ),
    ],
)
def test_the_more_trusted_place_is_taken_and_the_other_noted(field, head, body, value, note):
    loaded = load_made_up(page(head, body), "a.html")
    assert str(first(loaded)[field]).removesuffix(" 00:00:00") == value
    assert problems(loaded, kind=True) == [(None, note, "note")]


def test_a_day_that_is_none_gives_way_to_the_next():
    head = meta(article__published_time="2024-05-12-0305:49:00-10800") + meta(og__published_time="2024-05-12T05:49:00Z")
    assert first(load_made_up(page(head), "a.html"))["published_at"] == "2024-05-12T05:49:00Z"


@pytest.mark.parametrize(
    "above",
    [
        "<!-- saved from url=(0025)https://hill.example/a -->",
        "<!--\n Page saved with SingleFile \n url: https://hill.example/a \n saved date: Sun May 12 2024\n-->",
    ],
)
def test_the_address_under_which_a_browser_saved_the_page_serves_where_it_has_none(above):
    assert first(load_made_up(page(above=above), "a.html"))["url"] == "https://hill.example/a"


def test_the_name_of_the_site_is_no_part_of_the_title():
    head = "<title>Talks resume - Hill Gazette</title>" + meta(og__site_name="Hill Gazette")
    assert first(load_made_up(page(head), "a.html"))["title"] == "Talks resume"
    assert first(load_made_up(page("<title>Talks resume - a chronicle</title>"), "b.html"))["title"] == (
        "Talks resume - a chronicle"
    )
