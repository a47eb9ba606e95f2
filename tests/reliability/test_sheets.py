"""Sheets to code by hand: which statements are drawn, what stands on them, and what comes back."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from html.parser import HTMLParser
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conflictlib.opening import open_statements
from conflictlib.parameters import ParameterError
from conflictlib.reliability import read_codings, sample
from conflictlib.reliability.drawing import _allocate
from conflictlib.reliability.passages import passage
from conflictlib.schema import TableError

TEXT = 'Talks.\nFreedonia said <b>: calm & "peace" </script><!-- now\u2028. Sylvania agreed.\nMore.'


@pytest.fixture(scope="module")
def statements() -> pd.DataFrame:
    return open_statements()


def made(*acts: str) -> pd.DataFrame:
    ids = [f"S{k:02}" for k in range(len(acts))]
    return pd.DataFrame({"statement_id": ids, "text": [f"word {k}" for k in ids], "act": list(acts)})


# Drawing


def test_the_same_seed_draws_the_same_whatever_the_order_of_rows(statements: pd.DataFrame) -> None:
    first = sample(statements, n=30, by="act")
    mixed = statements.sample(frac=1, random_state=5)
    pd.testing.assert_frame_equal(sample(mixed, n=30, by="act"), first)
    assert sample(statements, n=30, by="act", seed=2)["statement_id"].tolist() != first["statement_id"].tolist()


def test_a_larger_simple_sample_holds_a_smaller_one(statements: pd.DataFrame) -> None:
    small, large = (sample(statements, n=n)["statement_id"].tolist() for n in (20, 60))
    assert large[:20] == small


def test_machine_codes_are_not_on_the_sheet(statements: pd.DataFrame) -> None:
    sheet = sample(statements, n=5)
    columns = ["statement_id", "date", "actor", "text", "context", "act", "themes", "speaker_wrong", "note"]
    assert sheet.columns.tolist() == columns
    assert (sheet[["act", "themes", "speaker_wrong", "note"]] == "").all(axis=None)


@settings(deadline=None, max_examples=60)
@given(st.dictionaries(st.text("abcdef", max_size=2), st.integers(1, 50), min_size=1), st.integers(1, 80),
       st.sampled_from(["proportional", "equal"]))  # fmt: skip
def test_strata_give_together_what_is_asked(sizes: dict[str, int], n: int, allocation: str) -> None:
    n = min(n, sum(sizes.values()))
    given_ = _allocate(sizes, n, allocation)
    assert sum(given_.values()) == n
    assert all(0 <= given_[name] <= sizes[name] for name in sizes)
    if len(sizes) <= n:
        assert min(given_.values()) >= 1
    if allocation == "equal":
        most = max(given_.values())
        assert all(given_[name] >= most - 1 or given_[name] == sizes[name] for name in sizes)


def test_a_rare_stratum_is_not_passed_over_and_missing_ones_are_a_stratum() -> None:
    table = made(*["states"] * 20, "warns")
    table.loc[0, "act"] = None
    sheet = sample(table, n=5, by="act")
    assert sheet.attrs["strata"] == {"not coded": (1, 1), "states": (3, 19), "warns": (1, 1)}
    assert sample(table, n=50).attrs["n"] == 21


def test_the_words_around_are_the_paragraph() -> None:
    text = f"Before.\n{'a ' * 600}calm{' b' * 600}\nAfter."
    start = text.index("calm")
    found = passage(text, [[start, start + 4]])
    assert [words for words, marked in found.pieces if marked] == ["calm"]
    assert found.text.startswith("… ") and found.text.endswith(" …") and len(found.text) < 910
    assert passage(text, [[0, 10_000]]).pieces == ()


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"n": 0}, "n is 0; allowed is a whole number from 1"),
        ({"seed": -1}, "seed is -1; allowed is a whole number from 0"),
        ({"allocation": "even"}, "allocation is 'even'; allowed are proportional, equal"),
        ({"by": "themes"}, "by is 'themes'; a statement may have several themes, allowed is a column with one value"),
        ({"to": "sheet.xlsx"}, "to is 'sheet.xlsx'; the ending is not known, allowed are .csv, .html"),
    ],
)
def test_wrong_options_are_refused(statements: pd.DataFrame, options: dict[str, object], message: str) -> None:
    with pytest.raises(ParameterError) as error:
        sample(statements, **options)  # type: ignore[arg-type]
    assert str(error.value) == message


def test_ids_must_be_told_apart() -> None:
    table = pd.concat([made("states"), made("warns")])
    with pytest.raises(TableError, match=r"^statements: statement_id 'S00' stands there twice$"):
        sample(table)


# The CSV file, and back


def test_a_sheet_goes_out_is_filled_and_comes_back(tmp_path: Path) -> None:
    table = made("states", "warns", "warns").assign(text=["=1+1", "calm; now", 'she said "no"'])
    sample(table, to=tmp_path / "ann.csv")
    lines = (tmp_path / "ann.csv").read_text(encoding="utf-8").splitlines()
    assert any("'=1+1" in line for line in lines)
    filled = [line.removesuffix(",,,,") for line in lines[1:]]
    codes = ["states,ceasefire; hostages,,", "warns,,yes,'-a note", ",,,"]
    (tmp_path / "ann.csv").write_text("\n".join([lines[0], *map(",".join, zip(filled, codes, strict=True))]) + "\n")
    back = read_codings(tmp_path / "ann.csv", statements=table)
    assert back.attrs == {"problems": [], "uncoded": 1, "source": "codings of ann.csv"}
    assert back["coder"].tolist() == ["ann", "ann"]
    assert sorted(zip(back["act"], map(tuple, back["themes"]), back["speaker_wrong"], strict=True)) == [
        ("states", ("ceasefire", "hostages"), False),
        ("warns", (), True),
    ]


def test_a_wrong_speaker_alone_is_a_coding_and_other_answers_are_refused(tmp_path: Path) -> None:
    (tmp_path / "ann.csv").write_text("statement_id,act,themes,speaker_wrong\nS1,,,Yes\nS2,,,\nS3,states,,maybe\n")
    back = read_codings(tmp_path / "ann.csv")
    assert back["speaker_wrong"].tolist() == [True] and back[["act", "themes"]].isna().all(axis=None)
    assert back.attrs["uncoded"] == 1
    assert back.attrs["problems"][0]["reason"] == "speaker_wrong is 'maybe'; allowed are yes, no and nothing"


def test_what_can_not_be_read_is_named_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "ann.csv").write_text(
        "statement_id,act,themes\nS1,calls for,\nS2,states,ceasfire\nS3,states,\nS3,warns,\nS9,states,\n,states,\nS2\n"
        "S2,none,\n"
    )
    (tmp_path / "bob.csv").write_bytes(b'\xef\xbb\xbfStatement_ID;Coder;Act;Themes\r\nS1;cy;warns;"hate;other"\r\n')
    (tmp_path / "cy.csv").write_text("a,b\n1,2\n")
    back = read_codings(tmp_path, statements=pd.DataFrame({"statement_id": ["S1", "S2", "S3"]}))
    told = [(row["file"], row["line"], row["reason"]) for row in back.attrs["problems"]]
    allowed = "allowed are codes of the codebook's"
    assert told == [
        ("ann.csv", 2, f"act is 'calls for' (did you mean 'calls_for'?); {allowed} acts.csv"),
        ("ann.csv", 3, f"themes is 'ceasfire' (did you mean 'ceasefire'?); {allowed} themes.csv"),
        ("ann.csv", 5, "coder 'ann' has coded 'S3' already, in ann.csv, line 4"),
        ("ann.csv", 6, "statement_id is 'S9'; there is no such statement"),
        ("ann.csv", 7, "statement_id is missing"),
        ("ann.csv", 8, "1 cells; the first line has 3 columns"),
        ("cy.csv", 1, "a coding sheet needs the columns statement_id, act and themes; there are a, b"),
    ]
    assert back[["statement_id", "coder", "act"]].to_numpy().tolist() == [
        ["S3", "ann", "states"], ["S2", "ann", "none"], ["S1", "cy", "warns"],
    ]  # fmt: skip
    assert back["themes"].tolist() == [[], [], ["hate", "other"]]


@settings(deadline=None, max_examples=40)
@given(st.binary(max_size=200) | st.text(max_size=100).map(lambda text: f"statement_id,act\n{text}".encode()))
def test_any_bytes_are_rows_or_problems(data: bytes) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "x.csv")
        path.write_bytes(data)
        back = read_codings(path)
    assert list(back.columns) == ["statement_id", "coder", "act", "themes"]
    assert all(row["kind"] == "refused" for row in back.attrs["problems"])


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(ParameterError) as error:
        read_codings("nix.csv")
    assert str(error.value) == "codings is 'nix.csv'; allowed are 'sample' and the path of a CSV file or folder"
    with pytest.raises(ParameterError, match=r"there is no \.csv file in that folder"):
        read_codings(tmp_path)


# The page


class Page(HTMLParser):
    """Collects the elements of a page, with the text of scripts and styles."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.open = ""
        self.inside: dict[str, str] = {}
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))
        self.open = str(dict(attrs).get("type") or tag)

    def handle_endtag(self, tag: str) -> None:
        self.open = ""

    def handle_data(self, data: str) -> None:
        self.inside[self.open] = self.inside.get(self.open, "") + data


