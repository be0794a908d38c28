"""What every function here asks of vectors, and equal vectors as one."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from snapsort.records import Floats

NORM_TOLERANCE = 1e-3
"""How far a length may be from 1: rounding, not another scale."""

CHUNK_ROWS = 4_096


def check_unit_rows(vectors: Floats) -> Floats:
    """The vectors in C order.

    Raises:
        ValueError: not (n, d) float32, not finite, or a row whose length is not 1.
    """
    if vectors.ndim != 2 or vectors.dtype != np.float32:
        raise ValueError(f"vectors are {vectors.shape} {vectors.dtype}, not (n, d) float32")
    vectors = np.ascontiguousarray(vectors)
    lengths = np.sqrt(np.einsum("nd,nd->n", vectors, vectors))
    # Written so that NaN fails as well.
    wrong = np.flatnonzero(~(np.abs(lengths - 1) <= NORM_TOLERANCE))
    if len(wrong):
        first = wrong[0]
        raise ValueError(
            f"{len(wrong)} vectors are not of length 1; the one in row {first} has {lengths[first]}"
        )
    return vectors


@dataclass(frozen=True, slots=True)
class Distinct:
    """Which rows are equal.

    Attributes:
        firsts: (m,) the smallest index of each of m groups of equal rows, ascending.
        groups: (n,) the group of each row.
    """

    firsts: npt.NDArray[np.intp]
    groups: npt.NDArray[np.intp]


def find_distinct(vectors: Floats) -> Distinct:
    """The groups of equal rows. O(n d) time; memory O(n).

    Rows are compared by 64-bit sums of their bits with random weights (Carter and Wegman 1979), so that of a
    million rows two that differ are taken for equal once in 10^7 runs; they would be put side by side.
    """
    weights = np.random.default_rng(0).integers(2**64, size=vectors.shape[1], dtype=np.uint64) | np.uint64(1)
    keys = np.empty(len(vectors), np.uint64)
    for start in range(0, len(vectors), CHUNK_ROWS):
        # Adding 0 turns -0 into 0.
        bits = (vectors[start : start + CHUNK_ROWS] + np.float32(0)).view(np.uint32)
        keys[start : start + CHUNK_ROWS] = bits.astype(np.uint64) @ weights
    _, firsts, groups = np.unique(keys, return_index=True, return_inverse=True)
    ranked = np.argsort(firsts)
    ranks = np.empty(len(firsts), np.intp)
    ranks[ranked] = np.arange(len(firsts))
    return Distinct(firsts[ranked], ranks[groups])
