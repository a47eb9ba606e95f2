"""Statements that are too many to load: counted where they lie, in Parquet files, a Delta Lake table or a corpus."""

from conflictlib.scanning.stored import Scan, scan

__all__ = ["Scan", "scan"]
