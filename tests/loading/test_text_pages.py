import datetime as dt

import pytest
from reading import load_made_up, pieces, problems

from conflictlib.loading.formats.text_pages import read_text_page

RUNNING = "The foreign minister of Freedonia called on Sylvania to come back to the table. " * 3


def document(text: str) -> dict[str, object]:
    (found,) = pieces(read_text_page, text, "page.txt")
    return vars(found)


DUMP = (
    " date 2024-05-12 Home » World » Freedonia Asks for Talks With Sylvania\n"
    "Freedonia Asks for Talks With Sylvania\n\nA Call Between Capitals\n\n"
    f"May 11, 2024 – {RUNNING}\n"
)


def test_a_flat_dump_gives_title_and_page_date_though_it_is_datelined_earlier():
    page = document(DUMP)
    assert page["title"] == "Freedonia Asks for Talks With Sylvania"
    assert page["published"] == dt.date(2024, 5, 12)


@pytest.mark.parametrize("text", [DUMP, "  a\r\n\r\nb\rc\u2028d \t\n", "\n\nno end of line"])
def test_the_text_is_the_files_own(text):
    assert document(text)["text"] == text


def test_a_breadcrumb_without_headline_gives_its_end_as_title():
    assert document(f"date 2024-05-12 Home > World > Talks at last\n\n{RUNNING}")["title"] == "Talks at last"


@pytest.mark.parametrize(
    "furniture",
    [
        "Menu | World | Live | Log in",
        "HOME  WORLD  EUROPE",
        "ADVERTISEMENT",
        "[ Share ] [ Copy the link ]",
        "By our own correspondent",
        "12 May 2024",
        "Updated 12 May 2024, 11:02",
        "From: Office of the spokesperson",
        "FREEDONIA CITY, 12 May 2024 —",
        "Newsroom / Statements / Joint statements",
        "* * *",
    ],
)
def test_what_stands_above_a_headline_is_no_title(furniture):
    assert document(f"{furniture}\nFreedonia asks for talks\n\n{RUNNING}")["title"] == "Freedonia asks for talks"


def test_a_page_that_begins_with_running_text_has_no_title():
    assert document(RUNNING)["title"] is None
    assert document(f"Mr. President,\n\n{RUNNING}")["title"] is None


def test_labelled_lines_and_front_matter_are_read():
    page = document(
        "---\ntitle: Readout of a call\ndate: 2024-05-12\npublisher: Hill Gazette\n"
        f"url: https://hill.example/a\nlang: en-GB\n---\n\n# Readout: a call\n\n{RUNNING}",
    )
    fields = ("title", "published", "publisher", "url", "language")
    assert [page[field] for field in fields] == [
        "Readout of a call",
        dt.date(2024, 5, 12),
        "Hill Gazette",
        "https://hill.example/a",
        "en",
    ]


def test_a_source_that_is_an_address_is_the_url():
    page = document(f"Freedonia asks for talks\nSource: https://hill.example/a\n\n{RUNNING}")
    assert page["url"] == "https://hill.example/a"
    assert page.get("publisher") is None
    assert document(f"Freedonia asks for talks\nSource: Hill Gazette\n\n{RUNNING}")["publisher"] == "Hill Gazette"


def test_a_markdown_heading_is_the_title():
    page = document(f"> Hill Gazette · weekly · 2024-05-12\n\n# The week in statements #\n\n## Monday\n\n{RUNNING}")
    assert (page["title"], page["published"]) == ("The week in statements", dt.date(2024, 5, 12))


def test_a_page_of_blanks_is_told():
    assert problems(load_made_up("\ufeff \n", "page.txt")) == [(None, "page.txt: there is no text in it")]


def test_markdown_is_told_by_the_name():
    assert load_made_up("# Talks", "page.md").documents["format"].tolist() == ["markdown"]
