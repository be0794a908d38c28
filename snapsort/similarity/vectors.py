"""What every function here asks of vectors, and equal vectors as one."""

from __future__ import annotations

import numpy as np

from snapsort.records import Floats

NORM_TOLERANCE = 1e-3
"""How far a length may be from 1: rounding, not another scale."""


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
