"""A corpus grows page by page and is at each moment what one run over the same pages would give."""

from __future__ import annotations

import random
import shutil
from itertools import pairwise
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from made_up import assert_same, assert_whole, page, put

import conflictlib as cl
from conflictlib.corpus import CorpusError, is_corpus
from conflictlib.parameters import ParameterError

WIRES = range(12)


@pytest.fixture(scope="module")
def inbox(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("desk") / "inbox"
    for number in WIRES:
        put(folder, number)
    return folder


@pytest.fixture(scope="module")
def full(inbox: Path) -> cl.Corpus:
    corpus = cl.Corpus(inbox.parent / "full")
    corpus.add(inbox)
    return corpus


# -- invariants -----------------------------------------------------------------------------------------------------


def test_a_corpus_holds_what_loading_and_coding_give(inbox: Path, full: cl.Corpus) -> None:
    loaded = cl.load(inbox)
    coded = cl.code(loaded.documents)
    order = ["date", "doc_id", "start", "end", "cue_start", "statement_id"]
    wanted = coded.statements.sort_values(order, na_position="last").reset_index(drop=True)
    pd.testing.assert_frame_equal(full.statements()[wanted.columns], wanted)
    assert set(map(tuple, full.evidence()[["statement_id", "kind", "code", "rule"]].to_numpy())) == set(
        map(tuple, coded.evidence[["statement_id", "kind", "code", "rule"]].to_numpy())
    )
    got = full.documents().sort_values("doc_id")["text"].tolist()
    assert got == loaded.documents.sort_values("doc_id")["text"].tolist()
    assert_whole(full)


def test_adding_what_is_there_changes_nothing(inbox: Path, full: cl.Corpus) -> None:
    before = full.versions()
    added = full.add(inbox)
    assert repr(added) == "version 1: nothing new"
    assert added.version == full.version == 1
    pd.testing.assert_frame_equal(full.versions(), before)


@given(seed=st.integers(0, 10_000), cuts=st.lists(st.integers(1, 11), max_size=4))
@settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_in_whatever_order_and_portions_pages_come_the_corpus_is_the_same(
    full: cl.Corpus, inbox: Path, tmp_path_factory: pytest.TempPathFactory, seed: int, cuts: list[int]
) -> None:
    desk = tmp_path_factory.mktemp("portions")
    numbers = list(WIRES)
    random.Random(seed).shuffle(numbers)  # noqa: S311
    edges = sorted({0, *cuts, len(numbers)})
    grown = cl.Corpus(desk / "grown")
    for start, end in pairwise(edges):
        for number in numbers[start:end]:
            put(desk / "inbox", number)
        grown.add(desk / "inbox")
        assert_whole(grown)
    assert_same(grown, full)
    assert grown.version == len(edges) - 1


def test_two_retellings_are_joined_across_additions_as_in_one_run(tmp_path: Path) -> None:
    told = ("3 May 2024\n\nEgypt on Friday called for an immediate ceasefire in the valley.",
            "4 May 2024\n\nOn Friday, Egypt called for an immediate ceasefire in the valley and the hills.",
            "4 May 2024\n\nKenya called for an immediate ceasefire in the valley on Saturday.")  # fmt: skip
    grown, whole = cl.Corpus(tmp_path / "grown"), cl.Corpus(tmp_path / "whole")
    for number, text in enumerate(told):
        (tmp_path / "inbox").mkdir(exist_ok=True)
        (tmp_path / "inbox" / f"{number}.txt").write_text(text)
        grown.add(tmp_path / "inbox")
    whole.add(tmp_path / "inbox")
    assert_same(grown, whole)
    egypt = grown.statements(actors="EGY")
    assert len(egypt) >= 2 and egypt["readout_id"].nunique() < len(egypt)
    first = grown.at(1).statements(actors="EGY")
    assert (first["readout_id"] == first["statement_id"]).all(), "the old version does not know what came later"


def test_copies_of_a_page_are_joined_across_additions(tmp_path: Path) -> None:
    body = "France condemned the raid on the mill. Norway welcomed the talks at the lake. Chile rejected the plan."
    for number, day in enumerate(("3 May 2024", "4 May 2024", "5 May 2024")):
        (tmp_path / "inbox").mkdir(exist_ok=True)
        (tmp_path / "inbox" / f"{number}.txt").write_text(f"{day}\n\n{body}\n\nDesk {number} printed it.")
    grown, whole = cl.Corpus(tmp_path / "grown"), cl.Corpus(tmp_path / "whole")
    for path in sorted((tmp_path / "inbox").iterdir(), reverse=True):
        grown.add(path)
    whole.add(tmp_path / "inbox")
    assert_same(grown, whole, but=("path",))
    assert whole.statements().groupby("readout_id").size().max() == 3


@pytest.mark.parametrize("seed", range(2))
def test_retellings_and_copies_without_end_are_joined_as_in_one_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    for module in ("conflictlib.coding.readouts", "conflictlib.corpus._readouts"):
        monkeypatch.setattr(f"{module}.MANY", 4)  # what more statements say in the same words tells nothing of copies
    chance = random.Random(seed)  # noqa: S311
    pool = [f"{actor} on Friday {said}." for actor in ("Egypt", "Kenya")
            for said in ("called for a ceasefire in the valley", "called for a ceasefire in the valley and the hills",
                         "condemned the raid on the mill", "condemned the night raid on the mill")]  # fmt: skip
    (tmp_path / "inbox").mkdir()
    grown, whole = cl.Corpus(tmp_path / "grown"), cl.Corpus(tmp_path / "whole")
    for number in range(10):
        said = " ".join([*chance.sample(pool, chance.randint(2, 4)), f"Rain fell for the {number}th day."])
        text = f"{chance.choice((3, 4, 10))} May 2024\n\n{said}"
        (tmp_path / "inbox" / f"{number:02}.txt").write_text(text)
        if number % 2:
            grown.add(tmp_path / "inbox")
    gone = sorted(grown.documents()["doc_id"])[::5]
    whole.add(tmp_path / "inbox")
    assert_same(grown, whole)
    grown.remove(gone, reason="withdrawn")
    whole.remove(gone[:1], reason="withdrawn")
    whole.remove(gone[1:], reason="withdrawn")
    assert_same(grown, whole)
    assert whole.statements().groupby("readout_id").size().max() > 1


# -- pages that change -----------------------------------------------------------------------------------------------


def test_a_changed_page_is_a_new_version_and_its_old_statements_are_kept(tmp_path: Path) -> None:
    put(tmp_path / "inbox", 1)
    put(tmp_path / "inbox", 2)
    corpus = cl.Corpus(tmp_path / "corpus")
    corpus.add(tmp_path / "inbox")
    old = corpus.statements()
    put(tmp_path / "inbox", 1, more="Kenya condemned the delay.")
    added = corpus.add(tmp_path / "inbox")
    assert (added.counts["new_documents"], added.counts["ended_documents"]) == (1, 1)
    assert_whole(corpus)
    every = corpus.documents(superseded=True)
    versions = every[every["page"] == "https://example.org/wire/1 (html)"].sort_values("version")
    assert versions["version"].tolist() == [1, 2]
    assert versions["ended"].tolist() == [2, pd.NA]
    assert versions["ended_why"].iloc[0] == "superseded: the page changed, version 2 came in"
    gone = corpus.statements(superseded=True)
    gone = gone[gone["ended"].notna()]
    assert len(gone) and set(gone["statement_id"]) == set(old.loc[old["doc_id"].isin(gone["doc_id"]), "statement_id"])
    assert "Kenya" in set(corpus.statements()["source"].dropna())
    pd.testing.assert_frame_equal(corpus.at(1).statements()[old.columns], old)
    whole = cl.Corpus(tmp_path / "whole")
    whole.add(tmp_path / "inbox")
    assert_same(corpus, whole)


def test_a_page_that_is_changed_back_is_a_version_again(tmp_path: Path) -> None:
    corpus = cl.Corpus(tmp_path / "corpus")
    for more in ("", "Kenya condemned the delay.", ""):
        put(tmp_path / "inbox", 1, more=more)
        corpus.add(tmp_path / "inbox")
        assert_whole(corpus)
    assert corpus.documents()["version"].tolist() == [3]
    assert "Kenya condemned" not in corpus.documents()["text"].iloc[0]
    whole = cl.Corpus(tmp_path / "whole")
    whole.add(tmp_path / "inbox")
    assert_same(corpus, whole)


def test_an_old_version_that_still_lies_there_does_not_come_back(tmp_path: Path) -> None:
    corpus = cl.Corpus(tmp_path / "corpus")
    put(tmp_path / "inbox" / "monday", 1)
    corpus.add(tmp_path / "inbox")
    put(tmp_path / "inbox" / "tuesday", 1, more="Kenya condemned the delay.")
    corpus.add(tmp_path / "inbox")
    assert corpus.add(tmp_path / "inbox").counts.get("new_documents", 0) == 0
    put(tmp_path / "inbox" / "wednesday", 1)
    assert corpus.add(tmp_path / "inbox").version == 2
    assert "Kenya condemned" in corpus.documents()["text"].iloc[0]


def test_a_date_that_an_index_corrects_is_a_new_version(tmp_path: Path) -> None:
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    (inbox / "note.txt").write_text("Egypt called for a ceasefire on Monday.")
    (inbox / "index.csv").write_text("doc,published\nnote.txt,2024-05-06\n")
    corpus = cl.Corpus(tmp_path / "corpus")
    corpus.add(inbox)
    assert corpus.statements()["date"].tolist() == [pd.Timestamp("2024-05-06")]
    (inbox / "index.csv").write_text("doc,published\nnote.txt,2024-05-13\n")
    corpus.add(inbox)
    assert corpus.statements()["date"].tolist() == [pd.Timestamp("2024-05-13")]
    assert corpus.documents()["version"].tolist() == [2]
    (inbox / "more.txt").write_text("Qatar condemned the raid on Monday.")
    (inbox / "index.csv").write_text("doc,published\nnote.txt,2024-05-13\nmore.txt,2024-05-13\n")
    added = corpus.add(inbox)
    assert added.counts["new_documents"] == 1 and added.problems.empty
    assert_whole(corpus)


def test_an_unchanged_index_serves_the_page_that_comes_later(tmp_path: Path) -> None:
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    (inbox / "index.csv").write_text("doc,published\na.txt,2024-05-06\nb.txt,2024-05-07\n")
    (inbox / "a.txt").write_text("Egypt called for a ceasefire.")
    corpus = cl.Corpus(tmp_path / "corpus")
    told = corpus.add(inbox).problems
    assert told["reason"].tolist() == ["the index names 'b.txt', of which no document was loaded"]
    (inbox / "b.txt").write_text("Qatar condemned the raid.")
    corpus.add(inbox)
    days = dict(zip(corpus.documents()["doc"], corpus.documents()["published"], strict=True))
    assert days == {"a.txt": pd.Timestamp("2024-05-06"), "b.txt": pd.Timestamp("2024-05-07")}
    assert corpus.problems().empty


def test_another_text_under_one_name_is_no_version(tmp_path: Path) -> None:
    corpus = cl.Corpus(tmp_path / "corpus")
    for text in ("Egypt called for a ceasefire on Monday.", "The wheat harvest was poor, Chile said, and rain late."):
        (tmp_path / "today.txt").write_text(text)
        corpus.add(tmp_path / "today.txt")
    assert len(corpus.documents()) == 2
    assert corpus.documents()["version"].tolist() == [1, 1]


def test_a_broken_page_is_told_once_and_no_longer_when_it_is_mended(tmp_path: Path) -> None:
    inbox = tmp_path / "inbox"
    put(inbox, 1)
    (inbox / "broken.pdf").write_bytes(b"%PDF-1.4 cut off")
    corpus = cl.Corpus(tmp_path / "corpus")
    assert corpus.add(inbox).problems["file"].tolist() == ["inbox/broken.pdf"]
    assert corpus.add(inbox).problems.empty
    assert len(corpus.problems()) == 1
    (inbox / "broken.pdf").write_text(page(2))
    corpus.add(inbox)
    assert corpus.problems().empty
    assert len(corpus.documents()) == 2


def test_the_same_text_from_elsewhere_is_told_as_load_tells_it(tmp_path: Path) -> None:
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    (inbox / "a.txt").write_text("Egypt called for a ceasefire.")
    grown = cl.Corpus(tmp_path / "grown")
    grown.add(inbox)
    (inbox / "b.txt").write_text("Egypt called for a ceasefire.")
    told = grown.add(inbox).problems
    whole = cl.Corpus(tmp_path / "whole")
    assert told["reason"].tolist() == whole.add(inbox).problems["reason"].tolist() == [
        "b.txt: same text as a.txt, which is kept"
    ]  # fmt: skip


def test_statements_of_others_are_taken_as_they_are_and_once(tmp_path: Path) -> None:
    rows = [{"statement_id": "s1", "doc_id": "d1", "actor": "EGY", "act": "calls_for", "text": "a truce", "date": "2024-05-03",
             "coder": "hand", "note": "from the archive"}]  # fmt: skip
    pd.DataFrame(rows).to_csv(tmp_path / "coded.csv", index=False)
    corpus = cl.Corpus(tmp_path / "corpus")
    corpus.add(tmp_path / "coded.csv")
    pd.DataFrame(rows * 2).assign(statement_id=["s1", "s2"]).to_csv(tmp_path / "coded.csv", index=False)
    assert corpus.add(tmp_path / "coded.csv").counts["new_statements"] == 1
    found = corpus.statements()
    assert found["statement_id"].tolist() == ["s1", "s2"]
    assert found["coder"].tolist() == ["hand", "hand"]
    assert found["note"].tolist() == ["from the archive"] * 2


# -- reading ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "choice",
    [
        {"start": "2024-05-04", "end": "2024-05-08"},
        {"actors": "EGY,KEN"},
        {"themes": ["ceasefire"]},
        {"acts": "condemns", "start": "2024-05-02"},
        {"themes": "ceasefire,hostages", "actors": ["QAT"], "columns": ["text", "actor"]},
    ],
)
def test_a_choice_is_what_pandas_would_choose(full: cl.Corpus, choice: dict[str, object]) -> None:
    every = full.statements()
    kept = pd.Series(True, index=every.index)
    kept &= every["date"] >= str(choice["start"]) if "start" in choice else True
    kept &= every["date"] <= str(choice["end"]) if "end" in choice else True
    for name, column in (("actors", "actor"), ("acts", "act")):
        codes = choice.get(name)
        if codes:
            kept &= every[column].isin(codes.split(",") if isinstance(codes, str) else codes)  # type: ignore[arg-type]
    themes = choice.get("themes")
    if themes:
        codes = set(themes.split(",") if isinstance(themes, str) else themes)  # type: ignore[call-overload]
        kept &= every["themes"].map(lambda has: bool(codes & set(has)))
    found = full.statements(**choice)  # type: ignore[arg-type]
    wanted = every.loc[kept, choice.get("columns", every.columns)].reset_index(drop=True)  # type: ignore[call-overload]
    pd.testing.assert_frame_equal(found, wanted, check_like=False)
    assert 0 < len(found) < len(every)


