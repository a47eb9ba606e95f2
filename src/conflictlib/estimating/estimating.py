"""Counts, shares and rates over time, each with its interval."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from conflictlib import counting, summaries
from conflictlib.estimating import correcting, intervals, resampling
from conflictlib.estimating.measures import MEASURES, publisher, tally
from conflictlib.parameters import ParameterError, one_of

if TYPE_CHECKING:
    import datetime

    import pandas as pd

    from conflictlib.evaluation import Evaluation

OWN = ("denominator", "value", "low", "high", "corrected", "corrected_low", "corrected_high", "precision", "recall",
       "note")  # fmt: skip


def estimates(
    statements: pd.DataFrame,
    *,
    every: str = "month",
    by: str | None = None,
    measure: str = "n",
    start: str | datetime.date | None = None,
    end: str | datetime.date | None = None,
    level: float = 0.95,
    draws: int = 1000,
    accuracy: Evaluation | pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Count statements per period and group, with an interval that says how far the figure can be trusted.

    Parameters
    ----------
    statements
        A statements table. Every row needs a ``date``.
    every, by, start, end
        As in `conflictlib.summaries.frequency`.
    measure
        ``n``, statements; ``share``, of all statements of the period; ``per_document``, statements for each document
        of the period; ``per_source``, for each publisher of the period (column ``source_publisher``, else
        ``publisher``; statements without one count as one publisher).
    level
        Coverage of the interval, between 0 and 1.
    draws
        Draws of the bootstrap, at least 100.
    accuracy
        What `conflictlib.evaluate` returned for the same coder, or a table with a row per code: ``code``,
        ``n_gold``, ``n_predicted`` and ``n_right`` (statements of the code in the gold, as coded, and right). The
        code ``all`` stands for all statements: for the denominator of a share, and for a code without a row.

    Returns
    -------
    DataFrame
        One row per period and group, in the order of `frequency`: ``period`` (its first day), the column `by`, ``n``,
        ``n_documents`` (documents with such a statement), ``denominator`` (what `measure` divides by: statements,
        documents or publishers of the period; missing for ``n``), ``value``, ``low`` and ``high`` (ends of the
        interval, both inclusive; low ≤ value ≤ high), ``complete`` and ``note`` (``""`` where all is well).
        With `accuracy` also ``corrected``, ``corrected_low``, ``corrected_high``, ``precision`` and ``recall``.
        Missing: a share or rate of a period without documents, and the interval there.
        ``.attrs`` as of `frequency`, and ``measure``, ``level``, ``draws``, ``interval`` and ``accuracy``, in words.

    Raises
    ------
    ParameterError
        A value is not allowed.
    TableError
        A column is not there, a statement has no date, or ``per_source`` has no publisher.

    Notes
    -----
    What the interval is about: documents such as these, from a stream that goes on. It holds neither the choice of
    sources nor what nobody collected. Statements of one document stand and fall together, so documents are drawn, not
    statements. How many documents a period has is left to chance too: for ``n`` each document has a Poisson weight
    with the mean 1 (the Poisson bootstrap: Hanley and MacGibbon 2006; Chamandy et al. 2012), so that the variance of a
    count is Σm², with m statements in a document, and depends on no other period: `start` and `end` make no difference
    to it. For a share or rate, where the number of documents hardly matters, all documents of the table are drawn with
    replacement (the percentile bootstrap of Efron 1979). For ``per_source`` all that a publisher has is drawn together
    (Davison and Hinkley 1997, section 3.8). The draws come from a PCG64 generator with the seed 1979 and do not depend
    on the order of the rows.

    A bootstrap of few documents is too narrow, and of one says nothing. So where fewer than 10 documents have the
    code (for a share also: fewer than 10 are without), the note is “few documents”, and the interval is
    that of Fay and Feuer (1997) for counts (gamma, with the mean of the statements that documents of the group have
    in the table for one more document: Tiwari et al. 2006; exact for one statement a document), and for shares that of
    Clopper and Pearson (1934) with the documents' effective number (Korn and Graubard 1998). Both are rather too wide.
    Rates of a period with fewer than 10 documents, or publishers, have none.

    In made-up streams (Poisson with 15, 25 or 60 documents a period, of one statement or of two on average; 900 periods
    each) intervals of 95 % for ``n`` held the true rate in 92 to 97 of 100 periods, whether the table had 1, 3 or 12.

    The correction multiplies n by precision / recall, which is the number of gold statements divided by that of coded
    ones: a ratio estimate (Cochran 1977, chapter 6). It holds only where the code is about as frequent as in the
    evaluation: precision depends on how frequent a code is, as where it is rare a coder's false finds weigh more. (The
    estimate of Rogan and Gladen 1978 does not depend on it, but needs the specificity, which takes a count of all
    that could have been coded and rightly was not.) A share is divided by the corrected number of all statements and
    cut at 1. In every draw of the documents right, missed and wrong statements of the evaluation are drawn too, from
    their posterior (Dirichlet, prior ½ each; so precision and recall have the Beta posteriors of Jeffreys' prior); few
    documents are combined with it as in Fay, Proschan and Brittain (2015). It assumes that the coder errs on these
    documents as on those of the evaluation, and takes the statements of the evaluation as independent. Corrected
    groups need not add up to the corrected whole.

    A note says where a code's part of the statements of a period is more than 3 times, or less than a third of, its
    part of the coded ones of the evaluation (from 5 statements on, found or to be expected; for codes with a row of
    their own, if there is one for all).

    References
    ----------
    Chamandy, N., Muralidharan, O., Najmi, A. & Naidu, S. (2012), Estimating Uncertainty for Massive Data Streams,
    Google. Clopper, C. J. & Pearson, E. S. (1934), Biometrika 26:404–413. Cochran, W. G. (1977), Sampling Techniques.
    Davison, A. C. & Hinkley, D. V. (1997), Bootstrap Methods and their Application. Efron, B. (1979), Annals of
    Statistics 7:1–26. Fay, M. P. & Feuer, E. J. (1997), Statistics in Medicine 16:791–801. Fay, M. P., Proschan, M. A.
    & Brittain, E. (2015), Biometrics 71:146–156. Hanley, J. A. & MacGibbon, B. (2006), Computer Methods and Programs
    in Biomedicine 83:57–62. Korn, E. L. & Graubard, B. I. (1998), Survey Methodology 24:193–201. Rogan, W. J. &
    Gladen, B. (1978), American Journal of Epidemiology 107:71–76. Tiwari, R. C., Clegg, L. X. & Zou, Z. (2006),
    Statistical Methods in Medical Research 15:547–569.

    Examples
    --------
    >>> import pandas as pd
    >>> days = pd.to_datetime(["2023-10-07", "2023-10-08", "2023-10-24", "2023-12-31"])
    >>> statements = pd.DataFrame({"date": days, "actor": ["ISR", "CHN", "ISR", "CHN"]})
    >>> estimates(statements)[["period", "n", "value", "low", "high", "note"]].round({"low": 2, "high": 2})
          period  n  value   low  high           note
    0 2023-10-01  3    3.0  0.62  8.77  few documents
    1 2023-11-01  0    0.0   NaN   NaN   no documents
    2 2023-12-01  1    1.0  0.03  5.57  few documents
    """
    import pandas as pd

    _check(measure, by, level, draws)
    table = summaries.frequency(statements, every=every, by=by, start=start, end=end)
    reach = counting.reach(statements, every, start, end)
    groups = counting.group(reach.statements, by)
    if groups.name in OWN:
        raise ParameterError(f"by is {by!r}, a name that the result needs for itself; rename that column")
    known = None if accuracy is None else correcting.read(accuracy, groups.name, groups.labels.tolist())
    if known is not None and measure == "share" and not known.overall[0, 2] > 0:
        raise ParameterError("accuracy has no row 'all', which a share needs for its denominator")
    cells = intervals.Cells.of(tally(reach, groups, measure))
    low, high = intervals.raw(cells, level=level, draws=draws)
    columns: dict[str, Any] = {"denominator": _denominator(cells), "value": cells.value, "low": low, "high": high}
    if known is not None:
        columns |= _corrected(cells, known, (low, high), level, draws)
    notes = pd.array(_notes(cells, known), dtype="str")
    result = table.drop(columns=["n_readouts", "complete"]).assign(**columns, complete=table["complete"], note=notes)
    result.attrs = table.attrs | _attrs(reach, measure, level, draws, accuracy)
    return result


