"""UCDP GED: events of organised violence in which people were killed."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from typing import Any

from conflictlib.loading._dates import read_day
from conflictlib.loading._delimited import Layout, mapped, tables
from conflictlib.loading._event_days import in_order_of
from conflictlib.loading._event_json import blocks_in
from conflictlib.loading._event_rows import Dataset, column, events_of, headed, layout_of, told
from conflictlib.loading._files import File
from conflictlib.loading._formats import reads
from conflictlib.loading._pieces import Piece
from conflictlib.loading._start import Start

_KINDS = {"1": "state-based violence", "2": "non-state violence", "3": "one-sided violence"}
_OTHERS = (
    "id", "relid", "year", "active_year", "code_status", "type_of_violence", "conflict_dset_id", "conflict_new_id",
    "conflict_name", "dyad_dset_id", "dyad_new_id", "dyad_name", "side_a_dset_id", "side_a_new_id", "side_a",
    "side_b_dset_id", "side_b_new_id", "side_b", "number_of_sources", "source_article", "source_office", "source_date",
    "source_headline", "source_original", "where_prec", "where_coordinates", "where_description", "adm_1", "adm_2",
    "latitude", "longitude", "geom_wkt", "priogrid_gid", "country", "country_id", "region", "event_clarity",
    "date_prec", "date_start", "date_end", "deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown", "best",
    "high", "low", "gwnoa", "gwnob",
)  # fmt: skip
_WHOLE = ("year", "number_of_sources", "where_prec", "event_clarity", "date_prec", "deaths_a", "deaths_b",
          "deaths_civilians", "deaths_unknown", "best", "high", "low")  # fmt: skip


def _computed(table: Any) -> dict[str, Any]:
    import pyarrow.compute as pc

    kind = mapped(column(table, "type_of_violence"), lambda code: _KINDS.get(str(code)))
    what = pc.coalesce(kind, column(table, "dyad_name"), column(table, "type_of_violence"))
    return {"kind": kind, "event": told(column(table, "side_a"), column(table, "side_b"), what)}


_DATASET = Dataset(
    "ucdp_ged", date="date_start", others=_OTHERS,
    ours={"event_id": "id", "code": "type_of_violence", "actor": "side_a", "target": "side_b", "country": "country",
          "place": "where_coordinates", "latitude": "latitude", "longitude": "longitude", "deaths": "best"},
    computed=_computed, unique="id", missing=("NA",),
    also={"best_est": "best", "high_est": "high", "low_est": "low"},
    numbers=dict.fromkeys(_WHOLE, "whole") | {"latitude": "number", "longitude": "number"},
)  # fmt: skip


def _seen(start: Start) -> bool:
    if start.keys:
        named = "Result" in start.keys or {"date_start", "side_a"} <= start.keys
        return named and '"type_of_violence"' in start.text and '"date_start"' in start.text
    wanted = {"id", "type_of_violence", "side_a", "side_b", "date_start"}
    return (wanted <= set(start.header) and headed(start.text, _DATASET) is not None) or _without_header(start)


def _without_header(start: Start) -> bool:
    """Say whether the first line is an event in the 49 columns of today, in their order."""
    line = start.lines[0] if start.lines else ""
    cells = next(csv.reader([line]), []) if line.count(",") >= len(_OTHERS) - 1 and len(line) < 50_000 else []
    if len(cells) != len(_OTHERS):
        return False
    row = dict(zip(_OTHERS, cells, strict=True))
    days = read_day(row["date_start"]), read_day(row["date_end"])
    return row["id"].isdecimal() and row["type_of_violence"] in _KINDS and None not in days


@reads("ucdp_ged", title="UCDP Georeferenced Event Dataset", gives="events", endings=".csv .json", seen=_seen)
def read_ucdp_ged(file: File) -> Iterator[Piece]:
    """Read the Georeferenced Event Dataset or its candidates (CSV with a header), or an answer of the API in JSON.

    A row is an event in which an organised actor used armed force and somebody was killed. ``date`` is date_start, the
    first day on which it can have been; date_end and date_prec (1 the day is known, 2 two to six days, 3 the week,
    4 the month, 5 more than a month) say how sure that is. ``event_id`` is id, ``code`` type_of_violence (1, 2, 3),
    ``kind`` what that means (state-based, non-state, one-sided violence), ``event`` both sides and that: ``Government
    of Freedonia → Sylvan Front: state-based violence``. ``actor`` and ``target`` are side_a and side_b, which says
    nothing of who began. ``country`` is a name, ``place`` where_coordinates, ``deaths`` the best estimate; high, low
    and all other columns stand behind under their own names (best_est and the like of the first releases as best).

    Some candidates came without a header; they are known by the 49 columns, which are read in their order. In JSON
    the records stand in ``Result``, or are a list. A second record with the same id is refused.
    Encoding: UTF-8.

    Source: UCDP GED Codebook 24.1 (Högbladh 2024) and UCDP API documentation; Sundberg and Melander (2013),
    doi:10.1177/0022343313484347.
    """
    if Start(file).keys:
        yield from events_of(_DATASET, blocks_in(file, "Result", _DATASET))
        return
    if _without_header(Start(file)):
        layout = Layout(_OTHERS, ",", True, 0, _DATASET.numbers, _DATASET.missing)
        file.notes.append("there is no header; the columns are taken to be those of the codebook, in their order")
    else:
        layout = layout_of(file, _DATASET)
    yield from events_of(in_order_of(_DATASET, file, layout), tables(file, layout))
