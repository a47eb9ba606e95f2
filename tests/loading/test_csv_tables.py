import pandas as pd
import pytest
from reading import load_made_up, problems

from conflictlib import schema
from conflictlib.loading import Loaded

HEADER = "statement_id,date,actor,act,themes,text,confidence\n"


def read(text: str | bytes, name: str = "t.csv", **options: object) -> Loaded:
    return load_made_up(text, name, **options)


def test_a_table_of_statements_is_laid_out_as_the_schema_says_with_its_own_columns_behind():
    frame = read(
        'actor_name,Statement_ID , text,themes,negated,start,spans\nChina,s1,calm,a; b,no,3,"[[3, 7]]"\n'
    ).statements
    assert list(frame) == [*schema.STATEMENTS.names, "actor_name"]
    assert frame.loc[0, ["statement_id", "text", "start", "actor_name"]].tolist() == ["s1", "calm", 3, "China"]
    assert (frame.loc[0, "themes"], frame.loc[0, "spans"], bool(frame.loc[0, "negated"])) == (
        ["a", "b"],
        [[3, 7]],
        False,
    )
    assert schema.check(frame, schema.STATEMENTS) is frame


@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_the_separator_is_found(mark):
    text = HEADER.replace(",", mark) + mark.join(["s1", "2024-05-12", "CHN", "calls_for", "ceasefire", "calm", "high"])
    assert read(text).statements.loc[0, "text"] == "calm"


def test_bad_rows_are_problems_with_their_lines_and_the_rest_is_read():
    found = read(
        HEADER + 's1,2024-05-12,CHN,calls_for,,"two\nlines",high\n'
        "s2,2024-13-01,CHN,calls_for,,calm,high\n"
        "s3,2024-05-12,CHN,calls_for,,,high\n"
        "s4,2024-05-12,CHN,calls_for,,calm,sure\n"
        "s5,2024-05-12,CHN\n"
        "\n"
        ",2024-05-12,CHN,calls_for,,calm,high\n"
        's6,2024-05-12,CHN,calls_for,,calm,high\n"cut,off\n',
    )
    assert found.statements["statement_id"].tolist() == ["s1", "s2", "s6"]
    assert found.statements["date"].isna().tolist() == [False, True, False]
    assert sorted(problems(found, kind=True)) == [
        (4, "date is '2024-13-01'; allowed is a date as YYYY-MM-DD; the row is kept without it", "incomplete"),
        (5, "text is missing; it is needed", "refused"),
        (6, "confidence is 'sure'; allowed is high, medium, low", "refused"),
        (7, "3 cells; the header has 7", "refused"),
        (9, "statement_id is missing; it is needed", "refused"),
        (11, "no row of a CSV file (unexpected end of data)", "refused"),
    ]


@pytest.mark.parametrize(
    ("column", "value", "allowed"),
    [
        ("start", "3.5", "a whole number"),
        ("end", "many", "a whole number"),
        ("negated", "perhaps", "true or false"),
        ("quote", "Direct", "direct, indirect, mixed"),
        ("spans", "[[1, 2", "a list, or codes with ; between them"),
    ],
)
def test_a_value_of_the_wrong_kind_refuses_the_row(column, value, allowed):
    found = read(f'statement_id,text,{column}\ns1,calm,"{value}"\n')
    assert problems(found) == [(2, f"{column} is {value!r}; allowed is {allowed}")]
    assert found.statements.empty


def test_a_table_with_codes_but_without_what_a_statement_needs_is_told():
    assert problems(read("statement_id,coder,act\ns1,a,b\n")) == [
        (
            None,
            "a table of statements needs text; there are statement_id, coder, act; "
            "codes of coders are read by read_codings and `conflictlib agree`",
        )
    ]
    assert problems(read("date,actor,text\nx,y,z\n")) == [
        (None, "a table of statements needs statement_id; there are date, actor, text")
    ]


def test_a_table_of_documents_gives_documents_with_its_own_columns_behind():
    found = read('doc,title,published,text,desk\na,Talks,12 May 2024," One.\nTwo.",world\n,,,Three.,\nc,,,,\n')
    assert found.documents["doc"].tolist() == ["a", "t.csv#4"]
    assert found.documents.loc[0, ["text", "desk"]].tolist() == [" One.\nTwo.", "world"]
    assert str(found.documents.loc[0, "published"]) == "2024-05-12 00:00:00"
    assert set(found.documents["format"]) == {"csv"}
    assert problems(found) == [(5, "the document has no text")]


