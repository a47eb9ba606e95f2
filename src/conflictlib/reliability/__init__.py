"""Coding by hand: a sheet to code, how well coders agree, and how right a coder is.

`sample` draws statements and writes a sheet; `read_codings` reads sheets that came back; `agreement` compares coders
who worked without sight of each other; `validation` measures a coder against the codes that were settled in the end.
"""

from conflictlib.reliability.agreeing import agreement
from conflictlib.reliability.drawing import sample
from conflictlib.reliability.reading import read_codings
from conflictlib.reliability.result import Validation
from conflictlib.reliability.validating import validation

__all__ = ["Validation", "agreement", "read_codings", "sample", "validation"]
