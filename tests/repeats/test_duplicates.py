"""Duplicates: invariants first, then what outlets do to a story, then whatever hypothesis thinks of."""

import hashlib
import itertools
import os
import re
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from texts import CHINESE, COPIES, JAPANESE, LINES, OTHER_CHINESE, OTHER_STORY, STORY, bulletin

from conflictlib import schema
from conflictlib.parameters import ParameterError
from conflictlib.repeats import duplicates
from conflictlib.repeats.candidates import BEFORE
from conflictlib.repeats.finding import LEAST_WORDS
from conflictlib.repeats.wording import PASSAGE, WordHashes, runs, words
from conflictlib.schema import TableError


def pages(*texts, days=None):
    """Documents d0, d1, … published on the days given, a day later each without."""
    days = days or [f"2024-05-{number + 1:02}" for number in range(len(texts))]
    table = [
        {"doc_id": f"d{n}", "doc": f"{n}.txt", "text": text, "published": day}
        for n, (text, day) in enumerate(zip(texts, days, strict=True))
    ]
    return schema.conform(table, schema.DOCUMENTS)


def found(documents, level=None, **options):
    """{document: what it repeats}, at one level or all."""
    table = duplicates(documents, **options)
    table = table if level is None else table[table["level"] == level]
    return dict(zip(table["doc_id"], table["copy_of"], strict=True))


MIXED = pages(
    STORY, OTHER_STORY, *COPIES.values(), STORY.upper(), *(bulletin(day) for day in range(1, 8)), CHINESE,
    CHINESE.replace("星期五", "周五"), "Ceasefire now!", "CEASEFIRE, NOW",
)  # fmt: skip


# Invariants


def test_every_passage_stands_where_it_says():
    texts = MIXED.set_index("doc_id")["text"]
    table = duplicates(MIXED)
    assert len(table)
    for row in table.itertuples():
        assert texts[row.doc_id][row.start : row.end] == row.evidence
        other = texts[row.copy_of][row.first_start : row.first_end]
        hashes = WordHashes()
        assert hashes.of(words(other)).tolist() == hashes.of(words(row.evidence)).tolist()
        assert 0 < len(words(row.evidence)) <= PASSAGE


def test_no_document_stands_twice_at_one_level_and_the_first_is_no_copy():
    table = duplicates(MIXED)
    assert not table.duplicated(["doc_id", "level"]).any()
    for _, rows in table.groupby("level"):
        assert not set(rows["doc_id"]) & set(rows["copy_of"])
    assert table["similarity"].between(0, 1).all()


def test_the_first_was_published_first():
    days = MIXED.set_index("doc_id")["published"]
    table = duplicates(MIXED)
    assert all(
        days[row.copy_of] < row_day for row, row_day in zip(table.itertuples(), days[table["doc_id"]], strict=True)
    )


def test_the_table_is_of_the_schema_and_nothing_is_changed():
    before = MIXED.copy(deep=True)
    table = duplicates(MIXED)
    assert table.columns.to_list() == schema.DUPLICATES.names
    schema.check(table, schema.DUPLICATES)
    pd.testing.assert_frame_equal(MIXED, before)


def test_the_order_of_the_rows_makes_no_difference_where_days_differ():
    turned = MIXED.iloc[::-1]
    pd.testing.assert_frame_equal(duplicates(turned), duplicates(MIXED))


def test_no_documents_no_rows():
    empty = schema.empty(schema.DOCUMENTS)
    assert duplicates(empty).empty
    assert duplicates(empty).columns.to_list() == schema.DUPLICATES.names
    assert duplicates(pages(STORY)).empty


def test_another_process_finds_the_same():
    code = (
        "import sys; sys.path.insert(0, sys.argv[1]); import test_duplicates as t\n"
        "print(t.duplicates(t.MIXED).to_csv())"
    )
    outputs = {
        subprocess.run(
            [sys.executable, "-c", code, Path(__file__).parent],
            check=True, capture_output=True, text=True, env={**os.environ, "PYTHONHASHSEED": seed, "RAYON_NUM_THREADS": seed},
        ).stdout
        for seed in ("1", "2")
    }  # fmt: skip
    assert len(outputs) == 1 and "near" in outputs.pop()


# Exact copies