def _corrected(
    cells: intervals.Cells, known: correcting.Accuracy, ends: tuple[Any, Any], level: float, draws: int
) -> dict[str, Any]:
    import numpy as np

    names = ("corrected", "corrected_low", "corrected_high")
    found = intervals.corrected(cells, known, ends, level=level, draws=draws)
    n_periods = len(cells.value) // max(cells.tally.width, 1)
    rates = {"precision": np.tile(known.precision, n_periods), "recall": np.tile(known.recall, n_periods)}
    return dict(zip(names, found, strict=True)) | rates


def _check(measure: str, by: str | None, level: object, draws: object) -> None:
    one_of("measure", measure, MEASURES)
    if measure == "share" and by is None:
        raise ParameterError("measure is 'share' without by; allowed is a column to group by, such as by='actor'")
    if isinstance(level, bool) or not isinstance(level, (int, float)) or not 0 < level < 1:
        raise ParameterError(f"level is {level!r}; allowed is a number between 0 and 1, such as 0.95")
    if isinstance(draws, bool) or not isinstance(draws, int) or draws < 100:
        raise ParameterError(f"draws is {draws!r}; allowed is a whole number from 100")


def _denominator(cells: intervals.Cells) -> Any:
    import numpy as np
    import pandas as pd

    if cells.tally.measure == "n":
        return pd.array([pd.NA] * len(cells.value), dtype="Int64")
    return pd.array(cells.denominator.astype(np.int64), dtype="Int64")


