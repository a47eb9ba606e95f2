"""Documents to statements: who said what to whom, when, doing what, on which themes, with the evidence.

The steps, each a module: ``text`` (sentences, quotations), ``grammar`` and ``attribution`` (source, cue, content),
``actors``, ``codes`` (acts, themes), ``days`` (with ``dates``, ``pagedays``, ``told``), ``readouts``.
The word lists are in the codebook.
"""

from __future__ import annotations

from conflictlib.coding.coder import Coded, code

__all__ = ["Coded", "code"]
