import hashlib
import json
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conflictlib import schema
from conflictlib.loading import Loaded, load
from conflictlib.loading._formats import known
from conflictlib.shipped import folder

REAL = Path(__file__).parents[2].parent / "shared" / "real"
needs_real = pytest.mark.skipif(not REAL.is_dir(), reason="the real files are not part of the repository")
TALKS = "Freedonia called on Sylvania to come back to the table."


TABLES = ("documents", "statements", "evidence", "events", "problems")


def write(place: Path, files: dict[str, str | bytes]) -> Path:
    for name, content in files.items():
        path = place / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return place


def problems(loaded: Loaded) -> list[tuple[str, int | None, str]]:
    rows = loaded.problems.to_dict("records")
    return [(row["file"], None if pd.isna(row["line"]) else int(row["line"]), row["reason"]) for row in rows]


def fits_the_schema(loaded: Loaded) -> None:
    for name in TABLES:
        table = getattr(schema, name.upper())
        frame = schema.check(getattr(loaded, name), table)
        assert list(frame)[: len(table.names)] == table.names
    assert loaded.documents["doc_id"].is_unique
    assert loaded.statements["statement_id"].is_unique


@pytest.fixture
def mixed(tmp_path: Path) -> Path:
    return write(
        tmp_path,
        {
            "a.txt": f"Talks to resume soon\n\n{TALKS}\n",
            "b/page.html": f"<html><body><h1>Talks</h1><p>{TALKS}</p></body></html>",
            "b/post.json": json.dumps(
                {"title": {"rendered": "T"}, "content": {"rendered": "<p>One.</p>"}, "date": "2024-05-12"}
            ),
            "c.jsonl": '{"text": "Two.", "doc": "two"}\n{"text": "Thr\n{"text": "Four."}\n',
            "d.csv": "statement_id,text\ns1,calm\ns2,talks\ns3\n",
            "e.csv": "date,event\n2024-05-12,Talks begin\n",
            "f.txt": b"\0\1\2",
            "g.docx": b"PK\x03\x04",
            "h.txt": "",
            "i.xyz": "words",
            "j.csv": "a,b\n1,2\n",
            "k.txt": "<grid></grid>",
        },
    )


def test_every_input_is_a_row_or_a_problem(mixed):
    loaded = load(mixed)
    fits_the_schema(loaded)
    assert repr(loaded) == "Loaded: 5 documents, 2 statements, 1 event, 8 refused"
    assert 5 + 2 + 1 + 8 == 10 + 3 + 3  # files of one record, lines of c.jsonl, rows of d.csv
    told = set(loaded.documents["path"]) | {file for file, _, _ in problems(loaded)} | {"e.csv"}
    assert told == {path.relative_to(mixed).as_posix() for path in mixed.rglob("*") if path.is_file()}
    assert [(file, line) for file, line, _ in problems(loaded)] == [
        ("c.jsonl", 2),
        ("d.csv", 4),
        ("f.txt", 1),
        ("g.docx", None),
        ("h.txt", None),
        ("i.xyz", None),
        ("j.csv", None),
        ("k.txt", None),
    ]


def test_loading_a_folder_is_loading_its_files(mixed):
    whole = load(mixed)
    apart = load(
        sorted((path for path in mixed.rglob("*") if path.is_file()), key=lambda path: path.relative_to(mixed).parts)
    )
    for name in TABLES:
        hidden = ["path", "file"]
        pd.testing.assert_frame_equal(
            getattr(whole, name).drop(columns=hidden, errors="ignore"),
            getattr(apart, name).drop(columns=hidden, errors="ignore"),
        )


def test_the_same_files_give_the_same_tables(mixed):
    first, second = load(mixed), load(str(mixed))
    for name in TABLES:
        pd.testing.assert_frame_equal(getattr(first, name), getattr(second, name))


