import io

import pandas as pd
import pypdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from printing import assembled, column, pdf, shown, stream
from reading import first, load_made_up, problems

from conflictlib import schema
from conflictlib.loading import _pdf_lines

BODY = [
    "The government of Freedonia called on Sylvania to stop the shell-",
    "ing of the harbour, and its well-known envoy asked for a cease-",
    "fire before the week is out. The well-",
    "known envoy spoke for an hour.",
]
JOINED = (
    "The government of Freedonia called on Sylvania to stop the shelling of the harbour, and its well-known envoy asked "
    "for a ceasefire before the week is out. The well-known envoy spoke for an hour."
)
NEXT = ["Sylvania thanked the mediators and asked them for a few days more", "before it would answer."]


def test_lines_of_a_paragraph_are_joined_and_paragraphs_parted():
    page = [("Talks at Lake Hill", 72, 800, 18), *column(["12 May 2024", "", *BODY, "", *NEXT])]
    found = first(load_made_up(pdf([page]), "talks.pdf"))
    assert found["text"].split("\n\n") == ["Talks at Lake Hill", "12 May 2024", JOINED, " ".join(NEXT)]
    assert (found["title"], found["published"], found["language"], found["format"], found["pages"]) == (
        "Talks at Lake Hill", pd.Timestamp("2024-05-12"), "en", "pdf", 1
    )  # fmt: skip


def test_a_line_set_in_begins_a_paragraph():
    lines = column([*BODY, *NEXT])
    lines[4] = (lines[4][0], 84, lines[4][2], 11)
    assert first(load_made_up(pdf([lines]), "a.pdf"))["text"].split("\n\n") == [JOINED, " ".join(NEXT)]


def test_columns_are_read_one_after_the_other():
    page = [*column(BODY, x=72), *column(NEXT, x=320)]
    assert first(load_made_up(pdf([page]), "a.pdf"))["text"] == f"{JOINED} {' '.join(NEXT)}".replace(
        "hour. ", "hour.\n\n"
    )


def numbered(n_pages, header="Hill Papers, No. 4", first_number=1):
    return [
        [
            (header, 72, 810, 9),
            (f"Page {first_number + n} of 99", 280, 30, 9),
            *column([f"On day {n + 1} the envoy spoke:", *BODY]),
        ]
        for n in range(n_pages)
    ]


def test_headers_footers_and_page_numbers_go_where_they_stand_on_most_pages():
    text = first(load_made_up(pdf(numbered(4)), "a.pdf"))["text"]
    assert ("Hill Papers" in text, "of 99" in text) == (False, False)
    assert [text.count(f"On day {n} the envoy spoke:") for n in (1, 2, 3, 4)] == [1] * 4


def test_headers_of_left_and_of_right_pages_may_differ():
    pages = numbered(8)
    for page in pages[::2]:
        page[0] = ("The Harbour Question", 400, 810, 9)
    text = first(load_made_up(pdf(pages), "a.pdf"))["text"]
    assert ("Hill Papers" in text, "Harbour Question" in text) == (False, False)


def test_what_stands_on_two_pages_only_is_text():
    assert first(load_made_up(pdf(numbered(2)), "a.pdf"))["text"].count("Hill Papers") == 2


def test_numbers_at_the_edge_that_do_not_count_pages_are_text():
    pages = [
        [*column([f"Figures of day {n}", *BODY]), (votes, 72, 40, 11)] for n, votes in enumerate(("17", "4", "92"))
    ]
    text = first(load_made_up(pdf(pages), "a.pdf"))["text"]
    assert all(votes in text for votes in ("17", "4", "92"))


def test_a_line_that_counts_up_but_is_not_set_apart_is_text():
    pages = [column([f"Chapter {n} of the report begins:", *BODY]) for n in (1, 2, 3, 4)]
    text = first(load_made_up(pdf(pages), "a.pdf"))["text"]
    assert [text.count(f"Chapter {n}") for n in (1, 2, 3, 4)] == [1] * 4


def test_a_day_in_a_running_header_is_the_day():
    found = first(load_made_up(pdf(numbered(3, header="Hill Papers | 12 May 2024")), "a.pdf"))
    assert found["published"] == pd.Timestamp("2024-05-12")


