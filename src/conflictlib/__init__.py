"""conflictlib."""
