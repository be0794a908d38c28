"""What the user reads: the only writer to the terminal."""

from __future__ import annotations

from snapsort.report.labels_view import report_checked_labels, report_label_sets, report_labels
from snapsort.report.models_view import report_fetched_model, report_known_models, report_model
from snapsort.report.plan_report import report_plan, report_sorted
from snapsort.report.runs_report import report_recovered, report_runs, report_undo_plan, report_undone
from snapsort.report.terminal import Terminal
from snapsort.report.words import count

__all__ = [
    "Terminal",
    "count",
    "report_checked_labels",
    "report_fetched_model",
    "report_known_models",
    "report_label_sets",
    "report_labels",
    "report_model",
    "report_plan",
    "report_recovered",
    "report_runs",
    "report_sorted",
    "report_undo_plan",
    "report_undone",
]
