"""Tokens, matching and intervals: what every measure rests on."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conflictlib.evaluation.comparison import Count, document_name
from conflictlib.evaluation.figures import figures
from conflictlib.evaluation.matching import pair_off
from conflictlib.evaluation.tokens import Tokens, bag, is_communication, share_within

TEXTS = st.text(alphabet=st.sampled_from("abZé1 .,-'’\"“”:\n"), max_size=60)


@given(TEXTS, st.lists(st.tuples(st.integers(-3, 63), st.integers(-3, 63)), max_size=4))
def test_tokens_within_spans_are_those_of_their_characters(text: str, spans: list[tuple[int, int]]) -> None:
    spans = [(min(s), max(s)) for s in spans]
    tokens = Tokens(text)
    by_character = {
        i for a, b in spans for place in range(a, b) for i in tokens.within([(place, place + 1)], marks=True)
    }
    whole = tokens.within([(0, len(text))], marks=True)
    assert by_character <= tokens.within(spans, marks=True) <= whole
    assert tokens.within(spans) <= tokens.within(spans, marks=True)
    assert tokens.within([s for s in spans if s[0] < s[1]], marks=True) == by_character


@given(TEXTS)
def test_a_text_is_quoted_inside_its_double_marks_only(text: str) -> None:
    tokens = Tokens(text.replace('"', "").replace("“", "").replace("”", ""))
    assert tokens.quotation(tokens.within([(0, len(text))])) == "indirect"


def test_words_marks_and_quotations_by_hand() -> None:
    text = 'He said: “It\'s twenty-one.” "No\n way" ended it.'
    tokens = Tokens(text)
    assert len(tokens.within([(0, len(text))])) == 8  # He said It's twenty-one No way ended it
    assert len(tokens.within([(0, 10)], marks=True)) == 4  # with the colon, and the mark that the span ends in
    assert not tokens.within([(2, 3)], marks=True)  # a blank touches neither the word before nor the one behind
    assert tokens.quotation(tokens.within([(10, 26)])) == "direct"
    assert tokens.quotation(tokens.within([(3, 26)])) == "mixed"
    assert tokens.quotation(tokens.within([(33, 36)])) == "indirect"  # a quotation ends with its line


@pytest.mark.parametrize(
    ("cue", "answer"),
    [("said", True), ("has announced", True), ("according to", True), (":", True), ("announc", False),
     ("re-states", True), ("believes", False), ("essay", False), ("", False), ("TOLD", True)],
)  # fmt: skip
def test_verbs_of_communication(cue: str, answer: bool) -> None:
    assert is_communication(cue) is answer


def test_bags_of_words() -> None:
    assert bag("To talk, TO act") == {"to": 2, "talk": 1, "act": 1}
    assert share_within(bag("to to talk"), bag("to talk")) == pytest.approx(2 / 3)
    assert share_within(bag(""), bag("to talk")) == 0


@given(st.lists(st.tuples(st.floats(0, 1), st.integers(0, 5), st.integers(0, 5)), max_size=20))
def test_pairs_are_one_to_one_and_none_is_left_that_could_be_paired(candidates: list[tuple[float, int, int]]) -> None:
    pairs = pair_off(candidates)
    assert set(pairs) <= {(i, j) for _, i, j in candidates}
    gold, predicted = {i for i, _ in pairs}, {j for _, j in pairs}
    assert len(gold) == len(predicted) == len(pairs)
    assert all(i in gold or j in predicted for _, i, j in candidates)


def test_the_likest_are_paired_first() -> None:
    assert pair_off([(0.5, 0, 0), (0.9, 0, 1), (0.6, 1, 1)]) == [(0, 1)]
    assert pair_off([(0.5, 0, 0), (0.5, 1, 0), (0.5, 1, 1)]) == [(1, 1), (0, 0)]


@pytest.mark.parametrize(
    ("given_name", "name"),
    [("p01.txt", "p01"), ("a/b/p02.html", "p02"), ("v1.2", "v1.2"), ("notes.md", "notes"), ("x.htm", "x"), (7, "7")],
)
def test_documents_go_by_their_name_without_folder_and_ending(given_name: object, name: str) -> None:
    assert document_name(given_name) == name


# -- figures and intervals --------------------------------------------------------------------------------------


def test_figures_by_hand() -> None:
    counts = [Count("found", "a", 2, 4, 2, 3), Count("found", "b", 0, 0, 0, 1), Count("found", "c", 1, 1, 1, 4)]
    row = figures(counts, ["a", "b", "c"], draws=100).iloc[0]
    assert (row["precision"], row["recall"], row["f1"]) == (60.0, 37.5, 46.2)
    assert (row["n_right_predicted"], row["n_predicted"], row["n_right_gold"], row["n_gold"]) == (3, 5, 3, 8)


def test_one_document_right_and_one_wrong_leave_everything_open() -> None:
    counts = [Count.share("found", "a", 1, 1), Count.share("found", "b", 0, 1)]
    row = figures(counts, ["a", "b"], draws=400).iloc[0]
    assert (row["f1"], row["f1_low"], row["f1_high"]) == (50.0, 0.0, 100.0)


def test_documents_that_are_all_alike_leave_nothing_open() -> None:
    counts = [Count("found", doc, 1, 2, 1, 3) for doc in "abcd"]
    row = figures(counts, list("abcd"), draws=200).iloc[0]
    assert (row["precision_low"], row["precision"], row["precision_high"]) == (50.0, 50.0, 50.0)
    assert (row["recall_low"], row["recall"], row["recall_high"]) == (33.3, 33.3, 33.3)


def test_one_document_has_no_interval() -> None:
    row = figures([Count("found", "a", 1, 2, 1, 3)], ["a"], draws=100).iloc[0]
    assert row["f1"] == 40.0
    assert row[["precision_low", "recall_high", "f1_low"]].isna().all()


def test_a_draw_without_denominator_is_left_out_of_the_interval() -> None:
    counts = [Count("found", "a", 1, 1, 1, 1), Count("found", "b", 0, 0, 0, 1)]
    row = figures(counts, ["a", "b"], draws=400).iloc[0]
    assert (row["precision"], row["precision_low"], row["precision_high"]) == (100.0, 100.0, 100.0)
    assert (row["recall"], row["recall_low"], row["recall_high"]) == (50.0, 0.0, 100.0)


def test_a_pair_on_two_documents_counts_as_often_as_both_are_drawn() -> None:
    counts = [Count("pairs", "a", 1, 1, 1, 1, "b"), Count("pairs", "a", 0, 1, 0, 1, "c")]
    row = figures(counts, ["a", "b", "c"], draws=400).iloc[0]
    assert (row["f1"], row["f1_low"], row["f1_high"]) == (50.0, 0.0, 100.0)  # b without c, or c without b


COUNTS = st.lists(
    st.tuples(st.integers(0, 9), st.integers(0, 9), st.integers(0, 9)).map(lambda n: (n[0], n[0] + n[1], n[0] + n[2])),
    min_size=8,
    max_size=15,
)


@settings(max_examples=25)
@given(COUNTS)
def test_an_interval_holds_its_figure_and_the_same_counts_give_it_again(numbers: list[tuple[int, int, int]]) -> None:
    counts = [Count("found", f"d{i}", hit, given_, hit, gold) for i, (hit, given_, gold) in enumerate(numbers)]
    documents = [f"d{i}" for i in range(len(counts))]
    table = figures(counts, documents, draws=200)
    assert table.equals(figures(counts, documents, draws=200))
    row = table.iloc[0]
    for name in ("precision", "recall", "f1"):
        if row[name] > 0:
            assert row[f"{name}_low"] <= row[name] <= row[f"{name}_high"]


def test_rounding_is_that_of_print() -> None:
    row = figures([Count("found", "a", 7, 2000, 7, 2000)], ["a", "b"], draws=100).iloc[0]
    assert row["precision"] == float(f"{100 * 7 / 2000:.1f}") == 0.3
