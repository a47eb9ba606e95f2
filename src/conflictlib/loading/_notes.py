"""Notes on many records of a file, told once each with the records that they are about."""

from __future__ import annotations

from collections.abc import Iterator

from conflictlib.loading._pieces import Problem

_SHOWN = 10


class Notes:
    """What is to be said of records, by what it is; told at the end of the file."""

    def __init__(self, of: str) -> None:
        self.of = of  # what a record is called: entries, posts
        self._found: dict[str, list[int]] = {}

    def add(self, reason: str, record: int) -> None:
        """Note something about a record."""
        records = self._found.setdefault(reason, [])
        if record not in records[-1:]:
            records.append(record)

    def problems(self) -> Iterator[Problem]:
        """Give each note once, with the numbers of its records; the first is its line."""
        for reason, records in self._found.items():
            shown = ", ".join(map(str, records[:_SHOWN]))
            more = f" and {len(records) - _SHOWN:,} more" if len(records) > _SHOWN else ""
            yield Problem(f"{reason} ({self.of} {shown}{more})", records[0], "note")
