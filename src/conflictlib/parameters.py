"""Checks of what a researcher types: a wrong value stops with one sentence, in a notebook too."""

from __future__ import annotations

import datetime
import difflib
import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd


class ParameterError(ValueError):
    """A parameter has a value that is not allowed; the message names it and says what is allowed."""

    def _render_traceback_(self) -> list[str]:
        # IPython asks for this: a notebook then shows the sentence without thirty lines of our code above it
        return [f"{type(self).__name__}: {self}"]


def one_of(name: str, value: str, allowed: Iterable[str]) -> str:
    """Return `value` if it is one of `allowed`.

    >>> one_of("every", "week", ("day", "week"))
    'week'
    >>> one_of("every", "weak", ("day", "week"))
    Traceback (most recent call last):
    ...
    conflictlib.parameters.ParameterError: every is 'weak' (did you mean 'week'?); allowed are day, week
    """
    allowed = list(allowed)
    if value in allowed:
        return value
    near = difflib.get_close_matches(str(value), allowed, 1)
    hint = f" (did you mean {near[0]!r}?)" if near else ""
    raise ParameterError(f"{name} is {value!r}{hint}; allowed are {', '.join(allowed)}")


def day(name: str, value: object) -> datetime.date | None:
    """Read a day written as YYYY-MM-DD; None and the empty text are no limit.

    >>> day("start", "2023-10-07"), day("start", "")
    (datetime.date(2023, 10, 7), None)
    >>> day("start", "2023-13-01")
    Traceback (most recent call last):
    ...
    conflictlib.parameters.ParameterError: start is '2023-13-01'; allowed is a day as YYYY-MM-DD or ''
    """
    if isinstance(value, datetime.datetime):  # a pandas Timestamp too
        return value.date()
    if value is None or value == "":
        return None
    if isinstance(value, datetime.date):
        return value
    try:
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", str(value)):
            return datetime.date.fromisoformat(str(value))
    except ValueError:
        pass
    raise ParameterError(f"{name} is {value!r}; allowed is a day as YYYY-MM-DD or ''")


def span(start: object, end: object) -> tuple[datetime.date | None, datetime.date | None]:
    """Read `start` and `end`, both inclusive; a start after the end is refused.

    >>> span("2024-02-01", "2024-01-01")
    Traceback (most recent call last):
    ...
    conflictlib.parameters.ParameterError: start is 2024-02-01, after end, which is 2024-01-01
    """
    first, last = day("start", start), day("end", end)
    if first and last and first > last:
        raise ParameterError(f"start is {first}, after end, which is {last}")
    return first, last


def codes(name: str, value: str | Iterable[str], known: pd.DataFrame, used: Iterable[object] = ()) -> set[str]:
    """Read codes, a list or separated by commas, that stand in a table of the codebook (``code``, ``label``).

    Those that are `used`, by statements of another codebook, are allowed too.

    >>> import pandas as pd
    >>> table = pd.DataFrame({"code": ["CHN", "USA"], "label": ["China", "United States"]})
    >>> sorted(codes("actors", "USA, CHN", table))
    ['CHN', 'USA']
    >>> codes("actors", "China", table)
    Traceback (most recent call last):
    ...
    conflictlib.parameters.ParameterError: actors has 'China' (did you mean 'CHN'?); allowed are codes of the \
codebook's actors.csv
    """
    given = value.split(",") if isinstance(value, str) else value
    wanted = {code.strip() for code in given if code.strip()}
    allowed = set(known["code"])
    if not wanted <= allowed:
        allowed |= {code for code in used if isinstance(code, str)}
    for code in sorted(wanted - allowed):
        by_label = {label.lower(): c for label, c in zip(known["label"], known["code"], strict=True)}
        near = difflib.get_close_matches(code.upper() if name == "actors" else code.lower(), allowed, 1)
        guess = by_label.get(code.lower()) or (near[0] if near else "")
        hint = f" (did you mean {guess!r}?)" if guess else ""
        raise ParameterError(
            f"{name} has {code!r}{hint}; allowed are codes of the codebook's {name.removesuffix('s')}s.csv"
        )
    return wanted


def at_least(name: str, value: object, least: int) -> None:
    """Refuse what is no whole number from `least`.

    >>> at_least("window", 2.5, 0)
    Traceback (most recent call last):
    ...
    conflictlib.parameters.ParameterError: window is 2.5; allowed is a whole number from 0
    """
    if isinstance(value, bool) or not isinstance(value, int) or value < least:
        raise ParameterError(f"{name} is {value!r}; allowed is a whole number from {least}")
