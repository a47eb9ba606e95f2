"""An explained page: its text unchanged, its statements marked, nothing in it that runs."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import conflictlib as cl
from conflictlib.explaining.html import exactly, parts
from conflictlib.schema import EVIDENCE, STATEMENTS, conform
from conflictlib.shipped import folder

PAGE = """CAIRO, 2 May 2024 – The Ardan ministry met on Monday.

Egypt said that Jordan had condemned the raid. “We need a truce,” Qatar said, “and aid for Gaza.”
"""
HOSTILE = """<script>alert("text")</script> </textarea></pre></style> & 'quotes' "more"

Egypt called for a ceasefire <img src=x onerror=alert(1)> on Monday.
China said: “See javascript:alert(2) and \u202eeht war\u202c now.”
"""


class Blocks(HTMLParser):
    """The text inside the elements of a class, and every tag with its attributes."""

    def __init__(self, html: str, wanted: str = "page-text") -> None:
        super().__init__(convert_charrefs=True)
        self.wanted, self.depth = wanted, 0
        self.texts: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if self.depth and tag not in {"input", "br"}:
            self.depth += 1
        elif self.wanted in (dict(attrs).get("class") or "").split():
            self.depth = 1
            self.texts.append("")

    def handle_endtag(self, tag: str) -> None:
        self.depth -= bool(self.depth)

    def handle_data(self, data: str) -> None:
        if self.depth:
            self.texts[-1] += data


def html_of(document: object, **options: object) -> str:
    return cl.explain(document, **options)._repr_html_()  # type: ignore[arg-type]


# -- invariants ---------------------------------------------------------------------------------------------------


def test_every_sample_page_keeps_its_text_and_shows_every_statement_and_reason() -> None:
    pages = cl.load(folder("data") / "pages").documents
    coded = cl.code(pages)
    html = html_of(pages, coded=coded)
    assert Blocks(html).texts == pages["text"].to_list()
    assert [re.sub(r"\D", "", s) for s in re.findall(r'class="codes codes\d+"', html)]
    assert html.count('<section class="codes') == len(coded.statements)
    assert all(identity in html for identity in coded.statements["statement_id"])
    words = coded.evidence.loc[coded.evidence["kind"] == "theme", "matched"]
    assert html.count('class="q of-theme"><bdi>') == len(words)


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet=st.sampled_from("<>&\"'/ \n\r\tab;#x\u202e\u2066\u05d0:“”."), min_size=1, max_size=60))
def test_any_text_is_given_back_character_for_character(text: str) -> None:
    assert Blocks(f'<p class="page-text">{exactly(text)}</p>').texts == [text]


@st.composite
def codings(draw: st.DrawFn) -> tuple[str, list[dict[str, object]]]:
    """A text and statements on it whose words overlap as they like."""
    text = draw(st.text(alphabet=st.sampled_from("ab <&\r\n"), min_size=4, max_size=30)) + "end"
    rows = []
    for number in range(draw(st.integers(1, 5))):
        cuts = sorted(draw(st.lists(st.integers(0, len(text)), min_size=8, max_size=8, unique=True)
                           if len(text) >= 8 else st.just(list(range(len(text) - 7, len(text) + 1)))))  # fmt: skip
        spans = [[cuts[0], cuts[3]], [cuts[5], cuts[7]]][: draw(st.integers(1, 2))]
        rows.append({"statement_id": f"s{number}", "doc_id": "d", "doc": "d.txt", "spans": spans, "act": "states",
                     "start": spans[0][0], "end": spans[-1][1], "text": " ".join(text[a:b] for a, b in spans),
                     "cue_start": cuts[1], "cue_end": cuts[4], "source_start": cuts[2], "source_end": cuts[6]})  # fmt: skip
    return text, rows


@settings(max_examples=60, deadline=None)
@given(codings())
def test_overlapping_statements_leave_the_text_as_it_is(given: tuple[str, list[dict[str, object]]]) -> None:
    text, rows = given
    coded = cl.coding.Coded(conform(rows, STATEMENTS), conform([], EVIDENCE))
    html = html_of({"doc_id": "d", "doc": "d.txt", "text": text}, coded=coded)
    block = Blocks(html)
    assert block.texts == [text]
    shown = [int(a["class"].split("codes")[-1]) for t, a in block.tags if t == "section"]  # type: ignore[union-attr]
    assert shown == list(range(1, len(rows) + 1))
    radios = [a["id"] for t, a in block.tags if t == "input"]
    assert len(radios) == len(set(radios)) == len(rows) + 1  # and the one for none


# -- what is shown ------------------------------------------------------------------------------------------------


def test_two_spans_nesting_and_evidence_elsewhere() -> None:
    statement = {"doc_id": "d", "doc": "d.txt", "act": "condemns", "negated": True, "actor": "EGY",
                 "themes": ["ceasefire"], "rule": "by hand", "coder": "hand", "date": "2024-05-02",
                 "date_basis": "dateline"}  # fmt: skip
    text = "CAIRO, 2 May – “Stop,” Egypt did not say, “the war.”"
    rows = [
        {**statement, "statement_id": "one", "spans": [[16, 20], [43, 50]], "start": 16, "end": 50,
         "text": "Stop the war"},
        {**statement, "statement_id": "two", "spans": [[47, 50]], "start": 47, "end": 50, "text": "war"},
    ]  # fmt: skip
    rows[0] |= {"cue": "did not say", "cue_start": 29, "cue_end": 40}
    reasons = [
        {"statement_id": "one", "kind": "date", "code": "2024-05-02", "start": 7, "end": 12, "matched": "2 May"},
        {"statement_id": "one", "kind": "theme", "code": "ceasefire", "start": 47, "end": 50, "matched": "war",
         "rule": "war", "negated": True},
    ]  # fmt: skip
    assert [text[a:b] for a, b in [(16, 20), (43, 50), (47, 50), (29, 40), (7, 12)]] == [
        "Stop", "the war", "war", "did not say", "2 May",
    ]  # fmt: skip
    coded = cl.coding.Coded(conform(rows, STATEMENTS), conform(reasons, EVIDENCE))
    explanation = cl.explain({"doc_id": "d", "doc": "d.txt", "text": text}, coded=coded)
    html = explanation._repr_html_()
    assert '<span class="e1 of-date">2 May</span>' in html
    assert '<mark class="s1 content against">Stop</mark>' in html
    assert 'data-n="…1"></label><label class="m on1"' in html  # its second span
    assert '<mark class="e1 of-theme s2 s1 content against within-against">war</mark>' in html
    assert '<b class="cue c1">did not say</b>' in html
    assert ", under a negation" in html and "<strong>denied</strong>" in html
    assert (
        repr(explanation)
        == """d.txt: 2 statements
