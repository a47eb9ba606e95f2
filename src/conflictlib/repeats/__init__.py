"""Which documents repeat another, and statements counted without repeats.

``finding`` (documents → duplicates) rests on ``wording`` (words, runs of five, passages), ``candidates`` (MinHash and
LSH) and ``figures`` (daily reports from one template); ``counting_once`` takes repeats out of a statements table.
"""

from __future__ import annotations

from conflictlib.repeats.counting_once import distinct
from conflictlib.repeats.finding import duplicates

__all__ = ["distinct", "duplicates"]