def test_a_document_says_where_it_comes_from(mixed):
    loaded = load(mixed).documents.set_index("doc")
    page, raw = loaded.loc["page.html"], (mixed / "b" / "page.html").read_bytes()
    assert page["path"] == "b/page.html"
    assert page["sha256"] == hashlib.sha256(raw).hexdigest()
    assert page["doc_id"] == hashlib.sha256(page["text"].encode()).hexdigest()[:16]
    assert loaded["format"].to_dict() == {
        "a.txt": "text",
        "page.html": "html",
        "post.json": "wordpress",
        "two": "json",
        "c.jsonl#3": "json",
    }


def test_one_file_is_named_without_its_folder(mixed):
    assert load(mixed / "b" / "page.html").documents["path"].tolist() == ["page.html"]


def test_the_text_of_a_text_file_is_its_own_to_the_last_blank(tmp_path):
    text = " Talks\r\n\r\nto resume\t\n\n"
    write(
        tmp_path, {"a.txt": b"\xef\xbb\xbf" + text.encode(), "b.md": text.encode("utf-16") + "\n".encode("utf-16-le")}
    )
    assert load(tmp_path).documents["text"].tolist() == [text, text + "\n"]


def test_of_two_pages_with_one_text_the_first_is_kept(tmp_path):
    write(tmp_path, {"a.txt": TALKS, "b.txt": TALKS, "c.jsonl": json.dumps({"doc": "x", "text": TALKS})})
    loaded = load(tmp_path)
    assert loaded.documents["doc"].tolist() == ["a.txt"]
    assert problems(loaded) == [
        ("b.txt", None, "b.txt: same text as a.txt, which is kept"),
        ("c.jsonl", 1, "x: same text as a.txt, which is kept"),
    ]


def test_of_two_statements_with_one_id_the_first_is_kept(tmp_path):
    write(
        tmp_path,
        {"a.csv": "statement_id,text\ns1,calm\ns1,talks\n", "b.jsonl": '{"statement_id": "s1", "text": "aid"}\n'},
    )
    loaded = load(tmp_path)
    assert loaded.statements["text"].tolist() == ["calm"]
    assert problems(loaded) == [
        ("a.csv", 3, "statement_id s1 stands already in a.csv, line 2, which is kept"),
        ("b.jsonl", 1, "statement_id s1 stands already in a.csv, line 2, which is kept"),
    ]


def test_an_index_fills_what_the_pages_beside_it_do_not_say(tmp_path):
    write(
        tmp_path,
        {
            "pages/a.txt": f"Talks to resume soon\n12 May 2024\n\n{TALKS}",
            "pages/b.txt": "Freedonia is silent.",
            "pages/index.csv": "doc,title,published,genre\na.txt,Other,2020-01-01,x\nb.txt,Silence,2024-05-13,y\n",
            "b.txt": "Elsewhere.",
        },
    )
    loaded = load(tmp_path)
    pages = loaded.documents.set_index("path")
    assert pages["title"].tolist()[1:] == ["Talks to resume soon", "Silence"]
    assert pages.loc["b.txt", ["title", "published"]].isna().all()
    assert pages["published"].astype(str).tolist()[1:] == ["2024-05-12", "2024-05-13"]
    assert problems(loaded) == []


def test_an_index_that_names_what_is_not_there_is_told(tmp_path):
    write(tmp_path, {"a.txt": TALKS, "index.csv": "doc,published\na.txt,2024-13-01\nb.txt,2024-05-13\n"})
    assert problems(load(tmp_path)) == [
        ("index.csv", 2, "published is '2024-13-01'; allowed is a date as YYYY-MM-DD; the document is kept without it"),
        ("index.csv", 3, "the index names 'b.txt', of which no document was loaded"),
    ]
    assert problems(load(tmp_path / "index.csv"))[-1] == (
        "index.csv",
        None,
        "an index of pages of which none was loaded; load their folder",
    )


