"""From statements to the profile of one actor or one theme."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

from conflictlib import counting, periods, schema, summaries
from conflictlib.parameters import ParameterError, one_of
from conflictlib.profiling import standpoints
from conflictlib.profiling.result import Profile

if TYPE_CHECKING:
    import pandas as pd

    from conflictlib.codebook import Codebook

#: How many of the latest statements are shown.
LATEST = 10

_SHOWN = ("statement_id", "date", "actor", "speaker", "act", "negated", "addressee", "themes", "text")


def profile(
    statements: pd.DataFrame,
    *,
    actor: str | None = None,
    theme: str | None = None,
    every: str = "month",
    documents: pd.DataFrame | None = None,
    events: pd.DataFrame | None = None,
    codebook: Codebook | None = None,
) -> Profile:
    """Put together what the statements tell of one actor, or of one theme.

    Parameters
    ----------
    statements
        A statements table, with all statements: the shares are compared with those of all.
    actor, theme
        Code of the one or of the other. A joint statement is its own actor and not its members'.
    every
        Length of a period of the timeline: ``day``, ``week``, ``month``, ``quarter`` or ``year``.
    documents
        The documents that the statements come from, for the titles and addresses of the latest.
    events
        Events to lay over the timeline, as `conflictlib.load_events` gives them.
    codebook
        For the names of codes and for what takes a position; None: the shipped one.

    Returns
    -------
    Profile
        Its tables, see there. It shows itself in a notebook, and `Profile.write` writes it as a page.

    Raises
    ------
    ParameterError
        Neither or both of `actor` and `theme` are given, or it is neither in the statements nor in the codebook; a
        code of the codebook that no statement has gives an empty profile.
    TableError
        A column is not there.

    Notes
    -----
    The figures are those of `conflictlib.frequency`, `conflictlib.themes` and the others, and can say no more than
    they: a profile holds the statements that somebody found and coded, and not all that were made.

    Examples
    --------
    >>> import conflictlib as cl
    >>> china = profile(cl.open_statements(), actor="CHN")
    >>> print(china.title)
    16 of 314 statements, in 16 documents, 10 October 2023 to 17 November 2025
    >>> china.acts.head(2)[["label", "n"]].to_dict("records")
    [{'label': 'calls for', 'n': 3}, {'label': 'supports', 'n': 3}]
    """
    from conflictlib.codebook import shipped_codebook

    book = codebook or shipped_codebook()
    kind, code = _which(statements, actor, theme, book)
    groups = counting.group(statements, kind)
    rows = groups.rows[groups.codes == list(groups.labels).index(code)] if code in groups.labels else groups.rows[:0]
    own = statements.iloc[rows]
    own.attrs = dict(statements.attrs)
    dated = own.dropna(subset="date")
    ranked = summaries.themes if kind == "actor" else summaries.actors
    standing = own if kind == "actor" else statements
    pages = _pages(statements, documents)
    return Profile(
        kind=kind, code=code, label=book.label(code),
        timeline=_timeline(dated, statements, every),
        breakdown=_compared(ranked(own, codebook=book), ranked(statements, codebook=book)),
        acts=_shares(own, statements, "act", book), addressees=_shares(own, statements, "addressee", book),
        positions=_on(standpoints.positions(standing, book), kind, code, book, pages),
        turns=_on(standpoints.turns(standing, book), kind, code, book, pages),
        latest=_latest(dated, pages), events=schema.empty(schema.EVENTS) if events is None else events,
        n=len(own), n_all=len(statements), n_undated=len(own) - len(dated), n_documents=_n_documents(own),
        n_joint=_n_joint(statements, code) if kind == "actor" else 0, every=every, rules=standpoints.rules(),
        source=str(statements.attrs.get("source", "")), codebook=book,
    )  # fmt: skip


def _which(statements: pd.DataFrame, actor: str | None, theme: str | None, book: Codebook) -> tuple[str, str]:
    """Return what is profiled; ParameterError where it is nowhere."""
    given = {name: code for name, code in (("actor", actor), ("theme", theme)) if code}
    if len(given) != 1:
        told = "actor and theme are both given" if given else "neither actor nor theme is given"
        raise ParameterError(f"{told}; allowed is the code of one of them")
    ((kind, code),) = given.items()
    known = book.actors if kind == "actor" else book.themes
    found = [str(label) for label in counting.group(statements, kind).labels if label != counting.NOT_CODED]
    if code in found or code in set(known["code"]):
        return kind, code
    by_label = {label.lower(): one for one, label in zip(known["code"], known["label"], strict=True)}
    case = str.upper if kind == "actor" else str.lower
    near = difflib.get_close_matches(case(code).replace(" ", "_"), [*found, *known["code"]], 1)
    guess = by_label.get(code.lower()) or (near[0] if near else "")
    hint = f" (did you mean {guess!r}?)" if guess else ""
    some = ", ".join(found[:12]) + (f" and {len(found) - 12:,} more" if len(found) > 12 else "")
    raise ParameterError(f"{kind} is {code!r}{hint}; allowed are those of the statements: {some or 'there are none'}")


def _compared(own: pd.DataFrame, of_all: pd.DataFrame) -> pd.DataFrame:
    """Add to the shares of a profile those among all statements."""
    by = str(own.columns[0])
    shares = dict(zip(of_all[by], of_all["share"], strict=True))
    result = own.assign(share_all=own[by].map(shares).astype("float64"))
    result.attrs = dict(own.attrs)
    return result


def _shares(own: pd.DataFrame, statements: pd.DataFrame, by: str, book: Codebook) -> pd.DataFrame:
    """Rank acts or addressees, with their shares here and among all statements."""
    return _compared(_counted(own, by, book), _counted(statements, by, book))


def _counted(statements: pd.DataFrame, by: str, book: Codebook) -> pd.DataFrame:
    import numpy as np
    import pandas as pd

    groups = counting.group(statements, by)
    n = np.bincount(groups.codes, minlength=len(groups.labels))
    table = pd.DataFrame({
        by: pd.array(groups.labels, dtype="str"),
        "label": pd.array([book.label(code) for code in groups.labels], dtype="str"),
        "n": n, "share": n / max(len(statements), 1),
    })  # fmt: skip
    source = statements.attrs.get("source", "")
    table.attrs = {"n": len(statements), "counting": counting.rule(statements, by), "source": source}
    return table


def _timeline(dated: pd.DataFrame, statements: pd.DataFrame, every: str) -> pd.DataFrame:
    """Count over the days of all statements: before the first and after the last of its own there are zeros."""
    import numpy as np

    one_of("every", every, periods.EVERY)
    days = statements["date"].dropna().to_numpy().astype("datetime64[D]")
    if not len(dated):
        return summaries.frequency(dated, every=every)
    (first,) = periods.first_day(periods.number(np.array([days.min()]), every), every)
    return summaries.frequency(dated, every=every, start=str(first), end=str(days.max()))


def _pages(statements: pd.DataFrame, documents: pd.DataFrame | None) -> pd.DataFrame:
    """Return title and address of the page that has each statement, by its id; ``""`` where it is not known."""
    import pandas as pd

    found = {} if documents is None else documents.drop_duplicates("doc_id").set_index("doc_id").to_dict("index")
    page = [found.get(doc, {}) for doc in _column(statements, "doc_id")]
    given = zip(_column(statements, "source_title"), _column(statements, "source_url"),
                _column(statements, "doc"), strict=True)  # fmt: skip
    rows = [
        (_first(title, one.get("title"), doc), _first(url, one.get("url")))
        for (title, url, doc), one in zip(given, page, strict=True)
    ]
    table = pd.DataFrame(rows, columns=pd.Index(["title", "url"]), dtype="str")
    ids = counting.take(statements, "statement_id").astype("str").array
    return table.assign(statement_id=ids).drop_duplicates("statement_id")


def _on(table: pd.DataFrame, kind: str, code: str, book: Codebook, pages: pd.DataFrame) -> pd.DataFrame:
    """Keep the rows of an actor or a theme, name what the other column has, and say where the statements stand."""
    other = "theme" if kind == "actor" else "actor"
    rows = table[table[kind] == code].reset_index(drop=True)
    rows = rows.assign(label=rows[other].map(book.label).astype("str"))
    for before in ("", "before_"):
        if f"{before}statement_id" in rows.columns:
            rows = rows.merge(pages.add_prefix(before), on=f"{before}statement_id", how="left")
    return rows


def _latest(dated: pd.DataFrame, pages: pd.DataFrame) -> pd.DataFrame:
    """Return the latest statements, newest first, with the title and address of the page that has them."""
    import pandas as pd

    order = dated.sort_values(["date", "statement_id"], ascending=[False, True], kind="stable").head(LATEST)
    result = pd.DataFrame({name: order[name] if name in order.columns else pd.NA for name in _SHOWN})
    return result.merge(pages, on="statement_id", how="left")


def _column(table: pd.DataFrame, name: str) -> list[object]:
    return list(table[name]) if name in table.columns else [None] * len(table)


def _first(*several: object) -> str:
    """Return the first of several that is text."""
    return next((value for value in several if isinstance(value, str) and value), "")


def _n_documents(own: pd.DataFrame) -> int:
    import numpy as np

    none = np.zeros(len(own), dtype="int64")
    return int(counting.counts(own, np.arange(len(own)), none, 1)["n_documents"][0]) if len(own) else 0


def _n_joint(statements: pd.DataFrame, code: str) -> int:
    if "members" not in statements.columns:
        return 0
    return int(sum(isinstance(cell, (list, tuple)) and code in cell for cell in statements["members"]))
