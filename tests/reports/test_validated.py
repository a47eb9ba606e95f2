"""The first page of a report says who coded its statements, and how right that coder is."""

from __future__ import annotations

import html
import json
import re
from pathlib import Path

import pytest

import conflictlib as cl
from conflictlib.parameters import ParameterError
from conflictlib.reliability import validation
from conflictlib.reports import report
from conflictlib.reports.again import again
from conflictlib.reports.plan import Wanted, make_plan
from conflictlib.reports.validated import coded

PAGE = "{day} May 2024\n\nEgypt on {day} May called for a ceasefire in the valley. Kenya condemned the raid on {day} May.\n"
NEVER = "This coder was never validated on a hand-coded sample of these statements,"


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a folder with a corpus of two pages and an empty notebook."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "inbox").mkdir()
    for day in (6, 7):
        (tmp_path / "inbox" / f"{day:02}.txt").write_text(PAGE.format(day=day), encoding="utf-8")
    cl.Corpus("talks").add("inbox")
    cells = [{"cell_type": "markdown", "id": "title", "metadata": {}, "source": "# One\n\nWhat it shows."},
             {"cell_type": "code", "id": "p", "metadata": {"tags": ["parameters"]}, "outputs": [],
              "execution_count": None, "source": 'corpus: str = "sample"\nout: str = ""'}]  # fmt: skip
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    whole = {"cells": cells, "metadata": {"kernelspec": kernel}, "nbformat": 4, "nbformat_minor": 5}
    (tmp_path / "one.ipynb").write_text(json.dumps(whole), encoding="utf-8")
    return tmp_path


def first_page(path: Path) -> str:
    text = re.sub(r"<[^>]+>", "", path.read_text(encoding="utf-8"))
    return " ".join(html.unescape(text).split())


def settled(statements: object, path: str, *, coder: str = "") -> None:
    """Write a validation in which Egypt's acts are right and Kenya's are wrong."""
    right = statements.assign(coder="final")  # type: ignore[attr-defined]
    right["act"] = right["act"].replace({"condemns": "accuses"})
    given = statements.assign(coder=coder) if coder else statements  # type: ignore[attr-defined]
    validation(given, right, draws=100).write(path)


def test_a_corpus_says_so_until_its_coder_is_validated(desk: Path) -> None:
    def made(**options: object) -> object:
        return report("talks", notebooks=["one.ipynb"], progress=False, **options)  # type: ignore[arg-type]

    before = made()
    told = first_page(before.index)  # type: ignore[attr-defined]
    assert NEVER in told and "conflictlib agree sheet.csv --statements … --to validation.json" in told
    statements = cl.open_statements("talks")
    settled(statements, "talks/validation.json")
    after = made()
    page = first_page(after.index)  # type: ignore[attr-defined]
    assert NEVER not in page
    assert "This coder was validated on 4 statements coded by hand. Of the acts that it gave 50 %" in page
    assert "whether the speakers are right, the figures don’t say" in page
    folder = after.folder  # type: ignore[attr-defined]
    assert (folder / "validation.json").read_bytes() == (desk / "talks" / "validation.json").read_bytes()
    manifest = json.loads((folder / "manifest.json").read_text())
    assert manifest["validation"] == manifest["files"]["validation.json"]
    assert after.run_id != before.run_id  # type: ignore[attr-defined]
    assert not made().fresh  # type: ignore[attr-defined]
    settled(statements, "talks/validation.json", coder="another 1.0")
    assert again(folder, progress=False).differences == ()
    wrong = first_page(made().index)  # type: ignore[attr-defined]
    assert NEVER in wrong and "The validation given is of another coder: another 1.0." in wrong
    cl.Corpus("talks").add("inbox")  # the file does not disturb the corpus
    assert len(cl.Corpus("talks").statements()) == 4


def test_a_validation_is_checked_before_anything_is_made(desk: Path) -> None:
    (desk / "v.json").write_text("{}")
    with pytest.raises(ParameterError, match=r"^validation is 'v.json'; that is no file"):
        make_plan(Wanted([desk / "talks"], ["one.ipynb"], validation=Path("v.json")), "talks", None)
    with pytest.raises(ParameterError, match=r"^validation is 'v.json'; the sample was coded by hand"):
        report(notebooks=["one.ipynb"], validation="v.json")
    assert not (desk / "reports").exists()


def test_who_coded_is_told_from_the_statements(desk: Path) -> None:
    statements = cl.open_statements("talks")
    settled(statements, "v.json")
    by_rule = coded(statements, Path("v.json"), sample=False)
    assert by_rule is not None and by_rule.kind == "validated" and by_rule.figures["act"]["n_right"] == 2
    mixed = statements.assign(coder=["hand", "x 1", "x 2", "x 2"])
    two = coded(mixed, Path("v.json"), sample=False)
    assert two is not None and (two.kind, two.coders) == ("not validated", ("x 1", "x 2"))
    by_hand = coded(statements.assign(coder="hand"), None, sample=False)
    assert by_hand is not None and by_hand.kind == "hand"
    assert coded(statements.assign(coder=None), None, sample=False) is None


def test_the_sample_was_coded_by_hand() -> None:
    told = coded(cl.open_statements(), None, sample=True)
    assert told is not None and told.alphas is not None
    assert [round(alpha, 2) for alpha in told.alphas] == [0.92, 0.95]
    assert told.kept is not None and [round(share) for share in told.kept] == [89, 84]


def test_the_first_page_of_the_sample_says_what_its_figures_stand_for(desk: Path) -> None:
    made = report(notebooks=["one.ipynb"], progress=False)
    page = first_page(made.index)
    assert "They used the first edition of the codebook." in page
    assert "of the first coder’s acts 89 % stood, of the themes 84 %." in page
    for path in (made.index, made.folder / "coding.html"):
        assert "The rules were developed on these pages; expect less on yours." in first_page(path)


def test_the_first_page_counts_what_the_parameters_choose(desk: Path) -> None:
    whole = json.loads((desk / "one.ipynb").read_text(encoding="utf-8"))
    whole["cells"][1]["source"] += '\nstart: str = ""\nend: str = ""'
    (desk / "days.ipynb").write_text(json.dumps(whole), encoding="utf-8")
    rows = "a,2023-10-07,EGY,hand,calm\nb,2024-05-06,KEN,hand,talks\nc,2024-05-08,KEN,hand,talks\n"
    (desk / "mine.csv").write_text(f"statement_id,date,actor,coder,text\n{rows}")

    def page(**days: str) -> str:
        made = report("mine.csv", notebooks=["days.ipynb"], parameters=days, progress=False)
        return first_page(made.index)

    some = page(start="2024-01-01")
    assert "Public statements from 6 May 2024 to 8 May 2024:" in some and "statements2 actors1 " in some
    none = page(start="2020-01-01", end="2020-01-07")
    assert "No statement fits what the parameters choose, from 2020-01-01 to 2020-01-07." in none
    assert "statements0 actors0 " in none and "Public statements" not in none and "Coded by hand." in none


def test_notebooks_that_are_not_on_the_sources_are_left_out(desk: Path) -> None:
    def chosen(**parameters: object) -> set[str]:
        return {
            notebook.name for notebook in make_plan(Wanted([desk / "talks"], None, parameters), "talks", None).notebooks
        }

    assert "05_reliability" not in chosen() and "01_frequency" in chosen()
    (desk / "sheets.csv").write_text("statement_id,coder,act,themes\n")
    assert "05_reliability" in chosen(codings="sheets.csv")
    assert "05_reliability" in {notebook.name for notebook in make_plan(Wanted([]), "sample", None).notebooks}
