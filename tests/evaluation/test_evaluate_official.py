"""The figures are those of the scorer that the project is measured by, where it stands beside the project."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import conflictlib as cl
from conflictlib.writing import to_jsonl

EVAL = Path(__file__).parents[3] / "shared" / "eval"
pytestmark = pytest.mark.skipif(not (EVAL / "score.py").is_file(), reason="the scorer is not beside the project")


def official(task: str, gold: Path, predicted: Path) -> str:
    command = [sys.executable, EVAL / "score.py", task, "--gold", gold, "--pred", predicted]
    return subprocess.run([str(c) for c in command], capture_output=True, text=True, check=True).stdout


def ours(gold: Path, predicted: Path) -> str:
    rows = cl.evaluate(gold, predicted, draws=100).figures.to_dict("records")
    return "".join(
        f"{row['measure']:30} P {row['precision']:5.1f}  R {row['recall']:5.1f}  F1 {row['f1']:5.1f}\n" for row in rows
    )


@pytest.mark.parametrize(("name", "source"), [("pages", "pages"), ("re3d", "documents.jsonl")])
def test_coded_statements(name: str, source: str, tmp_path: Path) -> None:
    predicted = tmp_path / "out.jsonl"
    to_jsonl(cl.code(cl.load(EVAL / name / source).documents).statements, predicted)
    assert ours(EVAL / name, predicted) == official("statements", EVAL / name, predicted)


def test_attributions_of_every_thirtieth_article(tmp_path: Path) -> None:
    texts = sorted((EVAL / "polnear" / "text").glob("*.txt"))[::30]
    for folder in ("text", "attributions"):
        (tmp_path / folder).mkdir()
    for path in texts:
        shutil.copy(path, tmp_path / "text")
        for annotation in (EVAL / "polnear" / "attributions").glob(f"{path.stem}_*.ann"):
            shutil.copy(annotation, tmp_path / "attributions")
    predicted = tmp_path / "out.jsonl"
    to_jsonl(cl.code(cl.load(tmp_path / "text").documents).statements, predicted)
    assert ours(tmp_path, predicted) == official("attribution", tmp_path, predicted)
