"""Changes as JSON, for what sends alerts."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from conflictlib.comparing import positions, ranges
from conflictlib.writing import plain_rows

if TYPE_CHECKING:
    import pandas as pd

    from conflictlib.comparing.result import Changes

#: Raised when a key is renamed or goes, or its meaning changes; not when one is added.
SCHEMA_VERSION = 1

#: Columns of a new or withdrawn statement.
_STATEMENT = ("statement_id", "doc_id", "doc", "date", "actor", "members", "speaker", "addressee", "act", "negated",
              "themes", "text")  # fmt: skip


def to_json(changes: Changes, *, pages: Mapping[str, Any] | None = None) -> str:
    """Return changes as JSON: the same bytes for the same changes.

    The keys, in this order:

    ``schema_version``
        1
    ``counts``
        The main figures: ``statements_before``, ``statements_now``, ``new``, ``actors_of_new``, ``positions_turned``,
        ``positions_first``, ``actors_first_seen``, ``themes_beyond``, ``periods_judged``, ``recoded``, ``withdrawn``
        (statements) and ``moved`` (statements that stand under another id).
    ``first_report``, ``last_before``, ``last_now``, ``every``, ``sentence``, ``rules``
        Whether there was nothing before; the day of the latest dated statement before and now, or null; the length of
        a period; the main figures in words; how positions and usual ranges are found.
    ``positions``, ``actors``, ``themes``, ``periods``, ``recoded``
        One object per row of the table of that name in `Changes`, its columns as keys.
    ``statements``, ``withdrawn``
        One object per new and per withdrawn statement with ``statement_id``, ``doc_id``, ``doc``, ``date``, ``actor``,
        ``members``, ``speaker``, ``addressee``, ``act``, ``negated``, ``themes`` and ``text``; a withdrawn one also
        has ``ended_why``. On the first report ``statements`` is empty: there all of them are new.

    ``pages``
        Where it is known what came of the pages: ``new`` (how many), ``corrected`` and ``removed`` (one object per page
        with ``doc``, ``title``, ``publisher``, ``url``, ``why``).

    Days are written YYYY-MM-DD, what is missing is null, codes are those of the codebook, texts are as they stand on
    the pages. Rows are sorted as in the tables.

    Examples
    --------
    >>> import pandas as pd
    >>> from conflictlib.comparing import changes
    >>> now = pd.DataFrame({"statement_id": ["s1", "s2"], "text": ["a ceasefire", "a truce"], "actor": ["CHE", "NOR"]})
    >>> found = json.loads(to_json(changes(now.head(1), now)))
    >>> found["schema_version"], found["counts"]["new"], found["actors"][0]["actor"], found["actors"][0]["first"]
    (1, 1, 'NOR', None)
    """
    new = changes.statements.head(0) if changes.first_report else changes.statements
    whole: dict[str, Any] = {
        "schema_version": SCHEMA_VERSION,
        "counts": changes.counts,
        "first_report": changes.first_report,
        "last_before": _day(changes.last_before),
        "last_now": _day(changes.last_now),
        "every": changes.every,
        "sentence": changes.sentence(),
        "rules": {"positions": positions.RULE, "themes": ranges.RULE},
        **{
            name: plain_rows(getattr(changes, name)) for name in ("positions", "actors", "themes", "periods", "recoded")
        },
        **({} if pages is None else {"pages": dict(pages)}),
        "statements": plain_rows(new[list(_STATEMENT)]),
        "withdrawn": plain_rows(changes.withdrawn[[*_STATEMENT, "ended_why"]]),
    }
    return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"


def _day(value: pd.Timestamp) -> str | None:
    return f"{value:%Y-%m-%d}" if value == value else None
