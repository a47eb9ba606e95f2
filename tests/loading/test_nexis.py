"""Made-up exports of LexisNexis and Nexis Uni, with the quirks of real ones, and facts on real ones."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from reading import first, load_made_up, problems

from conflictlib import schema
from conflictlib.loading import load

REAL = Path(__file__).parents[2].parent / "shared" / "real" / "nexis"
real = pytest.mark.skipif(not REAL.is_dir(), reason="the real files are not here")

OLD = """\



Download Request: Selected Items: 1-4
Time Of Request: Friday, March 20, 2018  16:51:31

Terms: (ceasefire and Freedonia)




                               1 of 4 DOCUMENTS



                            Harbour Gazette (Fredville)

                            January 11, 2010 Monday
                                   Edition 1;
                                    North

Freedonia and Sylvania agree
on a pause

BYLINE: BY JANE ROE

SECTION: NEWS; Pg. 3

LENGTH: 12 words

HIGHLIGHT: A pause of three days
begins at dawn

The foreign minister of Freedonia called on Sylvania to keep the
pause.

"NOTE: we will keep it," Sylvania said.

LOAD-DATE: January 12, 2010

LANGUAGE: ENGLISH

GRAPHIC:

Envoys at the harbour: John Doe

PUBLICATION-TYPE: Newspaper


                       Copyright 2010 Harbour Gazette Ltd.
                              All Rights Reserved

                               2 of 4 DOCUMENTS


                            Copyright 2009 The Hill Times Company
                                  The Hill Times

                               December 30, 2009

SECTION: Section A; Column 1

LENGTH: 2,968 words

HEADLINE: Ruritania asks for talks

BODY:
Ruritania asked both sides for talks.

LANGUAGE: ENGLISH

                               3 of 383 DOCUMENTS

                                  The Hill Times

                               January 2, 2010 Saturday
                             Late Edition - Final

Envoys leave

LENGTH: 4 words

The envoys left Fredville.

LOAD-DATE: January 1, 2010

                               4 of 4 DOCUMENTS

                                  The Hill Times

                               January 3, 2010 Sunday

Envoys return

LENGTH: 4 words

The envoys came back.

LOAD-DATE: January 3, 2010
"""

UNI = """\
Date and Time: Friday, 5. July 2019 09:31:00 CEST
Job Number: 00000001
Documents (2)
1. Another title than that of the article
Client/Matter: -None-
Search Terms: pause
2. Sylvania answers
Client/Matter: -None-

Freedonia calls for a pause
Harbour Gazette(Fredville)
July 1, 2019 Monday 9:20 AM GMT

Copyright 2019 Harbour Gazette, a division of Freedonia Media. All Rights Reserved
Section:\u00a0POLITICS; Version:28
Length:\u00a011 words
Byline:\u00a0Jane Roe
Highlight: What was said
Body


Freedonia called for a pause of three days.

Sylvania said no.

Graphic

Envoys at the harbour
Classification


Language:\u00a0ENGLISH
Publication-Type:\u00a0Newspaper
Subject: TALKS (89%); TRUCES (74%)

Load-Date:\u00a0July 2, 2019

End of Document




Sylvania answers
Harbour Gazette(Fredville)
July 2, 2019 Tuesday 11:05 PM EST
Length: 3 words
Body
Sylvania accepted it.
End of Document
"""

GERMAN = """\
                                Dokument 1 von 1



                              Hafenzeitung

                         Montag 11. Januar 2010

Freedonien ruft zur Waffenruhe auf

AUTOR: Erika Muster

RUBRIK: POLITIK; S. 5

LÄNGE: 7 Wörter

Freedonien rief am Montag zur Waffenruhe auf.

UPDATE: 12. Januar 2010

SPRACHE: GERMAN; Deutsch

