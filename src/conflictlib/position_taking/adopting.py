"""How many actors had taken a position by each day."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from conflictlib import counting
from conflictlib.parameters import ParameterError, one_of
from conflictlib.position_taking.rules import Rules
from conflictlib.position_taking.standing import about, daily, positions, reached, utterances
from conflictlib.position_taking.taking import one_theme, taken

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    import pandas as pd

    from conflictlib.codebook import Codebook


def adoption(
    statements: pd.DataFrame,
    *,
    theme: str = "ceasefire",
    position: str = "for",
    rules: Rules | str | Collection[Rules | str] = "narrow",
    codebook: Codebook | None = None,
) -> pd.DataFrame:
    """Count for each day the actors that had taken a position on a theme by then.

    Parameters
    ----------
    statements, theme, codebook
        As in `positions`; one theme.
    position
        ``for`` or ``against``.
    rules
        As in `positions`; of several the curves stand one below the other.

    Returns
    -------
    DataFrame
        One row per rules and day, from the day of the first statement of the table to that of the last, both inclusive:
        ``rules`` (as given), ``date``, ``n`` (actors that had reached the needed number of statements by the end of
        that day), ``n_new`` (those that reached it on that day), ``n_standing`` (of `n` those whose latest day so far
        points that way only), ``n_actors`` (actors that had said anything by then, or for whom what others said had
        counted: the denominator), ``actors`` (codes of the new ones, with ``;`` between them). ``attrs["rules"]`` says
        each of the rules in words.

    Notes
    -----
    An adoption curve (Rogers 1962) never falls: who has turned away since is still in `n`, not in `n_standing`. It
    rises when somebody is found to have said it, so it rises too because more pages were read: see `n_actors`. A day
    says by when, not that an actor was against it before.

    Examples
    --------
    >>> import conflictlib as cl
    >>> curve = adoption(cl.open_statements(), theme="ceasefire")
    >>> curve[curve["n_new"] > 0][["date", "n", "actors"]].head(3)
             date  n actors
    0  2023-10-07  1     AU
    4  2023-10-11  2    ...
    """
    import pandas as pd

    from conflictlib.codebook import shipped_codebook

    counting.dates_of(statements)
    one_of("position", position, ("for", "against"))
    book = codebook or shipped_codebook()
    theme = one_theme(theme, book)
    given = [rules] if isinstance(rules, Rules | str) else list(dict.fromkeys(rules))
    if not given:
        raise ParameterError("rules is empty; allowed are Rules, or rules by their name, or several of them")
    parts, words = [], dict[str, str]()
    for each in given:
        chosen = Rules.named(each)
        part = _curve(statements, theme, position, chosen, book)
        words[str(each)] = part.attrs["rules"]
        parts.append(part.assign(rules=str(each)))
    result = pd.concat(parts, ignore_index=True).astype({"rules": "str"})
    n = max(part.attrs["n"] for part in parts)
    result.attrs = {**parts[-1].attrs, "n": n, "rules": words, "theme": theme, "position": position}
    return result[["rules", "date", "n", "n_new", "n_standing", "n_actors", "actors"]]


def _curve(statements: pd.DataFrame, theme: str, position: str, rules: Rules, codebook: Codebook) -> pd.DataFrame:
    import pandas as pd

    found = positions(statements, theme=theme, rules=rules, codebook=codebook)
    said = utterances(taken(statements, codebook, rules=rules, theme=theme))
    said = said[reached(said, found)]
    dated = statements.assign(date=counting.dates_of(statements).dt.floor("D")).dropna(subset="date")
    days = dated["date"]
    index = pd.date_range(days.min(), days.max(), freq="D") if len(days) else pd.DatetimeIndex([])
    since = found.dropna(subset=f"{position}_since").sort_values("actor")
    new = since.groupby(f"{position}_since")["actor"].agg(["size", ";".join]).reindex(index)
    heard = pd.concat([dated[["actor", "date"]].dropna().astype({"actor": "str"}), said[["actor", "date"]]])
    first = heard[heard["actor"].isin(found["actor"])].groupby("actor")["date"].min()
    n_new = new["size"].fillna(0).to_numpy(dtype="int64")
    result = pd.DataFrame({
        "date": index.astype("datetime64[s]"), "n": n_new.cumsum(), "n_new": n_new,
        "n_standing": _standing(said, since, position, index),
        "n_actors": first.value_counts().reindex(index, fill_value=0).to_numpy(dtype="int64").cumsum(),
        "actors": pd.array(new["join"].fillna("").to_numpy(), dtype="str"),
    })  # fmt: skip
    result.attrs = about(statements, said, rules, codebook)
    return result


def _standing(said: pd.DataFrame, since: pd.DataFrame, position: str, index: pd.DatetimeIndex) -> npt.NDArray[np.int64]:
    """Count for each day the actors that have adopted the position and whose latest day points that way only."""
    days = daily(said).merge(since[["actor", f"{position}_since"]], on="actor")
    days = days[days["date"] >= days[f"{position}_since"]]
    at = (days["position"] == position).astype("int64")
    step = (at - at.groupby(days["actor"]).shift(fill_value=0)).groupby(days["date"]).sum()
    return step.reindex(index, fill_value=0).to_numpy(dtype="int64").cumsum()
