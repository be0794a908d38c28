"""Held-out predictions to a report."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from snapsort.decide import Logits, softmax
from snapsort.learning.evaluate import evaluate
from snapsort.learning.evidence import measure_gain
from snapsort.learning.examples import Examples
from snapsort.learning.head import NamedFigure
from snapsort.learning.learn import Learned, groups_per_label, label_gain
from snapsort.learning.report import FitReport, LabelReport, Quality, SwitchReason


def make_report(
    examples: Examples, held_out: Logits, learned: Learned, names: Sequence[str], *, seed: int
) -> FitReport:
    """What the head is worth.

    Args:
        held_out: (m, k) logits over temperature, by cross-validation of the whole procedure.
        learned: the procedure on all examples: its switches are the head's.
    """
    targets, groups = examples.targets, examples.groups
    tried, n_groups = learned.tried, groups_per_label(examples)
    before, after = evaluate(softmax(examples.logits), targets), evaluate(softmax(held_out), targets)
    was_right = examples.logits.argmax(axis=1) == targets
    is_right = held_out.argmax(axis=1) == targets
    labels = tuple(
        LabelReport(
            name=name,
            n=int(examples.counts[label]),
            n_groups=int(n_groups[label]),
            is_on=bool(learned.is_on[label]),
            reason=_reason(learned, examples, label),
            zero_shot=before.labels[label],
            learned=after.labels[label],
            gain=measure_gain(label_gain(tried, learned.held_out, label), tried.groups, seed=seed),
        )
        for label, name in enumerate(names)
    )
    return FitReport(
        n=len(examples),
        n_groups=len(np.unique(groups)),
        penalty=learned.penalty,
        temperature=learned.temperature,
        zero_shot=Quality(before.accuracy, before.log_loss, before.ece),
        learned=Quality(after.accuracy, after.log_loss, after.ece),
        gain=measure_gain(is_right.astype(np.float64) - was_right, groups, seed=seed),
        labels=labels,
    )


def named_figures(report: FitReport) -> tuple[NamedFigure, ...]:
    """The figures that are kept with the head."""
    return (
        NamedFigure("examples", report.n),
        NamedFigure("accuracy_zero_shot", report.zero_shot.accuracy.value),
        NamedFigure("accuracy", report.learned.accuracy.value),
        NamedFigure("accuracy_low", report.learned.accuracy.low),
        NamedFigure("accuracy_high", report.learned.accuracy.high),
        NamedFigure("log_loss_zero_shot", report.zero_shot.log_loss),
        NamedFigure("log_loss", report.learned.log_loss),
        NamedFigure("ece_zero_shot", report.zero_shot.ece),
        NamedFigure("ece", report.learned.ece),
        NamedFigure("penalty", report.penalty),
    )


def _reason(learned: Learned, examples: Examples, label: int) -> SwitchReason:
    if learned.is_on[label]:
        return "helps"
    return "not_proven" if examples.counts[label] else "no_examples"
