import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conflictlib.loading._dates import read_day
from conflictlib.loading._pieces import Unreadable
from conflictlib.loading.formats.html_pages import page_of, paragraphs, parse

A = "Freedonia called on Sylvania to come back to the table before the week is out."
B = "The envoy of Sylvania thanked the mediators and asked for a few days more."
C = "Both capitals condemned the strike on the market and asked for an inquiry."


def page(body: str, head: str = "<title>Talks | Hill Gazette</title>", lang: str = ' lang="en-GB"') -> str:
    return f"<!DOCTYPE html>\n<html{lang}><head><meta charset='utf-8'>{head}</head><body>{body}</body></html>"


def document(markup: str) -> dict[str, object]:
    found = vars(page_of(markup)[0])
    return {**found, "published": read_day(found["published"])}


@pytest.mark.parametrize(
    "body",
    [
        f"{A}<br>{B}<br><br>{C}",
        f"<div>{A}</div><div>{B}</div><div>{C}</div>",
        f"<pre>{A}\n{B}\n\n{C}</pre>",
        f"<article><h1>Talks</h1><p>{A}</p><blockquote><p>{B}</p></blockquote><p>{C}</p></article>",
        f"<main><h1>Live</h1><div><time>10:00</time><p>{A}</p></div><div><time>11:00</time><p>{B}</p></div><div><p>{C}</p></div></main>",
        f"<article><h1>Talks</h1><p>What was said:</p><ul><li>{A}</li><li>{B}</li><li>{C}</li></ul></article>",
        f"<article><h1>Talks</h1><table><tr><td>{A}</td></tr><tr><td>{B}</td></tr><tr><td>{C}</td></tr></table></article>",
        f"<section><h2>One</h2><p>{A}</p></section><section><h2>Two</h2><p>{B}</p></section><section><p>{C}</p></section>",
        f"<div id='comments-closed'><p>{A}</p><p>{B}</p><p>{C}</p></div>",
    ],
)
def test_no_paragraph_entry_or_list_item_is_lost(body):
    text = document(page(body))["text"]
    assert [sentence in text for sentence in (A, B, C)] == [True, True, True]
    assert [sum(s in line for s in (A, B, C)) for line in text.split("\n\n")].count(1) == 3


def test_one_short_paragraph_is_enough():
    assert document(page("<p>Freedonia called for calm.</p>"))["text"] == "Freedonia called for calm."


def test_menus_scripts_and_asides_are_no_text():
    text = document(
        page(
            "<nav><a href='/'>Home</a></nav><script>var a = 'Freedonia threatens';</script>"
            f"<article><h1>T</h1><p>{A}</p><p>{B}</p><p>{C}</p></article><aside><h3>Related</h3><p>Sylvania vows revenge</p></aside><footer>Imprint</footer>"
        )
    )["text"]
    assert [word in text for word in ("Home", "threatens", "revenge", "Imprint")] == [False] * 4


def test_entities_are_resolved_and_blanks_folded():
    words = "Freedonia&rsquo;s envoy&nbsp;asked\n  for &ldquo;calm&#8221; &amp; <b>talks</b>, &lt;now&gt;."
    assert (
        document(page(f"<article><p>{words}</p></article>"))["text"]
        == "Freedonia’s envoy asked for “calm” & talks, <now>."
    )


def test_no_entity_of_a_document_type_is_expanded():
    bomb = '<!DOCTYPE html [<!ENTITY a "boom boom"><!ENTITY b "&a;&a;&a;">]>'
    assert "boom boom" not in document(f"{bomb}<html><body><p>Talks &b; resume today.</p></body></html>")["text"]


def test_metadata_are_read_from_what_the_page_declares():
    head = (
        '<title>Talks - Hill Gazette</title><meta property="og:title" content="Talks &amp; more">'
        '<meta property="og:site_name" content="Hill Gazette"><link rel="canonical" href="https://hill.example/a">'
        '<meta property="article:published_time" content="2024-05-12T23:42:00+02:00">'
        '<meta property="article:modified_time" content="2024-05-13T08:00:00+02:00">'
    )
    found = document(page(f"<h1>Other</h1><p>{A}</p>", head))
    fields = ("title", "publisher", "url", "language", "published")
    assert [found[f] for f in fields] == [
        "Talks & more",
        "Hill Gazette",
        "https://hill.example/a",
        "en",
        dt.date(2024, 5, 12),
    ]


