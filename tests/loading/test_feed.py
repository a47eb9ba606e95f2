from pathlib import Path

import pytest
from hypothesis import given, settings
from mangling import is_told, mangled
from reading import first, load_made_up, problems

REAL = Path(__file__).parents[2].parent / "shared" / "real" / "feeds"
needs_real = pytest.mark.skipif(not REAL.is_dir(), reason="the real files are not here")

RSS = """<?xml version="1.0" encoding="utf-8" ?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"
  xmlns:atom="http://www.w3.org/2005/Atom">
<channel>
<title>Hill Gazette</title><link>https://hill.example/</link><language>en-GB</language>
<item>
  <title>Freedonia &amp;amp; Sylvania talk</title>
  <link>https://hill.example/a?x=1&amp;y=2</link>
  <guid isPermaLink="false">hill-1</guid>
  <pubDate>Sun, 12 May 2024 23:30:00 -0500</pubDate>
  <author>desk@hill.example (Ada Lind)</author><dc:creator>Nobody</dc:creator>
  <category>Talks</category><category><![CDATA[Borders & Seas]]></category>
  <description>The short of it.</description>
  <content:encoded><![CDATA[<p>Freedonia called for <b>calm</b>.</p><script>alert(1)</script><p>Sylvania agreed.</p>]]></content:encoded>
</item>
<item>
  <title>Two authors</title><link>https://hill.example/b</link>
  <author>Ada Lind</author><author>Bo Quist &lt;bo@hill.example&gt;</author><author>Ada Lind</author>
  <pubDate>Sat, 07 Sep 02 00:00:01 GMT</pubDate>
  <source url="https://dale.example/rss">Dale Post</source>
  <description>&lt;div&gt;Ruritania&amp;nbsp;declined.&lt;/div&gt; Cliff &amp;amp; shore.</description>
</item>
<item><title>Only a headline</title></item>
<item><pubDate>Thu, 01 Jan 2004 19:48:21 GMT</pubDate></item>
</channel></rss>"""


def rss(entries: str, head: str = "") -> str:
    return f'<rss version="2.0"><channel><title>Hill Gazette</title>{head}{entries}</channel></rss>'


def atom(entries: str, head: str = "", attributes: str = "") -> str:
    return f'<feed xmlns="http://www.w3.org/2005/Atom" {attributes}><title>Hill Gazette</title>{head}{entries}</feed>'


def test_an_rss_feed_is_a_document_an_entry():
    documents = load_made_up(RSS, "feed.xml").documents
    one, two, three = documents.to_dict("records")
    assert (one["title"], one["text"]) == (
        "Freedonia & Sylvania talk",
        "Freedonia called for calm.\n\nSylvania agreed.",
    )
    assert (one["doc"], one["guid"], one["url"]) == ("hill-1", "hill-1", "https://hill.example/a?x=1&y=2")
    assert (str(one["published"])[:10], one["published_at"]) == ("2024-05-12", "2024-05-13T04:30:00Z")
    assert (one["publisher"], one["author"], one["language"]) == ("Hill Gazette", "Ada Lind", "en")
    assert (one["categories"], one["format"]) == ("Talks; Borders & Seas", "feed")
    assert two["text"] == "Ruritania declined.\n\nCliff & shore."
    assert (two["author"], two["source"]) == ("Ada Lind; Bo Quist", "Dale Post")
    assert (two["doc"], two["published_at"]) == ("feed.xml#2", "2002-09-07T00:00:01Z")
    assert three["text"] == three["title"] == "Only a headline"


def test_no_entry_vanishes():
    loaded = load_made_up(RSS, "feed.xml")
    assert problems(loaded, kind=True) == [
        (4, "the entry has no text and no title; it has pubdate 'Thu, 01 Jan 2004 19:48:21 GMT'", "refused"),
        (3, "there is only a title, which is taken for the text (entries 3)", "note"),
    ]