1. Egypt condemns (denied). Themes: ceasefire. 2 May 2024, from the dateline.
   “Stop the war” (cue “did not say”; rule: by hand)
   theme ceasefire: “war” (war, under a negation)
   date 2024-05-02: “2 May”
2. Egypt condemns (denied). Themes: ceasefire. 2 May 2024, from the dateline.
   “war” (rule: by hand)"""
    )


def test_a_long_page_is_shown_in_parts_that_divide_no_statement() -> None:
    text = "\n".join(f"Egypt said that {n} trucks left.\n“It rains,” Jordan said." for n in range(130)) + "\nEnd\n"
    (page,) = cl.explain(text).pages
    assert len(page.statements) == 260
    cut = parts(page, most=100)
    assert "".join(piece.text for part in cut for piece in part.pieces) == text
    assert [len(part.statements) for part in cut] == [100, 100, 60]
    assert [said for part in cut for said in part.statements] == page.statements
    for part in cut:
        start, end = part.pieces[0].start, part.pieces[-1].end
        assert all(start <= mark.start < mark.end <= end for said in part.statements for mark in said.marks)
    html = html_of(text)
    assert "".join(Blocks(html).texts) == text
    assert len(set(re.findall(r"cl-[0-9a-f]+-part\d+ inset", html))) == 3


def test_a_row_a_mapping_a_table_and_a_text_say_the_same() -> None:
    table = pd.DataFrame([{"doc_id": "a1", "doc": "page.txt", "text": PAGE}])
    expected = repr(cl.explain(table))
    assert "Qatar" in expected and "Jordan" in expected
    assert repr(cl.explain(table.iloc[0])) == expected
    assert repr(cl.explain(table.iloc[0].to_dict())) == expected
    assert repr(cl.explain(PAGE)).split("\n")[1:] == expected.split("\n")[1:]
    assert repr(cl.explain(table, coded=cl.code(table))) == expected


def test_a_page_without_statements_says_so(tmp_path: Path) -> None:
    explanation = cl.explain("Nothing was said here.")
    assert repr(explanation) == "text: 0 statements"
    assert "The coder found no statement on this page." in explanation._repr_html_()


# -- safety -------------------------------------------------------------------------------------------------------


def test_hostile_text_is_shown_as_text(tmp_path: Path) -> None:
    document = {"doc": "<b>x</b>.txt", "title": "<script>alert('title')\u202e</script>", "text": HOSTILE,
                "publisher": "<script>", "url": "javascript:alert(3)"}  # fmt: skip
    explanation = cl.explain(document)
    file = explanation.save(tmp_path / "page.html").read_text(encoding="utf-8")
    for html in (file, explanation._repr_html_()):
        block = Blocks(html)
        assert block.texts == [HOSTILE]
        assert not {tag for tag, _ in block.tags} & {"script", "img", "textarea", "iframe", "object", "link", "form"}
        assert not [name for _, attrs in block.tags for name in attrs if name.startswith("on")]
        assert [a["href"] for _, a in block.tags if "href" in a and not (a["href"] or "").startswith("#cl-")] == []
        assert html.count("</style>") == html.count("<style>")
    assert "<title>&lt;script&gt;alert(&#39;title&#39;)&lt;/script&gt;</title>" in file
    assert "script-src 'none'" in file and not re.search(r"@import|url\(|https?:", file)


def test_what_turns_the_direction_is_shown_and_kept_apart() -> None:
    assert exactly("a\u202eb") == 'a<bdi class="turn" data-c="U+202E">\u202e</bdi>b'
    assert '<div class="page-text" dir="auto"' in html_of(PAGE)


def test_the_style_in_a_notebook_reaches_nothing_else() -> None:
    html = html_of(PAGE)
    for style in re.findall(r"<style>\n(.*?)</style>", html, re.DOTALL):
        depth, outside = 0, ""
        for part in re.split(r"([{}])", re.sub(r"/\*.*?\*/", "", style, flags=re.DOTALL)):
            depth += {"{": 1, "}": -1}.get(part, 0)
            outside += part if depth == 0 and part not in "{}" else ""
        assert depth == 0
        selectors = [line.strip() for line in outside.splitlines() if line.strip()]
        assert selectors and all(s.startswith(".cl-explain.cl-") for s in selectors), selectors


# -- files --------------------------------------------------------------------------------------------------------


def test_a_folder_has_a_file_a_page_and_an_index_that_leads_to_each(tmp_path: Path) -> None:
    names = ["index", "a/b c.txt", "A/b c.txt", "…"]
    table = pd.DataFrame({"doc_id": list("abcd"), "doc": names, "text": [f"{PAGE}{n}" for n in names]})
    made = cl.explain(table).save(tmp_path / "out")
    assert made == tmp_path / "out" / "index.html"
    files = ["A-b-c.txt-2.html", "a-b-c.txt.html", "index-2.html", "index.html", "page.html"]
    assert sorted(p.name for p in made.parent.iterdir()) == files
    links = [attrs["href"] for tag, attrs in Blocks(made.read_text(encoding="utf-8")).tags if tag == "a"]
    assert links == ["index-2.html", "a-b-c.txt.html", "A-b-c.txt-2.html", "page.html"]
    before = {p.name: p.read_bytes() for p in made.parent.iterdir()}
    cl.explain(table).save(tmp_path / "out")
    assert {p.name: p.read_bytes() for p in made.parent.iterdir()} == before


def test_one_page_in_a_folder_is_the_file_to_open(tmp_path: Path) -> None:
    assert cl.explain(PAGE).save(tmp_path / "out") == tmp_path / "out" / "text.html"


# -- bad input ----------------------------------------------------------------------------------------------------


def test_coded_of_another_document() -> None:
    first = pd.DataFrame([{"doc_id": "a1", "doc": "first.txt", "text": PAGE}])
    second = first.assign(doc_id="b2", doc="second.txt")
    with pytest.raises(ValueError) as raised:
        cl.explain(second, coded=cl.code(first))
    assert str(raised.value) == (
        "coded has no statement of 'second.txt', in which the coder finds some; it is of first.txt"
    )
    changed = first.assign(text="Today " + PAGE)
    with pytest.raises(ValueError, match=r"^coded is of another text of 'first.txt': the words of statement"):
        cl.explain(changed, coded=cl.code(first))


def test_a_page_without_statements_may_be_among_the_coded() -> None:
    both = pd.DataFrame([
        {"doc_id": "a1", "doc": "first.txt", "text": PAGE}, {"doc_id": "b2", "doc": "second.txt", "text": "Rain fell."},
    ])  # fmt: skip
    assert repr(cl.explain(both.iloc[[1]], coded=cl.code(both))) == "second.txt: 0 statements"


@pytest.mark.parametrize(
    ("document", "message"),
    [
        ("", "document 'text' has no text; a page is explained by its column 'text'"),
        ({"doc": "x.txt"}, "document 'x.txt' has no text; a page is explained by its column 'text'"),
        (
            "data/pages/page.txt",
            "document is 'data/pages/page.txt', the path of a file; load it first: load('data/pages/page.txt').documents",
        ),
        (pd.DataFrame({"text": []}), "document is a table without rows; there is no page to explain"),
        (7, "document is a int; allowed are a row of a documents table, a documents table, or a text"),
    ],
)
def test_what_is_no_document(document: object, message: str) -> None:
    with pytest.raises((ValueError, TypeError)) as raised:
        cl.explain(document)  # type: ignore[arg-type]
    assert str(raised.value) == message
