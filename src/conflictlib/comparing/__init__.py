"""What changed between two states of a corpus.

``standing`` finds which statements are new, gone and coded otherwise, ``positions`` what actors ask for or refuse
for the first time or the other way round, ``ranges`` the themes beyond their usual range; ``changing`` puts them
together, ``result`` says how it reads, ``alerts`` writes it as JSON. The page is made by ``reports.changes``.
"""

from __future__ import annotations

from conflictlib.comparing.alerts import to_json
from conflictlib.comparing.changing import changes
from conflictlib.comparing.result import Changes

__all__ = ["Changes", "changes", "to_json"]
