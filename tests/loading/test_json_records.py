import json

import pytest
from reading import load_made_up, problems

from conflictlib.loading import Loaded

KNOWN = (
    "known are documents (`text`, with `doc`, `title`, `url`, `publisher`, `author`, `published`), "
    "statements (`statement_id`, `text`, ...), evidence (`statement_id`, `matched`, ...) and events (`date`, `event`)"
)


def read(value: object, name: str = "page.json", **options: object) -> Loaded:
    return load_made_up(value if isinstance(value, str) else json.dumps(value), name, **options)


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
    assert found.documents["doc"].tolist() == ["a-17", "18", "pages.jsonl#5"]
    assert found.documents["text"].tolist() == [" One.\u2028Two. \n", "Three.", "Four."]
    assert str(found.documents.loc[0, "published"]) == "2024-05-12 00:00:00"
    assert found.documents.loc[0, "title"] == "Talks"
    assert set(found.documents["format"]) == {"json"}
    assert problems(found) == []


def test_a_bad_line_is_a_problem_with_its_number_and_the_rest_is_read():
    found = read(
        '{"text": "One."}\n{"text": "Tw\n{"doc": "x"}\n{"text": " "}\n{"text": 5}\n7\n["a"]\n{}\n{"text": "Two."}',
        "p.jsonl",
    )
    assert found.documents["text"].tolist() == ["One.", "Two."]
    assert problems(found) == [
        (2, "no JSON from character 10 of the line on (Unterminated string starting at)"),
        (3, f"an object with doc; {KNOWN}"),
        (4, "the document has no text"),
        (5, "the document has no text"),
        (6, "a number, not an object"),
        (7, "a list, not an object"),
        (8, f"an object with no fields; {KNOWN}"),
    ]


def test_json_lines_are_known_whatever_the_file_is_called():
    assert len(read('{"text": "One."}\n{"text": "Two."}', "page.json").documents) == 2


def test_one_object_over_many_lines_is_read():
    assert read('{\n "text": "One."\n}', "page.json").documents["doc"].tolist() == ["page.json"]


def test_a_file_cut_in_the_middle_is_one_problem_with_the_line():
    assert problems(read('[\n {"text": "One."},\n {"text": "Tw')) == [
        (3, "no JSON from character 11 of the line on (Unterminated string starting at)")
    ]


@pytest.mark.parametrize(
    ("text", "said"), [("[]", "a list without records"), ("[" * 100_000, "JSON nested too deeply")]
)
def test_what_holds_nothing_is_told(text, said):
    assert problems(read(text)) == [(None, said)]


def test_a_wrong_day_is_left_out_and_told():
    found = read({"text": "One.", "published": "2024-13-01"})
    assert found.documents["published"].isna().all()
    assert problems(found) == [
        (None, "published is '2024-13-01'; allowed is a date as YYYY-MM-DD; the document is kept without it")
    ]


def test_half_characters_are_shown_as_replaced():
    assert read('{"text": "a\\ud800b", "doc": "\\udfff"}').documents.loc[0, "text"] == "a\ufffdb"


def test_statements_are_told_from_documents_record_by_record():
    found = read(
        [
            {"statement_id": "s1", "act": "calls_for", "text": "calm", "themes": ["ceasefire"], "spans": [[0, 4]]},
            {"text": "One."},
        ]
    )
    assert found.statements.loc[0, "themes"] == ["ceasefire"]
    assert found.statements.loc[0, "spans"] == [[0, 4]]
    assert len(found.documents) == 1


@pytest.mark.parametrize(
    ("text", "yes"),
    [
        ('{"text": "One."}', True),
        ('\n [{"text": "One."}]', True),
        ('{"text": "One."}\n{"text": ', True),
        ('{\n"text": "One."}', True),
        ("[ Share ] [ Copy ]", False),
        ("{cut", False),
        ("12", False),
    ],
)
def test_json_is_told_by_its_content(text, yes):
    assert (load_made_up(text, "page.txt").documents["format"] == "json").all() == yes


def test_fields_of_other_names_are_read_as_the_user_says():
    found = read([{"body": {"html": "One."}, "day": "2024-05-12", "desk": "world", "n": 3}],
                 columns={"text": "body.html", "published": "day"})  # fmt: skip
    assert found.documents.loc[0, ["text", "desk", "n"]].tolist() == ["One.", "world", 3]
    assert str(found.documents.loc[0, "published"]) == "2024-05-12 00:00:00"


def test_evidence_and_events_are_told_from_documents():
    found = read(
        [
            {"statement_id": "s1", "kind": "act", "code": "calls_for", "matched": "called for"},
            {"date": "2024-05-12", "event": "Talks begin"},
        ]
    )
    assert repr(found) == "Loaded: 0 documents, 0 statements, 1 evidence, 1 event"


@pytest.mark.parametrize(
    "answer",
    [
        {"status": "ok", "totalResults": 1, "articles": [{"source": {"id": None, "name": "Hill Gazette"},
         "title": "Talks", "url": "https://hill.example/a", "publishedAt": "2024-05-12T08:00:00Z", "content": "One."}]},
        {"response": {"status": "ok", "results": [{"webPublicationDate": "2024-05-12T08:00:00Z", "published":
         "2024-05-12T08:00:00Z", "title": "Talks", "publisher": "Hill Gazette", "fields": {"bodyText": "One."}}]}},
    ],
)  # fmt: skip
def test_the_answer_of_a_news_service_is_opened(answer):
    found = read(answer).documents
    assert found.loc[0, ["doc", "title", "text", "publisher"]].tolist() == [
        "page.json#1",
        "Talks",
        "One.",
        "Hill Gazette",
    ]
    assert str(found.loc[0, "published"]) == "2024-05-12 00:00:00"


def test_two_lists_in_an_object_are_not_guessed_at():
    assert problems(read({"a": [{"text": "One."}], "b": [{"text": "Two."}]}))[0][1].startswith("an object with a, b; ")


def test_columns_lead_into_the_records_of_an_answer():
    answer = {"articles": [{"lead": {"html": "One."}, "title": "Talks"}]}
    assert read(answer, columns={"text": "lead.html"}).documents["text"].tolist() == ["One."]


def test_no_field_is_dropped():
    record = {"text": "One.", "author": ["Ada Hill", "B. Dale"], "tags": ["a", "b"], "source": {"kind": "wire"},
              "meta": {"n": 1, "seen": [True]}, "parts": [{"x": 1}]}  # fmt: skip
    found = read(record).documents.iloc[0]
    assert found[["author", "tags", "source.kind", "meta", "parts"]].tolist() == [
        "Ada Hill; B. Dale",
        "a; b",
        "wire",
        '{"n": 1, "seen": [true]}',
        '[{"x": 1}]',
    ]
