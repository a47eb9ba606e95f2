"""For every actor: for, against, both or silent, since when, and by which statement."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Any

from conflictlib import counting
from conflictlib.position_taking.rules import VOICES, Rules
from conflictlib.position_taking.taking import IN_SHORT, PAIR, themes_of, with_unclear

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    import pandas as pd

    from conflictlib.codebook import Codebook
    from conflictlib.scanning import Scan

#: What a position is called: by the sum of its least and greatest direction.
NAMES = {2: "for", -2: "against", 0: "both"}
UNCLEAR, SILENT = "unclear", "silent"

_SIDES = {"for": 1, "against": -1}
_SHOWN = (*_SIDES, UNCLEAR)
_ORDER = ("for", "both", "against", UNCLEAR, SILENT)


def positions(
    statements: pd.DataFrame | Scan,
    *,
    theme: str | Collection[str] | None = "ceasefire",
    rules: Rules | str = "narrow",
    codebook: Codebook | None = None,
) -> pd.DataFrame:
    """Say for every actor whether it is for or against something, since when, and which statement proves it.

    Parameters
    ----------
    statements
        A statements table, or a `Scan` of one that is too large to load: without words then, and statements that share
        a ``readout_id`` are not told apart.
    theme
        Code of a theme, or several; None: all on which one takes a position (`position` in ``themes.csv``).
    rules
        Which statements count: `Rules`, or by name: ``narrow``, ``wide``, ``"narrow, votes=yes, needed=2"``.
    codebook
        Says which acts and themes take a position, and the names of codes; None: the shipped one.

    Returns
    -------
    DataFrame
        One row per actor and theme, also for actors who are silent on it:

        ``actor``, ``label``, ``theme``
            Codes, and the actor's name.
        ``position``
            ``for``, ``against`` or ``both``, where it has said as many statements of that direction as are needed,
            over all the time; ``unclear``, where of neither, but it refused something of which it is unclear what it is
            (see `Rules`); ``silent``, where there is nothing of the kind.
        ``stands``
            Where its latest day with such a statement points: ``for``, ``against`` or ``both``; missing if silent.
        ``for_since``, ``against_since``, ``unclear_since``
            Day of the statement with which the needed number was reached; of unclear refusals the first day.
        ``for_latest``, ``against_latest``, ``unclear_latest``
            Day of the latest statement of that kind.
        ``n_for``, ``n_against``, ``n_unclear``
            Statements of each kind, also where they are fewer than needed; those that share a ``readout_id`` are one.
        ``n_theme``
            The actor's own statements on the theme, whatever they do: who is silent by the rules may have spoken of it.
        ``n``
            The actor's own dated and undated statements on anything: the denominator. Silence among few says little.
        ``acts``
            Codes of the acts by which it took position, most frequent first, with their numbers.
        ``voices``
            In whose name: ``own``, ``joint``, ``organisation``, with ``;`` between them.
        ``for_id``, ``for_text``, ``against_id``, ``against_text``, ``unclear_id``, ``unclear_text``
            The statement of that day that proves it, its id and words.

        In order of theme, position (for, both, against, unclear, silent), day and code. ``attrs["rules"]`` says the
        rules in words.

    Raises
    ------
    ParameterError
        `theme` is none of those on which one takes a position, or `rules` has something that is not allowed.
    TableError
        A column is missing that is needed: ``statement_id``, ``actor``, ``date``, ``act``, ``themes`` (or ``theme``).

    Notes
    -----
    Method: act and theme give the direction, as concept and agreement do in discourse network analysis (Leifeld 2017);
    no words are weighed. So the table says what was asked, backed or refused in the statements that somebody found, by
    a rule that can be checked at each row, and not what anybody means. The two sides are not counted alike: who asks
    for several things asks for each, who refuses one of several things may want the others. It can't prove silence: an
    actor may have spoken where nobody looked. By the rule ``organisation`` a member counts that may have dissented.

    Examples
    --------
    >>> import conflictlib as cl
    >>> found = positions(cl.open_statements(), theme="ceasefire")
    >>> found.loc[found["actor"] == "CHN", ["position", "for_since", "n_for", "for_id"]].to_dict("records")
    [{'position': 'for', 'for_since': Timestamp('2023-10-11 00:00:00'), 'n_for': 4, 'for_id': 'S0010'}]
    """
    from conflictlib.codebook import shipped_codebook

    book, chosen = codebook or shipped_codebook(), Rules.named(rules)
    found = with_unclear(statements, book, rules=chosen, theme=theme)
    everything = counting.alike(statements, "actor", "theme")
    said = utterances(found[~found["unclear"]])
    themes = sorted(said["theme"].unique()) if theme is None else sorted(themes_of(theme, book))
    speaking = counting.group(everything, "actor")
    spoken = _spoken(everything, speaking, book)
    rows = _everyone(spoken, found, themes)
    for side, direction in _SIDES.items():
        rows = rows.merge(_side(said[said["direction"] == direction], side, chosen.needed), on=PAIR, how="left")
    rows = rows.merge(_side(utterances(found[found["unclear"]]), UNCLEAR, 1), on=PAIR, how="left")
    rows = rows.merge(_on_theme(everything, speaking, themes), on=PAIR, how="left")
    counted = said[reached(said, rows)]
    rows = rows.merge(latest(counted).rename(columns={"position": "stands"}), on=PAIR, how="left")
    rows = rows.merge(_told(counted), on=PAIR, how="left").fillna({"acts": "", "voices": ""})
    rows = rows.assign(position=_named(rows), label=rows["actor"].map(book.label), n=rows["actor"].map(spoken))
    numbers = ["n_for", "n_against", "n_unclear", "n_theme", "n"]
    rows[numbers] = rows[numbers].fillna(0).astype("int64")
    result = _laid_out(rows)
    result.attrs = about(everything, said, chosen, book) | {"span": counting.span_of(statements)}
    return result


def _everyone(spoken: pd.Series, found: pd.DataFrame, themes: list[str]) -> pd.DataFrame:
    import pandas as pd

    everyone = sorted({*spoken.index, *found["actor"].unique()})
    return pd.MultiIndex.from_product([everyone, themes], names=PAIR).to_frame(index=False).astype("str")


def utterances(said: pd.DataFrame) -> pd.DataFrame:
    """Keep of the statements of one direction that share a ``readout_id`` the first."""
    if "readout_id" not in said.columns:
        return said
    again = said.duplicated([*PAIR, "direction", "readout_id"]) & said["readout_id"].notna()
    return said[~again]


def latest(said: pd.DataFrame) -> pd.DataFrame:
    """Return where the latest day of each actor on each theme points: ``for``, ``against`` or ``both``."""
    return daily(said[said["date"] == said.groupby(PAIR)["date"].transform("max")]).drop(columns="date")


def daily(said: pd.DataFrame) -> pd.DataFrame:
    """Return where each day of each actor on each theme points, in order of time."""
    spread = said.groupby([*PAIR, "date"], as_index=False)["direction"].agg(["min", "max"])
    spread["position"] = (spread["min"] + spread["max"]).map(NAMES).astype("str")
    return spread.astype(dict.fromkeys(PAIR, "str")).drop(columns=["min", "max"])


def _spoken(statements: pd.DataFrame, speaking: counting.Groups, codebook: Codebook) -> pd.Series:
    """Count the statements of each actor; groups that sign together are no actor."""
    import pandas as pd

    n = counting.add_up(statements, speaking.rows, speaking.codes, len(speaking.labels))
    joint = codebook.actors["code"][codebook.actors["kind"] == "joint"]
    return pd.Series(n, index=speaking.labels).drop([*joint, counting.NOT_CODED], errors="ignore")


def _on_theme(statements: pd.DataFrame, speaking: counting.Groups, themes: list[str]) -> pd.DataFrame:
    """Count each actor's statements on each theme, whatever they do."""
    import numpy as np
    import pandas as pd

    pairs, width = counting.group(statements, "theme"), len(speaking.labels)
    parts = [pd.DataFrame({"actor": speaking.labels[:0], "theme": "", "n_theme": np.zeros(0, dtype="int64")})]
    for theme in themes:
        rows = pairs.rows[np.isin(pairs.codes, np.flatnonzero(pairs.labels == theme))]
        n = counting.add_up(statements, rows, speaking.codes[rows], width)
        parts.append(pd.DataFrame({"actor": speaking.labels, "theme": theme, "n_theme": n}))
    kept = [part.astype(dict.fromkeys(PAIR, "str")) for part in parts if len(part)]
    return pd.concat(kept or parts[:1], ignore_index=True).astype(dict.fromkeys(PAIR, "str"))


