"""Made-up exports of LexisNexis as HTML, with the quirks of real ones."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from mangling import is_told, mangled
from reading import load_made_up, problems

HEAD = """<HTML>
<HEAD>
<STYLE TYPE="text/css"><!--
.c0 { text-align: center; }
.c1 { text-align: center; margin-top: 0em; margin-bottom: 0em; }
.c3 { text-align: center; margin-left: 13%; }
.c5 { text-align: left; }
--></STYLE>
<!-- LXNComment 1827:622163867 -->
<TITLE>&nbsp;</TITLE>
<META TOPIC="null" DOCUMENTS="2" UPDATED="Saturday, October 21, 2017  18:07:13" /></HEAD>
<BODY>
<DIV CLASS="c5"><P CLASS="c6"><IMG SRC="logo.gif"><BR><SPAN CLASS="c12">Download Request: Selected Items: 1-2<BR>
Time Of Request: Saturday, October 21, 2017 &nbsp;18:07:13<BR><BR>Terms: (Freedonia OR Sylvania)<BR></SPAN></P>
</DIV>
<DIV CLASS="c13">&nbsp;</DIV>
"""
GERMAN = """<A NAME="DOC_ID_1_0"></A><!-- Hide XML section from browser
<DOC NUMBER=1>
<DOCFULL> -->
<BR><DIV CLASS="c0"><P CLASS="c1"><SPAN CLASS="c2">1 of 2 DOCUMENTS</SPAN></P>
</DIV>
<BR><DIV CLASS="c0"><BR><P CLASS="c1"><IMG SRC="x" ALT="y"><BR><SPAN CLASS="c2">Freedonia Online</SPAN></P>
</DIV>
<BR><DIV CLASS="c3"><P CLASS="c1"><SPAN CLASS="c4">27.</SPAN><SPAN CLASS="c2"> Februar 2012 Montag 9:50 PM GMT+1</SPAN></P>
</DIV>
<BR><DIV CLASS="c5"><P CLASS="c6"><SPAN CLASS="c7">Warnung f&uuml;r den Kurs</SPAN></P>
</DIV>
<BR><DIV CLASS="c5"><P CLASS="c6"><SPAN CLASS="c8">AUTOR: </SPAN><SPAN CLASS="c2">Ada Roe</SPAN></P>
</DIV>
<BR><DIV CLASS="c5"><P CLASS="c6"><SPAN CLASS="c8">L&Auml;NGE: </SPAN><SPAN CLASS="c2">9 W&ouml;rter</SPAN></P>
</DIV>
<BR><DIV CLASS="c5"><P CLASS="c9"><SPAN CLASS="c2">Der Minister (</SPAN><SPAN CLASS="c4">FDP</SPAN><SPAN CLASS="c2">)
warnte am Montag.</SPAN></P>
<P CLASS="c9"><SPAN CLASS="c8">Bis hierhin?</SPAN></P>
</DIV>
<BR><DIV CLASS="c5"><P CLASS="c6"><SPAN CLASS="c8">UPDATE: </SPAN><SPAN CLASS="c2">28. Februar 2012</SPAN></P>
</DIV>
<BR><DIV CLASS="c5"><P CLASS="c6"><SPAN CLASS="c8">SPRACHE: </SPAN><SPAN CLASS="c2">GERMAN; DEUTSCH</SPAN></P>
</DIV>
<BR><DIV CLASS="c0"><BR><P CLASS="c1"><SPAN CLASS="c2">Copyright 2012 Freedonia GmbH<BR>Alle Rechte vorbehalten</SPAN></P>
</DIV>
<!-- Hide XML section from browser
</DOCFULL>
</DOC> -->
"""
ENGLISH = """<A NAME="DOC_ID_2_0"></A>
<BR><DIV CLASS="c0"><P CLASS="c1"><SPAN CLASS="c2">2 of 2 DOCUMENTS</SPAN></P></DIV>
<BR><DIV CLASS="c0"><P CLASS="c1"><SPAN CLASS="c2">Harbour Gazette</SPAN></P></DIV>
<BR><DIV CLASS="c3"><P CLASS="c1"><SPAN CLASS="c4">January 11,</SPAN><SPAN CLASS="c2"> 2010 Monday</SPAN></P>
<P CLASS="c1"><SPAN CLASS="c2">Edition 1</SPAN></P></DIV>
<BR><DIV CLASS="c5"><P CLASS="c6"><SPAN CLASS="c7">A pause</SPAN></P></DIV>
<BR><DIV CLASS="c5"><P CLASS="c6"><SPAN CLASS="c8">LENGTH: </SPAN><SPAN CLASS="c2">4 words</SPAN></P></DIV>
<BR><DIV CLASS="c5"><P CLASS="c9"><SPAN CLASS="c2">Sylvania keeps the pause.</SPAN></P></DIV>
<BR><DIV CLASS="c5"><P CLASS="c6"><SPAN CLASS="c8">LOAD-DATE: </SPAN><SPAN CLASS="c2">January 12, 2010</SPAN></P></DIV>
</BODY></HTML>
"""
PAGE = HEAD + GERMAN + ENGLISH


def test_a_page_gives_an_article_each_with_the_day_that_is_marked_as_found():
    loaded = load_made_up(PAGE, "export.html")
    documents = loaded.documents
    assert documents["format"].tolist() == ["nexis_html", "nexis_html"]
    assert documents["title"].tolist() == ["Warnung für den Kurs", "A pause"]
    assert documents["text"].tolist() == [
        "Der Minister (FDP) warnte am Montag.\n\nBis hierhin?",
        "Sylvania keeps the pause.",
    ]
    assert documents["published"].astype(str).tolist() == ["2012-02-27", "2010-01-11"]
    assert documents["publisher"].tolist() == ["Freedonia Online", "Harbour Gazette"]
    assert (documents["author"][0], documents["language"][0], documents["load_date"][0]) == (
        "Ada Roe",
        "de",
        "2012-02-28",
    )
    assert documents["edition"][1] == "Edition 1"
    assert problems(loaded) == []


def test_the_cover_tells_how_many_articles_there_should_be():
    loaded = load_made_up(HEAD + GERMAN + "</BODY></HTML>", "export.html")
    assert len(loaded.documents) == 1
    assert [reason for _, reason in problems(loaded)] == ["the cover page tells of 2 articles, 1 were found"]


@pytest.mark.parametrize("words", ["1 of 2 DOCUMENTS", "Body", "Length: 9 words"])
def test_a_page_that_only_speaks_of_documents_is_an_ordinary_page(words):
    page = (
        f"<html><body><p>{words}</p><p>The ministry of Freedonia published two documents on Monday.</p></body></html>"
    )
    assert load_made_up(page, "news.html").documents["format"].tolist() == ["html"]


@settings(max_examples=40, deadline=None)
@given(mangled(PAGE.encode()))
def test_whatever_is_damaged_ends_in_rows_or_problems(data):
    assert is_told(load_made_up(data, "export.html"))
