"""Vectors like those of pictures: clusters of many sizes, each spread over few directions."""

from __future__ import annotations

import numpy as np

from snapsort.records import Floats

DIRECTIONS = 8
"""The intrinsic dimension of a cluster; estimates for pictures' embeddings lie around 10."""

SPREAD = 0.5
"""How far a cluster's members lie from its center, about."""

NOISE = 0.1
"""How far they lie beside its directions."""

PER_CLUSTER = 250


def make_clusters(n: int, *, d: int = 512, seed: int = 0) -> Floats:
    """(n, d) unit rows, in no order. The clusters' sizes fall off as 1 / rank."""
    generator = np.random.default_rng(seed)
    k = max(1, n // PER_CLUSTER)
    shares = 1 / np.arange(1, k + 1)
    cluster = generator.choice(k, size=n, p=shares / shares.sum()).astype(np.int32)
    members = np.argsort(cluster, kind="stable")
    vectors = np.empty((n, d), np.float32)
    for group in np.split(members, np.flatnonzero(np.diff(cluster[members])) + 1):
        vectors[group] = make_cluster(len(group), d, generator)
    return vectors


def make_cluster(size: int, d: int, generator: np.random.Generator) -> Floats:
    """(size, d) unit rows around one center."""
    center = generator.standard_normal(d, np.float32) / np.float32(np.sqrt(d))
    directions = generator.standard_normal((DIRECTIONS, d), np.float32) * SPREAD / np.sqrt(d * DIRECTIONS)
    rows = center + generator.standard_normal((size, DIRECTIONS), np.float32) @ directions.astype(np.float32)
    rows += generator.standard_normal((size, d), np.float32) * np.float32(NOISE / np.sqrt(d))
    unit: Floats = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    return unit