def _n(said: pd.DataFrame) -> pd.Series:
    """Return for how many statements each row stands."""
    import pandas as pd

    return said[counting.WEIGHT] if counting.WEIGHT in said.columns else pd.Series(1, index=said.index)


def _side(said: pd.DataFrame, side: str, needed: int) -> pd.DataFrame:
    """Return for one direction the day on which enough was said, the latest day, how often, and the statement."""
    n = _n(said)
    summed = {f"{side}_latest": ("date", "max"), f"n_{side}": ("n", "sum")}
    sums = said.assign(n=n).groupby(PAIR, as_index=False).agg(**summed)
    reached = said[n.groupby([said[name] for name in PAIR]).cumsum() >= needed].drop_duplicates(PAIR)
    names = {"date": f"{side}_since", "statement_id": f"{side}_id", "text": f"{side}_text"}
    there = [name for name in names if name in reached.columns]
    found = sums.merge(reached[[*PAIR, *there]].rename(columns=names), on=PAIR, how="left")
    return found.astype({f"{side}_latest": "datetime64[s]", f"{side}_since": "datetime64[s]"})


def reached(said: pd.DataFrame, rows: pd.DataFrame) -> npt.NDArray[np.bool_]:
    """Tell which statements are of a direction in which enough was said."""
    import pandas as pd

    parts = [rows.loc[rows[f"{side}_since"].notna(), PAIR].assign(direction=way) for side, way in _SIDES.items()]
    wanted = pd.MultiIndex.from_frame(pd.concat(parts))
    return pd.MultiIndex.from_frame(said[[*PAIR, "direction"]]).isin(wanted)


