"""How good probabilities are, on pictures whose label is known."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from snapsort.decide import Probabilities
from snapsort.learning.calibration import ReliabilityBin, expected_calibration_error, reliability_bins
from snapsort.learning.head import Ints
from snapsort.learning.shares import Share, make_share

LISTED = 20


@dataclass(frozen=True, slots=True)
class LabelScores:
    """One label against the rest.

    Attributes:
        n: pictures that are this label.
        precision: of the pictures that got the label, those that are it.
        recall: of the pictures that are the label, those that got it.
    """

    n: int
    precision: Share
    recall: Share


@dataclass(frozen=True, slots=True, eq=False)
class Evaluation:
    """What m pictures of known label say about k columns of probabilities.

    Attributes:
        confusion: (k, k) pictures; rows are the truth, columns what won.
        log_loss: mean over the pictures, in nats.
        ece: expected calibration error of the winner's probability.
        labels: k, in column order.
        bins: reliability diagram, from least to most sure.
        least_sure: up to 20 picture indices, smallest margin first.
        surely_wrong: up to 20 indices of wrong pictures, most probable mistake first.
    """

    confusion: Ints
    accuracy: Share
    log_loss: float
    ece: float
    labels: tuple[LabelScores, ...]
    bins: tuple[ReliabilityBin, ...]
    least_sure: tuple[int, ...]
    surely_wrong: tuple[int, ...]


def evaluate(probabilities: Probabilities, targets: Ints, *, listed: int = LISTED) -> Evaluation:
    """Compare winners and their probabilities with the truth.

    Of equal probabilities the earlier label wins, as in `decide`.

    Args:
        probabilities: (m, k), rows that sum to 1; m >= 1, k >= 2.
        targets: (m,) in 0 .. k-1.
        listed: how many indices `least_sure` and `surely_wrong` have at most.

    Raises:
        ValueError: no pictures, shapes that do not fit, probabilities that are not finite.
    """
    _check(probabilities, targets)
    k = probabilities.shape[1]
    winners = probabilities.argmax(axis=1)
    highest = probabilities.max(axis=1)
    is_right = winners == targets
    confusion = np.bincount(targets * k + winners, minlength=k * k).reshape(k, k)
    second_best = np.partition(probabilities, -2, axis=1)[:, -2]
    wrong = np.flatnonzero(~is_right)
    return Evaluation(
        confusion=confusion,
        accuracy=make_share(int(is_right.sum()), len(targets)),
        log_loss=log_loss(probabilities, targets),
        ece=expected_calibration_error(highest, is_right),
        labels=score_labels(confusion),
        bins=reliability_bins(highest, is_right),
        least_sure=tuple(np.argsort(highest - second_best, kind="stable")[:listed].tolist()),
        surely_wrong=tuple(wrong[np.argsort(-highest[wrong], kind="stable")][:listed].tolist()),
    )


def score_labels(confusion: Ints) -> tuple[LabelScores, ...]:
    """Precision and recall of each label from a confusion matrix (rows truth, columns winners)."""
    hits, actual, given = np.diag(confusion), confusion.sum(axis=1), confusion.sum(axis=0)
    return tuple(
        LabelScores(n=n, precision=make_share(hit, called), recall=make_share(hit, n))
        for hit, n, called in zip(hits.tolist(), actual.tolist(), given.tolist(), strict=True)
    )


def log_loss(probabilities: Probabilities, targets: Ints) -> float:
    """Mean of -log of the true label's probability, in nats; a probability of 0 counts as 1e-15."""
    of_truth = probabilities[np.arange(len(targets)), targets]
    return float(-np.log(np.maximum(of_truth, 1e-15)).mean())


def _check(probabilities: Probabilities, targets: Ints) -> None:
    if len(targets) == 0:
        raise ValueError("there is no picture to evaluate")
    if probabilities.ndim != 2 or len(probabilities) != len(targets) or probabilities.shape[1] < 2:
        raise ValueError(f"{len(targets)} targets, but probabilities of shape {probabilities.shape}")
    if not np.allclose(probabilities.sum(axis=1), 1, rtol=0, atol=1e-6):  # false for NaN as well
        raise ValueError("probabilities that do not sum to 1")
    if targets.min() < 0 or targets.max() >= probabilities.shape[1]:
        raise ValueError(f"targets from {targets.min()} to {targets.max()}")