def test_atom_persons_links_and_dates():
    entry = (
        '<entry xml:lang="fr"><title type="html">Le &lt;b&gt;cessez-le-feu&lt;/b&gt;</title><id>tag:hill,1</id>'
        '<link rel="self" href="https://hill.example/self"/><link href="/a"/>'
        "<published>2009-12-08T16:59:02.544-08:00</published><updated>2009-12-10T10:00:00Z</updated>"
        '<category term="talks"/><category term="x" label="Seas"/>'
        '<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Un.</p><p>Deux&#160;mots.</p></div></content></entry>'
        "<entry><title>Two</title><author><name>Bo Quist</name><email>b@hill.example</email></author>"
        "<updated>2010-12-01T10:14:55Z</updated><updated>2003-12-31T10:14:55Z</updated><summary>Some text.</summary></entry>"
    )
    loaded = load_made_up(
        atom(entry, "<author><name>Ada Lind</name></author>", 'xml:base="https://hill.example/x/"'), "a.atom"
    )
    one, two = loaded.documents.to_dict("records")
    assert (one["title"], one["text"], one["language"]) == ("Le cessez-le-feu", "Un.\n\nDeux mots.", "fr")
    assert (one["url"], one["author"], one["categories"]) == ("https://hill.example/a", "Ada Lind", "talks; Seas")
    assert (str(one["published"])[:10], one["published_at"]) == ("2009-12-08", "2009-12-09T00:59:02Z")
    assert one["updated"] == "2009-12-10T10:00:00Z"
    assert (two["author"], two["published_at"]) == ("Bo Quist", "2003-12-31T10:14:55Z")
    assert [reason for _, reason in problems(loaded)] == [
        "several dates of update; the last is taken (entries 2)",
        "no date of publication; that of the last update is taken (entries 2)",
    ]


def test_rdf_rss_090_and_cdf():
    rdf = (
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="{}" xmlns:dc="http://purl.org/dc/elements/1.1/"'
        ' xmlns:l="http://purl.org/rss/1.0/modules/link/"><channel><title>Hill</title></channel>'
        '<item rdf:about="https://hill.example/1"><title>One</title><l:link>no</l:link><dc:date>2003-05-19</dc:date>'
        "<description>Text.</description></item></rdf:RDF>"
    )
    for namespace in ("http://purl.org/rss/1.0/", "http://my.netscape.com/rdf/simple/0.9/"):
        document = first(load_made_up(rdf.format(namespace), "x.rdf"))
        assert (document["publisher"], document["text"], document["doc"]) == ("Hill", "Text.", "https://hill.example/1")
        assert document["url"] == "https://hill.example/1"
    cdf = (
        '<CHANNEL HREF="https://hill.example/" BASE="https://hill.example/"><TITLE>Hill</TITLE>'
        '<ITEM HREF="a.htm" LASTMOD="1998.11.05T08:21-0500"><TITLE>One</TITLE><ABSTRACT>Text.</ABSTRACT></ITEM></CHANNEL>'
    )
    document = first(load_made_up(cdf, "x.cdf"))
    assert (document["text"], document["url"]) == ("Text.", "https://hill.example/a.htm")
    assert document["published_at"] == "1998-11-05T13:21:00Z"


def test_atom_03_and_a_wordpress_export_are_feeds():
    old = (
        '<feed version="0.3" xmlns="http://purl.org/atom/ns#"><title>Hill</title><entry><title>One</title>'
        '<issued>2004-02-03T04:05:06Z</issued><content type="text/html" mode="escaped">&lt;p&gt;Text.&lt;/p&gt;</content></entry></feed>'
    )
    assert first(load_made_up(old, "x.xml"))["published_at"] == "2004-02-03T04:05:06Z"
    export = (
        '<rss xmlns:wp="http://wordpress.org/export/1.2/" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>'
        "<item><title>One</title><content:encoded><![CDATA[Text.]]></content:encoded><wp:post_type>post</wp:post_type>"
        "<wp:status>draft</wp:status></item><item><title>IMG_7</title><wp:post_type>attachment</wp:post_type></item></channel></rss>"
    )
    loaded = load_made_up(export, "x.xml")
    assert (first(loaded)["post_type"], first(loaded)["status"]) == ("post", "draft")
    assert problems(loaded) == [(2, "the entry has no text; it has title 'IMG_7', wp:post_type 'attachment'")]


