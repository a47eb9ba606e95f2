"""The benchmark of counting runs, and all ways count the same statements."""

from __future__ import annotations

import re

import counting_speed
import pytest


def test_all_ways_count_the_same_statements(capsys: pytest.CaptureFixture[str]) -> None:
    assert counting_speed.main(["--statements", "3000", "--stored", "3000", "--runs", "1"]) == 0
    lines = re.findall(r"^  ([^:]+): ([^:]+?) +\d+\.\d\d +([\d,]+)$", capsys.readouterr().out, re.MULTILINE)
    assert len(lines) == 9
    for name in ("by week and actor", "actor and theme"):
        assert [n for count, _, n in lines if count == name] == ["3,000"] * 3
    narrow = {n for count, way, n in lines if count == "positions" and "wide" not in way}
    assert len(narrow) == 1 and narrow != {"0"}


def test_what_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        counting_speed.main(["--runs", "0"])
    assert capsys.readouterr().err.rstrip().endswith("--runs 0: allowed is 1 or more")
