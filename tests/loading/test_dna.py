"""Discourse Network Analyzer, versions 2 and 3."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reading import load_made_up, problems

from conflictlib import schema
from conflictlib.loading import load

REAL = Path(__file__).parents[2].parent / "shared" / "real"
TEXT = "Talks 😀 began. Sylvania shall wait, the envoy said. China agreed."
MOMENT = 1_715_548_445  # 2024-05-12 21:14:05 UTC

COMMON = """
CREATE TABLE SETTINGS(Property TEXT PRIMARY KEY, Value TEXT);
CREATE TABLE CODERS(ID INTEGER PRIMARY KEY, Name TEXT);
CREATE TABLE DOCUMENTS(ID INTEGER PRIMARY KEY, Title TEXT, Text TEXT, Coder INTEGER, Author TEXT, Source TEXT,
                       Section TEXT, Notes TEXT, Type TEXT, Date INTEGER);
CREATE TABLE STATEMENTTYPES(ID INTEGER PRIMARY KEY, Label TEXT);
CREATE TABLE STATEMENTS(ID INTEGER PRIMARY KEY, StatementTypeId INTEGER, DocumentId INTEGER, Start INTEGER,
                        Stop INTEGER, Coder INTEGER);
INSERT INTO CODERS VALUES (1, 'Admin'), (2, 'Rider');
INSERT INTO STATEMENTTYPES VALUES (1, 'DNA Statement'), (2, 'Annotation');
"""
VERSION_3 = """
CREATE TABLE VARIABLES(ID INTEGER PRIMARY KEY, Variable TEXT, DataType TEXT, StatementTypeId INTEGER);
CREATE TABLE ENTITIES(ID INTEGER PRIMARY KEY, VariableId INTEGER, Value TEXT);
CREATE TABLE DATASHORTTEXT(ID INTEGER PRIMARY KEY, StatementId INTEGER, VariableId INTEGER, Entity INTEGER);
CREATE TABLE DATALONGTEXT(ID INTEGER PRIMARY KEY, StatementId INTEGER, VariableId INTEGER, Value TEXT);
CREATE TABLE DATABOOLEAN(ID INTEGER PRIMARY KEY, StatementId INTEGER, VariableId INTEGER, Value INTEGER);
CREATE TABLE ATTRIBUTEVARIABLES(ID INTEGER PRIMARY KEY, VariableId INTEGER, AttributeVariable TEXT);
CREATE TABLE ATTRIBUTEVALUES(ID INTEGER PRIMARY KEY, EntityId INTEGER, AttributeVariableId INTEGER, AttributeValue TEXT);
INSERT INTO VARIABLES VALUES (1, 'person', 'short text', 1), (2, 'organization', 'short text', 1),
  (3, 'concept', 'short text', 1), (4, 'agreement', 'boolean', 1), (5, 'note', 'long text', 2);
INSERT INTO ENTITIES VALUES (1, 1, 'A. Envoy'), (2, 2, 'China'), (3, 2, 'Port Council'), (4, 3, 'wait'), (5, 1, '');
INSERT INTO DATASHORTTEXT VALUES (1, 1, 1, 1), (2, 1, 2, 3), (3, 1, 3, 4), (4, 2, 1, 5), (5, 2, 2, 2), (6, 2, 3, 4);
INSERT INTO DATABOOLEAN VALUES (1, 1, 4, 1), (2, 2, 4, 0);
INSERT INTO DATALONGTEXT VALUES (1, 3, 5, 'look here');
INSERT INTO ATTRIBUTEVARIABLES VALUES (1, 2, 'Type');
INSERT INTO ATTRIBUTEVALUES VALUES (1, 3, 1, 'council');
"""
VERSION_2 = """
CREATE TABLE VARIABLES(ID INTEGER PRIMARY KEY, Variable TEXT, DataType TEXT, StatementTypeId INTEGER);
CREATE TABLE DATASHORTTEXT(ID INTEGER PRIMARY KEY, StatementId INTEGER, VariableId INTEGER, Value TEXT);
CREATE TABLE DATABOOLEAN(ID INTEGER PRIMARY KEY, StatementId INTEGER, VariableId INTEGER, Value INTEGER);
INSERT INTO VARIABLES VALUES (1, 'person', 'short text', 1), (2, 'organization', 'short text', 1),
  (3, 'concept', 'short text', 1), (4, 'agreement', 'boolean', 1);
