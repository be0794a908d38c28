"""What the user has said about pictures: one file of corrections, and which label each of them means."""

from __future__ import annotations

from snapsort.corrections.correction import Correction, CorrectionSource, Said
from snapsort.corrections.folders import find_label_folder, fold_folder, with_folders
from snapsort.corrections.said import NOTHING, find_said
from snapsort.corrections.store import Corrections, CorrectionStore, Superseded

__all__ = [
    "NOTHING",
    "Correction",
    "CorrectionSource",
    "CorrectionStore",
    "Corrections",
    "Said",
    "Superseded",
    "find_label_folder",
    "find_said",
    "fold_folder",
    "with_folders",
]
