"""What changed between two states of a corpus: the one function."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from conflictlib.codebook import Codebook, shipped_codebook
from conflictlib.comparing.positions import positions
from conflictlib.comparing.ranges import ranges
from conflictlib.comparing.result import Changes
from conflictlib.comparing.standing import Standing, laid_out, stand
from conflictlib.parameters import one_of
from conflictlib.periods import EVERY
from conflictlib.schema import TableError

if TYPE_CHECKING:
    import pandas as pd


def changes(
    before: pd.DataFrame,
    now: pd.DataFrame,
    *,
    codebook: Codebook | None = None,
    every: str = "week",
    withdrawn: pd.DataFrame | None = None,
) -> Changes:
    """Compare what stood in a corpus at the last report with what stands there now: two states, not two periods.

    Statements are compared by ``statement_id`` and codes. One that is gone and stands again with the same words and
    codes under another id, because its page was replaced, is the same statement and no news.

    Parameters
    ----------
    before, now
        Statements tables: what stood at the last report, and what stands now. The order of their rows says nothing;
        of rows with one id the first counts. Without any row in `before` this is the first report: its statements
        are all new, and nothing is said to be there for the first time.
    codebook
        Says by which acts, and on which themes, a position is taken; without one, the shipped codebook.
    every
        Length of the periods in which themes are counted: ``day``, ``week`` (Monday to Sunday), ``month``,
        ``quarter`` or ``year``.
    withdrawn
        Rows of statements that no longer count, with their ``statement_id`` and ``ended_why`` (``superseded: …``,
        ``removed: …``, ``recoded: …``). They give the reasons only: what is withdrawn or recoded is found by
        comparing the two tables.

    Returns
    -------
    Changes
        Tables of the new, withdrawn and recoded statements, of the positions taken for the first time or turned
        round, of the actors seen for the first time, and of the themes beyond their usual range.

    Raises
    ------
    ParameterError
        `every` is not allowed.
    TableError
        A table lacks a column that it needs, or has one of another type; the message names table and column.

    Notes
    -----
    Position: a statement points for a theme if its act asks, approves or offers, against it if it refuses; the other
    way round where the act is negated. Which acts and themes count stands in the codebook (``position``): condemning
    an attack or blaming somebody for a breach is no position on a ceasefire, and a refusal in a statement on several
    themes, or of a draft or a deal, may be of any of these, so it counts for none (`Rules`, with votes). In the
    hand-coded sample, directions read from the polarity of all acts on all themes turn 60 times, mostly because an
    attack was condemned in the same breath in which a ceasefire was asked for; by this rule they never turn. Even so a
    position says only what the latest statement did. Only the actor's own dated statements count, joint statements for
    none of their members. Listed are positions where new statements alone make the difference, not where older ones
    were recoded or withdrawn. Two statements of one day that point both ways are ``both``.

    Themes: judged are the periods that end after the day of the last statement in `before` and are complete, which
    means that `now` has a statement of their last day or later; each is so judged once, and not again when late
    pages come in. Their usual range are Tukey's fences (J. W. Tukey, Exploratory Data Analysis, 1977) over the twelve
    complete periods before. A corpus that grew by new sources rises in all its themes: ``Changes.periods`` has the
    sum of all statements beside it. A day that is mistyped into the future ends the judging until the data reach it:
    ``Changes.last_before`` shows it. Nothing here says how often anybody really spoke.

    Examples
    --------
    >>> import pandas as pd
    >>> days = pd.to_datetime(["2024-03-04", "2024-03-11", "2024-03-12"])
    >>> now = pd.DataFrame({
    ...     "statement_id": ["s1", "s2", "s3"], "date": days, "actor": ["CHE", "CHE", "NOR"],
    ...     "act": ["calls_for", "rejects", "welcomes"], "themes": [["ceasefire"]] * 3,
    ...     "text": ["a ceasefire", "any ceasefire", "the draft"]})
    >>> found = changes(now.head(1), now)
    >>> found
    Changes since the last report, whose latest statement is of 4 March 2024: 2 new statements by 2 actors; 1 position
    turned round and 1 taken for the first time; 1 actor seen for the first time; no theme judged.
    >>> found.positions[["actor", "theme", "kind", "from", "to", "statement_id", "before_statement_id"]]
      actor      theme    kind from       to statement_id before_statement_id
    0   CHE  ceasefire  turned  for  against           s2                  s1
    1   NOR  ceasefire   first  NaN      for           s3                 NaN
    """
    one_of("every", every, EVERY)
    book = codebook or shipped_codebook()
    standing = stand(laid_out(before, "before"), laid_out(now, "now"))
    first_report = standing.before.empty
    told = replace(standing, new=standing.new.head(0)) if first_report else standing
    since = standing.before["date"].max()
    themes, judged = ranges(standing.now, since, every)
    reasons = _reasons(withdrawn)
    return Changes(
        statements=standing.new,
        withdrawn=_with_reasons(standing.gone, reasons),
        recoded=_with_reasons(standing.recoded, reasons),
        positions=positions(told, book),
        actors=_first_seen(told, book),
        themes=themes,
        periods=judged,
        first_report=first_report,
        n_before=len(standing.before),
        n_now=len(standing.now),
        n_moved=standing.moved,
        last_before=since,
        last_now=standing.now["date"].max(),
        every=every,
        codebook=book,
    )


def _first_seen(standing: Standing, codebook: Codebook) -> pd.DataFrame:
    """Return the actors of new statements that no other statement has, each with its first statement."""
    joint = codebook.actors["code"][codebook.actors["kind"] == "joint"]
    known = {*standing.before["actor"].dropna(), *standing.kept["actor"].dropna(), *joint}
    new = standing.new[standing.new["actor"].notna() & ~standing.new["actor"].isin(known)]
    n = new["actor"].value_counts()
    first = new.sort_values("statement_id", kind="stable").sort_values("date", kind="stable").drop_duplicates("actor")
    rows = first.assign(n=first["actor"].map(n).astype("int64")).sort_values("actor", ignore_index=True)
    return rows[["actor", "date", "n", "statement_id", "act", "negated", "text"]].rename(columns={"date": "first"})


def _reasons(withdrawn: pd.DataFrame | None) -> pd.Series:
    """Return the reasons given for each statement, several with ; between them."""
    import pandas as pd

    if withdrawn is None:
        return pd.Series(dtype="str")
    for name in ("statement_id", "ended_why"):
        if name not in withdrawn.columns:
            raise TableError(f"withdrawn: there is no column {name!r}; there are "
                             f"{', '.join(map(str, withdrawn.columns))}")  # fmt: skip
    given = withdrawn[["statement_id", "ended_why"]].dropna().astype("str").drop_duplicates()
    return given.sort_values("ended_why").groupby("statement_id")["ended_why"].agg("; ".join)


def _with_reasons(rows: pd.DataFrame, reasons: pd.Series) -> pd.DataFrame:
    return rows.assign(ended_why=rows["statement_id"].map(reasons).astype("str"))
