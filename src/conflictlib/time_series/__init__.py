"""What is unusual in counts over time: periods with more than usual, and days from which the level is another.

``series`` lays out the counts, ``bursting`` tests each period against the others, ``breaking`` looks for changes of
the level, ``nearby`` finds the events about a period.
"""

from __future__ import annotations

from conflictlib.time_series.breaking import breaks
from conflictlib.time_series.bursting import bursts

__all__ = ["breaks", "bursts"]
