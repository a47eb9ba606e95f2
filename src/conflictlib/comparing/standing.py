"""Which statements stand, are new, are gone or are coded otherwise."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from conflictlib.schema import STATEMENTS, TableError, check, conform

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    import pandas as pd

    Yes = npt.NDArray[np.bool_]

#: Columns by which two codings of a statement are compared; the others say where and how it was found.
CODES = ("date", "actor", "members", "speaker", "addressee", "channel", "act", "negated", "quote", "themes")

#: Columns whose cells are a set of codes: their order says nothing.
_SETS = ("members", "addressee", "themes")


@dataclass(frozen=True)
class Standing:
    """Two statements tables beside each other.

    `kept` and `new` make up what stands now. `kept` is in its coding of now, with its codes and words only; `moved` of
    it have another id than before. `gone` are the rows of before that stand no more.
    """

    before: pd.DataFrame
    now: pd.DataFrame
    kept: pd.DataFrame
    new: pd.DataFrame
    gone: pd.DataFrame
    recoded: pd.DataFrame
    moved: int


def laid_out(statements: pd.DataFrame, name: str) -> pd.DataFrame:
    """Check a statements table and return it with every column, one row per id: the first."""
    import pandas as pd

    try:
        whole = check(statements, STATEMENTS)
    except TableError as error:
        raise TableError(f"{name}: {error}") from None
    whole = whole[~whole["statement_id"].duplicated()].reset_index(drop=True)
    absent = [column for column in STATEMENTS.names if column not in whole.columns]
    if absent:
        empty = conform(whole[["statement_id"]].astype("str"), STATEMENTS)[absent]
        whole = pd.concat([whole, empty], axis="columns")
    others = [column for column in whole.columns if column not in STATEMENTS.names]
    return whole[[*STATEMENTS.names, *others]]


def newest_first(statements: pd.DataFrame) -> pd.DataFrame:
    """Return the rows by day, the newest first and undated ones last; those of a day by actor and id."""
    within = statements.sort_values("statement_id", kind="stable").sort_values("actor", kind="stable")
    return within.sort_values("date", ascending=False, kind="stable").reset_index(drop=True)


def stand(before: pd.DataFrame, now: pd.DataFrame) -> Standing:
    """Compare two tables that were laid out."""
    import numpy as np
    import pandas as pd

    place = pd.Index(before["statement_id"]).get_indexer(pd.Index(now["statement_id"]))
    there = place >= 0
    left = np.ones(len(before), dtype=bool)
    left[place[there]] = False
    new, gone = newest_first(now[~there]), newest_first(before[left])
    again_new, again_gone = _again(new, gone)
    again = now["statement_id"].isin(new["statement_id"][again_new]).to_numpy()
    compared = ["statement_id", "text", *CODES]
    return Standing(
        before=before,
        now=now,
        kept=now.loc[there | again, compared],
        new=new[~again_new].reset_index(drop=True),
        gone=gone[~again_gone].reset_index(drop=True),
        recoded=_recoded(before[compared].take(place[there]), now.loc[there, compared]),
        moved=int(again_new.sum()),
    )


def _again(new: pd.DataFrame, gone: pd.DataFrame) -> tuple[Yes, Yes]:
    """Find pairs of a new and a gone statement with the same words and codes: its page was replaced, not its content.

    Of several that are the same on one side as many pair as there are on the other.
    """
    import numpy as np

    if new.empty or gone.empty:
        return np.zeros(len(new), dtype=bool), np.zeros(len(gone), dtype=bool)
    keys = [_numbered(table) for table in (new, gone)]
    both = set(keys[0]) & set(keys[1])
    return tuple(np.array([key in both for key in side], dtype=bool) for side in keys)  # type: ignore[return-value]


def _numbered(statements: pd.DataFrame) -> list[tuple[object, ...]]:
    """Return words, codes and a running number for those that have both the same."""
    columns = [_texts(statements[column], column) for column in CODES]
    seen: dict[tuple[object, ...], int] = {}
    keys = []
    for key in zip(statements["text"].tolist(), *columns, strict=True):
        seen[key] = seen.get(key, 0) + 1
        keys.append((*key, seen[key]))
    return keys


def _recoded(before: pd.DataFrame, now: pd.DataFrame) -> pd.DataFrame:
    """Return a row per code that is another one now; both tables have the same ids in the same order."""
    import pandas as pd

    told = ["statement_id", "date", "actor", "text"]
    found = [now.loc[now.index[:0], told].assign(**dict.fromkeys(("what", "from", "to"), ""))]
    for column in CODES:
        differs = _differs(before[column], now[column])
        if differs.any():
            codes = {"from": _texts(before[column][differs], column), "to": _texts(now[column][differs], column)}
            rows = now.loc[differs, told].assign(what=column, **codes)
            found.append(rows[rows["from"] != rows["to"]])
    whole = pd.concat(found, ignore_index=True).astype({"what": "str", "from": "str", "to": "str"})
    return newest_first(whole[["statement_id", "what", "from", "to", "date", "actor", "text"]])


def _differs(before: pd.Series, now: pd.Series) -> Yes:
    """Tell where two columns may differ; what only looks different falls out when both are written as text."""
    import numpy as np

    if before.name in ("members", "themes"):
        pairs = zip(before.tolist(), now.tolist(), strict=True)
        return np.fromiter((one != other for one, other in pairs), dtype=bool, count=len(now))
    left, right = before.reset_index(drop=True), now.reset_index(drop=True)
    if before.name != "date":
        left, right = left.astype("object"), right.astype("object")
    missing = left.isna().to_numpy(), right.isna().to_numpy()
    same = (left == right).fillna(False).to_numpy(dtype=bool)
    return ~(same | (missing[0] & missing[1]))


def _texts(values: pd.Series, column: str) -> list[str]:
    """Write codes as text, so that two that mean the same are the same; what is missing is empty."""
    if column == "date":
        days = values.to_numpy().astype("datetime64[D]").astype("str").tolist()
        return ["" if day == "NaT" else day for day in days]
    if column == "negated":
        return ["yes" if value is True else "no" for value in values.astype("object")]
    if column in _SETS:
        return [_set(value) for value in values.tolist()]
    texts: list[str] = values.astype("str").fillna("").tolist()
    return texts


def _set(value: Any) -> str:
    parts = value.split(";") if isinstance(value, str) else value if isinstance(value, (list, tuple)) else []
    return ";".join(sorted({str(part).strip() for part in parts} - {""}))
