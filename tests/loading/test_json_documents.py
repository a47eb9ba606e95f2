import datetime as dt
import json

import pytest

from conflictlib.loading._files import Found, Unreadable
from conflictlib.loading.json_documents import looks_like_json, read_json

KNOWN = (
    "known are documents (`text`, with `doc`, `title`, `url`, `publisher`, `published`), "
    "WordPress posts (`title.rendered`, `content.rendered`, `date`) and statements (`statement_id`, `text`, ...)"
)
POST = {
    "id": 7,
    "date": "2024-05-12T23:30:00",
    "date_gmt": "2024-05-13T04:30:00",
    "link": "https://hill.example/a",
    "title": {"rendered": "Freedonia&#8217;s <em>envoy</em> &amp; the talks"},
    "content": {
        "rendered": "<p>One&nbsp;<b>and</b>\n two.</p>\n<ul><li>Three.</li></ul><p>Four<br>five.</p>",
        "protected": False,
    },
}


def read(value: object, name: str = "page.json") -> Found:
    return read_json(value if isinstance(value, str) else json.dumps(value), name)


def test_a_wordpress_post_is_what_its_reader_sees_on_its_local_day():
    (post,) = read(POST).documents
    assert post == {
        "doc": "page.json",
        "title": "Freedonia’s envoy & the talks",
        "text": "One and two.\n\nThree.\n\nFour\n\nfive.",
        "url": "https://hill.example/a",
        "published": dt.date(2024, 5, 12),
        "format": "wordpress",
    }


def test_a_list_of_posts_numbers_them():
    assert [post["doc"] for post in read([POST, POST]).documents] == ["page.json#1", "page.json#2"]
    assert [post["doc"] for post in read([POST]).documents] == ["page.json"]


def test_a_post_without_text_is_a_problem():
    assert read([{**POST, "content": {"rendered": "<script>x</script>"}}, POST]).problems == [
        (1, "the post has no text (`content.rendered` is empty)")
    ]


def test_json_lines_of_documents_keep_their_text_and_names():
    lines = [
        {
            "doc": "a-17",
            "title": " Talks ",
            "url": "https://hill.example/a",
            "publisher": "Hill Gazette",
            "language": "en",
            "published": "2024-05-12",
            "text": " One.\u2028Two. \n",
        },
        {"text": "Three.", "title": None, "published": None, "doc": 18},
        {"text": "Four."},
    ]
    found = read("\n\n".join(json.dumps(line, ensure_ascii=False) for line in lines), "pages.jsonl")
    assert [d["doc"] for d in found.documents] == ["a-17", "18", "pages.jsonl#5"]
    assert [d["text"] for d in found.documents] == [" One.\u2028Two. \n", "Three.", "Four."]
    assert found.documents[0]["published"] == dt.date(2024, 5, 12)
    assert found.documents[0]["title"] == "Talks"
    assert {d["format"] for d in found.documents} == {"json"}
    assert found.problems == []


def test_a_bad_line_is_a_problem_with_its_number_and_the_rest_is_read():
    found = read(
        '{"text": "One."}\n{"text": "Tw\n{"doc": "x"}\n{"text": " "}\n{"text": 5}\n7\n["a"]\n{}\n{"text": "Two."}',
        "p.jsonl",
    )
    assert [d["text"] for d in found.documents] == ["One.", "Two."]
    assert found.problems == [
        (2, "no JSON from character 10 of the line on (Unterminated string starting at)"),
        (3, f"an object with doc; {KNOWN}"),
        (4, "the document has no text"),
        (5, "the document has no text"),
        (6, f"a number, not an object; {KNOWN}"),
        (7, f"a list, not an object; {KNOWN}"),
        (8, f"an object with no fields; {KNOWN}"),
    ]


def test_json_lines_are_known_whatever_the_file_is_called():
    assert len(read('{"text": "One."}\n{"text": "Two."}', "page.json").documents) == 2


def test_one_object_over_many_lines_is_read_under_any_name():
    assert len(read('{\n "text": "One."\n}', "pages.jsonl").documents) == 1


def test_a_file_cut_in_the_middle_is_one_problem_with_the_line():
    with pytest.raises(Unreadable) as caught:
        read('[\n {"text": "One."},\n {"text": "Tw')
    assert (caught.value.line, caught.value.reason) == (
        3,
        "no JSON from character 11 of the line on (Unterminated string starting at)",
    )


@pytest.mark.parametrize(
    ("text", "said"), [("[]", "a list without records"), ("[" * 100_000, "JSON nested too deeply")]
)
def test_what_holds_nothing_is_told(text, said):
    with pytest.raises(Unreadable) as caught:
        read(text)
    assert caught.value.reason == said


def test_a_wrong_day_is_left_out_and_told():
    found = read({"text": "One.", "published": "2024-13-01"})
    assert found.documents[0]["published"] is None
    assert found.problems == [
        (1, "published is '2024-13-01'; allowed is a date as YYYY-MM-DD; the document is kept without it")
    ]


def test_half_characters_are_shown_as_replaced():
    assert read('{"text": "a\\ud800b", "doc": "\\udfff"}').documents[0]["text"] == "a\ufffdb"


def test_statements_are_told_from_documents_record_by_record():
    found = read(
        [
            {"statement_id": "s1", "act": "calls_for", "text": "calm", "themes": ["ceasefire"], "spans": [[0, 4]]},
            {"text": "One."},
        ]
    )
    ((frame, lines),) = found.statements
    assert lines == [1]
    assert frame.loc[0, "themes"] == ["ceasefire"]
    assert frame.loc[0, "spans"] == [[0, 4]]
    assert len(found.documents) == 1


@pytest.mark.parametrize(
    ("text", "yes"),
    [
        ('{"a": 1}', True),
        ("\n [1]", True),
        ('{"a": 1}\n{"a": ', True),
        ('{\n"a": 1}', True),
        ("[ Share ] [ Copy ]", False),
        ("{cut", False),
        ("12", False),
        ("", False),
    ],
)
def test_json_is_told_by_its_content(text, yes):
    assert looks_like_json(text) is yes
