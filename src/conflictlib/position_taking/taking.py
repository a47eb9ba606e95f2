"""The statements that take a position, and for whom each counts."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from conflictlib import counting
from conflictlib.coding.offices import began, ended
from conflictlib.parameters import ParameterError, codes
from conflictlib.position_taking.rules import VOICES, Rules
from conflictlib.schema import TableError

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    import pandas as pd

    from conflictlib.codebook import Codebook
    from conflictlib.scanning import Scan

    Yes = npt.NDArray[np.bool_]
    Whole = npt.NDArray[np.int64]

#: By which statements take a position, whatever else the rules say.
DIRECTIONS = (
    "A statement points for a theme if its act asks for, approves or offers something, against it if the act refuses "
    "something (polarity and position in the codebook’s acts.csv), the other way round where the act is negated; "
    "condemning, blaming and thanking count for neither. Only themes that name what may be wanted or refused count "
    "(position in themes.csv). A refusal is left out as unclear if the statement is on other themes too, or names a "
    "draft, a deal or its wording (negotiated in words.csv): it may refuse these and not the theme."
)

#: The same in a line, for the foot of a chart.
IN_SHORT = (
    "For: acts that ask, approve or offer; against: acts that refuse the theme itself (position in the codebook’s "
    "acts.csv)."
)

#: Column that says whether a statement names a draft or a deal, where its words themselves are not there.
NAMES_TEXT = "names a draft or a deal"

VOTE = "vote_explanation"
PAIR = ["actor", "theme"]
_NEEDED = ("actor", "date", "act", "negated", "statement_id", "channel", NAMES_TEXT)
_ALSO = ("text", "readout_id", "doc", "source_url", counting.WEIGHT)


def themes_of(theme: str | Collection[str] | None, codebook: Codebook) -> list[str]:
    """Return the themes that were chosen, in the codebook's order; None: all on which one takes a position.

    Raises
    ------
    ParameterError
        One is not in the codebook, or no theme on which one takes a position.
    """
    allowed = codebook.with_position("themes")
    wanted = allowed if theme is None else codes("theme", theme, codebook.themes)
    if not wanted:
        raise ParameterError(f"theme is {theme!r}; allowed are codes of the codebook's themes.csv")
    if wanted - allowed:
        raise ParameterError(
            f"theme is {min(wanted - allowed)!r}, on which no position is taken; allowed are those with a position in "
            f"the codebook's themes.csv: {', '.join(sorted(allowed))}"
        )
    return [code for code in codebook.themes["code"] if code in wanted]


def one_theme(theme: str | Collection[str] | None, codebook: Codebook) -> str:
    """Return the one theme that was chosen; ParameterError where it is none or several."""
    found = themes_of(theme, codebook)
    if len(found) != 1:
        raise ParameterError(f"theme is {theme!r}; allowed is one code of the codebook's themes.csv")
    return found[0]


def taken(
    statements: pd.DataFrame, codebook: Codebook, *, rules: Rules, theme: str | Collection[str] | None = None
) -> pd.DataFrame:
    """Find the statements that take a position by the rules, apart from how many are needed.

    Returns one row per statement, theme and actor for whom it counts, by day and id: ``actor``, ``theme``, ``date``,
    ``act``, ``negated``, ``statement_id``, ``direction`` (1 for, -1 against), ``voice`` (own, joint, organisation),
    ``through`` (the organisation, where there is one), ``vote``, ``pause`` (True: it counts only because these do),
    and of ``text``, ``readout_id``, ``channel``, ``doc`` and ``source_url`` those that there are.
    """
    said = with_unclear(statements, codebook, rules=rules, theme=theme)
    return said[~said["unclear"]].drop(columns="unclear").reset_index(drop=True)


def with_unclear(
    statements: pd.DataFrame | Scan, codebook: Codebook, *, rules: Rules, theme: str | Collection[str] | None = None
) -> pd.DataFrame:
    """Find the same, and refusals of which it is unclear what they refuse: ``unclear`` is True."""
    signs, wanted = _signs(codebook, rules), _apart(themes_of(theme, codebook), codebook, rules)
    alike = _alike(statements, signs, wanted, codebook)
    said = alike[_may_count(alike, signs, rules)]
    names = [name for name in (*_NEEDED, *_ALSO) if name in said.columns]
    on = _on_themes(said, wanted, codebook, rules)
    rows = on["row"].to_numpy()
    _told_apart(said["statement_id"].take(on["row"].unique()))
    members = said["members"].take(rows).map(counting.codes_in) if "members" in said.columns else None
    given = _directed(said[names].take(rows), on, signs, rules, codebook)
    counted = _for_whom(given, members, codebook, rules)
    # of what counts twice for a member the nearer voice stays, and a theme before its lesser form
    ordered = counted.sort_values(["date", "statement_id", "actor", "rank", "pause"], kind="stable")
    return ordered.drop_duplicates(["statement_id", "actor", "theme"]).drop(columns="rank").reset_index(drop=True)


def _apart(wanted: list[str], codebook: Codebook, rules: Rules) -> list[str]:
    """Leave out lesser forms that count as their theme: one statement is to be one position."""
    counted = {weaker for theme in wanted for weaker in codebook.weaker_forms(theme)} if rules.pauses else set()
    return [theme for theme in wanted if theme not in counted]


def _told_apart(ids: pd.Series) -> None:
    """Refuse statements that their ids do not tell apart."""
    if ids.isna().any():
        raise TableError(f"statements: {int(ids.isna().sum())} of {len(ids)} rows that count have no statement_id")
    if ids.duplicated().any():
        twice = ids[ids.duplicated()].iloc[0]
        raise TableError(
            f"statements: statement_id {twice!r} stands in several rows; each statement has one of its own"
        )


def _directed(
    said: pd.DataFrame, on: pd.DataFrame, signs: dict[str, int], rules: Rules, codebook: Codebook
) -> pd.DataFrame:
    """Say of statements where they point; of both tables each row is one statement on one theme."""
    import numpy as np

    plain = {name: said[name].astype("str") for name in ("actor", "act") if said[name].dtype == "category"}
    denied = np.zeros(len(said), dtype=bool)
    if "negated" in said.columns:
        denied = said["negated"].isin([True, "true", "True"]).to_numpy(dtype=bool)
    direction = said["act"].map(signs).to_numpy(dtype="int64") * (1 - 2 * denied.astype("int64"))
    vote = np.zeros(len(said), dtype=bool)
    if "channel" in said.columns:
        vote = (said["channel"] == VOTE).fillna(False).to_numpy(dtype=bool)
    return said.assign(
        **plain, date=said["date"].dt.floor("D"), theme=on["theme"].array, negated=denied, direction=direction,
        vote=vote, pause=on["pause"].to_numpy(),
        unclear=_unclear(said, direction, on, codebook) & (not rules.unclear),
    )  # fmt: skip


def _unclear(said: pd.DataFrame, direction: Whole, on: pd.DataFrame, codebook: Codebook) -> Yes:
    """Tell of which refusals it is unclear what they refuse; a lesser form may be refused by who wants the whole."""
    import numpy as np

    others, pause = on["others"].to_numpy(), on["pause"].to_numpy(dtype=bool)
    found: Yes = (direction < 0) & ((others > 0) | pause)
    open_ = np.flatnonzero((direction < 0) & ~found)
    if NAMES_TEXT in said.columns:
        found[open_] = said[NAMES_TEXT].fillna(False).to_numpy(dtype=bool)[open_]
    elif "text" in said.columns:
        words = said["text"].take(open_).str.contains(_negotiated(codebook), regex=True)
        found[open_] = words.fillna(False).to_numpy(dtype=bool)
    return found


def _negotiated(codebook: Codebook) -> str:
    """Return a pattern for the words that name a draft, a deal or its wording; RE2 and Python read it alike."""
    words = "|".join(sorted(codebook.word_list("negotiated"))) or "a^"
    return rf"(?i)\b(?:{words})\b"


def _signs(codebook: Codebook, rules: Rules) -> dict[str, int]:
    signs = {act: sign for act in sorted(codebook.with_position("acts")) if (sign := codebook.polarity(act))}
    unknown = sorted(set(rules.acts) - set(signs))
    if unknown:
        raise ParameterError(
            f"rules has act {unknown[0]!r}, by which no position is taken; allowed are {', '.join(signs)}"
        )
    return {act: sign for act, sign in signs.items() if not rules.acts or act in rules.acts}


def _alike(
    statements: pd.DataFrame | Scan, signs: dict[str, int], wanted: list[str], codebook: Codebook
) -> pd.DataFrame:
    """Return a table as it is; of one on the disk, what of it may take a position."""
    import pandas as pd

    if isinstance(statements, pd.DataFrame):
        return statements
    themes = [*wanted, *(weaker for theme in wanted for weaker in codebook.weaker_forms(theme))]
    columns = [name for name in (*_NEEDED, "members", "theme") if name != "statement_id"]
    among = {"act": list(signs), "theme": themes}
    return statements.alike(*columns, among=among, naming={NAMES_TEXT: _negotiated(codebook)}, first_id=True)


def _may_count(statements: pd.DataFrame, signs: dict[str, int], rules: Rules) -> Yes:
    """Tell which statements have an actor, a day and an act that count, and are no vote where votes don't."""
    counting.take(statements, "statement_id")
    found: Yes = counting.take(statements, "act").isin(list(signs)).to_numpy(dtype=bool, copy=True)
    found &= counting.dates_of(statements).notna().to_numpy()
    found &= counting.take(statements, "actor").notna().to_numpy()
    if not rules.votes and "channel" in statements.columns:
        found &= ~(statements["channel"] == VOTE).fillna(False).to_numpy(dtype=bool)
    return found


