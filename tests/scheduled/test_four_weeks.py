"""Four weeks of a desk, with all that goes wrong, come to what one run over the same pages gives."""

from __future__ import annotations

import json

import pytest
from four_weeks import Desk, play, run

import conflictlib as cl
from conflictlib import schema
from conflictlib.codebook import Codebook


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    return play(tmp_path_factory.mktemp("four weeks"))


def new_of(desk: Desk, number: int) -> set[str]:
    """Return the files from which the new statements of a report come."""
    corpus = desk.corpus.at(
        json.loads((desk.reports[number].folder / "manifest.json").read_text())["corpus"]["version"]
    )
    ids = {row["statement_id"] for row in desk.reports[number].changes["statements"]}  # type: ignore[attr-defined]
    statements = corpus.statements()
    return set(statements.loc[statements["statement_id"].isin(ids), "doc"])


def arrived(desk: Desk, first: int, last: int) -> set[str]:
    """Return the pages that arrived from one day to another, without those that are none or repeat one."""
    names = {name for day in range(first, last + 1) for name in desk.arrived[day]}
    return names - {"broken.pdf", "wire-006-again.html"}


def test_the_corpus_is_that_of_one_run_over_the_same_pages(desk: Desk) -> None:
    whole = cl.Corpus(desk.home / "whole")
    whole.add(desk.home / "inbox", codebook=Codebook.read(desk.home / "codebook"))
    whole.remove(desk.removed, reason="the wire withdrew it")
    for name, table in (("documents", schema.DOCUMENTS), ("statements", schema.STATEMENTS), ("evidence", schema.EVIDENCE),
                        ("problems", schema.PROBLEMS)):  # fmt: skip
        one, other = (getattr(corpus, name)()[table.names] for corpus in (desk.corpus, whole))
        assert one.to_csv() == other.to_csv(), name
    assert len(desk.corpus.documents()) == 28 * 2 + 3 - 1
    assert len(desk.corpus.problems()) == 2  # the broken one and the copy


@pytest.mark.parametrize("number", range(4))
def test_each_report_can_be_made_again_byte_for_byte(desk: Desk, number: int) -> None:
    status, out = run("report", "--again", desk.reports[number].folder / "manifest.json")
    assert status == 0 and "nothing differs" in out, out


def test_the_reports_are_four_and_the_last_is_the_latest(desk: Desk) -> None:
    there = desk.home / "reports" / "weekly"
    runs = [path for path in there.iterdir() if path.is_dir() and path.name not in ("latest", "again")]
    assert {path.resolve() for path in runs} == {made.folder for made in desk.reports} and len(runs) == 4
    assert (there / "latest").resolve() == desk.reports[-1].folder
    days = [json.loads((made.folder / "manifest.json").read_text())["parameters"] for made in desk.reports]
    assert [day["start"] for day in days] == ["2026-11-02", "2026-11-09", "2026-11-16", "2026-11-23"]
    assert [day["end"] for day in days] == ["2026-11-08", "2026-11-15", "2026-11-22", "2026-11-29"]


def test_the_first_report_has_nothing_before_it(desk: Desk) -> None:
    changes = desk.reports[0].changes
    assert changes["first_report"] and changes["positions"] == []


def test_what_is_new_is_what_arrived(desk: Desk) -> None:
    assert new_of(desk, 1) == arrived(desk, 7, 13)  # the corrected page among them, for its new sentence
    assert new_of(desk, 2) == arrived(desk, 14, 20)
    assert new_of(desk, 3) == arrived(desk, 21, 27)


def test_the_corrected_page_has_one_new_statement_and_loses_none(desk: Desk) -> None:
    changes = desk.reports[1].changes
    counts = changes["counts"]
    from_it = [row for row in changes["statements"] if row["doc"] == "wire-008.html"]  # type: ignore[attr-defined]
    assert [row["actor"] for row in from_it] == ["NOR"]
    assert counts["withdrawn"] == 0 and counts["moved"] > 0  # type: ignore[index]
    old = desk.corpus.documents(superseded=True)
    versions = old[old["page"] == "https://example.org/wire/8 (html)"].sort_values("version")
    assert versions["version"].tolist() == [1, 2]
    assert versions["ended_why"].iloc[0] == "superseded: the page changed, version 2 came in"


def test_an_actor_is_seen_for_the_first_time_in_its_week(desk: Desk) -> None:
    seen = [[row["actor"] for row in made.changes["actors"]] for made in desk.reports]  # type: ignore[attr-defined]
    assert "ISL" in seen[1] and "ISL" not in seen[2] + seen[3]


def test_kenya_turned_round_with_the_sentence_that_shows_it(desk: Desk) -> None:
    turned = [[(row["actor"], row["theme"], row["from"], row["to"]) for row in made.changes["positions"]  # type: ignore[attr-defined]
               if row["kind"] == "turned"] for made in desk.reports]  # fmt: skip
    assert turned == [[], [], [("KEN", "ceasefire", "for", "against")], []]
    page = (desk.reports[2].folder / "changes.html").read_text(encoding="utf-8")
    assert "Kenya" in page and "ceasefire in the valley" in page
    (row,) = (row for row in desk.reports[2].changes["positions"] if row["kind"] == "turned")  # type: ignore[attr-defined]
    assert row["date"] == "2026-11-18"


def test_what_came_of_the_pages_is_told(desk: Desk) -> None:
    pages = [made.changes.get("pages") for made in desk.reports]
    assert pages[0] is None
    counts = [(each["new"], len(each["corrected"]), len(each["removed"])) for each in pages[1:]]  # type: ignore[index]
    assert counts == [(15, 1, 0), (15, 0, 1), (14, 0, 0)]
    assert [row["doc"] for row in pages[1]["corrected"]] == ["wire-008.html"]  # type: ignore[index]
    assert [(row["doc"], row["why"]) for row in pages[2]["removed"]] == [("wire-011.html", "the wire withdrew it")]  # type: ignore[index]


def test_the_removed_page_is_told_with_the_reason(desk: Desk) -> None:
    gone = desk.reports[2].changes["withdrawn"]
    assert {row["doc"] for row in gone} == {"wire-011.html"}  # type: ignore[attr-defined]
    assert {row["ended_why"] for row in gone} == {"removed: the wire withdrew it"}  # type: ignore[attr-defined]


def test_the_change_of_the_codebook_is_told(desk: Desk) -> None:
    recoded = desk.reports[3].changes["recoded"]
    assert recoded and {row["what"] for row in recoded} == {"themes"}  # type: ignore[attr-defined]
    assert all("crossing" in row["to"] for row in recoded)  # type: ignore[attr-defined]
    assert [len(made.changes["recoded"]) for made in desk.reports[:3]] == [0, 0, 0]  # type: ignore[arg-type]


def test_nothing_of_the_killed_run_is_left(desk: Desk) -> None:
    assert not list((desk.home / "reports" / "weekly").glob(".*.tmp"))
    assert any("was killed" in line for line in desk.told)
