"""Whatever lies in a source and however it grows: nothing is lost in silence, and nothing is told that is not so."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from made_up import assert_same, assert_whole, page, put

import conflictlib as cl
from conflictlib.corpus import CorpusError

CALL = "Egypt called for a ceasefire in the valley and said that it would watch the road, in note {}."


def records(path: Path, *rows: dict[str, Any]) -> Path:
    """Write documents as JSON Lines."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(f"{json.dumps(row)}\n" for row in rows), encoding="utf-8")
    return path


def feed(path: Path, numbers: range) -> None:
    """Write a feed of so many notes, as it stood on one day."""
    path.parent.mkdir(parents=True, exist_ok=True)
    notes = "".join(
        f"<item><title>Note {n}</title><link>https://example.org/{n}</link><description>{CALL.format(n)}</description>"
        f"<pubDate>{n:02} May 2024 10:00:00 GMT</pubDate></item>" for n in numbers
    )  # fmt: skip
    path.write_text(f'<rss version="2.0"><channel><title>Notes</title>{notes}</channel></rss>', encoding="utf-8")


def test_a_day_that_a_page_corrects_backwards_counts(tmp_path: Path) -> None:
    corpus = cl.Corpus(tmp_path / "corpus")
    path = put(tmp_path / "inbox", 1, day=10)
    corpus.add(tmp_path / "inbox")
    path.write_text(page(1, day=10).replace("2024-05-10T", "2024-05-08T"), encoding="utf-8")
    corpus.add(tmp_path / "inbox")
    assert corpus.documents()["published"].tolist() == [pd.Timestamp("2024-05-08")]
    put(tmp_path / "inbox", 1, day=7, more="Kenya condemned the delay.")
    corpus.add(tmp_path / "inbox")
    assert_whole(corpus)
    assert corpus.documents()["version"].tolist() == [3]
    whole = cl.Corpus(tmp_path / "whole")
    whole.add(tmp_path / "inbox")
    assert_same(corpus, whole)
    assert corpus.remove(corpus.documents()["doc_id"], reason="spam").counts["ended_documents"] == 1


def test_another_page_with_the_text_of_an_old_version_comes_in(tmp_path: Path) -> None:
    corpus, inbox = cl.Corpus(tmp_path / "corpus"), tmp_path / "inbox"
    inbox.mkdir()
    today = page(1).replace("wire/1", "today")
    (inbox / "today.html").write_text(today)
    corpus.add(inbox)
    (inbox / "today.html").write_text(page(1, more="Kenya condemned the delay.").replace("wire/1", "today"))
    corpus.add(inbox)
    (inbox / "archive.html").write_text(page(1))
    corpus.add(inbox)
    assert_whole(corpus)
    whole = cl.Corpus(tmp_path / "whole")
    whole.add(inbox)
    assert_same(corpus, whole)


def test_notes_that_move_down_a_feed_are_known(tmp_path: Path) -> None:
    corpus, path = cl.Corpus(tmp_path / "corpus"), tmp_path / "inbox" / "notes.xml"
    for newest in (2, 3, 4):
        feed(path, range(newest, newest - 2, -1))
        added = corpus.add(tmp_path / "inbox")
        assert added.problems.empty
    assert_whole(corpus)
    assert len(corpus.documents()) == 4
    assert set(corpus.documents()["version"]) == {1}


def test_records_without_an_address_are_not_lost_when_others_come_before_them(tmp_path: Path) -> None:
    corpus, path = cl.Corpus(tmp_path / "corpus"), tmp_path / "inbox" / "notes.jsonl"
    rows = [{"text": CALL.format(word)} for word in ("one", "two", "three", "four")]
    for order in ((2, 3), (1, 2, 3), (3, 1, 2), (3, 0, 1, 2)):
        records(path, *(rows[number] for number in order))
        assert corpus.add(tmp_path / "inbox").counts.get("ended_documents", 0) == 0
        assert sorted(corpus.documents()["text"]) == sorted(rows[number]["text"] for number in order)
    assert corpus.versions()["n_documents"].iloc[-1] == 4
    records(path, rows[3], rows[0] | {"text": CALL.format("one (corrected)")}, rows[1], rows[2])
    corpus.add(tmp_path / "inbox")
    assert CALL.format("one") not in set(corpus.documents()["text"])


def test_an_address_that_changed_is_free_for_another_page(tmp_path: Path) -> None:
    corpus, inbox = cl.Corpus(tmp_path / "corpus"), tmp_path / "inbox"
    path = put(inbox, 1)
    corpus.add(inbox)
    path.write_text(page(1).replace("wire/1", "moved"), encoding="utf-8")
    put(inbox / "later", 1, more="Kenya condemned the delay.")
    corpus.add(inbox)
    assert_whole(corpus)
    assert len(corpus.documents()) == 2


def test_old_versions_that_move_down_a_file_are_known(tmp_path: Path) -> None:
    corpus, path = cl.Corpus(tmp_path / "corpus"), tmp_path / "inbox" / "notes.jsonl"
    rows = [{"text": CALL.format(word), "url": "https://example.org/note", "date": day}
            for word, day in (("one", "2024-05-01"), ("two", "2024-05-02"))]  # fmt: skip
    records(path, *rows)
    corpus.add(tmp_path / "inbox")
    records(path, {"text": "Chile rejected the plan.", "url": "https://example.org/other"}, *rows)
    corpus.add(tmp_path / "inbox")
    assert_whole(corpus)
    assert len(corpus.documents(superseded=True)) == 3
    assert CALL.format("two") in set(corpus.documents()["text"])


