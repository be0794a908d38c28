"""Learning from corrections, and how far it can be trusted. Pure: it reads and writes nothing."""

from __future__ import annotations

from snapsort.learning.calibration import ReliabilityBin
from snapsort.learning.evaluate import Evaluation, LabelScores, evaluate
from snapsort.learning.fit import FittedHead, fit_head
from snapsort.learning.groups import group_near_duplicates
from snapsort.learning.head import Head, NamedFigure, apply_head, head_probabilities, make_zero_head
from snapsort.learning.memory import Memory
from snapsort.learning.report import FitReport, LabelReport, Quality
from snapsort.learning.shares import Difference, Share
from snapsort.learning.suggest import suggest
from snapsort.learning.thresholds import (
    ExpectedErrors,
    LabelThreshold,
    ThresholdChoice,
    choose_thresholds,
    expected_errors,
)

__all__ = [
    "Difference",
    "Evaluation",
    "ExpectedErrors",
    "FitReport",
    "FittedHead",
    "Head",
    "LabelReport",
    "LabelScores",
    "LabelThreshold",
    "Memory",
    "NamedFigure",
    "Quality",
    "ReliabilityBin",
    "Share",
    "ThresholdChoice",
    "apply_head",
    "choose_thresholds",
    "evaluate",
    "expected_errors",
    "fit_head",
    "group_near_duplicates",
    "head_probabilities",
    "make_zero_head",
    "suggest",
]
