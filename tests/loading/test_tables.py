import io

import pandas as pd
import pytest

from conflictlib import schema
from conflictlib.loading._files import Found, Unreadable
from conflictlib.loading.tables import looks_like_table, read_csv, read_parquet

HEADER = "statement_id,date,actor,act,themes,text,confidence\n"
KNOWN = (
    "known are statements (statement_id, text, ...), documents (text, with doc, title, url, publisher, published), "
    "events (one of date, day, event_date and one of event, label, title, name, description) "
    "and an index of the files in its folder (doc)"
)


def statements(found: Found) -> pd.DataFrame:
    ((frame, _),) = found.statements
    return frame


def reason(text: str) -> str:
    with pytest.raises(Unreadable) as caught:
        read_csv(text, "t.csv")
    return caught.value.reason


def test_a_table_of_statements_is_laid_out_as_the_schema_says_with_its_own_columns_behind():
    found = read_csv(
        'actor_name,Statement_ID , text,themes,negated,start,spans\nChina,s1,calm,a; b,no,3,"[[3, 7]]"\n', "t.csv"
    )
    frame = statements(found)
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
    assert statements(read_csv(text, "t.csv")).loc[0, "text"] == "calm"


def test_bad_rows_are_problems_with_their_lines_and_the_rest_is_read():
    found = read_csv(
        HEADER + 's1,2024-05-12,CHN,calls_for,,"two\nlines",high\n'
        "s2,2024-13-01,CHN,calls_for,,calm,high\n"
        "s3,2024-05-12,CHN,calls_for,,,high\n"
        "s4,2024-05-12,CHN,calls_for,,calm,sure\n"
        "s5,2024-05-12,CHN\n"
        "\n"
        ",2024-05-12,CHN,calls_for,,calm,high\n"
        's6,2024-05-12,CHN,calls_for,,calm,high\n"cut,off\n',
        "t.csv",
    )
    assert statements(found)["statement_id"].tolist() == ["s1", "s2", "s6"]
    assert statements(found)["date"].isna().tolist() == [False, True, False]
    assert found.statements[0][1] == [2, 4, 10]
    assert sorted(found.problems) == [
        (4, "date is '2024-13-01'; allowed is a date as YYYY-MM-DD; the row is kept without it"),
        (5, "text is missing; it is needed"),
        (6, "confidence is 'sure'; allowed is high, medium, low"),
        (7, "3 cells; the header has 7"),
        (9, "statement_id is missing; it is needed"),
        (11, "no row of a CSV file (unexpected end of data)"),
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
    found = read_csv(f'statement_id,text,{column}\ns1,calm,"{value}"\n', "t.csv")
    assert found.problems == [(2, f"{column} is {value!r}; allowed is {allowed}")]
    assert found.statements == []


def test_a_table_with_codes_but_without_what_a_statement_needs_is_told():
    assert (
        reason("statement_id,coder,act\ns1,a,b\n")
        == "a table of statements needs text; there are statement_id, coder, act"
    )
    assert reason("date,actor,text\nx,y,z\n") == "a table of statements needs statement_id; there are date, actor, text"


def test_a_table_of_documents_gives_documents():
    found = read_csv('doc,title,published,text\na,Talks,12 May 2024," One.\nTwo."\n,,,Three.\nc,,,\n', "t.csv")
    assert [d["doc"] for d in found.documents] == ["a", "t.csv#4"]
    assert found.documents[0]["text"] == " One.\nTwo."
    assert str(found.documents[0]["published"]) == "2024-05-12"
    assert {d["format"] for d in found.documents} == {"csv"}
    assert found.problems == [(5, "the document has no text")]


@pytest.mark.parametrize(
    ("date", "label"),
    [("date", "event"), ("day", "label"), ("event_date", "title"), ("Date", "Name"), ("date", "description")],
)
def test_any_table_with_a_date_and_a_label_gives_events(date, label):
    found = read_csv(
        f"{label},{date},kind,note\nTalks begin,2024-05-12,summit,x\nTalks end,soon,,\n,2024-05-13,,\n", "t.csv"
    )
    (events,) = found.events
    assert list(events) == schema.EVENTS.names
    assert events[["event", "kind"]].to_numpy().tolist() == [["Talks begin", "summit"]]
    assert found.problems == [
        (3, "date is 'soon'; allowed is a date as YYYY-MM-DD"),
        (4, "event is missing; it is needed"),
    ]


def test_an_index_of_files_is_kept_apart():
    assert read_csv("doc,genre,published\na.txt,readout,2024-05-12\n", "index.csv").index == [
        {"doc": "a.txt", "published": "2024-05-12"}
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a,b\n1,2\n", f"a table of unknown columns: a, b; {KNOWN}"),
        ("a;b;c;d;e;f;g;h;i;\n", f"a table of unknown columns: a, b, c, d, e, f, g, h ... (10 in all); {KNOWN}"),
        ("text,doc,text\n1,2,3\n", "there are two columns 'text'"),
        ("doc,text\n", "there is no row below the header"),
    ],
)
def test_an_unknown_table_is_told_with_its_columns(text, said):
    assert reason(text) == said


def test_a_cell_may_be_as_long_as_a_page():
    found = read_csv(f"doc,text\na,{'word ' * 100_000}\n", "t.csv")
    assert len(str(found.documents[0]["text"])) == 500_000


def test_parquet_keeps_lists_days_and_numbers():
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
    file = io.BytesIO()
    frame.to_parquet(file)
    read = statements(read_parquet(file.getvalue(), "t.parquet"))
    assert read["themes"].tolist() == [["a", "b"], []]
    assert read["spans"].tolist() == [[[0, 4]], []]
    assert read["start"].tolist() == [0, pd.NA]
    assert read["date"].tolist() == [pd.Timestamp("2024-05-12"), pd.NaT]


def test_what_is_no_parquet_is_told():
    with pytest.raises(Unreadable, match=r"^no Parquet file that can be read \("):
        read_parquet(b"PAR1 and no more", "t.parquet")


@pytest.mark.parametrize(
    ("text", "yes"),
    [
        ("statement_id,text\n", True),
        ("doc;title;text;note\n", True),
        ("Text, date and place of the talks\n", False),
        ("doc,other\n", False),
    ],
)
def test_a_table_is_told_by_its_header(text, yes):
    assert looks_like_table(text) is yes
