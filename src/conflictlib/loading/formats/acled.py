"""ACLED: political violence and protest, collected by hand."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from conflictlib.loading._dates import read_day
from conflictlib.loading._delimited import tables
from conflictlib.loading._event_days import in_order_of
from conflictlib.loading._event_json import blocks_in
from conflictlib.loading._event_rows import Dataset, column, events_of, headed, header_of, layout_of, told
from conflictlib.loading._files import File
from conflictlib.loading._formats import reads
from conflictlib.loading._pieces import Piece
from conflictlib.loading._start import Start

_OTHERS = (
    "data_id", "gwno", "iso", "event_id_cnty", "event_id_no_cnty", "event_date", "year", "time_precision",
    "disorder_type", "event_type", "sub_event_type", "actor1", "assoc_actor_1", "inter1", "actor2", "assoc_actor_2",
    "inter2", "interaction", "civilian_targeting", "region", "country", "admin1", "admin2", "admin3", "location",
    "latitude", "longitude", "geo_precision", "source", "source_scale", "notes", "fatalities", "tags", "timestamp",
    "population_best", "iso3",
)  # fmt: skip


def _computed(table: Any) -> dict[str, Any]:
    import pyarrow.compute as pc

    what = pc.coalesce(column(table, "sub_event_type"), column(table, "event_type"))
    return {"kind": column(table, "event_type"), "event": told(column(table, "actor1"), column(table, "actor2"), what)}


def _day(value: object) -> dt.date | None:
    return read_day(value) or read_day(str(value).replace("-", " "))  # 23-February-2022, as of 2018


_DATASET = Dataset(
    "acled", date="event_date", others=_OTHERS,
    ours={"event_id": "event_id_cnty", "kind": "event_type", "code": "sub_event_type", "actor": "actor1",
          "target": "actor2", "country": "country", "place": "location", "latitude": "latitude",
          "longitude": "longitude", "deaths": "fatalities"},
    computed=_computed, also={"ally_actor_1": "assoc_actor_1", "ally_actor_2": "assoc_actor_2"}, unique="id",
    missing=("NA",),
    day=_day, numbers={"year": "whole", "time_precision": "whole", "geo_precision": "whole", "latitude": "number",
             "longitude": "number", "fatalities": "whole"},
)  # fmt: skip


def _seen(start: Start) -> bool:
    if start.keys:
        return '"event_id_cnty"' in start.text and ("data" in start.keys or "event_id_cnty" in start.keys)
    names = header_of(start.text, _DATASET)
    named = {"event_date", "event_type", "actor1", "fatalities"} <= names
    return (named or {"event_id_cnty", "event_date"} <= names) and bool(headed(start.text, _DATASET))


@reads("acled", title="ACLED events", gives="events", endings=".csv .json", seen=_seen)
def read_acled(file: File) -> Iterator[Piece]:
    """Read an export of ACLED (commas, semicolons or tabs, with a header) or an answer of its interface in JSON.

    A row is an event of political violence, a protest, or a strategic development. ``date`` is event_date, ``kind``
    event_type, ``code`` sub_event_type, ``event`` who, to whom and sub_event_type: ``Rioters (Freedonia): Mob
    violence``. ``event_id`` is event_id_cnty (``FRE7752``), ``actor`` and ``target`` are actor1 and actor2, ``country``
    (a name), ``place`` (location), ``latitude`` and ``longitude`` are those of the event, ``deaths`` is fatalities. The
    other columns stand behind under their own names, in small letters; which there are depends on the year of the
    export. ``inter1``, ``inter2`` and ``interaction`` are text: they were numbers (``1`` for state forces) and are
    words today. time_precision is 1 for the day, 2 for the week, 3 for the month.

    In JSON the records stand in ``data``, or are a list. Days may be ``2022-02-23`` or ``23 February 2022``; in figures
    parted by slashes (``05/06/2001``) they are read in the order that others in the column show, with a note, or
    not at all. A second record with the same id is refused. Encoding: UTF-8.

    Source: ACLED Codebook (2023) and API Documentation, acleddata.com; Raleigh et al. (2010),
    doi:10.1177/0022343310378914.
    """
    if Start(file).keys:
        yield from events_of(_DATASET, blocks_in(file, "data", _DATASET))
        return
    layout = layout_of(file, _DATASET)
    yield from events_of(in_order_of(_DATASET, file, layout), tables(file, layout))