INSERT INTO DATASHORTTEXT VALUES (1, 1, 1, 'A. Envoy'), (2, 1, 2, 'Port Council'), (3, 1, 3, 'wait');
INSERT INTO DATABOOLEAN VALUES (1, 1, 4, 1);
"""
ROLES = """
CREATE TABLE VARIABLES(ID INTEGER PRIMARY KEY, Variable TEXT, DataType TEXT);
CREATE TABLE ROLES(ID INTEGER PRIMARY KEY, RoleName TEXT, StatementTypeId INTEGER);
CREATE TABLE ROLEVARIABLELINKS(ID INTEGER PRIMARY KEY, RoleId INTEGER, VariableId INTEGER);
CREATE TABLE ENTITIES(ID INTEGER PRIMARY KEY, VariableId INTEGER, Value TEXT);
CREATE TABLE DATASHORTTEXT(ID INTEGER PRIMARY KEY, StatementId INTEGER, RoleVariableLinkId INTEGER, Entity INTEGER);
INSERT INTO VARIABLES VALUES (1, 'person', 'short text'), (2, 'concept', 'short text');
INSERT INTO ROLES VALUES (1, 'person', 1), (2, 'concept', 1);
INSERT INTO ROLEVARIABLELINKS VALUES (7, 1, 1), (8, 2, 2);
INSERT INTO ENTITIES VALUES (1, 1, 'A. Envoy'), (2, 2, 'wait'), (3, 2, 'pay');
INSERT INTO DATASHORTTEXT VALUES (1, 1, 7, 1), (2, 1, 8, 2), (3, 1, 8, 3);
"""


def units(words):
    start = len(TEXT[: TEXT.index(words)].encode("utf-16-le")) // 2
    return start, start + len(words)


def database(more=VERSION_3, *, version="3.0.7", date=MOMENT, statements=None, text=TEXT, extra=""):
    with closing(sqlite3.connect(":memory:")) as made:
        made.executescript(COMMON + more + extra)
        made.execute("INSERT INTO SETTINGS VALUES ('version', ?)", (version,))
        made.execute(
            "INSERT INTO DOCUMENTS VALUES (4, 'Talks', ?, 1, 'B. Writer', 'Gazette', 'World', 'n.b.', '', ?)",
            (text, date),
        )
        default = [(1, 1, 4, *units("Sylvania shall wait"), 2), (2, 1, 4, *units("China agreed"), 1),
                   (3, 2, 4, *units("Talks"), 2)]  # fmt: skip
        made.executemany("INSERT INTO STATEMENTS VALUES (?, ?, ?, ?, ?, ?)", statements or default)
        made.commit()
        return made.serialize()


def test_documents_have_their_fields_and_the_moment_in_utc():
    (document,) = load_made_up(database(), "a.dna").documents.to_dict("records")
    assert (document["doc"], document["title"], document["publisher"], document["author"]) == (
        "a.dna#4", "Talks", "Gazette", "B. Writer",
    )  # fmt: skip
    assert f"{document['published']:%Y-%m-%d}" == "2024-05-12"
    assert document["published_at"] == "2024-05-12T21:14:05Z"
    assert (document["section"], document["notes"], document["dna_id"]) == ("World", "n.b.", 4)


def test_statements_have_their_variables_and_stand_in_the_text_whatever_java_counts():
    loaded = load_made_up(database(), "a.dna")
    note, first, second = loaded.statements.sort_values("start").to_dict("records")
    for row in (note, first, second):
        assert TEXT[row["start"] : row["end"]] == row["text"]
        assert row["spans"] == [[row["start"], row["end"]]]
    assert (first["text"], first["speaker"], first["actor"], first["themes"], first["act"], first["coder"]) == (
        "Sylvania shall wait", "A. Envoy", "Port Council", ["wait"], "supports", "Rider",
    )  # fmt: skip
    assert (first["organization"], first["concept"], first["agreement"], first["organization_type"]) == (
        "Port Council", "wait", 1, "council",
    )  # fmt: skip
    assert (second["actor"], second["organization"], second["act"], second["coder"]) == (
        "CHN",
        "China",
        "rejects",
        "Admin",
    )
    assert (note["text"], note["note"], note["statement_type"]) == ("Talks", "look here", "Annotation")
    assert set(loaded.statements["date_basis"]) == {"page"}
    assert loaded.problems.empty


def test_version_2_has_milliseconds_and_texts_in_the_rows():
    made = database(
        VERSION_2, version="2.0 beta 24", date=MOMENT * 1000, statements=[(1, 1, 4, *units("China agreed"), 1)]
    )
    loaded = load_made_up(made, "a.dna")
    assert loaded.documents["published_at"].tolist() == ["2024-05-12T21:14:05Z"]
    assert loaded.statements[["speaker", "actor", "act"]].to_numpy().tolist() == [
        ["A. Envoy", "Port Council", "supports"]
    ]


def test_roles_of_version_3_1_may_have_several_values():
    loaded = load_made_up(database(ROLES, version="3.1", statements=[(1, 1, 4, 0, 5, 1)]), "a.dna")
    assert loaded.statements["themes"].tolist() == [["wait", "pay"]]
    assert loaded.statements["speaker"].tolist() == ["A. Envoy"]


def test_a_day_at_midnight_has_no_moment_and_none_is_none():
    midnight = load_made_up(database(date=MOMENT - MOMENT % 86_400), "a.dna").documents
    assert midnight["published_at"].isna().all() and f"{midnight['published'][0]:%Y-%m-%d}" == "2024-05-12"
    assert load_made_up(database(date=0), "a.dna").documents["published"].isna().all()


@pytest.mark.parametrize("date", ["yesterday", 10**17])
def test_a_date_that_is_none_is_told_and_the_document_kept(date):
    loaded = load_made_up(database(date=date), "a.dna")
    assert len(loaded.documents) == 1
    reason = f"Date is {str(date)!r}; allowed is a moment in Unix time; the document is kept without it"
    assert problems(loaded, kind=True) == [(4, reason, "incomplete")]


def test_statements_out_of_their_text_or_without_document_are_problems():
    made = database(statements=[(1, 1, 4, 3, 9_999, 1), (2, 1, 5, 0, 3, 1), (3, 1, 4, 5, 5, 1)])
    n = len(TEXT)
    assert problems(load_made_up(made, "a.dna")) == [
        (1, f"an annotation from 3 to 9998; the text has {n} characters"),
        (3, f"an annotation from 5 to 5; the text has {n} characters"),
        (2, "a statement on document 5, which is not there"),
    ]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"SQLite format 3\0", "no SQLite database that can be opened|no DNA database that can be read"),
        (b"", "the file is empty"),
    ],
)
def test_what_is_no_database_is_a_problem(content, reason):
    (found,) = problems(load_made_up(content, "a.dna"))
    assert any(found[1].startswith(each) for each in reason.split("|"))


def test_a_database_of_something_else_or_with_a_view_instead_of_a_table_is_a_problem():
    with closing(sqlite3.connect(":memory:")) as made:
        made.executescript(COMMON + "CREATE VIEW VARIABLES AS SELECT 1 AS ID;")
        made.commit()
        other = made.serialize()
    assert problems(load_made_up(other, "a.dna")) == [(None, "no DNA database: there is no table VARIABLES")]


def test_nothing_is_written_beside_the_file(tmp_path):
    (tmp_path / "a.dna").write_bytes(database())
    load(tmp_path / "a.dna")
    assert [path.name for path in tmp_path.iterdir()] == ["a.dna"]
    assert (tmp_path / "a.dna").read_bytes() == database()


def test_a_cut_database_is_told():
    made = database(text=TEXT + " More." * 5_000)
    loaded = load_made_up(made[: len(made) // 2], "a.dna")
    assert loaded.problems["reason"].str.startswith("no DNA database that can be read").any()


@settings(deadline=None, max_examples=80)
@given(at=st.integers(16, 60_000), cut=st.integers(0, 40), put=st.binary(max_size=40))
def test_a_mangled_database_gives_rows_or_problems_and_never_an_exception(at, cut, put):
    made = database()
    at %= len(made)
    loaded = load_made_up(made[:at] + put + made[at + cut :], "a.dna")
    assert len(loaded.documents) + len(loaded.problems) > 0
    schema.check(loaded.statements, schema.STATEMENTS)
    assert not loaded.problems["reason"].str.match(r"can't be read \(\w+").any(), loaded.problems["reason"].tolist()


@pytest.mark.skipif(not REAL.is_dir(), reason="the real files are not here")
def test_a_real_database_has_the_facts_that_are_known_of_it():
    loaded = load(REAL / "dna" / "sample.dna")
    assert (len(loaded.documents), len(loaded.statements), len(loaded.problems)) == (7, 41, 0)
    assert loaded.statements["statement_type"].value_counts().to_dict() == {"DNA Statement": 40, "Annotation": 1}
    assert loaded.statements["act"].value_counts().to_dict() == {"supports": 29, "rejects": 11}
    assert loaded.statements["speaker"].nunique() == 7
    assert loaded.statements["concept"].value_counts().max() == 16
    days = loaded.documents["published"].dt.strftime("%Y-%m-%d")
    assert (min(days), max(days)) == ("2005-01-26", "2005-02-16")
    texts = dict(zip(loaded.documents["doc_id"], loaded.documents["text"], strict=True))
    assert all(texts[row.doc_id][row.start : row.end] == row.text for row in loaded.statements.itertuples())
    assert [6351, 7213] in loaded.statements[["start", "end"]].to_numpy().tolist()


def test_a_damaged_name_of_a_column_is_no_exception():
    made = database().replace(b"Section TEXT", b"S\xffction TEXT")
    loaded = load_made_up(made, "a.dna")
    assert not loaded.problems["reason"].str.match(r"can't be read \(\w+").any()
    assert len(loaded.documents) + len(loaded.problems) > 0