def page_of(path: Path) -> tuple[str, Page]:
    start = TEXT.index("calm")
    statements = pd.DataFrame({
        "statement_id": ["S1", "S2", "=S3"], "doc_id": ["d", "d", "e"], "actor": ["CHN", None, "</script>"],
        "text": [TEXT[start : start + 20], "</script><script>alert(1)</script>", "calm"],
        "spans": [[[start, start + 20]], None, [[0, 1]]],
    })  # fmt: skip
    sample(statements, documents=pd.DataFrame({"doc_id": ["d"], "text": [TEXT]}), to=path)
    text = path.read_text(encoding="utf-8")
    return text, Page(text)


def test_the_page_loads_nothing_and_runs_only_its_own_script(tmp_path: Path) -> None:
    import base64
    import hashlib

    text, page = page_of(tmp_path / "sheet.html")
    tags = [tag for tag, _ in page.found]
    assert tags.count("script") == 2 and tags.count("style") == 1
    assert not {"link", "img", "iframe", "object", "base"} & set(tags)
    assert not [name for _, attrs in page.found for name in attrs if name in ("src", "href") or name.startswith("on")]
    assert not re.search(r"https?://|\bfetch\(|XMLHttp|innerHTML|\beval\(", text)
    (policy,) = [str(attrs["content"]) for tag, attrs in page.found if attrs.get("http-equiv")]
    digests = {kind: base64.b64encode(hashlib.sha256(page.inside[kind].encode()).digest()).decode()
               for kind in ("script", "style")}  # fmt: skip
    assert policy == (f"default-src 'none'; script-src 'sha256-{digests['script']}'; "
                      f"style-src 'sha256-{digests['style']}'; base-uri 'none'; form-action 'none'")  # fmt: skip


