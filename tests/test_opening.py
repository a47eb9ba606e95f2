import csv
import re
from pathlib import Path

import pandas as pd
import pytest

from conflictlib import schema
from conflictlib.codebook import shipped_codebook
from conflictlib.opening import load_events, open_statements
from conflictlib.parameters import ParameterError
from conflictlib.shipped import folder

DATA = folder("data")
CODEBOOK = (DATA / "README.md").read_text(encoding="utf-8")
FACTS = Path(__file__).parents[1].parent / "shared" / "facts"
NAMES = {  # how the collected tables call a column
    "actor": "actor_code",
    "actor_name": "actor",
    "addressee": "addressee_code",
    "addressee_name": "addressee",
    "text": "summary",
}


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def codes(column: pd.Series) -> dict[str, int]:
    return column.explode().value_counts().to_dict()


def counted_in_the_readme(heading: str) -> dict[str, int]:
    """Return the counts of codes below a heading of data/README.md."""
    section = CODEBOOK.split(f"### {heading}\n", 1)[1].split("\n#", 1)[0]
    return {code: int(n) for code, n in re.findall(r"`(\w+)`\s(\d+)", section)}


# the sample's tables


def test_the_tables_fit_the_schema():
    statements = open_statements()
    schema.check(
        statements, schema.STATEMENTS, needs=["date", "actor", "act", "text", "confidence", "source_url", "coder"]
    )
    schema.check(load_events(), schema.EVENTS, needs=["kind", "source_url", "source_title"])
    assert (len(statements), len(load_events()), len(rows(DATA / "codings.csv"))) == (314, 60, 942)
    assert statements["statement_id"].tolist() == [f"S{n:04}" for n in range(1, 315)]
    assert statements["date"].is_monotonic_increasing


def test_every_code_is_in_the_codebook():
    statements, book = open_statements(), shipped_codebook()
    for column, table in (
        ("act", book.acts),
        ("themes", book.themes),
        ("actor", book.actors),
        ("members", book.actors),
    ):
        assert set(codes(statements[column].dropna())) <= {*table["code"]}
    assert set(codes(statements["addressee"].dropna().str.split(";"))) <= {*book.actors["code"]}


def test_the_final_codings_are_the_codes_of_the_statements():
    final = {
        row["statement_id"]: (row["act"], row["themes"])
        for row in rows(DATA / "codings.csv")
        if row["coder"] == "final"
    }
    assert final == {row["statement_id"]: (row["act"], row["themes"]) for row in rows(DATA / "statements.csv")}


def test_every_statement_was_coded_by_three():
    coders = pd.DataFrame(rows(DATA / "codings.csv")).groupby("statement_id")["coder"].agg(list)
    assert len(coders) == 314
    assert all(coder == ["a", "b", "final"] for coder in coders)


@pytest.mark.parametrize("name", ["statements.csv", "codings.csv", "events.csv"])
def test_the_tables_are_plain_csv_with_line_feeds(name):
    data = (DATA / name).read_bytes()
    assert b"\r" not in data
    assert data.endswith(b"\n")
    assert not data.startswith(b"\xef\xbb\xbf")


@pytest.mark.skipif(not FACTS.is_dir(), reason="the collected tables are not part of the repository")
def test_no_value_was_altered():
    for name in ("statements.csv", "codings.csv", "events.csv"):
        given, kept = rows(FACTS / name), rows(DATA / name)
        renamed = NAMES if name == "statements.csv" else {}
        assert [{renamed.get(column, column): value for column, value in row.items()} for row in kept] == given


# its codebook


def test_the_readme_counts_what_is_there():
    statements = open_statements()
    counted = {"Actors": "actor", "Channel": "channel", "Act": "act", "Themes": "themes", "Confidence": "confidence"}
    for heading, column in counted.items():
        assert counted_in_the_readme(heading) == codes(statements[column])
    kinds = dict(re.findall(r"`(\w+)` (\d+)", CODEBOOK.split("| `kind` |")[1].split("\n")[0]))
    assert {kind: int(n) for kind, n in kinds.items()} == codes(load_events()["kind"])


def test_the_readme_explains_every_column_in_order_with_its_empty_cells():
    described = re.findall(r"^\| `(\w+)` \|.*\| (\d+) \|$", CODEBOOK, re.MULTILINE)
    given = rows(DATA / "statements.csv")
    assert described == [(column, str(sum(not row[column] for row in given))) for column in given[0]]


def test_the_rows_to_doubt_are_those_of_low_confidence():
    doubted = CODEBOOK.split("### Rows to doubt")[1].split("\n## ")[0]
    statements = open_statements()
    assert set(re.findall(r"S\d{4}", doubted)) == {*statements.loc[statements["confidence"] == "low", "statement_id"]}


