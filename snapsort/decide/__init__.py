"""Vectors to probabilities, probabilities to decisions. Pure: it reads and writes nothing."""

from __future__ import annotations

from snapsort.decide.decisions import decide, decide_as_said
from snapsort.decide.explain import explain
from snapsort.decide.score import Logits, Probabilities, score, softmax, zero_shot_logits

__all__ = [
    "Logits",
    "Probabilities",
    "decide",
    "decide_as_said",
    "explain",
    "score",
    "softmax",
    "zero_shot_logits",
]
