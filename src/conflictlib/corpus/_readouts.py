"""The readouts of a corpus that grows: those that a new or ended page can change, and no others.

A readout joins statements of one actor and day, and statements of pages that are copies of each other. So what a
page can change are the statements of its actors' days, those of its copies, those of their actors' days, and so on.
That set is closed: read again by itself, it gives the readouts that the whole corpus would.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from conflictlib.coding.coder import CODER, readouts_of
from conflictlib.coding.readouts import COPIED, MANY, Readout
from conflictlib.coding.rows import reason_row
from conflictlib.corpus._layout import TABLES, to_arrow, to_pandas

if TYPE_CHECKING:
    import pandas as pd

    from conflictlib.codebook import Codebook
    from conflictlib.corpus._store import Writer

_LIGHT = ("statement_id", "doc_id", "actor", "speaker", "date", "text", "coder", "ended", "added")


def settle(writer: Writer, codebook: Codebook, version: int, *, everything: bool = False) -> int:
    """Set the readouts that version `version` changes, or all; return how many statements have another one."""
    light = _light(writer, version)
    concerned = light if everything else _closure(light, set(light.loc[light["touched"], "doc_id"]))
    living = concerned[concerned["ended"].isna()]
    if living.empty:
        return 0
    rows = _rows(writer, living["statement_id"])
    counted = light[light["ended"].isna()]
    totals = {str(page): int(n) for page, n in counted["doc_id"].value_counts().items()}
    common = set(counted.loc[counted.groupby("key")["key"].transform("size") > MANY, "statement_id"])
    found = readouts_of(codebook, rows, totals=totals, common=common)
    return _amend(writer, rows, found, version)


def _light(writer: Writer, version: int) -> pd.DataFrame:
    """Return what decides which statements may be joined, of the coder's statements that count or did until now."""
    import pyarrow.compute as pc
    import pyarrow.dataset as ds

    recent = ds.field("ended").is_null() | (ds.field("ended") == version)
    # what others have coded keeps the readouts that they gave it
    table = writer.read("statements", columns=_LIGHT, where=recent & ds.field("doc_id").is_valid())
    table = table.filter(pc.starts_with(table["coder"], CODER))
    words = pc.utf8_trim_whitespace(pc.replace_substring_regex(pc.utf8_lower(table["text"]), r"[^\pL\pN_]+", " "))
    light: pd.DataFrame = table.drop_columns(["text", "coder"]).append_column("words", words).to_pandas()
    who = light["actor"].fillna(light["speaker"])
    grouped = who.notna() & light["date"].notna()
    light["group"] = light.groupby([who.where(grouped), "date"], sort=False).ngroup()  # -1: in none
    light["key"] = light.groupby(["actor", "words"], sort=False, dropna=False).ngroup()
    light["touched"] = (light["added"] == version) | (light["ended"] == version)
    return light


def _closure(light: pd.DataFrame, pages: set[str]) -> pd.DataFrame:
    """Return all statements that the pages can change, directly or by way of others."""
    inside = light["doc_id"].isin(pages)
    seen: set[str] = set()
    frontier = set(pages)
    while frontier:
        seen |= frontier
        inside |= _copied(light, frontier)
        inside |= light["group"].isin(set(light.loc[inside, "group"]) - {-1})
        frontier = set(light.loc[inside, "doc_id"]) - seen
    return light[inside]


def _copied(light: pd.DataFrame, pages: set[str]) -> pd.Series:
    """Say of each statement whether it stands in the same words in a copy of one of the pages."""
    import pandas as pd

    here = light.loc[light["doc_id"].isin(pages), ["doc_id", "key"]].drop_duplicates()
    rare = light.groupby("key")["key"].transform("size") <= 2 * MANY
    there = light.loc[rare & light["key"].isin(here["key"]), ["doc_id", "key"]].drop_duplicates()
    pairs = here.merge(there, on="key", suffixes=("", "_other"))
    pairs = pairs[pairs["doc_id"] != pairs["doc_id_other"]]
    total = light.groupby("doc_id").size()
    shared = pairs.groupby(["doc_id", "doc_id_other"])["key"].transform("size")
    fewest = total.loc[pairs["doc_id"]].to_numpy().clip(max=total.loc[pairs["doc_id_other"]].to_numpy())
    copies = pairs[
        (shared >= 2) & (shared >= COPIED * fewest / 2)
    ]  # half: repeated words may be counted more than once
    wanted = set(zip(copies["doc_id_other"], copies["key"], strict=True)) | set(
        zip(copies["doc_id"], copies["key"], strict=True)
    )
    return pd.Series(light.set_index(["doc_id", "key"]).index.isin(wanted), index=light.index)


def _rows(writer: Writer, ids: pd.Series) -> list[dict[str, Any]]:
    import pyarrow.dataset as ds

    wanted = writer.read("statements", where=ds.field("ended").is_null(), among={"statement_id": ids})
    frame = to_pandas(wanted, TABLES["statements"]).astype("object")
    rows = frame.where(frame.notna(), None).to_dict("records")
    return [{str(k): v for k, v in row.items()} for row in rows]


def _amend(writer: Writer, rows: list[dict[str, Any]], found: list[Readout], version: int) -> int:
    """Write the readouts that differ from those that stand there, and why."""
    import pyarrow as pa
    import pyarrow.dataset as ds

    ids = [row["statement_id"] for row in rows]
    reasons = writer.read("evidence", columns=["statement_id", "code", "rule"], where=ds.field("ended").is_null(),
                          among={"kind": ["readout"], "statement_id": ids}).to_pylist()  # fmt: skip
    told = {row["statement_id"]: (row["code"], row["rule"]) for row in reasons}
    changed = [(row, readout) for row, readout in zip(rows, found, strict=True) if row["readout_id"] != readout.id]
    ids = [row["statement_id"] for row, _ in changed]
    given = {"statement_id": ids, "readout_id": [readout.id for _, readout in changed]}
    writer.amend(
        "statements", pa.table(given, schema=pa.schema([(key, pa.string()) for key in given])), ["statement_id"]
    )
    wanted = {
        row["statement_id"]: (readout.id, readout.why) for row, readout in zip(rows, found, strict=True) if readout.why
    }
    gone = [key for key, reason in told.items() if wanted.get(key) != reason]
    new = [reason_row(key, "readout", *reason) for key, reason in wanted.items() if told.get(key) != reason]
    kinds = pa.array(["readout"] * len(gone), pa.string())
    ended = {"ended": pa.array([version] * len(gone), pa.int64()), "ended_why": ["another readout"] * len(gone)}
    writer.amend(
        "evidence",
        pa.table({"statement_id": pa.array(gone, pa.string()), "kind": kinds, **ended}),
        ["statement_id", "kind"],
    )
    writer.append("evidence", to_arrow(new, TABLES["evidence"], added=version))
    return len(changed)
