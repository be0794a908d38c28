"""Vectors to probabilities, probabilities to decisions. Pure: it reads and writes nothing."""

from __future__ import annotations

from snapsort.decide.decisions import decide
from snapsort.decide.explain import explain
from snapsort.decide.score import Probabilities, score

__all__ = ["Probabilities", "decide", "explain", "score"]
