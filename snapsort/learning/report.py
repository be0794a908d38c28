"""What a head was found to be worth, on examples it had not seen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from snapsort.learning.evaluate import LabelScores
from snapsort.learning.shares import Difference, Share

SwitchReason = Literal["helps", "no_examples", "not_proven"]
"""Why a label's correction is on (`helps`) or off."""


@dataclass(frozen=True, slots=True)
class Quality:
    """How good probabilities are on held-out examples."""

    accuracy: Share
    log_loss: float
    ece: float


@dataclass(frozen=True, slots=True)
class LabelReport:
    """One label: what its correction changes on held-out examples.

    Attributes:
        n: its examples; `n_groups` of them are independent.
        zero_shot, learned: precision and recall without and with the head.
        gain: how much the label's own correction lowers the log loss of all examples, in nats an example.
    """

    name: str
    n: int
    n_groups: int
    is_on: bool
    reason: SwitchReason
    zero_shot: LabelScores
    learned: LabelScores
    gain: Difference


@dataclass(frozen=True, slots=True)
class FitReport:
    """What cross-validation of the whole procedure says, choices included.

    Attributes:
        n: examples; `n_groups` of them are independent.
        penalty: the regularization that was chosen; larger stays closer to zero-shot.
        temperature: by which logits are divided.
        zero_shot, learned: without and with the head.
        gain: in accuracy.
        labels: k, in label order.
    """

    n: int
    n_groups: int
    penalty: float
    temperature: float
    zero_shot: Quality
    learned: Quality
    gain: Difference
    labels: tuple[LabelReport, ...]