def test_notebooks_open_a_corpus_by_its_path(full: cl.Corpus) -> None:
    assert is_corpus(full.path)
    opened = cl.open_statements(full.path, actors="EGY")
    pd.testing.assert_frame_equal(opened, full.statements(actors="EGY"))
    assert opened.attrs["source"] == f"{len(opened)} statements of full, version 1"


def test_an_empty_corpus_has_empty_tables(tmp_path: Path) -> None:
    corpus = cl.Corpus(tmp_path / "corpus")
    assert repr(corpus) == "<Corpus corpus: empty>"
    assert corpus.documents().empty and corpus.statements().empty and corpus.evidence().empty
    assert corpus.versions().empty and corpus.problems().empty
    assert not corpus.path.exists(), "to look is not to make"


def test_other_programs_read_the_tables(full: cl.Corpus) -> None:
    import pyarrow.parquet as pq

    table = full.table("statements")
    assert sum(pq.read_metadata(Path(table.table_uri.removeprefix("file://"), Path(uri).name)).num_rows
               for uri in table.file_uris()) == len(full.statements(superseded=True))  # fmt: skip


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda c: c.statements(start="May"), "start is 'May'; allowed is a day as YYYY-MM-DD or ''"),
        (lambda c: c.statements(actors="EGYPT"), "actors has 'EGYPT' (did you mean 'EGY'?); allowed are codes of the "
                                                 "codebook's actors.csv"),
        (lambda c: c.statements(columns=["txt"]), None),
        (lambda c: c.at(7), "version is 7; the corpus full has versions 1 to 1, since"),
        (lambda c: c.at(""), "version is ''; allowed are a number and a day as YYYY-MM-DD"),
        (lambda c: c.at("2001-01-01"), "version is '2001-01-01'; the corpus full has versions 1 to 1, since"),
        (lambda c: c.remove("nonesuch", reason="asked for"), "documents has 'nonesuch'; allowed are the doc_id, file "
                                                             "or address of one that counts"),
        (lambda c: c.remove("nonesuch", reason=" "), "reason is ''; allowed is a text that says why"),
        (lambda c: c.table("events"), "name is 'events'; allowed are documents, statements, evidence, problems, files"),
    ],
)  # fmt: skip
def test_a_wrong_argument_is_named(full: cl.Corpus, call: object, message: str | None) -> None:
    with pytest.raises(ParameterError) as caught:
        call(full)  # type: ignore[operator]
    assert str(caught.value).startswith(message or "columns has 'txt'; statements has statement_id, doc_id")