@pytest.mark.parametrize(
    "copy",
    [
        STORY.upper(),
        STORY.replace("“", '"').replace("”", '"'),
        "  " + STORY.replace(" ", " \n"),
        STORY.replace("–", ","),
    ],
)
def test_case_blanks_and_punctuation_make_no_difference(copy):
    table = duplicates(pages(STORY, copy))
    assert table[["doc_id", "copy_of", "level", "similarity"]].to_numpy().tolist() == [["d1", "d0", "exact", 1.0]]


def test_spellings_of_one_letter_are_the_same():
    assert found(pages("Café Müller schließt", "Cafe\u0301 Mu\u0308ller SCHLIESST")) == {"d1": "d0"}
    assert found(pages("die Waffen\u00adruhe", "die Waffenruhe")) == {"d1": "d0"}


def test_short_texts_are_copies_only_word_for_word():
    assert found(pages("Ceasefire now!", "CEASEFIRE, now", "Ceasefire soon")) == {"d1": "d0"}
    nine = " ".join(STORY.split()[20 : 20 + LEAST_WORDS - 1])
    assert found(pages(nine, nine + "'")) == {"d1": "d0"}
    assert found(pages(f"{nine} one", nine), similar=0.5) == {}


def test_texts_without_a_word_are_no_copies():
    assert found(pages("…", "---", "!")) == {}


def test_one_doc_id_twice_is_said_once():
    table = duplicates(pd.concat([pages(STORY), pages(STORY), pages(STORY)], ignore_index=True))
    assert table[["doc_id", "copy_of", "level"]].to_numpy().tolist() == [["d0", "d0", "exact"]]


def test_one_doc_id_with_two_texts_is_refused():
    message = (
        "documents, row 2: doc_id 'd0' has another text elsewhere in the table; allowed is one text for each doc_id"
    )
    with pytest.raises(TableError, match=f"^{re.escape(message)}$"):
        duplicates(pd.concat([pages("one text"), pages("another text")], ignore_index=True))


# Near copies


@pytest.mark.parametrize("name", COPIES)
def test_what_outlets_do_to_a_story_is_found(name):
    copy = COPIES[name]
    table = duplicates(pages(STORY, copy))
    assert table[["doc_id", "copy_of", "level"]].to_numpy().tolist() == [["d1", "d0", "near"]]
    assert 0.8 <= table["similarity"].item() <= 1


def test_all_versions_are_one_group_whatever_comes_first():
    versions = [STORY, *(copy for name, copy in COPIES.items() if name != "one corrected figure")]
    for shift in range(len(versions)):
        order = versions[shift:] + versions[:shift]
        copies = found(pages(*order), "near")
        assert set(copies.values()) == {"d0"}, shift
        assert len(copies) == len(order) - 1


def test_two_stories_on_one_event_are_no_copies():
    assert found(pages(STORY, OTHER_STORY)) == {}


def test_a_long_quotation_makes_no_copy():
    quoting = OTHER_STORY + "\n" + LINES[3]
    assert found(pages(STORY, quoting)) == {}


def test_a_short_post_quoted_in_full_is_no_copy():
    assert found(pages(LINES[2], LINES[1] + "\n" + LINES[2])) == {}


def test_a_round_up_is_no_copy_of_the_stories_in_it():
    stories = [" ".join(f"{word}{n}" for word in STORY.split()) for n in "abcd"]
    assert found(pages(*stories, "\n".join(stories))) == {}


def test_resemblance_counts_where_a_text_is_short():
    text = " ".join(f"word{n}" for n in "abcdefghijklmnopqrst")
    table = duplicates(pages(text, f"{text} more"))  # 16 runs, 17 runs, 16 in common
    assert table["similarity"].to_list() == [round(16 / 17, 4)]


def test_containment_counts_where_it_is_long():
    text = [f"word{n}{m}" for n, m in itertools.product("abcdefghij", repeat=2)]
    half = [*text[:60], "a", "new", "end"]
    table = duplicates(pages(" ".join(text), " ".join(half)))  # 59 runs, 56 of them in the long one
    assert table["similarity"].to_list() == [round(56 / 59, 4)]
    assert found(pages(" ".join(text), " ".join(half)), similar=0.95) == {}


def test_a_chain_ends_where_the_first_is_no_longer_seen():
    text = [f"word{n}{m}" for n, m in itertools.product("abcdefghijklmnop", "abcdefghijklmnop")]
    steps = [" ".join(text[begin : begin + 100]) for begin in range(0, 140, 15)]
    table = duplicates(pages(*steps))
    first = {"d0": 0} | {row.doc_id: int(row.copy_of[1:]) for row in table.itertuples()}
    assert first["d1"] == first["d2"] == first["d3"] == 0
    assert table["similarity"].min() >= 0.5
    assert len(set(first.values())) == 3


