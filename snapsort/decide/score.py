"""How probable each label is for each photo."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from snapsort.records import Floats

Probabilities: TypeAlias = npt.NDArray[np.float64]
"""(n, k), rows that sum to 1."""

Logits: TypeAlias = npt.NDArray[np.float64]
"""(n, k), each label's evidence; only differences within a row mean something."""

ROWS_AT_ONCE = 4096
"""Bounds the float64 copy of the vectors: 17 MB with 512 dimensions, whatever n is."""


def score(vectors: Floats, label_vectors: Floats, *, scale: float, weights: Floats) -> Probabilities:
    """Each label's probability for each photo: softmax over the labels of `scale * cosine + log(weight)`.

    This is zero-shot classification as in CLIP (Radford et al. 2021, figure 3, arxiv.org/abs/2103.00020); the
    weight multiplies a label's odds against every other. In float64, so that batches do not show.

    Args:
        vectors: (n, d) float32, unit rows; n may be 0.
        label_vectors: (k, d) float32, unit rows.
        scale: the model's logit scale (100 for CLIP).
        weights: (k,) positive; 1 is neutral.

    Returns:
        (n, k) float64 in the order of the vectors. O(n k d) time, O(n k) memory.

    Raises:
        ValueError: a weight is not positive, or a vector is not finite.
    """
    probabilities = softmax(zero_shot_logits(vectors, label_vectors, scale=scale, weights=weights))
    if not np.allclose(probabilities.sum(axis=1), 1, rtol=0, atol=1e-9):  # false for NaN as well
        raise ValueError("probabilities do not sum to 1: a vector or the scale is not finite")
    return probabilities


def zero_shot_logits(vectors: Floats, label_vectors: Floats, *, scale: float, weights: Floats) -> Logits:
    """`scale * cosine + log(weight)`, (n, k): what `score` makes probabilities of, and a head corrects.

    Arguments and errors are those of `score`.
    """
    if weights.shape != (len(label_vectors),) or not np.all(weights > 0):
        raise ValueError(f"weights must be {len(label_vectors)} positive numbers, not {weights}")
    log_weights = np.log(weights.astype(np.float64))
    directions = label_vectors.astype(np.float64).T  # (d, k)
    logits = np.empty((len(vectors), len(label_vectors)), dtype=np.float64)
    for start in range(0, len(vectors), ROWS_AT_ONCE):
        rows = slice(start, start + ROWS_AT_ONCE)
        logits[rows] = scale * (vectors[rows].astype(np.float64) @ directions) + log_weights
    return logits


def softmax(logits: Logits) -> Probabilities:
    """Rows that sum to 1, (n, k) float64."""
    # Less the largest: exp(1000) is no number, and a common summand changes nothing.
    exponentials = np.exp(logits - logits.max(axis=1, keepdims=True))
    return np.asarray(exponentials / exponentials.sum(axis=1, keepdims=True))
