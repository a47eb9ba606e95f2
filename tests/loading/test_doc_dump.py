from pathlib import Path

import pytest
from hypothesis import given, settings
from mangling import is_told, mangled
from reading import first, load_made_up, problems

REAL = Path(__file__).parents[2].parent / "shared" / "real" / "pages_txt" / "rw_en.txt"
DUMP = """<doc id="h1" country__iso3="fre|syl" date__original="2009-03-25T00:00:00+00:00" format="News" source__name="Hill Aid|Red Hill" title="Freedonia's &quot;talks&quot; > tea" url="https://hill.example/1" lang="en" >
The Hill Centre for aid
(HCA) asks the millers of the hill towns in the upper and lower
valleys to help.
It called for:
- The guards to
open the bridge &amp; the road.
- Calm.
</doc>
<doc id='h2' date="2009-03-26">
The talks began.
A truce was proposed.
</doc>
"""


def test_head_lines_give_the_columns_and_wrapped_lines_are_joined():
    loaded = load_made_up(DUMP, "rw.txt")
    one, two = loaded.documents.to_dict("records")
    assert one["text"] == (
        "The Hill Centre for aid (HCA) asks the millers of the hill towns in the upper and lower valleys to help.\n\n"
        "It called for:\n\n- The guards to open the bridge & the road.\n\n- Calm."
    )
    assert (one["doc"], one["title"], one["url"]) == ("h1", 'Freedonia\'s "talks" > tea', "https://hill.example/1")
    assert (str(one["published"])[:10], one["publisher"], one["language"]) == ("2009-03-25", "Hill Aid; Red Hill", "en")
    assert (one["country__iso3"], one["given_format"], one["format"]) == ("fre|syl", "News", "doc_dump")
    assert (two["doc"], two["text"]) == ("h2", "The talks began.\n\nA truce was proposed.")
    assert problems(loaded) == []


def test_a_cut_file_keeps_what_was_read_and_what_stands_outside_is_told():
    page = 'above\n<doc id="a">\nOne.\n<doc id="b">Two.</doc> behind\n<doc id="c"></doc>\n<doc id="d">\nThree and'
    loaded = load_made_up('<doc id="z">Zero.</doc>\n' + page, "x.txt")
    assert loaded.documents[["doc", "text"]].to_numpy().tolist() == [
        ["z", "Zero."],
        ["a", "One."],
        ["b", "Two."],
        ["d", "Three and"],
    ]
    assert problems(loaded, kind=True) == [
        (3, "a: no </doc> before the next document begins", "incomplete"),
        (6, "c: there is no text in it", "refused"),
        (7, "d: no </doc> before the file ends", "incomplete"),
        (2, "2 lines stand outside <doc> and </doc>; they are not loaded", "refused"),
    ]


def test_a_head_may_run_over_lines_and_paragraphs_may_be_tagged():
    page = '<doc id="a"\n title="Two\nlines">\n<p>\nOne is so.\n</p><p>Two is so.</p>\n</doc>\n'
    one = first(load_made_up(page, "x.txt"))
    assert (one["title"], one["text"]) == ("Two lines", "One is so.\n\nTwo is so.")


def test_what_begins_like_a_head_and_is_none_hides_no_document():
    loaded = load_made_up('<doc id="a">\nOne.\n</doc>\n<doc id="b\n<doc id="c">\nThree.\n</doc>\n', "x.txt")
    assert loaded.documents["doc"].tolist() == ["a", "c"]
    assert problems(loaded) == [(4, "1 lines stand outside <doc> and </doc>; they are not loaded")]


def test_a_vertical_is_refused():
    page = (
        '<doc id="a">\n' + "".join(f"{word}\tNN\t{word}\n" for word in "the talks began on a hill".split()) + "</doc>\n"
    )
    assert problems(load_made_up(page, "x.txt")) == [
        (1, "a: a vertical, with a word on each line; export the corpus as text")
    ]


@pytest.mark.parametrize(
    "page", ["<doc>\n<DOCNO>1</DOCNO></doc>", '<document id="1">x</document>', "A doc about talks."]
)
def test_other_files_are_not_taken_for_one(page):
    assert "doc_dump" not in set(load_made_up(page, "x.txt").documents["format"])


@pytest.mark.parametrize(
    "page",
    [
        '<doc id="a"' + " a=" * 100_000,
        '<doc id="' + "a" * 300_000,
        '<doc id="a">' + "<doc " * 50_000,
        '<doc id="a">\n' + "<p\n" * 50_000,
        "<doc id='a'>One.</doc>\n" + "<doc \n\n\n" * 50_000,
    ],
)
def test_endless_heads_end(page):
    assert is_told(load_made_up(page, "x.txt"))


@settings(max_examples=60, deadline=None)
@given(mangled(DUMP.encode()))
def test_whatever_is_damaged_ends_in_rows_or_problems(data):
    assert is_told(load_made_up(data, "x.txt"))


@pytest.mark.skipif(not REAL.is_file(), reason="the real file is not here")
def test_facts_of_a_real_dump():
    documents = load_made_up(REAL.read_bytes(), "rw_en.txt").documents
    assert documents[["doc", "country__iso3", "source__shortname"]].to_numpy().tolist() == [
        ["302405", "pse", "PCHR"],
        ["302406", "pse", "Al Mezan"],
    ]
    assert documents["published"].astype(str).tolist() == ["2009-03-25", "2009-03-26"]
    assert documents["title"].str.len().tolist()[1] == 187
    assert not documents["text"].str.contains(r"\n[a-z]").any()  # no sentence goes on in the next paragraph
