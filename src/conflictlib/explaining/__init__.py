"""Coded pages to what a reader can check: every statement marked in its text, with the evidence for its codes.

``marking`` cuts the text at the edges of statements and evidence, ``wording`` puts codes into words,
``plain`` and ``html`` write both down.
"""

from __future__ import annotations

from conflictlib.explaining.explanation import Explanation, explain

__all__ = ["Explanation", "explain"]
