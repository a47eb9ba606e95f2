"""Which act: minimal pairs on sentences of our own, each act against its neighbours."""

from __future__ import annotations

import pandas as pd
import pytest

import conflictlib as cl
from conflictlib.codebook import shipped_codebook
from conflictlib.shipped import folder


def coded(sentence: str) -> dict[str, object]:
    rows = cl.code(pd.DataFrame([{"doc_id": "d", "doc": "d.txt", "text": sentence}])).statements.to_dict("records")
    assert len(rows) == 1, [row["text"] for row in rows]
    return {str(name): value for name, value in rows[0].items()}


def act(sentence: str) -> object:
    return coded(sentence)["act"]


#: What “Norway said …” is, by what it said.
SAID = [
    ("that the talks should go on", "calls_for"),
    ("that the talks should have gone on", "states"),
    ("that the fighting had to stop", "calls_for"),
    ("that there had to be a truce at once", "demands"),
    ("that Chad must open its border", "demands"),
    ("that the border must be opened", "calls_for"),
    ("that the junta must free its prisoners", "demands"),
    ("that the raid was shameful", "condemns"),
    ("that the raid was short", "states"),
    ("that nothing could justify the raid", "condemns"),
    ("that the draft was a farce", "condemns"),
    ("that Chad was responsible for the raid", "accuses"),
    ("that Chad was not responsible for the raid", "denies"),
    ("that Chad had repeatedly violated the truce", "accuses"),
    ("that the deal was an important step", "welcomes"),
    ("that the deal was an important paper", "states"),
    ("that the vote was a historic mistake", "condemns"),
    ("that the vote was a historic day", "welcomes"),
    ("that it fully supported the plan", "supports"),
    ("that it did not support the plan", "rejects"),
    ("that it would never accept the plan", "rejects"),
    ("that it opposed the plan", "rejects"),
    ("that there could be no military solution", "states"),
    ("that the report was baseless", "denies"),
    ("that it had no part in the raid", "denies"),
    ("that it would continue to send food", "pledges"),
    ("that it would host a conference", "announces"),
    ("that it was ready to host a conference", "offers"),
    ("that it had recalled its ambassador", "announces"),
    ("that it was determined to help", "pledges"),
    ("that the war could spread", "warns"),
    ("that the war was spreading", "states"),
    ("that the raids risked igniting a wider war", "warns"),
    ("that it would retaliate", "threatens"),
    ("that Chad would pay a heavy price", "threatens"),
    ("that it would take further measures", "threatens"),
    ("that it was deeply concerned", "expresses_concern"),
    ("that it was not concerned with names", "states"),
    ("that the losses were tragic", "expresses_concern"),
    ("that it was grateful to Chad", "thanks"),
    ("that the two had discussed trade", "consults"),
    ("that the text was long", "states"),
]


@pytest.mark.parametrize(("content", "expected"), SAID)
def test_plain_speech_is_read_from_its_content(content: str, expected: str) -> None:
    assert act(f"Norway said {content}.") == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Norway rejected the plan.", "rejects"),
        ("Norway rejected the shelling of the camp.", "condemns"),
        ("Norway rejected the allegation.", "denies"),
        ("Norway dismissed the report as false.", "denies"),
        ("Norway warned that the war could spread.", "warns"),
        ("Norway warned that it would retaliate.", "threatens"),
        ("Norway vowed to rebuild the town.", "pledges"),
        ("Norway vowed to retaliate.", "threatens"),
        ("Norway recalled its ambassador.", "announces"),
        ("Norway recalled that the talks were long.", "states"),
        ("Norway hoped that Chad would agree.", "calls_for"),
        ("Norway called the raid shameful.", "condemns"),
        ("Norway called the raid a violation of the truce.", "accuses"),
        ("Norway called the deal a milestone.", "welcomes"),
        ("Norway reiterated its full support for the plan.", "supports"),
        ("Norway agreed to send food.", "pledges"),
        ("Norway announced that the raid was shameful.", "condemns"),
        ("Norway announced a school.", "announces"),
        ("Norway reaffirmed its support for the plan.", "supports"),
        ("Norway reaffirmed its rejection of the plan.", "rejects"),
        ("Norway reaffirmed that Chad must leave.", "demands"),
        ("Norway asked Chad to leave.", "calls_for"),
        ("Norway asked whether Chad would leave.", "states"),
        ("Norway told Chad to leave.", "demands"),
        ("Norway noted with concern the raids on the port.", "expresses_concern"),
        ("Norway took note of the report.", "states"),
    ],
)
def test_cue_and_content_together(sentence: str, expected: str) -> None:
    assert act(sentence) == expected


@pytest.mark.parametrize(
    ("sentence", "expected", "negated"),
    [
        ("Norway called for a truce.", "calls_for", False),
        ("Norway did not call for a truce.", "calls_for", True),
        ("Norway condemned the raid.", "condemns", False),
        ("Norway has not condemned the raid.", "condemns", True),
        ("Norway rejected calls for a truce.", "rejects", False),
        ("Norway rejected calls to condemn the raid.", "rejects", False),
        ("Norway has yet to condemn the raid.", "condemns", True),
        ("Norway stopped short of calling for a truce.", "calls_for", True),
        ("Norway never welcomed the deal.", "welcomes", True),
        ("Norway said that it did not know the text.", "states", False),
    ],
)
def test_negation_of_the_act_and_within_the_content(sentence: str, expected: str, negated: bool) -> None:
    row = coded(sentence)
    assert (row["act"], row["negated"]) == (expected, negated)


def test_a_refusal_to_condemn_is_no_condemnation() -> None:
    text = "Norway refused to condemn the raid."
    statements = cl.code(pd.DataFrame([{"doc_id": "d", "doc": "d.txt", "text": text}])).statements
    assert set(statements["act"]) == {"rejects"}
    assert not statements["negated"].any()


def test_what_is_only_mentioned_in_a_clause_does_not_win() -> None:
    assert act("Norway said that the talks should go on because the raid was shameful.") == "calls_for"
    assert act("“If nothing changes we face a shameful end. We call on Chad to act,” Norway said.") == "calls_for"


def test_the_act_has_its_words_as_evidence() -> None:
    text = "Norway said that the raid was shameful."
    result = cl.code(pd.DataFrame([{"doc_id": "d", "doc": "d.txt", "text": text}]))
    shown = result.evidence[result.evidence["kind"] == "act"].to_dict("records")
    assert [(row["code"], row["matched"], row["rule"]) for row in shown] == [("condemns", "shameful", "shameful*")]


def test_every_act_of_the_sample_pages_is_in_the_codebook() -> None:
    statements = cl.code(cl.load(folder("data") / "pages").documents).statements
    assert set(statements["act"]) <= set(shipped_codebook().acts["code"])