def test_the_readme_gives_the_agreement_of_the_two_coders():
    coded = pd.DataFrame(rows(DATA / "codings.csv")).set_index(["coder", "statement_id"])
    a, b = coded.loc["a"], coded.loc["b"]
    themes = {coder: frame["themes"].str.split(";").map(set) for coder, frame in (("a", a), ("b", b))}
    pooled: tuple[list[bool], list[bool]] = ([], [])
    for theme in shipped_codebook().themes["code"]:
        given = [[theme in those for those in themes[coder]] for coder in "ab"]
        pooled[0].extend(given[0])
        pooled[1].extend(given[1])
        told = re.search(rf"\| `{theme}` \| (-?\d\.\d{{3}}) \|", CODEBOOK)
        assert (told is None) == (not any(given[0] + given[1]))
        assert told is None or float(told[1]) == pytest.approx(alpha(*given), abs=0.0005)
    assert (
        f"**Act: {alpha(a['act'], b['act']):.3f}**; the same act in {(a['act'] == b['act']).sum()} of 314" in CODEBOOK
    )
    same = (themes["a"] == themes["b"]).sum()
    assert f"pooled: {alpha(*pooled):.3f}**; the same set of themes in {same} rows" in CODEBOOK


def alpha(first, second) -> float:
    """Krippendorff's alpha of two coders, nominal, nothing missing, written out."""
    first, second = list(first), list(second)
    n = 2 * len(first)
    counts = pd.Series([*first, *second]).value_counts()
    observed = sum(x != y for x, y in zip(first, second, strict=True)) / len(first)
    return 1 - observed / (1 - (counts * (counts - 1)).sum() / (n * (n - 1)))


# opening it


def test_the_sample_says_what_it_is():
    statements = open_statements()
    assert (
        statements.attrs["source"] == "conflictlib sample, 314 hand-coded statements; a convenience sample, no census"
    )
    assert set(statements["coder"]) == {"hand"}
    assert not statements["negated"].any()
    assert statements["doc_id"].nunique() == statements["source_url"].nunique() == 222
    assert statements["readout_id"].isna().all()


@pytest.mark.parametrize(
    "given",
    [
        {"actors": "CHN"},
        {"actors": ["ISR", "PSE"]},
        {"themes": "ceasefire, hostages"},
        {"end": "2024-06-30"},
        {"actors": "AFG"},
    ],
)
def test_a_filter_and_its_complement_make_the_whole(given):
    everything, kept = open_statements(), open_statements(**given)
    if "actors" in given:
        wanted = everything["actor"].isin([given["actors"]] if isinstance(given["actors"], str) else given["actors"])
    elif "themes" in given:
        wanted = everything["themes"].map(lambda codes: bool({"ceasefire", "hostages"} & set(codes)))
    else:
        wanted = everything["date"] <= "2024-06-30"
    pd.testing.assert_frame_equal(kept, everything[wanted].reset_index(drop=True))
    assert len(kept) + (~wanted).sum() == 314
    assert kept.attrs == everything.attrs


def test_start_and_end_are_inclusive():
    one_day = open_statements(start="2023-10-18", end="2023-10-18")
    assert set(one_day["date"].dt.strftime("%Y-%m-%d")) == {"2023-10-18"}
    before, after = open_statements(end="2023-10-17"), open_statements(start="2023-10-19")
    assert len(before) + len(one_day) + len(after) == 314


def test_what_comes_back_is_a_copy():
    mine = open_statements()
    mine.loc[:, "actor"] = "XXX"
    assert "XXX" not in set(open_statements()["actor"])


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"start": "2023-13-01"}, "start is '2023-13-01'; allowed is a day as YYYY-MM-DD or ''"),
        ({"end": "7 October"}, "end is '7 October'; allowed is a day as YYYY-MM-DD or ''"),
        ({"start": "2024-02-01", "end": "2024-01-01"}, "start is 2024-02-01, after end, which is 2024-01-01"),
        (
            {"actors": "China"},
            "actors has 'China' (did you mean 'CHN'?); allowed are codes of the codebook's actors.csv",
        ),
        (
            {"actors": "ISR,CNH"},
            "actors has 'CNH' (did you mean 'CHN'?); allowed are codes of the codebook's actors.csv",
        ),
        ({"actors": ["?"]}, "actors has '?'; allowed are codes of the codebook's actors.csv"),
        (
            {"themes": "cease_fire"},
            "themes has 'cease_fire' (did you mean 'ceasefire'?); allowed are codes of the codebook's themes.csv",
        ),
        ({"corpus": "no/where"}, "corpus is 'no/where'; allowed are 'sample' and the path of a file or folder"),
        ({"corpus": ""}, "corpus is ''; allowed are 'sample' and the path of a file or folder"),
    ],
)
def test_a_wrong_value_stops_with_one_sentence(given, said):
    with pytest.raises(ParameterError) as caught:
        open_statements(**given)
    assert str(caught.value) == said


