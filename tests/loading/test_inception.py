"""Exports of INCEpTION and WebAnno: WebAnno TSV 3, UIMA CAS as JSON and as XMI."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reading import load_folder, load_made_up, problems

from conflictlib import schema

LINES = [
    "#FORMAT=WebAnno TSV 3.3",
    "#T_SP=de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity|value",
    "#T_SP=webanno.custom.Statement|actor|act|note",
    "#T_SP=webanno.custom.Mark",
    "#T_SP=webanno.custom.Aimed|ROLE_webanno.custom.Aimed:at_webanno.custom.AimedAtLink|uima.tcas.Annotation",
    "#T_RL=webanno.custom.Answer|kind|BT_webanno.custom.Statement",
    "",
    "",
    "#Text=Talks 😀 began.",
    "1-1\t0-5\tTalks\t_\t_\t_\t_\t_\t_\t_\t_\t_",
    "1-2\t6-8\t😀\t_\t_\t_\t_\t*[9]\t_\t_\t_\t_",
    "1-3\t9-14\tbegan\t_\t_\t_\t_\t*[9]\t_\t_\t_\t_",
    "1-4\t14-15\t.\t_\t_\t_\t_\t_\t_\t_\t_\t_",
    "",
    "#Text=Sylvania shall wait \\[now\\].",
    "2-1\t17-25\tSylvania\tORG\tSYL[1]\tdemands[1]\ta \\| b\\_c[1]\t_\tto[3]\t2-2\t_\t_",
    "2-2\t26-31\tshall\t_\tSYL[1]|FRE[2]\tdemands[1]|*[2]\ta \\| b\\_c[1]|*[2]\t_\t_\t_\tagain\t2-1[1]",
    "2-3\t32-36\twait\t_\tFRE[2]\t*[2]\t*[2]\t_\t_\t_\t_\t_",
    "2-3.1\t32-34\twa\t_\tRUR\tstates\t*\t_\t_\t_\t_\t_",
]
TSV = "\n".join(LINES) + "\n"
TEXT = "Talks 😀 began.\n\nSylvania shall wait [now]."

SOFA = {
    "%ID": 1,
    "%TYPE": "uima.cas.Sofa",
    "sofaNum": 1,
    "sofaID": "_InitialView",
    "mimeType": "text",
    "sofaString": TEXT,
}
CAS = {
    "%TYPES": {"webanno.custom.Statement": {"%NAME": "webanno.custom.Statement"}},
    "%FEATURE_STRUCTURES": [
        SOFA,
        {"%ID": 2, "%TYPE": "uima.tcas.DocumentAnnotation", "@sofa": 1, "begin": 0, "end": 42, "language": "en"},
        {"%ID": 3, "%TYPE": "webanno.custom.Statement", "@sofa": 1, "begin": 17, "end": 31, "actor": "SYL",
         "themes": ["ceasefire"], "@other": 2, "sure": True},
        {"%ID": 4, "%TYPE": "webanno.custom.Statement", "@sofa": 1, "begin": 17, "end": 999},
        {"%ID": 5, "%TYPE": "webanno.custom.Statement", "@sofa": 1, "begin": "x", "end": 9},
    ],
    "%VIEWS": {"_InitialView": {"%SOFA": 1, "%MEMBERS": [2, 3, 4, 5]}},
}  # fmt: skip
XMI = (
    '<?xml version="1.0" encoding="UTF-8"?><xmi:XMI xmlns:xmi="http://www.omg.org/XMI" xmlns:cas="http:///uima/cas.ecore"'
    ' xmlns:tcas="http:///uima/tcas.ecore" xmlns:custom="http:///webanno/custom.ecore" xmi:version="2.0">'
    '<cas:NULL xmi:id="0"/><tcas:DocumentAnnotation xmi:id="2" sofa="1" begin="0" end="42" language="x-unspecified"/>'
    '<custom:Statement xmi:id="3" sofa="1" begin="17" end="31" actor="SYL"><themes>ceasefire</themes></custom:Statement>'
    '<cas:Sofa xmi:id="1" sofaNum="1" sofaID="_InitialView" mimeType="text" sofaString="'
    + TEXT.replace("\n", "&#10;")
    + '"/><cas:View sofa="1" members="2 3"/></xmi:XMI>'
)


def test_a_tsv_file_gives_the_text_with_its_offsets_and_the_annotations_of_own_layers():
    loaded = load_made_up(TSV, "a.tsv")
    assert loaded.documents[["text", "doc", "format"]].to_numpy().tolist() == [[TEXT, "a.tsv", "webanno_tsv"]]
    rows = loaded.statements.sort_values(["layer", "start", "end"]).to_dict("records")
    seen = [(row["layer"], row["text"], row["actor"] if isinstance(row["actor"], str) else None) for row in rows]
    assert seen == [
        ("Aimed", "Sylvania", None),
        ("Mark", "😀 began", None),
        ("Statement", "Sylvania shall", "SYL"),
        ("Statement", "shall wait", "FRE"),
        ("Statement", "wa", "RUR"),
    ]
    assert (rows[2]["act"], rows[2]["note"], rows[0]["at"]) == ("demands", "a | b_c", "to")
    assert all(TEXT[row["start"] : row["end"]] == row["text"] for row in rows)
    assert problems(loaded, kind=True) == [
        (None, "not loaded, as no layer of the project's own that marks spans: 1 Answer, 1 NamedEntity", "note")
    ]


def test_the_folders_of_an_export_name_page_and_annotator():
    loaded = load_folder({"annotation/page.txt/anna.tsv": TSV, "b.txt": "Another page of some length."})
    assert set(loaded.statements["coder"]) == {"anna"}
    assert "page.txt" in loaded.documents["doc"].tolist()


@pytest.mark.parametrize(
    ("line", "put", "reason"),
    [
        (15, "2-1 17-25 Sylvania", "no line of WebAnno TSV (wanted is a sentence's text, or a token)"),
        (15, "2-1\t3-25\tSylvania", "a sentence at 3, where the text has 15 characters so far"),
        (15, "2-1\t999999999-999999999\tSylvania", "a sentence at 999999999, where the text has 15 characters so far"),
        (15, "2-1\t17-9999\tSylvania\t_\tSYL", "an annotation from 16 to 9998; the text has 42 characters"),
    ],
)
def test_a_line_that_fits_nothing_is_a_problem_and_the_rest_is_read(line, put, reason):
    lines = [*LINES[:line], put]
    loaded = load_made_up("\n".join(lines), "a.tsv")
    assert problems(loaded)[0] == (line + 1, reason)
    assert len(loaded.documents) == 1


def test_a_cas_in_json_gives_text_language_and_statements():
    loaded = load_made_up(json.dumps(CAS), "a.json")
    assert loaded.documents[["text", "language", "format"]].to_numpy().tolist() == [[TEXT, "en", "uima_json"]]
    (row,) = loaded.statements.to_dict("records")
    assert (row["text"], row["actor"], row["themes"], row["sure"]) == ("Sylvania shall", "SYL", ["ceasefire"], True)
    assert [reason for _, reason in problems(loaded)] == [
        "an annotation from 'x' to '9'; allowed are numbers",
        "an annotation from 16 to 998; the text has 42 characters",
        "not loaded, as no layer of the project's own that marks spans: 1 DocumentAnnotation",
    ]


def test_a_cas_in_xmi_gives_the_same():
    loaded = load_made_up(XMI, "a.xmi")
    assert loaded.documents[["text", "format"]].to_numpy().tolist() == [[TEXT, "uima_xmi"]]
    (row,) = loaded.statements.to_dict("records")
    assert (row["text"], row["actor"], row["themes"], row["layer"]) == (
        "Sylvania shall",
        "SYL",
        ["ceasefire"],
        "Statement",
    )


def test_an_entity_in_an_xmi_is_not_expanded():
    made = XMI.replace("<xmi:XMI", '<!DOCTYPE x [<!ENTITY a "Sylvania">]><xmi:XMI', 1).replace("SYL", "&a;")
    loaded = load_made_up(made, "a.xmi")
    assert len(loaded.documents) + len(loaded.problems) > 0
    assert not loaded.documents["text"].str.contains("&a;").any()


@pytest.mark.parametrize(
    "content", [json.dumps({"%TYPES": {}}), json.dumps({"%FEATURE_STRUCTURES": [3]}), '{"%TYPES": [']
)
def test_a_cas_without_text_is_a_problem(content):
    loaded = load_made_up(content, "a.json")
    assert len(loaded.problems) == 1 and loaded.documents.empty


@settings(deadline=None, max_examples=50)
@given(which=st.sampled_from([("a.tsv", TSV), ("a.json", json.dumps(CAS)), ("a.xmi", XMI)]), at=st.integers(30, 2_000),
       cut=st.integers(0, 30), put=st.text(max_size=6))  # fmt: skip
def test_a_mangled_file_gives_rows_or_problems_and_never_an_exception(which, at, cut, put):
    name, content = which
    at %= len(content)
    loaded = load_made_up((content[:at] + put + content[at + cut :]).encode("utf-8", "replace"), name)
    assert len(loaded.documents) + len(loaded.problems) > 0
    schema.check(loaded.statements, schema.STATEMENTS)
    assert not loaded.problems["reason"].str.match(r"can't be read \(\w+").any(), loaded.problems["reason"].tolist()
