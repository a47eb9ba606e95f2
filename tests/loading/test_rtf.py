"""Rich Text Format: what a reader sees, code pages, and files that want to do harm."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reading import first, load_made_up, problems

from conflictlib import schema
from conflictlib.loading._rtf import read_rtf

PAGE = (
    b"{\\rtf1\\ansi\\ansicpg1252\\deff0{\\fonttbl{\\f0\\fswiss Arial;}{\\f1\\fcharset204 Arial Cyr;}}{\\colortbl;\\red0;}"
    b"{\\stylesheet{\\s0 Normal;}}{\\info{\\title Talks on a pause}{\\author Jane Roe}{\\doccomm none}}"
    b"{\\header Harbour Gazette\\par}{\\*\\generator Word;}\r\n"
    b"\\pard Freedonia\\rquote s envoy said \\ldblquote caf\\'e9\\rdblquote .\\par\r\n"
    b'{\\field{\\*\\fldinst HYPERLINK "http://example.org"}{\\fldrslt Sylvania}} said no{\\v hidden}.\\line Talks\\~follow.\\par'
    b"{\\f1 \\'cc\\'e8\\'f0}\\par \\u1052?\\u1080?\\u-10179?\\u-8704?\\par"
    b"{\\pict\\jpegblip 89504e47}{\\*\\unknown nothing}\\trowd One\\cell Two\\cell\\row}\r\nbehind the end"
)


def test_a_file_is_what_a_reader_sees():
    loaded = load_made_up(PAGE, "page.rtf")
    document = first(loaded)
    assert document["text"].split("\n\n") == [
        "Freedonia’s envoy said “café”.", "Sylvania said no.", "Talks follow.", "Мир", "Ми\U0001f600", "One", "Two"]  # fmt: skip
    assert (document["title"], document["author"], document["format"]) == ("Talks on a pause", "Jane Roe", "rtf")
    assert problems(loaded) == []


def test_without_a_title_of_its_own_the_bold_first_line_is_one():
    document = first(
        load_made_up("{\\rtf1 {\\b Talks resume}\\par 12 May 2024\\par Freedonia said yes.\\par}", "page.rtf")
    )
    assert document["title"] == "Talks resume"
    assert f"{document['published']:%Y-%m-%d}" == "2024-05-12"
    assert "title" not in first(load_made_up("{\\rtf1 Talks resume\\par {\\b Freedonia} said yes.\\par}", "page.rtf"))


@pytest.mark.parametrize(
    ("code_page", "coded", "text"),
    [
        (1251, b"\\'cc\\'e8\\'f0", "Мир"),
        (65001, b"\\'d0\\'9c\\'d0\\'b8\\'d1\\'80", "Мир"),
        (932, b"\\'95\\'bd\\'98a", "平和"),  # the second byte of the second sign stands as a letter
        (1252, "Мир".encode(), "Мир"),  # UTF-8 that was not escaped
        (1250, "Łódź".encode("cp1250"), "Łódź"),
    ],
)
def test_code_pages_are_those_of_the_file(code_page, coded, text):
    content = b"{\\rtf1\\ansi\\ansicpg%d " % code_page + coded + b"\\par}"
    assert first(load_made_up(content, "page.rtf"))["text"] == text


def test_a_code_page_that_is_not_known_is_told():
    loaded = load_made_up("{\\rtf1\\ansi\\ansicpg77777 Peace\\par}", "page.rtf")
    assert problems(loaded, kind=True) == [(None, "code page 77777 is not known; read as cp1252", "note")]


def test_a_cut_file_keeps_what_was_read():
    loaded = load_made_up("{\\rtf1 Freedonia said yes.\\par {\\b Sylvania", "page.rtf")
    assert first(loaded)["text"] == "Freedonia said yes.\n\nSylvania"
    assert problems(loaded, kind=True) == [
        (None, "the file ends before its groups do; it is kept as far as it goes", "incomplete")]  # fmt: skip


def test_groups_without_end_are_refused():
    loaded = load_made_up("{\\rtf1 a" + "{" * 2_000_000, "page.rtf")
    assert problems(loaded) == [(None, "groups in more than 5,000 others")]


def test_binary_parts_are_passed_over_and_their_length_is_not_believed():
    assert read_rtf(b"{\\rtf1 One{\\pict\\bin4 }}}}}{\\*\\a\\bin-5 }two\\bin9999999999 three}").lines[0] == "Onetwo"


def test_the_text_of_a_text_box_is_read_once():
    shape = "{\\shp{\\*\\shpinst{\\sp{\\sn a}{\\sv 1}}{\\shptxt In a box\\par}}{\\shprslt{\\*\\do\\dptxbx{\\dptxbxtext In a box\\par}}}}"
    assert [line for line in read_rtf(f"{{\\rtf1 One{shape} two\\par}}".encode()).lines if line] == [
        "OneIn a box",
        "two",
    ]


@pytest.mark.parametrize(
    "odd", [b"\\uc", b"\\u", b"\\f", b"\\uc999999", b"\\'", b"\\'zz", b"}}}", b"\\", b"\0\0", b"\\u55357?"]
)
def test_odd_control_words_are_no_error(odd):
    assert "before" in "".join(read_rtf(b"{\\rtf1 before " + odd + b" behind\\par}").lines)


def test_an_empty_file_is_told():
    assert problems(load_made_up("{\\rtf1\\ansi {\\info{\\title A}}}", "page.rtf")) == [
        (None, "there is no text in this RTF file")
    ]


@settings(deadline=None, max_examples=50)
@given(at=st.integers(0, len(PAGE)), length=st.integers(0, 40), new=st.binary(max_size=20), cut=st.booleans())
def test_mangled_files_give_documents_or_problems(at, length, new, cut):
    loaded = load_made_up(PAGE[:at] + new + (b"" if cut else PAGE[at + length :]), "page.rtf")
    schema.check(loaded.documents, schema.DOCUMENTS)
    assert len(loaded.documents) + len(loaded.problems) > 0
    assert not loaded.problems["reason"].str.contains("can't be read (", regex=False).any()


@settings(deadline=None, max_examples=50)
@given(st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp", "Zs"]), min_size=1))
def test_any_text_comes_back(text):
    units = text.encode("utf-16-le")
    coded = "".join(f"\\u{int.from_bytes(units[n : n + 2], 'little', signed=True)}?" for n in range(0, len(units), 2))
    assert read_rtf(f"{{\\rtf1 {coded}\\par}}".encode()).lines[0] == text
