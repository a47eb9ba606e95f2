"""The UN General Debate Corpus: a speech a file, and the list of those who spoke."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Mapping
from typing import Any

from conflictlib.loading._archives import ALWAYS, EXPANSION
from conflictlib.loading._files import File
from conflictlib.loading._formats import reads
from conflictlib.loading._pieces import Document, Index, Piece, Problem, Unreadable
from conflictlib.loading._rows import missing, words
from conflictlib.loading._start import Start
from conflictlib.loading._states import code_in_files, name_of, other_codes
from conflictlib.loading.formats.csv_tables import named_rows

_NAME = re.compile(r"(?P<code>[A-Z]{2,4})_(?P<session>\d{1,3})_(?P<year>(?:19|20)\d\d)\.txt", re.IGNORECASE | re.ASCII)
_LARGEST = 5_000_000
_SPEAKERS = ("year", "session", "iso code", "name of person speaking")
_MOST_ROWS = 200_000
#: The first session was in 1946; some went on into, or were held in, the next year.
_BEFORE_FIRST = 1945


def _is_speech(start: Start) -> bool:
    match = _NAME.fullmatch(start.name)
    if match is None or start.element or start.keys or not start.text.strip():
        return False
    return abs(int(match["year"]) - int(match["session"]) - _BEFORE_FIRST) <= 1


@reads("un_general_debate", title="UN General Debate Corpus (speeches)", gives="documents", endings=".txt",
       seen=_is_speech)  # fmt: skip
def read_general_debate(file: File) -> Iterator[Piece]:
    """Read one speech, named CODE_SESSION_YEAR.txt such as ``CHN_72_2017.txt``.

    `text` is the file's own, unchanged but for a byte-order mark: old sessions have numbered paragraphs and breaks
    within sentences, and offsets count in the file. `title` and the own columns `country_code` (ISO 3166-1 alpha-3,
    or EC, YUG, CSK, DDR, ... as the corpus has it), `country`, `session` and `year` are made of the name; `author` is
    the state, or the person where a list of speakers (Speakers_by_session) stands beside or above; `publisher` is the
    United Nations, whose record this is, `language` en (of the corpus; many spoke another). `published` is missing:
    the corpus knows the year, not the day.

    Source: Jankin, Baturo and Dasandi, United Nations General Debate Corpus, Harvard Dataverse,
    doi:10.7910/DVN/0TJX8Y, README.
    """
    text = file.text(at_most=_LARGEST)
    match = _NAME.fullmatch(file.own_name)
    if match is None:
        raise Unreadable(f"the name is {file.own_name[:80]!r}; allowed is CODE_SESSION_YEAR.txt, as in CHN_72_2017.txt")
    code, session, year = match["code"].upper(), int(match["session"]), int(match["year"])
    state = name_of(code, year)
    if state is None:
        yield Problem(f"country code {code!r} is not known; the document is kept without its state", None, "incomplete")
    yield Document(
        text,
        title=f"{state or code}, General Debate, session {session} ({year})",
        publisher="United Nations",
        language="en",
        others={"country_code": code, **({"country": state} if state else {}), "session": session, "year": year},
        known_as=[_file_name(other, session, year) for other in (code, *other_codes(code))],
        otherwise={"author": state} if state else {},
    )


def _file_name(code: str, session: int, year: int) -> str:
    return f"{code}_{session}_{year}.txt"


def _is_list(start: Start) -> bool:
    return set(_SPEAKERS) <= {" ".join(cell.split()) for cell in start.header} or _is_workbook(start)


def _is_workbook(start: Start) -> bool:
    return "xl/workbook.xml" in start.members and start.name.casefold().startswith("speakers_by_session")


@reads("un_general_debate_speakers", title="UN General Debate Corpus (list of speakers)", gives="index",
       endings=".csv .xlsx", seen=_is_list)  # fmt: skip
def read_speakers(file: File) -> Iterator[Piece]:
    """Read the list of speakers, Speakers_by_session, as a workbook or saved as CSV.

    A row says who spoke for a state, and as what.

    Columns Year, Session, ISO Code, Country, Name of Person Speaking, Post; it speaks of the file
    CODE_SESSION_YEAR.txt in its folder or below. The name becomes `author`, the post the own column `role`. Codes
    that are slips in the list (ZFA, PKR, CZK, ...) are read as the code of the file. Before 1994 the records do not
    always name speaker and post; the state stays the author then.

    Source: the corpus's README (see `read_general_debate`).
    """
    rows: list[Mapping[str, object]] = []
    records: list[int] = []
    for found in _workbook(file) if file.start().startswith(b"PK") else named_rows(file):
        if isinstance(found, Problem):
            yield found
            continue
        record, row = found
        doc = _speech_of(row)
        if doc is None:
            yield Problem("no session, year or ISO code of a speech in this row", record)
            continue
        rows.append({"doc": doc, "author": _cell(row, "name of person speaking"), "role": _cell(row, "post")})
        records.append(record)
    if not rows:
        raise Unreadable("a list of speakers without a row")
    yield Index(rows, records, "un_general_debate")


def _cell(row: Mapping[str, object], name: str) -> str | None:
    value = words(next((value for key, value in row.items() if " ".join(key.split()) == name), None))
    return " ".join(value.split()) if value else None


def _speech_of(row: Mapping[str, object]) -> str | None:
    session, year, code = (_cell(row, name) for name in ("session", "year", "iso code"))
    numbers = [(value or "").removesuffix(".0") for value in (session, year)]
    if not code or not all(number.isascii() and number.isdigit() and len(number) < 5 for number in numbers):
        return None
    return _file_name(code_in_files(code.upper()), int(numbers[0]), int(numbers[1]))


def _workbook(file: File) -> Iterator[tuple[int, dict[str, object]] | Problem]:
    """Give the rows of the first sheet; nothing is calculated, and it may unpack to a bounded size."""
    import openpyxl

    try:
        with zipfile.ZipFile(file.path) as parts:
            size = sum(part.file_size for part in parts.infolist())
        if size > max(ALWAYS, EXPANSION * file.size):
            raise Unreadable(f"a workbook that unpacks to {size:,} bytes; it is not read")
        book = openpyxl.load_workbook(file.path, read_only=True, data_only=True, keep_links=False)
    except Unreadable:
        raise
    except Exception as error:  # openpyxl raises whatever its parts raise
        raise Unreadable(f"no workbook that can be read ({type(error).__name__})") from None
    try:
        yield from _sheet_rows(book.worksheets[0])
    except Unreadable:
        raise
    except Exception as error:
        raise Unreadable(f"a workbook that is damaged ({type(error).__name__})") from None
    finally:
        book.close()


def _sheet_rows(sheet: Any) -> Iterator[tuple[int, dict[str, object]] | Problem]:
    names: list[str] = []
    for number, cells in enumerate(sheet.iter_rows(values_only=True, max_col=50), 1):
        if number > _MOST_ROWS:
            raise Unreadable(f"more than {_MOST_ROWS:,} rows; the rest is not read", number)
        if all(missing(cell) for cell in cells):
            continue
        if not names:
            names = [" ".join(str(cell or "").casefold().split()) for cell in cells]
            lacking = [name for name in _SPEAKERS if name not in names]
            if lacking:
                raise Unreadable(f"a list of speakers needs the columns {', '.join(_SPEAKERS)}", number)
        else:
            given = [int(cell) if isinstance(cell, float) and cell.is_integer() else cell for cell in cells]
            yield number, dict(zip(names, given, strict=False))
