"""A coding measured against a gold coding: precision, recall and F1 with intervals, and where it errs.

Each form of gold has its module, which says what is compared and what each measure is: ``standoff`` and
``attribution`` (who said what, in brat standoff), ``coded_table`` and ``statements`` (actor, act, themes, date of each
statement), ``plover`` (events of PLOVER records). ``figures`` has the intervals, ``breakdown`` the tables by code.
"""

from __future__ import annotations

from conflictlib.evaluation.comparison import EvaluationError
from conflictlib.evaluation.evaluating import evaluate
from conflictlib.evaluation.result import Evaluation

__all__ = ["Evaluation", "EvaluationError", "evaluate"]
