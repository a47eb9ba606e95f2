import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reading import first, load_folder, load_made_up, problems

from conflictlib import schema
from conflictlib.loading._column_names import renaming

BODY = "The envoy of Freedonia called on Sylvania to come back to the table."


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_common_names_are_found_whatever_parts_the_cells(mark):
    header = ["id", "Headline", "Full Text", "pub_date", "Link", "Outlet", "Byline", "lang", "country"]
    cells = [
        "a17",
        "Talks",
        BODY,
        "2024-05-12",
        "https://hill.example/a",
        "Hill Gazette",
        "A. Reporter",
        "en",
        "Freedonia",
    ]
    loaded = load_made_up(f"{mark.join(header)}\n{mark.join(cells)}\n", "articles.csv")
    article = first(loaded)
    wanted = ["doc", "title", "text", "published", "url", "publisher", "author", "language", "country"]
    found = [str(article[key])[:10] if key == "published" else article[key] for key in wanted]
    assert found == cells[:3] + cells[3:]  # in the same order as the header
    assert problems(loaded) == []


@pytest.mark.parametrize("name", ["publishedAt", "published-at", "Publication Date", "created_at", "day"])
def test_case_and_marks_in_names_do_not_count(name):
    article = first(load_made_up(f"body,{name}\n{BODY},2024-05-12T10:00:00Z\n", "articles.csv"))
    assert (str(article["published"].date()), article["published_at"]) == ("2024-05-12", "2024-05-12T10:00:00Z")


def test_of_two_candidates_the_earlier_is_taken_and_the_note_names_the_other():
    loaded = load_made_up(f"content,body,date,day\nOther,{BODY},2024-05-12,Sunday\n", "articles.csv")
    article = first(loaded)
    assert (article["text"], article["content"], article["day"]) == (BODY, "Other", "Sunday")
    assert problems(loaded, kind=True) == [
        (None, "text is read from the column 'body', though 'content' could be it; published is read from the column "
               "'date', though 'day' could be it; columns={'text': 'content'} chooses another", "note")
    ]  # fmt: skip


def test_our_own_name_goes_before_all_others_without_a_note():
    loaded = load_made_up(f"body,text,headline,title\nOther,{BODY},No,Talks\n", "articles.csv")
    assert (first(loaded)["text"], first(loaded)["title"], first(loaded)["body"]) == (BODY, "Talks", "Other")
    assert problems(loaded) == []


def test_what_the_user_names_is_not_looked_for():
    loaded = load_made_up(
        f"body,summary,date,day\n{BODY},In short.,2024-05-12,2024-05-13\n", "articles.csv",
        columns={"text": "summary", "published": "day"},
    )  # fmt: skip
    article = first(loaded)
    assert (article["text"], str(article["published"].date()), article["body"]) == ("In short.", "2024-05-13", BODY)
    assert article["date"] == "2024-05-12"
    assert problems(loaded) == []


def test_a_table_of_quanteda_or_readtext_names_its_documents_in_doc_id():
    article = first(load_made_up(f'"","doc_id","text","party"\n"1","speech_1.txt","{BODY}","Firefly"\n', "corpus.csv"))
    assert (article["doc"], article["text"], article["party"]) == ("speech_1.txt", BODY, "Firefly")
    assert article["doc_id"] != "speech_1.txt"
    assert "" not in article


def test_statements_and_events_are_still_what_they_were():
    statement = load_made_up("statement_id,text,body,actor\ns1,calm,Other,CHN\n", "t.csv")
    assert (len(statement.statements), len(statement.documents)) == (1, 0)
    event = load_made_up("date,event,content\n2024-05-12,Summit,At the hill\n", "t.csv")
    assert (len(event.events), len(event.documents)) == (1, 0)
    titled = load_made_up("date,title,url\n2024-05-12,Summit,https://hill.example\n", "t.csv")
    assert (len(titled.events), len(titled.documents)) == (1, 0)


def test_a_date_a_title_and_a_body_are_a_document():
    loaded = load_made_up(f"date,title,body\n2024-05-12,Talks,{BODY}\n", "t.csv")
    assert (len(loaded.events), first(loaded)["title"]) == (0, "Talks")


def test_an_index_is_one_only_without_a_text():
    loaded = load_folder({"a.txt": BODY, "pages.csv": "doc,title\na.txt,Talks\n"})
    assert first(loaded)["title"] == "Talks"
    assert first(load_made_up(f"doc,title,body\na.txt,Talks,{BODY}\n", "pages.csv"))["text"] == BODY


def test_where_nothing_fits_the_call_that_would_is_shown():
    (problem,) = problems(load_made_up(f"nr,story_de\n1,{BODY}\n", "t.csv"))
    assert problem[1].startswith("a table of unknown columns: nr, story_de; known are")
    assert problem[1].endswith("; the longest texts stand in 'story_de': columns={'text': 'story_de'} reads them")
    assert first(load_made_up(f"nr,story_de\n1,{BODY}\n", "t.csv", columns={"text": "story_de"}))["text"] == BODY


@pytest.mark.parametrize("name", ["articles.json", "articles.jsonl"])
def test_json_records_are_read_under_common_names(name):
    record = {"uuid": "a17", "headline": "Talks", "body": BODY, "content": {"rendered": "x"},
              "publishedAt": "2024-05-12T10:00:00Z", "source": "Hill Gazette"}  # fmt: skip
    records = [record, record | {"body": BODY + " Again.", "full_text": "Other"}]
    text = json.dumps(records) if name.endswith("json") else "\n".join(map(json.dumps, records))
    loaded = load_made_up(text, name)
    article = first(loaded)
    assert (article["doc"], article["title"], article["text"]) == ("a17", "Talks", BODY)
    assert (str(article["published"].date()), article["publisher"]) == ("2024-05-12", "Hill Gazette")
    assert problems(loaded, kind=True) == [
        (2, "text is read from the column 'body', though 'full_text' could be it; columns={'text': 'full_text'} "
            "chooses another", "note")
    ]  # fmt: skip


def test_a_json_record_that_fits_nothing_is_told_how_it_would():
    (problem,) = problems(load_made_up(json.dumps({"nr": 1, "story_de": BODY}), "t.json"))
    assert problem[1].endswith("; the longest texts stand in 'story_de': columns={'text': 'story_de'} reads them")


def test_utf_16_and_foreign_encodings_are_read():
    table = "Headline;Body\nÜber die Gespräche;Fünf Gesandte kamen über die Brücke, sagte der Minister für Äußeres.\n"
    for encoding in ("utf-16", "cp1252", "utf-8-sig"):
        assert first(load_made_up(table.encode(encoding), "t.csv"))["title"] == "Über die Gespräche"


@given(st.lists(st.text(max_size=12), max_size=8))
def test_no_column_is_taken_twice_and_none_that_is_not_there(names):
    found = renaming(names)
    assert set(found.ours) <= set(names)
    assert len(set(found.ours.values())) == len(found.ours)
    assert not set(found.ours.values()) & set(names)


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=6), st.integers(0, 150), st.integers(0, 40))
def test_a_mangled_table_is_rows_or_problems(inserted, at, cut):
    data = f"id|Headline|Body|pub_date\na17|Talks|{BODY}|2024-05-12\n".encode()
    loaded = load_made_up(data[:at] + inserted + data[at + cut :], "t.csv")
    schema.check(loaded.documents, schema.DOCUMENTS)
    assert sum(map(len, (loaded.documents, loaded.events, loaded.statements, loaded.problems))) > 0
    assert not loaded.problems["reason"].str.contains("can't be read (", regex=False).any()
