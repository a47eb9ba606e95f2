"""A report as PDF, from its one HTML file, by WeasyPrint: optional, offline, the same bytes twice."""

from __future__ import annotations

import contextlib
import io
from importlib import import_module, metadata
from types import ModuleType

from conflictlib.reports.inputs import ReportError

_MISSING = "a PDF needs WeasyPrint, which is not installed; install it with: pip install 'conflictlib[pdf]'"
_NO_LIBRARY = (
    "a PDF needs Pango, which WeasyPrint can't load here ({}); install it with: apt install libpango-1.0-0 "
    "libpangoft2-1.0-0 libharfbuzz-subset0 (Debian, Ubuntu), brew install pango (macOS), conda install pango"
)


def pdf(html: bytes) -> bytes:
    """Print the one HTML file of a report (`single_file`) as PDF.

    A4 pages with numbers, a bookmark per heading, links that lead on, and tags with the charts' alt text for
    those who can't see them. Pictures are taken from the file itself (``data:``); no address and no other file
    is opened, whatever the text says, and nothing runs, as WeasyPrint has no scripts. The fonts are those of
    the machine: on the same machine the same file gives the same bytes.

    Raises
    ------
    ReportError
        WeasyPrint or the library Pango, which it draws text with, is not installed; or the page is nested
        too deeply to be laid out.
    """
    weasyprint = load()
    fetcher = import_module("weasyprint.urls").URLFetcher(allowed_protocols=["data"])
    page = weasyprint.HTML(string=html.decode("utf-8"), url_fetcher=fetcher)
    try:
        printed: bytes = page.write_pdf(pdf_tags=True)
    except RecursionError:
        raise ReportError("the report can't be printed as PDF: its elements are nested too deeply") from None
    return printed


def load() -> ModuleType:
    """Import WeasyPrint, or say what to install; to be called before an hour of work is done."""
    try:
        with contextlib.redirect_stdout(io.StringIO()):  # it prints advice there before it fails
            return import_module("weasyprint")
    except ImportError:
        raise ReportError(_MISSING) from None
    except OSError as error:
        raise ReportError(_NO_LIBRARY.format(str(error).splitlines()[0])) from None


def versions() -> dict[str, str]:
    """Return the versions of what the bytes of a PDF depend on: WeasyPrint, what it writes with, and Pango."""
    load()
    pango = import_module("weasyprint.text.ffi").pango.pango_version()  # 15012 is 1.50.12
    found = {name: metadata.version(name) for name in ("weasyprint", "pydyf", "fonttools")}
    return found | {"pango": f"{pango // 10000}.{pango // 100 % 100}.{pango % 100}"}
