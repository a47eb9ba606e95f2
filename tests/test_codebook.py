"""The codebook is read, and its faults are named by file and line."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from conflictlib.codebook import Codebook, CodebookError, shipped_codebook
from conflictlib.codebook_check import faults
from conflictlib.coding.patterns import Patterns
from conflictlib.shipped import folder

COPIES = ("acts", "themes", "actors", "aliases", "offices", "cues")


@pytest.fixture
def own(tmp_path: Path) -> Path:
    shutil.copytree(folder("codebooks"), tmp_path / "book")
    return tmp_path / "book"


def add(path: Path, row: str) -> int:
    """Append a row and return its line."""
    text = path.read_text(encoding="utf-8") + row + "\n"
    path.write_text(text, encoding="utf-8")
    return len(text.splitlines())


def test_the_shipped_codebook_has_no_fault() -> None:
    assert faults(shipped_codebook()) == []


@pytest.mark.parametrize(
    ("file", "row", "reason"),
    [
        ("aliases.csv", "Cathay,CHX,name,actor,", "code 'CHX' is not known (did you mean 'CHN'?)"),
        ("aliases.csv", "Paris,USA,capital,metonym,", "alias 'Paris' means FRA in line {first} already"),
        ("aliases.csv", "Paris,FRA,capital,metonym,", "alias 'Paris' stands in line {first} already"),
        ("cues.csv", "murmur,,speech,whispers,clause", "act 'whispers' is not known; allowed are {acts}"),
        ("themes.csv", "tea,tea,,,,other,tea,no", "position 'no' is not known; allowed are , yes"),
        ("themes.csv", "tea,tea,,,,other,* tea", "pattern '* tea' can never match: it begins with no word"),
        ("themes.csv", "tea,tea,,,,other,tea ...", "pattern 'tea ...' can never match: it ends in a gap"),
        (
            "offices.csv",
            "Jane Doe,,she,Prime Minister,head_of_government,GBR,2023-01-01,2023-02-01,",
            "Jane Doe, Prime Minister of GBR: the term overlaps with that of Rishi Sunak in line {sunak}",
        ),
        (
            "offices.csv",
            "Jane Doe,Rishi Sunak,she,Envoy,special_envoy,GBR,2023-01-01,2023-02-01,",
            "'Rishi Sunak' is Rishi Sunak in line {sunak} already",
        ),
        (
            "offices.csv",
            "Jane Doe,Norway,she,Envoy,special_envoy,NOR,2023-01-01,2023-02-01,",
            "'Norway' is an actor in line {norway} of aliases.csv already",
        ),
        (
            "offices.csv",
            "Jane Doe,,they,Envoy,special_envoy,NOR,2023-01-01,2023-02-01,",
            "pronoun 'they' is not known (did you mean 'he'?); allowed are , he, she",
        ),
        (
            "offices.csv",
            "Jane Doe,,she,Envoy,special_envoy,NOR,2023-01-01,2022-02-01,",
            "Jane Doe: the term ends (2022-02-01) before it begins (2023-01-01)",
        ),
    ],
)
def test_a_fault_is_named_with_its_line(own: Path, file: str, row: str, reason: str) -> None:
    lines = (own / "aliases.csv").read_text(encoding="utf-8").splitlines()
    offices = (own / "offices.csv").read_text(encoding="utf-8").splitlines()
    places = {
        "first": next(i for i, line in enumerate(lines, 1) if line.startswith("Paris,")),
        "norway": next(i for i, line in enumerate(lines, 1) if line.startswith("Norway,")),
        "sunak": next(i for i, line in enumerate(offices, 1) if line.startswith("Rishi Sunak")),
        "acts": ", ".join(shipped_codebook().acts["code"]),
    }
    line = add(own / file, row)
    assert [(f.file, f.line, f.reason) for f in faults(Codebook.read(own))] == [(file, line, reason.format(**places))]


def test_a_missing_folder_and_a_missing_column_are_named(own: Path) -> None:
    with pytest.raises(CodebookError, match=r"^codebook 'nowhere': there is no such folder$"):
        Codebook.read("nowhere")
    (own / "acts.csv").write_text("code,label\nx,y\n", encoding="utf-8")
    with pytest.raises(CodebookError, match=r"^acts.csv, line 1: no column definition, include, exclude, plover"):
        Codebook.read(own)


def test_one_file_of_ones_own_is_enough(tmp_path: Path) -> None:
    themes = (folder("codebooks") / "themes.csv").read_text(encoding="utf-8")
    (tmp_path / "themes.csv").write_text(themes + "tea,tea trade,,,,other,tea\n", encoding="utf-8")
    book = Codebook.read(tmp_path)
    assert book.label("tea") == "tea trade"
    assert book.label("CHN") == "China"
    assert book.digest != shipped_codebook().digest


@pytest.mark.parametrize(
    ("pattern", "words", "found"),
    [
        ("ceasefire*", "two ceasefires held", True),
        ("halt* to * fighting", "a halt to all fighting", True),
        ("halt* to * fighting", "a halt to fighting", False),
        ("express ... concern", "they express deep and real concern", True),
        ("express ... concern", "they express , concern", False),
    ],
)
def test_patterns(pattern: str, words: str, found: bool) -> None:
    assert bool(Patterns([(pattern, "x")]).find(words.split())) is found


def test_a_position_is_taken_by_the_codes_that_say_so(tmp_path: Path) -> None:
    shipped = shipped_codebook()
    assert {code for code in shipped.with_position("acts") if not shipped.polarity(code)} == set()
    assert "other" not in shipped.with_position("themes")
    (tmp_path / "themes.csv").write_text("code,label,definition,include,exclude,group,patterns\ntea,tea,,,,x,tea\n")
    own = Codebook.read(tmp_path)
    assert own.with_position("themes") == {"tea"}  # the file does not say, so none is left out
    assert own.with_position("acts") == shipped.with_position("acts")
