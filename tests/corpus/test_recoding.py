"""After a change of the codebook the corpus is what coding all of it anew would give; only what it touches is coded."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from made_up import assert_same, assert_whole, put

import conflictlib as cl
from conflictlib.codebook import FILES, Codebook, shipped_codebook
from conflictlib.corpus import CorpusError
from conflictlib.corpus._codebooks import kept
from conflictlib.corpus._touches import searched, touches
from conflictlib.shipped import folder

THEME = {"code": "road", "label": "road", "definition": "The road.", "patterns": "lorries; the road; border"}


def changed(target: Path, name: str, change: object) -> Codebook:
    """Return the shipped codebook with one of its tables changed."""
    target.mkdir(parents=True, exist_ok=True)
    table = getattr(shipped_codebook(), name).copy()
    table = change(table)  # type: ignore[operator]
    table.to_csv(target / f"{name}.csv", index=False)
    return Codebook.read(target)


def more(row: dict[str, str]) -> object:
    return lambda table: pd.concat([table, pd.DataFrame([{c: row.get(c, "") for c in table.columns}])])


def without(column: str, value: str) -> object:
    return lambda table: table[table[column] != value]


def pattern(code: str, given: str) -> object:
    def put_in(table: pd.DataFrame) -> pd.DataFrame:
        here = table["code"] == code
        table.loc[here, "patterns"] = table.loc[here, "patterns"] + "; " + given
        return table

    return put_in


CHANGES = {
    "a new theme": ("themes", more(THEME)),
    "a theme less": ("themes", without("code", "ceasefire")),
    "a theme's new words": ("themes", pattern("hostages", "{night,nights} of {shelling,}; lorr* ... crossing")),
    "an act's new words": ("acts", pattern("demands", "{watch,watched} the road")),
    "an actor's name less": ("aliases", without("alias", "Egypt")),
    "an actor's new name": ("aliases", more({"alias": "Observers", "code": "UN", "kind": "name", "use": "actor"})),
    "a cue less": ("cues", without("cue", "reject")),
    "an office": ("offices", more({"person": "Ada Voss", "pronoun": "she", "office": "President", "kind": "head_of_state",
                                   "actor": "CHL", "from": "2024-01-01"})),
    "definitions only": ("themes", lambda table: table.assign(definition="Otherwise put.")),
}  # fmt: skip


NOBODY = ("an office", "an actor's new name")  # that anyone on these pages bears


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder with pages, and a corpus of them to be copied."""
    desk = tmp_path_factory.mktemp("desk")
    for number in range(12):
        put(desk / "inbox", number)
    cl.Corpus(desk / "corpus").add(desk / "inbox")
    return desk


@pytest.mark.parametrize("change", CHANGES)
def test_recoding_gives_what_one_run_with_the_new_codebook_gives(desk: Path, tmp_path: Path, change: str) -> None:
    name, how = CHANGES[change]
    book = changed(tmp_path / "book", name, how)
    shutil.copytree(desk / "corpus", tmp_path / "corpus")
    shutil.copytree(desk / "inbox", tmp_path / "inbox")
    corpus, whole = cl.Corpus(tmp_path / "corpus"), cl.Corpus(tmp_path / "whole")
    before = corpus.statements()
    recoded = corpus.recode(book)
    whole.add(tmp_path / "inbox", codebook=book)
    assert_same(corpus, whole)
    assert_whole(corpus)
    assert corpus.codebook.digest == book.digest
    pd.testing.assert_frame_equal(corpus.at(1).statements(), before)
    if change == "definitions only":
        assert corpus.versions()["what"].iloc[-1].endswith("0 of 12 documents coded anew")
        assert recoded.counts.get("new_statements", 0) == 0
    else:
        gone = corpus.statements(superseded=True)
        assert change in NOBODY or gone["ended_why"].dropna().str.startswith("recoded: codebook").any()


def test_only_what_the_change_can_touch_is_coded(desk: Path, tmp_path: Path) -> None:
    shutil.copytree(desk / "corpus", tmp_path / "corpus")
    corpus = cl.Corpus(tmp_path / "corpus")
    corpus.recode(changed(tmp_path / "book", "themes", pattern("hostages", "border")))
    told = corpus.versions()["what"].iloc[-1]
    n = corpus.documents()["text"].str.contains("border").sum()
    assert told.endswith(f"{n} of 12 documents coded anew") and 0 < n < 12