def test_hidden_files_and_readmes_are_no_input(tmp_path):
    write(tmp_path, {".a.txt": TALKS, ".git/b.txt": TALKS, "README.md": TALKS})
    assert repr(load(tmp_path)) == "Loaded: 0 documents, 0 statements, 0 events, 1 refused"
    assert problems(load(tmp_path)) == [(tmp_path.name, None, "there is no file in it to be read")]
    assert len(load(tmp_path / "README.md").documents) == 1


def test_content_goes_before_the_name(tmp_path):
    write(
        tmp_path,
        {
            "page.txt": f"<!DOCTYPE html><html><body><p>{TALKS}</p></body></html>",
            "lines.txt": '{"text": "One."}\n{"text": "Two."}\n',
            "table.txt": "statement_id;text\ns1;calm\n",
            "bare": f"<html><body><p>{TALKS} Again.</p></body></html>",
            "post.csv": '[{"text": "Three."}]',
        },
    )
    loaded = load(tmp_path)
    assert loaded.documents["format"].tolist() == ["html", "json", "json", "html", "json"]
    assert len(loaded.statements) == 1
    assert problems(loaded) == []


def test_a_format_can_be_forced(tmp_path):
    write(tmp_path, {"notes.log": TALKS, "page.html": f"<p>{TALKS}"})
    loaded = load(tmp_path, format="text")
    assert loaded.documents["text"].tolist() == [TALKS, f"<p>{TALKS}"]


def test_a_wrong_format_is_told():
    with pytest.raises(
        ValueError, match=r"^format is 'stone' \(did you mean 'json'\?\); allowed are .*, text, or None"
    ):
        load(folder("data"), format="stone")


@pytest.mark.parametrize("path", ["nowhere/at/all.txt", ""])
def test_a_path_that_is_not_there_is_told(path):
    with pytest.raises(FileNotFoundError) as caught:
        load([path])
    assert str(caught.value) == f"path is {path!r}; there is no such file or folder"


def test_a_reader_that_fails_does_not_stop_the_rest(tmp_path, monkeypatch):
    def fail(text: str) -> None:
        raise RecursionError("too\n deep")

    monkeypatch.setattr("conflictlib.loading.formats.html_pages.page_of", fail)
    write(tmp_path, {"a.html": "<html>", "b.txt": TALKS})
    loaded = load(tmp_path)
    assert problems(loaded) == [("a.html", None, "can't be read (RecursionError: too deep)")]
    assert len(loaded.documents) == 1


def test_nothing_is_drawn_where_nobody_looks(mixed, capfd):
    load(mixed, progress=True)
    assert capfd.readouterr() == ("", "")


def test_in_a_notebook_the_counts_and_the_first_problems_are_shown(mixed):
    shown = load(mixed)._repr_html_()
    assert shown.startswith("<p>Loaded: 5 documents, 2 statements, 1 event, 8 refused</p><table")
    assert "&lt;grid&gt;" in shown


def test_a_line_of_ten_million_characters_is_read(tmp_path):
    write(tmp_path, {"a.txt": "word " * 2_000_000, "b.json": json.dumps({"text": "word " * 2_000_000 + "."})})
    assert load(tmp_path).documents["text"].str.len().tolist() == [10_000_000, 10_000_001]


@pytest.mark.parametrize("name", ["a.txt", "a.html", "a.json", "a.csv", "a.parquet", "a"])
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=25)
@given(data=st.data())
def test_any_bytes_are_loaded_or_told(tmp_path, name, data):
    pieces = [
        b"{",
        b"[",
        b"]",
        b"}",
        b'"text":',
        b'"a"',
        b",",
        b"\n",
        b"<p>",
        b"<html>",
        b"\xff\xfe",
        b"\xe9",
        b"statement_id",
        b"text",
        b"\\ud800",
        b"2024-05-12",
        b"PAR1",
        b'"',
        b"\0",
        b"date",
        b"event",
        b"1e999",
        b"null",
    ]
    content = data.draw(st.one_of(st.binary(), st.lists(st.sampled_from(pieces), max_size=30).map(b"".join)))
    (tmp_path / name).write_bytes(content)
    for form in (None, data.draw(st.sampled_from(list(known())))):
        loaded = load(tmp_path / name, format=form)
        fits_the_schema(loaded)
        assert len(loaded.documents) + len(loaded.statements) + len(loaded.events) + len(loaded.problems) > 0


VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=5)
    | st.sampled_from(["2024-05-12", "high", "direct", "1", "a;b"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=5,
)
FIELDS = st.sampled_from([*schema.STATEMENTS.names, "title", "content", "rendered", "published", "doc"])


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=40)
@given(st.lists(st.dictionaries(FIELDS, VALUES, max_size=6), min_size=1, max_size=4))
def test_any_json_record_is_a_row_or_a_problem(tmp_path, records):
    (tmp_path / "a.jsonl").write_text("\n".join(json.dumps(record) for record in records))
    loaded = load(tmp_path / "a.jsonl")
    fits_the_schema(loaded)
    told = {line for _, line, _ in problems(loaded)}
    n_rows = len(loaded.documents) + len(loaded.statements)
    assert n_rows + len(told) >= len(records)
    assert n_rows <= len(records)


def test_the_shipped_folder_is_read_whole():
    loaded = load(folder("data"))
    assert repr(loaded) == "Loaded: 30 documents, 314 statements, 60 events, 1 refused"
    assert problems(loaded) == [
        (
            "codings.csv",
            None,
            "a table of statements needs text; there are statement_id, coder, act, themes; "
            "codes of coders are read by read_codings and `conflictlib agree`",
        ),
    ]
    assert loaded.documents["published"].notna().all()
    assert loaded.documents["title"].notna().all()


@needs_real
def test_every_real_file_gives_rows_or_says_why_not():
    loaded = load(REAL)
    fits_the_schema(loaded)
    seed = loaded.documents.set_index("doc").loc["china-calls-for-ceasefire.txt"]
    assert seed["text"].encode() == (REAL / "china-calls-for-ceasefire.txt").read_bytes()
    assert str(seed["published"]) == "2023-10-12 00:00:00"
    for path in sorted(path for path in REAL.rglob("*") if path.is_file() and path.stem != "README"):
        alone = load(path)
        n_rows = len(alone.documents) + len(alone.statements) + len(alone.events)
        assert n_rows + len(alone.problems) > 0, path.name
        assert not alone.problems["reason"].str.startswith("can't be read (").any(), path.name


@needs_real
def test_real_html_holds_what_it_must():
    expected = json.loads((REAL / "html_pages" / "expected.json").read_text(encoding="utf-8"))
    texts = load(REAL / "html_pages").documents.set_index("doc")["text"].map(lambda text: " ".join(text.split()))
    must = [" ".join(words.split()) in texts[name] for name, page in expected.items() for words in page["must_contain"]]
    must_not = [
        " ".join(words.split()) in texts[name] for name, page in expected.items() for words in page["must_not_contain"]
    ]
    assert (sum(must), len(must)) == (43, 44)
    assert (sum(must_not), len(must_not)) == (6, 47)


def test_a_format_that_fails_to_tell_does_not_stop_the_rest(tmp_path, monkeypatch):
    from conflictlib.loading._start import Start

    def fail(start: Start) -> bool:
        raise ValueError("no telling")

    monkeypatch.setattr(Start, "header", property(fail))
    write(tmp_path, {"a.txt": TALKS})
    assert problems(load(tmp_path)) == [("a.txt", None, "can't be read (ValueError: no telling)")]


@pytest.mark.parametrize("end", ["\n\r", "\r\r\n", "\r"])
def test_odd_line_ends_stop_no_format_from_telling(tmp_path, end):
    commas = ",".join("word" for _ in range(60))
    write(tmp_path, {"a.txt": f"{commas}{end}{TALKS}{end}"})
    assert len(load(tmp_path).documents) == 1
