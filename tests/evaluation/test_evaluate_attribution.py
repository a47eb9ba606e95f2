"""Brat standoff: who said what."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import conflictlib as cl
from conflictlib.evaluation import EvaluationError
from conflictlib.evaluation.standoff import read_standoff
from conflictlib.schema import STATEMENTS, conform

TEXT = "Arland said that the bridge was open. “We act,” said Borduria, “today.”\n"
Parts = dict[str, list[str]]
#: Source, cue and content, each by the words of its pieces.
GOLD: list[Parts] = [
    {"Source": ["Arland"], "Cue": ["said"], "Content": ["that the bridge was open"]},
    {"Source": ["Borduria"], "Cue": ["said Borduria"], "Content": ["“We act", "“today.”"]},
]


def spans(text: str, pieces: list[str]) -> list[list[int]]:
    return [[text.index(piece), text.index(piece) + len(piece)] for piece in pieces]


def annotation(text: str, attributions: list[Parts]) -> str:
    lines, n = [], 0
    for number, parts in enumerate(attributions, 1):
        arguments = []
        for role, pieces in parts.items():
            n += 1
            offsets = ";".join(f"{a} {b}" for a, b in spans(text, pieces))
            lines.append(f"T{n}\t{role} {offsets}\t{' '.join(pieces)}")
            arguments.append(f"{role}:T{n}")
        lines.append(f"E{number}\t{' '.join(arguments)}")
    return "\n".join(lines) + "\n"


def statements(text: str, attributions: list[Parts], doc: str = "a.txt") -> pd.DataFrame:
    rows = []
    for number, parts in enumerate(attributions):
        content = spans(text, parts["Content"])
        row: dict[str, object] = {"statement_id": f"{doc}{number}", "doc": doc, "text": " ".join(parts["Content"]),
                                  "spans": content, "start": content[0][0], "end": content[-1][1]}  # fmt: skip
        for role in ("Source", "Cue"):
            if role in parts:
                (start, end), name = spans(text, parts[role])[0], role.lower()
                row |= {f"{name}_start": start, f"{name}_end": end}
        rows.append(row)
    return conform(rows, STATEMENTS)


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    for folder in ("text", "attributions"):
        (tmp_path / "gold" / folder).mkdir(parents=True)
    for name in ("a", "b"):
        (tmp_path / "gold" / "text" / f"{name}.txt").write_text(TEXT, encoding="utf-8")
        (tmp_path / "gold" / "attributions" / f"{name}_x1.ann").write_text(annotation(TEXT, GOLD), encoding="utf-8")
    return tmp_path / "gold"


def rates(table: pd.DataFrame) -> dict[str, tuple[float, float, float]]:
    return {r["measure"]: (r["precision"], r["recall"], r["f1"]) for r in table.to_dict("records")}


def both(attributions: list[Parts]) -> pd.DataFrame:
    return pd.concat([statements(TEXT, attributions, doc) for doc in ("a.txt", "b.txt")])


def test_gold_against_itself_is_right_throughout(gold: Path) -> None:
    found = cl.evaluate(gold, both(GOLD), draws=100)
    assert set(rates(found.figures).values()) == {(100.0, 100.0, 100.0)}
    assert found.missed.empty
    assert found.wrong.empty
    assert (found.n_gold, found.n_predicted, found.n_documents, found.absent) == (4, 4, 2, [])


def test_figures_worked_out_by_hand(gold: Path) -> None:
    predicted = [
        {"Source": ["Arland"], "Cue": ["said"], "Content": ["the bridge was open"]},  # four of the five words
        {"Cue": ["said Borduria"], "Content": ["We act", "today."]},  # the very words, and no source
        {"Cue": ["was"], "Content": ["open"]},  # nothing of the kind
    ]
    found = cl.evaluate(gold, both(predicted), draws=100)
    assert rates(found.figures) == {
        "cue": (66.7, 100.0, 80.0),
        "cue speech": (100.0, 100.0, 100.0),
        "content": (100.0, 87.5, 93.3),  # 7 of 7 words, of 8 in the gold
        "exact": (33.3, 50.0, 40.0),
        "end2end": (33.3, 50.0, 40.0),
        "end2end speech": (50.0, 50.0, 50.0),
        "end2end direct": (0.0, 0.0, 0.0),
        "end2end indirect+mixed": (50.0, 100.0, 66.7),
        "source given cue": (50.0, 50.0, 50.0),
    }
    assert found.missed["fault"].tolist() == ["source", "source"]
    assert found.wrong["fault"].tolist() == ["source", "no such statement"] * 2
    assert found.wrong["text"].tolist() == ["We act today.", "open"] * 2
    row = found.missed.iloc[0]
    assert (row["doc"], row["text"], row["source"], row["cue"]) == (
        "a",
        "“We act “today.”",
        "Borduria",
        "said Borduria",
    )
    assert (row["start"], row["end"]) == (TEXT.index("“We"), len(TEXT) - 1)


def test_the_same_source_and_half_of_the_content_are_needed(gold: Path) -> None:
    elsewhere = [{"Source": ["Borduria"], "Cue": ["said"], "Content": ["that the bridge was open"]}]
    too_little = [{"Source": ["Arland"], "Cue": ["said"], "Content": ["was open"]}]
    for predicted, fault in ((elsewhere, "source"), (too_little, "content")):
        found = cl.evaluate(gold, both(predicted), draws=100)
        assert rates(found.figures)["end2end"] == (0.0, 0.0, 0.0)
        assert found.wrong["fault"].tolist() == [fault, fault]


def test_the_order_of_the_statements_does_not_matter(gold: Path) -> None:
    predicted = both([*GOLD, {"Cue": ["was"], "Content": ["open"]}])
    turned = predicted.iloc[::-1]
    assert cl.evaluate(gold, predicted, draws=100).figures.equals(cl.evaluate(gold, turned, draws=100).figures)


def test_precision_and_recall_swap_when_the_sides_do(tmp_path: Path) -> None:
    other: list[Parts] = [GOLD[0], {"Source": ["Arland"], "Cue": ["said"], "Content": ["“We act"]},
                          {"Source": ["Borduria"], "Cue": ["was"], "Content": ["open"]}]  # fmt: skip
    result = []
    for name, left, right in (("one", GOLD, other), ("two", other, GOLD)):
        folder = tmp_path / name
        folder.mkdir()
        (folder / "a.txt").write_text(TEXT, encoding="utf-8")
        (folder / "a.ann").write_text(annotation(TEXT, left), encoding="utf-8")
        result.append(rates(cl.evaluate(folder, statements(TEXT, right), draws=100).figures))
    for measure in ("cue", "content", "exact", "end2end", "end2end speech"):
        precision, recall, f1 = result[0][measure]
        assert result[1][measure] == (recall, precision, f1)


def test_text_and_annotation_may_stand_side_by_side_and_the_first_annotator_counts(tmp_path: Path) -> None:
    (tmp_path / "one_page.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "one_page_bee.ann").write_text(annotation(TEXT, GOLD[:1]), encoding="utf-8")
    (tmp_path / "one_page_ann.ann").write_text(annotation(TEXT, GOLD), encoding="utf-8")
    (tmp_path / "bare.txt").write_text(TEXT, encoding="utf-8")
    read = read_standoff(tmp_path)
    assert read.documents == ["one_page"]
    assert len(read.attributions["one_page"]) == 2


def test_what_is_no_annotation_is_passed_over_and_what_has_no_cue_too(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("To be\nor not, he said.", encoding="utf-8")
    lines = "T1\tContent 0 13\tTo be\nor not\nT2\tCue 18 22\tsaid\nT3\tSource 15 17\the\n#1\tNote T1\tsic\n"
    events = "E1\tContent1:T1 Cue:T2 Source:T3\nE2\tContent:T1 Source:T3\nE3\tCue:T2 Content:T9\n"
    (tmp_path / "a.ann").write_text(lines + events, encoding="utf-8")
    (read,) = read_standoff(tmp_path).attributions["a"]
    assert (read.source, read.cue, read.content) == (((15, 17),), ((18, 22),), ((0, 13),))


def test_offsets_count_line_ends_as_they_stand(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"One.\r\nArland said so.")
    (tmp_path / "a.ann").write_text(
        "T1\tCue 13 17\tsaid\nT2\tContent 18 20\tso\nE1\tCue:T1 Content:T2\n", encoding="utf-8"
    )
    text = read_standoff(tmp_path).texts["a"]
    assert (text[13:17], text[18:20]) == ("said", "so")


def test_pages_of_the_gold_are_coded_when_no_source_is_given(tmp_path: Path) -> None:
    text = "Egypt called for a ceasefire."
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    parts: Parts = {"Source": ["Egypt"], "Cue": ["called"], "Content": ["a ceasefire"]}
    (tmp_path / "a.ann").write_text(annotation(text, [parts]), encoding="utf-8")
    found = cl.evaluate(tmp_path, draws=100)
    assert rates(found.figures)["end2end"] == (100.0, 100.0, 100.0)
    assert found.coders[0].startswith("conflictlib ")


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (
            "T1\tCue 0 x\tsaid",
            "a.ann, line 1: the offsets are '0 x'; allowed are START END, several with ; between them",
        ),
        ("T1\tCue 0 999\tsaid", "a.ann, line 1: the offsets are '0 999'; the text has 72 characters"),
        ("E1\tCue", "a.ann, line 1: 'Cue' of E1 is no ROLE:ID"),
    ],
)
def test_a_line_that_cannot_be_read_is_named(line: str, message: str, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "a.ann").write_text(line + "\n", encoding="utf-8")
    with pytest.raises(EvaluationError) as error:
        cl.evaluate(tmp_path)
    assert str(error.value) == message


@given(st.lists(st.tuples(st.integers(0, len(TEXT)), st.integers(0, 12)), min_size=1, max_size=5))
def test_whatever_the_spans_counts_stay_in_bounds(places: list[tuple[int, int]]) -> None:
    from conflictlib.evaluation import attribution
    from conflictlib.evaluation.standoff import Attributed, Standoff

    whole = tuple((start, min(start + length, len(TEXT))) for start, length in places)
    standoff = Standoff({"a": TEXT}, {"a": [Attributed((), whole[:1], whole)]}, Path())
    rows = [{"doc": "a", "start": a, "end": b, "spans": [], "cue_start": a, "cue_end": b} for a, b in whole]
    for count in attribution.compare(standoff, rows).counts:
        assert 0 <= count.right_predicted <= count.predicted
        assert 0 <= count.right_gold <= count.gold


# -- the edges of the measures ------------------------------------------------------------------------------------

SHORT = "Arland said “we act” in time. Nobody asked."


def one_page(folder: Path, gold: list[Parts], predicted: list[Parts]) -> dict[str, tuple[float, float, float]]:
    (folder / "a.txt").write_text(SHORT, encoding="utf-8")
    (folder / "a.ann").write_text(annotation(SHORT, gold), encoding="utf-8")
    return rates(cl.evaluate(folder, statements(SHORT, predicted), draws=100).figures)


def test_half_of_both_contents_is_enough_and_less_is_not(tmp_path: Path) -> None:
    gold: Parts = {"Source": ["Arland"], "Cue": ["said"], "Content": ["we act” in time"]}  # four words
    assert one_page(tmp_path, [gold], [{**gold, "Content": ["in time"]}])["end2end"] == (100.0, 100.0, 100.0)
    assert one_page(tmp_path, [gold], [{**gold, "Content": ["time"]}])["end2end"] == (0.0, 0.0, 0.0)
    assert (
        one_page(tmp_path, [{**gold, "Content": ["in"]}], [{**gold, "Content": ["act” in time"]}])["end2end"][2] == 0.0
    )


def test_without_a_source_on_one_side_the_sources_differ(tmp_path: Path) -> None:
    full: Parts = {"Source": ["Arland"], "Cue": ["said"], "Content": ["in time"]}
    bare: Parts = {"Cue": ["said"], "Content": ["in time"]}
    for gold, predicted, f1 in ((full, bare, 0.0), (bare, full, 0.0), (bare, bare, 100.0), (full, full, 100.0)):
        figures = one_page(tmp_path, [gold], [predicted])
        assert figures["end2end"][2] == f1
        assert figures["source given cue"][2] == (100.0 if gold == predicted == full else 0.0)


def test_of_the_cues_matched_only_those_with_a_source_in_the_gold_have_one_to_be_found(tmp_path: Path) -> None:
    gold: list[Parts] = [{"Source": ["Arland"], "Cue": ["said"], "Content": ["we act"]},
                         {"Cue": ["asked"], "Content": ["Nobody"]}]  # fmt: skip
    assert one_page(tmp_path, gold, gold)["source given cue"] == (100.0, 100.0, 100.0)


def test_a_content_quoted_in_part_is_no_direct_one(tmp_path: Path) -> None:
    parts: Parts = {"Source": ["Arland"], "Cue": ["said"], "Content": ["we act” in time"]}
    figures = one_page(tmp_path, [parts], [parts])
    assert figures["end2end direct"] == (0.0, 0.0, 0.0)
    assert figures["end2end indirect+mixed"] == (100.0, 100.0, 100.0)


def test_of_two_with_the_cue_the_one_that_shares_more_content_answers(tmp_path: Path) -> None:
    gold: Parts = {"Source": ["Arland"], "Cue": ["said"], "Content": ["we act"]}
    far: Parts = {"Source": ["Nobody"], "Cue": ["said"], "Content": ["in time"]}
    for predicted in ([gold, far], [far, gold]):
        assert one_page(tmp_path, [gold], predicted)["source given cue"] == (100.0, 100.0, 100.0)
