"""Counts to matplotlib axes, and the picture of them that a notebook shows.

Every chart takes a table of counts and returns the axes. It says in its title what is seen, below that
what was counted and when, and under the plot its n, its counting rule and its source.
Nothing is configured at import.
"""

from conflictlib.charts._bars import bars
from conflictlib.charts._frequency import frequency
from conflictlib.charts._heatmap import heatmap
from conflictlib.charts._network import network
from conflictlib.charts._polarisation import polarisation
from conflictlib.charts.picture import Picture, show

__all__ = ["Picture", "bars", "frequency", "heatmap", "network", "polarisation", "show"]
