import io
import tarfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reading import first, load_folder, load_made_up, problems

from conflictlib import schema
from conflictlib.loading import load

REAL = Path(__file__).parents[2].parent / "shared" / "real" / "un_security_council"
NAME = "UNSC_2014_SPV.7219_spch015"
TEXT = "Mr. Firefly (Freedonia) (spoke in French): We call on Sylvania to stop.\n\nWe mean it.\n"
HEADER = (
    "\tfilename\tdate\tday\tmonth\tyear\tspeaker\tcountry_org\trole\tparticipanttype\tspeech_number\ttokens\ttopic\t"
    "agenda_item3\tmeeting_symbol\n"
)


def row(name: str, speaker: str = "Mr. Firefly", topic: str = 'The "Quarrel"', item: str = "Chargé D''Affaires") -> str:
    cells = ["1", name, "2014-07-18", "18", "7", "2014", speaker, "Freedonia", "", "Mentioned", "15", "12", topic, item,
             "S/PV.7219"]  # fmt: skip
    return "\t".join(cells) + "\n"


META = (
    "basename\tdate\ttopic\tyear\tmonth\tday\tspv\tnum_speeches\toutcome\n"
    "UNSC_2014_SPV.7219\t2014-07-18\tQuarrel\t2014\t7\t18\tS/PV.7219\t2\tS/PRST/2014/1\n"
)


def test_a_speech_without_tables_says_itself_who_speaks():
    speech = first(load_made_up(TEXT, f"{NAME}.txt"))
    wanted = {
        "doc": NAME, "title": "S/PV.7219, speech 15", "text": TEXT, "publisher": "United Nations", "language": "en",
        "author": "Mr. Firefly", "country": "Freedonia", "meeting": "S/PV.7219", "speech": 15, "year": 2014,
        "format": "un_security_council",
    }  # fmt: skip
    assert {key: speech[key] for key in wanted} == wanted


@pytest.mark.parametrize(
    ("text", "who", "where"),
    [
        ("The President: I thank him.", "The President", None),
        ("The President (spoke in French): I thank him.", "The President", None),
        ("At the outset let me say this: no.", None, None),
        ("We met (in Freedonia) and then we talked about it", None, None),
    ],
)
def test_the_form_of_address_is_read_only_where_it_is_one(text, who, where):
    speech = first(load_made_up(text, f"{NAME}.txt"))
    assert (speech.get("author"), speech.get("country")) == (who, where)


def test_a_resumed_meeting_has_a_symbol_of_its_own():
    speech = first(load_made_up(TEXT, "UNSC_2000_SPV.4109Resumption1_spch003.txt"))
    assert (speech["meeting"], speech["title"]) == (
        "S/PV.4109 (Resumption 1)",
        "S/PV.4109 (Resumption 1), speech 3",
    )


def test_the_tables_say_who_spoke_when_and_on_what():
    loaded = load_folder({f"speeches/{NAME}.txt": TEXT, "speaker.tsv": HEADER + row(f"{NAME}.txt"), "meta.tsv": META})
    speech = first(loaded)
    assert (speech["author"], speech["country"], speech["participant_type"]) == (
        "Mr. Firefly",
        "Freedonia",
        "Mentioned",
    )
    assert str(speech["published"].date()) == "2014-07-18"
    assert speech["topic"] == 'The "Quarrel"'
    assert speech["title"] == 'S/PV.7219, speech 15: The "Quarrel"'
    assert (speech["outcome"], speech["agenda_item3"]) == ("S/PRST/2014/1", "Chargé D'Affaires")
    assert "tokens" not in loaded.documents
    assert problems(loaded) == []


def test_names_without_ending_and_the_older_columns_are_read():
    table = "filename\tspeaker\tcountry\tparticipanttype\trole_in_un\tyear\tmonth\tday\n"
    loaded = load_folder(
        {f"speeches/{NAME}.txt": TEXT, "speaker.tsv": table + f"{NAME}\tMs. Teasdale\tUN\tGuest\tEnvoy\t2014\t7\t8\n"}
    )
    speech = first(loaded)
    assert (speech["author"], speech["country"], speech["role"]) == ("Ms. Teasdale", "UN", "Envoy")
    assert str(speech["published"].date()) == "2014-07-08"
    assert problems(loaded) == []


def test_the_rows_of_r_have_a_number_more_than_the_header_has_names():
    loaded = load_folder({f"{NAME}.txt": TEXT, "speaker.tsv": HEADER[1:] + row(f"{NAME}.txt", "Ms. Teasdale")})
    assert first(loaded)["author"] == "Ms. Teasdale"


