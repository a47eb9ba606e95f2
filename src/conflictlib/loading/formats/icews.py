"""ICEWS: events coded from the news, 1995 to 2023."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from conflictlib.loading._delimited import mapped, tables
from conflictlib.loading._event_rows import Dataset, codes, column, events_of, headed, joined, layout_of, told
from conflictlib.loading._files import File
from conflictlib.loading._formats import reads
from conflictlib.loading._pieces import Piece
from conflictlib.loading._start import Start
from conflictlib.loading.formats.gdelt_events import gdelt_day


def _computed(table: Any) -> dict[str, Any]:
    import pyarrow.compute as pc

    roots = codes("cameo")
    kind = mapped(column(table, "CAMEO Code"), lambda code: roots.get(_with_zero(str(code))[:2]))
    told_as = mapped(column(table, "Event Text"), lambda text: _FIRST_CODES.get(str(text).casefold()))
    lost = pc.equal(joined("0", column(table, "CAMEO Code")), told_as)
    kind = pc.if_else(pc.fill_null(lost, False), mapped(told_as, lambda code: roots.get(str(code)[:2])), kind)
    what = pc.coalesce(column(table, "Event Text"), kind, column(table, "CAMEO Code"))
    return {"kind": kind, "event": told(column(table, "Source Name"), column(table, "Target Name"), what)}


#: Codes that, without their zero, are those of other roots (10 is to demand): told by CAMEO's names for them.
_FIRST_CODES = {
    "make statement": "010", "decline comment": "011", "make pessimistic comment": "012",
    "make optimistic comment": "013", "consider policy option": "014",
    "acknowledge or claim responsibility": "015", "reject accusation, deny responsibility": "016",
    "deny responsibility": "016", "engage in symbolic act": "017", "make empathetic comment": "018",
    "express accord": "019", "make an appeal or request": "020", "appeal": "020",
}  # fmt: skip


def _with_zero(code: str) -> str:
    """Return a code with the zero that a spreadsheet may have taken away: 40 is 040, as there is no root 40."""
    return f"0{code}" if code.isdecimal() and (len(code) == 1 or code[:2] > "20") else code


_NAMES = (
    "Event ID", "Event Date", "Source Name", "Source Sectors", "Source Country", "Event Text", "CAMEO Code",
    "Intensity", "Target Name", "Target Sectors", "Target Country", "Story ID", "Sentence Number", "Publisher",
    "City", "District", "Province", "Country", "Latitude", "Longitude",
)  # fmt: skip
_DATASET = Dataset(
    "icews", date="Event Date", others=_NAMES,
    ours={"event_id": "Event ID", "code": "CAMEO Code", "actor": "Source Name", "target": "Target Name",
          "country": "Country", "place": "City", "latitude": "Latitude", "longitude": "Longitude"},
    computed=_computed, unique="id and day", missing=("NA", "NULL"), day=gdelt_day,
    also={name.casefold().replace(" ", "_"): name for name in _NAMES},
    numbers={"Intensity": "number", "Sentence Number": "whole", "Latitude": "number", "Longitude": "number"},
)  # fmt: skip


def _seen(start: Start) -> bool:
    wanted = {"event id", "event date", "source name", "target name", "cameo code"}
    return wanted <= {name.replace("_", " ") for name in start.header} and headed(start.text, _DATASET) is not None


@reads("icews", title="ICEWS events", gives="events", endings=".tab .tsv .txt .csv", seen=_seen)
def read_icews(file: File) -> Iterator[Piece]:
    """Read coded events of ICEWS: 20 columns with a header, parted by tabs.

    A row is an event. ``date`` is Event Date, ``event_id`` Event ID, ``code`` CAMEO Code (a text: ``0841``), ``kind``
    the label of its root in ``loading/codes/cameo.csv``, ``event`` who, to whom and Event Text:
    ``Ministry (Freedonia) → Sylvania: Consult``. ``actor`` and ``target`` are Source Name and Target Name, ``country``,
    ``place``, ``latitude`` and ``longitude`` Country (a name), City, Latitude and Longitude of the event. The other
    columns stand behind under their own names; sectors are joined by commas in one cell.

    Names of columns may have underscores instead of blanks, as the R package icews writes them, days be ``20140101``.
    A zero that a program took from a code (``42``, ``10`` of "Make statement") counts for ``kind``; ``code`` is left
    as it is. ``NA`` and ``NULL`` are no value. A meeting comes twice, once from each side, with two ids. An Event ID
    may come again with another day; with the same day the second record is refused. Encoding: UTF-8.

    Source: ICEWS Coded Event Data, doi:10.7910/DVN/28075 (Boschee et al. 2015).
    """
    yield from events_of(_DATASET, tables(file, layout_of(file, _DATASET)))
