"""Files that are meant to break a reader: each gives rows or a problem, whatever it is called."""

import pytest
from reading import load_made_up

from conflictlib.loading import known_formats

DEEP = 10_000
ENTITIES = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "talks"}">' for n in range(12))
FILES = {
    "nothing": b"",
    "blanks": b" \n\t\r\n" * 1_000,
    "a mark and no more": b"\xff\xfe",
    "NUL bytes": b"\0" * 10_000,
    "a long line": b"word " * 400_000,
    "open brackets": b"[" * 100_000,
    "deep JSON": b'{"text": ' * DEEP + b'"a"' + b"}" * DEEP,
    "deep HTML": b"<html><body>" + b"<div>" * DEEP + b"Talks" + b"</div>" * DEEP,
    "deep XML": b"<rss>" + b"<channel>" * DEEP,
    "half-open tags": b"<" * 100_000,
    "half-open comments": b"<!--" * 100_000,
    "entities in entities": f"<!DOCTYPE rss [{ENTITIES}]><rss><channel><item><title>&e11;</title></item>"
    "</channel></rss>".encode(),
    "a foreign entity": b'<!DOCTYPE rss [<!ENTITY e SYSTEM "file:///etc/passwd">]><rss><channel><item>'
    b"<title>&e;</title><description>&e; resumed</description></item></channel></rss>",
    "open groups": b"{\\rtf1 " + b"{" * 100_000,
    "many columns": b"," * 200_000,
    "open quotation marks": b'doc,text\na,"' + b"word\n" * 100_000,
    "old line ends": b"doc,text\ra,One.\rb,Two.\r",
    "several encodings": "doc,text\na,déjà\n".encode() + "b,déjà\n".encode("cp1252") + "c,мир\n".encode("cp1251"),
    "headers of exports": b"1 of 10 DOCUMENTS\n\n" * 10_000,
    "documents without end": b'<doc id="1">\n' * 5_000,
    "a database and no more": b"SQLite format 3\0" + b"\0" * 1_000,
    "a Parquet file and no more": b"PAR1" + b"\xff" * 1_000 + b"PAR1",
    "a PDF and no more": b"%PDF-1.7\n" + b"1 0 obj <<" * 1_000,
    "a zip and no more": b"PK\x03\x04" + b"\0" * 1_000,
}
ENDINGS = sorted({ending for endings in known_formats()["endings"] for ending in endings.split()})


@pytest.mark.parametrize("what", FILES)
def test_a_hostile_file_gives_rows_or_problems(what):
    for ending in ENDINGS:
        loaded = load_made_up(FILES[what], f"a{ending}")
        tables = (loaded.documents, loaded.statements, loaded.evidence, loaded.events, loaded.problems)
        assert sum(map(len, tables)) > 0, ending
        assert not loaded.problems["reason"].str.startswith("can't be read (").any(), (ending, loaded.problems)
        assert not loaded.documents["text"].str.contains("root:", regex=False).any()
        assert loaded.documents["text"].str.count("talks").max() != 10**11