def test_a_folder_in_which_the_corpus_lies_is_read_without_it(tmp_path: Path) -> None:
    put(tmp_path, 1)
    (tmp_path / "broken.pdf").write_bytes(b"%PDF-1.4 cut off")
    corpus = cl.Corpus(tmp_path / "corpus")
    assert corpus.add(tmp_path).problems["file"].tolist() == ["broken.pdf"]
    put(tmp_path / "more", 2)
    corpus.add(tmp_path / "more")
    added = corpus.add(tmp_path)
    assert (added.version, added.counts["files"]) == (2, 0)
    assert_whole(corpus)


def test_a_writer_that_died_over_its_last_table_leaves_a_folder_to_go_on_with(tmp_path: Path) -> None:
    (tmp_path / "corpus" / "runs").mkdir(parents=True)
    put(tmp_path / "inbox", 1)
    assert cl.Corpus(tmp_path / "corpus").add(tmp_path / "inbox").version == 1


def coded(path: Path, *rows: dict[str, Any]) -> Path:
    """Write statements that others have coded."""
    common = {"actor": "EGY", "act": "calls_for", "text": "a truce", "date": "2024-05-03", "coder": "hand",
              "source_url": "https://example.org"}  # fmt: skip
    pd.DataFrame([common | row for row in rows]).to_csv(path, index=False)
    return path


def test_statements_that_come_before_their_page_count_once(tmp_path: Path) -> None:
    put(tmp_path / "inbox", 1)
    cl.to_jsonl(cl.code(cl.load(tmp_path / "inbox").documents).statements, tmp_path / "coded.jsonl")
    corpus, whole = cl.Corpus(tmp_path / "corpus"), cl.Corpus(tmp_path / "whole")
    corpus.add([tmp_path / "coded.jsonl", tmp_path / "inbox"])
    assert_whole(corpus)
    whole.add(tmp_path / "inbox")
    assert_same(corpus, whole)


def test_a_coding_that_others_correct_takes_the_place_of_the_first(tmp_path: Path) -> None:
    corpus = cl.Corpus(tmp_path / "corpus")
    corpus.add(coded(tmp_path / "coded.csv", {"statement_id": "s1"}, {"statement_id": "s2"}))
    added = corpus.add(coded(tmp_path / "coded.csv", {"statement_id": "s1", "act": "condemns"}, {"statement_id": "s2"}))
    assert (added.counts["new_statements"], added.counts["ended_statements"]) == (1, 1)
    assert corpus.statements()["act"].tolist() == ["condemns", "calls_for"]
    assert corpus.versions()["n_statements"].tolist() == [2, 2]
    gone = corpus.statements(superseded=True).query("ended.notna()")
    assert gone["ended_why"].tolist() == ["superseded: its coding was corrected"]


def test_evidence_finds_its_statements_in_another_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("conflictlib.corpus._adding.SIZE", 2)
    (tmp_path / "inbox").mkdir()
    ids = [f"s{number}" for number in range(5)]
    coded(tmp_path / "inbox" / "statements.csv", *({"statement_id": key} for key in ids))
    pd.DataFrame([{"statement_id": key, "kind": "actor", "code": "EGY", "start": 0, "end": 1, "matched": "E",
                   "rule": "by hand", "negated": False} for key in [*ids, "s9"]]).to_csv(
        tmp_path / "inbox" / "evidence.csv", index=False
    )  # fmt: skip
    corpus = cl.Corpus(tmp_path / "corpus")
    told = corpus.add(tmp_path / "inbox").problems
    assert corpus.evidence()["statement_id"].tolist() == ids
    assert told["reason"].tolist() == ["1 rows of evidence are for statements that are not there"]


def test_a_table_whose_columns_are_named_later_is_read_again(tmp_path: Path) -> None:
    table = tmp_path / "talks.csv"
    pd.DataFrame({"Redebeitrag": ["Egypt called for a ceasefire on 3 May 2024."], "n": [1]}).to_csv(table, index=False)
    corpus = cl.Corpus(tmp_path / "corpus")
    assert len(corpus.add(table).problems) == 1
    named = {"text": "Redebeitrag"}
    assert corpus.add(table, columns=named).counts["new_documents"] == 1
    assert corpus.problems().empty
    assert corpus.add(table, columns=named).counts["files"] == 0


@pytest.mark.parametrize("name", ["a%20b", "[x]", "a|b", "a^b", "a\\b", "new\nline"])
def test_a_path_that_its_tables_cannot_have_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(CorpusError, match=r"its path has .*, which Delta Lake tables can't have"):
        cl.Corpus(tmp_path / name / "corpus")


@pytest.mark.parametrize("name", ["ü ö", "a #1", 'q?"x"', "%zz", "{a}", "a;b@:c&", "~a*", "<a>`'"])
def test_other_paths_do(tmp_path: Path, name: str) -> None:
    put(tmp_path / name / "inbox", 1)
    corpus = cl.Corpus(tmp_path / name / "corpus")
    assert repr(corpus.add(tmp_path / name / "inbox")) == "version 1: 1 new document, 3 new statements"
    assert_whole(corpus)
    assert corpus.whole