@pytest.mark.parametrize(
    ("head", "url", "said"),
    [
        (
            "<link>/</link>",
            "/a",
            "the link is relative and the feed gives no address of its own; it stays as it is (entries 1)",
        ),
        (
            "<link>https://hill.example/x</link>",
            "https://hill.example/a",
            "the link is relative; it is resolved against https://hill.example/x (entries 1)",
        ),
    ],
)
def test_relative_links_are_resolved_only_against_an_address_that_is_there(head, url, said):
    loaded = load_made_up(rss("<item><link>/a</link><description>Text.</description></item>", head), "x.xml")
    assert first(loaded)["url"] == url
    assert problems(loaded) == [(1, said)]


def test_a_guid_that_stands_twice_names_one_document():
    entries = "".join(f"<item><guid>g</guid><description>Text {n}.</description></item>" for n in (1, 2))
    assert load_made_up(rss(entries), "x.xml").documents["doc"].tolist() == ["g", "x.xml#2"]


@pytest.mark.parametrize(
    ("written", "text", "said"),
    [
        ("don\x92t", "don’t", "Windows-1252 among Unicode was mended (entries 1)"),
        ("don&#146;t", "don’t", "Windows-1252 among Unicode was mended (entries 1)"),
        ("&#226;&#128;&#166; so", "… so", "UTF-8 that was read as Latin-1 was mended (entries 1)"),
        ("â€œPeaceâ€\x9d", "“Peace”", "UTF-8 that was read as Latin-1 was mended (entries 1)"),
    ],
)
def test_wrong_encodings_inside_are_mended_and_told(written, text, said):
    loaded = load_made_up(rss(f"<item><description>{written}</description></item>"), "x.xml")
    assert first(loaded)["text"] == text
    assert problems(loaded) == [(1, said)]


@pytest.mark.parametrize("text", ["Señor Peña – «Â»", "SÃO PAULO", "naïve €5", "Ã© and é"])
def test_what_may_be_meant_so_is_not_mended(text):
    loaded = load_made_up(rss(f"<item><description>{text}</description></item>"), "x.xml")
    assert first(loaded)["text"] == text
    assert problems(loaded) == []


@pytest.mark.parametrize("encoding", ["euc-kr", "iso-8859-1", "windows-1251", "utf-16", "utf-8-sig"])
def test_declared_encodings_and_marks_are_followed(encoding):
    text = {"euc-kr": "휴전을 요구", "windows-1251": "Перемирие", "iso-8859-1": "Señal"}.get(encoding, "停火 é")
    page = f'<?xml version="1.0" encoding="{encoding}"?>' + rss(f"<item><description>{text}</description></item>")
    assert first(load_made_up(page.encode(encoding), "x.xml"))["text"] == text


def test_bad_xml_is_read_as_far_as_it_goes():
    page = "<!-- above -->\n<?xml version='1.0'?>\n" + rss(
        "<item><link>http://hill.example/?a=1&b=2</link><description>Tom & Ada, 5 < 6,&nbsp;&eacute;t&eacute; &unknown; \x01</description>"
        "<dc:date>2024-05-12</dc:date></item>"
    )
    loaded = load_made_up(page, "x.xml")
    document = first(loaded)
    assert document["text"] == "Tom & Ada, 5 < 6, été &unknown;"
    assert document["url"] == "http://hill.example/?a=1&b=2"
    assert str(document["published"])[:10] == "2024-05-12"
    assert problems(loaded) == [(None, "1 control characters, which XML does not allow, are left out")]


def test_a_cut_file_keeps_what_was_read():
    page = rss("<item><description>One.</description></item><item><description><![CDATA[<p>Two and")
    for end in (len(page) - len("</channel></rss>"),):
        loaded = load_made_up(page[:end], "x.xml")
        assert loaded.documents["text"].tolist() == ["One.", "Two and"]
        ((line, reason, kind),) = problems(loaded, kind=True)
        assert (line, kind) == (None, "incomplete")
        assert reason.startswith("no well-formed XML from line 1 on (")
    assert load_made_up(page[: page.find("CDATA") - 2], "x.xml").documents["text"].tolist() == ["One."]


