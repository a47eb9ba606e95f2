"""The UN Security Council Debates: a speech a file, and the tables that say who spoke and in which meeting."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from conflictlib.loading._files import File
from conflictlib.loading._formats import reads
from conflictlib.loading._pieces import Document, Index, Piece, Problem, Unreadable
from conflictlib.loading._start import Start

#: UNSC_2014_SPV.7219_spch015.txt; a resumed meeting has a mark behind its number, an excerpt one behind the speech.
SPEECH = re.compile(
    r"(?P<id>(?P<base>UNSC_(?P<year>\d{4})_SPV\.(?P<number>\d{1,6})(?P<part>[^_/]{0,30}))_spch(?P<speech>\d{1,5}))"
    r"(?P<rest>.*)",
    re.IGNORECASE | re.ASCII | re.DOTALL,
)
_RESUMED = re.compile(r"Res\D{0,20}(\d{0,3})", re.IGNORECASE | re.ASCII)
#: How a speech begins in the record: “Mr. Chaplin (Freedonia) (spoke in French):”, “The President:”.
_ADDRESS = re.compile(
    r"\s*(?P<who>[^():\n]{2,80})\((?P<where>[^():\n]{2,100})\)[^:\n]{0,100}:|\s*(?P<chair>The [^():\n]{2,40})"
)
_LANGUAGE = re.compile(r"(?:spoke|speaking|interpretation|continued)\b", re.IGNORECASE)
_DOUBLED = re.compile(r"(?<=\w)''(?=\w)")
_LARGEST = 5_000_000
#: A record of the tables may be broken over so many lines.
_MOST_LINES = 10
_BATCH = 5_000
_DOC = ("filename", "file_name")
#: The tables' columns, in their releases, and what they are here. Those of None can be had from text or name.
_COLUMNS = {
    "date": "published", "speaker": "author", "country": "country", "country_org": "country", "role": "role",
    "role_in_un": "role", "participanttype": "participant_type", "participant_type": "participant_type",
    "topic": "topic", "outcome": "outcome", "": None, "x": None, "basename": None, "spv": None, "year": None,
    "month": None, "day": None, "speech": None, "speech_number": None, "types": None, "tokens": None,
    "sentences": None, "meeting_symbol": None,
}  # fmt: skip


def meeting_of(speech: re.Match[str]) -> str:
    """Return the symbol of the meeting: S/PV.7219, S/PV.9052 (Resumption 1)."""
    resumed = _RESUMED.search(speech["part"])
    return f"S/PV.{speech['number']}" + (f" (Resumption {resumed[1] or 1})" if resumed else speech["part"])


def _is_speech(start: Start) -> bool:
    named = SPEECH.fullmatch(start.name) is not None and start.ending == ".txt"
    return named and bool(start.text.strip()) and not start.element and not start.keys


@reads("un_security_council", title="UN Security Council Debates (speeches)", gives="documents", endings=".txt",
       seen=_is_speech)  # fmt: skip
def read_speech(file: File) -> Iterator[Piece]:
    """Read one speech, named UNSC_YEAR_SPV.MEETING_spchNUMBER.txt.

    `text` is the file's own, unchanged but for a byte-order mark: it begins with the form of address of the record,
    and old records have slips of character recognition. `doc` is the name without ``.txt``. Own columns: `meeting`
    (S/PV.7219), `speech` (its number in the meeting), `year`. `publisher` is the United Nations, whose record this
    is, `language` en (of the record). `author`, `country`, `published`, `topic` and the rest come from the tables
    ``speaker.tsv`` and ``meta.tsv`` beside or above the folder or archive of speeches (see `read_tables`); without
    them `author` and `country` are what the form of address says.

    Source: Schoenfeld, Eckhard, Patz, van Meegdenburg and Pires, The UN Security Council Debates, Harvard Dataverse,
    doi:10.7910/DVN/KGVSYH; arXiv:1906.10969.
    """
    text = file.text(at_most=_LARGEST)
    match = SPEECH.fullmatch(file.stem)
    if match is None:
        raise Unreadable(f"the name is {file.own_name[:80]!r}; allowed is UNSC_YEAR_SPV.MEETING_spchNUMBER.txt")
    title = f"{meeting_of(match)}, speech {int(match['speech'])}"
    yield Document(
        text,
        doc=file.stem,
        publisher="United Nations",
        language="en",
        others={"meeting": meeting_of(match), "speech": int(match["speech"]), "year": int(match["year"])},
        known_as=[name for name in (f"{match['id']}.txt", match["id"], match["base"]) if name != file.own_name],
        otherwise={"title": title, **_addressed(text)},
    )


def _addressed(text: str) -> dict[str, str]:
    """Return who speaks, and for whom, by the form of address before the first colon."""
    head, colon, _ = text[:300].partition(":")
    match = _ADDRESS.fullmatch(f"{head}:") or _ADDRESS.fullmatch(head) if colon else None
    if match is None:
        return {}
    if match["chair"]:
        return {"author": match["chair"].strip()}
    who = {"author": match["who"].strip()}
    return who if _LANGUAGE.match(match["where"]) else who | {"country": match["where"].strip()}


def _is_table(start: Start) -> bool:
    names = _names(start.lines[0]) if start.lines else []
    speaker = bool({*_DOC} & {*names}) and bool({"participanttype", "participant_type", "country_org"} & {*names})
    meeting = "basename" in names and bool({"spv", "num_speeches", "outcome"} & {*names}) and "topic" in names
    return speaker or meeting


def _names(line: str) -> list[str]:
    return [cell.strip().strip('"').casefold() for cell in line.rstrip("\r\n").split("\t")]


@reads("un_security_council_tables", title="UN Security Council Debates (speaker.tsv, meta.tsv)", gives="index",
       endings=".tsv .tab", seen=_is_table)  # fmt: skip
def read_tables(file: File) -> Iterator[Piece]:
    """Read ``speaker.tsv`` (a row a speech) or ``meta.tsv`` (a row a meeting), parted by tabs, as an index.

    A row of the first speaks of the speech `filename`, with or without ``.txt``; one of the second of all speeches
    of the meeting `basename`. Columns: `date` becomes `published`, `speaker` `author`; own columns `country`
    (`country_org` in later releases), `role` (`role_in_un`), `participant_type` (The President, Mentioned, Guest),
    `topic`, `outcome`, and under their own names `agenda_item1`, ...; `title` is meeting, number and topic. Year,
    month, day, number and symbols are in the name of the file, tokens, types and sentences in its text: left out.
    NA is missing. Quotation marks are text, except where every cell is in them (Dataverse's tab files); a doubled
    apostrophe within a word is one.

    A line with too few cells is joined with the next until there are as many as names, ten lines at most; each
    record that was mended so is a note. Source: see `read_speech`; the release of 2025 has 36 such records.
    """
    lines = enumerate(file.lines(), 1)
    header = next(((number, line) for number, line in lines if line.strip()), None)
    if header is None:
        raise Unreadable("the file is empty")
    names = _names(header[1])
    key = next((name for name in (*_DOC, "basename") if name in names), None)
    if key is None:
        raise Unreadable("neither filename nor basename among the columns", header[0])
    found = (each if isinstance(each, Problem) else _row(each[1], each[0], key) for each in _records(lines, names))
    yield from _batches(found, None if key == "basename" else "un_security_council")


def _batches(found: Iterator[tuple[int, dict[str, object]] | Problem], of: str | None) -> Iterator[Piece]:
    rows: list[Mapping[str, object]] = []
    records: list[int] = []
    n = 0
    for each in found:
        if isinstance(each, Problem):
            yield each
            continue
        n += 1
        records.append(each[0])
        rows.append(each[1])
        if len(rows) == _BATCH:
            yield Index(rows, records, of)
            rows, records = [], []
    if rows:
        yield Index(rows, records, of)
    if not n:
        raise Unreadable("there is no row below the header")


def _records(lines: Iterator[tuple[int, str]], names: list[str]) -> Iterator[tuple[int, dict[str, str]] | Problem]:
    """Give the records as their names say, broken ones mended; what is none is a problem."""
    started: list[str] = []
    first, n_lines = 0, 0
    for number, line in lines:
        cells = line.rstrip("\r\n").split("\t")
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) == len(names) + 1 and not started and "" not in names:
            names = ["", *names]  # R writes the numbers of rows without a name for them
        if started and len(cells) < len(names) and n_lines < _MOST_LINES:
            cells = [*started[:-1], f"{started[-1]} {cells[0]}", *cells[1:]]
            n_lines += 1
        else:
            if started:
                yield _misfit(started, names, first)
            first, n_lines = number, 1
        started = []
        if len(cells) < len(names):
            started = cells
        elif len(cells) > len(names):
            yield _misfit(cells, names, first)
        else:
            if n_lines > 1:
                yield Problem(f"broken over {n_lines} lines; they were joined", first, "note")
            yield first, dict(zip(names, cells, strict=True))
    if started:
        yield _misfit(started, names, first)


def _misfit(cells: Sequence[str], names: Sequence[str], line: int) -> Problem:
    return Problem(f"{len(cells)} cell{'s' if len(cells) != 1 else ''}; the header has {len(names)}", line)


def _row(record: dict[str, str], line: int, key: str) -> tuple[int, dict[str, object]] | Problem:
    quoted = len(record[key]) > 1 and record[key].startswith('"') and record[key].endswith('"')
    doc = _cell(record[key], quoted=quoted)
    speech = SPEECH.fullmatch(doc or "")
    if doc is None or "/" in doc or (key != "basename" and speech is None):
        shown = record[key][:60]
        return Problem(f"{key} is {shown!r}; allowed is a name such as UNSC_2014_SPV.7219_spch015.txt", line)
    row: dict[str, object] = {"doc": doc}
    for name, value in record.items():
        ours = _COLUMNS.get(name, name)
        if ours is not None and name != key and ours not in row and (cell := _cell(value, quoted=quoted)) is not None:
            row[ours] = cell
    if "published" not in row:
        row |= _day_of({name: _cell(record.get(name, ""), quoted=quoted) for name in ("year", "month", "day")})
    if speech is not None:
        topic = f": {row['topic']}" if "topic" in row else ""
        row["title"] = f"{meeting_of(speech)}, speech {int(speech['speech'])}{topic}"
    return line, row


def _day_of(cells: Mapping[str, str | None]) -> dict[str, object]:
    parts = [cell or "" for cell in cells.values()]
    return {"published": "-".join(part.zfill(2) for part in parts)} if all(part.isdigit() for part in parts) else {}


def _cell(value: str, *, quoted: bool) -> str | None:
    text = value.strip()
    if quoted and len(text) > 1 and text[0] == text[-1] == '"':
        text = text[1:-1].replace('\\"', '"').replace('""', '"').replace("\\n", " ")
    text = _DOUBLED.sub("'", " ".join(text.split())) if "''" in text else " ".join(text.split())
    return text if text and text != "NA" else None