def test_the_page_holds_statements_codes_and_no_machine_code(tmp_path: Path) -> None:
    _, page = page_of(tmp_path / "sheet.html")
    data = json.loads(page.inside["application/json"])
    by_id = {one["id"]: one for one in data["statements"]}
    assert by_id["S1"]["actor"] == "China" and by_id["S2"]["actor"] == "actor not coded"
    assert "".join(words for words, _ in by_id["S1"]["context"]) == TEXT.split("\n")[1]
    assert [words for words, marked in by_id["S1"]["context"] if marked] == [by_id["S1"]["text"]]
    assert by_id["S2"]["text"] == "</script><script>alert(1)</script>"
    assert {one["code"] for one in data["acts"]} >= {"calls_for", "states", "none"}
    keys = [one["key"] for one in data["acts"]]
    assert all(keys) and len(set(keys)) == len(keys)
    assert all(one["label"] and one["definition"] for one in data["acts"] + data["themes"])
    assert set(by_id["S1"]) == {"id", "day", "actor", "text", "context"}


def test_the_same_sheet_is_the_same_bytes(tmp_path: Path) -> None:
    page_of(tmp_path / "one.html")
    page_of(tmp_path / "two.html")
    assert (tmp_path / "one.html").read_bytes() == (tmp_path / "two.html").read_bytes()


