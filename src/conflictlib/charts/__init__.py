"""Counts to matplotlib axes, and the picture of them that a notebook shows.

Every chart takes a table of counts and returns the axes. It says in its title what is seen, below that
what was counted and when, and under the plot its n, its counting rule and its source.
Nothing is configured at import.
"""

from conflictlib.charts._adoption import adoption
from conflictlib.charts._agreement import agreement
from conflictlib.charts._bars import bars
from conflictlib.charts._changes import changes
from conflictlib.charts._cooccurrence import cooccurrence
from conflictlib.charts._estimates import estimates
from conflictlib.charts._frequency import frequency
from conflictlib.charts._heatmap import heatmap
from conflictlib.charts._keyness import keyness
from conflictlib.charts._network import network
from conflictlib.charts._polarisation import polarisation
from conflictlib.charts._positions import positions
from conflictlib.charts.picture import Picture, show

__all__ = [
    "Picture",
    "adoption",
    "agreement",
    "bars",
    "changes",
    "cooccurrence",
    "estimates",
    "frequency",
    "heatmap",
    "keyness",
    "network",
    "polarisation",
    "positions",
    "show",
]
