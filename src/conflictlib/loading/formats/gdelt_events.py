"""GDELT's table of events: one row for each event that its coder found in the news."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from conflictlib.loading._dates import read_day
from conflictlib.loading._delimited import Layout, mapped, tables
from conflictlib.loading._event_rows import Dataset, codes, column, events_of, headed, joined, told
from conflictlib.loading._files import File
from conflictlib.loading._formats import reads
from conflictlib.loading._pieces import Piece, Unreadable
from conflictlib.loading._start import Start

_GEO = ("Type", "FullName", "CountryCode", "ADM1Code", "ADM2Code", "Lat", "Long", "FeatureID")
_ACTOR = ("Code", "Name", "CountryCode", "KnownGroupCode", "EthnicCode", "Religion1Code", "Religion2Code",
          "Type1Code", "Type2Code", "Type3Code")  # fmt: skip
NAMES = (
    "GLOBALEVENTID", "SQLDATE", "MonthYear", "Year", "FractionDate",
    *(f"Actor{n}{name}" for n in (1, 2) for name in _ACTOR),
    "IsRootEvent", "EventCode", "EventBaseCode", "EventRootCode", "QuadClass", "GoldsteinScale", "NumMentions",
    "NumSources", "NumArticles", "AvgTone",
    *(f"{place}Geo_{name}" for place in ("Actor1", "Actor2", "Action") for name in _GEO), "DATEADDED", "SOURCEURL",
)  # fmt: skip
_FIRST = tuple(name for name in NAMES if not name.endswith("ADM2Code"))  # those of GDELT 1
_BY_CELLS = {len(NAMES): NAMES, len(_FIRST): _FIRST, len(_FIRST) - 1: _FIRST[:-1]}
_WHOLE = ("MonthYear", "Year", "IsRootEvent", "QuadClass", "NumMentions", "NumSources", "NumArticles",
          "Actor1Geo_Type", "Actor2Geo_Type", "ActionGeo_Type")  # fmt: skip
_NUMBER = ("FractionDate", "GoldsteinScale", "AvgTone", *(name for name in NAMES if name.endswith(("_Lat", "_Long"))))


def gdelt_day(value: object) -> dt.date | None:
    """Return the day with which a number such as 20150218230000 begins, None if there is none.

    A program that kept it as a decimal number wrote ``20150218.0``.

    >>> gdelt_day("20150218230000"), gdelt_day("20150218.0"), gdelt_day("20151340")
    (datetime.date(2015, 2, 18), datetime.date(2015, 2, 18), None)
    """
    text = str(value).strip().removesuffix(".0")
    if len(text) in (8, 12, 14) and text.isdecimal() and text.isascii():
        text = f"{text[:4]}-{text[4:6]}-{text[6:8]}"
    return read_day(text)


def _with_zeros(codes: Any, roots: Any) -> Any:
    """Return the codes with the zero that a program took away, where the root lacks its own: 42 of 4 is 042."""
    import pyarrow.compute as pc

    lost = pc.and_(pc.equal(pc.utf8_length(roots), 1), pc.equal(pc.utf8_slice_codeunits(codes, 0, 1), roots))
    return pc.if_else(pc.fill_null(lost, False), joined("0", codes), codes)


def _computed(table: Any) -> dict[str, Any]:
    import pyarrow.compute as pc

    roots, countries = codes("cameo"), codes("fips")
    given = mapped(column(table, "EventRootCode"), lambda code: roots.get(str(code).zfill(2)))
    kind = pc.coalesce(given, mapped(column(table, "EventCode"), lambda code: roots.get(str(code)[:2])))
    code = _with_zeros(column(table, "EventCode"), column(table, "EventRootCode"))
    what = pc.coalesce(kind, code, column(table, "EventRootCode"))
    return {
        "kind": kind,
        "code": code,
        "event": told(column(table, "Actor1Code"), column(table, "Actor2Code"), what),
        "country": mapped(column(table, "ActionGeo_CountryCode"), lambda code: countries.get(str(code))),
    }


_DATASET = Dataset(
    "gdelt_events", date="SQLDATE", names=NAMES,
    ours={"event_id": "GLOBALEVENTID", "code": "EventCode", "actor": "Actor1Code", "target": "Actor2Code",
          "place": "ActionGeo_FullName", "latitude": "ActionGeo_Lat", "longitude": "ActionGeo_Long",
          "source_url": "SOURCEURL"},
    computed=_computed, also={"day": "SQLDATE"}, unique="id", day=gdelt_day, day_form="YYYYMMDD",
    numbers=dict.fromkeys(_WHOLE, "whole") | dict.fromkeys(_NUMBER, "number"),
)  # fmt: skip


def raw_rows(start: Start) -> list[list[str]]:
    """Return the cells of the first lines, as tabs part them."""
    lines = start.text[:60_000].replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return [line.split("\t") for line in lines[:20]]


def _row(cells: list[str]) -> bool:
    if len(cells) not in _BY_CELLS:
        return False
    same_year = cells[1].isdecimal() and len(cells[1]) == 8 and cells[1][:4] == cells[3]
    return cells[0].isdecimal() and same_year and cells[29] in ("1", "2", "3", "4")


def _seen(start: Start) -> bool:
    if {"globaleventid", "eventcode"} <= set(start.header):
        return headed(start.text, _DATASET) is not None
    return any(_row(cells) for cells in raw_rows(start))


@reads("gdelt_events", title="GDELT events", gives="events", endings=".csv .tsv .txt", seen=_seen)
def read_gdelt_events(file: File) -> Iterator[Piece]:
    """Read events of GDELT 2 (61 columns), GDELT 1 (58) and its files before April 2013 (57), mostly without a header.

    A row is an event: who did what to whom, as a program coded it from the news; the same deed told by two pages may
    be two events. ``date`` is SQLDATE, the day of the event, which may lie years before the day on which it was
    found (DATEADDED). ``code`` is EventCode (CAMEO, a text: ``043``), ``kind`` the label of EventRootCode, in words of
    ``loading/codes/cameo.csv``, ``event`` both actors' codes and that label: ``CHN → USA: consults``. ``actor`` and
    ``target`` are Actor1Code and Actor2Code, ``event_id`` is GLOBALEVENTID, ``source_url`` SOURCEURL. ``place``,
    ``latitude`` and ``longitude`` are those of ActionGeo. ActionGeo_CountryCode is FIPS 10-4 (``CH`` is China);
    ``country`` is the ISO 3166-1 alpha-3 code by ``loading/codes/fips.csv``, missing for seas and disputed islands. The
    other columns stand behind under their own names, those of GDELT 2 in all, empty where GDELT 1 has none.

    A file with a header (tabs, commas or semicolons, any case, any order) is read by its names; what it has besides
    is kept. Without a header no quotation mark has a meaning. A second record with the same GLOBALEVENTID is refused.
    A cell that should be a number and is none is left out. Encoding: UTF-8.

    Source: The GDELT Event Database Data Format Codebook V2.0 (2015) and Codebook V1.03 (2013), gdeltproject.org;
    CAMEO Manual 1.1b3 (Schrodt 2012).
    """
    start = Start(file)
    layout = headed(start.text, _DATASET)
    if layout is None:
        cells = next((len(cells) for cells in raw_rows(start) if _row(cells)), 0)
        if not cells:
            raise Unreadable("no GDELT events: no line has 57, 58 or 61 cells as these have, and there is no header", 1)
        layout = Layout(_BY_CELLS[cells], numbers=_DATASET.numbers)
    yield from events_of(_DATASET, tables(file, layout))
