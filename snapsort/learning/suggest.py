"""Which pictures to label next: those whose label would teach most."""

from __future__ import annotations

import numpy as np

from snapsort.decide import Probabilities
from snapsort.learning.head import Ints
from snapsort.learning.solve import Doubles
from snapsort.records import Floats
from snapsort.similarity import find_neighbors

NEIGHBORS = 10
CANDIDATES = 3_000
"""The pictures in most doubt, among which is chosen: in larger folders all others are surer than enough."""


def suggest(
    vectors: Floats,
    probabilities: Probabilities,
    *,
    n: int,
    known: Ints | None = None,
) -> Ints:
    """Indices of up to n pictures, most instructive first: uncertain, typical, and unlike those before.

    A picture's worth is its doubt times how usual it is times its distance to the nearest that is known or
    chosen already: greedy k-center (Gonzalez 1985, "Clustering to minimize the maximum intercluster
    distance"), weighted. Without the second factor it asks about oddities, which teach little about other
    pictures (Hacohen et al. 2022, arxiv.org/abs/2202.02794). Of a burst at most one is far from the others,
    so twenty of one burst never come.

    Args:
        vectors: (m, d) float32, unit rows.
        probabilities: (m, k) by the current head.
        known: indices whose label is known; they are not suggested, nor is what is like them.

    Returns:
        At most n distinct indices, and at most 3,000, none of them known. O(m k + d (n + len(known))) time,
        the latter for each of at most 3,000 candidates.
    """
    known = np.zeros(0, np.int64) if known is None else known
    doubts = _doubts(probabilities)
    others = np.setdiff1d(np.arange(len(vectors)), known)
    rows = others[np.argsort(-doubts[others], kind="stable")[:CANDIDATES]]
    candidates = np.ascontiguousarray(vectors[rows])
    worth = doubts[rows] * _typicalities(candidates)
    gaps = np.full(len(rows), 2.0)
    for index in known.tolist():
        gaps = np.minimum(gaps, _distances(candidates, vectors[index]))
    is_open = np.ones(len(rows), np.bool_)
    chosen: list[int] = []
    while len(chosen) < min(n, len(rows)):
        best = int(np.where(is_open, worth * gaps, -1.0).argmax())
        chosen.append(best)
        is_open[best] = False
        gaps = np.minimum(gaps, _distances(candidates, candidates[best]))
    return rows[np.array(chosen, dtype=np.int64)]


def _doubts(probabilities: Probabilities) -> Doubles:
    """(m,) how close the two best labels are, more for labels that few pictures seem to have.

    The labels of most pictures would else be asked about again and again. The one picture more keeps a label
    that no picture has from being the rarest of all.
    """
    best_two = np.partition(probabilities, -2, axis=1)[:, -2:]
    rarity = 1 / (1 + probabilities.sum(axis=0))  # (k,)
    return np.asarray((1 - best_two[:, 1] + best_two[:, 0]) * (probabilities @ rarity))


def _typicalities(vectors: Floats) -> Doubles:
    """(m,) how many there are like it, itself included: 1 for what stands alone, 11 at most."""
    squares = find_neighbors(vectors, NEIGHBORS).distances.astype(np.float64) ** 2
    usual = float(np.median(squares)) if squares.size else 1.0
    return np.asarray(1 + np.exp(-2 * squares / max(usual, 1e-12)).sum(axis=1))


def _distances(vectors: Floats, vector: Floats) -> Doubles:
    """Euclidean, in [0, 2]."""
    cosines = (vectors @ vector).astype(np.float64)
    return np.asarray(np.sqrt(np.maximum(2 - 2 * cosines, 0.0)))
