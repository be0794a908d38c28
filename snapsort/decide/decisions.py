"""Which label wins a photo, and whether the photo goes."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from snapsort.decide.score import Probabilities
from snapsort.records import Decision, Label, LabelSet, Reason


def decide(
    probabilities: Probabilities,
    label_set: LabelSet,
    *,
    min_probability: float = 0.5,
    min_margin: float = 0.0,
) -> tuple[Decision, ...]:
    """One decision a row, in order.

    The most probable label wins; of equals, the earlier one. The photo goes when the winner has a folder, is
    at least `min_probability` probable and at least `min_margin` ahead of the second. A label's own limits
    take the place of these. The first of these conditions that fails is the reason to stay.

    Args:
        probabilities: (n, k), columns in label order.
        label_set: k >= 2 labels.
        min_probability: in [0, 1].
        min_margin: in [0, 1].

    Raises:
        ValueError: not one column a label, or fewer than two labels.
    """
    labels = label_set.labels
    if len(labels) < 2 or probabilities.shape != (len(probabilities), len(labels)):
        raise ValueError(f"probabilities of shape {probabilities.shape} for {len(labels)} labels")
    best_two = np.argsort(-probabilities, axis=1, kind="stable")[:, :2]  # stable: of equals, the earlier
    best_probabilities = np.take_along_axis(probabilities, best_two, axis=1)
    decisions = []
    for (first, second), (highest, next_highest) in zip(
        best_two.tolist(), best_probabilities.tolist(), strict=True
    ):
        winner = labels[first]
        least = min_probability if winner.min_probability is None else winner.min_probability
        ahead = min_margin if winner.min_margin is None else winner.min_margin
        decisions.append(
            Decision(
                label=winner.name,
                folder=winner.folder,
                probability=highest,
                runner_up=labels[second].name,
                runner_up_probability=next_highest,
                min_probability=least,
                min_margin=ahead,
                reason=_reason(winner, highest >= least, highest - next_highest >= ahead),
            )
        )
    return tuple(decisions)


def decide_as_said(decision: Decision, label: Label, probability: float) -> Decision:
    """The decision when the user has said which label it is; without a folder, it stays.

    Args:
        decision: what the labels say.
        probability: that of the label. What would have won otherwise becomes the runner-up.
    """
    runner_up = (
        (decision.runner_up, decision.runner_up_probability)
        if decision.label == label.name
        else (decision.label, decision.probability)
    )
    return replace(
        decision,
        label=label.name,
        folder=label.folder,
        probability=probability,
        runner_up=runner_up[0],
        runner_up_probability=runner_up[1],
        reason="negative" if label.folder is None else "said",
    )


def _reason(winner: Label, is_probable: bool, is_ahead: bool) -> Reason:
    if winner.is_negative:
        return "negative"
    if not is_probable:
        return "below_threshold"
    return "sure" if is_ahead else "below_margin"
