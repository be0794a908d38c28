"""What the user reads: the only writer to the terminal."""

from __future__ import annotations

from snapsort.report.corrections_report import (
    report_corrections,
    report_dragged,
    report_forgotten,
    report_new_corrections,
    report_suggestions,
    report_unread,
)
from snapsort.report.discover_report import report_discovered
from snapsort.report.dupes_report import (
    report_duplicates,
    report_linked,
    report_removed,
    report_unlinkable,
)
from snapsort.report.eval_picture import draw_measured
from snapsort.report.eval_report import report_measured
from snapsort.report.features_report import report_features
from snapsort.report.find_report import report_found
from snapsort.report.heads_report import describe_head, report_head, report_heads, report_removed_head
from snapsort.report.labels_check_report import report_label_check
from snapsort.report.labels_view import report_checked_labels, report_label_sets, report_labels
from snapsort.report.learning_report import report_taught
from snapsort.report.models_view import (
    report_fetched_model,
    report_known_models,
    report_model,
    report_removed_model,
)
from snapsort.report.order_report import report_arranged, report_arrangement, report_order
from snapsort.report.pages_report import report_map, report_sheet
from snapsort.report.plan_report import report_plan, report_sorted
from snapsort.report.promise_report import describe_missing, describe_promise, report_expected_errors
from snapsort.report.runs_report import (
    report_broken_journals,
    report_cannot_undo,
    report_recovered,
    report_runs,
    report_undo_plan,
    report_undone,
)
from snapsort.report.terminal import Terminal
from snapsort.words import count

__all__ = [
    "Terminal",
    "count",
    "describe_head",
    "describe_missing",
    "describe_promise",
    "draw_measured",
    "report_arranged",
    "report_arrangement",
    "report_broken_journals",
    "report_cannot_undo",
    "report_checked_labels",
    "report_corrections",
    "report_discovered",
    "report_dragged",
    "report_duplicates",
    "report_expected_errors",
    "report_features",
    "report_fetched_model",
    "report_forgotten",
    "report_found",
    "report_head",
    "report_heads",
    "report_known_models",
    "report_label_check",
    "report_label_sets",
    "report_labels",
    "report_linked",
    "report_map",
    "report_measured",
    "report_model",
    "report_new_corrections",
    "report_order",
    "report_plan",
    "report_recovered",
    "report_removed",
    "report_removed_head",
    "report_removed_model",
    "report_runs",
    "report_sheet",
    "report_sorted",
    "report_suggestions",
    "report_taught",
    "report_undo_plan",
    "report_undone",
    "report_unlinkable",
    "report_unread",
]
