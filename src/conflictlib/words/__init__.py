"""Words: keywords in their context, what marks one selection of statements against another, and what goes together."""

from conflictlib.words.contexts import kwic
from conflictlib.words.keywords import keyness
from conflictlib.words.pairs import cooccurrence

__all__ = ["cooccurrence", "keyness", "kwic"]
