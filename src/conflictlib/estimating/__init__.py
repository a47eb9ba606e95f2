"""Counts, shares and rates with intervals, and corrected for the coder's measured error.

``measures`` lays out what is counted in which document, ``resampling`` draws the documents again, ``small`` has the
intervals where documents are few, ``correcting`` the coder's precision and recall; ``estimating`` puts them together.
"""

from __future__ import annotations

from conflictlib.estimating.estimating import estimates

__all__ = ["estimates"]
