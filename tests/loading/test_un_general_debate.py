from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reading import first, load_folder, load_made_up, problems

from conflictlib import schema
from conflictlib.loading import load

REAL = Path(__file__).parents[2].parent / "shared" / "real" / "un_general_debate"
SPEECH = "1.\tFreedonia greets the Assembly.\n2.\tIt calls on Syl-\nvania to come back to the table.\n"
LIST = (
    "Year,Session,ISO Code,Country,Name of Person Speaking,Post\n"
    "2017,72,CHN,China,Mr. Rufus  Firefly,Minister for Foreign Affairs\n"
    "1985,40,ZFA,South Africa,,\n"
)


def test_a_speech_is_read_as_it_stands_and_told_by_its_name():
    loaded = load_made_up("\ufeff" + SPEECH, "CHN_72_2017.txt")
    speech = first(loaded)
    assert {key: speech[key] for key in ("doc", "title", "text", "publisher", "author", "language", "format")} == {
        "doc": "CHN_72_2017.txt",
        "title": "China, General Debate, session 72 (2017)",
        "text": SPEECH,
        "publisher": "United Nations",
        "author": "China",
        "language": "en",
        "format": "un_general_debate",
    }
    assert (speech["country_code"], speech["country"], speech["session"], speech["year"]) == ("CHN", "China", 72, 2017)
    assert "published" not in speech
    assert problems(loaded) == []


@pytest.mark.parametrize(
    ("name", "state"),
    [
        ("YUG_44_1989.txt", "Yugoslavia"),
        ("YUG_59_2004.txt", "Serbia and Montenegro"),
        ("YUG_72_2017.txt", "Serbia"),
        ("EC_72_2017.txt", "European Union"),
        ("EU_75_2020.txt", "European Union"),
        ("PSE_72_2017.txt", "Palestine"),
        ("VAT_72_2017.txt", "Holy See"),
        ("DDR_44_1989.txt", "German Democratic Republic"),
        ("CSK_25_1970.txt", "Czechoslovakia"),
        ("YMD_25_1970.txt", "Democratic Yemen"),
        ("RUS_25_1970.txt", "Soviet Union"),
        ("RUS_47_1992.txt", "Russia"),
    ],
)
def test_codes_are_the_states_of_their_year(name, state):
    speech = first(load_made_up(SPEECH, name))
    assert (speech["author"], speech["country_code"]) == (state, name.split("_")[0])


def test_an_unknown_code_is_told_and_the_speech_is_kept():
    loaded = load_made_up(SPEECH, "QQQ_72_2017.txt")
    assert problems(loaded, kind=True) == [
        (None, "country code 'QQQ' is not known; the document is kept without its state", "incomplete")
    ]
    assert first(loaded)["title"] == "QQQ, General Debate, session 72 (2017)"


@pytest.mark.parametrize("name", ["CHN_72_1999.txt", "CHINA_72_2017.txt", "CHN_72_2017_notes.txt", "CHN_72.txt"])
def test_a_name_that_does_not_fit_is_plain_text(name):
    assert first(load_made_up(SPEECH, name))["format"] == "text"


@pytest.mark.parametrize("content", ["<html><body><p>Freedonia speaks.</p></body></html>", '{"text": "Freedonia."}'])
def test_a_speech_is_no_markup_and_no_json_whatever_it_is_called(content):
    assert first(load_made_up(content, "CHN_72_2017.txt"))["format"] != "un_general_debate"


def test_the_list_of_speakers_gives_person_and_post():
    loaded = load_folder(
        {"TXT/Session 72 - 2017/CHN_72_2017.txt": SPEECH, "TXT/Session 40 - 1985/ZAF_40_1985.txt": SPEECH + "Again.\n",
         "Speakers_by_session.csv": LIST}
    )  # fmt: skip
    speeches = loaded.documents.set_index("doc")
    assert speeches["author"].to_dict() == {"CHN_72_2017.txt": "Mr. Rufus Firefly", "ZAF_40_1985.txt": "South Africa"}
    assert speeches.loc["CHN_72_2017.txt", "role"] == "Minister for Foreign Affairs"
    assert speeches.loc["CHN_72_2017.txt", "country"] == "China"
    assert problems(loaded) == []


def test_the_european_union_is_found_under_either_code():
    row = LIST.replace("72,CHN", "72,EU").replace("1985,40,ZFA,South Africa,,\n", "")
    loaded = load_folder({"EC_72_2017.txt": SPEECH, "Speakers_by_session.csv": row})
    assert first(loaded)["author"] == "Mr. Rufus Firefly"
    assert problems(loaded) == []