def test_the_cells_of_a_tab_file_lose_their_quotation_marks():
    table = "filename\tspeaker\tcountry\tparticipanttype\ttopic\n"
    cells = f'"{NAME}.txt"\t"Mr. Firefly"\t"Freedonia"\t"Guest"\t"The \\"Quarrel\\""\n'
    speech = first(load_folder({f"{NAME}.txt": TEXT, "speaker.tab": table + cells}))
    assert (speech["author"], speech["topic"]) == ("Mr. Firefly", 'The "Quarrel"')


def test_broken_records_are_mended_with_a_note_and_the_others_are_read():
    names = [f"UNSC_2014_SPV.7219_spch{n:03}.txt" for n in range(1, 4)]
    table = HEADER + row(names[0]) + row(names[1], "Ms. Teasdale", item="Cri\n\nses") + row(names[2])
    loaded = load_folder({"speaker.tsv": table} | {name: TEXT + name for name in names})
    assert problems(loaded, kind=True) == [(3, "broken over 2 lines; they were joined", "note")]
    speeches = loaded.documents.set_index("doc")
    assert speeches.loc[names[1][:-4], ["author", "agenda_item3"]].tolist() == ["Ms. Teasdale", "Cri ses"]
    assert speeches["author"].notna().all()


def test_what_is_no_record_is_a_problem_and_the_next_is_read():
    names = [f"UNSC_2014_SPV.7219_spch{n:03}.txt" for n in range(1, 3)]
    table = HEADER + "stray\n" + row(names[0]) + "1\tcut\n" + row(names[1]) + row(names[0])[:-1] + "\tmore\n" + row("x")
    loaded = load_folder({"speaker.tsv": table + "1\t2"} | {name: TEXT + name for name in names})
    assert problems(loaded) == [
        (2, "1 cell; the header has 15"),
        (4, "2 cells; the header has 15"),
        (6, "16 cells; the header has 15"),
        (7, "filename is 'x'; allowed is a name such as UNSC_2014_SPV.7219_spch015.txt"),
        (8, "2 cells; the header has 15"),
    ]
    assert loaded.documents["author"].notna().all()


def test_lines_without_tabs_are_not_joined_without_end():
    name = f"{NAME}.txt"
    table = HEADER + "1\tcut\n" + "noise\n" * 500 + row(name)
    loaded = load_folder({"speaker.tsv": table, name: TEXT})
    assert first(loaded)["topic"] == 'The "Quarrel"'
    assert 40 < len(loaded.problems) < 60


def test_speeches_in_an_archive_find_the_tables_beside_it():
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w") as archive:
        info = tarfile.TarInfo(f"speeches/{NAME}.txt")
        info.size = len(TEXT)
        archive.addfile(info, io.BytesIO(TEXT.encode()))
    loaded = load_folder(
        {"speeches.tar": stream.getvalue(), "speaker.tsv": HEADER + row(f"{NAME}.txt", "Ms. Teasdale")}
    )
    assert first(loaded)["author"] == "Ms. Teasdale"
    assert problems(loaded) == []


def test_many_speeches_without_a_row_and_rows_without_a_speech_are_two_problems():
    rows = "".join(row(f"UNSC_2014_SPV.7219_spch{n:03}.txt") for n in range(100, 130))
    speeches = {f"UNSC_2014_SPV.7219_spch{n:03}.txt": f"{TEXT} {n}" for n in range(40)}
    loaded = load_folder({"speaker.tsv": HEADER + row("UNSC_2014_SPV.7219_spch000.txt") + rows} | speeches)
    assert len(loaded.documents) == 40
    assert [found[1] for found in problems(loaded)] == [
        "the index names 30 files of which no document was loaded: 'UNSC_2014_SPV.7219_spch100.txt', "
        "'UNSC_2014_SPV.7219_spch101.txt', 'UNSC_2014_SPV.7219_spch102.txt' ...",
        "39 documents have no row in it: 'UNSC_2014_SPV.7219_spch001.txt', 'UNSC_2014_SPV.7219_spch002.txt', "
        "'UNSC_2014_SPV.7219_spch003.txt' ...",
    ]


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=6), st.integers(0, 450), st.integers(0, 60))
def test_a_mangled_table_never_breaks_the_loading(inserted, at, cut):
    data = (HEADER + row(f"{NAME}.txt", item="Cri\nses") + row(f"{NAME[:-1]}6.txt")).encode()
    loaded = load_folder({f"{NAME}.txt": TEXT, "speaker.tsv": data[:at] + inserted + data[at + cut :]})
    schema.check(loaded.documents, schema.DOCUMENTS)
    assert len(loaded.documents) >= 1
    assert not loaded.problems["reason"].str.contains("can't be read (", regex=False).any()