def test_of_one_day_the_moment_decides_and_else_the_place():
    documents = pages(STORY, COPIES["changed lede"], days=["2024-05-03"] * 2)
    assert found(documents) == {"d1": "d0"}
    timed = documents.assign(published_at=["2024-05-03T12:00:00Z", "2024-05-03T09:00:00Z"])
    assert found(timed) == {"d0": "d1"}


def test_undated_documents_come_last():
    assert found(pages(STORY, COPIES["changed lede"], days=[None, "2024-05-03"])) == {"d0": "d1"}
    without = pages(STORY, COPIES["changed lede"]).drop(columns="published")
    assert found(without) == {"d1": "d0"}


@pytest.mark.parametrize("text", [CHINESE, JAPANESE])
def test_scripts_without_blanks_are_compared_by_characters(text):
    cut = text.replace("金曜日、", "").replace("星期五", "周五")
    table = duplicates(pages(text, cut, text.replace("。", " . "), OTHER_CHINESE))
    assert table[["doc_id", "copy_of", "level"]].to_numpy().tolist() == [["d2", "d0", "exact"], ["d1", "d0", "near"]]


def test_a_copy_among_very_many_of_one_template_is_found():
    reports = [bulletin(n % 28 + 1, more=90 * n) for n in range(3 * BEFORE)]
    copy = "\n".join(["From our correspondent.", *reports[-1].split("\n")])
    days = [f"2024-{n // 28 + 1:02}-{n % 28 + 1:02}" for n in range(len(reports))]
    assert found(pages(*reports, copy, days=[*days, days[-1]])) == {f"d{len(reports)}": f"d{len(reports) - 1}"}


# Daily reports


def test_daily_reports_of_one_template_are_no_copies():
    assert found(pages(*(bulletin(day) for day in range(1, 20)))) == {}
    assert found(pages(*(bulletin(day) for day in range(1, 20))), similar=0.5) == {}


def test_nor_without_days_or_on_one_day():
    reports = [bulletin(day) for day in range(1, 10)]
    assert found(pages(*reports, days=[None] * 9)) == {}
    assert found(pages(*reports, days=["2024-05-31"] * 9)) == {}


def test_a_report_with_a_new_date_and_toll_is_new_on_another_day_only():
    one = bulletin(3)
    other = one.replace("3 dead and 14 wounded", "6 dead and 15 wounded").replace("3 May", "4 May")
    assert sum(a != b for a, b in zip(one.split("\n"), other.split("\n"), strict=True)) == 2
    assert found(pages(one, other)) == {}
    assert found(pages(one, other, days=["2024-05-03"] * 2)) == {"d1": "d0"}


def test_number_words_and_numerals_of_other_scripts_are_figures():
    report = (
        "The mission counted {} attacks on {} along the road from the mill to the quarry and the old customs house."
    )
    for one, other in [
        (("six", "Monday"), ("seven", "Tuesday")),
        (("三", "一"), ("五", "二")),
        (("٣", "٤"), ("٥", "٦")),
    ]:
        assert found(pages(report.format(*one), report.format(*other)), similar=0.5) == {}
    assert found(pages(report.format("some", "foot"), report.format("some", "hooves")), similar=0.5) == {"d1": "d0"}


def test_a_time_of_update_makes_no_new_report():
    story = "\n".join(line for line in LINES if not re.search(r"\d", line))
    one, other = (f"{story}\nLast updated: {day} May 2024" for day in (3, 4))
    assert found(pages(one, other)) == {"d1": "d0"}


def test_a_bulletin_that_an_outlet_repeats_is_a_copy():
    copy = "The daily report, as we received it.\n" + bulletin(4)
    assert found(pages(bulletin(3), bulletin(4), copy)) == {"d2": "d1"}


# Readouts


def statements(*given):
    table = [
        {"statement_id": f"s{n}", "doc_id": doc_id, "readout_id": readout, "text": text}
        for n, (doc_id, readout, text) in enumerate(given)
    ]
    return schema.conform(table, schema.STATEMENTS)


TOLD = pages("Firefly called for calm.", "The minister urged calm. Trentino left.", "Trentino departed. Rain fell.")


