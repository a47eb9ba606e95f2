"""A coder against codes that were settled: figures, their file, the commands, and the chart of both."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from click.testing import CliRunner

import conflictlib as cl
from conflictlib.charts._describe import describe
from conflictlib.cli import main
from conflictlib.parameters import ParameterError
from conflictlib.reliability import Validation, validation
from conflictlib.schema import TableError


@pytest.fixture(scope="module")
def codings() -> pd.DataFrame:
    return cl.read_codings("sample")


@pytest.fixture(scope="module")
def measured(codings: pd.DataFrame) -> Validation:
    return validation(codings, codings, coder="a", draws=100)


def by_hand(coder: str, *acts: str, themes: str = "") -> pd.DataFrame:
    ids = [f"S{k}" for k in range(len(acts))]
    return pd.DataFrame({"statement_id": ids, "coder": coder, "act": acts, "themes": [themes.split()] * len(acts)})


# Figures


def test_the_counts_are_those_of_the_tables(codings: pd.DataFrame, measured: Validation) -> None:
    a, final = (codings[codings["coder"] == coder] for coder in ("a", "final"))
    assert measured.by_act["n_predicted"].sum() == len(a) and measured.by_act["n_gold"].sum() == len(final)
    assert measured.by_theme["n_gold"].sum() == sum(map(len, final["themes"])) == measured.figures["n_gold"][1]
    same = (a.set_index("statement_id")["act"] == final.set_index("statement_id")["act"]).sum()
    assert measured.by_act["n_right"].sum() == same == measured.figures["n_right"][0]
    assert (measured.by_theme["n_right"] <= measured.by_theme[["n_gold", "n_predicted"]].min(axis=1)).all()


def test_sides_exchanged_exchange_precision_and_recall(codings: pd.DataFrame) -> None:
    there, back = (validation(codings, codings, coder=c, gold=g, draws=100) for c, g in (("a", "b"), ("b", "a")))
    one, other = (found.by_theme.set_index("code").sort_index() for found in (there, back))
    for end in ("", "_low", "_high"):
        left, right = one[f"precision{end}"], other[f"recall{end}"]
        pd.testing.assert_series_equal(left, right, check_names=False)
    pd.testing.assert_series_equal(one["f1"], other["f1"])


def test_wilson_intervals_are_those_of_newcombe() -> None:
    """81 of 263 and 15 of 148: Newcombe (1998), Two-sided confidence intervals for the single proportion, table I."""
    for right, whole, low, high in ((81, 263, 25.5, 36.6), (15, 148, 6.2, 16.0)):
        gold = by_hand("final", *["warns"] * right, *["states"] * (whole - right))
        row = validation(by_hand("x", *["warns"] * whole), gold, draws=100).by_act.set_index("code").loc["warns"]
        assert (row["precision_low"], row["precision_high"]) == (low, high)


def test_what_is_no_statement_makes_every_code_wrong() -> None:
    found = validation(by_hand("x", "warns", "warns", themes="hate"), by_hand("final", "warns", "none"), draws=100)
    act = found.figures.iloc[0]
    assert (act["n_gold"], act["n_predicted"], act["n_right"], act["precision"], act["recall"]) == (1, 2, 1, 50, 100)
    assert found.no_statement == 1
    theme = found.by_theme.iloc[0]
    assert theme["precision"] == 0 and np.isnan(theme["recall"]) and np.isnan(theme["recall_low"])
    assert theme["note"] == "few cases: 0 in the gold, 2 given"


def test_statements_that_one_side_lacks_are_counted_and_left_out() -> None:
    found = validation(by_hand("x", *["warns"] * 5), by_hand("final", *["warns"] * 3).iloc[1:], draws=100)
    assert (found.n, found.not_coded, found.not_adjudicated) == (2, 0, 3)


def test_what_the_gold_leaves_open_is_no_mistake_of_the_coder(codings: pd.DataFrame, measured: Validation) -> None:
    """100 blank acts of 314 made a precision of 89.5 % one of 60.5 %."""
    gold = codings[codings["coder"] == "final"].copy()
    opened = gold.assign(act=[None] * 100 + gold["act"].tolist()[100:])
    found = validation(codings, opened, coder="a", draws=100)
    whole = validation(codings, gold.iloc[100:], coder="a", draws=100)
    assert (found.n, found.without_act, found.without_themes) == (314, 100, 0)
    pd.testing.assert_frame_equal(found.figures.iloc[:1], whole.figures.iloc[:1])
    pd.testing.assert_frame_equal(found.by_act, whole.by_act)
    pd.testing.assert_frame_equal(found.by_theme, measured.by_theme)
    assert "100 statements without a settled act, left out of the acts" in str(found)
    found = validation(codings, gold.assign(themes=[None] * 100 + gold["themes"].tolist()[100:]), coder="a", draws=100)
    assert (found.without_act, found.without_themes) == (0, 100)
    pd.testing.assert_frame_equal(found.by_theme, whole.by_theme)
    pd.testing.assert_frame_equal(found.by_act, measured.by_act)


def test_no_theme_is_a_code_and_none_is_another_thing() -> None:
    given = by_hand("x", *["warns"] * 4, themes="hate")
    gold = by_hand("final", *["warns"] * 4).assign(act=["warns", "none", None, ""], themes=[[], [], None, ""])
    found = validation(given, gold, draws=100)
    assert (found.n, found.not_adjudicated, found.without_act, found.without_themes) == (2, 2, 0, 0)
    assert found.by_theme["n_predicted"].tolist() == [2] and found.by_act["n_predicted"].tolist() == [2]


def test_a_sheet_without_themes_measures_acts_alone(tmp_path: Path) -> None:
    (tmp_path / "ann.csv").write_text("statement_id,act\nS0,warns\nS1,states\n")
    found = validation(by_hand("x", "warns", "warns", themes="hate"), cl.read_codings(tmp_path / "ann.csv"), draws=100)
    assert (found.n, found.without_themes, found.figures["n_predicted"].tolist()) == (2, 2, [2, 0])
    assert np.isnan(found.figures["precision"][1]) and len(found.by_theme) == 0
    found.write(tmp_path / "v.json")
    assert str(Validation.read(tmp_path / "v.json")) == str(found)


def test_speakers_marked_as_wrong_are_counted_beside_the_figures(tmp_path: Path) -> None:
    sheet = "statement_id,act,themes,speaker_wrong\nS0,warns,,yes\nS1,warns,,\nS2,,,yes\n"
    (tmp_path / "ann.csv").write_text(sheet)
    (tmp_path / "bob.csv").write_text("statement_id,act\nS0,warns\n")
    both = cl.read_codings([tmp_path / "bob.csv", tmp_path / "ann.csv"])
    assert validation(by_hand("x", "warns"), both, gold="bob", draws=100).n_speakers == 0
    found = validation(by_hand("x", *["warns"] * 4), both, gold="ann", draws=100)
    assert (found.n, found.n_speakers, found.speakers_wrong, found.without_act) == (3, 3, 2, 1)
    assert found.figures["precision"][0] == 100
    assert "the speaker was marked as wrong in 2 of 3 statements (66.7 %)" in str(found)
    found.write(tmp_path / "v.json")
    assert str(Validation.read(tmp_path / "v.json")) == str(found)


def test_the_text_fits_a_page(measured: Validation) -> None:
    assert max(map(len, repr(measured).splitlines())) <= 84 and max(map(len, str(measured).splitlines())) <= 88
    assert "acts and themes, not speakers" in repr(measured)


def test_the_order_of_rows_makes_no_difference(codings: pd.DataFrame, measured: Validation) -> None:
    mixed = codings.sample(frac=1, random_state=2)
    assert str(validation(mixed, mixed, coder="a", draws=100)) == str(measured)


def test_statements_coded_by_hand_are_gold_too(codings: pd.DataFrame, measured: Validation) -> None:
    against = validation(codings[codings["coder"] == "a"], cl.open_statements(), draws=100)
    assert against.gold == "hand"
    pd.testing.assert_frame_equal(against.by_act, measured.by_act, check_flags=False)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({}, "coder is ''; there are several, allowed is one of a, b, final"),
        ({"coder": "c"}, "coder is 'c'; allowed are a, b, final"),
        ({"coder": "a", "gold": "c"}, "gold is 'c'; allowed are a, b, final"),
        ({"coder": "a", "level": 2.0}, "level is 2.0; allowed is a number between 0 and 1, such as 0.95"),
    ],
)
def test_wrong_options_are_refused(codings: pd.DataFrame, options: dict[str, object], message: str) -> None:
    with pytest.raises(ParameterError) as error:
        validation(codings, codings, **options)  # type: ignore[arg-type]
    assert str(error.value) == message


def test_tables_that_can_not_be_compared_are_refused(codings: pd.DataFrame) -> None:
    with pytest.raises(ParameterError, match=r"^adjudicated has none of the statements; "):
        validation(by_hand("x", "warns"), codings)
    with pytest.raises(TableError, match=r"^coder: statement 'S0' stands there twice$"):
        validation(pd.concat([by_hand("x", "warns")] * 2), by_hand("final", "warns"))


# The file


def test_a_file_is_read_back_as_it_was(measured: Validation, tmp_path: Path) -> None:
    measured.write(tmp_path / "validation.json")
    again = Validation.read(tmp_path / "validation.json")
    assert str(again) == str(measured) and again.not_coded == measured.not_coded
    for name in ("figures", "by_act", "by_theme"):
        pd.testing.assert_frame_equal(getattr(again, name), getattr(measured, name))
    again.write(tmp_path / "again.json")
    assert (tmp_path / "again.json").read_bytes() == (tmp_path / "validation.json").read_bytes()


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"layout": 2}', "[" * 9999, '{"layout": 2, "coder": 3}', "\0"])
def test_another_file_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "v.json"
    path.write_text(text)
    with pytest.raises(ParameterError) as error:
        Validation.read(path)
    assert str(error.value).endswith("; that is no file written by Validation.write or `conflictlib agree`")
    with pytest.raises(ParameterError, match=r"there is no such file$"):
        Validation.read(tmp_path / "none.json")


# The commands


def run(*arguments: object) -> tuple[int, str, str]:
    result = CliRunner().invoke(main, [str(a) for a in arguments])
    return result.exit_code, result.stdout, result.stderr


def test_a_file_with_other_values_is_refused(measured: Validation, tmp_path: Path) -> None:
    path = tmp_path / "v.json"
    measured.write(path)
    whole = json.loads(path.read_text())
    for part, value in (
        ("coder", 3),
        ("n", "many"),
        ("n", None),
        ("level", "high"),
        ("figures", []),
        ("by_act", {"code": 1}),
    ):
        path.write_text(json.dumps(whole | {part: value}))
        with pytest.raises(ParameterError):
            Validation.read(path)
    whole["figures"][0]["precision"] = "<b>"
    path.write_text(json.dumps(whole))
    with pytest.raises(ParameterError):
        Validation.read(path)


def test_a_coder_is_validated_from_page_to_file(tmp_path: Path) -> None:
    (tmp_path / "pages").mkdir()
    for day in (6, 7):
        text = f"{day} May 2024\n\nEgypt on {day} May called for a ceasefire. Kenya condemned the raid on {day} May.\n"
        (tmp_path / "pages" / f"{day}.txt").write_text(text)
    sheet, filled = tmp_path / "ann.csv", []
    assert run("sample", tmp_path / "pages", "--to", sheet)[:2] == (0, f"4 of 4 statements: {sheet}\n")
    for row in pd.read_csv(sheet, keep_default_na=False).to_dict("records"):
        assert row["text"] in row["context"]
        filled.append(row | {"act": "calls_for" if row["actor"] == "EGY" else "accuses"})
    cl.to_csv(pd.DataFrame(filled), sheet)
    status, out, err = run("agree", sheet, "--statements", tmp_path / "pages", "--to", tmp_path / "validation.json")
    assert (status, err) == (0, "")
    assert "against ann, 4 statements" in out
    found = json.loads((tmp_path / "validation.json").read_text())
    assert found["coder"].startswith("conflictlib ") and found["figures"][0]["precision"] == 50.0


def test_agree_prints_agreement_and_writes_it(tmp_path: Path) -> None:
    status, out, err = run("agree", "sample", "--gold", "final", "--draws", 100, "--to", tmp_path / "agreed.csv")
    assert (status, err) == (0, "")
    assert out.startswith("314 statements coded by a, b\n")
    assert "a against final, 314 statements" in out and "b against final, 314 statements" in out
    assert len(pd.read_csv(tmp_path / "agreed.csv")) == 46


def test_agree_ends_with_1_where_a_row_was_refused(tmp_path: Path) -> None:
    for name, act in (("x", "warns"), ("y", "wanrs")):
        (tmp_path / f"{name}.csv").write_text(f"statement_id,act\nS1,states\nS2,{act}\nS3,\n")
    status, out, err = run("agree", tmp_path / "x.csv", tmp_path / "y.csv", "--draws", 100)
    assert status == 1 and "2 rows are not coded yet" in out
    assert err.startswith("refused: y.csv, line 3: act is 'wanrs' (did you mean 'warns'?)")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["agree", "nix.csv"], "codings is 'nix.csv'; allowed are 'sample' and the path of a CSV file or folder"),
        (["agree", "sample", "--gold", "nix"], "--gold nix: allowed is a coder (a, b, final) or the path of a sheet"),
        (["agree", "sample", "--to", "x.html"], "--to x.html: the ending is not known; allowed are .csv, .json"),
        (["agree", "sample", "--to", "x.json", "--draws", "100"],
         "--to x.json: needs one coder that is measured against a gold; there is none"),
        (["sample", "--by", "colour"], "statements: there is no column 'colour'; there are "),
        (["sample", "nix"], "source 'nix': there is no such file or folder"),
        (["sample", "--n", "0"], "n is 0; allowed is a whole number from 1"),
    ],
)  # fmt: skip
def test_wrong_usage_ends_with_2(arguments: list[str], message: str) -> None:
    status, _, err = run(*arguments)
    assert status == 2 and f"Error: {message}" in err


@pytest.mark.parametrize("gold", [[], ["--gold", "ann"]])
def test_one_coder_alone_is_told_what_to_add(tmp_path: Path, gold: list[str]) -> None:
    (tmp_path / "ann.csv").write_text("statement_id,act,themes\nS1,states,\n")
    status, out, err = run("agree", tmp_path / "ann.csv", *gold)
    sentence = (
        "one coder only: add --statements with what the sheet was drawn from, to measure the coder of these statem"
    )
    assert (status, out) == (2, "") and sentence in err


def test_nothing_to_compare_is_said_with_its_reason(tmp_path: Path) -> None:
    (tmp_path / "ann.csv").write_text("statement_id,act,themes\nS1,sates,\nS2,,\n")
    status, _, err = run("agree", tmp_path / "ann.csv")
    assert status == 2 and "no row of the sheets is coded; ann.csv, line 2: act is 'sates'" in err
    (tmp_path / "two.csv").write_text("statement_id,coder,act,themes\nS1,a,states,\nS1,final,states,\n")
    status, _, err = run("agree", tmp_path / "two.csv")
    assert status == 2 and "coders are a, final; say with --gold whose codes are right" in err


def test_sample_without_a_source_draws_from_the_shipped_one() -> None:
    status, out, _ = run("sample", "--n", 3)
    assert status == 0 and len(out.splitlines()) == 4 and out.startswith("statement_id,date,actor,text,context,act,")


# The chart


def test_the_chart_has_a_dot_for_each_code_and_hollow_ones_for_few_cases(codings: pd.DataFrame) -> None:
    agreed = cl.agreement(codings, draws=100)
    ax = cl.charts.agreement(agreed, what="act")
    acts = agreed[(agreed["what"] == "act") & (agreed["code"] != "")]
    dots = {str(found.get_label()): found for found in ax.collections if "alpha" in str(found.get_label())}
    assert sum(len(found.get_offsets()) for found in dots.values()) == len(acts)
    (hollow,) = [found for name, found in dots.items() if name.endswith("few cases")]
    assert len(hollow.get_offsets()) == (acts["n_coded"] < 10).sum()
    assert np.allclose(hollow.get_facecolor(), 1)
    labels = [label.get_text() for label in ax.get_yticklabels()]
    assert labels[-1] == "Pledges" and "Expresses concern" in labels
    assert [text.get_text() for text in ax.texts][:3] == ["n", "0.667 tentative", "0.8 reliable"]
    assert "Pledges 0.79375" in describe(ax.figure)[0]


def test_the_chart_of_a_validation_has_precision_and_recall(measured: Validation) -> None:
    ax = cl.charts.agreement(measured.by_theme)
    told = describe(ax.figure)[1]
    assert "Coder a: 28 % of its codes “role of the UN” were kept" in told
    assert "codes of a against those of final, 95 % intervals" in told
    assert (
        "never given, with their n: disarmament (5), peacekeeping and stabilisation (5), hate and incitement (4)."
        in told
    )
    assert "Disarmament" not in told
    assert "Role of the UN 27.5" in told and "Role of the UN 100" in told
    assert [text.get_text() for text in ax.get_legend().get_texts()] == ["precision", "recall"]


def test_the_chart_draws_without_attrs_and_of_nothing(codings: pd.DataFrame, measured: Validation) -> None:
    agreed = cl.agreement(codings, draws=100)
    for table in (agreed, measured.by_act):
        bare = table.copy()
        bare.attrs = {}
        assert cl.charts.agreement(bare).figure._suptitle is not None
        assert "No statements in this selection" in describe(cl.charts.agreement(bare[:0]).figure)[0]
    with pytest.raises(TableError, match=r"^table: charts.agreement takes what agreement returns"):
        cl.charts.agreement(codings)
    with pytest.raises(ParameterError, match=r"^measure is 'pi'; allowed are alpha, ac1$"):
        cl.charts.agreement(agreed, measure="pi")
