"""A corpus on the disk: added to day by day, never half-written, every version kept.

``_history`` reads which versions there are, ``_store`` keeps the tables together, ``_layout`` has their columns,
``_adding`` says what comes of a document that comes in, ``_pages`` which page it is a version of, ``_readouts`` which
statements are retellings since, ``_recoding`` codes anew and ``_touches`` says what a change of the codebook can touch.
"""

from __future__ import annotations

from conflictlib.corpus._history import CorpusBusy, CorpusError, Version, is_corpus
from conflictlib.corpus._history import versions as history_of
from conflictlib.corpus.corpus import Added, Corpus
from conflictlib.corpus.snapshot import Snapshot

__all__ = ["Added", "Corpus", "CorpusBusy", "CorpusError", "Snapshot", "Version", "history_of", "is_corpus"]