# one's own statements and pages


def test_the_shipped_table_can_be_opened_by_its_path():
    own = open_statements(DATA / "statements.csv")
    assert own.attrs["source"] == "314 statements of statements.csv"
    pd.testing.assert_frame_equal(
        own[["statement_id", "date", "themes"]], open_statements()[["statement_id", "date", "themes"]]
    )


@pytest.mark.parametrize("ending", ["csv", "jsonl", "parquet"])
def test_a_table_written_and_opened_again_has_the_same_statements(tmp_path, ending):
    statements, path = open_statements(actors="CHN"), tmp_path / f"mine.{ending}"
    if ending == "parquet":
        statements.to_parquet(path)
    elif ending == "jsonl":
        statements.to_json(path, orient="records", lines=True, date_format="iso", force_ascii=False)
    else:
        statements.assign(**{c: statements[c].map(";".join) for c in ("members", "themes", "spans")}).to_csv(
            path, index=False
        )
    again = open_statements(path)
    pd.testing.assert_frame_equal(again, statements, check_like=True)
    assert again.attrs == {"source": f"16 statements of mine.{ending}", "problems": 0}


def test_rows_that_cannot_be_read_are_counted(tmp_path):
    (tmp_path / "mine.csv").write_text(
        "statement_id,text,actor,date\ns1,calm,CHN,2024-05-12\ns2,,CHN,2024-05-12\ns3,aid,CHN,soon\n"
    )
    own = open_statements(tmp_path / "mine.csv")
    assert own.attrs == {"source": "2 statements of mine.csv; 2 files or rows not read", "problems": 2}
    assert open_statements(tmp_path / "mine.csv", start="2024-01-01")["statement_id"].tolist() == ["s1"]


def test_what_holds_no_statement_is_told(tmp_path):
    with pytest.raises(ParameterError) as caught:
        open_statements(tmp_path)
    assert str(caught.value).startswith(
        f"corpus is {str(tmp_path)!r}; no page and no statement could be read from it ("
    )
    (tmp_path / "a.txt").write_bytes(b"")
    with pytest.raises(ParameterError) as caught:
        open_statements(tmp_path)
    assert str(caught.value).endswith("no page and no statement could be read from it (a.txt: the file is empty)")


def test_pages_are_coded_and_stand_beside_statements(tmp_path):
    (tmp_path / "page.txt").write_text(
        "CAIRO, 12 May 2024 – Egypt called for an immediate ceasefire in Gaza.\n", encoding="utf-8"
    )
    coded = open_statements(tmp_path)
    assert coded[["actor", "act"]].to_numpy().tolist() == [["EGY", "calls_for"]]
    assert coded.attrs["source"] == f"1 statements coded by rule in 1 documents of {tmp_path.name}"
    (tmp_path / "mine.csv").write_text("statement_id,text,actor\ns1,calm,CHN\n")
    both = open_statements(tmp_path)
    assert both["actor"].tolist() == ["CHN", "EGY"]
    assert both.attrs["source"].startswith(
        f"1 statements of {tmp_path.name}; 1 statements coded by rule in 1 documents"
    )


# events


def test_no_events_are_an_empty_table():
    pd.testing.assert_frame_equal(load_events(""), schema.empty(schema.EVENTS))


def test_events_of_ones_own_come_by_date_from_any_table_with_a_date_and_a_label(tmp_path):
    (tmp_path / "mine.csv").write_text("label;day\nTalks end;2024-05-14\nTalks begin;2024-05-12\n")
    events = load_events(tmp_path / "mine.csv")
    assert events["event"].tolist() == ["Talks begin", "Talks end"]
    assert list(events) == schema.EVENTS.names


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "allowed are 'sample', '' and the path of a CSV file"),
        ("a,b\n1,2\n", "no row of it has a date and a label"),
    ],
)
def test_wrong_events_stop_with_one_sentence(tmp_path, content, said):
    path = tmp_path / "mine.csv"
    if content:
        path.write_text(content)
    with pytest.raises(ParameterError) as caught:
        load_events(path)
    assert str(caught.value) == f"events is {str(path)!r}; {said}"