def test_the_same_codebook_again_changes_nothing(desk: Path, tmp_path: Path) -> None:
    shutil.copytree(desk / "corpus", tmp_path / "corpus")
    corpus = cl.Corpus(tmp_path / "corpus")
    assert corpus.recode().version == 1
    assert corpus.recode(everything=True).version == 2
    assert corpus.versions()[["new_statements", "ended_statements"]].iloc[-1].tolist() == [0, 0]
    assert_same(corpus, cl.Corpus(desk / "corpus"))


def test_another_codebook_is_not_mixed_in(desk: Path, tmp_path: Path) -> None:
    book = changed(tmp_path / "book", "themes", more(THEME))
    with pytest.raises(CorpusError, match=r"it was coded by codebook \w{12}, not by \w{12}; recode it first, then add"):
        cl.Corpus(desk / "corpus").add(desk / "inbox", codebook=book)


def test_a_corpus_keeps_its_codebook_although_the_shipped_one_moves_on(desk: Path, tmp_path: Path) -> None:
    book = changed(tmp_path / "book", "themes", more(THEME))
    corpus = cl.Corpus(tmp_path / "corpus")
    corpus.add(desk / "inbox", codebook=book)
    put(tmp_path / "inbox", 30)
    corpus.add(tmp_path / "inbox")
    assert len(set(corpus.statements()["coder"])) == 1
    assert len(corpus.statements(themes="road"))
    assert len(cl.open_statements(corpus.path, themes="road"))
    themes = corpus.path / "codebooks" / book.digest / "themes.csv"
    themes.write_text(themes.read_text().replace("The road.", "The lane."))
    with pytest.raises(CorpusError, match="was changed by hand"):
        corpus.add(tmp_path / "inbox")


def test_a_codebook_that_was_kept_before_there_were_memberships_is_the_same_still(tmp_path: Path) -> None:
    files = {name: folder("codebooks") / f"{name}.csv" for name in FILES if name != "memberships"}
    digest = hashlib.sha256(b"".join(name.encode() + path.read_bytes() for name, path in files.items())).hexdigest()
    (tmp_path / "codebooks" / digest).mkdir(parents=True)
    for path in files.values():
        shutil.copy(path, tmp_path / "codebooks" / digest)
    assert kept(tmp_path, digest).digest == digest
    assert len(kept(tmp_path, digest).memberships) > 200


@given(st.data())
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_document_that_a_pattern_matches_is_touched_by_it(data: st.DataObject) -> None:
    from conflictlib.coding.patterns import Patterns, patterns_of
    from conflictlib.coding.text import read_text
    from conflictlib.corpus._touches import _needed_by

    cells = pd.concat([shipped_codebook().themes["patterns"], shipped_codebook().acts["patterns"]])
    one = data.draw(st.sampled_from([p.strip("[]() ") for cell in cells for p in patterns_of(cell)]))
    words = [
        word
        for place in one.replace("{", " ").replace("}", " ").replace(",", " ").split()
        for word in [place.strip("*")]
    ]
    filler = st.sampled_from([*words, "the", "old", "A", "a.b.", "—", "’s", "ÉTÉ", "been"])
    text = " ".join(data.draw(st.lists(filler, min_size=1, max_size=12)))
    found = Patterns([(one, "x")]).find(read_text(text).lower)
    needed = _needed_by(one)
    page = pd.DataFrame([{"text": text, "title": "", "url": "", "publisher": "", "author": "", "doc": ""}])
    if found and needed is not None:
        assert any(word in searched(page).iloc[0] for word in needed), (one, needed)


def test_what_cant_be_told_may_touch_all(tmp_path: Path) -> None:
    old = shipped_codebook()
    words = changed(tmp_path / "words", "words", lambda t: t.assign(words=t["words"] + " indeed"))
    order = changed(tmp_path / "order", "themes", lambda t: t.iloc[::-1])
    assert touches(old, words) is None and touches(old, order) is None
    assert touches(old, old) == frozenset()
    assert touches(old, changed(tmp_path / "deeds", "deeds", lambda t: t.iloc[:1])) == frozenset()
    book = folder("codebooks")
    assert touches(old, Codebook.read(book)) == frozenset()
