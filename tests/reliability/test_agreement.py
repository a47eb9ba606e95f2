"""Agreement: published examples first, then invariants, cases by hand, and whatever hypothesis thinks of."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conflictlib.parameters import ParameterError
from conflictlib.reliability import agreement, read_codings
from conflictlib.reliability import coefficients as co
from conflictlib.reliability.codes import codes_of
from conflictlib.schema import TableError

MISSING = None


@pytest.fixture(scope="module")
def codings() -> pd.DataFrame:
    return read_codings("sample")


@pytest.fixture(scope="module")
def agreed(codings: pd.DataFrame) -> pd.DataFrame:
    return agreement(codings, draws=100)


def by_hand(*rows: tuple[str, str, str | None, str | None]) -> pd.DataFrame:
    """Codings from (statement, coder, act, themes)."""
    table = pd.DataFrame(rows, columns=["statement_id", "coder", "act", "themes"])
    return table.assign(themes=[cell.split() if isinstance(cell, str) else None for cell in table["themes"]])


def counts_of(coders: list[list[int | None]], values: int) -> np.ndarray:
    """Counts by unit and value from a row of values per coder."""
    units = list(zip(*coders, strict=True))
    return np.array([[sum(value == k for value in unit) for k in range(1, values + 1)] for unit in units], dtype=float)


#: Four observers, twelve units, five values: Krippendorff (2011), Computing Krippendorff's Alpha-Reliability, part C;
#: the same data stand as cac.raw4raters in Gwet's package irrCAC.
FOUR = counts_of([
    [1, 2, 3, 3, 2, 1, 4, 1, 2, MISSING, MISSING, MISSING],
    [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, MISSING, 3],
    [MISSING, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, MISSING],
    [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, MISSING],
], 5)  # fmt: skip


# Published examples


def test_alpha_of_krippendorff_2011() -> None:
    assert round(co.alpha(FOUR, co.different(5)), 3) == 0.743


def test_ac1_of_gwet_2014_four_raters() -> None:
    assert round(float(co.ac1s(FOUR)(np.ones((1, 12)))[0]), 5) == 0.77544


def test_ac1_of_gwet_2014_two_abstractors() -> None:
    table = [[13, 0, 0], [0, 20, 7], [0, 4, 56]]  # cont3x3abstractors of irrCAC
    rows = [np.eye(3)[i] + np.eye(3)[j] for i in range(3) for j in range(3) for _ in range(table[i][j])]
    assert round(float(co.ac1s(np.array(rows))(np.ones((1, len(rows))))[0]), 5) == 0.84933


def test_ac1_where_kappa_is_a_paradox() -> None:
    counts = np.array([[2, 0]] * 118 + [[1, 1]] * 7, dtype=float)  # 118, 5, 2 and 0 of 125: Gwet (2002)
    assert round(float(co.ac1s(counts)(np.ones((1, 125)))[0]), 2) == 0.94
    assert co.alpha(counts, co.different(2)) < 0


@pytest.mark.parametrize(
    ("one", "other", "distance"),
    [
        ("abc", "abc", 0), ("", "", 0),
        ("ab", "abc", 1 - 2 / 3 * 2 / 3), ("a", "ab", 1 - 1 / 2 * 2 / 3),  # one holds the other: 2/3
        ("abc", "abd", 1 - 2 / 4 * 1 / 3), ("ab", "bc", 1 - 1 / 3 * 1 / 3),  # they overlap: 1/3
        ("ab", "cd", 1), ("", "a", 1),
    ],
)  # fmt: skip
def test_masi_weighs_jaccard_by_monotonicity(one: str, other: str, distance: float) -> None:
    """The weights 1, 2/3, 1/3 and 0 of Passonneau (2006), part 3."""
    assert co.masi(frozenset(one), frozenset(other)) == pytest.approx(distance)
    assert co.masi(frozenset(other), frozenset(one)) == pytest.approx(distance)


@given(st.lists(st.frozensets(st.sampled_from("abcd")), min_size=1, unique=True))
def test_all_distances_at_once_are_those_of_the_pairs(sets: list[frozenset[str]]) -> None:
    found = co.masi_distances(sets)
    assert found == pytest.approx(np.array([[co.masi(one, other) for other in sets] for one in sets]))


# The sample's own published figures (data/README.md)

PUBLISHED = {
    "accountability": 0.951, "arms_transfers": 1, "ceasefire": 0.969, "civilian_protection": 0.965,
    "de_escalation": 0.946, "diplomatic_relations": 0.567, "displacement": 1, "famine": 1, "hostages": 1,
    "humanitarian_aid": 0.963, "humanitarian_pause": 1, "international_law": 0.985, "mediation": 0.932,
    "military_operations": 0.935, "other": -0.003, "peace_talks": 0.883, "political_transition": 0.946,
    "recognition": 1, "reconstruction": 1, "regional_spillover": 0.854, "sanctions": 0.976, "self_defence": 0.951,
    "settlements": 1, "sovereignty": 1, "terrorism": 0.608, "two_state_solution": 0.984, "un_role": 0.95,
}  # fmt: skip


def test_the_sample_has_the_alphas_that_its_readme_gives(agreed: pd.DataFrame) -> None:
    themes = agreed[(agreed["what"] == "theme") & (agreed["code"] != "")]
    assert themes.set_index("code")["alpha"].round(3).to_dict() == PUBLISHED
    act = agreed.iloc[0]
    assert (act["what"], act["n_units"], round(act["alpha"], 3)) == ("act", 314, 0.916)
    assert round(act["agreement"] * 314) == 290
    assert round(agreed[agreed["what"] == "themes"]["agreement"].iloc[0] * 314) == 257


def test_pooled_over_all_31_themes_alpha_is_that_of_the_readme(codings: pd.DataFrame) -> None:
    tables = list(codes_of(codings, None).theme_counts().values())
    never = [np.array([[2.0, 0.0]] * 314)] * (31 - len(tables))
    assert round(co.alpha(np.concatenate([*tables, *never]), co.different(2)), 3) == 0.949


# Invariants


def test_the_sums_that_draws_use_give_what_the_library_gives() -> None:
    random = np.random.default_rng(7)
    for _ in range(20):
        counts = random.integers(0, 3, (12, 4)).astype(float)
        distances = random.random((4, 4))
        distances = distances + distances.T - 2 * np.diag(distances.diagonal())
        weights = random.integers(0, 3, 12)
        again = co.alpha(np.repeat(counts, weights, axis=0), distances)
        assert co.alphas(counts, distances)(weights[None].astype(float))[0] == pytest.approx(again, nan_ok=True)


def test_a_table_too_large_for_the_library_gives_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    before = co.alpha(FOUR, co.different(5))
    monkeypatch.setattr(co, "_MOST_CELLS", 0)
    assert co.alpha(FOUR, co.different(5)) == pytest.approx(before)


def test_neither_the_order_of_rows_nor_the_names_of_coders_make_a_difference(codings: pd.DataFrame) -> None:
    few = codings[codings["statement_id"] < "S0040"]
    first = agreement(few, draws=100)
    mixed = few.sample(frac=1, random_state=3).replace({"coder": {"a": "z"}})
    pd.testing.assert_frame_equal(agreement(mixed, draws=100), first)
    pd.testing.assert_frame_equal(few, codings[codings["statement_id"] < "S0040"])


def test_figures_lie_within_their_bounds(agreed: pd.DataFrame) -> None:
    assert agreed["agreement"].between(0, 1).all()
    for name in ("alpha", "ac1"):
        there = agreed[agreed[f"{name}_low"].notna()]
        assert (there[f"{name}_low"] <= there[name]).all() and (there[name] <= there[f"{name}_high"]).all()
        assert (there[f"{name}_high"] <= 1).all()
    assert agreed.loc[agreed["agreement"] == 1, "alpha_low"].isna().all()


def test_few_cases_and_full_agreement_are_said(agreed: pd.DataFrame) -> None:
    few = agreed["n_coded"] < 10
    assert (agreed["note"].str.startswith("few cases: ") == few).all()
    assert agreed.set_index("code").loc["hostages", "note"] == "no disagreement, so no interval"


codes = st.none() | st.sampled_from(["states", "warns", "thanks"])
sets = st.none() | st.lists(st.sampled_from(["hostages", "ceasefire", "other"]), max_size=3)


@settings(deadline=None, max_examples=25)
@given(st.dictionaries(st.tuples(st.integers(1, 6), st.sampled_from("xyz")), st.tuples(codes, sets), min_size=1))
def test_any_codings_give_a_table_or_say_why_not(coded: dict[tuple[int, str], tuple[str | None, list[str]]]) -> None:
    rows = [(f"S{unit}", coder, act, themes) for (unit, coder), (act, themes) in coded.items()]
    table = pd.DataFrame(rows, columns=["statement_id", "coder", "act", "themes"])
    try:
        found = agreement(table, draws=100)
    except ParameterError as error:
        assert str(error).startswith("coder")
        return
    assert found["n_units"].between(1, len({unit for unit, _ in coded})).all()
    assert (found["n_coded"] <= found["n_units"]).all()
    assert ((found["alpha"] <= 1) | found["alpha"].isna()).all()


# By hand


def test_a_missing_coding_is_no_disagreement() -> None:
    table = by_hand(
        ("S1", "x", "states", ""), ("S1", "y", "states", ""), ("S2", "x", "warns", None), ("S2", "y", "warns", None),
        ("S3", "x", "warns", "other"), ("S3", "y", None, "other"), ("S4", "x", "thanks", None),
    )  # fmt: skip
    found = agreement(table, draws=100)
    rows = found[found["code"] == ""].set_index("what")
    assert (rows.loc["act", "n_units"], rows.loc["act", "agreement"], rows.loc["act", "alpha"]) == (2, 1, 1)
    assert (rows.loc["themes", "n_units"], rows.loc["themes", "alpha"]) == (2, 1)
    assert found.attrs["n"] == 3 and found.attrs["left_out"] == 1


def test_one_value_alone_has_no_alpha() -> None:
    table = by_hand(*[(f"S{k}", coder, "states", "") for k in range(12) for coder in "xy"])
    found = agreement(table, draws=100).iloc[0]
    assert np.isnan(found["alpha"]) and found["agreement"] == 1
    assert found["note"] == "no value but one was given, so alpha is not defined"


def test_three_coders_are_compared_pair_by_pair() -> None:
    table = by_hand(*[("S1", coder, act, "") for coder, act in zip("xyz", ["states", "states", "warns"], strict=True)])
    found = agreement(table, draws=100)
    assert found["n_coders"].tolist() == [3] * len(found)
    assert found["agreement"].iloc[0] == pytest.approx(1 / 3)


def test_the_adjudicated_codes_are_no_coder_unless_named(codings: pd.DataFrame, agreed: pd.DataFrame) -> None:
    assert agreed.attrs["coders"] == ["a", "b"]
    assert agreement(codings, coders=["a", "final"], draws=100).attrs["coders"] == ["a", "final"]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"level": 95}, "level is 95; allowed is a number between 0 and 1, such as 0.95"),
        ({"draws": 10}, "draws is 10; allowed is a whole number from 100"),
        ({"coders": ["a", "c"]}, "coders is 'c'; allowed are a, b, final"),
        ({"coders": ["a"]}, "coders: agreement needs two or more; given is 'a'"),
    ],
)
def test_wrong_options_are_refused(codings: pd.DataFrame, options: dict[str, object], message: str) -> None:
    with pytest.raises(ParameterError) as error:
        agreement(codings, **options)  # type: ignore[arg-type]
    assert str(error.value) == message


def test_codings_that_can_not_be_compared_are_refused() -> None:
    with pytest.raises(ParameterError, match=r"^coders are x, y; no statement was coded by two of them$"):
        agreement(by_hand(("S1", "x", "states", ""), ("S2", "y", "states", "")))
    with pytest.raises(TableError, match=r"^codings: coder 'x' has coded 'S1' twice$"):
        agreement(by_hand(*[("S1", "x", "states", "")] * 2, ("S1", "y", "states", "")))
    with pytest.raises(TableError, match=r"^codings: there is no column 'coder'; there are statement_id, act, themes$"):
        agreement(by_hand(("S1", "x", "states", "")).drop(columns="coder"))