@pytest.mark.parametrize(
    ("head", "body"),
    [
        (
            '<script type="application/ld+json">{"@graph": [{"@type": "WebPage", "datePublished": "2020-01-01"}, '
            '{"@type": ["NewsArticle"], "datePublished": "2024-05-12T08:00:00Z", '
            '"video": {"@type": "VideoObject", "datePublished": "2021-01-01"}}]}</script>',
            "",
        ),
        ('<meta name="DC.date.issued" content="2024-05-12">', ""),
        ("", '<span property="dc:date" content="2024-05-12T00:00:00+01:00">Sunday</span>'),
        ("", '<time itemprop="datePublished" datetime="2024-05-12">12/5</time><time datetime="2024-05-14">14/5</time>'),
        ("", '<time pubdate datetime="2024-05-12 10:00">today</time>'),
        ("", '<time datetime="2024-05-12T10:00">10:00</time><time datetime="2024-05-12T11:00">11:00</time>'),
        ("", '<p class="meta">Published: 12 May 2024 &middot; Updated 13 May 2024</p>'),
        (
            '<script type="application/ld+json">{"@type": "NewsArticle", "datePublished": </script>',
            "<p>Sunday, 12 May 2024 10:15</p>",
        ),
    ],
)
def test_the_day_of_publication_is_found_where_pages_declare_it(head, body):
    found = document(
        page(f"<article><h1>Talks</h1>{body}<p>{A}</p><p>{B}</p></article>", f"<title>Talks</title>{head}")
    )
    assert found["published"] == dt.date(2024, 5, 12)


@pytest.mark.parametrize(
    ("head", "body"),
    [
        ('<link rel="canonical" href="https://hill.example/2024/05/12/talks">', ""),
        ('<meta property="article:modified_time" content="2024-05-12">', ""),
        ("", '<time datetime="2024-05-12">12/5</time><time datetime="2024-05-13">13/5</time>'),
        ("", "<p>Last updated: 12 May 2024</p>"),
        ("", "<p>The truce of 12 May 2024 has held so far.</p>"),
        ('<meta name="date" content="2024-13-01">', ""),
    ],
)
def test_a_wrong_day_is_worse_than_none(head, body):
    assert document(page(f"<article><h1>Talks</h1>{body}<p>{A}</p></article>", head))["published"] is None


def test_the_only_heading_is_the_title_of_a_page_that_declares_none():
    assert document(page(f"<h1>Talks <i>resume</i></h1><p>{A}</p>"))["title"] == "Talks resume"
    assert document(page(f"<h1>One</h1><h1>Two</h1><p>{A}</p>"))["title"] == "Talks | Hill Gazette"


def test_lines_break_at_blocks_and_breaks_only():
    tree = parse("<div>One <b>and</b>\n two<br>three<ul><li>four<li>five</ul>six<script>no</script> seven</div>")
    assert paragraphs(tree) == ["One and two", "three", "four", "five", "six seven"]
    typed = parse("<pre>One <b>and</b> two\nthree</pre>four<nav>five</nav>six")
    assert paragraphs(typed) == ["One and two", "three", "four", "five", "six"]
    assert paragraphs(typed, without=frozenset({"nav"})) == ["One and two", "three", "four", "six"]


@pytest.mark.parametrize(
    ("markup", "said"),
    [
        ("<html><body><script>x</script></body></html>", "no running text could be found in this HTML page"),
    ],
)
def test_what_is_no_page_is_told(markup, said):
    with pytest.raises(Unreadable) as caught:
        page_of(markup)
    assert caught.value.reason == said


@pytest.mark.parametrize("element", ["div", "b", "table><tr><td", "ul><li"])
def test_ten_thousand_nested_elements_end_in_text_or_a_reason(element):
    try:
        text = document(page(f"<{element}>" * 10_000 + A))["text"]
    except Unreadable as problem:
        assert problem.reason
    else:
        assert isinstance(text, str)


@given(
    st.lists(
        st.sampled_from(
            [
                "<p>",
                "</p>",
                "<div>",
                "</div",
                "<!--",
                "-->",
                "<![CDATA[",
                "&",
                "&#x0;",
                "<script>",
                "words ",
                "<td>",
                "\r\n",
                "<",
            ]
        )
    )
)
def test_any_markup_gives_text_or_a_reason(pieces):
    try:
        found = vars(page_of("<html><body>" + "".join(pieces))[0])
    except Unreadable as problem:
        assert problem.reason
    else:
        assert str(found["text"]).strip()