def test_columns_of_other_names_are_read_as_the_user_says():
    found = read("body,day\nOne.,2024-05-12\n", columns={"text": "body", "published": "day"})
    assert found.documents.loc[0, "text"] == "One."
    assert str(found.documents.loc[0, "published"]) == "2024-05-12 00:00:00"
    assert problems(read("body,day\nOne.,x\n", columns={"text": "words"})) == [
        (1, "columns names 'words'; there are body, day")
    ]


@pytest.mark.parametrize(
    ("date", "label"),
    [("date", "event"), ("day", "label"), ("event_date", "title"), ("Date", "Name"), ("date", "description")],
)
def test_any_table_with_a_date_and_a_label_gives_events(date, label):
    found = read(f"{label},{date},kind,note\nTalks begin,2024-05-12,summit,x\nTalks end,soon,,\n,2024-05-13,,\n")
    assert list(found.events) == [*schema.EVENTS.names, "note"]
    assert found.events[["event", "kind", "note"]].to_numpy().tolist() == [["Talks begin", "summit", "x"]]
    assert problems(found) == [
        (3, "date is 'soon'; allowed is a date as YYYY-MM-DD"),
        (4, "event is missing; it is needed"),
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("text,doc,text\n1,2,3\n", (1, "there are two columns 'text'")),
        ("doc,text\n", (None, "there is no row below the header")),
        ('"doc,text\n', (1, "no header of a CSV file (unexpected end of data)")),
    ],
)
def test_what_is_no_table_is_told(text, said):
    assert problems(read(text)) == [said]


def test_an_unknown_table_is_told_with_its_columns():
    assert problems(read("a;b;c;d;e;f;g;h;i;\n"))[0][1].startswith(
        "a table of unknown columns: a, b, c, d, e, f, g, h ... (10 in all); known are statements (statement_id, "
    )


def test_a_cell_may_be_as_long_as_a_page():
    found = read(f"doc,text\na,{'word ' * 100_000}\n")
    assert found.documents["text"].str.len().tolist() == [500_000]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_may_end_as_on_any_system(end):
    assert read(end.join(["doc,text", "a,One.", "b,Two.", ""])).documents["text"].tolist() == ["One.", "Two."]


def test_a_large_table_is_read_line_by_line_and_a_line_of_another_encoding_is_told():
    rows = [f"d{n},Talks n° {n} resumed." for n in range(12_000)]
    data = "\n".join(["doc,text", *rows]).encode().replace("n° 7 ".encode(), "n° 7 ".encode("cp1252"))
    found = read(data)
    assert len(found.documents) == 12_000
    assert found.documents.loc[7, "text"] == "Talks n° 7 resumed."
    assert problems(found, kind=True) == [(None, "1 lines are no UTF-8; they were read as cp1252", "note")]


def test_parquet_keeps_lists_days_and_numbers(tmp_path):
    frame = pd.DataFrame(
        {
            "statement_id": ["s1", "s2"],
            "text": ["calm", "talks"],
            "date": pd.to_datetime(["2024-05-12", None]),
            "themes": [["a", "b"], []],
            "spans": [[[0, 4]], None],
            "start": pd.array([0, None], "Int64"),
        }
    )
    frame.to_parquet(tmp_path / "t.parquet")
    found = read((tmp_path / "t.parquet").read_bytes(), "t.parquet").statements
    assert found["themes"].tolist() == [["a", "b"], []]
    assert found["spans"].tolist() == [[[0, 4]], []]
    assert found["start"].tolist() == [0, pd.NA]
    assert found["date"].tolist() == [pd.Timestamp("2024-05-12"), pd.NaT]


def test_what_is_no_parquet_is_told():
    assert problems(read(b"PAR1 and no more", "t.parquet"))[0][1].startswith("no Parquet file that can be read (")


@pytest.mark.parametrize(
    ("text", "yes"),
    [
        ("statement_id,text\ns1,calm\n", True),
        ("doc;title;text;note\na;b;c;d\n", True),
        ("Text, date and place of the talks\n", False),
        ("doc,other\n", False),
    ],
)
def test_a_table_is_told_by_its_header(text, yes):
    found = read(text, "page.txt")
    assert (len(found.statements) or (found.documents["format"] == "csv").sum() > 0) == yes
