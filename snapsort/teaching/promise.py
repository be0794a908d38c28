"""A promise about the error among what is moved: thresholds that keep it, and what they leave for review."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import replace

import numpy as np

from snapsort.heads import KeptHead
from snapsort.learning import ExpectedErrors, ThresholdChoice, choose_thresholds, expected_errors
from snapsort.records import Decision, LabelSet

CONFIDENCE = 0.95

ABOVE_ONE = math.nextafter(1.0, 2.0)
"""A limit that no probability reaches, for labels of which nothing is moved; JSON has no infinity."""


def make_promise(kept: KeptHead, *, max_error: float) -> ThresholdChoice:
    """The thresholds by which at most `max_error` of what is moved is wrong, with 95 % confidence.

    They are chosen on the head's corrections, each judged by a head that had not seen it.
    """
    held_out = kept.held_out
    return choose_thresholds(
        held_out.probabilities,
        held_out.targets,
        np.array([folder is None for folder in kept.folders]),
        max_error=max_error,
        confidence=CONFIDENCE,
        groups=held_out.groups,
    )


def with_promise(label_set: LabelSet, choice: ThresholdChoice) -> LabelSet:
    """The label set whose labels are believed only where the promise holds."""
    labels = (
        label
        if label.is_negative
        else replace(label, min_probability=min(limit.move_from, ABOVE_ONE), min_margin=0.0)
        for label, limit in zip(label_set.labels, choice.labels, strict=True)
    )
    return replace(label_set, labels=tuple(labels))


def mark_reviews(
    decisions: Iterable[Decision], label_set: LabelSet, choice: ThresholdChoice
) -> tuple[Decision, ...]:
    """The decisions, in order; what the promise holds back though it is likely is to be reviewed."""
    review_from = {
        label.name: limit.review_from for label, limit in zip(label_set.labels, choice.labels, strict=True)
    }
    return tuple(
        replace(decision, reason="to_review")
        if decision.reason == "below_threshold" and decision.probability >= review_from[decision.label]
        else decision
        for decision in decisions
    )


def expect_errors(decisions: Iterable[Decision]) -> tuple[ExpectedErrors, ...]:
    """What each threshold would move, and how much of it the model itself expects to be wrong: no proof."""
    # Only the winner matters: one column for those with a folder, one for those without.
    rows = [
        (0.0, decision.probability) if decision.folder is None else (decision.probability, 0.0)
        for decision in decisions
    ]
    return expected_errors(np.array(rows).reshape(-1, 2), np.array([False, True]))