def _told(counted: pd.DataFrame) -> pd.DataFrame:
    """Return acts and voices of each actor on each theme in a word."""
    import pandas as pd

    acts = counted.assign(n=_n(counted)).groupby([*PAIR, "act"], as_index=False).agg(n=("n", "sum"))
    acts = acts.sort_values([*PAIR, "n", "act"], ascending=[True, True, False, True], kind="stable")
    acts["acts"] = acts["act"] + " " + acts["n"].astype("str")
    voices = counted[[*PAIR, "voice"]].drop_duplicates()
    voices = voices.assign(rank=voices["voice"].map(VOICES.index)).sort_values("rank", kind="stable")
    joined = [
        table.groupby(PAIR)[column].agg("; ".join).rename(name)
        for table, column, name in ((acts, "acts", "acts"), (voices, "voice", "voices"))
    ]
    told: pd.DataFrame = pd.concat(joined, axis="columns").reset_index()
    return told.astype("str")


def _named(rows: pd.DataFrame) -> pd.Series:
    there = [rows[f"{side}_since"].notna().astype("int64") for side in _SIDES]
    named = (there[0] + 2 * there[1]).map({0: SILENT, 1: "for", 2: "against", 3: "both"})
    return named.mask((named == SILENT) & rows[f"{UNCLEAR}_since"].notna(), UNCLEAR).astype("str")


def _laid_out(rows: pd.DataFrame) -> pd.DataFrame:
    columns = ["actor", "label", "theme", "position", "stands"]
    columns += [f"{name.format(side)}" for side in _SHOWN for name in ("{}_since", "n_{}")]
    columns += ["n_theme", "n", *(f"{side}_latest" for side in _SHOWN), "acts", "voices"]
    columns += [f"{side}_{name}" for side in _SHOWN for name in ("id", "text")]
    first = rows[[f"{side}_since" for side in _SHOWN]].min(axis="columns")
    rank = rows["position"].map(_ORDER.index)
    ordered = rows.assign(rank=rank, first=first).sort_values(["theme", "rank", "first", "actor"], kind="stable")
    return ordered[[name for name in columns if name in ordered.columns]].reset_index(drop=True)


def about(statements: pd.DataFrame, said: pd.DataFrame, rules: Rules, codebook: Codebook) -> dict[Any, Any]:
    """Return what a chart says of positions: the rules in words, how many statements take one, of how many."""
    themes = said["theme"].unique()
    words = rules.in_words(codebook, themes[0] if len(themes) == 1 else "")
    if not rules.votes and not ("channel" in said.columns and said["channel"].notna().any()):
        words += " No channel is coded here, so explained votes can’t be told apart."
    return {
        "n": counting.n_of(said.drop_duplicates("statement_id")),
        "n_statements": counting.n_of(statements),
        "rules": words,
        "counting": IN_SHORT,
        "source": statements.attrs.get("source", ""),
        "span": counting.span_of(statements),
    }