def test_a_folder_of_other_things_is_no_corpus(tmp_path: Path, inbox: Path) -> None:
    with pytest.raises(CorpusError, match="is no corpus and holds other files"):
        cl.Corpus(inbox)
    with pytest.raises(CorpusError, match="that is a file; a corpus is a folder"):
        cl.Corpus(inbox / "wire-0001.html")


def test_the_corpus_is_not_read_into_itself(full: cl.Corpus) -> None:
    with pytest.raises(ValueError, match=r"that is a corpus; open it by Corpus\(path\)"):
        full.add(full.path)
    with pytest.raises(CorpusError, match="that is the corpus itself, or a folder in it"):
        full.add(full.path / "documents")


# -- history ---------------------------------------------------------------------------------------------------------


def test_a_removed_page_counts_no_longer_and_does_not_come_back(tmp_path: Path) -> None:
    for number in (1, 2, 3):
        put(tmp_path / "inbox", number)
    corpus = cl.Corpus(tmp_path / "corpus")
    corpus.add(tmp_path / "inbox")
    gone = corpus.documents()["doc_id"].iloc[0]
    removed = corpus.remove(gone, reason="the desk withdrew it")
    assert removed.version == 2 and removed.counts["ended_documents"] == 1
    assert_whole(corpus)
    assert gone not in set(corpus.documents()["doc_id"])
    kept = corpus.documents(superseded=True).set_index("doc_id").loc[gone]
    assert (kept["ended"], kept["ended_why"]) == (2, "removed: the desk withdrew it")
    shutil.copyfile(tmp_path / "inbox" / kept["doc"], tmp_path / "inbox" / "again.html")
    told = corpus.add(tmp_path / "inbox").problems
    assert told["reason"].tolist() == ["again.html: it was removed: the desk withdrew it"]
    assert told["kind"].tolist() == ["note"]
    assert len(corpus.documents()) == 2 and len(corpus.at(1).documents()) == 3
    assert corpus.versions()["action"].tolist() == ["add", "remove", "add"]


