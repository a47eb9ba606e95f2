"""What a notebook opens: the shipped sample or one's own statements, filtered; events for overlays."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from conflictlib import schema
from conflictlib.codebook import shipped_codebook
from conflictlib.corpus import Corpus, is_corpus
from conflictlib.parameters import ParameterError, codes, span
from conflictlib.shipped import folder

if TYPE_CHECKING:
    import datetime

    import pandas as pd

    from conflictlib.loading import Loaded

SAMPLE = "sample"


def open_statements(
    corpus: str | Path = SAMPLE,
    *,
    start: str | datetime.date = "",
    end: str | datetime.date = "",
    actors: str | Iterable[str] = "",
    themes: str | Iterable[str] = "",
) -> pd.DataFrame:
    """Open statements, all or those of a time, of some actors, on some themes.

    Parameters
    ----------
    corpus
        ``sample``: the 314 hand-coded statements that are shipped. Or the path of a corpus (see `Corpus`), of a table
        of statements (.csv, .jsonl, .parquet), or of pages, which are loaded and coded.
    start, end
        First and last day (YYYY-MM-DD), both inclusive; empty: no limit. With a limit, rows without a day fall out.
    actors
        Codes of actors, a list or separated by commas; empty: all. A joint statement counts for the actor JOINT only,
        not for its members.
    themes
        Codes of themes likewise; a statement stays that has any of them.

    Returns
    -------
    pandas.DataFrame
        One row per statement, columns as in ``conflictlib.schema.STATEMENTS``. ``attrs["source"]`` says in one
        line where the rows come from; ``attrs["problems"]`` counts files or rows that could not be read.

    Raises
    ------
    ParameterError
        A value is not allowed; the message names it and says what is.

    Examples
    --------
    >>> len(open_statements())
    314
    >>> open_statements(actors="CHN", end="2023-10-31")["date"].max()
    Timestamp('2023-10-25 00:00:00')
    """
    if str(corpus) != SAMPLE and is_corpus(corpus):
        return Corpus(corpus).statements(start=start, end=end, actors=actors, themes=themes)
    span(start, end)  # what is wrong is said before anything is read
    statements = _sample() if str(corpus) == SAMPLE else _own(corpus)
    if statements.empty:  # the codes that chose nothing may be those of another codebook
        return statements
    kept = select(statements, start=start, end=end, actors=actors, themes=themes).reset_index(drop=True)
    kept.attrs = dict(statements.attrs)
    return kept


def select(
    statements: pd.DataFrame,
    *,
    start: str | datetime.date = "",
    end: str | datetime.date = "",
    actors: str | Iterable[str] = "",
    themes: str | Iterable[str] = "",
) -> pd.DataFrame:
    """Return the statements of a time, of some actors, on some themes, as `open_statements` does."""
    first, last = span(start, end)
    book = shipped_codebook()
    wanted_actors = codes("actors", actors, book.actors, statements["actor"])
    wanted_themes = codes("themes", themes, book.themes, statements["themes"].explode())
    kept = statements
    if first:
        kept = kept[kept["date"] >= str(first)]
    if last:
        kept = kept[kept["date"] <= str(last)]
    if wanted_actors:
        kept = kept[kept["actor"].isin(wanted_actors)]
    if wanted_themes:
        kept = kept[kept["themes"].map(lambda codes: not wanted_themes.isdisjoint(codes)).astype(bool)]
    return kept


def _sample() -> pd.DataFrame:
    import pandas as pd

    rows = pd.read_csv(folder("data") / "statements.csv", dtype=str, keep_default_na=False, na_values=[""])
    rows["doc_id"] = [hashlib.sha256(url.encode()).hexdigest()[:16] for url in rows["source_url"]]
    rows = rows.assign(doc=rows["source_title"], coder="hand", negated="false")
    table = schema.conform(rows, schema.STATEMENTS)
    table.attrs["source"] = f"conflictlib sample, {len(table)} hand-coded statements; a convenience sample, no census"
    return table


def _own(corpus: str | Path) -> pd.DataFrame:
    import pandas as pd

    from conflictlib.coding import code
    from conflictlib.loading import load

    if _is_empty_table(Path(corpus)):
        table = schema.empty(schema.STATEMENTS)
        table.attrs = {"source": f"0 statements of {Path(corpus).name}", "problems": 0}
        return table
    if not str(corpus) or not Path(corpus).exists():
        raise ParameterError(f"corpus is {str(corpus)!r}; allowed are 'sample' and the path of a file or folder")
    loaded = load(corpus)
    if loaded.documents.empty and loaded.statements.empty:
        first = loaded.lost.iloc[:1].itertuples()
        why = "".join(f" ({row.file}: {row.reason})" for row in first)
        raise ParameterError(f"corpus is {str(corpus)!r}; no page and no statement could be read from it{why}")
    tables = [loaded.statements, code(loaded.documents).statements if len(loaded.documents) else loaded.statements[:0]]
    table = schema.conform(pd.concat([one for one in tables if len(one)] or tables[1:]), schema.STATEMENTS)
    table.attrs = {"source": _told(loaded, Path(corpus).name, *map(len, tables)), "problems": len(loaded.lost)}
    return table


def _told(loaded: Loaded, name: str, n_given: int, n_coded: int) -> str:
    """Say in a line where statements come from."""
    sources = [f"{n_given:,} statements of {name}"] if n_given else []
    if len(loaded.documents):
        sources.append(f"{n_coded:,} statements coded by rule in {len(loaded.documents):,} documents of {name}")
    if len(loaded.lost):
        sources.append(f"{len(loaded.lost):,} files or rows not read")
    return "; ".join(sources)


def _is_empty_table(path: Path) -> bool:
    """Say whether a file is a table of statements in which there are none: a quiet week of a report is no mistake."""
    if path.suffix.lower() != ".parquet" or not path.is_file():
        return False
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        about = pq.read_metadata(path)
    except (OSError, pa.ArrowException):
        return False
    return about.num_rows == 0 and {"statement_id", "text", "themes"} <= set(about.schema.to_arrow_schema().names)


def load_events(events: str | Path = SAMPLE) -> pd.DataFrame:
    """Load dated events to lay over charts.

    Parameters
    ----------
    events
        ``sample``: the 60 events that are shipped; the path of a CSV file with a date and a label; empty: none.

    Returns
    -------
    pandas.DataFrame
        One row per event, columns as in ``conflictlib.schema.EVENTS``, by date.

    Raises
    ------
    ParameterError
        There is no such file, or it holds no events.

    Examples
    --------
    >>> len(load_events()), len(load_events(""))
    (60, 0)
    """
    from conflictlib.loading import load

    if str(events) == "":
        return schema.empty(schema.EVENTS)
    path = folder("data") / "events.csv" if str(events) == SAMPLE else Path(events)
    if not path.is_file():
        raise ParameterError(f"events is {str(events)!r}; allowed are 'sample', '' and the path of a CSV file")
    found = load(path).events
    if found.empty:
        raise ParameterError(f"events is {str(events)!r}; no row of it has a date and a label")
    return found.sort_values("date", kind="stable").reset_index(drop=True)
