import base64
import quopri

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reading import first, load_folder, load_made_up, problems

from conflictlib import schema
from conflictlib.loading._saved_pages import saved_from

CALL = "Freedonia’s envoy called on Sylvania to stop the shelling – at once – of the harbour."
PAGE = (
    f"<!DOCTYPE html><html lang='en'><head><title></title></head><body><article><p>{CALL}</p></article></body></html>"
)


def mhtml(page=PAGE, *, charset="utf-8", coding="quoted-printable", head="", named=True, frame=""):
    data = page.encode(charset)
    packed = {"quoted-printable": quopri.encodestring, "base64": base64.encodebytes}.get(coding, bytes)(data)
    kind = f'text/html; charset="{charset}"' if named else "text/html"
    return (
        b"From: <Saved by Blink>\r\nSnapshot-Content-Location: https://hill.example/talks\r\n"
        b"Subject: =?utf-8?Q?Talks=20=E2=80=93=20Hill?=\r\nDate: Mon, 13 May 2024 08:00:00 -0000\r\nMIME-Version: 1.0\r\n"
        b'Content-Type: multipart/related;\r\n\ttype="text/html";\r\n\tboundary="--x"\r\n' + head.encode() + b"\r\n"
        + frame.encode() + b"----x\r\nContent-Type: " + kind.encode() + b"\r\nContent-ID: <frame-1@mhtml.blink>\r\n"
        b"Content-Transfer-Encoding: " + coding.encode() + b"\r\nContent-Location: https://hill.example/talks\r\n\r\n"
        + packed + b"\r\n----x\r\nContent-Type: text/css\r\n\r\np { color: red }\r\n----x--\r\n"
    )  # fmt: skip


def test_a_page_saved_by_chrome_is_read_with_its_address_and_the_moment_of_saving():
    loaded = load_made_up(mhtml(), "a.mhtml")
    found = first(loaded)
    assert [found[key] for key in ("text", "title", "url", "saved", "format")] == [
        CALL, "Talks – Hill", "https://hill.example/talks", "2024-05-13T08:00:00Z", "mhtml"
    ]  # fmt: skip
    assert ("published" in found, problems(loaded)) == (False, [])


@pytest.mark.parametrize("coding", ["quoted-printable", "base64", "8bit"])
@pytest.mark.parametrize("charset, named", [("utf-8", True), ("utf-8", False), ("cp1252", True)])
def test_encodings_of_the_part_are_undone(coding, charset, named):
    assert first(load_made_up(mhtml(charset=charset, coding=coding, named=named), "a.mht"))["text"] == CALL


def test_a_page_that_declares_no_encoding_of_its_own_part_says_it_itself():
    page = PAGE.replace("<head>", "<head><meta charset='windows-1251'>").replace(CALL, "Посол Фридонии призвал к миру.")
    found = first(load_made_up(mhtml(page, charset="cp1251", named=False), "a.mht"))
    assert found["text"] == "Посол Фридонии призвал к миру."


def test_what_the_page_says_of_itself_goes_first():
    page = PAGE.replace(
        "<title></title>",
        "<title>Own</title><link rel='canonical' href='https://hill.example/own'><meta name='date' content='2024-05-12'>",
    )
    found = first(load_made_up(mhtml(page), "a.mht"))
    assert [found["title"], found["url"], str(found["published"])[:10]] == [
        "Own",
        "https://hill.example/own",
        "2024-05-12",
    ]


def test_the_frame_before_the_page_is_not_taken_for_it():
    frame = "----x\r\nContent-Type: text/html\r\nContent-Location: https://ads.example/f\r\n\r\n<p>Buy now.</p>\r\n"
    assert first(load_made_up(mhtml(frame=frame), "a.mht"))["text"] == CALL


def test_a_page_of_internet_explorer_without_parts_is_read():
    data = (
        'From: "Saved by Microsoft Internet Explorer 7"\nSubject: Talks\nDate: Wed, 2 Aug 2006 17:10:55 -0400\n'
        'MIME-Version: 1.0\nContent-Type: text/html;\n\tcharset="Windows-1252"\nContent-Transfer-Encoding: quoted-printable\n'
        "Content-Location: http://hill.example/\n\talks\nX-MimeOLE: Produced By Microsoft MimeOLE V6.00\n\n"
        "<HTML><BODY><P>Freedonia=92s envoy=\n spoke of peace.</P></BODY></HTML>\n"
    )
    found = first(load_made_up(data, "a.dat"))
    assert [found[key] for key in ("text", "url", "saved", "title")] == [
        "Freedonia’s envoy spoke of peace.", "http://hill.example/alks", "2006-08-02T21:10:55Z", "Talks"
    ]  # fmt: skip


