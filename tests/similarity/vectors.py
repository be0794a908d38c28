"""Vectors for tests: clusters of few intrinsic dimensions, as embeddings have."""

from __future__ import annotations

import numpy as np

from snapsort.records import Floats


def unit(rows: object) -> Floats:
    """The rows as unit vectors."""
    array = np.array(rows, np.float64)
    array /= np.linalg.norm(array, axis=1, keepdims=True)
    return array.astype(np.float32)


def make_vectors(n: int, *, d: int = 16, seed: int = 0) -> Floats:
    """(n, d) unit rows around n / 20 centers, spread over three directions each."""
    generator = np.random.default_rng(seed)
    centers = generator.standard_normal((max(1, n // 20), d))
    directions = generator.standard_normal((len(centers), 3, d))
    members = generator.integers(len(centers), size=n)
    offsets = generator.standard_normal((n, 1, 3))
    return (
        unit(centers[members] + 0.4 * (offsets @ directions[members])[:, 0])
        if n
        else np.zeros((0, d), np.float32)
    )
