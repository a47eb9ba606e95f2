"""Statements to networks: who speaks to whom, who shares positions, and what the edges add up to."""

from conflictlib.networks.addressing import address_network
from conflictlib.networks.measures import centrality, communities
from conflictlib.networks.polarising import polarisation
from conflictlib.networks.sharing import coposition_network

__all__ = ["address_network", "centrality", "communities", "coposition_network", "polarisation"]
