"""GDELT's table of mentions: one row each time that a page speaks of an event."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from conflictlib.loading._delimited import Layout, mapped, tables
from conflictlib.loading._event_rows import Dataset, column, events_of, headed
from conflictlib.loading._files import File
from conflictlib.loading._formats import reads
from conflictlib.loading._pieces import Piece, Unreadable
from conflictlib.loading._start import Start
from conflictlib.loading.formats.gdelt_events import gdelt_day, raw_rows

NAMES = (
    "GLOBALEVENTID", "EventTimeDate", "MentionTimeDate", "MentionType", "MentionSourceName", "MentionIdentifier",
    "SentenceID", "Actor1CharOffset", "Actor2CharOffset", "ActionCharOffset", "InRawText", "Confidence",
    "MentionDocLen", "MentionDocTone", "MentionDocTranslationInfo", "Extras",
)  # fmt: skip
_WHOLE = ("MentionType", "SentenceID", "Actor1CharOffset", "Actor2CharOffset", "ActionCharOffset", "InRawText",
          "Confidence", "MentionDocLen")  # fmt: skip


def web_address(value: object) -> str | None:
    """Return an address of the web, None for a citation of a broadcast or a paper."""
    text = str(value)
    return text if text.lower().startswith(("http://", "https://", "ftp://")) else None


def _computed(table: Any) -> dict[str, Any]:
    import pyarrow as pa

    mention = pa.array(["mention"] * len(table), pa.large_string())
    return {"event": mention, "kind": mention,
            "source_url": mapped(column(table, "MentionIdentifier"), web_address)}  # fmt: skip


_DATASET = Dataset(
    "gdelt_mentions", date="MentionTimeDate", names=NAMES, ours={"event_id": "GLOBALEVENTID"}, computed=_computed,
    day=gdelt_day, day_form="YYYYMMDDHHMMSS",
    numbers=dict.fromkeys(_WHOLE, "whole") | {"MentionDocTone": "number"},
)  # fmt: skip


def _row(cells: list[str]) -> bool:
    times = len(cells) == len(NAMES) and all(len(cell) == 14 and cell.isdecimal() for cell in cells[1:3])
    return times and cells[0].isdecimal()


def _seen(start: Start) -> bool:
    if {"mentiontimedate", "mentionidentifier"} <= set(start.header):
        return headed(start.text, _DATASET) is not None
    return any(_row(cells) for cells in raw_rows(start))


@reads("gdelt_mentions", title="GDELT mentions of events", gives="events", endings=".csv .tsv .txt", seen=_seen)
def read_gdelt_mentions(file: File) -> Iterator[Piece]:
    """Read mentions of GDELT 2 (16 columns), mostly without a header.

    A row is no event but a page that speaks of one: ``event`` and ``kind`` are ``mention``, ``event_id`` is the
    GLOBALEVENTID of the event, which comes as often as it is mentioned, and ``date`` the day of the mention
    (MentionTimeDate), not of the event (EventTimeDate, kept as it stands). ``source_url`` is MentionIdentifier where
    that is an address; where it is a citation (MentionType is not 1) there is none. All columns but GLOBALEVENTID and
    MentionTimeDate stand behind under their own names. An offset of -1 means that the actor is not named.

    A file with a header (tabs, commas or semicolons, any case, any order) is read by its names. Without a header no
    quotation mark has a meaning. Encoding: UTF-8. Source: The GDELT Event Database Data Format Codebook V2.0 (2015),
    gdeltproject.org.
    """
    start = Start(file)
    layout = headed(start.text, _DATASET)
    if layout is None and not any(_row(cells) for cells in raw_rows(start)):
        raise Unreadable("no GDELT mentions: no line has 16 cells as these have, and there is no header", 1)
    yield from events_of(_DATASET, tables(file, layout or Layout(NAMES, numbers=_DATASET.numbers)))