SENTENCES = (
    "file_id,sentence_text,sentence_char_offsets,sentence_token_offsets,A0,A2,A3,A4,B1,B2,B3,basename,speech_id,filename,country\n"
    f'{NAME}_Russian_Federation_neg_03.txt,"We said so , often .  ",0-20,0-6,Direct_NegEval,Country,-NONE-,x,_,_,_,'
    f"UNSC_2014_SPV.7219,spch015,{NAME},Russian_Federation\n"
    f"{NAME}_Russian_Federation2_01_GD.txt,No . ,0-20,0-2,_,_,_,_,_,_,_,UNSC_2014_SPV.7219,spch015,{NAME},France\n"
)


def test_a_sentence_is_a_statement_of_the_state_in_the_name_of_its_excerpt():
    loaded = load_made_up(SENTENCES, "annotations.csv")
    one, two = loaded.statements.to_dict("records")
    assert (one["text"], one["doc"], one["actor"], one["coder"]) == ("We said so , often .  ", NAME, "RUS", "UNSCon")
    assert one["statement_id"] == f"{NAME}_Russian_Federation_neg_03:0-20"
    assert (one["a0"], one["a3"], one["meeting"], one["year"]) == ("Direct_NegEval", "-NONE-", "S/PV.7219", 2014)
    assert two["statement_id"] == f"{NAME}_Russian_Federation2_01_GD:0-20"
    assert (two["actor"], two["country"]) == ("RUS", "France")
    assert loaded.statements["a0"].isna().tolist() == [False, True]
    assert problems(loaded, kind=True) == [
        (None, "in 1 of 2 rows country is not the state in file_id; the actor is that of file_id", "note")
    ]


def test_a_sentence_that_stands_twice_is_told():
    loaded = load_made_up(SENTENCES + SENTENCES.splitlines()[1] + "\n", "annotations.csv")
    assert len(loaded.statements) == 2
    assert any("stands already in annotations.csv, line 2, which is kept" in str(p) for p in problems(loaded))


def test_a_state_that_is_none_is_told():
    loaded = load_made_up(SENTENCES.replace("Russian_Federation_neg", "Ruritania_neg"), "annotations.csv")
    assert problems(loaded)[0] == (
        2, "the state is 'Ruritania', which is no actor of the codebook; the row is kept without it"
    )  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=6), st.integers(0, 500), st.integers(0, 60))
def test_a_mangled_table_of_sentences_never_breaks_the_loading(inserted, at, cut):
    data = SENTENCES.encode()
    loaded = load_made_up(data[:at] + inserted + data[at + cut :], "annotations.csv")
    schema.check(loaded.statements, schema.STATEMENTS)
    assert len(loaded.statements) + len(loaded.documents) + len(loaded.problems) > 0
    assert not loaded.problems["reason"].str.contains("can't be read (", regex=False).any()


@pytest.mark.skipif(not REAL.is_dir(), reason="the real files are not here")
def test_real_sentences_come_out_as_they_are():
    loaded = load(REAL)
    rows = loaded.statements
    assert (len(rows), rows["statement_id"].nunique(), rows["file_id"].nunique(), rows["doc"].nunique()) == (
        2377, 2377, 269, 86
    )  # fmt: skip
    assert rows["a0"].value_counts(dropna=False).tolist() == [1800, 356, 221]
    counts = rows["country"].value_counts()
    assert counts.head(3).to_dict() == {"Russian_Federation": 353, "United_States_Of_America": 329, "Ukraine": 281}
    assert rows["meeting"].value_counts().head(3).to_dict() == {"S/PV.7219": 514, "S/PV.7165": 496, "S/PV.7154": 438}
    assert rows["year"].value_counts().to_dict() == {2014: 1798, 2016: 579}
    # each speech has one speaker; the column `country` of the file gives most of them several
    assert (rows.groupby("doc")["actor"].nunique() == 1).all()
    assert rows["actor"].value_counts().head(3).to_dict() == {"RUS": 353, "USA": 329, "UKR": 281}
    assert loaded.problems["kind"].tolist() == ["note"]