def test_documents_that_report_one_utterance():
    table = duplicates(
        TOLD,
        statements(("d0", "r1", "calm"), ("d1", "r1", "urged calm"), ("d1", "r2", "left"), ("d2", "r2", "departed")),
    )
    columns = ["doc_id", "copy_of", "level", "similarity", "evidence", "start", "end", "first_start", "first_end"]
    assert table[columns].to_numpy().tolist() == [
        ["d1", "d0", "readout", 0.5, "urged calm", 13, 23, 19, 23],
        ["d2", "d1", "readout", 1.0, "departed", 9, 17, 34, 38],
    ]


def test_of_several_the_one_that_shares_most():
    given = statements(
        ("d0", "r1", "calm"), ("d2", "r1", "Rain"), ("d1", "r2", "calm"), ("d1", "r3", "left"), ("d2", "r2", "fell"),
        ("d2", "r3", "departed"),
    )  # fmt: skip
    table = duplicates(TOLD, given)
    assert table[["doc_id", "copy_of", "similarity"]].to_numpy().tolist() == [["d2", "d1", round(2 / 3, 4)]]


def test_a_statement_without_readout_or_of_another_document_is_passed_over():
    assert duplicates(
        TOLD, statements(("d0", None, "calm"), ("d1", None, "calm"), ("dx", "r", "x"), ("d0", "r", "calm"))
    ).empty
    assert duplicates(TOLD, schema.empty(schema.STATEMENTS)).empty


def test_spans_say_where_the_content_is():
    given = statements(("d0", "r1", "calm"), ("d1", "r1", "…"))
    given["spans"] = [[[0, 7], [8, 23]], [[4, 12]]]
    row = duplicates(TOLD, given).iloc[0]
    assert (row["evidence"], row["first_start"], row["first_end"]) == ("minister", 8, 23)


def test_content_that_is_not_in_the_text_is_no_passage():
    row = duplicates(TOLD, statements(("d0", "r1", "said in other words"), ("d1", "r1", "in others"))).iloc[0]
    assert row[["evidence", "start", "end", "first_start", "first_end"]].isna().all()


def test_offsets_outside_of_the_document_are_refused():
    given = statements(("d0", "r1", "calm"), ("d1", "r1", "calm")).assign(start=[0, 30], end=[7, 99])
    message = "statements, row 2: start 30, end 99 is outside of document 'd1'; allowed is 0 to 39"
    with pytest.raises(TableError, match=f"^{re.escape(message)}$"):
        duplicates(TOLD, given)


def test_statements_without_readouts_are_refused():
    message = "statements: there is no column 'readout_id', which the level readout needs; there are statement_id, doc_id, text"
    with pytest.raises(TableError, match=f"^{re.escape(message)}$"):
        duplicates(TOLD, statements(("d0", "r1", "calm"))[["statement_id", "doc_id", "text"]])


# What is refused


@pytest.mark.parametrize("similar", [0.49, 1.01, True, "0.8", None, float("nan")])
def test_a_similarity_that_is_not_allowed(similar):
    with pytest.raises(
        ParameterError, match=f"^similar is {re.escape(repr(similar))}; allowed is a number from 0.5 to 1$"
    ):
        duplicates(MIXED, similar=similar)


# Whatever hypothesis thinks of

ANY = st.text(st.sampled_from("ab cdé.,1三停\n\u0301\u00ad"), max_size=60)


@settings(max_examples=60, deadline=None)
@given(st.lists(ANY.filter(lambda text: text != ""), max_size=6))
def test_any_texts(texts):
    documents = pages(*texts, days=["2024-05-01"] * len(texts))
    table = duplicates(documents, similar=0.5)
    by_id = documents.set_index("doc_id")["text"]
    assert not table.duplicated(["doc_id", "level"]).any()
    for row in table.itertuples():
        assert by_id[row.doc_id][row.start : row.end] == row.evidence
        assert words(row.evidence)
    same = {tuple(WordHashes().of(words(text))) for text in texts} - {()}
    n_without = sum(not words(text) for text in texts)
    assert (table["level"] == "exact").sum() == len(texts) - n_without - len(same)


@given(st.lists(st.sampled_from("abcdef"), max_size=30))
def test_every_five_words_are_a_run_in_their_order(letters):
    numbers = WordHashes().of(letters)
    fives = ["".join(letters[i : i + 5]) for i in range(len(letters) - 4)]
    assert len(runs(numbers)) == len(fives)
    assert len(set(runs(numbers).tolist())) == len(set(fives))


def test_a_word_has_one_number_for_ever():
    digest = hashlib.blake2b(b"ceasefire", digest_size=8).digest()
    assert WordHashes()["CeaseFire"] == int.from_bytes(digest, "little")
