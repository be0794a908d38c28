"""Corrected pictures that weights alone would place elsewhere, so that their near-duplicates follow them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from snapsort.decide import Probabilities
from snapsort.records import Floats

if TYPE_CHECKING:
    from snapsort.learning.head import Ints

SAME_SCENE = 0.97
"""Cosine from which two pictures are one scene. On real pictures all 241 that had such a neighbor among the
others shared its everyday label, and so did 99.5 % of the 380 with one from 0.95 on."""

SURENESS = 0.98
"""How probable the remembered label becomes; 241 right of 241 is at least 98.8 %, with 95 % confidence."""

BELIEVED = 0.5
"""A picture whose own label is less probable than this is remembered: sorting would leave it, by default."""

ROWS_AT_ONCE = 4096


@dataclass(frozen=True, slots=True, eq=False)
class Memory:
    """Pictures that are known by their looks.

    Attributes:
        vectors: (r, d) float32, unit rows.
        targets: (r,) the label of each.

    Raises:
        ValueError: shapes that do not fit each other, or a number that is not finite.
    """

    vectors: Floats
    targets: Ints

    def __post_init__(self) -> None:
        if self.vectors.ndim != 2 or self.targets.shape != self.vectors.shape[:1]:
            raise ValueError(f"a memory of {self.vectors.shape} vectors, {self.targets.shape} labels")
        if not np.all(np.isfinite(self.vectors)):
            raise ValueError("a memory with vectors that are not finite")

    def __len__(self) -> int:
        return len(self.targets)


def no_memory(dimension: int) -> Memory:
    """Nothing remembered: `recall` gives the very probabilities it is given."""
    return Memory(np.empty((0, dimension), np.float32), np.empty(0, np.int64))


def remember_missed(vectors: Floats, probabilities: Probabilities, targets: Ints) -> Memory:
    """Those of the corrected pictures that are not placed right by these probabilities.

    Hart 1968, "The condensed nearest neighbor rule", keeps the same: what the rest gets wrong. It makes no
    general rule of ten pictures of one burst, and still they and their like are not mistaken again.

    Args:
        vectors: (m, d) float32, unit rows.
        probabilities: (m, k), without a memory.
        targets: (m,) the label of each.
    """
    rows = np.arange(len(targets))
    missed = (probabilities.argmax(axis=1) != targets) | (probabilities[rows, targets] < BELIEVED)
    return Memory(np.ascontiguousarray(vectors[missed]), targets[missed])


def recall(memory: Memory, vectors: Floats, probabilities: Probabilities) -> Probabilities:
    """(n, k) probabilities; a picture of a remembered scene gets the label of the nearest one.

    All other rows are the given ones, bit for bit. O(n r d) time.
    """
    if not len(memory):
        return probabilities
    recalled = probabilities.copy()
    for start in range(0, len(vectors), ROWS_AT_ONCE):
        similarity = vectors[start : start + ROWS_AT_ONCE] @ memory.vectors.T
        nearest = similarity.argmax(axis=1)
        known = np.flatnonzero(similarity[np.arange(len(nearest)), nearest] >= SAME_SCENE)
        recalled[start + known] *= 1 - SURENESS
        recalled[start + known, memory.targets[nearest[known]]] += SURENESS
    return recalled
