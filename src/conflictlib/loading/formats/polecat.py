"""POLECAT: events in the PLOVER ontology, coded from the news since 2018."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from conflictlib.loading._delimited import mapped, tables
from conflictlib.loading._event_rows import Dataset, column, events_of, headed, joined, layout_of, told
from conflictlib.loading._files import File
from conflictlib.loading._formats import reads
from conflictlib.loading._pieces import Piece
from conflictlib.loading._start import Start

_OTHERS = (
    "Event ID", "Event Date", "Event Type", "Event Mode", "Intensity", "Quad Code", "Contexts", "Actor Name",
    "Actor Country", "Actor COW", "Primary Actor Sector", "Actor Sectors", "Actor Title", "Actor Name Raw",
    "Wikipedia Actor ID", "Recipient Name", "Recipient Country", "Recipient COW", "Primary Recipient Sector",
    "Recipient Sectors", "Recipient Title", "Recipient Name Raw", "Wikipedia Recipient ID", "Placename", "City",
    "District", "Province", "Country", "Latitude", "Longitude", "GeoNames ID", "Raw Placename", "Feature Type",
    "Source", "Publication Date", "Story People", "Story Organizations", "Story Locations", "Language", "Version",
    "Headline", "Event Text", "Feed", "Story ID",
)  # fmt: skip


def _computed(table: Any) -> dict[str, Any]:
    import pyarrow.compute as pc

    kind = mapped(column(table, "Event Type"), lambda code: str(code).lower().replace("_", " "))
    what = pc.coalesce(joined(kind, " (", column(table, "Event Mode"), ")"), kind)
    return {"kind": kind, "event": told(column(table, "Actor Name"), column(table, "Recipient Name"), what)}


_DATASET = Dataset(
    "polecat", date="Event Date", others=_OTHERS,
    ours={"event_id": "Event ID", "code": "Event Type", "actor": "Actor Name", "target": "Recipient Name",
          "country": "Country", "place": "Placename", "latitude": "Latitude", "longitude": "Longitude",
          "source_title": "Headline"},
    computed=_computed, also={"event intensity": "Intensity"}, unique="id", missing=("None", "NA", "nan"),
    numbers={"Intensity": "number", "Latitude": "number", "Longitude": "number"},
)  # fmt: skip


def _seen(start: Start) -> bool:
    wanted = {"event id", "event date", "event type", "quad code", "actor name", "recipient name"}
    return wanted <= set(start.header) and headed(start.text, _DATASET) is not None


@reads("polecat", title="POLECAT (NGEC) events", gives="events", endings=".txt .tsv .csv", seen=_seen)
def read_polecat(file: File) -> Iterator[Piece]:
    """Read the weekly and yearly files of POLECAT, coded by NGEC: about 40 columns with a header, parted by tabs.

    A row is an event. ``date`` is Event Date, ``event_id`` Event ID, ``code`` Event Type (PLOVER: ``ASSAULT``),
    ``kind`` the same in small letters, ``event`` who, to whom, type and mode: ``Freedonia → Sylvania: assault
    (beat)``. ``actor`` and ``target`` are Actor Name and Recipient Name, where there are several with ``;`` between
    them; ``country`` is the ISO 3166-1 alpha-3 code of the place, ``place`` Placename, ``source_title`` Headline, which
    only the files with texts have. The other columns stand behind under their own names (Event Intensity of some
    releases is Intensity in others; it stands under that).

    ``None`` is no value. A second record with the same Event ID is refused. Encoding: UTF-8.

    Source: POLECAT Weekly Data, doi:10.7910/DVN/AJGVIT (Halterman et al. 2023); PLOVER,
    osf.io/preprints/socarxiv/rm5dw.
    """
    yield from events_of(_DATASET, tables(file, layout_of(file, _DATASET)))
