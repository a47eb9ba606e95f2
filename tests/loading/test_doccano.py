"""Exports of doccano."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reading import load_made_up, problems

from conflictlib import schema

TEXT = "Talks 😀 began. Sylvania shall wait."
START = TEXT.index("Sylvania")
SPANS = [
    {
        "id": 7,
        "text": TEXT,
        "label": [[START, START + 8, "actor"], [0, 5, "theme"]],
        "Comments": ["sure?"],
        "source": "x",
    },
    {"id": 8, "text": "Nothing is marked here.", "label": []},
]
RELATIONS = {
    "id": 9, "text": TEXT, "Comments": [],
    "entities": [{"id": 1, "label": "actor", "start_offset": START, "end_offset": START + 8},
                 {"id": 2, "label": "act", "start_offset": START + 9, "end_offset": START + 14}],
    "relations": [{"id": 1, "from_id": 1, "to_id": 2, "type": "does"}],
}  # fmt: skip
OLD = {
    "id": 3,
    "text": TEXT,
    "annotations": [{"label": 7, "start_offset": 0, "end_offset": 5, "user": 2}],
    "meta": {"region": "north"},
}
CLASSES = {"id": 4, "text": TEXT, "label": ["war", "peace"], "doc": "page.txt", "published": "2024-05-12"}


def lines(*records):
    return "\n".join(json.dumps(record, ensure_ascii=False) for record in records) + "\n"


def test_marked_spans_are_statements_and_an_unmarked_text_is_a_document_all_the_same():
    loaded = load_made_up(lines(*SPANS), "a.jsonl")
    assert loaded.documents["doc"].tolist() == ["a.jsonl#7", "a.jsonl#8"]
    assert loaded.documents["format"].tolist() == ["doccano"] * 2
    assert loaded.documents.loc[0, ["comments", "source"]].tolist() == ["sure?", "x"]
    assert loaded.statements[["text", "label", "coder"]].to_numpy().tolist() == [
        ["Sylvania", "actor", "doccano"],
        ["Talks", "theme", "doccano"],
    ]
    assert loaded.problems.empty


def test_entities_are_statements_and_relations_are_counted():
    loaded = load_made_up(lines(RELATIONS), "a.jsonl")
    assert loaded.statements["text"].tolist() == ["Sylvania", "shall"]
    assert problems(loaded, kind=True) == [(None, "1 relations are not loaded", "incomplete")]


def test_the_layout_of_old_versions_has_the_user_and_metadata():
    loaded = load_made_up(lines(OLD), "a.jsonl")
    assert loaded.statements[["text", "label", "coder"]].to_numpy().tolist() == [["Talks", "7", "doccano, user 2"]]
    assert loaded.documents["region"].tolist() == ["north"]


def test_a_label_with_number_and_name_goes_by_its_name():
    given = {"label": 2, "label_name": "ORG", "start_offset": 0, "end_offset": 5, "user": 1, "user_name": "ada"}
    loaded = load_made_up(lines({"id": 1, "text": TEXT, "annotations": [given]}), "d.jsonl")
    assert loaded.statements[["label", "coder"]].to_numpy().tolist() == [["ORG", "doccano, user ada"]]


def test_classes_of_a_whole_text_are_a_column_of_the_document():
    loaded = load_made_up(lines(CLASSES), "a.jsonl")
    assert loaded.documents[["doc", "labels"]].to_numpy().tolist() == [["page.txt", "war; peace"]]
    assert f"{loaded.documents['published'][0]:%Y-%m-%d}" == "2024-05-12"
    assert loaded.statements.empty and loaded.problems.empty


@pytest.mark.parametrize(
    ("label", "reason"),
    [
        ([0, 999, "x"], f"an annotation from 0 to 999; the text has {len(TEXT)} characters"),
        ([0, "y", "x"], "[0, 'y', 'x'] in label is no label (allowed are [start, end, label], an object with start_offset "
                        "and end_offset, or a text)"),
        (5, "5 in label is no label (allowed are [start, end, label], an object with start_offset and end_offset, or a text)"),
    ],
)  # fmt: skip
def test_a_label_that_is_none_is_a_problem_and_the_rest_is_read(label, reason):
    record = {"id": 1, "text": TEXT, "label": [[0, 5, "good"], label]}
    loaded = load_made_up(lines(record, SPANS[1]), "a.jsonl")
    assert problems(loaded) == [(1, reason)]
    assert loaded.statements["label"].tolist() == ["good"]


@pytest.mark.parametrize(
    "record",
    [
        {"text": TEXT, "label": "positive"},
        {"text": TEXT, "title": "labels"},
        {"statement_id": "s", "text": TEXT, "labels": ["a"]},
        {"content": {"rendered": TEXT}, "title": "x", "labels": ["a"]},
    ],
)
def test_other_json_is_not_taken(record):
    loaded = load_made_up(lines(record), "a.jsonl")
    assert "doccano" not in loaded.documents["format"].tolist()


@settings(deadline=None, max_examples=80)
@given(at=st.integers(0, 700), cut=st.integers(0, 30), put=st.text(max_size=6))
def test_a_mangled_file_gives_rows_or_problems_and_never_an_exception(at, cut, put):
    content = lines(*SPANS, RELATIONS, OLD, CLASSES)
    mangled = (content[:at] + put + content[at + cut :]).encode("utf-8", "replace")
    loaded = load_made_up(mangled, "a.jsonl", format="doccano")
    assert len(loaded.documents) + len(loaded.problems) > 0
    schema.check(loaded.statements, schema.STATEMENTS)
    assert not loaded.problems["reason"].str.match(r"can't be read \(\w+").any(), loaded.problems["reason"].tolist()