def test_a_page_that_a_browser_printed_gives_its_address_and_not_the_day_of_printing():
    page = [("25.11.2023, 14:05", 30, 820, 8), ("Talks - Hill Gazette", 250, 820, 8), *column(BODY),
            ("https://hill.example/talks", 30, 15, 8), ("1/1", 550, 15, 8)]  # fmt: skip
    loaded = load_made_up(pdf([page], info="/Producer(Skia/PDF m120)/CreationDate(D:20231125140500+01'00')"), "a.pdf")
    found = first(loaded)
    assert (found["text"], found["url"], found.get("published")) == (JOINED, "https://hill.example/talks", None)
    assert found["created"] == "2023-11-25T14:05:00+01:00"
    assert problems(loaded) == [
        (None, "no day in the head of the text; 2023-11-25 is that on which a browser made the file, and not taken")
    ]


def test_the_day_of_making_is_taken_where_the_text_gives_none_and_told():
    loaded = load_made_up(pdf([column(BODY)], info="/CreationDate(D:20240513)/Author(A. Writer)"), "a.pdf")
    assert (first(loaded)["published"], first(loaded)["author"]) == (pd.Timestamp("2024-05-13"), "A. Writer")
    assert problems(loaded, kind=True) == [
        (None, "no day in the head of the text; published is 2024-05-13, the day on which the file was made", "note")
    ]


@pytest.mark.parametrize("title", ["Microsoft Word - draft 3.doc", "untitled", "report_final.indd", "Document1"])
def test_a_file_name_is_no_title(title):
    assert "title" not in first(load_made_up(pdf([column(BODY)], info=f"/Title({title})"), "a.pdf"))


def test_the_title_of_the_document_information_is_read():
    assert (
        first(load_made_up(pdf([column(BODY)], info="/Title(Talks at the Lake)"), "a.pdf"))["title"]
        == "Talks at the Lake"
    )


def test_letters_drawn_as_one_are_two():
    table = stream(b"/CIDInit /ProcSet findresource begin 1 begincmap 1 beginbfchar <61> <FB01> endbfchar endcmap")
    font = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/ToUnicode 6 0 R>>"
    raw = pdf([[("cease", 72, 700, 11)]])
    objects = {1: b"<</Type/Catalog/Pages 2 0 R>>", 2: b"<</Type/Pages/Count 1/Kids[7 0 R]>>", 3: font, 4: b"<<>>", 6: table,
               7: b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 8 0 R/Resources<</Font<</F 3 0 R>>>>>>",
               8: stream(shown(("are", 72, 700, 11)))}  # fmt: skip
    assert first(load_made_up(raw, "a.pdf"))["text"] == "cease"
    assert first(load_made_up(assembled(objects), "a.pdf"))["text"].startswith("fi")


def test_a_scan_is_told_and_how_to_help():
    loaded = load_made_up(pdf([b"q 500 0 0 500 0 0 cm /P Do Q"] * 3, picture=True), "scan.pdf")
    assert problems(loaded, kind=True) == [
        (None, "no text layer: the pages are pictures, or empty; OCR it first", "refused")
    ]


def test_pages_without_text_among_others_are_told():
    loaded = load_made_up(pdf([column(BODY), b"/P Do"], picture=True), "a.pdf")
    assert first(loaded)["text"] == JOINED
    assert problems(loaded, kind=True) == [(2, "page 2 has no text layer, it is a picture; OCR it first", "incomplete")]


