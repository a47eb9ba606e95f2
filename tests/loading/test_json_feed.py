import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from mangling import is_told, mangled
from reading import load_made_up, problems

REAL = Path(__file__).parents[2].parent / "shared" / "real" / "feeds"
FEED = {
    "version": "https://jsonfeed.org/version/1.1", "title": "Hill Gazette", "language": "en-US",
    "authors": [{"name": "The desk"}], "next_url": "https://hill.example/2.json",
    "items": [
        {"id": "h1", "url": "https://hill.example/1", "title": "Talks &amp; tea", "tags": ["talks", "tea"],
         "content_html": "<p>Freedonia agreed.</p><script>x</script><p>Sylvania&nbsp;did not.</p>", "content_text": "no",
         "date_published": "2021-10-20T23:11:00-04:00", "date_modified": "2021-10-21T05:00:00Z", "language": "fr"},
        {"id": 2, "content_text": "One line.\nAnother.", "author": {"name": "Ada Lind"}, "date_modified": "2021-10-22"},
        {"id": "h1", "summary": "Short.", "authors": [{"name": "Bo"}, {"name": "Cy"}]},
        {"id": "h4", "title": "A headline"},
        {"id": "h5", "date_published": "2021-10-20"},
        "no entry",
    ],
}  # fmt: skip


def test_an_entry_is_a_document():
    documents = load_made_up(json.dumps(FEED), "feed.json").documents
    one, two, three, four = documents.to_dict("records")
    assert (one["doc"], one["title"], one["text"]) == ("h1", "Talks & tea", "Freedonia agreed.\n\nSylvania did not.")
    assert (str(one["published"])[:10], one["published_at"]) == ("2021-10-20", "2021-10-21T03:11:00Z")
    assert (one["publisher"], one["author"], one["language"]) == ("Hill Gazette", "The desk", "fr")
    assert (one["categories"], one["updated"], one["format"]) == ("talks; tea", "2021-10-21T05:00:00Z", "json_feed")
    assert (two["doc"], two["text"], two["author"], two["language"]) == ("2", "One line.\n\nAnother.", "Ada Lind", "en")
    assert str(two["published"])[:10] == "2021-10-22"
    assert (three["doc"], three["text"], three["author"]) == ("feed.json#3", "Short.", "Bo; Cy")
    assert four["text"] == "A headline"


def test_every_entry_is_a_row_or_a_problem_and_what_is_missing_is_told():
    assert problems(load_made_up(json.dumps(FEED), "feed.json"), kind=True) == [
        (5, "the entry has no text and no title; it has date_published '2021-10-20', id 'h5'", "refused"),
        (6, "the entry is no object", "refused"),
        (None, "the feed goes on at https://hill.example/2.json, which is not in the file", "note"),
        (2, "no date of publication; that of the last update is taken (entries 2)", "note"),
        (4, "there is only a title, which is taken for the text (entries 4)", "note"),
    ]


def test_feeds_on_lines_are_read_and_numbered_on():
    one = {**FEED, "items": [{"id": "a", "content_text": "One."}], "next_url": None}
    two = {**one, "items": [{"content_text": "Two."}]}
    loaded = load_made_up(f"{json.dumps(one)}\n{json.dumps(two)}\n", "feeds.jsonl")
    assert loaded.documents["doc"].tolist() == ["a", "feeds.jsonl#2"]


@pytest.mark.parametrize(
    ("items", "said"),
    [
        ([], "the feed has no entries"),
        ({"a": 1}, "the feed has no list of entries (`items`)"),
        (None, "the feed has no list of entries (`items`)"),
    ],
)
def test_a_feed_without_entries_is_told(items, said):
    loaded = load_made_up(json.dumps({**FEED, "items": items, "next_url": None}), "feed.json")
    assert [reason for _, reason in problems(loaded)] == [said]


@settings(max_examples=60, deadline=None)
@given(mangled(json.dumps(FEED, indent=1).encode()))
def test_whatever_is_damaged_ends_in_rows_or_problems(data):
    assert is_told(load_made_up(data, "feed.json"))


@pytest.mark.skipif(not REAL.is_dir(), reason="the real files are not here")
def test_facts_of_real_feeds():
    documents = load_made_up((REAL / "jsonfeed_npr_technology.json").read_bytes(), "n.json").documents
    assert len(documents) == 25
    assert (documents["published_at"].min(), documents["published_at"].max()) == (
        "2021-10-20T09:11:00Z",
        "2021-10-29T14:26:00Z",
    )
    example = load_made_up((REAL / "jsonfeed_feedparser_example.json").read_bytes(), "e.json").documents
    assert example["url"].tolist() == ["https://example.org/second-item", "https://example.org/initial-post"]
    assert not example["text"].str.contains("alert").any()
