import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conflictlib.loading._decoding import decode
from conflictlib.loading._files import File, files_in, printable
from conflictlib.loading._pieces import Unreadable

SENTENCE = "The envoy’s “two-state solution” – again."


def reason(data: bytes) -> str:
    with pytest.raises(Unreadable) as caught:
        decode(data)
    return caught.value.reason


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1252"])
def test_an_undeclared_text_is_read_in_its_encoding_without_the_mark(encoding):
    assert decode(SENTENCE.encode(encoding)) == (SENTENCE, None)


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Le président a appelé à un cessez-le-feu immédiat et à la libération des otages.", "cp1252"),
        ("Rzecznik powiedział, że Polska popiera rozwiązanie dwupaństwowe i wzywa do rozmów.", "cp1250"),
        ("Министр призвал стороны к немедленному прекращению огня и переговорам.", "cp1251"),
        ("دعا الوزير الى وقف فوري لاطلاق النار والعودة الى المفاوضات بين الطرفين", "cp1256"),
    ],
)
def test_an_undeclared_national_encoding_is_made_out(text, encoding):
    assert decode(text.encode(encoding)) == (text, None)


@pytest.mark.parametrize(
    ("declared", "real"),
    [
        ("iso-8859-1", "cp1252"),
        ("windows-1250", "cp1250"),
        ("gb2312", "gb18030"),
        ("Shift_JIS", "cp932"),
        ("iso-2022-jp", "iso-2022-jp"),
        ("utf-16", "utf-8"),
        ("no-such-code", "utf-8"),
        ("hex", "utf-8"),
    ],
)
def test_a_page_is_read_as_it_declares_where_that_fits(declared, real):
    words = "和談再開" if real in ("gb18030", "cp932", "iso-2022-jp") else "łąka" if real == "cp1250" else "déjà"
    words = "和平会谈" if real == "gb18030" else words
    page = f'<html><head><meta charset="{declared}"></head><body><p>{words}</p></body></html>'
    assert decode(page.encode(real)) == (page, None)


def test_utf8_goes_before_a_false_declaration():
    page = '<meta charset="iso-8859-1"><p>déjà vu</p>'
    assert decode(page.encode()) == (page, None)


def test_a_text_cut_in_mid_character_is_shown_with_the_place_and_told():
    text, note = decode(("é" * 40).encode()[:-1])
    assert text == "é" * 39 + "\ufffd"
    assert note == "1 bytes are no UTF-8; they are shown as \ufffd"


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"PK\x03\x04rest", "a zip archive or an Office document, not text"),
        (b"%PDF-1.7", "a PDF, not text"),
        (b"SQLite format 3\0", "an SQLite database, not text"),
        (b"text\n\0more", "NUL bytes: a binary file, or UTF-16 without a byte-order mark"),
        (b"\xff\xfea", "the byte-order mark says UTF-16, but byte 2 is none"),
    ],
)
def test_what_is_no_text_is_named(data, said):
    assert reason(data) == said


def test_the_line_of_a_nul_byte_is_told():
    with pytest.raises(Unreadable) as caught:
        decode(b"one\ntwo\0")
    assert caught.value.record == 2


@given(st.text())
def test_utf8_is_read_back_unchanged(text):
    if "\0" not in text and not text.startswith(("PK\x03\x04", "%PDF", "SQLite format 3", "GIF8", "\ufeff")):
        assert decode(text.encode("utf-8", "replace")) == (text, None)


@given(st.binary())
def test_any_bytes_are_text_that_can_be_written_or_a_reason(data):
    try:
        text, _ = decode(data)
    except Unreadable as problem:
        assert problem.reason
    else:
        text.encode("utf-8")


def test_half_characters_are_replaced_and_whole_ones_stay():
    assert printable("a\ud800b😀") == "a\ufffdb😀"


def test_a_folder_gives_its_files_in_the_order_of_their_names(tmp_path):
    for name in ("b.txt", "a/z.txt", "a/README.md", "readme.txt", ".hidden/x.txt", "a/.y.txt", "A.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x")
    assert [file.name for file in files_in(tmp_path)] == ["A.txt", "a/z.txt", "b.txt"]


def test_a_link_to_a_folder_is_not_followed_but_named(tmp_path):
    (tmp_path / "loop").symlink_to(tmp_path)
    assert [file.name for file in files_in(tmp_path)] == ["loop"]


def test_what_is_no_regular_file_is_a_reason(tmp_path):
    os.mkfifo(tmp_path / "pipe.txt")
    with pytest.raises(Unreadable, match=r"^not a regular file, or a link that leads nowhere$"):
        File(tmp_path / "pipe.txt", "pipe.txt").read()


@pytest.mark.parametrize("data", [b"", b" \r\n\t"])
def test_an_empty_file_is_a_reason(tmp_path, data):
    (tmp_path / "page.txt").write_bytes(data)
    with pytest.raises(Unreadable, match=r"^the file is empty$"):
        File(tmp_path / "page.txt", "page.txt").read()
