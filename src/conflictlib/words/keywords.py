"""Keyness: the words, themes or acts that mark one selection of statements against another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from conflictlib import counting
from conflictlib.parameters import ParameterError, at_least, one_of
from conflictlib.words import units
from conflictlib.words.comparisons import COLUMNS, METHODS, Plan, compare
from conflictlib.words.selections import Selections, select

if TYPE_CHECKING:
    from collections.abc import Collection

    import pandas as pd

    from conflictlib.codebook import Codebook

_MOST = 3  # actors by which a selection is named


def keyness(
    statements: pd.DataFrame,
    *,
    against: pd.DataFrame | None = None,
    by: str | None = None,
    every: str | None = None,
    unit: str = "word",
    method: str = "log_odds",
    prior: float | None = None,
    least: int = 3,
    stop_words: Collection[str] | None = None,
    names: tuple[str, str] | None = None,
    codebook: Codebook | None = None,
) -> pd.DataFrame:
    """Find the words, themes or acts that mark one selection of statements, the target, against another.

    ``log_odds`` is the log-odds ratio with an informative Dirichlet prior of Monroe, Colaresi and Quinn ("Fightin'
    Words", Political Analysis 16, 2008): what both selections say is given to each in advance, as so many words of
    its own, so that a rare word does not stand out by chance. ``g2`` is the likelihood ratio of Dunning (Computational
    Linguistics 19, 1993; Rayson and Garside 2000), of which quanteda's ``textstat_keyness(measure = "lr")`` is a form.

    Parameters
    ----------
    statements
        A statements table: the target, or all statements where the target is a group or a period of them.
    against
        The reference. Statements of it that are in the target too (by ``statement_id``) are taken out of it.
    by
        In place of `against`: each group of a column, such as ``actor``, against all other statements.
    every
        ``day``, ``week``, ``month``, ``quarter`` or ``year``: without `against` each period against all others, with
        it the target against the reference within each period. Statements without a date are left out.
    unit
        ``word``, ``theme`` or ``act``. Of words each occurrence counts, of themes and acts each statement that has one.
    method
        ``log_odds`` or ``g2``.
    prior
        Size of the prior, α₀: as many words (statements, where themes or acts are compared) as both selections
        together would have them. None: as many as the smaller selection has. Monroe et al. take 500 words, what is
        said in a debate of one day. The larger, the more the rare words are drawn towards no difference.
    least
        Words with fewer in both selections together get no row; they still count in the whole.
    stop_words
        Words that get no row. None: those of grammar by the codebook's ``words.csv`` (auxiliaries, determiners,
        pronouns, prepositions, conjunctions; English). They still count in the whole.
    names
        What the two selections are called in a chart. None: by their actors where these are at most three.
    codebook
        Codebook with the words of grammar, and the names of groups; None: the shipped one.

    Returns
    -------
    DataFrame
        One row per word, theme or act (and group or period, whose column stands first): ``word`` (``theme``, ``act``),
        ``n_target`` and ``n_reference`` (occurrences; of themes and acts, statements), ``rate_target`` and
        ``rate_reference`` (per 1,000 words of the selection; of themes and acts, per 100 statements),
        ``n_documents_target`` and ``n_documents_reference`` (documents that have it), ``log_odds`` (natural logarithm,
        above 0 where the target has more, with the prior in both methods), ``z`` or ``g2``, ``p`` (two-sided; of z by
        the normal distribution, of G² by χ² with one degree of freedom), ``q`` (p corrected for all rows of the
        table: Benjamini and Hochberg 1995), ``direction`` (``target``, ``reference`` or ``neither``: which rate is
        higher) and ``note`` (``in one document only``, ``fewer than 5`` in both together, or of a selection with
        fewer than 20 ``a selection of 7 statements``; else ``""``). From what marks the target most to what marks the
        reference most; equal ones by alphabet. Empty where a selection has no words.

    Raises
    ------
    ParameterError
        There is nothing to compare with, or a value is not allowed.
    TableError
        A column is not there.

    Notes
    -----
    z, p and q take each occurrence for a draw of its own. Words come in clumps: one page may make a word a key one,
    so the documents are counted, and what stands in a single one is marked. They order words; they are no proof.
    What a statement says in other words is not seen, and a word is no position: who denies a thing names it too.
    In the shipped sample the text is the coders' own summary, so key words there tell of the summaries.

    Examples
    --------
    >>> import pandas as pd
    >>> one = pd.DataFrame({"text": ["truce now", "a truce and aid"]})
    >>> two = pd.DataFrame({"text": ["aid now", "aid and arms", "the aid"]})
    >>> keyness(one, against=two, least=2)[["word", "n_target", "n_reference", "z", "direction"]].round({"z": 2})
        word  n_target  n_reference     z  direction
    0  truce         2            0  1.20     target
    1    now         1            1  0.09     target
    2    aid         1            3 -0.87  reference
    """
    from conflictlib.codebook import shipped_codebook

    one_of("unit", unit, units.UNITS)
    one_of("method", method, METHODS)
    at_least("least", least, 1)
    if prior is not None and not prior > 0:
        raise ParameterError(f"prior is {prior!r}; allowed is a number above 0, or None")
    chosen = select(statements, against, by, every)
    if chosen.column in (unit, *COLUMNS):
        raise ParameterError(f"by is {by!r}, which the result has for something else; allowed are other columns")
    groups = units.words(chosen.statements) if unit == "word" else counting.group(chosen.statements, unit)
    book = codebook or shipped_codebook()
    plan = Plan(unit, method, prior, least, units.stop(unit, stop_words, book))
    table = compare(chosen, groups, plan)
    table.attrs = {
        **_told(chosen, plan, groups),
        "names": names or _names(statements, against, chosen.in_both, book),
        "every": every or "", "source": statements.attrs.get("source", ""),
    }  # fmt: skip
    return table


def _names(
    target: pd.DataFrame, reference: pd.DataFrame | None, in_both: int, book: Codebook
) -> tuple[str, str] | None:
    """Name two selections by their actors; None where there is one selection only."""
    if reference is None:
        return None
    named = _named(target, book) or "target", "" if in_both else _named(reference, book)
    other = named[1] or ("all others" if in_both else "reference")
    return ("target", "reference") if named[0] == other else (named[0], other)


def _named(statements: pd.DataFrame, book: Codebook) -> str:
    """Name a selection by its actors, where they are three at most and each statement has one."""
    if "actor" not in statements.columns or statements["actor"].isna().any():
        return ""
    codes = sorted(map(str, statements["actor"].unique()))
    return ", ".join(map(book.label, codes)) if len(codes) <= _MOST else ""


def _told(chosen: Selections, plan: Plan, groups: counting.Groups) -> dict[Any, Any]:
    """Return what a chart must tell of the table."""
    sizes = [(int((side == 1).sum()), int((side == 0).sum())) for side in chosen.sides]
    return {
        "n": len(chosen.statements),
        "sizes": {str(key): size for key, size in zip(chosen.keys, sizes, strict=True)},
        "unit": plan.unit,
        "counting": plan.told,
        "left_out": _left_out(chosen, plan, groups),
        "span": counting.span_of(chosen.statements),
    }


def _left_out(chosen: Selections, plan: Plan, groups: counting.Groups) -> str:
    """Say what is not compared, in sentences."""
    import numpy as np

    n = np.bincount(groups.codes, minlength=len(groups.labels))
    rare = int(((n < plan.least) & ~np.isin(groups.labels.astype("str"), list(plan.stop))).sum())
    fewer = f"found fewer than {plan.least} times" if plan.unit == "word" else f"of fewer than {plan.least} statements"
    grammar = "words of grammar and " if plan.unit == "word" and plan.stop else ""
    told = [_taken_out(chosen),
            f"Without a date and left out: {chosen.without:,}." if chosen.without else "",
            f"Not compared: {grammar}{rare:,} {plan.unit}s {fewer}." if rare or grammar else ""]  # fmt: skip
    return " ".join(filter(None, told))


def _taken_out(chosen: Selections) -> str:
    """Say how many statements of the target the reference would have had."""
    n = f"{chosen.in_both:,} {'statement' if chosen.in_both == 1 else 'statements'}"
    if not chosen.in_both:
        return ""
    whole = chosen.in_both == sum(int((side == 1).sum()) for side in chosen.sides)
    return f"The reference is without {f'the target’s {n}' if whole else f'{n} that are the target’s'}."