def _on_themes(said: pd.DataFrame, wanted: list[str], codebook: Codebook, rules: Rules) -> pd.DataFrame:
    """Return a row for each statement and each wanted theme that it is on.

    ``row``: the statement's place; ``theme``; ``pause``: it is on a lesser form only; ``others``: how many themes it
    has that are neither the theme nor a lesser form.
    """
    import numpy as np
    import pandas as pd

    pairs = counting.group(said, "theme")
    n_themes = np.bincount(pairs.rows, minlength=len(said))
    parts = [pd.DataFrame({"row": pairs.rows[:0], "theme": "", "pause": False, "others": 0})]
    for theme in wanted:
        weaker = codebook.weaker_forms(theme)
        on = [pairs.rows[np.isin(pairs.codes, np.flatnonzero(np.isin(pairs.labels, forms)))]
              for forms in ([theme], list(weaker))]  # fmt: skip
        alike = np.bincount(np.concatenate(on), minlength=len(said))
        for rows, pause in zip(on, (False, True), strict=True):
            if not pause or rules.pauses:
                there = np.unique(rows)
                others = n_themes[there] - alike[there]
                parts.append(pd.DataFrame({"row": there, "theme": theme, "pause": pause, "others": others}))
    kept = [part for part in parts if len(part)] or parts[:1]
    return pd.concat(kept, ignore_index=True).astype({"theme": "str"})