def test_a_cut_file_is_read_as_far_as_it_goes_and_told():
    whole = mhtml(PAGE.replace("</article>", f"</article><p>{'More was said. ' * 99}</p>"))
    loaded = load_made_up(whole[: whole.index(b"More") + 300], "a.mht")
    assert first(loaded)["text"].startswith(CALL)
    assert problems(loaded, kind=True) == [(None, "the file ends within the page; what is there is read", "incomplete")]
    assert problems(load_made_up(whole[:150], "a.mht")) == [
        (None, "no part of it is an HTML page; the file is cut off, or no saved page")
    ]


WHOLE = mhtml(coding="base64")


@settings(max_examples=60, deadline=None)
@given(st.integers(0, len(WHOLE)), st.binary(max_size=12), st.integers(0, 40))
def test_whatever_happens_to_the_bytes_it_is_read_or_told(at, extra, length):
    loaded = load_made_up(WHOLE[:at] + extra + WHOLE[at + length :], "a.mht")
    schema.check(loaded.documents, schema.DOCUMENTS)
    assert len(loaded.documents) + len(loaded.problems) > 0
    assert not loaded.problems["reason"].str.startswith("can't be read (").any()


@pytest.mark.parametrize("suffix", ["_files", ".files", "-Dateien", "_fichiers", "_archivos", "_bestanden", "-filer"])
def test_what_a_browser_saved_beside_a_page_is_its_part(suffix):
    parts = {f"talks{suffix}/frame.html": PAGE.replace("Freedonia", "Ruritania"), f"talks{suffix}/js/a.json": "[1]"}
    loaded = load_folder({"talks.html": PAGE, **parts})
    assert (loaded.documents["doc"].tolist(), problems(loaded)) == (["talks.html"], [])


def test_a_folder_without_its_page_is_a_folder():
    loaded = load_folder({"other.html": PAGE, "talks_files/a.html": PAGE.replace("Freedonia", "Ruritania")})
    assert sorted(loaded.documents["doc"]) == ["a.html", "other.html"]


SINGLE = "<!--\n Page saved with SingleFile \n url: https://hill.example/talks \n saved date: Mon May 13 2024 10:00:00 GMT+0200 (CEST)\n-->"


@pytest.mark.parametrize(
    "mark, url, saved",
    [
        (SINGLE, "https://hill.example/talks", "2024-05-13T08:00:00Z"),
        ("<!-- saved from url=(0026)https://hill.example/talks -->", "https://hill.example/talks", None),
        ("<!-- saved from url=(0014)about:internet -->", None, None),
        ("<!-- Mirrored from hill.example/talks by HTTrack Website Copier/3.x [XR&CO'2014], Mon, 13 May 2024 08:00:00 GMT -->", "http://hill.example/talks", "2024-05-13T08:00:00Z"),
        ('<meta name="savepage-url" content="https://hill.example/talks"><meta name="savepage-date" content="Mon May 13 2024 10:00:00 GMT+0200 (CEST)">', "https://hill.example/talks", "2024-05-13T08:00:00Z"),
        ("<!-- Page saved with SingleFile url: javascript:alert(1) -->", None, None),
    ],
)  # fmt: skip
def test_the_program_that_saved_a_page_says_where_it_came_from(mark, url, saved):
    assert saved_from(PAGE.replace("<head>", f"{mark}<head>")) == (url, saved)


def test_the_address_that_a_page_declares_is_trusted_more():
    page = PAGE.replace("<head>", f"{SINGLE}<head><link rel=canonical href=https://hill.example/own>")
    found = first(load_made_up(page, "a.html"))
    assert (found["url"], found["saved"]) == ("https://hill.example/own", "2024-05-13T08:00:00Z")


@given(st.text(alphabet="<!- saved from url=(0)https:/.SingleFPgwthuDd\n", max_size=300))
def test_no_text_is_too_strange_for_the_marks(text):
    url, saved = saved_from(text)
    assert (url is None or url.startswith("http")) and (saved is None or len(saved) <= 20)
