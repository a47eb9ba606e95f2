"""The quotations in GDELT's Global Knowledge Graph."""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterator

from conflictlib import schema
from conflictlib.loading._delimited import Block, Layout, tables
from conflictlib.loading._event_rows import Dataset, headed
from conflictlib.loading._files import File
from conflictlib.loading._formats import reads
from conflictlib.loading._pieces import Piece, Problem, Unreadable
from conflictlib.loading._rows import rows_of
from conflictlib.loading._start import Start
from conflictlib.loading.formats.gdelt_events import gdelt_day, raw_rows
from conflictlib.loading.formats.gdelt_mentions import web_address

NAMES = (
    "GKGRECORDID", "DATE", "SourceCollectionIdentifier", "SourceCommonName", "DocumentIdentifier", "Counts",
    "V2Counts", "Themes", "V2Themes", "Locations", "V2Locations", "Persons", "V2Persons", "Organizations",
    "V2Organizations", "V2Tone", "Dates", "GCAM", "SharingImage", "RelatedImages", "SocialImageEmbeds",
    "SocialVideoEmbeds", "Quotations", "AllNames", "Amounts", "TranslationInfo", "Extras",
)  # fmt: skip
_OTHERS = {"SourceCollectionIdentifier": "source_collection", "DocumentIdentifier": "document_identifier",
           "Themes": "gkg_themes", "Persons": "gkg_persons", "Organizations": "gkg_organizations",
           "V2Tone": "gkg_tone", "TranslationInfo": "gkg_translation"}  # fmt: skip
_HEAD = re.compile(r"(?:^|#)(\d{1,9})\|(\d{1,9})\|([^|#]{0,200})\|")
_ID = re.compile(r"\d{14}-T?\d+", re.ASCII)
_DATASET = Dataset("gdelt_gkg", date="DATE", names=NAMES, ours={}, computed=lambda table: {},
                   also={"v2.1date": "DATE", "v21date": "DATE", "v2sourcecommonname": "SourceCommonName",
                         "v2documentidentifier": "DocumentIdentifier", "v2.1quotations": "Quotations",
                         "v21quotations": "Quotations", "v2extrasxml": "Extras"})  # fmt: skip


def _row(cells: list[str]) -> bool:
    dated = len(cells) == len(NAMES) and len(cells[1]) == 14 and cells[1].isdecimal()
    return dated and bool(_ID.fullmatch(cells[0]))


def _seen(start: Start) -> bool:
    layout = headed(start.text, _DATASET) if "gkgrecordid" in start.header else None
    if layout is not None:
        return {"GKGRECORDID", "Quotations"} <= set(layout.names)
    return any(_row(cells) for cells in _rows(start))


def _rows(start: Start) -> list[list[str]]:
    """Return the first lines as cells; a first record that is longer than what is seen shows its first cells."""
    rows = raw_rows(start)
    if len(rows) == 1 and 5 < len(rows[0]) < len(NAMES):
        rows[0] += [""] * (len(NAMES) - len(rows[0]))
    return rows


@reads("gdelt_gkg", title="GDELT Global Knowledge Graph: quotations", gives="statements", endings=".csv .tsv .txt",
       seen=_seen)  # fmt: skip