def _for_whom(given: pd.DataFrame, members: pd.Series | None, codebook: Codebook, rules: Rules) -> pd.DataFrame:
    """Return a row for every actor for whom a statement counts."""
    import pandas as pd

    joint = given["actor"].isin(codebook.actors["code"][codebook.actors["kind"] == "joint"]).to_numpy()
    parts = [given[~joint].assign(rank=0, through="")]
    if rules.voice != "own" and members is not None:
        signed = members.map(bool).to_numpy(dtype=bool)
        signers = given[signed].assign(actor=members[signed].map(list).to_numpy())
        parts.append(signers.explode("actor").assign(rank=1, through=""))
    if rules.voice == "organisation":
        parts.append(_by_members(given[~joint], codebook))
    kept = [part.astype({"actor": "str", "through": "str"}) for part in parts if len(part)]
    counted = pd.concat(kept or parts[:1], ignore_index=True)
    return counted.assign(voice=pd.array(VOICES, dtype="str").take(counted["rank"].to_numpy()))


def _by_members(given: pd.DataFrame, codebook: Codebook) -> pd.DataFrame:
    """Return a row for every state that was a member of the organisation that spoke, on that day."""
    import numpy as np

    terms = codebook.memberships
    limits = {
        name: np.array([limit(day) for day in terms[column]], dtype="datetime64[D]")
        for name, column, limit in (("since", "from", began), ("until", "to", ended))
    }
    known = terms[["organisation", "member"]].assign(**{name: days.astype("int64") for name, days in limits.items()})
    found = given.merge(known, left_on="actor", right_on="organisation")
    day = found["date"].to_numpy().astype("datetime64[D]").astype("int64")
    found = found[(day >= found["since"]) & (day <= found["until"])]
    named = found.assign(through=found["actor"], actor=found["member"], rank=2)
    return named.drop(columns=["organisation", "member", "since", "until"])
