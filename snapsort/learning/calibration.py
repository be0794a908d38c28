"""Whether 0.9 means nine in ten, and the temperature that makes it so."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from snapsort.decide import Logits
from snapsort.learning.head import Bools, Ints
from snapsort.learning.shares import Share, make_share
from snapsort.learning.solve import Doubles, cross_entropies

BINS = 15
PRIOR_SPREAD = 0.5
"""Standard deviation of log(temperature) before anything is seen: a factor of 1.6 either way."""


@dataclass(frozen=True, slots=True)
class ReliabilityBin:
    """Pictures of about the same probability: what was promised, and what share was right."""

    mean_probability: float
    right: Share


def reliability_bins(highest: Doubles, is_right: Bools, *, bins: int = BINS) -> tuple[ReliabilityBin, ...]:
    """Bins of equal numbers of pictures, from least to most sure.

    Args:
        highest: (m,) the winner's probability.
        is_right: (m,) whether the winner is the truth.
        bins: at most so many; fewer when there are fewer than ten pictures a bin.
    """
    order = np.argsort(highest, kind="stable")
    parts = np.array_split(order, max(1, min(bins, len(order) // 10)))
    return tuple(
        ReliabilityBin(float(highest[part].mean()), make_share(int(is_right[part].sum()), len(part)))
        for part in parts
        if len(part)
    )


def expected_calibration_error(highest: Doubles, is_right: Bools) -> float:
    """How far promised and actual shares are apart on average, less what chance alone would show.

    Bins of equal mass; the squared gap of each is reduced by its sampling variance, as in the debiased
    estimator of Kumar, Liang and Ma 2019, "Verified uncertainty calibration", section 5
    (arxiv.org/abs/1909.10155). The plain estimate would call a perfect model of 100 pictures 10 % off.
    """
    total = 0.0
    for bin_ in reliability_bins(highest, is_right):
        share, n = bin_.right.value, bin_.right.n
        variance = share * (1 - share) / max(n - 1, 1)
        total += n / len(highest) * ((bin_.mean_probability - share) ** 2 - variance)
    return float(np.sqrt(max(total, 0.0)))


def fit_temperature(logits: Logits, targets: Ints) -> float:
    """The temperature that makes held-out logits most probable, drawn towards 1 when there are few.

    Guo et al. 2017, "On calibration of modern neural networks", section 4.2 (arxiv.org/abs/1706.04599), with
    a normal prior on log(temperature): ten pictures cannot make the program surer than it is.

    Args:
        logits: (m, k) of pictures that the logits were not learned from.
        targets: (m,).
    """
    from scipy.optimize import minimize_scalar

    def loss(log_temperature: float) -> float:
        surprise = cross_entropies(logits / np.exp(log_temperature), targets).sum()
        return float(surprise + 0.5 * (log_temperature / PRIOR_SPREAD) ** 2)

    return float(np.exp(minimize_scalar(loss, bounds=(-3.0, 3.0), method="bounded").x))
