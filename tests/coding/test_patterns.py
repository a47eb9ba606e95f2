"""Patterns over words: what they match, and that every pattern matches what it spells out."""

from __future__ import annotations

from fnmatch import fnmatchcase

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conflictlib.coding.patterns import Match, Patterns, longest, spelled_out

WORDS = st.text(alphabet="abcde", min_size=1, max_size=4)
PHRASES = st.lists(WORDS, min_size=1, max_size=5)
CHOICES = st.lists(WORDS, min_size=1, max_size=3).map(lambda words: "{" + ",".join(words) + "}")


def ends(pattern: str, words: str, **options: object) -> list[int]:
    return [m.last for m in Patterns([(pattern, "x")]).find(words.split(), **options) if m.first == 0]  # type: ignore[arg-type]


@given(PHRASES)
def test_a_phrase_matches_itself(words: list[str]) -> None:
    assert Match(0, len(words), "x", " ".join(words)) in Patterns([(" ".join(words), "x")]).find(words)


@given(WORDS, st.text(alphabet="abc*?", min_size=2, max_size=4).filter(lambda glob: glob.strip("*?")))
def test_a_glob_matches_what_fnmatch_says(word: str, glob: str) -> None:
    assert bool(Patterns([(glob, "x")]).find([word])) == fnmatchcase(word, glob)


@given(st.lists(st.one_of(WORDS, CHOICES), min_size=1, max_size=4).map(" ".join))
def test_a_pattern_matches_everything_that_it_spells_out(pattern: str) -> None:
    patterns = Patterns([(pattern, "x")])
    for plain in spelled_out(pattern):
        words = plain.split()
        assert Match(0, len(words), "x", pattern) in patterns.find(words)


@given(st.lists(st.one_of(WORDS, CHOICES), min_size=1, max_size=3).map(" ".join), PHRASES)
def test_a_pattern_matches_nothing_else(pattern: str, words: list[str]) -> None:
    plain = {tuple(spelled.split()) for spelled in spelled_out(pattern)}
    for match in Patterns([(pattern, "x")]).find(words):
        assert tuple(words[match.first : match.last]) in plain


@pytest.mark.parametrize(
    ("pattern", "words", "found"),
    [
        ("halt to {,the} war", "halt to war", [3]),
        ("halt to {,the} war", "halt to the war", [4]),
        ("halt to {,the} war", "halt to a war", []),
        ("{,deep} concern", "deep concern", [2]),
        ("recogni{s,z}e", "recognize", [1]),
        ("{take part,join} in", "take part in", [3]),
        ("end ... war", "end this long and costly war", [6]),
        ("end ... war", "end this long and very costly war", []),
        ("end ... war", "end it , war", []),
        ("end ... war", "end egypt 's war", [4]),
        ("end * war", "end , war", []),
    ],
)
def test_words_to_choose_from_and_gaps(pattern: str, words: str, found: list[int]) -> None:
    assert ends(pattern, words) == found


def test_an_actor_is_matched_by_its_place_only() -> None:
    assert ends("@actor must", "chad must", actors={0}) == [2]
    assert ends("@actor must", "chad must") == []
    assert ends("tell @actor", "tell chad", actors={1}) == [2]


def test_a_match_at_the_edge_of_a_longer_one_does_not_count() -> None:
    patterns = Patterns([("halt to ... fighting", "truce"), ("fighting", "war"), ("aid", "aid")])
    assert [m.code for m in longest(patterns.find("a halt to the fighting".split()))] == ["truce"]
    assert [m.code for m in longest(patterns.find("a halt to aid by fighting".split()))] == ["truce", "aid"]
