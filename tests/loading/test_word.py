import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from packing import STRICT, W, docx, paragraph, zipped
from reading import first, load_made_up, problems

from conflictlib import schema

CALL = "Freedonia called on Sylvania to stop the shelling of the harbour."


def text(body, **parts):
    return first(load_made_up(docx(body, **parts), "a.docx"))["text"]


def cell(words):
    return f"<w:tc><w:tcPr/>{paragraph(words)}</w:tc>"


def test_paragraphs_headings_lists_and_cells_are_read_in_order():
    table = f"<w:tbl><w:tr>{cell('State')}{cell('Vote')}</w:tr><w:tr>{cell('Sylvania')}{cell('against')}</w:tr></w:tbl>"
    core = "<dc:title>Document1</dc:title><dc:creator>A. Writer</dc:creator><dcterms:created>2024-05-14T09:00:00Z</dcterms:created>"
    body = (
        paragraph("The Talks", "Heading1")
        + paragraph("12 May 2024")
        + paragraph(CALL)
        + paragraph("Calm", "ListBullet")
        + table
    )
    found = first(load_made_up(docx(body, core), "a.docx"))
    assert found["text"].split("\n\n") == [
        "The Talks",
        "12 May 2024",
        CALL,
        "Calm",
        "State",
        "Vote",
        "Sylvania",
        "against",
    ]
    assert [found[key] for key in ("title", "author", "published", "created", "format")] == [
        "The Talks", "A. Writer", pd.Timestamp("2024-05-12"), "2024-05-14T09:00:00Z", "word"
    ]  # fmt: skip


def test_the_day_on_which_a_file_was_begun_is_no_day_of_publication():
    loaded = load_made_up(docx(paragraph(CALL), "<dcterms:created>2024-05-14T09:00:00Z</dcterms:created>"), "a.docx")
    assert "published" not in first(loaded)
    assert problems(loaded, kind=True) == [
        (None, "no day in the head of the text; the file was begun on 2024-05-14, which is not taken", "note")
    ]


def test_what_was_inserted_is_in_and_what_was_deleted_or_moved_away_is_out():
    body = (
        "<w:p><w:r><w:t>Freedonia </w:t></w:r><w:del><w:r><w:delText>never </w:delText></w:r></w:del><w:ins><w:r><w:t>"
        "always </w:t></w:r></w:ins><w:moveFrom><w:r><w:t>here </w:t></w:r></w:moveFrom><w:moveTo><w:r><w:t>there </w:t>"
        "</w:r></w:moveTo><w:r><w:t>agreed.</w:t></w:r></w:p><w:tbl><w:tr><w:trPr><w:del/></w:trPr>"
        + cell("gone")
        + "</w:tr></w:tbl>"
    )
    assert text(body) == "Freedonia always there agreed."


def test_hidden_text_is_out_whether_the_run_or_its_style_hides_it():
    styles = f'<w:styles xmlns:w="{W}"><w:style w:styleId="Secret"><w:rPr><w:vanish/></w:rPr></w:style></w:styles>'
    body = (
        paragraph("one", run="<w:rPr><w:vanish/></w:rPr>")
        + paragraph("two", run='<w:rPr><w:rStyle w:val="Secret"/></w:rPr>')
        + paragraph("three", run='<w:rPr><w:vanish w:val="0"/></w:rPr>')
    )
    assert text(body, styles=styles) == "three"


def test_notes_stand_at_the_end_under_their_numbers():
    note = f'<w:footnotes xmlns:w="{W}"><w:footnote w:id="-1">{paragraph("line")}</w:footnote><w:footnote w:id="2">{paragraph("Note of the envoy.")}</w:footnote></w:footnotes>'
    body = (
        '<w:p><w:r><w:t>Calm</w:t></w:r><w:r><w:footnoteReference w:id="2"/></w:r><w:r><w:t>.</w:t></w:r></w:p>'
        + paragraph(CALL)
    )
    assert text(body, footnotes=note).split("\n\n") == ["Calm[1].", CALL, "[1] Note of the envoy."]


def test_a_text_box_is_read_once():
    box = f"<w:txbxContent>{paragraph('In a box')}</w:txbxContent>"
    choice = f'<mc:AlternateContent><mc:Choice Requires="wps">{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback></mc:AlternateContent>'
    assert text(f"<w:p><w:r>{choice}</w:r><w:r><w:t>Around</w:t></w:r></w:p>").split("\n\n") == ["Around", "In a box"]


def test_codes_of_fields_are_out_and_breaks_are_lines():
    body = (
        '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> HYPERLINK "x" </w:instrText></w:r>'
        "<w:hyperlink><w:r><w:t>Hill</w:t><w:br/><w:t>Gazette</w:t><w:tab/><w:t>12</w:t></w:r></w:hyperlink></w:p>"
    )
    assert text(body) == "Hill\nGazette 12"


@pytest.mark.parametrize(
    "data", [docx(paragraph(CALL), namespace=STRICT), docx(paragraph(CALL), name="word/document2.xml")]
)
def test_strict_files_and_those_with_another_main_part_are_read(data):
    assert first(load_made_up(data, "a.dat"))["text"] == CALL


OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600


@pytest.mark.parametrize(
    "data, name, reason",
    [
        (OLD, "a.doc", "an Office file of the kind before 2007; save it as .docx"),
        (OLD + "EncryptedPackage".encode("utf-16-le"), "a.docx", "locked with a password; save it without one"),
        (docx(""), "a.docx", "there is no text in it"),
        (docx("")[:300], "a.docx", "no .docx file that can be read, or it is cut off (File is not a zip file)"),
    ],
)
def test_what_is_no_word_document_is_told(data, name, reason):
    assert problems(load_made_up(data, name)) == [(None, reason)]


def test_a_bomb_and_a_document_type_are_refused():
    bomb = docx(paragraph(CALL), styles=" " * 150_000_000)
    assert problems(load_made_up(bomb, "a.docx")) == [(None, "holds more than 200 times its own size; it is not read")]
    typed = zipped(
        {"[Content_Types].xml": "<Types/>", "word/document.xml": '<!DOCTYPE w [<!ENTITY a "boom">]><w>&a;</w>'}
    )
    assert problems(load_made_up(typed, "a.docx")) == [
        (None, "its part word/document.xml has a document type, which may hold a bomb")
    ]


def test_elements_nested_without_end_are_told():
    ((_, reason),) = problems(load_made_up(docx("<w:sdt>" * 20_000 + "</w:sdt>" * 20_000), "a.docx"))
    assert reason.startswith("its part word/document.xml is no XML that can be read (")


BODY = "".join(paragraph(f"{n}. {CALL}") for n in range(5))
XML = f'<w:document xmlns:w="{W}"><w:body>{BODY}<w:p><w:r><w:tab/><w:footnoteReference w:id="1"/></w:r></w:p></w:body></w:document>'.encode()
PACKED = docx(BODY)


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(0, 10_000), st.binary(max_size=12), st.integers(0, 30), st.booleans())
def test_whatever_happens_to_the_bytes_it_is_read_or_told(at, extra, length, inside):
    whole = XML if inside else PACKED
    at %= len(whole)
    mangled = whole[:at] + extra + whole[at + length :]
    data = zipped({"[Content_Types].xml": "<Types/>", "word/document.xml": mangled}) if inside else mangled
    loaded = load_made_up(data, "a.docx")
    schema.check(loaded.documents, schema.DOCUMENTS)
    assert len(loaded.documents) + len(loaded.problems) > 0
    assert not loaded.problems["reason"].str.startswith("can't be read (").any()
