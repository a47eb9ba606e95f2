"""The present moment: the one place that asks the clock."""

from __future__ import annotations

import datetime
import os

from conflictlib.parameters import ParameterError


def now() -> datetime.datetime:
    """Return the present moment in UTC, in whole seconds.

    Where ``SOURCE_DATE_EPOCH`` is set (seconds since 1970, as https://reproducible-builds.org/specs/source-date-epoch
    has it), that is the present: so a run that was missed is made up for, and a test has its own days.

    Raises
    ------
    ParameterError
        ``SOURCE_DATE_EPOCH`` is no number of seconds.
    """
    given = os.environ.get("SOURCE_DATE_EPOCH", "")
    if not given:
        return datetime.datetime.now(datetime.UTC).replace(microsecond=0)
    try:
        return datetime.datetime.fromtimestamp(int(given), datetime.UTC)
    except (ValueError, OverflowError, OSError):
        raise ParameterError(f"SOURCE_DATE_EPOCH is {given!r}; allowed are whole seconds since 1970") from None


def written(moment: datetime.datetime) -> str:
    """Write a moment as tables have it.

    >>> written(datetime.datetime(2026, 11, 2, 6, 0, tzinfo=datetime.UTC))
    '2026-11-02T06:00:00Z'
    """
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")
