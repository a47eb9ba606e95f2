"""What another set of counting rules changes."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import TYPE_CHECKING

from conflictlib.position_taking.rules import Rules
from conflictlib.position_taking.standing import positions
from conflictlib.position_taking.taking import one_theme, taken

if TYPE_CHECKING:
    import pandas as pd

    from conflictlib.codebook import Codebook

_COMPARED = ["position", "for_since", "against_since"]


def rules_compared(
    statements: pd.DataFrame,
    *,
    theme: str = "ceasefire",
    rules: Rules | str = "narrow",
    other: Rules | str = "wide",
    codebook: Codebook | None = None,
) -> pd.DataFrame:
    """List the actors whose position, or its first day, is another one by other counting rules.

    Parameters
    ----------
    statements, theme, rules, codebook
        As in `positions`; one theme.
    other
        The rules beside `rules`.

    Returns
    -------
    DataFrame
        One row per actor for whom the two differ: ``actor``, ``label``, ``position``, ``for_since``, ``against_since``
        by `rules` and ``other_position``, ``other_for_since``, ``other_against_since`` by `other`; ``why``: the rules
        of which each alone changes its position or a day (``voice``, ``pauses``, ``votes``, ``needed``, ``unclear``,
        ``acts``, with ``;`` between them), ``several together`` where none does; ``statement_id``, ``date``, ``text``
        and ``voice`` (``own``, ``joint``, ``organisation: EU``) of the statement from which the position counts by
        `other`, or where it has none there, by `rules`. In order of the first day by `other`.

    Examples
    --------
    >>> import conflictlib as cl
    >>> found = rules_compared(cl.open_statements(), theme="ceasefire", other="narrow, votes=yes")
    >>> found[["actor", "position", "other_position", "why", "statement_id"]].to_dict("records")
    [{'actor': 'USA', 'position': 'unclear', 'other_position': 'for', 'why': 'votes', 'statement_id': 'S0124'}]
    """
    import pandas as pd

    from conflictlib.codebook import shipped_codebook

    book = codebook or shipped_codebook()
    theme = one_theme(theme, book)
    first, second = Rules.named(rules), Rules.named(other)
    one, two = (positions(statements, theme=theme, rules=each, codebook=book) for each in (first, second))
    found = _differing(one, two)
    found["why"] = pd.array(_reasons(statements, theme, (first, second), one, found["actor"], book), dtype="str")
    found = found.merge(_proofs(statements, theme, (first, second), found, book), on="actor", how="left")
    days = found[["other_for_since", "other_against_since", "for_since", "against_since"]].min(axis="columns")
    result = found.assign(first=days).sort_values(["first", "actor"], kind="stable").drop(columns="first")
    result = result.drop(columns=["id", "other_id"]).reset_index(drop=True)
    result.attrs = {**one.attrs, "rules": one.attrs["rules"], "other_rules": two.attrs["rules"]}
    return result


def _differing(one: pd.DataFrame, two: pd.DataFrame) -> pd.DataFrame:
    """Return the actors that stand otherwise in one of two tables of positions than in the other."""
    tables = []
    for table in (one, two):
        later = table["against_since"].notna() & table["for_since"].isna()
        tables.append(table[["actor", "label", *_COMPARED]].assign(id=table["for_id"].mask(later, table["against_id"])))
    renamed = tables[1].rename(columns={name: f"other_{name}" for name in (*_COMPARED, "id")})
    both = tables[0].merge(renamed, on=["actor", "label"], how="outer")
    both[["position", "other_position"]] = both[["position", "other_position"]].fillna("silent")
    same = both["position"] == both["other_position"]
    for name in _COMPARED[1:]:
        same &= (both[name] == both[f"other_{name}"]) | (both[name].isna() & both[f"other_{name}"].isna())
    return both[~same].reset_index(drop=True)


def _reasons(
    statements: pd.DataFrame,
    theme: str,
    both: tuple[Rules, Rules],
    one: pd.DataFrame,
    actors: pd.Series,
    codebook: Codebook,
) -> list[str]:
    """Name for each actor the rules of which each alone changes where it stands."""  # fmt: skip
    changed: dict[str, set[str]] = {}
    for field in fields(Rules):
        if getattr(both[0], field.name) != getattr(both[1], field.name):
            alone = replace(both[0], **{field.name: getattr(both[1], field.name)})
            found = _differing(one, positions(statements, theme=theme, rules=alone, codebook=codebook))
            changed[field.name] = set(found["actor"])
    named = [[name for name, those in changed.items() if actor in those] for actor in actors]
    return ["; ".join(names) or "several together" for names in named]


def _proofs(
    statements: pd.DataFrame, theme: str, both: tuple[Rules, Rules], found: pd.DataFrame, codebook: Codebook
) -> pd.DataFrame:
    """Return for each actor the statement from which its position counts, with the voice in which it counts."""
    import pandas as pd

    wanted = found[["actor"]].assign(statement_id=found["other_id"].fillna(found["id"]))
    said = pd.concat([taken(statements, codebook, rules=each, theme=theme) for each in both[::-1]])
    said = said.drop_duplicates(["statement_id", "actor"])
    voice = said["voice"].where(said["through"] == "", said["voice"] + ": " + said["through"])
    names = ["actor", "statement_id", *(name for name in ("date", "text") if name in said.columns), "voice"]
    return wanted.merge(said.assign(voice=voice)[names], on=["actor", "statement_id"], how="left")
