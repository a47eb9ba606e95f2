"""Files to documents, statements and events; ``formats/`` holds a reader for each format.

What a file is, its content tells, its name only helps. Bad input never vanishes:
what can't be read is a row of ``problems``, and the rest is loaded.
"""

from __future__ import annotations

from conflictlib.loading._gathering import LoadError
from conflictlib.loading._loaded import Loaded, check_given, known_formats, load, stream

__all__ = ["LoadError", "Loaded", "check_given", "known_formats", "load", "stream"]