def test_speeches_without_a_row_and_rows_without_a_speech_are_told():
    loaded = load_folder({"CHN_72_2017.txt": SPEECH, "FRA_72_2017.txt": SPEECH + "More.", "list.csv": LIST})
    assert problems(loaded, kind=True) == [
        (3, "the index names 'ZAF_40_1985.txt', of which no document was loaded", "refused"),
        (None, "one document has no row in it: 'FRA_72_2017.txt'", "incomplete"),
    ]


def test_many_rows_without_a_speech_are_one_problem():
    rows = "".join(f"{1946 + n},{n + 1},FRA,France,A,B\n" for n in range(30))
    loaded = load_folder({"CHN_72_2017.txt": SPEECH, "list.csv": LIST + rows})
    assert problems(loaded) == [
        (3, "the index names 31 files of which no document was loaded: 'ZAF_40_1985.txt', 'FRA_1_1946.txt', "
            "'FRA_2_1947.txt' ...")
    ]  # fmt: skip


def test_a_row_without_session_is_a_problem():
    loaded = load_folder({"CHN_72_2017.txt": SPEECH, "list.csv": LIST.replace("1985,40", "1985,forty")})
    assert problems(loaded) == [(3, "no session, year or ISO code of a speech in this row")]


def workbook(rows: list[list[object]]) -> bytes:
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def test_the_list_may_be_a_workbook():
    rows = [["Year", "Session", "ISO Code", "Country", "Name of Person  Speaking", "Post"],
            [2017, 72.0, "CHN", "China", "Mr. Firefly", "President"], [None] * 6]  # fmt: skip
    loaded = load_folder({"CHN_72_2017.txt": SPEECH, "Speakers_by_session.xlsx": workbook(rows)})
    assert (first(loaded)["author"], first(loaded)["role"]) == ("Mr. Firefly", "President")
    assert problems(loaded) == []


def test_a_workbook_that_is_something_else_is_told():
    loaded = load_folder({"CHN_72_2017.txt": SPEECH, "Speakers_by_session.xlsx": workbook([["a", "b"], [1, 2]])})
    assert problems(loaded) == [
        (1, "a list of speakers needs the columns year, session, iso code, name of person speaking")
    ]


@settings(max_examples=40, deadline=None)
@given(st.binary(max_size=6), st.integers(0, 400), st.integers(0, 40))
def test_a_mangled_list_never_breaks_the_loading(inserted, at, cut):
    data = LIST.encode()
    loaded = load_folder({"CHN_72_2017.txt": SPEECH, "list.csv": data[:at] + inserted + data[at + cut :]})
    schema.check(loaded.documents, schema.DOCUMENTS)
    assert len(loaded.documents) >= 1
    assert not loaded.problems["reason"].str.contains("can't be read (", regex=False).any()


@settings(max_examples=40, deadline=None)
@given(st.binary(max_size=6), st.integers(0, 100), st.integers(0, 40))
def test_a_mangled_speech_is_a_document_or_a_problem(inserted, at, cut):
    data = SPEECH.encode()
    loaded = load_made_up(data[:at] + inserted + data[at + cut :], "CHN_72_2017.txt")
    assert len(loaded.documents) + len(loaded.problems) > 0
    assert not loaded.problems["reason"].str.contains("can't be read (", regex=False).any()


@settings(max_examples=25, deadline=None)
@given(st.binary(min_size=1, max_size=6), st.integers(0, 6000), st.integers(0, 40))
def test_a_mangled_workbook_never_breaks_the_loading(inserted, at, cut):
    rows = [
        ["Year", "Session", "ISO Code", "Country", "Name of Person Speaking", "Post"],
        [2017, 72, "CHN", "", "A", "B"],
    ]
    data = workbook(rows)
    loaded = load_folder(
        {"CHN_72_2017.txt": SPEECH, "Speakers_by_session.xlsx": data[:at] + inserted + data[at + cut :]}
    )
    assert len(loaded.documents) >= 1
    assert not loaded.problems["reason"].str.contains("can't be read (", regex=False).any()


@pytest.mark.skipif(not REAL.is_dir(), reason="the real files are not here")
def test_real_speeches_come_out_as_they_are():
    loaded = load(REAL)
    speeches = loaded.documents.set_index("country_code")
    assert (len(speeches), len(loaded.problems)) == (30, 0)
    assert set(speeches["format"]) == {"un_general_debate"}
    assert (set(speeches["session"]), set(speeches["year"])) == ({72}, {2017})
    lengths = speeches["text"].str.len()
    wanted = {"CHN": 15302, "USA": 27202, "PSE": 25418, "RUS": 18266, "EC": 7046, "YUG": 12637}
    assert {code: int(lengths[code]) for code in wanted} == wanted
    assert speeches.loc[["EC", "YUG", "PSE", "VAT"], "author"].tolist() == [
        "European Union",
        "Serbia",
        "Palestine",
        "Holy See",
    ]
    assert speeches["published"].isna().all()
