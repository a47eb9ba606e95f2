"""Reports: notebooks run over a corpus, put together as a folder of pages, charts and tables.

Importing this is cheap; papermill, nbconvert and pandas are imported when a report is made.
"""

from __future__ import annotations

from conflictlib.reports.inputs import ReportError
from conflictlib.reports.making import NotebookResult, Report, report
from conflictlib.reports.series import ReportBusy

__all__ = ["NotebookResult", "Report", "ReportBusy", "ReportError", "report"]
