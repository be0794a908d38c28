"""Which pictures to label next: those whose label would teach most."""

from __future__ import annotations

import numpy as np

from snapsort.decide import Probabilities
from snapsort.learning.head import Ints
from snapsort.learning.solve import Doubles
from snapsort.records import Floats


def suggest(
    vectors: Floats,
    probabilities: Probabilities,
    *,
    n: int,
    known: Ints | None = None,
) -> Ints:
    """Indices of up to n pictures, most instructive first: uncertain, and unlike each other and the known.

    Greedy k-center, each picture's distance weighted by how uncertain it is: as BADGE (Ash et al. 2020,
    arxiv.org/abs/1906.03671), the gradient of the loss at the winning label being long for the uncertain and
    similar for the alike. Of a burst at most one is far from the others, so twenty of one burst never come.

    Args:
        vectors: (m, d) float32, unit rows.
        probabilities: (m, k) by the current head.
        known: indices whose label is known; they are not suggested, nor is what is like them.

    Returns:
        At most n distinct indices, none of them known. O(m d n) time.
    """
    uncertainty = _entropies(probabilities)
    known = np.zeros(0, np.int64) if known is None else known
    gaps = np.full(len(vectors), 2.0)
    for index in known.tolist():
        gaps = np.minimum(gaps, _distances(vectors, index))
    is_open = np.ones(len(vectors), np.bool_)
    is_open[known] = False
    chosen: list[int] = []
    while len(chosen) < n and is_open.any():
        worth = np.where(is_open, uncertainty * gaps, -1.0)
        best = int(worth.argmax())
        chosen.append(best)
        is_open[best] = False
        gaps = np.minimum(gaps, _distances(vectors, best))
    return np.array(chosen, dtype=np.int64)


def _entropies(probabilities: Probabilities) -> Doubles:
    """(m,) in nats. With these fewer questions were needed than with margins."""
    return np.asarray(-(probabilities * np.log(np.maximum(probabilities, 1e-300))).sum(axis=1))


def _distances(vectors: Floats, index: int) -> Doubles:
    """Euclidean, in [0, 2]."""
    cosines = (vectors @ vectors[index]).astype(np.float64)
    return np.asarray(np.sqrt(np.maximum(2 - 2 * cosines, 0.0)))