def _notes(cells: intervals.Cells, known: correcting.Accuracy | None) -> list[str]:
    """Say for each cell what is doubtful about it."""
    of_group = known.notes() if known is not None else [""] * max(cells.tally.width, 1)
    elsewhere = known.elsewhere(*cells.statements) if known is not None else [""] * len(cells.value)
    short = "few sources" if cells.tally.measure == "per_source" else "few documents"
    found = []
    for cell, (units, few, none) in enumerate(zip(cells.period_units, cells.few, cells.none, strict=True)):
        own = "no documents" if not units else f"{short}: no interval" if none else short if few else ""
        found.append("; ".join(filter(None, (own, of_group[cell % cells.tally.width], elsewhere[cell]))))
    return found


def _attrs(
    reach: counting.Reach, measure: str, level: float, draws: int, accuracy: Evaluation | pd.DataFrame | None
) -> dict[str, Any]:
    unit = "publishers" if measure == "per_source" else "documents"
    kind = "Poisson bootstrap" if measure == "n" else "bootstrap"
    words = f"{100 * level:g} % interval: {draws:,} {kind} draws of {unit} (seed {resampling.SEED})"
    few = "" if measure.startswith("per_") else f"; for fewer than {intervals.FEW} documents by formula"
    found: dict[str, Any] = {"measure": measure, "level": level, "draws": draws, "interval": words + few}
    if measure == "per_source":
        found["unknown_sources"] = int(publisher(reach.statements).isna().sum())
    if accuracy is not None:
        found["accuracy"] = getattr(accuracy, "title", "precision and recall as given")
    return found