PUBLICATION-TYPE: Zeitung
"""


def word(text: str) -> bytes:
    """Return a Word document with these lines as paragraphs."""
    body = "".join(f"<w:p><w:r><w:t xml:space='preserve'>{line}</w:t></w:r></w:p>" for line in text.split("\n"))
    namespace = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    return package(f"<w:document xmlns:w='{namespace}'><w:body>{body}</w:body></w:document>")


def package(document: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("[Content_Types].xml", "<Types/>")
        made.writestr("word/document.xml", document)
    return stream.getvalue()


def rich(text: str) -> bytes:
    """Return RTF with these lines as paragraphs."""
    escaped = text.replace("\u00a0", "\\~").replace("\n", "\\par\n")
    return ("{\\rtf1\\ansi\\ansicpg1252{\\fonttbl{\\f0 Arial;}}\\f0 " + escaped + "}").encode("cp1252")


def test_every_article_of_the_old_layout_is_a_document():
    documents = load_made_up(OLD, "export.TXT").documents
    assert documents["doc"].tolist() == [f"export.TXT#{n}" for n in (1, 2, 3, 4)]
    assert documents["title"].tolist() == [
        "Freedonia and Sylvania agree on a pause", "Ruritania asks for talks", "Envoys leave", "Envoys return"]  # fmt: skip
    assert documents["publisher"].tolist() == ["Harbour Gazette (Fredville)", *["The Hill Times"] * 3]
    assert [f"{day:%Y-%m-%d}" for day in documents["published"]] == [
        "2010-01-11",
        "2009-12-30",
        "2010-01-02",
        "2010-01-03",
    ]
    assert documents["published_at"].isna().all()
    assert documents["length_words"].tolist() == [12, 2968, 4, 4]


def test_labelled_lines_are_columns_and_not_in_the_text():
    document = first(load_made_up(OLD, "export.TXT"))
    assert document["text"] == (
        "The foreign minister of Freedonia called on Sylvania to keep the pause.\n\n"
        '"NOTE: we will keep it," Sylvania said.')  # fmt: skip
    assert document["author"] == "JANE ROE"
    assert document["section"] == "NEWS; Pg. 3"
    assert document["edition"] == "Edition 1; North"
    assert document["highlight"] == "A pause of three days begins at dawn"
    assert document["load_date"] == "2010-01-12"
    assert document["graphic"] == "Envoys at the harbour: John Doe"
    assert document["copyright"] == "Copyright 2010 Harbour Gazette Ltd. All Rights Reserved"
    assert document["language"] == "en"
    assert document["position"] == "1 of 4"


def test_the_edition_below_the_day_is_no_headline():
    assert load_made_up(OLD, "export.TXT").documents["edition"][2] == "Late Edition - Final"


def test_what_an_export_tells_wrong_is_noted():
    assert problems(load_made_up(OLD, "export.TXT"), kind=True) == [
        (2, "the export tells a length of 2,968 words, the text has 6", "note"),
        (3, "its header says 3 of 383; 3 of 4 was expected", "note"),
    ]


def test_a_cover_that_tells_of_other_articles_is_noted():
    loaded = load_made_up(OLD.replace("Items: 1-4", "Items: 1-9"), "export.TXT")
    assert problems(loaded)[-1] == (4, "the cover page tells of 9 articles, 4 were found")


@pytest.mark.parametrize(
    "content",
    [
        OLD.replace("\n", "\r\n").encode("utf-8-sig"),
        OLD.replace("\n", "\r").encode(),
        OLD.encode("utf-16"),
        OLD.encode("cp1252"),
    ],
)
def test_encodings_and_line_ends_change_nothing(content):
    known = load_made_up(OLD, "export.TXT").documents
    assert load_made_up(content, "export.TXT").documents["doc_id"].tolist() == known["doc_id"].tolist()


def test_an_article_of_the_german_interface_is_read():
    document = first(load_made_up(GERMAN.encode("cp1252"), "export.txt"))
    assert document["title"] == "Freedonien ruft zur Waffenruhe auf"
    assert f"{document['published']:%Y-%m-%d}" == "2010-01-11"
    assert [document[name] for name in ("author", "section", "length_words", "load_date", "language", "format")] == [
        "Erika Muster", "POLITIK; S. 5", 7, "2010-01-12", "de", "nexis_text"]  # fmt: skip
    assert document["text"] == "Freedonien rief am Montag zur Waffenruhe auf."


@pytest.mark.parametrize("header", ["Document 1 de 1", "1 de 1 DOCUMENTOS", "FOCUS - 1 of 1 DOCUMENT"])
def test_headers_of_other_interfaces_are_known(header):
    assert len(load_made_up(GERMAN.replace("Dokument 1 von 1", header), "export.txt").documents) == 1


def test_an_article_without_a_day_is_kept_and_told():
    loaded = load_made_up(GERMAN.replace("Montag 11. Januar 2010", "Januar 2010"), "export.txt")
    assert len(loaded.documents) == 1
    assert (1, "the article has no date; it is kept without", "incomplete") in problems(loaded, kind=True)


def test_an_article_with_nothing_behind_its_header_is_told():
    loaded = load_made_up(GERMAN + "\n Dokument 2 von 2\n\n", "export.txt")
    assert len(loaded.documents) == 1
    assert (2, "export.txt#2: there is no text in it") in problems(loaded)


UNI_KINDS = [(UNI, "uni.txt", "nexis_text"), (word(UNI), "uni.docx", "nexis_word"), (rich(UNI), "uni.rtf", "nexis_rtf")]


@pytest.mark.parametrize(("content", "name", "form"), UNI_KINDS)
def test_nexis_uni_gives_the_same_in_text_word_and_rtf(content, name, form):
    loaded = load_made_up(content, name)
    document = first(loaded)
    assert loaded.documents["format"].tolist() == [form, form]
    assert loaded.documents["title"].tolist() == ["Freedonia calls for a pause", "Sylvania answers"]
    assert document["text"] == "Freedonia called for a pause of three days.\n\nSylvania said no."
    assert loaded.documents["published_at"].tolist() == ["2019-07-01T09:20:00Z", "2019-07-03T04:05:00Z"]
    assert [f"{day:%Y-%m-%d}" for day in loaded.documents["published"]] == ["2019-07-01", "2019-07-02"]
    wanted = {
        "publisher": "Harbour Gazette(Fredville)", "author": "Jane Roe", "language": "en", "length_words": 11,
        "section": "POLITICS; Version:28", "highlight": "What was said", "graphic": "Envoys at the harbour",
        "load_date": "2019-07-02", "subject": "TALKS (89%); TRUCES (74%)", "time": "09:20",
    }  # fmt: skip
    assert {key: document[key] for key in wanted} == wanted
    assert document["copyright"].startswith("Copyright 2019 Harbour Gazette")
    assert problems(loaded) == []


def test_a_cover_page_of_nexis_uni_that_lists_more_is_noted():
    loaded = load_made_up(UNI.replace("Documents (2)", "Documents (3)"), "uni.txt")
    assert problems(loaded) == [(2, "the cover page tells of 3 articles, 2 were found")]


def test_a_cut_file_keeps_what_was_read():
    loaded = load_made_up(UNI[: UNI.index("accepted it")], "uni.txt")
    assert len(loaded.documents) == 2
    assert (2, "the file ends before the article does; it is kept as far as it goes", "incomplete") in problems(
        loaded, kind=True)  # fmt: skip


def test_a_zone_without_a_known_offset_gives_a_day_only():
    document = first(load_made_up(UNI.replace("9:20 AM GMT", "9:20 AM CEST"), "uni.txt"))
    assert "published_at" not in document
    assert f"{document['published']:%Y-%m-%d}" == "2019-07-01"


def test_the_old_layout_is_read_from_rtf_too():
    loaded = load_made_up(rich(OLD), "export.rtf")
    assert loaded.documents["format"].tolist() == ["nexis_rtf"] * 4
    assert loaded.documents["title"][3] == "Envoys return"


def test_cells_and_line_breaks_of_word_are_lines_and_what_was_deleted_is_not_there():
    namespace = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    made = "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in UNI.split("Body")[0].split("\n"))
    table = "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>Seat one</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
    text = "<w:p><w:r><w:t>Body</w:t></w:r></w:p><w:p><w:r><w:t>First</w:t><w:br/><w:t>second</w:t><w:tab/></w:r></w:p>"
    gone = (
        "<w:p><w:del><w:r><w:delText>Gone</w:delText></w:r></w:del><w:r><w:br/><w:t>End of Document</w:t></w:r></w:p>"
    )
    content = package(f"<w:document xmlns:w='{namespace}'><w:body>{made}{text}{table}{gone}</w:body></w:document>")
    assert first(load_made_up(content, "uni.docx"))["text"] == "First\n\nsecond\n\nSeat one"


def test_a_word_document_that_unpacks_to_too_much_is_refused():
    loaded = load_made_up(word(UNI + "a" * 150_000_000), "uni.docx")
    assert problems(loaded) == [(None, "the document in it unpacks to more than 100,000,000 bytes")]


def test_a_word_document_with_entities_is_not_expanded():
    document = (
        "<!DOCTYPE d [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;'>]>"
        "<w:document xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main'><w:body>"
        + "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in UNI.split("\n")[:-2])
        + "<w:p><w:r><w:t>&b;</w:t></w:r></w:p><w:p><w:r><w:t>End of Document</w:t></w:r></w:p></w:body></w:document>"
    )
    assert not any("aaa" in text for text in load_made_up(package(document), "uni.docx").documents["text"])


@pytest.mark.parametrize(
    ("content", "name"),
    [
        ("Body\n\nThe end of document law passed.\n", "page.txt"),
        ("Minutes\n\n3 of 10 documents were signed.\n\nLENGTH of the border: 30 km\n", "page.txt"),
        ("Freedonia called for a pause.\n", "page.txt"),
        ('{"text": "LENGTH: 3 words", "doc": "a"}', "page.json"),
        ("<html><body><p>1 of 10 DOCUMENTS</p><p>LENGTH: 3 words</p></body></html>", "page.html"),
        ("{\\rtf1 Freedonia called for a pause.\\par}", "page.rtf"),
    ],
)
def test_other_files_are_not_taken_for_exports(content, name):
    assert not load_made_up(content, name).documents["format"].str.startswith("nexis").any()


@real
def test_facts_of_the_real_text_export():
    loaded = load(REAL / "sample.TXT")
    documents = loaded.documents
    assert documents["length_words"].tolist() == [355, 927, 677, 453, 918, 471, 607, 698, 446, 2968]
    assert documents["publisher"].tolist() == [
        "Guardian.com", "Guardian", "The Sun (England)", *["The Times (London)"] * 3, "Guardian",
        "MAIL ON SUNDAY (London)", "Sunday Mirror", "DAILY MAIL (London)"]  # fmt: skip
    days = [f"{day:%Y-%m-%d}" for day in documents["published"]]
    assert (min(days), max(days), days.count("2010-01-11")) == ("2010-01-08", "2010-01-11", 6)
    assert (documents["title"][7].isupper(), len(documents["title"][7])) == (True, 27)
    assert documents["author"].isna().tolist() == [False] * 9 + [True]
    assert documents["author"][7] == "STEPHEN POLLARD"
    assert documents["edition"].notna().tolist() == [False, False, True, True, True, True, False, False, True, False]
    assert documents["load_date"].tolist()[7] == "2010-01-09"
    assert documents["language"].tolist() == ["en"] * 10
    assert problems(loaded, kind=True) == [(8, "its header says 8 of 383; 8 of 10 was expected", "note")]
    assert not documents["text"].str.contains("LOAD-DATE|LENGTH:|Copyright 2010").any()


@real
def test_facts_of_the_real_word_export():
    loaded = load(REAL / "sample.DOCX")
    documents = loaded.documents
    assert documents["length_words"].tolist() == [355, 571, 641, 663, 17366, 967, 412, 838, 446, 1163]
    assert documents["publisher"].tolist() == ["The Guardian(London)"] * 10
    assert documents["published_at"][0] == "2019-07-01T09:20:00Z"
    days = [f"{day:%Y-%m-%d}" for day in documents["published"]]
    assert (min(days), max(days)) == ("2019-07-01", "2019-07-04")
    assert documents["title"][9] == "What is Wikipedia"
    assert documents["load_date"].notna().sum() == 3
    assert set(loaded.problems["kind"]) == {"note"}
    assert not documents["text"].str.contains("End of Document|Load-Date").any()


MADE_UP = [
    (OLD.encode(), "a.txt"),
    (UNI.encode(), "b.txt"),
    (word(UNI), "c.docx"),
    (rich(UNI), "d.rtf"),
    (rich(OLD), "e.rtf"),
]


@settings(deadline=None, max_examples=50, suppress_health_check=[HealthCheck.too_slow])
@given(
    which=st.sampled_from(MADE_UP),
    at=st.floats(0, 1),
    length=st.integers(0, 40),
    new=st.binary(max_size=20),
    cut=st.booleans(),
)
def test_mangled_exports_give_documents_or_problems(which, at, length, new, cut):
    content, name = which
    start = int(at * len(content))
    mangled = content[:start] + new + (b"" if cut else content[start + length :])
    loaded = load_made_up(mangled, name)
    schema.check(loaded.documents, schema.DOCUMENTS)
    assert len(loaded.documents) + len(loaded.problems) > 0
    assert not loaded.problems["reason"].str.contains("can't be read (", regex=False).any()


_KINDS = ["{}", "SECTION: {}", "GRAPHIC: {}", "LOAD-DATE: {}", "LANGUAGE: {}", "Body {}", "NOTE: {}", "    " * 5 + "{}",
          "Copyright {}", "End of Document {}", "BYLINE: {}", "HIGHLIGHT: {}", "BODY: {}", "January 2, 2010 {}"]  # fmt: skip


@settings(deadline=None, max_examples=50)
@given(st.lists(st.tuples(st.sampled_from(_KINDS), st.booleans()), max_size=25))
def test_no_line_of_an_article_is_lost_wherever_it_stands(lines):
    head = "                 1 of 1 DOCUMENTS\n\nHill Times\n\nJanuary 3, 2010\n\nTitle\n\nLENGTH: 1 words\n\n"
    body = "\n".join(kind.format(f"qx{n}z") + "\n" * blank for n, (kind, blank) in enumerate(lines))
    loaded = load_made_up(f"{head}A first line.\n\n{body}", "export.txt")
    held = " ".join(str(value) for row in loaded.documents.to_dict("records") for value in row.values())
    assert [n for n in range(len(lines)) if f"qx{n}z" not in held] == []
