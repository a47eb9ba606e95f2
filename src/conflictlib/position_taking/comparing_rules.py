"""What another set of counting rules changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conflictlib.position_taking.rules import Rules
from conflictlib.position_taking.standing import positions
from conflictlib.position_taking.taking import with_unclear

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
        by `rules` and ``other_position``, ``other_for_since``, ``other_against_since`` by `other`; ``why``: what the
        earliest statement that counts by one of them only counts as (``joint``, ``organisation: EU``, ``vote``,
        ``lesser form``, ``unclear refusal``, or ``number needed``, ``act``), with its ``statement_id``, ``date`` and
        ``text``. In order of the first day by `other`.

    Examples
    --------
    >>> import conflictlib as cl
    >>> found = rules_compared(cl.open_statements(), theme="ceasefire", other="narrow, votes=yes")
    >>> found.loc[found["actor"] == "CHN", ["position", "other_position", "why"]].to_dict("records")
    [{'position': 'for', 'other_position': 'both', 'why': 'vote'}]
    """
    from conflictlib.codebook import shipped_codebook

    book = codebook or shipped_codebook()
    both_rules = Rules.named(rules), Rules.named(other)
    one, two = (
        positions(statements, theme=theme, rules=each, codebook=book)
        for each in (Rules.named(rules), Rules.named(other))
    )
    both = one[["actor", "label", *_COMPARED]].merge(
        two[["actor", "label", *_COMPARED]].rename(columns={name: f"other_{name}" for name in _COMPARED}),
        on=["actor", "label"], how="outer",
    )  # fmt: skip
    both[["position", "other_position"]] = both[["position", "other_position"]].fillna("silent")
    same = both["position"] == both["other_position"]
    for name in _COMPARED[1:]:
        same &= (both[name] == both[f"other_{name}"]) | (both[name].isna() & both[f"other_{name}"].isna())
    found = both[~same].merge(_reasons(statements, theme, both_rules, book), on="actor", how="left")
    found["why"] = found["why"].fillna("number needed").astype("str")
    first = found[["other_for_since", "other_against_since", "for_since", "against_since"]].min(axis="columns")
    result = found.assign(first=first).sort_values(["first", "actor"], kind="stable").drop(columns="first")
    result = result.reset_index(drop=True)
    result.attrs = {**one.attrs, "rules": one.attrs["rules"], "other_rules": two.attrs["rules"]}
    return result


def _reasons(statements: pd.DataFrame, theme: str, both: tuple[Rules, Rules], codebook: Codebook) -> pd.DataFrame:
    """Return for each actor the earliest statement that counts by one of two rules only, and why."""
    import pandas as pd

    key = ["statement_id", "actor", "unclear"]
    tables = [with_unclear(statements, codebook, rules=each, theme=theme) for each in both]
    apart = pd.concat(tables).drop_duplicates(key, keep=False)
    apart = apart.sort_values(["date", "statement_id"], kind="stable").drop_duplicates("actor")
    through = apart["voice"].where(apart["through"] == "", apart["voice"] + ": " + apart["through"])
    why = through.where(apart["voice"] != "own", "act").mask(apart["pause"], "lesser form").mask(apart["vote"], "vote")
    why = why.mask(apart["unclear"], "unclear refusal")
    names = ["actor", "why", *(name for name in ("statement_id", "date", "text") if name in apart.columns)]
    return apart.assign(why=why.astype("str"))[names]
