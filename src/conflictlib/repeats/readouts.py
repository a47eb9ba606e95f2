"""Documents which report one utterance: their statements share a readout."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from conflictlib.repeats.wording import PASSAGE, pattern
from conflictlib.schema import STATEMENTS, TableError, check

if TYPE_CHECKING:
    import pandas as pd

Row = dict[str, Any]


def shared_readouts(texts: dict[str, str], statements: pd.DataFrame) -> list[Row]:
    """Return a row for every document that reports an utterance which another reported first.

    `texts` has the text of every document by its id, in order of publication.
    """
    check(statements, STATEMENTS)
    for name in ("doc_id", "readout_id"):
        if name not in statements:
            raise TableError(f"statements: there is no column {name!r}, which the level readout needs; "
                             f"there are {', '.join(map(str, statements.columns))}")  # fmt: skip
    ids, rows = list(texts), []
    shared = _shared(_told(ids, statements))
    found = (shared[name].to_list() for name in ("place", "first", "row", "first_row", "share"))
    for place, first, row, first_row, share in zip(*found, strict=True):
        doc_id, copy_of = ids[place], ids[first]
        start, end = _passage(texts[doc_id], statements, row)
        first_start, first_end = _passage(texts[copy_of], statements, first_row)
        rows.append({
            "doc_id": doc_id, "copy_of": copy_of, "level": "readout", "similarity": round(share, 4),
            "evidence": None if start is None else texts[doc_id][start:end], "start": start, "end": end,
            "first_start": first_start, "first_end": first_end,
        })  # fmt: skip
    return rows


def _told(ids: list[str], statements: pd.DataFrame) -> pd.DataFrame:
    """Return the place of its document and the readout of every statement, and who was first with that readout."""
    import pandas as pd

    place = statements["doc_id"].map({doc_id: place for place, doc_id in enumerate(ids)})
    told = pd.DataFrame({"place": place.to_numpy(), "readout": statements["readout_id"].to_numpy()})
    told = told.assign(row=range(len(told))).dropna().astype({"place": "int64"})
    told = told.sort_values("place", kind="stable")
    firsts = told.groupby("readout", sort=False)[["place", "row"]].transform("first")
    return told.assign(first=firsts["place"], first_row=firsts["row"])


def _shared(told: pd.DataFrame) -> pd.DataFrame:
    """Return for every document that is not the first with all of its readouts the one that it shares most with."""
    own = told.drop_duplicates(["place", "readout"])
    late = own[own["place"] != own["first"]]
    pairs = late.groupby(["place", "first"])[["row", "first_row"]].first().reset_index()
    n = late.groupby(["place", "first"]).size().to_numpy()
    pairs["share"] = n / own.groupby("place").size().reindex(pairs["place"]).to_numpy()
    most = pairs.sort_values(["place", "share", "first"], ascending=[True, False, True], kind="stable")
    return most.drop_duplicates("place")


def _passage(text: str, statements: pd.DataFrame, row: int) -> tuple[int | None, int | None]:
    """Return where the content of a statement stands: its longest span, up to `PASSAGE` words of it."""
    statement = statements.iloc[row].to_dict()
    spans = [tuple(span) for span in statement.get("spans") or ()]
    if not spans and _given(statement.get("start")) and _given(statement.get("end")):
        spans = [(int(statement["start"]), int(statement["end"]))]
    if not spans and (begin := text.find(statement["text"])) >= 0:  # coded by hand, without offsets
        spans = [(begin, begin + len(statement["text"]))]
    if not spans:
        return None, None
    start, end = max(spans, key=lambda span: span[1] - span[0])
    if not 0 <= start <= end <= len(text):
        raise TableError(f"statements, row {row + 1}: start {start}, end {end} is outside of document "
                         f"{statement['doc_id']!r}; allowed is 0 to {len(text)}")  # fmt: skip
    found = list(pattern(text).finditer(text, start, end))
    return start, found[PASSAGE - 1].end() if len(found) > PASSAGE else end


def _given(value: Any) -> bool:
    import pandas as pd

    return not pd.isna(value)