def test_days_of_versions_are_those_of_the_clock(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    corpus = cl.Corpus(tmp_path / "corpus")
    for number, day in enumerate((1, 8, 15), 1):
        moment = pd.Timestamp(f"2026-11-{day:02}T06:00:00Z")
        monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(moment.timestamp())))
        put(tmp_path / "inbox", number)
        corpus.add(tmp_path / "inbox")
    assert corpus.versions()["made_at"].tolist() == [f"2026-11-{day:02}T06:00:00Z" for day in (1, 8, 15)]
    assert [corpus.at(day).version for day in ("2026-11-01", "2026-11-07", "2026-11-08", "2026-12-24")] == [1, 1, 2, 3]
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "yesterday")
    put(tmp_path / "inbox", 4)
    with pytest.raises(ParameterError, match="SOURCE_DATE_EPOCH is 'yesterday'; allowed are whole seconds since 1970"):
        corpus.add(tmp_path / "inbox")
    assert corpus.version == 3


def test_an_old_version_is_only_read(full: cl.Corpus) -> None:
    assert not {"add", "remove", "recode", "compact"} & set(dir(full.at(1)))
    assert repr(full.at(1)) == repr(full)


def test_compacting_joins_files_and_keeps_the_history(tmp_path: Path) -> None:
    corpus = cl.Corpus(tmp_path / "corpus")
    for number in (1, 2, 3):
        put(tmp_path / "inbox", number)
        corpus.add(tmp_path / "inbox")
    before, n_files = corpus.statements(), len(corpus.table("statements").file_uris())
    corpus.compact()
    assert len(corpus.table("statements").file_uris()) == 1 < n_files
    assert corpus.version == 3 and corpus.versions()["version"].tolist() == [1, 2, 3]
    pd.testing.assert_frame_equal(corpus.statements(), before)
    assert len(corpus.at(1).documents()) == 1
    corpus.compact(forget=True)
    pd.testing.assert_frame_equal(corpus.statements(), before)
    with pytest.raises(CorpusError, match="version 1 of its documents is no longer there"):
        corpus.at(1).documents()
    put(tmp_path / "inbox", 4)
    corpus.add(tmp_path / "inbox")
    assert_whole(corpus)
