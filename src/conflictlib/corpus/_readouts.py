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
    concerned = light if everything else _closure(light, _touched(light, version))
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
    return light


def _touched(light: pd.DataFrame, version: int) -> set[str]:
    """Return the pages that came in or ended with the version, and those whose words are now too common, or no more."""
    before = light.loc[light["added"] < version, "key"].value_counts()
    now = light.loc[light["ended"].isna(), "key"].value_counts()
    turned = set(before.index[before > MANY]) ^ set(now.index[now > MANY])
    touched = (light["added"] == version) | (light["ended"] == version) | light["key"].isin(turned)
    return set(light.loc[touched, "doc_id"])


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
    """Say of each statement whether it stands in the same words in a copy of one of the pages.

    Rather one too many than one too few: repeated words may be counted more than once, so half of what makes a copy
    is enough here.
    """
    import pandas as pd

    here = light.loc[light["doc_id"].isin(pages), ["doc_id", "key"]].drop_duplicates()
    rare = light.groupby("key")["key"].transform("size") <= 2 * MANY
    there = light.loc[rare & light["key"].isin(here["key"]), ["doc_id", "key"]].drop_duplicates()
    pairs = here.merge(there, on="key", suffixes=("", "_other"))
    pairs = pairs[pairs["doc_id"] != pairs["doc_id_other"]]
    total = light.groupby("doc_id").size()
    shared = pairs.groupby(["doc_id", "doc_id_other"])["key"].transform("size")
    fewest = total.loc[pairs["doc_id"]].to_numpy().clip(max=total.loc[pairs["doc_id_other"]].to_numpy())
    copies = pairs[(shared >= 2) & (shared >= COPIED / 2 * fewest)]
    wanted = {
        *zip(copies["doc_id_other"], copies["key"], strict=True),
        *zip(copies["doc_id"], copies["key"], strict=True),
    }
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

    changed = {row["statement_id"]: readout.id for row, readout in zip(rows, found, strict=True)
               if row["readout_id"] != readout.id}  # fmt: skip
    given = {"statement_id": list(changed), "readout_id": list(changed.values())}
    writer.amend("statements", pa.table(given, schema=pa.schema([(key, pa.string()) for key in given])),
                 ["statement_id"])  # fmt: skip
    _amend_reasons(writer, {row["statement_id"]: readout for row, readout in zip(rows, found, strict=True)}, version)
    return len(changed)


def _amend_reasons(writer: Writer, found: dict[str, Readout], version: int) -> None:
    """End the reasons for readouts that hold no longer, and write the new ones."""
    import pyarrow as pa
    import pyarrow.dataset as ds

    there = writer.read("evidence", columns=["statement_id", "code", "rule"], where=ds.field("ended").is_null(),
                        among={"kind": ["readout"], "statement_id": found}).to_pylist()  # fmt: skip
    told = {row["statement_id"]: (row["code"], row["rule"]) for row in there}
    wanted = {key: (readout.id, readout.why) for key, readout in found.items() if readout.why}
    gone = [key for key, reason in told.items() if wanted.get(key) != reason]
    ended = {"statement_id": gone, "kind": ["readout"] * len(gone), "ended": [version] * len(gone),
             "ended_why": ["another readout"] * len(gone)}  # fmt: skip
    kinds = pa.schema([(key, pa.int64() if key == "ended" else pa.string()) for key in ended])
    writer.amend("evidence", pa.table(ended, schema=kinds), ["statement_id", "kind"])
    new = [reason_row(key, "readout", *reason) for key, reason in wanted.items() if told.get(key) != reason]
    writer.append("evidence", to_arrow(new, TABLES["evidence"], added=version))