def locked(user):
    writer = pypdf.PdfWriter(clone_from=pypdf.PdfReader(io.BytesIO(pdf([column(BODY)]))))
    writer.encrypt(user, "owner", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def test_a_file_under_a_password_is_told_and_one_that_only_forbids_printing_is_read():
    assert problems(load_made_up(locked("secret"), "a.pdf")) == [(None, "locked with a password; save it without one")]
    assert first(load_made_up(locked(""), "a.pdf"))["text"] == JOINED


@pytest.mark.parametrize("kids", ["2 0 R", "2 0 R 2 0 R", "7 0 R 2 0 R"])
def test_a_tree_of_pages_that_leads_into_itself_ends(kids):
    objects = {1: b"<</Type/Catalog/Pages 2 0 R>>", 2: f"<</Type/Pages/Count 2/Kids[{kids}]>>".encode(), 4: b"<<>>",
               7: b"<</Type/Pages/Parent 2 0 R/Count 1/Kids[7 0 R]>>"}  # fmt: skip
    ((_, reason),) = problems(load_made_up(assembled(objects), "a.pdf"))
    assert reason.startswith("no PDF that can be read, or it is cut off (")


def test_a_form_that_draws_itself_ends():
    objects = {1: b"<</Type/Catalog/Pages 2 0 R>>", 2: b"<</Type/Pages/Count 1/Kids[7 0 R]>>", 4: b"<<>>",
               3: b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
               6: stream(b"/X Do /X Do", "/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 6 0 R>>>>"),
               7: b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 8 0 R"
                  b"/Resources<</Font<</F 3 0 R>>/XObject<</X 6 0 R>>>>>>",
               8: stream(b"/X Do " + shown(("Calm.", 1, 1, 9)))}  # fmt: skip
    assert first(load_made_up(assembled(objects), "a.pdf"))["text"] == "Calm."


def test_forms_that_draw_each_other_again_and_again_end(monkeypatch):
    monkeypatch.setattr(_pdf_lines, "MOST_OPERATORS", 20_000)
    fields = "/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</Font<</F 3 0 R>>/XObject<</X %s 0 R>>>>"
    objects = {1: b"<</Type/Catalog/Pages 2 0 R>>", 2: b"<</Type/Pages/Count 1/Kids[7 0 R]>>", 4: b"<<>>",
               3: b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
               7: b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 8 0 R"
                  b"/Resources<</Font<</F 3 0 R>>/XObject<</X 20 0 R>>>>>>",
               8: stream(shown(("Calm.", 1, 1, 9)) + b" /X Do /X Do")}  # fmt: skip
    objects |= {n: stream(b"/X Do /X Do", fields % (n + 1)) for n in range(20, 50)}
    loaded = load_made_up(assembled(objects), "a.pdf")
    assert first(loaded)["text"] == "Calm."
    assert problems(loaded) == [(1, "too much text or drawing for one PDF; pages 1 to 1 of 1 are read")]


def test_a_page_that_unpacks_without_end_is_left_and_the_others_read():
    bomb = b" " * 300_000_000
    data = pdf([column(BODY), bomb], packed=True)
    assert len(data) < 500_000
    loaded = load_made_up(data, "a.pdf")
    assert first(loaded)["text"] == JOINED
    ((page, reason, kind),) = problems(loaded, kind=True)
    assert (page, reason[:6], kind) == (2, "page 2", "incomplete")


def test_too_many_pages_are_refused(monkeypatch):
    monkeypatch.setattr(_pdf_lines, "MOST_PAGES", 2)
    assert problems(load_made_up(pdf(numbered(3)), "a.pdf")) == [(None, "3 pages; 2 are read at most")]


def test_too_much_text_is_cut_and_told(monkeypatch):
    monkeypatch.setattr(_pdf_lines, "MOST_CHARACTERS", 300)
    loaded = load_made_up(pdf(numbered(4)), "a.pdf")
    assert problems(loaded) == [(2, "too much text or drawing for one PDF; pages 1 to 2 of 4 are read")]


def test_fonts_that_do_not_say_their_letters_are_told():
    page = [("\x01\x02\x03\x04 \x05\x06\x07" * 9, 72, 700 - 14 * n, 11) for n in range(5)]
    ((_, reason),) = problems(load_made_up(pdf([page]), "a.pdf"))
    assert reason == "the text layer can't be decoded: its fonts don't say which letters they draw; OCR it first"


MADE_UP = pdf([[("Talks", 72, 800, 18), *column(["12 May 2024", *BODY])], column(NEXT)], info="/Title(T)", packed=True)


def test_a_cut_file_keeps_what_was_read_or_is_told():
    loaded = load_made_up(pdf(numbered(5))[:2500], "a.pdf")
    assert len(loaded.documents) + len(loaded.problems) > 0
    assert "page" in " ".join(loaded.problems["reason"]) or "cut off" in " ".join(loaded.problems["reason"])


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_whatever_happens_to_the_bytes_it_is_read_or_told(data):
    at = data.draw(st.integers(8, len(MADE_UP) - 1))
    kind = data.draw(st.sampled_from(["cut", "insert", "delete", "change"]))
    extra = data.draw(st.binary(min_size=1, max_size=12))
    length = 0 if kind == "insert" else data.draw(st.integers(1, 30))
    mangled = MADE_UP[:at] if kind == "cut" else MADE_UP[:at] + extra * (kind != "delete") + MADE_UP[at + length :]
    loaded = load_made_up(mangled, "a.pdf")
    schema.check(loaded.documents, schema.DOCUMENTS)
    assert len(loaded.documents) + len(loaded.problems) > 0
    assert not loaded.problems["reason"].str.startswith("can't be read (").any()


def test_bytes_before_the_header_do_no_harm():
    assert first(load_made_up(b"\r\n\r\n" + pdf([column(BODY)]), "a.dat"))["format"] == "pdf"
