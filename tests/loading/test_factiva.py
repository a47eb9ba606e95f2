"""Made-up exports of Factiva, with the quirks of real ones, and facts on real ones."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from reading import first, load_made_up, problems

from conflictlib import schema
from conflictlib.loading import load

REAL = Path(__file__).parents[2].parent / "shared" / "real" / "factiva"
real = pytest.mark.skipif(not REAL.is_dir(), reason="the real files are not here")

FIRST, SECOND = "HILLT00020200302eg3200001", "HILLT00020200303eg3300002"

FIELDS = [
    ("SE", "Politics"), ("HD", "Freedonia calls for a pause"), ("BY", "By Jane Roe"), ("WC", "11 {words}"),
    ("PD", "{day}"), ("ET", "15:32"), ("SN", "The Hill Times"), ("SC", "HILLT"), ("PG", "26"), ("LA", "{language}"),
    ("CY", "(c) 2020 Hill Times Company"), ("LP", "Freedonia called for a pause of three days.|Talks follow."),
    ("TD", "Sylvania said no."), ("NS", "gpir : Politics | gcat : General"), ("RE", "fre : Freedonia"),
    ("PUB", "Hill Times Company"), ("XYZ", "of a new kind"), ("AN", "Document " + FIRST),
]  # fmt: skip

CHROME = (
    "<!DOCTYPE html><html><head><title>Factiva</title><style>.icon a{{display:block}}</style>"
    + "<script>var a = 'Sylvania threatens';</script>" * 3_000
    + "</head><body><h1>Factiva</h1><table><tr><td>Dow Jones</td></tr></table>{}<div>Footer 2020</div></body></html>"
)

PLAIN = (
    '<div id="article-{an}" class="article"><div class="article enArticle"><p>\n</p><div>Politics</div>\n<div id="hd">'
    '<span class="enHeadline counted">48) Freedonia calls for a pause</span>\n</div><div class="author">By Jane Roe </div>'
    "<div>11 words</div><div>2 March 2020</div><div>15:32</div><div>The Hill Times</div><div>HILLT</div><div>First</div>"
    "<div>26</div><div>English</div><div>Copyright 2020. Hill Times Company. </div>\n<p></p>\n"
    '<p class="articleParagraph enarticleParagraph">Freedonia <b>called</b> for a pause\n of three days.</p>'
    '<p class="articleParagraph enarticleParagraph">Sylvania said no.</p><p>Envoys at the harbour.</p>'
    "<p>Hill Times Co.</p><p>Document {an}</p></div></div>"
)

XML = """\
\ufeff<?xml version="1.0" encoding="utf-8"?>
<PPSResponse>
 <ppsArticleResponse{namespace}>
  <ppsarticleResultSet count="2">
   <ppsarticle><article>
    <accessionNo>{first}</accessionNo>
    <reference>distdoc:archive/ArchiveDoc::Article/{first}</reference>
    <baseLanguage>EN</baseLanguage><byline>By Jane Roe</byline>
    <copyright>(c) 2020 Hill Times Company  </copyright>
    <headline><paragraph display="Proportional"><hlt>Freedonia</hlt> calls for
      a pause</paragraph></headline>
    <leadParagraph><paragraph>Freedonia called for a pause of three days.</paragraph></leadParagraph>
    <publicationDate><dateTime>2020-03-02T01:35:58Z</dateTime></publicationDate>
    <sourceName>The Hill Times</sourceName>
    <region code="a"><name>Freedonia</name></region><region code="b"><name>Sylvania</name></region>
    <tailParagraphs><paragraph>Sylvania said no.</paragraph><paragraph>Talks follow.</paragraph></tailParagraphs>
    <logo source="http://logos.example" image="a.gif" /><wordCount>13</wordCount>
   </article></ppsarticle>
   <ppsarticle><article>
    <reference>distdoc:archive/ArchiveDoc::Article/{second}</reference>
    <baseLanguage>FR</baseLanguage>
    <headline><paragraph>Sylvania answers</paragraph></headline>
    <leadParagraph><paragraph>Sylvania accepted.</paragraph></leadParagraph>
    <pages />
    <publicationDate><date>2020-03-03</date></publicationDate>
    <sourceName>The Hill Times</sourceName>
   </article></ppsarticle>
  </ppsarticleResultSet>
 </ppsArticleResponse>
