"""A learned correction of the zero-shot logits: plain arrays, and how to apply them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from snapsort.decide import Logits, Probabilities, softmax
from snapsort.learning.memory import Memory, no_memory, recall
from snapsort.records import Floats

Bools: TypeAlias = npt.NDArray[np.bool_]
Ints: TypeAlias = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class NamedFigure:
    """A measured number and what it is called, for the description that is kept beside the arrays."""

    name: str
    value: float


@dataclass(frozen=True, slots=True, eq=False)
class Head:
    """What was learned for k labels on vectors of d dimensions.

    Attributes:
        names: k distinct names, in label order.
        weights: (k, d) float32. A row that is off is kept, so that it can be looked at.
        biases: (k,) float32.
        is_on: (k,) whether the label's row is applied.
        counts: (k,) examples it was learned from.
        memory: those of the examples that the weights get wrong.
        temperature: positive; logits are divided by it to become probabilities.
        figures: how good it was found to be on examples it had not seen.

    Raises:
        ValueError: shapes that do not fit each other, a number that is not finite, a temperature <= 0.
    """

    names: tuple[str, ...]
    weights: Floats
    biases: Floats
    is_on: Bools
    counts: Ints
    memory: Memory
    temperature: float = 1.0
    figures: tuple[NamedFigure, ...] = ()

    def __post_init__(self) -> None:
        k = len(self.names)
        shapes = (self.biases.shape, self.is_on.shape, self.counts.shape)
        if self.weights.ndim != 2 or len(self.weights) != k or set(shapes) != {(k,)}:
            raise ValueError(f"a head for {k} labels with arrays of shape {self.weights.shape}, {shapes}")
        if not (np.all(np.isfinite(self.weights)) and np.all(np.isfinite(self.biases))):
            raise ValueError("a head with weights or biases that are not finite")
        if self.memory.vectors.shape[1:] != self.weights.shape[1:]:
            raise ValueError(f"a head of {self.weights.shape} with a memory of {self.memory.vectors.shape}")
        if len(self.memory) and not 0 <= self.memory.targets.min() <= self.memory.targets.max() < k:
            raise ValueError(f"a head for {k} labels with a memory of others")
        if not (np.isfinite(self.temperature) and self.temperature > 0):
            raise ValueError(f"a head with the temperature {self.temperature}")


def make_zero_head(names: tuple[str, ...], *, dimension: int) -> Head:
    """The head that has learned nothing: `apply_head` gives the very logits it is given."""
    k = len(names)
    return Head(
        names=names,
        weights=np.zeros((k, dimension), np.float32),
        biases=np.zeros(k, np.float32),
        is_on=np.zeros(k, np.bool_),
        counts=np.zeros(k, np.int64),
        memory=no_memory(dimension),
    )


def apply_head(head: Head, vectors: Floats, logits: Logits) -> Logits:
    """Zero-shot logits plus what was learned, in the columns of the labels that are on.

    Columns that are off are the given ones, bit for bit.

    Args:
        vectors: (n, d) float32, unit rows.
        logits: (n, k), zero-shot: `scale * cosine + log(weight)`.

    Returns:
        (n, k) float64. `head_probabilities` makes probabilities of it.

    Raises:
        ValueError: shapes that do not fit the head.
    """
    k, d = head.weights.shape
    if vectors.shape != (len(vectors), d) or logits.shape != (len(vectors), k):
        raise ValueError(
            f"a head for {k} labels and {d} dimensions, vectors {vectors.shape}, logits {logits.shape}"
        )
    corrected = logits.astype(np.float64)
    on = head.is_on
    learned = vectors.astype(np.float64) @ head.weights[on].astype(np.float64).T
    corrected[:, on] += learned + head.biases[on].astype(np.float64)
    return corrected


def head_probabilities(head: Head, vectors: Floats, logits: Logits) -> Probabilities:
    """(n, k) probabilities: softmax of the corrected logits over the temperature, then what is remembered.

    With a head that has learned nothing these are zero-shot's, bit for bit.
    """
    return recall(head.memory, vectors, softmax(apply_head(head, vectors, logits) / head.temperature))
