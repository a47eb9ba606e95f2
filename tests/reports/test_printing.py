"""A report as PDF: all titles in its text and bookmarks, tagged, nothing loaded, the same bytes twice."""

import hashlib
import io
import os
import subprocess
import sys

import pytest
from click.testing import CliRunner
from pypdf import PdfReader
from report_pages import page, write_folder

from conflictlib.cli import main
from conflictlib.reports import ReportError, copies, pdf
from conflictlib.reports.single import single_file


def installed():
    try:
        pdf.load()
    except ReportError as error:
        return str(error)
    return ""


needs_weasyprint = pytest.mark.skipif(bool(installed()), reason=installed())
TITLES = ["Who speaks, by week", "Who speaks most", "What the coder found"]
HOSTILE = "</title><script>alert(1)</script> & co"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    there = write_folder(tmp_path_factory.mktemp("printing") / "a report")
    (there / "changes.html").write_text(
        page("T", "<p>New.</p>").replace(">T<", f">{HOSTILE.replace('&', '&amp;').replace('<', '&lt;')}<"),
        encoding="utf-8",
    )
    return there


@pytest.fixture(scope="module")
def printed(folder):
    return pdf.pdf(single_file(folder))


def outline(reader, entries=None):
    for entry in reader.outline if entries is None else entries:
        if isinstance(entry, list):
            yield from outline(reader, entry)
        else:
            yield entry.title, reader.get_destination_page_number(entry)


def tags(reader):
    """Yield every element of the structure that the PDF tells those who can't see it."""
    left = [reader.trailer["/Root"]["/StructTreeRoot"]["/K"]]
    while left:
        element = left.pop().get_object()
        if isinstance(element, list):
            left += element
        elif hasattr(element, "get"):
            yield element
            left += [element["/K"]] if "/K" in element and not isinstance(element["/K"], int) else []


@needs_weasyprint
def test_all_titles_are_in_the_text_and_lead_there_from_the_bookmarks(printed):
    reader = PdfReader(io.BytesIO(printed))
    pages = [" ".join(page.extract_text().split()) for page in reader.pages]
    marks = dict(outline(reader))
    for title in [*TITLES, HOSTILE]:
        assert title in pages[marks[title]]
    assert reader.metadata.title == "Who said what: Freedonia"


@needs_weasyprint
def test_every_section_begins_a_page_and_pages_have_numbers(printed):
    reader = PdfReader(io.BytesIO(printed))
    marks = dict(outline(reader))
    assert len({marks[title] for title in TITLES}) == len(TITLES)
    assert all(f"{n} / {len(reader.pages)}" in page.extract_text() for n, page in enumerate(reader.pages, 1))


@needs_weasyprint
def test_it_is_tagged_with_the_alt_text_of_charts_and_its_language(printed):
    reader = PdfReader(io.BytesIO(printed))
    kinds = [(tag.get("/S"), tag.get("/Alt")) for tag in tags(reader)]
    assert [alt for kind, alt in kinds if kind == "/Figure"] == ["Column chart: two statements"] * 2
    assert {"/H1", "/H2", "/Table", "/TR", "/TH"} <= {kind for kind, _ in kinds}
    assert reader.trailer["/Root"]["/Lang"] == "en"


@needs_weasyprint
def test_same_file_gives_the_same_bytes_here_and_in_another_process(folder, printed):
    content = single_file(folder)
    assert pdf.pdf(content) == printed
    code = "import sys, hashlib; from conflictlib.reports.pdf import pdf; print(hashlib.sha256(pdf(sys.stdin.buffer.read())).hexdigest())"
    done = subprocess.run(
        [sys.executable, "-c", code],
        input=content,
        capture_output=True,
        check=True,
        env={**os.environ, "PYTHONHASHSEED": "7"},
    )
    assert done.stdout.decode().strip() == hashlib.sha256(printed).hexdigest()


@needs_weasyprint
def test_no_other_file_and_no_address_is_opened(tmp_path, monkeypatch):
    secret = tmp_path / "secret.txt"
    secret.write_text("A SECRET", encoding="utf-8")
    opened = []
    monkeypatch.setattr("urllib.request.FileHandler.file_open", lambda self, request: opened.append(request))
    monkeypatch.setattr("urllib.request.HTTPHandler.http_open", lambda self, request: opened.append(request))
    drawing = f"<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'><image href='{secret.as_uri()}' width='9' height='9'/></svg>"
    content = f"""<html><head><title>T</title><link rel="attachment" href="{secret.as_uri()}">
<link rel="stylesheet" href="http://127.0.0.1:9/a.css"><style>@import url({secret.as_uri()});</style></head>
<body><h1>Shown</h1><img src="{secret.as_uri()}" alt="a"><img src="http://127.0.0.1:9/a.png" alt="b">
<img src="data:image/svg+xml,{drawing.replace("<", "%3C").replace(">", "%3E")}" alt="c"></body></html>"""
    made = pdf.pdf(content.encode())
    assert opened == [] and PdfReader(io.BytesIO(made)).attachments == {}
    assert "Shown" in PdfReader(io.BytesIO(made)).pages[0].extract_text()


@needs_weasyprint
def test_elements_nested_too_deeply_are_an_error_in_one_sentence():
    with pytest.raises(ReportError, match=r"^the report can't be printed as PDF: its elements are nested too deeply$"):
        pdf.pdf(b"<html><body>" + b"<div>" * 3000 + b"deep")


@needs_weasyprint
def test_copies_are_written_as_the_key_names_them(folder):
    key = copies.wanted(single=False, pdf=True)
    assert list(key["copies"]) == ["report.pdf"]
    assert {"weasyprint", "pango", "lxml"} <= set(key["copies"]["report.pdf"])
    try:
        copies.write(folder, key)
        assert (folder / "report.pdf").read_bytes().startswith(b"%PDF-")
        assert not (folder / "report.html").exists()
    finally:
        (folder / "report.pdf").unlink(missing_ok=True)


def test_without_weasyprint_the_error_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "weasyprint", None)
    with pytest.raises(ReportError) as told:
        copies.wanted(single=False, pdf=True)
    assert str(told.value) == (
        "a PDF needs WeasyPrint, which is not installed; install it with: pip install 'conflictlib[pdf]'"
    )


def test_without_its_library_the_error_names_it_and_nothing_else_is_printed(monkeypatch, capsys):
    def fail(name):
        print("-----\nlong advice")
        raise OSError("cannot load library 'libpango-1.0-0'\nand more")

    monkeypatch.setattr(pdf, "import_module", fail)
    with pytest.raises(
        ReportError, match=r"needs Pango.*\(cannot load library 'libpango-1.0-0'\); install it with: apt"
    ):
        pdf.load()
    assert capsys.readouterr().out == ""


def test_the_command_refuses_before_anything_is_run(monkeypatch, tmp_path):
    monkeypatch.setitem(sys.modules, "weasyprint", None)
    done = CliRunner().invoke(main, ["report", "--pdf", "--out", str(tmp_path / "out")])
    assert done.exit_code == 1 and "pip install 'conflictlib[pdf]'" in done.output
    assert not (tmp_path / "out").exists()
