"""Days that are said as one says them on a Monday: last week, last month, since the last report."""

from __future__ import annotations

import datetime
from collections.abc import Mapping

from conflictlib.parameters import ParameterError

#: What `start` and `end` may be besides a day.
LAST_WEEK, LAST_MONTH, SINCE = "last-week", "last-month", "since-last-report"


def by_calendar(given: Mapping[str, object], today: datetime.date) -> dict[str, object]:
    """Return the parameters with days for a ``start`` or ``end`` that is relative to `today`.

    ``last-week`` is the Monday or Sunday of the week before, ``last-month`` the first or last day of the month before.

    Raises
    ------
    ParameterError
        ``end`` is ``since-last-report``.

    Examples
    --------
    >>> by_calendar({"start": "last-week", "end": "last-week", "top": 3}, datetime.date(2026, 11, 25))
    {'start': '2026-11-16', 'end': '2026-11-22', 'top': 3}
    """
    settled = dict(given)
    for name in ("start", "end"):
        value = str(given.get(name, ""))
        if value in (LAST_WEEK, LAST_MONTH):
            settled[name] = str(_last(value, today)[name == "end"])
        elif value == SINCE and name == "end":
            raise ParameterError(f"end is {SINCE!r}; allowed are a day, '', {LAST_WEEK} and {LAST_MONTH}")
    return settled


def by_report(given: Mapping[str, object], until: str) -> dict[str, object]:
    """Return the parameters with a day for a ``start`` that is ``since-last-report``: the one after `until`.

    `until` is the last day of the report before; without one there is no limit.

    >>> by_report({"start": "since-last-report"}, "2026-11-22")
    {'start': '2026-11-23'}
    """
    if str(given.get("start", "")) != SINCE:
        return dict(given)
    return {**given, "start": str(datetime.date.fromisoformat(until) + datetime.timedelta(1)) if until else ""}


def _last(value: str, today: datetime.date) -> tuple[datetime.date, datetime.date]:
    one = datetime.timedelta(1)
    if value == LAST_WEEK:
        monday = today - datetime.timedelta(today.weekday() + 7)
        return monday, monday + 6 * one
    end = today.replace(day=1) - one
    return end.replace(day=1), end