</PPSResponse>
"""
NAMESPACE = ' xmlns="http://global.factiva.com/pps/2.0"'


def table(
    fields: list[tuple[str, str]], *, words: str = "words", day: str = "2 March 2020", language: str = "English"
) -> str:
    """Return an article as Factiva's table, with these words of the interface's language."""
    rows = ""
    for code, value in fields:
        value = value.format(words=words, day=day, language=language)
        cells = "".join(f'<p class="articleParagraph enarticleParagraph">{part}</p>\n' for part in value.split("|"))
        cell = (
            cells if code in ("LP", "TD") else f"<b class='enHeadline'>{value}</b>" if code == "HD" else f"<br/>{value}"
        )
        rows += f'<tr><td align="right" valign="top" class="index"><b>{code}</b>&nbsp;</td><td>{cell}</td></tr>'
    return f'<div class="article enArticle"><table cellpadding="1">{rows}</table><br/></div>'


def page(*articles: str) -> str:
    return CHROME.format("<span></span>".join(articles))


def rich_table(fields: list[tuple[str, str]]) -> str:
    rows = ""
    for code, value in fields:
        value = value.format(words="words", day="2 March 2020", language="English").replace("|", "\\par ")
        rows += f"\\trowd\\pard\\intbl {{\\b {code}}}\\cell {value}\\cell\\row\n"
    return "{\\rtf1\\ansi\\ansicpg1252{\\fonttbl{\\f0 Arial;}}{\\info{\\title Factiva}}" + rows + "}"


RICH_PLAIN = (
    "{\\rtf1\\ansi\\ansicpg1252{\\fonttbl{\\f0 Arial;}}Politics\\par {\\b Freedonia calls for a pause}\\par By Jane Roe\\par "
    "11 words\\par 2 March 2020\\par 15:32\\par The Hill Times\\par HILLT\\par 26\\par English\\par "
    "Copyright 2020. Hill Times Company.\\par\\par Freedonia called for a pause of three days.\\par Sylvania said no.\\par "
    f"Hill Times Company\\par Document {FIRST}\\par "
    "{\\b Sylvania answers}\\par 3 words\\par 3 March 2020\\par The Hill Times\\par HILLT\\par English\\par (c) 2020\\par "
    f"Sylvania accepted it.\\par Document {SECOND}\\par}}"
)


def test_a_table_of_codes_is_a_document():
    document = first(load_made_up(page(table(FIELDS)), "factiva.html"))
    wanted = {
        "doc": FIRST, "title": "Freedonia calls for a pause", "author": "Jane Roe", "publisher": "The Hill Times",
        "language": "en", "format": "factiva_html", "section": "Politics", "time": "15:32", "source_code": "HILLT",
        "page": "26", "copyright": "(c) 2020 Hill Times Company", "length_words": 11, "region": "fre : Freedonia",
        "subject": "gpir : Politics | gcat : General", "rights_holder": "Hill Times Company", "xyz": "of a new kind",
        "text": "Freedonia called for a pause of three days.\n\nTalks follow.\n\nSylvania said no.",
    }  # fmt: skip
    assert {key: document.get(key) for key in wanted} == wanted
    assert f"{document['published']:%Y-%m-%d}" == "2020-03-02"
    assert "published_at" not in document


@pytest.mark.parametrize(
    ("words", "day", "language", "code"),
    [
        ("mots", "2 mars 2020", "Anglais", "en"),
        ("Wörter", "2 März 2020", "Deutsch", "de"),
        ("palabras", "2 marzo 2020", "Español", "es"),
        ("palabras", "2 de marzo de 2020", "Inglés", "en"),
        ("parole", "2 Marzo 2020", "Italiano", "it"),
        ("palavras", "2 Março 2020", "Português", "pt"),
        ("woorden", "2 maart 2020", "Nederlands", "nl"),
        ("słów", "2 marca 2020", "Polski", "pl"),
        ("слов", "2 марта 2020", "Русский", "ru"),
        ("字", "2020 年 3 月 2 日", "英文", "en"),
        ("語", "2020年3月2日", "日本語", "ja"),
    ],
)
def test_every_language_of_the_interface_is_read(words, day, language, code):
    content = page(table(FIELDS, words=words, day=day, language=language))
    loaded = load_made_up(content, "factiva.html")
    document = first(loaded)
    assert (f"{document['published']:%Y-%m-%d}", document["language"], document["length_words"]) == (
        "2020-03-02",
        code,
        11,
    )
    assert problems(loaded) == []


def test_the_layout_without_codes_is_a_document():
    loaded = load_made_up(
        page(PLAIN.format(an=FIRST), PLAIN.format(an=SECOND).replace("a pause", "a truce")), "factiva.html"
    )
    document = first(loaded)
    wanted = {
        "doc": FIRST, "title": "Freedonia calls for a pause", "author": "Jane Roe", "publisher": "The Hill Times",
        "language": "en", "section": "Politics", "time": "15:32", "source_code": "HILLT", "page": "26",
        "copyright": "Copyright 2020. Hill Times Company.", "length_words": 11, "edition": "First",
        "rights_holder": "Hill Times Co.",
        "text": "Freedonia called for a pause of three days.\n\nSylvania said no.\n\nEnvoys at the harbour.",
    }  # fmt: skip
    assert {key: document.get(key) for key in wanted} == wanted
    assert f"{document['published']:%Y-%m-%d}" == "2020-03-02"
    assert loaded.documents["doc"].tolist() == [FIRST, SECOND]
    assert problems(loaded) == []


def test_an_italian_article_of_the_chinese_interface_is_read():
    content = PLAIN.format(an=FIRST).replace("11 words", "11 字").replace("2 March 2020", "2020 年 3 月 2 日")
    content = content.replace("<div>English</div>", "<div>意大利文</div>").replace(
        "<div>First</div>", "<div>HTIMES</div>"
    )
    loaded = load_made_up(page(content.replace("Document ", "文件 ")), "factiva.html")
    document = first(loaded)
    assert [document[name] for name in ("doc", "language", "source_code", "edition", "length_words")] == [
        FIRST, "it", "HILLT", "HTIMES", 11]  # fmt: skip
    assert f"{document['published']:%Y-%m-%d}" == "2020-03-02"
    assert problems(loaded) == []


def test_a_cut_page_keeps_what_was_read():
    content = page(table(FIELDS), table(FIELDS).replace("a pause", "a truce"))
    loaded = load_made_up(content[: content.index("Sylvania said no.", content.index("a truce"))], "factiva.html")
    assert loaded.documents["doc"].tolist() == [FIRST, "factiva.html#2"]
    assert (2, "the article has no accession number; the file may be cut", "note") in problems(loaded, kind=True)


def test_a_day_that_could_be_two_is_none():
    loaded = load_made_up(page(table(FIELDS, day="02/03/2020")), "factiva.html")
    assert problems(loaded, kind=True) == [(1, "no day can be read in '02/03/2020'; it is kept without", "incomplete")]


@pytest.mark.parametrize("namespace", [NAMESPACE, ""])
def test_xml_is_read_with_its_namespace_and_without(namespace):
    loaded = load_made_up(XML.format(namespace=namespace, first=FIRST, second=SECOND), "factiva.xml")
    documents = loaded.documents
    document = first(loaded)
    wanted = {
        "doc": FIRST, "title": "Freedonia calls for a pause", "author": "Jane Roe", "publisher": "The Hill Times",
        "language": "en", "format": "factiva_xml", "published_at": "2020-03-02T01:35:58Z", "length_words": 13,
        "copyright": "(c) 2020 Hill Times Company", "region": "Freedonia; Sylvania",
        "text": "Freedonia called for a pause of three days.\n\nSylvania said no.\n\nTalks follow.",
    }  # fmt: skip
    assert {key: document.get(key) for key in wanted} == wanted
    assert documents["doc"].tolist() == [FIRST, SECOND]
    assert [f"{day:%Y-%m-%d}" for day in documents["published"]] == ["2020-03-02", "2020-03-03"]
    assert documents["published_at"].isna().tolist() == [False, True]
    assert problems(loaded) == []


def test_a_cut_xml_keeps_the_whole_articles():
    content = XML.format(namespace=NAMESPACE, first=FIRST, second=SECOND)
    loaded = load_made_up(content[: content.index("<pages />")], "factiva.xml")
    assert loaded.documents["doc"].tolist() == [FIRST]
    ((_, reason),) = problems(loaded)
    assert reason.startswith("the XML is broken, nothing behind that is read (")


def test_xml_in_sixteen_bits_is_read_and_entities_are_not_expanded():
    content = XML.format(namespace=NAMESPACE, first=FIRST, second=SECOND).lstrip("\ufeff").replace("utf-8", "utf-16")
    assert len(load_made_up(content.encode("utf-16"), "factiva.xml").documents) == 2
    entity = "<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/hostname'>]>\n<PPSResponse>"
    loaded = load_made_up(
        content.replace("utf-16", "utf-8").replace("<PPSResponse>", entity).replace("Talks", "&b;Talks"), "a.xml"
    )
    assert loaded.documents["text"][0].endswith("Talks follow.")


@pytest.mark.parametrize("content", [rich_table(FIELDS), RICH_PLAIN])
def test_rtf_is_read_with_codes_and_without(content):
    loaded = load_made_up(content, "factiva.rtf")
    document = first(loaded)
    wanted = {
        "doc": FIRST, "title": "Freedonia calls for a pause", "author": "Jane Roe", "publisher": "The Hill Times",
        "language": "en", "format": "factiva_rtf", "section": "Politics", "time": "15:32", "source_code": "HILLT",
        "page": "26", "length_words": 11, "rights_holder": "Hill Times Company",
    }  # fmt: skip
    assert {key: document.get(key) for key in wanted} == wanted
    assert document["text"].startswith("Freedonia called for a pause of three days.\n\n")
    assert document["text"].endswith("Sylvania said no.")
    assert problems(loaded) == []


def test_the_second_article_of_an_rtf_is_a_document_too():
    documents = load_made_up(RICH_PLAIN, "factiva.rtf").documents
    assert documents["doc"].tolist() == [FIRST, SECOND]
    assert documents["title"].tolist() == ["Freedonia calls for a pause", "Sylvania answers"]
    assert documents["text"][1] == "Sylvania accepted it."


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (
            "<html><body><h1>Factiva</h1><p class='article'>Freedonia called for a pause with Sylvania.</p></body></html>",
            "a.html",
        ),
        (
            "<html><body><div class='newsArticle'><p>Freedonia called for a pause with Sylvania.</p></div></body></html>",
            "a.html",
        ),
        ("<article><p>Freedonia called for a pause with Sylvania.</p></article>", "a.html"),
        ("{\\rtf1 Freedonia called for a pause.\\par}", "a.rtf"),
    ],
)
def test_other_files_are_not_taken_for_exports(content, name):
    assert not load_made_up(content, name).documents["format"].str.startswith("factiva").any()


@real
def test_facts_of_the_real_page():
    documents = load(REAL / "factiva_test.html").documents
    assert documents["doc"].tolist() == ["TESTFR0020111229e7ct0001r", "TESTFR0020111229e7ct0015j"]
    assert documents["title"].tolist() == ["Test 1", "Test 2"]
    assert documents["publisher"].tolist() == ["Test newspaper", "Ouest France"]
    assert documents["length_words"].tolist() == [295, 65]
    assert [f"{day:%Y-%m-%d}" for day in documents["published"]] == ["2011-12-29"] * 2
    assert documents["language"].tolist() == ["fr", "fr"]
    assert documents["time"].isna().tolist() == [False, True]
    assert documents["text"].str.count("\n\n").tolist() == [3, 1]


@real
def test_facts_of_the_real_xml():
    documents = load(REAL / "factiva_test.xml").documents
    assert documents["doc"].tolist() == [f"TEST0000020120109e517000{n}" for n in (30, 31, 32)]
    assert documents["published_at"].tolist() == [
        "2012-01-09T01:35:58Z",
        "2012-01-06T01:05:06Z",
        "2012-05-06T01:07:06Z",
    ]
    assert documents["language"].tolist() == ["en", "fr", "en"]
    assert documents["length_words"].tolist() == [942, 780, 531]
    assert documents["title"][1].startswith("TEST - second")
    assert documents["notes"].isna().tolist() == [False, False, True]


MADE_UP = [
    (table(FIELDS).encode(), "a.html"), (PLAIN.format(an=FIRST).encode(), "b.html"),
    (XML.format(namespace=NAMESPACE, first=FIRST, second=SECOND).encode(), "c.xml"),
    (rich_table(FIELDS).encode(), "d.rtf"), (RICH_PLAIN.encode(), "e.rtf"),
]  # fmt: skip


@settings(deadline=None, max_examples=50, suppress_health_check=[HealthCheck.too_slow])
@given(
    which=st.sampled_from(MADE_UP),
    at=st.floats(0, 1),
    length=st.integers(0, 40),
    new=st.binary(max_size=20),
    cut=st.booleans(),
)
def test_mangled_exports_give_documents_or_problems(which, at, length, new, cut):
    content, name = which
    start = int(at * len(content))
    mangled = content[:start] + new + (b"" if cut else content[start + length :])
    loaded = load_made_up(mangled, name)
    schema.check(loaded.documents, schema.DOCUMENTS)
    assert len(loaded.documents) + len(loaded.problems) > 0
    assert not loaded.problems["reason"].str.contains("can't be read (", regex=False).any()