def test_entities_are_never_expanded_and_nothing_is_read_from_outside():
    lines = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    doctype = f'<!DOCTYPE rss [<!ENTITY a0 "lol">{lines}<!ENTITY x SYSTEM "file:///etc/hostname">]>'
    loaded = load_made_up(
        f"<?xml version='1.0'?>{doctype}" + rss("<item><description>&a11; &x; end</description></item>"), "x.xml"
    )
    assert first(loaded)["text"] == "&a11; &x; end"
    assert problems(loaded) == [(None, "entities that the file declares itself are not expanded")]


@pytest.mark.parametrize(
    "page",
    [
        "\n" * 60_000 + rss("<item><description>One.</description></item>"),  # in both a known library hangs
        rss(f"<item><author>{'a.' * 50_000}</author><description>One.</description></item>"),
        rss(f"<item><description>One.{'&lt;div&gt;' * 20_000}</description></item>"),
        rss("<item><description>One.</description></item>" + "<a>" * 10_000),
        rss(f"<item><description>One.</description><link>{'&' * 100_000}</link></item>"),
    ],
)
def test_long_and_deep_feeds_end(page):
    assert first(load_made_up(page, "x.xml"))["text"] == "One."


@settings(max_examples=60, deadline=None)
@given(mangled(RSS.encode()))
def test_whatever_is_damaged_ends_in_rows_or_problems(data):
    assert is_told(load_made_up(data, "feed.rss"))


@pytest.mark.parametrize(
    ("name", "n_documents", "n_refused"),
    [
        ("atom03_entry_updated_multiple_values.xml", 0, 1), ("atom_feed1.atom", 1, 1), ("atom_threading_with_entry.xml", 1, 0),
        ("bad_koi8r_undeclared.xml", 1, 0), ("bad_rss_incomplete_cdata.xml", 0, 1), ("bad_rss_item_link_corrupted_ampersands.xml", 0, 1),
        ("bad_undeclared_namespace.xml", 0, 0), ("rss090_item_title.xml", 1, 0), ("rss1_withModules.xml", 1, 0),
        ("rss2_demoronize_c1_chars.xml", 1, 0), ("rss2_double_encoded_html.xml", 1, 0), ("rss2_euc-kr_item.xml", 1, 0),
        ("rss2_feed2.rss", 1, 0), ("rss2_item_dc_date.xml", 0, 1), ("rss2_item_pubDate.xml", 0, 1),
        ("rss2_izquierdahispanica_relative_links.xml", 10, 0), ("rss2_reliefweb_ukraine_2020-09.xml", 20, 0), ("rss_utf-16le-bom_no_items.xml", 0, 0),
    ],
)  # fmt: skip
@needs_real
def test_real_feeds_give_a_row_or_a_problem_an_entry(name, n_documents, n_refused):
    loaded = load_made_up((REAL / name).read_bytes(), name)
    assert (len(loaded.documents), (loaded.problems["kind"] == "refused").sum()) == (n_documents, n_refused)
    assert set(loaded.documents["format"]) <= {"feed"}


@needs_real
def test_facts_of_a_real_river():
    documents = load_made_up((REAL / "rss2_reliefweb_ukraine_2020-09.xml").read_bytes(), "r.xml").documents
    assert (documents["published_at"].min(), documents["published_at"].max()) == (
        "2020-09-09T14:55:46Z",
        "2020-09-17T07:24:25Z",
    )
    assert documents["author"].str.split("; ").str.len().sum() == 23
    assert documents["categories"].str.split("; ").str.len().sum() == 121


def test_an_element_whose_prefix_is_not_declared_may_stand_in_a_text():
    entry = "<entry><title>Talks</title><content type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'>"
    entry += "<p>Talks <wfw:note>resumed</wfw:note>.</p></div></content></entry>"
    found = load_made_up(f"<feed xmlns='http://www.w3.org/2005/Atom'>{entry}</feed>", "a.xml")
    assert found.documents["text"].tolist() == ["Talks resumed."]
