"""A tour of one actor or one theme: its timeline, themes or actors, acts, addressees, positions and evidence."""

from conflictlib.profiling.making import profile
from conflictlib.profiling.result import Profile

__all__ = ["Profile", "profile"]