def read_gdelt_gkg(file: File) -> Iterator[Piece]:
    """Read the quotations of the Global Knowledge Graph 2.1 (27 columns), mostly without a header.

    A record of the file is a page; its text is not in it, but what it quotes may be. A row is a quotation: ``text`` is
    the quoted words as GDELT gives them (tokens with blanks between), ``quote`` is ``direct``, ``cue`` the verb where
    there is one. Who said it the file does not tell: ``actor`` and ``speaker`` are missing. ``doc`` is GKGRECORDID,
    ``statement_id`` that and the offset, ``date`` the day of DATE, on which GDELT saw the page (``date_basis`` is
    ``file``), ``source_publisher`` SourceCommonName, ``source_url`` DocumentIdentifier where that is an address and
    no citation, ``source_title`` the PAGE_TITLE in Extras, from 2020 on.

    ``start`` and ``end`` are missing, as the text is: GDELT's offset and length are in ``quotation_offset`` and
    ``quotation_length``. ``source_collection``, ``document_identifier``, ``page_time`` (PAGE_PRECISEPUBTIMESTAMP),
    ``gkg_themes``, ``gkg_persons``, ``gkg_organizations``, ``gkg_tone`` and ``gkg_translation`` are those of the page.
    How many records hold no quotation, a note says.

    A file with a header is read by its names. Without one no quotation mark has a meaning. Encoding: UTF-8.
    Source: The GDELT Global Knowledge Graph (GKG) Data Format Codebook V2.1 (2015), gdeltproject.org.
    """
    start = Start(file)
    layout = headed(start.text, _DATASET)
    if layout is None and not any(_row(cells) for cells in _rows(start)):
        raise Unreadable("no GDELT knowledge graph: no line has 27 cells as this has, and there is no header", 1)
    n = n_without = 0
    for found in tables(file, layout or Layout(NAMES)):
        if isinstance(found, Problem):
            yield found
            continue
        n += len(found.lines)
        n_without += found.table.column("Quotations").null_count
        yield from _statements(found)
    if n_without:
        yield Problem(f"{n_without:,} of {n:,} records hold no quotation", None, "note")


def _statements(block: Block) -> Iterator[Piece]:
    import pyarrow.compute as pc

    quoting = pc.indices_nonzero(block.table.column("Quotations").is_valid())
    rows: list[dict[str, object]] = []
    records: list[int] = []
    for at, record in zip(quoting.to_pylist(), block.table.take(quoting).to_pylist(), strict=True):
        found = list(_quotations(record)) if record["GKGRECORDID"] else []
        rows += found
        records += [block.lines[at]] * len(found)
        if not record["GKGRECORDID"]:
            yield Problem("GKGRECORDID is missing; it is needed", block.lines[at])
        elif not found:
            yield Problem(f"Quotations is {record['Quotations'][:60]!r}; allowed is offset|length|verb|quotation, with "
                          "# between several", block.lines[at])  # fmt: skip
    yield from rows_of(rows, records, schema.STATEMENTS)


def _quotations(record: dict[str, str | None]) -> Iterator[dict[str, object]]:
    given = record["Quotations"] or ""
    heads = list(_HEAD.finditer(given))
    page, offsets = _page(record), Counter[str]()
    ends = [head.start() for head in heads[1:]] + [len(given)]
    for head, end in zip(heads, ends, strict=False):  # one end is left over where there is no quotation
        text = given[head.end() : end].strip()
        offsets[head[1]] += 1
        again = f".{offsets[head[1]]}" if offsets[head[1]] > 1 else ""
        if text:
            yield {"statement_id": f"{record['GKGRECORDID']}#{head[1]}{again}", "text": text, "quote": "direct",
                   "cue": head[3].strip() or None, "quotation_offset": int(head[1]),
                   "quotation_length": int(head[2])} | page  # fmt: skip


def _page(record: dict[str, str | None]) -> dict[str, object]:
    """Return what the record says of the page, for each of its quotations."""
    extras = record.get("Extras") or ""
    day = gdelt_day(record.get("DATE"))
    address = record.get("DocumentIdentifier")
    page: dict[str, object] = {
        "doc": record["GKGRECORDID"],
        "date": day or record.get("DATE"),
        "date_basis": "file" if day else "none",
        "source_publisher": record.get("SourceCommonName"),
        "source_url": address and web_address(address),
        "source_title": _element(extras, "PAGE_TITLE"),
        "coder": "GDELT GKG 2.1",
        "page_time": _element(extras, "PAGE_PRECISEPUBTIMESTAMP"),
    }
    return page | {ours: record.get(theirs) for theirs, ours in _OTHERS.items()}  # fmt: skip


def _element(extras: str, name: str) -> str | None:
    _, _, behind = extras.partition(f"<{name}>")
    inside, end, _ = behind.partition(f"</{name}>")
    return " ".join(html.unescape(inside).split()) or None if end else None
