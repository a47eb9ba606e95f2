import datetime as dt

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from packing import S, cells, xlsx, zipped
from reading import load_folder, load_made_up, problems

from conflictlib import schema


def book(*sheets):
    return xlsx({f"S{n}": f"<sheetData>{rows}</sheetData>" for n, rows in enumerate(sheets, 1)})


DOCUMENTS = (
    cells(1, "doc", "Title", "text", "published", "desk")
    + cells(2, "d1", "Talks", "Freedonia called for calm.", "12 May 2024", "hill")
    + cells(4, "d2", "", "Sylvania_x000D_\nagreed.", "soon")
)


def test_documents_are_read_from_a_sheet():
    loaded = load_made_up(book(DOCUMENTS), "a.xlsx")
    assert loaded.documents[["doc", "text", "format"]].to_numpy().tolist() == [
        ["d1", "Freedonia called for calm.", "excel"],
        ["d2", "Sylvania\nagreed.", "excel"],
    ]
    assert loaded.documents["published"].tolist() == [pd.Timestamp("2024-05-12"), pd.NaT]
    assert loaded.documents["desk"].iloc[0] == "hill"
    ((row, reason),) = problems(loaded)
    assert (row, reason[:20]) == (4, "published is 'soon';")


def test_statements_and_events_may_stand_in_sheets_of_one_workbook():
    statements = cells(1, "statement_id", "text", "themes") + cells(2, "s1", "calls for calm", "peace;aid")
    events = cells(1, "date", "event") + cells(2, "2024-05-12", "summit") + cells(3, "then", "strike")
    loaded = load_made_up(book(statements, "", events, cells(1, "my notes") + cells(2, "x")), "a.xlsx")
    assert loaded.statements["themes"].tolist() == [["peace", "aid"]]
    assert loaded.events["event"].tolist() == ["summit"]
    assert [(row, reason[:40]) for row, reason in problems(loaded)] == [
        (3, "sheet 'S3': date is 'then'; allowed is a"),
        (None, "sheet 'S4': a table of unknown columns: "),
    ]


def test_dates_are_days_formulas_their_value_and_errors_are_told():
    openpyxl = pytest.importorskip("openpyxl")
    import io

    made = openpyxl.Workbook()
    made.active.append(["date", "event", "place"])
    made.active.append([dt.datetime(2024, 5, 12, 10), "summit", "#N/A"])
    out = io.BytesIO()
    made.save(out)
    loaded = load_made_up(out.getvalue(), "a.xlsx")
    assert loaded.events[["date", "event"]].to_numpy().tolist() == [[pd.Timestamp("2024-05-12"), "summit"]]
    assert problems(loaded, kind=True) == [(2, "place holds the error #N/A; the row is kept without it", "incomplete")]
    formula = (
        '<row r="2"><c r="A2" t="str"><f>1+1</f><v>2024-05-13</v></c><c r="B2" t="str"><f>x</f><v>vote</v></c></row>'
    )
    loaded = load_made_up(book(cells(1, "date", "event") + formula), "a.xlsx")
    assert loaded.events["event"].tolist() == ["vote"]


def test_a_workbook_about_the_files_beside_it_is_an_index():
    index = book(cells(1, "doc", "title", "published") + cells(2, "a.txt", "Talks", "2024-05-12"))
    found = load_folder({"a.txt": "Freedonia called for calm.", "z.xlsx": index}).documents
    assert found[["doc", "title", "published"]].to_numpy().tolist() == [["a.txt", "Talks", pd.Timestamp("2024-05-12")]]


def test_cells_to_the_right_of_the_header_are_told():
    loaded = load_made_up(
        book(cells(1, "date", "event") + cells(2, "2024-05-12", "vote", "", "note") + cells(3, "2024-05-13", "vote")),
        "a.xlsx",
    )
    assert problems(loaded) == [(2, "has cells to the right of the header, which has 2")]
    assert len(loaded.events) == 1


@pytest.mark.parametrize("size", ["A1", "A1:XFD1048576", "B9"])
def test_a_size_that_is_a_lie_and_a_million_empty_rows_do_no_harm(size):
    far = cells(1, "date", "event") + cells(2, "2024-05-12", "vote") + cells(1048576, "2024-05-13", "summit")
    data = xlsx({"S": f'<dimension ref="{size}"/><sheetData>{far}</sheetData>'})
    loaded = load_made_up(data, "a.xlsx")
    assert (loaded.events["event"].tolist(), problems(loaded)) == (["vote", "summit"], [])


def test_a_cut_sheet_keeps_what_was_read():
    rows = "".join(cells(n, "2024-05-12", f"vote {n}") for n in range(2, 6000))
    data = xlsx({"S": f'<dimension ref="A1:B9"/><sheetData>{cells(1, "date", "event")}{rows}<row r="6000"><c></row>'})
    loaded = load_made_up(data, "a.xlsx")
    ((row, reason),) = problems(loaded)
    assert (row, reason[:43]) == (5999, "damaged or cut off below row 5999 (mismatch")
    assert len(loaded.events) == 5998


@pytest.mark.parametrize(
    "data, name, reason",
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "a.xls", "an Office file of the kind before 2007; save it as .xlsx"),
        (zipped({"[Content_Types].xml": "<Types/>", "xl/workbook.bin": b"x"}), "a.xlsb", "a binary workbook (.xlsb); save it as .xlsx"),
        (book(""), "a.xlsx", "there are no cells in any of its sheets"),
        (book(DOCUMENTS)[:500], "a.xlsx", "no .xlsx file that can be read, or it is cut off (File is not a zip file)"),
        (xlsx({"S": " " * 120_000_000}), "a.xlsx", "holds more than 200 times its own size; it is not read"),
    ],
)  # fmt: skip
def test_what_is_no_workbook_is_told(data, name, reason):
    assert problems(load_made_up(data, name)) == [(None, reason)]


def test_a_sheet_with_entities_is_refused():
    parts = {
        "[Content_Types].xml": "<Types/>",
        "xl/workbook.xml": f'<!DOCTYPE w [<!ENTITY a "b">]><workbook xmlns="{S}"/>',
    }
    assert problems(load_made_up(zipped(parts), "a.xlsx")) == [
        (None, "its part xl/workbook.xml has a document type, which may hold a bomb")
    ]


WHOLE = book(DOCUMENTS, cells(1, "date", "event") + cells(2, "2024-05-12", "summit"))


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(0, 10_000), st.binary(max_size=12), st.integers(0, 30), st.booleans())
def test_whatever_happens_to_the_bytes_it_is_read_or_told(at, extra, length, inside):
    if inside:
        at %= len(DOCUMENTS)
        letters = extra.decode("latin-1")
        data = book(DOCUMENTS[:at] + letters + DOCUMENTS[at + length :])
    else:
        at %= len(WHOLE)
        data = WHOLE[:at] + extra + WHOLE[at + length :]
    loaded = load_made_up(data, "a.xlsx")
    schema.check(loaded.documents, schema.DOCUMENTS)
    assert sum(map(len, (loaded.documents, loaded.problems, loaded.events))) > 0
    assert not loaded.problems["reason"].str.startswith("can't be read (").any()
