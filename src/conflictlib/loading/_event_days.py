"""Days in figures parted by slashes: which figure is the month, the column itself must show."""

from __future__ import annotations

import csv
import datetime as dt
import re
from dataclasses import replace

from conflictlib.loading._delimited import Layout
from conflictlib.loading._event_rows import Dataset
from conflictlib.loading._files import File
from conflictlib.loading._start import Start

_FIGURES = re.compile(r"\s*(\d{1,2})/(\d{1,2})/((?:19|20)\d\d)(?!\d)", re.ASCII)


def in_order_of(dataset: Dataset, file: File, layout: Layout) -> Dataset:
    """Return the dataset with days such as 05/06/2001 read in the order that the file's beginning shows.

    It shows one where a figure above 12 stands always in the same place; else such days remain unread.
    """
    days = [match for cell in _column(file, layout, dataset.date) if (match := _FIGURES.match(cell))]
    first, second = (any(int(match[n]) > 12 for match in days) for n in (1, 2))
    if first == second:
        return dataset
    shown = next(match[0].strip() for match in days if int(match[1 if first else 2]) > 12)
    file.notes.append(f"{dataset.date} has the {'day' if first else 'month'} first, as {shown} shows")

    def day(value: object) -> dt.date | None:
        match = _FIGURES.match(str(value))
        if match is None:
            return dataset.day(value)
        numbers = int(match[1]), int(match[2])
        try:
            return dt.date(int(match[3]), *(reversed(numbers) if first else numbers))
        except ValueError:
            return None

    return replace(dataset, day=day)


def _column(file: File, layout: Layout, name: str) -> list[str]:
    """Return the cells of a column in the first rows of the file, the last of which may be cut."""
    lines = Start(file).text.replace("\r\n", "\n").replace("\r", "\n").split("\n")[layout.above : -1]
    at = layout.names.index(name)
    if layout.quoted:
        rows = list(csv.reader((f"{line}\n" for line in lines), delimiter=layout.separator))
    else:
        rows = [line.split(layout.separator) for line in lines]
    return [row[at] for row in rows if len(row) == len(layout.names)]
