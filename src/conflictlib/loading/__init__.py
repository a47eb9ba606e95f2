"""Files to documents, statements and events, a module a family of formats.

What a file is, its content tells, its name only helps. Bad input never vanishes:
what can't be read is a row of ``problems``, and the rest is loaded.
"""

from __future__ import annotations

from conflictlib.loading._loaded import Loaded, load

__all__ = ["Loaded", "load"]
