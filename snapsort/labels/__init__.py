"""Label files, options and ready-made sets -> LabelSet."""

from __future__ import annotations

from snapsort.labels.files import parse_labels
from snapsort.labels.options import labels_from_options
from snapsort.labels.ready_made import load_labels, ready_made_names
from snapsort.labels.schema import read_schema
from snapsort.labels.writing import format_labels

__all__ = [
    "format_labels",
    "labels_from_options",
    "load_labels",
    "parse_labels",
    "read_schema",
    "ready_made_names",
]
