"""UNSCon: sentences of speeches in the Security Council, coded by hand for conflict between speakers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from urllib.parse import unquote

from conflictlib import schema
from conflictlib.loading._files import File
from conflictlib.loading._formats import reads
from conflictlib.loading._pieces import Piece, Problem, Unreadable
from conflictlib.loading._rows import rows_of
from conflictlib.loading._states import code_of
from conflictlib.loading.formats.csv_tables import named_rows
from conflictlib.loading.formats.un_security_council import SPEECH, meeting_of

_CATEGORIES = ("a0", "a2", "a3", "a4", "b1", "b2", "b3")
#: What stands in `file_id` behind the speech: the state that speaks, and the number of the excerpt.
_EXCERPT = re.compile(
    r"_(?P<state>\D{2,120}?)(?:(?<=[a-z])A)?\d?(?:_[a-z]{3})?[_ ]\d{1,4}(?:_[A-Z]{1,4})?(?:\.txt)?", re.ASCII
)
_NEEDED = ("file_id", "sentence_text", "sentence_char_offsets", "filename", "country")


@reads("un_conflict_sentences", title="UNSCon (sentences coded for conflict)", gives="statements", endings=".csv",
       seen=lambda start: {*_NEEDED, "a0"} <= {*start.header})  # fmt: skip
def read_sentences(file: File) -> Iterator[Piece]:
    """Read ``conflict_annotations_sentences.csv``: a row is one sentence of an excerpt of a speech, a statement here.

    `text` is `sentence_text` as it stands: tokenised, with blanks before punctuation and at the end, so no `spans` in
    the speech are given. `doc` is `filename`, the speech; `actor` the code of the state that speaks; `coder` UNSCon;
    `channel` un_meeting; `quote` direct. `act` is missing: the dataset codes no speech acts. `statement_id` is the
    excerpt (`file_id`) with the sentence's place in it (`sentence_char_offsets`), since speech and place alone are
    not unique. Own columns: `meeting`, `year`; as in the file `file_id`, `basename`, `speech_id`, `country`,
    `sentence_char_offsets`, `sentence_token_offsets` (both in the excerpt), and the categories `a0` (Direct_NegEval,
    Indirect_NegEval), `a2` to `a4` (whom it is aimed at), `b1` (Challenge, Correction), `b2`, `b3` (likewise).
    The state is read in `file_id`, which names it behind the speech. The column `country` should say the same; in
    the file of 2024 it does not (its values stand in the order of another table), so that it is only an own column,
    and a note says in how many rows the two differ.

    ``_`` is missing; ``-NONE-`` is kept: coded, and no such target.

    Source: Zaczynska, Bourgonje and Stede, How Diplomats Dispute: The UN Security Council Conflict Corpus (2024).
    """
    rows: list[Mapping[str, object]] = []
    records: list[int] = []
    n_other = 0
    for found in named_rows(file):
        if isinstance(found, Problem):
            yield found
            continue
        line, row = found
        if lacking := [name for name in _NEEDED if name not in row]:
            raise Unreadable(f"a table of UNSCon needs {' and '.join(lacking)}", line)
        state = _state(row)
        n_other += _same(state) != _same(row["country"])
        actor = code_of(state.replace("_", " "))
        if actor is None:
            reason = f"the state is {state[:60]!r}, which is no actor of the codebook; the row is kept without it"
            yield Problem(reason, line, "incomplete")
        rows.append(_statement(row, actor))
        records.append(line)
    if not rows:
        raise Unreadable("there is no row below the header")
    if n_other:
        what = f"in {n_other:,} of {len(rows):,} rows country is not the state in file_id; the actor is that of file_id"
        yield Problem(what, None, "note")
    yield from rows_of(rows, records, schema.STATEMENTS)


def _state(row: Mapping[str, str]) -> str:
    """Return the state that speaks by the name of the excerpt; by `country` where the name does not say."""
    match = _EXCERPT.fullmatch(unquote(row["file_id"]).removeprefix(row["filename"]))
    return match["state"] if match else row["country"]


def _same(state: str) -> str:
    return state.rstrip("0123456789 ").casefold()


def _statement(row: Mapping[str, str], actor: str | None) -> dict[str, object]:
    speech = SPEECH.fullmatch(row["filename"])
    excerpt = row["file_id"].removesuffix(".txt")
    own = {name: value for name, value in row.items() if name not in ("sentence_text", "filename", "") and
           name not in schema.STATEMENTS.names}  # fmt: skip
    own |= {name: "" if row.get(name, "_").strip() == "_" else row[name] for name in _CATEGORIES if name in row}
    placed = {"meeting": meeting_of(speech), "year": int(speech["year"])} if speech else {}
    return own | placed | {
        "statement_id": f"{excerpt}:{row['sentence_char_offsets']}" if excerpt else None,
        "doc": row["filename"],
        "date_basis": "none",
        "actor": actor,
        "channel": "un_meeting",
        "quote": "direct",
        "text": row["sentence_text"],
        "coder": "UNSCon",
    }  # fmt: skip