#: Codes the three statements by keys, changes the coder and comes back, and puts what would be saved into the page.
DRIVE = """
const press = (key, at) => (at || document.body).dispatchEvent(new KeyboardEvent("keydown", {key, bubbles: true}));
const begin = (name) => { document.getElementById("name").value = name;
  document.getElementById("welcome").requestSubmit(); };
const theme = (words) => { press("/"); const f = document.getElementById("filter");
  f.value = words; f.dispatchEvent(new Event("input")); press("Enter", f); press("Escape", f); };
const told = [];
const place = () => told.push(document.getElementById("place").textContent);
let saved;
URL.createObjectURL = (blob) => { saved = blob; return "#"; };
begin("=Ann, B"); place();
press("c"); theme("ceasefire"); theme("hostages"); theme("hostages");
const note = document.getElementById("note"); note.value = 'a "doubt",\\n+1'; note.dispatchEvent(new Event("input"));
press("c", note);
press("ArrowRight"); place(); press("0"); press("-");
begin("bob"); place(); told.push(document.getElementById("done").textContent);
begin("=Ann, B"); place(); told.push(document.getElementById("done").textContent);
document.getElementById("save").click();
saved.text().then((csv) => { const put = document.createElement("pre"); put.id = "result";
  put.textContent = JSON.stringify({csv, told}); document.body.append(put); });
"""


@pytest.mark.skipif(shutil.which("chromium") is None, reason="there is no chromium here")
def test_in_a_browser_keys_code_and_the_csv_comes_back(tmp_path: Path) -> None:
    text, page = page_of(tmp_path / "sheet.html")
    driven = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", text)  # it would forbid our own script
    (tmp_path / "driven.html").write_text(driven.replace("</body>", f"<script>{DRIVE}</script></body>"), "utf-8")
    dom = dumped(tmp_path / "driven.html", tmp_path / "profile")
    result = json.loads(text_of(dom, "result"))
    order = [one["id"] for one in json.loads(page.inside["application/json"])["statements"]]
    (tmp_path / "back.csv").write_text(result["csv"], encoding="utf-8")
    back = read_codings(tmp_path / "back.csv")
    assert back.attrs["problems"] == [] and back.attrs["uncoded"] == 1
    assert back.to_numpy().tolist() == [
        [order[0], "=Ann, B", "calls_for", ["ceasefire"], False],
        [order[1], "=Ann, B", "none", [], True],
    ]
    assert '"a ""doubt"",\n+1"' in result["csv"] and '"\'=Ann, B"' in result["csv"]
    assert result["told"] == ["1 of 3", "2 of 3", "1 of 3", "0 coded", "3 of 3", "2 coded"]


@pytest.mark.skipif(shutil.which("chromium") is None, reason="there is no chromium here")
def test_in_a_browser_the_page_runs_under_its_own_policy(tmp_path: Path) -> None:
    page_of(tmp_path / "sheet.html")
    dom = dumped(tmp_path / "sheet.html", tmp_path / "profile")
    assert dom.count('data-code="') > 40  # the script has made the buttons
    assert "alert(1)</script>" not in dom


def dumped(path: Path, profile: Path) -> str:
    """Return the page as it stands when its scripts have run."""
    command = ["chromium", "--headless=new", "--no-sandbox", "--disable-gpu", f"--user-data-dir={profile}",
               "--virtual-time-budget=3000", "--dump-dom", path.as_uri()]  # fmt: skip
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=True).stdout


def text_of(dom: str, name: str) -> str:
    import html

    found = re.search(rf'<pre id="{name}">(.*?)</pre>', dom, re.DOTALL)
    assert found, dom[-500:]
    return html.unescape(found.group(1))
